//! `copydesk workbench` over loopback: who is let in, what is shown of a page, what a change does, what is saved.
//! `.ci/check_workbench.py` does the same in a browser.

mod door;
mod limits;
mod opening;
mod page;
mod profile;
mod saving;
mod served;
