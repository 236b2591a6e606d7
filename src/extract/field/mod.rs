//! The record's fields: one file each, with a table of the keys it is read from.

pub mod about;
pub mod access;
pub mod authors;
pub mod headline;
pub mod images;
pub mod language;
pub mod places;
pub mod site;
pub mod times;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use url::Url;

    use super::{authors::Lists, headline::Readings, times::Days};
    use crate::extract::choice;
    use crate::extract::date::DayOrder;
    use crate::extract::source::{Sources, json_ld::JsonLd};
    use crate::extract::survey::Survey;
    use crate::page::{Page, PageSource};

    /// A made-up page with something in every place the fields look at.
    const PAGE: &str = "<html><head><title>Harbour opens - Example</title><meta property=og:title content='Harbour opens'>\
        <meta property=og:type content=article><meta name=author content='Jane Doe'>\
        <meta property=article:published_time content=2019-02-25><script type='application/ld+json'>\
        {\"@type\": \"NewsArticle\", \"headline\": \"Harbour opens\", \"author\": \"Jane Doe\", \"datePublished\": \"2019-02-25\"}\
        </script></head><body><h1>Harbour opens</h1><p class=byline>By Jane Doe</p><time>25 February 2019</time>\
        <p>Updated: March 1, 2019</p></body></html>";

    #[test]
    fn every_feature_in_use_has_a_weight() {
        let url = Url::parse("https://example.com/2019/02/25/harbour-opens").unwrap();
        let bytes = PAGE.as_bytes();
        let source = PageSource { url: &url, final_url: &url, bytes, content_type: None, fetched_at: None };
        let page = Page::parse(&source).unwrap();
        let survey = Survey::of(&page, &HashSet::new());
        let json_ld = JsonLd::read(&survey.json_ld, &url, survey.title.as_deref());
        let sources = Sources { page: &page, rules: None, survey: &survey, json_ld: &json_ld };
        for (field, rows) in [
            ("headline", Readings::of(&sources, None).rows),
            ("authors", Lists::of(&sources, None).rows),
            ("date_published", Days::of(&sources, DayOrder::DayFirst).rows),
        ] {
            assert!(!rows.is_empty(), "{field}");
            for (name, _) in rows.iter().flat_map(choice::Row::features) {
                assert!(choice::knows(field, name), "{field}: `{name}` has no weight: train again");
            }
        }
    }
}
