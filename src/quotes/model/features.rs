//! What the tagger asks about each token.
//!
//! A feature is the hash of a question's number and its answer. Questions look two words to either side, at the
//! sentence (the nearest cues, how far its ends are), at the quotation around the token, at the paragraph before, and
//! at what the rules made of the token.

use super::hash::{NONE, feature, pair};
use super::tokens::{Side, Token};

/// Raised with every change of a question: weights trained for other questions are worthless.
pub const VERSION: u32 = 1;

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
    pub(crate) tokens: &'a [Token],
    setting: Setting,
    /// First token after the sentence of each token.
    ends: Vec<usize>,
    starts: Vec<usize>,
    /// Nearest cue outside quotations, to the left and right in the sentence.
    cue_left: Vec<usize>,
    cue_right: Vec<usize>,
    /// The same for words that mostly are cues.
    strong_left: Vec<usize>,
    strong_right: Vec<usize>,
    /// Nearest small word or mark that can begin a clause, to the left.
    clause: Vec<usize>,
    /// Hash of what stands around each quotation of the paragraph.
    segments: Vec<SegmentView>,
    whole: u64,
}

/// What stands around a quotation.
#[derive(Clone, Copy, Debug, Default)]
struct SegmentView {
    first: usize,
    last: usize,
    around: u64,
    cue_left: u64,
    cue_right: u64,
    shape: u64,
}

impl<'a> Surroundings<'a> {
    pub(crate) fn new(tokens: &'a [Token], setting: Setting) -> Self {
        let count = tokens.len();
        let mut found = Self {
            tokens,
            setting,
            ends: vec![count; count],
            starts: vec![0; count],
            cue_left: vec![NOWHERE; count],
            cue_right: vec![NOWHERE; count],
            strong_left: vec![NOWHERE; count],
            strong_right: vec![NOWHERE; count],
            clause: vec![NOWHERE; count],
            segments: Vec::new(),
            whole: 0,
        };
        found.sweep_left();
        found.sweep_right();
        found.view_segments();
        let capitals = tokens.iter().filter(|token| token.capital).count();
        let words = tokens.iter().filter(|token| token.is_word).count().max(1);
        let opens = tokens.first().is_some_and(|token| token.side == Side::Open);
        found.whole =
            u64::from(capitals * 10 > words * 6) + 8 * u64::from(setting.before) + 64 * u64::from(opens);
        found
    }

    fn sweep_left(&mut self) {
        let (mut start, mut cue, mut strong, mut clause) = (0, NOWHERE, NOWHERE, NOWHERE);
        for (at, token) in self.tokens.iter().enumerate() {
            if token.begins {
                start = at;
                if token.side != Side::Inside {
                    (cue, strong, clause) = (NOWHERE, NOWHERE, NOWHERE);
                }
            }
            set(&mut self.starts, at, start);
            set(&mut self.cue_left, at, cue);
            set(&mut self.strong_left, at, strong);
            set(&mut self.clause, at, clause);
            if token.side == Side::Outside {
                if token.cue > 1 {
                    cue = at;
                }
                if token.cue > 3 {
                    strong = at;
                }
                if !token.is_word || matches!(token.code / 2, 7 | 8 | 16) {
                    clause = at;
                }
            }
        }
    }

    fn sweep_right(&mut self) {
        let count = self.tokens.len();
        let (mut end, mut cue, mut strong) = (count, NOWHERE, NOWHERE);
        for (at, token) in self.tokens.iter().enumerate().rev() {
            set(&mut self.ends, at, end);
            set(&mut self.cue_right, at, cue);
            set(&mut self.strong_right, at, strong);
            if token.side == Side::Outside && token.cue > 1 {
                cue = at;
            }
            if token.side == Side::Outside && token.cue > 3 {
                strong = at;
            }
            if token.begins {
                end = at;
                if token.side != Side::Inside {
                    (cue, strong) = (NOWHERE, NOWHERE);
                }
            }
        }
    }

    fn view_segments(&mut self) {
        let mut at = 0;
        while let Some(token) = self.tokens.get(at) {
            let Some(segment) = token.segment else {
                at += 1;
                continue;
            };
            let first = at;
            while self.tokens.get(at).is_some_and(|token| token.segment == Some(segment)) {
                at += 1;
            }
            let view = self.segment_view(first, at - 1);
            while self.segments.len() < segment {
                self.segments.push(SegmentView::default());
            }
            self.segments.push(view);
        }
    }

