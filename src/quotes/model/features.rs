//! What the tagger asks about each token.
//!
//! A feature is the hash of a question's number and its answer. Few questions are asked: of some eighty that were tried on
//! two thirds of the training articles, these did best on the last third; more of them fit the training articles closer and
//! new ones worse, and cost their time.

use super::hash::{NONE, feature, pair};
use super::tokens::{Side, Token};

/// Raised with every change of a question: weights trained for other questions are worthless.
pub const VERSION: u32 = 2;

/// What is known of the paragraph as a whole.
///
/// Its number is not asked, nor whether it is the last: what is said in one paragraph must not hang on how many others
/// there are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Setting {
    /// Index of the paragraph.
    pub(crate) index: usize,
    /// What the paragraph before ends with: 0 a full stop, 1 a colon, 2 a quotation left open, 3 a closed quotation.
    pub(crate) before: u8,
}

/// Marks where nothing is.
const NOWHERE: usize = usize::MAX;

/// A paragraph's tokens with what stands near each.
pub(crate) struct Surroundings<'a> {
    tokens: &'a [Token],
    /// Of each token.
    near: Vec<Near>,
    /// What the paragraph as a whole is like.
    whole: u64,
}

/// Where the things stand that matter to a token; cues are those outside quotations in its sentence.
#[derive(Clone, Copy, Debug)]
struct Near {
    /// First token of the sentence.
    start: usize,
    /// Nearest words that can be cues.
    cue_left: usize,
    cue_right: usize,
    /// Nearest words that mostly are.
    strong_left: usize,
    strong_right: usize,
}

impl Near {
    const NOTHING: Self =
        Self { start: 0, cue_left: NOWHERE, cue_right: NOWHERE, strong_left: NOWHERE, strong_right: NOWHERE };
}

impl<'a> Surroundings<'a> {
    pub(crate) fn new(tokens: &'a [Token], setting: Setting) -> Self {
        let capitals = tokens.iter().filter(|token| token.capital).count();
        let words = tokens.iter().filter(|token| token.is_word).count().max(1);
        let opens = tokens.first().is_some_and(|token| token.side == Side::Open);
        let whole =
            u64::from(capitals * 10 > words * 6) + 8 * u64::from(setting.before) + 64 * u64::from(opens);
        let mut found = Self { tokens, near: vec![Near::NOTHING; tokens.len()], whole };
        found.sweep_left();
        found.sweep_right();
        found
    }

    fn sweep_left(&mut self) {
        let (mut start, mut cue, mut strong) = (0, NOWHERE, NOWHERE);
        for (at, (token, near)) in self.tokens.iter().zip(&mut self.near).enumerate() {
            if token.begins {
                start = at;
                if token.side != Side::Inside {
                    (cue, strong) = (NOWHERE, NOWHERE);
                }
            }
            (near.start, near.cue_left, near.strong_left) = (start, cue, strong);
            if token.side == Side::Outside {
                cue = if token.cue > 1 { at } else { cue };
                strong = if token.cue > 3 { at } else { strong };
            }
        }
    }

    fn sweep_right(&mut self) {
        let (mut cue, mut strong) = (NOWHERE, NOWHERE);
        for (at, (token, near)) in self.tokens.iter().zip(&mut self.near).enumerate().rev() {
            (near.cue_right, near.strong_right) = (cue, strong);
            if token.side == Side::Outside {
                cue = if token.cue > 1 { at } else { cue };
                strong = if token.cue > 3 { at } else { strong };
            }
            if token.begins && token.side != Side::Inside {
                (cue, strong) = (NOWHERE, NOWHERE);
            }
        }
    }

    /// Something about a token; `default` where there is none.
    fn of(&self, at: usize, default: u64, answer: impl Fn(&Token) -> u64) -> u64 {
        self.tokens.get(at).map_or(default, answer)
    }

    fn word(&self, at: usize) -> u64 {
        self.of(at, NONE, |token| token.word)
    }

    fn code(&self, at: usize) -> u64 {
        self.of(at, NONE, |token| token.code)
    }

