//! All blocks of a page as rows of features.

use super::containers::{Containers, Place, Sums};
use super::groups::Groups;
use super::line::Line;
use super::names::{self, Tables};
use super::number;
use super::order::Order;
use super::row::Row;
use crate::article::BlockKind;
use crate::extract::survey::hash::{self, Set};
use crate::extract::survey::outline::{Outline, TextBlock};

/// What the metadata says that helps to find the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues<'a> {
    /// The headline.
    pub headline: Option<&'a str>,
    /// The description.
    pub description: Option<&'a str>,
}

/// A page's blocks, each read once.
pub struct Sheet<'a> {
    outline: &'a Outline,
    view: View<'a>,
    lines: &'a [Line],
}

impl<'a> Sheet<'a> {
    /// Reads an outline; `lines` are its blocks.
    pub fn of(outline: &'a Outline, lines: &'a [Line], clues: Clues<'_>) -> Self {
        Self { outline, view: View::of(outline, lines, clues), lines }
    }

    /// The rows, one for each block, with the features the tables give.
    pub fn rows<'t>(&'t self, tables: &'t Tables) -> impl Iterator<Item = Row> + 't {
        let scores = names::Scores::of(self.outline, tables);
        let mut words = Vec::new();
        self.outline.blocks.iter().zip(self.lines).enumerate().map(move |(index, (block, line))| {
            let mut row = self.view.row(index, &mut words);
            scores.fill(&mut row, block, &line.tokens);
            row
        })
    }

    /// The same rows without the features the tables give.
    #[cfg(feature = "training")]
    pub fn plain_rows(&self) -> Vec<Row> {
        let mut words = Vec::new();
        (0..self.lines.len()).map(|index| self.view.row(index, &mut words)).collect()
    }
}

/// Fills in what the tables give, for those who have more than one set of them.
#[cfg(feature = "training")]
pub fn scored(rows: &[Row], outline: &Outline, tokens: &[Vec<u64>], tables: &Tables) -> Vec<Row> {
    let scores = names::Scores::of(outline, tables);
    let blocks = outline.blocks.iter().zip(tokens);
    rows.iter()
        .zip(blocks)
        .map(|(row, (block, tokens))| {
            let mut row = *row;
            scores.fill(&mut row, block, tokens);
            row
        })
        .collect()
}

/// What the rows are read off.
struct View<'a> {
    outline: &'a Outline,
    lines: &'a [Line],
    containers: Containers,
    page: Sums,
    groups: Groups,
    order: Order,
    /// Hashes of the words of headline and description.
    headline: Set,
    description: Set,
    /// The `<article>` that holds the headline.
    headline_article: Option<usize>,
    articles: f32,
    items: f32,
}

impl<'a> View<'a> {
    fn of(outline: &'a Outline, lines: &'a [Line], clues: Clues<'_>) -> Self {
        let containers = Containers::of(outline, lines);
        let words = |text: Option<&str>| {
            let mut words = Set::default();
            hash::each_word(text.unwrap_or_default(), |word| {
                words.insert(word);
            });
            words
        };
        let headline = words(clues.headline);
        let start = headline_block(outline, lines, &headline);
        let page = containers.places.first().map(|root| root.sums).unwrap_or_default();
        let articles = containers.places.iter().enumerate();
        let mut view = Self {
            articles: number(
                articles.filter(|(index, p)| p.article == Some(*index) && p.sums.prose > 0.0).count(),
            ),
            groups: Groups::of(outline, lines, &containers),
            order: Order::of(outline, lines, &containers, start),
            description: words(clues.description),
            headline_article: None,
            items: 0.0,
            outline,
            lines,
            containers,
            page,
            headline,
        };
        view.headline_article =
            start.and_then(|start| view.place(outline.blocks.get(start)?.container)?.article);
        view.items = view.items_in_best();
        view
    }

    fn place(&self, container: usize) -> Option<&Place> {
        self.containers.places.get(container)
    }

    /// Share of list items among items and paragraphs of the best container.
    fn items_in_best(&self) -> f32 {
        let (mut items, mut all) = (0.0_f32, 0.0_f32);
        for (block, line) in self.outline.blocks.iter().zip(self.lines) {
            let inside = self.place(block.container).is_some_and(|place| place.down_to_best <= 0.0);
            if inside && line.links() < 0.5 {
                all += line.words;
                items += if block.kind == BlockKind::ListItem { line.words } else { 0.0 };
            }
        }
        items / all.max(1.0)
    }

