//! What reading quotes costs: seconds for 1,000 words, in English with its model and in other languages by rules.
//!
//! ```sh
//! cargo bench --bench quotes                  # the texts below
//! cargo bench --bench quotes -- TEXTS.jsonl   # the "text" of each line, read as English
//! ```
//!
//! The figure is the best of several rounds of wall time on one thread, so that other work on the machine counts little.

use std::hint::black_box;
use std::time::Instant;

use anyhow::Context as _;
use copydesk::quotes::{Context, annotate};

const ROUNDS: usize = 15;
/// How often the texts below are read in one round.
const REPEATS: usize = 100;

const ENGLISH: &str = "The river rose by two metres in one night. “It took nine years to build,” Mayor Linda Park said on \
    Monday. “We are proud of it.” Engineers had warned that the dam would not hold, and the ministry asked for more time.\n\n\
    According to the report, repairs would cost four million. “Nobody believed in it,” she added, pointing to the \
    so-called “mud fund” that the council closed in May. Peter Novak, who runs the harbour, told reporters that he had \
    never seen the water so high. The road along the shore stays closed until Friday, when the next boats are expected.\n\n\
    The council meets again next week. Its members will vote on a plan for a second dam, on new pumps and on the price \
    of water. Two schools were used as shelters; about three hundred people spent the night there.";
const GERMAN: &str = "Der Fluss stieg in einer Nacht um zwei Meter. „Wir haben neun Jahre gebaut“, sagte \
    Bürgermeisterin Linda Park am Montag. „Wir sind stolz darauf.“ Die Ingenieure hatten gewarnt, dass der Damm nicht \
    halten werde, und das Ministerium bat um mehr Zeit.\n\nLaut dem Bericht kostet die Reparatur vier Millionen. „Niemand \
    glaubte daran“, fügte sie hinzu. Peter Novak, der den Hafen leitet, sagte, er habe das Wasser noch nie so hoch \
    gesehen. Die Straße am Ufer bleibt bis Freitag gesperrt.";
const FRENCH: &str = "Le fleuve est monté de deux mètres en une nuit. « Nous avons mis neuf ans », a déclaré la maire \
    Linda Park lundi. « Nous en sommes fiers. » Les ingénieurs avaient averti que la digue ne tiendrait pas.\n\nSelon le \
    rapport, les travaux coûteront quatre millions. « Personne n'y croyait », a-t-elle ajouté. La route reste fermée \
    jusqu'à vendredi.";

fn main() -> anyhow::Result<()> {
    let file = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    if let Some(path) = file {
        let lines = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let texts: Vec<String> = lines.lines().map(text).collect::<anyhow::Result<_>>()?;
        measure("en", &texts);
        return Ok(());
    }
    for (language, text) in [("en", ENGLISH), ("de", GERMAN), ("fr", FRENCH)] {
        measure(language, &vec![text.to_owned(); REPEATS]);
    }
    Ok(())
}

fn text(line: &str) -> anyhow::Result<String> {
    let line: serde_json::Value = serde_json::from_str(line).context("expected a JSON object a line")?;
    Ok(line.get("text").and_then(|text| text.as_str()).context("expected the key \"text\"")?.to_owned())
}

#[expect(clippy::cast_precision_loss, reason = "a count of words, far below 2^52")]
fn measure(language: &str, texts: &[String]) {
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let context = Context { language: Some(language), blocks: &[] };
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        for text in texts {
            black_box(annotate(black_box(text), &context));
        }
        best = best.min(begun.elapsed().as_secs_f64());
    }
    println!("{language}: {:.6} s for 1,000 words ({words} words)", best * 1000.0 / words as f64);
}
