//! Names and dates of other stories, in whatever box they stand. All pages are made up.

use super::{article, paragraphs};

const STORIES: &[(&str, &str, &str)] = &[
    ("Market hall reopens after long repairs", "Joe Bloggs", "June 1, 2024"),
    ("Storm warning for the coast", "Jane Smith", "June 2, 2024"),
    ("Council votes on new bus lanes", "Ann Brown", "May 30, 2024"),
];

/// A box of other stories, with that byline and date in each.
fn stories(class: &str, heading: &str, line: impl Fn(&str, &str) -> String) -> String {
    let card = |(title, author, day): &(&str, &str, &str)| {
        format!("<div><a href='/n/1'><h4>{title}</h4></a>{}</div>", line(author, day))
    };
    format!("<div class='{class}'>{heading}{}</div>", STORIES.iter().map(card).collect::<String>())
}

fn marked(author: &str, day: &str) -> String {
    format!("<span class=author>{author}</span><span class=date>{day}</span>")
}

fn timed(author: &str, day: &str) -> String {
    format!("<span class=byline>By {author}</span> <time datetime=2024-06-01>{day}</time>")
}

fn plain(author: &str, day: &str) -> String {
    format!("<p>By {author}</p><p>{day}</p>")
}

fn page(lines: &str, inside: &str, after: &str) -> String {
    format!(
        "<html lang=en><body><main><article><h1>Ferry terminal opens at last</h1>{lines}{}{inside}</article>{after}</main></body></html>",
        paragraphs(1..7)
    )
}

#[test]
fn other_stories_names_and_dates_are_not_the_articles() {
    for (class, heading) in [
        ("most-read", "<h3>Most read</h3>"),
        ("readNext", "<h3>Read next</h3>"),
        ("you-may-like", ""),
        ("wp-block-query", "<h3>More posts</h3>"),
        ("cards grid", "<h3>From our archive of ports</h3>"),
        ("section", "<h3>Lesen Sie auch</h3>"),
        ("", ""),
    ] {
        for line in [marked, timed, plain] {
            let others = stories(class, heading, line);
            for page in [page("", &others, ""), page("", "", &others)] {
                let article = article(&page);
                let found = (article.authors.as_slice(), article.date_published);
                assert_eq!(found, (&[][..], None), "{page}");
            }
        }
    }
}

#[test]
fn one_story_under_a_heading_that_says_so_is_another_one() {
    let other =
        "<div><h3>Read next</h3><p>Market hall reopens</p><span class=byline>By Joe Bloggs</span></div>";
    assert!(article(&page("", other, "")).authors.is_empty());
    let mut cut = page("", other, "");
    cut = cut.replace("<div><h3>", "<div class=top><h3>");
    assert!(article(&cut).authors.is_empty());
}

#[test]
fn a_publisher_who_signs_is_not_overruled_by_other_stories_authors() {
    let told = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Ferry terminal opens at last\", \
                \"author\": {\"@type\": \"Organization\", \"name\": \"Example News\"}}</script>";
    let html = page(told, "", &stories("most-read", "<h3>Most read</h3>", marked));
    assert_eq!(article(&html).authors, ["Example News"]);
}

#[test]
fn the_articles_own_lines_stay_its_own_beside_other_stories() {
    let lines = "<div class=meta><span class=author>Jane Doe</span> <time datetime=2024-05-13>May 13, 2024</time></div>";
    let others = stories("cards", "<h3>Read next</h3>", marked);
    for page in [page(lines, &others, ""), page(lines, "", &others)] {
        let article = article(&page);
        assert_eq!(article.authors, ["Jane Doe"], "{page}");
        assert_eq!(
            article.date_published.map(|time| time.to_string()).as_deref(),
            Some("2024-05-13"),
            "{page}"
        );
    }
    // Two boxes about two authors are no stories.
    let about = |name: &str| {
        format!(
            "<div class=card><h3>{name}</h3><a rel=author href='/author/x'>{name}</a> writes about ports.</div>"
        )
    };
    let both = page("", &format!("{}{}", about("Jane Doe"), about("John Roe")), "");
    assert_eq!(article(&both).authors, ["Jane Doe", "John Roe"]);
}
