//! Which parts of a page hold other stories, whatever they are called: cards built alike, each with a title, and what stands
//! under a heading such as "Read next".

use std::collections::HashMap;
use std::sync::LazyLock;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::hash::{ByHash, Nodes};
use super::outline::{Outline, Tag, TextBlock};
use crate::article::{BlockKind, MarkKind};
use crate::extract::name;
use crate::extract::sought::WordSet;
use crate::extract::text;

/// Lines above other stories.
const HEADINGS: &[&str] = &[
    "also read",
    "also in the news",
    "don't miss",
    "editor's picks",
    "editors' picks",
    "further reading",
    "keep reading",
    "latest",
    "latest news",
    "latest stories",
    "more",
    "more news",
    "more posts",
    "more stories",
    "more to read",
    "most popular",
    "most read",
    "most viewed",
    "other stories",
    "popular",
    "popular stories",
    "read also",
    "read more",
    "read next",
    "recent posts",
    "recent stories",
    "recommended",
    "recommended for you",
    "recommended stories",
    "related",
    "related articles",
    "related content",
    "related news",
    "related posts",
    "related stories",
    "see also",
    "similar posts",
    "top stories",
    "trending",
    "trending now",
    "up next",
    "what to read next",
    "you may also like",
    "you may like",
    "you might also like",
    "you might like",
    "das könnte sie auch interessieren",
    "das könnte dich auch interessieren",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "meistgelesen",
    "meistgelesene artikel",
    "neueste artikel",
    "weitere artikel",
    "à lire aussi",
    "à lire ensuite",
    "articles liés",
    "les plus lus",
    "lire aussi",
    "sur le même sujet",
    "vous aimerez aussi",
    "lea también",
    "lee también",
    "lo más leído",
    "más leídas",
    "más noticias",
    "noticias relacionadas",
    "te puede interesar",
    "leia mais",
    "leia também",
    "mais lidas",
    "notícias relacionadas",
    "veja também",
    "articoli correlati",
    "i più letti",
    "leggi anche",
    "potrebbe interessarti",
    "gerelateerde artikelen",
    "lees ook",
    "meest gelezen",
    "læs også",
    "les også",
    "läs också",
    "läs mer",
    "mest lest",
    "mest læst",
    "mest läst",
    "lue myös",
    "luetuimmat",
    "czytaj także",
    "czytaj też",
    "najczęściej czytane",
    "zobacz także",
    "čtěte také",
    "nejčtenější",
    "čítajte tiež",
    "olvasta már",
    "ezt is olvassa el",
    "citește și",
    "cele mai citite",
    "pročitajte još",
    "najčitanije",
    "ilgili haberler",
    "çok okunanlar",
    "baca juga",
    "berita terkait",
    "terpopuler",
    "đọc thêm",
    "tin liên quan",
    "διαβάστε επίσης",
    "διαβάστε ακόμα",
    "читайте также",
    "читать также",
    "похожие статьи",
    "читайте також",
    "прочетете още",
    "اقرأ أيضا",
    "اقرأ أيضًا",
    "مقالات ذات صلة",
    "कृपया यह भी पढ़ें",
    "ये भी पढ़ें",
    "यह भी पढ़ें",
    "関連記事",
    "あわせて読みたい",
    "相关新闻",
    "相關新聞",
    "관련기사",
    "많이 본 뉴스",
];
/// The most words of such a line.
const HEADING_WORDS: usize = 7;
/// And the most bytes: the longest of [`HEADINGS`], with room for other capitals and marks.
const LONGEST_HEADING: usize = 64;
/// Fewest words of a story's title, in a heading and elsewhere.
const TITLE_WORDS: usize = 3;
const LINK_WORDS: usize = 4;
/// The most words of a line of names.
const NAME_WORDS: usize = 8;
/// More words than this are a paragraph of the article itself, not a teaser.
const TEASER_WORDS: usize = 40;

/// What a container holds, with all that is inside it.
#[derive(Clone, Copy, Default)]
struct Held {
    blocks: usize,
    titles: usize,
    /// A paragraph, or the page's headline: it is no other story.
    own: bool,
}

/// The elements that hold other stories; `titles` are what the page calls itself, `authors` the links to authors' pages.
pub fn of(outline: &Outline, titles: &[&str], authors: &Nodes) -> Nodes {
    let held = held(outline, titles, authors);
    let children = children(outline);
    let mut found = cards(outline, &held, &children);
    found.extend(announced(outline, &held, &children));
    found
        .into_iter()
        .filter_map(|index| outline.containers.get(index))
        .map(|container| container.node)
        .collect()
}

/// Tells what stands inside other stories, going up from each element no further than to one it has seen.
pub struct Within<'a> {
    stories: &'a Nodes,
    known: HashMap<NodeId, bool, ByHash>,
}

impl<'a> Within<'a> {
    /// For those stories.
    pub fn of(stories: &'a Nodes) -> Self {
        Self { stories, known: HashMap::default() }
    }

    /// Whether an element does.
    pub fn holds(&mut self, element: ElementRef<'_>) -> bool {
        if self.stories.is_empty() {
            return false;
        }
        let (mut passed, mut holds) = (Vec::new(), false);
        for above in element.ancestors().map(|above| above.id()) {
            let known = self.known.get(&above).copied();
            holds = known.unwrap_or_else(|| self.stories.contains(&above));
            if known.is_some() || holds {
                self.known.insert(above, holds);
                break;
            }
            passed.push(above);
        }
        self.known.extend(passed.into_iter().map(|above| (above, holds)));
        holds
    }
}

