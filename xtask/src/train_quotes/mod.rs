//! `train-quotes`: the weights of the English quote model, from PolNeAR.

mod corpus;
mod linear;
mod random;
mod speakers;
mod tagger;
mod write;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use copydesk::quotes::training::{self, Tags, Text};

use tagger::{Features, Sequence, Settings, Tagger};

/// Trains the quote model and writes src/quotes/model/weights.bin.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder with polnear/train.jsonl.
    #[arg(long, value_name = "DIR", default_value = "../shared/data")]
    data: PathBuf,
    /// Where to write the weights.
    #[arg(long, value_name = "FILE", default_value = "src/quotes/model/weights.bin")]
    output: PathBuf,
    /// Passes over the corpus.
    #[arg(long, default_value_t = 6)]
    epochs: usize,
    /// First step size.
    #[arg(long, default_value_t = 0.08)]
    rate: f32,
    /// L1 penalty.
    #[arg(long, default_value_t = 1.5e-4)]
    lasso: f32,
    /// Features seen less often are left out.
    #[arg(long, default_value_t = 3)]
    rarest: u32,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let begun = Instant::now();
    let articles = corpus::read(&args.data.join("polnear/train.jsonl"))?;
    let (empty, _) = training::single_table(&[]);
    let rates = corpus::cue_rates(&articles, &empty)?;
    let entries: Vec<(u64, [i8; 1])> = rates
        .iter()
        .map(|(word, step)| (training::cue_feature(*word), [i8::try_from(*step).unwrap_or(0)]))
        .collect();
    let (cues, lost) = training::single_table(&entries);
    eprintln!("{:?}: {} cue words, {lost} lost", begun.elapsed(), entries.len());
    let texts: Vec<Text> = articles
        .iter()
        .map(|article| Text::new(&article.text, &cues).context("the table of cue rates"))
        .collect::<anyhow::Result<_>>()?;
    let features = Features::count(&texts, args.rarest);
    eprintln!("{:?}: {} features", begun.elapsed(), features.len());
    let sequences: Vec<Sequence> = articles
        .iter()
        .zip(&texts)
        .enumerate()
        .flat_map(|(index, (article, text))| features.sequences(index, article, text))
        .collect();
    eprintln!("{:?}: {} paragraphs", begun.elapsed(), sequences.len());
    let settings = Settings { epochs: args.epochs, rate: args.rate, lasso: args.lasso, seed: 20_161_108 };
    let tags = foreign_tags(&features, &sequences, articles.len(), settings);
    eprintln!("{:?}: tagged by taggers that never saw the article", begun.elapsed());
    let speakers = speakers::train(&articles, &texts, &tags);
    eprintln!("{:?}: speakers", begun.elapsed());
    let all: Vec<usize> = (0..sequences.len()).collect();
    let tagger = Tagger::train(&features, &sequences, &all, settings);
    eprintln!("{:?}: tagger", begun.elapsed());
    let print = Text::new(training::KNOWN_TEXT, &cues).context("the known text")?.print();
    let bytes = write::bytes(print, &cues, &features, &tagger, &speakers);
    std::fs::write(&args.output, &bytes)
        .with_context(|| format!("cannot write {}", args.output.display()))?;
    eprintln!("{:?}: {} bytes to {}", begun.elapsed(), bytes.len(), args.output.display());
    Ok(())
}

/// Tags of every paragraph, by article, from taggers trained on the articles of the other two thirds.
fn foreign_tags(
    features: &Features,
    sequences: &[Sequence],
    articles: usize,
    settings: Settings,
) -> Vec<Vec<Tags>> {
    let mut tags = vec![Vec::new(); articles];
    for fold in 0..3 {
        let is_own = |index: &usize| sequences[*index].article % 3 == fold;
        let (own, others): (Vec<usize>, Vec<usize>) = (0..sequences.len()).partition(is_own);
        let tagger = Tagger::train(features, sequences, &others, settings);
        report(&tagger, own.iter().map(|index| &sequences[*index]));
        for index in own {
            tags[sequences[index].article].push(tagger.tags(&sequences[index]));
        }
    }
    tags
}

/// Token scores of each role.
fn report<'a>(tagger: &Tagger, sequences: impl Iterator<Item = &'a Sequence>) {
    let mut counts = [[0_u32; 3]; 4];
    for sequence in sequences {
        let best = tagger.chain().best(&tagger.emissions(sequence), &sequence.classes);
        for (gold, found) in sequence.labels.iter().zip(&best) {
            let (gold, found) = (gold.div_ceil(2), found.div_ceil(2));
            counts[gold][0] += u32::from(gold == found);
            counts[gold][1] += 1;
            counts[found][2] += 1;
        }
    }
    for (role, [right, gold, found]) in ["", "source", "cue", "content"].iter().zip(counts).skip(1) {
        let (right, gold, found) = (f64::from(right), f64::from(gold), f64::from(found));
        eprintln!(
            "{role:8} P {:.1} R {:.1} F {:.1}",
            100. * right / found,
            100. * right / gold,
            200. * right / (gold + found)
        );
    }
}
