//! What `copydesk crawl --report FILE` wrote of a crawl's last run.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The report's numbers that are nowhere else. What an older program did not write is `None` or nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LastRun {
    pub interrupted: bool,
    /// How long the run took.
    pub seconds: Option<f64>,
    /// Pages still waiting.
    pub waiting: Option<u64>,
    /// Those of the waiting that a higher limit would let go, by limit.
    pub kept_back: BTreeMap<String, u64>,
    pub sources_read: Option<u64>,
    pub sources_failed: Option<u64>,
    pub revisits: Option<u64>,
    pub unchanged: Option<u64>,
    pub requests: Option<u64>,
    /// Of bodies, decoded.
    pub bytes: Option<u64>,
    pub latency_ms: LatencyMs,
}

/// How long answers took to begin, in milliseconds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LatencyMs {
    pub p50: Option<u64>,
    pub p90: Option<u64>,
    pub p99: Option<u64>,
}
