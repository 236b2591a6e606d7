//! Names out of a byline: "By Jane Doe and John Roe, Political Editors" → Jane Doe, John Roe.

/// Authors gathered from one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The names, each once.
    pub names: Vec<String>,
    /// Whether they are people rather than an agency, a desk or the publication.
    pub are_people: bool,
    organisations: Vec<String>,
}

/// Words before the names: "By", "Written by", "Von", "Por", …
const BEFORE: &[&str] = &[
    "by",
    "written by",
    "posted by",
    "published by",
    "story by",
    "words by",
    "text by",
    "article by",
    "reported by",
    "reporting by",
    "author",
    "authors",
    "from",
    "von",
    "text von",
    "ein artikel von",
    "ein kommentar von",
    "eine analyse von",
    "interview",
    "par",
    "propos recueillis par",
    "por",
    "di",
    "a cura di",
    "de",
    "door",
    "av",
    "af",
    "tekst",
    "text",
    "autor",
    "autorka",
    "auteur",
    "autore",
    "foto",
    "napisał",
    "skrevet av",
    "skrevet af",
    "автор",
    "автор:",
    "текст",
    "written",
    "تأليف",
    "كتب",
    "yazan",
    "szerző",
    "γράφει ο",
    "γράφει η",
    "του",
    "της",
    "文",
    "文/",
    "記者",
    "记者",
];

/// What stands between two names.
const BETWEEN: &[&str] = &[
    " and ", " und ", " et ", " y ", " e ", " en ", " og ", " och ", " ja ", " i ", " & ", " with ", " mit ",
    " avec ", " con ", " és ", " ve ", " και ", " и ", " та ", " | ", " · ", " • ", ";", "、", "，", " / ",
    "\n", " + ",
];

/// Words that show a part is a role, a desk or a time and no name.
const ROLE_WORDS: &[&str] = &[
    "analyst",
    "author",
    "bureau",
    "chief",
    "columnist",
    "contributor",
    "contributing",
    "correspondent",
    "critic",
    "desk",
    "director",
    "editor",
    "editor-in-chief",
    "editorial",
    "editors",
    "expert",
    "freelance",
    "freelancer",
    "guest",
    "intern",
    "journalist",
    "manager",
    "news",
    "newsroom",
    "photographer",
    "producer",
    "redacción",
    "redaktion",
    "redaktor",
    "redakteur",
    "redakteurin",
    "rédaction",
    "reporter",
    "reporters",
    "senior",
    "specialist",
    "staff",
    "team",
    "writer",
    "writers",
    "korrespondent",
    "korrespondentin",
    "published",
    "updated",
    "posted",
    "ago",
    "min",
    "minutes",
    "read",
    "am",
    "pm",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "follow",
    "email",
    "twitter",
    "share",
    "comments",
    "comment",
    "view",
    "profile",
    "bio",
    "more",
    "articles",
    "posts",
    "about",
    "contact",
];

/// Whole names that stand for nobody.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "anonymous",
    "author",
    "by",
    "editor",
    "editorial staff",
    "editors",
    "guest",
    "guest author",
    "news desk",
    "newsroom",
    "none",
    "null",
    "redaktion",
    "redacción",
    "redazione",
    "rédaction",
    "la rédaction",
    "staff",
    "staff reporter",
    "staff writer",
    "unknown",
    "user",
    "web desk",
    "webmaster",
    "n/a",
    "undefined",
    "true",
    "false",
    "team",
    "root",
    "wpadmin",
    "wordpress",
    "webredaktion",
    "online",
    "die redaktion",
    "редакция",
];

/// Parts of names of organisations.
const ORGANISATION_WORDS: &[&str] = &[
    "afp",
    "agence",
    "agency",
    "agencia",
    "agencies",
    "agentur",
    "ap",
    "apa",
    "ansa",
    "associated",
    "bbc",
    "channel",
    "daily",
    "dpa",
    "efe",
    "gazette",
    "group",
    "herald",
    "inc",
    "journal",
    "kna",
    "llc",
    "ltd",
    "magazine",
    "media",
    "network",
    "newspaper",
    "pap",
    "post",
    "press",
    "presse",
    "pti",
    "reuters",
    "sda",
    "sid",
    "tass",
    "times",
    "tribune",
    "tv",
    "xinhua",
    "zeitung",
    "foundation",
    "university",
    "institute",
    "association",
    "department",
    "ministry",
    "company",
    "gmbh",
    "ag",
    "organization",
    "blog",
    "online",
    "podcast",
    "council",
    "center",
    "centre",
    "committee",
];

