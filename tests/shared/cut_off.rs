//! Workers whose network to the database is gone: nobody tells them, and nothing they send is refused.

use std::thread;
use std::time::Duration;

use super::faults::{LEASE, Worker, assert_exact_and_polite, schema, sites, wait_for};
use crate::support::namespace::Namespace;
use crate::support::postgres::Server;

/// How long the two are cut off, unless `COPYDESK_CUT_SECONDS` says so: in the meantime the third gets all of their hosts.
const CUT: Duration = LEASE.saturating_mul(5);

/// The database is in a network of its own with two links: two workers use one of them, which is cut, and a third the other.
#[test]
fn two_workers_cut_off_lose_their_hosts_in_time_and_come_back() {
    let Some(network) = Namespace::make() else {
        println!("not tested: this machine gives us no network namespace (root may have one, with iproute2)");
        return;
    };
    let [cut, whole] = network.addresses();
    let server = Server::start_within(network.within(), cut);
    let (site, log) = sites();
    let folder = tempfile::tempdir().unwrap();
    let address = server.address(&schema(folder.path()));
    let other = address.replace(&format!("@{cut}:"), &format!("@{whole}:"));
    let start = |name: &str, address: &str| Worker::start(&site, address, folder.path().join(name), &[]);
    let workers = [start("one", &address), start("two", &address), start("three", &other)];
    for worker in &workers {
        wait_for(&worker.folder, 2);
    }
    network.cut(0);
    let seconds = std::env::var("COPYDESK_CUT_SECONDS");
    thread::sleep(seconds.map_or(CUT, |seconds| Duration::from_secs(seconds.parse().unwrap())));
    network.mend(0);
    let folders = workers.map(Worker::end);
    assert_exact_and_polite(&site, &log, &[&folders[0], &folders[1], &folders[2]]);
}
