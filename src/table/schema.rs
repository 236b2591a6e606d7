//! Which columns a record has: its own keys, in its order. What is a list in the record is a list, what is an object a
//! struct; times and the words of enumerations are text, as in the record. `id`, which may be a number or a text, is text.

#![expect(clippy::unnecessary_wraps, reason = "all have the one type that `Take` asks for")]

use arrow_schema::ArrowError;
use serde::Serialize;

use super::columns::{Columns, Take};
use crate::article::{
    Article, Attribution, Block, Cue, Entry, Image, Maker, Mark, Origin, Provenance, Quote, RecordId,
    Reservation, Span, Speaker, SpeakerSummary, Warning,
};
use crate::outcome::{NoArticle, Outcome};

/// An article's columns.
pub fn article(c: &mut Columns, rows: &[Option<&Article>]) -> Result<(), ArrowError> {
    let heads: Vec<Head<'_>> = rows.iter().copied().flatten().map(Head::of_article).collect();
    let heads: Vec<Option<&Head<'_>>> = heads.iter().map(Some).collect();
    head(c, &heads);
    rest(c, rows)
}

/// The columns of what became of a page: those of an article, which say nothing of a page that gave none but that it has
/// neither quotes nor images, and behind them those that say why it gave none.
pub fn outcome(c: &mut Columns, rows: &[Option<&Outcome>]) -> Result<(), ArrowError> {
    let heads: Vec<Head<'_>> = rows.iter().copied().flatten().map(Head::of).collect();
    let heads: Vec<Option<&Head<'_>>> = heads.iter().map(Some).collect();
    head(c, &heads);
    let articles: Vec<Option<&Article>> = rows.iter().map(|row| row.and_then(an_article)).collect();
    rest(c, &articles)?;
    c.whole_or_less(ID_NUMBER, &heads, |h| match h.id? {
        RecordId::Number(id) => Some(*id),
        RecordId::Text(_) => None,
    });
    let rows: Vec<Option<&NoArticle>> = rows.iter().map(|row| row.and_then(no_article)).collect();
    c.written("stage", &rows, |n| word(n.stage));
    c.written("reason", &rows, |n| word(n.reason));
    c.text("message", &rows, |n| Some(&n.message));
    c.whole("http_status", &rows, |n| n.http_status.map(usize::from));
    c.flag("retryable", &rows, |n| Some(n.retryable));
    c.whole("attempts", &rows, |n| number(n.attempts));
    Ok(())
}

fn an_article(outcome: &Outcome) -> Option<&Article> {
    match outcome {
        Outcome::Article(article) => Some(article),
        Outcome::NoArticle(_) => None,
    }
}

fn no_article(outcome: &Outcome) -> Option<&NoArticle> {
    match outcome {
        Outcome::Article(_) => None,
        Outcome::NoArticle(none) => Some(none),
    }
}

/// The column that says which ids are numbers: it has those, `id` has all as text.
pub const ID_NUMBER: &str = "id_number";

/// What all records begin with.
struct Head<'a> {
    schema_version: Option<u32>,
    status: Option<String>,
    id: Option<&'a RecordId>,
    url: &'a str,
}

impl<'a> Head<'a> {
    fn of_article(article: &'a Article) -> Self {
        let version = Some(article.schema_version);
        Self {
            schema_version: version,
            status: word(article.status),
            id: article.id.as_ref(),
            url: &article.url,
        }
    }

    fn of(outcome: &'a Outcome) -> Self {
        match outcome {
            Outcome::Article(article) => Self::of_article(article),
            Outcome::NoArticle(none) => {
                Self { schema_version: None, status: word(none.status), id: none.id.as_ref(), url: &none.url }
            }
        }
    }
}

fn head<'a>(c: &mut Columns, rows: &[Option<&'a Head<'a>>]) {
    c.whole("schema_version", rows, |h| h.schema_version.and_then(number));
    c.text("status", rows, |h| h.status.as_deref());
    c.written("id", rows, |h| match h.id? {
        RecordId::Number(id) => Some(id.to_string()),
        RecordId::Text(id) => Some(id.clone()),
    });
    c.text("url", rows, |h| Some(h.url));
}

fn word(value: impl Serialize) -> Option<String> {
    Some(serde_json::to_string(&value).ok()?.trim_matches('"').to_owned())
}

fn number(number: u32) -> Option<usize> {
    usize::try_from(number).ok()
}

/// A confidence with two decimals, as the record has it.
fn two_decimals(confidence: f32) -> f64 {
    f64::from((confidence * 100.0).round()) / 100.0
}

