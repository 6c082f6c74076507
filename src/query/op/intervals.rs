//! Sets of closed intervals, searched in logarithmic time.

/// Closed intervals that do not overlap, in order.
#[derive(Debug)]
pub(super) struct Intervals<T>(Vec<(T, T)>);

impl<T: Ord + Copy> Intervals<T> {
    /// The union of the intervals. Each must have its smaller end first.
    pub(super) fn new(mut all: Vec<(T, T)>) -> Self {
        all.sort_unstable();
        let mut merged: Vec<(T, T)> = Vec::with_capacity(all.len());
        for (low, high) in all {
            match merged.last_mut() {
                Some(last) if low <= last.1 => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Self(merged)
    }

    /// The smallest and the largest value that it holds.
    pub(super) fn ends(&self) -> Option<(T, T)> {
        Some((self.0.first()?.0, self.0.last()?.1))
    }

    pub(super) fn holds(&self, value: T) -> bool {
        let behind = self.0.partition_point(|(low, _)| *low <= value);
        let candidate = behind.checked_sub(1).and_then(|at| self.0.get(at));
        candidate.is_some_and(|(_, high)| value <= *high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn holds_what_any_interval_holds(
            ends in proptest::collection::vec((0_u8..40, 0_u8..8), 0..8),
            value in 0_u8..50,
        ) {
            let all: Vec<_> = ends.iter().map(|(low, more)| (*low, low + more)).collect();
            let expected = all.iter().any(|(low, high)| (*low..=*high).contains(&value));
            let ends = all.iter().map(|(low, _)| *low).min().zip(all.iter().map(|(_, high)| *high).max());
            let all = Intervals::new(all);
            prop_assert_eq!(all.holds(value), expected);
            prop_assert_eq!(all.ends(), ends);
        }
    }
}
