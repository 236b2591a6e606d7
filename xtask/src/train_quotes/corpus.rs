//! The gold articles, as `../shared/eval/quotes/convert.py` writes them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use anyhow::Context as _;
use copydesk::quotes::training::{Text, Word};
use serde::Deserialize;

#[derive(Deserialize)]
struct GoldArticle {
    text: String,
    attributions: Vec<GoldAttribution>,
}

#[derive(Deserialize)]
struct GoldAttribution {
    source: Option<GoldRole>,
    cue: Option<GoldRole>,
    content: Vec<GoldPiece>,
}

#[derive(Deserialize)]
struct GoldRole {
    spans: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
struct GoldPiece {
    start: usize,
    end: usize,
}

/// One article; all spans are bytes.
pub struct Article {
    pub text: String,
    pub attributions: Vec<Attribution>,
}

/// One statement.
pub struct Attribution {
    pub source: Vec<Range<usize>>,
    pub cue: Vec<Range<usize>>,
    pub content: Vec<Range<usize>>,
}

/// Reads all articles of a file.
pub fn read(path: &Path) -> anyhow::Result<Vec<Article>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut articles = Vec::new();
    for (line, number) in BufReader::new(file).lines().zip(1..) {
        let line = line.with_context(|| format!("cannot read {}", path.display()))?;
        let gold: GoldArticle = serde_json::from_str(&line)
            .with_context(|| format!("{}:{number}: no gold article", path.display()))?;
        articles.push(article(gold));
    }
    Ok(articles)
}

fn article(gold: GoldArticle) -> Article {
    let mut bytes: Vec<usize> = gold.text.char_indices().map(|(byte, _)| byte).collect();
    bytes.push(gold.text.len());
    let span = |start: usize, end: usize| bytes[start]..bytes[end];
    let role = |role: Option<GoldRole>| -> Vec<Range<usize>> {
        role.map(|role| role.spans.iter().map(|(start, end)| span(*start, *end)).collect())
            .unwrap_or_default()
    };
    let attributions = gold
        .attributions
        .into_iter()
        .map(|gold| Attribution {
            source: role(gold.source),
            cue: role(gold.cue),
            content: gold.content.iter().map(|piece| span(piece.start, piece.end)).collect(),
        })
        .collect();
    Article { text: gold.text, attributions }
}

/// The gold labels of a paragraph's tokens.
pub fn labels(article: &Article, words: &[Word]) -> Vec<usize> {
    let mut labels = vec![0; words.len()];
    for attribution in &article.attributions {
        for (spans, first) in [(&attribution.content, 5), (&attribution.cue, 3), (&attribution.source, 1)] {
            for span in spans {
                let start = words.partition_point(|word| word.bytes.end <= span.start);
                let end = words.partition_point(|word| word.bytes.start < span.end);
                for (step, label) in labels[start..end.max(start)].iter_mut().enumerate() {
                    if *label == 0 || first != 5 {
                        *label = first + usize::from(step > 0);
                    }
                }
            }
        }
    }
    repair(&mut labels);
    labels
}

/// The rest of a span cut in two by another begins anew.
fn repair(labels: &mut [usize]) {
    let mut before = 0;
    for label in labels {
        if *label > 0 && label.is_multiple_of(2) && !(before == *label || before + 1 == *label) {
            *label -= 1;
        }
        before = *label;
    }
}

/// How often each word is in a cue, in six steps, for words seen at least three times: `(hash, step)`.
pub fn cue_rates(articles: &[Article], empty: &[u8]) -> anyhow::Result<Vec<(u64, u8)>> {
    let mut counts = std::collections::BTreeMap::<u64, (u32, u32)>::new();
    for article in articles {
        let text = Text::new(&article.text, empty).context("the empty table of cue rates")?;
        for paragraph in 0..text.paragraphs() {
            let words = text.words(paragraph);
            for (word, label) in words.iter().zip(labels(article, &words)) {
                let count = counts.entry(word.hash).or_default();
                count.0 += u32::from(word.is_word);
                count.1 += u32::from(matches!(label, 3 | 4));
            }
        }
    }
    let rated = counts.into_iter().filter(|(_, (all, _))| *all >= 3).map(|(word, (all, cue))| {
        let rate = (f64::from(cue)) / (f64::from(all) + 1.0);
        let step = [0.01, 0.05, 0.15, 0.35, 0.6].iter().filter(|floor| rate >= **floor).count();
        (word, u8::try_from(step).unwrap_or_default())
    });
    Ok(rated.filter(|(_, step)| *step > 0).collect())
}
