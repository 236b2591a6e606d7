//! `profile new`: what is drafted from pages, what is written, and what is refused.

use std::fs;
use std::path::Path;

use copydesk::Profile;

use crate::support::copydesk;

/// A page of example.com: a story in a container with a box in it and a line that every page has. `words` parts the pages.
fn page(words: &str, told: bool) -> String {
    let paragraphs: Vec<String> = (1..=8)
        .map(|number| {
            format!(
                "The council of {words} heard on its day number {number} that the old bridge over the river would be \
                 closed, and that people of {words} who cross it would have to take the ferry for {number} months."
            )
        })
        .collect();
    let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
    let article_body =
        if told { format!(", \"articleBody\": \"{}\"", paragraphs.join(" ")) } else { String::new() };
    format!(
        "<!doctype html><html lang=en><head><title>Bridge of {words} to close - Example</title>\
         <script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"Bridge of {words} to close\", \
         \"datePublished\": \"2024-03-05T10:00:00Z\", \"author\": {{\"@type\": \"Person\", \"name\": \"Ann Lee\"}}\
         {article_body}}}</script></head><body><nav><a href=/>Home</a></nav><main class=css-1x2y3z><article>\
         <h1 class=story-title>Bridge of {words} to close</h1><p class=byline>By <a rel=author href=/ann>Ann Lee</a></p>\
         <div class='story-body sc-bdVaJa'>{body}<p>Follow the Example on every channel it has, every day of the week.</p>\
         <div class=related-stories><h2>Related</h2><ul><li><a href=/a>Another bridge of the north is open again</a></li>\
         <li><a href=/b>What ferries cost in the islands this year</a></li></ul></div></div></article></main>\
         <footer>Example Media</footer></body></html>"
    )
}

/// A folder with pages of example.com, one for each word.
fn site(words: &[&str], told: bool) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for word in words {
        fs::write(dir.path().join(format!("{word}.html")), page(word, told)).unwrap();
    }
    dir
}

/// Runs `profile new` on the pages in the folder; exit status, standard output, standard error.
fn new(dir: &Path, words: &[&str], more: &[&str]) -> (i32, String, String) {
    let mut run = copydesk();
    run.current_dir(dir).args(["profile", "new"]);
    for word in words {
        run.arg(format!("{word}.html"))
            .args(["--url", &format!("https://www.example.com/news/{word}-bridge-to-close")]);
    }
    let run = run.args(more).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (run.status.code().unwrap(), text(run.stdout), text(run.stderr))
}

#[test]
fn a_draft_and_its_fixtures_pass_the_check_once_blessed() {
    let words = ["Northam", "Southby"];
    let dir = site(&words, true);
    let (status, out, err) = new(dir.path(), &words, &[]);
    assert_eq!((status, out.as_str()), (0, ""), "{err}");
    let path = dir.path().join("selectors/example.com.toml");
    let toml = fs::read_to_string(&path).unwrap();
    let profile = Profile::parse(&path, toml.as_bytes()).unwrap();
    assert_eq!((profile.host.as_str(), profile.cases.len()), ("example.com", 2));
    let fixture = dir.path().join("fixtures/example.com/northam-bridge-to-close");
    assert_eq!(fs::read_to_string(fixture.join("page.html")).unwrap(), page("Northam", true));
    copydesk().current_dir(dir.path()).args(["profile", "check", "example.com", "--bless"]).assert().code(0);
    copydesk().current_dir(dir.path()).args(["profile", "check", "--strict"]).assert().code(0);
}

#[test]
fn names_that_a_build_made_up_are_never_proposed() {
    let words = ["Northam", "Southby"];
    let dir = site(&words, true);
    let (_, toml, _) = new(dir.path(), &words, &["-o", "-"]);
    for made in ["css-1x2y3z", "sc-bdVaJa", "nth-child"] {
        assert!(!toml.contains(made), "{toml}");
    }
    assert!(toml.contains(".story-body"), "{toml}");
}

#[test]
fn a_line_that_two_stories_share_is_stripped() {
    let words = ["Northam", "Southby"];
    let dir = site(&words, false);
    let (_, toml, _) = new(dir.path(), &words, &["-o", "-"]);
    let profile = Profile::parse(Path::new("example.com.toml"), toml.as_bytes()).unwrap();
    let lines: Vec<&str> = profile.rules.strip.lines.iter().map(regex::Regex::as_str).collect();
    assert_eq!(lines, [r"^Follow the Example on every channel it has, every day of the week\.$"], "{toml}");
    let (_, alone, _) = new(dir.path(), &["Northam"], &["-o", "-"]);
    assert!(!alone.contains("Follow"), "one page shows no repetition: {alone}");
}

