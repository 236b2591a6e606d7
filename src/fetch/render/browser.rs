//! The browser's process, and talking to it: Chrome's `DevTools` protocol through pipes, messages ended by a zero byte.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{mpsc, oneshot};

use super::{RenderFault, RenderOptions};
use crate::scratch::Scratch;

/// Where Chromium usually is.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a browser that has gone silent has to end.
const AFTERWARDS: Duration = Duration::from_millis(500);

/// The longest message read, in bytes: longer than any page we take.
const LONGEST: u64 = 256 * 1024 * 1024;

/// What it is started with. The proxy does not exist, loopback addresses are not spared it, and no name resolves, so that a
/// request we do not answer goes nowhere.
const FLAGS: &[&str] = &[
    "--headless",
    "--remote-debugging-pipe",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--no-pings",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-features=IsolateOrigins,site-per-process,MediaRouter,OptimizationHints,Translate",
    "--blink-settings=imagesEnabled=false",
    "--js-flags=--max-old-space-size=512",
    "--mute-audio",
];

/// A running browser. It ends with this.
#[derive(Debug)]
pub struct Browser {
    shared: Arc<Shared>,
    input: mpsc::UnboundedSender<Vec<u8>>,
    /// Killed before its folder is removed.
    child: Child,
    _folder: Scratch,
}

#[derive(Debug, Default)]
struct Shared(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    last: u64,
    answers: HashMap<u64, oneshot::Sender<Result<Value, String>>>,
    pages: HashMap<String, mpsc::UnboundedSender<Event>>,
    gone: bool,
}

/// Something that happened in a page.
#[derive(Debug)]
pub struct Event {
    pub method: String,
    pub params: Value,
}

impl Browser {
    pub async fn start(options: &RenderOptions, agent: &str) -> Result<Self, RenderFault> {
        let refused = |what: String| RenderFault::NoBrowser(what);
        let program = find(options.program.as_deref()).ok_or_else(|| {
            refused("no Chromium is on the path: install it, or name it with --render-browser".to_owned())
        })?;
        let folder = Scratch::new("browser").map_err(|error| refused(error.to_string()))?;
        // The shell hands the pipes on as the descriptors 3 and 4, which Chromium expects them to be.
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null", "sh"]).arg(&program).args(FLAGS);
        let mut profile = OsString::from("--user-data-dir=");
        profile.push(folder.path());
        command.arg(profile).arg(format!("--user-agent={agent}"));
        if !options.sandbox {
            command.arg("--no-sandbox");
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| refused(error.to_string()))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(refused("it cannot be talked to".to_owned()));
        };
        let shared = Arc::new(Shared::default());
        let (sender, messages) = mpsc::unbounded_channel();
        tokio::spawn(listen(output, Arc::clone(&shared)));
        tokio::spawn(speak(input, messages));
        let mut browser = Self { shared, input: sender, child, _folder: folder };
        let nothing = json!({});
        let version = browser.call(None, "Browser.getVersion", &nothing);
        match tokio::time::timeout(PATIENCE, version).await {
            Ok(Ok(_)) => Ok(browser),
            _ => Err(refused(format!("{} {}", program.display(), browser.silence().await))),
        }
    }

    /// Why nothing is heard from it: what the shell that was to start it says, if it ended.
    async fn silence(&mut self) -> &'static str {
        let ended = tokio::time::timeout(AFTERWARDS, self.child.wait()).await;
        match ended.ok().and_then(Result::ok).and_then(|status| status.code()) {
            Some(127) => "is not there",
            Some(126) => "is no program, or may not be run",
            _ => "does not answer; run by root it needs --render-without-sandbox",
        }
    }

    /// Whether it has died.
    pub fn is_gone(&self) -> bool {
        self.shared.state().gone
    }

    /// What happens in a page from now on.
    pub fn events(&self, page: &str) -> mpsc::UnboundedReceiver<Event> {
        let (sender, events) = mpsc::unbounded_channel();
        self.shared.state().pages.insert(page.to_owned(), sender);
        events
    }

    /// Nobody wants to know about a page any more.
    pub fn forget(&self, page: &str) {
        self.shared.state().pages.remove(page);
    }

    /// Asks for something and waits for the answer. `page` is the session of a page, `None` the browser.
    pub async fn call(&self, page: Option<&str>, method: &str, params: &Value) -> Result<Value, RenderFault> {
        match self.send(page, method, params)?.await {
            Ok(answer) => answer.map_err(RenderFault::Refused),
            Err(_) => Err(RenderFault::Crashed),
        }
    }

    /// Asks for something whose answer nobody waits for.
    pub fn tell(&self, page: Option<&str>, method: &str, params: &Value) -> Result<(), RenderFault> {
        self.send(page, method, params).map(drop)
    }

    fn send(
        &self,
        page: Option<&str>,
        method: &str,
        params: &Value,
    ) -> Result<oneshot::Receiver<Result<Value, String>>, RenderFault> {
        let (sender, answer) = oneshot::channel();
        let id = {
            let mut state = self.shared.state();
            if state.gone {
                return Err(RenderFault::Crashed);
            }
            state.last += 1;
            let id = state.last;
            state.answers.insert(id, sender);
            id
        };
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let (Some(page), Some(message)) = (page, message.as_object_mut()) {
            message.insert("sessionId".to_owned(), page.into());
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.input.send(bytes).map_err(|_| RenderFault::Crashed)?;
        Ok(answer)
    }
}

/// Writes messages whole: half of one, of a call that was given up, would spoil all that follow.
async fn speak(mut input: ChildStdin, mut messages: mpsc::UnboundedReceiver<Vec<u8>>) {
    while let Some(message) = messages.recv().await {
        if input.write_all(&message).await.is_err() {
            return;
        }
    }
}

/// Hands on what the browser says, until it ends.
async fn listen(output: ChildStdout, shared: Arc<Shared>) {
    let mut output = BufReader::new(output);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = (&mut output).take(LONGEST).read_until(0, &mut bytes).await;
        if !read.is_ok_and(|read| read > 0) || bytes.pop() != Some(0) {
            break;
        }
        if let Ok(message) = serde_json::from_slice::<Value>(&bytes) {
            shared.state().take(message);
        }
    }
    let mut state = shared.state();
    // Those who wait learn from it that nothing will come.
    *state = State { gone: true, ..State::default() };
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(&mut self, mut message: Value) {
        if let Some(waiting) =
            message.pointer("/id").and_then(Value::as_u64).and_then(|id| self.answers.remove(&id))
        {
            let answer = match message.pointer("/error/message").and_then(Value::as_str) {
                Some(error) => Err(error.to_owned()),
                None => Ok(taken(&mut message, "/result")),
            };
            let _ = waiting.send(answer);
        } else if let (Some(page), Some(method)) = (
            message.pointer("/sessionId").and_then(Value::as_str),
            message.pointer("/method").and_then(Value::as_str),
        ) && let Some(page) = self.pages.get(page)
        {
            let method = method.to_owned();
            let _ = page.send(Event { method, params: taken(&mut message, "/params") });
        }
    }
}

/// Takes a part of a message; null if there is none.
pub fn taken(message: &mut Value, part: &str) -> Value {
    message.pointer_mut(part).map(Value::take).unwrap_or_default()
}

fn find(named: Option<&Path>) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(named.to_owned());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    NAMES.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}
