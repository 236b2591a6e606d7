//! TOML → [`Profile`]: what the file's words mean, and everything that is wrong with them.

mod case;
mod pages;
mod reading;
mod values;

use std::path::Path;
use std::time::Duration;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::value::Datetime;

use self::reading::Reading;
use self::values::url;
pub(super) use self::values::{BELOW, covers, host, host_key};
use super::error::{Fault, ProfileError, ProfileErrors};
use super::format::{LayoutToml, ProfileToml, SelectToml, StripToml, Text, UrlsToml};
use super::rules::{Layout, Rules, Select, SelectRule, Strip, Take};
use super::toml_words::{TomlFault, line_of};
use super::{Profile, UrlRules};

/// The longest pause a profile may ask for; more is a slip of the pen.
const LONGEST_DELAY: Duration = Duration::from_hours(1);

/// A profile, and what is needed to complain about it later.
pub(super) struct Compiled {
    pub profile: Profile,
    /// The line of `hosts`.
    pub hosts_line: usize,
}

/// Reads and compiles one file.
pub(super) fn profile(path: &Path, bytes: &[u8]) -> Result<Compiled, ProfileErrors> {
    let text = std::str::from_utf8(bytes).map_err(|error| ProfileError::Invalid {
        path: path.to_owned(),
        line: line_of(bytes, error.valid_up_to()),
        key: String::new(),
        fault: Fault::NotUtf8,
    })?;
    let toml: ProfileToml = toml::from_str(text).map_err(|error| {
        let TomlFault { line, key, message } = TomlFault::of(text, error);
        ProfileError::Invalid { path: path.to_owned(), line, key, fault: Fault::Toml(message) }
    })?;
    let mut reading = Reading { path, text, errors: Vec::new() };
    let compiled = reading.profile(toml);
    ProfileErrors::or(reading.errors, compiled)
}

