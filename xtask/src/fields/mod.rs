//! `train-fields`: learns which of a page's candidates is its headline, its authors, its date.
//!
//! Reads the public data sets named in [`gold`], has the extractor gather each page's candidates with their features,
//! marks those the gold agrees with ([`agree`]), and learns one weight for each feature ([`logit`]). Figures are out of
//! fold: pages are split by registrable domain, and each page is judged by weights that saw no page of its domain. The
//! weights written at the end are learned from all pages.

mod agree;
mod calibration;
mod logit;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use copydesk::extract::training::fields::{Candidates, candidates};
use copydesk::page::{Page, PageSource};

use crate::body::gold::{self, Gold, SETS};

use self::logit::{Lesson, Weights};

/// Learns the weights by which headline, authors and date are chosen.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder that holds `wcxb/` and `fundus/`.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Learn so many times without a part of the domains, and print the figures for that part.
    #[arg(long, value_name = "N", default_value_t = 5)]
    folds: u64,
    /// Write the weights learned from all pages there.
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// How much large weights cost, of every field; otherwise what does best out of fold for each.
    #[arg(long)]
    lambda: Option<f64>,
    /// How much more a page of the smaller, multilingual set counts.
    #[arg(long, default_value_t = 2.0)]
    fundus: f64,
    /// Seed of the split into folds.
    #[arg(long, default_value_t = 20_261_122)]
    seed: u64,
    /// Learn only these fields.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Print the pages of that field that are chosen wrong, out of fold.
    #[arg(long, value_name = "FIELD")]
    wrong: Option<String>,
}

/// A page's candidates for a field, and which are right.
struct Sample {
    id: String,
    set: usize,
    fold: u64,
    candidates: Candidates,
    /// How right each is, 0 to 1, as the sets' scores count it.
    right: Vec<f64>,
    /// What the gold says, for showing.
    gold: String,
    /// Whether the gold says there is nothing.
    none: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let samples = samples(args)?;
    let mut text = "copydesk field weights 1\n".to_owned();
    for (field, samples) in &samples {
        if !args.only.is_empty() && !args.only.iter().any(|only| only == field) {
            continue;
        }
        let folds: Vec<Weights> =
            (0..args.folds).map(|fold| learn(args, field, samples, Some(fold))).collect();
        report(args, field, samples, &folds);
        let weights = learn(args, field, samples, None);
        let _ = writeln!(text, "[{field}]");
        for (name, weight) in &weights {
            let _ = writeln!(text, "{name} {weight:.3}");
        }
        let _ = writeln!(text, "[{field} confidence]");
        for (said, right) in calibration::knots(&judged(samples, &folds)) {
            let _ = writeln!(text, "{said:.3} {right:.3}");
        }
    }
    if let Some(path) = &args.weights {
        fs::write(path, text).with_context(|| format!("{}: cannot be written", path.display()))?;
    }
    Ok(())
}

fn samples(args: &Args) -> anyhow::Result<BTreeMap<&'static str, Vec<Sample>>> {
    let mut samples: BTreeMap<&'static str, Vec<Sample>> = BTreeMap::new();
    for gold in gold::load(&args.data)? {
        let source = PageSource {
            url: &gold.url,
            final_url: &gold.url,
            bytes: &gold.html,
            content_type: None,
            fetched_at: None,
        };
        let page = Page::parse(&source).with_context(|| format!("{}: no page", gold.id))?;
        for (field, candidates) in candidates(&page) {
            let Some(wanted) = agree::wanted(field, &gold.fields) else { continue };
            let right =
                candidates.iter().map(|(said, _)| agree::agreement(field, gold.set, &wanted, said)).collect();
            samples.entry(field).or_default().push(Sample {
                id: gold.id.clone(),
                set: SETS.iter().position(|set| *set == gold.set).unwrap_or(0),
                fold: fold(&gold, args),
                candidates,
                right,
                none: wanted.is_empty(),
                gold: wanted.join(" | "),
            });
        }
    }
    Ok(samples)
}

/// The fold of a page's domain.
fn fold(gold: &Gold, args: &Args) -> u64 {
    gold.draw(args.seed) % args.folds.max(1)
}

fn learn(args: &Args, field: &str, samples: &[Sample], without: Option<u64>) -> Weights {
    let used = samples.iter().filter(|sample| Some(sample.fold) != without);
    let lessons: Vec<Lesson<'_>> = used
        .map(|sample| Lesson {
            rows: sample.candidates.iter().map(|(_, row)| row.features()).collect(),
            right: &sample.right,
            weight: if sample.set == 0 { 1.0 } else { args.fundus },
        })
        .collect();
    logit::learn(&lessons, args.lambda.unwrap_or(if field == "authors" { 30.0 } else { 4.0 }))
}

