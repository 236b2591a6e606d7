//! Where records are, or go: a file, or a database at a URL. What is shown of a URL has no secret in it.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

use super::SinkError;

/// A file, whose name says of what kind it is, or a database at a URL (`postgres://…`).
#[derive(Clone, PartialEq, Eq)]
pub struct Place(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    File(PathBuf),
    /// As it was given, password and all.
    Url(String),
}

impl Place {
    fn of(name: &OsStr) -> Self {
        let url = name.to_str().filter(|text| scheme(text).is_some());
        Self(url.map_or_else(|| Kind::File(name.into()), |url| Kind::Url(url.to_owned())))
    }

    /// The file, if it is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            Kind::File(path) => Some(path),
            Kind::Url(_) => None,
        }
    }

    /// The file, or the address of the database.
    #[cfg(feature = "postgres")]
    pub(super) fn found(&self) -> Result<Found<'_>, SinkError> {
        match &self.0 {
            Kind::File(path) => Ok(Found::File(path)),
            Kind::Url(url) => Ok(Found::Postgres(Box::new(crate::database::Address::parse(url)?))),
        }
    }

    /// The file; no database is known to a program that was built without any.
    #[cfg(not(feature = "postgres"))]
    pub(super) fn found(&self) -> Result<Found<'_>, SinkError> {
        match &self.0 {
            Kind::File(path) => Ok(Found::File(path)),
            Kind::Url(url) if is_postgres(url) => Err(SinkError::NoPostgres { target: self.to_string() }),
            Kind::Url(url) => Err(SinkError::Scheme { scheme: scheme(url).unwrap_or_default().to_owned() }),
        }
    }
}

/// What a place is for a program as it was built.
pub(super) enum Found<'a> {
    File(&'a Path),
    #[cfg(feature = "postgres")]
    Postgres(Box<crate::database::Address>),
}

/// The scheme of what is a URL. A drive's letter is none.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once("://")?;
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some(scheme)
}

/// An address without what is secret of it.
#[cfg(feature = "postgres")]
fn shown(url: &str) -> Option<String> {
    crate::database::Address::parse(url).ok().map(|address| address.to_string())
}

#[cfg(not(feature = "postgres"))]
fn shown(_: &str) -> Option<String> {
    None
}

#[cfg(not(feature = "postgres"))]
fn is_postgres(url: &str) -> bool {
    scheme(url).is_some_and(|scheme| ["postgres", "postgresql"].contains(&&*scheme.to_ascii_lowercase()))
}

impl From<OsString> for Place {
    fn from(name: OsString) -> Self {
        Self::of(&name)
    }
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Place {
    fn from(path: &P) -> Self {
        Self::of(path.as_ref().as_os_str())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::File(path) => path.display().fmt(f),
            Kind::Url(url) => match shown(url) {
                Some(address) => f.write_str(&address),
                None => write!(f, "{}://…", scheme(url).unwrap_or_default()),
            },
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Place({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_scheme_is_no_file_and_is_shown_without_its_secret() {
        for text in ["postgres://ann:s3cret@db.test/news", "mysql://ann:s3cret@db.test/news", "s3cret://"] {
            let place = Place::from(text);
            assert_eq!(place.file(), None, "{text}");
            for shown in [place.to_string(), format!("{place:?}")] {
                assert!(shown.contains("://") && (!shown.contains("s3cret@")), "{shown}");
            }
        }
        for text in ["a.jsonl", "-", "out/a:b.db", "c://news.db", "a b://c"] {
            assert_eq!(Place::from(text).file(), Some(Path::new(text)));
        }
    }
}