/// What an article has behind its head.
fn rest(c: &mut Columns, rows: &[Option<&Article>]) -> Result<(), ArrowError> {
    c.text("final_url", rows, |a| Some(&a.final_url));
    c.text("canonical_url", rows, |a| a.canonical_url.as_deref());
    c.texts("pages", rows, |a| &a.pages)?;
    c.text("duplicate_of", rows, |a| a.duplicate_of.as_deref());
    c.whole("revision", rows, |a| number(a.revision));
    c.texts("changed", rows, |a| &a.changed)?;
    c.share("similarity", rows, |a| a.similarity);
    metadata(c, rows)?;
    c.text("body", rows, |a| Some(&a.body));
    c.objects("blocks", rows, |a| &a.blocks, block)?;
    c.objects("entries", rows, |a| &a.entries, entry)?;
    c.objects("quotes", rows, |a| &a.quotes, quote)?;
    c.objects("attributions", rows, |a| &a.attributions, attribution)?;
    c.objects("speakers", rows, |a| &a.speakers, summary)?;
    c.object("extractor", rows, |a| Some(&a.extractor), maker)?;
    c.object("provenance", rows, |a| Some(&a.provenance), provenance)?;
    c.objects("warnings", rows, |a| &a.warnings, warning)
}

/// From `domain` to `reservations`.
fn metadata(c: &mut Columns, rows: &[Option<&Article>]) -> Result<(), ArrowError> {
    c.text("domain", rows, |a| Some(&a.domain));
    c.text("site_name", rows, |a| a.site_name.as_deref());
    c.text("fetched_at", rows, |a| a.fetched_at.as_deref());
    c.text("headline", rows, |a| a.headline.as_deref());
    c.text("description", rows, |a| a.description.as_deref());
    c.texts("authors", rows, |a| &a.authors)?;
    c.text("section", rows, |a| a.section.as_deref());
    c.texts("keywords", rows, |a| &a.keywords)?;
    c.written("date_published", rows, |a| a.date_published.map(|time| time.to_string()));
    c.written("date_modified", rows, |a| a.date_modified.map(|time| time.to_string()));
    c.text("language", rows, |a| a.language.as_deref());
    c.text("image", rows, |a| a.image.as_deref());
    c.objects("images", rows, |a| &a.images, image)?;
    c.flag("is_accessible_for_free", rows, |a| a.is_accessible_for_free);
    c.share("confidence", rows, |a| Some(two_decimals(a.confidence)));
    c.objects("reservations", rows, |a| &a.reservations, reservation)
}

fn quote(c: &mut Columns, rows: &[Option<&Quote>]) -> Result<(), ArrowError> {
    c.text("text", rows, |q| Some(&q.text));
    c.whole("start", rows, |q| Some(q.start));
    c.whole("end", rows, |q| Some(q.end));
    c.written("kind", rows, |q| word(q.kind));
    c.objects("parts", rows, |q| &q.parts, span)?;
    c.whole("attribution", rows, |q| q.attribution);
    c.share("confidence", rows, |q| Some(two_decimals(q.confidence)));
    c.object("speaker", rows, |q| q.speaker.as_ref(), speaker)?;
    c.object("cue", rows, |q| q.cue.as_ref(), cue)?;
    c.object("relayed_by", rows, |q| q.relayed_by.as_ref(), speaker)?;
    c.whole("repeats", rows, |q| q.repeats);
    Ok(())
}

fn attribution(c: &mut Columns, rows: &[Option<&Attribution>]) -> Result<(), ArrowError> {
    c.written("kind", rows, |a| word(a.kind));
    c.share("confidence", rows, |a| Some(two_decimals(a.confidence)));
    c.object("speaker", rows, |a| a.speaker.as_ref(), speaker)?;
    c.object("cue", rows, |a| a.cue.as_ref(), cue)?;
    c.objects("content", rows, |a| &a.content, span)?;
    c.wholes("quotes", rows, |a| &a.quotes)?;
    c.object("relayed_by", rows, |a| a.relayed_by.as_ref(), speaker)
}

fn speaker(c: &mut Columns, rows: &[Option<&Speaker>]) -> Result<(), ArrowError> {
    c.text("name", rows, |s| s.name.as_deref());
    c.text("mention", rows, |s| s.mention.as_deref());
    c.whole("start", rows, |s| s.start);
    c.whole("end", rows, |s| s.end);
    c.written("kind", rows, |s| word(s.kind));
    c.text("role", rows, |s| s.role.as_deref());
    Ok(())
}

fn summary(c: &mut Columns, rows: &[Option<&SpeakerSummary>]) -> Result<(), ArrowError> {
    c.text("name", rows, |s| Some(&s.name));
    c.written("kind", rows, |s| word(s.kind));
    c.text("role", rows, |s| s.role.as_deref());
    c.whole("quotes", rows, |s| Some(s.quotes));
    c.whole("words", rows, |s| Some(s.words));
    Ok(())
}

