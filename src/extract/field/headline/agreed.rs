//! What title and page say together: where the headline ends in a title, and which heading the title means.

use super::readings::typed;
use super::sites::Sites;
use super::voices::{Place, Voice};
use crate::article::Source;
use crate::extract::field::places::shares_half;
use crate::extract::survey::outline::{Outline, TextBlock};

/// Signs that part headline and site in a title; a colon and a comma part other things as well.
const PARTS: &[char] =
    &['_', '-', '|', '–', '—', '·', '•', '»', '«', '‹', '›', '<', '>', '@', '｜', '/', '~'];
/// Shortest headline, in characters, that is told apart like this.
const SHORTEST: usize = 6;
/// The same where only a space parts it from what follows, as in titles without spaces between words.
const SHORTEST_SPACED: usize = 12;

/// Shortens a title to the line that the page shows and the title begins with, whatever its element: what follows a dash or a bar
/// is the site, a section, a day.
///
/// Small sites have no `<h1>`, and their names are nowhere told.
pub fn end_title(outline: &Outline, voices: &mut Vec<Voice>, sites: &Sites) {
    let Some(title) = voices.iter().find(|voice| voice.place == Place::Title) else { return };
    let known = typed(&sites.without(&title.text));
    let title = typed(&title.text);
    // Most blocks are ruled out by their first letter; quotation marks may be written in several ways.
    let first = title.chars().next();
    let may_begin = |text: &str| {
        let own = text.chars().next();
        own == first || own.is_some_and(|c| !c.is_alphanumeric())
    };
    let lines = outline
        .blocks
        .iter()
        .filter(|block| !block.hidden && block.text.len() <= title.len() * 2 && may_begin(&block.text));
    let ends = lines.filter_map(|block| {
        let line = typed(&block.text.replace('\n', " "));
        begins(&title, &line).then_some((line, block))
    });
    // Where the site's name is known, what is left of the title is.
    let longest = ends.max_by_key(|(line, _)| line.len()).filter(|(line, _)| *line != known);
    let Some((line, block)) = longest else { return };
    let rest = bare(title.get(line.len()..).unwrap_or_default()).to_owned();
    let is_headline = |voice: &Voice| typed(&voice.text) != rest && shares_half(&title, &voice.text);
    if voices.iter().any(|voice| voice.place == Place::H1 && is_headline(voice)) {
        return;
    }
    voices.retain(|voice| voice.place != Place::H1 || typed(&voice.text) != rest);
    for voice in voices.iter_mut().filter(|voice| typed(&voice.text) == title) {
        voice.text = block.text.replace('\n', " ");
    }
    let is_heading = |voice: &Voice| matches!(voice.place, Place::H1 | Place::Class | Place::Below);
    if !voices.iter().any(|voice| is_heading(voice) && typed(&voice.text) == line) {
        voices.push(below(block));
    }
}

fn below(block: &TextBlock) -> Voice {
    Voice {
        place: Place::Below,
        source: Source::Generic,
        rule: "the line that the title begins with".to_owned(),
        text: block.text.replace('\n', " "),
        parts: Vec::new(),
    }
}

/// What follows a headline in a title, without the signs around it.
fn bare(rest: &str) -> &str {
    rest.trim_matches(|c| PARTS.contains(&c) || c == ' ')
}

/// Whether a title is a line, a sign that parts, and no more than as much again: "Opinion | The harbour …" begins with a section.
fn begins(title: &str, line: &str) -> bool {
    let Some(rest) = title.strip_prefix(line) else { return false };
    let (length, rest_length) = (line.chars().count(), bare(rest).chars().count());
    if length < SHORTEST || rest_length > length || rest_length == 0 {
        return false;
    }
    let spaces = line.matches(' ').count();
    let unspaced = spaces * SHORTEST_SPACED < length && length >= SHORTEST_SPACED && !line.is_ascii();
    rest.trim_start().starts_with(PARTS) || unspaced && rest.starts_with(' ')
}

/// Fewest words of a block of running text.
const PROSE_WORDS: usize = 25;

/// Leaves out the large headings where they share no words with what is told about the page, and a lesser one is what is told: they
/// name the section, or are the line above.
pub fn prefer_told(outline: &Outline, voices: &mut Vec<Voice>, sites: &Sites) {
    let is_told = |voice: &&Voice| voice.source != Source::Generic && voice.place != Place::Name;
    let told: Vec<&Voice> = voices.iter().filter(is_told).collect();
    let is_unlike = |voice: &Voice| {
        told.iter().all(|told| !shares_half(&voice.text, &told.text) && !shares_half(&told.text, &voice.text))
    };
    let headings = || voices.iter().filter(|voice| voice.place == Place::H1);
    let says = |below: &Voice| {
        let text = typed(&below.text);
        told.iter().any(|told| typed(&told.text) == text || typed(&sites.without(&told.text)) == text)
    };
    let place = |voice: &Voice| outline.blocks.iter().position(|block| block.text == voice.text);
    let heading = headings().filter_map(place).min().unwrap_or_default();
    let is_prose =
        |block: &TextBlock| block.words >= PROSE_WORDS && block.link_density() < 0.5 && !block.hidden;
    // Behind the text's beginning, it is a subhead.
    let leads = |voice: &Voice| {
        let between = place(voice).and_then(|at| outline.blocks.get(heading.min(at)..at));
        between.is_some_and(|between| !between.iter().any(is_prose))
    };
    let is_below = |voice: &&Voice| voice.place == Place::Below && voice.text.contains(' ') && leads(voice);
    if headings().next().is_some() && headings().all(is_unlike) && voices.iter().filter(is_below).any(says) {
        voices.retain(|voice| voice.place != Place::H1);
    }
}
