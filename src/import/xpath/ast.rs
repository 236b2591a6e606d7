//! The grammar of XPath 1.0 as types.

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// `a or b`.
    Or(Box<Expr>, Box<Expr>),
    /// `a and b`.
    And(Box<Expr>, Box<Expr>),
    /// `a = b`, `a < b`, …
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `a + b`, `a - b`, `a * b`, `a div b`, `a mod b`, `-a`: known, and never part of a selector but after `last()`.
    Arithmetic(char, Box<Expr>, Box<Expr>),
    /// `a | b`.
    Union(Box<Expr>, Box<Expr>),
    /// `/a/b[c]`.
    Path(Path),
    /// `(a)[1]/b`: an expression in parentheses, or a function's result, with predicates and steps of its own.
    Filter {
        /// What is filtered.
        of: Box<Expr>,
        /// `[1]`, which counts in the whole result.
        predicates: Vec<Expr>,
        /// `/b`.
        steps: Vec<Step>,
    },
    /// `contains(a, b)`.
    Call(String, Vec<Expr>),
    /// `'text'`.
    Literal(String),
    /// `3`.
    Number(f64),
}

/// An operator that compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A location path.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Whether it begins at the document: `/a`, `//a`.
    pub absolute: bool,
    /// Its steps; `//` is a step of its own, `descendant-or-self::node()`.
    pub steps: Vec<Step>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Where it goes.
    pub axis: Axis,
    /// What it keeps of that by name or kind.
    pub test: Test,
    /// What it keeps of that by conditions, in order.
    pub predicates: Vec<Expr>,
}

impl Step {
    /// `//` between two steps.
    pub fn anywhere() -> Self {
        Self { axis: Axis::DescendantOrSelf, test: Test::AnyNode, predicates: Vec::new() }
    }

    /// Whether it is `//` between two steps.
    pub fn is_anywhere(&self) -> bool {
        *self == Self::anywhere()
    }
}

/// The axes a page's tree has; `namespace` is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    Parent,
    Preceding,
    PrecedingSibling,
    SelfNode,
}

impl Axis {
    /// The axis of that name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ancestor" => Self::Ancestor,
            "ancestor-or-self" => Self::AncestorOrSelf,
            "attribute" => Self::Attribute,
            "child" => Self::Child,
            "descendant" => Self::Descendant,
            "descendant-or-self" => Self::DescendantOrSelf,
            "following" => Self::Following,
            "following-sibling" => Self::FollowingSibling,
            "parent" => Self::Parent,
            "preceding" => Self::Preceding,
            "preceding-sibling" => Self::PrecedingSibling,
            "self" => Self::SelfNode,
            _ => return None,
        })
    }
}

/// What a step keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// `*`: any element, or any attribute.
    Any,
    /// `div`.
    Name(String),
    /// `node()`.
    AnyNode,
    /// `text()`.
    Text,
    /// `comment()`, `processing-instruction()`.
    Other(String),
}
