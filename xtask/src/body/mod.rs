//! `train-body`: learns which blocks of a page are its article.
//!
//! Reads the public data sets named in [`gold`], finds out which blocks each gold text is made of ([`align`]), and
//! learns small tables of words ([`tables`]) and gradient-boosted trees ([`boost`]) over the features the extractor
//! computes. Figures are out of fold: pages are split by registrable domain, and each page is scored by trees and
//! tables that saw no page of its domain. The weights written at the end are learned from all pages.

mod align;
mod boost;
mod calibration;
pub mod gold;
mod kept;
mod score;
mod tables;
mod weights;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use copydesk::extract::training::{NAMES, Sample, hash_of};
use copydesk::page::{Page, PageSource};

use self::boost::{Forest, Rows, Settings};
use self::gold::Gold;
use self::score::Score;
use self::tables::AllCounts;

/// Learns the weights of the generic body extractor.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder that holds `wcxb/` and `fundus/`.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Learn so many times without a part of the domains, and print the figures for that part.
    #[arg(long, value_name = "N", default_value_t = 5)]
    folds: usize,
    /// Write the bodies found out of fold there, as `{"id", "text"}` lines.
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Write the bodies made of exactly the right blocks there: what is lost before anything is judged.
    #[arg(long, value_name = "FILE")]
    right: Option<PathBuf>,
    /// Write the weights learned from all pages there.
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Trees.
    #[arg(long, default_value_t = 150)]
    trees: usize,
    /// Leaves of each tree; no more than 32.
    #[arg(long, default_value_t = 31)]
    leaves: usize,
    /// How far each tree goes.
    #[arg(long, default_value_t = 0.1)]
    rate: f64,
    /// Least weight of a leaf.
    #[arg(long, default_value_t = 20.0)]
    least: f64,
    /// Added to a leaf's weight.
    #[arg(long, default_value_t = 5.0)]
    lambda: f64,
    /// Share of the features each tree may look at.
    #[arg(long, default_value_t = 0.2)]
    features: f64,
    /// Seed of that choice and of the split into folds.
    #[arg(long, default_value_t = 20_261_122)]
    seed: u64,
    /// Features to do without, parted by commas.
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
    /// Keep the probabilities found out of fold there, or, if the file is there already, take them from it instead of
    /// learning: for judging what comes after them. They fit as long as blocks and folds are the same.
    #[arg(long, value_name = "FILE")]
    kept: Option<PathBuf>,
    /// Print the blocks of these pages with their probabilities.
    #[arg(long, value_delimiter = ',')]
    show: Vec<String>,
}

/// A page ready for learning.
struct Lesson {
    gold: Gold,
    sample: Sample,
    labels: Vec<bool>,
    /// How much each block counts: its share of the article's words.
    weights: Vec<f64>,
    fold: usize,
    /// Whether the gold fits the page well enough to learn from it.
    sound: bool,
}

impl Lesson {
    /// The labels as probabilities.
    fn right(&self) -> Vec<f32> {
        self.labels.iter().map(|&kept| f32::from(u8::from(kept))).collect()
    }
}

fn write_bodies(
    path: &Path,
    lessons: &[Lesson],
    probabilities: &[Vec<f32>],
    threshold: f32,
) -> anyhow::Result<()> {
    let mut out = fs::File::create(path).with_context(|| format!("{}: cannot be written", path.display()))?;
    for (lesson, probabilities) in lessons.iter().zip(probabilities) {
        let text = lesson.sample.body(probabilities, threshold);
        writeln!(out, "{}", serde_json::json!({"id": lesson.gold.id, "text": text}))?;
    }
    Ok(())
}

