//! A selector taken apart: the alternatives between commas, the compounds between combinators, the simple selectors of a
//! compound. Only the outermost level is looked at; what stands in brackets, parentheses and quotes stays whole.

/// The alternatives of a selector list, trimmed.
pub fn alternatives(css: &str) -> Vec<&str> {
    pieces(css, |c, _| c == ',').into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The compounds of one alternative, each with the combinator before it; the first has none.
pub fn compounds(css: &str) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let mut combinator = "";
    for piece in pieces(css, |c, _| c.is_whitespace()) {
        // `a>b` without spaces holds combinators of its own.
        for part in split_keeping(piece) {
            match part {
                "" => {}
                ">" | "+" | "~" => combinator = part,
                compound => {
                    let before = if found.is_empty() {
                        ""
                    } else if combinator.is_empty() {
                        " "
                    } else {
                        combinator
                    };
                    found.push((before, compound));
                    combinator = "";
                }
            }
        }
    }
    found
}

/// The simple selectors of a compound: `div`, `.story`, `[data-x]`, `:not(.y)`.
pub fn simples(compound: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    scan(compound, |at, c, before| {
        if matches!(c, '.' | '#' | '[') || (c == ':' && before != Some(':')) {
            starts.push(at);
        }
    });
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(compound.len()));
    let parts = starts.iter().zip(ends).filter_map(|(&from, to)| compound.get(from..to));
    parts.filter(|part| !part.is_empty()).collect()
}

/// Tells every character of the outermost level, with its place and the one before it there. An opening bracket is of
/// the level it stands on, what is in it is not.
fn scan(css: &str, mut meet: impl FnMut(usize, char, Option<char>)) {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    let mut before = None;
    for (at, c) in css.char_indices() {
        let outermost = depth == 0 && quote.is_none() && !escaped;
        if escaped {
            escaped = false;
            continue;
        }
        match (quote, c) {
            (_, '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if outermost && c != '\\' {
            meet(at, c, before);
            before = Some(c);
        }
    }
}

/// Cuts at the characters of the outermost level that part, leaving them out.
fn pieces(css: &str, parts: impl Fn(char, Option<char>) -> bool) -> Vec<&str> {
    let mut cuts = Vec::new();
    scan(css, |at, c, before| {
        if parts(c, before) {
            cuts.push((at, at + c.len_utf8()));
        }
    });
    let mut found = Vec::new();
    let mut from = 0;
    for (at, after) in cuts {
        found.extend(css.get(from..at));
        from = after;
    }
    found.extend(css.get(from..));
    found
}

/// Cuts at `>`, `+` and `~`, keeping them as pieces of their own.
fn split_keeping(css: &str) -> Vec<&str> {
    let mut cuts = Vec::new();
    scan(css, |at, c, _| {
        if matches!(c, '>' | '+' | '~') {
            cuts.push(at);
        }
    });
    let mut found = Vec::new();
    let mut from = 0;
    for at in cuts {
        found.extend(css.get(from..at));
        found.extend(css.get(at..=at));
        from = at + 1;
    }
    found.extend(css.get(from..));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_comes_apart_where_css_says_so() {
        assert_eq!(alternatives("a, [x='1,2'], :is(b, c) d"), ["a", "[x='1,2']", ":is(b, c) d"]);
        assert_eq!(
            compounds("article  .story>p ~ q"),
            [("", "article"), (" ", ".story"), (">", "p"), ("~", "q")]
        );
        assert_eq!(compounds("a[title='x > y'] b"), [("", "a[title='x > y']"), (" ", "b")]);
        assert_eq!(
            simples("div.story#main[data-x='.y']:not(.z)::before"),
            ["div", ".story", "#main", "[data-x='.y']", ":not(.z)", "::before"]
        );
        assert_eq!(simples(r".a\.b.c"), [r".a\.b", ".c"]);
    }
}
