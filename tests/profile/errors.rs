//! Every message, word by word: each names file, line and key, what is wrong and what was expected.

use std::path::Path;

use copydesk::profile::{Profile, SelectRule};
use proptest::prelude::*;

use super::{HEAD, faults};

/// Asserts the only message of a whole file, without the file's name.
#[track_caller]
fn file(toml: &str, message: &str) {
    assert_eq!(faults(toml), [format!("example.com.toml:{message}")], "of {toml}");
}

/// Asserts the only message of what follows `name` and `hosts`, which are lines 1 and 2.
#[track_caller]
fn after_head(toml: &str, message: &str) {
    file(&format!("{HEAD}{toml}"), message);
}

/// Asserts what is said about a selector.
#[track_caller]
fn selector(text: &str, why: &str) {
    let fault = SelectRule::parse(text).expect_err(text);
    assert_eq!(fault.to_string(), format!("the selector `{text}` {why}"));
}

const KEYS: &str =
    "`name`, `hosts`, `unverified`, `urls`, `pace`, `pages`, `replace`, `select`, `strip`, `layout`, `case`";
const FIELDS: &str = "`headline`, `description`, `authors`, `section`, `keywords`, `date_published`, `date_modified`, \
                      `language`, `image`, `body`";

#[test]
fn what_is_no_profile_at_all() {
    file("name = ", "1: string values must be quoted, expected literal string");
    file("\n\nname = \"A", "3: invalid basic string, expected `\"`");
    file("name = \"A\"", "1: missing key `hosts`");
    file("hosts = [\"example.com\"]", "1: missing key `name`");
    file("name = \"A\"\nname = \"B\"", "2: duplicate key");
    file("name = \" \"\nhosts = [\"example.com\"]", "1: name: is empty");
    file("name = 3", "1: name: invalid type: integer `3`, expected a string");
    let bytes = Profile::parse(Path::new("example.com.toml"), b"name = \"A\"\n# caf\xe9").unwrap_err();
    assert_eq!(bytes.to_string(), "example.com.toml:2: not UTF-8: save the file as UTF-8");
}

#[test]
fn unknown_keys_with_the_accepted_ones() {
    after_head("titl = 3", &format!("3: unknown key `titl`, expected one of {KEYS}"));
    after_head("\n[selects]", &format!("4: unknown key `selects`, expected one of {KEYS}"));
    after_head(
        "[urls]\narticles = []",
        "4: urls: unknown key `articles`, expected one of `article`, `feeds`, `sitemaps`",
    );
    after_head("[pages]\nnxt = []", "4: pages: unknown key `nxt`, expected one of `next`, `single`, `most`");
    after_head(
        "[[replace]]\nfind = 'a'\nby = 'b'",
        "5: replace: unknown key `by`, expected `find` or `with`",
    );
    after_head("[pace]\nrate = 3", "4: pace: unknown key `rate`, expected `delay`");
    after_head("[select]\ntitle = []", &format!("4: select: unknown key `title`, expected one of {FIELDS}"));
    after_head(
        "[strip]\nline = []",
        "4: strip: unknown key `line`, expected one of `selectors`, `lines`, `tail`",
    );
    after_head(
        "[[layout]]\nfrom = 2021-01-01",
        "4: layout: unknown key `from`, expected one of `since`, `until`, `select`, `strip`",
    );
    after_head(
        "[[layout]]\nsince = 2021-01-01\n[layout.select]\ntitle = []",
        &format!("6: layout.select: unknown key `title`, expected one of {FIELDS}"),
    );
    after_head(
        "[[case]]\nfixtures = 'a'",
        "4: case: unknown key `fixtures`, expected one of `fixture`, `page`, `url`, `contains`, `lacks`, `headline`, \
         `authors`, `date_published`",
    );
}

#[test]
fn values_of_a_wrong_type() {
    file(
        "name = \"A\"\nhosts = \"example.com\"",
        "2: hosts: invalid type: string \"example.com\", expected a list",
    );
    after_head("select = 3", "3: select: invalid type: integer `3`, expected a table [select]");
    after_head(
        "[select]\nheadline = \"h1\"",
        "4: select.headline: invalid type: string \"h1\", expected a list",
    );
    after_head("[select]\nbody = [3]", "4: select.body: invalid type: integer `3`, expected a string");
    after_head("[pace]\ndelay = 3", "4: pace.delay: invalid type: integer `3`, expected a string");
    after_head(
        "[layout]\nsince = 2021-01-01",
        "3: layout: is one table: write `[[layout]]`, as there may be several",
    );
    after_head("[case]\nfixture = 'a'", "3: case: is one table: write `[[case]]`, as there may be several");
    after_head("[[case]]\ncontains = 'x'", "4: case.contains: invalid type: string \"x\", expected a list");
}

