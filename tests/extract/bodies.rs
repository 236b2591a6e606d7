//! The body: a profile's containers, and the generic extractor's choice.

use copydesk::article::{BlockKind, Source};

use super::{article, article_with, explained_with, paragraphs, sentence};

#[test]
fn a_profile_may_name_two_containers_of_which_nested_matches_count_once() {
    let html = format!(
        "<div class=body>{}<div class=body><p>Inner text.</p></div></div><aside>Other</aside><div class=body>{}</div>",
        paragraphs(1..2),
        paragraphs(2..3)
    );
    let article =
        article_with(&html, "name = 'Example'\nhosts = ['example.com']\n[select]\nbody = ['.body']\n");
    assert_eq!(article.body, [sentence(1), "Inner text.".into(), sentence(2)].join("\n\n"));
    let origin = article.provenance.body.unwrap();
    assert_eq!(
        (origin.source, origin.rule.as_deref(), origin.confidence),
        (Source::Profile, Some(".body"), 1.0)
    );
}

#[test]
fn a_profile_strips_elements_whole_lines_and_the_tail() {
    let html = "<article><p>One.</p><div class=ad-slot>Buy this</div><p>Advertisement</p>\
                <p>Advertisement rules changed today.</p><p>Join the conversation as a VIP Member</p><p>Junk.</p></article>";
    let profile = "name = 'Example'\nhosts = ['example.com']\n[select]\nbody = ['article']\n[strip]\n\
                   selectors = ['.ad-slot']\nlines = ['^Advertisement$']\ntail = ['^Join the conversation as a VIP']\n";
    let (article, explanation) = explained_with(html, profile);
    assert_eq!(article.unwrap().body, "One.\n\nAdvertisement rules changed today.");
    let stripped: Vec<_> =
        explanation.stripped.iter().map(|one| (one.rule.as_str(), one.text.as_str())).collect();
    assert_eq!(
        stripped,
        [
            ("[strip] selectors '.ad-slot'", "Buy this"),
            ("[strip] lines '^Advertisement$'", "Advertisement"),
            ("[strip] tail '^Join the conversation as a VIP'", "Join the conversation as a VIP Member"),
            ("[strip] tail '^Join the conversation as a VIP'", "Junk."),
        ]
    );
}

#[test]
fn every_kind_of_block_is_kept_in_order_with_offsets_into_the_body() {
    let html = format!(
        "<article>{}<h2>What was <em>said</em></h2><ul><li>Ärger<li>Second<ol><li>Deeper</ol></ul>\
         <blockquote><p>Quoted words.</p></blockquote><table><tr><th>Year<th>Count<tr><td>2019<td>12</table>\
         <pre>let x = 1;\n  let y;</pre>{}<p>Left<br>right<br><br>below</p>{}</article>",
        paragraphs(1..3),
        paragraphs(3..5),
        paragraphs(5..6)
    );
    let article = article(&html);
    let slice =
        |start: usize, end: usize| article.body.chars().skip(start).take(end - start).collect::<String>();
    let blocks: Vec<_> = article.blocks.iter().map(|b| (b.kind, b.level, slice(b.start, b.end))).collect();
    let paragraph = |text: String| (BlockKind::Paragraph, None, text);
    assert_eq!(
        blocks,
        [
            paragraph(sentence(1)),
            paragraph(sentence(2)),
            (BlockKind::Heading, Some(2), "What was said".into()),
            (BlockKind::ListItem, Some(1), "Ärger".into()),
            (BlockKind::ListItem, Some(1), "Second".into()),
            (BlockKind::ListItem, Some(2), "Deeper".into()),
            (BlockKind::Blockquote, None, "Quoted words.".into()),
            (BlockKind::Table, None, "Year\tCount\n2019\t12".into()),
            (BlockKind::Code, None, "let x = 1;\n  let y;".into()),
            paragraph(sentence(3)),
            paragraph(sentence(4)),
            paragraph("Left\nright".into()),
            paragraph("below".into()),
            paragraph(sentence(5)),
        ]
    );
    assert!(article.body.contains("Ärger\nSecond\nDeeper\n\nQuoted words."));
}
