//! What is refused, and in which words.

use std::fs;
use std::path::Path;
use std::time::Duration;

use copydesk::crawl::frontier::shared::{Address, SharedStore, Sharing, WORKER_FILE};
use copydesk::outcome::one_line;

use super::{found, schema, sharing, worker};
use crate::support::copydesk;
use crate::support::postgres::server;

fn refusal(folder: &Path, sharing: &Sharing) -> String {
    let error = SharedStore::open(folder, sharing, Duration::ZERO).unwrap_err();
    one_line(&error)
}

#[test]
fn tables_of_another_version_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let schema = schema(folder.path());
    drop(worker(folder.path(), &schema));
    let server = server();
    server.client(&schema).execute("UPDATE crawl SET version = 99", &[]).unwrap();
    let said = refusal(folder.path(), &sharing(server, &schema));
    assert!(said.contains("was made by another copydesk (state version 99, this one knows 1)"), "{said}");
}

#[test]
fn a_folder_of_another_crawl_or_of_a_worker_nobody_knows_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (server, schema) = (server(), schema(folder.path()));
    drop(worker(folder.path(), &schema));
    let said = refusal(folder.path(), &sharing(server, &format!("{schema}_2")));
    assert!(said.contains("worker.json belongs to another crawl"), "{said}");
    server.client(&schema).execute("DELETE FROM worker WHERE id <> 0", &[]).unwrap();
    let said = refusal(folder.path(), &sharing(server, &schema));
    assert!(said.contains("names a worker that"), "{said}");

    let embedded = tempfile::tempdir().unwrap();
    fs::write(embedded.path().join("crawl.db"), "").unwrap();
    let said = refusal(embedded.path(), &sharing(server, &schema));
    assert!(said.contains("crawl.db belongs to another crawl"), "{said}");
}

#[test]
fn a_copy_of_a_folder_replaces_its_worker_and_the_first_writes_no_more() {
    use copydesk::crawl::frontier::Store as _;
    let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let schema = schema(folder.path());
    let mut first = worker(folder.path(), &schema);
    fs::copy(folder.path().join(WORKER_FILE), copy.path().join(WORKER_FILE)).unwrap();
    let mut second = worker(copy.path(), &schema);
    let said = one_line(&first.add(&[found("https://a.test/1", 0)]).unwrap_err());
    assert!(said.contains("another run writes as the worker of this folder"), "{said}");
    assert_eq!(second.add(&[found("https://a.test/1", 0)]).unwrap(), 1);
}

#[test]
fn a_database_that_does_not_answer_is_named_and_the_password_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (address, expected) in [
        (format!("postgres://ann:s3cret@{closed}/news"), "no connection to postgres://ann@127.0.0.1:"),
        (
            "mysql://ann:s3cret@localhost/news".to_owned(),
            "expected the address of a PostgreSQL database, postgres://…, not mysql://…",
        ),
        ("postgres://ann:s3cret@localhost/news?sslmode=perhaps".to_owned(), "`sslmode` is"),
        ("s3cret".to_owned(), "it is no URL"),
    ] {
        let verbs: [&[&str]; 3] = [&["status"], &["pause"], &["-o", "out", "https://a.test/"]];
        for verb in verbs {
            let mut command = copydesk();
            command.current_dir(folder.path()).arg("crawl").args(verb).args(["--frontier", &address]);
            let output = command.output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.contains(expected), "{said}");
            assert!(!said.contains("s3cret"), "{said}");
        }
    }
    let help = copydesk()
        .args(["crawl", "--help"])
        .env("COPYDESK_FRONTIER", "postgres://ann:s3cret@localhost/news")
        .output()
        .unwrap();
    assert!(!String::from_utf8(help.stdout).unwrap().contains("s3cret"));
}

#[test]
fn a_server_that_refuses_is_quoted() {
    let address = server().address("refused").replace("/postgres?", "/no_such_database?");
    let folder = tempfile::tempdir().unwrap();
    let said = refusal(folder.path(), &Sharing::at(Address::parse(&address).unwrap()));
    assert!(said.contains("refuses: database \"no_such_database\" does not exist (3D000)"), "{said}");
}

#[test]
fn what_a_shared_crawl_cannot_do_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let render = cfg!(feature = "render")
        .then_some(("--render", "their parts come from hosts that other workers have"));
    let flags = [
        ("--watch", "what a page was is in the folder of the worker that had its host then"),
        ("--dry-run", "that asks for robots.txt of hosts that other workers have"),
    ];
    for (flag, reason) in flags.into_iter().chain(render) {
        let mut command = copydesk();
        command.current_dir(folder.path()).args(["crawl", "-o", "out", "https://a.test/", flag]);
        let output = command.args(["--frontier", "postgres://ann:s3cret@localhost:1/news"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(reason) && said.contains(&format!("leave out {flag}")), "{said}");
        assert!(!folder.path().join("out").exists());
    }
}
