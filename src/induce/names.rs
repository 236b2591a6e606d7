//! Which names of a site's mark-up a rule may lean on: those a person gave and will know again, not those a build
//! makes anew or that only say how a thing looks.

/// Words that say what an element is for, each in lower case; names with one of them come first.
const TELLING: &[&str] = &[
    "abstract",
    "article",
    "artikel",
    "author",
    "autor",
    "body",
    "byline",
    "chapo",
    "content",
    "contenu",
    "copy",
    "corpo",
    "cuerpo",
    "date",
    "deck",
    "dek",
    "detail",
    "entry",
    "excerpt",
    "haber",
    "headline",
    "inhalt",
    "intro",
    "lead",
    "main",
    "metadata",
    "nota",
    "noticia",
    "news",
    "paragraph",
    "post",
    "publish",
    "richtext",
    "standfirst",
    "story",
    "subtitle",
    "summary",
    "tekst",
    "text",
    "texte",
    "texto",
    "time",
    "title",
    "titre",
    "wysiwyg",
];

/// Words that only say how or where an element is shown.
const LOOKS: &[&str] = &[
    "absolute",
    "active",
    "align",
    "animate",
    "animated",
    "aspect",
    "auto",
    "background",
    "both",
    "bg",
    "block",
    "bold",
    "border",
    "bottom",
    "break",
    "center",
    "clear",
    "clearfix",
    "col",
    "color",
    "column",
    "columns",
    "container",
    "cursor",
    "dark",
    "desktop",
    "disabled",
    "display",
    "end",
    "even",
    "fade",
    "first",
    "full",
    "fixed",
    "flex",
    "float",
    "font",
    "fullwidth",
    "gap",
    "grid",
    "gutter",
    "hidden",
    "hide",
    "initial",
    "inline",
    "inner",
    "italic",
    "items",
    "justify",
    "large",
    "last",
    "layout",
    "leading",
    "left",
    "lg",
    "light",
    "loaded",
    "margin",
    "max",
    "mb",
    "md",
    "medium",
    "min",
    "ml",
    "mobile",
    "mr",
    "mt",
    "mx",
    "my",
    "no",
    "none",
    "odd",
    "open",
    "opacity",
    "outer",
    "overflow",
    "padding",
    "pb",
    "pl",
    "position",
    "pr",
    "print",
    "pt",
    "px",
    "py",
    "relative",
    "right",
    "rounded",
    "row",
    "rows",
    "screen",
    "self",
    "shadow",
    "show",
    "size",
    "sm",
    "small",
    "space",
    "span",
    "start",
    "sticky",
    "table",
    "tablet",
    "theme",
    "top",
    "tracking",
    "transition",
    "uk",
    "underline",
    "visible",
    "width",
    "wrap",
    "wrapper",
    "xl",
    "xs",
];

/// Words that say that an element stands beside an article, or leads away from it.
const BESIDE: &[&str] = &[
    "advert",
    "aside",
    "banner",
    "box",
    "breadcrumb",
    "comment",
    "contact",
    "cta",
    "disclaimer",
    "download",
    "follow",
    "footer",
    "infobox",
    "latest",
    "links",
    "mehr",
    "more",
    "newsletter",
    "outbrain",
    "paywall",
    "popular",
    "print",
    "promo",
    "recommend",
    "related",
    "recirc",
    "registration",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "similar",
    "social",
    "sponsor",
    "subscri",
    "tagbox",
    "taboola",
    "tags",
    "teaser",
    "toolbar",
    "trending",
    "weitere",
    "widget",
];

/// Whether a selector's name says that what it names is not of the article.
pub fn is_beside(css: &str) -> bool {
    words(css).iter().any(|word| BESIDE.iter().any(|known| word.starts_with(known) || word.ends_with(known)))
}

/// How well a rule may lean on a name, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// It says what the element is for.
    Telling,
    /// Somebody's word, though it does not say what for.
    Plain,
}

/// What a class, id or attribute's value is worth; `None` if it may change with the next build, the next article, or
/// the next look.
pub fn worth(name: &str) -> Option<Worth> {
    if !(3..=48).contains(&name.len())
        || !name.bytes().all(is_plain)
        || name.starts_with(|c: char| !c.is_alphabetic())
    {
        return None;
    }
    let words = words(name);
    let made = words.iter().any(|word| is_made(word)) || name.split(['-', '_']).any(has_ragged_case);
    let of_looks = |word: &String| LOOKS.contains(&word.as_str());
    if words.first().is_some_and(|word| word == "text") && words.iter().skip(1).any(of_looks) {
        return None;
    }
    let spoken = words.iter().filter(|word| word.len() > 2 && !of_looks(word));
    if made || spoken.count() == 0 {
        return None;
    }
    let telling =
        |word: &String| TELLING.iter().any(|known| word.starts_with(known) || word.ends_with(known));
    Some(if words.iter().any(telling) { Worth::Telling } else { Worth::Plain })
}

