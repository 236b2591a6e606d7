//! `copydesk profile try`.

use std::io::{self, Write};

use anyhow::{Context as _, bail};
use copydesk::Profiles;
use copydesk::probe::{self, Miss, Probe, Probed, Reason};
use copydesk::profile::SelectRule;

use super::pages;
use crate::cli::config::Config;
use crate::cli::exit::Exit;
use crate::cli::fetch_flags::FetchFlags;
use crate::cli::profile_flags::ProfileFlags;
use crate::cli::stdout::{json_line, stdout};

/// `copydesk profile try`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file (.gz is unpacked), an http or https URL, or - for standard input. Files are never looked up on the network.
    #[arg(value_name = "PATH|URL|-")]
    page: String,

    /// Selectors as a profile writes them, in order; `::attr(name)` at the end takes an attribute, `::json(path)` a value of JSON. They stand in for those
    /// the page's profile has for the field; without any, the profile's own are tried.
    #[arg(value_name = "SELECTOR")]
    rules: Vec<String>,

    /// The field: headline, authors, `date_published`, body, …, or strip for `[strip] selectors`.
    #[arg(long, value_name = "NAME", default_value = "body")]
    field: String,

    /// The address of a page that is read from a file or standard input.
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// Print one JSON object: {"field", "rules": [{"rule", "count", "samples", "empty"}], "order": [{"source", "rule",
    /// "text", "usable", "wins"}], `"no_article"`}.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    profiles: ProfileFlags,

    #[command(flatten)]
    fetch: FetchFlags,
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    let rules: Vec<SelectRule> =
        args.rules.iter().map(|text| SelectRule::parse(text)).collect::<Result<_, _>>()?;
    let profiles = args.profiles.load(config)?;
    let urls: Vec<String> = args.url.iter().cloned().collect();
    let given = pages::read(std::slice::from_ref(&args.page), &urls, &args.fetch, config)?;
    let Some(given) = given.first() else { bail!("{}: no page is in it", args.page) };
    let page = given.parse_anywhere()?;
    let probe =
        probe::probe(&page, profile(&profiles, &page.final_url), &args.field, &rules).context("--field")?;
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &probe)?;
    } else {
        print(&mut out, &probe)?;
    }
    out.flush()?;
    let found = probe.rules.iter().any(|rule| rule.count > 0 && rule.empty.is_none());
    Ok(if found { Exit::Success } else { Exit::Failures })
}

fn profile<'a>(profiles: &'a Profiles, url: &url::Url) -> Option<&'a copydesk::Profile> {
    profiles.find(url)
}

fn print(out: &mut impl Write, probe: &Probe) -> io::Result<()> {
    if probe.rules.is_empty() {
        writeln!(out, "no rule for {}: the page's profile has none, and none was given", probe.field)?;
    }
    for rule in &probe.rules {
        print_rule(out, rule)?;
    }
    if !probe.order.is_empty() {
        writeln!(out, "in order")?;
    }
    for place in &probe.order {
        let mark = if place.wins {
            "=>"
        } else if place.usable {
            "  "
        } else {
            " -"
        };
        let source = serde_json::to_value(place.source).unwrap_or_default();
        writeln!(out, "  {mark} {} {}: {}", source.as_str().unwrap_or_default(), place.rule, place.text)?;
    }
    if let Some(why) = &probe.no_article {
        writeln!(out, "the page gives no article: {why}")?;
    }
    Ok(())
}

fn print_rule(out: &mut impl Write, rule: &Probed) -> io::Result<()> {
    let elements = if rule.count == 1 { "element" } else { "elements" };
    writeln!(out, "{}: {} {elements}", rule.rule, rule.count)?;
    for sample in &rule.samples {
        writeln!(out, "     {}: {}", sample.element, sample.text)?;
    }
    match &rule.empty {
        None => Ok(()),
        Some(Reason::Refused) => writeln!(
            out,
            "    not tried: it looks at an element's siblings, and this page has more than 2,000 in a row: name it by what it is"
        ),
        Some(Reason::NoMatch { misses }) => misses.iter().try_for_each(|miss| print_miss(out, miss)),
        Some(Reason::NoText) => writeln!(out, "     empty: matched, but there is no text in it"),
        Some(Reason::NoAttribute { attribute, there }) => {
            writeln!(out, "     empty: matched, but without `{attribute}`; there are {}", there.join(", "))
        }
        Some(Reason::NoKey { key, there }) if there.is_empty() => {
            writeln!(out, "     empty: matched, but there is no JSON object to have the key `{key}`")
        }
        Some(Reason::NoKey { key, there }) => {
            writeln!(
                out,
                "     empty: matched, but the JSON has no key `{key}`; there are {}",
                there.join(", ")
            )
        }
        Some(Reason::Stripped { by }) => {
            writeln!(out, "     empty: matched, but left out by")?;
            by.iter().try_for_each(|rule| writeln!(out, "       {rule}"))
        }
        Some(Reason::Unusable) => {
            writeln!(out, "     empty: there is text, but no value for the field in it")
        }
    }
}

fn print_miss(out: &mut impl Write, miss: &Miss) -> io::Result<()> {
    let Miss { selector, matched, count, failed, culprit, nearest, similar } = miss;
    if matched.is_empty() {
        writeln!(out, "     empty: no element matches `{failed}`")?;
    } else {
        writeln!(
            out,
            "     empty: `{matched}` matches {count}, but `{failed}` nothing there (in `{selector}`)"
        )?;
    }
    if let Some(culprit) = culprit.as_ref().filter(|culprit| *culprit != failed) {
        writeln!(out, "       fails by `{culprit}`")?;
    }
    if let Some(nearest) = nearest {
        writeln!(out, "       nearest: {nearest}")?;
    }
    similar.iter().try_for_each(|similar| writeln!(out, "       did you mean `{similar}`?"))
}
