//! What a field holds.

use std::borrow::Cow;

use crate::json::{self, Raw, ValueKind, string};

pub use crate::json::number::Number;

/// What kind of JSON value a text came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string, decoded.
    Text,
    /// A number, as written.
    Number,
    /// `true` or `false`.
    Bool,
    /// An array or object, as JSON text: present, but nothing to compare.
    Nested,
}

/// One value of a field: its text, and what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value<'a> {
    /// The decoded text of a string, the JSON text of anything else.
    pub text: Cow<'a, str>,
    /// What it was.
    pub shape: Shape,
}

impl<'a> Value<'a> {
    /// A value that is a text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            text: text.into(),
            shape: Shape::Text,
        }
    }

    /// The value that a JSON text writes; `None` if it writes nothing readable.
    pub fn of(raw: Raw<'a>) -> Option<Self> {
        let shape = match json::kind(raw) {
            ValueKind::String => return string::decode(raw).map(Self::text),
            ValueKind::Number => Shape::Number,
            ValueKind::Bool => Shape::Bool,
            ValueKind::Array | ValueKind::Object => Shape::Nested,
            ValueKind::Null | ValueKind::Unknown => return None,
        };
        let text = Cow::Borrowed(std::str::from_utf8(raw).ok()?);
        Some(Self { text, shape })
    }
}

/// How the values of a field are read and compared. `language.md` §3 has the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// One of a known list, letter case ignored; the list, in `KubeArmor`'s spelling.
    Enum(&'static [&'static str]),
    /// A name: letter case ignored, wildcards.
    Name,
    /// A set of symbols such as `O_RDONLY|O_CLOEXEC`: any member, prefix optional.
    Symbols,
    /// A path: base name, directory or whole path by its slashes.
    Path,
    /// A text: letter case kept, wildcards.
    Text,
    /// A number.
    Number,
    /// An IP address.
    Address,
    /// A moment.
    Time,
    /// A set of names: any member.
    Tags,
    /// Values by key, compared as names: `labels.K`.
    Names,
    /// Values by key, compared as texts: `data.K`, `.Key.sub`.
    Texts,
}

impl Type {
    /// The word for it in help and messages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Enum(_) => "an enum",
            Self::Name => "a name",
            Self::Symbols => "a symbol set",
            Self::Path => "a path",
            Self::Text => "text",
            Self::Number => "a number",
            Self::Address => "an address",
            Self::Time => "a time",
            Self::Tags => "a set of tags",
            Self::Names => "a map of names",
            Self::Texts => "a map of texts",
        }
    }

    /// Whether a value of this shape can be compared at all by a field of this type.
    pub const fn reads(self, shape: Shape) -> bool {
        match self {
            Self::Number | Self::Time | Self::Address => {
                matches!(shape, Shape::Text | Shape::Number)
            }
            Self::Names | Self::Texts => !matches!(shape, Shape::Nested),
            _ => matches!(shape, Shape::Text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_what_they_were() {
        let of =
            |raw: &'static str| Value::of(raw.as_bytes()).map(|v| (v.text.into_owned(), v.shape));
        assert_eq!(of(r#""a\u003cb""#), Some(("a<b".into(), Shape::Text)));
        assert_eq!(of("12e400"), Some(("12e400".into(), Shape::Number)));
        assert_eq!(of("true"), Some(("true".into(), Shape::Bool)));
        assert_eq!(of("[1]"), Some(("[1]".into(), Shape::Nested)));
        assert_eq!(of("null"), None);
    }
}
