//! Markdown read back by a `CommonMark` parser is the article it was written from.

use copydesk::article::{Article, Block, BlockKind, Mark, MarkKind};
use copydesk::outcome::Outcome;
use copydesk::sink::Format;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::outcomes;

/// What a reader sees of a block: kind, level, number, text, and marks by the block's own code points.
type Seen = (BlockKind, Option<u8>, Option<u32>, String, Vec<(MarkKind, usize, usize, Option<String>)>);

/// A block to be written: the same with the record's marks.
type Made = (BlockKind, Option<u8>, Option<u32>, String, Vec<Mark>);

fn markdown(article: &Article) -> String {
    let mut out = Vec::new();
    let mut sink = Format::Markdown.sink(&mut out, "memory");
    sink.write(&Outcome::from(article.clone())).unwrap();
    drop(sink);
    String::from_utf8(out).unwrap()
}

/// Reads Markdown back; without the headline and the address that stand above the body.
#[derive(Default)]
struct Reader {
    seen: Vec<Seen>,
    kind: Option<(BlockKind, Option<u8>)>,
    text: String,
    marks: Vec<(MarkKind, usize, usize, Option<String>)>,
    open: Vec<(MarkKind, usize, Option<String>)>,
    /// For each open list the number of its next item.
    lists: Vec<Option<u64>>,
    number: Vec<Option<u32>>,
    quotes: usize,
}

impl Reader {
    fn read(markdown: &str) -> Vec<Seen> {
        let mut reader = Self::default();
        Parser::new_ext(markdown, Options::ENABLE_TABLES).for_each(|event| reader.event(event));
        reader.flush();
        reader.seen.drain(..2);
        reader.seen
    }

    fn chars(&self) -> usize {
        self.text.chars().count()
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text.push_str(&text),
            Event::HardBreak => self.text.push('\n'),
            Event::Code(text) => {
                let start = self.chars();
                self.text.push_str(&text);
                self.marks.push((MarkKind::Code, start, self.chars(), None));
            }
            Event::InlineHtml(html) => match &*html {
                "<em>" => self.open.push((MarkKind::Emphasis, self.chars(), None)),
                "<strong>" => self.open.push((MarkKind::Strong, self.chars(), None)),
                "</em>" | "</strong>" => self.close(),
                other => panic!("{other}"),
            },
            other => panic!("{other:?}"),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let start = self.chars();
        match tag {
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading, Some(level as u8)),
            Tag::Paragraph if self.quotes > 0 => self.begin(BlockKind::Blockquote, None),
            Tag::Paragraph if self.lists.is_empty() => self.begin(BlockKind::Paragraph, None),
            Tag::Paragraph => self.begin_item(),
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::CodeBlock(_) => self.begin(BlockKind::Code, None),
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                let number = self.lists.last_mut().unwrap();
                self.number.push(number.map(|number| u32::try_from(number).unwrap()));
                *number = number.map(|number| number + 1);
                self.begin_item();
            }
            Tag::Table(_) => self.begin(BlockKind::Table, None),
            Tag::TableRow if !self.text.is_empty() => self.text.push('\n'),
            Tag::TableHead | Tag::TableRow => {}
            Tag::TableCell if self.text.is_empty() || self.text.ends_with('\n') => {}
            Tag::TableCell => self.text.push('\t'),
            Tag::Emphasis => self.open.push((MarkKind::Emphasis, start, None)),
            Tag::Strong => self.open.push((MarkKind::Strong, start, None)),
            Tag::Link { dest_url, .. } => self.open.push((MarkKind::Link, start, Some(dest_url.to_string()))),
            other => panic!("{other:?}"),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => self.close(),
            TagEnd::BlockQuote(_) => self.quotes -= 1,
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.number.pop();
            }
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Table => self.flush(),
            _ => {}
        }
    }

    fn begin(&mut self, kind: BlockKind, level: Option<u8>) {
        self.flush();
        self.kind = Some((kind, level));
    }

    fn begin_item(&mut self) {
        let depth = u8::try_from(self.lists.len()).unwrap();
        self.begin(BlockKind::ListItem, Some(depth));
    }

    fn close(&mut self) {
        let (kind, start, href) = self.open.pop().unwrap();
        self.marks.push((kind, start, self.chars(), href));
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut marks = std::mem::take(&mut self.marks);
        marks.sort_by_key(|&(kind, start, end, _)| (start, usize::MAX - end, kind));
        if let Some((kind, level)) = self.kind.take().filter(|_| !text.is_empty()) {
            let number = self.number.last().copied().flatten().filter(|_| kind == BlockKind::ListItem);
            self.seen.push((kind, level, number, text.trim_end_matches('\n').to_owned(), marks));
        }
    }
}

