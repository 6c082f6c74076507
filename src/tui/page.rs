//! What a record says as rows of a pane: lines, each a text of any length, and where a cursor goes among them. What is
//! not on the screen costs nothing.

use std::collections::HashSet;
use std::iter::{once, successors};
use std::ops::Range;

use super::action::Motion;
use super::detail::{Detail, FieldLine};
use super::sought::Sought;
use super::wrap::Wrap;

/// A place in a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The line of the fields, or of the JSON.
    pub line: usize,
    /// The byte of its text as it is shown.
    pub at: usize,
}

/// A row of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRow {
    /// The line.
    pub line: usize,
    /// What of its text.
    pub part: Range<usize>,
}

impl PageRow {
    /// Where it begins.
    pub const fn spot(&self) -> Spot {
        Spot {
            line: self.line,
            at: self.part.start,
        }
    }
}

/// What is shown of a record.
#[derive(Clone, Copy, Debug)]
pub struct Page<'m> {
    /// What it says.
    pub detail: &'m Detail,
    /// The lines of its JSON that are folded, where this is shown.
    pub folded: Option<&'m HashSet<usize>>,
    /// Whether its empty members are shown among the fields.
    pub has_empty: bool,
    /// Columns of the pane.
    pub columns: usize,
}

/// Columns of the names of fields.
pub const NAMES: usize = 13;

/// Steps by which JSON is indented, at most.
const DEEPEST: usize = 20;

/// Hits that are counted, at most.
pub const MOST_HITS: usize = 10_000;

