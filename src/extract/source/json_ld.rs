//! schema.org metadata in `<script type="application/ld+json">`: several scripts, graphs, nested types, references.

use std::collections::HashMap;

use serde_json::{Map, Value};
use url::Url;

use super::repair;
use crate::extract::text;

/// Types that describe one article. Any other type ending in `Article` or `Posting` is one too.
const ARTICLE_TYPES: &[&str] =
    &["Report", "Review", "CriticReview", "ClaimReview", "Recipe", "Chapter", "CreativeWork"];
/// Types that describe the page around the article.
const PAGE_TYPES: &[&str] = &["WebPage", "ItemPage", "VideoObject", "PodcastEpisode", "MediaObject"];
/// Types of pages that list articles.
const LISTING_TYPES: &[&str] =
    &["CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage", "ContactPage", "AboutPage"];
/// Keys whose objects may be the page's subject.
const SUBJECT_KEYS: &[&str] = &["@graph", "mainEntity", "mainEntityOfPage"];
/// Most nodes looked at; a page has a few dozen.
const MAX_NODES: usize = 5000;

/// The JSON-LD of a page.
#[derive(Debug, Default)]
pub struct JsonLd {
    nodes: Vec<Map<String, Value>>,
    ids: HashMap<String, usize>,
    /// The node about the article, if one is.
    article: Option<usize>,
    /// The node about the page around it.
    page: Option<usize>,
    /// How many scripts could not be read even after repair.
    pub unreadable: usize,
}

impl JsonLd {
    /// Reads a page's scripts; `url` tells the page's own node from those of others, `title` helps.
    pub fn read(scripts: &[String], url: &Url, title: Option<&str>) -> Self {
        let mut json_ld = Self::default();
        for script in scripts {
            let values = repair::values(script);
            json_ld.unreadable += usize::from(values.is_empty() && !script.trim().is_empty());
            for value in values {
                json_ld.add(value);
            }
        }
        json_ld.choose(url, title);
        json_ld
    }

