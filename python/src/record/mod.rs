//! The record's types as Python classes.
//!
//! Each class wraps the library's type of the same name; its attributes have the record's names and are made when they are
//! asked for. `tests/test_record.py` holds them against the JSON record, key by key.

mod article;
mod attributes;
pub mod json;

pub use self::article::Article;
pub use self::attributes::ToPython;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use self::attributes::{record, slugs};

record!(Quote { text, start, end, kind, parts, attribution, confidence, speaker, cue, relayed_by, repeats });
record!(Attribution { kind, confidence, speaker, cue, content, quotes, relayed_by });
record!(Speaker { name, mention, start, end, kind, role });
record!(SpeakerSummary { name, kind, role, quotes, words });
record!(Cue { text, start, end });
record!(Span { start, end });
record!(Block { kind, start, end, level, number, marks });
record!(Mark { kind, start, end, href });
record!(Entry { time, start, end });
record!(Image { url, alt, caption, credit });
record!(Reservation { name, content });
record!(Maker { name, version, profile, profile_version, layout });
record!(Warning { code, field, message });
record!(Origin { source, rule, confidence });
record!(Provenance {
    canonical_url,
    site_name,
    headline,
    description,
    authors,
    section,
    keywords,
    date_published,
    date_modified,
    language,
    image,
    images,
    is_accessible_for_free,
    body,
});

slugs!(AttributionKind, ArticleStatus, BlockKind, MarkKind, QuoteKind, Source, SpeakerKind);