impl Names {
    /// Adds the names of a byline; `site` is the publication's own name, which is no person.
    pub fn add(&mut self, byline: &str, site: Option<&str>) {
        for part in parts(byline) {
            let name = trimmed(&part);
            if !is_name(&name) {
                continue;
            }
            let list = if is_organisation(&name, site) { &mut self.organisations } else { &mut self.names };
            if !list.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
                list.push(name);
            }
        }
    }

    /// The people; without any, the organisations; `None` without either or with more than `most`.
    pub fn into_option(mut self, most: usize) -> Option<Self> {
        self.are_people = !self.names.is_empty();
        if !self.are_people {
            self.names = std::mem::take(&mut self.organisations);
        }
        (!self.names.is_empty() && self.names.len() <= most).then_some(self)
    }
}

/// Whether a visible text may be a byline: begins with "By" in some language, or is short enough to be just names.
pub fn looks_like_byline(text: &str, named_byline: bool) -> bool {
    let words = text.split_whitespace().count();
    words <= if named_byline { 20 } else { 12 } && !text.ends_with(['.', '?', '!'])
}

/// The byline cut between names, and before roles.
fn parts(byline: &str) -> Vec<String> {
    let mut parts = vec![without_asides(byline)];
    for between in BETWEEN {
        parts = parts.iter().flat_map(|part| part.split(between)).map(str::to_owned).collect();
    }
    parts.iter().flat_map(|part| comma_parts(part)).collect()
}

/// "Doe, Jane" is one name turned round only in library metadata; news bylines use commas between names and before
/// roles, so a comma always cuts.
fn comma_parts(part: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for piece in part.split(',') {
        let piece = piece.trim();
        // "Jr.", "MD", "PhD" belong to the name before them.
        let is_suffix =
            matches!(piece.trim_end_matches('.').to_lowercase().as_str(), "jr" | "sr" | "ii" | "iii");
        match parts.last_mut() {
            Some(last) if is_suffix => {
                let last: &mut String = last;
                last.push_str(", ");
                last.push_str(piece);
            }
            _ => parts.push(piece.to_owned()),
        }
    }
    parts
}

/// Without what stands in brackets.
fn without_asides(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The part without "By" before it and signs around it.
fn trimmed(part: &str) -> String {
    let mut name = part.trim();
    loop {
        let before = name;
        name = name.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '|' | ':' | '-' | '–' | '—' | '*' | '•' | '"' | '@' | '/')
        });
        for word in BEFORE {
            let head = name.char_indices().nth(word.chars().count()).map_or(name.len(), |(at, _)| at);
            let (head, rest) = name.split_at_checked(head).unwrap_or((name, ""));
            if head.to_lowercase() == *word && rest.starts_with([' ', ':', '\u{a0}']) {
                name = rest.trim_start_matches([' ', ':', '\u{a0}']);
            }
        }
        if name == before {
            return name.strip_suffix("'s").unwrap_or(name).to_owned();
        }
    }
}

fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    !name.contains('@')
        && !lower.contains("http")
        && !lower.contains("www.")
        && !lower.contains(".com")
        && !name.chars().any(|c| c.is_ascii_digit())
        && letters >= 2
        && name.chars().count() <= 60
        && words.len() <= 6
        && !NOBODY.contains(&lower.as_str())
        && !words.iter().any(|word| ROLE_WORDS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())))
}

fn is_organisation(name: &str, site: Option<&str>) -> bool {
    let lower = name.to_lowercase();
    let squeezed =
        |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    site.is_some_and(|site| squeezed(site) == squeezed(name))
        || lower.split_whitespace().any(|word| ORGANISATION_WORDS.contains(&word))
}
