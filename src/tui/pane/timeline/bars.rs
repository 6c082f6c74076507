//! Bars of the strip: what matches in bands, what does not behind it.

use ratatui::style::Style;

use crate::text::Role;
use crate::tui::draw::Pen;
use crate::tui::height::Height;
use crate::tui::theme::Theme;
use crate::tui::timeline::{Bucket, Dimension};

/// How bars are drawn.
pub(super) struct Bars {
    /// Rows of the highest.
    pub(super) rows: usize,
    /// The count of the highest.
    pub(super) peak: u64,
    /// How high a count is.
    pub(super) height: Height,
    /// What they are stacked by.
    pub(super) dimension: Dimension,
}

impl Bars {
    /// Cells that a column takes.
    pub(super) fn taken(&self, bucket: &Bucket, theme: Theme) -> usize {
        let levels = theme.glyphs.bars.len();
        let (all, matched) = self.steps(bucket, levels);
        all.max(matched).div_ceil(levels)
    }

    /// How high all of a column is, and what matches of it, in steps of so many a cell: each band that is there has room,
    /// as far as there is any.
    fn steps(&self, bucket: &Bucket, levels: usize) -> (usize, usize) {
        let tall = |count: u64| self.height.of(count, self.peak, self.rows * levels);
        let present = bucket.bands.iter().filter(|count| **count > 0).count();
        let least = present.min(self.rows).saturating_sub(1) * levels + usize::from(present > 0);
        (tall(bucket.all), tall(bucket.matched()).max(least))
    }

    /// Draws one column: what matches from the bottom up, then what does not.
    pub(super) fn draw(&self, pen: &mut Pen<'_>, x: usize, bucket: &Bucket) {
        let levels = pen.theme.glyphs.bars.len();
        let (all, matched) = self.steps(bucket, levels);
        let bands = stacked(&bucket.bands, matched.div_ceil(levels));
        for y in 0..self.rows {
            let base = y * levels;
            let row = self.rows - y;
            match bands.get(y) {
                Some(band) => {
                    let is_top = bands.get(y + 1) != Some(band);
                    let (glyph, style) =
                        self.cell(pen.theme, *band, matched.saturating_sub(base), is_top);
                    let style = match all >= base + levels && pen.theme.has_colour() {
                        true => style.bg(ratatui::style::Color::Reset),
                        false => style,
                    };
                    pen.glyph(x, row, glyph, style);
                }
                None => rest(pen, x, row, all.saturating_sub(base)),
            }
        }
    }

    /// A cell of a band. Without colour, what was denied has a glyph of its own on top.
    fn cell(&self, theme: Theme, band: usize, level: usize, is_top: bool) -> (&'static str, Style) {
        let bars = theme.glyphs.bars;
        let at = level.clamp(1, bars.len()) - 1;
        let glyph = bars.get(at).copied().unwrap_or_default();
        let is_denied = self.dimension == Dimension::Outcome && band == 3;
        match is_denied && is_top && !theme.has_colour() {
            true => (theme.glyphs.denied, band_style(theme, self.dimension, band)),
            false => (glyph, band_style(theme, self.dimension, band)),
        }
    }
}

/// A cell of what does not match.
fn rest(pen: &mut Pen<'_>, x: usize, row: usize, level: usize) {
    let bars = pen.theme.glyphs.bars;
    let Some(at) = level.min(bars.len()).checked_sub(1) else {
        return;
    };
    let glyph = match pen.theme.has_colour() {
        true => bars.get(at).copied().unwrap_or_default(),
        false => pen.theme.glyphs.rest,
    };
    pen.glyph(x, row, glyph, pen.theme.rest());
}

/// The band of each cell from the bottom up: each that is there has one at least, the most alarming first, which is on
/// top.
pub(super) fn stacked(bands: &[u64], cells: usize) -> Vec<usize> {
    let total = bands.iter().sum::<u64>().max(1);
    let mut left = cells;
    let mut from_top = Vec::new();
    let mut others = bands.iter().filter(|count| **count > 0).count();
    for (band, count) in bands.iter().copied().enumerate().rev() {
        if count == 0 || left == 0 {
            continue;
        }
        others -= 1;
        let fair = usize::try_from(count.saturating_mul(cells as u64) / total).unwrap_or(cells);
        let own = match others {
            0 => left,
            others => fair.clamp(1, left.saturating_sub(others).max(1)),
        };
        from_top.extend(std::iter::repeat_n(band, own));
        left -= own;
    }
    from_top.reverse();
    from_top
}

/// How a band looks.
fn band_style(theme: Theme, dimension: Dimension, band: usize) -> Style {
    const OUTCOME: [Role; 4] = [Role::Place, Role::Passed, Role::Failed, Role::Denied];
    const KIND: [Role; 4] = [Role::Passed, Role::Place, Role::Alert, Role::Warning];
    const OPERATION: [Role; 4] = [Role::Passed, Role::Time, Role::Failed, Role::Warning];
    let roles = match dimension {
        Dimension::Outcome => OUTCOME,
        Dimension::Kind => KIND,
        Dimension::Operation => OPERATION,
    };
    theme.role(roles.get(band % roles.len()).copied().unwrap_or(Role::Dim))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_denied_among_many_has_a_cell() {
        assert_eq!(stacked(&[0, 100_000, 0, 1], 4), [1, 1, 1, 3]);
        assert_eq!(stacked(&[0, 100_000, 1, 1], 1), [3]);
        assert_eq!(stacked(&[5, 5, 5, 5], 4), [0, 1, 2, 3]);
        assert_eq!(stacked(&[0, 1, 0, 3], 4), [1, 3, 3, 3]);
        assert_eq!(stacked(&[0; 4], 0), [0_usize; 0]);
    }
}
