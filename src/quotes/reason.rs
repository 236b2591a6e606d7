//! Why a statement has its speaker, for people to read.

use std::fmt;

use super::attribute::Basis;

/// Why an attribution has its speaker, and the speaker its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What the speaker was told by.
    pub basis: Basis,
    /// Where the name is from.
    pub naming: Naming,
}

/// Where a speaker's name is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    /// The words that name the speaker are the fullest name there is.
    Printed,
    /// Elsewhere the article gives more of the name.
    Fuller,
    /// "He" or "she" is whoever spoke last.
    SpokeLast,
    /// "He" or "she" is the person of that gender named nearest before.
    Nearest,
    /// "The senator" is the one person the article calls so.
    Role,
    /// Whoever answers is the one person named before the talk begins.
    Asked,
    /// The article gives no name, or several people could be meant.
    Unknown,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.basis {
            Basis::Cue => "beside the cue",
            Basis::Distant => "the subject the cue goes with",
            Basis::Colon => "announced by a colon",
            Basis::Label => "a label before the words",
            Basis::Signature => "a name under the words",
            Basis::Continued => "spoke before, and goes on",
            Basis::Subject => "the subject of a sentence without a cue",
            Basis::Mood => "spoke before; the verb's form tells reported speech",
            Basis::Model => "most likely by the trained model",
        })?;
        out.write_str(match self.naming {
            Naming::Printed => "; named there",
            Naming::Fuller => "; the full name stands elsewhere",
            Naming::SpokeLast => "; the last speaker's name",
            Naming::Nearest => "; the nearest name of that gender",
            Naming::Role => "; the one person with that role",
            Naming::Asked => "; the one person named before the questions",
            Naming::Unknown => "; no name",
        })
    }
}
