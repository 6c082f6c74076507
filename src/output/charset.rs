//! Which characters people are shown: all that are safe, or ASCII.

use std::borrow::Cow;

use crate::text::{ascii, fit, fit_ascii};

/// What stands before a count that is about.
pub(super) const ABOUT: &str = "≈";

/// The characters of what is for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    /// All that are safe to show.
    #[default]
    Unicode,
    /// ASCII; any other character is spelt `\u{…}`.
    Ascii,
}

impl Charset {
    /// A safe text as it is shown.
    pub(super) fn shown(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Unicode => text.into(),
            Self::Ascii => ascii(text),
        }
    }

    /// What stands before a count that is about: at least so many, or in a place that is not certain.
    pub(super) const fn about(self) -> &'static str {
        match self {
            Self::Unicode => ABOUT,
            Self::Ascii => "~",
        }
    }

    /// A text that is shown, in so many columns.
    pub(super) fn fit(self, text: &str, columns: usize) -> Cow<'_, str> {
        match self {
            Self::Unicode => fit(text, columns),
            Self::Ascii => fit_ascii(text, columns),
        }
    }

    /// Spells what was written from `start` on as it is shown.
    pub(super) fn respell(self, out: &mut Vec<u8>, start: usize) {
        let written = out.get(start..).unwrap_or_default();
        if self == Self::Unicode || written.is_ascii() {
            return;
        }
        let spelt = ascii(&String::from_utf8_lossy(written)).into_owned();
        out.truncate(start);
        out.extend_from_slice(spelt.as_bytes());
    }
}
