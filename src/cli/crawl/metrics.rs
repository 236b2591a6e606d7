//! `--metrics`: the running crawl in numbers, for Prometheus.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use bytes::Bytes;
use copydesk::crawl::Summary;
use copydesk::fetch::{Fetcher, Traffic};
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::super::log::{self, Level};

/// The text format of Prometheus.
const FORMAT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

/// Most connections at once; those who watch are few.
const MOST_CONNECTIONS: usize = 16;

/// How long a client may take to ask, and to ask again.
const PATIENCE: Duration = Duration::from_secs(10);

/// `9090` is a port on this machine only; who wants to be reached from elsewhere names the address.
pub fn parse_address(text: &str) -> anyhow::Result<SocketAddr> {
    let port = text.parse::<u16>().ok().map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    port.or_else(|| text.parse().ok()).ok_or_else(|| {
        anyhow!("`{text}` is not an address: expected PORT, such as 9090, or ADDR:PORT, such as 0.0.0.0:9090")
    })
}

/// The numbers as of the last finished page.
pub struct Metrics {
    fetcher: Fetcher,
    summary: Mutex<Summary>,
}

impl Metrics {
    /// Listens, tells where, and answers until the runtime ends.
    pub async fn serve(address: SocketAddr, fetcher: Fetcher) -> anyhow::Result<Arc<Self>> {
        let listener = TcpListener::bind(address).await;
        let listener = listener.with_context(|| format!("cannot listen on {address} for --metrics"))?;
        let listening = listener.local_addr().context("cannot tell where --metrics listens")?;
        log::say(Level::Info, &format!("numbers for Prometheus at http://{listening}/metrics"));
        let metrics = Arc::new(Self { fetcher, summary: Mutex::default() });
        tokio::spawn(accept(listener, Arc::clone(&metrics)));
        Ok(metrics)
    }

    /// Takes note of where the crawl is.
    pub fn note(&self, summary: &Summary) {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner).clone_from(summary);
    }

    fn text(&self) -> String {
        let summary = self.summary.lock().unwrap_or_else(PoisonError::into_inner).clone();
        render(&summary, self.fetcher.traffic())
    }
}

async fn accept(listener: TcpListener, metrics: Arc<Metrics>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        // The semaphore is never closed.
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        // A connection that breaks before it is accepted is its client's trouble.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let metrics = Arc::clone(&metrics);
        tokio::spawn(async move {
            answer(stream, &metrics).await;
            drop(permit);
        });
    }
}

/// Answers one connection. Whatever breaks it is the client's to notice.
async fn answer(stream: impl AsyncRead + AsyncWrite + Unpin, metrics: &Metrics) {
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        let (status, text) = match request.uri().path() {
            "/metrics" | "/" => (StatusCode::OK, metrics.text()),
            _ => (StatusCode::NOT_FOUND, "the numbers are at /metrics\n".to_owned()),
        };
        let mut response = Response::new(Full::new(Bytes::from(text)));
        *response.status_mut() = status;
        response.headers_mut().insert(CONTENT_TYPE, FORMAT);
        std::future::ready(Ok::<_, Infallible>(response))
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

fn render(summary: &Summary, traffic: Traffic) -> String {
    let mut page = Page::default();
    page.head("copydesk_pages_total", "counter", "Pages finished, in all runs into the folder, by outcome.");
    page.line("copydesk_pages_total{outcome=\"article\"}", summary.articles);
    for (reason, count) in &summary.no_article {
        page.line(&format!("copydesk_pages_total{{outcome=\"{reason}\"}}"), count);
    }
    page.one("copydesk_pages_failed_total", "counter", "Those of them that failed.", summary.failed);
    page.one("copydesk_pages_waiting", "gauge", "Pages that wait.", summary.waiting);
    page.head("copydesk_sources_total", "counter", "Feeds and sitemaps, by whether they could be read.");
    page.line("copydesk_sources_total{outcome=\"read\"}", summary.sources_read);
    page.line("copydesk_sources_total{outcome=\"unread\"}", summary.sources_failed);
    page.one(
        "copydesk_revisions_total",
        "counter",
        "Articles written again, in all runs.",
        summary.revisions,
    );
    page.head("copydesk_revisits_total", "counter", "Visits of known URLs in this run, by what they gave.");
    let run = summary.run;
    let gave = run.revisits.saturating_sub(run.unchanged).saturating_sub(run.revisits_failed);
    for (outcome, count) in [("new", gave), ("unchanged", run.unchanged), ("failed", run.revisits_failed)] {
        page.line(&format!("copydesk_revisits_total{{outcome=\"{outcome}\"}}"), count);
    }
    page.one("copydesk_seen_before_total", "counter", "Known URLs named again in this run.", run.seen_before);
    page.one(
        "copydesk_requests_total",
        "counter",
        "Requests sent in this run, of any kind.",
        traffic.requests,
    );
    page.one("copydesk_body_bytes_total", "counter", "Bytes of bodies in this run, decoded.", traffic.bytes);
    page.head(
        "copydesk_answer_seconds",
        "summary",
        "How long answers took to begin; quantiles within a fifth.",
    );
    let latency = traffic.latency;
    for (quantile, time) in [("0.5", latency.p50), ("0.9", latency.p90), ("0.99", latency.p99)] {
        page.line(&format!("copydesk_answer_seconds{{quantile=\"{quantile}\"}}"), time.as_secs_f64());
    }
    page.line("copydesk_answer_seconds_sum", traffic.waited.as_secs_f64());
    page.line("copydesk_answer_seconds_count", traffic.answers);
    page.0
}

/// A page of numbers.
#[derive(Default)]
struct Page(String);

impl Page {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn line(&mut self, series: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{series} {value}");
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: u64) {
        self.head(name, kind, help);
        self.line(name, value);
    }
}