/// Words every block counts besides its own, so that bylines and other short lines are not for nothing.
const BESIDES: usize = 1;
/// A block counts for no more than this.
const MOST_WEIGHT: f64 = 0.5;
/// Pages on which even the right blocks score less have a gold that is cut off, or of another page.
const SOUND: f64 = 0.8;

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let begin = Instant::now();
    let lessons = lessons(args)?;
    eprintln!("{} pages read after {:.0?}", lessons.len(), begin.elapsed());
    let counts = counts(&lessons);
    if args.folds > 1 {
        let (probabilities, gains) = match &args.kept {
            Some(path) if path.exists() => (kept::read(path, &lessons)?, vec![0.0; NAMES.len()]),
            _ => out_of_fold(args, &lessons, &counts),
        };
        if let Some(path) = args.kept.as_deref().filter(|path| !path.exists()) {
            kept::write(path, &lessons, &probabilities)?;
        }
        eprintln!("learned {} times after {:.0?}", args.folds, begin.elapsed());
        let threshold = report(&lessons, &probabilities);
        calibration::print(&lessons, &probabilities, threshold);
        print_gains(&gains);
        for (lesson, probabilities) in lessons.iter().zip(&probabilities) {
            if args.show.contains(&lesson.gold.id) {
                show(lesson, probabilities);
            }
        }
        if let Some(path) = &args.predictions {
            write_bodies(path, &lessons, &probabilities, threshold)?;
        }
        if let Some(path) = &args.right {
            write_bodies(path, &lessons, &lessons.iter().map(Lesson::right).collect::<Vec<_>>(), threshold)?;
        }
        if let Some(path) = &args.weights {
            let forest = learn(args, &lessons, &counts, None);
            let words: HashMap<u64, &str> = lessons
                .iter()
                .flat_map(|lesson| &lesson.sample.vocabulary)
                .map(|word| (hash_of(word), word.as_str()))
                .collect();
            let text = weights::written(&forest, &counts.tables(&[]), &words, threshold);
            fs::write(path, text).with_context(|| format!("{}: cannot be written", path.display()))?;
        }
    }
    eprintln!("done after {:.0?}", begin.elapsed());
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn lessons(args: &Args) -> anyhow::Result<Vec<Lesson>> {
    let pages = gold::load(&args.data)?;
    let folds = folds(&pages, args);
    let mut lessons = Vec::new();
    for gold in pages {
        let source = PageSource {
            url: &gold.url,
            final_url: &gold.url,
            bytes: &gold.html,
            content_type: None,
            fetched_at: None,
        };
        let page = Page::parse(&source).with_context(|| format!("{}: no page", gold.id))?;
        let sample = Sample::of(&page);
        let labels = align::labels(sample.texts(), &gold.text);
        let lengths: Vec<usize> = sample.texts().map(|text| align::tokens(text).len()).collect();
        let words = align::tokens(&gold.text).len().max(1) as f64;
        let weights =
            lengths.iter().map(|&length| ((length + BESIDES) as f64 / words).min(MOST_WEIGHT)).collect();
        let right: Vec<f32> = labels.iter().map(|&kept| f32::from(u8::from(kept))).collect();
        let sound = score::score(&gold.text, &sample.body(&right, 0.5)).f1 >= SOUND;
        let fold = folds[&gold.domain];
        lessons.push(Lesson {
            gold: Gold { html: Vec::new(), ..gold },
            sample,
            labels,
            weights,
            fold,
            sound,
        });
    }
    Ok(lessons)
}

/// Deals the domains out: large ones first, each to the fold with the fewest pages, equals in an order the seed gives.
fn folds(pages: &[Gold], args: &Args) -> HashMap<String, usize> {
    let mut sizes: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    for page in pages {
        sizes.entry(&page.domain).or_insert((0, page.draw(args.seed))).0 += 1;
    }
    let mut order: Vec<(&str, (usize, u64))> = sizes.into_iter().collect();
    order.sort_by_key(|&(_, (size, drawn))| (usize::MAX - size, drawn));
    let mut filled = vec![0; args.folds.max(1)];
    let mut folds = HashMap::new();
    for (domain, (size, _)) in order {
        let fold = (0..filled.len()).min_by_key(|&fold| filled[fold]).unwrap_or(0);
        filled[fold] += size;
        folds.insert(domain.to_owned(), fold);
    }
    folds
}

/// Counts the words of tables by fold.
fn counts(lessons: &[Lesson]) -> AllCounts {
    let mut counts = AllCounts::default();
    for lesson in lessons.iter().filter(|lesson| lesson.sound) {
        let (mut around, mut own, mut words) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (block, (&kept, &weight)) in lesson.labels.iter().zip(&lesson.weights).enumerate() {
            let add = |map: &mut HashMap<u64, (f64, f64)>, word: u64| {
                let (for_it, against) = map.entry(word).or_default();
                *(if kept { for_it } else { against }) += weight;
            };
            let mut seen = HashSet::new();
            for (level, names) in lesson.sample.class_words(block).enumerate() {
                for &name in names {
                    if seen.insert(name) {
                        add(&mut around, name);
                    }
                    if level < 2 {
                        add(&mut own, name);
                    }
                }
            }
            let short = lesson.sample.words(block);
            if short.len() <= 16 {
                short.iter().collect::<HashSet<_>>().into_iter().for_each(|&word| add(&mut words, word));
            }
        }
        counts.around.add(lesson.fold, &lesson.gold.domain, around);
        counts.own.add(lesson.fold, &lesson.gold.domain, own);
        counts.words.add(lesson.fold, &lesson.gold.domain, words);
    }
    counts
}

