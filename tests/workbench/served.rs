//! The program, serving, and a client of a few lines that sends just the headers a test wants.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The program in a folder of its own; it ends with the value.
pub struct Served {
    program: Child,
    /// The folder it runs in.
    pub folder: TempDir,
    /// `127.0.0.1:PORT`.
    pub host: String,
    /// What the address it printed has behind `/?token=`.
    pub token: String,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Served {
    /// Starts the program on some files; each is a name, its content and its address.
    pub fn with(files: &[(&str, &str, &str)]) -> Self {
        Self::prepared(files, |_| {})
    }

    /// The same, after something else was done to the folder.
    pub fn prepared(files: &[(&str, &str, &str)], prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        for (name, content, _) in files {
            fs::write(folder.path().join(name), content).unwrap();
        }
        let arguments: Vec<&str> = files.iter().flat_map(|(name, _, url)| [name, "--url", url]).collect();
        Self::start(folder, &arguments)
    }

    /// Starts the program with these arguments, in an empty folder.
    pub fn opening(arguments: &[&str]) -> Self {
        Self::start(tempfile::tempdir().unwrap(), arguments)
    }

    fn start(folder: TempDir, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("COPYDESK_")) {
            command.env_remove(name);
        }
        command.arg("workbench").args(arguments);
        command.current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut program = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let (host, token) = line.trim().strip_prefix("http://").unwrap().split_once("/?token=").unwrap();
        Self { host: host.to_owned(), token: token.to_owned(), program, folder }
    }

    /// Sends one request with just these headers, and reads the whole answer.
    pub fn send(&self, request: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nConnection: close\r\n").unwrap();
        for (name, value) in headers {
            write!(stream, "{name}: {value}\r\n").unwrap();
        }
        write!(stream, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = Vec::new();
        // A refused body may be left unread, which resets the connection behind the answer.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let pair = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        };
        Answer { status, headers: lines.map(pair).collect(), body: body.to_owned() }
    }

    /// Gives the token away for a cookie.
    pub fn enter(&self) -> Visitor<'_> {
        let answer = self.send(&format!("GET /?token={}", self.token), &[("Host", &self.host)], "");
        assert_eq!(answer.status, 200, "{}", answer.body);
        let cookie = answer.header("set-cookie").unwrap();
        Visitor { served: self, cookie: cookie.split(';').next().unwrap().to_owned() }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Somebody with a cookie.
pub struct Visitor<'a> {
    pub served: &'a Served,
    pub cookie: String,
}

impl Visitor<'_> {
    pub fn get(&self, path: &str) -> Answer {
        let headers = [("Host", self.served.host.as_str()), ("Cookie", &self.cookie)];
        self.served.send(&format!("GET {path}"), &headers, "")
    }

    /// Asks as the workbench's own page does.
    pub fn post(&self, path: &str, question: &Value) -> Answer {
        let origin = format!("http://{}", self.served.host);
        let headers = [
            ("Host", self.served.host.as_str()),
            ("Cookie", &self.cookie),
            ("Origin", &origin),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/json"),
        ];
        self.served.send(&format!("POST {path}"), &headers, &question.to_string())
    }

    /// The profile of the first site as it is at the beginning.
    pub fn toml(&self) -> String {
        self.get("/api/contents").json()["sites"][0]["toml"].as_str().unwrap().to_owned()
    }

    /// What the profile makes of the first site's pages, with a look at the first one.
    pub fn read(&self, toml: &str) -> Value {
        self.post("/api/read", &json!({"site": 0, "page": 0, "toml": toml})).json()
    }
}

/// The headline, the standfirst, and five paragraphs with a box for readers of newsletters among them.
pub fn page(headline: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><title>{headline} - Oxbow News</title></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/sport\">Sport</a></nav>\
         <article class=\"story\"><h1 class=\"story-title css-1x2y3z\">{headline}</h1>\
         <p class=\"story-lead\">The lower streets were under water by dawn on Monday, and the school stayed closed.</p>\
         <div class=\"story-text\"><p>The river rose by two metres overnight, and the lower streets of Oxbow were under \
         water by dawn on Monday, the council said.</p><p>“Nobody slept,” said Mayor Ann Field, who spent the night on the \
         bridge with volunteers and their dogs until the morning came.</p>\
         <div class=\"promo\"><p>Get the best of Oxbow News by mail every Friday, with all the stories you missed this week.</p></div>\
         <p>Trains between Oxbow and the coast will not run before Wednesday, according to the railway company's notice.</p>\
         <p>About forty houses were without power on Monday, and the council opened the sports hall for their people.</p>\
         </div></article><footer><p>Copyright Oxbow News</p></footer></body></html>"
    )
}

/// Two pages of one site that nobody has a profile of.
pub fn oxbow() -> [(&'static str, String, &'static str); 2] {
    [
        ("flood.html", page("Flood in Oxbow"), "https://oxbow.example/2026/11/flood-in-oxbow"),
        ("mill.html", page("Mill closes in Oxbow"), "https://oxbow.example/2026/11/mill-closes"),
    ]
}

/// The program with both.
pub fn serve_oxbow(prepare: impl FnOnce(&Path)) -> Served {
    let pages = oxbow();
    let files: Vec<(&str, &str, &str)> =
        pages.iter().map(|(name, content, url)| (*name, content.as_str(), *url)).collect();
    Served::prepared(&files, prepare)
}
