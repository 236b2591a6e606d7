//! `copydesk workbench`.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use copydesk::outcome::one_line;
use copydesk::workbench::{Opened, Options, PageBytes, Workbench};

use super::config::Config;
use super::exit::Exit;
use super::fetch_flags::FetchFlags;
use super::profile::pages;
use super::profile_flags::SelectorsFlag;
use super::stdout::stdout;

/// Work on a site's profile in a browser: its pages, its records and its rules side by side.
///
/// Prints an address on 127.0.0.1 and serves until Ctrl-C. Left is the page, with what the record keeps in one colour and what is
/// stripped in another; pointing at either tells the rule. Right is the record, with quotes and speakers linked to the text.
/// Below is the profile, with mistakes shown at their line. Clicking an element proposes selectors for it, the most stable
/// first; every page of the site is read anew with each change. Save writes the profile and, of the pages you tick, a fixture
/// and a case.
///
/// The address is good for one browser, once. Pages are shown without their scripts, styles and images, and nothing is
/// loaded from anywhere. Nothing is written but below the folders of profiles and fixtures, and only when you save.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Pages of one or more sites: files (.gz is unpacked), web archives (WARC), http or https URLs, or - for standard input.
    /// Files are never looked up on the network; URLs are fetched politely, before anything is served. The fixtures of
    /// their sites come with them; without any page there are all fixtures.
    #[arg(value_name = "PATH|URL|-")]
    pages: Vec<String>,

    /// The address of a page that is read from a file or standard input, once for each of them, in order. Without it a
    /// page's address is the one it names itself (canonical link, og:url).
    #[arg(long, value_name = "URL")]
    url: Vec<String>,

    #[command(flatten)]
    selectors: SelectorsFlag,

    /// The folder of fixtures: <main-host>/<slug>/ with page.html, page.toml and expected.json.
    #[arg(long, value_name = "DIR", default_value = "fixtures")]
    fixtures: PathBuf,

    /// Listen on PORT of 127.0.0.1; 0 takes any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    #[command(flatten)]
    fetch: FetchFlags,
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    let read = pages::each(&args.pages, &args.url, &args.fetch, config)?;
    let options = Options {
        selectors: args.selectors.dir_to_write(config),
        fixtures: args.fixtures.clone(),
        pages: read.into_iter().map(opened).collect(),
        port: args.port,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.context("cannot start the server's threads")?.block_on(serve(options))
}

fn opened((name, given): pages::Named) -> Opened {
    let page = given.map_err(|error| one_line(error.as_ref())).map(|given| PageBytes {
        bytes: given.bytes,
        content_type: given.content_type,
        url: given.url,
        fetched_at: given.fetched_at,
    });
    if let Err(why) = &page {
        tell!("copydesk: {why}");
    }
    Opened { name, page }
}

async fn serve(options: Options) -> anyhow::Result<Exit> {
    let workbench = Workbench::bind(options).await?;
    tell!("The workbench is served until Ctrl-C. Open this address; it is good for one browser, once:");
    let mut out = stdout();
    writeln!(out, "{}", workbench.url())?;
    out.flush()?;
    tokio::select! {
        served = workbench.serve() => served.map(|()| Exit::Success).map_err(Into::into),
        stopped = tokio::signal::ctrl_c() => {
            stopped.context("cannot wait for Ctrl-C")?;
            Ok(Exit::Success)
        }
    }
}
