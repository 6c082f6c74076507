//! A text that is looked for in what is shown. Letter case counts if there is a capital in it.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

/// A text that is looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    pattern: Regex,
    /// Bytes of a hit, at most: of a letter, the other case may be longer.
    longest: usize,
}

impl Sought {
    /// A text; `None` if it is empty, or longer than what can be looked for.
    pub fn new(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let is_exact = text.chars().any(char::is_uppercase);
        let pattern = RegexBuilder::new(&regex::escape(text))
            .case_insensitive(!is_exact)
            .build()
            .ok()?;
        let longest = text.chars().count() * 4;
        Some(Self { pattern, longest })
    }

    /// Where it stands in a text.
    pub fn hits(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        self.pattern.find_iter(text).map(|hit| hit.range())
    }

    /// What of a part of a text it stands in, also where it begins before it or ends behind it. Looks no further than it
    /// has to.
    pub fn hits_in(&self, text: &str, part: &Range<usize>) -> Vec<Range<usize>> {
        let (mut from, mut to) = (
            part.start.saturating_sub(self.longest),
            (part.end + self.longest).min(text.len()),
        );
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        while !text.is_char_boundary(to) {
            to += 1;
        }
        let near = text.get(from..to).unwrap_or_default();
        self.hits(near)
            .map(|hit| part.start.max(from + hit.start)..part.end.min(from + hit.end))
            .filter(|hit| hit.start < hit.end)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sought: &str, text: &str) -> Vec<Range<usize>> {
        Sought::new(sought).unwrap().hits(text).collect()
    }

    #[test]
    fn letter_case_counts_where_there_is_a_capital() {
        assert_eq!(found("bash", "/bin/Bash bash"), [5..9, 10..14]);
        assert_eq!(found("Bash", "/bin/Bash bash"), vec![5..9]);
        assert_eq!(found("größe", "GRÖßE"), vec![0..7]);
        assert_eq!(found("a.c", "abc a.c"), vec![4..7]);
        assert!(Sought::new("").is_none());
    }

    #[test]
    fn a_part_shows_its_share_of_a_hit() {
        let text = "日本xxshadowxx日本".repeat(3);
        let sought = Sought::new("shadow").unwrap();
        let whole: Vec<Range<usize>> = sought.hits(&text).collect();
        for from in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            for to in (from..text.len()).filter(|at| text.is_char_boundary(*at)) {
                let share = |hit: &Range<usize>| hit.start.max(from)..hit.end.min(to);
                let expected: Vec<Range<usize>> = whole
                    .iter()
                    .map(share)
                    .filter(|hit| !hit.is_empty())
                    .collect();
                assert_eq!(sought.hits_in(&text, &(from..to)), expected);
            }
        }
    }
}
