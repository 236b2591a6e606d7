//! Whether the page is one article. Conservative: a page is refused only for a stated sign of something else.

use super::ExtractError;
use super::body::Body;
use super::source::Sources;
use crate::article::Source;

/// Fewest words of an article on a page that does not call itself one.
const SHORTEST: usize = 40;
/// Fewest words of an article on a page that does.
const SHORTEST_DECLARED: usize = 10;

/// Words at the beginning of the title of an error text.
const ERROR_TITLES: &[&str] = &[
    "404",
    "403",
    "410",
    "500",
    "503",
    "access denied",
    "error 404",
    "forbidden",
    "just a moment",
    "attention required",
    "are you a robot",
    "page not found",
    "not found",
    "seite nicht gefunden",
    "page introuvable",
    "página no encontrada",
    "pagina non trovata",
    "página não encontrada",
    "pagina niet gevonden",
    "sidan kunde inte hittas",
    "siden ble ikke funnet",
    "страница не найдена",
    "nie znaleziono strony",
];

/// Passes the body on if the page is one article.
pub fn judge(sources: &Sources<'_>, body: Option<Body>) -> Result<Body, ExtractError> {
    // Whoever wrote a rule for this site's articles has decided already.
    if body.as_ref().is_some_and(|body| body.origin.source == Source::Profile) {
        return body.ok_or_else(|| ExtractError::NoBody { why: String::new() });
    }
    let declared = declares_article(sources);
    let words = body.as_ref().map_or(0, |body| body.signs.words);
    if let Some(why) = something_else(sources, body.as_ref(), declared) {
        return Err(ExtractError::NotArticle { why });
    }
    let fewest = if declared { SHORTEST_DECLARED } else { SHORTEST };
    match body {
        Some(body) if words >= fewest => Ok(body),
        _ if declared => Err(ExtractError::NoBody {
            why: format!("the page calls itself an article but shows {words} words of text"),
        }),
        _ => Err(ExtractError::NotArticle { why: format!("it has {words} words of running text") }),
    }
}

fn declares_article(sources: &Sources<'_>) -> bool {
    sources.json_ld.has_article() || og_type(sources).is_some_and(|kind| kind.contains("article"))
}

fn og_type(sources: &Sources<'_>) -> Option<String> {
    sources.meta("og:type").into_iter().next().map(|kind| kind.to_lowercase())
}

/// What the page is instead of an article.
fn something_else(sources: &Sources<'_>, body: Option<&Body>, declared: bool) -> Option<String> {
    let signs = body.map(|body| body.signs).unwrap_or_default();
    let title = sources.survey.title.as_deref().unwrap_or_default().to_lowercase();
    let error = ERROR_TITLES.iter().find(|known| title.trim().starts_with(**known));
    if let Some(error) = error.filter(|_| signs.prose_words < 150) {
        return Some(format!("its title begins with \"{error}\", as those of error pages do"));
    }
    let thin = signs.prose_words < 250 || signs.linked_words > signs.words * 3;
    let url = &sources.page.final_url;
    let is_root = url.path().trim_matches('/').is_empty() && url.query().is_none();
    if is_root && (thin || !declared) && url.scheme() != "file" {
        return Some("it is the front page of its site".to_owned());
    }
    if declared || !thin {
        return None;
    }
    if let Some(kind) = sources.json_ld.listing() {
        return Some(format!("its JSON-LD says {kind}"));
    }
    if og_type(sources).as_deref() == Some("website")
        && signs.prose_words < 120
        && signs.linked_words > signs.words
    {
        return Some("og:type is website, and most of its words are links".to_owned());
    }
    let lists =
        signs.linked_words > 200 && signs.linked_words > signs.prose_words * 4 && signs.prose_blocks < 4;
    lists.then(|| {
        format!(
            "{} words are links, {} are running text, as on pages that list others",
            signs.linked_words, signs.prose_words
        )
    })
}
