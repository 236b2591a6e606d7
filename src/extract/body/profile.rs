//! The body a profile's rules name.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::marks::Links;
use super::noise::{self, Repeated};
use super::{Body, Signs, assemble, strip};
use crate::article::{BlockKind, Origin, Source};
use crate::extract::Options;
use crate::extract::explanation::{Explanation, Tried};
use crate::extract::source::Sources;
use crate::extract::survey;
use crate::extract::survey::outline::{OutlineBuilder, TextBlock};
use crate::profile::{SelectRule, Take};

/// The first rule that yields text wins; all its matches count, in document order, a match inside another one once.
pub fn find(
    sources: &Sources<'_>,
    stripped: &HashSet<NodeId>,
    headline: Option<&str>,
    options: Options,
    tried: &mut Vec<Tried>,
    explanation: &mut Explanation,
) -> Option<Body> {
    let rules = sources.rules?;
    for rule in &rules.select.body {
        let (blocks, roots) = blocks(sources, rule, stripped);
        let mut unsaid = Explanation::default();
        // The profile's own rules first, so that none of them looks dead because a generic one was quicker.
        let mut kept = strip::strip(blocks.iter().collect(), &rules.strip, &mut unsaid);
        let repeated = Repeated::of(&blocks);
        kept.retain(|block| belongs(block, headline, options.captions, &repeated, &mut unsaid));
        let text = assemble::join(kept.iter().copied(), Links::of(sources));
        let usable = !text.body.is_empty();
        tried.push(Tried {
            source: Source::Profile,
            rule: rule.text.clone(),
            text: text.body.clone(),
            usable,
        });
        if usable {
            explanation.stripped.append(&mut unsaid.stripped);
            explanation.keep(&kept, &text.spans);
            let origin = Origin { source: Source::Profile, rule: Some(rule.text.clone()), confidence: 1.0 };
            let words = kept.iter().map(|block| block.words).sum();
            let signs = Signs { prose_words: words, prose_blocks: kept.len(), words, ..Signs::default() };
            return Some(Body { text, origin, roots, entries: Vec::new(), signs });
        }
    }
    None
}

fn blocks(
    sources: &Sources<'_>,
    rule: &SelectRule,
    stripped: &HashSet<NodeId>,
) -> (Vec<TextBlock>, Vec<NodeId>) {
    if rule.take != Take::Text {
        let texts = sources.select(rule);
        return (texts.iter().filter_map(|text| TextBlock::plain(text)).collect(), Vec::new());
    }
    let matches: Vec<ElementRef<'_>> = rule.select(&sources.page.html).collect();
    let ids: HashSet<NodeId> = matches.iter().map(|element| element.id()).collect();
    let mut blocks = Vec::new();
    let mut roots = Vec::new();
    for element in matches {
        let hidden = |id: NodeId| ids.contains(&id) || stripped.contains(&id);
        if stripped.contains(&element.id()) || element.ancestors().any(|above| hidden(above.id())) {
            continue;
        }
        // Lists and tables are numbered from one in each outline; keep those of different roots apart.
        let mut outline = OutlineBuilder::numbered_from(blocks.len() * 1_000);
        survey::walk(*element, stripped, &mut outline, |_, _| {});
        blocks.extend(outline.finish().blocks);
        roots.push(element.id());
    }
    (blocks, roots)
}

/// Whether a block of an element that is the body belongs to it. Captions and the headline itself stand in the record's other keys.
pub fn belongs(
    block: &TextBlock,
    headline: Option<&str>,
    with_captions: bool,
    repeated: &Repeated<'_>,
    explanation: &mut Explanation,
) -> bool {
    if block.kind == BlockKind::Caption && !with_captions {
        explanation.strip(Source::Generic, "captions are no part of the body", block);
        return false;
    }
    if block.kind == BlockKind::Heading && headline == Some(block.text.as_str()) {
        explanation.strip(Source::Generic, "the headline is no part of the body", block);
        return false;
    }
    if noise::is_noise(block, repeated) {
        explanation.strip(Source::Generic, "a line that stands beside articles, not in them", block);
        return false;
    }
    true
}
