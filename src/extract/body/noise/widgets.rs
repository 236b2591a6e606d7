//! What is left of a page's buttons and counters once they are text: "Facebook Twitter Email", "14 comments", "Text size: A A A".

/// What can be done with a page, and where it can be shared; lower case.
const SHARING: &[&str] = &[
    "and",
    "bluesky",
    "bookmark",
    "by",
    "comment",
    "comments",
    "copy",
    "download",
    "drucken",
    "e-mail",
    "email",
    "envoyer",
    "facebook",
    "flipboard",
    "imprimer",
    "imprimir",
    "kommentieren",
    "like",
    "line",
    "link",
    "linkedin",
    "mail",
    "mastodon",
    "merken",
    "messenger",
    "on",
    "or",
    "partager",
    "pdf",
    "pinterest",
    "pocket",
    "print",
    "reddit",
    "save",
    "share",
    "sms",
    "stampa",
    "teilen",
    "telegram",
    "threads",
    "this",
    "to",
    "tumblr",
    "tweet",
    "twitter",
    "via",
    "viber",
    "vk",
    "whatsapp",
    "with",
    "x",
    "xing",
];
/// Fewest words of them that make a line of buttons.
const FEWEST: usize = 3;

/// What a page counts.
const COUNTED: &[&str] = &[
    "comment",
    "comments",
    "view",
    "views",
    "share",
    "shares",
    "like",
    "likes",
    "reaction",
    "reactions",
    "kommentar",
    "kommentare",
    "commentaire",
    "commentaires",
    "comentario",
    "comentarios",
    "comentário",
    "comentários",
    "commento",
    "commenti",
    "reacties",
    "min read",
    "minute read",
    "minutes read",
    "mins read",
    "min de lecture",
    "min lesezeit",
    "minuten lesezeit",
];

/// How lines begin that speak of the page, not of its subject; the plain line.
const BEGINNINGS: &[&str] = &[
    "was this article helpful",
    "was this page helpful",
    "did you find this article helpful",
    "did you find this helpful",
    "your browser does not support",
    "this video can not be played",
    "this video cannot be played",
    "text size a a",
    "font size a a",
    "reading time",
    "estimated reading time",
    "time to read",
    "lesezeit",
    "lesedauer",
    "temps de lecture",
    "tiempo de lectura",
    "tempo di lettura",
    "tempo de leitura",
    "leestijd",
];

/// How lines begin that say who made a picture; with their sign.
const CREDITS: &[&str] = &[
    "photo:",
    "photos:",
    "photo by:",
    "photo credit:",
    "photo credits:",
    "image:",
    "images:",
    "image credit:",
    "image credits:",
    "image source:",
    "picture:",
    "pictures:",
    "credit:",
    "header image:",
    "featured image:",
    "courtesy of ",
    "illustration by ",
    "illustrations by ",
    "photograph by ",
    "photographs by ",
    "photo by ",
    "photos by ",
    "photo courtesy ",
    "image courtesy ",
    "beitragsbild:",
    "titelbild:",
    "foto:",
    "fotos:",
    "foto credit:",
    "bild:",
    "bilder:",
    "bildquelle:",
    "bildnachweis:",
    "symbolbild:",
    "fot.",
    "zdjęcie:",
    "crédit photo",
    "crédits photo",
    "crédit :",
    "crédits :",
    "kép:",
    "kuva:",
    "фото:",
    "фото ",
    "写真：",
    "写真:",
    "사진=",
    "사진 =",
    "图片来源",
    "图：",
];
/// The most words of such a line.
const CREDIT_WORDS: usize = 12;

/// Whether a line, and the same plain, is one of them. `words` is how many it has.
pub fn is_widget(text: &str, plain: &str, words: usize) -> bool {
    if words > CREDIT_WORDS {
        return false;
    }
    is_sharing(plain) || counts(plain) || begins(plain) || is_credit(text) || is_hashtags(text)
}

fn is_sharing(plain: &str) -> bool {
    let mut count = 0;
    plain.split(' ').all(|word| {
        count += 1;
        SHARING.contains(&word)
    }) && count >= FEWEST
}

/// "14 comments", "1 204 views", "4 min read".
fn counts(plain: &str) -> bool {
    let rest = plain.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    rest.len() < plain.len() && COUNTED.contains(&rest)
}

fn begins(plain: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| {
        plain.strip_prefix(beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

fn is_credit(text: &str) -> bool {
    let text = text.strip_prefix('(').unwrap_or(text);
    let start: String = text.chars().take(LONGEST_CREDIT).flat_map(char::to_lowercase).collect();
    CREDITS.iter().any(|credit| start.starts_with(credit))
}

/// At least as many characters as the longest of [`CREDITS`] has.
const LONGEST_CREDIT: usize = 20;

/// "#harbour #coast".
fn is_hashtags(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let all = words.clone().all(|word| word.len() > 2 && word.starts_with('#'));
    all && words.nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::*;

    #[test]
    fn buttons_counters_and_credits_are_told_from_sentences() {
        let is = |text: &str| is_widget(text, &plain(text), text.split_whitespace().count());
        for text in [
            "Facebook Twitter LinkedIn WhatsApp Email",
            "Print | Email | Share",
            "14 comments",
            "1,204 views",
            "4 min read",
            "Reading time: 4 minutes",
            "Text size: A A A",
            "Was this article helpful? Yes No",
            "Your browser does not support the audio element.",
            "Photo: Gus Park",
            "Foto: Gus Park/dpa",
            "#harbour #dredging",
        ] {
            assert!(is(text), "{text}");
        }
        for text in [
            "Share",
            "Twitter is now X",
            "14 people died",
            "Photography: an art",
            "Foto & Film opens",
            "#MeToo",
            "Reading times have changed for the better",
        ] {
            assert!(!is(text), "{text}");
        }
    }
}
