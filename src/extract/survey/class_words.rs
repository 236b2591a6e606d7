//! What an element is, by its tag, classes, id and attributes.
//!
//! Words are what lies between `-`, `_`, spaces and camel-case humps, lower case: `relatedStories-box` has the words
//! `related`, `stories`, `box`. A word counts only as a whole, so that `shadow` is no `ad` and `headline` no `head`.

use scraper::node::Element;

use super::outline::Tag;

/// What a container is.
#[expect(clippy::struct_excessive_bools, reason = "five independent answers, not states of one thing")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// Navigation, related stories, sharing, advertising and the like: by tag or words not the article.
    pub noise: bool,
    /// Readers' comments.
    pub comments: bool,
    /// Named as the article's text.
    pub body: bool,
    /// A caption of an image, video or table.
    pub caption: bool,
    /// Not shown (`hidden`, `display: none`).
    pub hidden: bool,
}

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
const CAPTIONS: &[&str] = &["caption", "captions", "credit", "credits", "figcaption"];

/// Neighbouring words that name the article's text, joined.
const BODY: &[&str] = &[
    "articlebody",
    "articlecontent",
    "articletext",
    "bodycontent",
    "contentbody",
    "entrybody",
    "entrycontent",
    "entrytext",
    "maincontent",
    "newsbody",
    "newscontent",
    "newstext",
    "pagecontent",
    "postbody",
    "postcontent",
    "posttext",
    "richtext",
    "singlecontent",
    "storybody",
    "storycontent",
    "storytext",
];

/// Judges a block-level element.
pub fn role(tag: Tag, element: &Element) -> Role {
    let mut role = Role {
        noise: matches!(tag, Tag::Nav | Tag::Footer | Tag::Aside | Tag::Dialog | Tag::Menu),
        caption: matches!(tag, Tag::Figcaption | Tag::Caption),
        ..Role::default()
    };
    for (name, value) in element.attrs() {
        match name {
            "class" | "id" => judge(&mut role, value),
            "role" => {
                role.noise |= matches!(
                    value,
                    "navigation" | "banner" | "contentinfo" | "complementary" | "search" | "dialog" | "menu"
                );
            }
            "itemprop" => role.body |= value.split_ascii_whitespace().any(|prop| prop == "articleBody"),
            "hidden" => role.hidden = !value.eq_ignore_ascii_case("until-found"),
            "style" => role.hidden |= hides(value),
            _ => {}
        }
    }
    role
}

fn judge(role: &mut Role, value: &str) {
    for name in value.split_ascii_whitespace() {
        let mut last = String::new();
        for word in words(name) {
            let word = word.as_str();
            role.noise |= NOISE.binary_search(&word).is_ok();
            role.comments |= COMMENTS.contains(&word);
            role.caption |= CAPTIONS.contains(&word);
            last.push_str(word);
            role.body |= BODY.binary_search(&last.as_str()).is_ok();
            last.clear();
            last.push_str(word);
        }
        role.body |= BODY.binary_search(&name.to_ascii_lowercase().as_str()).is_ok();
    }
}

/// The lower-case words of one class or id.
pub fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    let mut chars = name.chars().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|c| !c.is_alphanumeric()).is_some() {}
        let mut word = String::new();
        let mut was_lower = false;
        while let Some(c) = chars.next_if(|&c| c.is_alphanumeric() && !(was_lower && c.is_uppercase())) {
            was_lower = c.is_lowercase() || c.is_numeric();
            word.extend(c.to_lowercase());
        }
        (!word.is_empty()).then_some(word)
    })
}

fn hides(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        property.trim().eq_ignore_ascii_case("display")
            && value.trim().to_ascii_lowercase().starts_with("none")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_for_binary_search() {
        assert!(NOISE.is_sorted());
        assert!(BODY.is_sorted());
    }

    #[test]
    fn a_name_falls_into_words() {
        let split = |name| words(name).collect::<Vec<_>>();
        assert_eq!(split("relatedStories-box"), ["related", "stories", "box"]);
        assert_eq!(split("shadow__headline"), ["shadow", "headline"]);
        assert_eq!(split("c-ad--300x250"), ["c", "ad", "300x250"]);
    }
}