/// The readable beginning of a name whose end a build made up, as CSS modules write it: `Story_body__` of
/// `Story_body__3xYz1`. Nothing where the whole name can stand, or what is left says nothing.
pub fn stem(name: &str) -> Option<&str> {
    let (stem, made) = name.rsplit_once("__").or_else(|| name.rsplit_once('-'))?;
    let end = name.len() - made.len();
    let fits = is_made(&made.to_ascii_lowercase()) || !made.bytes().all(is_plain) || has_ragged_case(made);
    (fits && stem.len() >= 6 && worth(stem) == Some(Worth::Telling)).then(|| name.get(..end))?
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether a class is the mark of a builder (styled-components, Emotion), which gives the element's other class a hash.
pub fn is_builders(class: &str) -> bool {
    class.starts_with("sc-") || class.starts_with("css-") || class.contains("-sc-")
}

/// Whether a class could be such a hash, or end in one: some letters without a hyphen, and no word that says what for.
pub fn may_be_hash(class: &str) -> bool {
    let end = class.rsplit(['-', '_']).next().unwrap_or(class);
    let letters = (5..=7).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphabetic());
    let whole = end.len() == class.len() && worth(class) != Some(Worth::Telling);
    letters && (whole || end.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()))
}

/// The words of a name: parts between `-` and `_`, humps of a camel, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && lower) {
            words.push(String::new());
        }
        lower = c.is_ascii_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a build or a counter made a word: letters and digits mixed, long numbers, letters nobody can say.
fn is_made(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_heading = matches!(word, "h1" | "h2" | "h3" | "h4" | "v1" | "v2" | "v3");
    if digits > 0 && !is_heading {
        return digits < word.len() || digits > 1;
    }
    let vowels = word.bytes().filter(|byte| b"aeiouy".contains(byte)).count();
    word.len() >= 5 && vowels == 0 || longest_run(word, |byte| !b"aeiouy".contains(&byte)) >= 6
}

/// The most bytes in a row of that kind.
fn longest_run(word: &str, is_of: impl Fn(u8) -> bool) -> usize {
    word.bytes()
        .fold((0, 0), |(run, most), byte| {
            let run = if is_of(byte) { run + 1 } else { 0 };
            (run, most.max(run))
        })
        .1
}

/// Whether capitals stand where no word begins, as in `bdVaJa`.
fn has_ragged_case(part: &str) -> bool {
    let humps = words(part);
    part.len() <= 8 && humps.len() > 1 && humps.iter().any(|hump| hump.len() < 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_person_gave_are_told_from_those_a_build_made() {
        for (name, expected) in [
            ("article-body", Some(Worth::Telling)),
            ("storyContent", Some(Worth::Telling)),
            ("entry__text", Some(Worth::Telling)),
            ("related", Some(Worth::Plain)),
            ("css-1x2y3z", None),
            ("sc-bdVaJa", None),
            ("iWcQAo", None),
            ("article_left-column__XMBkU", None),
            ("text-start", None),
            ("Story_body__3xYz1", None),
            ("post-123456", None),
            ("mt-4", None),
            ("col-md-8", None),
            ("flex", None),
            ("7f3a9c", None),
            ("a", None),
        ] {
            assert_eq!(worth(name), expected, "{name}");
        }
    }

    #[test]
    fn beside_a_builders_mark_short_letters_are_no_name() {
        assert!(is_builders("sc-czxEME") && is_builders("BaseWrap-sc-gjQpdd") && !is_builders("scale"));
        for (class, expected) in [
            ("dabczi", true),
            ("BylineLink-faySZI", true),
            ("author", false),
            ("article-body", false),
            ("header-byline", false),
        ] {
            assert_eq!(may_be_hash(class), expected, "{class}");
        }
    }

    #[test]
    fn what_a_build_put_behind_a_name_is_cut_off() {
        assert_eq!(stem("Story_body__3xYz1"), Some("Story_body__"));
        assert_eq!(stem("article-content-8f3e2"), Some("article-content-"));
        assert_eq!(stem("article-body"), None);
        assert_eq!(stem("css-1x2y3z"), None);
    }
}
