//! What several test modules share.

use assert_cmd::Command;

/// The program, in a folder of its own choosing, with no settings from outside.
pub fn copydesk() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("COPYDESK_")) {
        command.env_remove(name);
    }
    command
}
