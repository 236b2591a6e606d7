//! A FiveFilters site configuration, line by line: `name: value`, `name(argument): value`, `# comment`.

/// One line that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// Lower case.
    pub name: String,
    /// What stands in brackets after the name.
    pub argument: Option<String>,
    /// What stands after the colon, trimmed.
    pub value: String,
    /// The line, from 1.
    pub line: usize,
    /// The line as written, trimmed.
    pub text: String,
    /// The comments above it, without `#`.
    pub comments: Vec<String>,
}

/// A configuration.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// What it says, in order.
    pub directives: Vec<Directive>,
    /// Lines that are neither comment nor directive, with their numbers.
    pub others: Vec<(usize, String)>,
    /// Comments after the last directive.
    pub comments: Vec<String>,
}

impl Configuration {
    /// Reads a file's text.
    pub fn read(text: &str) -> Self {
        let mut configuration = Self::default();
        let mut comments = Vec::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            let (number, line) = (index + 1, line.trim());
            if line.is_empty() {
                continue;
            }
            if let Some(comment) = line.strip_prefix('#') {
                comments.push(comment.trim().to_owned());
            } else if let Some((name, argument, value)) = parted(line) {
                configuration.directives.push(Directive {
                    name,
                    argument,
                    value,
                    line: number,
                    text: line.to_owned(),
                    comments: std::mem::take(&mut comments),
                });
            } else {
                configuration.others.push((number, line.to_owned()));
            }
        }
        configuration.comments = comments;
        configuration
    }
}

/// Name, argument and value of a line. An argument may hold colons and brackets of its own.
fn parted(line: &str) -> Option<(String, Option<String>, String)> {
    let (head, rest) = line.split_once([':', '('])?;
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    };
    let name = head.trim().to_ascii_lowercase();
    if !is_name(&name) {
        return None;
    }
    if line.get(head.len()..)?.starts_with(':') {
        return Some((name, None, rest.trim().to_owned()));
    }
    let (argument, value) = rest.split_once("):")?;
    Some((name, Some(argument.to_owned()), value.trim().to_owned()))
}
