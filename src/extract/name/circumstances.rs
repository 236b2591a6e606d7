//! Where a name ends without a sign: before a date, a role, whom it wrote for, or "and agencies".

use std::borrow::Cow;
use std::sync::LazyLock;

use super::credits::{AND_OTHERS, DESK_WORDS};
use super::lines;
use super::words::{AFTER, ROLE_WORDS};
use super::{bare, begins_with_given, is_full_name, is_name, is_organisation, trimmed};
use crate::extract::date::{Label, months};
use crate::extract::sought::Sought;

static AFTER_SOUGHT: LazyLock<Vec<Sought>> = LazyLock::new(|| Sought::all(AFTER));

/// The name before "on March 3", "for Example", "March 3": a word no name holds, after a name in full.
pub(super) fn without_circumstances(part: &str) -> &str {
    let cut = Sought::first(&AFTER_SOUGHT, part);
    let head = cut.and_then(|at| part.get(..at)).map(str::trim_end);
    let is_person = |head: &&str| {
        let name = trimmed(head);
        is_full_name(&name) && is_name(&name) && !is_organisation(&name, None)
    };
    head.filter(is_person)
        .or_else(|| before_date(part).filter(is_person))
        .or_else(|| before_role(part).filter(is_person))
        .unwrap_or(part)
}

/// What stands before a role without a sign between them: "Jane Doe" in "Jane Doe Senior Writer".
fn before_role(part: &str) -> Option<&str> {
    let mut words = part.split_whitespace();
    // "JANE DOE Envoyée spéciale": capitals end where the role begins.
    let in_capitals = words.clone().take(2).all(|word| word.len() > 1 && word == word.to_uppercase());
    if !in_capitals && !begins_with_given(&trimmed(part)) {
        return None;
    }
    let role = words.find(|word| ROLE_WORDS.contains(bare(&word.to_lowercase())))?;
    let at = role.as_ptr().addr().checked_sub(part.as_ptr().addr())?;
    let mut name = part.get(..at).map(str::trim_end).filter(|name| !name.contains(','))?;
    // "Political" of "Jane Doe Political Editor".
    while let Some((before, desk)) = name.rsplit_once(' ').filter(|(before, _)| before.contains(' ')) {
        if !DESK_WORDS.contains(&bare(&desk.to_lowercase())) {
            break;
        }
        name = before.trim_end();
    }
    Some(name)
}

/// What stands before a date: "Jane Doe" in "Jane Doe Last updated on March 3".
fn before_date(part: &str) -> Option<&str> {
    let mut head = part.get(..part.find(|c: char| c.is_ascii_digit())?)?.trim_end();
    loop {
        let (rest, last) = head.rsplit_once(char::is_whitespace)?;
        let word = bare(last).to_lowercase();
        let is_of_date = matches!(&*word, "" | "last" | "on" | "am" | "den" | "le" | "el" | "il")
            || months::number(&word).is_some()
            || Label::begins(&word);
        if !is_of_date {
            return Some(head);
        }
        head = rest.trim_end();
    }
}

/// A byline without what goes with it and is no name: "and agencies", a Korean reporter's address.
pub(super) fn bare_byline(byline: &str) -> &str {
    if lines::is_reporters(byline) {
        return byline.split_whitespace().next().unwrap_or_default();
    }
    if let Some(names) = lines::before_colon(byline) {
        return names;
    }
    let byline = before_label(byline);
    let end = byline
        .len()
        .checked_sub(LONGEST_END)
        .and_then(|at| byline.get(at..))
        .unwrap_or(byline)
        .to_lowercase();
    let other = AND_OTHERS.iter().find(|others| end.ends_with(**others));
    other.and_then(|others| byline.get(..byline.len().checked_sub(others.len())?)).unwrap_or(byline)
}

/// What follows the author's name in Chinese lines without a sign between them: the editor, the source, the day.
const CHINESE_LABELS: &[&str] = &[
    "责任编辑",
    "责编",
    "编辑",
    "编审",
    "校对",
    "来源",
    "时间",
    "发布时间",
    "日期",
    "浏览",
    "阅读",
    "点击",
    "返回",
];

/// What stands before a label that a space parts from it: "作者：张三 责任编辑：李四".
fn before_label(byline: &str) -> &str {
    if byline.is_ascii() {
        return byline;
    }
    let is_label = |rest: &str| CHINESE_LABELS.iter().any(|label| rest.starts_with(label));
    let spaces = byline.char_indices().filter(|(_, c)| c.is_whitespace());
    let end = spaces
        .map(|(at, c)| (at, at + c.len_utf8()))
        .find(|(_, after)| byline.get(*after..).is_some_and(is_label));
    end.and_then(|(at, _)| byline.get(..at)).unwrap_or(byline)
}

/// As many bytes as the longest of [`AND_OTHERS`] has, and some.
const LONGEST_END: usize = 24;

/// A byline without the names its people go by elsewhere: "Jane Doe @janedoe".
pub(super) fn without_handles(byline: &str) -> Cow<'_, str> {
    let is_handle = |word: &str| word.len() > 1 && word.starts_with('@');
    if !byline.contains(" @") {
        return Cow::Borrowed(byline);
    }
    Cow::Owned(byline.split(' ').filter(|word| !is_handle(word)).collect::<Vec<_>>().join(" "))
}
