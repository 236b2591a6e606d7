//! Whatever is translated matches exactly what it matched before: both are evaluated on the same pages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use copydesk::import;
use copydesk::profile::SelectRule;
use proptest::prelude::*;

use super::engine::{Tree, css};
use super::{page, vocabulary};

/// Every construct that is translated, as configurations write it.
const EXPRESSIONS: &[&str] = &[
    "//article",
    "//div[@id='main']",
    "//div[@id='1st']/p",
    "/html/body//h1",
    "//article//p",
    "//*[@itemprop='name']",
    "//div[contains(@class, 'story')]",
    "//div[starts-with(@class, \"story\")]",
    "//div[contains(concat(' ',normalize-space(@class),' '),' story ')]/h2",
    "//div[contains(concat(' ', normalize-space(@class), ' '), 'story')]",
    "//div[contains(concat(' ', @class, ' '), ' story ')]",
    "//div[contains(concat(' ', @class, ' '), ' story')]",
    "//div[contains(concat(' ', @class, ' '), 'story ')]",
    "//div[contains(@class, 'big story')]",
    "//div[contains(concat(' ', @class, ' '), ' big story ')]",
    "//div[contains(normalize-space(@class), 'story')]",
    "//*[contains(@class, 'ad') or contains(@id, 'ad')]",
    "//div[@class='a' and not(@id)]",
    "//div[not(contains(@class, 'a') or @id='b')]",
    "//div['a'=@class]",
    "//meta[@property='og:title']/@content",
    "//meta[@name='Author']/attribute::content",
    "//b[@type='hidden' and @name]/@value",
    "//a[@rel='next']/@href",
    "//*/@data-tag",
    "//section//@href",
    "//span[@class='author']/text()",
    "//span[@class='author']//text()",
    "//p[1]",
    "//div/p[2]/b",
    "//section/div[last()]",
    "//div[position()=last()]/em",
    "//div[last()-1]",
    "//section/*[1]",
    "//section/*[position() < 3]",
    "//div[position()>=2]",
    "//div[position()<=2]/span",
    "//div[position() > 1][@class='a']",
    "//div[@class='a'][1]",
    "//div[contains(@class, 'a')][2]",
    "//div[contains(@class, 'a')][position()=3]",
    "//div[@class][last()]",
    "//div[contains(@class, 'a')][last()-1]",
    "//div[@class][position()>2]",
    "//div[@class][position()<3]",
    "//*[@class='a'][2]",
    "//div[.//a]",
    "//div[a]",
    "//div[a/@href]",
    "//div[a/@href='x']",
    "//div[span/b]",
    "//div[.//span[@class='a']/b]",
    "//div[not(.//b)]",
    "//div[descendant::b]",
    "//div[following-sibling::b]",
    "//div[following-sibling::*[1][self::b]]",
    "//div[preceding-sibling::b]",
    "//div[preceding-sibling::*[1][self::b]]",
    "//b[parent::div]",
    "//b[ancestor::section]",
    "//b[../@class='a']",
    "//b[not(ancestor::div[@class='a'])]",
    "//div[self::div]",
    "//*[self::div or self::section]",
    "//*[self::b][@class]",
    "//div[./@class='a']",
    "//b/..",
    "//b/../@class",
    "//section/b/..",
    "//b[@class='a']/parent::div",
    "//b/parent::*[1]",
    "//section//b/ancestor::div",
    "//b/ancestor::div/em",
    "//h2/following-sibling::div",
    "//h2/following-sibling::*",
    "//section/h2/following-sibling::div[@class='a']",
    "//h2/following-sibling::*[1]",
    "//h2/following-sibling::*[1][self::div]",
    "//h2/preceding-sibling::div",
    "//section/h2/preceding-sibling::*[1]",
    "//footer/self::footer | //footer/following-sibling::*",
    "//div/self::node()",
    "//div/descendant::b",
    "//div/descendant-or-self::div/b",
    "//div/descendant-or-self::*[@class]",
    "//h1 | //h2[@class='a']",
    "(//div | //section)/b",
    "(//div)//b",
    "//div[(@class='a' or @class='b') and @id]",
    "//div[@class='say \"so\"' or @id=\"it's\"]",
    "//div[boolean(@class)]",
    "//svg",
    "//div[@class='a\\b']",
    "//meta[@http-equiv='REFRESH']",
    "//div//div//div",
];

/// Asserts that the translation selects the same on the page, and says whether that was anything.
fn same(expression: &str, rule: &SelectRule, page: &copydesk::Page, tree: &Tree, on: &str) -> bool {
    let expected = tree.xpath(expression);
    assert_eq!(css(page, rule), expected, "{expression} became {} (on {on})", rule.text);
    !expected.is_empty()
}

/// Asserts it on pages made for the expression, and says whether it ever selected anything.
fn same_on_made_pages(expression: &str, rule: &SelectRule, pages: u64) -> bool {
    let found = (0..pages).filter(|seed| {
        let html = vocabulary::page(expression, *seed);
        let page = page(html.as_bytes());
        same(expression, rule, &page, &Tree::of(&page), &html)
    });
    found.count() > 0
}

fn translated(expression: &str) -> SelectRule {
    let text = import::xpath_to_css(expression).unwrap_or_else(|why| panic!("{expression}: {why}"));
    SelectRule::parse(&text).unwrap_or_else(|fault| panic!("{expression}: {text}: {fault}"))
}

#[test]
fn every_construct_means_the_same_in_css() {
    let blind: Vec<&str> = EXPRESSIONS
        .iter()
        .filter(|expression| !same_on_made_pages(expression, &translated(expression), 24))
        .copied()
        .collect();
    assert!(blind.is_empty(), "these were never seen to match: {blind:?}");
}

