//! Fetching over loopback, in virtual time: what arrives, what becomes of what does not, and when who is asked.

mod addresses;
mod answers;
mod cookies;
mod flags;
mod pace;
mod proxy;
mod redirects;
mod retries;
mod robots_http;
mod tls;
