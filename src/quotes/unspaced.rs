//! Chinese and Japanese, whose words are not spaced: speaker and cue are found by their characters at the edges of a
//! quotation.
//!
//! Chinese: `speaker cue ：“…”` and `“…”，speaker cue`; Japanese: `speaker は「…」と cue` and `「…」と speaker は cue`.

use std::ops::Range;

use super::attribute::{Basis, Statement};
use super::items::{Item, ItemKind};
use super::lexicon::{Classes, Lexicon};
use super::marks::Segment;
use super::mentions::{Form, Mention};

/// Who said one quotation, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Saying {
    cue: Range<usize>,
    speaker: Option<Range<usize>>,
    form: Form,
}

/// How many characters beside a quotation are looked at.
const REACH: usize = 40;

/// One paragraph: its statements, and items for their speakers.
pub(super) fn paragraph(
    text: &str,
    index: usize,
    paragraph: &Range<usize>,
    segments: &[Segment],
    lexicon: &Lexicon,
) -> (Vec<Item>, Vec<Statement>) {
    let (mut items, mut statements) = (Vec::new(), Vec::new());
    for segment in segments {
        let Some(said) = saying(text, paragraph, segment, lexicon) else { continue };
        let speaker = said.speaker.map(|bytes| {
            let item = items.len();
            let kind = ItemKind::Word { capital: false, genitive: false };
            let classes = text.get(bytes.clone()).map(|word| lexicon.classes(word)).unwrap_or_default();
            items.push(Item { bytes, kind, classes, length: 1, quotes_before: 0 });
            let none = item..item;
            let name = if said.form == Form::Name { item..item + 1 } else { none.clone() };
            Mention { paragraph: index, items: item..item + 1, form: said.form, name, role: none }
        });
        statements.push(Statement {
            content: vec![segment.outer.clone()],
            cue: Some(said.cue),
            confidence: if speaker.is_some() { 0.7 } else { 0.4 },
            speaker,
            relayed_by: None,
            interrupted: false,
            basis: Basis::Cue,
        });
    }
    (items, statements)
}

/// The cue and speaker of a quotation, if it has any: before it, else after it.
fn saying(text: &str, paragraph: &Range<usize>, segment: &Segment, lexicon: &Lexicon) -> Option<Saying> {
    before(text, paragraph.start..segment.outer.start, lexicon)
        .or_else(|| after(text, segment.outer.end..paragraph.end, lexicon))
        .or_else(|| topic(text, paragraph.start..segment.outer.start, segment, paragraph.end, lexicon))
}

/// Whether a character ends a clause.
fn is_stop(character: char) -> bool {
    "，。；！？、：,.;!?:”」』\n".contains(character)
}

/// `speaker cue ：` at the end of what stands before the quotation.
fn before(text: &str, range: Range<usize>, lexicon: &Lexicon) -> Option<Saying> {
    let stretch =
        text.get(range.clone())?.trim_end_matches(|c: char| c.is_whitespace() || "：:，,".contains(c));
    let cue = longest_cue(lexicon, |cue| stretch.ends_with(cue))?;
    let clause = stretch.strip_suffix(cue)?;
    let start = clause
        .char_indices()
        .rev()
        .take(REACH)
        .take_while(|(_, c)| !is_stop(*c))
        .last()
        .map_or(clause.len(), |(at, _)| at);
    let cue_start = range.start + clause.len();
    let (speaker, form) = speaker(text, range.start + start..cue_start, lexicon);
    Some(Saying { cue: cue_start..cue_start + cue.len(), speaker, form })
}

/// `，speaker cue` or `と speaker は cue` at the beginning of what follows the quotation.
fn after(text: &str, range: Range<usize>, lexicon: &Lexicon) -> Option<Saying> {
    let stretch = text.get(range.clone())?;
    let rest = stretch.trim_start_matches(|c: char| c.is_whitespace() || "，,、と".contains(c));
    let start = range.start + (stretch.len() - rest.len());
    let clause = rest
        .char_indices()
        .take(REACH)
        .take_while(|(_, c)| !is_stop(*c))
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    let clause = rest.get(..clause)?;
    let cue = longest_cue(lexicon, |cue| clause.ends_with(cue))?;
    let cue_start = start + clause.len() - cue.len();
    let (speaker, form) = speaker(text, start..cue_start, lexicon);
    speaker.as_ref()?;
    Some(Saying { cue: cue_start..cue_start + cue.len(), speaker, form })
}

/// Japanese `speaker は「…」と cue`.
fn topic(
    text: &str,
    range: Range<usize>,
    segment: &Segment,
    end: usize,
    lexicon: &Lexicon,
) -> Option<Saying> {
    let tail = text.get(segment.outer.end..end)?;
    let rest = tail.trim_start_matches(['と', '、']);
    let cue = longest_cue(lexicon, |cue| rest.starts_with(cue))?;
    let cue_start = segment.outer.end + (tail.len() - rest.len());
    let head = text.get(range.clone())?.trim_end_matches(|c: char| c.is_whitespace() || "、".contains(c));
    let start = head
        .char_indices()
        .rev()
        .take(REACH)
        .take_while(|(_, c)| !"。！？」』".contains(*c))
        .last()
        .map_or(head.len(), |(at, _)| at);
    let clause = head.get(start..)?;
    let marker = clause.find(['は', 'が'])?;
    let (speaker, form) = speaker(text, range.start + start..range.start + start + marker, lexicon);
    Some(Saying { cue: cue_start..cue_start + cue.len(), speaker, form })
}

fn longest_cue(lexicon: &Lexicon, found: impl Fn(&str) -> bool) -> Option<&'static str> {
    lexicon.words(Classes::SPEECH).filter(|cue| found(cue)).max_by_key(|cue| (cue.len(), *cue))
}

/// The speaker in a stretch: without adverbs and particles, and `None` for what is too long to be one.
fn speaker(text: &str, range: Range<usize>, lexicon: &Lexicon) -> (Option<Range<usize>>, Form) {
    const LONGEST: usize = 16;
    let Some(mut stretch) = text.get(range.clone()) else { return (None, Form::Nominal) };
    let mut start = range.start;
    let trimmed = stretch.trim_start();
    start += stretch.len() - trimmed.len();
    stretch = trimmed.trim_end_matches(|c: char| c.is_whitespace() || "はがも".contains(c));
    while let Some(adverb) = lexicon
        .words(Classes::ADVERB)
        .find(|adverb| stretch.ends_with(*adverb) && stretch.len() > adverb.len())
    {
        stretch = stretch.strip_suffix(adverb).unwrap_or(stretch);
    }
    if stretch.is_empty() || stretch.chars().count() > LONGEST {
        return (None, Form::Nominal);
    }
    let form = if lexicon.classes(stretch).any(Classes::PRONOUN) {
        Form::Pronoun
    } else if lexicon.words(Classes::PERSON).any(|noun| stretch.ends_with(noun)) {
        Form::Nominal
    } else {
        Form::Name
    };
    (Some(start..start + stretch.len()), form)
}