#[test]
fn every_rule_tells_what_it_was_seen_to_do() {
    let words = ["Northam", "Southby"];
    let dir = site(&words, true);
    let (_, toml, _) = new(dir.path(), &words, &["-o", "-"]);
    let body =
        toml.lines().position(|line| line.starts_with("body = ") || line.starts_with("# body = ")).unwrap();
    let around: Vec<&str> = toml.lines().skip(body.saturating_sub(1)).take(2).collect();
    assert!(
        around.join(" ").contains("matched on 2 of 2 pages; agrees with the generic extractor"),
        "{toml}"
    );
}

#[test]
fn nothing_is_written_over_unless_asked() {
    let words = ["Northam"];
    let dir = site(&words, true);
    assert_eq!(new(dir.path(), &words, &[]).0, 0);
    let path = dir.path().join("selectors/example.com.toml");
    fs::write(&path, "mine").unwrap();
    let (status, _, err) = new(dir.path(), &words, &[]);
    assert_eq!(status, 2);
    assert!(err.contains("selectors/example.com.toml: is there already: --force"), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(new(dir.path(), &words, &["--force"]).0, 0);
    assert_ne!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn pages_below_the_data_folder_are_pointed_at() {
    let dir = site(&["Northam"], true);
    let (_, toml, _) = new(dir.path(), &["Northam"], &["-o", "-", "--data", "."]);
    assert!(
        toml.contains("page           = \"Northam.html\"\nurl            = \"https://www.example.com/"),
        "{toml}"
    );
}

#[test]
fn pages_nothing_can_be_learned_from_say_why() {
    let dir = site(&["Northam"], true);
    fs::write(dir.path().join("thin.html"), "<p>Too little.</p>").unwrap();
    fs::write(dir.path().join("empty.html"), "").unwrap();
    let run = |args: &[&str]| {
        let run = copydesk()
            .current_dir(dir.path())
            .args(["profile", "new", "-o", "-"])
            .args(args)
            .output()
            .unwrap();
        (run.status.code().unwrap(), String::from_utf8(run.stderr).unwrap())
    };
    for (args, expected) in [
        (&["thin.html", "--url", "https://example.com/thin"][..], "none of the pages reads as an article"),
        (&["thin.html"], "thin.html: names no address of its own: give it with --url"),
        (&["empty.html", "--url", "https://example.com/e"], "empty.html: the page is empty"),
        (&["gone.html"], "gone.html: cannot be read"),
        (&["thin.html", "--url", "ftp://example.com/"], "--url: "),
        (
            &["thin.html", "Northam.html", "--url", "https://example.com/"],
            "--url is given 1 times for 2 files",
        ),
        (
            &["Northam.html", "thin.html", "--url", "https://example.com/a", "--url", "https://other.org/b"],
            "the pages are of different sites, ",
        ),
    ] {
        let (status, err) = run(args);
        assert_eq!(status, 2, "{args:?}: {err}");
        assert!(err.contains(expected), "{args:?}: {err}");
    }
}

#[test]
fn a_page_made_to_hurt_costs_no_more_than_its_size() {
    let dir = tempfile::tempdir().unwrap();
    let nested = format!(
        "<article>{}<p class=x>{}</p>",
        "<div class=story-body>".repeat(100_000),
        "The council of the town heard that the bridge would be closed for a year. ".repeat(20)
    );
    let many = format!(
        "<article class=story>{}",
        "<p class='story-text item-a'>The river rose by two metres at night.".repeat(4_000)
    );
    for (name, html) in [("nested", nested), ("many", many)] {
        fs::write(dir.path().join("page.html"), html).unwrap();
        let began = std::time::Instant::now();
        let run = copydesk()
            .current_dir(dir.path())
            .args(["profile", "new", "-o", "-", "page.html", "--url", "https://example.com/a"])
            .output()
            .unwrap();
        assert!(matches!(run.status.code(), Some(0 | 2)), "{name}: {run:?}");
        assert!(began.elapsed().as_secs() < 120, "{name} took {:?}", began.elapsed());
    }
    // Selectors that look at siblings, each of them at all the others.
    let row = format!(
        "<article>{}",
        "<p>The river rose by two metres at night, and the bridge was closed.".repeat(8_000)
    );
    fs::write(dir.path().join("page.html"), row).unwrap();
    for selector in ["p:nth-of-type(7999)", "p:only-of-type", "p:has(~ p.x)", "p.x ~ p ~ p"] {
        let began = std::time::Instant::now();
        let run = copydesk()
            .current_dir(dir.path())
            .args(["profile", "try", "page.html", selector])
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(1), "{run:?}");
        assert!(String::from_utf8(run.stdout).unwrap().contains("not tried: it looks at"), "{selector}");
        assert!(began.elapsed().as_secs() < 60, "{selector} took {:?}", began.elapsed());
    }
    fs::write(dir.path().join("page.html"), vec![b'a'; 50 << 20]).unwrap();
    let run = copydesk().current_dir(dir.path()).args(["profile", "try", "page.html", "p"]).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8(run.stderr).unwrap().contains("at most 20971520 are read"));
}
