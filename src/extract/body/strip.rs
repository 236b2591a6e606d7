//! A profile's `[strip] lines` and `tail`: whole blocks by their text.

use regex::Regex;

use crate::article::Source;
use crate::extract::explanation::Explanation;
use crate::extract::survey::outline::TextBlock;
use crate::profile::Strip;

/// Keeps what the rules leave.
pub fn strip<'a>(
    blocks: Vec<&'a TextBlock>,
    rules: &Strip,
    explanation: &mut Explanation,
) -> Vec<&'a TextBlock> {
    let mut kept = Vec::with_capacity(blocks.len());
    let mut cut: Option<&Regex> = None;
    for block in blocks {
        cut = cut.or_else(|| rules.tail.iter().find(|rule| rule.is_match(&block.text)));
        if let Some(rule) = cut {
            explanation.strip(Source::Profile, format!("[strip] tail '{rule}'"), block);
        } else if let Some(rule) = rules.lines.iter().find(|rule| is_whole(rule, &block.text)) {
            explanation.strip(Source::Profile, format!("[strip] lines '{rule}'"), block);
        } else {
            kept.push(block);
        }
    }
    kept
}

/// Whether some match covers the whole text. The pattern's own anchors are not needed for that, but do no harm.
fn is_whole(rule: &Regex, text: &str) -> bool {
    rule.find_iter(text).any(|found| found.start() == 0 && found.end() == text.len())
}
