//! How a reading stands to every voice, and what it looks like.

use super::readings::{Cut, Reading, pieces, typed};
use super::sites::{Sites, separators};
use super::voices::{Place, Voice};
use crate::extract::choice::Row;
use crate::extract::source::Sources;
use crate::extract::survey::outline::{Tag, TextBlock};
use crate::extract::text::count_words;

macro_rules! relations {
    ($($place:ident = $name:literal,)+) => {
        /// The names of the features "how the reading stands to that place's voices".
        fn name_of(place: Place, relation: Relation) -> &'static str {
            match place {
                $(Place::$place => match relation {
                    Relation::Is => concat!($name, ":is"),
                    Relation::Clean => concat!($name, ":clean"),
                    Relation::Cut => concat!($name, ":cut"),
                    Relation::Spelled => concat!($name, ":spelled"),
                    Relation::Held => concat!($name, ":held"),
                    Relation::Within => concat!($name, ":within"),
                    Relation::Like => concat!($name, ":like"),
                    Relation::Far => concat!($name, ":far"),
                },)+
            }
        }
        const PLACES: &[Place] = &[$(Place::$place,)+];
    };
}

relations! {
    H1 = "h1", Aside = "aside", Below = "below", Class = "class", JsonLd = "json_ld", Name = "name", Microdata = "microdata", Og = "og",
    Twitter = "twitter", Meta = "meta", Title = "title",
}

/// How a reading stands to a voice, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    /// It is the voice's text.
    Is,
    /// It is the voice's text without the site's name.
    Clean,
    /// It is a part of it.
    Cut,
    /// The same letters, in other case or with other signs.
    Spelled,
    /// The voice holds it.
    Held,
    /// It holds the voice.
    Within,
    /// A quarter of the words is shared.
    Like,
    /// Less is.
    Far,
}

/// A voice, made ready for comparing.
struct Ready {
    place: Place,
    key: String,
    clean: String,
    plain: String,
    pieces: Vec<String>,
}

/// The rows of the readings' features.
pub fn rows(readings: &[Reading], voices: &[Voice], sites: &Sites, sources: &Sources<'_>) -> Vec<Row> {
    let ready: Vec<Ready> = voices.iter().map(|voice| ready(voice, sites)).collect();
    let page = Surroundings::of(sources, voices);
    readings.iter().map(|reading| row(reading, &ready, sites, &page)).collect()
}

fn ready(voice: &Voice, sites: &Sites) -> Ready {
    Ready {
        place: voice.place,
        key: typed(&voice.text),
        clean: typed(&sites.without(&voice.text)),
        plain: plain(&voice.text),
        pieces: pieces(&voice.text)
            .map(|(piece, _)| typed(piece))
            .chain(voice.parts.iter().map(|part| typed(part)))
            .collect(),
    }
}

/// What all readings of a page have in common.
struct Surroundings {
    news: bool,
    headings: usize,
    slug: Vec<String>,
    section: Vec<String>,
    /// Headings that running text follows.
    leading: Vec<String>,
}

impl Surroundings {
    fn of(sources: &Sources<'_>, voices: &[Voice]) -> Self {
        let path = sources.page.final_url.path().trim_matches('/');
        let slug = path.rsplit('/').max_by_key(|part| part.split('-').count()).unwrap_or_default();
        let slug =
            slug.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
        let section = path.split('/').map(plain).filter(|part| !part.is_empty());
        Self {
            news: sources.json_ld.is_news(),
            headings: voices.iter().filter(|voice| voice.place == Place::H1).count(),
            slug: slug.map(str::to_lowercase).collect(),
            section: section.collect(),
            leading: leading(sources),
        }
    }
}

/// Blocks after a heading among which its text begins, and how many words a block of text has.
const LEAD_BLOCKS: usize = 14;
const LEAD_WORDS: usize = 25;

/// The headings soon after which running text begins.
fn leading(sources: &Sources<'_>) -> Vec<String> {
    let outline = &sources.survey.outline;
    let is_h1 = |block: &TextBlock| outline.containers.get(block.container).is_some_and(|c| c.tag == Tag::H1);
    let mut found = Vec::new();
    for (at, block) in outline.blocks.iter().enumerate().filter(|(_, block)| is_h1(block) && !block.hidden) {
        let after = outline.blocks.iter().skip(at + 1).take(LEAD_BLOCKS).take_while(|block| !is_h1(block));
        if after.into_iter().any(|block| block.words >= LEAD_WORDS && block.link_density() < 0.5) {
            found.push(typed(&block.text));
        }
    }
    found
}

