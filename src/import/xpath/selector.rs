//! Paths as CSS selectors. Whatever has no exact counterpart is refused with the reason.
//!
//! The set of elements that the steps so far lead to is held as selectors that match exactly those elements of the whole
//! page; each step makes new ones out of them: `S/b` is `S > b`, `S//b` is `S b`, `S/..` is `:has(> S)`.

use super::ast::{Axis, Expr, Path, Step, Test};
use super::condition::{compound, nearest, suffix};
use super::parse::parse;
use super::position::Position;
use super::strings;

/// A selector, and what it takes of the elements it matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The selector.
    pub css: String,
    /// What is taken.
    pub taken: Taken,
}

/// What is taken of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The element.
    Element,
    /// An attribute's value.
    Attribute(String),
    /// Each piece of its own text.
    Text,
}

/// Translates an expression, or says why CSS has no equal of it.
pub fn translate(xpath: &str) -> Result<Selection, String> {
    let (found, taken) = nodes(&parse(xpath)?)?;
    let mut parts: Vec<String> = Vec::with_capacity(found.len());
    for part in found.iter().map(Complex::text) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Ok(Selection { css: parts.join(", "), taken })
}

/// A selector without commas, open at its end.
#[derive(Clone, Debug, Default)]
struct Complex {
    /// All up to and with the last combinator.
    before: String,
    /// The last compound selector: what an element itself must be like.
    last: String,
}

impl Complex {
    fn text(&self) -> String {
        format!("{}{}", self.before, self.last)
    }

    /// The selector as an argument of `:has()` or at another place where only a compound one may stand.
    fn closed(&self) -> String {
        if self.before.is_empty() { self.last.clone() } else { format!(":is({})", self.text()) }
    }

    fn add(&mut self, suffix: &str) {
        if self.last == "*" && !suffix.is_empty() {
            self.last.clear();
        }
        self.last.push_str(suffix);
    }
}

type Nodes = (Vec<Complex>, Taken);

fn nodes(expr: &Expr) -> Result<Nodes, String> {
    match expr {
        Expr::Path(path) => {
            begins_well(path)?;
            Walk { at: None, anywhere: false }.walk(&path.steps)
        }
        Expr::Union(left, right) => {
            let ((mut found, taken), (more, also)) = (nodes(left)?, nodes(right)?);
            if taken != also {
                return Err("unites nodes of different kinds, which one rule cannot take".to_owned());
            }
            found.extend(more);
            Ok((found, taken))
        }
        Expr::Filter { of, predicates, steps } => {
            let (mut found, taken) = nodes(of)?;
            if taken != Taken::Element {
                return Err("goes on from attributes or text".to_owned());
            }
            for predicate in predicates {
                if Position::of(predicate).is_some() {
                    return Err("takes one of all matches on the page, which CSS cannot".to_owned());
                }
                let added = suffix(predicate)?;
                for complex in &mut found {
                    complex.add(&added);
                }
            }
            Walk { at: Some(found), anywhere: false }.walk(steps)
        }
        Expr::Call(name, _) => Err(format!("computes a text by `{name}()` instead of selecting nodes")),
        _ => Err("computes something instead of selecting nodes".to_owned()),
    }
}

/// At the document itself stands nothing but `<html>`.
fn begins_well(path: &Path) -> Result<(), String> {
    match path.steps.first() {
        Some(Step { axis: Axis::Child, test: Test::Name(name), .. }) if name != "html" => {
            Err("never matches: it begins at the document, where only <html> stands (`//` is missing)"
                .to_owned())
        }
        _ => Ok(()),
    }
}

/// On the way along a path.
struct Walk {
    /// The elements reached; `None`: the document.
    at: Option<Vec<Complex>>,
    /// Whether `//` came last.
    anywhere: bool,
}

impl Walk {
    fn walk(mut self, steps: &[Step]) -> Result<Nodes, String> {
        for (index, step) in steps.iter().enumerate() {
            let is_last = index + 1 == steps.len();
            if step.is_anywhere() && !is_last {
                self.anywhere = true;
                continue;
            }
            if let Some(taken) = taken(step)? {
                if !is_last {
                    return Err("goes on from attributes or text".to_owned());
                }
                return Ok((self.owners()?, taken));
            }
            let found = self.step(step)?;
            self = Self { at: Some(found), anywhere: false };
        }
        let found = self.at.ok_or("selects the document itself, which is no element")?;
        Ok((found, Taken::Element))
    }

