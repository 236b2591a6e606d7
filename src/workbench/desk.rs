//! The thread that holds the parsed pages and answers questions about them, one after the other.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use serde::Serialize;
use tokio::sync::oneshot;

use super::sheet::Sheet;
use super::shelf::{Shelf, Site};
use super::{Opened, Options};

/// The stack of the thread: pages nest deeper than the standard library's 2 MiB has room for.
const STACK_BYTES: usize = 16 << 20;

/// What the thread is asked to do.
type Work = Box<dyn FnOnce(&mut Pages) + Send>;

/// A way to ask the thread.
#[derive(Clone)]
pub(super) struct Desk {
    work: Sender<Work>,
}

/// Nobody answers: the answer to a question broke off by a mistake of ours.
pub(super) struct BrokeOff;

impl Desk {
    /// Starts the thread, which first reads all pages. It ends when nobody can ask any more.
    pub fn start(options: Options) -> io::Result<Self> {
        let (work, todo) = channel::<Work>();
        thread::Builder::new().name("pages".to_owned()).stack_size(STACK_BYTES).spawn(move || {
            let mut pages = Pages::open(options);
            for work in todo {
                // What a panic leaves half-done is one answer.
                let _ = catch_unwind(AssertUnwindSafe(|| work(&mut pages)));
            }
        })?;
        Ok(Self { work })
    }

    /// Asks, and waits for the answer. A question whose asker has gone is not answered any more.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Pages) -> T + Send + 'static,
    ) -> Result<T, BrokeOff> {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |pages| {
            if !answer.is_closed() {
                let _ = answer.send(question(pages));
            }
        });
        self.work.send(work).map_err(|_| BrokeOff)?;
        answered.await.map_err(|_| BrokeOff)
    }
}

/// All pages, by site.
pub(super) struct Pages {
    pub shelf: Shelf,
    pub sites: Vec<Site>,
    pub sheets: Vec<Sheet>,
    /// What could not be opened at all, with the reason.
    lost: Vec<Lost>,
}

/// An argument that gave no page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Lost {
    name: String,
    why: String,
}

/// What there is to work on.
#[derive(Serialize)]
pub(super) struct Contents {
    selectors: String,
    fixtures: String,
    sites: Vec<Site>,
    pages: Vec<super::sheet::Label>,
    lost: Vec<Lost>,
}

impl Pages {
    fn open(options: Options) -> Self {
        let shelf = Shelf::new(options.selectors, options.fixtures);
        let mut pages = Self { shelf, sites: Vec::new(), sheets: Vec::new(), lost: Vec::new() };
        let all = options.pages.is_empty();
        for Opened { name, page } in options.pages {
            match page.and_then(|page| Sheet::open(name.clone(), page)) {
                Ok(sheet) => pages.add(sheet),
                Err(why) => pages.lost.push(Lost { name, why }),
            }
        }
        let hosts: Vec<String> = if all {
            pages.shelf.fixture_hosts()
        } else {
            pages.sites.iter().map(|site| site.host.clone()).collect()
        };
        for host in hosts {
            for (name, slug, page) in pages.shelf.fixtures_of(&host) {
                match page.and_then(|page| Sheet::open(name.clone(), page)) {
                    Ok(sheet) => pages.add_fixture(sheet, slug),
                    Err(why) => pages.lost.push(Lost { name, why }),
                }
            }
        }
        for index in 0..pages.sites.len() {
            pages.draft(index);
            pages.measure(index);
        }
        pages
    }

    fn add(&mut self, mut sheet: Sheet) {
        let site = self.shelf.site_of(&sheet.url);
        sheet.site = self.sites.iter().position(|known| known.host == site.host).unwrap_or_else(|| {
            self.sites.push(site);
            self.sites.len() - 1
        });
        self.sheets.push(sheet);
    }

    /// Adds a fixture, unless it is one of the pages that were opened.
    fn add_fixture(&mut self, mut sheet: Sheet, slug: String) {
        let is_same = |other: &&mut Sheet| other.slug.is_none() && other.is_same(&sheet);
        if let Some(opened) = self.sheets.iter_mut().find(is_same) {
            opened.slug = Some(slug);
            return;
        }
        sheet.slug = Some(slug);
        self.add(sheet);
    }

    /// What there is.
    pub fn contents(&self) -> Contents {
        Contents {
            selectors: self.shelf.selectors.display().to_string(),
            fixtures: self.shelf.fixtures.display().to_string(),
            sites: self.sites.clone(),
            pages: self.sheets.iter().enumerate().map(|(id, sheet)| sheet.label(id)).collect(),
            lost: self.lost.clone(),
        }
    }

    /// The pages of a site, with their numbers.
    pub fn of_site(&mut self, site: usize) -> impl Iterator<Item = (usize, &mut Sheet)> {
        self.sheets.iter_mut().enumerate().filter(move |(_, sheet)| sheet.site == site)
    }
}
