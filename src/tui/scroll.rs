//! Lines of which some are on the screen. Knows numbers alone.

use std::ops::Range;

use super::action::Motion;

/// Where a cursor goes among so many lines; `count` is what was typed before the key.
pub fn moved(at: usize, lines: usize, page: usize, count: Option<usize>, motion: Motion) -> usize {
    let last = lines.saturating_sub(1);
    let (by, page) = (count.unwrap_or(1), page.max(1));
    let to = match motion {
        Motion::Up => at.saturating_sub(by),
        Motion::Down => at.saturating_add(by),
        Motion::PageUp => at.saturating_sub(by.saturating_mul(page)),
        Motion::PageDown => at.saturating_add(by.saturating_mul(page)),
        Motion::HalfUp => at.saturating_sub(by.saturating_mul(page.div_ceil(2))),
        Motion::HalfDown => at.saturating_add(by.saturating_mul(page.div_ceil(2))),
        Motion::First => count.map_or(0, |count| count.saturating_sub(1)),
        Motion::Last => count.map_or(last, |count| count.saturating_sub(1)),
        Motion::At(_, y) => visible(at, lines, page).nth(y).unwrap_or(at),
        Motion::Left | Motion::Right | Motion::FarLeft | Motion::FarRight => at,
    };
    to.min(last)
}

/// Where a cursor stays when there are other lines: on its own, if that stands among them at `same`. At the first
/// stays whoever has not moved.
pub fn kept(at: usize, same: Option<usize>, lines: usize) -> usize {
    let same = same.filter(|_| at > 0);
    same.unwrap_or(at).min(lines.saturating_sub(1))
}

/// The lines that are on a screen of a height: the cursor in the middle, but for the ends.
pub fn visible(cursor: usize, lines: usize, height: usize) -> Range<usize> {
    let highest = lines.saturating_sub(height);
    let top = cursor.saturating_sub(height / 2).min(highest);
    top..lines.min(top + height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_stays_among_the_lines() {
        for (motion, count, to) in [
            (Motion::Up, None, 4),
            (Motion::Up, Some(10), 0),
            (Motion::Down, None, 6),
            (Motion::Down, Some(usize::MAX), 9),
            (Motion::PageUp, None, 1),
            (Motion::PageDown, None, 9),
            (Motion::HalfDown, None, 7),
            (Motion::First, None, 0),
            (Motion::First, Some(3), 2),
            (Motion::Last, None, 9),
            (Motion::Last, Some(3), 2),
            (Motion::Left, None, 5),
            // Lines 3 to 6 are on the screen.
            (Motion::At(9, 0), None, 3),
            (Motion::At(0, 3), None, 6),
            (Motion::At(0, 4), None, 5),
        ] {
            assert_eq!(moved(5, 10, 4, count, motion), to, "{motion:?} {count:?}");
        }
        assert_eq!(moved(0, 0, 0, None, Motion::Last), 0);
    }

    #[test]
    fn a_cursor_stays_on_its_line_or_near_it() {
        for (at, same, lines, to) in [
            (3, Some(5), 9, 5),
            (3, None, 9, 3),
            (3, None, 2, 1),
            (0, Some(4), 9, 0),
            (3, None, 0, 0),
        ] {
            assert_eq!(kept(at, same, lines), to, "{at} {same:?} {lines}");
        }
    }

    #[test]
    fn the_cursor_is_always_on_the_screen() {
        for lines in 0..20 {
            for cursor in 0..lines {
                for height in 1..25 {
                    let visible = visible(cursor, lines, height);
                    assert!(visible.contains(&cursor) && visible.len() == lines.min(height));
                }
            }
        }
        assert_eq!(visible(3, 10, 0), 3..3);
    }
}
