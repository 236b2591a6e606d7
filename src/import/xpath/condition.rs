//! Predicates that do not count, as what to add to a compound selector.

use super::ast::{Axis, Comparison, Expr, Path, Step, Test};
use super::position::Position;
use super::strings;

/// What a condition becomes: alternatives, each to be added to a compound selector.
pub type Alternatives = Vec<String>;

/// The condition as alternatives of which one must hold, or why CSS has none such.
pub fn alternatives(condition: &Expr) -> Result<Alternatives, String> {
    match condition {
        Expr::Or(left, right) | Expr::Union(left, right) => {
            Ok([alternatives(left)?, alternatives(right)?].concat())
        }
        Expr::And(left, right) => {
            let (left, right) = (alternatives(left)?, alternatives(right)?);
            Ok(left.iter().flat_map(|left| right.iter().map(move |right| format!("{left}{right}"))).collect())
        }
        Expr::Path(path) => exists(path, |name| Ok(vec![strings::has(name)])),
        Expr::Compare(comparison, left, right) => compared(*comparison, left, right),
        Expr::Call(name, arguments) => called(name, arguments),
        Expr::Filter { of, predicates, steps } if predicates.is_empty() && steps.is_empty() => {
            alternatives(of)
        }
        Expr::Number(_) | Expr::Arithmetic(..) => Err("counts in a way CSS cannot".to_owned()),
        Expr::Literal(_) | Expr::Filter { .. } => Err("asks something CSS cannot".to_owned()),
    }
}

/// The condition as one addition.
pub fn suffix(condition: &Expr) -> Result<String, String> {
    Ok(one_of(alternatives(condition)?))
}

/// Alternatives as one.
pub fn one_of(mut alternatives: Alternatives) -> String {
    match alternatives.len() {
        1 => alternatives.pop().unwrap_or_default(),
        _ => format!(":is({})", alternatives.join(", ")),
    }
}

fn called(name: &str, arguments: &[Expr]) -> Result<Alternatives, String> {
    match (name, arguments) {
        ("not", [inner]) => Ok(vec![format!(":not({})", alternatives(inner)?.join(", "))]),
        ("boolean", [inner]) => alternatives(inner),
        ("contains", [subject, Expr::Literal(needle)]) => strings::contains(subject, needle),
        ("starts-with", [subject, Expr::Literal(beginning)]) => strings::starts_with(subject, beginning),
        ("position" | "last", _) => Err("counts in a way CSS cannot".to_owned()),
        ("contains" | "starts-with" | "not" | "boolean", _) => {
            Err(format!("gives `{name}()` other arguments than a text of the page and a text to look for"))
        }
        (
            "true" | "false" | "lang" | "string-length" | "count" | "normalize-space" | "string"
            | "translate",
            _,
        ) => Err(format!("selects by `{name}()`, which CSS cannot")),
        _ => Err(format!("calls `{name}()`, which is no function of XPath 1.0 for conditions")),
    }
}

/// `@x = 'v'`, either way round.
fn compared(comparison: Comparison, left: &Expr, right: &Expr) -> Result<Alternatives, String> {
    let (path, value) = match (left, right) {
        (Expr::Path(path), Expr::Literal(value)) | (Expr::Literal(value), Expr::Path(path)) => (path, value),
        (Expr::Call(name, _), _) | (_, Expr::Call(name, _)) => {
            return Err(format!("selects by what `{name}()` gives, which CSS cannot"));
        }
        (Expr::Number(_), _) | (_, Expr::Number(_)) => {
            return Err("compares numbers, which CSS cannot".to_owned());
        }
        _ => return Err("compares something CSS cannot".to_owned()),
    };
    match comparison {
        Comparison::Equal => exists(path, |name| Ok(vec![strings::attribute(name, "=", value)])),
        // Not the same as `not(@x = 'v')`: there has to be an attribute that differs.
        Comparison::NotEqual => exists(path, |name| {
            Ok(vec![format!("{}:not({})", strings::has(name), strings::attribute(name, "=", value))])
        }),
        _ => Err("compares numbers, which CSS cannot".to_owned()),
    }
    .and_then(|alternatives| match path.steps.last() {
        Some(step) if step.axis == Axis::Attribute => Ok(alternatives),
        _ => Err("selects by text, which CSS cannot".to_owned()),
    })
}

/// Whether the path leads from the context node to any node. An attribute at its end becomes what `attribute` makes of it.
fn exists(
    path: &Path,
    attribute: impl Fn(&str) -> Result<Alternatives, String>,
) -> Result<Alternatives, String> {
    if path.absolute {
        return Err("asks about another part of the page, which CSS cannot".to_owned());
    }
    let (steps, end) = match path.steps.split_last() {
        Some((last, steps)) if last.axis == Axis::Attribute => {
            if !last.predicates.is_empty() {
                return Err("has a predicate on an attribute, which CSS has not".to_owned());
            }
            match &last.test {
                Test::Name(name) => {
                    strings::lower_case(name)?;
                    (steps, attribute(name)?)
                }
                _ => return Err("asks for any attribute, which CSS cannot".to_owned()),
            }
        }
        _ => (path.steps.as_slice(), vec![String::new()]),
    };
    if steps.last().is_some_and(Step::is_anywhere) {
        return Err("asks for attributes of any element below, which is not translated".to_owned());
    }
    from_here(steps, &one_of_or_all(end))
}

