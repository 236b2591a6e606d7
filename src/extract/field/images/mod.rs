//! The article's images.

mod address;
mod caption;

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::ElementRef;
use serde_json::{Map, Value};
use url::Url;

use self::address::picture;
use crate::article::{Image, Origin, Source};
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::explanation::Explanation;
use crate::extract::field::places::elsewhere;
use crate::extract::source::{Keys, Sources};
use crate::extract::survey::class_words::{self, words};
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
/// The main image's absolute address.
pub fn main(sources: &Sources<'_>, explanation: &mut Explanation) -> Settled<String> {
    let absolute = |texts: &[String]| {
        let addresses = texts.iter().filter(|text| !text.trim().contains(char::is_whitespace));
        addresses.filter_map(|text| sources.survey.absolute(text)).collect::<Vec<_>>()
    };
    // What a profile names is the picture, whatever it is called.
    let mut found = sources.ruled(|rules| &rules.select.image, |texts| absolute(texts).into_iter().next());
    let pictures = |texts: &[String]| absolute(texts).into_iter().find(|url| !stands_in(sources, url));
    let mut told = sources.metadata(MAIN, pictures);
    // An item's picture may as well be a thumbnail, or the portrait of somebody who commented.
    told.sort_by_key(|candidate| candidate.origin.source == Source::Microdata);
    found.extend(told);
    candidate::first("image", found, explanation)
}

/// Words of the names of files that stand in for a picture: "logo.png", "blank.gif", "facebook-share-default.jpg".
const STAND_INS: &[&str] = &[
    "blank",
    "default",
    "empty",
    "facebook",
    "fallback",
    "favicon",
    "fb",
    "generic",
    "icon",
    "logo",
    "logos",
    "noimage",
    "pixel",
    "placeholder",
    "share",
    "sharing",
    "social",
    "spacer",
    "transparent",
    "twitter",
];
/// Words beside them that say nothing more.
const BESIDE_THEM: &[&str] = &[
    "apple",
    "og",
    "ogp",
    "opengraph",
    "brand",
    "card",
    "header",
    "image",
    "img",
    "landscape",
    "large",
    "main",
    "new",
    "no",
    "preview",
    "site",
    "square",
    "thumb",
    "touch",
    "white",
    "x",
];

/// Whether an address is that of no picture of the article: the site itself, its logo, nothing at all.
fn stands_in(sources: &Sources<'_>, url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return true };
    let file = url.path().rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let host = sources.page.final_url.host_str().unwrap_or_default();
    let named: Vec<String> = words(stem).filter(|word| word.contains(char::is_alphabetic)).collect();
    let stands = |word: &String| STAND_INS.contains(&word.as_str());
    let is_own = |word: &String| {
        stands(word) || BESIDE_THEM.contains(&word.as_str()) || word.len() > 2 && host.contains(word.as_str())
    };
    // Servers of pictures by IIIF call every one of them "default".
    let is_served = url.path().contains("/0/default.");
    url.path() == "/" || !is_served && named.iter().any(stands) && named.iter().all(is_own)
}

/// Words of classes of no picture of the article.
const NO_PICTURES: &[&str] =
    &["avatar", "emoji", "favicon", "gravatar", "icon", "icons", "logo", "smiley", "smilies"];
/// Words of the names of such files; as classes, some say how a picture is loaded.
const NO_FILES: &[&str] =
    &["badge", "blank", "fontsize", "loader", "pixel", "placeholder", "rss", "spaceball", "spacer", "sprite"];

/// Whether an image is decoration: an icon, somebody's portrait by a line, or what another story is shown with.
fn is_decoration(sources: &Sources<'_>, element: ElementRef<'_>, url: &str) -> bool {
    let file = url.split(['?', '#']).next().unwrap_or(url).rsplit('/').next().unwrap_or_default();
    let is_none = |name: &str| class_words::has_word(name, NO_PICTURES);
    let stories = &sources.survey.outline.stories;
    let mut around = element.ancestors();
    element.attr("class").unwrap_or_default().split_ascii_whitespace().any(is_none)
        || element.attr("itemprop") == Some("logo")
        || url.contains("gravatar.com/")
        || file.rsplit_once('.').is_some_and(|(stem, ending)| {
            let named = is_none(stem) || class_words::has_word(stem, NO_FILES);
            named && matches!(ending, "svg" | "png" | "gif")
        })
        || around.any(|above| stories.contains(&above.id()))
        || element.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"))
        || around_of(element).any(|above| has_word(above, BESIDE_TEXT) && !has_word(above, PICTURES))
}

/// Words of classes of what stands in the text beside the article's pictures.
const BESIDE_TEXT: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "comment",
    "comments",
    "qrcode",
    "recommend",
    "recommended",
    "related",
    "relatedposts",
    "share",
    "sharing",
    "social",
];

/// The longest text, in characters, of such a thing.
const LONGEST_BESIDE: usize = 300;

/// Words of classes of what holds a picture, whatever else they say: it is meant to be shared.
const PICTURES: &[&str] = &["figure", "image", "img", "media", "photo", "pic", "picture", "thumb"];

/// The nearest elements around a picture, not those of the text: "post comments-open" may be the class of all of it.
fn around_of(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    let is_part = |above: &ElementRef<'_>| {
        !matches!(above.value().name(), "body" | "main" | "article")
            && text::short(*above, LONGEST_BESIDE).is_some()
    };
    element.ancestors().filter_map(ElementRef::wrap).take(4).take_while(is_part)
}

