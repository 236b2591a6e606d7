//! What is told on standard error: lines for people, or a JSON object a line for programs (`--log-format json`).

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use serde::Serialize;

/// Whether programs listen. Set once, before anything is told.
static JSON: AtomicBool = AtomicBool::new(false);

/// How to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// Lines for people
    #[default]
    Text,
    /// A JSON object a line
    Json,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Info,
    Warn,
    Error,
}

/// One line for programs.
#[derive(Serialize)]
struct Line<'a, T> {
    time: String,
    level: Level,
    event: &'a str,
    #[serde(flatten)]
    fields: T,
}

#[derive(Serialize)]
struct Message<'a> {
    message: &'a str,
}

/// Decides how everything is told from now on, panics included.
pub fn choose(format: LogFormat) {
    if format == LogFormat::Json {
        JSON.store(true, Ordering::Relaxed);
        std::panic::set_hook(Box::new(|panic| {
            event(Level::Error, "panic", Message { message: &panic.to_string() });
        }));
    }
}

/// Whether programs listen.
pub fn is_json() -> bool {
    JSON.load(Ordering::Relaxed)
}

/// Tells something in words.
pub fn say(level: Level, message: &str) {
    if is_json() {
        let name = if matches!(level, Level::Error) { "error" } else { "notice" };
        event(level, name, Message { message });
    } else {
        tell!("copydesk: {message}");
    }
}

/// Tells programs that something happened; people are not told.
pub fn event(level: Level, event: &str, fields: impl Serialize) {
    if !is_json() {
        return;
    }
    let time = format!("{:.3}", Timestamp::now());
    // Our own types always make JSON.
    if let Ok(line) = serde_json::to_string(&Line { time, level, event, fields }) {
        tell!("{line}");
    }
}
