//! The frontier through its trait: order, exactly once, limits, snoozes, and what a kill or a power cut leaves.

mod acts;
mod claims;
mod damage;
mod lines;
mod migration;
mod model;
mod resuming;
mod staying;
mod traps;
mod watching;

use std::path::Path;

use acts::{at, claims, complete, complete_with_line, found, second_of, skipped, skipped_finish, urls};
use copydesk::crawl::frontier::SqliteStore;
use jiff::Timestamp;

/// The kind of store that is tested here.
type TestStore = SqliteStore;

/// Cases of a property.
const CASES: u32 = 48;

/// By how many seconds a store may be wrong about the time, since it has a clock that it is not told.
const LATE: i64 = 0;

fn open(folder: &Path) -> TestStore {
    SqliteStore::open(folder, Timestamp::UNIX_EPOCH).unwrap()
}
