//! Strict JSON, slowly: keeps members in order, every spelling of a key and every number as written. Knows nothing of `KubeArmor`.
//!
//! `serde_json::Value` keeps the last of two equal keys and rewrites `1.50` as `1.5`; the language needs the first key and the digits
//! as they stand, so the oracle has its own tree. `reads_as_serde_json_does` in `main.rs` holds the two against each other.

/// Objects and arrays may nest this deep.
const DEPTH: usize = 128;

/// One JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A string, decoded.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: its members in order, repeated keys too.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Decisions 2: `null`, `""`, `[]` and `{}` are the same as no key at all.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Json::Null => true,
            Json::Text(text) => text.is_empty(),
            Json::Array(items) => items.is_empty(),
            Json::Object(members) => members.is_empty(),
            Json::Bool(_) | Json::Number(_) => false,
        }
    }

    /// The text of a scalar: strings decoded, numbers and booleans as written, nothing for `null`.
    pub(crate) fn scalar(&self) -> Option<String> {
        match self {
            Json::Bool(truth) => Some(truth.to_string()),
            Json::Number(text) | Json::Text(text) => Some(text.clone()),
            Json::Null | Json::Array(_) | Json::Object(_) => None,
        }
    }

    /// The members of an object, of each exactly repeated key the first only (decision 1); nothing for any other value.
    pub(crate) fn members(&self) -> Vec<(&str, &Json)> {
        let mut first: Vec<(&str, &Json)> = Vec::new();
        if let Json::Object(members) = self {
            for (key, value) in members {
                if !first.iter().any(|(seen, _)| seen == key) {
                    first.push((key, value));
                }
            }
        }
        first
    }

    /// Every scalar at any depth, in order.
    pub(crate) fn leaves(&self) -> Vec<String> {
        match self {
            Json::Array(items) => items.iter().flat_map(Json::leaves).collect(),
            // Later copies of a repeated key too: what `any:` passes over is lost without a word.
            Json::Object(members) => members
                .iter()
                .flat_map(|(_, value)| value.leaves())
                .collect(),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => {
                self.scalar().into_iter().collect()
            }
        }
    }
}

/// Reads one whole value with nothing but blanks around it; nothing if it is not JSON.
pub(crate) fn read(text: &str) -> Option<Json> {
    let mut reader = Reader {
        chars: text.chars().collect(),
        at: 0,
        lone: Vec::new(),
    };
    let value = reader.value(0)?;
    reader.blanks();
    (reader.at == reader.chars.len()).then_some(value)
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    /// Where in the string at hand lone surrogates are spelt.
    lone: Vec<usize>,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    fn expect(&mut self, wanted: &str) -> Option<()> {
        wanted.chars().all(|c| self.next() == Some(c)).then_some(())
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.blanks();
        match self.peek()? {
            'n' => self.expect("null").map(|()| Json::Null),
            't' => self.expect("true").map(|()| Json::Bool(true)),
            'f' => self.expect("false").map(|()| Json::Bool(false)),
            '"' => self.string().map(Json::Text),
            '[' if depth < DEPTH => self.array(depth + 1),
            '{' if depth < DEPTH => self.object(depth + 1),
            '-' | '0'..='9' => self.number(),
            _ => None,
        }
    }

    fn array(&mut self, depth: usize) -> Option<Json> {
        self.expect("[")?;
        let mut items = Vec::new();
        self.blanks();
        if self.peek() == Some(']') {
            self.at += 1;
            return Some(Json::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.blanks();
            match self.next()? {
                ',' => {}
                ']' => return Some(Json::Array(items)),
                _ => return None,
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        self.expect("{")?;
        let mut members = Vec::new();
        self.blanks();
        if self.peek() == Some('}') {
            self.at += 1;
            return Some(Json::Object(members));
        }
        loop {
            self.blanks();
            let key = self.string()?;
            self.blanks();
            self.expect(":")?;
            members.push((key, self.value(depth)?));
            self.blanks();
            match self.next()? {
                ',' => {}
                '}' => return Some(Json::Object(members)),
                _ => return None,
            }
        }
    }

    fn number(&mut self) -> Option<Json> {
        let from = self.at;
        if self.peek() == Some('-') {
            self.at += 1;
        }
        if self.peek() == Some('0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some('.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.at += 1;
            if matches!(self.peek(), Some('+' | '-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(Json::Number(self.chars[from..self.at].iter().collect()))
    }

    fn digits(&mut self) -> Option<()> {
        let from = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > from).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        self.expect("\"")?;
        let mut text = String::new();
        self.lone.clear();
        loop {
            match self.next()? {
                '"' => return Some(told_apart(&text, &self.lone)),
                '\\' => self.escape(&mut text)?,
                control if control < ' ' => return None,
                plain => text.push(plain),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Option<()> {
        text.push(match self.next()? {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(text),
            _ => return None,
        });
        Some(())
    }

    /// `\uXXXX`, two of them for a surrogate pair; a lone surrogate shows as `\u{d800}` (decision 3),
    /// and backslashes before it, or before a text like it, are doubled.
    fn unicode(&mut self, text: &mut String) -> Option<()> {
        let unit = self.unit()?;
        if (0xd800..0xdc00).contains(&unit) && self.chars[self.at..].starts_with(&['\\', 'u']) {
            let back = self.at;
            self.at += 2;
            let low = self.unit()?;
            if (0xdc00..0xe000).contains(&low) {
                text.push(char::from_u32(
                    0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00),
                )?);
                return Some(());
            }
            self.at = back;
        }
        if let Some(plain) = char::from_u32(unit) {
            text.push(plain);
        } else {
            self.lone.push(text.len());
            text.extend(format!("\\u{{{unit:x}}}").chars());
        }
        Some(())
    }

    fn unit(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |unit, _| Some(unit * 16 + self.next()?.to_digit(16)?))
    }
}

/// Doubles the backslashes before what reads as a lone surrogate, but for the one by which a surrogate is spelt.
fn told_apart(text: &str, lone: &[usize]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(plain) = text[at..].chars().next() {
        let run = text[at..].len() - text[at..].trim_start_matches('\\').len();
        let behind = &text[at + run..];
        let digits = behind
            .strip_prefix("u{")
            .and_then(|rest| rest.split_once('}'))
            .map(|(digits, _)| digits)
            .filter(|digits| digits.len() == 4 && *digits == digits.to_lowercase());
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let is_surrogate = code.is_some_and(|code| (0xd800..0xe000).contains(&code));
        if run == 0 {
            out.push(plain);
            at += plain.len_utf8();
            continue;
        }
        let own = usize::from(lone.contains(&(at + run - 1)));
        let more = if is_surrogate { run - own } else { 0 };
        out.push_str(&"\\".repeat(run + more));
        at += run;
    }
    out
}
