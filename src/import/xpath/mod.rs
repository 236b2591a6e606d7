//! XPath 1.0 as site configurations use it: text → expression → a CSS selector that matches the same nodes.

mod ast;
mod condition;
mod lexer;
mod parse;
mod position;
mod selector;
mod strings;

pub use self::selector::{Selection, Taken, translate};
