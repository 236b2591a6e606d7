//! What a page calls a date: "Published", "Updated", and the like in other languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::extract::sought::Openings;

/// What a date is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// When the article appeared.
    Published,
    /// When it was changed last.
    Updated,
}

/// Words, or their beginnings, before a date of publication.
const PUBLISHED: &[&str] = &[
    "publish",
    "posted",
    "post date",
    "released",
    "written on",
    "submitted",
    "first published",
    "originally",
    "created",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "stand:",
    "gespeichert von",
    "eingereicht von",
    "geschrieben am",
    "publié",
    "paru",
    "mis en ligne",
    "soumis par",
    "inviato da",
    "ingediend door",
    "publicad",
    "publicat",
    "pubblicat",
    "gepubliceerd",
    "geplaatst",
    "publicerad",
    "publisert",
    "udgivet",
    "offentliggjort",
    "julkaistu",
    "opublikowan",
    "data publikacji",
    "publikováno",
    "vydáno",
    "publikované",
    "megjelent",
    "közzétéve",
    "publicat",
    "objavljeno",
    "објављено",
    "опубликован",
    "дата публикации",
    "опубліковано",
    "публикувано",
    "δημοσιεύ",
    "yayın",
    "yayım",
    "paskelbta",
    "publicēts",
    "avaldatud",
    "birt",
    "diterbitkan",
    "diterbit",
    "đăng",
    "نشر",
    "تاريخ النشر",
    "פורסם",
    "प्रकाशित",
    "เผยแพร่",
    "公開",
    "掲載",
    "配信",
    "发布",
    "發布",
    "입력",
    "등록",
    "게시",
];

/// Words, or their beginnings, before a date of change.
const UPDATED: &[&str] = &[
    "updat",
    "modified",
    "edited",
    "reviewed",
    "revised",
    "refreshed",
    "last checked",
    "aktualisier",
    "geändert",
    "zuletzt",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizad",
    "actualitzat",
    "modificad",
    "aggiornat",
    "modificat",
    "atualizad",
    "bijgewerkt",
    "gewijzigd",
    "uppdaterad",
    "oppdatert",
    "opdateret",
    "ændret",
    "päivitetty",
    "muokattu",
    "aktualizac",
    "zaktualizowan",
    "aktualizováno",
    "aktualizované",
    "frissítve",
    "módosítva",
    "actualizat",
    "ažurirano",
    "ажурирано",
    "обновлен",
    "изменен",
    "оновлено",
    "обновена",
    "ενημερώ",
    "güncel",
    "atnaujinta",
    "atjaunināts",
    "uuendatud",
    "uppfært",
    "diperbarui",
    "cập nhật",
    "تحديث",
    "עודכן",
    "अपडेट",
    "อัปเดต",
    "แก้ไข",
    "更新",
    "수정",
    "최종",
];

/// What a date is called that is no more than that.
const DATE_WORDS: &[&str] = &["date", "datum", "fecha", "data", "дата", "dato", "päiväys", "tarih"];

/// How such a line begins: what it calls the article, and what it says of it.
const TELLING: &[(&[&str], &[&str])] = &[
    (
        &["this entry", "this post", "this article", "this story"],
        &["was posted", "was published", "was written", "was entered"],
    ),
    (
        &["dieser beitrag", "dieser artikel", "dieser eintrag", "dieser post"],
        &["wurde am", "wurde vor", "wurde von", "wurde geschrieben", "wurde veröffentlicht", "erschien am"],
    ),
    (
        &["cette entrée", "cet article", "ce billet", "cette publication"],
        &["a été posté", "a été publié", "a été écrit"],
    ),
    (&["esta entrada", "este artículo"], &["fue publicad", "fue escrit", "se publicó"]),
    (
        &["questo articolo", "questo post", "questa voce"],
        &["è stato pubblicato", "è stato scritto", "è stata pubblicata"],
    ),
    (&["esta entrada", "este artigo", "este post"], &["foi publicad", "foi escrit"]),
    (
        &["dit bericht", "dit artikel"],
        &["werd geplaatst", "is geplaatst", "werd gepubliceerd", "is gepubliceerd"],
    ),
    (&["ten wpis"], &["został opublikowany", "opublikowano"]),
];

