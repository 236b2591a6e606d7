//! What feeds as they are written need before an XML parser takes them.

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
