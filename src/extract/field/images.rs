//! The article's images.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::ElementRef;
use serde_json::Value;

use crate::article::{Image, Source};
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::explanation::Explanation;
use crate::extract::source::{Keys, Sources};
use crate::extract::survey::class_words::words;
use crate::extract::text;

const MAIN: Keys = Keys {
    json_ld: &["image", "image.url", "image.contentUrl", "thumbnailUrl", "primaryImageOfPage.url"],
    microdata: &["image", "image.url"],
    meta: &[
        "og:image:secure_url",
        "og:image",
        "og:image:url",
        "twitter:image",
        "twitter:image:src",
        "thumbnail",
    ],
};
/// Attributes an address may stand in when a script loads the image later.
const ADDRESSES: &[&str] = &["data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src"];

/// The main image's absolute address.
pub fn main(sources: &Sources<'_>, explanation: &mut Explanation) -> Settled<String> {
    let found = sources.candidates(
        |rules| &rules.select.image,
        MAIN,
        |texts| texts.iter().find_map(|text| sources.survey.absolute(text)),
    );
    candidate::first("image", found, explanation)
}

/// All images: the main one, then those inside the body's elements, in document order.
pub fn all(
    sources: &Sources<'_>,
    main: Option<&str>,
    body: &[NodeId],
    explanation: &mut Explanation,
) -> Settled<Vec<Image>> {
    let mut images: Vec<Image> = main
        .map(|url| Image { url: url.to_owned(), caption: json_ld_caption(sources, url), ..Image::default() })
        .into_iter()
        .collect();
    let mut seen: HashMap<String, usize> = images.iter().map(|image| (image.url.clone(), 0)).collect();
    for element in
        sources.survey.images.iter().filter(|element| inside(**element, body) && !is_spacer(**element))
    {
        let Some(image) = image(sources, *element) else { continue };
        if let Some(known) = seen.get(&image.url).and_then(|&index| images.get_mut(index)) {
            known.alt = known.alt.take().or(image.alt);
            known.caption = known.caption.take().or(image.caption);
            known.credit = known.credit.take().or(image.credit);
        } else {
            seen.insert(image.url.clone(), images.len());
            images.push(image);
        }
    }
    let rule = if main.is_some() { "image, body img" } else { "body img" };
    let value = (!images.is_empty()).then_some(images);
    let raw = format!("{} addresses", value.as_ref().map_or(0, Vec::len));
    let found = value
        .into_iter()
        .map(|images| Candidate::new(Source::Generic, rule.to_owned(), 0.7, &raw, Some(images)));
    candidate::first("images", found.collect(), explanation)
}

fn inside(element: ElementRef<'_>, body: &[NodeId]) -> bool {
    element.ancestors().any(|above| body.contains(&above.id()))
}

fn is_spacer(element: ElementRef<'_>) -> bool {
    let tiny = |name| element.attr(name).and_then(|value| value.trim_end_matches("px").parse::<u32>().ok());
    [tiny("width"), tiny("height")].into_iter().flatten().any(|pixels| pixels < 50)
}

fn image(sources: &Sources<'_>, element: ElementRef<'_>) -> Option<Image> {
    let address = ADDRESSES
        .iter()
        .filter_map(|name| element.attr(name))
        .find(|value| !value.trim().is_empty() && !value.trim_start().starts_with("data:"))?;
    // `srcset`: candidates parted by commas, each an address and a width; the last is usually the largest.
    let address = address.trim().rsplit(", ").next()?.split_ascii_whitespace().next()?;
    let figure = element
        .ancestors()
        .take(6)
        .filter_map(ElementRef::wrap)
        .find(|above| above.value().name() == "figure");
    let said = |wanted: fn(ElementRef<'_>) -> bool| {
        let found =
            figure.into_iter().flat_map(|figure| figure.descendent_elements()).find(|inner| wanted(*inner));
        found.map(text::of).filter(|text| !text.is_empty())
    };
    Some(Image {
        url: sources.survey.absolute(address)?,
        alt: element.attr("alt").map(text::collapsed).filter(|alt| !alt.is_empty()),
        caption: said(|inner| inner.value().name() == "figcaption"),
        credit: said(|inner| {
            let classes = inner.value().attr("class").unwrap_or_default();
            classes.split_ascii_whitespace().any(|name| {
                words(name)
                    .any(|word| matches!(word.as_str(), "credit" | "credits" | "copyright" | "photographer"))
            })
        }),
    })
}

fn json_ld_caption(sources: &Sources<'_>, url: &str) -> Option<String> {
    let images = sources.json_ld.values("image").flat_map(|(_, value)| match value {
        Value::Array(list) => list.iter().collect::<Vec<_>>(),
        one => vec![one],
    });
    let node = images.filter_map(|image| sources.json_ld.resolve(image)).find(|node| {
        ["url", "contentUrl"].iter().any(|key| node.get(*key).and_then(Value::as_str) == Some(url))
    })?;
    node.get("caption").and_then(Value::as_str).map(text::from_markup).filter(|text| !text.is_empty())
}