#[test]
fn hosts() {
    let hosts = |list: &str, message: &str| file(&format!("name = \"A\"\nhosts = [{list}]"), message);
    hosts("", "2: hosts: names no host: list every host the profile is for, such as \"example.com\"");
    hosts(
        "\"other.com\"",
        "2: hosts: `example.com` is missing: the file's name says it is for that host (`www.` is covered by it)",
    );
    for wrong in
        ["https://example.com", "example.com/news", "example.com:80", "*.com", "*", "a.*.com", "", "a b"]
    {
        hosts(
            &format!("\"example.com\",\n\"{wrong}\""),
            &format!(
                "3: hosts[2]: `{wrong}` is no host name: expected something like \"example.com\", without scheme, \
                 port or path"
            ),
        );
    }
}

#[test]
fn addresses_and_pace() {
    let like = "expected something like https://example.com/feed";
    for (wrong, message) in [
        ("/feed", format!("`/feed` is not a URL: {like} (relative URL without a base)")),
        ("ftp://a/", format!("`ftp://a/` is not a URL: {like} (the scheme `ftp` is not http or https)")),
        (
            "https://me:secret@a.com/",
            "`https://me:secret@a.com/` holds a user name or password: a profile has no credentials"
                .to_owned(),
        ),
    ] {
        after_head(&format!("[urls]\nfeeds = ['{wrong}']"), &format!("4: urls.feeds[1]: {message}"));
        after_head(&format!("[urls]\nsitemaps = ['{wrong}']"), &format!("4: urls.sitemaps[1]: {message}"));
    }
    for wrong in ["soon", "2h", "-1s", "10"] {
        after_head(
            &format!("[pace]\ndelay = \"{wrong}\""),
            &format!(
                "4: pace.delay: `{wrong}` is not a duration: expected something like \"10s\" or \"500ms\", at most 1h"
            ),
        );
    }
}

#[test]
fn regular_expressions_with_their_place() {
    for (pattern, why) in [
        ("ab(", "is wrong at character 3: unclosed group"),
        ("[a", "is wrong at character 1: unclosed character class"),
        (r"x\p{Foo}", "is wrong at character 2: Unicode property not found"),
        (
            "(?=a)",
            "is wrong at character 1: look-around, including look-ahead and look-behind, is not supported",
        ),
        (r"\w{1000}{1000}{1000}", "cannot be used: compiled regex exceeds size limit of 10485760 bytes"),
    ] {
        let said = format!("the regular expression `{pattern}` {why}");
        after_head(&format!("[urls]\narticle = ['{pattern}']"), &format!("4: urls.article[1]: {said}"));
        after_head(&format!("[strip]\nlines = ['a', '{pattern}']"), &format!("4: strip.lines[2]: {said}"));
        after_head(&format!("[strip]\ntail = ['{pattern}']"), &format!("4: strip.tail[1]: {said}"));
    }
    after_head(
        "[strip]\ntail = ['''\na\n(''']",
        "4: strip.tail[1]: the regular expression `a\n(` is wrong at line 2, character 1: unclosed group",
    );
    after_head("[strip]\nlines = ['']", "4: strip.lines[1]: is empty");
}

#[test]
fn selectors_in_words() {
    let names_nothing = "names nothing where an element, class, id or attribute is expected";
    let unsupported = "which is not supported: there are :empty :first-child :first-of-type :has :is :last-child \
                       :last-of-type :not :nth-child :nth-last-child :nth-last-of-type :nth-of-type :only-child \
                       :only-of-type :root :scope :where";
    let by_text = "CSS cannot select by text; drop such a block by `strip.lines` or `strip.tail`";
    selector("p:contains(\"x\")", &format!("uses `:contains`: {by_text}"));
    selector("p:not(:has-text(x))", &format!("uses `:has-text`: {by_text}"));
    selector("p:first", &format!("uses `:first`, {unsupported}"));
    selector("a::before", &format!("uses `:before`, {unsupported}"));
    selector("a::text b", "uses `:text`: for the text directly in an element end it with `::text`");
    selector("a:attr(href)", "uses `:attr`: for an attribute's value end it with `::attr(name)`");
    selector("h1 >", "begins or ends with `>`, `+`, `~` or a space that joins nothing");
    selector("//div", names_nothing);
    selector("a, ", names_nothing);
    selector("", "names no element");
    selector(
        "a..b",
        "has a `.` without a class name after it (one that begins with a digit needs `[class~='…']`)",
    );
    selector("a[", "ends too early: a bracket, a quote or a name is missing");
    selector("a[b=c d]", "has a character where none of its kind may stand");
    selector("[a=1]", "has an attribute's value that needs quotes");
    selector("[a~b]", "has something after the attribute's value that does not belong there");
    selector("[=x]", "has `[ ]` without an attribute's name");
    selector("svg|a", "uses a namespace prefix: there are none");
    selector(":nth-child", "uses a pseudo-class that is not supported, or with a wrong argument");
    let not_at_the_end = "has an `::attr(…)` that is not one attribute's name at the very end";
    selector("a::attr(x) b", not_at_the_end);
    selector("a::attr(x), b::attr(x)", not_at_the_end);
    selector("a::attr()", not_at_the_end);
    let no_path = "has a `::json(…)` that is not keys joined by dots at the very end";
    selector("script::json(a..b)", no_path);
    selector("script::json(a) b", no_path);
    selector("script:json(a)", "uses `:json`: for a value in JSON end it with `::json(path)`");
    selector("::attr(x)", "names no element");
    selector("div:has(> p:not(:has(b)))", "has `:has()` within `:has()`, which never matches");
    selector(":has([x=':has(']):HAS(:is(:has(a)))", "has `:has()` within `:has()`, which never matches");
}

