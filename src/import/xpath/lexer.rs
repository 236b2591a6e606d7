//! XPath 1.0 → tokens, by the standard's own rule for names that may be operators.

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// Brackets, `@`, `,`, `.`, `..`, `::`, `/`, `//`, `|`, `+`, `-`, `*` (the operator), comparisons.
    Sign(&'static str),
    /// `and`, `or`, `div`, `mod` where an operator may stand.
    Operator(&'static str),
    /// A name, with its prefix if it has one.
    Name(String),
    /// `*` where a name may stand.
    Star,
    /// `'text'`.
    Literal(String),
    /// `3.5`.
    Number(f64),
}

/// Longer signs first.
const SIGNS: &[&str] = &[
    "::", "..", "//", "<=", ">=", "!=", "(", ")", "[", "]", "@", ",", "/", "|", "+", "-", "=", "<", ">", ".",
];
const OPERATORS: &[&str] = &["and", "or", "div", "mod"];

/// The tokens of an expression, or what is wrong with it.
pub fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let token = match first {
            '"' | '\'' => literal(&mut rest, first)?,
            '$' => return Err("uses a variable: there are none".to_owned()),
            c if c.is_ascii_digit() => number(&mut rest)?,
            '.' if rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) => number(&mut rest)?,
            '*' => {
                rest = rest.strip_prefix('*').unwrap_or_default();
                if operator_may_stand(&tokens) { Token::Sign("*") } else { Token::Star }
            }
            c if begins_name(c) => name(&mut rest, operator_may_stand(&tokens)),
            c => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
                let sign = sign.ok_or_else(|| format!("is no XPath: `{c}` means nothing there"))?;
                rest = rest.strip_prefix(sign).unwrap_or_default();
                Token::Sign(sign)
            }
        };
        tokens.push(token);
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// After something that is a value, `*` and names are operators (XPath 1.0, 3.7).
fn operator_may_stand(before: &[Token]) -> bool {
    match before.last() {
        None | Some(Token::Operator(_)) => false,
        Some(Token::Sign(sign)) => matches!(*sign, ")" | "]" | "." | ".."),
        Some(Token::Name(_) | Token::Star | Token::Literal(_) | Token::Number(_)) => true,
    }
}

fn literal(rest: &mut &str, quote: char) -> Result<Token, String> {
    let inner = rest.strip_prefix(quote).unwrap_or_default();
    let (text, after) = inner.split_once(quote).ok_or("is no XPath: a quotation mark is never closed")?;
    *rest = after;
    Ok(Token::Literal(text.to_owned()))
}

fn number(rest: &mut &str) -> Result<Token, String> {
    let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (digits, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
    *rest = after;
    digits.parse().map(Token::Number).map_err(|_| format!("is no XPath: `{digits}` is no number"))
}

fn name(rest: &mut &str, may_be_operator: bool) -> Token {
    let mut length = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        // One colon parts prefix and name; two begin an axis.
        let prefix = c == ':' && chars.peek().is_some_and(|(_, next)| begins_name(*next) || *next == '*');
        if !(begins_name(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{b7}') || prefix) {
            break;
        }
        length = at + c.len_utf8();
    }
    let (name, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
    *rest = after;
    match OPERATORS.iter().find(|operator| may_be_operator && **operator == name) {
        Some(operator) => Token::Operator(operator),
        None => Token::Name(name.to_owned()),
    }
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}
