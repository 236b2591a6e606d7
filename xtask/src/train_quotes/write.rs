//! Weights → the bytes the library embeds.

use copydesk::quotes::training::{self, LABEL_COUNT, MAGIC, VERSION};

use super::linear::Linear;
use super::speakers::Speakers;
use super::tagger::{Features, Tagger};

/// No weight is written larger than this: the rest of the byte's range goes to the many small ones.
const LARGEST: f32 = 4.0;

/// The tagger keeps only so many rows, the heaviest: three quarters of a table that the cache of one core holds.
const MOST_ROWS: usize = 49_152;

/// The whole file. `print` is that of the known text.
pub fn bytes(print: u64, cues: &[u8], features: &Features, tagger: &Tagger, speakers: &Speakers) -> Vec<u8> {
    let (tags, tagger_scale) = tagger_table(features, tagger);
    let (support, support_scale) = single_table("support", &speakers.support);
    let (ranker, ranker_scale) = single_table("ranker", &speakers.ranker);
    let numbers: Vec<f32> = [tagger_scale, support_scale, ranker_scale, speakers.floor]
        .into_iter()
        .chain(speakers.confidence.iter().flatten().copied())
        .collect();
    let chain: Vec<f32> = tagger.chain().scores().iter().flatten().flatten().copied().collect();
    let mut found = MAGIC.to_vec();
    found.extend(VERSION.to_le_bytes());
    found.extend(print.to_le_bytes());
    for section in [&floats(&numbers), cues, &floats(&chain), &tags, &support, &ranker] {
        found.extend(u32::try_from(section.len()).unwrap_or(u32::MAX).to_le_bytes());
        found.extend(section);
    }
    found
}

fn floats(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn byte(weight: f32, scale: f32) -> i8 {
    (weight / scale).round().clamp(-127.0, 127.0) as i8
}

fn tagger_table(features: &Features, tagger: &Tagger) -> (Vec<u8>, f32) {
    let most = tagger.rows().flatten().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let scale = most.min(LARGEST) / 127.0;
    let rows: Vec<_> = tagger.rows().collect();
    let mut entries: Vec<(u64, [i8; LABEL_COUNT])> = features
        .iter()
        .map(|(feature, index)| (feature, rows[index].map(|weight| byte(weight, scale))))
        .filter(|(_, row)| row.iter().any(|weight| *weight != 0))
        .collect();
    // The heaviest first: where a bucket overflows, the lightest are lost.
    entries.sort_by_key(|(feature, row)| {
        (std::cmp::Reverse(row.iter().map(|weight| u32::from(weight.unsigned_abs())).sum::<u32>()), *feature)
    });
    let all = entries.len();
    entries.truncate(MOST_ROWS);
    let (table, lost) = training::tagger_table(&entries);
    eprintln!(
        "tagger: {} of {all} rows, {lost} lost, largest weight {most:.2}, {} bytes",
        entries.len(),
        table.len()
    );
    (table, scale)
}

fn single_table(name: &str, linear: &Linear) -> (Vec<u8>, f32) {
    let most = linear.weights.values().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let scale = most.min(LARGEST) / 127.0;
    let mut entries: Vec<(u64, [i8; 1])> = linear
        .weights
        .iter()
        .map(|(feature, weight)| (*feature, [byte(*weight, scale)]))
        .filter(|(_, [weight])| *weight != 0)
        .collect();
    entries.sort_by_key(|(feature, [weight])| (std::cmp::Reverse(weight.unsigned_abs()), *feature));
    let (table, lost) = training::single_table(&entries);
    eprintln!("{name}: {} weights, {lost} lost, {} bytes", entries.len(), table.len());
    (table, scale)
}
