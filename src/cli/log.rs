//! What is told on standard error: lines for people, or a JSON object a line for programs (`--log-format json`).

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use regex::Regex;
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

/// A message without the passwords of URLs in it, for what repeats an argument that was not meant for it.
pub fn without_passwords(message: &str) -> String {
    let hidden = [(r"(://[^/@\s:]*):[^@\s]*@", "$1:…@"), (r"([?&]password=)[^&\s]*", "$1…")];
    hidden.iter().fold(message.to_owned(), |message, (secret, shown)| match Regex::new(secret) {
        Ok(secret) => secret.replace_all(&message, *shown).into_owned(),
        Err(_) => message,
    })
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

#[cfg(test)]
mod tests {
    #[test]
    fn a_password_is_hidden_and_the_rest_of_its_url_is_not() {
        for (message, shown) in [
            (
                "cannot read postgres://ann:s3/cr@db.test/news: no",
                "cannot read postgres://ann:…@db.test/news: no",
            ),
            ("http://:x@proxy.test:8080/", "http://:…@proxy.test:8080/"),
            ("postgres://db.test/news?password=s3cr&user=a", "postgres://db.test/news?password=…&user=a"),
            ("https://a.test:80/x and b@c", "https://a.test:80/x and b@c"),
            // A port, or a password with a slash in it? Rather too little is shown than too much.
            ("https://a.test:80/x@y", "https://a.test:…@y"),
        ] {
            assert_eq!(super::without_passwords(message), shown);
        }
    }
}
