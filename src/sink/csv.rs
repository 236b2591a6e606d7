//! CSV: one row an outcome, for spreadsheets and data frames. What does not fit a cell is left out.

use std::io::Write;

use super::{Sink, SinkError, Target};
use crate::article::{Article, RecordId};
use crate::outcome::{NoArticle, Outcome, OutcomeLine};

/// What stands between the names of one cell.
const BETWEEN: &str = "; ";

/// The columns, in order. A column keeps its name and meaning; new ones come at the end.
const COLUMNS: [&str; 29] = [
    "status",
    "id",
    "url",
    "final_url",
    "canonical_url",
    "domain",
    "site_name",
    "fetched_at",
    "headline",
    "description",
    "authors",
    "section",
    "keywords",
    "date_published",
    "date_modified",
    "language",
    "image",
    "is_accessible_for_free",
    "confidence",
    "revision",
    "duplicate_of",
    "body",
    "quotes",
    "attributions",
    "speakers",
    "profile",
    "reason",
    "message",
    "http_status",
];

/// Writes each outcome as a row, after a row of headings (RFC 4180, lines ended by a line feed).
pub struct Csv<W> {
    out: Target<W>,
    any: bool,
}

impl<W: Write> Csv<W> {
    /// A sink that writes there.
    pub fn new(out: Target<W>) -> Self {
        Self { out, any: false }
    }

    fn row(&mut self, cells: &[String]) -> Result<(), SinkError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let row = writer.write_record(cells).map_err(std::io::Error::from);
        let row = row.and_then(|()| writer.into_inner().map_err(csv::IntoInnerError::into_error));
        let row = row.map_err(|cause| self.out.refused(cause))?;
        self.out.put(&row)
    }

    fn headings(&mut self) -> Result<(), SinkError> {
        self.any = true;
        self.row(&COLUMNS.map(str::to_owned))
    }
}

impl<W: Write> Sink for Csv<W> {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        if !self.any {
            self.headings()?;
        }
        let cells = match outcome {
            Outcome::Article(article) => article_cells(article),
            Outcome::NoArticle(none) => no_article_cells(none),
        };
        self.row(&cells)
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        if !self.any {
            self.headings()?;
        }
        self.out.flush()
    }
}

fn article_cells(article: &Article) -> [String; COLUMNS.len()] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let speakers: Vec<&str> = article.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    [
        "article".to_owned(),
        id(article.id.as_ref()),
        article.url.clone(),
        article.final_url.clone(),
        text(&article.canonical_url),
        article.domain.clone(),
        text(&article.site_name),
        text(&article.fetched_at),
        text(&article.headline),
        text(&article.description),
        article.authors.join(BETWEEN),
        text(&article.section),
        article.keywords.join(BETWEEN),
        shown(article.date_published.as_ref()),
        shown(article.date_modified.as_ref()),
        text(&article.language),
        text(&article.image),
        shown(article.is_accessible_for_free),
        format!("{:.2}", article.confidence),
        article.revision.to_string(),
        text(&article.duplicate_of),
        article.body.clone(),
        article.quotes.len().to_string(),
        article.attributions.len().to_string(),
        speakers.join(BETWEEN),
        text(&article.extractor.profile),
        String::new(),
        String::new(),
        String::new(),
    ]
}

fn no_article_cells(none: &NoArticle) -> [String; COLUMNS.len()] {
    let status = match OutcomeLine::from(none).status {
        crate::outcome::OutcomeStatus::Article => "article",
        crate::outcome::OutcomeStatus::Skipped => "skipped",
        crate::outcome::OutcomeStatus::Failed => "failed",
    };
    COLUMNS.map(|column| match column {
        "status" => status.to_owned(),
        "id" => id(none.id.as_ref()),
        "url" => none.url.clone(),
        "reason" => none.reason.to_string(),
        "message" => none.message.clone(),
        "http_status" => shown(none.http_status),
        _ => String::new(),
    })
}

fn id(id: Option<&RecordId>) -> String {
    match id {
        Some(RecordId::Number(number)) => number.to_string(),
        Some(RecordId::Text(text)) => text.clone(),
        None => String::new(),
    }
}

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