fn row(reading: &Reading, voices: &[Ready], sites: &Sites, page: &Surroundings) -> Row {
    let mut row = Row::default();
    let text = plain(&reading.text);
    let (mut shown, mut told) = (None, 0_usize);
    for &place in PLACES {
        let of_place = voices.iter().filter(|voice| voice.place == place);
        let Some(relation) = of_place.map(|voice| relation(&reading.key, &text, voice)).min() else {
            continue;
        };
        row.set(name_of(place, relation), true);
        if place == Place::H1 {
            shown = Some(relation);
        } else {
            told += usize::from(relation <= Relation::Clean);
        }
    }
    row.set(agreement(shown, told), true);
    if page.news {
        let names = ["news told 0", "news told 1", "news told 2", "news told 3+"];
        row.set(names.get(told).or(names.last()).copied().unwrap_or_default(), true);
    }
    shape(&mut row, reading, &text, sites);
    slug(&mut row, &text, page);
    let first_h1 = voices.iter().find(|voice| voice.place == Place::H1);
    let is_first = first_h1.is_some_and(|voice| relation(&reading.key, &text, voice) <= Relation::Clean);
    row.set("h1:first", is_first && page.headings > 1);
    row.set("h1:only", is_first && page.headings == 1);
    row.set("leads body", page.leading.contains(&reading.key));
    row.set("no lead", page.leading.is_empty());
    row.set("section", page.section.contains(&text));
    if page.news {
        for (name, of_news) in [
            ("h1:is", "news h1:is"),
            ("h1:far", "news h1:far"),
            ("json_ld:is", "news json_ld:is"),
            ("og:is", "news og:is"),
            ("title:is", "news title:is"),
            ("title:clean", "news title:clean"),
            ("title:cut", "news title:cut"),
            ("twitter:is", "news twitter:is"),
        ] {
            let holds = row.has(name);
            row.set(of_news, holds);
        }
    }
    row
}

/// How many places besides the heading have the reading, and how it stands to the heading.
fn agreement(shown: Option<Relation>, told: usize) -> &'static str {
    let names = match shown {
        None => ["no h1, told 0", "no h1, told 1", "no h1, told 2", "no h1, told 3+"],
        Some(Relation::Is | Relation::Clean) => ["h1, told 0", "h1, told 1", "h1, told 2", "h1, told 3+"],
        Some(Relation::Spelled) => {
            ["spelled, told 0", "spelled, told 1", "spelled, told 2", "spelled, told 3+"]
        }
        Some(Relation::Cut | Relation::Held) => {
            ["part, told 0", "part, told 1", "part, told 2", "part, told 3+"]
        }
        Some(Relation::Within) => ["longer, told 0", "longer, told 1", "longer, told 2", "longer, told 3+"],
        Some(Relation::Like) => ["like, told 0", "like, told 1", "like, told 2", "like, told 3+"],
        Some(Relation::Far) => ["unlike, told 0", "unlike, told 1", "unlike, told 2", "unlike, told 3+"],
    };
    names.get(told).or(names.last()).copied().unwrap_or_default()
}

/// What the reading looks like.
fn shape(row: &mut Row, reading: &Reading, text: &str, sites: &Sites) {
    row.set(
        match count_words(&reading.text) {
            0 | 1 => "words:1",
            2 => "words:2",
            3 => "words:3",
            4..=6 => "words:6",
            7..=15 => "words:15",
            16..=22 => "words:22",
            _ => "words:more",
        },
        true,
    );
    row.set(
        match reading.cut {
            Cut::Whole => "cut:whole",
            Cut::Site => "cut:site",
            Cut::Part => "cut:part",
            Cut::Last => "cut:last",
            Cut::Head => "cut:head",
            Cut::First => "cut:first",
        },
        true,
    );
    let raw = reading.text.as_str();
    row.set("is site", sites.are(raw));
    row.set("names site", sites.without(raw) != raw);
    row.set("has separator", separators(raw).next().is_some());
    row.set("has bar", raw.contains('|'));
    let cased = raw.chars().any(char::is_alphabetic) && raw != raw.to_lowercase();
    row.set("all capitals", cased && raw == raw.to_uppercase());
    row.set("starts small", raw.chars().next().is_some_and(char::is_lowercase));
    row.set("ends in dots", raw.ends_with("...") || raw.ends_with('…'));
    row.set("ends in a stop", raw.ends_with('.') && !raw.ends_with("..."));
    row.set("ends in a question", raw.ends_with(['?', '!']));
    row.set("ends open", raw.ends_with([':', ',', '-', '–', '(']) || text.is_empty());
}

/// How much the reading and the address's words share.
fn slug(row: &mut Row, text: &str, page: &Surroundings) {
    if page.slug.len() < 3 {
        row.set("slug:none", true);
        return;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let found = page.slug.iter().filter(|word| words.contains(&word.as_str())).count();
    let mine = words.iter().filter(|word| page.slug.iter().any(|one| one == *word)).count();
    row.put("slug:found", share(found, page.slug.len()));
    row.put("slug:mine", share(mine, words.len()));
    row.set("slug:all", found == page.slug.len());
    row.set("slug:nothing", found == 0);
}

#[expect(clippy::cast_precision_loss, reason = "a handful of words")]
fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

fn relation(key: &str, plain: &str, voice: &Ready) -> Relation {
    if key == voice.key {
        Relation::Is
    } else if key == voice.clean {
        Relation::Clean
    } else if voice.pieces.iter().any(|piece| piece == key) {
        Relation::Cut
    } else if plain == voice.plain {
        Relation::Spelled
    } else if !plain.is_empty() && voice.plain.contains(plain) {
        Relation::Held
    } else if !voice.plain.is_empty() && plain.contains(voice.plain.as_str()) {
        Relation::Within
    } else {
        let (mine, theirs): (Vec<&str>, Vec<&str>) =
            (plain.split(' ').collect(), voice.plain.split(' ').collect());
        let shared = mine.iter().filter(|word| theirs.contains(word)).count();
        match share(shared, mine.len() + theirs.len() - shared) {
            quarter if quarter >= 0.25 => Relation::Like,
            _ => Relation::Far,
        }
    }
}

/// Letters and digits only, lower case, one space between words.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}