/// What should be read back.
fn expected(article: &Article) -> Vec<Seen> {
    let chars: Vec<char> = article.body.chars().collect();
    let seen = |block: &Block| {
        let mut text: String = chars[block.start..block.end].iter().collect();
        let own = block.marks.iter().map(|mark| {
            let kind = if mark.kind == MarkKind::Footnote { MarkKind::Link } else { mark.kind };
            (kind, mark.start - block.start, mark.end - block.start, mark.href.clone())
        });
        let mut marks: Vec<_> = own.collect();
        let mut kind = block.kind;
        if matches!(kind, BlockKind::Heading | BlockKind::Caption) {
            text = text.replace('\n', " ");
        }
        if kind == BlockKind::Caption {
            // Written as an emphasised paragraph.
            kind = BlockKind::Paragraph;
            marks.retain(|mark| mark.0 != MarkKind::Emphasis);
            marks.insert(0, (MarkKind::Emphasis, 0, text.chars().count(), None));
        }
        marks.sort_by_key(|&(kind, start, end, _)| (start, usize::MAX - end, kind));
        (kind, block.level, block.number, text, marks)
    };
    article.blocks.iter().map(seen).collect()
}

const PIECES: &[&str] = &[
    "word",
    "Harbour",
    "日本",
    "語「はい」",
    "ا",
    "*",
    "**",
    "_",
    "__",
    "`",
    "``",
    "[",
    "](x)",
    "!",
    "<b>",
    "</p>",
    "&amp;",
    "&",
    "#",
    "# ",
    "-",
    "- ",
    "1.",
    "2) ",
    ">",
    "|",
    "\\",
    "~~",
    "http://x.y",
    "(",
    ")",
    "“so”",
    "\"",
    ".",
    ",",
    "€",
    "=",
    "===",
    ":-",
    "+",
    "™",
    "é",
    "'s",
];

/// A text of pieces that mean something in Markdown, with single spaces and, where they may, line breaks.
fn text(breaks: bool) -> impl Strategy<Value = String> {
    let join = if breaks { vec!["", "", " ", " ", "\n"] } else { vec!["", "", " ", " "] };
    let piece = (prop::sample::select(PIECES), prop::sample::select(join));
    proptest::collection::vec(piece, 1..9).prop_map(|pieces| {
        let text: String = pieces.iter().flat_map(|(piece, join)| [*piece, *join]).collect();
        let lines: Vec<String> =
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let text = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        if text.chars().any(char::is_alphanumeric) { text } else { format!("{text}x") }
    })
}

/// Marks that lie in each other or apart, none blank at its ends.
fn marks(text: &str, wanted: &[(usize, usize, u8)], multiline: bool) -> Vec<Mark> {
    let chars: Vec<char> = text.chars().collect();
    let mut marks: Vec<Mark> = Vec::new();
    for &(start, length, kind) in wanted {
        let (start, kinds) =
            (start % chars.len(), [MarkKind::Link, MarkKind::Strong, MarkKind::Emphasis, MarkKind::Code]);
        let end = (start + 1 + length).min(chars.len());
        let kind = kinds[usize::from(kind) % 4];
        let blank = chars[start].is_whitespace() || chars[end - 1].is_whitespace();
        let crosses = |mark: &Mark| {
            let apart = end < mark.start || mark.end < start;
            let inside = mark.start <= start && end <= mark.end;
            let around = start <= mark.start && mark.end <= end;
            let code = kind == MarkKind::Code || mark.kind == MarkKind::Code;
            !apart && (!(inside || around) || mark.kind == kind || code)
        };
        let broken = kind == MarkKind::Code && chars[start..end].contains(&'\n');
        let code_in_table = kind == MarkKind::Code && !multiline && chars[start..end].contains(&'\\');
        if blank || broken || code_in_table || marks.iter().any(crosses) {
            continue;
        }
        let href = (kind == MarkKind::Link).then(|| "https://example.com/a_(b)?c=1&d=2#e".to_owned());
        marks.push(Mark { kind, start, end, href });
    }
    marks.sort_by_key(|mark| (mark.start, usize::MAX - mark.end, mark.kind));
    marks
}

