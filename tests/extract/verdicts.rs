//! What is no article, and what is one all the same.

use copydesk::extract::ExtractError;
use copydesk::outcome::NoArticleStatus;

use super::{extract_at, paragraphs};

fn refusal(url: &str, html: &str) -> String {
    extract_at(url, html).map(|article| article.body).unwrap_err().to_string()
}

fn reason(url: &str, html: &str) -> &'static str {
    let error = extract_at(url, html).map(|article| article.body).unwrap_err();
    error.no_article(url, None, 0).reason.as_str()
}

/// A list of so many teasers.
fn teasers(count: usize) -> String {
    let teaser = |n| format!("<li><a href=/s/{n}>Another story, number {n}, that happened today</a></li>");
    (0..count).map(teaser).collect::<Vec<_>>().concat()
}

#[test]
fn front_pages_listings_and_error_texts_are_refused_with_a_reason() {
    let front =
        format!("<title>The Example</title><meta property=og:type content=website><ul>{}</ul>", teasers(60));
    assert_eq!(
        refusal("https://example.com/", &front),
        "no single article: it is the front page of its site"
    );
    let listing = format!(
        "<script type='application/ld+json'>{{\"@type\": \"CollectionPage\"}}</script><p>All our stories about the harbour, day by day, and \
         what happened there in the years before it was opened, told by those who were there.</p><ul>{}</ul>",
        teasers(60)
    );
    assert_eq!(
        refusal("https://example.com/harbour", &listing),
        "no single article: its JSON-LD says CollectionPage"
    );
    let missing = "<title>404 - Page not found</title><h1>Not found</h1><p>The page you are looking for is not here, \
                   or it never was; please try the search, and excuse us for any trouble that this may cause you.</p>";
    assert!(refusal("https://example.com/gone", missing).contains("\"404\""));
    assert_eq!(reason("https://example.com/gone", missing), "error-page");
    assert!(refusal("https://example.com/thin", "<p>Too little.</p>").contains("2 words"));
}

#[test]
fn a_list_of_headlines_that_says_nothing_of_the_kind_is_no_article() {
    let teaser = |day| {
        format!(
            "<div class=teaser><span class=kicker>politics</span><h2><a href=/politics/2026/10/{day}/archive-delayed-again-{day}.html>\
             National archive delayed in Saint Aubin as the agency weighs in</a></h2><time datetime=2026-10-{day}>2026-10-{day}</time>\
             <p>Teaser text for this story, shortened for the list.</p></div>"
        )
    };
    let teasers = (10..14).map(teaser).collect::<Vec<_>>().concat();
    let menu = ["politics", "business", "world", "science", "sport"].map(|name| {
        format!(
            "<li><a href=/{name}/>{name}</a><div><span>More in {name}</span><a href=/{name}/?page=2>Archive</a></div></li>"
        )
    });
    let page = format!(
        "<title>politics | The Example</title><header><div><a href=/>The Example</a></div><nav><ul>{}</ul></nav></header><main>\
         <h1>politics</h1>{teasers}<div><a rel=prev href=/politics/?page=1>Newer</a></div></main><footer><ul><li><a \
         href=/about.html>about</a></li><li><a href=/contact.html>contact</a></li></ul></footer>",
        menu.concat()
    );
    let url = "https://example.com/politics/?page=2";
    assert_eq!(
        refusal(url, &page),
        "no single article: its signs together make it one with a probability of 0.02"
    );
    assert_eq!(reason(url, &page), "not-article");
}

#[test]
fn a_page_that_is_nothing_but_an_article_may_be_short() {
    let flash = "<title>Bridge closed</title><article><h1>Bridge closed</h1><p>The council closed the bridge.</p></article>";
    let article = extract_at("https://example.com/flash", flash).unwrap();
    assert_eq!(
        (article.headline.as_deref(), article.body.as_str()),
        (Some("Bridge closed"), "The council closed the bridge.")
    );
    let with_menu = format!("<nav><a href=/news>All the news</a></nav>{flash}");
    assert_eq!(reason("https://example.com/flash", &with_menu), "not-article");
    let missing = flash.replace("Bridge closed", "Page not found");
    assert_eq!(reason("https://example.com/flash", &missing), "error-page");
    let empty = "<article><h1>Bridge closed</h1></article>";
    assert_eq!(reason("https://example.com/flash", empty), "not-article");
}

