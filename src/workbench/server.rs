//! What the browser can ask for.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::desk::{BrokeOff, Desk};
use super::gate::{Gate, guard, random};
use super::{candidates, reading, save};
use crate::induce::edit;

/// What every answer needs.
#[derive(Clone)]
pub(super) struct Shared(Arc<Parts>);

pub(super) struct Parts {
    pub gate: Gate,
    desk: Desk,
}

impl Shared {
    pub fn new(gate: Gate, desk: Desk) -> Self {
        Self(Arc::new(Parts { gate, desk }))
    }
}

impl std::ops::Deref for Shared {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The most bytes a question may have: a profile many times over.
const MOST_BYTES: usize = 4 << 20;

/// Our own files.
const ASSETS: &[(&str, &str, &str)] = &[
    ("app.js", JAVASCRIPT, include_str!("assets/app.js")),
    ("editor.js", JAVASCRIPT, include_str!("assets/editor.js")),
    ("element.js", JAVASCRIPT, include_str!("assets/element.js")),
    ("picker.js", JAVASCRIPT, include_str!("assets/picker.js")),
    ("record.js", JAVASCRIPT, include_str!("assets/record.js")),
    ("style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const INDEX: &str = include_str!("assets/index.html");
const FRAME_SCRIPT: &str = include_str!("assets/frame.js");
const FRAME_STYLE: &str = include_str!("assets/frame.css");

/// The answer to the first request, which sets the cookie. What a browser loads because of it counts as asked for by us, so
/// that the cookie goes with it even if the address was clicked on another site.
const WELCOME: &str = "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url=/\">\
    <title>Copydesk workbench</title><a href=\"/\">Open the workbench</a>";

/// All that is served.
pub(super) fn router(shared: Shared) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/assets/{name}", get(asset))
        .route("/page/{id}", get(page))
        .route("/api/contents", get(contents))
        .route("/api/read", post(read))
        .route("/api/candidates", post(candidates))
        .route("/api/choose", post(choose))
        .route("/api/save", post(save))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(from_fn_with_state(shared.clone(), guard))
        .with_state(shared)
}

async fn index(State(shared): State<Shared>, RawQuery(query): RawQuery) -> Response {
    let Some(token) = query.as_deref().and_then(|query| query.strip_prefix("token=")) else {
        return html(INDEX.to_owned());
    };
    let Some(cookie) = shared.gate.exchange(token) else {
        let why = "this address was opened already, and is good for one browser: start the workbench again\n";
        return (StatusCode::FORBIDDEN, why).into_response();
    };
    ([(header::SET_COOKIE, cookie)], html(WELCOME.to_owned())).into_response()
}

fn html(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}

async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => ([(header::CONTENT_TYPE, *kind)], *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A page as it is shown in the frame: in an origin of its own, where nothing but our one script runs and nothing is loaded.
async fn page(State(shared): State<Shared>, Path(id): Path<usize>) -> Response {
    let shown = shared.desk.ask(move |pages| {
        let sheet = pages.sheets.get_mut(id).ok_or_else(|| "there is no such page".to_owned())?;
        sheet.last().map(|parsed| parsed.inert().html.clone())
    });
    let (shown, nonce) = match (shown.await, random()) {
        (Ok(Ok(shown)), Ok(nonce)) => (shown, nonce),
        (Ok(Err(why)), _) => return (StatusCode::NOT_FOUND, why).into_response(),
        _ => return BrokeOff.into_response(),
    };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
    );
    let text = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>The page</title>\
         <style nonce=\"{nonce}\">{FRAME_STYLE}</style></head><body tabindex=\"0\">{shown}\
         <script nonce=\"{nonce}\">{FRAME_SCRIPT}</script></body></html>"
    );
    let policies = [(header::CONTENT_SECURITY_POLICY, policy)];
    let frame = [(HeaderName::from_static("x-frame-options"), "SAMEORIGIN")];
    (policies, frame, html(text)).into_response()
}

/// What there is to work on, and what an element can be chosen for.
#[derive(Serialize)]
struct Answer<T> {
    #[serde(flatten)]
    contents: T,
    fields: Vec<&'static str>,
}

async fn contents(State(shared): State<Shared>) -> Response {
    json(
        shared
            .desk
            .ask(|pages| Ok::<_, String>(Answer { contents: pages.contents(), fields: edit::fields() }))
            .await,
    )
}

#[derive(Deserialize)]
struct Read {
    site: usize,
    toml: String,
    page: Option<usize>,
}

async fn read(State(shared): State<Shared>, body: Bytes) -> Response {
    let Read { site, toml, page } = match question(&body) {
        Ok(question) => question,
        Err(answer) => return answer,
    };
    json(shared.desk.ask(move |pages| reading::read(pages, site, &toml, page)).await)
}

#[derive(Deserialize)]
struct Click {
    page: usize,
    element: usize,
}

async fn candidates(State(shared): State<Shared>, body: Bytes) -> Response {
    let Click { page, element } = match question(&body) {
        Ok(question) => question,
        Err(answer) => return answer,
    };
    json(shared.desk.ask(move |pages| candidates::candidates(pages, page, element)).await)
}

#[derive(Deserialize)]
struct Choice {
    toml: String,
    field: String,
    selector: String,
}

#[derive(Serialize)]
struct Chosen {
    toml: String,
}

async fn choose(body: Bytes) -> Response {
    let Choice { toml, field, selector } = match question(&body) {
        Ok(question) => question,
        Err(answer) => return answer,
    };
    json(Ok(edit::choose(&toml, &field, &selector).map(|toml| Chosen { toml })))
}

async fn save(State(shared): State<Shared>, body: Bytes) -> Response {
    let wish: save::Wish = match question(&body) {
        Ok(question) => question,
        Err(answer) => return answer,
    };
    json(shared.desk.ask(move |pages| save::save(pages, &wish)).await)
}

#[expect(clippy::result_large_err, reason = "an answer that is sent at once")]
fn question<T: DeserializeOwned>(body: &[u8]) -> Result<T, Response> {
    serde_json::from_slice(body).map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()).into_response())
}

#[derive(Serialize)]
struct Wrong<E> {
    error: E,
}

/// The answer, or what is wrong with the question.
fn json<T: Serialize, E: Serialize>(answer: Result<Result<T, E>, BrokeOff>) -> Response {
    let (status, text) = match answer {
        Ok(Ok(answer)) => (StatusCode::OK, serde_json::to_string(&answer)),
        Ok(Err(error)) => (StatusCode::UNPROCESSABLE_ENTITY, serde_json::to_string(&Wrong { error })),
        Err(broke_off) => return broke_off.into_response(),
    };
    match text {
        Ok(text) => (status, [(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Err(_) => BrokeOff.into_response(),
    }
}

impl IntoResponse for BrokeOff {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, "the answer broke off by a mistake of the program's")
            .into_response()
    }
}
