//! The newsroom's web server: one listener on loopback for every host, HTTP/1.1 and HTTP/2, with and without TLS.

use std::convert::Infallible;
use std::fs::File;
use std::io::{LineWriter, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::Context as _;
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use serde::Serialize;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::newsroom::Newsroom;
use super::tls::Identity;

/// The first byte of every TLS handshake (RFC 8446, 5.1: record type 22), and of no HTTP request.
const TLS_HANDSHAKE: u8 = 0x16;

/// A server that is listening.
pub struct Server {
    listener: TcpListener,
    identity: Identity,
    desk: Arc<Desk>,
}

/// What every connection shares.
struct Desk {
    newsroom: Newsroom,
    log: Option<Log>,
}

/// The requests as they come in, one JSON object per line.
pub struct Log {
    file: Mutex<LineWriter<File>>,
    start: Instant,
}

/// One line of the log.
#[derive(Serialize)]
struct LogLine<'a> {
    /// Milliseconds since the server started.
    ms: u128,
    host: &'a str,
    path: &'a str,
    status: u16,
}

impl Server {
    /// Listens on 127.0.0.1; port 0 takes any that is free.
    pub async fn bind(newsroom: Newsroom, port: u16, log: Option<Log>) -> anyhow::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(address).await;
        let listener = listener.with_context(|| format!("cannot listen on {address}"))?;
        let identity = Identity::for_hosts(newsroom.hosts().map(str::to_owned).collect())?;
        Ok(Self { listener, identity, desk: Arc::new(Desk { newsroom, log }) })
    }

    /// Where it listens.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        self.listener.local_addr().context("cannot tell the newsroom's address")
    }

    /// The certificate, in PEM, of the authority a client has to trust.
    pub fn authority(&self) -> &str {
        &self.identity.authority
    }

    /// Serves until it is dropped.
    pub async fn serve(self) -> Infallible {
        let acceptor = TlsAcceptor::from(self.identity.server);
        loop {
            // A connection that breaks before it is accepted is its client's trouble.
            let Ok((stream, _)) = self.listener.accept().await else { continue };
            tokio::spawn(connection(stream, acceptor.clone(), Arc::clone(&self.desk)));
        }
    }
}

/// Serves one connection. Whatever breaks it is the client's to notice.
async fn connection(stream: TcpStream, acceptor: TlsAcceptor, desk: Arc<Desk>) {
    let mut first = [0];
    match stream.peek(&mut first).await {
        Ok(1) if first == [TLS_HANDSHAKE] => {
            if let Ok(stream) = acceptor.accept(stream).await {
                requests(stream, desk).await;
            }
        }
        Ok(1) => requests(stream, desk).await,
        _ => {}
    }
}

async fn requests(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, desk: Arc<Desk>) {
    let service = service_fn(move |request| {
        let answer = desk.answer(&request);
        std::future::ready(Ok::<_, Infallible>(answer))
    });
    let builder = auto::Builder::new(TokioExecutor::new());
    let _ended_by_client = builder.serve_connection(TokioIo::new(stream), service).await;
}

impl Desk {
    fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let host = host(request);
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let mut answer = Response::new(Full::default());
        if let Some(resource) = self.newsroom.find(&host, path) {
            *answer.status_mut() = resource.status;
            answer.headers_mut().clone_from(&resource.headers);
            *answer.body_mut() = Full::from(resource.body.clone());
        } else {
            *answer.status_mut() = StatusCode::NOT_FOUND;
            answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            *answer.body_mut() = Full::from("Nothing here.\n");
        }
        if let Some(log) = &self.log {
            log.write(&host, path, answer.status());
        }
        answer
    }
}

/// The host asked for, without port: `:authority` in HTTP/2, the `Host` header in HTTP/1.
fn host(request: &Request<Incoming>) -> String {
    let header = || request.headers().get(HOST).and_then(|value| value.to_str().ok());
    let named = request.uri().host().or_else(header).unwrap_or_default();
    named.split_once(':').map_or(named, |(host, _port)| host).to_ascii_lowercase()
}

impl Log {
    /// A log in a new file.
    pub fn create(path: &Path) -> anyhow::Result<Self> {
        let file = File::create(path).with_context(|| format!("cannot write to {}", path.display()))?;
        Ok(Self { file: Mutex::new(LineWriter::new(file)), start: Instant::now() })
    }

    fn write(&self, host: &str, path: &str, status: StatusCode) {
        let line = LogLine { ms: self.start.elapsed().as_millis(), host, path, status: status.as_u16() };
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // A full disk must not keep the newsroom from answering.
        let _ = serde_json::to_writer(&mut *file, &line);
        let _ = file.write_all(b"\n");
    }
}
