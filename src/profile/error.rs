//! What can be wrong with a profile, in words that name file, line and key.

use std::fmt;
use std::path::PathBuf;

/// Why a profile, or a folder of them, cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file or folder cannot be read.
    #[error("{}: cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The file says something that cannot be meant.
    #[error("{}:{line}: {}{fault}", path.display(), Key(key))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key, such as `strip.selectors[2]`, counted from 1; empty where the file is no TOML at all.
        key: String,
        /// What is wrong there and what was expected.
        fault: Fault,
    },
}

/// A key and its colon, or nothing.
struct Key<'a>(&'a str);

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "{}: ", self.0) }
    }
}

/// What is wrong with one value of a profile, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what each is, and what each part of it is")]
pub enum Fault {
    #[error("not UTF-8: save the file as UTF-8")]
    NotUtf8,
    /// The TOML parser's own words, or those of the types it fills.
    #[error("{0}")]
    Toml(String),
    #[error("is empty")]
    Empty,
    #[error("names no host: list every host the profile is for, such as \"{main}\"")]
    NoHosts { main: String },
    #[error("`{text}` is no host name: expected something like \"{main}\", without scheme, port or path")]
    Host { text: String, main: String },
    #[error("`{main}` is missing: the file's name says it is for that host (`www.` is covered by it)")]
    MainHostMissing { main: String },
    #[error("`{host}` is also claimed by {}: a host has one profile", other.display())]
    HostTaken { host: String, other: PathBuf },
    #[error("the selector `{selector}` {why}")]
    Selector { selector: String, why: String },
    #[error("the regular expression `{pattern}` {why}")]
    Regex { pattern: String, why: String },
    #[error("`{text}` is not a URL: expected something like https://example.com/feed ({why})")]
    Url { text: String, why: String },
    #[error("`{text}` holds a user name or password: a profile has no credentials")]
    Credentials { text: String },
    #[error("`{text}` is not a duration: expected something like \"10s\" or \"500ms\", at most 1h")]
    Duration { text: String },
    #[error("`{text}` is not a day: expected one like 2021-06-30, without quotes")]
    Day { text: String },
    #[error("`{text}` is not a date: expected one like 2019-02-25 or 2019-02-25T10:01:00-05:00")]
    Date { text: String },
    #[error("{number} pages are not joined: expected 1 to {limit}")]
    PageCount { number: i64, limit: usize },
    #[error("says no time: give `since`, `until` or both")]
    LayoutWithoutTime,
    #[error("ends before it begins: `until` {until} lies before `since` {since}")]
    LayoutBackwards { since: String, until: String },
    #[error("overlaps `layout[{other}]` ({period}): a day has one layout")]
    LayoutOverlaps { other: usize, period: String },
    #[error("says not which page: give `fixture`, or `page` and `url`")]
    CaseWithoutPage,
    #[error("`fixture` and `page` exclude each other: a case is about one page")]
    CaseWithTwoPages,
    #[error("`page` needs `url`, the address it was captured from")]
    CaseWithoutUrl,
    #[error("`url` goes with `page`: a fixture's address is in its page.toml")]
    FixtureWithUrl,
    #[error("expects nothing: give `contains`, `lacks`, `headline`, `authors` or `date_published`")]
    CaseWithoutExpectation,
    #[error("`{text}` is no folder below fixtures/{main}: expected its name alone")]
    Slug { text: String, main: String },
    #[error(
        "`{text}` is no path below the folder of captured pages: expected one without `..` or a leading `/`"
    )]
    PagePath { text: String },
}

/// Everything that is wrong with the profiles that were to be loaded, at least one thing, in the order of files
/// and lines.
#[derive(Debug)]
pub struct ProfileErrors(Vec<ProfileError>);

impl ProfileErrors {
    /// `Ok` if there are none.
    pub(super) fn or<T>(errors: Vec<ProfileError>, value: T) -> Result<T, Self> {
        if errors.is_empty() { Ok(value) } else { Err(Self(errors)) }
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, ProfileError> {
        self.0.iter()
    }
}

impl From<ProfileError> for ProfileErrors {
    fn from(error: ProfileError) -> Self {
        Self(vec![error])
    }
}

impl IntoIterator for ProfileErrors {
    type Item = ProfileError;
    type IntoIter = std::vec::IntoIter<ProfileError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a ProfileErrors {
    type Item = &'a ProfileError;
    type IntoIter = std::slice::Iter<'a, ProfileError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for ProfileErrors {
    /// All of them, parted by `; `.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            let gap = if i == 0 { "" } else { "; " };
            write!(f, "{gap}{}", crate::outcome::one_line(error))?;
        }
        Ok(())
    }
}

impl std::error::Error for ProfileErrors {}
