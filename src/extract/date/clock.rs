//! The time of day behind a date, and its zone.

use jiff::civil::Time;
use jiff::tz::Offset;

use super::scan::Part;

/// How many parts may stand between a date and its time of day.
const GAP: usize = 6;
/// What says before the hour that it is one before noon, or after.
const MORNING: &[&str] = &["오전", "上午", "午前", "凌晨", "早上", "清晨"];
const AFTERNOON: &[&str] = &["오후", "下午", "午後", "晚上", "傍晚", "中午"];
/// Seconds of the zones farthest west and east.
const ZONES: std::ops::RangeInclusive<i32> = -12 * 3600..=14 * 3600;

/// The time of day within a few parts, and how many parts there are up to its end.
pub fn time_after(parts: &[Part]) -> Option<(Time, usize)> {
    let start = parts.iter().take(GAP).position(|part| matches!(part, Part::Number(..)))?;
    let Part::Number(hour, 1..=2) = parts.get(start)? else { return None };
    let mut at = start + 1;
    let minute = match parts.get(at..)? {
        // The day of the update, not a time: "13.05.2024 | Aktualisiert: 14.05.2024".
        [Part::Sign('.'), Part::Number(..), Part::Sign('.'), Part::Number(..), ..] => return None,
        [Part::Sign(':' | '.'), Part::Number(minute, 2), ..] => {
            at += 2;
            *minute
        }
        [Part::Word(h), Part::Number(minute, 2), ..]
            if matches!(h.as_str(), "h" | "時" | "时" | "시" | "kl") =>
        {
            at += 2;
            *minute
        }
        [Part::Word(meridiem), ..] if meridiem == "am" || meridiem == "pm" => 0,
        _ => return None,
    };
    let second = match parts.get(at..)? {
        [Part::Sign(':'), Part::Number(second, 2), ..] => {
            at += 2;
            *second
        }
        _ => 0,
    };
    if let [Part::Sign('.'), Part::Number(_, 3..), ..] = parts.get(at..)? {
        at += 2;
    }
    let before = start.checked_sub(1).and_then(|before| parts.get(before));
    let (hour, used) = match before {
        Some(Part::Word(word)) if MORNING.contains(&word.as_str()) => (of_day(*hour, false)?, 0),
        Some(Part::Word(word)) if AFTERNOON.contains(&word.as_str()) => (of_day(*hour, true)?, 0),
        _ => meridiem(*hour, parts.get(at..)?)?,
    };
    let whole = |number: i32| i8::try_from(number).ok();
    Some((Time::new(whole(hour)?, whole(minute)?, whole(second)?, 0).ok()?, at + used))
}

/// The hour of 24 given what follows: `am`, `p.m.`, `μ.μ.`, `م`; and how many parts that takes.
fn meridiem(hour: i32, parts: &[Part]) -> Option<(i32, usize)> {
    let is_late = |word: &str| match word {
        "am" | "a" | "πμ" | "π" | "ص" => Some(false),
        "pm" | "p" | "μμ" | "μ" | "م" => Some(true),
        _ => None,
    };
    let (late, used) = match parts {
        [Part::Word(word), Part::Sign('.'), Part::Word(m), ..]
            if matches!((word.as_str(), m.as_str()), ("a" | "p", "m") | ("π" | "μ", "μ")) =>
        {
            (is_late(word), if parts.get(3) == Some(&Part::Sign('.')) { 4 } else { 3 })
        }
        [Part::Word(word), ..] if matches!(word.as_str(), "am" | "pm" | "πμ" | "μμ" | "ص" | "م") => {
            (is_late(word), 1)
        }
        _ => (None, 0),
    };
    match late {
        Some(late) => Some((of_day(hour, late)?, used)),
        None => Some((hour, 0)),
    }
}

/// An hour of twelve as one of 24. Some write 13 to 23 beside "afternoon" all the same.
fn of_day(hour: i32, late: bool) -> Option<i32> {
    match (hour, late) {
        (12, false) => Some(0),
        (0..=11, true) => Some(hour + 12),
        (0..=12, _) | (13..=23, true) => Some(hour),
        _ => None,
    }
}

/// The zone a time is followed by: `Z`, `+01:00`, `GMT+0100`, and the abbreviations of RFC 2822 and of central Europe,
/// which mean one offset only. A bare number needs a name before it: "10:01 - 5 min read" has no zone.
pub fn zone(parts: &[Part]) -> Option<Offset> {
    let parts = match parts {
        [Part::Sign('('), rest @ ..] => rest,
        parts => parts,
    };
    let (base, rest) = match parts {
        [Part::Word(name), rest @ ..] => (Some(named_zone(name)?), rest),
        rest => (None, rest),
    };
    let sign = match rest {
        [Part::Sign('+'), ..] => 1,
        [Part::Sign('-' | '−'), ..] => -1,
        _ => return base,
    };
    let minutes = match rest.get(1..)? {
        [Part::Number(hours, 1..=2), Part::Sign(':'), Part::Number(minutes, 2), ..] => hours * 60 + minutes,
        [Part::Number(both, 4), ..] => both / 100 * 60 + both % 100,
        [Part::Number(hours, 1..=2), ..] if base.is_some() => hours * 60,
        _ => return base,
    };
    let seconds = sign * minutes * 60;
    let real = ZONES.contains(&seconds) && minutes % 15 == 0;
    real.then(|| Offset::from_seconds(seconds).ok())?.or(base)
}

fn named_zone(name: &str) -> Option<Offset> {
    let hours = match name {
        "z" | "utc" | "gmt" | "ut" => 0,
        "edt" => -4,
        "est" | "cdt" => -5,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        "pst" => -8,
        "cet" | "mez" => 1,
        "cest" | "mesz" | "eet" => 2,
        "eest" | "msk" => 3,
        "jst" | "kst" => 9,
        _ => return None,
    };
    Offset::from_hours(hours).ok()
}
