//! `--format html`: one page, nothing loaded from elsewhere, with the text and who said what in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use copydesk::article::{Quote, Span};
use copydesk::quotes::Annotation;

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width\">\n<title>Who said what</title>\n<style>\n\
    body{display:grid;grid-template-columns:minmax(0,42rem) 16rem;gap:2rem;justify-content:center;\
    font:1rem/1.6 Georgia,serif;margin:2rem}\n\
    main{white-space:pre-wrap;overflow-wrap:anywhere}nav{font:.9rem/1.5 sans-serif}nav ol{padding-left:1.2rem}\n\
    a{color:inherit;text-decoration:none}a:target,li:target{outline:2px solid}\n\
    .quote{background:hsl(var(--hue) 80% 85%);border-radius:.2em}.nobody{background:#eee}\n\
    .speaker{border-bottom:3px solid hsl(var(--hue) 70% 50%)}\n\
    @media(max-width:50rem){body{grid-template-columns:1fr}}\n\
    @media(prefers-color-scheme:dark){body{background:#161616;color:#ddd}.quote{background:hsl(var(--hue) 50% 25%)}\
    .nobody{background:#333}}\n</style>\n";

/// Degrees between the colours of one speaker and the next: neighbours differ, and so do the first dozens.
const HUE_STEP: usize = 137;

/// What stands at a stretch of the text.
struct Mark {
    span: Span,
    open: String,
}

/// The page of a text and what was found in it.
pub fn page(text: &str, found: &Annotation) -> String {
    let mut speakers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for name in found.quotes.iter().filter_map(named) {
        speakers.entry(name).or_insert_with(|| {
            order.push(name);
            order.len() - 1
        });
    }
    let mut page = HEAD.to_owned();
    page.push_str("<main>");
    body(&mut page, text, marks(found, &speakers));
    page.push_str("</main>\n<nav><h2>Who said what</h2>\n<ol>\n");
    for (index, name) in order.iter().enumerate() {
        let _ = write!(
            page,
            "<li id=\"speaker-{index}\"><span class=\"speaker\" style=\"--hue:{}\">{}</span>",
            index * HUE_STEP % 360,
            escaped(name)
        );
        let own = found.quotes.iter().enumerate().filter(|(_, quote)| named(quote) == Some(name));
        for (quote, _) in own {
            let _ = write!(page, " <a href=\"#quote-{quote}\">\u{201c}{}\u{201d}</a>", quote + 1);
        }
        page.push_str("</li>\n");
    }
    page.push_str("</ol></nav>\n</html>\n");
    page
}

/// What a quote's speaker is called: by name, else as the text does.
fn named(quote: &Quote) -> Option<&str> {
    let speaker = quote.speaker.as_ref()?;
    speaker.name.as_deref().or(speaker.mention.as_deref())
}

/// Quotes and the mentions of their speakers, in the order of the text, none over another.
fn marks(found: &Annotation, speakers: &BTreeMap<&str, usize>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, quote) in found.quotes.iter().enumerate() {
        let speaker = named(quote).and_then(|name| speakers.get(name).copied());
        let whole = [Span { start: quote.start, end: quote.end }];
        let parts = if quote.parts.is_empty() { &whole[..] } else { &quote.parts };
        for (part, span) in parts.iter().enumerate() {
            let id = if part == 0 { format!(" id=\"quote-{index}\"") } else { String::new() };
            let open = match speaker {
                Some(speaker) => format!(
                    "<a{id} class=\"quote\" style=\"--hue:{}\" href=\"#speaker-{speaker}\">",
                    speaker * HUE_STEP % 360
                ),
                None => format!("<a{id} class=\"nobody\">"),
            };
            marks.push(Mark { span: *span, open });
        }
        let place = quote.speaker.as_ref().and_then(|speaker| Some(speaker.start?..speaker.end?));
        if let (Some(place), Some(speaker)) = (place, speaker) {
            let open = format!(
                "<a class=\"speaker\" style=\"--hue:{}\" href=\"#speaker-{speaker}\">",
                speaker * HUE_STEP % 360
            );
            marks.push(Mark { span: Span { start: place.start, end: place.end }, open });
        }
    }
    marks.sort_by_key(|mark| mark.span.start);
    let mut until = 0;
    marks.retain(|mark| {
        let free = mark.span.start >= until;
        until = if free { mark.span.end } else { until };
        free
    });
    marks
}

fn body(page: &mut String, text: &str, marks: Vec<Mark>) {
    let mut marks = marks.into_iter().peekable();
    let mut close = None;
    for (point, character) in text.chars().enumerate() {
        if close == Some(point) {
            page.push_str("</a>");
            close = None;
        }
        if let Some(mark) = marks.next_if(|mark| mark.span.start == point) {
            page.push_str(&mark.open);
            close = Some(mark.span.end);
        }
        escape(page, character);
    }
    if close.is_some() {
        page.push_str("</a>");
    }
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    words.chars().for_each(|character| escape(&mut out, character));
    out
}

fn escape(out: &mut String, character: char) {
    match character {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        _ => out.push(character),
    }
}