#[test]
fn selectors_with_file_line_and_key() {
    let said = "the selector `p:contains(x)` uses `:contains`: CSS cannot select by text; drop such a block by \
                `strip.lines` or `strip.tail`";
    after_head("[select]\nbody = [\n'p',\n'p:contains(x)',\n]", &format!("6: select.body[2]: {said}"));
    after_head("[strip]\nselectors = ['p:contains(x)']", &format!("4: strip.selectors[1]: {said}"));
    after_head(
        "[[layout]]\nsince = 2021-01-01\nselect.body = ['p:contains(x)']",
        &format!("5: layout[1].select.body[1]: {said}"),
    );
    after_head(
        "[strip]\nselectors = ['a::attr(x)']",
        "4: strip.selectors[1]: the selector `a::attr(x)` takes an attribute: what is stripped is an element",
    );
}

#[test]
fn layouts() {
    after_head("\n[[layout]]", "4: layout[1]: says no time: give `since`, `until` or both");
    after_head(
        "[[layout]]\nuntil = '2021-01-01'",
        "4: layout.until: invalid type: string \"2021-01-01\", expected a day like 2021-06-30, without quotes",
    );
    after_head(
        "[[layout]]\nsince = 2020-01-01\nuntil = 2021-01-01T10:00:00",
        "5: layout[1].until: `2021-01-01T10:00:00` is not a day: expected one like 2021-06-30, without quotes",
    );
    after_head(
        "[[layout]]\nuntil = 2020-01-01\n[[layout]]\nsince = 2021-01-01\nuntil = 2020-01-01",
        "5: layout[2]: ends before it begins: `until` 2020-01-01 lies before `since` 2021-01-01",
    );
    after_head(
        "[[layout]]\nuntil = 2020-12-31\n[[layout]]\nsince = 2020-12-31\nuntil = 2021-12-31",
        "5: layout[2]: overlaps `layout[1]` (../2020-12-31): a day has one layout",
    );
    after_head(
        "[[layout]]\nsince = 2021-01-01\n[[layout]]\nuntil = 2020-12-31\n[[layout]]\nsince = 2024-05-01",
        "7: layout[3]: overlaps `layout[1]` (2021-01-01/..): a day has one layout",
    );
}

#[test]
fn pages_and_replacements() {
    after_head("[pages]\nmost = 0", "4: pages.most: 0 pages are not joined: expected 1 to 100");
    after_head("[pages]\nnext = ['a', '']", "4: pages.next[2]: the selector `` names no element");
    after_head("[[replace]]\nfind = ''\nwith = 'x'", "4: replace[1].find: is empty");
    after_head("[[replace]]\nfind = 'x'", "3: replace: missing key `with`");
    after_head(
        "[replace]\nfind = 'x'",
        "3: replace: is one table: write `[[replace]]`, as there may be several",
    );
    after_head("unverified = 'yes'", "3: unverified: invalid type: string \"yes\", expected a boolean");
}

