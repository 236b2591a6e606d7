//! `copydesk completions` and `copydesk man`: what packages bring beside the program. Behind the feature `packaging`.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Cli;
use super::exit::Exit;
use super::stdout::stdout;

/// Print the script by which a shell completes verbs and flags.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  copydesk completions bash > ~/.local/share/bash-completion/completions/copydesk
  copydesk completions fish > ~/.config/fish/completions/copydesk.fish")]
pub struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Write the manual pages, one for each verb.
#[derive(Debug, clap::Args)]
pub struct Man {
    /// The folder they go to, such as /usr/local/share/man/man1; made if there is none.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Prints a shell's script.
pub fn completions(args: &Completions) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "copydesk", &mut script);
    let mut out = stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Success)
}

/// Writes the manual pages.
pub fn man(args: &Man) -> anyhow::Result<Exit> {
    let write = || -> io::Result<()> {
        fs::create_dir_all(&args.folder)?;
        clap_mangen::generate_to(Cli::command(), &args.folder)
    };
    write().with_context(|| format!("cannot write to {}", args.folder.display()))?;
    Ok(Exit::Success)
}