    fn segment_view(&self, first: usize, last: usize) -> SegmentView {
        let before = first.checked_sub(1);
        let left = before.map_or(NOWHERE, |at| self.beside_left(at));
        let right = self.beside_right(last + 1);
        let inner = self.tokens.get(first + 1);
        let ending = self.tokens.get(last.saturating_sub(1)).map_or(NONE, |token| token.code);
        let words = (last - first).saturating_sub(1);
        SegmentView {
            first,
            last,
            around: pair(before.map_or(NONE, |at| self.code(at)), self.code(last + 1)),
            cue_left: before.map_or(NONE, |at| pair(self.word(left), near(at.wrapping_sub(left)))),
            cue_right: pair(self.word(right), near(right.wrapping_sub(last))),
            shape: u64::from(inner.is_some_and(|token| token.capital))
                + 2 * near(words)
                + 32 * (ending.min(200)),
        }
    }

    /// The cue at or to the left of a token, up to its sentence's start.
    fn beside_left(&self, at: usize) -> usize {
        match self.tokens.get(at) {
            Some(token) if token.side == Side::Outside && token.cue > 1 => at,
            _ => self.cue_left.get(at).copied().unwrap_or(NOWHERE),
        }
    }

    fn beside_right(&self, at: usize) -> usize {
        match self.tokens.get(at) {
            Some(token) if token.side == Side::Outside && token.cue > 1 => at,
            Some(_) => self.cue_right.get(at).copied().unwrap_or(NOWHERE),
            None => NOWHERE,
        }
    }

    fn word(&self, at: usize) -> u64 {
        self.tokens.get(at).map_or(NONE, |token| token.word)
    }

    fn code(&self, at: usize) -> u64 {
        self.tokens.get(at).map_or(NONE, |token| token.code)
    }

    /// Class of a token for the transitions: 0 to [`CLASSES`] - 1.
    pub(crate) fn class(&self, at: usize) -> usize {
        self.tokens.get(at).map_or(0, |token| (token.side as usize).min(3) * 2 + usize::from(token.begins))
    }

    /// All features of a token, into `found`.
    pub(crate) fn features(&self, at: usize, found: &mut Vec<u64>) {
        found.clear();
        let Some(token) = self.tokens.get(at) else { return };
        found.push(feature(1, 0));
        self.words(at, token, found);
        self.codes(at, token, found);
        self.sentence(at, token, found);
        self.strong(at, token, found);
        self.quotation(at, token, found);
        self.rules(at, token, found);
    }

    fn words(&self, at: usize, token: &Token, found: &mut Vec<u64>) {
        let (before, after) = (at.wrapping_sub(1), at + 1);
        let (before2, after2) = (at.wrapping_sub(2), at + 2);
        let word = token.word;
        found.push(feature(2, word));
        found.push(feature(3, self.word(before)));
        found.push(feature(4, self.word(after)));
        found.push(feature(5, self.word(before2)));
        found.push(feature(6, self.word(after2)));
        found.push(feature(7, pair(self.word(before), word)));
        found.push(feature(8, pair(word, self.word(after))));
        found.push(feature(9, pair(self.word(before), self.word(after))));
        found.push(feature(10, token.suffix3));
        found.push(feature(11, token.suffix2));
        found.push(feature(12, self.tokens.get(before).map_or(NONE, |token| token.suffix3)));
        found.push(feature(13, self.tokens.get(after).map_or(NONE, |token| token.suffix3)));
        let shape = |at: usize| self.tokens.get(at).map_or(NONE, |token| token.shape);
        found.push(feature(14, token.shape));
        found.push(feature(15, pair(shape(before), pair(token.shape, shape(after)))));
        found.push(feature(16, pair(word, token.side as u64)));
    }

