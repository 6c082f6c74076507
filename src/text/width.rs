//! Columns on a terminal. Counts text that went through [`sanitize`](super::sanitize) first.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns `text` takes. Ambiguous characters count one, wide ones two.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        UnicodeWidthStr::width(text)
    }
}

/// `text` in at most `columns` columns; what is cut off is told by a final `…`. Costs no more than what is kept.
///
/// ```
/// use knoxlog::text::fit;
/// assert_eq!(fit("/usr/bin/curl", 13), "/usr/bin/curl");
/// assert_eq!(fit("/usr/bin/curl", 8), "/usr/bi…");
/// ```
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    fit_with(text, columns, "…")
}

/// [`fit`] with a `>` as the mark, for terminals without UTF-8.
pub fn fit_ascii(text: &str, columns: usize) -> Cow<'_, str> {
    fit_with(text, columns, ">")
}

/// `mark` must be one column wide.
fn fit_with<'a>(text: &'a str, columns: usize, mark: &str) -> Cow<'a, str> {
    let (mut used, mut keep) = (0, 0);
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(1);
        if used > columns {
            return Cow::Owned(if columns == 0 {
                String::new()
            } else {
                format!("{}{mark}", &text[..keep])
            });
        }
        if used < columns {
            keep = at + c.len_utf8();
        }
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sanitize;
    use proptest::prelude::*;

    #[test]
    fn wide_and_combining_characters_count_as_drawn() {
        assert_eq!(width("abc"), 3);
        assert_eq!(width("日本"), 4);
        assert_eq!(width("e\u{301}"), 1);
    }

    #[test]
    fn cuts_fall_between_characters_and_keep_marks_with_their_base() {
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("日本語", 6), "日本語");
        assert_eq!(fit("ae\u{301}bc", 3), "ae\u{301}…");
        assert_eq!(fit_ascii("abcdef", 3), "ab>");
        assert_eq!(
            (fit("ab", 1), fit("ab", 0), fit("", 0)),
            ("…".into(), "".into(), "".into())
        );
        assert!(matches!(fit("whole", 5), Cow::Borrowed("whole")));
    }

    proptest! {
        #[test]
        fn never_wider_than_asked(text in any::<String>(), columns in 0usize..40) {
            let safe = sanitize(&text);
            let fitted = fit(&safe, columns);
            prop_assert!(width(&fitted) <= columns, "{fitted:?}");
            prop_assert!(safe.starts_with(fitted.trim_end_matches('…')));
        }
    }
}
