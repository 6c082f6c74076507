//! What is wrong with a filter, as data, and the words for it. The command and the screen frame
//! the same words.

use std::ops::Range;

use crate::record::field::find;
use crate::record::value::Type;
use crate::text::quoted_names;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// The text of the term that it stands in.
    pub text: String,
    /// Where in that text, in bytes; may be empty at the end.
    pub at: Range<usize>,
    /// What is wrong there.
    pub what: What,
}

/// What may not be meant, and where; the filter runs all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// The text of the term that it stands in.
    pub text: String,
    /// Where in that text, in bytes.
    pub at: Range<usize>,
    /// What looks odd there.
    pub what: Caution,
}

/// What can be wrong with a filter.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    missing_docs,
    reason = "each variant's words are in `message` and `help`"
)]
pub enum What {
    UnknownField {
        name: String,
        near: Vec<&'static str>,
    },
    MapNeedsKey {
        name: &'static str,
    },
    UnknownMacro {
        name: String,
        near: Vec<String>,
    },
    MacroCycle {
        name: String,
    },
    NoOperator {
        field: String,
        next: Option<String>,
    },
    LoneWord {
        word: String,
    },
    Selector,
    NoIndicators,
    FileOfPatterns {
        field: String,
    },
    NoValue {
        field: String,
        op: String,
    },
    EmptyAfterComma {
        field: String,
    },
    EmptyText {
        field: String,
    },
    ExpectedCondition {
        after: Option<String>,
        found: Option<String>,
    },
    UnclosedParen,
    StrayParen,
    UnclosedQuote,
    BadEscape {
        escape: String,
    },
    Unexpected {
        found: String,
    },
    OneValue {
        op: String,
    },
    WrongOperator {
        field: String,
        ty: &'static str,
        op: String,
    },
    NotANumber {
        field: String,
        text: String,
    },
    NotAnAddress {
        field: String,
        text: String,
    },
    PrefixLength {
        length: String,
        version: u8,
        most: u8,
    },
    NotATime {
        field: String,
        text: String,
    },
    NotANumberLiteral {
        field: String,
        op: String,
        text: String,
    },
    BackwardsRange {
        text: String,
    },
    MixedRange {
        text: String,
    },
    WildcardInNumber {
        field: String,
        ty: &'static str,
    },
    LookAround {
        field: String,
    },
    BackReference {
        field: String,
    },
    Regex {
        reason: String,
    },
    RegexTooBig,
    File {
        name: String,
        reason: String,
    },
    FileIsBinary {
        name: String,
        line: usize,
    },
    InFile {
        name: String,
        value: String,
        what: Box<What>,
    },
    TooDeep {
        most: usize,
    },
}

/// What can look odd in a filter.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    missing_docs,
    reason = "each variant's words are in `message` and `help`"
)]
pub enum Caution {
    UnknownValue {
        field: String,
        text: String,
        near: Vec<&'static str>,
    },
    HostBits {
        using: String,
    },
    MixedOr,
}

