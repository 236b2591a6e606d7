//! `copydesk report`: what a crawl gave, as one page.

mod command;
mod hostile;
pub mod page;
