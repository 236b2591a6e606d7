//! Who may talk to the workbench: the browser that was given the address, and nobody else.
//!
//! Another program on the machine does not know the token. Another site's page in the same browser sends a request with its
//! own `Origin`, `Sec-Fetch-Site: cross-site` and, by `SameSite=Strict`, without our cookie; a name it makes lead to
//! 127.0.0.1 (DNS rebinding) shows in `Host`. A page that is shown in the frame has an origin of its own and no script.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::server::Shared;

/// The browser's word on where a request comes from (Fetch Metadata, W3C).
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What the workbench's own page may do: its own scripts and styles, requests to where it is from, one frame.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// A secret, kept as its hash so that comparing takes the same time wherever it differs.
struct Secret([u8; 32]);

impl Secret {
    fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    fn is(&self, text: &str) -> bool {
        Self::of(text).0 == self.0
    }
}

/// The door.
pub(super) struct Gate {
    /// `127.0.0.1:PORT`: the only `Host` that is answered.
    host: String,
    /// What is good for one cookie.
    token: Mutex<Option<Secret>>,
    /// The cookie's name; browsers share cookies between ports.
    cookie: String,
    session: Secret,
    /// The cookie as it is set.
    set_cookie: HeaderValue,
}

/// No randomness to be had from the operating system.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random numbers")]
pub struct NoRandomness(#[source] getrandom::Error);

/// 128 random bits, in hex digits.
pub(super) fn random() -> Result<String, NoRandomness> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")))
}

impl Gate {
    /// The door of a server at that address, and the token that opens it once.
    pub fn new(address: SocketAddr) -> Result<(Self, String), NoRandomness> {
        let (token, session) = (random()?, random()?);
        let cookie = format!("copydesk-{}", address.port());
        let set = format!("{cookie}={session}; Path=/; HttpOnly; SameSite=Strict");
        let set_cookie = HeaderValue::try_from(set).unwrap_or(HeaderValue::from_static(""));
        let (session, held) = (Secret::of(&session), Mutex::new(Some(Secret::of(&token))));
        Ok((Self { host: address.to_string(), token: held, cookie, session, set_cookie }, token))
    }

    /// Takes the token, which is then worth nothing any more; gives the cookie to set.
    pub fn exchange(&self, token: &str) -> Option<HeaderValue> {
        let mut held = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let is_right = held.as_ref().is_some_and(|held| held.is(token));
        is_right.then(|| {
            *held = None;
            self.set_cookie.clone()
        })
    }

    /// Why a request is not answered.
    fn refusal(&self, request: &Request) -> Option<&'static str> {
        let headers = request.headers();
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        if text(header::HOST) != Some(&self.host) || headers.get_all(header::HOST).iter().count() != 1 {
            return Some("this is not the host it is served at");
        }
        if has_token(request) {
            return None;
        }
        let own_origin = |origin: &HeaderValue| {
            origin.to_str().is_ok_and(|origin| origin.strip_prefix("http://") == Some(&self.host))
        };
        let writes = request.method() != Method::GET;
        match headers.get(header::ORIGIN) {
            Some(origin) if !own_origin(origin) => return Some("another site asks"),
            None if writes => return Some("nobody says which site asks"),
            _ => {}
        }
        if writes && text(header::CONTENT_TYPE) != Some("application/json") {
            return Some("what is sent must be application/json");
        }
        if text(SEC_FETCH_SITE).is_some_and(|site| !matches!(site, "same-origin" | "none")) {
            return Some("another site asks");
        }
        (!self.is_known(headers))
            .then_some("open the address that `copydesk workbench` printed: it is good for one browser")
    }

    fn is_known(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            sent.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(name, value)| name == self.cookie && self.session.is(value))
    }
}

/// Whether a request brings a token: the first one of a browser, which can have no cookie and comes from anywhere.
fn has_token(request: &Request) -> bool {
    let first = request.method() == Method::GET && request.uri().path() == "/";
    first && request.uri().query().is_some_and(|query| query.starts_with("token="))
}

/// Lets through what may pass, and puts on every answer what a browser has to know of it.
pub(super) async fn guard(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let mut answer = match shared.gate.refusal(&request) {
        Some(why) => (StatusCode::FORBIDDEN, format!("copydesk workbench: {why}\n")).into_response(),
        None => next.run(request).await,
    };
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // The frame's own is stricter still.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(PAGE_POLICY));
    answer
}