/// A page's best candidate: index and probability.
fn best(sample: &Sample, folds: &[Weights]) -> Option<(usize, f64)> {
    let rows: Vec<_> = sample.candidates.iter().map(|(_, row)| row.features()).collect();
    let probabilities = logit::probabilities(&rows, &folds[usize::try_from(sample.fold).ok()?]);
    let order = probabilities.iter().copied().enumerate().rev();
    order.max_by(|(_, one), (_, other)| one.total_cmp(other))
}

/// Each page's best candidate, out of fold: its probability and how right it is.
fn judged(samples: &[Sample], folds: &[Weights]) -> Vec<(f64, f64)> {
    let judged = samples.iter().filter_map(|sample| {
        let (index, probability) = best(sample, folds)?;
        Some((probability, sample.right[index]))
    });
    judged.collect()
}

fn report(args: &Args, field: &str, samples: &[Sample], folds: &[Weights]) {
    for (set, name) in SETS.iter().enumerate() {
        let of_set: Vec<&Sample> = samples.iter().filter(|sample| sample.set == set).collect();
        let (with, none): (Vec<&Sample>, Vec<&Sample>) = of_set.into_iter().partition(|sample| !sample.none);
        let score = |sample: &&Sample| best(sample, folds).map_or(0.0, |(index, _)| sample.right[index]);
        let most = |sample: &&Sample| sample.right.iter().copied().fold(0.0, f64::max);
        let mean = |samples: &[&Sample], of: &dyn Fn(&&Sample) -> f64| {
            samples.iter().map(of).sum::<f64>() / samples.len().max(1) as f64
        };
        println!(
            "{field:15} {name:11} out of fold {:.4} of {:.4} that some candidate has, {} pages; given where there is \
             none {:.3} of {}",
            mean(&with, &score),
            mean(&with, &most),
            with.len(),
            1.0 - mean(&none, &score),
            none.len(),
        );
    }
    reliability(samples, folds);
    if args.wrong.as_deref() == Some(field) {
        show_wrong(samples, folds);
    }
}

/// How often a choice of each confidence is right; ties of wholly right candidates count as one.
fn reliability(samples: &[Sample], folds: &[Weights]) {
    const EDGES: [f64; 8] = [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01];
    let mut buckets = [(0.0, 0.0, 0_u32); EDGES.len()];
    for sample in samples {
        let Some((index, probability)) = best(sample, folds) else { continue };
        if let Some(bucket) = EDGES.iter().position(|edge| probability < *edge) {
            buckets[bucket].0 += probability;
            buckets[bucket].1 += sample.right[index];
            buckets[bucket].2 += 1;
        }
    }
    let cells =
        buckets.iter().zip(EDGES).filter(|(bucket, _)| bucket.2 > 0).map(|((said, right, count), edge)| {
            let count_f = f64::from(*count);
            format!("<{edge:.2}: said {:.2} right {:.2} ({count})", said / count_f, right / count_f)
        });
    println!("  {}", cells.collect::<Vec<_>>().join("  "));
}

fn show_wrong(samples: &[Sample], folds: &[Weights]) {
    for sample in samples {
        let rows: Vec<_> = sample.candidates.iter().map(|(_, row)| row.features()).collect();
        let p = logit::probabilities(&rows, &folds[usize::try_from(sample.fold).unwrap_or(0)]);
        let chosen = best(sample, folds).map(|(index, _)| index);
        if chosen.is_some_and(|index| sample.right[index] > 0.99) {
            continue;
        }
        println!("{} GOLD {}", sample.id, sample.gold);
        let mut order: Vec<usize> = (0..p.len()).collect();
        order.sort_by(|&a, &b| p[b].total_cmp(&p[a]));
        for index in order {
            if p[index] < 0.05 && sample.right[index] == 0.0 {
                continue;
            }
            let (said, row) = &sample.candidates[index];
            let said: String = said.join(" | ").chars().take(110).collect();
            let names: BTreeSet<&str> = row.features().iter().map(|(name, _)| *name).collect();
            let names: Vec<&str> = names.into_iter().filter(|name| !name.contains("far")).collect();
            println!("   {:.2} {:.2} {said}   [{}]", p[index], sample.right[index], names.join(", "));
        }
    }
}
