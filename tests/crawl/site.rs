//! Small news sites on loopback, one address each.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Sites that are being served until the tests end.
pub struct Site {
    addresses: Arc<Vec<SocketAddr>>,
    requests: Arc<Mutex<Vec<String>>>,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

type Respond = dyn Fn(&str) -> Answer + Send + Sync;

impl Site {
    /// Serves `hosts` sites at 127.0.0.2, .3 and so on. `respond` gets `H0/path` and may write `H1` for another
    /// host's address into its answer.
    pub fn start(hosts: u8, respond: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let listeners: Vec<TcpListener> = (0..hosts)
            .map(|host| TcpListener::bind(SocketAddr::from(([127, 0, 0, host + 2], 0))).unwrap())
            .collect();
        let addresses = Arc::new(listeners.iter().map(|l| l.local_addr().unwrap()).collect::<Vec<_>>());
        let site = Self { addresses, requests: Arc::default() };
        let respond: Arc<Respond> = Arc::new(respond);
        for (host, listener) in listeners.into_iter().enumerate() {
            let respond = Arc::clone(&respond);
            let (addresses, requests) = (Arc::clone(&site.addresses), Arc::clone(&site.requests));
            thread::spawn(move || {
                for stream in listener.incoming().map_while(Result::ok) {
                    let respond = Arc::clone(&respond);
                    let (addresses, requests) = (Arc::clone(&addresses), Arc::clone(&requests));
                    thread::spawn(move || serve(&stream, host, &respond, &addresses, &requests));
                }
            });
        }
        site
    }

    /// How many sites there are.
    pub fn hosts(&self) -> usize {
        self.addresses.len()
    }

    /// The address of a page.
    pub fn url(&self, host: usize, path: &str) -> String {
        format!("http://{}{path}", self.addresses[host])
    }

    /// A URL with `H0` and so on for its host.
    pub fn plain(&self, url: &str) -> String {
        let mut plain = url.to_owned();
        for (host, address) in self.addresses.iter().enumerate() {
            plain = plain.replace(&format!("http://{address}"), &format!("H{host}"));
        }
        plain
    }

    /// Every page asked for so far, robots.txt left out: `H0/path`.
    pub fn requests(&self) -> Vec<String> {
        let all = self.requests.lock().unwrap().clone();
        all.into_iter().filter(|page| !page.ends_with("/robots.txt")).collect()
    }
}

fn serve(
    stream: &TcpStream,
    host: usize,
    respond: &Arc<Respond>,
    addresses: &[SocketAddr],
    requests: &Mutex<Vec<String>>,
) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut writer = stream;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let page = format!("H{host}{}", line.split(' ').nth(1)?);
        while reader.read_line(&mut line).ok()? > 2 {}
        requests.lock().unwrap().push(page.clone());
        let mut answer = respond(&page);
        for text in answer.headers.iter_mut().map(|(_, value)| value).chain([&mut answer.body]) {
            for (host, address) in addresses.iter().enumerate().rev() {
                *text = text.replace(&format!("H{host}/"), &format!("http://{address}/"));
            }
        }
        let mut whole = format!("HTTP/1.1 {} x\r\nContent-Length: {}\r\n", answer.status, answer.body.len());
        for (name, value) in &answer.headers {
            let _ = write!(whole, "{name}: {value}\r\n");
        }
        whole.push_str("\r\n");
        whole.push_str(&answer.body);
        writer.write_all(whole.as_bytes()).ok()?;
    }
}

/// An HTML page.
pub fn html(body: impl Into<String>) -> Answer {
    Answer {
        status: 200,
        headers: vec![("Content-Type", "text/html; charset=utf-8".into())],
        body: body.into(),
    }
}

/// Plain text.
pub fn text(body: impl Into<String>) -> Answer {
    Answer { status: 200, headers: vec![("Content-Type", "text/plain".into())], body: body.into() }
}

/// A feed or sitemap.
pub fn xml(body: impl Into<String>) -> Answer {
    Answer { status: 200, headers: vec![("Content-Type", "application/xml".into())], body: body.into() }
}

/// No such page.
pub fn missing() -> Answer {
    Answer { status: 404, ..html("<p>not here") }
}

/// A redirect.
pub fn moved(to: &str) -> Answer {
    Answer { status: 301, headers: vec![("Location", to.into())], body: String::new() }
}

/// A page of links.
pub fn front(links: &[&str]) -> Answer {
    let mut body = "<!doctype html><title>The Harbour Paper</title><h1>News</h1><ul>".to_owned();
    for (number, link) in links.iter().enumerate() {
        let _ = write!(body, "<li><a href='{link}'>Link number {number}</a>");
    }
    html(body)
}

/// An article that carries its title in the text, with more for its head and after its end.
pub fn article(title: &str, head: &str, after: &str) -> Answer {
    let paragraphs = [1, 2, 3, 4, 5].map(|n| {
        format!(
            "<p>Paragraph {n} of “{title}” tells what happened at the harbour that day, who was there to see it, \
             and why the council had put off its decision for so long.</p>"
        )
    });
    let paragraphs = paragraphs.concat();
    html(format!(
        "<!doctype html><html lang=en><head><title>{title}</title><meta property='og:type' content='article'>\
         {head}</head><body><article><h1>{title}</h1>{paragraphs}</article>{after}</body></html>"
    ))
}

/// The `<meta>` that dates an article.
pub fn dated(day: &str) -> String {
    format!("<meta property='article:published_time' content='{day}'>")
}