impl What {
    /// The fault in one sentence, lower case, without a full stop.
    #[expect(clippy::too_many_lines, reason = "a table: one variant, one sentence")]
    pub fn message(&self) -> String {
        match self {
            Self::UnknownField { name, .. } => format!("unknown field `{name}`"),
            Self::MapNeedsKey { name } => format!("`{name}` needs a key"),
            Self::UnknownMacro { name, .. } => format!("unknown macro `is:{name}`"),
            Self::MacroCycle { name } => format!("macro `is:{name}` expands to itself"),
            Self::NoOperator { field, next: None } => format!("`{field}` has no operator"),
            Self::NoOperator {
                field,
                next: Some(next),
            } => {
                format!("`{field}` has no operator; did you mean `{field}={next}`?")
            }
            Self::LoneWord { .. } => "a lone word is not a filter".to_owned(),
            Self::Selector => "no label selector".to_owned(),
            Self::NoIndicators => "`ioc` needs a list of indicators".to_owned(),
            Self::FileOfPatterns { .. } => "`~` takes no file of patterns".to_owned(),
            Self::NoValue { field, op } if op.starts_with(char::is_alphabetic) => {
                format!("no value after `{field} {op}`")
            }
            Self::NoValue { field, op } => format!("no value after `{field}{op}`"),
            Self::EmptyAfterComma { .. } => "empty value after `,`".to_owned(),
            Self::EmptyText { .. } => "empty text is in everything".to_owned(),
            Self::ExpectedCondition { after, found } => {
                let after = after
                    .as_ref()
                    .map(|word| format!(" after `{word}`"))
                    .unwrap_or_default();
                let found = found
                    .as_ref()
                    .map_or("the end".to_owned(), |word| format!("`{word}`"));
                format!("expected a condition{after}, found {found}")
            }
            Self::UnclosedParen => "this `(` is never closed".to_owned(),
            Self::StrayParen => "this `)` closes nothing".to_owned(),
            Self::UnclosedQuote => "this quote is never closed".to_owned(),
            Self::BadEscape { escape } => format!("`{escape}` is no escape"),
            Self::Unexpected { found } => format!("unexpected `{found}`"),
            Self::OneValue { op } => format!("`{op}` takes one value, not a list"),
            Self::WrongOperator { field, ty, op } if is_order(op) => {
                format!("`{field}` is {ty}; `{op}` needs a number")
            }
            Self::WrongOperator { field, ty, op } => {
                format!("`{field}` is {ty}; `{op}` does not fit it")
            }
            Self::NotANumber { field, text } => format!("`{field}` is a number; got `{text}`"),
            Self::NotAnAddress { field, text } => format!("`{field}` is an address; got `{text}`"),
            Self::PrefixLength {
                length,
                version,
                most,
            } => {
                format!("`/{length}` is not a prefix length for IPv{version} (0–{most})")
            }
            Self::NotATime { field, text } => format!("`{field}` is a time; got `{text}`"),
            Self::NotANumberLiteral { field, op, text } => {
                format!("`{field}{op}` needs a number; got `{text}`")
            }
            Self::BackwardsRange { text } => format!("the range `{text}` runs backwards"),
            Self::MixedRange { text } => format!("the range `{text}` mixes IPv4 and IPv6"),
            Self::WildcardInNumber { field, ty } => {
                format!("`{field}` is {ty}; it has no wildcards")
            }
            Self::LookAround { .. } => "look-around is not supported".to_owned(),
            Self::BackReference { .. } => "back-references are not supported".to_owned(),
            Self::Regex { reason } => format!("not a regular expression: {reason}"),
            Self::RegexTooBig => "the regular expression is too big".to_owned(),
            Self::File { name, reason } => format!("{name}: {reason}"),
            Self::FileIsBinary { name, line } => format!("{name}:{line}: not UTF-8"),
            Self::InFile { name, value, what } => format!("{name}: `{value}`: {}", what.message()),
            Self::TooDeep { most } => format!("nested deeper than {most} levels"),
        }
    }

