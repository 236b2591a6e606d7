//! What a database does to its writer, and how that is told.

use std::fs;
use std::time::Duration;

use copydesk::database::Address;
use copydesk::outcome::{Outcome, one_line};
use copydesk::sink::{self, Keys, Postgres, Sink as _};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use super::files::{read, write};
use super::outcomes;
use super::postgres::{look, place};
use crate::support::copydesk;
use crate::support::postgres::{Server, WITH_PASSWORD, server};
use crate::support::wire::Wire;

fn many(count: usize) -> Vec<Outcome> {
    let [one, _] = outcomes();
    let record = |number| {
        let mut record = one.clone();
        if let Outcome::Article(article) = &mut record {
            article.canonical_url = Some(format!("https://a.test/{number}"));
        }
        record
    };
    (0..count).map(record).collect()
}

fn refusal(place: &str) -> String {
    let error = sink::create(place, false, Keys::default()).err().unwrap();
    one_line(&error)
}

fn read_refusal(place: &str) -> String {
    let error = sink::records(place).err().unwrap();
    one_line(&error)
}

#[test]
fn a_writer_whose_connection_is_lost_again_and_again_loses_and_repeats_nothing() {
    let records = many(2_000);
    let wire = Wire::to(server().port());
    let direct = format!("{}&application_name=lost", place("lost"));
    let wired = direct.replace(&format!(":{}/", server().port()), &format!(":{}/", wire.port()));
    let mut sink = sink::create(&wired, false, Keys::default()).unwrap();
    let mut client = look("lost");
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lost'";
    for (number, some) in records.chunks(100).enumerate() {
        match number % 4 {
            1 => wire.cut(),
            2 => drop(client.execute(end, &[]).unwrap()),
            _ => {}
        }
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(30));
                wire.mend();
            });
            for record in some {
                sink.write(record).unwrap();
            }
        });
    }
    sink.finish().unwrap();
    assert!(read(&place("lost")) == records);
}

#[test]
fn a_server_that_is_killed_is_waited_for_so_long_and_no_longer() {
    let mut server = Server::start();
    let place = server.address("killed");
    let address = Address::parse(&place).unwrap();
    let mut sink = Postgres::open(&address).unwrap();
    let records = many(600);
    for (number, record) in records.iter().enumerate() {
        if number == 300 {
            server.kill_and_restart();
        }
        sink.write(record).unwrap();
    }
    sink.finish().unwrap();
    assert!(read(&place) == records);

    let mut sink = Postgres::open_patient(&address, Duration::from_millis(300)).unwrap();
    let port = server.port();
    let mut reader = sink::records(&place).unwrap();
    server.stop();
    sink.write(&records[0]).unwrap();
    let said = one_line(&sink.finish().unwrap_err());
    let expected =
        format!("no connection to postgres://postgres@127.0.0.1:{port}/postgres?schema=killed for ");
    assert!(said.starts_with(&expected), "{said}");
    let said = one_line(&reader.find_map(Result::err).unwrap());
    assert!(said.contains("/postgres?schema=killed was lost: run the same command again"), "{said}");
}

#[test]
fn what_is_not_ours_is_left_alone_and_named() {
    write(&place("newer"), &many(1));
    look("newer").execute("UPDATE copydesk_records SET version = 99", &[]).unwrap();
    let said = [refusal(&place("newer")), read_refusal(&place("newer"))];
    for said in said {
        assert!(
            said.contains(
                "?schema=sink_newer was written by another copydesk (tables of version 99, this one knows 1)"
            ),
            "{said}"
        );
    }
    let mut client = look("foreign");
    client.batch_execute("CREATE SCHEMA sink_foreign; CREATE TABLE articles (mine text)").unwrap();
    let said = refusal(&place("foreign"));
    assert!(
        said.ends_with(
            "has a table `articles` that is not copydesk's: name another schema with ?schema=NAME"
        ),
        "{said}"
    );
    let said = read_refusal(&place("nothing"));
    assert!(said.contains("?schema=sink_nothing holds no records: "), "{said}");
    client.batch_execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0").unwrap();
    let said = refusal(&place("any").replace("/postgres?", "/latin?"));
    assert!(said.contains("has texts as LATIN1"), "{said}");
    let place = place("keys");
    let error = sink::create(&place, false, Keys::SchemaOrg).err().unwrap();
    assert!(error.to_string().contains("are written under other keys"), "{error}");
}

