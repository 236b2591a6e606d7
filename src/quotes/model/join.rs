//! Units and their speakers → statements, as the rules make them.

use std::ops::Range;

use super::super::attribute::Statement;
use super::candidates::{Candidate, Scene};
use super::passage::Reading;
use super::ranker::{self, Choice, Question};
use super::tokens;
use super::weights::Model;

/// A unit with its speaker.
struct Answer {
    content: Range<usize>,
    cue: Option<Range<usize>>,
    choice: Choice,
    confidence: f32,
    rule: Option<Statement>,
}

/// Everything that was said in a text, by paragraph.
pub(crate) fn statements(model: &Model<'_>, reading: &Reading<'_>) -> Vec<Vec<Statement>> {
    let scenes = model.scenes(reading);
    let all = scenes.iter().enumerate();
    all.map(|(index, scene)| {
        let questions = ranker::questions(reading, &scenes, index);
        let answers = questions.iter().filter_map(|question| answer(model, reading, &scenes, question));
        join(&scenes, scene, answers)
    })
    .collect()
}

fn answer(
    model: &Model<'_>,
    reading: &Reading<'_>,
    scenes: &[Scene],
    question: &Question,
) -> Option<Answer> {
    let scene = scenes.get(question.scene)?;
    let content = scene.spans.contents.get(question.content)?.clone();
    let bytes = tokens::hull(&scene.passage.tokens, content.clone())?;
    let scores: Vec<f32> = question.choices.iter().map(|(_, features)| model.rank(features)).collect();
    let (best, probability) = likeliest(&scores)?;
    let choice = question.choices.get(best)?.0;
    let quoted = scene.passage.tokens.get(content.clone())?.iter().any(|token| token.segment.is_some());
    let raw = probability * scene.said(&content);
    let rule = ranker::rule(reading, question.scene, &bytes).filter(|rule| rule.relayed_by.is_some());
    Some(Answer {
        cue: cue(scene, &content, choice.filter(|(other, _)| *other == question.scene)),
        content,
        choice,
        confidence: model.confidence(raw, quoted),
        rule: rule.cloned(),
    })
}

/// The highest score, and its share of all in probability.
pub fn likeliest(scores: &[f32]) -> Option<(usize, f32)> {
    let (best, most) = scores.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    Some((best, 1.0 / sum))
}

/// The cue that stands best between a content and its speaker.
fn cue(scene: &Scene, content: &Range<usize>, choice: Choice) -> Option<Range<usize>> {
    let speaker = choice.and_then(|(_, index)| scene.candidates.get(index)).map(|candidate| &candidate.tokens);
    let cost = |cue: &Range<usize>| {
        gap(cue, content) + speaker.map_or(0, |speaker| 2 * gap(cue, speaker)) + if speaker.is_none() { 4 } else { 0 }
    };
    let next = scene.spans.cues.partition_point(|cue| cue.start < content.start);
    let next_of_speaker = speaker.map_or(next, |speaker| {
        scene.spans.cues.partition_point(|cue| cue.start < speaker.start)
    });
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

/// Answers that share cue and speaker are one statement.
fn join(scenes: &[Scene], scene: &Scene, answers: impl Iterator<Item = Answer>) -> Vec<Statement> {
    let mut found: Vec<(Statement, Choice, Range<usize>)> = Vec::new();
    let all = &scene.passage.tokens;
    for answer in answers {
        let Some(content) = tokens::hull(all, answer.content.clone()) else { continue };
        let cue = answer.cue.clone().and_then(|cue| tokens::hull(all, cue));
        if let Some((last, choice, end)) = found.last_mut()
            && *choice == answer.choice
            && last.relayed_by.is_none()
            && cue.is_some()
            && last.cue == cue
        {
            let mut between = all.get(end.end..answer.content.start).unwrap_or_default().iter();
            let interrupted = last.content.len() == 1 && !between.any(|token| token.begins);
            let opens = all.get(answer.content.start).is_some_and(|token| token.begins && token.capital);
            last.interrupted |= interrupted && !opens;
            last.content.push(content);
            last.confidence = last.confidence.min(answer.confidence);
            *end = answer.content;
            continue;
        }
        let place = |choice: Choice| -> Option<&Candidate> {
            choice.and_then(|(scene, index)| scenes.get(scene)?.candidates.get(index))
        };
        let statement = match answer.rule {
            Some(rule) => Statement { content: Vec::from([content]), ..rule },
            None => Statement {
                content: Vec::from([content]),
                cue,
                speaker: place(answer.choice).map(|candidate| candidate.mention.clone()),
                relayed_by: None,
                confidence: answer.confidence,
                interrupted: false,
            },
        };
        found.push((statement, answer.choice, answer.content));
    }
    found.into_iter().map(|(statement, _, _)| statement).collect()
}
