//! Filter text → tree, by recursive descent along the EBNF of §3; macros (§4.14) are expanded here.

use crate::ast::{Filter, Glyph, Op, Value, Values};
use crate::field::{self, Field};
use crate::macros;

/// Parentheses, `not`s and macros may nest this deep together (decision 25).
const DEPTH: usize = 128;

/// Reads a filter.
pub(crate) fn parse(text: &str) -> Result<Filter, String> {
    whole(text, 0)
}

fn whole(text: &str, depth: usize) -> Result<Filter, String> {
    let mut parser = Parser {
        chars: text.chars().collect(),
        at: 0,
        depth,
    };
    parser.blanks();
    if parser.at_end() {
        return Ok(Filter::Everything);
    }
    let filter = parser.or()?;
    parser.blanks();
    if parser.at_end() {
        Ok(filter)
    } else {
        Err(parser.complaint("expected `and`, `or` or the end"))
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-/".contains(c)
}

impl Parser {
    fn complaint(&self, what: &str) -> String {
        let rest: String = self.chars[self.at..].iter().collect();
        format!("{what} at `{rest}`")
    }

    fn at_end(&self) -> bool {
        self.at == self.chars.len()
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Takes these characters, case ignored, if they are next.
    fn take(&mut self, wanted: &str) -> bool {
        let end = self.at + wanted.len();
        let next: Option<String> = self
            .chars
            .get(self.at..end)
            .map(|next| next.iter().collect());
        let taken = next.is_some_and(|next| next.eq_ignore_ascii_case(wanted));
        if taken {
            self.at = end;
        }
        taken
    }

    /// Takes a whole word, case ignored, if it is next.
    fn keyword(&mut self, wanted: &str) -> bool {
        let back = self.at;
        let taken = self.take(wanted) && !self.peek().is_some_and(|c| is_name(c) || c == '.');
        if !taken {
            self.at = back;
        }
        taken
    }

    fn while_true(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let from = self.at;
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        self.chars[from..self.at].iter().collect()
    }

    /// Goes one level down for the length of `inner` (decision 25).
    fn deeper(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<Filter, String>,
    ) -> Result<Filter, String> {
        if self.depth == DEPTH {
            return Err(self.complaint("nested deeper than 128"));
        }
        self.depth += 1;
        let filter = inner(self);
        self.depth -= 1;
        filter
    }

    /// `or = and , { ( "or" | "||" ) , and }`
    fn or(&mut self) -> Result<Filter, String> {
        let mut sides = vec![self.and()?];
        loop {
            self.blanks();
            if !self.keyword("or") && !self.take("||") {
                break;
            }
            sides.push(self.and()?);
        }
        Ok(if sides.len() == 1 {
            sides.remove(0)
        } else {
            Filter::Or(sides)
        })
    }

    /// `and = unary , { [ "and" | "&&" ] , unary }`
    fn and(&mut self) -> Result<Filter, String> {
        let mut sides = vec![self.unary()?];
        loop {
            self.blanks();
            let written = self.keyword("and") || self.take("&&");
            let back = self.at;
            let ended =
                self.at_end() || self.peek() == Some(')') || self.keyword("or") || self.take("||");
            self.at = back;
            if ended && !written {
                break;
            }
            sides.push(self.unary()?);
        }
        Ok(if sides.len() == 1 {
            sides.remove(0)
        } else {
            Filter::And(sides)
        })
    }

    /// `unary = ( "not" | "!" ) , unary | primary`
    fn unary(&mut self) -> Result<Filter, String> {
        self.blanks();
        if self.keyword("not") || self.take("!") {
            return self
                .deeper(Self::unary)
                .map(|inner| Filter::Not(Box::new(inner)));
        }
        self.primary()
    }

    /// `primary = "(" , or , ")" | special | test`
    fn primary(&mut self) -> Result<Filter, String> {
        if self.take("(") {
            return self.deeper(|inner| {
                let filter = inner.or()?;
                inner.close()?;
                Ok(filter)
            });
        }
        if self.take("has:") {
            return Ok(Filter::Has(self.field()?));
        }
        if self.take("no:") {
            return Ok(Filter::Not(Box::new(Filter::Has(self.field()?))));
        }
        if self.take("is:") {
            let name = self.while_true(is_name);
            let text = macros::text(&name).ok_or_else(|| format!("no macro `{name}`"))?;
            return self.deeper(|inner| whole(text, inner.depth));
        }
        if self.take("any:") {
            return Ok(Filter::Any(self.list()?));
        }
        if self.take("raw:") {
            return Ok(Filter::Raw(self.list()?));
        }
        if self.keyword("exists") {
            return Ok(Filter::Has(self.field_in_parentheses()?));
        }
        if self.keyword("missing") {
            return Ok(Filter::Not(Box::new(Filter::Has(
                self.field_in_parentheses()?,
            ))));
        }
        self.test()
    }

    fn close(&mut self) -> Result<(), String> {
        self.blanks();
        if self.take(")") {
            Ok(())
        } else {
            Err(self.complaint("expected `)`"))
        }
    }

    fn field_in_parentheses(&mut self) -> Result<Field, String> {
        self.blanks();
        if !self.take("(") {
            return self.field();
        }
        let field = self.field()?;
        self.close()?;
        Ok(field)
    }

    /// `field = name , { "." , name } | "." , rawpath`; after `labels.` and its like the key runs to the operator.
    fn field(&mut self) -> Result<Field, String> {
        self.blanks();
        if self.take(".") {
            return self.raw_path().map(Field::Raw);
        }
        let name = self.while_true(|c| is_name(c) || c == '.');
        field::named(&name).ok_or_else(|| format!("unknown field `{name}`"))
    }

    /// `rawpath = rawname , { "." , rawname }`
    ///
    /// Reading: parentheses and commas end an unquoted step too, or `(has:.a)` could never be closed.
    fn raw_path(&mut self) -> Result<Vec<String>, String> {
        let mut steps = Vec::new();
        loop {
            let step = match self.peek() {
                Some('"') => self.double_quoted()?,
                _ => self.while_true(|c| !c.is_whitespace() && !".=!:~<>(),\"'".contains(c)),
            };
            if step.is_empty() {
                return Err(self.complaint("expected a key"));
            }
            steps.push(step);
            if !self.take(".") {
                return Ok(steps);
            }
        }
    }

    /// `test = field , op , values | field , [ "not" ] , wordop , values`, and `field [not] exists`.
    fn test(&mut self) -> Result<Filter, String> {
        let field = self.field()?;
        self.blanks();
        let denied = self.keyword("not");
        self.blanks();
        if self.keyword("exists") {
            return Ok(negated_if(denied, Filter::Has(field)));
        }
        let (negative, op) = if denied {
            self.word_op()?
        } else {
            self.symbol_op().map_or_else(|| self.word_op(), Ok)?
        };
        check(&field, op)?;
        let values = self.values(op)?;
        Ok(negated_if(
            denied ^ negative,
            Filter::Test(field, op, values),
        ))
    }

    /// Longest first.
    fn symbol_op(&mut self) -> Option<(bool, Op)> {
        let table = [
            ("!=", true, Op::Equal),
            ("!~", true, Op::Matches),
            ("==", false, Op::Equal),
            ("=~", false, Op::Matches),
            (">=", false, Op::GreaterOrEqual),
            ("<=", false, Op::LessOrEqual),
            ("=", false, Op::Equal),
            (">", false, Op::Greater),
            ("<", false, Op::Less),
            (":", false, Op::Contains),
            ("~", false, Op::Matches),
        ];
        table
            .into_iter()
            .find(|(token, _, _)| self.take(token))
            .map(|(_, negative, op)| (negative, op))
    }

    fn word_op(&mut self) -> Result<(bool, Op), String> {
        let table = [
            ("eq", false, Op::Equal),
            ("in", false, Op::Equal),
            ("ne", true, Op::Equal),
            ("gt", false, Op::Greater),
            ("ge", false, Op::GreaterOrEqual),
            ("lt", false, Op::Less),
            ("le", false, Op::LessOrEqual),
            ("contains", false, Op::Contains),
            ("matches", false, Op::Matches),
            ("like", false, Op::Like),
            ("under", false, Op::Under),
            ("startswith", false, Op::StartsWith),
            ("endswith", false, Op::EndsWith),
        ];
        let found = table.into_iter().find(|(token, _, _)| self.keyword(token));
        found
            .map(|(_, negative, op)| (negative, op))
            .ok_or_else(|| self.complaint("expected an operator"))
    }

    /// `values = list | "(" , list , ")" | "@" , file`
    fn values(&mut self, op: Op) -> Result<Values, String> {
        self.blanks();
        if op == Op::Matches {
            return Ok(Values::List(vec![self.regex()?]));
        }
        if self.take("@") {
            return Ok(Values::File(self.bare()?.text()));
        }
        let list = if self.take("(") {
            let list = self.list()?;
            self.close()?;
            list
        } else {
            self.list()?
        };
        let ordering = matches!(
            op,
            Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual
        );
        if ordering && list.len() > 1 {
            return Err("an order takes one value (decision 15)".into());
        }
        if op != Op::Equal && op != Op::Like && list.iter().any(|value| value.glyphs.is_empty()) {
            return Err("an empty value (decision 16)".into());
        }
        Ok(Values::List(list))
    }

    /// `list = value , { "," , value }`
    fn list(&mut self) -> Result<Vec<Value>, String> {
        let mut values = Vec::new();
        loop {
            self.blanks();
            values.push(self.value()?);
            let back = self.at;
            self.blanks();
            if !self.take(",") {
                self.at = back;
                return Ok(values);
            }
        }
    }

    /// `value = bare | dquoted | squoted`
    fn value(&mut self) -> Result<Value, String> {
        match self.peek() {
            Some('"') => Ok(Value::literal(&self.double_quoted()?, true)),
            Some('\'') => Ok(Value::literal(&self.single_quoted()?, true)),
            _ => self.bare(),
        }
    }

    /// `bare = barechar , { barechar }`: literal except `*` and `?`, and what follows a backslash.
    fn bare(&mut self) -> Result<Value, String> {
        let mut glyphs = Vec::new();
        while let Some(c) = self.peek() {
            if c.is_whitespace() || "(),\"'".contains(c) {
                break;
            }
            self.at += 1;
            glyphs.push(match c {
                '\\' => Glyph::Plain(self.escaped()?),
                '*' => Glyph::Star,
                '?' => Glyph::Mark,
                plain => Glyph::Plain(plain),
            });
        }
        if glyphs.is_empty() {
            Err(self.complaint("expected a value"))
        } else {
            Ok(Value {
                glyphs,
                quoted: false,
            })
        }
    }

    fn escaped(&mut self) -> Result<char, String> {
        let c = self.peek().ok_or("a `\\` at the end")?;
        self.at += 1;
        Ok(c)
    }

    /// `dquoted = '"' , { ? char ? | "\" ( '"' | "\" | "n" | "r" | "t" | "xHH" | "uHHHH" | "u{H…}" ) } , '"'`
    fn double_quoted(&mut self) -> Result<String, String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.escaped().map_err(|_| "an open quote")? {
                '"' => return Ok(text),
                '\\' => text.push(match self.escaped()? {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'x' => self.code(2)?,
                    'u' if self.take("{") => {
                        let digits = self.while_true(|c| c.is_ascii_hexdigit());
                        if !self.take("}") {
                            return Err(format!("no escape `\\u{{{digits}`"));
                        }
                        character(&digits)?
                    }
                    'u' => self.code(4)?,
                    itself @ ('"' | '\\') => itself,
                    other => return Err(format!("no escape `\\{other}`")),
                }),
                plain => text.push(plain),
            }
        }
    }

    fn code(&mut self, digits: usize) -> Result<char, String> {
        let hex: String = (0..digits)
            .map(|_| self.escaped())
            .collect::<Result<_, _>>()?;
        character(&hex)
    }

    /// `squoted = "'" , { ? any but ' ? } , "'"`
    fn single_quoted(&mut self) -> Result<String, String> {
        self.at += 1;
        let text = self.while_true(|c| c != '\'');
        if self.take("'") {
            Ok(text)
        } else {
            Err("an open quote".into())
        }
    }

    /// Decision 22: to the blank, or a `)` that closes nothing in the regex; in double quotes
    /// `\"` and `\\` are escapes, all others the regex's own.
    fn regex(&mut self) -> Result<Value, String> {
        let text = match self.peek() {
            Some('\'') => self.single_quoted()?,
            Some('"') => self.quoted_regex()?,
            _ => self.bare_regex(),
        };
        regex::Regex::new(&text).map_err(|error| error.to_string())?;
        if text.is_empty() {
            Err(self.complaint("expected a regex"))
        } else {
            Ok(Value::literal(&text, true))
        }
    }

    fn quoted_regex(&mut self) -> Result<String, String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.escaped().map_err(|_| "an open quote")? {
                '"' => return Ok(text),
                '\\' if self.take("\"") => text.push('"'),
                '\\' if self.take("\\") => text.push('\\'),
                '\\' => text.extend(['\\', self.escaped()?]),
                plain => text.push(plain),
            }
        }
    }

    fn bare_regex(&mut self) -> String {
        let from = self.at;
        let (mut open, mut class) = (0, false);
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace()) {
            match c {
                '\\' => self.at += 1,
                '[' => class = true,
                ']' => class = false,
                '(' if !class => open += 1,
                ')' if !class && open == 0 => break,
                ')' if !class => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.at.min(self.chars.len());
        self.chars[from..self.at].iter().collect()
    }
}

fn negated_if(negative: bool, filter: Filter) -> Filter {
    if negative {
        Filter::Not(Box::new(filter))
    } else {
        filter
    }
}

/// Which operators a type takes (decisions 14, 17, 23).
fn check(field: &Field, op: Op) -> Result<(), String> {
    use field::Type;
    let kind = field.kind();
    let measured = matches!(kind, Type::Number | Type::Address | Type::Time);
    let allowed = match op {
        Op::Equal | Op::Contains | Op::Matches => true,
        Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => {
            matches!(
                kind,
                Type::Number | Type::Time | Type::Label | Type::Untyped
            )
        }
        Op::Like | Op::StartsWith | Op::EndsWith => !measured,
        Op::Under => matches!(kind, Type::Path | Type::Text | Type::Label | Type::Untyped),
    };
    if allowed {
        Ok(())
    } else {
        Err(format!("{kind:?} takes no {op:?}"))
    }
}

/// The character of a number in hexadecimal digits.
fn character(hex: &str) -> Result<char, String> {
    let code = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
    code.ok_or(format!("no character `{hex}`"))
}
