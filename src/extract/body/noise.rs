//! Stand-alone lines that stand in the middle of articles without belonging to them.
//!
//! Whole lines only, compared after lower-casing and dropping signs: an article about advertisements has sentences,
//! and a sentence is never in the list.

/// The lines, lower case, letters and digits only, parted by single spaces. Sorted.
const LINES: &[&str] = &[
    "ad",
    "ad feedback",
    "ads",
    "adverteren",
    "advertentie",
    "advertise",
    "advertisement",
    "advertisement article continues below",
    "advertisement continue reading the main story",
    "advertisement continue reading below",
    "advertisements",
    "advertising",
    "annons",
    "annonse",
    "annonce",
    "annoncer",
    "anuncio",
    "anuncios",
    "anzeige",
    "anzeigen",
    "article continues after advertisement",
    "article continues after ad",
    "article continues below",
    "article continues below advertisement",
    "commercial",
    "continue reading",
    "continue reading below",
    "continua a leggere dopo la pubblicità",
    "hirdetés",
    "ilmoitus",
    "iklan",
    "kommentare",
    "la suite après la publicité",
    "laisser un commentaire",
    "leave a comment",
    "listen to this article",
    "loading",
    "mainos",
    "oglas",
    "pub",
    "publicidad",
    "publicidade",
    "publicitate",
    "publicité",
    "pubblicità",
    "quảng cáo",
    "reklaam",
    "reklam",
    "reklama",
    "reklamo",
    "reklāma",
    "scroll to continue",
    "share",
    "share on facebook",
    "share on twitter",
    "share this",
    "share this article",
    "sign up",
    "sponsored",
    "sponsored content",
    "story continues below",
    "story continues below advertisement",
    "subscribe",
    "subscribe now",
    "text size",
    "weiterlesen nach der anzeige",
    "werbung",
    "διαφήμιση",
    "реклама",
    "рекламa",
    "оголошення",
    "إعلان",
    "اعلان",
    "פרסומת",
    "विज्ञापन",
    "โฆษณา",
    "광고",
    "広告",
    "廣告",
    "广告",
];

/// The longest line looked at, in bytes.
const LONGEST: usize = 80;

/// Whether the whole text is one of the lines.
pub fn is_noise(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    let mut plain = String::with_capacity(lower.len());
    for c in lower.chars() {
        if c.is_alphanumeric() || matches!(c, '\u{900}'..='\u{94d}' | '\u{e31}'..='\u{e4e}') {
            plain.push(c);
        } else if c.is_whitespace() && !plain.ends_with(' ') && !plain.is_empty() {
            plain.push(' ');
        }
    }
    LINES.contains(&plain.trim_end())
}
