//! What is said of an image beside it: its caption, and who took it.

use scraper::ElementRef;

use super::has_word;
use crate::extract::text;

/// Caption and credit of one image.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) caption: Option<String>,
    pub(super) credit: Option<String>,
}

/// Words of classes of captions, and of credits.
const CAPTIONS: &[&str] = &[
    "bildtext",
    "bildunterschrift",
    "caption",
    "captions",
    "cutline",
    "desc",
    "descr",
    "didascalia",
    "figcaption",
    "imagecaption",
    "legend",
    "legende",
    "thumbcaption",
];
const CREDITS: &[&str] = &[
    "attribution",
    "copyright",
    "credit",
    "credits",
    "fotograf",
    "imagecredit",
    "photocredit",
    "photographer",
];
/// How many elements around an image are looked at, and how many inside each.
const AROUND: usize = 6;
const INSIDE: usize = 120;
/// The longest text, in characters, of what holds nothing but an image and what is said of it.
const LONGEST: usize = 800;

/// What is said of an image: in its `<figure>`, or in the largest element around it that holds no other image and little text.
pub(super) fn of(image: ElementRef<'_>) -> Said {
    let mut found = Said::default();
    for around in image.ancestors().take(AROUND).filter_map(ElementRef::wrap) {
        let is_page = matches!(around.value().name(), "body" | "main" | "article");
        if is_page || around.value().name() != "figure" && !holds_one(around) {
            break;
        }
        let said = |wanted: fn(ElementRef<'_>) -> bool| {
            let inner = around.descendent_elements().skip(1).take(INSIDE);
            let mut told = inner.filter(|inner| wanted(*inner)).map(text::of);
            told.find(|text| !text.is_empty())
        };
        found.credit = found.credit.or_else(|| said(is_credit));
        found.caption = found.caption.or_else(|| said(|inner| inner.value().name() == "figcaption"));
        found.caption = found.caption.or_else(|| said(|inner| has_word(inner, CAPTIONS)));
        if found.caption.is_some() {
            break;
        }
    }
    let credit = found.credit.as_deref();
    found.caption = found.caption.and_then(|caption| without_credit(caption, credit));
    found
}

/// Whether an element holds one image, and not the article.
fn holds_one(element: ElementRef<'_>) -> bool {
    let images = element.descendent_elements().take(INSIDE + 1).filter(|inner| inner.value().name() == "img");
    images.count() == 1 && text::short(element, LONGEST).is_some()
}

fn is_credit(element: ElementRef<'_>) -> bool {
    let is_quoted = || {
        let mut around = element.ancestors().take(AROUND).filter_map(ElementRef::wrap);
        around.any(|above| above.value().name() == "blockquote")
    };
    element.value().name() == "cite" && !is_quoted()
        || element.attr("itemprop").is_some_and(|name| matches!(name, "copyrightHolder" | "creditText"))
        || has_word(element, CREDITS)
}

/// A caption without the credit that stands in its element too.
fn without_credit(caption: String, credit: Option<&str>) -> Option<String> {
    let Some(credit) = credit else { return Some(caption) };
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '|' | '/' | '-' | '–' | '—' | '(' | ')' | '©' | ':');
    let rest = caption.strip_suffix(credit).map(|rest| rest.trim_end_matches(ends));
    let rest = rest.or_else(|| caption.strip_prefix(credit).map(|rest| rest.trim_start_matches(ends)));
    Some(rest.unwrap_or(&caption).to_owned()).filter(|caption| !caption.is_empty())
}
