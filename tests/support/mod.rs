//! What several test modules share.

pub mod clock;
#[cfg(feature = "postgres")]
pub mod namespace;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod server;
#[cfg(feature = "postgres")]
pub mod wire;

use assert_cmd::Command;

/// The program, in a folder of its own choosing, with no settings from outside.
pub fn copydesk() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("COPYDESK_")) {
        command.env_remove(name);
    }
    command
}

/// A table of cases from `tests/cases/`, one JSON object a line.
pub fn case_table<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

/// A record, to be read in a snapshot.
pub fn json(record: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(record).unwrap()
}
