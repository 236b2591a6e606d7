//! Outcomes → files of every kind, and back.

use copydesk::Article;
use copydesk::article::{
    Attribution, AttributionKind, Cue, Quote, QuoteKind, RecordId, Span, Speaker, SpeakerKind,
};
use copydesk::outcome::Outcome;
use copydesk::sink::{self, Keys, Place, SinkError};
use proptest::option;
use proptest::prelude::*;
use rusqlite::Connection;

use super::outcomes;

/// Files that not every build has.
const PARQUET: Option<&str> = if cfg!(feature = "parquet") { Some("a.parquet") } else { None };

pub(super) fn write(path: impl Into<Place>, records: &[Outcome]) {
    let mut sink = sink::create(path, false, Keys::default()).unwrap();
    for record in records {
        sink.write(record).unwrap();
    }
    sink.finish().unwrap();
}

pub(super) fn read(path: impl Into<Place>) -> Vec<Outcome> {
    sink::records(path).unwrap().collect::<Result<_, _>>().unwrap()
}

/// An article with the texts and numbers given, wherever a record has such.
pub(super) fn article(
    texts: &[String],
    speaker: Option<Speaker>,
    id: Option<RecordId>,
    share: Option<f64>,
) -> Article {
    let [Outcome::Article(article), _] = outcomes() else { panic!("an article first") };
    let text = |at: usize| texts[at % texts.len()].clone();
    let cue = speaker.as_ref().map(|_| Cue { text: text(1), start: 3, end: 9 });
    let quote = Quote {
        text: text(2),
        start: 0,
        end: 7,
        kind: QuoteKind::Mixed,
        parts: vec![Span { start: 0, end: 3 }],
        attribution: speaker.as_ref().map(|_| 0),
        confidence: 0.83,
        speaker: speaker.clone(),
        cue: cue.clone(),
        relayed_by: None,
        repeats: None,
    };
    let attribution = Attribution {
        kind: AttributionKind::Indirect,
        confidence: 0.07,
        speaker: None,
        cue,
        content: vec![Span { start: 0, end: 7 }, Span { start: 8, end: 9 }],
        quotes: vec![0],
        relayed_by: speaker,
    };
    Article {
        id,
        headline: Some(text(0)),
        description: texts.first().cloned().filter(|text| text.len() > 3),
        authors: texts.to_vec(),
        body: texts.join("\n\n"),
        is_accessible_for_free: share.map(|share| share > 0.5),
        similarity: share,
        quotes: vec![quote],
        attributions: vec![attribution],
        ..*article
    }
}

pub(super) fn speaker() -> impl Strategy<Value = Option<Speaker>> {
    let speaker = (option::of(any::<String>()), option::of(any::<String>()), option::of(0_usize..99));
    option::of(speaker.prop_map(|(name, role, start)| Speaker {
        mention: name.clone(),
        name,
        start,
        end: start.map(|start| start + 2),
        kind: SpeakerKind::Unnamed,
        role,
    }))
}

