//! Tokens → expression: the grammar of XPath 1.0, from the loosest operator to the tightest.

use super::ast::{Axis, Comparison, Expr, Path, Step, Test};
use super::lexer::{Token, tokens};

/// How deep brackets may nest; no rule anybody wrote comes near it.
const DEEPEST: usize = 32;

/// Reads an expression, or says what is wrong with it.
pub fn parse(text: &str) -> Result<Expr, String> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    if parser.tokens.is_empty() {
        return Err("is empty".to_owned());
    }
    let expr = parser.or()?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(format!("is no XPath: {} is not expected there", shown(token))),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

type Parsed<T> = Result<T, String>;

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn peek_after(&self) -> Option<&Token> {
        self.tokens.get(self.at + 1)
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(is);
        is
    }

    fn take_operator(&mut self, name: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Operator(found)) if *found == name);
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.take_sign(sign) {
            return Ok(());
        }
        let found = self.peek().map_or("it ends".to_owned(), |token| format!("{} stands", shown(token)));
        Err(format!("is no XPath: where {found}, `{sign}` was expected"))
    }

    fn or(&mut self) -> Parsed<Expr> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("is nested too deeply".to_owned());
        }
        let mut left = self.and()?;
        while self.take_operator("or") {
            left = Expr::Or(left.into(), self.and()?.into());
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Parsed<Expr> {
        let mut left = self.comparison()?;
        while self.take_operator("and") {
            left = Expr::And(left.into(), self.comparison()?.into());
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Parsed<Expr> {
        let mut left = self.sum()?;
        loop {
            let comparison = match self.peek() {
                Some(Token::Sign("=")) => Comparison::Equal,
                Some(Token::Sign("!=")) => Comparison::NotEqual,
                Some(Token::Sign("<")) => Comparison::Less,
                Some(Token::Sign("<=")) => Comparison::LessOrEqual,
                Some(Token::Sign(">")) => Comparison::Greater,
                Some(Token::Sign(">=")) => Comparison::GreaterOrEqual,
                _ => return Ok(left),
            };
            self.at += 1;
            left = Expr::Compare(comparison, left.into(), self.sum()?.into());
        }
    }

    fn sum(&mut self) -> Parsed<Expr> {
        let mut left = self.product()?;
        loop {
            let sign = match self.peek() {
                Some(Token::Sign("+")) => '+',
                Some(Token::Sign("-")) => '-',
                _ => return Ok(left),
            };
            self.at += 1;
            left = Expr::Arithmetic(sign, left.into(), self.product()?.into());
        }
    }

    fn product(&mut self) -> Parsed<Expr> {
        let mut left = self.signed()?;
        loop {
            let sign = match self.peek() {
                Some(Token::Sign("*")) => '*',
                Some(Token::Operator("div")) => '/',
                Some(Token::Operator("mod")) => '%',
                _ => return Ok(left),
            };
            self.at += 1;
            left = Expr::Arithmetic(sign, left.into(), self.signed()?.into());
        }
    }

    fn signed(&mut self) -> Parsed<Expr> {
        let mut minus = false;
        while self.take_sign("-") {
            minus = !minus;
        }
        let expr = self.union()?;
        let zero = || Expr::Number(0.0).into();
        Ok(if minus { Expr::Arithmetic('-', zero(), expr.into()) } else { expr })
    }

    fn union(&mut self) -> Parsed<Expr> {
        let mut left = self.path()?;
        while self.take_sign("|") {
            left = Expr::Union(left.into(), self.path()?.into());
        }
        Ok(left)
    }

    /// A location path, or a primary expression with predicates and steps of its own.
    fn path(&mut self) -> Parsed<Expr> {
        let Some(of) = self.primary()? else { return self.location().map(Expr::Path) };
        let predicates = self.predicates()?;
        let mut steps = Vec::new();
        if self.take_sign("//") {
            steps.push(Step::anywhere());
            self.steps(&mut steps)?;
        } else if self.take_sign("/") {
            self.steps(&mut steps)?;
        }
        let plain = predicates.is_empty() && steps.is_empty();
        Ok(if plain { of } else { Expr::Filter { of: of.into(), predicates, steps } })
    }

    fn primary(&mut self) -> Parsed<Option<Expr>> {
        let expr = match self.peek() {
            Some(Token::Literal(text)) => Expr::Literal(text.clone()),
            Some(Token::Number(number)) => Expr::Number(*number),
            Some(Token::Sign("(")) => {
                self.at += 1;
                let inner = self.or()?;
                self.expect(")")?;
                return Ok(Some(inner));
            }
            Some(Token::Name(name)) if self.begins_call(name) => {
                let name = name.clone();
                self.at += 2;
                return self.arguments().map(|arguments| Some(Expr::Call(name, arguments)));
            }
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(expr))
    }

    /// Whether a name is a function's: `text()` and its like are node tests.
    fn begins_call(&self, name: &str) -> bool {
        let is_test = matches!(name, "text" | "node" | "comment" | "processing-instruction");
        !is_test && self.peek_after() == Some(&Token::Sign("("))
    }

    fn arguments(&mut self) -> Parsed<Vec<Expr>> {
        let mut arguments = Vec::new();
        if self.take_sign(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.or()?);
            if self.take_sign(")") {
                return Ok(arguments);
            }
            self.expect(",")?;
        }
    }

    fn location(&mut self) -> Parsed<Path> {
        let mut steps = Vec::new();
        let absolute = if self.take_sign("//") {
            steps.push(Step::anywhere());
            true
        } else {
            self.take_sign("/")
        };
        if !absolute || !steps.is_empty() || self.begins_step() {
            self.steps(&mut steps)?;
        }
        Ok(Path { absolute, steps })
    }

    fn begins_step(&self) -> bool {
        matches!(self.peek(), Some(Token::Name(_) | Token::Star | Token::Sign("@" | "." | "..")))
    }

    fn steps(&mut self, steps: &mut Vec<Step>) -> Parsed<()> {
        loop {
            steps.push(self.step()?);
            if self.take_sign("//") {
                steps.push(Step::anywhere());
            } else if !self.take_sign("/") {
                return Ok(());
            }
        }
    }

    fn step(&mut self) -> Parsed<Step> {
        for (sign, axis) in [("..", Axis::Parent), (".", Axis::SelfNode)] {
            if self.take_sign(sign) {
                // The grammar allows no predicates here, parsers in use do.
                return Ok(Step { axis, test: Test::AnyNode, predicates: self.predicates()? });
            }
        }
        let axis = self.axis()?;
        let test = self.test()?;
        Ok(Step { axis, test, predicates: self.predicates()? })
    }

    fn axis(&mut self) -> Parsed<Axis> {
        if self.take_sign("@") {
            return Ok(Axis::Attribute);
        }
        match (self.peek(), self.peek_after()) {
            (Some(Token::Name(name)), Some(Token::Sign("::"))) => {
                let axis = Axis::named(name).ok_or_else(|| format!("uses `{name}::`, which is no axis"))?;
                self.at += 2;
                Ok(axis)
            }
            _ => Ok(Axis::Child),
        }
    }

    fn test(&mut self) -> Parsed<Test> {
        let test = match self.peek() {
            Some(Token::Star) => Test::Any,
            Some(Token::Name(name)) if self.peek_after() == Some(&Token::Sign("(")) => match name.as_str() {
                "text" => Test::Text,
                "node" => Test::AnyNode,
                other => Test::Other(other.to_owned()),
            },
            Some(Token::Name(name)) => Test::Name(name.clone()),
            Some(token) => return Err(format!("is no XPath: {} stands where a name should", shown(token))),
            None => return Err("is no XPath: it ends where a name should stand".to_owned()),
        };
        self.at += 1;
        if !matches!(test, Test::Any | Test::Name(_)) {
            self.expect("(")?;
            if matches!(self.peek(), Some(Token::Literal(_))) {
                self.at += 1;
            }
            self.expect(")")?;
        }
        Ok(test)
    }

    fn predicates(&mut self) -> Parsed<Vec<Expr>> {
        let mut predicates = Vec::new();
        while self.take_sign("[") {
            predicates.push(self.or()?);
            self.expect("]")?;
        }
        Ok(predicates)
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Sign(sign) | Token::Operator(sign) => format!("`{sign}`"),
        Token::Name(name) => format!("`{name}`"),
        Token::Star => "`*`".to_owned(),
        Token::Literal(text) => format!("`'{text}'`"),
        Token::Number(number) => format!("`{number}`"),
    }
}
