//! Units and their speakers → statements, as the rules make them.

use std::ops::Range;

use super::super::attribute::{Basis, Statement};
use super::super::lexicon::Classes;
use super::super::mentions::{DASHES, Mention};
use super::candidates::{Candidate, Scene};
use super::passage::{Reading, Said};
use super::ranker::{self, Choice, Question};
use super::tokens::{self, Side};
use super::weights::{LONGEST_SCARE, Model};

/// Unquoted words that are less likely anybody's are left out.
const LEAST: f32 = 0.3;
/// How sure we may be, at most, that whoever spoke in the paragraph before goes on.
const GOES_ON: f32 = 0.7;

/// A unit with its speaker.
struct Answer {
    content: Range<usize>,
    cue: Option<Range<usize>>,
    /// Bytes of the cue the rules found, where they found the same speaker.
    fallback: Option<Range<usize>>,
    choice: Choice,
    confidence: f32,
    rule: Option<Statement>,
}

/// Everything that was said in a text, by paragraph.
pub(crate) fn statements(model: &Model<'_>, reading: &Reading<'_>) -> Vec<Vec<Statement>> {
    let scenes = model.scenes(reading);
    let all = scenes.iter().enumerate();
    let mut spoke: Option<Mention> = None;
    all.map(|(index, scene)| {
        let questions = ranker::questions(reading, &scenes, index, |features| model.rank(features));
        let said = reading.said(index);
        let relays = relays(reading, scene);
        let answers = questions
            .iter()
            .filter_map(|question| answer(model, reading, &said, &scenes, question))
            .filter(|answer| is_sound(reading, &scenes, index, answer) && !is_relay(scene, &relays, answer));
        let mut statements = join(&scenes, scene, answers);
        add_missing(reading, scene, &mut statements);
        go_on(scene, &mut statements, spoke.as_ref());
        spoke = statements.last().and_then(|said| said.speaker.clone());
        statements
    })
    .collect()
}

fn answer(
    model: &Model<'_>,
    reading: &Reading<'_>,
    said: &Said<'_>,
    scenes: &[Scene],
    question: &Question<f32>,
) -> Option<Answer> {
    let scene = scenes.get(question.scene)?;
    let content = scene.spans.contents.get(question.content)?.clone();
    let bytes = tokens::hull(&scene.passage.tokens, content.clone())?;
    let scores: Vec<f32> = question.choices.iter().map(|(_, score)| *score).collect();
    let (best, probability) = likeliest(&scores)?;
    let choice = question.choices.get(best)?.0;
    let quoted = scene.passage.tokens.get(content.clone())?.iter().any(|token| token.segment.is_some());
    let raw = probability * scene.said(&content);
    // The corpus has no relays, and never takes single marks for quotation marks: there the rules know more.
    let words = scene.passage.tokens.get(content.clone())?;
    let single = !quoted && words.iter().any(|token| token.side == Side::Single);
    let rule = said.sharing(&bytes).filter(|rule| {
        rule.relayed_by.is_some() || (single && rule.speaker.is_some()) || is_signature(reading, rule)
    });
    Some(Answer {
        cue: cue(scene, &content, choice.filter(|(other, _)| *other == question.scene)),
        fallback: same_speaker(scenes, choice, said.sharing(&bytes)),
        content,
        choice,
        confidence: model.confidence(raw, quoted),
        rule: rule.cloned(),
    })
}

/// Adds what the rules found and the model left out: words in single marks, which the corpus never takes for quotation
/// marks, and contents of a cue and a source that both see.
fn add_missing(reading: &Reading<'_>, scene: &Scene, statements: &mut Vec<Statement>) {
    let paragraph = scene.passage.setting.index;
    let own = reading.segments_of(&scene.passage);
    let taken: Vec<Range<usize>> =
        statements.iter().flat_map(|statement| statement.content.iter().cloned()).collect();
    let rules = reading.statements.get(paragraph).into_iter().flatten();
    let added = rules.filter(|rule| {
        let segment = |piece: &Range<usize>| {
            let first = own.partition_point(|segment| segment.outer.end <= piece.start);
            own.get(first).filter(|segment| segment.outer.start < piece.end)
        };
        let free = |piece: &Range<usize>| {
            let next = taken.partition_point(|taken| taken.start < piece.end);
            let near = taken.get(next.saturating_sub(8)..next).unwrap_or_default();
            near.iter().all(|taken| taken.end <= piece.start)
        };
        let single = rule.content.iter().any(|piece| segment(piece).is_some_and(|segment| segment.single));
        let unquoted = rule.content.iter().all(|piece| segment(piece).is_none());
        rule.speaker.is_some()
            && rule.content.iter().all(free)
            && (single || (unquoted && (is_seen(reading, scene, rule) || is_dated(reading, scene, rule))))
    });
    let before = statements.len();
    statements.extend(added.cloned());
    if statements.len() > before {
        statements.sort_by_key(|statement| statement.content.first().map(|piece| piece.start));
    }
}

