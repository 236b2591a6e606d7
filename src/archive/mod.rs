//! Web archives (WARC 1.1, ISO 28500:2017), in and out.
//!
//! Out: `capture` turns a request and its answer into compressed records, `volumes` adds those to files of limited size.
//! In: `raw` and `unpacked` read bytes whatever the compression, `reader` finds the records in them, resuming after broken
//! ones, and `http` takes an answer apart.

mod capture;
mod digest;
mod fields;
mod volumes;

pub use capture::{Capture, Original, Packed};
pub use digest::Digest;
pub use fields::Fields;
pub use volumes::{ArchiveError, Position, Volumes, intact};
