//! Counts as bars. Knows nothing of what is counted.

use std::iter::repeat_n;

/// The characters that bars are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// Blocks, of which the last is drawn to an eighth.
    #[default]
    Blocks,
    /// What any terminal has.
    Ascii,
}

const RISING: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const RISING_ASCII: [char; 8] = ['.', ':', '-', '=', '+', '*', '%', '@'];
const GROWING: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// One column a count, in eight heights up to that of `most`: a blank for 0, and for no other.
///
/// ```
/// use knoxlog::text::{Glyphs, sparkline};
/// assert_eq!(sparkline(&[0, 1, 40, 80], 80, Glyphs::Blocks), " ▁▄█");
/// assert_eq!(sparkline(&[0, 1, 40, 80], 80, Glyphs::Ascii), " .=@");
/// ```
pub fn sparkline(counts: &[u64], most: u64, glyphs: Glyphs) -> String {
    let heights = match glyphs {
        Glyphs::Blocks => RISING,
        Glyphs::Ascii => RISING_ASCII,
    };
    let glyph = |count: &u64| {
        let height = scaled(*count, most, heights.len());
        height
            .checked_sub(1)
            .and_then(|at| heights.get(at))
            .unwrap_or(&' ')
    };
    counts.iter().map(glyph).collect()
}

/// A bar of at most so many columns, which are as many as `most` takes: nothing for 0, and for no other.
///
/// ```
/// use knoxlog::text::{Glyphs, bar};
/// assert_eq!(bar(80, 80, 4, Glyphs::Blocks), "████");
/// assert_eq!(bar(33, 80, 4, Glyphs::Blocks), "█▊");
/// assert_eq!(bar(1, 80, 4, Glyphs::Ascii), "#");
/// ```
pub fn bar(count: u64, most: u64, columns: usize, glyphs: Glyphs) -> String {
    if glyphs == Glyphs::Ascii {
        return "#".repeat(scaled(count, most, columns));
    }
    let eighths = scaled(count, most, columns.saturating_mul(8));
    let rest = (eighths % 8).checked_sub(1).and_then(|at| GROWING.get(at));
    repeat_n('█', eighths / 8).chain(rest.copied()).collect()
}

/// `count` of `most` on a scale of `steps`, rounded up, so that only 0 is 0.
fn scaled(count: u64, most: u64, steps: usize) -> usize {
    let (count, most) = (u128::from(count.min(most)), u128::from(most.max(1)));
    let steps = u128::try_from(steps).unwrap_or(u128::MAX);
    usize::try_from(count.saturating_mul(steps).div_ceil(most)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;
    use proptest::prelude::*;

    #[test]
    fn one_in_a_hundred_thousand_is_seen() {
        assert_eq!(sparkline(&[1, 100_000], 100_000, Glyphs::Blocks), "▁█");
        assert_eq!(bar(1, 100_000, 20, Glyphs::Blocks), "▏");
    }

    #[test]
    fn nothing_is_no_bar() {
        assert_eq!(sparkline(&[0, 0], 0, Glyphs::Ascii), "  ");
        assert_eq!(bar(0, 0, 20, Glyphs::Blocks), "");
        assert_eq!(bar(5, 0, 0, Glyphs::Blocks), "");
    }

    proptest! {
        #[test]
        fn bars_grow_with_what_they_count_and_stay_in_their_room(
            less in any::<u64>(), more in any::<u64>(), columns in 0..200_usize, is_ascii in any::<bool>(),
        ) {
            let glyphs = if is_ascii { Glyphs::Ascii } else { Glyphs::Blocks };
            let (less, more) = (less.min(more), less.max(more));
            let (short, long) = (bar(less, more, columns, glyphs), bar(more, more, columns, glyphs));
            prop_assert!(width(&short) <= width(&long) && width(&long) <= columns);
            prop_assert_eq!(width(&sparkline(&[less, more], more, glyphs)), 2);
            prop_assert_eq!(is_ascii && !short.is_ascii(), false);
        }
    }
}
