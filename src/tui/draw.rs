//! Text into cells: the one way by which anything reaches the screen. Everything is escaped, cut to its place, and
//! spelt in ASCII where there is nothing else.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Theme;
use crate::text::{fit, fit_ascii, width};

/// Writes into a part of the screen.
pub struct Pen<'b> {
    buffer: &'b mut Buffer,
    /// What it may write into.
    pub area: Rect,
    /// How things look.
    pub theme: Theme,
}

impl<'b> Pen<'b> {
    /// A pen for a part of the screen; what of it is not on the screen is left out.
    pub fn new(buffer: &'b mut Buffer, area: Rect, theme: Theme) -> Self {
        let area = area.intersection(*buffer.area());
        Self {
            buffer,
            area,
            theme,
        }
    }

    /// The same pen for a part of its part.
    pub fn within(&mut self, area: Rect) -> Pen<'_> {
        let area = area.intersection(self.area);
        Pen {
            buffer: self.buffer,
            area,
            theme: self.theme,
        }
    }

    /// Columns there are.
    pub const fn width(&self) -> usize {
        self.area.width as usize
    }

    /// Rows there are.
    pub const fn height(&self) -> usize {
        self.area.height as usize
    }

    /// Writes a text at a place; answers the column behind it. What does not fit is cut off, and told by a mark.
    pub fn put(&mut self, x: usize, y: usize, text: &str, style: Style) -> usize {
        self.put_in(x, y, self.width().saturating_sub(x), text, style)
    }

    /// The same in at most so many columns.
    pub fn put_in(
        &mut self,
        x: usize,
        y: usize,
        columns: usize,
        text: &str,
        style: Style,
    ) -> usize {
        let columns = columns.min(self.width().saturating_sub(x));
        if y >= self.height() || columns == 0 {
            return x;
        }
        let safe = self.safe(text);
        let fitted = match self.theme.is_ascii() {
            true => fit_ascii(&safe, columns),
            false => fit(&safe, columns),
        };
        let (left, top) = (narrow(x), narrow(y));
        self.buffer.set_stringn(
            self.area.x + left,
            self.area.y + top,
            &fitted,
            columns,
            style,
        );
        x + width(&fitted)
    }

    /// Writes a text so that it ends at the right edge, if there is room behind `x` for all of it.
    pub fn put_right(&mut self, x: usize, y: usize, text: &str, style: Style) {
        let columns = width(&self.safe(text));
        if x + columns < self.width() {
            self.put(self.width() - columns, y, text, style);
        }
    }

    /// Writes a glyph of ours into one cell.
    pub fn glyph(&mut self, x: usize, y: usize, glyph: &str, style: Style) {
        if x < self.width() && y < self.height() {
            let place = (self.area.x + narrow(x), self.area.y + narrow(y));
            if let Some(cell) = self.buffer.cell_mut(place) {
                cell.set_symbol(glyph).set_style(style);
            }
        }
    }

    /// Fills a row from a column on.
    pub fn rule(&mut self, x: usize, y: usize, glyph: &str, style: Style) {
        for column in x..self.width() {
            self.glyph(column, y, glyph, style);
        }
    }

    /// Changes how some columns of a row look.
    pub fn tint_in(&mut self, x: usize, y: usize, columns: usize, style: Style) {
        let columns = columns.min(self.width().saturating_sub(x));
        if y < self.height() && columns > 0 {
            let (left, top) = (self.area.x + narrow(x), self.area.y + narrow(y));
            self.buffer
                .set_style(Rect::new(left, top, narrow(columns), 1), style);
        }
    }

    /// Changes how a row looks.
    pub fn tint(&mut self, y: usize, style: Style) {
        if y < self.height() {
            let row = Rect::new(self.area.x, self.area.y + narrow(y), self.area.width, 1);
            self.buffer.set_style(row, style);
        }
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        for y in 0..self.height() {
            for x in 0..self.width() {
                self.glyph(x, y, " ", Style::reset());
            }
        }
    }

    /// A text as it may be shown.
    pub fn safe<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.theme.safe(text)
    }
}

/// A number of cells; no screen has more than fit.
fn narrow(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// A text in so many columns, what is left out in the middle told by a mark: the ends of paths and names tell most. Costs
/// no more than what is kept.
pub fn middle(text: &str, columns: usize, mark: &str) -> String {
    // Of longer ones, not even the width is asked for: a character may be as long as four bytes, and as wide as none.
    if text.len() <= columns.saturating_mul(8) && width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(mark));
    let (head, tail) = (room / 2, room - room / 2);
    let front = taken(text.chars(), head);
    let back: Vec<char> = taken(text.chars().rev(), tail);
    match columns {
        0 => String::new(),
        _ => front
            .into_iter()
            .chain(mark.chars())
            .chain(back.into_iter().rev())
            .collect(),
    }
}

/// The first characters that fit into so many columns, eight a column at most.
fn taken(chars: impl Iterator<Item = char>, columns: usize) -> Vec<char> {
    let mut used = 0;
    let fits = |char: &char| {
        used += width(char.encode_utf8(&mut [0; 4]));
        used <= columns
    };
    chars
        .take(columns.saturating_mul(8))
        .take_while(fits)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_in_the_middle() {
        assert_eq!(middle("/var/run/secrets/token", 12, "…"), "/var/…/token");
        assert_eq!(middle("short", 5, "…"), "short");
        assert_eq!(
            middle("日本語日本語", 7, "…"),
            "日…本語".replace("本語", "語")
        );
        assert_eq!(
            (middle("abc", 1, "…"), middle("abc", 0, "…")),
            ("…".into(), String::new())
        );
    }
}
