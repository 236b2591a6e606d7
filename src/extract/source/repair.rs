//! JSON as pages really have it → values: comments, CDATA wrappers, raw control characters, trailing commas.

use serde_json::{Deserializer, Value};

/// The values of a script: usually one, several when objects just follow one another; none if beyond repair.
pub fn values(script: &str) -> Vec<Value> {
    let script = unwrapped(script);
    read(script).or_else(|| read(&mended(script))).unwrap_or_default()
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

/// The text with control characters in strings escaped, impossible escapes taken literally and commas before a
/// closing bracket dropped.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut in_string = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                in_string = !in_string;
                out.push(c);
            }
            '\\' if in_string => match chars.next() {
                Some(escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    out.extend([c, escaped]);
                }
                Some(literal) if !literal.is_control() => out.push(literal),
                _ => {}
            },
            '\n' | '\r' | '\t' if in_string => out.push(' '),
            c if in_string && c.is_control() => {}
            '}' | ']' if !in_string => {
                let end = out.trim_end().strip_suffix(',').map(str::len);
                out.truncate(end.unwrap_or(out.len()));
                out.push(c);
            }
            c => out.push(c),
        }
    }
    let end = out.trim_end().trim_end_matches([',', ';']).len();
    out.truncate(end);
    out
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
            (r#"{"a": , }"#, vec![]),
            ("", vec![]),
        ] {
            assert_eq!(values(script), expected, "{script}");
        }
    }
}
