//! Links, emphasis, numbers and nesting: what a body keeps of its page besides the words.

use copydesk::article::{Article, BlockKind, MarkKind};

use super::{article, paragraphs, sentence};

fn with(html: &str) -> Article {
    article(&format!(
        "<base href=https://example.com/news/><article>{}{html}{}</article>",
        paragraphs(1..5),
        paragraphs(5..9)
    ))
}

/// The marks, each with the words it marks.
fn marks(article: &Article) -> Vec<(MarkKind, String, Option<&str>)> {
    let words =
        |start: usize, end: usize| article.body.chars().skip(start).take(end - start).collect::<String>();
    let all = article.blocks.iter().flat_map(|block| &block.marks);
    all.map(|mark| (mark.kind, words(mark.start, mark.end), mark.href.as_deref())).collect()
}

fn mark(kind: MarkKind, text: &str) -> (MarkKind, String, Option<&'static str>) {
    (kind, text.to_owned(), None)
}

#[test]
fn links_are_absolute_and_emphasis_is_trimmed() {
    let article = with(
        "<p>Überall, so the <a href='../a?b=1#c'> <b>old <i>ferryman</i></b> </a>told us, stood <strong>water <b>deep</b>\
         </strong>, and <code>ls -l</code> showed nothing of the <a href='javascript:void(0)'>harbour</a> or \
         <a href=mailto:a@b.c>its master</a> in those days.</p>",
    );
    assert_eq!(
        marks(&article),
        [
            (MarkKind::Link, "old ferryman".to_owned(), Some("https://example.com/a?b=1#c")),
            mark(MarkKind::Strong, "old ferryman"),
            mark(MarkKind::Emphasis, "ferryman"),
            mark(MarkKind::Strong, "water deep"),
            mark(MarkKind::Code, "ls -l"),
        ]
    );
}

#[test]
fn emphasis_around_blocks_marks_each_of_them() {
    let html = format!("<b><p>{}</p><p>{}</p></b>", sentence(11), sentence(12));
    let strong = [mark(MarkKind::Strong, &sentence(11)), mark(MarkKind::Strong, &sentence(12))];
    assert_eq!(marks(&with(&html)), strong);
}

#[test]
fn marks_stand_right_in_tables_and_after_line_breaks() {
    let article = with(
        "<table><tr><th>Year<th>Ships<tr><td>2022<td><b>310 ships</b><tr><td>2023<td>295 <i>small</i> ships</table>\
         <p>The mayor wrote to the people of the harbour on that day:<br><em>Nobody should leave <br>the town</em> before noon.",
    );
    assert_eq!(
        marks(&article),
        [
            mark(MarkKind::Strong, "310 ships"),
            mark(MarkKind::Emphasis, "small"),
            mark(MarkKind::Emphasis, "Nobody should leave\nthe town"),
        ]
    );
}

#[test]
fn footnote_references_lead_to_numbered_notes() {
    let article = with(
        "<p>The harbour was opened in the year of the flood<sup><a href=#n3>3</a></sup>, as the chronicle of the town has \
         it<a href=#n4><sup>4</sup></a>, or soon after that.</p><ol start=3><li id=n3>Smith, History of the harbour and its \
         people, page 12.<li id=n4>Jones, The flood and what came after it, page 7.</ol>",
    );
    let notes: Vec<_> =
        marks(&article).into_iter().map(|(kind, text, href)| (kind, text, href.unwrap())).collect();
    assert_eq!(
        notes,
        [
            (MarkKind::Footnote, "3".to_owned(), "https://example.com/news/#n3"),
            (MarkKind::Footnote, "4".to_owned(), "https://example.com/news/#n4"),
        ]
    );
    let numbers: Vec<_> =
        article.blocks.iter().filter(|b| b.kind == BlockKind::ListItem).map(|b| b.number).collect();
    assert_eq!(numbers, [Some(3), Some(4)]);
}

#[test]
fn numbers_follow_start_value_and_nesting() {
    let article = with(
        "<h2>How to get there</h2><ol><li>Take the first bus of the day to the old station.<ul><li>It is the green one, not \
         the blue one.</ul><li value=5><p>Walk along the river until you see the bridge.</p><p>Do not cross it before \
         noon, when it opens.</p><li>Ask the ferryman for the way to the harbour.</ol>",
    );
    let items = article.blocks.iter().filter(|block| block.kind == BlockKind::ListItem);
    let seen: Vec<_> = items.map(|block| (block.level.unwrap(), block.number)).collect();
    assert_eq!(seen, [(1, Some(1)), (2, None), (1, Some(5)), (1, Some(5)), (1, Some(6))]);
}

