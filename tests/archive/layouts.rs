//! Archives as different programs write them.

use super::{MOST, PACKINGS, Packing, gzip, pack, page, read, record, response, three, told};
use copydesk::archive::{Reader, RecordKind, is_archive};

#[test]
fn records_are_read_however_they_are_packed() {
    let urls = ["https://a.test/one", "https://a.test/two", "https://a.test/three"];
    for packing in PACKINGS {
        let archive = pack(&three(), packing);
        assert!(is_archive(&archive), "{packing:?}");
        assert_eq!(told(&archive), urls, "{packing:?}");
        let piped: Vec<String> = Reader::once(archive.as_slice(), MOST)
            .unwrap()
            .map(|record| record.unwrap().target().to_owned())
            .collect();
        assert_eq!(piped, urls, "{packing:?} through a pipe");
    }
}

#[test]
fn other_files_are_no_archives() {
    for other in
        [page("one").as_bytes(), b"", b"WARC", b"\x1f\x8b", &gzip(page("one").as_bytes()), &gzip(b"")]
    {
        assert!(!is_archive(other), "{:?}", String::from_utf8_lossy(other));
    }
}

#[test]
fn a_record_says_where_it_is() {
    let records = three();
    let offsets = |packing| -> Vec<u64> {
        read(&pack(&records, packing)).into_iter().map(|record| record.unwrap().offset).collect()
    };
    let lengths: Vec<u64> = records.iter().map(|record| record.len() as u64).collect();
    assert_eq!(offsets(Packing::Plain), [0, lengths[0], lengths[0] + lengths[1]]);
    let members: Vec<u64> = records.iter().map(|record| gzip(record).len() as u64).collect();
    assert_eq!(offsets(Packing::Records), [0, members[0], members[0] + members[1]]);
}

#[test]
fn wget_writes_addresses_in_brackets() {
    let archive = record("response", "<https://a.test/x>", "", b"HTTP/1.1 200 OK\r\n\r\nbody");
    let found = read(&archive).remove(0).unwrap();
    assert_eq!((found.target(), found.kind()), ("https://a.test/x", RecordKind::Answer));
}

#[test]
fn records_that_are_no_answers_are_told_apart() {
    let kinds = [
        ("warcinfo", "", RecordKind::About),
        ("request", "https://a.test/", RecordKind::About),
        ("metadata", "https://a.test/", RecordKind::About),
        ("response", "dns:a.test", RecordKind::About),
        ("conversion", "https://a.test/", RecordKind::About),
        ("resource", "https://a.test/", RecordKind::Answer),
        ("revisit", "https://a.test/", RecordKind::Repetition),
    ];
    for (kind, url, expected) in kinds {
        let found = read(&record(kind, url, "", b"x")).remove(0).unwrap();
        assert_eq!(found.kind(), expected, "{kind} {url}");
    }
}

#[test]
fn what_a_browser_made_is_a_page_and_a_text_that_somebody_took_out_is_not() {
    let kind = |content_type: &str| {
        let field = format!("Content-Type: {content_type}\r\n");
        read(&record("conversion", "https://a.test/", &field, page("one").as_bytes())).remove(0).unwrap()
    };
    let made = kind("text/html; charset=utf-8");
    assert_eq!((made.kind(), made.page(MOST).unwrap().url.as_str()), (RecordKind::Answer, "https://a.test/"));
    assert_eq!(kind("text/plain").kind(), RecordKind::About);
}

#[test]
fn a_resource_is_a_page_without_an_answer_around_it() {
    let archive =
        record("resource", "https://a.test/", "Content-Type: text/html\r\n", page("one").as_bytes());
    let found = read(&archive).remove(0).unwrap().page(MOST).unwrap();
    assert_eq!((found.body, found.content_type.as_deref()), (page("one").into_bytes(), Some("text/html")));
}

#[test]
fn heads_are_read_leniently() {
    let block = b"HTTP/1.1 200 OK\nx-a: 1\n  and more\nno field\nX-B:2\n\nbody";
    let sloppy = format!(
        "WARC/1.0\nwarc-type: response\nWARC-TARGET-URI: https://a.test/\ncontent-length:{}\n\n",
        block.len()
    );
    let archive = [sloppy.as_bytes(), block, b"\n\n\n", &response("https://a.test/two", "", b"x")].concat();
    let records = read(&archive);
    assert_eq!(records.len(), 2);
    let first = records[0].as_ref().unwrap();
    let answer = super::parsed(first);
    assert_eq!((answer.status, answer.stored), (200, &b"body"[..]));
    assert_eq!((answer.fields.get("X-A"), answer.fields.get("x-b")), (Some("1 and more"), Some("2")));
}

#[test]
fn a_block_larger_than_is_kept_is_no_page_and_costs_no_other() {
    let archive = pack(&three(), Packing::Records);
    let found: Vec<_> =
        Reader::new(std::io::Cursor::new(archive), 100).unwrap().map(Result::unwrap).collect();
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|record| record.block.len() == 100 && record.length > 100));
    let none = found[0].page(MOST).unwrap_err();
    assert_eq!(none.reason.as_str(), "too-large");
}
