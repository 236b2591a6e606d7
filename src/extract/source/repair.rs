//! JSON as pages really have it → values: comments, CDATA wrappers, raw control characters, stray commas, quotation marks
//! and brackets, values that are missing.

use serde_json::{Deserializer, Value};

/// The values of a script: usually one, several when objects just follow one another; none if beyond repair.
pub fn values(script: &str) -> Vec<Value> {
    let script = unwrapped(script);
    read(script).unwrap_or_else(|| {
        let quoted = script.contains('"') || !script.contains("&quot;");
        let mended = if quoted { mended(script) } else { mended(&script.replace("&quot;", "\"")) };
        Deserializer::from_str(&mended).into_iter().map_while(Result::ok).collect()
    })
}

/// All values, if every one can be read.
fn read(text: &str) -> Option<Vec<Value>> {
    let values: Result<Vec<Value>, _> = Deserializer::from_str(text).into_iter().collect();
    values.ok().filter(|values| !values.is_empty())
}

/// What stands between HTML comments, CDATA marks and stray semicolons.
fn unwrapped(script: &str) -> &str {
    const AROUND: &[&str] = &[
        "<!--",
        "-->",
        "//<![CDATA[",
        "// <![CDATA[",
        "/*<![CDATA[*/",
        "/* <![CDATA[ */",
        "<![CDATA[",
        "//]]>",
        "// ]]>",
        "/*]]>*/",
        "/* ]]> */",
        "]]>",
        "//-->",
        "// -->",
        "//",
        ";",
        "\u{feff}",
    ];
    let mut text = script.trim();
    loop {
        let before = text.len();
        for wrap in AROUND {
            text = text.strip_prefix(wrap).unwrap_or(text).trim_start();
            text = text.strip_suffix(wrap).unwrap_or(text).trim_end();
        }
        if text.len() == before {
            return text;
        }
    }
}

/// The text as JSON, as far as one can tell what was meant.
fn mended(text: &str) -> String {
    let mut mender = Mender { rest: text, out: String::with_capacity(text.len() + 16), open: Vec::new() };
    while let Some(c) = mender.next() {
        mender.take(c);
    }
    while let Some(end) = mender.open.pop() {
        mender.close(end);
    }
    mender.out
}

/// The most brackets that one of another kind closes.
const MOST_UNCLOSED: usize = 4;

/// Copies a text and puts right on the way what is wrong with it.
struct Mender<'a> {
    rest: &'a str,
    out: String,
    /// What closes the open brackets, innermost last.
    open: Vec<char>,
}

