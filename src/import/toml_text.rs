//! A draft as the TOML of a profile, with everything that is not in it as comments.

use std::fmt::Write as _;

use super::draft::{Draft, LISTS, Rule};

/// The file's text. `host` is the profile's main host, `hosts` what it covers, `from` the file it is made from.
pub fn write(host: &str, hosts: &str, from: &str, draft: &Draft, last_comments: &[String]) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "# From FiveFilters' site configuration {from}. Nothing proves it until a case passes."
    );
    let _ = writeln!(out, "name       = {}", quoted(host));
    let _ = writeln!(out, "hosts      = [{}]", quoted(hosts));
    let _ = writeln!(out, "unverified = true");
    for table in ["pages", "select", "strip"] {
        lists(&mut out, table, draft);
    }
    for (_, find, with) in &draft.replace {
        let _ = write!(out, "\n[[replace]]\nfind = {}\nwith = {}\n", quoted(find), quoted(with));
    }
    tests(&mut out, draft);
    if !last_comments.is_empty() {
        out.push('\n');
        for comment in last_comments {
            comment_line(&mut out, "", comment);
        }
    }
    if !draft.untranslated.is_empty() {
        out.push_str("\n# Not in this profile:\n");
        for rule in &draft.untranslated {
            comment_line(&mut out, "", &format!("line {}: {}", rule.line, rule.rule));
            comment_line(&mut out, "", &format!("    {}", rule.reason));
        }
    }
    out
}

fn lists(out: &mut String, table: &str, draft: &Draft) {
    let of_table = LISTS.iter().zip(&draft.lists).filter_map(|((_, key), list)| {
        let (of, key) = key.split_once('.')?;
        (of == table && !list.is_empty()).then_some((key, list))
    });
    for (index, (key, list)) in of_table.enumerate() {
        if index == 0 {
            let _ = write!(out, "\n[{table}]\n");
        }
        list_of(out, key, list);
    }
}

fn list_of(out: &mut String, key: &str, list: &[Rule]) {
    match list {
        [only] if only.comments.is_empty() => {
            let _ = writeln!(out, "{key} = [{}]", quoted(&only.selector));
        }
        _ => {
            let _ = writeln!(out, "{key} = [");
            for rule in list {
                for comment in &rule.comments {
                    comment_line(out, "    ", comment);
                }
                let _ = writeln!(out, "    {},", quoted(&rule.selector));
            }
            out.push_str("]\n");
        }
    }
}

/// The configuration's own tests, as cases to be filled in: a case needs the page.
fn tests(out: &mut String, draft: &Draft) {
    if draft.tests.is_empty() {
        return;
    }
    out.push_str("\n# Pages it was tested with. Saved below the folder given by --data, one makes a case:\n");
    for test in &draft.tests {
        out.push_str("# [[case]]\n# page     = \"…\"\n");
        comment_line(out, "", &format!("url      = {}", quoted(&test.url)));
        if !test.contains.is_empty() {
            let phrases: Vec<String> = test.contains.iter().map(|phrase| quoted(phrase)).collect();
            comment_line(out, "", &format!("contains = [{}]", phrases.join(", ")));
        }
    }
}

/// TOML allows no control characters in comments but the tab.
fn comment_line(out: &mut String, indent: &str, text: &str) {
    let text: String = text.chars().map(|c| if c.is_control() && c != '\t' { ' ' } else { c }).collect();
    let _ = writeln!(out, "{indent}# {text}");
}

/// A TOML string: in single quotation marks where nothing has to be escaped then.
fn quoted(text: &str) -> String {
    let literal = text.contains(['\\', '"']) && !text.contains('\'') && !text.chars().any(char::is_control);
    if literal { format!("'{text}'") } else { toml::Value::String(text.to_owned()).to_string() }
}