/// Whether the model, too, sees a statement's cue and its speaker.
fn is_seen(reading: &Reading<'_>, scene: &Scene, rule: &Statement) -> bool {
    let all = &scene.passage.tokens;
    let items = reading.items.get(scene.passage.setting.index).map_or(&[][..], Vec::as_slice);
    let in_any = |spans: &[Range<usize>], bytes: &Range<usize>| {
        let range = tokens::touching(all, bytes);
        let next = spans.partition_point(|span| span.end <= range.start);
        spans.get(next).is_some_and(|span| span.start < range.end)
    };
    let speaker = rule.speaker.as_ref().and_then(|mention| items.get(mention.items.clone()));
    let speaker = speaker.and_then(|items| Some(items.first()?.bytes.start..items.last()?.bytes.end));
    rule.cue.as_ref().is_some_and(|cue| in_any(&scene.spans.cues, cue))
        && speaker.is_some_and(|speaker| in_any(&scene.spans.sources, &speaker))
}

/// Whether a speaker, "said" and a day stand right before a statement: "The company said on Monday it would close". The corpus
/// is American and has "said Monday", so the model does not see what British, Indian and agency reports begin with.
fn is_dated(reading: &Reading<'_>, scene: &Scene, rule: &Statement) -> bool {
    let items = reading.items.get(scene.passage.setting.index).map_or(&[][..], Vec::as_slice);
    let at = |byte: usize| items.partition_point(|item| item.bytes.start < byte);
    let (Some(cue), Some(content)) = (&rule.cue, rule.content.first()) else { return false };
    let circumstances = items.get(at(cue.end)..at(content.start)).unwrap_or_default();
    let said = reading.text.get(cue.clone()) == Some("said");
    let speaker = rule.speaker.as_ref().is_some_and(|speaker| speaker.items.end == at(cue.start));
    said && speaker && circumstances.len() <= 2 && circumstances.iter().any(|item| item.is(Classes::TIME))
}

/// Whether an answer may stand. Where nothing is quoted in double marks, the author's own "I", what somebody did not
/// say, and what is more likely wrong than a reader would bear are no statements; and single marks alone, with nobody
/// named, are scare quotes.
fn is_sound(reading: &Reading<'_>, scenes: &[Scene], scene: usize, answer: &Answer) -> bool {
    let Some(own) = scenes.get(scene) else { return false };
    let all = &own.passage.tokens;
    let content = all.get(answer.content.clone()).unwrap_or_default();
    if answer.rule.is_some() || content.iter().any(|token| token.segment.is_some()) {
        return true;
    }
    let single = content.iter().any(|token| token.side == Side::Single);
    let speaker = answer.choice.and_then(|(scene, index)| {
        let mention = &scenes.get(scene)?.candidates.get(index)?.mention;
        reading.items.get(scene)?.get(mention.items.clone())
    });
    let author =
        speaker.is_some_and(|items| items.len() == 1 && items.iter().all(|item| item.is(Classes::FIRST)));
    let denied = answer.cue.as_ref().is_some_and(|cue| {
        let verb = all.get(cue.start.saturating_sub(2)..cue.end).unwrap_or_default();
        verb.iter().any(|token| token.code / 2 == tokens::NEGATION)
    });
    let scare = single && speaker.is_none();
    answer.confidence >= LEAST && !(author || denied || scare)
}

/// A paragraph that is one quotation of nobody's has the speaker of the paragraph before: the corpus hardly ever writes so,
/// others do.
fn go_on(scene: &Scene, statements: &mut [Statement], spoke: Option<&Mention>) {
    let all = &scene.passage.tokens;
    let quotation = all.first().and_then(|token| token.segment);
    let whole = quotation.is_some() && all.iter().all(|token| token.segment == quotation);
    if let [said] = statements
        && whole
        && all.len() > LONGEST_SCARE
        && said.speaker.is_none()
        && said.cue.is_none()
    {
        said.speaker = spoke.cloned();
        said.confidence = said.confidence.min(GOES_ON);
        said.basis = Basis::Continued;
    }
}

/// Whether a name after a dash signs the quotation before it: “…” — Smith. The corpus has too few for the model to learn.
fn is_signature(reading: &Reading<'_>, rule: &Statement) -> bool {
    let cue = rule.cue.as_ref().and_then(|cue| reading.text.get(cue.clone()));
    rule.speaker.is_some() && cue.is_some_and(|cue| cue.chars().all(|mark| DASHES.contains(&mark)))
}

/// What relays words, in order: "told" of "Gomez said his father told him", "police" of "according to police, Gomez told".
fn relays(reading: &Reading<'_>, scene: &Scene) -> Vec<Range<usize>> {
    let paragraph = scene.passage.setting.index;
    let rules = reading.statements.get(paragraph).into_iter().flatten();
    let items = reading.items.get(paragraph).map_or(&[][..], Vec::as_slice);
    let mut found: Vec<Range<usize>> = Vec::new();
    for rule in rules {
        let Some(relay) = &rule.relayed_by else { continue };
        let words = items.get(relay.items.clone()).filter(|_| relay.paragraph == paragraph);
        let words = words.and_then(|items| Some(items.first()?.bytes.start..items.last()?.bytes.end));
        found.extend(rule.cue.clone().into_iter().chain(words));
    }
    found.sort_by_key(|bytes| bytes.start);
    found
}

