//! Web archives (WARC 1.1, ISO 28500:2017), in and out.
//!
//! Out: `capture` turns a request and its answer into compressed records, `volumes` adds those to files of limited size.
//! In: `raw` and `unpacked` read bytes whatever the compression, `reader` finds the records in them and goes on after broken
//! ones, `answer` takes an answer apart, and `page` says which records are pages.

mod answer;
mod capture;
mod digest;
mod fields;
mod page;
mod raw;
mod reader;
mod unpacked;
mod volumes;

pub use answer::{Answer, Body};
pub use capture::{Capture, Original, Packed};
pub use digest::Digest;
pub use fields::Fields;
pub use page::{ArchivedPage, NoPage, RecordKind};
pub use reader::{ReadError, Reader, Record, is_archive};
pub use volumes::{ArchiveError, Position, Volumes, intact};