    #[expect(clippy::indexing_slicing, reason = "one line for each block, one place for each container")]
    fn row(&self, index: usize, words: &mut Vec<u64>) -> Row {
        let (block, line) = (&self.outline.blocks[index], &self.lines[index]);
        let mut row = Row::default();
        text(&mut row, block, line);
        row.repeats = number(self.groups.texts.get(&line.text).copied().unwrap_or(1));
        self.tags(&mut row, block);
        self.around(&mut row, block);
        self.best(&mut row, &self.containers.places[block.container]);
        self.group(&mut row, index);
        self.order.fill(&mut row, index, line);
        self.near(&mut row, index);
        self.meta(&mut row, block, line, words);
        row
    }

    /// The container and those above it.
    fn above(&self, container: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = Some(container);
        std::iter::from_fn(move || {
            let here = next?;
            let parent = self.outline.containers.get(here)?.parent;
            next = (parent != here).then_some(parent);
            Some(here)
        })
    }

    fn tags(&self, row: &mut Row, block: &TextBlock) {
        let mut tags = self.above(block.container).filter_map(|index| self.outline.containers.get(index));
        let mut tag = || tags.next().map_or(-1.0, |container| f32::from(container.tag as u8));
        (row.tag, row.parent_tag, row.grandparent_tag) = (tag(), tag(), tag());
        let Some(steps) = self.place(block.container).map(|place| place.steps) else { return };
        row.noise_steps = steps.noise;
        row.body_steps = steps.body;
        row.article_steps = steps.article;
        row.aside_steps = steps.aside;
        row.header_steps = steps.header;
        row.form_steps = steps.form;
        row.figure_steps = steps.figure;
        row.main_steps = steps.main;
        row.table_steps = steps.table;
        row.comments_steps = steps.comments;
    }

    fn around(&self, row: &mut Row, block: &TextBlock) {
        let mut levels = [self.place(block.container); 5];
        let mut last = block.container;
        for (level, index) in levels.iter_mut().zip(self.above(block.container)) {
            *level = self.place(index);
            last = index;
        }
        // Above the root there is the root again.
        for level in levels.iter_mut().skip(self.above(block.container).take(5).count()) {
            *level = self.place(last);
        }
        let [Some(own), Some(one), Some(two), Some(three), Some(four)] = levels else { return };
        let best = self.place(self.containers.best).map_or(1.0, |place| place.score).max(1.0);
        let prose = self.page.prose_words.max(1.0);
        let words = self.page.words.max(1.0);
        row.depth = own.depth;
        row.score_0 = own.score / best;
        row.score_1 = one.score / best;
        row.score_2 = two.score / best;
        row.score_3 = three.score / best;
        row.score_4 = four.score / best;
        row.score_most = own.score_most / best;
        row.prose_share_1 = one.sums.prose_words / prose;
        row.prose_share_2 = two.sums.prose_words / prose;
        row.prose_share_3 = three.sums.prose_words / prose;
        row.prose_count_0 = own.sums.prose;
        row.prose_count_1 = one.sums.prose;
        row.prose_count_2 = two.sums.prose;
        row.prose_count_3 = three.sums.prose;
        row.prose_density_1 = one.sums.density();
        row.prose_density_2 = two.sums.density();
        row.prose_density_3 = three.sums.density();
        row.links_1 = one.sums.links();
        row.links_2 = two.sums.links();
        row.links_3 = three.sums.links();
        row.links_4 = four.sums.links();
        row.share_0 = own.sums.words / words;
        row.share_1 = one.sums.words / words;
        row.share_2 = two.sums.words / words;
        row.share_3 = three.sums.words / words;
        row.blocks_1 = one.sums.blocks;
        row.blocks_2 = two.sums.blocks;
        let densest = self.place(self.containers.densest).map_or(1.0, |place| place.dense).max(1.0);
        row.dense_1 = one.dense / densest;
        row.dense_2 = two.dense / densest;
        if let Some(article) = own.article.and_then(|article| Some((article, self.place(article)?))) {
            row.article_share = article.1.sums.prose_words / prose;
            row.article_headline = if self.headline_article == Some(article.0) { 2.0 } else { 1.0 };
        }
    }

    fn best(&self, row: &mut Row, place: &Place) {
        let inside = |down: f32| f32::from(u8::from(down <= 0.0));
        row.up_to_best = place.up_to_best;
        row.down_to_best = place.down_to_best;
        row.in_best = inside(place.down_to_best);
        row.up_to_densest = place.up_to_densest;
        row.down_to_densest = place.down_to_densest;
        row.in_densest = inside(place.down_to_densest);
        row.articles = self.articles;
        row.page_words = self.page.words;
        row.page_blocks = self.page.blocks;
        row.page_prose = self.page.density();
        row.page_links = self.page.links();
        row.page_items = self.items;
    }

