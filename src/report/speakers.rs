//! Who is quoted how often, over many articles.

use std::collections::HashMap;

use serde::Serialize;

use crate::article::{Quote, QuoteKind, SpeakerKind};

/// One speaker's quotes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// The name, as the articles give it.
    pub name: String,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// The first title or office an article gives.
    pub role: Option<String>,
    /// Quotes, repeats left out.
    pub quotes: usize,
    /// Words in them, counted as what white space parts.
    pub words: usize,
    /// Articles with one.
    pub articles: usize,
    /// Number of the last article counted.
    #[serde(skip)]
    last: usize,
}

/// All speakers so far. People of different articles are one only by the same full name.
#[derive(Clone, Debug, Default)]
pub struct Speakers {
    all: Vec<Quoted>,
    /// Name, and the article's number where the name is not a full one → place in `all`.
    places: HashMap<(String, Option<usize>), usize>,
    articles: usize,
}

impl Speakers {
    /// Counts one article's quotes, without those less sure than `least`.
    pub fn count(&mut self, quotes: &[Quote], least: f32) {
        self.articles += 1;
        let sure = quotes.iter().filter(|quote| {
            quote.kind != QuoteKind::Unattributed && quote.repeats.is_none() && quote.confidence >= least
        });
        for quote in sure {
            let Some((said, name)) = quote.speaker.as_ref().and_then(|said| Some((said, said.name.clone()?)))
            else {
                continue;
            };
            let alone = !name.contains(char::is_whitespace) && said.kind == SpeakerKind::Person;
            let place = self.place(name, alone, said.kind);
            let Some(speaker) = self.all.get_mut(place) else { continue };
            speaker.quotes += 1;
            speaker.words += quote.text.split_whitespace().count();
            speaker.articles += usize::from(speaker.last != self.articles);
            speaker.last = self.articles;
            if speaker.role.is_none() {
                speaker.role.clone_from(&said.role);
            }
        }
    }

    fn place(&mut self, name: String, alone: bool, kind: SpeakerKind) -> usize {
        let key = (name, alone.then_some(self.articles));
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let name = key.0.clone();
        self.places.insert(key, self.all.len());
        self.all.push(Quoted { name, kind, role: None, quotes: 0, words: 0, articles: 0, last: 0 });
        self.all.len() - 1
    }

    /// How many speakers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether nobody with a name is quoted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them, the most quoted first.
    #[must_use]
    pub fn most_quoted(self) -> Vec<Quoted> {
        let mut speakers = self.all;
        speakers.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.name.cmp(&b.name)));
        speakers
    }
}