/// Whether words are only what the rules know to relay others: "his father told him".
fn is_relay(scene: &Scene, relays: &[Range<usize>], answer: &Answer) -> bool {
    answer.rule.is_none()
        && tokens::hull(&scene.passage.tokens, answer.content.clone()).is_some_and(|bytes| {
            let next = relays.partition_point(|cue| cue.start < bytes.start);
            relays.get(next).is_some_and(|cue| cue.end <= bytes.end)
        })
}

/// The highest score, and its share of all in probability.
#[must_use]
pub fn likeliest(scores: &[f32]) -> Option<(usize, f32)> {
    let (best, most) = scores.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    Some((best, 1.0 / sum))
}

/// The cue that stands best between a content and its speaker.
fn cue(scene: &Scene, content: &Range<usize>, choice: Choice) -> Option<Range<usize>> {
    let speaker =
        choice.and_then(|(_, index)| scene.candidates.get(index)).map(|candidate| &candidate.tokens);
    let cost = |cue: &Range<usize>| {
        gap(cue, content)
            + speaker.map_or(0, |speaker| 2 * gap(cue, speaker))
            + if speaker.is_none() { 4 } else { 0 }
    };
    let next = scene.spans.cues.partition_point(|cue| cue.start < content.start);
    let next_of_speaker =
        speaker.map_or(next, |speaker| scene.spans.cues.partition_point(|cue| cue.start < speaker.start));
    [next, next_of_speaker]
        .into_iter()
        .flat_map(|next| next.saturating_sub(2)..next + 2)
        .filter_map(|index| scene.spans.cues.get(index))
        .filter(|cue| cost(cue) <= 60)
        .min_by_key(|cue| (cost(cue), cue.start))
        .cloned()
}

fn gap(one: &Range<usize>, other: &Range<usize>) -> usize {
    if one.start >= other.end { one.start - other.end } else { other.start.saturating_sub(one.end) }
}

/// The cue of the rules' statement, if it has the same speaker.
fn same_speaker(scenes: &[Scene], choice: Choice, rule: Option<&Statement>) -> Option<Range<usize>> {
    let (scene, index) = choice?;
    let mention = &scenes.get(scene)?.candidates.get(index)?.mention;
    let rule = rule?;
    let theirs = rule.speaker.as_ref()?;
    let same = theirs.paragraph == mention.paragraph
        && theirs.items.start < mention.items.end
        && mention.items.start < theirs.items.end;
    rule.cue.clone().filter(|_| same)
}

/// The cue of whoever is announced by a colon at the end of the paragraph before.
fn announced(scenes: &[Scene], scene: &Scene, choice: Choice) -> Option<Range<usize>> {
    let (other, index) = choice?;
    let other = scenes.get(other)?;
    if scene.passage.setting.before != 1 || other.passage.setting.index == scene.passage.setting.index {
        return None;
    }
    let cue = ranker::nearest_cue(other, &other.candidates.get(index)?.tokens)?;
    tokens::hull(&other.passage.tokens, cue)
}

/// Answers that share cue and speaker are one statement.
fn join(scenes: &[Scene], scene: &Scene, answers: impl Iterator<Item = Answer>) -> Vec<Statement> {
    let mut found: Vec<(Statement, Choice, Range<usize>)> = Vec::new();
    let all = &scene.passage.tokens;
    for answer in answers {
        let Some(content) = tokens::hull(all, answer.content.clone()) else { continue };
        if let Some(rule) = answer.rule {
            if found.last().is_none_or(|(last, _, _)| last.content != rule.content) {
                found.push((rule, answer.choice, answer.content));
            }
            continue;
        }
        let cue = match &answer.cue {
            Some(cue) => tokens::hull(all, cue.clone()),
            None => announced(scenes, scene, answer.choice).or(answer.fallback),
        };
        if let Some((last, choice, end)) = found.last_mut()
            && *choice == answer.choice
            && last.relayed_by.is_none()
            && cue.is_some()
            && last.cue == cue
        {
            let mut between = all.get(end.end..answer.content.start).unwrap_or_default().iter();
            let interrupted = last.content.len() == 1 && !between.any(|token| token.begins);
            let opens = all.get(answer.content.start).is_some_and(|token| token.begins);
            last.interrupted |= interrupted && !opens;
            last.content.push(content);
            last.confidence = last.confidence.min(answer.confidence);
            *end = answer.content;
            continue;
        }
        let place = |choice: Choice| -> Option<&Candidate> {
            choice.and_then(|(scene, index)| scenes.get(scene)?.candidates.get(index))
        };
        let statement = Statement {
            content: Vec::from([content]),
            cue,
            speaker: place(answer.choice).map(|candidate| candidate.mention.clone()),
            relayed_by: None,
            confidence: answer.confidence,
            interrupted: false,
            basis: Basis::Model,
        };
        found.push((statement, answer.choice, answer.content));
    }
    found.into_iter().map(|(statement, _, _)| statement).collect()
}
