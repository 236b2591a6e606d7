//! Trains what comes after the tagger: is a quotation anybody's, and whose; and how sure we may be.

use std::ops::Range;

use copydesk::quotes::training::{CONFIDENCE_STEPS, Tags, Text, Unit, confidence_step, likeliest};

use super::corpus::Article;
use super::linear::{Group, Linear};

/// Share of the quotations nobody said that shall be left alone.
const LEFT_ALONE: f32 = 0.82;
const SEED: u64 = 20_161_109;

/// What was trained.
pub struct Speakers {
    pub support: Linear,
    pub floor: f32,
    pub ranker: Linear,
    pub confidence: [Vec<f32>; 2],
}

/// `tags` are by article and paragraph, from taggers that never saw the article.
pub fn train(articles: &[Article], texts: &[Text], tags: &[Vec<Tags>]) -> Speakers {
    let doubts = doubts(articles, texts, tags);
    let support = Linear::train(doubts.iter().map(|(_, group)| group), 1e-4, 3, SEED);
    let floor = floor(&doubts);
    let said = |features: &[u64]| 1.0 / (1.0 + (-support.score(features)).exp());
    let mut examples: Vec<(usize, Example)> = Vec::new();
    for (index, ((article, text), tags)) in articles.iter().zip(texts).zip(tags).enumerate() {
        let units = text.units(tags, said, floor);
        examples.extend(units.into_iter().map(|unit| (index, example(article, unit))));
    }
    let ranker = ranker(&examples, |_| true);
    let confidence = confidence(&examples);
    eprintln!("floor {floor:.3}, support {}, ranker {} weights", support.weights.len(), ranker.weights.len());
    Speakers { support, floor, ranker, confidence }
}

fn ranker(examples: &[(usize, Example)], counts: impl Fn(usize) -> bool) -> Linear {
    let groups =
        examples.iter().filter(|(article, _)| counts(*article)).filter_map(|(_, example)| example.group());
    let groups: Vec<Group> = groups.collect();
    Linear::train(groups.iter(), 6e-5, 3, SEED)
}

/// Bytes two lists of spans share.
fn shared(one: &Range<usize>, others: &[Range<usize>]) -> usize {
    others.iter().map(|other| one.end.min(other.end).saturating_sub(one.start.max(other.start))).sum()
}

/// Every quotation that is clearly somebody's or clearly nobody's, as a choice between nothing and its features.
fn doubts(articles: &[Article], texts: &[Text], tags: &[Vec<Tags>]) -> Vec<(usize, Group)> {
    let mut found = Vec::new();
    for (index, ((article, text), tags)) in articles.iter().zip(texts).zip(tags).enumerate() {
        for (paragraph, tags) in tags.iter().enumerate() {
            for quotation in text.quotations(paragraph, tags) {
                let most =
                    article.attributions.iter().map(|gold| shared(&quotation.bytes, &gold.content)).max();
                let share = most.unwrap_or(0) as f32 / quotation.bytes.len().max(1) as f32;
                if !(0.2..0.75).contains(&share) {
                    let said = share >= 0.5;
                    let choices = vec![Vec::new(), quotation.features];
                    found.push((index, Group { choices, right: vec![!said, said] }));
                }
            }
        }
    }
    found
}

/// The likelihood below which the wanted share of what nobody said lies, by models that never saw the article.
fn floor(doubts: &[(usize, Group)]) -> f32 {
    let (mut nobody, mut somebody) = (Vec::new(), Vec::new());
    for fold in 0..3 {
        let others = doubts.iter().filter(|(article, _)| article % 3 != fold).map(|(_, group)| group);
        let support = Linear::train(others, 1e-4, 3, SEED);
        for (_, group) in doubts.iter().filter(|(article, _)| article % 3 == fold) {
            let said = 1.0 / (1.0 + (-support.score(&group.choices[1])).exp());
            if group.right[1] { somebody.push(said) } else { nobody.push(said) }
        }
    }
    nobody.sort_by(f32::total_cmp);
    let floor = nobody[(nobody.len() as f32 * LEFT_ALONE) as usize].clamp(0.05, 0.9);
    let lost = somebody.iter().filter(|said| **said < floor).count();
    let left = nobody.iter().filter(|said| **said < floor).count();
    eprintln!("at {floor:.3}: {left} of {} left alone, {lost} of {} lost", nobody.len(), somebody.len());
    floor
}

/// A unit with what is right.
struct Example {
    unit: Unit,
    /// Whether anybody said it.
    gold: bool,
    right: Vec<bool>,
}

