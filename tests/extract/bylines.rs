//! Who wrote it and when, where the words around names have to be told from them. All pages are made up.

use super::{article, paragraphs};

/// A page with that head and those lines below its headline.
fn page(head: &str, lines: &str) -> String {
    format!(
        "<html lang=en><head>{head}</head><body><article><h1>Ferry terminal opens at last</h1>{lines}{}</article></body></html>",
        paragraphs(1..7)
    )
}

/// The metadata of a story by those authors.
fn told(author: &str) -> String {
    format!(
        "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"Ferry terminal opens at last\", \
         \"author\": {author}}}</script>"
    )
}

#[test]
fn elements_that_only_their_style_parts_are_parted() {
    let (name, day) = ("Jane Doe", "2024-05-13");
    for (lines, time) in [
        ("<div class=css-1x2y><span>By Jane Doe</span><span>May 13, 2024</span></div>", day),
        ("<div class=css-1x2y><span>By</span><span>Jane Doe</span><span>May 13, 2024</span></div>", day),
        (
            "<div>By <b>Jane Doe</b>Transport Correspondent</div><div><i>May 13, 2024</i><i>10:01</i></div>",
            "2024-05-13T10:01:00",
        ),
        (
            "<div><a href='/author/jane'>Jane Doe</a><span>Transport Correspondent</span><span>May 13, 2024</span></div>",
            day,
        ),
    ] {
        let article = article(&page("", lines));
        assert_eq!(article.authors, [name], "{lines}");
        assert_eq!(article.date_published.map(|found| found.to_string()).as_deref(), Some(time), "{lines}");
    }
    let person = told("{\"@type\": \"Person\", \"name\": \"Jane Doe\"}");
    let glued = "<div class=css-1x2y><span>By Jane Doe</span><span>May 13, 2024</span></div>";
    assert_eq!(article(&page(&person, glued)).authors, [name]);
    let item = "<span itemprop=author><span itemprop=name>Jane Doe</span><span itemprop=jobTitle>Reporter</span></span>";
    assert_eq!(article(&page("", item)).authors, [name]);
    // Capitals within a word part nothing.
    assert_eq!(article(&page("", "<div>By Jane Mac<b>donald</b></div>")).authors, ["Jane Macdonald"]);
}

#[test]
fn a_person_may_have_a_name_that_is_a_role() {
    for name in [
        "Jennifer Senior",
        "Max Read",
        "Katie Guest",
        "Min Jin Lee",
        "Kim Min",
        "Thomas More",
        "Joe Friday",
        "Di Webster",
    ] {
        let person = told(&format!("{{\"@type\": \"Person\", \"name\": \"{name}\"}}"));
        let line = format!("<p class=byline>By <a rel=author href='/author/x'>{name}</a></p>");
        assert_eq!(article(&page(&person, &line)).authors, [name]);
    }
    let two = told(
        "[{\"@type\": \"Person\", \"name\": \"Jane Doe\"}, {\"@type\": \"Person\", \"name\": \"Sid Lowe\"}]",
    );
    assert_eq!(article(&page(&two, "")).authors, ["Jane Doe", "Sid Lowe"]);
    let desk = told("{\"@type\": \"Person\", \"name\": \"Senior Editor\"}");
    assert!(article(&page(&desk, "")).authors.is_empty());
}

#[test]
fn the_town_in_a_byline_is_nobody() {
    for (line, expected) in [
        ("Von Thomas Meyer, New York", vec!["Thomas Meyer"]),
        ("By Jane Doe and John Roe, Cape Town", vec!["Jane Doe", "John Roe"]),
        ("Por Ana López y Juan Pérez, Buenos Aires", vec!["Ana López", "Juan Pérez"]),
        ("<span>Jane Doe</span><span>New York</span>", vec!["Jane Doe"]),
        ("By Ngozi Eze, Zanele Dube", vec!["Ngozi Eze", "Zanele Dube"]),
        ("By Jane Doe, Paris Roe", vec!["Jane Doe", "Paris Roe"]),
    ] {
        assert_eq!(article(&page("", &format!("<p class=byline>{line}</p>"))).authors, expected, "{line}");
    }
    let person = told("{\"@type\": \"Person\", \"name\": \"Jane Doe, Washington\"}");
    assert_eq!(article(&page(&person, "")).authors, ["Jane Doe"]);
}

