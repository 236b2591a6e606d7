//! What a profile strips where the generic extractor finds the body.

use copydesk::article::Source;

use super::{article_with, paragraphs};

const PROFILE: &str = "name = 'Example'\nhosts = ['example.com']\n[strip]\nselectors = ['.box', '.share']\n";
const NONE: &str = "name = 'Example'\nhosts = ['example.com']\n";

/// A page with a box between its paragraphs and a button within one of them.
fn html() -> String {
    format!(
        "<meta property=og:type content=article><h1>A story</h1><article>{}\
         <div class=box><p>Sign the register at the harbour office before the end of the week, whoever you are.</p></div>\
         {}<p><span class=share>Pass it on </span>The mayor said on Monday that the crane would stay where it is.\
         <span class=share> Like it</span></p></article><aside><ul><li><a href=/a>Another story</a>\
         <li><a href=/b>Yet another story</a></ul></aside>",
        paragraphs(1..5),
        paragraphs(5..9)
    )
}

#[test]
fn the_page_is_judged_whole_and_what_is_stripped_left_out_of_it_then() {
    let (without, with) = (article_with(&html(), NONE), article_with(&html(), PROFILE));
    let (told, judged) = (with.provenance.body.unwrap(), without.provenance.body.unwrap());
    assert_eq!(told.source, Source::Generic);
    assert_eq!(told, judged, "as sure as of the page as it stands");
    assert!(without.body.contains("harbour office"), "{}", without.body);
    let expected: Vec<&str> =
        without.body.split("\n\n").filter(|block| !block.contains("harbour office")).collect();
    let expected = expected.join("\n\n").replace("Pass it on ", "").replace(" Like it", "");
    assert_eq!(with.body, expected);
    assert!(with.body.contains("The mayor said"));
}
