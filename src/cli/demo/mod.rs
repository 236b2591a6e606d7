//! `copydesk demo`: the main job on the built-in newsroom, without a network.
//!
//! `newsroom` is what there is to read, `server` and `tls` serve it on loopback under its real host names. The crawl
//! is the library's, with the limits of `copydesk crawl`; only its connections are sent to the loopback server.

mod folder;
mod newsroom;
mod server;
mod summary;
mod text;
mod tls;

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use copydesk::Profiles;
use copydesk::crawl::{CrawlOptions, Limits, Scope, Summary};
use copydesk::extract::Options;
use copydesk::fetch::{ConnectTo, FetchOptions, Fetcher};
use ipnet::{IpNet, Ipv4Net};

use self::folder::Folder;
use self::newsroom::Newsroom;
use self::server::{Log, Server};
use super::crawl::{Beside, TRAP_AFTER, crawl};
use super::exit::Exit;
use super::stdout::stdout;

/// The addresses the newsroom may be reached at; everything else stays closed to the demo.
const LOOPBACK: Ipv4Net = Ipv4Net::new_assert(std::net::Ipv4Addr::new(127, 0, 0, 0), 8);

/// Run the main job on the built-in newsroom, without a network.
///
/// Eight small news sites are built into the program: hotair.com, with a real article as its text, and seven invented
/// ones. The demo serves them on 127.0.0.1 under their own host names, crawls them exactly as `copydesk crawl` would
/// (robots.txt read first, one request at a time and a pause of at least a second for every host), with the built-in
/// profiles, and prints what became of every page and one article with its quotes. It takes about 15 seconds, nearly
/// all of them spent waiting politely.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the records and the crawl's state to DIR. An earlier demo there is replaced; a folder that holds
    /// anything else is refused.
    #[arg(short, long, value_name = "DIR", default_value = "output/demo")]
    output: PathBuf,

    /// Only serve the newsroom, until Ctrl-C, and print the `copydesk crawl` command that crawls it. Writes the
    /// certificate which that command has to trust to DIR.
    #[arg(long)]
    serve: bool,

    /// Listen on PORT of 127.0.0.1; 0 takes any that is free. The port speaks HTTP and HTTPS.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    /// Write a line to FILE for every request the newsroom gets: a JSON object with `ms` (since the server started),
    /// `host`, `path` and `status`. It shows from the other side how polite the crawl was.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.context("cannot start the demo's threads")?.block_on(demo(args))
}

async fn demo(args: &Args) -> anyhow::Result<Exit> {
    let newsroom = Newsroom::built_in()?;
    let seeds: Vec<String> = newsroom.hosts().map(|host| format!("https://{host}/")).collect();
    let log = args.log.as_deref().map(Log::create).transpose()?;
    let server = Server::bind(newsroom, args.port, log).await?;
    let (address, authority) = (server.address()?, server.authority().to_owned());
    let folder = Folder::open(&args.output)?;
    let serving = tokio::spawn(server.serve());
    if args.serve {
        let certificate = folder.add_certificate(&authority)?;
        print_command(address, &certificate, &seeds)?;
        tokio::signal::ctrl_c().await.context("cannot wait for Ctrl-C")?;
        return Ok(Exit::Success);
    }
    folder.clear()?;
    tell!("{} sites are served on {address}; crawling them takes about 15 s.", seeds.len());
    let crawled = crawl_newsroom(&folder, seeds, address, authority).await?;
    serving.abort();
    if crawled.interrupted {
        return Ok(Exit::Interrupted);
    }
    let mut out = stdout();
    summary::print(&mut out, &folder, &crawled, newsroom::LEAD)?;
    out.flush()?;
    Ok(if crawled.articles > 0 { Exit::Success } else { Exit::Failures })
}

/// The same crawl as `copydesk crawl`, sent to `address` instead of the hosts' own.
async fn crawl_newsroom(
    folder: &Folder,
    seeds: Vec<String>,
    address: SocketAddr,
    authority: String,
) -> anyhow::Result<Summary> {
    let fetcher = Fetcher::new(FetchOptions {
        allow_addresses: vec![IpNet::V4(LOOPBACK)],
        connect_to: vec![ConnectTo { host: None, address }],
        extra_roots: vec![authority.into_bytes()],
        ..FetchOptions::default()
    })?;
    let options = CrawlOptions {
        output: folder.path().to_owned(),
        // Every site at once: each of them is only ever asked for one page at a time.
        hosts_at_once: seeds.len(),
        seeds,
        scope: Scope::Host,
        limits: Limits { trap_after: Some(TRAP_AFTER), ..Limits::default() },
        since: None,
        respect_ai_optout: false,
        archive: None,
        revisit: None,
        observer: copydesk::drift::Observer::default(),
        extraction: Options::default(),
        explain: false,
        #[cfg(feature = "postgres")]
        sharing: None,
    };
    crawl(options, fetcher, Profiles::built_in()?, Beside::default()).await
}

/// The command on stdout, what to know about it on stderr.
fn print_command(address: SocketAddr, certificate: &Path, seeds: &[String]) -> anyhow::Result<()> {
    tell!("The newsroom is served on {address} until Ctrl-C. To crawl it, run in another terminal:");
    let mut out = stdout();
    writeln!(
        out,
        "copydesk crawl -o output/newsroom --connect-to '*:{address}' --allow-address {LOOPBACK} \
         --ca-certificate '{}' {}",
        certificate.display(),
        seeds.join(" ")
    )?;
    out.flush()?;
    Ok(())
}
