//! Outcomes → PostgreSQL, and back; and what SQL finds there.

use std::fs;
use std::path::Path;

use copydesk::article::{RecordId, Speaker, SpeakerKind};
use copydesk::outcome::Outcome;
use copydesk::sink::{self, ARTICLES, Follower};
use postgres::Client;
use proptest::option;
use proptest::prelude::*;

use super::files::{article, id, read, speaker, write};
use super::outcomes;
use crate::support::postgres::server;

/// The place of a collection of its own.
pub(super) fn place(name: &str) -> String {
    server().address(&format!("sink_{name}"))
}

/// A connection for looking on.
pub(super) fn look(name: &str) -> Client {
    server().client(&format!("sink_{name}"))
}

fn ask(client: &mut Client, question: &str) -> String {
    client.query_one(question, &[]).unwrap().get(0)
}

fn count(client: &mut Client, question: &str) -> i64 {
    client.query_one(question, &[]).unwrap().get(0)
}

/// Texts of what a text format, JSON or a database may stumble over.
fn text() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        '\0',
        '\\',
        '\t',
        '\n',
        '\r',
        '"',
        '\'',
        '\u{1}',
        '\u{7f}',
        '\u{fffd}',
        '\u{10ffff}',
        'N',
        '.',
    ]);
    prop::collection::vec(prop_oneof![awkward, any::<char>()], 0..12).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_record_says_comes_back(
        texts in prop::collection::vec(text(), 1..5),
        mut speaker in speaker(),
        role in option::of(text()),
        id in prop_oneof![id(), text().prop_map(|text| Some(RecordId::Text(text)))],
        share in option::of(prop_oneof![0.0..=1.0_f64, Just(-0.0), Just(5e-324), Just(1e300), Just(0.1 + 0.2)]),
    ) {
        if let Some(speaker) = &mut speaker {
            speaker.role = role;
        }
        let article = article(&texts, speaker, id, share);
        let mut other = article.clone();
        other.url = texts.concat();
        other.canonical_url = None;
        let records = [article.into(), other.into()];
        write(&place("any"), &records);
        let json = |records: &[Outcome]| records.iter().map(crate::support::json).collect::<Vec<_>>();
        prop_assert_eq!(json(&read(&place("any"))), json(&records));
        look("any").batch_execute("TRUNCATE articles CASCADE").unwrap();
    }
}

#[test]
fn records_come_back_in_order_whatever_gave_an_article() {
    let [one, none] = outcomes();
    let many: Vec<Outcome> = (0..100)
        .map(|number| {
            let mut record = if number % 3 == 0 { none.clone() } else { one.clone() };
            match &mut record {
                Outcome::Article(article) => article.canonical_url = Some(format!("https://a.test/{number}")),
                Outcome::NoArticle(none) => none.url = format!("https://a.test/{number}"),
            }
            record
        })
        .collect();
    write(&place("order"), &many);
    assert_eq!(read(&place("order")), many);
}

#[test]
fn a_record_written_again_replaces_itself_and_a_revision_does_not() {
    let place = place("again");
    let [one, none] = outcomes();
    write(&place, &[one.clone(), none.clone(), one.clone()]);
    let mut revised = one.clone();
    if let Outcome::Article(article) = &mut revised {
        article.revision = 2;
        article.headline = Some("Dockyard".into());
    }
    assert_eq!(read(&place), [none.clone(), one.clone()]);
    write(&place, &[one.clone(), revised.clone()]);
    assert_eq!(read(&place), [none.clone(), one, revised]);
    let mut client = look("again");
    let found = "SELECT count(*) FROM articles WHERE search @@ to_tsquery('simple', ";
    assert_eq!(count(&mut client, &format!("{found} 'harbour')")), 2, "bodies of both revisions");
    assert_eq!(count(&mut client, &format!("{found} 'harbour:A')")), 1, "headline of one");
    assert_eq!(count(&mut client, "SELECT count(DISTINCT article) FROM blocks"), 2);

    // A page that gave nothing gives an article now.
    let (Outcome::NoArticle(none), [Outcome::Article(article), _]) = (none, outcomes()) else {
        panic!("an article, and none")
    };
    let mut article = *article;
    (article.canonical_url, article.revision) = (Some(none.url), 0);
    write(&place, &[article.into()]);
    assert_eq!(count(&mut client, "SELECT count(*) FROM no_articles"), 0);
    assert_eq!(count(&mut client, "SELECT count(*) FROM articles"), 3);
}

#[test]
fn a_database_answers_who_said_what_and_finds_words() {
    let ada = Speaker {
        name: Some("Ada Mills".into()),
        mention: Some("she".into()),
        start: Some(1),
        end: Some(4),
        kind: SpeakerKind::Person,
        role: None,
    };
    let texts = ["Harbour opens".into(), "A ferry \0 Łódź".into()];
    let mut article = article(&texts, Some(ada), Some(RecordId::Number(7)), None);
    article.blocks.truncate(1);
    (article.blocks[0].start, article.blocks[0].end) = (15, 27);
    let article = Outcome::from(article);
    write(&place("said"), std::slice::from_ref(&article));
    assert_eq!(read(&place("said")), [article]);
    let client = &mut look("said");
    assert_eq!(ask(client, "SELECT speaker FROM quotes WHERE kind = 'mixed'"), "Ada Mills");
    assert_eq!(ask(client, "SELECT authors ->> 0 FROM articles"), "Harbour opens");
    assert_eq!(ask(client, "SELECT rest ->> 'schema_version' FROM articles"), "1");
    assert_eq!(ask(client, "SELECT id FROM articles"), "7");
    // A NUL character, which PostgreSQL has not, leaves everything else findable, and where it was.
    assert_eq!(ask(client, "SELECT text FROM passages"), "A ferry \u{fffd} Łó");
    for word in ["ferry", "Łódź", "harbour"] {
        let found =
            format!("SELECT headline FROM articles WHERE search @@ plainto_tsquery('simple', '{word}')");
        assert_eq!(ask(client, &found), "Harbour opens", "{word}");
    }
}

