//! The `copydesk` program. `cli` holds one file per verb; the library does the work.

mod cli;

/// A page is many small allocations, for which all threads would wait in musl's own allocator.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