#[test]
fn code_is_verbatim() {
    let code = "fn main() {\n    if a &lt; b {\n\treturn;\n    }\n}";
    let article = with(&format!("<p>{}</p><pre><code>\n{code}\n</code></pre>", sentence(20)));
    let block = article.blocks.iter().find(|block| block.kind == BlockKind::Code).unwrap();
    let text: String = article.body.chars().skip(block.start).take(block.end - block.start).collect();
    assert_eq!(text, code.replace("&lt;", "<"));
}

#[test]
fn scripts_without_spaces_are_neither_joined_nor_split_by_markup() {
    for (html, text) in [
        (
            "<p>市長は<b>月曜日</b>、<a href=/a>港の再開</a>について<wbr>記者団に説明し、住民の安全を最優先にすると述べた。</p>",
            "市長は月曜日、港の再開について記者団に説明し、住民の安全を最優先にすると述べた。",
        ),
        (
            "<p>市长<span>在</span>星期一向<em>记者</em>解释了港口重新开放的情况，并表示居民的安全是第一位的，也感谢大家。</p>",
            "市长在星期一向记者解释了港口重新开放的情况，并表示居民的安全是第一位的，也感谢大家。",
        ),
        (
            "<p>นายกเทศมนตรี<b>กล่าว</b>กับผู้สื่อข่าวเมื่อวันจันทร์ว่า<i>ความปลอดภัย</i>ของประชาชนต้องมาก่อน</p>",
            "นายกเทศมนตรีกล่าวกับผู้สื่อข่าวเมื่อวันจันทร์ว่าความปลอดภัยของประชาชนต้องมาก่อน",
        ),
        (
            "<p dir=rtl>قال <b>رئيس البلدية</b> يوم الاثنين إن الميناء سيعاد فتحه، وإن سلامة السكان تأتي <a href=/a>أولا</a>.</p>",
            "قال رئيس البلدية يوم الاثنين إن الميناء سيعاد فتحه، وإن سلامة السكان تأتي أولا.",
        ),
        (
            "<p dir=rtl>ראש העיר אמר <b>ביום שני</b> כי הנמל ייפתח מחדש, וכי <i>בטיחות</i> התושבים קודמת לכל דבר אחר.</p>",
            "ראש העיר אמר ביום שני כי הנמל ייפתח מחדש, וכי בטיחות התושבים קודמת לכל דבר אחר.",
        ),
    ] {
        let article =
            article(&format!("<article><h1>Title</h1>{}</article>", html.to_owned() + &numbered(html)));
        assert!(article.body.contains(text), "{}", article.body);
    }
}

/// The same paragraph a few times more, each told from the others by a number.
fn numbered(html: &str) -> String {
    (2..6).map(|number| html.replacen("</p>", &format!(" ({number})</p>"), 1)).collect()
}

#[test]
fn what_stands_in_one_column_of_a_table_does_so_in_its_rows() {
    let table = "<table><tr><th></th><th>Spring</th><th>Autumn</th></tr><tr><td>Cars</td><td>12,400</td><td>11,900</td></tr>\
                 <tr><td>Trucks</td><td></td><td>710</td></tr><tr><td rowspan=2>Boats</td><td>3</td><td>4</td></tr>\
                 <tr><td>5</td><td>6</td></tr><tr><td colspan=2>All</td><td>12,620</td></tr>\
                 <tr><td colspan=9999 rowspan=9999>Total</td></tr></table>";
    let html = format!(
        "<title>Traffic</title><article><h1>Traffic</h1>{}{table}{}</article>",
        paragraphs(1..5),
        paragraphs(5..9)
    );
    let article = article(&html);
    let block =
        article.blocks.iter().find(|block| block.kind == copydesk::article::BlockKind::Table).unwrap();
    let text: String = article.body.chars().skip(block.start).take(block.end - block.start).collect();
    assert_eq!(
        text,
        "\tSpring\tAutumn\nCars\t12,400\t11,900\nTrucks\t\t710\nBoats\t3\t4\n\t5\t6\nAll\t\t12,620\nTotal"
    );
}
