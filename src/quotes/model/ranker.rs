//! Which candidate said a unit: questions about the two and what stands between them.

use std::ops::Range;

use super::super::attribute::Statement;
use super::candidates::{self, Candidate, Scene};
use super::hash::{NONE, feature, pair};
use super::passage::{Reading, Said};
use super::support::step;
use super::tokens;

/// How many candidates on either side in the paragraph itself are looked at.
const NEAR: usize = 10;
/// How many of those who spoke in the paragraph before are looked at. Others there are not: a paragraph in which nobody
/// speaks changes nothing in the next.
const BEFORE: usize = 4;

/// A candidate's place: its scene, its number there; `None` is "nobody named".
pub(crate) type Choice = Option<(usize, usize)>;

/// A unit with everybody who could have said it.
pub(crate) struct Question<T> {
    /// Scene and number of the content.
    pub(crate) scene: usize,
    pub(crate) content: usize,
    /// Each choice with what is made of its features.
    pub(crate) choices: Vec<(Choice, T)>,
}

/// What is the same for all candidates of a unit.
struct Unit<'a> {
    scene: usize,
    tokens: Range<usize>,
    bytes: Range<usize>,
    /// 0 all quoted, 1 partly, 2 not.
    quoted: u64,
    rule: Option<&'a Statement>,
    /// Nearest tagged sources.
    nearest: [Option<usize>; 2],
    opens: bool,
    /// What the paragraph before ends with.
    before: u64,
    /// Whether any candidate near is likely a source.
    hopeful: bool,
}

/// The questions of one scene; `judge` makes something of the features of each choice.
pub(crate) fn questions<T>(
    reading: &Reading<'_>,
    scenes: &[Scene],
    scene: usize,
    judge: impl Fn(&[u64]) -> T,
) -> Vec<Question<T>> {
    let Some(own) = scenes.get(scene) else { return Vec::new() };
    let said = reading.said(scene);
    let contents = own.spans.contents.iter().enumerate();
    contents
        .filter_map(|(index, content)| question(reading, &said, scenes, scene, (index, content), &judge))
        .collect()
}

fn question<T>(
    reading: &Reading<'_>,
    said: &Said<'_>,
    scenes: &[Scene],
    scene: usize,
    (content, range): (usize, &Range<usize>),
    judge: impl Fn(&[u64]) -> T,
) -> Option<Question<T>> {
    let own = scenes.get(scene)?;
    let bytes = tokens::hull(&own.passage.tokens, range.clone())?;
    let words = own.passage.tokens.get(range.clone())?;
    let inside = words.iter().filter(|token| token.segment.is_some()).count();
    let quoted = if inside == words.len() { 0 } else { u64::from(inside == 0) + 1 };
    let before = own.candidates.partition_point(|candidate| candidate.tokens.end <= range.start);
    let after = own.candidates.partition_point(|candidate| candidate.tokens.start < range.end);
    let tagged = |index: &usize| own.candidates.get(*index).is_some_and(|candidate| candidate.tagged);
    let unit = Unit {
        scene,
        tokens: range.clone(),
        rule: said.sharing(&bytes),
        bytes,
        quoted,
        nearest: [
            (before.saturating_sub(NEAR)..before).rev().find(tagged),
            (after..own.candidates.len().min(after + NEAR)).find(tagged),
        ],
        hopeful: own
            .candidates
            .get(before.saturating_sub(NEAR)..own.candidates.len().min(after + NEAR))
            .is_some_and(|near| near.iter().any(|candidate| candidate.likely > 0.3)),
        opens: range.start == 0,
        before: own.passage.setting.before.into(),
    };
    let of = |scene: usize, index: usize, candidate: &Candidate| {
        let features = unit.features(reading, scenes.get(scene)?, (scene, index), candidate);
        Some((Some((scene, index)), judge(&features)))
    };
    let mut choices = vec![(None, judge(&unit.nobody(own)))];
    for index in before.saturating_sub(NEAR)..own.candidates.len().min(after + NEAR) {
        let candidate = own.candidates.get(index).filter(|_| !(before..after).contains(&index));
        choices.extend(candidate.and_then(|candidate| of(scene, index, candidate)));
    }
    let before = scene.checked_sub(1);
    if let Some((other, all)) = before.and_then(|before| Some((before, &scenes.get(before)?.candidates))) {
        let spoke = all.iter().enumerate().rev().filter(|(_, candidate)| candidate.tagged).take(BEFORE);
        choices.extend(spoke.filter_map(|(index, candidate)| of(other, index, candidate)));
    }
    if let Some((other, index, candidate)) = unit.announced(scenes)
        && !choices.iter().any(|(choice, _)| *choice == Some((other, index)))
    {
        choices.extend(of(other, index, candidate));
    }
    Some(Question { scene, content, choices })
}

