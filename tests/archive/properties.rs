//! Written and read again; and bytes that nobody wrote on purpose.

use copydesk::archive::{Original, Packed, Reader, RecordKind};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{MOST, PACKINGS, answer_of, capture, pack, parsed, read, three};

fn headers() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    vec(("[A-Za-z][A-Za-z0-9-]{0,12}", vec(0x20..=0x7e_u8, 0..20)), 0..6)
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        path in "[a-z0-9/?=&%]{0,20}",
        status in 200..600_u16,
        headers in headers(),
        body in vec(any::<u8>(), 0..3000),
    ) {
        let url = format!("https://a.test/{path}");
        let written = copydesk::archive::Capture { status, ..capture(&url, &headers, &body) };
        let packed = Packed::new(&written);
        let record = answer_of(&packed);
        prop_assert_eq!(record.target(), &url);
        prop_assert_eq!(record.kind(), RecordKind::Answer);
        let answer = parsed(&record);
        prop_assert_eq!(answer.status, status);
        prop_assert_eq!(answer.stored, &body[..]);
        // No encoding is left to be undone, whatever the server said.
        prop_assert_eq!(&*answer.body(MOST).bytes, &body[..]);
        for (name, value) in &headers {
            let name = name.to_ascii_lowercase();
            let value = String::from_utf8_lossy(value).trim().to_owned();
            let own = ["content-length", "transfer-encoding", "content-encoding"].contains(&name.as_str());
            prop_assert!(own || answer.fields.iter().any(|field| field.0.to_ascii_lowercase() == name && field.1 == value));
        }
        let original = Original { url: "https://b.test/".into(), at: written.at };
        let repeated = read(&packed.records(Some(&original)));
        prop_assert_eq!(repeated.len(), 3);
        let kind = repeated[0].as_ref().unwrap().kind();
        prop_assert_eq!(kind == RecordKind::Repetition, packed.digest.is_some());
    }

    #[test]
    fn no_bytes_keep_the_reader(bytes in vec(any::<u8>(), 0..2000)) {
        let archive = [b"WARC/1.0\r\n".as_slice(), &bytes].concat();
        for record in read(&archive).into_iter().flatten() {
            let _ = record.page(MOST);
        }
    }

    #[test]
    fn a_damaged_archive_ends_and_invents_nothing(
        packing in 0..PACKINGS.len(),
        at in any::<prop::sample::Index>(),
        junk in vec(any::<u8>(), 0..40),
        removed in 0..60_usize,
    ) {
        let mut archive = pack(&three(), PACKINGS[packing]);
        let at = at.index(archive.len());
        let end = archive.len().min(at + removed);
        archive.splice(at..end, junk);
        let size = archive.len() as u64;
        let piped = Reader::once(archive.as_slice(), MOST).unwrap().flatten().count();
        let mut last = 0;
        let mut whole = 0;
        for record in read(&archive).into_iter().flatten() {
            prop_assert!(record.offset >= last && record.offset < size);
            prop_assert_eq!(record.block.len() as u64, record.length);
            last = record.offset;
            whole += 1;
        }
        prop_assert!(piped <= whole + 1);
    }
}