/// Learns from all lessons but those of a fold.
fn learn(args: &Args, lessons: &[Lesson], counts: &AllCounts, without: Option<usize>) -> Forest {
    let mut rows = Rows { width: NAMES.len(), ..Rows::default() };
    for fold in (0..args.folds).filter(|&fold| Some(fold) != without) {
        let left_out: Vec<usize> = without.into_iter().chain([fold]).collect();
        let tables = counts.tables(&left_out);
        for lesson in lessons.iter().filter(|lesson| lesson.fold == fold && lesson.sound) {
            for row in lesson.sample.rows(&tables) {
                rows.values.extend(masked(row, args));
            }
            rows.labels.extend(&lesson.labels);
            rows.weights.extend(&lesson.weights);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let mean = rows.weights.iter().sum::<f64>() / rows.weights.len().max(1) as f64;
    rows.weights.iter_mut().for_each(|weight| *weight /= mean);
    let settings = Settings {
        trees: args.trees,
        leaves: args.leaves,
        rate: args.rate,
        lambda: args.lambda,
        least: args.least,
        features: args.features,
        seed: args.seed,
    };
    boost::grow(&rows, &settings)
}

fn masked(mut row: [f32; NAMES.len()], args: &Args) -> [f32; NAMES.len()] {
    for name in &args.without {
        if let Some(index) = NAMES.iter().position(|known| known == name) {
            row[index] = 0.0;
        }
    }
    row
}

/// Probabilities for each page's blocks by trees that saw no page of its domain, and what the features gained.
fn out_of_fold(args: &Args, lessons: &[Lesson], counts: &AllCounts) -> (Vec<Vec<f32>>, Vec<f64>) {
    let mut probabilities = vec![Vec::new(); lessons.len()];
    let mut gains = vec![0.0; NAMES.len()];
    for fold in 0..args.folds {
        let forest = learn(args, lessons, counts, Some(fold));
        let tables = counts.tables(&[fold]);
        for (lesson, probabilities) in lessons.iter().zip(&mut probabilities) {
            if lesson.fold == fold {
                let rows = lesson.sample.rows(&tables).into_iter();
                *probabilities = rows.map(|row| forest.probability(&masked(row, args))).collect();
            }
        }
        gains.iter_mut().zip(&forest.gains).for_each(|(sum, gain)| *sum += gain);
    }
    (probabilities, gains)
}

/// Prints the figures, and gives the threshold with the best mean over both sets.
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn report(lessons: &[Lesson], probabilities: &[Vec<f32>]) -> f32 {
    let scores = |threshold: f32, set: &str| -> Vec<Score> {
        let of_set = lessons.iter().zip(probabilities).filter(|(lesson, _)| lesson.gold.set == set);
        of_set.map(|(lesson, p)| score::score(&lesson.gold.text, &lesson.sample.body(p, threshold))).collect()
    };
    let right: Vec<Vec<f32>> = lessons.iter().map(Lesson::right).collect();
    for set in gold::SETS {
        let of_set = lessons.iter().zip(&right).filter(|(lesson, _)| lesson.gold.set == set);
        let best: Vec<Score> =
            of_set.map(|(lesson, p)| score::score(&lesson.gold.text, &lesson.sample.body(p, 0.5))).collect();
        let (mean, sound) =
            (score::mean(&best), lessons.iter().filter(|l| l.gold.set == set && l.sound).count());
        println!(
            "{set:11} right blocks  F1 {:.4}  ({:.4} / {:.4}), {sound} sound",
            mean.f1, mean.precision, mean.recall
        );
    }
    let mut best = (0.0, 0.5);
    for step in 2..=18 {
        let threshold = step as f32 * 0.05;
        let means: Vec<Score> = gold::SETS.iter().map(|set| score::mean(&scores(threshold, set))).collect();
        let mean = means.iter().map(|mean| mean.f1).sum::<f64>() / 2.0;
        for (set, mean) in gold::SETS.iter().zip(&means) {
            print!(
                "{set:11} >= {threshold:.2}  F1 {:.4}  ({:.4} / {:.4})   ",
                mean.f1, mean.precision, mean.recall
            );
        }
        println!();
        if mean > best.0 {
            best = (mean, threshold);
        }
    }
    println!("threshold {:.2}, mean {:.4}", best.1, best.0);
    best.1
}

fn print_gains(gains: &[f64]) {
    let total: f64 = gains.iter().sum();
    let mut order: Vec<(f64, &str)> =
        gains.iter().map(|gain| gain / total).zip(NAMES.iter().copied()).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    for line in order.chunks(8) {
        let line: Vec<String> =
            line.iter().map(|(gain, name)| format!("{name} {:.2}%", gain * 100.0)).collect();
        println!("  {}", line.join("  "));
    }
}

fn show(lesson: &Lesson, probabilities: &[f32]) {
    println!("== {} {}", lesson.gold.id, lesson.gold.url);
    for (index, text) in lesson.sample.texts().enumerate() {
        let mark = if lesson.labels[index] { '+' } else { ' ' };
        let place = lesson.sample.place(index);
        let text: String = text.chars().take(90).collect();
        println!("{mark} {:.2} {:.3} {place:24} {text:?}", probabilities[index], lesson.weights[index]);
    }
}
