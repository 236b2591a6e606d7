//! TOML → [`Profile`]: what the file's words mean, and everything that is wrong with them.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use regex::Regex;
use sha2::{Digest, Sha256};
use toml::value::Datetime;
use toml::{Spanned, Value};
use url::{Host, Url};

use super::case::{Case, CasePage};
use super::error::{Fault, ProfileError, ProfileErrors};
use super::format::{CaseToml, LayoutToml, ProfileToml, SelectToml, StripToml, Text, UrlsToml};
use super::rules::{Layout, Rules, Select, SelectRule, Strip, Take};
use super::{Profile, UrlRules, pattern};
use crate::article::PageTime;

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
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = line_of(bytes, error.valid_up_to());
            return Err(ProfileError::Invalid {
                path: path.to_owned(),
                line,
                key: String::new(),
                fault: Fault::NotUtf8,
            }
            .into());
        }
    };
    let toml: ProfileToml = toml::from_str(text).map_err(|error| toml_error(path, text, error))?;
    let mut reading = Reading { path, text, errors: Vec::new() };
    let compiled = reading.profile(toml);
    ProfileErrors::or(reading.errors, compiled)
}

/// The line of a byte, from 1.
fn line_of(bytes: &[u8], offset: usize) -> usize {
    1 + bytes.iter().take(offset).filter(|&&byte| byte == b'\n').count()
}

/// The parser's error with its key, and without the arrow it draws over several lines.
fn toml_error(path: &Path, text: &str, mut error: toml::de::Error) -> ProfileErrors {
    let line = line_of(text.as_bytes(), error.span().map_or(0, |span| span.start));
    error.set_input(None);
    let shown = error.to_string();
    let key = shown.lines().last().and_then(|line| line.strip_prefix("in `")?.strip_suffix('`'));
    let key = key.unwrap_or_default().to_owned();
    let fault = Fault::Toml(in_words(&key, error.message()));
    ProfileError::Invalid { path: path.to_owned(), line, key, fault }.into()
}

/// The parser's message in the words TOML has for things, on one line.
fn in_words(key: &str, message: &str) -> String {
    if message == "invalid type: map, expected a sequence" && matches!(key, "layout" | "case") {
        return format!("is one table: write `[[{key}]]`, as there may be several");
    }
    [
        ("unknown field", "unknown key"),
        ("missing field", "missing key"),
        ("invalid type: map", "invalid type: table"),
        ("invalid type: sequence", "invalid type: list"),
        ("expected a sequence", "expected a list"),
        ("a TOML datetime", "a day like 2021-06-30, without quotes"),
    ]
    .into_iter()
    .fold(message.lines().collect::<Vec<_>>().join(" "), |text, (from, to)| text.replace(from, to))
}

/// One file being compiled, and what was found wrong with it so far.
struct Reading<'a> {
    path: &'a Path,
    text: &'a str,
    errors: Vec<ProfileError>,
}