impl<'m> Page<'m> {
    /// The text of a line.
    pub fn text(&self, line: usize) -> &'m str {
        match self.folded {
            Some(_) => self.detail.json.get(line).map_or("", |line| &line.text),
            None => match self.detail.lines.get(line) {
                Some(FieldLine::Value(value)) => value.shown(),
                Some(FieldLine::Title(_)) | None => "",
            },
        }
    }

    /// The column in which the text of a line begins.
    pub fn left(&self, line: usize) -> usize {
        let depth = self.detail.json.get(line).map_or(0, |line| line.depth);
        match self.folded {
            Some(_) => 3 + 2 * depth.min(DEEPEST).min(self.columns / 4),
            None => NAMES + 3,
        }
    }

    /// The text of a line in rows.
    pub fn wrap(&self, line: usize) -> Wrap<'m> {
        let columns = self.columns.saturating_sub(self.left(line));
        Wrap::new(self.text(line), columns)
    }

    /// Whether all rows of a line are more than so many.
    pub fn is_longer(&self, line: usize, rows: usize) -> bool {
        self.wrap(line).rows(0).nth(rows).is_some()
    }

    fn lines(&self) -> usize {
        match self.folded {
            Some(_) => self.detail.json.len(),
            None if self.has_empty => self.detail.lines.len(),
            None => self.detail.full,
        }
    }

    /// The folded line in which a line can be seen; itself if it is not in one.
    fn seen(&self, line: usize) -> usize {
        let hides = |at: &usize| *at < line && self.end(*at) >= line;
        let folded = self.folded.into_iter().flatten().copied();
        folded.filter(hides).min().unwrap_or(line)
    }

    fn end(&self, line: usize) -> usize {
        self.detail.json.get(line).map_or(line, |line| line.end)
    }

    /// The folded lines that hide a line.
    pub fn hiding(&self, line: usize) -> Vec<usize> {
        let hides = |at: &usize| *at < line && self.end(*at) >= line;
        let folded = self.folded.into_iter().flatten().copied();
        folded.filter(hides).collect()
    }

    fn next(&self, line: usize) -> Option<usize> {
        let is_folded = self.folded.is_some_and(|folded| folded.contains(&line));
        let next = match is_folded {
            true => self.end(line) + 1,
            false => line + 1,
        };
        Some(next).filter(|next| *next < self.lines())
    }

    fn previous(&self, line: usize) -> Option<usize> {
        Some(self.seen(line.checked_sub(1)?))
    }

    /// The row in which a place is, or the nearest that there is.
    pub fn row(&self, spot: Spot) -> PageRow {
        let line = self.seen(spot.line.min(self.lines().saturating_sub(1)));
        let wrap = self.wrap(line);
        let start = if line == spot.line {
            wrap.start(spot.at)
        } else {
            0
        };
        let part = wrap.rows(start).next().unwrap_or_default();
        PageRow { line, part }
    }

    /// The rows from one on.
    fn rows(&self, row: &PageRow) -> impl Iterator<Item = PageRow> {
        let from = row.spot();
        successors(Some(from.line), |line| self.next(*line)).flat_map(move |line| {
            let start = if line == from.line { from.at } else { 0 };
            let parts = self.wrap(line).rows(start);
            parts.map(move |part| PageRow { line, part })
        })
    }

    /// The rows before one, the nearest first.
    fn rows_before(&self, row: &PageRow) -> impl Iterator<Item = PageRow> {
        let from = row.spot();
        let parts = self.wrap(from.line).rows_before(from.at);
        let own = parts.map(move |part| PageRow {
            line: from.line,
            part,
        });
        let above = successors(self.previous(from.line), |line| self.previous(*line));
        own.chain(above.flat_map(|line| {
            let last = self.last_of(line);
            let before = self.wrap(line).rows_before(last.part.start);
            once(last).chain(before.map(move |part| PageRow { line, part }))
        }))
    }

    fn last_of(&self, line: usize) -> PageRow {
        self.row(Spot {
            line,
            at: usize::MAX,
        })
    }

    /// The rows that are on a screen of a height: the cursor in the middle, but for the ends.
    pub fn visible(&self, cursor: Spot, height: usize) -> Vec<PageRow> {
        let cursor = self.row(cursor);
        let below = self.rows(&cursor).take(height - height / 2).count();
        let above = self.rows_before(&cursor).take(height - below);
        let mut rows: Vec<PageRow> = above.collect();
        rows.reverse();
        let room = height - rows.len();
        rows.extend(self.rows(&cursor).take(room));
        rows
    }

    /// Where a cursor goes: up and down by rows, to the left and right by lines; `count` is what was typed before the key.
    pub fn moved(&self, cursor: Spot, page: usize, count: Option<usize>, motion: Motion) -> Spot {
        let (by, page) = (count.unwrap_or(1), page.max(1));
        let row = self.row(cursor);
        let half = page.div_ceil(2);
        match motion {
            Motion::Up => self.up(&row, by),
            Motion::Down => self.down(&row, by),
            Motion::PageUp => self.up(&row, by.saturating_mul(page)),
            Motion::PageDown => self.down(&row, by.saturating_mul(page)),
            Motion::HalfUp => self.up(&row, by.saturating_mul(half)),
            Motion::HalfDown => self.down(&row, by.saturating_mul(half)),
            Motion::Left => self.left_of(&row, by),
            Motion::Right => self.right_of(&row, by),
            Motion::FarLeft => self.left_of(&row, by.saturating_mul(10)),
            Motion::FarRight => self.right_of(&row, by.saturating_mul(10)),
            Motion::At(_, y) => {
                let visible = self.visible(row.spot(), page);
                visible.get(y).unwrap_or(&row).spot()
            }
            Motion::First => self.line(count.unwrap_or(1)),
            Motion::Last => match count {
                Some(count) => self.line(count),
                None => self
                    .last_of(self.seen(self.lines().saturating_sub(1)))
                    .spot(),
            },
        }
    }

    fn up(&self, row: &PageRow, by: usize) -> Spot {
        let to = self.rows_before(row).take(by).last();
        to.map_or(row.spot(), |row| row.spot())
    }

    fn down(&self, row: &PageRow, by: usize) -> Spot {
        let to = self.rows(row).take(by.saturating_add(1)).last();
        to.map_or(row.spot(), |row| row.spot())
    }

    /// To the start of the line, then of those before it.
    fn left_of(&self, row: &PageRow, by: usize) -> Spot {
        let by = by - usize::from(row.part.start > 0 && by > 0);
        let lines = successors(Some(row.line), |line| self.previous(*line));
        let line = lines.take(by.saturating_add(1)).last();
        Spot {
            line: line.unwrap_or(row.line),
            at: 0,
        }
    }

    /// To the start of the lines behind it.
    fn right_of(&self, row: &PageRow, by: usize) -> Spot {
        let lines = successors(Some(row.line), |line| self.next(*line));
        match lines.take(by.saturating_add(1)).last() {
            Some(line) if line != row.line => Spot { line, at: 0 },
            _ => row.spot(),
        }
    }

    /// The start of the nth line that is shown, from 1.
    fn line(&self, nth: usize) -> Spot {
        let lines = successors(Some(0), |line| self.next(*line));
        let line = lines.take(nth.max(1)).last().unwrap_or_default();
        Spot { line, at: 0 }
    }

    /// Where a text stands, also in what is folded away or empty, as far as [`MOST_HITS`]. The name of a field is at its start.
    pub fn hits(&self, sought: &Sought) -> Vec<Spot> {
        let of_line = |line: usize| {
            let spot = move |at| Spot { line, at };
            let name = self
                .name(line)
                .filter(|name| sought.hits(name).next().is_some());
            let mut texts = sought.hits(self.text(line)).map(|hit| hit.start).peekable();
            let name = name.filter(|_| texts.peek() != Some(&0)).map(|_| spot(0));
            name.into_iter()
                .chain(texts.map(spot))
                .take(MOST_HITS)
                .collect::<Vec<_>>()
        };
        let all = Page {
            has_empty: true,
            ..*self
        };
        (0..all.lines()).flat_map(of_line).take(MOST_HITS).collect()
    }

    /// The name of the field of a line.
    pub fn name(&self, line: usize) -> Option<&'m str> {
        match self
            .detail
            .lines
            .get(line)
            .filter(|_| self.folded.is_none())
        {
            Some(FieldLine::Value(value)) => Some(&value.name),
            Some(FieldLine::Title(_)) | None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::pretty::outline;
    use crate::tui::detail::FieldValue;

    /// Three values under a title; the second takes five rows of ten columns.
    fn detail() -> Detail {
        let value = |name: &str, raw: &str| {
            FieldLine::Value(FieldValue {
                name: name.to_owned(),
                raw: raw.to_owned(),
                safe: None,
                is_derived: false,
                is_empty: false,
                is_askable: true,
            })
        };
        Detail {
            lines: vec![
                FieldLine::Title("What"),
                value("op", "File"),
                value("data", &"0123456789".repeat(5)),
                value("result", "Passed 5"),
            ],
            full: 4,
            json: outline(br#"{"A":{"B":[1,2],"C":3},"D":"x"}"#),
            ..Detail::default()
        }
    }

    fn fields(detail: &Detail) -> Page<'_> {
        Page {
            detail,
            folded: None,
            has_empty: false,
            columns: NAMES + 3 + 10,
        }
    }

    const fn spot(line: usize, at: usize) -> Spot {
        Spot { line, at }
    }

    #[test]
    fn a_cursor_goes_through_a_long_value_row_by_row_and_past_it() {
        let detail = detail();
        let page = fields(&detail);
        let mut cursor = Spot::default();
        for (motion, count, to) in [
            (Motion::Down, None, (1, 0)),
            (Motion::Down, Some(3), (2, 20)),
            (Motion::Right, None, (3, 0)),
            (Motion::Up, None, (2, 40)),
            (Motion::PageUp, None, (2, 0)),
            (Motion::PageDown, None, (2, 40)),
            (Motion::HalfUp, None, (2, 20)),
            (Motion::Left, None, (2, 0)),
            (Motion::Left, None, (1, 0)),
            (Motion::Last, None, (3, 0)),
            (Motion::Down, None, (3, 0)),
            (Motion::Right, None, (3, 0)),
            (Motion::First, Some(3), (2, 0)),
            (Motion::Down, Some(2), (2, 20)),
            (Motion::Left, Some(2), (1, 0)),
            (Motion::FarRight, None, (3, 0)),
            (Motion::Up, Some(usize::MAX), (0, 0)),
            (Motion::Down, Some(usize::MAX), (3, 0)),
            (Motion::FarLeft, None, (0, 0)),
            (Motion::Last, Some(2), (1, 0)),
        ] {
            cursor = page.moved(cursor, 4, count, motion);
            assert_eq!(cursor, spot(to.0, to.1), "{motion:?} {count:?}");
        }
    }

    #[test]
    fn the_cursor_is_on_the_screen_and_the_screen_is_full() {
        let detail = detail();
        let page = fields(&detail);
        let first = page.row(Spot::default());
        let all: Vec<PageRow> = page.rows(&first).collect();
        assert_eq!(all.len(), 8);
        for height in 0..12 {
            for (at, row) in all.iter().enumerate() {
                let visible = page.visible(row.spot(), height);
                let top = at.saturating_sub(height / 2);
                let top = top.min(all.len().saturating_sub(height));
                let expected: Vec<PageRow> = all.iter().skip(top).take(height).cloned().collect();
                assert_eq!(visible, expected, "{at} of {height}");
            }
        }
    }

    #[test]
    fn what_is_folded_is_passed_over_and_searched_all_the_same() {
        let detail = detail();
        let folded = HashSet::from([1, 2]);
        let page = Page {
            detail: &detail,
            folded: Some(&folded),
            has_empty: false,
            columns: 40,
        };
        let mut cursor = Spot::default();
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(cursor.line);
            cursor = page.moved(cursor, 4, None, Motion::Down);
        }
        assert_eq!(seen, [0, 1, 8, 9]);
        assert_eq!(page.moved(spot(8, 0), 4, None, Motion::Up), spot(1, 0));
        let hits = page.hits(&Sought::new("2").unwrap());
        assert_eq!(hits, [spot(4, 0)]);
        assert_eq!(page.row(hits[0]).line, 1);
        let mut hiding = page.hiding(4);
        hiding.sort_unstable();
        assert_eq!(hiding, [1, 2]);
    }

    #[test]
    fn names_and_values_are_searched_and_a_spot_counts_once() {
        let detail = detail();
        let page = fields(&detail);
        let hits = |text: &str| page.hits(&Sought::new(text).unwrap());
        assert_eq!(hits("5").len(), 6);
        assert_eq!(hits("data"), [spot(2, 0)]);
        assert_eq!(hits("s"), [spot(3, 0), spot(3, 2), spot(3, 3)]);
        assert_eq!(hits("Data"), []);
    }
}
