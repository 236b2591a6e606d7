//! One page in the browser: its requests answered by our fetcher, its document read when it is quiet.

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
use crate::fetch::client::Answer;
use crate::fetch::visit::Visit;
use crate::fetch::{FetchError, FetchRequest, Fetched, Fetcher};

/// A page is complete once it is loaded and has asked for nothing for so long.
const QUIET: Duration = Duration::from_millis(500);

/// Headers of answers that the browser is told.
const TOLD: [&str; 3] = ["content-type", "access-control-allow-origin", "access-control-allow-credentials"];

/// A request of the page that is being fetched.
type Fetching<'a> =
    Pin<Box<dyn Future<Output = (Asked, Result<(Answer, Url, u32), FetchError>)> + Send + 'a>>;

/// A request that the browser holds until it is answered.
struct Asked {
    id: String,
    /// Whether it is the page itself, led elsewhere by a script.
    is_page: bool,
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
            tokio::select! {
                event = events.recv() => {
                    let Some(Event { method, params }) = event else { return Err(RenderFault::Crashed) };
                    match method.as_str() {
                        "Fetch.requestPaused" => {
                            quiet_since = Instant::now();
                            match self.judge(&params, served) {
                                Verdict::Fetch { url, is_page } => {
                                    let asked = Asked { id: id(&params), is_page };
                                    fetching.push(Box::pin(fetch(through, request, url, asked)));
                                }
                                verdict => {
                                    served |= matches!(verdict, Verdict::Page);
                                    self.answer_at_once(&verdict, &id(&params))?;
                                }
                            }
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
                    self.hand_on(&asked, got)?;
                    quiet_since = Instant::now();
                }
                () = sleep_until(quiet_since + QUIET), if loaded && fetching.is_empty() => return self.document().await,
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

    fn answer_at_once(&self, verdict: &Verdict, id: &str) -> Result<(), RenderFault> {
        match verdict {
            Verdict::Page => {
                let kind = self.fetched.content_type.as_deref().unwrap_or("text/html");
                self.fulfil(id, &[("content-type", kind.to_owned())], &self.fetched.body)
            }
            Verdict::Empty => self.fulfil(id, &[("content-type", "text/css".to_owned())], b""),
            Verdict::Fetch { .. } | Verdict::Refuse => self.refuse(id),
        }
    }

    /// Hands on what was fetched. What could not be had is refused: pages do without much of what they ask for.
    fn hand_on(
        &mut self,
        asked: &Asked,
        got: Result<(Answer, Url, u32), FetchError>,
    ) -> Result<(), RenderFault> {
        let (answer, url, attempts) = match got {
            Ok(got) => got,
            Err(error) => {
                self.attempts += error.tried().map_or(0, |tried| tried.attempts);
                return self.refuse(&asked.id);
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
        self.fulfil(&asked.id, &headers, &answer.body)
    }

    fn fulfil(&self, id: &str, headers: &[(&str, String)], body: &[u8]) -> Result<(), RenderFault> {
        let headers: Vec<Value> =
            headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let answer = json!({
            "requestId": id, "responseCode": 200, "responseHeaders": headers, "body": STANDARD.encode(body),
        });
        self.browser.tell(Some(self.session), "Fetch.fulfillRequest", &answer)
    }

    fn refuse(&self, id: &str) -> Result<(), RenderFault> {
        let answer = json!({ "requestId": id, "errorReason": "BlockedByClient" });
        self.browser.tell(Some(self.session), "Fetch.failRequest", &answer)
    }

    /// The document as it is now.
    async fn document(&self) -> Result<String, RenderFault> {
        let most = self.options.max_bytes;
        let expression = format!(
            "(() => {{ const html = document.documentElement?.outerHTML ?? ''; return html.length > {most} ? null : html }})()"
        );
        let evaluate = json!({ "expression": expression, "returnByValue": true });
        let mut result = self.browser.call(Some(self.session), "Runtime.evaluate", &evaluate).await?;
        match taken(&mut result, "/result/value") {
            Value::String(html) => Ok(format!("<!doctype html>{html}")),
            _ => Err(RenderFault::TooLarge(most)),
        }
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

fn id(params: &Value) -> String {
    text(params.get("requestId")).unwrap_or_default().to_owned()
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
