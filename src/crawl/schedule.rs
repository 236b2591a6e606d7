//! When what was fetched is asked again.

use std::time::Duration;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use crate::article::PageTime;

/// A source met for the first time is asked again after so many times the shortest pause.
const AT_FIRST: u32 = 4;

/// How a crawl goes on once everything is fetched: feeds, sitemaps and seeds are asked again and again, and articles for a
/// while after they were published or last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revisiting {
    /// Shortest pause between two visits of one URL.
    pub least: Duration,
    /// Longest pause.
    pub most: Duration,
    /// How long articles are asked for after they were published or last changed; zero: never.
    pub articles: Duration,
    /// When to end, counted from the start; `None`: never by itself.
    pub stop_after: Option<Duration>,
}

/// What a visit of a source gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Yield {
    /// URLs that were new, or a page that changed.
    News,
    Nothing,
    /// No answer.
    Failure,
}

impl Revisiting {
    /// The pause before the second visit of a source.
    pub(super) fn first(&self) -> Duration {
        self.bounded(self.least.saturating_mul(AT_FIRST))
    }

    /// The next pause of a source: half the last one after news, half as long again after none, twice as long after
    /// a failure.
    pub(super) fn next(&self, last: Duration, gave: Yield) -> Duration {
        self.bounded(match gave {
            Yield::News => last / 2,
            Yield::Nothing => last.saturating_add(last / 2),
            Yield::Failure => last.saturating_mul(2),
        })
    }

    /// The next pause of an article: as long as it has been unchanged, so each is twice as long as the one before. `None`
    /// once it is left alone.
    pub(super) fn of_article(&self, unchanged_for: Duration) -> Option<Duration> {
        (unchanged_for < self.articles).then(|| self.bounded(unchanged_for))
    }

    /// Whether an article is still asked for that was published or changed then.
    pub(super) fn wants(&self, changed: Timestamp, now: Timestamp) -> bool {
        since(changed, now) < self.articles
    }

    fn bounded(&self, pause: Duration) -> Duration {
        pause.min(self.most).max(self.least)
    }
}

/// How long ago that was; nothing for what is yet to come.
pub(super) fn since(time: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(time)).unwrap_or_default()
}

/// The time after a pause.
pub(super) fn later(now: Timestamp, pause: Duration) -> Timestamp {
    let pause = SignedDuration::try_from(pause).unwrap_or(SignedDuration::MAX);
    now.checked_add(pause).unwrap_or(Timestamp::MAX)
}

/// The latest instant a page's time can mean, in UTC where it names no zone, but never one that is yet to come: of an article
/// that is dated today nobody knows how old it is.
pub(super) fn latest(time: PageTime, now: Timestamp) -> Timestamp {
    let next_day = |time: Timestamp| time.checked_add(24.hours()).unwrap_or(time);
    let instant = match time {
        PageTime::Day(_) => earliest(time).map(next_day),
        PageTime::Local(_) | PageTime::Zoned(..) => earliest(time),
    };
    instant.map_or(now, |instant| instant.min(now))
}

/// The earliest instant it can mean.
pub(super) fn earliest(time: PageTime) -> Option<Timestamp> {
    let zoned = match time {
        PageTime::Day(day) => day.to_datetime(Time::midnight()).to_zoned(TimeZone::UTC),
        PageTime::Local(time) => time.to_zoned(TimeZone::UTC),
        PageTime::Zoned(time, offset) => return offset.to_timestamp(time).ok(),
    };
    zoned.ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEDULE: Revisiting = Revisiting {
        least: Duration::from_mins(5),
        most: Duration::from_hours(24),
        articles: Duration::from_hours(7 * 24),
        stop_after: None,
    };

    fn minutes(minutes: u64) -> Duration {
        Duration::from_mins(minutes)
    }

    #[test]
    fn sources_are_asked_as_often_as_they_have_news() {
        assert_eq!(SCHEDULE.first(), minutes(20));
        for (last, gave, next) in [
            (20, Yield::News, 10),
            (10, Yield::News, 5),
            (5, Yield::News, 5),
            (20, Yield::Nothing, 30),
            (30, Yield::Nothing, 45),
            (20, Yield::Failure, 40),
            (1_200, Yield::Nothing, 1_440),
            (1_440, Yield::Failure, 1_440),
        ] {
            assert_eq!(SCHEDULE.next(minutes(last), gave), minutes(next), "{gave:?} after {last} min");
        }
    }

    #[test]
    fn articles_are_asked_after_as_long_as_they_are_unchanged() {
        let day = 24 * 60;
        for (unchanged, next) in [
            (0, Some(5)),
            (5, Some(5)),
            (10, Some(10)),
            (20, Some(20)),
            (2 * day, Some(day)),
            (7 * day, None),
        ] {
            assert_eq!(SCHEDULE.of_article(minutes(unchanged)), next.map(minutes), "after {unchanged} min");
        }
        let never = Revisiting { articles: Duration::ZERO, ..SCHEDULE };
        assert_eq!(never.of_article(Duration::ZERO), None);
    }

    #[test]
    fn a_day_is_read_as_late_as_it_can_be_and_nothing_as_yet_to_come() {
        let now: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a time");
        for (page, meant, from) in [
            ("2026-11-28", "2026-11-28T12:00:00Z", "2026-11-28T00:00:00Z"),
            ("2026-11-26", "2026-11-27T00:00:00Z", "2026-11-26T00:00:00Z"),
            ("2026-11-28T09:00:00+02:00", "2026-11-28T07:00:00Z", "2026-11-28T07:00:00Z"),
            ("2026-11-28T09:00:00", "2026-11-28T09:00:00Z", "2026-11-28T09:00:00Z"),
            ("2030-01-01", "2026-11-28T12:00:00Z", "2030-01-01T00:00:00Z"),
        ] {
            let page: PageTime = page.parse().expect("a page's time");
            assert_eq!(latest(page, now).to_string(), meant, "{page}");
            assert_eq!(earliest(page).map(|time| time.to_string()).as_deref(), Some(from), "{page}");
        }
    }
}