#[test]
fn whoever_is_refused_hears_why_and_no_password_is_repeated() {
    let mut client = look("refused");
    client.batch_execute(&format!("CREATE ROLE {WITH_PASSWORD} LOGIN PASSWORD 'right'")).unwrap();
    let port = server().port();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), "").unwrap();
    let page =
        concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/harbourpost.example/lifeboat-whistle/page.html");
    let here = format!("127.0.0.1:{port}");
    for (address, expected) in [
        (
            format!("postgres://{WITH_PASSWORD}:s3cret@{here}/postgres"),
            format!(
                "postgres://{WITH_PASSWORD}@{here}/postgres refuses: password authentication failed for user \"{WITH_PASSWORD}\" (28P01)"
            ),
        ),
        (
            format!("postgres://{WITH_PASSWORD}:right@{here}/postgres?schema=s3cret"),
            "refuses: permission denied for database postgres (42501)".to_owned(),
        ),
        (
            format!("postgres://postgres:s3cret@{here}/no_such"),
            format!(
                "postgres://postgres@{here}/no_such refuses: database \"no_such\" does not exist (3D000)"
            ),
        ),
        (
            format!("postgresql://ann:s3cret@{closed}/news"),
            format!("no connection to postgres://ann@{closed}/news for "),
        ),
        (
            "mysql://ann:s3cret@db.test/news".to_owned(),
            "expected the address of a PostgreSQL database, postgres://…, not mysql://…".to_owned(),
        ),
        ("postgres://ann:s3#cret@db.test/news".to_owned(), "it is no URL".to_owned()),
        (
            format!("postgres://postgres:s3cret@{here}/postgres?sslmode=require"),
            "server does not support TLS".to_owned(),
        ),
    ] {
        // What does not answer is waited for, so once must do.
        let verbs: &[&[&str]] = if address.contains(&closed.to_string()) {
            &[&["convert", "a.jsonl"]]
        } else {
            &[
                &["convert", "a.jsonl"],
                &["extract", page, "-o"],
                &["crawl", "https://a.test/", "-o", "out", "--to"],
            ]
        };
        for verb in verbs {
            let mut command = copydesk();
            let run = command.current_dir(folder.path()).args(*verb).arg(&address).assert().code(2);
            let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
            assert!(said.contains(&expected), "{verb:?}: {said}");
            assert!(!said.contains("s3cret@") && !said.contains("cret@"), "{said}");
            assert_eq!(said.lines().count(), 1, "{said}");
        }
    }
}

#[test]
fn an_address_in_the_wrong_place_is_told_from_a_folder_and_its_password_is_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let crawl = ["crawl", "https://a.test/", "-o", "postgres://ann:s3cret@db.test/news"];
    let report = ["report", "postgres://ann:s3cret@db.test/news"];
    for (verb, expected) in [
        (&crawl[..], "--to keeps its articles in a database too"),
        (&report, "expected a folder or a file, not postgres://ann@db.test/news"),
    ] {
        let run = copydesk().current_dir(folder.path()).args(verb).assert().code(2);
        let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(said.contains(expected) && !said.contains("s3cret"), "{said}");
    }
}

