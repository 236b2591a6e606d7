//! Text of elements and words of text: white space as a reader sees it.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};

use super::survey::aside;
use super::survey::class_words::is_unseen;
use super::survey::tag::Flow;

/// Appends text with runs of white space as one space, without characters that print nothing.
pub fn push_collapsed(out: &mut String, text: &str) {
    // Stretches that stay as they are, words with single spaces between them, are copied whole.
    let mut rest = text;
    loop {
        let (kept, after) = rest.split_at_checked(plain_length(rest, out)).unwrap_or((rest, ""));
        out.push_str(kept);
        rest = push_odd(out, after);
        if rest.is_empty() {
            return;
        }
    }
}

/// Appends the characters up to the next printing ASCII one, each for itself; gives what is left.
fn push_odd<'a>(out: &mut String, text: &'a str) -> &'a str {
    let mut rest = text.chars();
    loop {
        let before = rest.as_str();
        match rest.next() {
            None => return "",
            Some(c) if c.is_ascii_graphic() => return before,
            Some(c) if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            Some(c) if is_invisible(c) => {}
            Some(c) => out.push(c),
        }
    }
}

/// How many bytes at the start are printing ASCII characters with no more than one space before each.
fn plain_length(text: &str, before: &str) -> usize {
    let mut space = before.is_empty() || before.ends_with([' ', '\n']);
    let (eights, _) = text.as_bytes().as_chunks::<8>();
    let whole =
        eights.iter().take_while(|eight| is_plain(u64::from_le_bytes(**eight), &mut space)).count() * 8;
    let plain = text.bytes().skip(whole).take_while(|&byte| {
        let fits = byte.is_ascii_graphic() || byte == b' ' && !space;
        space = byte == b' ';
        fits
    });
    whole + plain.count()
}

/// Whether eight bytes, all looked at at once (Lamport 1975, "Multiple byte processing"), are printing ASCII characters
/// and single spaces. `space` is whether one stands before them; it stays as it is where they are not.
fn is_plain(eight: u64, space: &mut bool) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    const LOW: u64 = !HIGH;
    // The high bit of each byte that is 0.
    let zeros = |bytes: u64| !((bytes & LOW).wrapping_add(LOW) | bytes | LOW);
    let spaces = zeros(eight ^ (ONES * 0x20));
    let doubled = spaces & (spaces << 8 | u64::from(*space) << 7);
    let control = eight.wrapping_sub(ONES * 0x20) & !eight & HIGH;
    if eight & HIGH | control | zeros(eight ^ (ONES * 0x7f)) | doubled != 0 {
        return false;
    }
    *space = spaces >> 63 != 0;
    true
}

/// Zero-width space, soft hyphen, byte order mark, object replacement, control characters.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{ad}' | '\u{feff}' | '\u{fffc}' | '\u{2060}') || c.is_control()
}

/// The text with white space collapsed and trimmed.
pub fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_collapsed(&mut out, text);
    out.truncate(out.trim_end().len());
    out
}

/// The text of an element on one line; block-level elements and `<br>` part words, inline ones don't.
pub fn of(element: ElementRef<'_>) -> String {
    gathered(element, usize::MAX).unwrap_or_default()
}

/// Each piece of text directly in an element, apart from that of the elements in it.
pub fn own(element: ElementRef<'_>) -> impl Iterator<Item = String> {
    element.children().filter_map(|node| node.value().as_text().map(|text| collapsed(text)))
}

/// The text of an element, if it has no more than so many characters. Finding out costs about as much as reading that
/// many, however much there is: elements nested a hundred deep must not be read a hundred times.
pub fn short(element: ElementRef<'_>, most: usize) -> Option<String> {
    gathered(element, most).filter(|text| text.chars().count() <= most)
}

/// The most nodes opened and closed, and the most bytes, for each character wanted.
const EDGES: usize = 8;
const BYTES: usize = 4;