/// The engine takes `!=` for `not(… = …)`; the standard (3.4) wants an attribute that differs.
#[test]
fn an_attribute_that_differs_has_to_be_there() {
    let page = page(b"<p><b class=a>1</b><b class=b>2</b><b>3</b></p>");
    let texts = |expression: &str| {
        let rule = translated(expression);
        page.html.select(&rule.selector).map(|element| element.text().collect()).collect::<Vec<String>>()
    };
    assert_eq!(texts("//b[@class!='a']"), ["2"]);
    assert_eq!(texts("//b[not(@class='a')]"), ["2", "3"]);
    assert_eq!(texts("//b[not(@class!='a')]"), ["1", "3"]);
}

#[test]
fn every_construct_means_the_same_on_saved_pages() {
    let mut folders = vec![PathBuf::from("fixtures")];
    let mut pages = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.ends_with("page.html") {
                pages += 1;
                let page = page(&fs::read(&path).unwrap());
                let tree = Tree::of(&page);
                for expression in EXPRESSIONS {
                    same(expression, &translated(expression), &page, &tree, &path.display().to_string());
                }
            }
        }
    }
    assert!(pages > 10, "only {pages} fixtures were found");
}

/// Conditions on one element.
fn condition() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("@class".to_owned()),
        Just("@class='a'".to_owned()),
        Just("contains(@class, 'a')".to_owned()),
        Just("starts-with(@id, 'b')".to_owned()),
        Just("contains(concat(' ', normalize-space(@class), ' '), ' a ')".to_owned()),
        Just("contains(concat(' ', @class, ' '), ' a ')".to_owned()),
        Just("em".to_owned()),
        Just(".//em".to_owned()),
        Just("following-sibling::div".to_owned()),
        Just("preceding-sibling::em".to_owned()),
        Just("parent::div".to_owned()),
        Just("ancestor::em[@id]".to_owned()),
        Just("self::div".to_owned()),
        Just("em/@class".to_owned()),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|of| format!("not({of})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a} and {b})")),
        ]
    })
}

/// Steps with predicates of both kinds.
fn expression() -> impl Strategy<Value = String> {
    let position = prop_oneof![
        Just("1".to_owned()),
        Just("2".to_owned()),
        Just("last()".to_owned()),
        Just("position()>1".to_owned()),
        Just("position()<3".to_owned()),
    ];
    let predicate = prop_oneof![3 => condition(), 1 => position].prop_map(|inner| format!("[{inner}]"));
    let name = prop_oneof![Just("div"), Just("em"), Just("*")];
    let step = (name, prop::collection::vec(predicate, 0..3))
        .prop_map(|(name, all)| format!("{name}{}", all.concat()));
    let axis = prop_oneof![
        4 => Just("/"),
        4 => Just("//"),
        1 => Just("/parent::"),
        1 => Just("/ancestor::"),
        1 => Just("/following-sibling::"),
        1 => Just("/preceding-sibling::"),
        1 => Just("/self::"),
    ];
    let steps = prop::collection::vec((axis, step.clone()), 0..3);
    let path = (step, steps).prop_map(|(first, rest)| {
        let rest: Vec<String> = rest.into_iter().map(|(axis, step)| format!("{axis}{step}")).collect();
        format!("//{first}{}", rest.concat())
    });
    prop_oneof![4 => path.clone(), 1 => (path.clone(), path).prop_map(|(a, b)| format!("{a} | {b}"))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn whatever_is_translated_means_the_same(expression in expression()) {
        if let Ok(text) = import::xpath_to_css(&expression) {
            same_on_made_pages(&expression, &SelectRule::parse(&text).unwrap(), 3);
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_read(text in "[/@a-z\\[\\]()'\"=|*.,:<>! 0-9-]{0,40}") {
        if let Ok(css) = import::xpath_to_css(&text) {
            prop_assert!(SelectRule::parse(&css).is_ok(), "{css}");
        }
    }
}

/// The sample's rules, each expression once, and the share of rules that was translated.
fn sample() -> Option<(BTreeSet<String>, f64)> {
    let dir = Path::new("../shared/data/ftr-sample");
    if !dir.is_dir() {
        eprintln!("{} is not here: its rules were not looked at", dir.display());
        return None;
    }
    let (mut expressions, mut rules, mut untranslated, mut needless) = (BTreeSet::new(), 0, 0, 0);
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let imported =
            import::ftr(name, &fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        rules += imported.rules;
        untranslated += imported.untranslated.len();
        needless += imported.needless;
        let selecting = imported.translated.into_iter().map(|(_, rule)| rule);
        // A link that has a condition of its own is no longer what its expression says; of `!=` see above.
        expressions.extend(
            selecting
                .filter(|rule| !rule.selector.starts_with(":root:has(") && !rule.xpath.contains("!="))
                .map(|rule| rule.xpath),
        );
    }
    let translated = rules - untranslated - needless;
    Some((
        expressions,
        f64::from(u32::try_from(translated).unwrap()) / f64::from(u32::try_from(rules - needless).unwrap()),
    ))
}

#[test]
fn real_rules_are_translated_and_mean_the_same() {
    let Some((expressions, share)) = sample() else { return };
    assert!(
        share > 0.85,
        "only {share:.3} of the rules were translated, those that say what holds anyway left aside"
    );
    let seen =
        expressions.iter().filter(|expression| same_on_made_pages(expression, &translated(expression), 2));
    let seen = seen.count();
    assert!(
        seen * 10 > expressions.len() * 8,
        "only {seen} of {} were ever seen to match",
        expressions.len()
    );
}