/// All images: the main one, then those inside the body's elements, in document order.
pub fn all(
    sources: &Sources<'_>,
    main: Option<&str>,
    body: &[NodeId],
    explanation: &mut Explanation,
) -> Settled<Vec<Image>> {
    let mut images: Vec<Image> = main.map(|url| lead(sources, url)).into_iter().collect();
    let mut seen: HashMap<String, usize> =
        images.iter().map(|image| (picture(&image.url).to_owned(), 0)).collect();
    for element in sources
        .survey
        .images
        .iter()
        .filter(|element| inside(**element, body) && !is_spacer(**element))
        .take(MOST)
    {
        let Some(image) = image(sources, *element) else { continue };
        if is_decoration(sources, *element, &image.url) {
            continue;
        }
        if let Some(known) = seen.get(picture(&image.url)).and_then(|&index| images.get_mut(index)) {
            complete(known, image);
        } else {
            seen.insert(picture(&image.url).to_owned(), images.len());
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

/// Most images of a body that are looked at: each costs a look around it.
const MOST: usize = 1000;

/// The first of the article's images as its main one, where no metadata names one.
pub fn first(images: &Settled<Vec<Image>>) -> Settled<String> {
    let first = images.value.as_ref().and_then(|images| images.first());
    let origin = || Origin {
        source: Source::Generic,
        rule: Some("body img".to_owned()),
        confidence: FIRST_CONFIDENCE,
    };
    Settled { value: first.map(|image| image.url.clone()), origin: first.map(|_| origin()) }
}

/// How sure it is that the first image in an article is what it is shown with elsewhere.
const FIRST_CONFIDENCE: f32 = 0.5;

/// From this many bytes on a file's name tells it from others.
const TELLING_NAME: usize = 12;

/// The main image, which often stands above the body: with what is said of it there, or else in metadata.
fn lead(sources: &Sources<'_>, url: &str) -> Image {
    let mut lead = Image { url: url.to_owned(), ..Image::default() };
    let name = picture(url).rsplit('/').next().unwrap_or_default();
    let names = |element: &&ElementRef<'_>| {
        !name.is_empty() && element.value().attrs().any(|(_, value)| value.contains(name))
    };
    let alike = sources.survey.images.iter().filter(names).filter(|element| !elsewhere(**element));
    let file = |url: &str| picture(url).rsplit('/').next().unwrap_or_default().to_owned();
    // Another size of it may lie in another folder.
    let is_same =
        |shown: &str| picture(shown) == picture(url) || name.len() >= TELLING_NAME && file(shown) == name;
    let shown = alike.filter_map(|element| image(sources, *element)).find(|image| is_same(&image.url));
    if let Some(shown) = shown {
        complete(&mut lead, shown);
    }
    let node = json_ld_image(sources, url);
    let told = |keys: &[&str]| {
        let texts = keys.iter().filter_map(|key| node?.get(*key)?.as_str()).map(text::from_markup);
        texts.into_iter().find(|text| !text.is_empty())
    };
    lead.caption = lead.caption.take().or_else(|| told(&["caption"]));
    lead.credit = lead.credit.take().or_else(|| told(&["creditText", "copyrightNotice"]));
    lead
}

/// Adds what another mention of the same picture says of it.
fn complete(known: &mut Image, other: Image) {
    known.alt = known.alt.take().or(other.alt);
    known.caption = known.caption.take().or(other.caption);
    known.credit = known.credit.take().or(other.credit);
}

fn inside(element: ElementRef<'_>, body: &[NodeId]) -> bool {
    element.ancestors().any(|above| body.contains(&above.id()))
}

fn is_spacer(element: ElementRef<'_>) -> bool {
    let tiny = |name| element.attr(name).and_then(|value| value.trim_end_matches("px").parse::<u32>().ok());
    [tiny("width"), tiny("height")].into_iter().flatten().any(|pixels| pixels < 50)
}

fn image(sources: &Sources<'_>, element: ElementRef<'_>) -> Option<Image> {
    let address = address::of(element)?;
    let said = caption::of(element);
    Some(Image {
        url: sources.survey.absolute(&address)?,
        alt: element.attr("alt").map(text::collapsed).filter(|alt| !alt.is_empty() && !alt.contains('<')),
        caption: said.caption,
        credit: said.credit,
    })
}

/// Whether a class of the element has one of the words.
fn has_word(element: ElementRef<'_>, wanted: &[&str]) -> bool {
    // The classes as they are written; their list made ready for selectors costs more than one look at it.
    let classes = element.attr("class").unwrap_or_default();
    classes.split_ascii_whitespace().any(|name| class_words::has_word(name, wanted))
}

/// The object that describes the image of that address in JSON-LD.
fn json_ld_image<'a>(sources: &'a Sources<'_>, url: &str) -> Option<&'a Map<String, Value>> {
    let images = sources.json_ld.values("image").flat_map(|(_, value)| match value {
        Value::Array(list) => list.iter().collect::<Vec<_>>(),
        one => vec![one],
    });
    images.filter_map(|image| sources.json_ld.resolve(image)).find(|node| {
        ["url", "contentUrl"].iter().any(|key| node.get(*key).and_then(Value::as_str) == Some(url))
    })
}
