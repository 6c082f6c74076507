//! The grammar of the filter language (`language.md` §3), by recursive descent.

use super::ast::{Ast, Name, Operand, Test};
use super::error::{Error, What};
use super::item::{At, Char, Item, is_bare};
use super::lex::Lexer;
use super::op::{Op, Takes};
use crate::record::field;
use crate::record::value::Type;

/// The deepest nesting of parentheses, negations and macros.
pub const MAX_DEPTH: usize = 128;

/// Reads the text of one term. An empty text is true of every record.
///
/// # Errors
/// The first thing that is not of the grammar, with its place.
pub fn parse(text: &str) -> Result<Ast, Error> {
    let mut parser = Parser {
        lexer: Lexer::new(text),
        depth: 0,
    };
    parser.lexer.skip_blanks();
    if parser.lexer.rest().is_empty() {
        return Ok(Ast::All(Vec::new()));
    }
    let tree = parser.any(None)?;
    let lexer = &parser.lexer;
    match lexer.peek() {
        None => Ok(tree),
        Some(')') => Err(lexer.error(lexer.here(), What::StrayParen)),
        Some(char) => {
            let found = char.to_string();
            Err(lexer.error(lexer.here(), What::Unexpected { found }))
        }
    }
}

/// Reads the value of a flag such as `--proc`: the list of a term `field=list`, in which blanks
/// and quotes are ordinary characters.
///
/// # Errors
/// If the list or one of its values is empty.
pub fn parse_flag(field: &str, values: &[&str]) -> Result<Ast, Error> {
    let term = format!("{field}={}", values.join(","));
    if let [file] = values
        && file.starts_with('@')
    {
        return parse(&term);
    }
    // Free text holds commas of its own.
    let is_free = field::find(field).is_some_and(|target| target.ty() == Type::Text);
    let mut items = Vec::new();
    let mut start = field.len() + 1;
    for value in values {
        for part in value.split(|char| char == ',' && !is_free) {
            let at = start..start + part.len();
            let chars: Vec<Char> = part.trim().chars().map(Char::live).collect();
            if chars.is_empty() {
                let field = field.to_owned();
                let what = match value.trim().is_empty() {
                    true => What::NoValue {
                        field,
                        op: "=".to_owned(),
                    },
                    false => What::EmptyAfterComma { field },
                };
                return Err(Lexer::new(&term).error(at, what));
            }
            start = at.end + 1;
            items.push(Item {
                chars,
                quoted: false,
                at: At(at),
            });
        }
    }
    Ok(Ast::equal(field, items))
}

struct Parser<'q> {
    lexer: Lexer<'q>,
    depth: usize,
}

/// The word that stands before a condition, for messages.
type After = Option<&'static str>;

