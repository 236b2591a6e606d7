//! The clock, and what is put under it.

use std::hint::black_box;
use std::time::Duration;

use copydesk::Page;
use copydesk::extract::stages::Extraction;
use copydesk::quotes;
use rustix::time::{ClockId, clock_gettime};
use scraper::Html;

use crate::pages::Document;

/// What is timed.
#[derive(Clone, Copy)]
pub enum Stage {
    /// `scraper::Html::parse_document` of the decoded text.
    Bare,
    /// Bytes to text.
    Decode,
    /// Text to tree.
    Parse,
    /// The pass over the tree.
    Survey,
    /// All fields but the body.
    Metadata,
    /// Which blocks are the article.
    Body,
    /// Quotes and attributions in it.
    Quotes,
    /// Bytes to record, in one go.
    Whole,
    /// The record as a line of JSON, which is no part of the whole.
    Json,
}

impl Stage {
    /// In the order they are shown.
    pub const ALL: [Self; 9] = [
        Self::Bare,
        Self::Decode,
        Self::Parse,
        Self::Survey,
        Self::Metadata,
        Self::Body,
        Self::Quotes,
        Self::Whole,
        Self::Json,
    ];

    /// What it is called in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare parse",
            Self::Decode => "decode",
            Self::Parse => "parse",
            Self::Survey => "survey",
            Self::Metadata => "metadata",
            Self::Body => "body",
            Self::Quotes => "quotes",
            Self::Whole => "whole record",
            Self::Json => "(to JSON)",
        }
    }
}

/// CPU seconds of one pass over all pages.
#[derive(Default)]
pub struct Stages([f64; Stage::ALL.len()]);

impl Stages {
    /// What a stage took.
    pub fn seconds(&self, stage: Stage) -> f64 {
        self.0.get(stage as usize).copied().unwrap_or_default()
    }

    fn add(&mut self, stage: Stage, seconds: f64) {
        if let Some(sum) = self.0.get_mut(stage as usize) {
            *sum += seconds;
        }
    }

    fn time<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let (result, seconds) = cpu(work);
        self.add(stage, seconds);
        result
    }
}

/// Runs something; its result and the CPU seconds this thread spent on it.
pub fn cpu<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        let nanoseconds = time.tv_nsec.try_into().unwrap_or(0);
        Duration::new(time.tv_sec.try_into().unwrap_or(0), nanoseconds)
    };
    let begin = now();
    let result = black_box(work());
    (result, now().saturating_sub(begin).as_secs_f64())
}

/// Goes through all pages once.
pub fn measure(documents: &[Document]) -> Stages {
    let mut stages = Stages::default();
    for document in documents {
        let source = document.source();
        let Ok((text, _)) = copydesk::page::decode(&source) else { continue };
        stages.time(Stage::Bare, || drop(Html::parse_document(&text)));
        let record = stages.time(Stage::Whole, || {
            Page::parse(&source).ok().and_then(|page| copydesk::extract::extract(&page, None).ok())
        });
        stages.time(Stage::Json, || record.map(|record| serde_json::to_string(&record)));
        let _ = stages.time(Stage::Decode, || copydesk::page::decode(&source));
        let (page, seconds) = cpu(|| Page::parse(&source));
        let Ok(page) = page else { continue };
        stages.add(Stage::Parse, seconds);
        let mut extraction = stages.time(Stage::Survey, || Extraction::of(&page));
        stages.time(Stage::Metadata, || extraction.metadata());
        let text = stages.time(Stage::Body, || extraction.body());
        if let Some(text) = text {
            let context = quotes::Context { language: extraction.language(), blocks: &text.blocks };
            stages.time(Stage::Quotes, || quotes::annotate(&text.body, &context));
        }
        // Freeing the tree belongs to the parse, as it does in the bare one.
        stages.time(Stage::Parse, || drop(page));
    }
    stages.add(Stage::Parse, -stages.seconds(Stage::Decode));
    stages
}
