//! Where an image lies: in one of the attributes that scripts read, or in the `<noscript>` beside what is shown until they have.

use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node};

/// Attributes an address may stand in when a script loads the image later.
const ADDRESSES: &[&str] = &["data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src"];
/// How many nodes behind an image, and how many elements around it, are looked at for the `<noscript>` with the same image.
const BEHIND: usize = 3;
const AROUND: usize = 2;
/// The longest such text, in bytes.
const LONGEST_NOSCRIPT: usize = 4096;

/// The address of an image, as it stands on the page.
pub(super) fn of(image: ElementRef<'_>) -> Option<String> {
    let own = own(image);
    let other = noscript(image).filter(|other| own.as_deref().is_none_or(|own| stands_for(own, other)));
    other.or(own)
}

/// Whether an address is that of the same picture, blurred, or of nothing: a `<noscript>` may hold what counts readers as well.
fn stands_for(own: &str, other: &str) -> bool {
    let file = |address: &str| {
        let path = address.split(['?', '#']).next().unwrap_or(address);
        path.rsplit('/').next().unwrap_or_default().to_owned()
    };
    let name = file(own).to_lowercase();
    file(own) == file(other) && !name.is_empty() || PLACEHOLDERS.iter().any(|word| name.contains(word))
}

/// What the files are called that are shown until a script has run.
const PLACEHOLDERS: &[&str] =
    &["1x1", "blank", "lazy", "loading", "placeholder", "spaceball", "spacer", "transparent"];

fn own(image: ElementRef<'_>) -> Option<String> {
    let is_address = |value: &&str| {
        let value = value.trim_start();
        // Some scripts read addresses by width, as JSON.
        !value.is_empty() && !value.starts_with("data:") && !value.starts_with(['{', '['])
    };
    let address = ADDRESSES.iter().filter_map(|name| image.attr(name)).find(is_address)?;
    largest(address).map(str::to_owned)
}

/// The image that is shown where no script runs: what stands before it is a blurred copy, or empty.
fn noscript(image: ElementRef<'_>) -> Option<String> {
    let around = std::iter::successors(Some(*image), NodeRef::parent).take(AROUND + 1);
    // Behind another image it is that one's.
    let is_image = |node: &NodeRef<'_, Node>| {
        node.value()
            .as_element()
            .is_some_and(|element| matches!(element.name(), "img" | "figure" | "picture"))
    };
    let behind = around.flat_map(|node| node.next_siblings().take(BEHIND).take_while(|node| !is_image(node)));
    let is_noscript = |node: &NodeRef<'_, Node>| {
        node.value().as_element().is_some_and(|element| element.name() == "noscript")
    };
    let text: String = ElementRef::wrap(behind.into_iter().find(is_noscript)?)?.text().collect();
    if text.len() > LONGEST_NOSCRIPT || text.matches("<img").count() != 1 {
        return None;
    }
    let inside = Html::parse_fragment(&text);
    let is_counter = |element: &ElementRef<'_>| {
        ["width", "height"].iter().any(|name| matches!(element.attr(name), Some("0" | "1")))
            || element.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"))
    };
    let images = inside.root_element().descendent_elements().find(|element| element.value().name() == "img");
    own(images.filter(|image| !is_counter(image))?)
}

/// The address of the largest image that an attribute names; `srcset` names several, parted by commas, each with a width or
/// a density (HTML standard, 4.8.4.2.1).
fn largest(address: &str) -> Option<&str> {
    let mut largest: Option<(&str, f32)> = None;
    for candidate in address.trim().split(", ") {
        let mut parts = candidate.split_ascii_whitespace();
        let Some(url) = parts.next().map(|url| url.trim_end_matches(',')) else { continue };
        let size =
            parts.next().and_then(|size| size.trim_end_matches(['w', 'x', ',']).parse().ok()).unwrap_or(1.0);
        if largest.is_none_or(|(_, most)| size > most) {
            largest = Some((url, size));
        }
    }
    largest.map(|(url, _)| url)
}

/// What is the same of a picture's addresses in several sizes: without the query, and without `-1024x683` before the ending.
pub(super) fn picture(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    // "dims", "image", "resize": a program, which is told the picture in the query.
    let file = path.rsplit('/').next().unwrap_or_default();
    let is_program = !file.is_empty() && file.bytes().all(|byte| byte.is_ascii_lowercase());
    let path = if is_program && url.contains("://") { url } else { path };
    let stem =
        path.rsplit_once('.').map_or(path, |(stem, ending)| if ending.contains('/') { path } else { stem });
    let Some((name, size)) = stem.rsplit_once('-') else { return stem };
    let is_size = size.split_once('x').is_some_and(|(width, height)| {
        [width, height]
            .iter()
            .all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    if is_size { name } else { stem }
}