#[test]
fn an_article_by_its_metadata_without_text_has_no_body() {
    let html = "<meta property=og:type content=article><h1>The harbour</h1><div id=app></div>";
    let url = "https://example.com/harbour";
    assert!(matches!(extract_at(url, html), Err(ExtractError::NoBody { .. })));
    let none = extract_at(url, html).unwrap_err().no_article(url, None, 0);
    assert_eq!((none.reason.as_str(), none.status), ("no-body", NoArticleStatus::Failed));
}

#[test]
fn an_article_at_the_root_or_with_many_links_around_it_is_kept() {
    let declared = format!("<meta property=og:type content=article><article>{}</article>", paragraphs(1..20));
    assert!(extract_at("https://example.com/", &declared).is_ok());
    let crowded = format!("<article>{}</article><aside><ul>{}</ul></aside>", paragraphs(1..6), teasers(200));
    assert!(extract_at("https://example.com/story", &crowded).is_ok());
    let titled = format!("<title>404 days at sea</title><article>{}</article>", paragraphs(1..20));
    assert!(extract_at("https://example.com/story", &titled).is_ok());
}

/// A site's navigation and footer around something.
fn site(title: &str, inside: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><header><nav><ul><li><a href=/news>News</a><li><a href=/sport>Sport\
         </a><li><a href=/culture>Culture and the arts</a></ul></nav></header><main>{inside}</main><footer><p>Copyright 2026 \
         The Example. All rights reserved.</p><a href=/privacy>Privacy</a></footer></body></html>"
    )
}

#[test]
fn error_texts_sent_as_pages_are_told_by_title_or_heading() {
    let popular = format!("<h2>Most read</h2><ul>{}</ul>", teasers(12));
    for (title, heading) in [
        ("The Example", "Page not found"),
        ("The Example | Page not found", "Sorry!"),
        ("Seite nicht gefunden - Das Beispiel", "Hoppla"),
        ("Страница не найдена — Пример", "Ошибка"),
        ("ページが見つかりません | 例", "エラー"),
        ("Just a moment...", "example.com"),
    ] {
        let text =
            "<p>We looked everywhere, but what you are looking for is not here, or not here any more.</p>";
        let html = site(title, &format!("<h1>{heading}</h1>{text}{popular}"));
        assert_eq!(reason("https://example.com/news/gone", &html), "error-page", "{title}");
    }
}

#[test]
fn a_form_to_log_in_is_no_article_and_one_beside_an_article_does_no_harm() {
    let form = "<form action=/login><label>E-mail <input type=email></label><label>Password <input type=password></label>\
                <button>Log in</button></form><p>No account yet? Register here and read three articles a month for free, or \
                subscribe and read them all.</p>";
    for (url, title) in [
        ("https://example.com/login?next=/news/1", "The Example"),
        ("https://example.com/konto/x", "Anmelden | Das Beispiel"),
        ("https://example.com/user", "Sign in - The Example"),
    ] {
        assert_eq!(
            reason(url, &site(title, &format!("<h1>Welcome back</h1>{form}"))),
            "login-wall",
            "{title}"
        );
    }
    let article =
        format!("<article><h1>Harbour</h1>{}</article><div class=modal>{form}</div>", paragraphs(1..9));
    assert!(extract_at("https://example.com/news/harbour", &site("Harbour", &article)).is_ok());
}

#[test]
fn a_question_about_cookies_may_hide_an_article() {
    let html = "<title>Before you continue | The Example</title><div><h1>We value your privacy</h1><p>We and our 842 partners \
                store cookies on your device and process personal data, such as unique identifiers, for personalised content \
                and advertising, and to measure both.</p><p>With your consent we may use precise location data. You can change \
                your mind at any time in our privacy policy.</p><button>Accept all</button></div>";
    let error = extract_at("https://example.com/news/harbour", html).map(|article| article.body).unwrap_err();
    let none = error.no_article("", None, 0);
    assert_eq!((none.reason.as_str(), none.status), ("consent-wall", NoArticleStatus::Failed));
}