/// How the first words of [`TELLING`] begin.
const OPENINGS: &[&str] = &["this", "dies", "ce", "est", "ques", "dit", "ten"];

/// How lines begin that [`Label::begins`] knows.
static LABELS: LazyLock<Openings> = LazyLock::new(|| {
    let words = [UPDATED, PUBLISHED, DATE_WORDS].into_iter().flatten().copied();
    Openings::of(words.chain(["last"]))
});

/// A word, or its beginning, and what it calls a date.
type Known = (&'static str, Label);

/// The words by their first letter, in order.
static BY_FIRST: LazyLock<Vec<(char, Vec<Known>)>> = LazyLock::new(|| {
    let mut by_first = BTreeMap::<char, Vec<Known>>::new();
    for (words, label) in [(UPDATED, Label::Updated), (PUBLISHED, Label::Published)] {
        for word in words {
            by_first.entry(word.chars().next().unwrap_or_default()).or_default().push((word, label));
        }
    }
    by_first.into_iter().collect()
});

impl Label {
    /// The label that a text in lower case begins with; a change where it may as well be called a publication.
    fn at(text: &str) -> Option<Self> {
        let first = text.chars().next()?;
        let place = BY_FIRST.binary_search_by_key(&first, |(first, _)| *first).ok()?;
        let (_, words) = BY_FIRST.get(place)?;
        words.iter().find(|(word, _)| text.starts_with(word)).map(|(_, label)| *label)
    }

    /// The label nearest to the end of a text.
    pub fn last_in(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        lower.char_indices().rev().find_map(|(at, _)| Self::at(lower.get(at..)?))
    }

    /// The label in the names of a class or property: `dateModified`, `post-updated`.
    pub fn in_names(names: &str) -> Option<Self> {
        let lower = names.to_ascii_lowercase();
        if ["modified", "updated", "lastmod", "reviewed"].iter().any(|word| lower.contains(word)) {
            Some(Self::Updated)
        } else {
            ["published", "pubdate"].iter().any(|word| lower.contains(word)).then_some(Self::Published)
        }
    }

    /// The label in the name of a meta tag: `w-published-date`, `last_updated_date`. Names of those who publish and of days
    /// yet to come hold none.
    pub fn in_meta(name: &str) -> Option<Self> {
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["publisher", "unpublish", "expir"]) {
            None
        } else if has(&["modif", "updat", "last"]) {
            Some(Self::Updated)
        } else {
            has(&["publish", "pubdate", "pub-date", "pub_date", "date-pub", "date_pub"])
                .then_some(Self::Published)
        }
    }

    /// Whether a line begins to tell when its own article was put on the web, as the foot of blogs does: "This entry was posted on
    /// Monday, …".
    pub fn tells(line: &str) -> bool {
        // Most lines begin otherwise, and need not be compared.
        let opens = |opening: &str| {
            line.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening))
        };
        if !OPENINGS.iter().any(|opening| opens(opening)) {
            return false;
        }
        let start: String = line.chars().take(40).flat_map(char::to_lowercase).collect();
        TELLING.iter().any(|(subjects, verbs)| {
            let rest = subjects.iter().find_map(|subject| start.strip_prefix(subject)).map(str::trim_start);
            rest.is_some_and(|rest| verbs.iter().any(|verb| rest.starts_with(verb)))
        })
    }

    /// Whether a line begins with one, with "last" and one, or with the word for a date and one.
    pub fn begins(line: &str) -> bool {
        if !LABELS.may_open(line.trim_start_matches(|c: char| !c.is_alphanumeric())) {
            return false;
        }
        let start: String = line.chars().take(40).flat_map(char::to_lowercase).collect();
        let start = start.trim_start_matches(|c: char| !c.is_alphanumeric());
        let start = start.strip_prefix("last ").unwrap_or(start);
        let named = DATE_WORDS.iter().find_map(|word| start.strip_prefix(word));
        let is_dated = named
            .is_some_and(|rest| rest.trim_start_matches([':', ' ', '\u{a0}']).starts_with(char::is_numeric));
        let start = start.strip_prefix("date ").unwrap_or(start);
        is_dated || Self::at(start).is_some()
    }
}
