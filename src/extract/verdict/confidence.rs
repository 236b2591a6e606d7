//! How sure it is that a page is one article.
//!
//! Evidence for and against is weighed in log odds. The weights are set by hand, for want of public pages labelled as
//! no articles, and were checked against the development sets, where nearly all pages are articles.

use super::{View, og_type};

/// Log odds before anything is seen.
const PRIOR: f32 = -1.5;

/// The probability, 0 to 1, with two decimals.
#[expect(clippy::cast_precision_loss, reason = "a page has far fewer words than 2^24")]
pub fn of(view: &View<'_>, body: f32) -> f32 {
    let signs = view.signs;
    let flag = |is: bool, weight: f32| if is { weight } else { 0.0 };
    let links = signs.linked_words as f32 / (signs.words as f32 + 1.0);
    let name =
        view.url.path_segments().and_then(|mut segments| segments.rfind(|segment| !segment.is_empty()));
    let name = name.unwrap_or_default();
    let is_slug =
        name.matches(['-', '_']).count() >= 3 || name.bytes().filter(u8::is_ascii_digit).count() >= 5;
    let odds = PRIOR
        + flag(view.declared, 2.0)
        + flag(view.told.dated, 1.0)
        + flag(view.told.signed, 0.5)
        + flag(is_slug, 0.5)
        + flag(view.is_headed(), 0.5)
        + (signs.prose_words as f32 / 100.0).min(3.0)
        + (signs.prose_blocks as f32 / 4.0).min(1.0)
        + (body - 0.6) * 4.0
        - (links - 1.0).clamp(0.0, 3.0)
        - flag(name.is_empty(), 2.0)
        - flag(view.sources.json_ld.listing().is_some(), 1.5)
        - flag(og_type(view.sources).as_deref() == Some("website"), 0.5);
    let probability = 1.0 / (1.0 + (-odds).exp());
    (probability * 100.0).round() / 100.0
}