fn block() -> impl Strategy<Value = Made> {
    use BlockKind::{Blockquote, Caption, Code, Heading, ListItem, Paragraph, Table};
    let kind = prop::sample::select(vec![Paragraph, Heading, Blockquote, ListItem, Table, Code, Caption]);
    let wanted = proptest::collection::vec((0..40_usize, 0..12_usize, 0..4_u8), 0..4);
    (kind, 2..=6_u8, text(true), text(false), wanted).prop_map(|(kind, level, many, one, wanted)| {
        let level = Some(level).filter(|_| kind == Heading).or_else(|| (kind == ListItem).then_some(1));
        let text = match kind {
            Table => format!("{one}\t{one}\nx\t{one}"),
            Code => many.replace('x', "  x"),
            _ => many,
        };
        let marks = match kind {
            Code => Vec::new(),
            Table => marks(&one, &wanted, false),
            _ => marks(&text, &wanted, true),
        };
        let text = if kind == Code { text.trim_end().to_owned() } else { text };
        (kind, level, None, text, marks)
    })
}

fn article(blocks: Vec<Made>) -> Article {
    let [Outcome::Article(base), _] = outcomes() else { panic!("an article") };
    let mut article = Article { body: String::new(), blocks: Vec::new(), authors: Vec::new(), ..*base };
    (article.site_name, article.date_published) = (None, None);
    for (kind, level, number, text, marks) in blocks {
        let items =
            article.blocks.last().is_some_and(|last| (last.kind, kind) == (BlockKind::ListItem, kind));
        if !article.blocks.is_empty() {
            article.body.push_str(if items { "\n" } else { "\n\n" });
        }
        let start = article.body.chars().count();
        let shift = |mark: Mark| Mark { start: mark.start + start, end: mark.end + start, ..mark };
        let marks = marks.into_iter().map(shift).collect();
        article.body.push_str(&text);
        let end = article.body.chars().count();
        article.blocks.push(Block { kind, start, end, level, number, marks });
    }
    article
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_article_comes_back(blocks in proptest::collection::vec(block(), 1..5)) {
        let article = article(blocks);
        let written = markdown(&article);
        let read = Reader::read(&written);
        prop_assert_eq!(&read, &expected(&article), "{}", written);
    }
}

fn item(level: u8, number: Option<u32>, text: &str) -> Made {
    (BlockKind::ListItem, Some(level), number, text.to_owned(), Vec::new())
}

#[test]
fn nested_and_numbered_lists_come_back() {
    let article = article(vec![
        item(1, None, "Bring"),
        item(2, Some(3), "third"),
        item(2, Some(4), "fourth"),
        item(3, None, "deep\nin two lines"),
        item(2, Some(5), "fifth"),
        item(1, None, "Leave"),
        item(2, Some(1), "first"),
        (BlockKind::Paragraph, None, None, "1986. A great year.".to_owned(), Vec::new()),
        item(1, Some(9), "ninth"),
        item(1, Some(10), "tenth"),
        item(2, None, "below ten"),
    ]);
    let written = markdown(&article);
    assert_eq!(Reader::read(&written), expected(&article), "{written}");
}

#[test]
fn two_lists_in_a_row_stay_two() {
    let mut article = article(vec![item(1, None, "one"), item(1, None, "two")]);
    let at = article.blocks[1].start - 1;
    article.body.insert(at, '\n');
    article.blocks[1].start += 1;
    article.blocks[1].end += 1;
    let written = markdown(&article);
    let lists = Parser::new(&written).filter(|event| matches!(event, Event::Start(Tag::List(_)))).count();
    assert_eq!(lists, 2, "{written}");
}
