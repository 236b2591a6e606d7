//! Setting up the HTTP client: what it trusts, what it accepts, which way it goes.

use reqwest::header::{HeaderMap, HeaderValue};

use super::error::{FetchError, RootCause};
use super::kept;
use super::options::FetchOptions;
use super::proxy::Proxy;
use super::resolve::GuardedResolver;
use super::tape;

/// The most lines an answer's head may have. Browsers count none; sites that send a policy for every script reach 150.
const MOST_HEADERS: usize = 256;

/// The HTTP client. Redirects, retries, cookies and proxies of its own are off: pace, robots.txt and address guard would
/// not see what they do.
pub(super) fn build(
    options: &FetchOptions,
    resolver: &GuardedResolver,
) -> Result<reqwest::Client, FetchError> {
    let refuse = |what: &str| {
        let what = what.to_owned();
        move |error: reqwest::Error| FetchError::Options { what, cause: Some(RootCause::of(&error)) }
    };
    // Fails if there is one already, which is then as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut roots = Vec::new();
    for pem in &options.extra_roots {
        let what = "--ca-certificate holds no certificate in PEM";
        let found = reqwest::Certificate::from_pem_bundle(pem).map_err(refuse(what))?;
        if found.is_empty() {
            return Err(FetchError::Options { what: what.to_owned(), cause: None });
        }
        roots.extend(found);
    }
    let accepted = tape::ACCEPTED
        .map(|(name, value)| (name, HeaderValue::from_static(value)))
        .into_iter()
        .collect::<HeaderMap>();
    if options.proxy.is_some() && !options.connect_to.is_empty() {
        let what = "--connect-to and --proxy both say where to connect: give one of them".to_owned();
        return Err(FetchError::Options { what, cause: None });
    }
    let proxy = options.proxy.as_ref().map(Proxy::at_address).transpose()?;
    let builder = || {
        let builder = reqwest::Client::builder()
            .default_headers(accepted.clone())
            .user_agent(&options.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .http1_max_headers(MOST_HEADERS)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(kept::UNUSED)
            .dns_resolver(resolver.clone());
        match &proxy {
            Some(proxy) => builder.proxy(proxy.clone()),
            None => builder,
        }
    };
    let built = builder().tls_certs_merge(roots.clone()).build();
    // A machine without a trust store can still fetch what needs none.
    let built = built.or_else(|error| {
        if roots.is_empty() { builder().tls_certs_only([]).build().map_err(|_| error) } else { Err(error) }
    });
    built.map_err(refuse("--user-agent or --ca-certificate cannot be used"))
}