fn held(outline: &Outline, titles: &[&str], authors: &Nodes) -> Vec<Held> {
    let mut held = vec![Held::default(); outline.containers.len()];
    for block in &outline.blocks {
        if let Some(here) = held.get_mut(block.container) {
            here.blocks += 1;
            here.own |= is_own(outline, block, titles);
            here.titles += usize::from(is_title(block, authors));
        }
    }
    // Each container stands after the one around it.
    for (index, container) in outline.containers.iter().enumerate().rev() {
        let inner = held.get(index).copied().unwrap_or_default();
        if let Some(around) = held.get_mut(container.parent).filter(|_| container.parent != index) {
            around.blocks += inner.blocks;
            around.titles += inner.titles;
            around.own |= inner.own;
        }
    }
    held
}

fn is_own(outline: &Outline, block: &TextBlock, titles: &[&str]) -> bool {
    let is_h1 = outline.containers.get(block.container).is_some_and(|container| container.tag == Tag::H1);
    let is_told = || block.words >= TITLE_WORDS && titles.iter().any(|title| title.contains(&block.text));
    block.words > TEASER_WORDS || is_h1 || is_told()
}

/// Whether a block looks like the title of another story: a link of some words, which no name is.
fn is_title(block: &TextBlock, authors: &Nodes) -> bool {
    let fewest = if block.kind == BlockKind::Heading { TITLE_WORDS } else { LINK_WORDS };
    let is_link = block.words >= fewest && block.link_density() > 0.8;
    let to_author =
        || block.marks.iter().any(|mark| mark.kind == MarkKind::Link && authors.contains(&mark.node));
    let is_name = || {
        block.words <= NAME_WORDS
            && (name::begins_as_byline(&block.text) || name::is_nothing_but_names(&block.text))
    };
    is_link && !to_author() && !is_name()
}

/// Containers of one kind beside one another, each with a title and nothing of the article's own between them.
fn cards(outline: &Outline, held: &[Held], children: &[Vec<usize>]) -> Vec<usize> {
    let is_own = |index: &usize| held.get(*index).is_some_and(|held| held.own);
    let mut found = Vec::new();
    for siblings in children.iter().flat_map(|children| children.split(is_own)) {
        let mut alike: HashMap<(Tag, Option<u64>), Vec<usize>> = HashMap::new();
        for &index in siblings.iter().filter(|index| held.get(**index).is_some_and(|held| held.titles > 0)) {
            let Some(container) = outline.containers.get(index) else { continue };
            // A card of WordPress' has its story's number and topics among its classes.
            let first = outline.words(container).first().copied();
            if matches!(container.tag, Tag::Article | Tag::Div | Tag::Item | Tag::Section | Tag::Cell) {
                alike.entry((container.tag, first)).or_default().push(index);
            }
        }
        found.extend(alike.into_values().filter(|cards| cards.len() > 1).flatten());
    }
    found
}

/// What stands under headings that announce other stories.
fn announced(outline: &Outline, held: &[Held], children: &[Vec<usize>]) -> Vec<usize> {
    let mut found = Vec::new();
    let headings = outline.blocks.iter().filter(|block| announces(block)).take(MOST_HEADINGS);
    for heading in headings {
        let Some((inner, around)) = around(outline, held, heading.container) else { continue };
        let is_first = inner == around || children.get(around).and_then(|all| all.first()) == Some(&inner);
        if is_first && held.get(around).is_some_and(|held| !held.own) {
            found.push(around);
            continue;
        }
        let after = children.get(around).into_iter().flatten().filter(|&&child| child > inner);
        found.extend(after.take_while(|&&child| held.get(child).is_some_and(|held| !held.own)));
    }
    found
}

/// Most headings looked at; a page has a few.
const MOST_HEADINGS: usize = 32;

/// The heading's container, with those around that hold nothing else, and the one around these; twice the same where the
/// heading is no element of its own.
fn around(outline: &Outline, held: &[Held], heading: usize) -> Option<(usize, usize)> {
    let mut inner = heading;
    if held.get(inner)?.blocks > 1 {
        return Some((inner, inner));
    }
    loop {
        let around = outline.containers.get(inner)?.parent;
        if around == inner {
            return None;
        }
        if held.get(around)?.blocks > 1 {
            return Some((inner, around));
        }
        inner = around;
    }
}

/// The containers directly in each.
fn children(outline: &Outline) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); outline.containers.len()];
    for (index, container) in outline.containers.iter().enumerate() {
        if let Some(of_parent) = children.get_mut(container.parent).filter(|_| container.parent != index) {
            of_parent.push(index);
        }
    }
    children
}

fn announces(block: &TextBlock) -> bool {
    if block.words > HEADING_WORDS {
        return false;
    }
    let line = block.text.trim_end_matches([':', '.', '!', '?', '…', '»', '›', '>', ' ']);
    if line.len() > LONGEST_HEADING {
        return false;
    }
    let mut line = text::collapsed(line).to_lowercase();
    if line.contains('’') {
        line = line.replace('’', "'");
    }
    KNOWN_HEADINGS.contains(&line)
}

static KNOWN_HEADINGS: LazyLock<WordSet> = LazyLock::new(|| WordSet::of(HEADINGS.iter().copied()));