    fn group(&self, row: &mut Row, index: usize) {
        let prose = self.page.prose_words.max(1.0);
        let path = self.groups.path(index);
        row.path_words = path.words;
        row.path_prose_share = path.prose_words / prose;
        row.path_prose_density = path.density();
        row.path_blocks = path.blocks;
        row.path_links = path.links();
        let class = self.groups.class(index);
        row.class_words = class.words;
        row.class_prose_share = class.prose_words / prose;
        row.class_prose_density = class.density();
        row.class_blocks = class.blocks;
        row.class_links = class.links();
    }

    /// The neighbours in reading order.
    fn near(&self, row: &mut Row, index: usize) {
        let before = index.checked_sub(1);
        let at = |index: Option<usize>| index.and_then(|index| self.lines.get(index));
        let block = |index: Option<usize>| index.and_then(|index| self.outline.blocks.get(index));
        let kind = |index| block(index).map_or(-1.0, |block| f32::from(block.kind as u8));
        let same = |other: Option<usize>| {
            other.is_some_and(|other| self.groups.paths.get(other) == self.groups.paths.get(index))
        };
        let after = Some(index + 1);
        row.words_prev = at(before).map_or(0.0, |line| line.words);
        row.words_next = at(after).map_or(0.0, |line| line.words);
        row.links_prev = at(before).map_or(0.0, Line::links);
        row.links_next = at(after).map_or(0.0, Line::links);
        row.end_prev = at(before).map_or(-1.0, |line| line.end);
        row.kind_prev = kind(before);
        row.kind_next = kind(after);
        row.same_prev = f32::from(u8::from(same(before)));
        row.same_next = f32::from(u8::from(same(after)));
        let mut sums = Sums::default();
        let from = index.saturating_sub(3);
        for (at, line) in self.lines.iter().enumerate().skip(from).take(index + 4 - from) {
            if at != index {
                sums.add(line);
            }
        }
        row.prose_near = sums.density();
        row.links_near = sums.links();
    }

    /// `words` is room to work in.
    fn meta(&self, row: &mut Row, block: &TextBlock, line: &Line, words: &mut Vec<u64>) {
        words.clear();
        if line.tokens.is_empty() && line.words < 150.0 && !self.description.is_empty() {
            hash::each_word(&block.text, |word| words.push(word));
        } else {
            words.extend_from_slice(&line.tokens);
        }
        let all = number(words.len().max(1));
        row.in_headline = number(words.iter().filter(|word| self.headline.contains(word)).count()) / all;
        words.retain(|word| self.description.contains(word));
        row.in_description = number(words.len()) / all;
        words.sort_unstable();
        words.dedup();
        row.is_description = number(words.len()) / number(self.description.len().max(1));
    }
}

fn text(row: &mut Row, block: &TextBlock, line: &Line) {
    let flag = |is: bool| f32::from(u8::from(is));
    let words = line.words.max(1.0);
    row.words = line.words;
    row.links = line.links();
    row.prose = flag(line.prose);
    row.end = line.end;
    row.commas = line.commas / words;
    row.digits = line.digits / line.chars.max(1.0);
    row.capitals = line.capitals / line.chars.max(1.0);
    row.word_length = line.chars / words;
    row.quotes = flag(line.quotes);
    row.separators = line.separators;
    row.address = flag(line.address);
    row.starts_small = flag(line.starts_small);
    row.breaks = line.breaks;
    row.kind = f32::from(block.kind as u8);
    row.level = block.level.map_or(0.0, f32::from);
    row.in_cell = flag(block.cell.is_some());
    row.in_list = flag(block.list.is_some());
    row.hidden = flag(block.hidden);
}

/// The block that shows the headline: the `<h1>` most like it, else the heading most like it, else the first `<h1>`.
fn headline_block(outline: &Outline, lines: &[Line], headline: &Set) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    for (index, (block, line)) in outline.blocks.iter().zip(lines).enumerate() {
        let first = block.level == Some(1);
        if block.kind != BlockKind::Heading || line.tokens.is_empty() {
            continue;
        }
        let held = number(line.tokens.iter().filter(|word| headline.contains(word)).count());
        let like = held / number(line.tokens.len().max(headline.len()).max(1));
        let score = like + if first { 0.3 } else { 0.0 };
        if score >= 0.3 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}
