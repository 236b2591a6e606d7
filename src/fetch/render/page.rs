//! One page in the browser: its requests answered by our fetcher, its document read when it is quiet.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};
use url::Url;

use super::browser::{Browser, Event, taken};
use super::{RenderFault, RenderOptions};
use crate::fetch::exchange::Answer;
use crate::fetch::visit::Visit;
use crate::fetch::{FetchError, FetchRequest, Fetched, Fetcher};

/// A page is complete once it is loaded and for so long has asked for nothing and been handed nothing.
const QUIET: Duration = Duration::from_millis(500);

/// The longest wait for the page to receive what it was handed: the browser need not tell what became of every request.
const RECEIPT: Duration = Duration::from_secs(10);

/// Headers of answers that the browser is told.
const TOLD: [&str; 3] = ["content-type", "access-control-allow-origin", "access-control-allow-credentials"];

/// A request of the page that is being fetched.
type Fetching<'a> =
    Pin<Box<dyn Future<Output = (Asked, Result<(Answer, Url, u32), FetchError>)> + Send + 'a>>;

/// A request that the browser holds until it is answered.
struct Asked {
    id: String,
    /// What the browser calls it when it tells that the answer has arrived in the page.
    network_id: Option<String>,
    /// Whether it is the page itself, led elsewhere by a script.
    is_page: bool,
}

impl Asked {
    fn of(params: &Value) -> Self {
        Self {
            id: text(params.get("requestId")).unwrap_or_default().to_owned(),
            network_id: text(params.get("networkId")).map(str::to_owned),
            is_page: false,
        }
    }
}

/// What to do about a request.
enum Verdict {
    /// It is for the page that was fetched already.
    Page,
    /// It is for something the text may depend on.
    Fetch { url: Url, is_page: bool },
    /// A style sheet: an empty one, since scripts may wait for it.
    Empty,
    /// Not needed for the text, or not ours to send.
    Refuse,
}

/// Renders what was fetched.
pub(super) async fn render(
    browser: &Browser,
    options: &RenderOptions,
    through: &Fetcher,
    request: &FetchRequest<'_>,
    fetched: &Fetched,
) -> Result<Fetched, RenderFault> {
    let text = |value: &Value, key: &str| text(value.get(key)).unwrap_or_default().to_owned();
    let context =
        browser.call(None, "Target.createBrowserContext", &json!({ "disposeOnDetach": true })).await?;
    let context = text(&context, "browserContextId");
    let mut closing = Closing { browser, context: context.clone(), session: String::new() };
    let about = json!({ "url": "about:blank", "browserContextId": context });
    let target = text(&browser.call(None, "Target.createTarget", &about).await?, "targetId");
    let attach = json!({ "targetId": target, "flatten": true });
    let session = text(&browser.call(None, "Target.attachToTarget", &attach).await?, "sessionId");
    closing.session.clone_from(&session);
    let events = browser.events(&session);
    let deny = json!({ "behavior": "deny", "browserContextId": context });
    browser.call(None, "Browser.setDownloadBehavior", &deny).await?;
    browser.call(Some(&session), "Page.enable", &json!({})).await?;
    // What it tells of is only whether answers have arrived, so it keeps no copies of them.
    let copies = json!({ "maxTotalBufferSize": 0, "maxResourceBufferSize": 0 });
    browser.call(Some(&session), "Network.enable", &copies).await?;
    browser.call(Some(&session), "Fetch.enable", &json!({ "patterns": [{ "urlPattern": "*" }] })).await?;
    let mut page = Open {
        browser,
        options,
        through,
        request,
        fetched,
        session: &session,
        frame: &target,
        address: None,
        on_the_way: HashSet::new(),
        bytes: 0,
        attempts: fetched.attempts,
    };
    let html = page.complete(events).await?;
    Ok(Fetched {
        final_url: page.address.unwrap_or_else(|| fetched.final_url.clone()),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        body: Bytes::from(html),
        attempts: page.attempts,
        ..fetched.clone()
    })
}