    /// What to type next, if there is something to say.
    #[expect(clippy::too_many_lines, reason = "a table: one variant, one sentence")]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::UnknownField { name, near } => {
                let also = "all fields: `knoxlog explain --fields`";
                if name.starts_with('.') {
                    return Some(format!("a raw JSON key is a name behind a dot: `.Owner.Name`;  {also}"));
                }
                let raw = format!("a raw JSON key: `.{name}`");
                match quoted_names(near.iter().copied(), OR) {
                    Some(near) => format!("did you mean {near}?  {also};  {raw}"),
                    None => format!("{also};  {raw};  a file of this name: `./{name}…`"),
                }
            }
            Self::MapNeedsKey { name } => format!("write `{}.KEY`", name.trim_end_matches(".K")),
            Self::UnknownMacro { near, .. } => {
                let list = "`knoxlog macros` lists them";
                match quoted_names(near.iter().map(String::as_str), OR) {
                    Some(near) => format!("did you mean {near}?  {list}"),
                    None => list.to_owned(),
                }
            }
            Self::NoOperator { field, next: None } if !is_number(field) => {
                format!("to ask whether it is there: `has:{field}`;  what it is: `{field}=…`;  what it contains: `{field}:…`")
            }
            Self::NoOperator { field, next: None } => format!(
                "to ask whether it is there: `has:{field}`. If you typed `{field}>1000` without quotes, the shell made a file named `1000`: write `{field}=1001..` or `'{field}>1000'`"
            ),
            Self::Selector => "`app=vault`, `tier!=db`, `env`, `!canary`, `zone in (a,b)`, `zone notin (a,b)`, joined by commas".to_owned(),
            Self::NoIndicators => "--ioc FILE: one a line; what each line is, is told by its form".to_owned(),
            Self::FileOfPatterns { field } => {
                format!("texts of a file: `{field}:@FILE`;  an expression that begins with an @: `{field}~[@]…`")
            }
            Self::NoValue { field, .. } | Self::EmptyAfterComma { field } if matches!(field.as_str(), "any" | "raw") => {
                return None;
            }
            Self::LoneWord { word } if !word.starts_with(char::is_alphanumeric) => return None,
            Self::LoneWord { word } => {
                format!("`any:{word}` searches every field, `cmd:{word}` the command line; quote a value that holds blanks")
            }
            Self::NoValue { field, .. } | Self::EmptyAfterComma { field } => {
                format!("to match an empty or missing {field}: `no:{field}`")
            }
            Self::EmptyText { field } if matches!(field.as_str(), "any" | "raw") => return None,
            Self::EmptyText { field } => format!("to ask whether it is there: `has:{field}`"),
            Self::Unexpected { .. } => "quote a value that holds this character: `'…'`".to_owned(),
            Self::BadEscape { .. } => r#"in double quotes: \" \\ \n \r \t \xHH \uHHHH \u{H…}; in single quotes nothing is special"#.to_owned(),
            Self::OneValue { .. } => "join conditions with `or`".to_owned(),
            Self::WrongOperator { field, op, .. } if is_order(op) => {
                format!("contains: `{field}:5`;  equals: `{field}=5`")
            }
            Self::WrongOperator { field, .. } => format!("equals: `{field}=…`;  contains: `{field}:…`"),
            Self::NotANumber { field, .. } => format!("a number or a range: `{field}=1024..`;  contains: `{field}:…`"),
            Self::NotAnAddress { field, .. } => format!(
                "an address, a CIDR, a range or a class: `{field}=10.0.0.0/8`, `{field}=public`;  contains: `{field}:10.`"
            ),
            Self::NotATime { .. } => {
                "2026-03-14, 2026-03-14T09:30, 09:30, 1696326880, -15m, `2h ago`, now, today, or A..B of these".to_owned()
            }
            Self::BackwardsRange { .. } => "write the smaller end first".to_owned(),
            Self::LookAround { field } | Self::BackReference { field } => {
                format!("use `not {field}~…` or `{field}!=…`")
            }
            Self::RegexTooBig => "shorten it, or use a list of values: `field:a,b,c`".to_owned(),
            Self::InFile { what, .. } => return what.help(),
            Self::File { .. } => "one value a line, `#` begins a comment".to_owned(),
            _ => return None,
        })
    }
}

fn is_number(field: &str) -> bool {
    find(field).is_some_and(|target| target.ty() == Type::Number)
}

impl Caution {
    /// The oddity in one sentence.
    pub fn message(&self) -> String {
        match self {
            Self::UnknownValue { field, text, near } => {
                let near = quoted_names(near.iter().copied(), OR)
                    .map(|near| format!("; did you mean {near}?"));
                format!(
                    "no known {field} `{text}`{} (matching literally)",
                    near.unwrap_or_default()
                )
            }
            Self::HostBits { using } => format!("host bits set; using {using}"),
            Self::MixedOr => "`or` binds looser than `and`; parentheses would say so".to_owned(),
        }
    }
}

fn is_order(op: &str) -> bool {
    matches!(op, ">" | ">=" | "<" | "<=" | "gt" | "ge" | "lt" | "le")
}

/// Stands between names of which one may be meant.
const OR: &str = " or ";
