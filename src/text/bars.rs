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

/// How many of so many columns each count takes of a bar for all of them, which `most` together fill: at least one for
/// any but 0, so that one in a hundred thousand is seen, even where that takes more than there are.
///
/// ```
/// use knoxlog::text::stack;
/// assert_eq!(stack(&[60, 0, 20], 80, 8), [6, 0, 2]);
/// assert_eq!(stack(&[99_999, 1], 100_000, 8), [7, 1]);
/// ```
pub fn stack(counts: &[u64], most: u64, columns: usize) -> Vec<usize> {
    let sum = counts
        .iter()
        .fold(0, |sum: u64, count| sum.saturating_add(*count));
    let all = u128::try_from(scaled(sum, most, columns)).unwrap_or_default();
    let (mut before, mut taken) = (0_u64, 0);
    let share = |count: &u64| {
        before = before.saturating_add(*count);
        let product = u128::from(before).saturating_mul(all);
        let reached = usize::try_from(product / u128::from(sum.max(1))).unwrap_or_default();
        let own = reached - taken;
        taken = reached;
        own
    };
    let mut parts: Vec<usize> = counts.iter().map(share).collect();
    for (at, count) in counts.iter().enumerate() {
        if *count == 0 || parts.get(at) != Some(&0) {
            continue;
        }
        if let Some(largest) = parts.iter_mut().max().filter(|part| **part > 1) {
            *largest -= 1;
        }
        if let Some(part) = parts.get_mut(at) {
            *part = 1;
        }
    }
    parts
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

        #[test]
        fn a_stack_has_a_column_for_all_that_is_there_and_no_more_than_it_may(
            counts in prop::collection::vec(prop_oneof![Just(0), 1..5_u64, 1..1_000_000_u64], 0..9),
            columns in 0..200_usize,
            more in 0..1000_u64,
        ) {
            let most = counts.iter().sum::<u64>() + more;
            let parts = stack(&counts, most, columns);
            let least = counts.iter().filter(|count| **count > 0).count();
            prop_assert!(parts.iter().sum::<usize>() <= columns.max(least));
            prop_assert!(parts.iter().zip(&counts).all(|(part, count)| (*part > 0) == (*count > 0)));
        }
    }
}
