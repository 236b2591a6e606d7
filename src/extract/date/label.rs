//! What a page calls a date: "Published", "Updated", and the like in other languages.

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
    "first published",
    "originally",
    "created",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "stand:",
    "publié",
    "paru",
    "mis en ligne",
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
    "aktualisiert",
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

impl Label {
    /// The label nearest to the end of a text.
    pub fn last_in(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let last = |words: &[&str]| words.iter().filter_map(|word| lower.rfind(word)).max();
        match (last(PUBLISHED), last(UPDATED)) {
            (None, None) => None,
            (published, updated) if published > updated => Some(Self::Published),
            _ => Some(Self::Updated),
        }
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

    /// Whether a line begins with one, or with "last" and one.
    pub fn begins(line: &str) -> bool {
        let start: String = line.chars().take(40).flat_map(char::to_lowercase).collect();
        let start = start.trim_start_matches(|c: char| !c.is_alphanumeric());
        let start = start.strip_prefix("last ").unwrap_or(start);
        let start = start.strip_prefix("date ").unwrap_or(start);
        PUBLISHED.iter().chain(UPDATED).any(|word| start.starts_with(word))
    }
}