/// What stands between a unit and a candidate: tokens, and how many of each up to three.
struct Between {
    range: Range<usize>,
    sentences: u64,
    quotes: u64,
    others: u64,
    contents: u64,
}

impl Unit<'_> {
    /// Whom the rules take for the speaker, if he is named in a paragraph before.
    fn announced<'s>(&self, scenes: &'s [Scene]) -> Option<(usize, usize, &'s Candidate)> {
        let mention = self.rule?.speaker.as_ref().filter(|mention| mention.paragraph < self.scene)?;
        let all = &scenes.get(mention.paragraph)?.candidates;
        let same = |candidate: &Candidate| {
            candidate.mention.items.start < mention.items.end
                && mention.items.start < candidate.mention.items.end
        };
        let index = all.iter().position(same)?;
        Some((mention.paragraph, index, all.get(index)?))
    }

    fn nobody(&self, own: &Scene) -> [u64; 8] {
        let near = |index: Option<usize>| {
            let candidate = index.and_then(|index| own.candidates.get(index));
            candidate.map_or(99, |candidate| self.distance(candidate))
        };
        let rule = u64::from(self.rule.is_some())
            + 2 * u64::from(self.rule.is_some_and(|rule| rule.speaker.is_some()));
        let [left, right] = self.nearest;
        let cue = nearest_cue(own, &self.tokens);
        let cue_word = cue.as_ref().map_or(NONE, |cue| last_word(own, cue));
        let after_cue =
            cue.as_ref().and_then(|cue| own.passage.tokens.get(cue.end)).map_or(NONE, |token| token.word);
        let answers = [
            self.quoted,
            pair(self.quoted, pair(near(left), near(right))),
            pair(rule, self.quoted),
            pair(rule, pair(near(left).min(4), near(right).min(4))),
            cue_word,
            pair(cue_word, after_cue),
            u64::from(self.hopeful),
            pair(u64::from(self.opens), self.quoted),
        ];
        features(400, answers)
    }

    /// How far a candidate of the same scene is, in steps.
    fn distance(&self, candidate: &Candidate) -> u64 {
        let gap = if candidate.tokens.end <= self.tokens.start {
            self.tokens.start - candidate.tokens.end
        } else {
            candidate.tokens.start.saturating_sub(self.tokens.end)
        };
        steps(gap)
    }

    #[expect(clippy::too_many_lines, reason = "a long table of questions, not a long procedure")]
    fn features(
        &self,
        reading: &Reading<'_>,
        own: &Scene,
        (scene, index): (usize, usize),
        candidate: &Candidate,
    ) -> [u64; 35] {
        let all = &own.passage.tokens;
        let back = self.scene.saturating_sub(scene).min(2) as u64;
        let after = scene == self.scene && candidate.tokens.start >= self.tokens.end;
        let Between { range: between, sentences, quotes, others, contents } =
            self.between(own, back > 0, candidate);
        let distance = steps(between.len()) + 16 * back;
        let place = pair(u64::from(after), pair(back, sentences));
        let items = reading.items.get(scene).map_or(&[][..], Vec::as_slice);
        let form = candidates::form(&candidate.mention, items);
        let likely = step(candidate.likely) + 32 * u64::from(candidate.tagged);
        let rule = self.agreement(scene, candidate);
        let nearest = u64::from(scene == self.scene && self.nearest.contains(&Some(index)));
        let cue = nearest_cue(own, &candidate.tokens);
        let cue_word = cue.as_ref().map_or(NONE, |cue| last_word(own, cue));
        let cue_place = cue.as_ref().map_or(NONE, |cue| cue_place(&candidate.tokens, cue, &between));
        let word = |at: usize| all.get(at).map_or(NONE, |token| token.word);
        let code = |at: usize| all.get(at).map_or(NONE, |token| token.code);
        let (left, right) = (candidate.tokens.start.wrapping_sub(1), candidate.tokens.end);
        let said = step(candidates::content(&own.tagged, candidate.tokens.start));
        let beside = match (after, back) {
            (true, _) => pair(word(self.tokens.end), word(right)),
            (false, 0) => pair(word(self.tokens.start.wrapping_sub(1)), word(right)),
            _ => word(all.len().wrapping_sub(1)),
        };
        let answers = [
            form,
            likely,
            rule,
            place,
            distance,
            pair(place, quotes),
            pair(place, others),
            pair(place, contents),
            pair(rule, likely),
            pair(rule, pair(likely, place)),
            pair(likely, pair(place, others)),
            pair(likely, pair(nearest, pair(place, others))),
            pair(form, place),
            pair(form, pair(likely, rule)),
            pair(self.quoted, pair(place, pair(likely, rule))),
            pair(self.quoted, pair(distance, u64::from(after))),
            cue_place,
            pair(cue_place, place),
            pair(cue_place, pair(likely, rule)),
            pair(cue_place, cue_word),
            cue_word,
            pair(word(left), form),
            pair(word(right), form),
            pair(code(left), pair(code(right), place)),
            pair(code(left), code(right)),
            pair(code(right), pair(code(right + 1), u64::from(after))),
            pair(said, place),
            pair(said, pair(quotes, contents)),
            beside,
            pair(u64::from(self.opens), pair(place, self.quoted)),
            pair(word(right.wrapping_sub(1)), 0),
            pair(others, pair(contents, pair(quotes, place))),
            pair(nearest, pair(rule, self.quoted)),
            pair(pair(self.before, place), form),
            pair(u64::from(self.bytes.is_empty()), distance),
        ];
        features(500, answers)
    }

    /// What stands between unit and candidate.
    fn between(&self, own: &Scene, earlier: bool, candidate: &Candidate) -> Between {
        let all = &own.passage.tokens;
        let after = !earlier && candidate.tokens.start >= self.tokens.end;
        let range = if earlier {
            candidate.tokens.end..all.len()
        } else if after {
            self.tokens.end..candidate.tokens.start
        } else {
            candidate.tokens.end..self.tokens.start
        };
        let begins = !after && !earlier && all.get(self.tokens.start).is_some_and(|token| token.begins);
        let first = own.candidates.partition_point(|other| other.tokens.start < range.start);
        let others = own.candidates.iter().skip(first).take_while(|other| other.tokens.end <= range.end);
        let others = others.take(3 * NEAR).filter(|other| other.likely > 0.4).count().min(3);
        let first = own.spans.contents.partition_point(|span| span.start < range.start);
        let contents = own.spans.contents.iter().skip(first).take_while(|span| span.end <= range.end);
        Between {
            sentences: own.begun.within(&(range.start + usize::from(!after)..range.end)).min(3)
                + u64::from(begins),
            quotes: own.opened.within(&range).min(3),
            others: others as u64,
            contents: contents.take(3).count() as u64,
            range,
        }
    }

    /// What the rules say of a candidate: 0 nothing of the unit; 1 nobody; 2 somebody else; else him, by confidence.
    fn agreement(&self, scene: usize, candidate: &Candidate) -> u64 {
        let Some(rule) = self.rule else { return 0 };
        let same = |mention: &super::super::mentions::Mention| {
            mention.paragraph == scene
                && mention.items.start < candidate.mention.items.end
                && candidate.mention.items.start < mention.items.end
        };
        let confidence = step(rule.confidence);
        if rule.relayed_by.as_ref().is_some_and(same) {
            return 30;
        }
        match &rule.speaker {
            None => 1,
            Some(speaker) if same(speaker) => 3 + confidence,
            Some(_) => 40 + confidence,
        }
    }
}