#[test]
fn who_wrote_it_may_be_said_in_a_sentence_or_a_list_or_after_the_date() {
    for (lines, expected) in [
        (
            "<p>03/01/2017 by Jane Doe, Candidate Representative to the Harbour Committee</p>",
            vec!["Jane Doe"],
        ),
        ("<p>Posted on May 3, 2020 by Jane Doe</p>", vec!["Jane Doe"]),
        ("<h6>Author(s)</h6><ul><li>Jane Doe</li><li>John A. Roe</li></ul>", vec!["Jane Doe", "John A. Roe"]),
        ("<div class=author>Jane Doe Writer, Hardware</div>", vec!["Jane Doe"]),
        ("<div class=author-position>Licensed Q Harbour Grader, M.A. Logistics</div>", vec![]),
    ] {
        assert_eq!(article(&page("", lines)).authors, expected, "{lines}");
    }
    for (sentence, expected) in [
        ("This post was written by Jane Doe, MD, surgeon, Harbour Health.", vec!["Jane Doe"]),
        ("This article was originally written by Jane Doe and John Roe.", vec!["Jane Doe", "John Roe"]),
        ("Dieser Beitrag wurde von Jana Meier verfasst.", vec!["Jana Meier"]),
        ("This article was written by a robot.", vec![]),
    ] {
        let html = page("", "").replace("</article>", &format!("<p><em>{sentence}</em></p></article>"));
        assert_eq!(article(&html).authors, expected, "{sentence}");
    }
}

#[test]
fn a_site_that_is_a_persons_own_is_that_persons_work_unless_somebody_signs_or_it_is_a_company() {
    let own = "<meta property=og:site_name content='Sarah Coleman'>";
    assert_eq!(article(&page(own, "")).authors, ["Sarah Coleman"]);
    assert_eq!(article(&page(own, "<p class=byline>By John Roe</p>")).authors, ["John Roe"]);
    let company = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Ferry terminal opens at last\", \
                   \"publisher\": {\"@type\": \"Organization\", \"name\": \"Sarah Coleman\"}}</script>";
    assert!(article(&page(&format!("{own}{company}"), "")).authors.is_empty());
    let paper = "<meta property=og:site_name content='Harbour Daily'>";
    assert!(article(&page(paper, "")).authors.is_empty());
}

#[test]
fn bylines_are_read_in_the_words_and_scripts_they_come_in() {
    for (line, expected) in [
        ("作者：李明", vec!["李明"]),
        ("文：佐藤健一", vec!["佐藤健一"]),
        ("김서연 기자 sykim@example.com", vec!["김서연"]),
        ("بقلم: سارة العلي", vec!["سارة العلي"]),
        ("लेखक: रमेश यादव", vec!["रमेश यादव"]),
        ("Text: Lena Roth, Photos: Gus Park", vec!["Lena Roth"]),
        ("Texte : Claire Petit — Photos : Luc Roy", vec!["Claire Petit"]),
        ("Ein Interview von Katrin Wolf", vec!["Katrin Wolf"]),
        ("By Lena Roth Political Editor", vec!["Lena Roth"]),
        ("By Anna Bell and agencies", vec!["Anna Bell"]),
        ("By Anna Bell of the Coast Herald", vec!["Anna Bell"]),
    ] {
        assert_eq!(article(&page("", &format!("<p>{line}</p>"))).authors, expected, "{line}");
    }
    let links = "<div><a href='/author/lena-roth'>Lena Roth</a><a href='/author/gus-park'>Gus Park</a></div>";
    assert_eq!(article(&page("", links)).authors, ["Lena Roth", "Gus Park"]);
    let library =
        "<meta name=citation_author content='Bell, Anna'><meta name=citation_author content='Stone, Joe'>";
    assert_eq!(article(&page(library, "")).authors, ["Anna Bell", "Joe Stone"]);
}

#[test]
fn a_day_that_the_text_tells_of_is_not_the_day_of_publication() {
    let found = article(&page("", "<p>The channel was last dredged on June 3, 1998.</p>"));
    assert_eq!(found.date_published, None);
    let found = article(&page("", "<p>Published on June 3, 2018.</p>"));
    assert_eq!(found.date_published.map(|day| day.to_string()).as_deref(), Some("2018-06-03"));
}

#[test]
fn templates_companies_and_labels_sign_nothing() {
    for author in [
        "name, name@mail.example",
        "AWR Coast Sp. z o.o.",
        "Coast Media GmbH",
        "Coast Press, Inc.",
        "责任编辑：张三",
        "未知",
    ] {
        let head = format!("<meta name=author content='{author}'>");
        assert_eq!(article(&page(&head, "")).authors, [""; 0], "{author}");
    }
    for line in
        ["<p class=byline>By Jane Doe, Coast Press, Inc.</p>", "<p class=byline>By John Smith, Acme Ltd</p>"]
    {
        assert_eq!(article(&page("", line)).authors.len(), 1, "{line}");
    }
    let line = "<p>作者：张三\u{a0}\u{a0}责任编辑：李四</p>";
    assert_eq!(article(&page("", line)).authors, ["张三"]);
    let head = "<meta name=DC.creator content='Doe, J.'><meta name=DC.creator content='Roe, John'>";
    assert_eq!(article(&page(head, "")).authors, ["J. Doe", "John Roe"]);
}
