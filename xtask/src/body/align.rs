//! Which blocks of a page the gold text is made of.
//!
//! Each block may lie at several places of the gold; the heaviest chain of places that go up in page and gold alike
//! says where each block lies, so that a menu item which happens to be a word of the article is not taken for it.
//! What is left of the gold after that is offered to long blocks once more, for pages whose gold has another order.

use std::collections::HashMap;

/// Blocks of fewer tokens must stand in the gold as a whole.
const SHINGLE: usize = 4;
/// Places of one block that are looked at.
const PLACES: usize = 24;
/// Share of a block's tokens that must be found.
const ENOUGH: f64 = 0.6;
/// Blocks of fewer tokens are not placed against the order.
const LOOSE: usize = 8;

/// Lower-cased words; in Han, kana and Thai every character is one.
pub fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        let dense = matches!(c, '\u{e01}'..='\u{eff}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
        if (dense || !(c.is_alphanumeric() || c == '_')) && !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        if dense {
            tokens.push(c.to_string());
        } else if c.is_alphanumeric() || c == '_' {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}

#[derive(Clone, Copy)]
struct Place {
    block: usize,
    from: usize,
    to: usize,
    weight: usize,
}

/// For each block whether it is part of the gold.
pub fn labels<'a>(blocks: impl Iterator<Item = &'a str>, gold: &str) -> Vec<bool> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut number = |token: String| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(token).or_insert(next)
    };
    let gold: Vec<u32> = tokens(gold).into_iter().map(&mut number).collect();
    let blocks: Vec<Vec<u32>> =
        blocks.map(|text| tokens(text).into_iter().map(&mut number).collect()).collect();
    let index = Index::of(&gold);
    let mut labels = vec![false; blocks.len()];
    let mut taken = vec![false; gold.len()];
    for round in 0..3 {
        let mut places = Vec::new();
        for (block, tokens) in blocks.iter().enumerate() {
            if !labels[block] && (round == 0 || tokens.len() >= LOOSE) {
                index.places(block, tokens, &taken, &mut places);
            }
        }
        for place in chain(places, gold.len()) {
            labels[place.block] = true;
            taken[place.from..place.to].fill(true);
        }
    }
    labels
}

/// Where each shingle and each single token of the gold stands.
struct Index<'a> {
    gold: &'a [u32],
    shingles: HashMap<&'a [u32], Vec<usize>>,
    firsts: HashMap<u32, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn of(gold: &'a [u32]) -> Self {
        let mut shingles: HashMap<&[u32], Vec<usize>> = HashMap::new();
        for (at, shingle) in gold.windows(SHINGLE).enumerate() {
            shingles.entry(shingle).or_default().push(at);
        }
        let mut firsts: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, &token) in gold.iter().enumerate() {
            firsts.entry(token).or_default().push(at);
        }
        Self { gold, shingles, firsts }
    }

    fn places(&self, block: usize, tokens: &[u32], taken: &[bool], places: &mut Vec<Place>) {
        if tokens.is_empty() {
            return;
        }
        let free =
            |from: usize, to: usize| taken[from..to].iter().filter(|&&taken| taken).count() * 4 < to - from;
        if tokens.len() < SHINGLE {
            for &at in self.firsts.get(&tokens[0]).into_iter().flatten() {
                if self.gold[at..].starts_with(tokens) && free(at, at + tokens.len()) {
                    places.push(Place { block, from: at, to: at + tokens.len(), weight: tokens.len() });
                }
            }
            return;
        }
        // Shingles vote for the place the block would begin at; insertions and losses shift it a little.
        let mut votes: HashMap<isize, usize> = HashMap::new();
        for (offset, shingle) in tokens.windows(SHINGLE).enumerate() {
            for &at in self.shingles.get(shingle).into_iter().flatten().take(PLACES) {
                *votes.entry((at.cast_signed() - offset.cast_signed()).div_euclid(8)).or_default() += 1;
            }
        }
        let mut best: Vec<(isize, usize)> = votes.into_iter().collect();
        best.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        for (begin, _) in best.into_iter().take(PLACES) {
            let reach = tokens.len().cast_signed() + 24;
            let (low, high) = (begin * 8 - 8, begin * 8 + reach);
            let mut covered = vec![false; tokens.len()];
            let (mut from, mut to) = (usize::MAX, 0);
            for (offset, shingle) in tokens.windows(SHINGLE).enumerate() {
                let found = self.shingles.get(shingle).into_iter().flatten();
                let near = |at: &&usize| (low..high).contains(&at.cast_signed());
                if let Some(&at) = found.take(PLACES).find(near) {
                    covered[offset..offset + SHINGLE].fill(true);
                    (from, to) = (from.min(at), to.max(at + SHINGLE));
                }
            }
            let weight = covered.iter().filter(|&&covered| covered).count();
            #[expect(clippy::cast_precision_loss, reason = "small counts")]
            if weight as f64 >= ENOUGH * tokens.len() as f64 && to > from && free(from, to) {
                places.push(Place { block, from, to, weight });
            }
        }
    }
}

/// The most tokens two neighbours in a chain may share: a shingle that happens to stand at the other's border.
const OVERLAP: usize = 16;

/// The heaviest chain of places, blocks and gold both in order, none over another but at the borders.
fn chain(mut places: Vec<Place>, gold: usize) -> Vec<Place> {
    places.sort_by_key(|place| (place.block, place.from));
    // Best chain that ends at or before each place of the gold, as a Fenwick tree of maxima.
    let mut tree: Vec<(usize, usize)> = vec![(0, usize::MAX); gold + 2];
    let mut links: Vec<(usize, usize)> = Vec::with_capacity(places.len());
    let mut next = 0;
    while next < places.len() {
        let end = places[next..].iter().take_while(|place| place.block == places[next].block).count() + next;
        for place in &places[next..end] {
            let (mut at, mut best) = (place.from + 1, (0, usize::MAX));
            while at > 0 {
                if tree[at].0 > best.0 {
                    best = tree[at];
                }
                at &= at - 1;
            }
            links.push((best.0 + place.weight, best.1));
        }
        for (index, place) in places.iter().enumerate().take(end).skip(next) {
            let mut at = place.to - OVERLAP.min((place.to - place.from) / 4) + 1;
            while at < tree.len() {
                if links[index].0 > tree[at].0 {
                    tree[at] = (links[index].0, index);
                }
                at += at & at.wrapping_neg();
            }
        }
        next = end;
    }
    let mut at = (0..places.len()).max_by_key(|&index| (links[index].0, usize::MAX - index));
    let mut chain = Vec::new();
    while let Some(index) = at {
        chain.push(places[index]);
        at = Some(links[index].1).filter(|&before| before != usize::MAX);
    }
    chain
}