    fn codes(&self, at: usize, token: &Token, found: &mut Vec<u64>) {
        let (before, after) = (self.code(at.wrapping_sub(1)), self.code(at + 1));
        let (before2, after2) = (self.code(at.wrapping_sub(2)), self.code(at + 2));
        let code = token.code;
        found.push(feature(20, code));
        found.push(feature(21, pair(before, code)));
        found.push(feature(22, pair(code, after)));
        found.push(feature(23, pair(before, pair(code, after))));
        found.push(feature(24, pair(before2, pair(before, code))));
        found.push(feature(25, pair(code, pair(after, after2))));
        found.push(feature(26, pair(before2, pair(before, pair(code, pair(after, after2))))));
        found.push(feature(27, pair(u64::from(token.cue), pair(before, after))));
        let cue = |at: usize| self.tokens.get(at).map_or(9, |token| u64::from(token.cue));
        found.push(feature(28, pair(cue(at.wrapping_sub(1)), pair(u64::from(token.cue), cue(at + 1)))));
        found.push(feature(29, pair(self.code(at + 3), pair(after2, after))));
        found.push(feature(30, pair(self.code(at.wrapping_sub(3)), pair(before2, before))));
        found.push(feature(31, pair(self.word(at.wrapping_sub(1)), code)));
        found.push(feature(32, pair(code, self.word(at + 1))));
    }

    fn sentence(&self, at: usize, token: &Token, found: &mut Vec<u64>) {
        let get = |list: &[usize]| list.get(at).copied().unwrap_or(NOWHERE);
        let (left, right, clause) = (get(&self.cue_left), get(&self.cue_right), get(&self.clause));
        let to_left = near(at.wrapping_sub(left));
        let to_right = near(right.wrapping_sub(at));
        let side = token.side as u64;
        let (left_word, right_word) = (self.word(left), self.word(right));
        found.push(feature(40, pair(left_word, side)));
        found.push(feature(41, pair(right_word, side)));
        found.push(feature(42, pair(left_word, pair(to_left, side))));
        found.push(feature(43, pair(right_word, pair(to_right, side))));
        let (left_code, right_code) = (self.code(left), self.code(right));
        found.push(feature(44, pair(left_code, pair(to_left, pair(token.code, side)))));
        found.push(feature(45, pair(right_code, pair(to_right, pair(token.code, side)))));
        found.push(feature(46, pair(pair(left_code, to_left), pair(right_code, to_right))));
        found.push(feature(47, pair(self.word(clause), near(at.wrapping_sub(clause)))));
        found.push(feature(
            48,
            pair(pair(self.word(clause), u64::from(clause > left || left == NOWHERE)), left_code),
        ));
        let to_start = near(at - get(&self.starts).min(at));
        let to_end = near(get(&self.ends).saturating_sub(at + 1));
        found.push(feature(49, pair(to_start, side)));
        found.push(feature(50, pair(to_end, side)));
        found.push(feature(51, pair(to_end, pair(right_code, left_code))));
        found.push(feature(52, pair(to_start, pair(right_code, token.code))));
        // The words beside the nearest cues tell who is the subject, and whether a clause follows.
        found.push(feature(53, pair(self.code(left.wrapping_add(1)), pair(left_word, to_left.min(3)))));
        found.push(feature(54, pair(self.code(right.wrapping_sub(1)), pair(right_code, to_right.min(3)))));
        found.push(feature(55, pair(self.code(left.wrapping_sub(1)), pair(left_code, to_left.min(3)))));
        let next_left = self.cue_left.get(left).copied().unwrap_or(NOWHERE);
        let next_right = self.cue_right.get(right).copied().unwrap_or(NOWHERE);
        found.push(feature(56, pair(left_code, self.code(next_left))));
        found.push(feature(57, pair(right_code, self.code(next_right))));
        found.push(feature(58, pair(self.whole, token.code)));
        found.push(feature(59, pair(self.whole, side)));
        found.push(feature(60, pair(self.setting.before.into(), pair(to_start, side))));
    }

