//! The `copydesk` program. `cli` holds one file per verb; the library does the work.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
