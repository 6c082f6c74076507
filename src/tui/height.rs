//! How high a bar is for its count. Knows numbers alone.

/// A scale of counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Height {
    /// By the square root: one among many is still seen, and more is clearly more.
    #[default]
    Root,
    /// By the logarithm: what is rare stands beside what is frequent.
    Log,
    /// In proportion.
    Linear,
}

impl Height {
    /// How it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Root => "sqrt",
            Self::Log => "log",
            Self::Linear => "linear",
        }
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Root => Self::Log,
            Self::Log => Self::Linear,
            Self::Linear => Self::Root,
        }
    }

    /// How many of `most` steps a count has, where the highest has all: one at least, unless it is zero.
    pub fn of(self, count: u64, peak: u64, most: usize) -> usize {
        if count == 0 || peak == 0 || most == 0 {
            return 0;
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share from 0 to 1 of a few cells"
        )]
        let steps = {
            let (count, peak) = (count as f64, peak as f64);
            let share = match self {
                Self::Root => (count / peak).sqrt(),
                Self::Log => count.ln_1p() / peak.ln_1p(),
                Self::Linear => count / peak,
            };
            (share * most as f64).round() as usize
        };
        steps.clamp(1, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Height; 3] = [Height::Root, Height::Log, Height::Linear];

    #[test]
    fn what_is_not_zero_is_seen_and_the_peak_has_all() {
        for height in ALL {
            assert_eq!(height.of(0, 10, 8), 0);
            assert_eq!(height.of(1, 1_000_000, 8), 1, "{height:?}");
            assert_eq!(height.of(1, u64::MAX, 8), 1, "{height:?}");
            assert_eq!(height.of(100, 100, 8), 8);
            assert_eq!(height.of(u64::MAX, 1, 8), 8);
            assert_eq!(height.of(1, 1, 0), 0);
        }
    }

    #[test]
    fn more_is_never_lower_and_each_scale_is_what_it_is_called() {
        for height in ALL {
            let steps: Vec<usize> = (0..=1000).map(|count| height.of(count, 1000, 80)).collect();
            assert!(steps.is_sorted(), "{height:?}");
        }
        let tenth = ALL.map(|height| height.of(100, 1000, 80));
        assert_eq!(tenth, [25, 53, 8]);
    }

    #[test]
    fn going_on_comes_round() {
        let names: Vec<&str> =
            std::iter::successors(Some(Height::Root), |height| Some(height.next()))
                .take(4)
                .map(Height::name)
                .collect();
        assert_eq!(names, ["sqrt", "log", "linear", "sqrt"]);
    }
}
