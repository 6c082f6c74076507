//! Characters to words. What a word is depends on where the parser stands, so the parser asks.

use std::ops::Range;

use super::ast::Name;
use super::error::{Error, What};
use super::item::{At, Char, Item, is_bare};
use super::op::{self, Op};

/// A place in the text of one term.
pub(crate) struct Lexer<'q> {
    pub(crate) text: &'q str,
    pub(crate) at: usize,
}

/// Characters that end a field's name.
const OPERATOR_CHARS: [char; 6] = ['=', '!', ':', '~', '<', '>'];

impl<'q> Lexer<'q> {
    pub(crate) const fn new(text: &'q str) -> Self {
        Self { text, at: 0 }
    }

    pub(crate) fn rest(&self) -> &'q str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes `token` if it stands here.
    pub(crate) fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// The word that begins here and runs to a blank, parenthesis, quote or operator; not taken.
    pub(crate) fn peek_word(&self) -> &'q str {
        let ends = |char: char| {
            char.is_whitespace() || "()\"',".contains(char) || OPERATOR_CHARS.contains(&char)
        };
        let rest = self.rest();
        let end = rest.find(ends).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Takes `word` if it stands here as a whole, letter case ignored.
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        let found = self.peek_word().eq_ignore_ascii_case(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes the longest operator sign that stands here; answers whether it is the opposite too.
    pub(crate) fn take_sign(&mut self) -> Option<(&'static Op, bool)> {
        let (op, sign, is_negated) = op::sign_at(self.rest())?;
        self.at += sign.len();
        Some((op, is_negated))
    }

    /// Takes an operator that is a word.
    pub(crate) fn take_operator_word(&mut self) -> Option<(&'static Op, bool)> {
        let (op, word, is_negated) = op::word(self.peek_word())?;
        self.at += word.len();
        Some((op, is_negated))
    }

    pub(crate) fn name(&self, range: Range<usize>) -> Name {
        Name {
            text: self.text.get(range.clone()).unwrap_or_default().to_owned(),
            at: At(range),
        }
    }

    pub(crate) fn error(&self, at: Range<usize>, what: What) -> Error {
        Error {
            text: self.text.to_owned(),
            at,
            what,
        }
    }

    /// The character here, or nothing at the end.
    pub(crate) fn here(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(0, char::len_utf8)
    }

    /// A field's name: letters, digits, `_ - / .`; behind `labels.` and behind a leading `.` all
    /// but blanks and operators. Empty if none begins here.
    pub(crate) fn field(&mut self) -> Result<Name, Error> {
        let start = self.at;
        if self.peek() == Some('.') {
            self.raw_path()?;
            return Ok(self.name(start..self.at));
        }
        let is_name = |char: char| char.is_alphanumeric() || "_-/.".contains(char);
        let rest = self.rest();
        let is_begun = rest.starts_with(|char: char| char.is_alphabetic() || char == '_');
        let is_label = ["labels.", "label."].iter().any(|head| {
            let here = rest.get(..head.len());
            here.is_some_and(|here| here.eq_ignore_ascii_case(head))
        });
        let ends = |char: char| match is_label {
            true => char.is_whitespace() || OPERATOR_CHARS.contains(&char) || "()".contains(char),
            false => !is_name(char),
        };
        if is_begun {
            self.at += rest.find(ends).unwrap_or(rest.len());
        }
        Ok(self.name(start..self.at))
    }

    /// `.Key.sub`, of which a key may stand in double quotes.
    fn raw_path(&mut self) -> Result<(), Error> {
        while self.take(".") {
            if self.peek() == Some('"') {
                self.double_quoted(Escapes::Read)?;
                continue;
            }
            let rest = self.rest();
            let ends = |char: char| {
                char.is_whitespace()
                    || char == '.'
                    || "()".contains(char)
                    || OPERATOR_CHARS.contains(&char)
            };
            self.at += rest.find(ends).unwrap_or(rest.len());
        }
        Ok(())
    }

    /// One value: bare, in double quotes or in single quotes. An empty bare value is `None`.
    pub(crate) fn value(&mut self) -> Result<Option<Item>, Error> {
        let start = self.at;
        let (chars, quoted) = match self.peek() {
            Some('"') => (literal(&self.double_quoted(Escapes::Read)?), true),
            Some('\'') => (literal(self.single_quoted()?), true),
            _ => (self.bare()?, false),
        };
        if quoted {
            self.expect_end_of_value()?;
        }
        let is_empty = chars.is_empty() && !quoted;
        let at = At(start..self.at);
        Ok((!is_empty).then_some(Item { chars, quoted, at }))
    }

    fn bare(&mut self) -> Result<Vec<Char>, Error> {
        let mut chars = Vec::new();
        while let Some(char) = self.peek().filter(|char| is_bare(*char)) {
            let start = self.at;
            self.at += char.len_utf8();
            chars.push(match char {
                '*' => Char::Run,
                '?' => Char::One,
                '\\' => {
                    let Some(next) = self.peek() else {
                        let what = What::BadEscape {
                            escape: "\\".to_owned(),
                        };
                        return Err(self.error(start..self.at, what));
                    };
                    self.at += next.len_utf8();
                    Char::Literal(next)
                }
                char => Char::Literal(char),
            });
        }
        if !chars.is_empty() {
            self.expect_end_of_value()?;
        }
        Ok(chars)
    }

    /// A value ends at a blank, a comma, a closing parenthesis or the end.
    fn expect_end_of_value(&self) -> Result<(), Error> {
        match self.peek() {
            Some(char) if !char.is_whitespace() && char != ',' && char != ')' => {
                let found = char.to_string();
                Err(self.error(self.here(), What::Unexpected { found }))
            }
            _ => Ok(()),
        }
    }

    fn single_quoted(&mut self) -> Result<&'q str, Error> {
        let start = self.at;
        let inner = self.rest().get(1..).unwrap_or_default();
        let Some(end) = inner.find('\'') else {
            return Err(self.error(start..start + 1, What::UnclosedQuote));
        };
        self.at += end + 2;
        Ok(inner.get(..end).unwrap_or_default())
    }

