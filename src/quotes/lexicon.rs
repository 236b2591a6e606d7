//! Words a language uses to report speech: the tables in `lexicon/*.txt`, read once.
//!
//! The tables are plain text, one `key: word word …` a line; `lexicon/README.md` explains the keys. Adding a word
//! needs no Rust; adding a language needs its file and one line in [`TABLES`].

mod words;

use std::collections::HashSet;
use std::ops::{BitOr, BitOrAssign};
use std::sync::LazyLock;

use words::{Words, hash};

/// What a word can be; several at once ("that").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u64);

macro_rules! classes {
    ($($(#[doc = $doc:literal])+ $name:ident = $bit:literal $key:literal,)+) => {
        impl Classes {
            $($(#[doc = $doc])+ pub(super) const $name: Self = Self(1 << $bit);)+

            fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

classes! {
    /// Verbs of speech: take quotations, that-clauses and bare clauses.
    SPEECH = 0 "speech",
    /// The same with somebody spoken to after the verb.
    TELL = 1 "tell",
    /// Verbs of thought and showing: take clauses, and quotations inside them.
    THOUGHT = 2 "thought",
    /// Verbs that name: "called it …".
    NAMING = 3 "naming",
    /// Verbs that take what is wanted or judged: "vowed to …", "criticised …".
    STANCE = 4 "stance",
    /// Words before the source: "according to".
    SOURCE = 5 "source",
    /// The conjunction of reported speech.
    THAT = 6 "that",
    /// Pronouns of one man.
    HE = 7 "he",
    /// Pronouns of one woman.
    SHE = 8 "she",
    /// Pronouns of several people, and words that stand for some of them: "many".
    THEY = 9 "they",
    /// The author and the reader.
    FIRST = 10 "first",
    /// Relative pronouns.
    WHO = 11 "who",
    /// Articles, possessives, numerals: what a noun phrase can begin with.
    DETERMINER = 12 "determiner",
    /// Prepositions.
    PREPOSITION = 13 "preposition",
    /// Conjunctions and words that open clauses.
    CONJUNCTION = 14 "conjunction",
    /// Auxiliary verbs.
    AUXILIARY = 15 "auxiliary",
    /// Adverbs that stand between speaker and verb.
    ADVERB = 16 "adverb",
    /// Titles before a name.
    TITLE = 17 "title",
    /// Nouns for one person.
    PERSON = 18 "person",
    /// Nouns for several people.
    GROUP = 19 "group",
    /// Words in the names of organisations.
    ORGANISATION = 20 "organisation",
    /// Nouns for texts.
    DOCUMENT = 21 "document",
    /// Small words inside names: "de", "von".
    PARTICLE = 22 "particle",
    /// Days, months and other capitalised words that are nobody's name.
    TIME = 23 "time",
    /// Negations: what somebody did not say is nobody's statement.
    NEGATION = 24 "negation",
    /// "so-called", "reportedly": the words after it are nobody's.
    SCARE = 25 "scare",
    /// Prepositions that part a noun phrase from what belongs to it: "of".
    OF = 26 "of",
    /// Given names of men.
    MAN = 27 "man",
    /// Given names of women.
    WOMAN = 28 "woman",
    /// Abbreviations that end with a full stop.
    ABBREVIATION = 29 "abbreviation",
    /// Frequent verbs that are no cues: a noun phrase cannot run over them.
    VERB = 30 "verb",
    /// The auxiliary of the passive.
    BE = 31 "be",
    /// Pronouns of things and organisations.
    IT = 32 "it",
    /// Verbs that report only beside a quotation: "continued".
    QUOTING = 33 "quoting",
    /// Set by the reader, not a key: a cue's form that only goes with a plural, as its -s form is a cue too.
    PLURAL = 34 "-",
    /// Object pronouns that stand between cue and speaker: "sich", "se".
    REFLEXIVE = 35 "reflexive",
    /// Forms of verbs that only reported speech has: "sei".
    REPORTED = 36 "reported",
    /// Words that stand after the source: German "zufolge".
    SOURCED = 38 "source-after",
    /// "it is said": the source stands behind a preposition, before or after it.
    HEARSAY = 39 "hearsay",
    /// Media, which statements are made to: "Zeitung".
    PRESS = 40 "press",
    /// Words that open a clause of speaker and cue: "wie Huber sagt".
    AS = 37 "as",
    /// Verbs that report only beside a quotation or before a clause, or with the last word of the clause: "gab … bekannt".
    WEAK = 41 "weak",
    /// Last words of clauses that make a weak verb report: "bekannt".
    PREFIX = 42 "prefix",
    /// Set by the reader, not a key: a phrase can begin with the word.
    OPENS = 63 "--",
}

impl Classes {
    /// All verbs that report.
    pub(super) const CUE: Self = Self(
        Self::SPEECH.0 | Self::TELL.0 | Self::THOUGHT.0 | Self::NAMING.0 | Self::STANCE.0 | Self::QUOTING.0,
    );
    /// Pronouns that can be a speaker.
    pub(super) const PRONOUN: Self = Self(Self::HE.0 | Self::SHE.0 | Self::THEY.0 | Self::IT.0);
    /// What no noun phrase runs over.
    pub(super) const BREAK: Self = Self(
        Self::PREPOSITION.0
            | Self::CONJUNCTION.0
            | Self::AUXILIARY.0
            | Self::ADVERB.0
            | Self::THAT.0
            | Self::WHO.0
            | Self::FIRST.0
            | Self::PRONOUN.0
            | Self::SOURCE.0
            | Self::TIME.0
            | Self::NEGATION.0
            | Self::SCARE.0
            | Self::AS.0
            | Self::VERB.0,
    );

    /// Whether the word is any of `others`.
    pub(super) const fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// What the word is, of `others` alone.
    const fn only(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }
}

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Classes {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// The table of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: Words<Classes>,
    /// First word of a phrase → its other words and what the phrase is; longest first.
    phrases: Words<Vec<(Vec<&'static str>, Classes)>>,
    /// Pronouns joined to the verb, hyphens included, longest first.
    clitics: Vec<&'static str>,
    /// What the last part of a compound makes of it.
    suffixes: Vec<(&'static str, Classes)>,
    /// Words shortened before a vowel and written together with the next: "l'".
    elisions: Vec<&'static str>,
    pub(super) grammar: Grammar,
}

/// How a language builds sentences, as far as the rules ask; the words of the key `grammar`.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "traits of a language, each independent of the others")]
pub(super) struct Grammar {
    /// Whether there is a lexicon at all.
    pub(super) known: bool,
    /// `capital-nouns`: all nouns begin with a capital letter.
    pub(super) capital_nouns: bool,
    /// `dropped-subject`: the verb alone tells who speaks.
    pub(super) dropped_subject: bool,
    /// `suffixed-article`: nouns take no article before them.
    pub(super) suffixed_article: bool,
    /// `unspaced`: nothing parts the words.
    pub(super) unspaced: bool,
    /// `verb-last`: the cue ends the sentence, the speaker opens it.
    pub(super) verb_last: bool,
    /// `asides`: speaker and cue may stand inside the marks.
    pub(super) asides: bool,
    /// `dashes`: a paragraph that begins with a dash is speech.
    pub(super) dashes: bool,
}

impl Grammar {
    fn set(&mut self, word: &str) {
        match word {
            "capital-nouns" => self.capital_nouns = true,
            "dropped-subject" => self.dropped_subject = true,
            "suffixed-article" => self.suffixed_article = true,
            "unspaced" => self.unspaced = true,
            "verb-last" => self.verb_last = true,
            "asides" => self.asides = true,
            "dashes" => self.dashes = true,
            _ => {}
        }
    }
}

/// Language tag and table. A language that is not here has no words: only marks and labels are read.
const TABLES: &[(&str, &str)] = &[
    ("en", include_str!("lexicon/en.txt")),
    ("de", include_str!("lexicon/de.txt")),
    ("fr", include_str!("lexicon/fr.txt")),
    ("es", include_str!("lexicon/es.txt")),
    ("it", include_str!("lexicon/it.txt")),
    ("pt", include_str!("lexicon/pt.txt")),
    ("nl", include_str!("lexicon/nl.txt")),
    ("sv", include_str!("lexicon/sv.txt")),
    ("da", include_str!("lexicon/da.txt")),
    ("no", include_str!("lexicon/no.txt")),
    ("pl", include_str!("lexicon/pl.txt")),
    ("ru", include_str!("lexicon/ru.txt")),
    ("uk", include_str!("lexicon/uk.txt")),
    ("tr", include_str!("lexicon/tr.txt")),
    ("ar", include_str!("lexicon/ar.txt")),
    ("zh", include_str!("lexicon/zh.txt")),
    ("ja", include_str!("lexicon/ja.txt")),
];

/// Given names of all languages.
const GIVEN_NAMES: &str = include_str!("lexicon/given_names.txt");

/// Given names that count where a language has no such word.
static MORE_GIVEN_NAMES: LazyLock<Words<Classes>> = LazyLock::new(|| {
    let lines = include_str!("lexicon/more_given_names.txt").lines().filter(|line| !line.starts_with('#'));
    let names = lines.filter_map(|line| line.split_once(':')).filter_map(|(key, names)| {
        Classes::from_key(key).map(|class| names.split_whitespace().map(move |name| (name, class)))
    });
    let mut found = Words::default();
    names.flatten().for_each(|(name, class)| *found.entry(name) = class);
    found
});

static LEXICONS: LazyLock<Vec<(&'static str, Lexicon)>> =
    LazyLock::new(|| TABLES.iter().map(|(tag, table)| (*tag, Lexicon::read(table))).collect());

static NONE: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

impl Lexicon {
    /// The table of a language: its two-letter code, lower case.
    pub(super) fn of(code: &str) -> &'static Self {
        let code = if matches!(code, "nb" | "nn") { "no" } else { code };
        LEXICONS.iter().find(|(tag, _)| *tag == code).map_or(&*NONE, |(_, lexicon)| lexicon)
    }

    /// Codes and tables of all languages.
    pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static Self)> {
        LEXICONS.iter().map(|(tag, lexicon)| (*tag, lexicon))
    }

    fn read(table: &'static str) -> Self {
        let mut lexicon = Self { grammar: Grammar { known: true, ..Grammar::default() }, ..Self::default() };
        let keyed = |table: &'static str| {
            let lines = table.lines().filter(|line| !line.starts_with('#'));
            lines.filter_map(|line| line.split_once(':')).collect::<Vec<_>>()
        };
        for (key, words) in keyed(table) {
            match key {
                "clitic" => lexicon.clitics.extend(words.split_whitespace()),
                "elision" => lexicon.elisions.extend(words.split_whitespace()),
                "grammar" => words.split_whitespace().for_each(|word| lexicon.grammar.set(word)),
                _ => {}
            }
            let Some(class) = Classes::from_key(key.trim()) else { continue };
            words.split_whitespace().for_each(|word| lexicon.add(word, class));
        }
        // "Jan" is a man in German, "Andrea" in Italian, whatever they are elsewhere.
        let own: HashSet<&str> = lexicon.words(Classes::MAN | Classes::WOMAN).collect();
        for (key, words) in keyed(GIVEN_NAMES) {
            let Some(class) = Classes::from_key(key.trim()) else { continue };
            let others = words.split_whitespace().filter(|word| !own.contains(word));
            others.for_each(|word| lexicon.add(word, class));
        }
        lexicon.clitics.sort_by_key(|clitic| std::cmp::Reverse(clitic.len()));
        lexicon.mark_plurals();
        for phrases in lexicon.phrases.values_mut() {
            phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        lexicon
    }

    fn mark_plurals(&mut self) {
        let singulars: Vec<&'static str> = self
            .words
            .iter()
            .filter(|(_, classes)| classes.any(Classes::CUE))
            .map(|(word, _)| word)
            .collect();
        for base in singulars.iter().filter_map(|word| word.strip_suffix('s')) {
            for base in [Some(base), base.strip_suffix('e')].into_iter().flatten() {
                if let Some(classes) = self.words.get_mut(base).filter(|classes| classes.any(Classes::CUE)) {
                    *classes |= Classes::PLURAL;
                }
            }
        }
    }

    fn add(&mut self, word: &'static str, class: Classes) {
        if let Some(suffix) = word.strip_prefix('-') {
            self.suffixes.push((suffix, class));
            return;
        }
        match word.split_once('_') {
            Some((first, rest)) => {
                self.phrases.entry(first).push((rest.split('_').collect(), class));
                *self.words.entry(first) |= Classes::OPENS;
            }
            None => *self.words.entry(word) |= class,
        }
    }

    /// What a lower-case word is.
    pub(super) fn classes(&self, word: &str) -> Classes {
        let key = hash(word);
        self.words.get(key, word).or_else(|| MORE_GIVEN_NAMES.get(key, word)).copied().unwrap_or_else(|| {
            let compound = self.suffixes.iter().find(|(suffix, _)| word.ends_with(suffix));
            compound.map_or_else(|| self.inflected(word), |(_, classes)| *classes)
        })
    }

    /// What a noun of another case is where nouns have capital letters: "des Sprechers", "den Präsidenten".
    fn inflected(&self, word: &str) -> Classes {
        if !self.grammar.capital_nouns {
            return Classes::default();
        }
        let nouns = Classes::TITLE
            | Classes::PERSON
            | Classes::GROUP
            | Classes::ORGANISATION
            | Classes::DOCUMENT
            | Classes::PRESS;
        let stems = ["es", "s", "en", "n"].iter().filter_map(|ending| word.strip_suffix(ending));
        let found =
            stems.filter_map(|stem| self.words.get(hash(stem), stem)).find(|classes| classes.any(nouns));
        found.map_or(Classes::default(), |classes| classes.only(nouns))
    }

    /// The pronoun joined to the end of a lower-case word, hyphens included: "-t-il".
    pub(super) fn clitic(&self, word: &str) -> Option<&'static str> {
        self.clitics.iter().find(|clitic| word.len() > clitic.len() && word.ends_with(**clitic)).copied()
    }

    /// The shortened word that a lower-case word begins with, apostrophe included: "l'".
    pub(super) fn elision(&self, word: &str) -> Option<&'static str> {
        self.elisions
            .iter()
            .find(|elision| word.len() > elision.len() && word.starts_with(**elision))
            .copied()
    }

    /// The other words of the phrases that begin with a lower-case word.
    pub(super) fn phrases(&self, first: &str) -> &[(Vec<&'static str>, Classes)] {
        self.phrases.get(hash(first), first).map_or(&[], Vec::as_slice)
    }

    /// All words of a class; used to compare the tables and to find cues where words are not spaced.
    pub(super) fn words(&self, class: Classes) -> impl Iterator<Item = &'static str> {
        self.words.iter().filter(move |(_, classes)| classes.any(class)).map(|(word, _)| word)
    }
}