impl Reading<'_> {
    fn fault(&mut self, at: Range<usize>, key: impl Into<String>, fault: Fault) {
        let line = line_of(self.text.as_bytes(), at.start);
        self.errors.push(ProfileError::Invalid { path: self.path.to_owned(), line, key: key.into(), fault });
    }

    fn profile(&mut self, toml: ProfileToml) -> Compiled {
        let main = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if toml.name.get_ref().trim().is_empty() {
            self.fault(toml.name.span(), "name", Fault::Empty);
        }
        let hosts_line = line_of(self.text.as_bytes(), toml.hosts.span().start);
        let hosts = self.hosts(&main, &toml.hosts);
        let urls = self.urls(&toml.urls);
        let delay = toml.pace.delay.and_then(|text| self.delay(&text));
        let rules = self.rules("", &toml.select, &toml.strip);
        let layouts = toml.layout.into_iter().enumerate();
        let layouts = layouts.map(|(i, layout)| self.layout(i + 1, layout)).collect();
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
        let own = host(main).map(|main| host_key(&main).to_owned());
        if hosts.len() == toml.get_ref().len()
            && !hosts.iter().any(|host| own.as_deref() == Some(host_key(host)))
        {
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

    fn patterns(&mut self, key: &str, texts: &[Text]) -> Vec<Regex> {
        self.list(key, texts, |text| if text.is_empty() { Err(Fault::Empty) } else { pattern::compile(text) })
    }

    /// Compiles each text of a list, and keeps those that are right.
    fn list<T>(&mut self, key: &str, texts: &[Text], compile: impl Fn(&str) -> Result<T, Fault>) -> Vec<T> {
        let mut right = Vec::with_capacity(texts.len());
        for (i, text) in texts.iter().enumerate() {
            match compile(text.get_ref()) {
                Ok(value) => right.push(value),
                Err(fault) => self.fault(text.span(), format!("{key}[{}]", i + 1), fault),
            }
        }
        right
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

    fn case(&mut self, number: usize, main: &str, toml: &Spanned<CaseToml>) -> Option<Case> {
        let key = format!("case[{number}]");
        let at = toml.span();
        let toml = toml.get_ref();
        let page = self.case_page(&key, main, &at, toml);
        let mut phrases = |name: &str, texts: &[Text]| {
            self.list(&format!("{key}.{name}"), texts, |text| match text.trim() {
                "" => Err(Fault::Empty),
                _ => Ok(text.to_owned()),
            })
        };
        let contains = phrases("contains", &toml.contains);
        let lacks = phrases("lacks", &toml.lacks);
        let authors = toml.authors.as_ref().map(|names| phrases("authors", names));
        let headline = toml.headline.as_ref().map(|headline| headline.get_ref().clone());
        let date_published = toml.date_published.as_ref().and_then(|date| self.date(&key, date));
        let expects = !toml.contains.is_empty()
            || !toml.lacks.is_empty()
            || headline.is_some()
            || authors.is_some()
            || toml.date_published.is_some();
        // A fixture is compared with its own expected.json; another page with nothing but the case.
        if !expects && toml.page.is_some() {
            self.fault(at, &key, Fault::CaseWithoutExpectation);
        }
        page.map(|page| Case { page, contains, lacks, headline, authors, date_published })
    }

    fn case_page(&mut self, key: &str, main: &str, at: &Range<usize>, toml: &CaseToml) -> Option<CasePage> {
        let fault = match (&toml.fixture, &toml.page, &toml.url) {
            (Some(slug), None, None) => {
                let text = slug.get_ref();
                if is_slug(text) {
                    return Some(CasePage::Fixture(text.clone()));
                }
                let fault = Fault::Slug { text: text.clone(), main: main.to_owned() };
                self.fault(slug.span(), format!("{key}.fixture"), fault);
                return None;
            }
            (None, Some(page), Some(address)) => return self.external(key, page, address),
            (None, None, _) => Fault::CaseWithoutPage,
            (Some(_), Some(_), _) => Fault::CaseWithTwoPages,
            (None, Some(_), None) => Fault::CaseWithoutUrl,
            (Some(_), None, Some(_)) => Fault::FixtureWithUrl,
        };
        self.fault(at.clone(), key, fault);
        None
    }

    fn external(&mut self, key: &str, page: &Text, address: &Text) -> Option<CasePage> {
        let path = PathBuf::from(page.get_ref());
        let below = path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        let named = !page.get_ref().is_empty();
        if !(below && named) {
            let fault = Fault::PagePath { text: page.get_ref().clone() };
            self.fault(page.span(), format!("{key}.page"), fault);
        }
        let url = url(address.get_ref());
        match url {
            Ok(url) => (below && named).then_some(CasePage::External { path, url }),
            Err(fault) => {
                self.fault(address.span(), format!("{key}.url"), fault);
                None
            }
        }
    }

    fn date(&mut self, key: &str, toml: &Spanned<Value>) -> Option<PageTime> {
        let text = match toml.get_ref() {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let date = text.parse().ok();
        if date.is_none() {
            self.fault(toml.span(), format!("{key}.date_published"), Fault::Date { text });
        }
        date
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

/// A host name in the form URLs have it, or nothing if it is none.
fn host(text: &str) -> Option<String> {
    let host = Host::parse(text).ok()?.to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    (!host.is_empty() && host.chars().all(plain)).then_some(host)
}

/// What profiles are found by: the host without a leading `www.` and without the root's dot.
pub(super) fn host_key(host: &str) -> &str {
    let host = host.strip_suffix('.').unwrap_or(host);
    host.strip_prefix("www.").unwrap_or(host)
}

fn url(text: &str) -> Result<Url, Fault> {
    let wrong = |why: String| Fault::Url { text: text.to_owned(), why };
    let url = Url::parse(text).map_err(|error| wrong(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong(format!("the scheme `{}` is not http or https", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Fault::Credentials { text: text.to_owned() });
    }
    Ok(url)
}

fn strip_rule(text: &str) -> Result<SelectRule, Fault> {
    let rule = SelectRule::parse(text)?;
    match rule.take {
        Take::Text => Ok(rule),
        Take::Attribute(_) => Err(Fault::Selector {
            selector: text.to_owned(),
            why: "takes an attribute: what is stripped is an element".to_owned(),
        }),
    }
}

fn is_slug(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('.') && !text.contains(['/', '\\'])
}