    /// The text in double quotes; the lexer stands at the opening one.
    pub(crate) fn double_quoted(&mut self, escapes: Escapes) -> Result<String, Error> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let at = self.at;
            let Some(char) = self.peek() else {
                return Err(self.error(start..start + 1, What::UnclosedQuote));
            };
            self.at += char.len_utf8();
            match char {
                '"' => return Ok(text),
                '\\' if escapes == Escapes::Read => text.push_str(&self.escape(at)?),
                '\\' => match self.peek() {
                    Some(quote @ ('"' | '\\')) => {
                        self.at += 1;
                        text.push(quote);
                    }
                    Some(next) => {
                        self.at += next.len_utf8();
                        text.extend(['\\', next]);
                    }
                    None => {}
                },
                char => text.push(char),
            }
        }
    }

    /// What an escape spells; the lexer stands behind its backslash.
    fn escape(&mut self, start: usize) -> Result<String, Error> {
        let rest = self.rest();
        if let Some((text, len)) = braced(rest) {
            self.at += len;
            return Ok(text);
        }
        let hex = |digits: usize| {
            let digits = rest.get(1..=digits)?;
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hex.then(|| {
                u32::from_str_radix(digits, 16)
                    .ok()
                    .and_then(char::from_u32)
            })?
        };
        let (char, len) = match rest.bytes().next() {
            Some(b'"') => (Some('"'), 1),
            Some(b'\\') => (Some('\\'), 1),
            Some(b'n') => (Some('\n'), 1),
            Some(b't') => (Some('\t'), 1),
            Some(b'r') => (Some('\r'), 1),
            Some(b'x') => (hex(2), 3),
            Some(b'u') => (hex(4), 5),
            _ => (None, rest.chars().next().map_or(0, char::len_utf8)),
        };
        let Some(char) = char else {
            let mut ends = self.at + len..self.text.len();
            let end = ends.find(|end| self.text.is_char_boundary(*end));
            let end = end.unwrap_or(self.text.len());
            let escape = self.text.get(start..end).unwrap_or("\\").to_owned();
            return Err(self.error(start..end, What::BadEscape { escape }));
        };
        self.at += len;
        Ok(char.into())
    }

    /// A regular expression: in quotes, or to the next blank; a `)` that closes nothing inside it
    /// belongs to the condition around it. `None` if there is nothing here.
    pub(crate) fn pattern(&mut self) -> Result<Option<Name>, Error> {
        let start = self.at;
        let text = match self.peek() {
            Some('"') => self.double_quoted(Escapes::Keep)?,
            Some('\'') => self.single_quoted()?.to_owned(),
            _ => {
                let end = bare_pattern_end(self.rest());
                self.at += end;
                if end == 0 {
                    return Ok(None);
                }
                self.text.get(start..self.at).unwrap_or_default().to_owned()
            }
        };
        self.expect_end_of_value()?;
        let at = At(start..self.at);
        Ok(Some(Name { text, at }))
    }
}

/// What to do with escapes other than `\"` and `\\` in double quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// They spell a character.
    Read,
    /// They belong to a regular expression.
    Keep,
}

/// What `u{202e}` spells, and its length. A surrogate is spelt by itself, as values have it.
fn braced(text: &str) -> Option<(String, usize)> {
    let (digits, _) = text.strip_prefix("u{")?.split_once('}')?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
    let spelt = match char::from_u32(code) {
        Some(char) => char.to_string(),
        None if code < 0x1_0000 => format!("\\u{{{code:x}}}"),
        None => return None,
    };
    Some((spelt, digits.len() + 3))
}

fn literal(text: &str) -> Vec<Char> {
    text.chars().map(Char::Literal).collect()
}

fn bare_pattern_end(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut classes = 0_usize;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            char if char.is_whitespace() => return at,
            '\\' => {
                chars.next_if(|(_, next)| !next.is_whitespace());
            }
            '[' => {
                classes += 1;
                // A bracket that comes first in its class is itself.
                chars.next_if(|(_, next)| *next == '^');
                chars.next_if(|(_, next)| *next == ']');
            }
            ']' => classes = classes.saturating_sub(1),
            '(' if classes == 0 => depth += 1,
            ')' if classes == 0 => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return at,
            },
            _ => {}
        }
    }
    rest.len()
}
