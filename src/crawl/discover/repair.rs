//! What feeds as they are written need before an XML parser takes them.

use std::borrow::Cow;

use serde_json::Value;

/// The references that XML knows by name.
const NAMED: &[&str] = &["amp", "lt", "gt", "quot", "apos"];
/// The longest name or number of a reference.
const LONGEST: usize = 10;
const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

/// Escapes every `&` that begins no reference XML knows: `Johnson & Johnson`, `&nbsp;`.
pub(super) fn ampersands(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        mended.push_str(before);
        let taken = if after.starts_with(CDATA) {
            after.find(CDATA_END).map_or(after.len(), |end| end + CDATA_END.len())
        } else {
            1
        };
        let (piece, next) = after.split_at_checked(taken).unwrap_or((after, ""));
        mended.push_str(if piece == "&" && !is_reference(next) { "&amp;" } else { piece });
        rest = next;
    }
    mended.push_str(rest);
    mended
}

/// Whether what follows an `&` makes it a reference.
fn is_reference(after: &str) -> bool {
    let Some((name, _)) = after.split_once(';').filter(|(name, _)| name.len() <= LONGEST) else {
        return false;
    };
    let digits = |digits: &str, radix| !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    match name.strip_prefix('#') {
        Some(number) => {
            number.strip_prefix(['x', 'X']).map_or_else(|| digits(number, 10), |hex| digits(hex, 16))
        }
        None => NAMED.contains(&name),
    }
}

/// Names of older versions, and what the same is called in the one the parser reads: RSS 0.90 and Atom 0.3.
const RENAMED: &[(&str, &[(&str, &str)])] = &[
    (RSS_0_90, &[(RSS_0_90, "http://purl.org/rss/1.0/")]),
    (
        ATOM_0_3,
        &[
            (ATOM_0_3, "http://www.w3.org/2005/Atom"),
            ("<issued", "<published"),
            ("</issued", "</published"),
            ("<modified", "<updated"),
            ("</modified", "</updated"),
        ],
    ),
];
const RSS_0_90: &str = "http://my.netscape.com/rdf/simple/0.9/";
const ATOM_0_3: &str = "http://purl.org/atom/ns#";
/// How far into a feed its root element, which names its version, may stand.
const ROOT_WITHIN: usize = 8 * 1024;

/// A feed of an older version in the names of the newer one; without its document type, which lists entities.
pub(super) fn modernised(mut text: Cow<'_, str>) -> Cow<'_, str> {
    let head = |text: &str| text.get(..text.floor_char_boundary(ROOT_WITHIN)).unwrap_or(text).to_owned();
    let start = head(&text);
    if let Some((from, to)) = document_type(&start) {
        text.to_mut().replace_range(from..to, "");
    }
    for (version, names) in RENAMED {
        if start.contains(version) {
            text =
                Cow::Owned(names.iter().fold(text.into_owned(), |text, (old, new)| text.replace(old, new)));
        }
    }
    text
}

/// Where the document type declaration is, with its internal subset.
fn document_type(text: &str) -> Option<(usize, usize)> {
    let from = text.find("<!DOCTYPE")?;
    // Behind the root element it is somebody's text.
    let before = text.get(..from)?.replace("<?", "").replace("<!--", "");
    if before.contains(['<', '{']) {
        return None;
    }
    let rest = text.get(from..)?;
    let close = rest.find('>')?;
    let subset = rest.find('[').filter(|&open| open < close);
    let length = match subset {
        Some(open) => {
            let end = open + rest.get(open..)?.find(']')?;
            end + rest.get(end..)?.find('>')? + 1
        }
        None => close + 1,
    };
    Some((from, from + length))
}

/// An RSS feed whose version is missing or none that the parser knows, as version 2.0, which holds all earlier ones.
pub(super) fn versioned(text: &str) -> String {
    let Some(root) = text.find("<rss") else { return text.to_owned() };
    let Some(end) = text.get(root..).and_then(|rest| rest.find('>')).map(|end| root + end) else {
        return text.to_owned();
    };
    let tag = text.get(root..end).unwrap_or_default();
    let known = ["0.91", "0.92", "2.0"].iter().any(|version| {
        tag.contains(&format!("version=\"{version}\"")) || tag.contains(&format!("version='{version}'"))
    });
    if known {
        return text.to_owned();
    }
    let attributes = tag.replace("version=", "was=");
    let attributes = attributes.strip_prefix("<rss").unwrap_or_default();
    let (before, after) = (text.get(..root).unwrap_or_default(), text.get(end..).unwrap_or_default());
    format!("{before}<rss version=\"2.0\"{attributes}{after}")
}

/// A JSON feed whose identifiers are numbers, with them as strings, as JSON Feed 1.1 wants readers to take them; `None` if it is
/// no JSON.
pub(super) fn ids(text: &str) -> Option<String> {
    let mut feed: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let items = feed.get_mut("items")?.as_array_mut()?;
    for id in items.iter_mut().filter_map(|item| item.get_mut("id")).filter(|id| !id.is_string()) {
        *id = Value::String(id.to_string());
    }
    Some(feed.to_string())
}

/// A feed that breaks off, ended behind its last whole entry.
pub(super) fn ended(text: &str) -> Option<String> {
    let roots = [
        ("<rss", "</item>", "</channel></rss>"),
        ("<feed", "</entry>", "</feed>"),
        ("<rdf:RDF", "</item>", "</rdf:RDF>"),
    ];
    let (_, entry, end) = roots.into_iter().find(|(root, ..)| text.contains(root))?;
    let whole = text.get(..text.rfind(entry)? + entry.len())?;
    Some(format!("{whole}{end}"))
}
