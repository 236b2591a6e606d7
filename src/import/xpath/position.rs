//! `[2]`, `[last()]`, `[position() < 3]`: predicates that count, which CSS does for children alone.

use super::ast::{Comparison, Expr, Test};

/// Which of the nodes a step finds from one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The nth, from 1.
    Nth(usize),
    /// The nth from the end, from 1.
    NthLast(usize),
    /// The first n.
    UpTo(usize),
    /// All from the nth on.
    From(usize),
    /// None at all: `[0]`.
    Never,
}

/// More would make selectors nobody can read.
const MOST_REPEATED: usize = 6;

impl Position {
    /// The position a predicate asks for; `None` if it is of another kind, or counts in a way not known here.
    pub fn of(predicate: &Expr) -> Option<Self> {
        if let Some(nth) = whole(predicate) {
            return Some(if nth == 0 { Self::Never } else { Self::Nth(nth) });
        }
        if let Some(from_end) = from_end(predicate) {
            return Some(Self::NthLast(from_end));
        }
        let Expr::Compare(comparison, left, right) = predicate else { return None };
        if !matches!(&**left, Expr::Call(name, arguments) if name == "position" && arguments.is_empty()) {
            return None;
        }
        match (comparison, whole(right), from_end(right)) {
            (Comparison::Equal, Some(0), _) | (Comparison::Less, Some(0 | 1), _) => Some(Self::Never),
            (Comparison::Equal, Some(nth), _) => Some(Self::Nth(nth)),
            (Comparison::Equal, _, Some(nth)) => Some(Self::NthLast(nth)),
            (Comparison::Less, Some(nth), _) => Some(Self::UpTo(nth - 1)),
            (Comparison::LessOrEqual, Some(nth), _) if nth > 0 => Some(Self::UpTo(nth)),
            (Comparison::Greater, Some(nth), _) => Some(Self::From(nth + 1)),
            (Comparison::GreaterOrEqual, Some(nth), _) => Some(Self::From(nth.max(1))),
            _ => None,
        }
    }

    /// What to add to the compound selector of a child step. `first` says that no predicate stands before this one, so
    /// that it counts all children the test allows; else it counts those that `counted` matches.
    pub fn suffix(self, test: &Test, first: bool, counted: &str) -> Result<String, String> {
        match (self, first, test) {
            (Self::Never, ..) => Err("never matches: positions are counted from 1".to_owned()),
            (position, true, Test::Name(_)) => Ok(position.pseudo_class("of-type")),
            (position, true, Test::Any) => Ok(position.pseudo_class("child")),
            (position, ..) => position.counting(counted),
        }
    }

    fn pseudo_class(self, of: &str) -> String {
        match self {
            Self::Nth(1) => format!(":first-{of}"),
            Self::NthLast(1) => format!(":last-{of}"),
            Self::Nth(nth) => format!(":nth-{of}({nth})"),
            Self::NthLast(nth) => format!(":nth-last-{of}({nth})"),
            Self::UpTo(nth) => format!(":nth-{of}(-n + {nth})"),
            Self::From(nth) => format!(":nth-{of}(n + {nth})"),
            Self::Never => String::new(),
        }
    }

    /// CSS cannot count what a compound selector matches, but it can say that so many such siblings stand before.
    fn counting(self, counted: &str) -> Result<String, String> {
        let before = |count: usize| format!("{}*", format!("{counted} ~ ").repeat(count));
        let after = |count: usize| format!(":has({})", format!("~ {counted} ").repeat(count).trim_end());
        let suffix = match self {
            Self::Nth(nth) | Self::NthLast(nth) | Self::UpTo(nth) | Self::From(nth)
                if nth > MOST_REPEATED =>
            {
                return Err("counts further than CSS can by what an element is like".to_owned());
            }
            Self::Nth(1) | Self::UpTo(1) => format!(":not({})", before(1)),
            Self::Nth(nth) => format!(":is({}):not({})", before(nth - 1), before(nth)),
            Self::UpTo(nth) => format!(":not({})", before(nth)),
            Self::From(1) | Self::Never => String::new(),
            Self::From(nth) => format!(":is({})", before(nth - 1)),
            Self::NthLast(1) => format!(":not({})", after(1)),
            Self::NthLast(nth) => format!("{}:not({})", after(nth - 1), after(nth)),
        };
        Ok(suffix)
    }
}

/// `3`, as a whole number.
fn whole(expr: &Expr) -> Option<usize> {
    let Expr::Number(number) = expr else { return None };
    (number.fract() == 0.0 && (0.0..1000.0).contains(number)).then(|| number.to_string().parse().ok())?
}

/// `last()` is 1, `last() - 1` is 2.
fn from_end(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Call(name, arguments) if name == "last" && arguments.is_empty() => Some(1),
        Expr::Arithmetic('-', left, right) if from_end(left) == Some(1) => Some(whole(right)? + 1),
        _ => None,
    }
}
