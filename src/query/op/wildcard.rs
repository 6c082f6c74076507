//! Wildcards, by way of regular expressions: linear time whatever the pattern.

use regex::{Regex, RegexBuilder};

use crate::query::item::Char;

/// Patterns with `*` and `?`, any of which may match the whole of a text.
#[derive(Debug, Default)]
pub(super) struct Wildcards(Vec<Regex>);

impl Wildcards {
    /// Adds a pattern, between two pieces of regular expression.
    pub(super) fn add(&mut self, before: &str, chars: &[Char], after: &str, ignores_case: bool) {
        let pattern = format!("^{before}{}{after}$", expression(chars));
        let built = RegexBuilder::new(&pattern)
            .case_insensitive(ignores_case)
            .dot_matches_new_line(true)
            .size_limit(1 << 30)
            .dfa_size_limit(64 << 20)
            .build();
        // Escaped text with `.*` and `.` in it always is an expression, and no command line is
        // long enough to reach the limit.
        self.0.extend(built.ok());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.0.iter().any(|regex| regex.is_match(text))
    }
}

/// The regular expression of a pattern, without anchors.
fn expression(chars: &[Char]) -> String {
    let mut out = String::new();
    for char in chars {
        match char {
            Char::Run => out.push_str(".*"),
            Char::One => out.push('.'),
            Char::Literal(char) => out.push_str(&regex::escape(char.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}