    /// Class of a token for the transitions: 0 to [`CLASSES`] - 1.
    pub(crate) fn class(&self, at: usize) -> usize {
        self.tokens.get(at).map_or(0, |token| (token.side as usize).min(3) * 2 + usize::from(token.begins))
    }

    /// All features of a token, into `found`.
    pub(crate) fn features(&self, at: usize, found: &mut Vec<u64>) {
        found.clear();
        let Some(token) = self.tokens.get(at) else { return };
        let near = self.near.get(at).copied().unwrap_or(Near::NOTHING);
        self.spelling(at, token, found);
        self.kinds(at, token, found);
        self.cues(at, token, near, found);
        self.rules(at, token, near, found);
    }

    fn spelling(&self, at: usize, token: &Token, found: &mut Vec<u64>) {
        let (before, after) = (at.wrapping_sub(1), at + 1);
        let suffix3 = |at: usize| self.of(at, NONE, |token| token.suffix3);
        let shape = |at: usize| self.of(at, NONE, |token| token.shape);
        found.extend_from_slice(&[
            feature(1, self.word(before)),
            feature(2, token.suffix3),
            feature(3, token.suffix2),
            feature(4, suffix3(before)),
            feature(5, suffix3(after)),
            feature(6, token.shape),
            feature(7, pair(shape(before), pair(token.shape, shape(after)))),
        ]);
    }

    /// What kind of word the token is and what stands beside it.
    fn kinds(&self, at: usize, token: &Token, found: &mut Vec<u64>) {
        let (before, after) = (at.wrapping_sub(1), at + 1);
        let code = token.code;
        found.extend_from_slice(&[
            feature(20, code),
            feature(21, pair(self.code(before), code)),
            feature(22, pair(self.word(before), code)),
            feature(23, pair(code, self.word(after))),
            feature(24, pair(self.whole, code)),
            feature(25, pair(token.side as u64, code)),
        ]);
        if token.segment.is_none() {
            // How far the next quotation is.
            let opens = |step: &u64| {
                let at = usize::try_from(*step).map_or(NOWHERE, |step| at.saturating_add(step));
                self.tokens.get(at).is_some_and(|token| token.side == Side::Open)
            };
            found.push(feature(26, pair((1..=6).find(opens).unwrap_or(9), code)));
        }
    }

    /// The cues around the token; of those that mostly are cues also what stands before the one to the right, which tells
    /// whether the clause it ends was said ("…, he said.").
    fn cues(&self, at: usize, token: &Token, near: Near, found: &mut Vec<u64>) {
        let cue = |at: usize| self.of(at, 9, |token| token.cue.into());
        let Near { start, strong_left: left, strong_right: right, .. } = near;
        let comma = (1..=6)
            .find(|step| !self.tokens.get(right.wrapping_sub(*step)).is_some_and(|token| token.is_word));
        let comma = comma.filter(|step| right.wrapping_sub(*step) > at).unwrap_or(9) as u64;
        let to_start = at.saturating_sub(start).min(4) as u64;
        found.extend_from_slice(&[
            feature(40, pair(cue(at.wrapping_sub(1)), pair(token.cue.into(), cue(at + 1)))),
            feature(41, pair(self.word(left), pair(self.word(right), token.side as u64))),
            feature(42, pair(comma, pair(self.code(left), to_start))),
        ]);
    }

    /// What the rules made of the token and of the cues around it.
    fn rules(&self, at: usize, token: &Token, near: Near, found: &mut Vec<u64>) {
        let rule = |at: usize| self.of(at, 9, |token| token.rule.into());
        let own = u64::from(token.rule);
        let Near { cue_left: left, cue_right: right, .. } = near;
        found.extend_from_slice(&[
            feature(60, pair(rule(at.wrapping_sub(1)), pair(own, rule(at + 1)))),
            feature(61, pair(own, token.code)),
            feature(62, pair(own, pair(self.code(left), rule(left)))),
            feature(63, pair(own, pair(self.code(right), rule(right)))),
        ]);
    }
}

/// Number of classes the transitions tell apart.
pub const CLASSES: usize = 8;
