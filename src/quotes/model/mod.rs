//! The trained model of English: who said what where the rules alone would guess.
//!
//! ```text
//! paragraphs ─ tokens ─ features ─ crf ─→ sources, cues, contents
//!                                    └ units (contents and quotations, each with speaker candidates)
//!                                         ranker → speaker      support → said by anybody, or a scare quote?
//!                                                          join ─→ statements
//! ```
//!
//! The rules' statements are read too: what the rules made of a token is one more feature of it. Weights know words
//! and features by hash only; `README.md` beside this file says where they come from.

mod candidates;
mod crf;
mod features;
mod hash;
mod join;
mod passage;
mod ranker;
mod support;
mod table;
mod tokens;
#[cfg(feature = "training")]
pub mod training;
mod units;
mod weights;

use super::attribute::Statement;
pub(super) use passage::Reading;
use weights::Model;

/// A text whose features tell whether weights and features fit each other.
pub const KNOWN_TEXT: &str = "“We will not wait,” Senator Ada Mills said on Monday, adding that the \
    committee had “no choice.”\n\nAccording to the report, nobody asked her about the so-called \"mud fund\".";

/// What the model makes of an English text, by paragraph; `None` without weights that fit.
pub(super) fn statements(reading: &Reading<'_>) -> Option<Vec<Vec<Statement>>> {
    Model::embedded().map(|model| join::statements(model, reading))
}

/// Whether the embedded weights were trained for the features that are asked now. `reading` is of [`KNOWN_TEXT`].
pub(super) fn fits(reading: &Reading<'_>) -> bool {
    Model::embedded()
        .is_some_and(|model| model.print == weights::print(&reading.passages(&model.cues, passage::LEARNT)))
}
