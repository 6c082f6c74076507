//! A text of any length in rows of so many columns. A row is found from where it begins without what is before it, and
//! the row before it from a place a few hundred rows above: what is not on the screen costs nothing.

use std::iter::successors;
use std::ops::Range;

use crate::text::width;

/// A text in rows. It went through [`sanitize`](crate::text::sanitize).
///
/// Rows begin anew at each multiple of so many bytes, so that nobody has to start at the first one. In a text of plain
/// ASCII a row ends there anyway; in another, one row of some hundreds may be shorter than it could be.
#[derive(Clone, Copy, Debug)]
pub struct Wrap<'t> {
    text: &'t str,
    columns: usize,
}

/// Rows of plain ASCII from one place where rows begin anew to the next.
const ROWS: usize = 256;

/// Characters a column, at most: some are as wide as nothing.
const CHARS: usize = 8;

impl<'t> Wrap<'t> {
    /// A text in so many columns.
    pub fn new(text: &'t str, columns: usize) -> Self {
        let columns = columns.max(2);
        Self { text, columns }
    }

    /// The rows from the one that begins at a byte on.
    pub fn rows(self, start: usize) -> impl Iterator<Item = Range<usize>> + use<'t> {
        successors(Some(self.row(start)), move |row| {
            (row.end < self.text.len()).then(|| self.row(row.end))
        })
    }

    /// The rows before the one that begins at a byte, the nearest first.
    pub fn rows_before(self, start: usize) -> impl Iterator<Item = Range<usize>> + use<'t> {
        let mut end = start.min(self.text.len());
        let mut above: Vec<Range<usize>> = Vec::new();
        std::iter::from_fn(move || {
            if above.is_empty() && end > 0 {
                let anew = self.anew(end - 1);
                above = self.rows(anew).take_while(|row| row.start < end).collect();
            }
            let row = above.pop()?;
            end = row.start;
            Some(row)
        })
    }

    /// Where the row begins that a byte is in; behind the text, its last row.
    pub fn start(self, at: usize) -> usize {
        let at = at.min(self.text.len().saturating_sub(1));
        let mut rows = self.rows(self.anew(at));
        rows.find(|row| at < row.end).map_or(0, |row| row.start)
    }

    /// The text of a row.
    pub fn text(self, row: &Range<usize>) -> &'t str {
        self.text.get(row.clone()).unwrap_or_default()
    }

    /// The row that begins at a byte.
    fn row(self, start: usize) -> Range<usize> {
        let most = self.boundary((start / self.piece() + 1) * self.piece());
        let text = self.text.get(start..most).unwrap_or_default();
        let mut used = 0;
        for (count, (at, char)) in text.char_indices().enumerate() {
            used += wide(char);
            if at > 0 && (used > self.columns || count >= self.columns * CHARS) {
                return start..start + at;
            }
        }
        start..most
    }

    /// The last place up to a byte where rows begin anew.
    fn anew(self, at: usize) -> usize {
        let place = self.boundary(at / self.piece() * self.piece());
        match place > at {
            // In the midst of the character that reaches over it.
            true => self.boundary((at / self.piece()).saturating_sub(1) * self.piece()),
            false => place,
        }
    }

    const fn piece(self) -> usize {
        self.columns * ROWS
    }

    /// The first place from a byte on where a character begins, or the end.
    fn boundary(self, at: usize) -> usize {
        let len = self.text.len();
        let mut at = at.min(len);
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }
}

fn wide(char: char) -> usize {
    match char.is_ascii() {
        true => 1,
        false => width(char.encode_utf8(&mut [0; 4])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrapped(text: &str, columns: usize) -> Vec<&str> {
        let wrap = Wrap::new(text, columns);
        wrap.rows(0).map(|row| wrap.text(&row)).collect()
    }

    #[test]
    fn a_long_text_goes_on_below() {
        assert_eq!(wrapped("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(wrapped("abcdefgh", 4), ["abcd", "efgh"]);
        assert_eq!(wrapped("日本語", 5), ["日本", "語"]);
        assert_eq!(wrapped("", 5), [""]);
        assert_eq!(wrapped("abc", 0), ["ab", "c"]);
    }

    #[test]
    fn what_is_as_wide_as_nothing_takes_rows_too() {
        let marks = "\u{301}".repeat(100);
        let rows = wrapped(&marks, 5);
        assert_eq!(rows.concat(), marks);
        assert!(rows.len() > 2, "{}", rows.len());
    }

    #[test]
    fn rows_of_plain_text_are_full_also_where_they_begin_anew() {
        let text = "x".repeat(3 * 7 * ROWS);
        assert!(wrapped(&text, 7).iter().all(|row| row.len() == 7));
    }

    #[test]
    fn a_row_far_below_is_found_without_what_is_above() {
        let text = "日x".repeat(4 << 20);
        let wrap = Wrap::new(&text, 60);
        let start = std::time::Instant::now();
        let mut at = text.len();
        for _ in 0..20 {
            let row = wrap.rows_before(wrap.start(at)).nth(40).unwrap();
            at = row.start;
        }
        assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn every_row_is_found_from_below_and_nothing_is_left_out(
            parts in prop::collection::vec("[ -~é日\u{301}👩]{0,30}", 0..60),
            columns in 0..12_usize,
        ) {
            let text = parts.concat();
            let wrap = Wrap::new(&text, columns);
            let rows: Vec<Range<usize>> = wrap.rows(0).collect();
            let whole: String = rows.iter().map(|row| wrap.text(row)).collect();
            prop_assert_eq!(&whole, &text);
            for (at, row) in rows.iter().enumerate() {
                let before: Vec<Range<usize>> = wrap.rows_before(row.start).collect();
                let expected: Vec<Range<usize>> = rows.iter().take(at).rev().cloned().collect();
                prop_assert_eq!(before, expected);
                for byte in row.clone() {
                    prop_assert_eq!(wrap.start(byte), row.start);
                }
            }
            prop_assert_eq!(wrap.start(text.len() + 9), rows.last().unwrap().start);
        }
    }
}
