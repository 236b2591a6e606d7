//! A scripted HTTP server on loopback: each request is answered by the steps a test writes down, byte for byte
//! where needed, and logged with its time on tokio's clock.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use copydesk::CanonicalUrl;
use copydesk::fetch::{ConnectTo, FetchError, FetchOptions, FetchRequest, Fetched, Fetcher};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};
use tokio_rustls::TlsAcceptor;

use super::clock::in_virtual_time;

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The `Host` header.
    pub host: String,
    /// Path and query.
    pub path: String,
    /// The whole head, as sent.
    pub head: String,
    /// The how-manieth request for this host and path it is, from 1.
    pub count: usize,
    /// When its head had been read, since the server started.
    pub at: Duration,
    /// Whether another request to the same host had not been answered yet.
    pub overlaps: bool,
}

/// One thing the server does.
#[derive(Clone, Debug)]
pub enum Step {
    Send(Vec<u8>),
    /// The same bytes over and over, until nobody takes them.
    Flood(Vec<u8>),
    Wait(Duration),
    /// Breaks the connection, as a crashed server does.
    Reset,
    Close,
}

/// What a test makes of a request. After its steps the connection stays open for the next request.
type Script = dyn Fn(&Asked) -> Vec<Step> + Send + Sync;

/// The server. It ends with the runtime.
pub struct Server {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

/// What the connections share.
struct Shared {
    script: Box<Script>,
    log: Mutex<Vec<Asked>>,
    started: Instant,
    open: Mutex<HashMap<String, usize>>,
    connections: AtomicUsize,
}

impl Server {
    /// A server on 127.0.0.1 that answers by a script.
    pub async fn start(script: impl Fn(&Asked) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self::on("127.0.0.1", None, script).await
    }

    /// A server on another loopback address, perhaps with TLS.
    pub async fn on(
        ip: &str,
        tls: Option<TlsAcceptor>,
        script: impl Fn(&Asked) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            log: Mutex::default(),
            started: Instant::now(),
            open: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        let server = Self { address, shared: Arc::clone(&shared) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                shared.connections.fetch_add(1, Ordering::Relaxed);
                let (shared, tls) = (Arc::clone(&shared), tls.clone());
                tokio::spawn(async move {
                    // A client that goes away is none of the server's business.
                    let _ = match tls {
                        None => serve(stream, &shared).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => serve(stream, &shared).await,
                            Err(error) => Err(error),
                        },
                    };
                });
            }
        });
        server
    }

    /// Every request so far.
    pub fn log(&self) -> Vec<Asked> {
        self.shared.log.lock().unwrap().clone()
    }

    /// The paths asked for so far, in order, with the host in front.
    pub fn paths(&self) -> Vec<String> {
        self.log().iter().map(|asked| format!("{}{}", asked.host, asked.path)).collect()
    }

    /// The pauses between the requests, in order.
    pub fn gaps(&self) -> Vec<Duration> {
        self.log().windows(2).map(|pair| pair[1].at.saturating_sub(pair[0].at)).collect()
    }

    /// How often a client connected.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// Options that lead every host here.
    pub fn options(&self) -> FetchOptions {
        FetchOptions {
            allow_addresses: vec!["127.0.0.0/8".parse().unwrap()],
            connect_to: vec![ConnectTo { host: None, address: self.address }],
            ..FetchOptions::default()
        }
    }
}

/// Fetches in virtual time.
pub async fn fetch(fetcher: &Fetcher, url: &str) -> Result<Fetched, FetchError> {
    let url = CanonicalUrl::parse(url).unwrap();
    in_virtual_time(fetcher.fetch(FetchRequest { url: &url, may_visit: &|_| true, delay: None })).await
}

async fn serve(mut stream: impl Stream, shared: &Shared) -> std::io::Result<()> {
    while let Some(head) = read_head(&mut stream).await? {
        let asked = shared.note(head);
        let steps = (shared.script)(&asked);
        let kept = play(&mut stream, steps).await;
        *shared.open.lock().unwrap().get_mut(&asked.host).unwrap() -= 1;
        if !kept? {
            return Ok(());
        }
    }
    Ok(())
}

impl Shared {
    fn note(&self, head: String) -> Asked {
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let host = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("host: ").map(str::to_owned))
            .unwrap_or_default();
        let mut open = self.open.lock().unwrap();
        let open = open.entry(host.clone()).or_default();
        *open += 1;
        let mut log = self.log.lock().unwrap();
        let count = 1 + log.iter().filter(|asked| asked.host == host && asked.path == path).count();
        let asked = Asked { host, path, head, count, at: self.started.elapsed(), overlaps: *open > 1 };
        log.push(asked.clone());
        asked
    }
}

/// The head of the next request; `None` when the client has closed.
async fn read_head(stream: &mut impl Stream) -> std::io::Result<Option<String>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).await? == 0 {
            return Ok(None);
        }
        head.push(byte[0]);
    }
    Ok(Some(String::from_utf8(head).unwrap()))
}

/// Whether the connection stays open.
async fn play(stream: &mut impl Stream, steps: Vec<Step>) -> std::io::Result<bool> {
    for step in steps {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes).await?,
            Step::Flood(bytes) => loop {
                stream.write_all(&bytes).await?;
            },
            Step::Wait(time) => sleep(time).await,
            Step::Reset => {
                stream.reset();
                return Ok(false);
            }
            Step::Close => {
                stream.shutdown().await?;
                return Ok(false);
            }
        }
    }
    stream.flush().await?;
    Ok(true)
}

/// What the server can talk over.
trait Stream: AsyncRead + AsyncWrite + Unpin {
    /// Makes the coming close a reset.
    fn reset(&self);
}

impl Stream for TcpStream {
    fn reset(&self) {
        self.set_zero_linger().unwrap();
    }
}

impl Stream for tokio_rustls::server::TlsStream<TcpStream> {
    fn reset(&self) {
        self.get_ref().0.reset();
    }
}

/// An answer with a status, headers (each ending in CR LF) and a body.
pub fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status} Whatever\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    vec![Step::Send([head.as_bytes(), body].concat())]
}

/// A page.
pub fn page(body: &str) -> Vec<Step> {
    answer(200, "content-type: text/html\r\n", body)
}

/// A redirect.
pub fn redirect(to: &str) -> Vec<Step> {
    answer(302, &format!("location: {to}\r\n"), "")
}

/// Bytes as they are, then the end of the connection.
pub fn raw(bytes: impl AsRef<[u8]>) -> Vec<Step> {
    vec![Step::Send(bytes.as_ref().to_vec()), Step::Close]
}