impl Reading<'_> {
    fn profile(&mut self, toml: ProfileToml) -> Compiled {
        let main = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if toml.name.get_ref().trim().is_empty() {
            self.fault(toml.name.span(), "name", Fault::Empty);
        }
        let hosts_line = line_of(self.text.as_bytes(), toml.hosts.span().start);
        let hosts = self.hosts(&main, &toml.hosts);
        let urls = self.urls(&toml.urls);
        let delay = toml.pace.delay.and_then(|text| self.delay(&text));
        let pages = self.pages(&toml.pages);
        let replace = toml.replace.into_iter().enumerate();
        let replace = replace.filter_map(|(i, replace)| self.replace(i + 1, replace)).collect();
        let rules = self.rules("", &toml.select, &toml.strip);
        let layouts = self.layouts(toml.layout);
        let cases = toml.case.into_iter().enumerate();
        let cases = cases.filter_map(|(i, case)| self.case(i + 1, &main, &case)).collect();
        let profile = Profile {
            version: version(self.text.as_bytes()),
            host: main,
            name: toml.name.into_inner().trim().to_owned(),
            path: Some(self.path.to_owned()),
            hosts,
            urls,
            delay,
            pages,
            replace,
            unverified: toml.unverified,
            rules,
            layouts,
            cases,
        };
        Compiled { profile, hosts_line }
    }

    fn hosts(&mut self, main: &str, toml: &Spanned<Vec<Text>>) -> Vec<String> {
        if toml.get_ref().is_empty() {
            self.fault(toml.span(), "hosts", Fault::NoHosts { main: main.to_owned() });
            return Vec::new();
        }
        let mut hosts = Vec::new();
        for (i, text) in toml.get_ref().iter().enumerate() {
            if let Some(host) = host(text.get_ref()) {
                hosts.push(host);
            } else {
                let fault = Fault::Host { text: text.get_ref().clone(), main: main.to_owned() };
                self.fault(text.span(), format!("hosts[{}]", i + 1), fault);
            }
        }
        let is_main = |own: &String| host(main).is_some_and(|main| covers(own, &main));
        if hosts.len() == toml.get_ref().len() && !hosts.iter().any(is_main) {
            self.fault(toml.span(), "hosts", Fault::MainHostMissing { main: main.to_owned() });
        }
        hosts
    }

    fn urls(&mut self, toml: &UrlsToml) -> UrlRules {
        UrlRules {
            article: self.patterns("urls.article", &toml.article),
            feeds: self.list("urls.feeds", &toml.feeds, url),
            sitemaps: self.list("urls.sitemaps", &toml.sitemaps, url),
        }
    }

    fn delay(&mut self, text: &Text) -> Option<Duration> {
        let delay = humantime::parse_duration(text.get_ref()).ok().filter(|delay| *delay <= LONGEST_DELAY);
        if delay.is_none() {
            self.fault(text.span(), "pace.delay", Fault::Duration { text: text.get_ref().clone() });
        }
        delay
    }

    fn rules(&mut self, within: &str, select: &SelectToml, strip: &StripToml) -> Rules {
        let mut rules = |field: &str, texts: &[Text]| {
            self.list(&format!("{within}select.{field}"), texts, SelectRule::parse)
        };
        let select = Select {
            headline: rules("headline", &select.headline),
            description: rules("description", &select.description),
            authors: rules("authors", &select.authors),
            section: rules("section", &select.section),
            keywords: rules("keywords", &select.keywords),
            date_published: rules("date_published", &select.date_published),
            date_modified: rules("date_modified", &select.date_modified),
            language: rules("language", &select.language),
            image: rules("image", &select.image),
            body: rules("body", &select.body),
        };
        let strip = Strip {
            selectors: self.list(&format!("{within}strip.selectors"), &strip.selectors, strip_rule),
            lines: self.patterns(&format!("{within}strip.lines"), &strip.lines),
            tail: self.patterns(&format!("{within}strip.tail"), &strip.tail),
        };
        Rules { select, strip }
    }

    /// The layouts, of which no two may cover the same day.
    fn layouts(&mut self, toml: Vec<Spanned<LayoutToml>>) -> Vec<Layout> {
        let mut layouts: Vec<Layout> = Vec::with_capacity(toml.len());
        for (index, layout) in toml.into_iter().enumerate() {
            let (at, before) = (layout.span(), self.errors.len());
            let layout = self.layout(index + 1, layout);
            let other = layouts.iter().position(|other| other.overlaps(&layout));
            // What is wrong with its days already is told once.
            if let Some((other, overlapped)) = other.and_then(|i| Some((i + 1, layouts.get(i)?)))
                && self.errors.len() == before
            {
                let fault = Fault::LayoutOverlaps { other, period: overlapped.period() };
                self.fault(at, format!("layout[{}]", index + 1), fault);
            }
            layouts.push(layout);
        }
        layouts
    }

    fn layout(&mut self, number: usize, toml: Spanned<LayoutToml>) -> Layout {
        let key = format!("layout[{number}]");
        let at = toml.span();
        let toml = toml.into_inner();
        let since = toml.since.and_then(|day| self.day(&format!("{key}.since"), &day));
        let until = toml.until.and_then(|day| self.day(&format!("{key}.until"), &day));
        match (since, until) {
            (None, None) => self.fault(at, &key, Fault::LayoutWithoutTime),
            (Some(since), Some(until)) if until < since => {
                let fault = Fault::LayoutBackwards { since: since.to_string(), until: until.to_string() };
                self.fault(at, &key, fault);
            }
            _ => {}
        }
        Layout { since, until, rules: self.rules(&format!("{key}."), &toml.select, &toml.strip) }
    }

    fn day(&mut self, key: &str, toml: &Spanned<Datetime>) -> Option<Date> {
        let text = toml.get_ref().to_string();
        let day = text.parse().ok().filter(|_| toml.get_ref().time.is_none());
        if day.is_none() {
            self.fault(toml.span(), key, Fault::Day { text });
        }
        day
    }
}

/// First 12 hex digits of the SHA-256 of a file.
fn version(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).fold(String::with_capacity(12), |mut hex, byte| {
        use std::fmt::Write as _;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn strip_rule(text: &str) -> Result<SelectRule, Fault> {
    let rule = SelectRule::parse(text)?;
    match rule.take {
        Take::Text => Ok(rule),
        Take::Attribute(_) => Err(Fault::Selector {
            selector: text.to_owned(),
            why: "takes an attribute: what is stripped is an element".to_owned(),
        }),
        Take::OwnText | Take::Json(_) => Err(Fault::Selector {
            selector: text.to_owned(),
            why: "takes text: what is stripped is an element".to_owned(),
        }),
    }
}