fn one_of_or_all(end: Alternatives) -> String {
    if end == [""] { String::new() } else { one_of(end) }
}

/// The steps from the context node on; `end` is added to the last of their elements.
fn from_here(steps: &[Step], end: &str) -> Result<Alternatives, String> {
    let Some((first, rest)) = steps.split_first() else { return Ok(vec![end.to_owned()]) };
    match first.axis {
        Axis::SelfNode => {
            let own = compound(first, true)?;
            let own = if own == "*" { String::new() } else { format!(":is({own})") };
            if rest.is_empty() {
                return Ok(vec![format!("{own}{end}")]);
            }
            Ok(from_here(rest, end)?.into_iter().map(|inner| format!("{own}{inner}")).collect())
        }
        Axis::Parent => above(first, rest, end, ">"),
        Axis::Ancestor => above(first, rest, end, ""),
        Axis::PrecedingSibling => above(first, rest, end, "~"),
        _ => below(steps, end),
    }
}

/// `:is(compound > *)`.
fn above(step: &Step, rest: &[Step], end: &str, combinator: &str) -> Result<Alternatives, String> {
    if !rest.is_empty() {
        return Err("asks for what stands beside another element, which CSS cannot".to_owned());
    }
    let (combinator, step) = match nearest(step) {
        Some(rest) if combinator == "~" && step.test == Test::Any => ("+", rest),
        Some(rest) if combinator == ">" => (">", rest),
        Some(_) => return Err("asks for the nearest element of its kind, which CSS cannot".to_owned()),
        None => (combinator, step.clone()),
    };
    Ok(vec![format!(":is({}{end} {combinator} *)", compound(&step, true)?)])
}

/// The step without its leading `[1]`, if it has that.
pub fn nearest(step: &Step) -> Option<Step> {
    let (first, rest) = step.predicates.split_first()?;
    let step = Step { predicates: rest.to_vec(), ..step.clone() };
    (Position::of(first) == Some(Position::Nth(1))).then_some(step)
}

/// `:has(> a b)`.
fn below(steps: &[Step], end: &str) -> Result<Alternatives, String> {
    let (mut path, mut anywhere) = (String::new(), false);
    for step in steps {
        if step.is_anywhere() {
            anywhere = true;
            continue;
        }
        let combinator = match (step.axis, anywhere) {
            (Axis::Child, false) => "> ",
            (Axis::Child, true) | (Axis::Descendant, _) => "",
            (Axis::FollowingSibling, false) => match nearest(step) {
                Some(_) if step.test == Test::Any => "+ ",
                Some(_) => {
                    return Err("asks for the nearest element of its kind, which CSS cannot".to_owned());
                }
                None => "~ ",
            },
            _ => return Err("goes back up, or beside, inside a condition, which CSS cannot".to_owned()),
        };
        let inner = match combinator {
            "+ " => compound(&nearest(step).unwrap_or_else(|| step.clone()), true)?,
            _ => compound(step, step.axis != Axis::Child)?,
        };
        path.push_str(if path.is_empty() { "" } else { " " });
        path.push_str(combinator);
        path.push_str(&inner);
        anywhere = false;
    }
    Ok(vec![format!(":has({path}{end})")])
}

/// Test and predicates of a step as a compound selector. Where `uncounted`, no predicate may count.
pub fn compound(step: &Step, uncounted: bool) -> Result<String, String> {
    let tag = match &step.test {
        Test::Any => "",
        Test::AnyNode if matches!(step.axis, Axis::SelfNode | Axis::Parent | Axis::Ancestor) => "",
        Test::Name(name) => {
            strings::lower_case(name)?;
            name
        }
        Test::AnyNode | Test::Text => return Err("selects by text, which CSS cannot".to_owned()),
        Test::Other(kind) => return Err(format!("selects by `{kind}()`, which CSS cannot")),
    };
    let mut compound = tag.to_owned();
    for (index, predicate) in step.predicates.iter().enumerate() {
        let counted = if compound.is_empty() { "*".to_owned() } else { compound.clone() };
        let added = match Position::of(predicate) {
            Some(_) if uncounted => return Err("counts along a way CSS cannot".to_owned()),
            Some(position) => position.suffix(&step.test, index == 0, &counted)?,
            None => suffix(predicate)?,
        };
        compound.push_str(&added);
    }
    Ok(if compound.is_empty() { "*".to_owned() } else { compound })
}
