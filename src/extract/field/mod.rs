//! The record's fields: one file each, with a table of the keys it is read from.

pub mod about;
pub mod authors;
pub mod headline;
pub mod images;
pub mod language;
pub mod site;
pub mod times;