#[test]
fn an_article_about_cookies_logins_searches_and_lost_pages_is_one() {
    for title in [
        "Cookie consent banners annoy readers",
        "Search results are worse than ever",
        "Page not found: the lost library",
        "Login pages and how they are built",
        "Video of the harbour",
    ] {
        let cookies = "<p>Cookies, consent and privacy were on everybody's lips, and so were partners and personal data.</p>";
        let html =
            format!("<article><h1>{title}</h1>{}{cookies}{}</article>", paragraphs(1..6), paragraphs(6..12));
        let url = "https://example.com/search/2026/why?q=1";
        assert!(extract_at(url, &site(title, &html)).is_ok(), "{title}");
    }
}

#[test]
fn answers_to_a_search_and_videos_are_told_apart() {
    let found = format!("<h1>Search results for harbour</h1><p>60 results</p><ul>{}</ul>", teasers(60));
    assert_eq!(
        reason("https://example.com/search?q=harbour", &site("Search - The Example", &found)),
        "search-results"
    );
    let video = "<h1>The harbour at dawn</h1><iframe src=https://www.youtube.com/embed/x></iframe><p>A film, 2 minutes.</p>";
    assert_eq!(reason("https://example.com/video/1", &site("The harbour at dawn", video)), "video-only");
    let declared = format!(
        "<meta property=og:type content=article>{}",
        site("The harbour", "<h1>Harbour</h1><video src=x></video>")
    );
    assert_eq!(reason("https://example.com/video/2", &declared), "video-only");
}

#[test]
fn confidence_falls_with_what_speaks_against_an_article() {
    let confidence = |html: &str, url: &str| extract_at(url, html).unwrap().confidence;
    let declared = format!(
        "<meta property=og:type content=article><meta property=article:published_time content=2026-01-02T03:04:05Z>{}",
        site("Harbour", &format!("<article><h1>Harbour</h1>{}</article>", paragraphs(1..12)))
    );
    let url = "https://example.com/news/the-harbour-is-open";
    let sure = confidence(&declared, url);
    let plain = confidence(
        &site("Harbour", &format!("<article><h1>Harbour</h1>{}</article>", paragraphs(1..12))),
        url,
    );
    let thin = site("Harbour", &format!("<h1>Harbour</h1>{}<ul>{}</ul>", paragraphs(1..4), teasers(20)));
    let doubtful = confidence(&thin, "https://example.com/harbour");
    assert!(sure > 0.95 && sure > plain && plain > doubtful && doubtful < 0.8, "{sure} {plain} {doubtful}");
}

#[test]
fn the_beginnings_of_many_stories_are_no_article_however_much_text_they_are() {
    let card = |n: usize, host: &str| {
        format!(
            "<article class=post><h2><a href='{host}/story/{n}'>Story number {n} of the harbour</a></h2>\
             <time datetime=2026-11-0{n}>{n} November</time>{}</article>",
            paragraphs(3 * n..3 * n + 2)
        )
    };
    let page = |head: &str, host: &str| {
        let cards: String = (1..9).map(|n| card(n, host)).collect();
        format!("<title>Harbour - The Example</title>{head}<main><h1>Harbour</h1>{cards}</main>")
    };
    let url = "https://example.com/category/harbour/";
    for head in ["", "<meta property=og:type content=article>"] {
        assert_eq!(
            refusal(url, &page(head, "")),
            "no single article: its text is the beginnings of 8 stories, each under its linked title"
        );
    }
    // A guide to other sites' pages is one, and so is what its own data call one.
    assert!(extract_at(url, &page("", "https://other.example")).is_ok());
    let told =
        "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Harbour\"}</script>";
    assert!(extract_at(url, &page(told, "")).is_ok());
}

#[test]
fn the_front_page_of_a_language_is_a_front_page() {
    let front = format!("<title>Home</title><p>Read about us.</p><ul>{}</ul>", teasers(60));
    assert_eq!(
        refusal("https://example.com/en", &front),
        "no single article: it is the front page of its site"
    );
}

#[test]
fn a_short_article_with_its_heading_is_none_of_the_menu_around_it() {
    let html = format!(
        "<html><head><meta property=og:type content=website></head><body><nav><ul>{}</ul></nav>\
         <article><header><h1>Harbour to be dredged</h1></header>{}</article></body></html>",
        teasers(40),
        paragraphs(1..4)
    );
    assert!(extract_at("https://example.com/detail/harbour", &html).is_ok());
}
