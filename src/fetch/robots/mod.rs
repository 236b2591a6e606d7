//! robots.txt by RFC 9309: which rules there are for us, and what they say about a URL.
//!
//! Where the RFC leaves room we do as Google's parser does, because site owners test with it: keys may be
//! misspelt or lack their colon, and whatever else is unreadable is skipped line by line.

pub(super) mod cache;
mod line;
mod pattern;

use std::time::Duration;

use url::Url;

use self::line::{Line, lines};
use self::pattern::{Pattern, Target};

/// Octets of a robots.txt that are read; the rest is ignored. RFC 9309 (2.5) asks for 500 KiB at least.
pub const MAX_SIZE: usize = 512 * 1024;

/// Longest `Crawl-delay` that is believed; more is taken as this.
const LONGEST_DELAY: Duration = Duration::from_hours(24);

/// A parsed robots.txt.
#[derive(Clone, Debug, Default)]
pub struct Robots {
    groups: Vec<Group>,
    sitemaps: Vec<String>,
}

/// What robots.txt says about one URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may be fetched.
    pub allowed: bool,
    /// The deciding line, from 1; `None` where no rule says anything about the URL.
    pub line: Option<usize>,
    /// The deciding rule, as `Disallow: /private/`.
    pub rule: Option<String>,
}

/// Rules, and whom they are for.
#[derive(Clone, Debug, Default)]
struct Group {
    agents: Vec<Agent>,
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Agent {
    name: Name,
    delay: Option<Duration>,
    /// Whether a `Crawl-delay` followed; a second one is for whoever is named after it.
    settled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    /// `*`.
    Everyone,
    /// As written up to a blank or a `/`, and as far as RFC 9309's product tokens go (no digits): either may be
    /// what was meant.
    One { written: String, token: String },
}

#[derive(Clone, Debug)]
struct Rule {
    allow: bool,
    line: usize,
    pattern: Pattern,
}

impl Robots {
    /// Reads a robots.txt. There is no such thing as a malformed one: lines that say nothing are skipped.
    #[must_use]
    pub fn parse(file: &[u8]) -> Self {
        let mut robots = Self::default();
        let mut group = Group::default();
        for (number, line) in lines(file) {
            match line {
                Line::UserAgent(value) => {
                    if !group.rules.is_empty() {
                        robots.groups.push(std::mem::take(&mut group));
                    }
                    group.agents.push(Agent { name: Name::read(value), delay: None, settled: false });
                }
                // An empty rule is no rule, but it ends the list of agents like any other.
                Line::Rule { allow, path } => group.add(allow, number, path),
                Line::CrawlDelay(value) => {
                    // Unlike a rule it does not end the list of agents, but is only for those named just before.
                    for agent in group.agents.iter_mut().filter(|agent| !agent.settled) {
                        agent.delay = seconds(value);
                        agent.settled = true;
                    }
                }
                Line::Sitemap(value) => robots.sitemaps.push(String::from_utf8_lossy(value).into_owned()),
            }
        }
        robots.groups.push(group);
        robots
    }

    /// Whether a crawler may fetch a URL. `agent` is its product token (`Copydesk`), compared without case.
    ///
    /// The longest matching rule decides, an `Allow` over a `Disallow` of the same length (RFC 9309, 2.2.2).
    /// `/robots.txt` itself is always allowed.
    #[must_use]
    pub fn allows(&self, agent: &str, url: &Url) -> Verdict {
        let target = Target::of(url);
        let matching = self
            .groups_for(agent)
            .flat_map(|(group, _)| &group.rules)
            .filter(|rule| !target.is_robots_txt() && rule.pattern.matches(&target));
        // Of equals the first is the one to name.
        let decides = matching.min_by_key(|rule| std::cmp::Reverse((rule.pattern.priority(), rule.allow)));
        Verdict {
            allowed: decides.is_none_or(|rule| rule.allow),
            line: decides.map(|rule| rule.line),
            rule: decides
                .map(|rule| format!("{}: {}", if rule.allow { "Allow" } else { "Disallow" }, rule.pattern)),
        }
    }

    /// The pause between requests it asks for. Not in RFC 9309, but asked for by many sites.
    #[must_use]
    pub fn crawl_delay(&self, agent: &str) -> Option<Duration> {
        self.groups_for(agent).filter_map(|(_, agent)| agent.delay).max()
    }

    /// Addresses of sitemaps, as written; for every crawler.
    #[must_use]
    pub fn sitemaps(&self) -> &[String] {
        &self.sitemaps
    }

    /// The groups that name the agent, or else those for everyone (RFC 9309, 2.2.1).
    fn groups_for<'a>(&'a self, agent: &'a str) -> impl Iterator<Item = (&'a Group, &'a Agent)> {
        let named = self.groups.iter().any(|group| group.agents.iter().any(|a| a.name.is(agent)));
        let wanted = move |a: &&Agent| if named { a.name.is(agent) } else { a.name == Name::Everyone };
        self.groups
            .iter()
            .filter_map(move |group| group.agents.iter().find(wanted).map(|agent| (group, agent)))
    }
}

impl Group {
    fn add(&mut self, allow: bool, line: usize, path: &[u8]) {
        // Rules before any agent are nobody's.
        if self.agents.is_empty() {
            return;
        }
        self.rules.push(Rule { allow, line, pattern: Pattern::compile(path) });
        // Google's addition: who allows a folder's index page allows the folder's own address.
        let folder = path.windows(b"/index.htm".len()).rposition(|part| part == b"/index.htm");
        if let (true, Some(folder)) = (allow, folder.and_then(|slash| path.get(..=slash))) {
            self.rules.push(Rule { allow, line, pattern: Pattern::compile(&[folder, b"$"].concat()) });
        }
    }
}

impl Name {
    fn read(value: &[u8]) -> Self {
        if value == b"*" || value.starts_with(b"* ") || value.starts_with(b"*\t") {
            return Self::Everyone;
        }
        let until = |ends: fn(&u8) -> bool| {
            let run: Vec<u8> = value.iter().copied().take_while(|byte| !ends(byte)).collect();
            String::from_utf8_lossy(&run).into_owned()
        };
        Self::One {
            written: until(|&byte| byte.is_ascii_whitespace() || byte == b'/'),
            token: until(|&byte| !(byte.is_ascii_alphabetic() || byte == b'-' || byte == b'_')),
        }
    }

    fn is(&self, agent: &str) -> bool {
        match self {
            Self::Everyone => false,
            Self::One { written, token } => {
                !agent.is_empty()
                    && (written.eq_ignore_ascii_case(agent) || token.eq_ignore_ascii_case(agent))
            }
        }
    }
}

fn seconds(value: &[u8]) -> Option<Duration> {
    let seconds: f64 = std::str::from_utf8(value).ok()?.parse().ok()?;
    (seconds >= 0.0).then(|| Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_DELAY).min(LONGEST_DELAY))
}