fn cue(c: &mut Columns, rows: &[Option<&Cue>]) -> Result<(), ArrowError> {
    c.text("text", rows, |q| Some(&q.text));
    c.whole("start", rows, |q| Some(q.start));
    c.whole("end", rows, |q| Some(q.end));
    Ok(())
}

fn span(c: &mut Columns, rows: &[Option<&Span>]) -> Result<(), ArrowError> {
    c.whole("start", rows, |s| Some(s.start));
    c.whole("end", rows, |s| Some(s.end));
    Ok(())
}

fn block(c: &mut Columns, rows: &[Option<&Block>]) -> Result<(), ArrowError> {
    c.written("kind", rows, |b| word(b.kind));
    c.whole("start", rows, |b| Some(b.start));
    c.whole("end", rows, |b| Some(b.end));
    c.whole("level", rows, |b| b.level.map(usize::from));
    c.whole("number", rows, |b| b.number.and_then(number));
    c.objects("marks", rows, |b| &b.marks, mark)
}

fn mark(c: &mut Columns, rows: &[Option<&Mark>]) -> Result<(), ArrowError> {
    c.written("kind", rows, |m| word(m.kind));
    c.whole("start", rows, |m| Some(m.start));
    c.whole("end", rows, |m| Some(m.end));
    c.text("href", rows, |m| m.href.as_deref());
    Ok(())
}

fn entry(c: &mut Columns, rows: &[Option<&Entry>]) -> Result<(), ArrowError> {
    c.written("time", rows, |e| e.time.map(|time| time.to_string()));
    c.whole("start", rows, |e| Some(e.start));
    c.whole("end", rows, |e| Some(e.end));
    Ok(())
}

fn image(c: &mut Columns, rows: &[Option<&Image>]) -> Result<(), ArrowError> {
    c.text("url", rows, |i| Some(&i.url));
    c.text("alt", rows, |i| i.alt.as_deref());
    c.text("caption", rows, |i| i.caption.as_deref());
    c.text("credit", rows, |i| i.credit.as_deref());
    Ok(())
}

fn reservation(c: &mut Columns, rows: &[Option<&Reservation>]) -> Result<(), ArrowError> {
    c.text("name", rows, |r| Some(&r.name));
    c.text("content", rows, |r| Some(&r.content));
    Ok(())
}

fn maker(c: &mut Columns, rows: &[Option<&Maker>]) -> Result<(), ArrowError> {
    c.text("name", rows, |m| Some(&m.name));
    c.text("version", rows, |m| Some(&m.version));
    c.text("profile", rows, |m| m.profile.as_deref());
    c.text("profile_version", rows, |m| m.profile_version.as_deref());
    c.text("layout", rows, |m| m.layout.as_deref());
    Ok(())
}

fn warning(c: &mut Columns, rows: &[Option<&Warning>]) -> Result<(), ArrowError> {
    c.text("code", rows, |w| Some(&w.code));
    c.text("field", rows, |w| w.field.as_deref());
    c.text("message", rows, |w| Some(&w.message));
    Ok(())
}

fn origin(c: &mut Columns, rows: &[Option<&Origin>]) -> Result<(), ArrowError> {
    c.written("source", rows, |o| word(o.source));
    c.text("rule", rows, |o| o.rule.as_deref());
    c.share("confidence", rows, |o| Some(two_decimals(o.confidence)));
    Ok(())
}

fn provenance(c: &mut Columns, rows: &[Option<&Provenance>]) -> Result<(), ArrowError> {
    let origin: Take<Origin> = origin;
    c.object("canonical_url", rows, |p| p.canonical_url.as_ref(), origin)?;
    c.object("site_name", rows, |p| p.site_name.as_ref(), origin)?;
    c.object("headline", rows, |p| p.headline.as_ref(), origin)?;
    c.object("description", rows, |p| p.description.as_ref(), origin)?;
    c.object("authors", rows, |p| p.authors.as_ref(), origin)?;
    c.object("section", rows, |p| p.section.as_ref(), origin)?;
    c.object("keywords", rows, |p| p.keywords.as_ref(), origin)?;
    c.object("date_published", rows, |p| p.date_published.as_ref(), origin)?;
    c.object("date_modified", rows, |p| p.date_modified.as_ref(), origin)?;
    c.object("language", rows, |p| p.language.as_ref(), origin)?;
    c.object("image", rows, |p| p.image.as_ref(), origin)?;
    c.object("images", rows, |p| p.images.as_ref(), origin)?;
    c.object("is_accessible_for_free", rows, |p| p.is_accessible_for_free.as_ref(), origin)?;
    c.object("body", rows, |p| p.body.as_ref(), origin)
}