/// The text of an element; `None` if it is plain on the way that there are more than `most` characters, or that they
/// lie too far apart.
fn gathered(element: ElementRef<'_>, most: usize) -> Option<String> {
    let mut out = String::new();
    let mut unread: Option<NodeRef<'_, Node>> = None;
    for (count, edge) in element.traverse().enumerate() {
        if out.len() > most.saturating_mul(BYTES) || count > most.saturating_mul(EDGES) {
            return None;
        }
        match edge {
            Edge::Open(node) if unread.is_none() => match node.value() {
                Node::Text(text) => push_collapsed(&mut out, text),
                Node::Element(value) => match Flow::of(value.name()) {
                    Flow::Unread if node.id() != element.id() => unread = Some(node),
                    Flow::Inline | Flow::Marked(_)
                        if node.id() != element.id() && is_unseen(value) && aside::is_one(node) =>
                    {
                        unread = Some(node);
                    }
                    flow if flow.parts_words() => push_collapsed(&mut out, " "),
                    _ => {}
                },
                _ => {}
            },
            Edge::Open(_) => {}
            Edge::Close(node) => {
                if unread == Some(node) {
                    unread = None;
                } else if unread.is_none()
                    && node.value().as_element().is_some_and(|value| Flow::of(value.name()).parts_words())
                {
                    push_collapsed(&mut out, " ");
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    Some(out)
}

/// The text of a byline with a bar between what stands in different elements and is not joined by a space: a name and a role
/// in a line each, or links one after the other.
pub fn parted(element: ElementRef<'_>) -> String {
    parted_by(element, " | ")
}

/// The same with something else than a bar.
pub fn parted_by(element: ElementRef<'_>, by: &str) -> String {
    let mut out = String::new();
    let mut apart = false;
    for edge in element.traverse() {
        match edge {
            Edge::Open(node) | Edge::Close(node) if node.value().is_element() => {
                let flow = node.value().as_element().map(|element| Flow::of(element.name()));
                apart |= flow.is_some_and(Flow::parts_words);
            }
            Edge::Open(node) if is_read(node) => {
                let Some(text) = node.value().as_text() else { continue };
                let glued = out.ends_with(char::is_alphabetic) && text.starts_with(char::is_uppercase);
                let parts = !text.trim().is_empty() && !out.trim().is_empty() && (apart || glued);
                out.push_str(if parts { by } else { "" });
                apart &= text.trim().is_empty();
                out.push_str(text);
            }
            _ => {}
        }
    }
    collapsed(&out)
}

/// Whether a text is one that readers see, and no script's or style's.
fn is_read(text: NodeRef<'_, Node>) -> bool {
    let around = text.parent().and_then(ElementRef::wrap);
    around.is_none_or(|around| Flow::of(around.value().name()) != Flow::Unread)
}

/// Text that may hold markup or character references, as JSON-LD and meta tags often do, as plain text.
pub fn from_markup(text: &str) -> String {
    let has_reference = text.contains('&') && text.contains(';');
    let has_tag = text.contains('<') && text.contains('>');
    if !has_reference && !has_tag {
        return collapsed(text);
    }
    // Twice-escaped references (`&amp;#8217;`) are common; a third time is not.
    let once = of(Html::parse_fragment(text).root_element());
    if once.contains('&') && once.contains(';') {
        return of(Html::parse_fragment(&once).root_element());
    }
    once
}

/// How many words a text has. Scripts without spaces count two characters (Thai, Lao, Khmer, Burmese: four) a word.
pub fn count_words(text: &str) -> usize {
    counts(text).words
}

/// How many characters a text has that are no white space.
pub fn count_printed(text: &str) -> usize {
    counts(text).printed
}

/// What a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Words, as [`count_words`] counts them.
    pub words: usize,
    /// Characters that are no white space.
    pub printed: usize,
}

/// Words and characters, in one go.
pub fn counts(text: &str) -> Counts {
    let (mut words, mut dense, mut printed, mut in_word) = (0_usize, 0_usize, 0_usize, false);
    for c in text.chars() {
        let (letter, ends, prints) = match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => {
                let space = byte == b' ' || (b'\t'..=b'\r').contains(&byte);
                (byte.is_ascii_alphanumeric(), space || byte == b'-' || byte == b'/', !space)
            }
            _ => {
                let (weight, space) = (dense_weight(c), c.is_whitespace());
                dense += weight;
                (weight == 0 && c.is_alphanumeric(), weight > 0 || space, !space)
            }
        };
        words += usize::from(letter && !in_word);
        in_word = letter || in_word && !ends;
        printed += usize::from(prints);
    }
    Counts { words: words + dense / 4, printed }
}

/// Quarters of a word that a character of a script without spaces stands for; 0 for all others.
fn dense_weight(c: char) -> usize {
    match c {
        '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' => 2,
        '\u{0e01}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => 1,
        _ => 0,
    }
}

/// The text with runs of characters that are UTF-8 read as Latin-1 or Windows-1252 put right, `â€™` → `’`; `None` if it has none.
pub fn unscrambled(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut rest, mut found) = (text, false);
    while let Some(at) = rest.find(|c: char| !c.is_ascii()) {
        let (before, from) = rest.split_at_checked(at)?;
        let end = from.find(|c: char| c.is_ascii()).unwrap_or(from.len());
        let (run, after) = from.split_at_checked(end)?;
        let bytes: Option<Vec<u8>> = run.chars().map(single_byte).collect();
        let whole = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        found |= whole.is_some();
        out.push_str(before);
        out.push_str(whole.as_deref().unwrap_or(run));
        rest = after;
    }
    found.then(|| out + rest)
}

/// The byte that Latin-1 or Windows-1252 reads as that character (Encoding standard, index windows-1252).
fn single_byte(c: char) -> Option<u8> {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let place = FROM_80.iter().position(|known| *known == c);
    place.and_then(|place| u8::try_from(0x80 + place).ok()).or_else(|| u8::try_from(u32::from(c)).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, a character at a time.
    fn slowly(text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            if c.is_whitespace() {
                if !out.is_empty() && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            } else if !is_invisible(c) {
                out.push(c);
            }
        }
        out
    }

    #[test]
    fn stretches_of_eight_bytes_are_collapsed_like_single_characters() {
        let words = "One two, three-four  five six seven.";
        for odd in ["", " ", "  ", "\n", "\t ", " \u{a0}", "\u{7f}", "\u{1}", "\u{ad}", "é", "~", "!", "日"]
        {
            for at in 0..words.len() {
                let (begin, end) = words.split_at(at);
                let text = format!("{begin}{odd}{end}");
                let mut out = String::new();
                push_collapsed(&mut out, &text);
                assert_eq!(out, slowly(&text), "{text:?}");
            }
        }
    }
}
