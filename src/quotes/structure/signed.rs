//! Block quotations and posts with a name under them: `<cite>`, "— Jane Roe", "— Jane Roe (@roe) May 2, 2026".

use std::ops::Range;

use super::Told;
use crate::article::BlockKind;
use crate::quotes::attribute::Basis;
use crate::quotes::marks::Segment;
use crate::quotes::mentions::DASHES;
use crate::quotes::paragraphs::Paragraph;

/// A name and what follows it are no longer, in bytes.
const LONGEST: usize = 160;

/// Paragraph and bytes of each piece of one quotation.
type Pieces = Vec<(usize, Range<usize>)>;

/// Who signs a paragraph, and where what he signs ends in it.
struct Signature {
    until: usize,
    dash: Option<Range<usize>>,
    name: Range<usize>,
}

/// Signed quotations; and block quotations without marks that a colon announces, whose speaker the sentence before tells.
pub(super) fn quotations(
    text: &str,
    paragraphs: &[Paragraph],
    segments: &[Segment],
) -> (Vec<Told>, Vec<Pieces>) {
    let (mut told, mut bare) = (Vec::new(), Vec::new());
    let mut open: Pieces = Vec::new();
    let mut announced = false;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let block = paragraph.kind == BlockKind::Blockquote;
        if !block {
            close(&mut open, announced, segments, &mut bare);
            if let Some(post) = post(text, index, paragraph) {
                told.push(post);
            }
            announced = text.get(paragraph.bytes.clone()).is_some_and(|line| line.ends_with(':'));
            continue;
        }
        match signature(text, paragraph) {
            Some(signed) => {
                if signed.until > paragraph.bytes.start {
                    open.push((index, paragraph.bytes.start..signed.until));
                }
                if !open.is_empty() {
                    told.push(signed.told(index, std::mem::take(&mut open)));
                }
            }
            None => open.push((index, paragraph.bytes.clone())),
        }
    }
    close(&mut open, announced, segments, &mut bare);
    (told, bare)
}

/// Ends a block quotation that nobody signs. Where others are quoted in it, it is an excerpt, read like the rest.
fn close(open: &mut Pieces, announced: bool, segments: &[Segment], bare: &mut Vec<Pieces>) {
    let pieces = std::mem::take(open);
    let (Some((first, _)), Some((last, _))) = (pieces.first(), pieces.last()) else { return };
    let next = segments.partition_point(|segment| segment.paragraph < *first);
    let quoted = segments.get(next).is_some_and(|segment| segment.paragraph <= *last);
    if announced && !quoted {
        bare.push(pieces);
    }
}

/// A post from elsewhere, in one paragraph with its signature: "Words. — Jane Roe (@roe) May 2, 2026".
fn post(text: &str, index: usize, paragraph: &Paragraph) -> Option<Told> {
    if paragraph.kind != BlockKind::Paragraph || !text.get(paragraph.bytes.clone())?.contains("(@") {
        return None;
    }
    let signed = signature(text, paragraph).filter(|signed| signed.until > paragraph.bytes.start)?;
    let account = text.get(signed.name.end..paragraph.bytes.end)?.trim_start();
    let pieces = vec![(index, paragraph.bytes.start..signed.until)];
    account.starts_with("(@").then(|| signed.told(index, pieces))
}

fn signature(text: &str, paragraph: &Paragraph) -> Option<Signature> {
    let line = text.get(paragraph.bytes.clone())?;
    let end = paragraph.bytes.end;
    if let Some(cite) = &paragraph.cite
        && text.get(cite.end..end)?.chars().all(|c| !c.is_alphanumeric())
    {
        let name = without_dash(text, cite.clone())?;
        let before = text.get(paragraph.bytes.start..name.start)?;
        let until = paragraph.bytes.start
            + before.trim_end_matches(|c: char| c.is_whitespace() || DASHES.contains(&c)).len();
        return Some(Signature { until, dash: None, name });
    }
    let (at, dash) = line.char_indices().rev().find(|(at, c)| {
        DASHES.contains(c)
            && (*at == 0 || line.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace)))
    })?;
    let before = line.get(..at)?.trim_end();
    let ended = before.is_empty() || before.ends_with(['.', '!', '?', '…', '”', '"', '“', '’', '»', '«']);
    let linked = before.rsplit(char::is_whitespace).next().is_some_and(|last| last.contains(['/', '#', '@']));
    let start = paragraph.bytes.start + at;
    let name = without_dash(text, start..end)?;
    let words = text.get(name.clone())?;
    let named = words.starts_with(char::is_uppercase) && !words.contains(['?', '!', ':', ';', '"', '“']);
    ((ended || linked) && named && end - start <= LONGEST).then(|| Signature {
        until: paragraph.bytes.start + before.len(),
        dash: Some(start..start + dash.len_utf8()),
        name: named_part(text, name),
    })
}

/// `bytes` without dashes and white space at the ends; `None` where nothing is left.
fn without_dash(text: &str, bytes: Range<usize>) -> Option<Range<usize>> {
    let words = text.get(bytes.clone())?;
    let trimmed = words.trim_start_matches(|c: char| c.is_whitespace() || DASHES.contains(&c));
    let start = bytes.start + (words.len() - trimmed.len());
    let end = start + trimmed.trim_end_matches(|c: char| c.is_whitespace() || ".,".contains(c)).len();
    (start < end).then_some(start..end)
}

/// The name without the account after it.
fn named_part(text: &str, name: Range<usize>) -> Range<usize> {
    let words = text.get(name.clone()).unwrap_or_default();
    let end = words.find(" (@").unwrap_or(words.len());
    name.start..name.start + end
}

impl Signature {
    fn told(self, paragraph: usize, pieces: Pieces) -> Told {
        let (speaker, cue) = (self.name, self.dash);
        Told { pieces, paragraph, speaker, cue, basis: Basis::Signature, answers: false }
    }
}
