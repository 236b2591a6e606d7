//! Dates as sources write them → [`PageTime`], as precise as written and never more.

mod clock;
mod label;
pub mod months;
mod scan;

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

pub use self::label::Label;
use crate::article::PageTime;

/// Which of two small numbers is the day in `03/04/2019`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// Everywhere but where the next one holds.
    DayFirst,
    /// United States, Philippines.
    MonthFirst,
}

impl DayOrder {
    /// The habit of a language tag and a host: month first for American English and for English that does not say
    /// where. A country's own domain says where, whatever a template copied from elsewhere declares.
    pub fn of(language: Option<&str>, host: Option<&str>) -> Self {
        let tag = language.unwrap_or("en").to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        let (language, region) = (parts.next().unwrap_or_default(), parts.next());
        let domain = host.and_then(|host| host.rsplit('.').next()).unwrap_or_default();
        let country =
            domain.len() == 2 && !matches!(domain, "us" | "ph" | "io" | "co" | "ai" | "tv" | "me" | "fm");
        match (language, region) {
            ("en", None | Some("us" | "ph")) if !country => Self::MonthFirst,
            ("fil" | "es", Some("us" | "ph")) => Self::MonthFirst,
            _ => Self::DayFirst,
        }
    }
}

/// Reads a value meant for machines: RFC 3339 and ISO 8601 forms, RFC 2822, seconds or milliseconds since 1970,
/// and failing these what [`visible`] reads.
pub fn machine(text: &str, order: DayOrder) -> Option<PageTime> {
    let whole = with_whole_offset(text.trim());
    let text = whole.as_ref();
    let time = text.parse().ok().or_else(|| compact(text)).or_else(|| unix(text)).or_else(|| rfc_2822(text));
    let time = time.or_else(|| ctime(text, order));
    time.or_else(|| visible(text, order)).filter(|time| plausible(*time))
}

/// `2017-05-15T03:42-500`: an offset whose first zero is missing gets it.
fn with_whole_offset(text: &str) -> Cow<'_, str> {
    let parts = text.rfind(['+', '-']).and_then(|at| text.split_at_checked(at + 1));
    match parts {
        Some((time, offset))
            if time.contains('T')
                && offset.len() == 3
                && offset.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Cow::Owned(format!("{time}0{offset}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// Finds the first date in text meant for readers, with its time of day and zone if they follow.
pub fn visible(text: &str, order: DayOrder) -> Option<PageTime> {
    scan::find(text, order).filter(|time| plausible(*time))
}

/// Every date in text meant for readers but those of a copyright, with what the words before it call it.
pub fn all_visible(text: &str, order: DayOrder) -> Vec<(PageTime, Option<Label>)> {
    let found = scan::find_all(text, order).into_iter().filter(|found| plausible(found.time));
    let found = found.filter(|found| !found.before.contains("copyright") && !found.before.contains('©'));
    found.map(|found| (found.time, Label::last_in(&found.before))).collect()
}

/// The day in an address: `/2019/02/25/`, `/2019-02-25-…`, `/20190225/`.
pub fn in_path(path: &str) -> Option<PageTime> {
    let numbers: Vec<&str> =
        path.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let split = numbers.windows(3).find_map(|window| match window {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            day_of(year, month, day)
        }
        _ => None,
    });
    let joined = || numbers.iter().filter(|run| run.len() == 8).find_map(|run| eight_digits(run));
    split.or_else(joined).map(PageTime::Day).filter(|time| plausible(*time))
}

/// No article was on the web before 1990, and a year far ahead is a slip or an event's.
fn plausible(time: PageTime) -> bool {
    (1990..2100).contains(&time.day().year())
}

fn day_of(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn eight_digits(run: &str) -> Option<Date> {
    day_of(run.get(..4)?, run.get(4..6)?, run.get(6..)?)
}

/// `20190225`, `20190225T100100Z`.
fn compact(text: &str) -> Option<PageTime> {
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| eight_digits(text)).flatten().map(PageTime::Day)
}

/// Seconds or milliseconds since 1970, as 10 or 13 digits.
fn unix(text: &str) -> Option<PageTime> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let time = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).datetime();
    Some(PageTime::Zoned(time, Offset::UTC))
}