/// The features of answers to questions that are numbered from `first`.
fn features<const QUESTIONS: usize>(first: u16, answers: [u64; QUESTIONS]) -> [u64; QUESTIONS] {
    let mut question = first;
    answers.map(|answer| {
        let found = feature(question, answer);
        question += 1;
        found
    })
}

/// Where a candidate's nearest cue stands: how far, on which side, and whether towards the unit.
fn cue_place(candidate: &Range<usize>, cue: &Range<usize>, between: &Range<usize>) -> u64 {
    let after = cue.start >= candidate.end;
    let gap = if after { cue.start - candidate.end } else { candidate.start.saturating_sub(cue.end) };
    let towards = between.start <= cue.start && cue.end <= between.end;
    pair(steps(gap), u64::from(after) + 2 * u64::from(towards))
}

/// The cue nearest to some tokens of its scene.
pub(crate) fn nearest_cue(scene: &Scene, tokens: &Range<usize>) -> Option<Range<usize>> {
    let gap = |cue: &&Range<usize>| {
        if cue.start >= tokens.end { cue.start - tokens.end } else { tokens.start.saturating_sub(cue.end) }
    };
    let next = scene.spans.cues.partition_point(|cue| cue.start < tokens.start);
    let near = scene.spans.cues.get(next.saturating_sub(1)..scene.spans.cues.len().min(next + 1))?;
    near.iter().min_by_key(gap).cloned()
}

fn last_word(scene: &Scene, range: &Range<usize>) -> u64 {
    scene.passage.tokens.get(range.end.wrapping_sub(1)).map_or(NONE, |token| token.word)
}

fn steps(gap: usize) -> u64 {
    match gap {
        0..=3 => gap as u64,
        4..=5 => 4,
        6..=9 => 5,
        10..=16 => 6,
        17..=30 => 7,
        _ => 8,
    }
}
