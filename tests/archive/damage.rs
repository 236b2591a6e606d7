//! Broken records, and where reading goes on.

use super::{Packing, gzip, pack, read, record, response, three, told};

/// Three records of which the middle one is replaced.
fn around(broken: &[u8], packing: Packing) -> Vec<u8> {
    let mut records = three();
    records[1] = broken.to_vec();
    pack(&records, packing)
}

/// What reading the archive tells about the middle record; the others must have been read.
fn middle(archive: &[u8]) -> String {
    let mut told = told(archive);
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(
        (told[0].as_str(), told[2].as_str()),
        ("https://a.test/one", "https://a.test/three"),
        "{told:?}"
    );
    told.remove(1)
}

#[test]
fn a_record_without_a_length_costs_itself() {
    let two = String::from_utf8(three().remove(1)).unwrap().replace("Content-Length", "Content-Lungs");
    for packing in [Packing::Plain, Packing::Records, Packing::Whole] {
        let told = middle(&around(two.as_bytes(), packing));
        assert!(told.ends_with("is broken: it has no Content-Length"), "{packing:?}: {told}");
    }
}

#[test]
fn a_wrong_length_costs_its_own_record_alone() {
    let two = String::from_utf8(three().remove(1)).unwrap();
    let length: usize =
        two.split("Content-Length: ").nth(1).unwrap().split("\r\n").next().unwrap().parse().unwrap();
    let with =
        |wrong: usize| two.replace(&format!("Content-Length: {length}"), &format!("Content-Length: {wrong}"));
    for packing in [Packing::Plain, Packing::Records, Packing::Whole] {
        let told = middle(&around(with(length - 50).as_bytes(), packing));
        assert!(told.ends_with("it is longer than its Content-Length"), "{packing:?}: {told}");
    }
    let told_of = |packing, wrong| middle(&around(with(wrong).as_bytes(), packing));
    assert!(told_of(Packing::Records, length + 50).ends_with("it is shorter than its Content-Length"));
    assert!(told_of(Packing::Records, usize::MAX).ends_with("it is shorter than its Content-Length"));
    assert!(told_of(Packing::Plain, length + 50).ends_with("it is longer than its Content-Length"));
    assert!(
        told_of(Packing::Plain, usize::MAX).contains("the file ends in the middle of the record at byte")
    );
}

#[test]
fn a_flipped_byte_costs_its_own_record_alone() {
    let members: Vec<Vec<u8>> = three().iter().map(|record| gzip(record)).collect();
    let sound: Vec<_> = read(&members.concat()).into_iter().map(|record| record.unwrap().block).collect();
    let mut broken_by = 0;
    for at in 0..members[1].len() {
        for flip in [1, 0x80] {
            let mut broken = members[1].clone();
            broken[at] ^= flip;
            let found = read(&[members[0].as_slice(), &broken, &members[2]].concat());
            assert_eq!(found.len(), 3, "byte {at}: {found:?}");
            // A few bits mean nothing: the time in the header, and those that fill up the last byte of the data.
            for (found, sound) in found.iter().zip(&sound) {
                assert!(
                    found.as_ref().is_ok_and(|found| found.block == *sound) || found.is_err(),
                    "byte {at}"
                );
            }
            assert!(found[0].is_ok() && found[2].is_ok(), "byte {at}: {found:?}");
            broken_by += usize::from(found[1].is_err());
        }
    }
    assert!(broken_by > 2 * members[1].len() - 20, "{broken_by}");
}

#[test]
fn what_lies_between_records_is_passed() {
    let mut records = three();
    records.insert(1, b"not a record at all\r\nneither this\r\n".to_vec());
    for packing in [Packing::Plain, Packing::Records] {
        let told = told(&pack(&records, packing));
        assert_eq!(told.last().unwrap(), "https://a.test/three", "{packing:?}: {told:?}");
        assert!(told.contains(&"https://a.test/two".to_owned()), "{packing:?}: {told:?}");
    }
}

#[test]
fn an_archive_that_was_cut_short_says_where() {
    for packing in [Packing::Plain, Packing::Records] {
        let whole = pack(&three(), packing);
        let last = match packing {
            Packing::Plain => three()[..2].concat().len(),
            _ => three()[..2].iter().map(|record| gzip(record).len()).sum(),
        };
        for cut in [last + 1, last + 20, whole.len() - 400, whole.len() - 9] {
            let told = told(&whole[..cut]);
            assert_eq!(told[..2], ["https://a.test/one", "https://a.test/two"], "{packing:?}");
            assert_eq!(told.len(), 3, "{packing:?} {told:?}");
            let expected = format!("at byte {last}");
            assert!(told[2].contains(&expected), "{packing:?}, {cut} of {}: {told:?}", whole.len());
        }
        assert_eq!(told(&whole[..last]).len(), 2, "a cut between two records is none");
    }
}

#[test]
fn an_archive_made_to_be_read_again_and_again_is_not() {
    // Every record swallows all that follow, and the last byte spoils each.
    let swallowing = |n: usize| {
        format!("WARC/1.0\r\nWARC-Target-URI: https://a.test/{n}\r\nContent-Length: 99999999999\r\n\r\n")
    };
    let archive: String = (0..40_000).map(swallowing).collect();
    let start = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let told = told(archive.as_bytes());
    let end = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    assert!(!told.is_empty());
    assert!(end.tv_sec - start.tv_sec < 60, "{} s", end.tv_sec - start.tv_sec);
}

#[test]
fn a_page_inside_a_page_is_no_record() {
    let inner = response("https://a.test/inner", "", b"quoted");
    let outer = response("https://a.test/outer", "", &inner);
    let archive = [outer, record("metadata", "https://a.test/outer", "", b"x: y\r\n")].concat();
    assert_eq!(told(&archive), ["https://a.test/outer", "https://a.test/outer"]);
}
