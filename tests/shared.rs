//! A frontier that workers share: what the embedded one does too, and what only this one can.

#[path = "frontier/acts.rs"]
mod acts;
#[path = "frontier/claims.rs"]
mod claims;
mod cut_off;
mod faults;
mod leasing;
#[path = "frontier/lines.rs"]
mod lines;
#[path = "frontier/model.rs"]
mod model;
mod refusals;
mod steering;
#[path = "frontier/traps.rs"]
mod traps;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use acts::{at, claims, complete, complete_with_line, found, second_of, skipped, urls};
use copydesk::CanonicalUrl;
use copydesk::archive::{Digest, Original, Position};
use copydesk::crawl::Fingerprint;
use copydesk::crawl::frontier::shared::{Address, SharedStore, Sharing};
use copydesk::crawl::frontier::{
    Claim, Claims, Completed, Finish, Found, FrontierError, KeptBack, Limits, Store, Tally, UrlHash, Verdict,
};
use copydesk::sink::Lengths;
use jiff::Timestamp;

use crate::support::postgres::{Server, server};

/// Cases of a property: each is a crawl with tables of its own.
const CASES: u32 = 10;

/// By how many seconds a store may be wrong about the time: the database's clock goes on while tests wait.
const LATE: i64 = 20;

/// A worker's store; for the database, too, it is as late as it is told.
struct TestStore {
    store: SharedStore,
    database: postgres::Client,
    schema: String,
}

/// What time it was last for each crawl.
static TOLD: Mutex<BTreeMap<String, Timestamp>> = Mutex::new(BTreeMap::new());

/// The name of the crawl whose tests have this folder.
fn schema(folder: &Path) -> String {
    let mut name = "t".to_owned();
    for byte in UrlHash::of_text(&folder.display().to_string()).as_bytes() {
        write!(name, "{byte:02x}").unwrap();
    }
    name
}

fn sharing(server: &Server, schema: &str) -> Sharing {
    let mut sharing = Sharing::at(Address::parse(&server.address(schema)).unwrap());
    // What others do is looked for when hosts are taken, and not besides.
    sharing.notice = Duration::from_hours(1);
    sharing
}

/// A worker of the crawl that is named after its folder; without PostgreSQL the test ends here.
fn open(folder: &Path) -> TestStore {
    worker(folder, &schema(folder))
}

fn worker(folder: &Path, schema: &str) -> TestStore {
    let server = server();
    let store = SharedStore::open(folder, &sharing(server, schema), Duration::ZERO).unwrap();
    TestStore { store, database: server.client(schema), schema: schema.to_owned() }
}

impl TestStore {
    /// Makes it later for the database.
    fn pass(&mut self, seconds: f64) {
        let pass = "UPDATE host SET due = due - $1 * interval '1 second'";
        self.database.execute(pass, &[&seconds]).unwrap();
    }
}

impl Store for TestStore {
    fn claim_hosts(&mut self, now: Timestamp, limits: Limits, most: usize) -> Result<Claims, FrontierError> {
        let told = TOLD.lock().unwrap().insert(self.schema.clone(), now);
        let passed = told.map_or(0.0, |told| now.duration_since(told).as_secs_f64());
        if passed > 0.0 {
            self.pass(passed);
        }
        self.store.claim_hosts(now, limits, most)
    }

    fn add_seeds(&mut self, seeds: &[CanonicalUrl]) -> Result<(), FrontierError> {
        self.store.add_seeds(seeds)
    }

    fn seeds(&self) -> Result<Vec<CanonicalUrl>, FrontierError> {
        self.store.seeds()
    }

    fn add(&mut self, found: &[Found]) -> Result<u64, FrontierError> {
        self.store.add(found)
    }

    fn reject(&mut self, text: &str, verdict: Verdict, lengths: Lengths) -> Result<bool, FrontierError> {
        self.store.reject(text, verdict, lengths)
    }

    fn is_rejected(&self, text: &str) -> Result<bool, FrontierError> {
        self.store.is_rejected(text)
    }

    fn stored_as(&self, identities: &[UrlHash]) -> Result<Option<String>, FrontierError> {
        self.store.stored_as(identities)
    }

    fn printed_as(&mut self, print: Fingerprint) -> Result<Option<String>, FrontierError> {
        self.store.printed_as(print)
    }

    fn archived_as(&self, body: &Digest) -> Result<Option<Original>, FrontierError> {
        self.store.archived_as(body)
    }

    fn complete(&mut self, claim: Claim, finish: &Finish<'_>) -> Result<Completed, FrontierError> {
        self.store.complete(claim, finish)
    }

    fn new_among(&self, found: &[Found]) -> Result<u64, FrontierError> {
        self.store.new_among(found)
    }

    fn watch_sources(&mut self, due: Timestamp, pause: Duration) -> Result<(), FrontierError> {
        self.store.watch_sources(due, pause)
    }

    fn snooze(&mut self, claim: Claim, until: Timestamp, why: &str) -> Result<(), FrontierError> {
        self.store.snooze(claim, until, why)
    }

    fn release(&mut self, claim: Claim) {
        self.store.release(claim);
    }

    fn tally(&self) -> &Tally {
        self.store.tally()
    }

    fn kept_back(&self, limits: Limits) -> Result<KeptBack, FrontierError> {
        self.store.kept_back(limits)
    }

    fn lengths(&self) -> Lengths {
        self.store.lengths()
    }

    fn archive_end(&self) -> Position {
        self.store.archive_end()
    }

    fn rewound(&self) -> u64 {
        self.store.rewound()
    }
}
