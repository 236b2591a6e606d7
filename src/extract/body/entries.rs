//! A live blog's entries: parts of the body that are built alike, each with a time of its own.
//!
//! Around every time there is a largest container that holds no other; where three or more of these are siblings and
//! hold most of the body, they are its entries.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ego_tree::NodeId;
use scraper::ElementRef;

use crate::article::{Entry, PageTime};
use crate::extract::source::Sources;
use crate::extract::survey::Mark;
use crate::extract::survey::outline::{Container, TextBlock};

/// Fewest entries of a live blog.
const FEWEST: usize = 3;

/// The entries of a body made of these blocks, each with its place in code points.
pub fn entries(sources: &Sources<'_>, blocks: &[&TextBlock], spans: &[(usize, usize)]) -> Vec<Entry> {
    let times = Times::of(sources);
    let containers = &sources.survey.outline.containers;
    let mut words = vec![0; containers.len()];
    for block in blocks {
        if let Some(sum) = words.get_mut(block.container) {
            *sum += block.words;
        }
    }
    sum_up(containers, &mut words);
    // By the container around them, in the page's order.
    let mut siblings: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for entry in times.entries(sources).filter(|&entry| words.get(entry).is_some_and(|&words| words > 0)) {
        let parent = containers.get(entry).map_or(0, |container| container.parent);
        siblings.entry(parent).or_default().insert(entry);
    }
    let Some(entries) = siblings.into_values().max_by_key(BTreeSet::len).filter(|all| all.len() >= FEWEST)
    else {
        return Vec::new();
    };
    let held: usize = entries.iter().filter_map(|&entry| words.get(entry)).sum();
    if held * 2 < blocks.iter().map(|block| block.words).sum() {
        return Vec::new();
    }
    placed(sources, &times, &entries, blocks, spans)
}

/// The time elements of a page by their containers.
struct Times {
    /// The first time right in each container, as far as it can be read.
    first: BTreeMap<usize, Option<PageTime>>,
    /// How many there are in each container with all it holds.
    counts: Vec<usize>,
}

impl Times {
    fn of(sources: &Sources<'_>) -> Self {
        let containers = &sources.survey.outline.containers;
        let index: HashMap<NodeId, usize> =
            containers.iter().enumerate().map(|(index, container)| (container.node, index)).collect();
        let mut times = Self { first: BTreeMap::new(), counts: vec![0; containers.len()] };
        let marks = sources.survey.marks.iter().filter(|(mark, _)| *mark == Mark::Time);
        for (_, element) in marks {
            let around = std::iter::once(element.id()).chain(element.ancestors().map(|above| above.id()));
            if let Some(&container) = around.into_iter().find_map(|node| index.get(&node)) {
                times.first.entry(container).or_insert_with(|| time(*element));
                if let Some(count) = times.counts.get_mut(container) {
                    *count += 1;
                }
            }
        }
        sum_up(containers, &mut times.counts);
        times
    }

    /// For each container with a time the largest one around it that holds no other time.
    fn entries(&self, sources: &Sources<'_>) -> impl Iterator<Item = usize> {
        let containers = &sources.survey.outline.containers;
        self.first.keys().map(move |&own| {
            let count = |index: usize| self.counts.get(index).copied().unwrap_or(0);
            let (mut entry, wanted) = (own, count(own));
            while let Some(container) = containers.get(entry) {
                if container.parent == entry || count(container.parent) != wanted {
                    break;
                }
                entry = container.parent;
            }
            entry
        })
    }

    /// The first time in a container.
    fn within(&self, sources: &Sources<'_>, entry: usize) -> Option<PageTime> {
        let containers = &sources.survey.outline.containers;
        let is_inside = |mut index: usize| loop {
            if index == entry {
                return true;
            }
            match containers.get(index) {
                Some(container) if container.parent < index => index = container.parent,
                _ => return false,
            }
        };
        // Containers of an entry are numbered right behind it.
        let mut behind = self.first.range(entry..);
        behind.next().filter(|(index, _)| is_inside(**index)).and_then(|(_, time)| *time)
    }
}

/// Adds to each container what those in it have.
fn sum_up(containers: &[Container], sums: &mut [usize]) {
    for (index, container) in containers.iter().enumerate().rev() {
        let own = sums.get(index).copied().unwrap_or(0);
        if let Some(sum) = sums.get_mut(container.parent).filter(|_| container.parent != index) {
            *sum += own;
        }
    }
}

fn time(element: ElementRef<'_>) -> Option<PageTime> {
    element.attr("datetime")?.trim().parse().ok()
}

fn placed(
    sources: &Sources<'_>,
    times: &Times,
    entries: &BTreeSet<usize>,
    blocks: &[&TextBlock],
    spans: &[(usize, usize)],
) -> Vec<Entry> {
    // Parents come first, so each container's entry is its own or its parent's.
    let mut entry_of: Vec<Option<usize>> = Vec::with_capacity(sources.survey.outline.containers.len());
    for (index, container) in sources.survey.outline.containers.iter().enumerate() {
        let above = entry_of.get(container.parent).copied().flatten();
        entry_of.push(if entries.contains(&index) { Some(index) } else { above });
    }
    let mut found: Vec<Entry> = Vec::new();
    let mut last = None;
    for (block, &(start, end)) in blocks.iter().zip(spans) {
        let entry = entry_of.get(block.container).copied().flatten();
        match (entry, found.last_mut()) {
            (Some(_), Some(open)) if entry == last => open.end = open.end.max(end),
            (Some(entry), _) => found.push(Entry { time: times.within(sources, entry), start, end }),
            (None, _) => {}
        }
        last = entry;
    }
    found
}