#[test]
fn the_program_writes_and_reads_a_database_with_a_password() {
    let mut client = look("program");
    client
        .batch_execute("CREATE SCHEMA sink_program; CREATE ROLE with_password_2 LOGIN; GRANT ALL ON SCHEMA sink_program TO with_password_2")
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let page =
        concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/harbourpost.example/lifeboat-whistle/page.html");
    let address = place("program").replace("//postgres@", "//with_password_2:s3cret@");
    let run = |arguments: &[&str]| {
        let run = copydesk().current_dir(folder.path()).args(arguments).assert().success();
        let (out, said) = (run.get_output().stdout.clone(), run.get_output().stderr.clone());
        let said = String::from_utf8(said).unwrap();
        assert!(!said.contains("s3cret"), "{said}");
        (String::from_utf8(out).unwrap(), said)
    };
    let (record, _) = run(&["extract", page]);
    let (out, _) = run(&["extract", page, "-o", &address]);
    assert_eq!(out, "");
    assert_eq!(run(&["convert", &address, "-"]).0, record);
    fs::write(folder.path().join("a.jsonl"), record.replace("lifeboat", "steamboat") + &record).unwrap();
    let (_, said) = run(&["convert", "a.jsonl", &address]);
    assert!(said.starts_with("copydesk: 2 articles in postgres://with_password_2@127.0.0.1:"), "{said}");
    let (all, said) = run(&["convert", &address, "b.jsonl"]);
    assert!(all.is_empty() && said.contains("articles in b.jsonl; 0 pages"), "{said}");
    let run = copydesk().args(["convert", &address, &address]).assert().code(2);
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(said.contains("is both IN and OUT") && !said.contains("s3cret"), "{said}");
}

/// A certificate for this machine, its key, and the authority that signed it, in PEM.
fn certified() -> [String; 3] {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let root = authority.self_signed(&key).unwrap();
    let issuer = Issuer::new(authority, key);
    let leaf_key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&leaf_key, &issuer).unwrap();
    [leaf.pem(), leaf_key.serialize_pem(), root.pem()]
}

#[test]
fn an_encrypted_connection_needs_a_certificate_that_is_trusted() {
    use copydesk::crawl::frontier::shared::{SharedStore, Sharing};
    let server = Server::start();
    let [certificate, key, root] = certified();
    server.encrypt(&certificate, &key);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).unwrap();
        format!("&sslrootcert={}", folder.path().join(name).display())
    };
    let (root, other) = (file("root.pem", &root), file("other.pem", &certified()[2]));
    let place = |schema: &str, more: &str| format!("{}{more}", server.address(schema));
    for (number, mode) in ["require", "verify-full"].into_iter().enumerate() {
        let trusted = place(&format!("tls_{number}"), &format!("&sslmode={mode}{root}"));
        let records = many(3);
        let mut sink = sink::create(&trusted, false, Keys::default()).unwrap();
        sink.write(&records[0]).unwrap();
        sink.finish().unwrap();
        assert_eq!(read(&trusted), records[..1]);
        let frontier = Sharing::at(Address::parse(&trusted).unwrap());
        let crawl = tempfile::tempdir().unwrap();
        drop(SharedStore::open(crawl.path(), &frontier, Duration::ZERO).unwrap());
        let used = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl";
        let session = sink::create(&trusted, false, Keys::default()).unwrap();
        assert!(server.client("public").query_one(used, &[]).unwrap().get::<_, i64>(0) > 0);
        drop(session);
        // Another authority, and those of the system.
        for untrusted in [&*other, ""] {
            let untrusted = place("tls", &format!("&sslmode={mode}{untrusted}"));
            let said = refusal(&untrusted);
            assert!(said.contains("invalid peer certificate"), "{said}");
            let frontier = Sharing::at(Address::parse(&untrusted).unwrap());
            let crawl = tempfile::tempdir().unwrap();
            let error = SharedStore::open(crawl.path(), &frontier, Duration::ZERO).unwrap_err();
            assert!(one_line(&error).contains("invalid peer certificate"), "{error}");
        }
        // Another name than the certificate's.
        let said =
            refusal(&place("tls", &format!("&sslmode={mode}{root}")).replace("@127.0.0.1:", "@localhost:"));
        assert!(said.contains("invalid peer certificate"), "{said}");
    }
    let said = refusal(&place("tls", "&sslmode=require&sslrootcert=/no/such.pem"));
    assert!(said.contains("/no/such.pem"), "{said}");
}
