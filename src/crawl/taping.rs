//! What the fetcher recorded → what the archive keeps.

use url::Url;

use super::frontier::Version;
use super::recorder::Rendered;
use crate::archive::{Capture, Packed};
use crate::coding;
use crate::fetch::Recorded;

/// Packs what was recorded for one URL, which was known in that version, and what a browser made of it. Compresses, so it
/// takes a while.
pub(super) fn pack(
    recorded: &[Recorded],
    known: Option<&Version>,
    rendered: Option<&Rendered>,
) -> Vec<Packed> {
    let mut before: Option<&Recorded> = None;
    let mut packed = Vec::with_capacity(recorded.len());
    for now in recorded {
        let via = before.filter(|before| leads_to(before, &now.url)).map(|before| before.url.as_str());
        let known = known.filter(|known| known.validators.of == now.url);
        packed.push(Packed::new(&Capture {
            unchanged_since: known.and_then(|known| known.archived),
            ..capture(now, via)
        }));
        before = Some(now);
    }
    let rendered = rendered.and_then(|rendered| {
        let made_of = recorded.iter().position(|of| of.url == rendered.url && coding::is_page(of.status))?;
        Some(packed.get(made_of)?.rendered(&rendered.document, rendered.at))
    });
    packed.extend(rendered);
    packed
}

fn capture<'a>(recorded: &'a Recorded, via: Option<&'a str>) -> Capture<'a> {
    Capture {
        url: recorded.url.as_str(),
        at: recorded.at,
        took: recorded.took,
        address: recorded.address.map(|address| address.ip()),
        via,
        target: &recorded.url[url::Position::BeforePath..url::Position::AfterQuery],
        request: &recorded.request,
        protocol: &recorded.protocol,
        status: recorded.status,
        reason: recorded.reason,
        headers: &recorded.headers,
        body: &recorded.body,
        cut: recorded.cut,
        unchanged_since: None,
    }
}

/// Whether an answer redirects to that address.
fn leads_to(answer: &Recorded, next: &Url) -> bool {
    let location = answer.headers.iter().find(|(name, _)| name == "location");
    let Some((_, location)) = location.filter(|_| (300..400).contains(&answer.status)) else { return false };
    let joined = answer.url.join(&String::from_utf8_lossy(location));
    joined.is_ok_and(|mut joined| {
        joined.set_fragment(None);
        joined == *next
    })
}
