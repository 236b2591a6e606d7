//! Whether the page is one article, what it is instead, and how sure that is.
//!
//! Conservative: a page is refused only for a stated sign of something else, and a page that calls itself an article
//! only where it shows next to no text. What was seen becomes a confidence too, so that a reader of records may be
//! stricter than we are.

mod confidence;
mod excerpts;
mod words;

use scraper::ElementRef;
use url::Url;

use super::ExtractError;
use super::body::{Body, Signs};
use super::source::Sources;
use super::survey::Mark;
use super::text;
use crate::article::Source;
use crate::outcome::{NoArticleStatus, Reason};

/// Fewest words of an article on a page that does not call itself one.
const SHORTEST: usize = 40;
/// The same where the page gives a date and an author.
const SHORTEST_SIGNED: usize = 25;
/// Fewest words of an article on a page that does.
const SHORTEST_DECLARED: usize = 10;
/// Fewest words on a page that is nothing else: see [`View::is_bare_article`].
const SHORTEST_BARE: usize = 1;
/// From so many words of running text on, a page that calls itself an article is no error text, whatever its title.
const NO_ERROR_DECLARED: usize = 60;
/// The same for any other page.
const NO_ERROR: usize = 150;
/// From so many words of running text on, a page is no video's and no wall.
const NO_WALL: usize = 120;
/// The most running text of a page that may be a listing with introductions.
const THIN: usize = 250;
/// The least confidence of a page that passes without calling itself an article. Of a thousand news pages none has less than 0.19; lists of headlines whose
/// markup says nothing of the kind have 0.04 to 0.06.
const LEAST: f32 = 0.1;

/// What a page is that is no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// The front page of a site.
    FrontPage,
    /// A section, a tag, an archive: other pages' titles and introductions.
    Listing,
    /// The answer to a search.
    SearchResults,
    /// A form to log in or to register, and no text.
    LoginWall,
    /// The question whether cookies may be set, instead of the page.
    ConsentWall,
    /// An error text, sent as if it were a page.
    ErrorPage,
    /// A video or a podcast, and hardly any text.
    VideoOnly,
    /// Too little running text to say more.
    TooShort,
    /// Something else than one article, by all its signs together.
    Unlikely,
}

impl PageKind {
    /// The slug it is recorded under.
    #[must_use]
    pub fn reason(self) -> Reason {
        match self {
            Self::FrontPage | Self::Listing | Self::TooShort | Self::Unlikely => Reason::NotArticle,
            Self::SearchResults => Reason::SearchResults,
            Self::LoginWall => Reason::LoginWall,
            Self::ConsentWall => Reason::ConsentWall,
            Self::ErrorPage => Reason::ErrorPage,
            Self::VideoOnly => Reason::VideoOnly,
        }
    }

    /// Behind a question about cookies there may be an article; all others are rightly none.
    #[must_use]
    pub fn status(self) -> NoArticleStatus {
        if self == Self::ConsentWall { NoArticleStatus::Failed } else { NoArticleStatus::Skipped }
    }
}

/// What the settled fields say about the page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// Whether it gives a date of publication.
    pub dated: bool,
    /// Whether it names authors.
    pub signed: bool,
}

/// Passes the body on, with how sure it is that the page is one article, if it is.
pub fn judge(sources: &Sources<'_>, told: Told, body: Option<Body>) -> Result<(Body, f32), ExtractError> {
    // Whoever wrote a rule for this site's articles has decided already.
    let body = match body {
        Some(body) if body.origin.source == Source::Profile => return Ok((body, 1.0)),
        body => body,
    };
    let view = View::of(sources, told, body.as_ref());
    if let Some((kind, why)) = view.something_else() {
        return Err(ExtractError::NotArticle { kind, why });
    }
    let fewest = match view.declared {
        _ if view.is_bare_article() => SHORTEST_BARE,
        true => SHORTEST_DECLARED,
        false if told.dated && told.signed => SHORTEST_SIGNED,
        false => SHORTEST,
    };
    let confidence = body.as_ref().map_or(0.0, |body| confidence::of(&view, body.origin.confidence));
    let (words, declared) = (view.signs.words, view.declared);
    match body {
        Some(_) if words >= fewest && !declared && confidence < LEAST => Err(ExtractError::NotArticle {
            kind: PageKind::Unlikely,
            why: format!("its signs together make it one with a probability of {confidence}"),
        }),
        Some(body) if words >= fewest => Ok((body, confidence)),
        _ if declared => Err(ExtractError::NoBody {
            why: format!("the page calls itself an article but shows {words} words of text"),
        }),
        _ => Err(ExtractError::NotArticle {
            kind: PageKind::TooShort,
            why: format!("it has {words} words of running text"),
        }),
    }
}

/// What the page is judged by.
struct View<'a> {
    sources: &'a Sources<'a>,
    told: Told,
    signs: Signs,
    url: &'a Url,
    /// Whether it calls itself an article.
    declared: bool,
    /// Title and first heading, lower case.
    titles: Vec<String>,
    body: &'a str,
}

impl<'a> View<'a> {
    fn of(sources: &'a Sources<'a>, told: Told, body: Option<&'a Body>) -> Self {
        let heading = sources.survey.marks.iter().find(|(mark, _)| *mark == Mark::H1);
        let heading = heading.map(|(_, element)| text::of(*element));
        let titles = sources.survey.title.clone().into_iter().chain(heading);
        Self {
            told,
            signs: body.map(|body| body.signs).unwrap_or_default(),
            url: &sources.page.final_url,
            declared: sources.json_ld.has_article()
                || og_type(sources).is_some_and(|kind| kind.contains("article")),
            titles: titles.map(|title| title.to_lowercase()).collect(),
            body: body.map_or("", |body| body.text.body.as_str()),
            sources,
        }
    }