#[test]
fn cases() {
    let case = |toml: &str, message: &str| after_head(&format!("[[case]]\n{toml}"), message);
    case("lacks = ['x']", "3: case[1]: says not which page: give `fixture`, or `page` and `url`");
    case(
        "fixture = 'a'\npage = 'b'\nlacks = ['x']",
        "3: case[1]: `fixture` and `page` exclude each other: a case is about one page",
    );
    case("page = 'b'\nlacks = ['x']", "3: case[1]: `page` needs `url`, the address it was captured from");
    case(
        "fixture = 'a'\nurl = 'https://a.com/'",
        "3: case[1]: `url` goes with `page`: a fixture's address is in its page.toml",
    );
    case(
        "page = 'b'\nurl = 'https://a.com/'",
        "3: case[1]: expects nothing: give `contains`, `lacks`, `headline`, `authors` or `date_published`",
    );
    for slug in ["", "a/b", "..", "a\\b"] {
        case(
            &format!("fixture = '{slug}'"),
            &format!(
                "4: case[1].fixture: `{slug}` is no folder below fixtures/example.com: expected its name alone"
            ),
        );
    }
    for path in ["", "../x", "/etc/passwd"] {
        case(
            &format!("page = '{path}'\nurl = 'https://a.com/'\nlacks = ['x']"),
            &format!(
                "4: case[1].page: `{path}` is no path below the folder of captured pages: expected one without `..` \
                 or a leading `/`"
            ),
        );
    }
    case(
        "page = 'a'\nurl = 'a.com'\nlacks = ['x']",
        "5: case[1].url: `a.com` is not a URL: expected something like https://example.com/feed (relative URL without \
         a base)",
    );
    case("fixture = 'a'\ncontains = ['x', ' ']", "5: case[1].contains[2]: is empty");
    case("fixture = 'a'\nauthors = ['']", "5: case[1].authors[1]: is empty");
    for (written, shown) in [("'today'", "today"), ("10:00:00", "10:00:00"), ("3", "3")] {
        case(
            &format!("fixture = 'a'\ndate_published = {written}"),
            &format!(
                "5: case[1].date_published: `{shown}` is not a date: expected one like 2019-02-25 or \
                 2019-02-25T10:01:00-05:00"
            ),
        );
    }
}

#[test]
fn all_faults_of_a_file_at_once() {
    let toml = format!("{HEAD}[urls]\narticle = ['(']\n[select]\nbody = ['p:x', 'p', '']\n[[layout]]\n");
    let lines: Vec<String> =
        faults(&toml).iter().filter_map(|fault| fault.split(' ').next().map(str::to_owned)).collect();
    assert_eq!(
        lines,
        ["example.com.toml:4:", "example.com.toml:6:", "example.com.toml:6:", "example.com.toml:7:"]
    );
}

/// Pieces of which profiles, and what almost is one, are made.
fn profile_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "name = \"A\"\n",
        "hosts = [\"example.com\"]\n",
        "[select]\n",
        "[strip]\n",
        "[[layout]]\n",
        "[[case]]\n",
        "[urls]\n",
        "[pace]\n",
        "body = ",
        "lines = ",
        "since = ",
        "until = ",
        "delay = ",
        "article = ",
        "page = ",
        "url = ",
        "date_published = ",
        "selectors = ",
        "['p::attr(x)']\n",
        "['(']\n",
        "[",
        "]",
        "'",
        "\"",
        "\"\"\"",
        "2021-06-30\n",
        "2021-06-31\n",
        "25:00:00\n",
        "{",
        "}",
        "=",
        ".",
        "\n",
        "\\",
        "é",
        "\u{0}",
        "\u{feff}",
        "#",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Pieces of which selectors, and what almost is one, are made.
fn selector_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "div",
        ".b",
        "#c",
        "[d]",
        "[d='e']",
        " ",
        " > ",
        "+",
        "~",
        ",",
        ":",
        "::",
        ":not(",
        ":has(",
        ":is(",
        ":nth-child(",
        "2n+1",
        ")",
        "(",
        "[",
        "]",
        "'",
        "\"",
        "::attr(",
        "href",
        "*",
        "|",
        "\\",
        "/*",
        "*/",
        "é",
        "@",
        "{",
        "}",
        ";",
        "\u{0}",
        "1",
    ]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Profile::parse(Path::new("example.com.toml"), &bytes);
    }

    #[test]
    fn nothing_profile_like_panics_and_messages_are_one_line(toml in profile_like()) {
        if let Err(errors) = Profile::parse(Path::new("example.com.toml"), toml.as_bytes()) {
            for error in &errors {
                prop_assert!(error.to_string().starts_with("example.com.toml:"), "{error}");
                prop_assert!(!copydesk::outcome::one_line(error).contains('\n'));
            }
        }
    }

    #[test]
    fn nothing_selector_like_panics(text in selector_like()) {
        if let Err(fault) = SelectRule::parse(&text) {
            prop_assert!(!fault.to_string().contains("developer"), "{fault}");
        }
    }

    #[test]
    fn no_selector_panics(text in ".{0,60}") {
        let _ = SelectRule::parse(&text);
    }
}
