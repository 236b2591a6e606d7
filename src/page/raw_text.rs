//! Where the content of an element ends whose content is no markup: `<script>`, `<style>` and the like.
//!
//! A script's bytes are nearly half of a news page. html5ever looks at each of them; all there is to know is where the
//! end tag stands (HTML standard, 13.2.5.4 and following: "script data state", "RAWTEXT state").

use memchr::{memchr, memchr2};

/// How many bytes of `text` are the content of the element `name` that was just opened: all up to its end tag, or to
/// the text's end if there is none.
pub fn length(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    let end = if name == "script" { script_end(bytes) } else { end_tag(bytes, name) };
    end.unwrap_or(bytes.len())
}

fn end_tag(bytes: &[u8], name: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr(b'<', bytes.get(at..)?)?;
        if is_tag(bytes.get(at..)?, b"</", name) {
            return Some(at);
        }
        at += 1;
    }
}

/// What a script's `</script>` means at a place.
#[derive(Clone, Copy, PartialEq)]
enum Script {
    /// It ends the element.
    Plain,
    /// It ends the element, inside `<!--`.
    Escaped,
    /// It only ends a `<script>` inside `<!--`.
    Nested,
}

fn script_end(bytes: &[u8]) -> Option<usize> {
    let (mut state, mut at) = (Script::Plain, 0);
    loop {
        let rest = bytes.get(at..)?;
        at += if state == Script::Plain { memchr(b'<', rest)? } else { memchr2(b'<', b'-', rest)? };
        let rest = bytes.get(at..)?;
        if rest.starts_with(b"-->") {
            (state, at) = (Script::Plain, at + 3);
            continue;
        }
        let (opens, closes) = (is_tag(rest, b"<", "script"), is_tag(rest, b"</", "script"));
        match state {
            Script::Plain | Script::Escaped if closes => return Some(at),
            // The two dashes may belong to the `-->` of `<!-->` as well.
            Script::Plain if rest.starts_with(b"<!--") => (state, at) = (Script::Escaped, at + 1),
            Script::Escaped if opens => state = Script::Nested,
            Script::Nested if closes => state = Script::Escaped,
            _ => {}
        }
        at += 1;
    }
}

/// Whether a tag of that name begins here.
fn is_tag(bytes: &[u8], begin: &[u8], name: &str) -> bool {
    let Some(rest) = bytes.strip_prefix(begin) else { return false };
    rest.get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
        && rest
            .get(name.len())
            .is_some_and(|next| matches!(next, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'/' | b'>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_tag_is_found_as_the_standard_says() {
        for (name, content, rest) in [
            ("style", "p > a { color: red }", "</style>after"),
            ("style", "</styles><!-- </stylesheet ", "</STYLE >"),
            ("style", "</style", ""),
            ("script", "if (a<b) '<p></p>'", "</script\n>"),
            ("script", "<!-- a ", "</script> --></script>"),
            ("script", "<!-- <script> </script> ", "</script>"),
            ("script", "<!-- <script> </script> --> ", "</script>"),
            ("script", "<!-- <script> --> ", "</script></script>"),
            ("script", "<!--><script> ", "</script></script>"),
            ("script", "<!---><script> ", "</script></script>"),
            ("script", "<script>", "</script></script>"),
            ("script", "<!-- <scripts> ", "</script></script>"),
            ("script", "<!--<script>a</script>b<script>c</script>d", "</script>e-->"),
            ("script", "<!-- <script> unfinished", ""),
        ] {
            assert_eq!(length(&format!("{content}{rest}"), name), content.len(), "{content}{rest}");
        }
    }
}