pub(super) fn id() -> impl Strategy<Value = Option<RecordId>> {
    option::of(prop_oneof![any::<i64>().prop_map(RecordId::Number), any::<String>().prop_map(RecordId::Text)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_record_says_comes_back(
        texts in prop::collection::vec(any::<String>(), 1..5),
        speaker in speaker(),
        id in id(),
        share in option::of(0.0..=1.0_f64),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let records = [article(&texts, speaker, id, share).into()];
        for name in ["a.sqlite", "a.jsonl", "a.json.gz"].into_iter().chain(PARQUET) {
            let path = folder.path().join(name);
            write(&path, &records);
            prop_assert_eq!(&read(&path)[..], &records[..], "{}", name);
        }
    }
}

#[test]
fn every_exact_kind_gives_back_all_records_in_order() {
    let [one, none] = outcomes();
    let mut other = none.clone();
    if let Outcome::NoArticle(other) = &mut other {
        other.url = "https://example.com/2".into();
    }
    let records = [none, one, other];
    let folder = tempfile::tempdir().unwrap();
    let text = ["a.jsonl", "a.ndjson", "a.json", "a.jsonl.gz", "a.jsonl.zst", "a.json.zst"];
    for name in text.into_iter().chain(["a.sqlite", "A.DB"]).chain(PARQUET) {
        let path = folder.path().join(name);
        write(&path, &records);
        assert_eq!(read(&path), records, "{name}");
    }
}

#[test]
fn a_database_answers_who_said_what_and_finds_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.sqlite");
    let ada = Speaker {
        name: Some("Ada Mills".into()),
        mention: Some("she".into()),
        start: Some(1),
        end: Some(4),
        kind: SpeakerKind::Person,
        role: None,
    };
    let mut article = article(&["Harbour opens".into(), "A ferry left".into()], Some(ada), None, None);
    article.blocks.truncate(1);
    article.blocks[0].start = 15;
    article.blocks[0].end = 22;
    write(&path, &[article.into()]);
    let database = Connection::open(&path).unwrap();
    let ask = |question: &str| database.query_row(question, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(ask("SELECT speaker FROM quotes"), "Ada Mills");
    assert_eq!(
        ask("SELECT group_concat(value, '+') FROM articles, json_each(authors)"),
        "Harbour opens+A ferry left"
    );
    assert_eq!(
        ask(
            "SELECT articles.headline FROM articles JOIN search ON search.rowid = number WHERE search MATCH 'ferry'"
        ),
        "Harbour opens"
    );
    assert_eq!(ask("SELECT text FROM passages"), "A ferry");
}

#[test]
fn a_record_written_again_replaces_itself_and_a_revision_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let [one, none] = outcomes();
    write(&path, &[one.clone(), none.clone()]);
    let mut revised = one.clone();
    if let Outcome::Article(article) = &mut revised {
        article.revision = 2;
        article.headline = Some("Dockyard".into());
    }
    write(&path, &[one.clone(), revised.clone()]);
    assert_eq!(read(&path), [none, one, revised]);
    let database = Connection::open(&path).unwrap();
    let count = |question: &str| database.query_row(question, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(
        count("SELECT count(*) FROM search WHERE search MATCH 'harbour'"),
        2,
        "bodies of both revisions"
    );
    assert_eq!(count("SELECT count(*) FROM search WHERE search MATCH 'headline: harbour'"), 1);
    assert_eq!(count("SELECT count(DISTINCT article) FROM blocks"), 2);
    database.execute("INSERT INTO search (search) VALUES ('integrity-check')", []).unwrap();
}

#[test]
fn csv_has_a_row_of_headings_and_one_for_each_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let [Outcome::Article(mut article), none] = outcomes() else { panic!("an article first") };
    article.authors = vec!["Jane \"J\" Doe".into(), "Wu, Li".into()];
    let body = article.body.clone();
    write(&path, &[Outcome::Article(article), none]);
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let headings = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let cell =
        |row: usize, name: &str| &rows[row][headings.iter().position(|heading| heading == name).expect(name)];
    assert_eq!(rows.len(), 2);
    assert_eq!(cell(0, "status"), "article");
    assert_eq!(cell(0, "authors"), "Jane \"J\" Doe; Wu, Li");
    assert_eq!(cell(0, "date_published"), "2019-02-25T10:01:00Z");
    assert_eq!(cell(0, "body"), body);
    assert_eq!(cell(0, "reason"), "");
    assert_eq!((cell(1, "status"), cell(1, "reason")), ("skipped", "not-article"));
    assert_eq!(cell(1, "http_status"), "");
}

#[test]
fn csv_without_records_has_its_headings() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    write(&path, &[]);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("status,id,url,"));
}

#[test]
fn databases_of_others_and_of_later_versions_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    Connection::open(path("foreign.db")).unwrap().execute_batch("CREATE TABLE mine (a)").unwrap();
    std::fs::write(path("text.db"), "no database at all, but a text that is long enough to be looked at")
        .unwrap();
    write(&path("newer.db"), &outcomes());
    Connection::open(path("newer.db")).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let told = |name: &str| sink::create(&path(name), true, Keys::default()).err().unwrap().to_string();
    assert!(told("foreign.db").ends_with("is no SQLite database of copydesk's: name another file"));
    assert!(told("text.db").ends_with("is no SQLite database of copydesk's: name another file"));
    assert!(told("newer.db").contains("written by a newer copydesk"));
    assert!(matches!(sink::records(&path("newer.db")).err(), Some(SinkError::Newer { .. })));
    assert!(matches!(sink::records(&path("foreign.db")).err(), Some(SinkError::Foreign { .. })));
}

#[test]
fn a_file_that_is_not_finished_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.jsonl.gz"].into_iter().chain(PARQUET) {
        let path = folder.path().join(name);
        let mut sink = sink::create(&path, false, Keys::default()).unwrap();
        sink.write(&outcomes()[0]).unwrap();
        drop(sink);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{name}");
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_parquet_is_refused_and_the_feature_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let errors = [
        sink::create(&path, false, Keys::default()).err(),
        sink::records(&path).err(),
        sink::Follower::open(folder.path(), &path).err(),
    ];
    for error in errors {
        let told = error.unwrap().to_string();
        assert!(told.ends_with("was built without Parquet: build it with `--features parquet`"), "{told}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(not(feature = "postgres"))]
#[test]
fn without_the_feature_postgres_is_refused_the_feature_named_and_no_password_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let place = "postgres://ann:s3cret@db.test/news";
    let errors = [
        sink::create(place, false, Keys::default()).err(),
        sink::records(place).err(),
        sink::Follower::open(folder.path(), place).err(),
    ];
    for error in errors {
        let told = error.unwrap().to_string();
        let expected =
            "postgres://…: this copydesk was built without PostgreSQL: build it with `--features postgres`";
        assert_eq!(told, expected);
    }
    let told = sink::create("mysql://ann:s3cret@db.test/news", false, Keys::default()).err().unwrap();
    assert_eq!(told.to_string(), "expected a file or postgres://…, not mysql://…");
}
