//! Bytes to spans. Knows JSON, nothing of `KubeArmor`.

pub mod full;
pub mod key_scanner;
mod literal;
pub mod number;
pub mod proof;
pub mod scan;
pub mod string;

pub use literal::Literal;

/// The JSON text of one value, without the blanks around it.
pub type Raw<'a> = &'a [u8];

/// What a JSON value is, told by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// `"…"`
    String,
    /// `-1.5e3`
    Number,
    /// `true` or `false`
    Bool,
    /// `null`
    Null,
    /// `[…]`
    Array,
    /// `{…}`
    Object,
    /// Nothing that JSON has.
    Unknown,
}

/// The kind of a value, by its first byte alone.
pub fn kind(raw: Raw<'_>) -> ValueKind {
    match raw.first() {
        Some(b'"') => ValueKind::String,
        Some(b'-' | b'0'..=b'9') => ValueKind::Number,
        Some(b't' | b'f') => ValueKind::Bool,
        Some(b'n') => ValueKind::Null,
        Some(b'[') => ValueKind::Array,
        Some(b'{') => ValueKind::Object,
        _ => ValueKind::Unknown,
    }
}

/// Whether a value says nothing: `null`, `""`, `[]` or `{}`.
///
/// Go's `omitempty` makes these and a missing key the same thing, so they are read alike.
pub fn is_empty(raw: Raw<'_>) -> bool {
    match raw {
        b"null" | br#""""# | b"[]" | b"{}" => true,
        [b'[', inner @ .., b']'] | [b'{', inner @ .., b'}'] => {
            inner.iter().all(u8::is_ascii_whitespace)
        }
        _ => false,
    }
}

/// Where a text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at byte {at}")]
pub struct Malformed {
    /// Offset of the first wrong byte in the text that was read, from 0.
    pub at: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// Why a text is not JSON, or not an object of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The text does not begin with `{`.
    #[error("not an object")]
    NotAnObject,
    /// A `"` that opens a key was expected.
    #[error("expected a key")]
    Key,
    /// A `:` was expected after a key.
    #[error("expected `:`")]
    Colon,
    /// A value was expected.
    #[error("expected a value")]
    Value,
    /// A `,` or `}` was expected after a value.
    #[error("expected `,` or `}}`")]
    Comma,
    /// The text ends inside the object.
    #[error("the line ends inside the object")]
    End,
    /// Something follows the object.
    #[error("text after the object")]
    Trailing,
    /// Bytes that are not UTF-8.
    #[error("not UTF-8")]
    Utf8,
    /// More than [`scan::MAX_DEPTH`] levels.
    #[error("nesting deeper than 128")]
    Depth,
    /// A control character that stands in a string as itself.
    #[error("control character in a string")]
    Control,
    /// A backslash with something behind it that is no escape.
    #[error("no such escape")]
    Escape,
}
