# Everything a contributor runs. `just --list` shows it.

# What CI runs.
check:
    .ci/run

# The tests.
test:
    cargo test

# The tests, with as many kills of the crash test as it is worth waiting for.
kill rounds="50":
    COPYDESK_KILL_ROUNDS={{rounds}} cargo test --test all crawl::kill

# The main job on the built-in newsroom.
demo:
    cargo run --release -- demo

# Profiles against their fixtures; `just profiles hotair.com --bless` rewrites that site's expectations.
profiles *args:
    cargo run --release -- profile check {{args}}

# Formatting, lints and documentation.
lint:
    cargo fmt
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items

# Licences and sources of everything we depend on (needs cargo-deny).
deny:
    cargo deny check bans licenses sources

# The Python package: built, checked, tested.
python:
    .ci/python
