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
    speaker: Option<Speaker>,
}

/// Who says it, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Speaker {
    bytes: Range<usize>,
    /// How many of them are what somebody is, before the name.
    role: usize,
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
        let speaker = said.speaker.map(|speaker| mention(text, index, speaker, &mut items, lexicon));
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

/// A speaker as a mention, with items of its own for name and role.
fn mention(
    text: &str,
    paragraph: usize,
    speaker: Speaker,
    items: &mut Vec<Item>,
    lexicon: &Lexicon,
) -> Mention {
    let Speaker { bytes, role, form } = speaker;
    let first = items.len();
    let parts = [bytes.start..bytes.start + role, bytes.start + role..bytes.end];
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let kind = ItemKind::Word { capital: false, genitive: false };
        let classes = text.get(part.clone()).map(|word| lexicon.classes(word)).unwrap_or_default();
        items.push(Item { bytes: part, kind, classes, length: 1, quotes_before: 0 });
    }
    let last = items.len();
    let name = if form == Form::Name { last - 1..last } else { first..first };
    let role = if role > 0 { first..first + 1 } else { first..first };
    Mention { paragraph, items: first..last, form, name, role }
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
    let speaker = speaker(text, range.start + start..cue_start, lexicon);
    Some(Saying { cue: cue_start..cue_start + cue.len(), speaker })
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
    let told = lexicon.words(Classes::TELL).filter_map(|cue| Some((clause.find(cue)?, cue))).min();
    let ended = || {
        let cue = longest_cue(lexicon, |cue| clause.ends_with(cue))?;
        Some((clause.len() - cue.len(), cue))
    };
    // "冯警官告诉记者": whom it is said to stands behind the verb.
    let (at, cue) = told.or_else(ended)?;
    let cue_start = start + at;
    let speaker = Some(speaker(text, start..cue_start, lexicon)?);
    Some(Saying { cue: cue_start..cue_start + cue.len(), speaker })
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
    let speaker = speaker(text, range.start + start..range.start + start + marker, lexicon);
    Some(Saying { cue: cue_start..cue_start + cue.len(), speaker })
}

fn longest_cue(lexicon: &Lexicon, found: impl Fn(&str) -> bool) -> Option<&'static str> {
    lexicon.words(Classes::SPEECH).filter(|cue| found(cue)).max_by_key(|cue| (cue.len(), *cue))
}

/// The speaker in a stretch: without adverbs and particles, and `None` for what is too long to be one.
fn speaker(text: &str, range: Range<usize>, lexicon: &Lexicon) -> Option<Speaker> {
    const LONGEST: usize = 16;
    // Fewest characters of a name.
    const NAME: usize = 2;
    let stretch = text.get(range.clone())?;
    let mut start = range.start + stretch.len() - stretch.trim_start().len();
    let mut stretch =
        stretch.trim_start().trim_end_matches(|c: char| c.is_whitespace() || "はがも".contains(c));
    let words = |class: Classes| lexicon.words(class);
    // "但是王芳": what joins the sentence to the one before.
    let joins = |stretch: &str| {
        let joins = |word: &&str| stretch.starts_with(*word) && stretch.len() > word.len();
        words(Classes::CONJUNCTION).filter(joins).max_by_key(|word| word.len())
    };
    while let Some(word) = joins(stretch) {
        (start, stretch) = (start + word.len(), stretch.strip_prefix(word).unwrap_or_default());
    }
    // "王芳在会上", "王芳对记者": where, and to whom.
    // "苹果公司9日": when.
    if stretch.starts_with('在') {
        return None;
    }
    // "李向阳" has none.
    let is_behind_name = |end: &usize| stretch.get(..*end).is_some_and(|name| name.chars().count() >= NAME);
    let end = words(Classes::PREPOSITION).filter_map(|word| stretch.find(word)).filter(is_behind_name).min();
    stretch = end.and_then(|end| stretch.get(..end)).unwrap_or(stretch);
    // "成都" is a town.
    let before =
        |adverb: &&str| stretch.strip_suffix(*adverb).is_some_and(|rest| rest.chars().count() >= NAME);
    let mut adverb = words(Classes::ADVERB).find(before);
    while let Some(found) = adverb {
        stretch = stretch.strip_suffix(found).unwrap_or(stretch);
        let before =
            |adverb: &&str| stretch.strip_suffix(*adverb).is_some_and(|rest| rest.chars().count() >= NAME);
        adverb = words(Classes::ADVERB).find(before);
    }
    stretch = stretch.trim_end_matches(|c: char| c.is_ascii_digit());
    if stretch.is_empty() || stretch.chars().count() > LONGEST {
        return None;
    }
    let pronoun =
        words(Classes::PRONOUN).filter(|word| stretch.starts_with(*word)).max_by_key(|word| word.len());
    let rest = pronoun.and_then(|word| stretch.strip_prefix(word));
    // "她甚至" is she; "她的律师" is not.
    if let (Some(pronoun), Some(rest)) = (pronoun, rest)
        && !rest.starts_with(['的', 'の'])
        && !(pronoun == "其" && rest.starts_with(['他', '中', '余', '餘']))
    {
        return Some(Speaker { bytes: start..start + pronoun.len(), role: 0, form: Form::Pronoun });
    }
    let end = start + stretch.len();
    let role = words(Classes::PERSON).filter_map(|noun| Some(stretch.rfind(noun)? + noun.len())).max();
    match role {
        // "冯警官", "温先生": a family name and what its bearer is called by.
        Some(role) if role == stretch.len() && is_family_name(stretch, lexicon) => {
            Some(Speaker { bytes: start..end, role: 0, form: Form::Name })
        }
        Some(role) if role == stretch.len() => {
            Some(Speaker { bytes: start..end, role: 0, form: Form::Nominal })
        }
        // "品牌总监林江艳": a name has two to four characters.
        Some(role) if (2..=4).contains(&stretch.get(role..)?.chars().count()) => {
            Some(Speaker { bytes: start..end, role, form: Form::Name })
        }
        _ => Some(Speaker { bytes: start..end, role: 0, form: Form::Name }),
    }
}

/// Whether one character stands before a noun for a person, and it is none that points at somebody.
fn is_family_name(stretch: &str, lexicon: &Lexicon) -> bool {
    let noun =
        lexicon.words(Classes::PERSON).filter(|noun| stretch.ends_with(*noun)).max_by_key(|noun| noun.len());
    let before = noun.and_then(|noun| stretch.strip_suffix(noun)).unwrap_or_default();
    let mut characters = before.chars();
    characters.next().is_some_and(|c| !"该某这那本其各此副前新原".contains(c)) && characters.next().is_none()
}