impl Example {
    fn group(&self) -> Option<Group> {
        let known = self.gold && self.right.iter().any(|right| *right);
        known.then(|| Group {
            choices: self.unit.choices.iter().map(|(_, features)| features.clone()).collect(),
            right: self.right.clone(),
        })
    }
}

fn example(article: &Article, unit: Unit) -> Example {
    let gold = article.attributions.iter().max_by_key(|gold| shared(&unit.bytes, &gold.content));
    let gold = gold.filter(|gold| shared(&unit.bytes, &gold.content) * 2 > unit.bytes.len());
    let right = |choice: &Option<Range<usize>>| match (choice, gold) {
        (None, Some(gold)) => gold.source.is_empty(),
        (Some(bytes), Some(gold)) => names(article, bytes, &gold.source),
        (_, None) => false,
    };
    let right = unit.choices.iter().map(|(choice, _)| right(choice)).collect();
    Example { gold: gold.is_some(), right, unit }
}

/// Whether a mention names the gold source: most of it lies there, and more than an article or a preposition.
fn names(article: &Article, bytes: &Range<usize>, source: &[Range<usize>]) -> bool {
    let both = shared(bytes, source);
    let whole: usize = source.iter().map(Range::len).sum();
    let long = source.iter().any(|span| {
        let start = span.start.max(bytes.start);
        let end = span.end.min(bytes.end);
        start < end
            && article.text.get(start..end).is_some_and(|text| {
                text.split_whitespace().any(|word| word.len() > 3 || word.starts_with(char::is_uppercase))
            })
    });
    both * 2 >= bytes.len() && both > 0 && (long || both == whole)
}

/// How often statements of each step of raw confidence were right, never falling (pool adjacent violators), by rankers
/// that never saw the article; for quotations and for other contents.
fn confidence(examples: &[(usize, Example)]) -> [Vec<f32>; 2] {
    let mut counts = [[(0.0_f64, 0.0_f64); CONFIDENCE_STEPS]; 2];
    for fold in 0..2 {
        let ranker = ranker(examples, |article| article % 2 != fold);
        for (_, example) in examples.iter().filter(|(article, _)| article % 2 == fold) {
            let choices = example.unit.choices.iter();
            let scores: Vec<f32> = choices.map(|(_, features)| ranker.score(features)).collect();
            let Some((best, share)) = likeliest(&scores) else { continue };
            let table = &mut counts[usize::from(!example.unit.quoted)];
            let step = &mut table[confidence_step(share * example.unit.said)];
            step.0 += f64::from(u8::from(example.right[best]));
            step.1 += 1.0;
        }
    }
    for (table, name) in counts.iter().zip(["quoted", "other"]) {
        let (right, all) = table.iter().fold((0.0, 0.0), |sum, step| (sum.0 + step.0, sum.1 + step.1));
        eprintln!("{name}: {:.1} % of {all} right", 100.0 * right / all);
    }
    let confidence = counts.map(|steps| rising(&steps));
    reliability(&counts[0], &confidence[0]);
    confidence
}

/// Prints how often quotations of each tenth of confidence were right.
fn reliability(steps: &[(f64, f64)], confidence: &[f32]) {
    let mut tenths = [(0.0, 0.0, 0.0); 10];
    for ((right, all), confidence) in steps.iter().zip(confidence) {
        let tenth = &mut tenths[((confidence * 10.0) as usize).min(9)];
        tenth.0 += right;
        tenth.1 += all;
        tenth.2 += all * f64::from(*confidence);
    }
    eprintln!("quotations by confidence, from rankers that never saw the article:");
    for (from, (right, all, sum)) in tenths.iter().enumerate().filter(|(_, (_, all, _))| *all > 0.0) {
        eprintln!(
            "0.{from}: {all:5} of them, {:.1} % right, {:.2} on average",
            100.0 * right / all,
            sum / all
        );
    }
}

fn rising(steps: &[(f64, f64)]) -> Vec<f32> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (right, all) in steps {
        pools.push((*right, *all, 1));
        while let [.., before, last] = pools.as_slice()
            && before.0 * last.1 >= last.0 * before.1
        {
            let joined = (before.0 + last.0, before.1 + last.1, before.2 + last.2);
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    let share = |(right, all, width): (f64, f64, usize)| {
        std::iter::repeat_n(((right + 1.0) / (all + 2.0)) as f32, width)
    };
    pools.into_iter().flat_map(share).map(|share| (share * 1000.0).round() / 1000.0).collect()
}