    /// Whether the page is one `<article>` with one heading in it and no menu or list of links around it: a flash, or a
    /// print view. There is nothing else such a page could be, however short it is.
    fn is_bare_article(&self) -> bool {
        self.signs.linked_words == 0 && self.is_headed()
    }

    /// Whether the one large heading stands in an `<article>`, as no listing's does.
    fn is_headed(&self) -> bool {
        let mut headings = self.sources.survey.marks.iter().filter(|(mark, _)| *mark == Mark::H1);
        let (Some((_, heading)), None) = (headings.next(), headings.next()) else { return false };
        let mut around = heading.ancestors().filter_map(ElementRef::wrap);
        around.any(|element| element.value().name() == "article")
    }

    /// What the page is instead of an article.
    fn something_else(&self) -> Option<(PageKind, String)> {
        self.error_page()
            .or_else(|| self.front_page())
            .or_else(|| self.wall())
            .or_else(|| self.video_only())
            .or_else(|| self.search_results())
            .or_else(|| self.listing())
    }

    fn error_page(&self) -> Option<(PageKind, String)> {
        let most = if self.declared { NO_ERROR_DECLARED } else { NO_ERROR };
        if self.signs.prose_words >= most {
            return None;
        }
        let error = self.titles.iter().flat_map(|title| words::parts(title)).find_map(words::error)?;
        Some((PageKind::ErrorPage, format!("its title says \"{error}\", as those of error pages do")))
    }

    /// Hardly any text, or far more links than text.
    fn is_thin(&self) -> bool {
        self.signs.prose_words < THIN || self.signs.linked_words > self.signs.words * 3
    }

    fn front_page(&self) -> Option<(PageKind, String)> {
        let path = self.url.path().trim_matches('/');
        let is_root = (path.is_empty() || is_language(path)) && self.url.query().is_none();
        let lists = self.signs.linked_words > self.signs.prose_words;
        let is_front =
            is_root && self.url.scheme() != "file" && (self.is_thin() || (!self.declared && lists));
        is_front.then(|| (PageKind::FrontPage, "it is the front page of its site".to_owned()))
    }

    /// A question about cookies, or a form to log in.
    fn wall(&self) -> Option<(PageKind, String)> {
        if self.signs.prose_words >= NO_WALL || self.told.dated {
            return None;
        }
        let asks = self.titles.iter().any(|title| words::asks_for_consent(title));
        if asks && words::consent_words(self.body) >= 3 {
            return Some((
                PageKind::ConsentWall,
                "it asks for consent to cookies, and shows nothing else".to_owned(),
            ));
        }
        let segments = || self.url.path_segments().into_iter().flatten();
        let named = segments().any(words::is_login_path)
            || self.titles.iter().any(|title| words::asks_to_log_in(title));
        let form = self.sources.survey.passwords > 0 && (named || self.signs.prose_words < SHORTEST);
        form.then(|| (PageKind::LoginWall, "it is a form to log in or to register".to_owned()))
    }

    fn video_only(&self) -> Option<(PageKind, String)> {
        let most = if self.declared { SHORTEST_DECLARED } else { SHORTEST };
        if self.signs.words >= most {
            return None;
        }
        let is_video = og_type(self.sources).is_some_and(|kind| kind.starts_with("video"));
        let shows = is_video || self.sources.survey.videos > 0;
        shows.then(|| {
            (PageKind::VideoOnly, format!("it shows a video and {} words of text", self.signs.words))
        })
    }

    fn search_results(&self) -> Option<(PageKind, String)> {
        if self.declared || self.told.dated || self.signs.linked_words < self.signs.prose_words {
            return None;
        }
        let asked = self.url.query_pairs().any(|(key, _)| words::is_search_key(&key));
        let path = self.url.path_segments().into_iter().flatten().any(words::is_search_path);
        let says = self.titles.iter().any(|title| words::names_a_search(title));
        (says && (asked || path) || asked && path)
            .then(|| (PageKind::SearchResults, "it answers a search".to_owned()))
    }

    fn listing(&self) -> Option<(PageKind, String)> {
        let signs = self.signs;
        let listing = |why| Some((PageKind::Listing, why));
        if !self.sources.json_ld.has_article()
            && let Some(count) = excerpts::of(self.sources, self.body)
        {
            return listing(format!(
                "its text is the beginnings of {count} stories, each under its linked title"
            ));
        }
        if self.declared || !self.is_thin() {
            return None;
        }
        if let Some(kind) = self.sources.json_ld.listing() {
            return listing(format!("its JSON-LD says {kind}"));
        }
        let website = og_type(self.sources).as_deref() == Some("website");
        if website
            && !(self.is_headed() && signs.prose_blocks > 1)
            && signs.prose_words < 120
            && signs.linked_words > signs.words
        {
            return listing("og:type is website, and most of its words are links".to_owned());
        }
        let few =
            signs.linked_words > 200 && signs.linked_words > signs.prose_words * 4 && signs.prose_blocks < 4;
        if few && !self.told.dated && !(self.is_headed() && signs.prose_blocks > 1) {
            let (links, prose) = (signs.linked_words, signs.prose_words);
            return listing(format!(
                "{links} words are links, {prose} are running text, as on pages that list others"
            ));
        }
        None
    }
}

/// Whether a path is nothing but a language: `/en`, `/pt-br`.
fn is_language(path: &str) -> bool {
    let letters = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    path.split_once(['-', '_'])
        .map_or_else(|| letters(path), |(language, region)| letters(language) && letters(region))
}

fn og_type(sources: &Sources<'_>) -> Option<String> {
    sources.meta("og:type").into_iter().next().map(|kind| kind.to_lowercase())
}
