//! Against a model: whatever happens in whatever order, with runs that die in between, every URL is finished
//! exactly once.

use std::collections::{BTreeMap, BTreeSet};

use copydesk::crawl::frontier::{Claim, Limits, Store as _};
use proptest::prelude::*;

use super::{CASES, at, complete, found, open};

#[derive(Clone, Debug)]
enum Step {
    Add(u8),
    Claim(usize),
    Complete(Vec<u8>),
    Snooze,
    Release,
    Die,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        any::<u8>().prop_map(Step::Add),
        (1_usize..4).prop_map(Step::Claim),
        proptest::collection::vec(any::<u8>(), 0..4).prop_map(Step::Complete),
        Just(Step::Snooze),
        Just(Step::Release),
        Just(Step::Die),
    ];
    proptest::collection::vec(step, 1..40)
}

/// 256 URLs on four hosts.
fn url(n: u8) -> String {
    format!("https://host{}.test/{n}", n % 4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn every_url_that_enters_is_finished_exactly_once(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(folder.path());
        let mut entered = BTreeSet::new();
        let mut finished: BTreeMap<String, u32> = BTreeMap::new();
        let mut out: Vec<Claim> = Vec::new();
        let mut now = 0;
        for step in steps {
            match step {
                Step::Add(n) => {
                    let new = store.add(&[found(&url(n), 0)]).unwrap();
                    prop_assert_eq!(new == 1, entered.insert(url(n)));
                }
                Step::Claim(most) => {
                    out.extend(store.claim_hosts(at(now), Limits::default(), most).unwrap().claims);
                    let hosts: BTreeSet<_> = out.iter().map(|claim| claim.url.host()).collect();
                    prop_assert_eq!(hosts.len(), out.len(), "one URL of a host at a time");
                }
                Step::Complete(links) => if let Some(claim) = out.pop() {
                    *finished.entry(claim.url.to_string()).or_default() += 1;
                    entered.extend(links.iter().map(|&n| url(n)));
                    let links: Vec<_> = links.iter().map(|&n| found(&url(n), 1)).collect();
                    complete(&mut store, claim, &links);
                },
                Step::Snooze => if let Some(claim) = out.pop() {
                    now += 1;
                    store.snooze(claim, at(now), "busy").unwrap();
                },
                Step::Release => if let Some(claim) = out.pop() { store.release(claim) },
                Step::Die => {
                    out.clear();
                    drop(store);
                    store = open(folder.path());
                }
            }
            prop_assert_eq!(store.tally().finished() + store.tally().waiting, entered.len() as u64);
        }
        for claim in out.drain(..) {
            store.release(claim);
        }
        while let Some(claim) = store.claim_hosts(at(now), Limits::default(), 1).unwrap().claims.pop() {
            *finished.entry(claim.url.to_string()).or_default() += 1;
            complete(&mut store, claim, &[]);
        }
        prop_assert!(finished.values().all(|&times| times == 1), "{finished:?}");
        prop_assert_eq!(finished.into_keys().collect::<BTreeSet<_>>(), entered);
    }
}
