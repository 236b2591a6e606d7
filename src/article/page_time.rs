//! Times as precise as the page gave them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A time a page gives: a day, a time of day whose zone it leaves out, or a full RFC 3339 time.
///
/// Nothing is made up: a page that prints only the day yields `2019-02-25`, one without a zone
/// `2019-02-25T10:01:00`, one with a zone `2019-02-25T10:01:00-05:00`, in the zone it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageTime {
    /// A calendar day (RFC 3339 `full-date`).
    Day(Date),
    /// A day and time of day; the page says no zone.
    Local(DateTime),
    /// An instant, in the zone the page gave (RFC 3339 `date-time`).
    Zoned(DateTime, Offset),
}

/// Why a string is not a [`PageTime`].
#[derive(Debug, thiserror::Error)]
#[error(
    "`{text}` is not a date: expected YYYY-MM-DD, optionally with THH:MM:SS and a zone such as Z or +01:00"
)]
pub struct PageTimeError {
    text: String,
    #[source]
    cause: jiff::Error,
}

impl PageTime {
    /// The calendar day, as the page writes it.
    #[must_use]
    pub fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Local(time) | Self::Zoned(time, _) => time.date(),
        }
    }
}

impl fmt::Display for PageTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Local(time) => write!(f, "{time}"),
            Self::Zoned(time, offset) if offset.is_zero() => write!(f, "{time}Z"),
            Self::Zoned(time, offset) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{time}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl FromStr for PageTime {
    type Err = PageTimeError;

    /// Reads ISO 8601 forms: `2019-02-25`, `2019-02-25T10:01`, `2019-02-25 10:01:00.5+0100`, `…Z`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let wrong = |cause| PageTimeError { text: text.to_owned(), cause };
        let parsed = jiff::fmt::temporal::DateTimeParser::new();
        if !text.contains(['T', 't', ':']) {
            return text.parse::<Date>().map(Self::Day).map_err(wrong);
        }
        let pieces = jiff::fmt::temporal::Pieces::parse(text).map_err(wrong)?;
        let time = parsed.parse_datetime(text).or_else(|_| {
            // A trailing `Z` makes jiff refuse a civil time; the pieces hold it all the same.
            Ok::<_, jiff::Error>(pieces.date().to_datetime(pieces.time().unwrap_or_default()))
        });
        let time = time.map_err(wrong)?;
        Ok(match pieces.to_numeric_offset() {
            Some(offset) => Self::Zoned(time, offset),
            None => Self::Local(time),
        })
    }
}

impl Serialize for PageTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PageTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for PageTime {
    fn schema_name() -> Cow<'static, str> {
        "PageTime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "RFC 3339 time in the zone the page gave; without a zone, or only a day, where the page gives no more.",
            "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_precision_and_the_zone_of_the_page() {
        for (given, kept) in [
            ("2019-02-25", "2019-02-25"),
            ("2019-02-25T10:01:00", "2019-02-25T10:01:00"),
            ("2019-02-25 10:01", "2019-02-25T10:01:00"),
            ("2019-02-25T10:01:00-05:00", "2019-02-25T10:01:00-05:00"),
            ("2019-02-25T10:01:00+0530", "2019-02-25T10:01:00+05:30"),
            ("2019-02-25T10:01:00Z", "2019-02-25T10:01:00Z"),
            ("2019-02-25T10:01:00.250+00:00", "2019-02-25T10:01:00.25Z"),
        ] {
            let time: PageTime = given.parse().expect(given);
            assert_eq!(time.to_string(), kept, "from {given}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["", "yesterday", "2019-02-30", "25.02.2019", "2019-02-25T25:00"] {
            assert!(text.parse::<PageTime>().is_err(), "{text}");
        }
    }
}