    fn add(&mut self, value: Value) {
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            match value {
                Value::Array(values) => waiting.extend(values.into_iter().rev()),
                Value::Object(node) if self.nodes.len() < MAX_NODES => {
                    for key in SUBJECT_KEYS {
                        if let Some(inner @ (Value::Object(_) | Value::Array(_))) = node.get(*key) {
                            waiting.push(inner.clone());
                        }
                    }
                    if let Some(id) = node.get("@id").and_then(Value::as_str)
                        && node.len() > 1
                    {
                        self.ids.entry(id.to_owned()).or_insert(self.nodes.len());
                    }
                    self.nodes.push(node);
                }
                _ => {}
            }
        }
    }

    fn choose(&mut self, url: &Url, title: Option<&str>) {
        let fit = |node: &Map<String, Value>| -> i32 {
            let named = ["url", "@id", "mainEntityOfPage"].iter().any(|key| {
                node.get(*key).into_iter().flat_map(addresses).any(|address| same_page(address, url))
            });
            let headline = node.get("headline").or_else(|| node.get("name")).and_then(Value::as_str);
            let titled = headline.zip(title).is_some_and(|(headline, title)| title.contains(headline.trim()));
            let creative = types(node).all(|kind| kind == "CreativeWork" || kind == "Review");
            i32::from(named) * 4 + i32::from(titled) * 2 + i32::from(headline.is_some())
                - i32::from(creative) * 3
        };
        let best = |wanted: fn(&Map<String, Value>) -> bool| {
            let nodes = self.nodes.iter().enumerate().filter(|(_, node)| wanted(node));
            // `max_by_key` takes the last of equals; the first is the page's main one.
            nodes.rev().max_by_key(|(_, node)| fit(node)).map(|(index, _)| index)
        };
        (self.article, self.page) = (best(is_article), best(is_page));
    }

    /// Whether a node describes an article.
    pub fn has_article(&self) -> bool {
        self.article.is_some()
    }

    /// Whether the article's node calls it news.
    pub fn is_news(&self) -> bool {
        let article = self.article.and_then(|index| self.nodes.get(index));
        article.is_some_and(|node| types(node).any(|kind| kind.contains("NewsArticle")))
    }

    /// The type of listing the page says it is.
    pub fn listing(&self) -> Option<&str> {
        self.nodes.iter().flat_map(types).find(|kind| LISTING_TYPES.contains(kind))
    }

    /// The text of a key path such as `author.name`, of the article first and of the page around it next: the rule
    /// and the texts.
    pub fn texts(&self, path: &str) -> Vec<(String, Vec<String>)> {
        self.subjects()
            .filter_map(|(kind, node)| {
                let texts = self.follow(node, path);
                (!texts.is_empty()).then(|| (format!("{kind}.{path}"), texts))
            })
            .collect()
    }

    /// The values of a key path, as JSON.
    pub fn values(&self, key: &str) -> impl Iterator<Item = (String, &Value)> {
        self.subjects().filter_map(move |(kind, node)| Some((format!("{kind}.{key}"), node.get(key)?)))
    }

    /// A reference (`{"@id": …}`) replaced by what it refers to.
    pub fn resolve<'a>(&'a self, value: &'a Value) -> Option<&'a Map<String, Value>> {
        let node = value.as_object()?;
        let id = node.get("@id").and_then(Value::as_str);
        let referred = id.filter(|_| !node.contains_key("name")).and_then(|id| self.ids.get(id));
        referred.and_then(|&index| self.nodes.get(index)).or(Some(node))
    }

    fn subjects(&self) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
        [self.article, self.page].into_iter().flatten().filter_map(|index| {
            let node = self.nodes.get(index)?;
            Some((types(node).next().unwrap_or("Thing"), node))
        })
    }

    fn follow(&self, node: &Map<String, Value>, path: &str) -> Vec<String> {
        let mut keys = path.split('.');
        let mut found: Vec<&Value> = keys.next().and_then(|key| node.get(key)).into_iter().collect();
        for key in keys {
            found = found
                .into_iter()
                .flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice))
                .filter_map(|value| self.resolve(value)?.get(key))
                .collect();
        }
        found.into_iter().flat_map(plain_texts).collect()
    }
}

/// Strings and numbers of a value or a list of them, markup removed.
pub(super) fn plain_texts(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(string) => Some(text::from_markup(string)),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Object(node) => node.get("@value").and_then(Value::as_str).map(text::from_markup),
        _ => None,
    };
    let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    values.iter().filter_map(one).filter(|text| !text.is_empty()).collect()
}

/// The node's `@type`s, without a vocabulary's address.
pub fn types(node: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let value = node.get("@type");
    let list = match value {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    list.iter().filter_map(Value::as_str).map(|kind| kind.rsplit(['/', '#', ':']).next().unwrap_or(kind))
}

fn is_article(node: &Map<String, Value>) -> bool {
    types(node).any(|kind| {
        kind.ends_with("Article")
            || kind.ends_with("Posting") && kind != "JobPosting"
            || ARTICLE_TYPES.contains(&kind)
    })
}

fn is_page(node: &Map<String, Value>) -> bool {
    // Baidu's own kind of node has no type (https://ziyuan.baidu.com/contexts/cambrian.jsonld).
    types(node).any(|kind| PAGE_TYPES.contains(&kind))
        || !node.contains_key("@type") && node.contains_key("pubDate")
}

fn addresses(value: &Value) -> impl Iterator<Item = &str> {
    let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    list.iter().filter_map(|one| one.as_str().or_else(|| one.get("@id")?.as_str()))
}

fn same_page(address: &str, url: &Url) -> bool {
    let trim = |path: &str| path.trim_end_matches('/').to_owned();
    Url::parse(address).is_ok_and(|address| trim(address.path()) == trim(url.path()) && url.path() != "/")
}