/// A page that is open.
struct Open<'a> {
    browser: &'a Browser,
    options: &'a RenderOptions,
    through: &'a Fetcher,
    request: &'a FetchRequest<'a>,
    /// What is rendered.
    fetched: &'a Fetched,
    session: &'a str,
    /// The frame that is the page; others are parts of it.
    frame: &'a str,
    /// Where scripts led the page, if they did.
    address: Option<Url>,
    /// Requests that were answered, and whose answers have not arrived in the page yet.
    on_the_way: HashSet<String>,
    /// Bytes loaded.
    bytes: u64,
    /// Requests sent for the page.
    attempts: u32,
}

impl Open<'_> {
    /// Opens the page and answers what it asks for, until it is complete; its document then.
    async fn complete(&mut self, mut events: UnboundedReceiver<Event>) -> Result<String, RenderFault> {
        let address = json!({ "url": self.fetched.final_url.as_str() });
        self.browser.tell(Some(self.session), "Page.navigate", &address)?;
        let mut fetching: FuturesUnordered<Fetching<'_>> = FuturesUnordered::new();
        let (mut loaded, mut served) = (false, false);
        let mut quiet_since = Instant::now();
        let (through, request) = (self.through, self.request);
        loop {
            let patience = if self.on_the_way.is_empty() { QUIET } else { RECEIPT };
            tokio::select! {
                event = events.recv() => {
                    let Some(Event { method, params }) = event else { return Err(RenderFault::Crashed) };
                    match method.as_str() {
                        "Fetch.requestPaused" => {
                            quiet_since = Instant::now();
                            let asked = Asked::of(&params);
                            match self.judge(&params, served) {
                                Verdict::Fetch { url, is_page } => {
                                    let asked = Asked { is_page, ..asked };
                                    fetching.push(Box::pin(fetch(through, request, url, asked)));
                                }
                                verdict => {
                                    served |= matches!(verdict, Verdict::Page);
                                    self.answer_at_once(&verdict, asked)?;
                                }
                            }
                        }
                        "Network.loadingFinished" | "Network.loadingFailed"
                            if text(params.get("requestId")).is_some_and(|id| self.on_the_way.remove(id)) =>
                        {
                            quiet_since = Instant::now();
                        }
                        "Page.loadEventFired" => (loaded, quiet_since) = (true, Instant::now()),
                        "Page.javascriptDialogOpening" => {
                            let dismiss = json!({ "accept": false });
                            self.browser.tell(Some(self.session), "Page.handleJavaScriptDialog", &dismiss)?;
                        }
                        "Inspector.targetCrashed" => return Err(RenderFault::Crashed),
                        _ => {}
                    }
                }
                Some((asked, got)) = fetching.next() => {
                    self.hand_on(asked, got)?;
                    quiet_since = Instant::now();
                }
                () = sleep_until(quiet_since + patience), if loaded && fetching.is_empty() => {
                    match self.document(&events).await {
                        Ok(Some(html)) => return Ok(html),
                        Ok(None) => {}
                        // Scripts may lead the page elsewhere just then.
                        Err(RenderFault::Refused(_)) => quiet_since = Instant::now(),
                        Err(fault) => return Err(fault),
                    }
                }
            }
        }
    }

    fn judge(&self, params: &Value, served: bool) -> Verdict {
        let url = text(params.pointer("/request/url")).and_then(|url| Url::parse(url).ok());
        let is_get = text(params.pointer("/request/method")) == Some("GET");
        let Some(url) = url.filter(|_| is_get) else { return Verdict::Refuse };
        let is_page = match text(params.get("resourceType")) {
            Some("Document") if text(params.get("frameId")) == Some(self.frame) => true,
            Some("Script" | "XHR" | "Fetch") => false,
            Some("Stylesheet") => return Verdict::Empty,
            _ => return Verdict::Refuse,
        };
        if is_page && !served {
            return Verdict::Page;
        }
        if is_page && !(self.request.may_visit)(&url) {
            return Verdict::Refuse;
        }
        Verdict::Fetch { url, is_page }
    }

    fn answer_at_once(&mut self, verdict: &Verdict, asked: Asked) -> Result<(), RenderFault> {
        match verdict {
            Verdict::Page => {
                let kind = self.fetched.content_type.as_deref().unwrap_or("text/html");
                self.fulfil(asked, &[("content-type", kind.to_owned())], &self.fetched.body)
            }
            Verdict::Empty => self.fulfil(asked, &[("content-type", "text/css".to_owned())], b""),
            Verdict::Fetch { .. } | Verdict::Refuse => self.refuse(asked),
        }
    }

    /// Hands on what was fetched. What could not be had is refused: pages do without much of what they ask for.
    fn hand_on(
        &mut self,
        asked: Asked,
        got: Result<(Answer, Url, u32), FetchError>,
    ) -> Result<(), RenderFault> {
        let (answer, url, attempts) = match got {
            Ok(got) => got,
            Err(error) => {
                self.attempts += error.tried().map_or(0, |tried| tried.attempts);
                return self.refuse(asked);
            }
        };
        self.attempts += attempts;
        self.bytes += answer.body.len() as u64;
        if self.bytes > self.options.max_bytes {
            return Err(RenderFault::TooLarge(self.options.max_bytes));
        }
        if asked.is_page {
            self.address = Some(url);
        }
        let header = |name: &'static str| {
            let value = answer.headers.get(name)?;
            Some((name, String::from_utf8_lossy(value.as_bytes()).into_owned()))
        };
        let headers: Vec<(&str, String)> = TOLD.into_iter().filter_map(header).collect();
        self.fulfil(asked, &headers, &answer.body)
    }

    fn fulfil(&mut self, asked: Asked, headers: &[(&str, String)], body: &[u8]) -> Result<(), RenderFault> {
        let headers: Vec<Value> =
            headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let answer = json!({
            "requestId": asked.id, "responseCode": 200, "responseHeaders": headers, "body": STANDARD.encode(body),
        });
        self.on_the_way.extend(asked.network_id);
        self.browser.tell(Some(self.session), "Fetch.fulfillRequest", &answer)
    }

    fn refuse(&mut self, asked: Asked) -> Result<(), RenderFault> {
        let answer = json!({ "requestId": asked.id, "errorReason": "BlockedByClient" });
        self.on_the_way.extend(asked.network_id);
        self.browser.tell(Some(self.session), "Fetch.failRequest", &answer)
    }

    /// The document as it is now; `None` if something happened meanwhile that it may change by.
    ///
    /// It is read from a world of scripts beside the page's own, where none of the page's changes to what scripts can call
    /// hold.
    async fn document(&self, events: &UnboundedReceiver<Event>) -> Result<Option<String>, RenderFault> {
        let world = json!({ "frameId": self.frame, "worldName": "copydesk" });
        let mut world = self.browser.call(Some(self.session), "Page.createIsolatedWorld", &world).await?;
        let world = taken(&mut world, "/executionContextId");
        // On a busy machine the page's scripts may not have had their turn yet; they have had it when this answers.
        self.evaluate(&world, "new Promise(done => setTimeout(done))").await?;
        if !events.is_empty() {
            return Ok(None);
        }
        let most = self.options.max_bytes;
        let expression = format!(
            "(() => {{ const html = document.documentElement?.outerHTML ?? ''; return html.length > {most} ? null : html }})()"
        );
        match taken(&mut self.evaluate(&world, &expression).await?, "/result/value") {
            Value::String(html) => Ok(Some(format!("<!doctype html>{html}"))),
            _ => Err(RenderFault::TooLarge(most)),
        }
    }

    async fn evaluate(&self, world: &Value, expression: &str) -> Result<Value, RenderFault> {
        let evaluate = json!({
            "expression": expression, "contextId": world, "returnByValue": true, "awaitPromise": true,
        });
        self.browser.call(Some(self.session), "Runtime.evaluate", &evaluate).await
    }
}

/// Fetches what the page asks for: in scope where it is the page itself, anywhere otherwise, politely in any case.
async fn fetch(
    through: &Fetcher,
    request: &FetchRequest<'_>,
    url: Url,
    asked: Asked,
) -> (Asked, Result<(Answer, Url, u32), FetchError>) {
    let anywhere = |_: &Url| true;
    let may_visit: &(dyn Fn(&Url) -> bool + Sync) = if asked.is_page { request.may_visit } else { &anywhere };
    let got = Visit::new(through, url, request.delay).page(&FetchRequest { may_visit, ..*request }).await;
    (asked, got)
}

fn text(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_str)
}

/// Closes what a page was opened in, however rendering it ended.
struct Closing<'a> {
    browser: &'a Browser,
    context: String,
    session: String,
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let context = json!({ "browserContextId": self.context });
        let _ = self.browser.tell(None, "Target.disposeBrowserContext", &context);
        self.browser.forget(&self.session);
    }
}
