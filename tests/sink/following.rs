//! What follows a crawl, beside the kills of `crawl::kill`: what it has after each way to end.

use copydesk::sink::Follower;

#[test]
fn a_kind_that_has_no_place_for_how_far_it_is_cannot_follow() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.jsonl", "a.json", "a.csv.gz", "a.md"] {
        let path = folder.path().join(name);
        let told = Follower::open(folder.path(), &path).err().unwrap().to_string();
        assert!(
            told.contains("expected .sqlite, .db, .parquet or postgres://…; `copydesk convert` makes other"),
            "{told}"
        );
        assert!(!path.exists());
    }
    let told = Follower::open(folder.path(), &folder.path().join("a.xml")).err().unwrap().to_string();
    assert!(told.contains("a.xml: cannot tell what kind of file this is to be"), "{told}");
}

#[cfg(feature = "parquet")]
mod parquet {
    use std::fs;
    use std::path::Path;

    use copydesk::sink::{self, ARTICLES, SinkError};

    use super::super::outcomes;
    use super::Follower;

    /// A crawl's folder with so many articles; returns where each line ends.
    fn articles(folder: &Path, headlines: &[&str]) -> Vec<u64> {
        let [copydesk::Outcome::Article(mut article), _] = outcomes() else { panic!("an article first") };
        let (mut lines, mut ends) = (String::new(), Vec::new());
        for headline in headlines {
            article.headline = Some((*headline).to_owned());
            article.url = format!("https://example.com/{headline}");
            lines.push_str(&serde_json::to_string(&article).unwrap());
            lines.push('\n');
            ends.push(lines.len() as u64);
        }
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join(ARTICLES), lines).unwrap();
        ends
    }

    /// The headlines in what followed, in order.
    fn headlines(parquet: &Path) -> Vec<String> {
        let headline = |record| match record {
            Ok(copydesk::Outcome::Article(article)) => article.headline.unwrap(),
            other => panic!("{other:?}"),
        };
        sink::records(parquet).unwrap().map(headline).collect()
    }

    fn files(parquet: &Path) -> Vec<String> {
        let entries = fs::read_dir(parquet).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn every_run_adds_a_finished_part_and_one_that_broke_off_adds_none() {
        let folder = tempfile::tempdir().unwrap();
        let (crawl, parquet) = (folder.path().join("crawl"), folder.path().join("a.parquet"));
        let mut follower = Follower::open(&crawl, &parquet).unwrap();
        follower.settle().unwrap();
        assert_eq!(files(&parquet), [""; 0], "nothing before there is an article");

        let ends = articles(&crawl, &["one", "two", "three", "four"]);
        follower.catch_up(ends[0]).unwrap();
        follower.catch_up(ends[1]).unwrap();
        assert!(files(&parquet).iter().all(|name| name.ends_with(".partial")), "{:?}", files(&parquet));
        follower.settle().unwrap();
        assert_eq!(headlines(&parquet), ["one", "two"]);

        let mut killed = Follower::open(&crawl, &parquet).unwrap();
        killed.catch_up(ends[2]).unwrap();
        // A killed process removes nothing.
        std::mem::forget(killed);
        assert_eq!(headlines(&parquet), ["one", "two"]);
        assert_eq!(files(&parquet).len(), 2);

        let mut next = Follower::open(&crawl, &parquet).unwrap();
        next.catch_up(ends[3]).unwrap();
        next.settle().unwrap();
        next.settle().unwrap();
        assert_eq!(headlines(&parquet), ["one", "two", "three", "four"]);
        assert_eq!(
            files(&parquet).len(),
            2,
            "what was left of the killed one is gone: {:?}",
            files(&parquet)
        );
    }

    #[test]
    fn crawls_may_share_a_folder_and_move() {
        let folder = tempfile::tempdir().unwrap();
        let parquet = folder.path().join("all.parquet");
        for (name, headline) in [("one", "one"), ("two", "two"), ("one", "one"), ("two", "two")] {
            let crawl = folder.path().join(name);
            let ends = articles(&crawl, &[headline]);
            let moved = folder.path().join(format!("{name}-moved"));
            fs::rename(&crawl, &moved).unwrap();
            let mut follower = Follower::open(&moved, &parquet).unwrap();
            follower.catch_up(ends[0]).unwrap();
            follower.settle().unwrap();
            fs::remove_dir_all(&moved).unwrap();
        }
        let mut both = headlines(&parquet);
        both.sort();
        assert_eq!(both, ["one", "two"]);
    }

    #[test]
    fn what_does_not_fit_the_crawl_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (crawl, parquet) = (folder.path().join("crawl"), folder.path().join("a.parquet"));
        let ends = articles(&crawl, &["one", "two", "three"]);
        for end in &ends {
            let mut follower = Follower::open(&crawl, &parquet).unwrap();
            follower.catch_up(*end).unwrap();
            follower.settle().unwrap();
        }
        let ends_now = articles(&crawl, &["one", "two"]);
        let error = Follower::open(&crawl, &parquet).unwrap().catch_up(ends_now[1]).unwrap_err();
        assert!(matches!(error, SinkError::Shortened { .. }), "{error}");

        articles(&crawl, &["one", "two", "three"]);
        fs::remove_file(parquet.join(&files(&parquet)[1])).unwrap();
        let error = Follower::open(&crawl, &parquet).unwrap().catch_up(ends[2]).unwrap_err();
        let expected =
            format!("lacks the crawl's bytes {} to {}: put the missing part back", ends[0], ends[1]);
        assert!(error.to_string().contains(&expected), "{error}");

        fs::write(folder.path().join("b.parquet"), "").unwrap();
        let error = Follower::open(&crawl, &folder.path().join("b.parquet")).err().unwrap();
        assert!(matches!(error, SinkError::NoFolder { .. }), "{error}");
    }

    #[test]
    fn a_line_that_is_no_record_costs_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (crawl, parquet) = (folder.path().join("crawl"), folder.path().join("a.parquet"));
        articles(&crawl, &["one", "two"]);
        let broken = fs::read_to_string(crawl.join(ARTICLES)).unwrap().replacen('\n', "\nnot json\n", 1);
        fs::write(crawl.join(ARTICLES), &broken).unwrap();
        let mut follower = Follower::open(&crawl, &parquet).unwrap();
        let error = follower.catch_up(broken.len() as u64).unwrap_err();
        assert!(matches!(error, SinkError::Record { .. }), "{error}");
        follower.settle().unwrap();
        assert_eq!(headlines(&parquet), ["one", "two"]);
    }
}