    /// The nearest words that mostly are cues, and whether the one to the right ends its sentence ("…, he said.").
    fn strong(&self, at: usize, token: &Token, found: &mut Vec<u64>) {
        let get = |list: &[usize]| list.get(at).copied().unwrap_or(NOWHERE);
        let (left, right) = (get(&self.strong_left), get(&self.strong_right));
        let side = token.side as u64;
        let rest = near(get(&self.ends).saturating_sub(right));
        let to_start = near(at - get(&self.starts).min(at)).min(4);
        let rule = u64::from(token.rule);
        let (left_word, right_word) = (self.word(left), self.word(right));
        found.push(feature(61, pair(left_word, pair(right_word, side))));
        found.push(feature(62, pair(right_word, pair(near(right.wrapping_sub(at)), side))));
        found.push(feature(63, pair(left_word, pair(near(at.wrapping_sub(left)), side))));
        found.push(feature(64, pair(self.code(right), pair(rest, pair(side, to_start)))));
        found.push(feature(65, pair(rest, pair(self.code(right), pair(self.code(left), rule)))));
        let subject = self.tokens.get(right.wrapping_sub(1)).map_or(9, |token| u64::from(token.rule));
        found.push(feature(66, pair(rest, pair(self.code(right), pair(subject, rule)))));
        let comma = (1..=6)
            .find(|step| !self.tokens.get(right.wrapping_sub(*step)).is_some_and(|token| token.is_word));
        let comma = comma.filter(|step| right.wrapping_sub(*step) > at).unwrap_or(9) as u64;
        found.push(feature(67, pair(comma, pair(rest, pair(self.code(right), side)))));
        found.push(feature(68, pair(comma, pair(self.code(left), to_start))));
    }

    fn quotation(&self, at: usize, token: &Token, found: &mut Vec<u64>) {
        found.push(feature(70, pair(token.side as u64, token.code)));
        if let Some(view) = token.segment.and_then(|segment| self.segments.get(segment)) {
            let place =
                pair(near(at.saturating_sub(view.first)).min(2), near(view.last.saturating_sub(at)).min(2));
            found.push(feature(71, view.around));
            found.push(feature(72, pair(view.around, view.shape)));
            found.push(feature(73, view.cue_left));
            found.push(feature(74, view.cue_right));
            found.push(feature(75, pair(view.cue_right, view.shape)));
            found.push(feature(76, pair(view.cue_left, view.shape)));
            found.push(feature(77, view.shape));
            found.push(feature(78, pair(place, view.around)));
            found.push(feature(79, pair(self.whole, view.shape)));
            found.push(feature(80, self.word(view.first.wrapping_sub(1))));
            found.push(feature(81, self.word(view.last + 1)));
        } else {
            // How far the next quotations are, and the marks towards them.
            let left = (1..=6).find(|step| self.side(at.wrapping_sub(*step)) == Some(Side::Close));
            let right = (1..=6).find(|step| self.side(at + step) == Some(Side::Open));
            let far = |step: Option<usize>| step.unwrap_or(9) as u64;
            found.push(feature(82, pair(far(left), far(right))));
            found.push(feature(83, pair(far(left), token.code)));
            found.push(feature(84, pair(far(right), token.code)));
            found.push(feature(85, pair(far(left), pair(token.code, self.code(at + 1)))));
        }
    }

    fn side(&self, at: usize) -> Option<Side> {
        self.tokens.get(at).map(|token| token.side)
    }

    fn rules(&self, at: usize, token: &Token, found: &mut Vec<u64>) {
        let rule = |at: usize| self.tokens.get(at).map_or(9, |token| u64::from(token.rule));
        let own = u64::from(token.rule);
        let (before, after) = (rule(at.wrapping_sub(1)), rule(at + 1));
        found.push(feature(90, own));
        found.push(feature(91, pair(before, pair(own, after))));
        found.push(feature(92, pair(own, token.code)));
        found.push(feature(93, pair(own, token.side as u64)));
        found.push(feature(94, pair(own, token.word)));
        let left = self.cue_left.get(at).copied().unwrap_or(NOWHERE);
        found.push(feature(95, pair(own, pair(self.code(left), rule(left)))));
        let right = self.cue_right.get(at).copied().unwrap_or(NOWHERE);
        found.push(feature(96, pair(own, pair(self.code(right), rule(right)))));
    }
}

/// Number of classes the transitions tell apart.
pub const CLASSES: usize = 8;

fn set(list: &mut [usize], at: usize, value: usize) {
    if let Some(place) = list.get_mut(at) {
        *place = value;
    }
}

/// A distance in steps that grow; beyond 64 thousand it is none.
fn near(distance: usize) -> u64 {
    match distance {
        0..=3 => distance as u64,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=22 => 7,
        23..=40 => 8,
        41..=65_536 => 9,
        _ => 10,
    }
}
