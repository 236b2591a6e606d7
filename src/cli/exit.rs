//! Every way to end.

use std::process::ExitCode;

/// Shown below every verb's help.
pub const HELP: &str = "Exit status: 0 all well; 1 ran, but something failed; 2 could not run (usage, config, profile, \
                        output not writable); 130 interrupted.";

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All well.
    Success,
    /// Ran, but something failed.
    Failures,
    /// Could not run: usage, config, profile, output not writable.
    CannotRun,
    /// Interrupted by the user; what was finished is kept.
    Interrupted,
}

impl Exit {
    /// The number the program ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failures => 1,
            Self::CannotRun => 2,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