    /// The elements whose attributes or text are taken.
    fn owners(self) -> Result<Vec<Complex>, String> {
        let all = Complex { before: String::new(), last: "*".to_owned() };
        match (self.at, self.anywhere) {
            (None, true) => Ok(vec![all]),
            (None, false) => Err("takes attributes or text of the document itself".to_owned()),
            (Some(found), false) => Ok(found),
            (Some(found), true) => Ok(found
                .into_iter()
                .flat_map(|complex| {
                    let below = Complex { before: format!("{} ", complex.text()), last: "*".to_owned() };
                    [complex, below]
                })
                .collect()),
        }
    }

    fn step(&self, step: &Step) -> Result<Vec<Complex>, String> {
        let found = match (step.axis, &self.at, self.anywhere) {
            (Axis::Child, None, false) => {
                let mut root = Complex { before: String::new(), last: compound(step, false)? };
                root.add(":root");
                vec![root]
            }
            (Axis::Child, None, true) | (Axis::Descendant, None, _) => {
                let last = compound(step, step.axis == Axis::Descendant)?;
                vec![Complex { before: String::new(), last }]
            }
            (Axis::Child, Some(_), false) => self.beyond(" > ", &compound(step, false)?),
            (Axis::Child, Some(_), true) => self.beyond(" ", &compound(step, false)?),
            (Axis::Descendant, Some(_), false) => self.beyond(" ", &compound(step, true)?),
            (Axis::FollowingSibling, Some(_), false) => match nearest(step) {
                Some(rest) if step.test == Test::Any => self.beyond(" + ", &compound(&rest, true)?),
                Some(_) => return Err(NEAREST.to_owned()),
                None => self.beyond(" ~ ", &compound(step, true)?),
            },
            (Axis::SelfNode, Some(found), false) => itself(found, step)?,
            (Axis::DescendantOrSelf, Some(found), false) => {
                [itself(found, step)?, self.beyond(" ", &compound(step, true)?)].concat()
            }
            (Axis::Parent, Some(_), false) => {
                let rest = nearest(step).unwrap_or_else(|| step.clone());
                vec![self.around("> ", &compound(&rest, true)?)]
            }
            (Axis::Ancestor, Some(_), false) if nearest(step).is_none() => {
                vec![self.around("", &compound(step, true)?)]
            }
            (Axis::PrecedingSibling, Some(_), false) => match nearest(step) {
                Some(rest) if step.test == Test::Any => vec![self.around("+ ", &compound(&rest, true)?)],
                Some(_) => return Err(NEAREST.to_owned()),
                None => vec![self.around("~ ", &compound(step, true)?)],
            },
            (Axis::Ancestor, ..) => return Err(NEAREST.to_owned()),
            (axis, ..) => {
                return Err(format!("goes along the axis {axis:?} there, for which CSS has no equal"));
            }
        };
        Ok(found)
    }

    /// `S > x` for each selector S.
    fn beyond(&self, combinator: &str, last: &str) -> Vec<Complex> {
        let found = self.at.iter().flatten();
        found
            .map(|complex| Complex {
                before: format!("{}{combinator}", complex.text()),
                last: last.to_owned(),
            })
            .collect()
    }

    /// `x:has(> S)`.
    fn around(&self, combinator: &str, compound: &str) -> Complex {
        let inner: Vec<String> =
            self.at.iter().flatten().map(|complex| format!("{combinator}{}", complex.closed())).collect();
        let mut outer = Complex { before: String::new(), last: compound.to_owned() };
        outer.add(&format!(":has({})", inner.join(", ")));
        outer
    }
}

const NEAREST: &str = "takes the nearest element of its kind, which CSS cannot";

/// The same elements, as far as they pass the step's test.
fn itself(found: &[Complex], step: &Step) -> Result<Vec<Complex>, String> {
    let rest = nearest(step).unwrap_or_else(|| step.clone());
    let own = compound(&rest, true)?;
    let added = if own == "*" { String::new() } else { format!(":is({own})") };
    let mut found = found.to_vec();
    for complex in &mut found {
        complex.add(&added);
    }
    Ok(found)
}

/// What a step takes of the elements before it, if it is one that does.
fn taken(step: &Step) -> Result<Option<Taken>, String> {
    let taken = match (step.axis, &step.test) {
        (Axis::Attribute, Test::Name(name)) => {
            strings::lower_case(name)?;
            Taken::Attribute(name.clone())
        }
        (Axis::Attribute, _) => return Err("takes all attributes, which one rule cannot".to_owned()),
        (Axis::Child, Test::Text) => Taken::Text,
        (_, Test::Text) => return Err("takes text beside elements, which CSS cannot".to_owned()),
        _ => return Ok(None),
    };
    if step.predicates.is_empty() {
        Ok(Some(taken))
    } else {
        Err("chooses among texts, which CSS cannot".to_owned())
    }
}
