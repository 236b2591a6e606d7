//! The words of classes and ids that mean something, and what.

use std::sync::LazyLock;

use super::hash;

/// Words of containers that hold something other than the article.
const NOISE: &[&str] = &[
    "ad",
    "ads",
    "adslot",
    "advert",
    "advertisement",
    "advertising",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "dfp",
    "disclaimer",
    "donate",
    "footer",
    "footnav",
    "gdpr",
    "jobs",
    "login",
    "masthead",
    "menu",
    "modal",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "newsletters",
    "offscreen",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "partner",
    "paywall",
    "popular",
    "popup",
    "prevnext",
    "promo",
    "promoted",
    "promotion",
    "rail",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "register",
    "related",
    "relatedposts",
    "rss",
    "share",
    "sharebar",
    "sharedaddy",
    "sharing",
    "shopping",
    "sidebar",
    "sidenav",
    "signup",
    "skip",
    "skyscraper",
    "social",
    "socials",
    "sponsor",
    "sponsored",
    "subnav",
    "subscribe",
    "subscription",
    "taboola",
    "tagcloud",
    "taglist",
    "tags",
    "teaser",
    "teasers",
    "toolbar",
    "tooltip",
    "topbar",
    "trending",
    "widget",
    "widgets",
];

/// Words of containers that hold readers' comments.
const COMMENTS: &[&str] =
    &["comment", "comments", "commentlist", "disqus", "respond", "talkback", "livefyre"];

/// Words of containers that hold captions.
const CAPTIONS: &[&str] = &[
    "bildtext",
    "bildunterschrift",
    "caption",
    "captions",
    "captiontext",
    "credit",
    "credits",
    "cutline",
    "didascalia",
    "figcaption",
    "imagecaption",
    "imagecredit",
    "legend",
    "legende",
    "photocaption",
    "photocredit",
    "thumbcaption",
];

/// Neighbouring words that name the article's text; joined into one word they do too.
const BODY: &[(&str, &str)] = &[
    ("article", "body"),
    ("article", "content"),
    ("article", "text"),
    ("body", "content"),
    ("content", "body"),
    ("entry", "body"),
    ("entry", "content"),
    ("entry", "text"),
    ("main", "content"),
    ("news", "body"),
    ("news", "content"),
    ("news", "text"),
    ("page", "content"),
    ("post", "body"),
    ("post", "content"),
    ("post", "text"),
    ("rich", "text"),
    ("single", "content"),
    ("story", "body"),
    ("story", "content"),
    ("story", "text"),
];

/// Words that keep a class from naming a byline, date or headline.
const OTHER_MARKS: &[&str] =
    &["comment", "comments", "related", "footer", "copyright", "share", "avatar", "image", "img", "bio"];
const HEADLINES: &[&str] = &["headline", "title"];
const HEADLINES_OF: &[&str] = &["article", "entry", "post", "story", "news", "page"];
const AUTHORS: &[&str] = &[
    "author",
    "authors",
    "authorname",
    "authorlist",
    "authorline",
    "coauthor",
    "coauthors",
    "autor",
    "autora",
    "autores",
    "autori",
    "autorname",
    "auteur",
    "auteurs",
    "autore",
    "autoren",
    "forfatter",
    "kirjoittaja",
    "penulis",
    "skribent",
    "szerzo",
    "yazar",
];
const BYLINES: &[&str] = &[
    "byline",
    "bylines",
    "writer",
    "writers",
    "contributor",
    "reporter",
    "journalist",
    "journaliste",
    "firma",
    "muhabir",
    "periodista",
    "redactor",
    "redaktor",
    "wartawan",
];
const DATES: &[&str] =
    &["date", "dateline", "datetime", "published", "pubdate", "timestamp", "datum", "fecha", "data"];
/// Words that name a date in a short class only.
const TIMES: &[&str] = &["time", "posted", "publish"];
/// Words of what holds other stories, comments or the site's own lines; where no author or date of the article stands.
const ELSEWHERE: &[&str] = &[
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "footer",
    "nav",
    "popular",
    "recommended",
    "related",
    "teaser",
    "trending",
    "latest",
    "more",
    "mostread",
    "ticker",
];
/// Neighbouring words that say the same; joined into one word they do too.
const ELSEWHERE_PAIRS: &[(&str, &str)] = &[
    ("also", "like"),
    ("also", "read"),
    ("may", "like"),
    ("might", "like"),
    ("most", "read"),
    ("most", "viewed"),
    ("other", "news"),
    ("other", "stories"),
    ("read", "also"),
    ("read", "next"),
    ("recent", "posts"),
    ("top", "stories"),
    ("up", "next"),
];
/// Words of what stands beside the article.
const BESIDE: &[&str] = &["aside", "sidebar", "widget"];
/// What a word, or two neighbours, say: one bit for each list above.
pub type Meaning = u16;
/// In [`NOISE`].
pub const NOISE_BIT: Meaning = 1;
/// In [`COMMENTS`].
pub const COMMENTS_BIT: Meaning = 1 << 1;
/// In [`CAPTIONS`].
pub const CAPTIONS_BIT: Meaning = 1 << 2;
/// In [`BODY`].
pub const BODY_BIT: Meaning = 1 << 3;
/// In [`OTHER_MARKS`].
pub const OTHER_BIT: Meaning = 1 << 4;
/// In [`HEADLINES`].
pub const HEADLINE_BIT: Meaning = 1 << 5;
/// In [`HEADLINES_OF`].
pub const HEADLINE_OF_BIT: Meaning = 1 << 6;
/// In [`AUTHORS`].
pub const AUTHOR_BIT: Meaning = 1 << 7;
/// In [`BYLINES`].
pub const BYLINE_BIT: Meaning = 1 << 8;
/// In [`DATES`].
pub const DATE_BIT: Meaning = 1 << 9;
/// In [`TIMES`].
pub const TIME_BIT: Meaning = 1 << 10;
/// In [`ELSEWHERE`].
pub const ELSEWHERE_BIT: Meaning = 1 << 11;
/// In [`BESIDE`].
pub const BESIDE_BIT: Meaning = 1 << 12;

/// The meanings by the words' hashes.
static MEANINGS: LazyLock<hash::Table<Meaning>> = LazyLock::new(|| {
    let mut meanings = hash::Table::<Meaning>::default();
    for (bit, words) in [
        (NOISE_BIT, NOISE),
        (COMMENTS_BIT, COMMENTS),
        (CAPTIONS_BIT, CAPTIONS),
        (OTHER_BIT, OTHER_MARKS),
        (HEADLINE_BIT, HEADLINES),
        (HEADLINE_OF_BIT, HEADLINES_OF),
        (AUTHOR_BIT, AUTHORS),
        (BYLINE_BIT, BYLINES),
        (DATE_BIT, DATES),
        (TIME_BIT, TIMES),
        (ELSEWHERE_BIT, ELSEWHERE),
        (BESIDE_BIT, BESIDE),
    ] {
        for word in words {
            *meanings.entry(hash::word(word)).or_default() |= bit;
        }
    }
    for (bit, pairs) in [(BODY_BIT, BODY), (ELSEWHERE_BIT, ELSEWHERE_PAIRS)] {
        for (first, second) in pairs {
            for name in [format!("{first}{second}"), format!("{first}+{second}")] {
                *meanings.entry(hash::word(&name)).or_default() |= bit;
            }
        }
    }
    meanings
});

/// What a word, or two joined by `+`, means, by its hash.
pub fn meaning(hash: u64) -> Meaning {
    MEANINGS.get(&hash).copied().unwrap_or(0)
}