#[test]
fn texts_of_any_length_have_room() {
    let long = |step: u32| -> String {
        // Words all of which are different, of letters that take four bytes each, and their parts again.
        let letter = |number: u32| char::from_u32(0x1_0400 + number % 0x28).unwrap();
        let word = |n: u32| format!("{}{}{}-", letter(n), letter(n / 0x28), letter(n / 0x640));
        (0..200_000).map(|number| word(number * step)).collect()
    };
    let latin: String = (0..400_000).map(|number| format!("w{number} ")).collect();
    let records: Vec<Outcome> = [long(1), long(7).replace('-', " "), latin, "x".repeat(3_000_000)]
        .into_iter()
        .enumerate()
        .map(|(number, body)| {
            let name = format!("{number}{}", "Ada ".repeat(5_000));
            let ada = Speaker {
                name: Some(name.clone()),
                mention: None,
                start: None,
                end: None,
                kind: SpeakerKind::Person,
                role: None,
            };
            let mut article =
                article(std::slice::from_ref(&name), Some(ada), Some(RecordId::Text(name.clone())), None);
            (article.body, article.domain, article.url) = (body, name.clone(), name);
            article.into()
        })
        .collect();
    write(&place("long"), &records);
    assert!(read(&place("long")) == records);
    let found = "SELECT count(*) FROM articles WHERE search @@ 'w999'";
    assert_eq!(count(&mut look("long"), found), 1);
}

/// A crawl's folder with an article for each headline; returns how long its file is.
fn articles(folder: &Path, headlines: &[&str]) -> u64 {
    let [Outcome::Article(mut article), _] = outcomes() else { panic!("an article first") };
    let mut lines = String::new();
    for headline in headlines {
        article.headline = Some((*headline).to_owned());
        article.url = format!("https://example.com/{headline}");
        lines.push_str(&serde_json::to_string(&article).unwrap());
        lines.push('\n');
    }
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(ARTICLES), &lines).unwrap();
    lines.len() as u64
}

fn headlines(place: &str) -> Vec<String> {
    let headline = |record| match record {
        Ok(Outcome::Article(article)) => article.headline.unwrap(),
        other => panic!("{other:?}"),
    };
    sink::records(place).unwrap().map(headline).collect()
}

#[test]
fn a_crawl_that_is_followed_is_there_once_wherever_its_folder_is() {
    let folder = tempfile::tempdir().unwrap();
    let (crawl, moved) = (folder.path().join("crawl"), folder.path().join("moved"));
    let place = place("followed");
    let follow = |crawl: &Path, end: u64| Follower::open(crawl, &place).unwrap().catch_up(end).unwrap();
    let end = articles(&crawl, &["one", "two"]);
    follow(&crawl, end / 2);
    assert_eq!(headlines(&place), ["one"]);
    let end = articles(&crawl, &["one", "two", "three"]);
    follow(&crawl, end);
    follow(&crawl, end);
    assert_eq!(headlines(&place), ["one", "two", "three"]);
    fs::rename(&crawl, &moved).unwrap();
    follow(&moved, end);
    assert_eq!(headlines(&place), ["one", "two", "three"]);
    // A folder of the same name on another machine, whose crawl is as long.
    let end = articles(&crawl, &["uno", "two", "tre", "four"]);
    follow(&crawl, end);
    assert_eq!(headlines(&place), ["one", "three", "uno", "two", "tre", "four"]);
}

#[test]
fn crawls_may_share_a_database_at_the_same_time() {
    let [one, none] = outcomes();
    let records: Vec<Outcome> = (0..300)
        .map(|number| {
            let mut record = one.clone();
            if let Outcome::Article(article) = &mut record {
                article.canonical_url = Some(format!("https://a.test/{}", number % 150));
                article.headline = Some(format!("{}", number % 150));
            }
            record
        })
        .chain([none])
        .collect();
    let place = place("shared");
    std::thread::scope(|scope| {
        for turn in 0..3 {
            let (place, mut records) = (&place, records.clone());
            scope.spawn(move || {
                records.rotate_left(turn * 70);
                for some in records.chunks(40) {
                    write(place, some);
                }
            });
        }
    });
    let mut got: Vec<String> = read(&place)
        .iter()
        .map(|record| match record {
            Outcome::Article(article) => article.headline.clone().unwrap(),
            Outcome::NoArticle(none) => none.url.clone(),
        })
        .collect();
    got.sort();
    assert_eq!(got.len(), 151);
    got.dedup();
    assert_eq!(got.len(), 151);
    let orphans =
        "SELECT count(*) FROM blocks WHERE NOT EXISTS (SELECT FROM articles WHERE number = article)";
    assert_eq!(count(&mut look("shared"), orphans), 0);
}