impl Mender<'_> {
    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    /// A character outside strings, and what belongs to it.
    fn take(&mut self, c: char) {
        match c {
            '{' | '[' => {
                self.out.push(c);
                self.open.push(if c == '{' { '}' } else { ']' });
            }
            '}' | ']' => self.end(c),
            '/' if self.rest.starts_with('/') => self.skip("\n"),
            '/' if self.rest.starts_with('*') => self.skip("*/"),
            // Between objects nothing counts.
            c if self.open.is_empty() || c.is_whitespace() => self.space(),
            '"' => self.string(),
            ',' => self.comma(),
            c if c.is_alphabetic() => self.word(c),
            c => self.out.push(c),
        }
    }

    /// Passes a comment over.
    fn skip(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
        self.space();
    }

    /// White space, of which there is never more than one character.
    fn space(&mut self) {
        if !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    /// A closing bracket, with those that had to be closed before it; one too many is left out.
    fn end(&mut self, c: char) {
        if !self.open.iter().rev().take(MOST_UNCLOSED).any(|open| *open == c) {
            return;
        }
        while let Some(end) = self.open.pop() {
            self.close(end);
            if end == c {
                return;
            }
        }
    }

    fn close(&mut self, end: char) {
        self.out.truncate(self.out.trim_end().trim_end_matches(',').len());
        self.fill();
        self.out.push(end);
    }

    /// A comma: one after another, or after an opening bracket, is left out.
    fn comma(&mut self) {
        self.fill();
        if !self.out.trim_end().ends_with([',', '{', '[']) {
            self.out.push(',');
        }
    }

    /// Puts `null` where a value is missing.
    fn fill(&mut self) {
        if self.out.trim_end().ends_with(':') {
            self.out.push_str("null");
        }
    }

    /// A word without quotation marks: what scripts write for nothing is `null`.
    fn word(&mut self, first: char) {
        let length = self.rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        match (first, word) {
            ('u', "ndefined") | ('N', "aN" | "one") => self.out.push_str("null"),
            _ => {
                self.out.push(first);
                self.out.push_str(word);
            }
        }
    }

    /// A string, with control characters left out, impossible escapes taken literally and quotation marks inside escaped.
    fn string(&mut self) {
        let is_key = self.open.last() == Some(&'}') && !self.out.trim_end().ends_with(':');
        self.out.push('"');
        while let Some(c) = self.next() {
            match c {
                '"' if self.ends_here(is_key) => {
                    self.out.push('"');
                    return;
                }
                '"' => self.out.push_str("\\\""),
                '\\' => match self.next() {
                    Some(escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                        self.out.extend(['\\', escaped]);
                    }
                    Some(literal) if !literal.is_control() => self.out.push(literal),
                    _ => {}
                },
                '\n' | '\r' | '\t' => self.out.push(' '),
                c if c.is_control() => {}
                c => self.out.push(c),
            }
        }
    }

    /// Whether a quotation mark ends its string, by what comes next.
    fn ends_here(&self, is_key: bool) -> bool {
        let next = self.rest.trim_start();
        if is_key {
            return next.starts_with(':');
        }
        let in_object = self.open.last() == Some(&'}');
        match next.strip_prefix(',').map(str::trim_start) {
            // A comma in running text has a letter behind it.
            Some(after) => after.starts_with(['"', ',', '}', ']', '/']) || !in_object || after.is_empty(),
            None => next.is_empty() || next.starts_with(['}', ']', '/']),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_what_pages_have() {
        for (script, expected) in [
            (r#"{"a": 1}"#, vec![json!({"a": 1})]),
            ("<!-- {\"a\": 1} -->", vec![json!({"a": 1})]),
            ("//<![CDATA[\n{\"a\": 1}\n//]]>", vec![json!({"a": 1})]),
            ("{\"a\": \"two\nlines\",}", vec![json!({"a": "two lines"})]),
            (r#"[{"a": 1},{"a": 2},];"#, vec![json!([{"a": 1}, {"a": 2}])]),
            (r#"{"a": 1} {"a": 2}"#, vec![json!({"a": 1}), json!({"a": 2})]),
            (r#"{"a": "it\'s"}"#, vec![json!({"a": "it's"})]),
            (r#"{"a": , }"#, vec![json!({"a": null})]),
            ("// article\n{\"a\": 1}", vec![json!({"a": 1})]),
            ("{\"a\": 1, // one\n \"b\": \"//x\" /* two */}", vec![json!({"a": 1, "b": "//x"})]),
            (
                r#"{"a": "for "a new start" here, and "more"", "b": 2}"#,
                vec![json!({"a": "for \"a new start\" here, and \"more\"", "b": 2})],
            ),
            (
                r#"{"a": "said "yes", he", "b": ["c", "d"]}"#,
                vec![json!({"a": "said \"yes\", he", "b": ["c", "d"]})],
            ),
            (r#"{"a": {"b": 1}}}"#, vec![json!({"a": {"b": 1}})]),
            (r#"{"a": {"b": 1}"#, vec![json!({"a": {"b": 1}})]),
            (r#"{"a": [{"b": 1}, "c": 2}"#, vec![]),
            (r#"{"a": undefined,, "b":,"c": true}"#, vec![json!({"a": null, "b": null, "c": true})]),
            (r#"{"a": 1},{"a": 2}"#, vec![json!({"a": 1}), json!({"a": 2})]),
            ("{&quot;a&quot;: &quot;b&quot;}", vec![json!({"a": "b"})]),
            ("[not json", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(values(script), expected, "{script}");
        }
    }
}