/// What C and Java write: `Mon Feb 25 10:01:00 2019`, `Mon Feb 25 10:01:00 CET 2019`.
fn ctime(text: &str, order: DayOrder) -> Option<PageTime> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let (month, day, clock, zone, year) = match words.as_slice() {
        [_, month, day, clock, year] => (month, day, clock, "", year),
        [_, month, day, clock, zone, year] => (month, day, clock, *zone, year),
        _ => return None,
    };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    (is_year && clock.contains(':'))
        .then(|| visible(&format!("{day} {month} {year} {clock} {zone}"), order))
        .flatten()
}

fn rfc_2822(text: &str) -> Option<PageTime> {
    /// Those that RFC 2822 (4.3) knows; any other name it takes for no zone, and jiff for UTC.
    const ZONES: &[&str] = &["UT", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];
    let last = text.split_ascii_whitespace().next_back()?;
    let is_name = last.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_name && !ZONES.iter().any(|zone| zone.eq_ignore_ascii_case(last)) {
        return None;
    }
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(PageTime::Zoned(zoned.datetime(), zoned.offset()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_machines_write() {
        for (given, expected) in [
            ("2019-02-25T10:01:00-05:00", "2019-02-25T10:01:00-05:00"),
            ("2019-02-25T10:01:00.000+0000", "2019-02-25T10:01:00Z"),
            ("2019-02-25 10:01:00 UTC", "2019-02-25T10:01:00Z"),
            ("2019-02-25 10:01:00 +01:00", "2019-02-25T10:01:00+01:00"),
            ("2019-02-25", "2019-02-25"),
            ("2019-2-5", "2019-02-05"),
            ("2019/02/25", "2019-02-25"),
            ("20190225", "2019-02-25"),
            ("1551106860", "2019-02-25T15:01:00Z"),
            ("1551106860000", "2019-02-25T15:01:00Z"),
            ("Mon, 25 Feb 2019 10:01:00 GMT", "2019-02-25T10:01:00Z"),
            ("Mon, 25 Feb 2019 10:01:00 CET", "2019-02-25T10:01:00+01:00"),
            ("Mon Feb 25 2019 10:01:00 GMT+0100 (CET)", "2019-02-25T10:01:00+01:00"),
            ("25.02.2019 10:01", "2019-02-25T10:01:00"),
            ("Mon Feb 25 10:01:00 2019", "2019-02-25T10:01:00"),
            ("Mon Feb 25 10:01:00 CET 2019", "2019-02-25T10:01:00+01:00"),
        ] {
            let read = machine(given, DayOrder::DayFirst).map(|time| time.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{given}");
        }
    }

    #[test]
    fn reads_what_people_read() {
        for (given, expected) in [
            ("February 25, 2019", "2019-02-25"),
            ("Published Feb. 25th, 2019 at 4:30 pm EST", "2019-02-25T16:30:00-05:00"),
            ("25 February 2019", "2019-02-25"),
            ("Montag, 25. Februar 2019, 10:01 Uhr", "2019-02-25T10:01:00"),
            ("Publié le 25 février 2019 à 10h01", "2019-02-25T10:01:00"),
            ("25 de febrero de 2019", "2019-02-25"),
            ("25 февраля 2019, 10:01", "2019-02-25T10:01:00"),
            ("2019年2月25日 10時01分", "2019-02-25T10:01:00"),
            ("2019년 2월 25일", "2019-02-25"),
            ("25 Şubat 2019", "2019-02-25"),
            ("02/25/2019", "2019-02-25"),
            ("2/3/2019", "2019-02-03"),
            ("12:30 a.m., March 3, 2020", "2020-03-03"),
            ("25 de febrer de 2019", "2019-02-25"),
            ("maandag 25 februari 2019 om 10.01 uur", "2019-02-25T10:01:00"),
            ("25 febbraio 2019", "2019-02-25"),
            ("25 de fevereiro de 2019 às 10h01", "2019-02-25T10:01:00"),
            ("25. februar 2019 kl. 10.01", "2019-02-25T10:01:00"),
            ("25 feb. 2019", "2019-02-25"),
            ("25. helmikuuta 2019", "2019-02-25"),
            ("25. febrúar 2019", "2019-02-25"),
            ("25 lutego 2019", "2019-02-25"),
            ("25. února 2019", "2019-02-25"),
            ("25. februára 2019", "2019-02-25"),
            ("2019. február 25.", "2019-02-25"),
            ("25 februarie 2019", "2019-02-25"),
            ("25. veljače 2019.", "2019-02-25"),
            ("25. фебруар 2019.", "2019-02-25"),
            ("25 февруари 2019 г.", "2019-02-25"),
            ("25 лютого 2019", "2019-02-25"),
            ("25 лютага 2019", "2019-02-25"),
            ("25 Φεβρουαρίου 2019", "2019-02-25"),
            ("2019 m. vasario 25 d. 10:01", "2019-02-25T10:01:00"),
            ("2019. gada 25. februārī", "2019-02-25"),
            ("25. veebruar 2019", "2019-02-25"),
            ("25 shkurt 2019", "2019-02-25"),
            ("25 Agustus 2019", "2019-08-25"),
            ("25 Ogos 2019", "2019-08-25"),
            ("ngày 25 tháng 2 năm 2019", "2019-02-25"),
            ("25 فبراير 2019", "2019-02-25"),
            ("٢٥ شباط ٢٠١٩", "2019-02-25"),
            ("25 בפברואר 2019", "2019-02-25"),
            ("25 फरवरी 2019", "2019-02-25"),
            ("২৫ ফেব্রুয়ারি ২০১৯", "2019-02-25"),
            ("25 กุมภาพันธ์ 2562", "2019-02-25"),
            ("25 فروری 2019", "2019-02-25"),
            ("Mo 25.02.19 | 10:01 Uhr", "2019-02-25T10:01:00"),
            ("25.02.98", "1998-02-25"),
            ("5.2.19", "2019-02-05"),
        ] {
            let read = visible(given, DayOrder::MonthFirst).map(|time| time.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{given}");
        }
        assert_eq!(
            visible("2/3/2019", DayOrder::DayFirst).map(|time| time.to_string()).as_deref(),
            Some("2019-03-02")
        );
    }

    #[test]
    fn reads_the_clock_as_it_is_told() {
        for (given, expected) in [
            ("Veröffentlicht: 13.05.2024 | Aktualisiert: 14.05.2024", "2024-05-13"),
            ("Julkaistu 13.05.2024, päivitetty 14.05.2024 kello 9.30", "2024-05-13"),
            ("입력 2024.05.13. 오후 2:30", "2024-05-13T14:30:00"),
            ("2024년 5월 13일 오전 9시 30분", "2024-05-13T09:30:00"),
            ("2024年5月13日 下午2:30", "2024-05-13T14:30:00"),
            ("2024年5月13日 午後2時30分", "2024-05-13T14:30:00"),
            ("13 مايو 2024 02:30 م", "2024-05-13T14:30:00"),
            ("13 Μαΐου 2024, 02:30 μμ", "2024-05-13T14:30:00"),
            ("13 Μαΐου 2024, 09:30 π.μ.", "2024-05-13T09:30:00"),
            ("May 13, 2024 10:01 AM - 5 min read", "2024-05-13T10:01:00"),
            ("May 13, 2024 10:01 - 12 comments", "2024-05-13T10:01:00"),
            ("13.05.2024, 10:01 - 12:30 Uhr", "2024-05-13T10:01:00"),
            ("13 May 2024 10:01 GMT+2", "2024-05-13T10:01:00+02:00"),
            ("13 May 2024 10:01 +0530", "2024-05-13T10:01:00+05:30"),
        ] {
            let read = visible(given, DayOrder::DayFirst).map(|time| time.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{given}");
        }
    }

    #[test]
    fn reads_months_as_they_are_written() {
        for (given, expected) in [
            ("13 พ.ค. 2567", "2024-05-13"),
            ("13 d'abril de 2024", "2024-04-13"),
            ("13 d’octubre de 2024", "2024-10-13"),
            ("13. septembar 2024.", "2024-09-13"),
            ("13. децембра 2024.", "2024-12-13"),
            ("13. avgust 2024", "2024-08-13"),
            ("2024. máj. 13.", "2024-05-13"),
            ("13 مايو/ أيار 2024", "2024-05-13"),
            ("13 تشرين الأول 2024", "2024-10-13"),
            ("13 Tháng 5, 2024", "2024-05-13"),
            ("13 Agu 2024", "2024-08-13"),
            ("۱۳ مه ۲۰۲۴", "2024-05-13"),
            ("2024ko maiatzaren 13a", "2024-05-13"),
            ("13 सितम्बर 2024", "2024-09-13"),
            ("13 மே 2024", "2024-05-13"),
            ("13 ఆగస్టు 2024", "2024-08-13"),
            ("13 ഓഗസ്റ്റ് 2024", "2024-08-13"),
            ("13 ઓગસ્ટ 2024", "2024-08-13"),
            ("13 აგვისტო 2024", "2024-08-13"),
            ("13 օգոստոսի 2024", "2024-08-13"),
            ("13 тамыз 2024", "2024-08-13"),
            ("13 iyun 2024", "2024-06-13"),
        ] {
            let read = visible(given, DayOrder::DayFirst).map(|time| time.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{given}");
        }
    }

    #[test]
    fn tells_what_each_date_is_called() {
        use Label::{Published, Updated};
        for (text, expected) in [
            (
                "Published 3 May 2020, updated 4 May 2020",
                vec![("2020-05-03", Some(Published)), ("2020-05-04", Some(Updated))],
            ),
            ("Last updated: May 4, 2020", vec![("2020-05-04", Some(Updated))]),
            (
                "Veröffentlicht am 3. Mai 2020 | Aktualisiert am 4. Mai 2020",
                vec![("2020-05-03", Some(Published)), ("2020-05-04", Some(Updated))],
            ),
            ("Mis à jour le 4 mai 2020", vec![("2020-05-04", Some(Updated))]),
            ("Jane Doe, 3 May 2020", vec![("2020-05-03", None)]),
        ] {
            let read = all_visible(text, DayOrder::DayFirst);
            let read: Vec<(String, Option<Label>)> =
                read.into_iter().map(|(time, label)| (time.to_string(), label)).collect();
            let expected: Vec<_> = expected.into_iter().map(|(day, label)| (day.to_owned(), label)).collect();
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn a_countrys_domain_says_which_number_is_the_day() {
        for (language, host, order) in [
            (Some("en-US"), Some("news.example.com"), DayOrder::MonthFirst),
            (Some("en-US"), Some("www.example.co.uk"), DayOrder::DayFirst),
            (Some("en"), Some("example.ie"), DayOrder::DayFirst),
            (Some("en-GB"), Some("example.com"), DayOrder::DayFirst),
            (Some("de"), Some("example.com"), DayOrder::DayFirst),
            (None, None, DayOrder::MonthFirst),
        ] {
            assert_eq!(DayOrder::of(language, host), order, "{language:?} at {host:?}");
        }
    }

    #[test]
    fn invents_nothing() {
        for text in [
            "",
            "yesterday",
            "3 hours ago",
            "May we introduce",
            "10/2019",
            "30 February 2019",
            "1.2.3",
            "01.02.03.04.05",
            "10.11.12.13",
            "25.13.19",
            "25.02.63",
            "2019",
        ] {
            assert_eq!(visible(text, DayOrder::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn reads_addresses() {
        for (path, expected) in [
            ("/archives/2019/02/25/story/", Some("2019-02-25")),
            ("/news/2019-02-25-story", Some("2019-02-25")),
            ("/20190225/story.html", Some("2019-02-25")),
            ("/story-123456", None),
        ] {
            assert_eq!(in_path(path).map(|time| time.to_string()).as_deref(), expected, "{path}");
        }
    }
}
