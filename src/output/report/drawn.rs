//! Lines that are drawn for a report: the first are kept, the others counted.

use std::io::{self, Write};

use crate::text::fit;

/// Lines that are kept, at most, and columns of one.
pub(super) const MOST_LINES: usize = 400;
const MOST_COLUMNS: usize = 400;

/// What was drawn. Texts are safe to show.
#[derive(Debug, Default)]
pub struct Drawn {
    /// The first lines, each as far as there is room.
    pub(super) lines: Vec<String>,
    /// The line that is not at its end yet.
    line: Vec<u8>,
    /// How many lines there are.
    pub(super) count: u64,
    /// What the lines do not show, in sentences.
    pub notes: Vec<String>,
}

impl Drawn {
    fn end_line(&mut self) {
        self.count += 1;
        let line = std::mem::take(&mut self.line);
        if self.lines.len() < MOST_LINES {
            let line = String::from_utf8(line).unwrap_or_default();
            self.lines.push(fit(&line, MOST_COLUMNS).into_owned());
        }
    }
}

impl Write for Drawn {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        for part in text.split_inclusive(|byte| *byte == b'\n') {
            let whole = part.strip_suffix(b"\n");
            if self.lines.len() < MOST_LINES {
                self.line.extend_from_slice(whole.unwrap_or(part));
            }
            if whole.is_some() {
                self.end_line();
            }
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_are_kept_and_all_are_counted() {
        let mut drawn = Drawn::default();
        for line in 0..MOST_LINES + 7 {
            write!(drawn, "line ").unwrap();
            writeln!(drawn, "{line} {}", "x".repeat(MOST_COLUMNS)).unwrap();
        }
        assert_eq!((drawn.lines.len(), drawn.count), (MOST_LINES, 407));
        assert!(drawn.lines[399].starts_with("line 399 xxx"));
        assert!(
            drawn
                .lines
                .iter()
                .all(|line| line.chars().count() == MOST_COLUMNS)
        );
        assert!(drawn.line.is_empty());
    }
}
