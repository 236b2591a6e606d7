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

mod crf;
mod features;
mod hash;
mod passage;
mod table;
mod tokens;
#[cfg(feature = "training")]
pub mod training;

pub(super) use passage::Reading;
