//! What has no exact counterpart, each with its reason.

use copydesk::import;

#[test]
fn expressions_without_an_equal_are_refused_with_the_reason() {
    for (expression, reason) in [
        ("//h1[", "is no XPath: it ends where a name should stand"),
        ("//h1[@class='a'", "is no XPath: where it ends, `]` was expected"),
        ("//h1[@class='a]", "is no XPath: a quotation mark is never closed"),
        ("//h1)", "is no XPath: `)` is not expected there"),
        ("", "is empty"),
        ("//h1[contain(@class, 'a')]", "calls `contain()`, which is no function of XPath 1.0 for conditions"),
        ("(//h1)[1]", "takes one of all matches on the page, which CSS cannot"),
        ("//p[contains(text(), 'More')]", "selects by text, which CSS cannot"),
        ("//p[.='More']", "selects by text, which CSS cannot"),
        ("//p[text()]", "selects by text, which CSS cannot"),
        ("substring-after(//p, 'By ')", "computes a text by `substring-after()` instead of selecting nodes"),
        ("//a/ancestor::div[1]", "takes the nearest element of its kind, which CSS cannot"),
        ("//a/following-sibling::p[1]", "takes the nearest element of its kind, which CSS cannot"),
        ("//p[preceding::hr]", "goes back up, or beside, inside a condition, which CSS cannot"),
        ("//meta[@itemProp='x']", "never matches: it names `itemProp`, and a page's names are lower case"),
        ("//fb:like", "names `fb:like`: a page's names have no prefix"),
        (
            "div[@id='x']",
            "never matches: it begins at the document, where only <html> stands (`//` is missing)",
        ),
        ("//p[0]", "never matches: positions are counted from 1"),
        ("//p[@width > 3]", "compares numbers, which CSS cannot"),
        ("//p[//b]", "asks about another part of the page, which CSS cannot"),
        ("//a/@href | //b", "unites nodes of different kinds, which one rule cannot take"),
        ("//p[contains(@class, '')]", "looks for an empty text or a space, which CSS cannot"),
        ("//p[$x]", "uses a variable: there are none"),
        ("//p/text()[1]", "chooses among texts, which CSS cannot"),
        ("//p[not(a[not(b)])]", "asks in a condition for something within a condition, which CSS cannot"),
        ("//p[a[b]]", "asks in a condition for something within a condition, which CSS cannot"),
    ] {
        assert_eq!(import::xpath_to_css(expression), Err(reason.to_owned()), "{expression}");
    }
    let deep = format!("//p[{}@a{}]", "not(".repeat(200), ")".repeat(200));
    assert_eq!(import::xpath_to_css(&deep), Err("is nested too deeply".to_owned()));
}

#[test]
fn selectors_read_as_somebody_would_write_them() {
    for (expression, css) in [
        ("//div[@id='main']", "div#main"),
        ("//div[contains(concat(' ',normalize-space(@class),' '),' story ')]/h2", "div.story > h2"),
        ("//meta[@property='og:title']/@content", "meta[property='og:title']::attr(content)"),
        ("//span[@class='author']/text()", "span[class='author']::text"),
        ("//b/parent::div", "div:has(> b)"),
        ("//article//p[1]", "article p:first-of-type"),
        ("//h1 | //h2", "h1, h2"),
        ("//a[@rel='next']", "a[rel='next' s]"),
    ] {
        assert_eq!(import::xpath_to_css(expression).as_deref(), Ok(css), "{expression}");
    }
}
