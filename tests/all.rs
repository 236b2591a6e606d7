//! All integration tests, one binary: a module per concern.
#![allow(
    clippy::duplicate_mod,
    clippy::expect_used,
    clippy::format_collect,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there, and two kinds of frontier have tests in common"
)]

mod support;

mod archive;
mod canonical;
mod check;
mod cli;
mod convert;
mod crawl;
#[cfg(feature = "postgres")]
mod database;
mod demo;
mod diff;
mod discover;
mod drift;
mod extract;
mod fetch;
mod frontier;
mod import;
mod induce;
mod layering;
#[cfg(feature = "packaging")]
mod packaging;
mod page;
mod probe;
mod profile;
mod quotes;
mod repair;
mod report;
mod robots;
mod schema;
#[cfg(feature = "postgres")]
mod shared;
mod sink;
mod traps;
#[cfg(feature = "workbench")]
mod workbench;