impl Parser<'_> {
    fn any(&mut self, after: After) -> Result<Ast, Error> {
        let mut parts = vec![self.all(after)?];
        while let Some(word) = self.take_joiner("or", "||") {
            parts.push(self.all(Some(word))?);
        }
        Ok(joined(parts, Ast::Any))
    }

    fn all(&mut self, after: After) -> Result<Ast, Error> {
        let mut parts = vec![self.unary(after)?];
        loop {
            if let Some(word) = self.take_joiner("and", "&&") {
                parts.push(self.unary(Some(word))?);
            } else if self.is_at_condition() {
                parts.push(self.unary(None)?);
            } else {
                return Ok(joined(parts, Ast::All));
            }
        }
    }

    fn take_joiner(&mut self, word: &'static str, sign: &'static str) -> Option<&'static str> {
        self.lexer.skip_blanks();
        if self.lexer.take(sign) {
            return Some(sign);
        }
        self.lexer.take_word(word).then_some(word)
    }

    /// Whether something follows that is no `or`, no `)` and not the end.
    fn is_at_condition(&mut self) -> bool {
        self.lexer.skip_blanks();
        let is_or = self.lexer.peek_word().eq_ignore_ascii_case("or")
            || self.lexer.rest().starts_with("||");
        !is_or && !matches!(self.lexer.peek(), None | Some(')' | ','))
    }

    fn unary(&mut self, after: After) -> Result<Ast, Error> {
        self.lexer.skip_blanks();
        if self.depth > MAX_DEPTH {
            let what = What::TooDeep { most: MAX_DEPTH };
            return Err(self.lexer.error(self.lexer.here(), what));
        }
        self.depth += 1;
        let is_not = self.lexer.take_word("not") || {
            let rest = self.lexer.rest();
            rest.starts_with('!')
                && !rest.starts_with("!=")
                && !rest.starts_with("!~")
                && self.lexer.take("!")
        };
        let tree = if is_not {
            let inner = self.unary(Some("not"))?;
            Ast::Not(Box::new(inner))
        } else {
            self.primary(after)?
        };
        self.depth -= 1;
        Ok(tree)
    }

    fn primary(&mut self, after: After) -> Result<Ast, Error> {
        let open = self.lexer.here();
        if self.lexer.take("(") {
            let inner = self.any(Some("("))?;
            self.lexer.skip_blanks();
            if self.lexer.take(")") {
                return Ok(inner);
            }
            let what = match self.lexer.peek() {
                None => return Err(self.lexer.error(open, What::UnclosedParen)),
                Some(char) => What::Unexpected {
                    found: char.to_string(),
                },
            };
            return Err(self.lexer.error(self.lexer.here(), what));
        }
        match self.special()? {
            Some(tree) => Ok(tree),
            None => self.test(after),
        }
    }

    /// `has: no: is: any: raw:`, `exists field` and `missing field`.
    fn special(&mut self) -> Result<Option<Ast>, Error> {
        let word = self.lexer.peek_word().to_ascii_lowercase();
        let behind = self.lexer.rest().get(word.len()..).unwrap_or_default();
        let colon = behind.len() - behind.trim_start().len();
        let is_colon = behind.trim_start().starts_with(':');
        match word.as_str() {
            "has" | "no" | "is" | "any" | "raw" if is_colon => {
                self.lexer.at += word.len() + colon + 1;
                self.lexer.skip_blanks();
                self.colon(&word).map(Some)
            }
            "exists" | "missing" if self.is_before_field(word.len()) => {
                self.lexer.at += word.len();
                self.lexer.skip_blanks();
                let open = self.lexer.here();
                let is_open = self.lexer.take("(");
                self.lexer.skip_blanks();
                let field = self.field_of(&word)?;
                self.lexer.skip_blanks();
                if is_open && !self.lexer.take(")") {
                    return Err(self.lexer.error(open, What::UnclosedParen));
                }
                let has = Ast::Has(field);
                Ok(Some(if word == "missing" {
                    Ast::Not(Box::new(has))
                } else {
                    has
                }))
            }
            _ => Ok(None),
        }
    }

    fn is_before_field(&self, skip: usize) -> bool {
        let rest = self.lexer.rest().get(skip..).unwrap_or_default();
        let next = rest.trim_start();
        let is_apart = rest.len() > next.len() || next.starts_with('(');
        is_apart && next.starts_with(|char: char| char.is_alphabetic() || "_.(".contains(char))
    }

    fn colon(&mut self, word: &str) -> Result<Ast, Error> {
        match word {
            "has" => Ok(Ast::Has(self.field_of("has:")?)),
            "no" => Ok(Ast::Not(Box::new(Ast::Has(self.field_of("no:")?)))),
            "is" => Ok(Ast::Is(self.field_of("is:")?)),
            "any" => Ok(Ast::Anywhere(self.listed("any", ":")?)),
            _ => Ok(Ast::Line(self.listed("raw", ":")?)),
        }
    }

    fn field_of(&mut self, after: &str) -> Result<Name, Error> {
        let field = self.lexer.field()?;
        if !field.text.is_empty() {
            return Ok(field);
        }
        let found = self.lexer.peek().map(|char| char.to_string());
        let what = What::ExpectedCondition {
            after: Some(after.to_owned()),
            found,
        };
        Err(self.lexer.error(self.lexer.here(), what))
    }

    fn test(&mut self, after: After) -> Result<Ast, Error> {
        let field = self.lexer.field()?;
        let is_joiner = matches!(field.text.to_ascii_lowercase().as_str(), "and" | "or");
        if field.text.is_empty() || is_joiner {
            return Err(self.no_condition(after, field));
        }
        self.lexer.skip_blanks();
        let start = self.lexer.at;
        if let Some((op, is_negated)) = self.lexer.take_sign() {
            return Ok(negated(is_negated, self.compared(field, op, start)?));
        }
        let is_not = self.lexer.take_word("not");
        self.lexer.skip_blanks();
        let at = self.lexer.at;
        if self.lexer.take_word("exists") {
            return Ok(negated(is_not, Ast::Has(field)));
        }
        match self.lexer.take_operator_word() {
            Some((op, is_negated)) => {
                let test = self.compared(field, op, at)?;
                Ok(negated(is_not, negated(is_negated, test)))
            }
            None => Err(self.no_operator(field)),
        }
    }

    fn no_condition(&self, after: After, field: Name) -> Error {
        let found = match field.text.is_empty() {
            false => Some(field.text),
            true => self.lexer.peek().map(|char| match self.lexer.peek_word() {
                "" => char.to_string(),
                word => word.to_owned(),
            }),
        };
        let len = found.as_ref().map_or(0, String::len);
        let start = if field.at.0.is_empty() {
            self.lexer.at
        } else {
            field.at.0.start
        };
        let is_lone =
            after.is_none() && found.as_ref().is_some_and(|word| word.chars().all(is_bare));
        let what = match found {
            Some(word) if is_lone && word != "and" && word != "or" => What::LoneWord { word },
            found => What::ExpectedCondition {
                after: after.map(str::to_owned),
                found,
            },
        };
        self.lexer.error(start..start + len, what)
    }

    fn no_operator(&self, field: Name) -> Error {
        if field::find(&field.text).is_none() {
            let rest = self.lexer.text.get(field.at.0.start..).unwrap_or_default();
            let word = rest.split_whitespace().next().unwrap_or_default();
            let range = field.at.0.start..field.at.0.start + word.len();
            return self.lexer.error(
                range,
                What::LoneWord {
                    word: word.to_owned(),
                },
            );
        }
        let next = self.lexer.peek_word();
        let is_value =
            !next.is_empty() && !matches!(next.to_ascii_lowercase().as_str(), "and" | "or" | "not");
        let next = is_value.then(|| next.to_owned());
        self.lexer.error(
            field.at.0,
            What::NoOperator {
                field: field.text,
                next,
            },
        )
    }

    /// What stands behind an operator, which was just taken from `start`.
    fn compared(&mut self, field: Name, op: &'static Op, start: usize) -> Result<Ast, Error> {
        let spelt = self.lexer.name(start..self.lexer.at);
        self.lexer.skip_blanks();
        let operand = if op.takes == Takes::Pattern {
            match self.lexer.pattern()? {
                Some(pattern) => Operand::Pattern(pattern),
                None => return Err(self.no_value(&field.text, &spelt.text)),
            }
        } else {
            self.listed(&field.text, &spelt.text)?
        };
        Ok(Ast::Test(Test {
            field,
            op,
            op_at: spelt.at,
            operand,
        }))
    }

    /// Values, or the file that holds them.
    fn listed(&mut self, field: &str, op: &str) -> Result<Operand, Error> {
        match self.lexer.take("@") {
            true => self.file(field, op).map(Operand::File),
            false => self.list(field, op).map(Operand::List),
        }
    }

    fn file(&mut self, field: &str, op: &str) -> Result<Name, Error> {
        match self.lexer.value()? {
            Some(item) => Ok(Name {
                text: item.text(),
                at: item.at,
            }),
            None => Err(self.no_value(field, op)),
        }
    }

    fn no_value(&self, field: &str, op: &str) -> Error {
        let what = match self.lexer.peek() {
            Some(char) if !matches!(char, ')' | ',') => What::Unexpected {
                found: char.to_string(),
            },
            _ => What::NoValue {
                field: field.to_owned(),
                op: op.to_owned(),
            },
        };
        self.lexer.error(self.lexer.here(), what)
    }

    fn list(&mut self, field: &str, op: &str) -> Result<Vec<Item>, Error> {
        let open = self.lexer.here();
        let is_open = self.lexer.take("(");
        let mut items = Vec::new();
        loop {
            self.lexer.skip_blanks();
            match self.lexer.value()? {
                Some(item) => items.push(item),
                None if items.is_empty() => return Err(self.no_value(field, op)),
                None => {
                    let what = What::EmptyAfterComma {
                        field: field.to_owned(),
                    };
                    return Err(self.lexer.error(self.lexer.here(), what));
                }
            }
            let behind = self.lexer.at;
            self.lexer.skip_blanks();
            if !self.lexer.take(",") {
                if !is_open {
                    self.lexer.at = behind;
                    return Ok(items);
                }
                return match self.lexer.take(")") {
                    true => Ok(items),
                    false => Err(self.lexer.error(open, What::UnclosedParen)),
                };
            }
        }
    }
}

fn negated(is_negated: bool, tree: Ast) -> Ast {
    if is_negated {
        Ast::Not(Box::new(tree))
    } else {
        tree
    }
}

fn joined(mut parts: Vec<Ast>, join: fn(Vec<Ast>) -> Ast) -> Ast {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => join(parts),
    }
}
