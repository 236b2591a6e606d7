//! More words of bylines: credits with a colon, desks before roles, and who else is thanked.

/// Words before names that only a colon makes such: "Text: Jane Doe".
pub const BEFORE_COLON: &[&str] =
    &["text", "texte", "texto", "testo", "words", "haber", "story", "report", "bericht", "reportage"];

/// What desks are called between a name and a role: "Jane Doe Political Editor".
pub const DESK_WORDS: &[&str] = &[
    "arts",
    "business",
    "chief",
    "city",
    "courts",
    "crime",
    "culture",
    "defence",
    "defense",
    "deputy",
    "diplomatic",
    "economics",
    "education",
    "energy",
    "entertainment",
    "environment",
    "fashion",
    "features",
    "finance",
    "food",
    "foreign",
    "health",
    "home",
    "legal",
    "managing",
    "media",
    "music",
    "national",
    "political",
    "politics",
    "property",
    "religion",
    "royal",
    "science",
    "security",
    "social",
    "sport",
    "sports",
    "technology",
    "transport",
    "travel",
    "world",
];

/// What follows names and is nobody's.
pub const AND_OTHERS: &[&str] = &[
    " and agencies",
    " and wires",
    " and wire services",
    " mit agenturen",
    " et agences",
    " y agencias",
    " e agenzie",
];
