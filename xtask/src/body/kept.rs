//! Probabilities kept in a file from one run to the next: `{"id", "probabilities"}` lines.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

use super::Lesson;

#[derive(Deserialize, Serialize)]
struct Line {
    id: String,
    probabilities: Vec<f32>,
}

/// Writes the probabilities of each page's blocks.
pub fn write(path: &Path, lessons: &[Lesson], probabilities: &[Vec<f32>]) -> anyhow::Result<()> {
    let mut text = String::new();
    for (lesson, probabilities) in lessons.iter().zip(probabilities) {
        let line = Line { id: lesson.gold.id.clone(), probabilities: probabilities.clone() };
        text.push_str(&serde_json::to_string(&line)?);
        text.push('\n');
    }
    fs::write(path, text).with_context(|| format!("{}: cannot be written", path.display()))
}

/// Reads them again, in the order of the lessons.
pub fn read(path: &Path, lessons: &[Lesson]) -> anyhow::Result<Vec<Vec<f32>>> {
    let text = fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let mut lines: HashMap<String, Vec<f32>> = HashMap::new();
    for line in text.lines() {
        let line: Line =
            serde_json::from_str(line).with_context(|| format!("{}: no line of ours", path.display()))?;
        lines.insert(line.id, line.probabilities);
    }
    let of = |lesson: &Lesson| {
        let probabilities = lines.remove(&lesson.gold.id).unwrap_or_default();
        let fits = probabilities.len() == lesson.labels.len();
        ensure!(fits, "{}: the blocks of {} have changed: learn again", path.display(), lesson.gold.id);
        Ok(probabilities)
    };
    lessons.iter().map(of).collect()
}
