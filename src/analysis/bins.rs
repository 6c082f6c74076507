//! Counts over time, where neither the span nor the number of records is known beforehand.
//!
//! Buckets lie on a grid that does not depend on what is counted: a bucket of width `w` begins at a multiple of `w`,
//! counted from 0. They are as fine as a [`Scale`] has them while the span takes no more of them than it allows. So what
//! comes out depends on the positions alone, not on their order nor on how they were cut into parts.

use crate::record::time::Time;

/// The widths that buckets may have.
#[derive(Debug)]
pub struct Scale {
    /// Finest first, positive, each a multiple of the one before.
    widths: &'static [i128],
    /// Buckets between the first and the last that is not empty, at most; at least 2.
    most: usize,
}

impl Scale {
    /// Buckets of these widths, finest first, each a multiple of the one before; at most so many, at least 2.
    pub const fn new(widths: &'static [i128], most: usize) -> Self {
        Self { widths, most }
    }

    fn width(&self, rung: usize) -> Option<i128> {
        self.widths.get(rung).copied()
    }

    /// The finest width from `rung` on at which the span takes at most `most` buckets; their number if there is none.
    fn rung(&self, rung: usize, span: (i128, i128), most: usize) -> usize {
        let fits = |width: &i128| buckets(span, *width).is_some_and(|count| count <= most);
        let coarser = self.widths.iter().skip(rung);
        rung + coarser.take_while(|width| !fits(width)).count()
    }
}

/// How many buckets of a width a span takes.
fn buckets((first, last): (i128, i128), width: i128) -> Option<usize> {
    let apart = last
        .div_euclid(width)
        .checked_sub(first.div_euclid(width))?;
    usize::try_from(apart).ok()?.checked_add(1)
}

/// From 1 nanosecond on, each width twice the one before, 64 buckets at most: any span has a width.
pub static DOUBLING: Scale = Scale::new(&DOUBLED, 64);

const DOUBLED: [i128; 127] = {
    let mut widths = [1; 127];
    let mut rung = 1;
    while rung < widths.len() {
        widths[rung] = 2 * widths[rung - 1];
        rung += 1;
    }
    widths
};

/// Counts by position: nanoseconds since 1970, or whatever else is in a row. Takes memory for the buckets of its scale
/// and no more, whatever the positions.
#[derive(Clone, Debug)]
pub struct Bins {
    scale: &'static Scale,
    /// The index of the width; beyond the last one nothing but the span is kept.
    rung: usize,
    span: Option<(i128, i128)>,
    /// From the bucket of the first position to that of the last.
    counts: Vec<u64>,
    /// Records that have no time.
    pub untimed: u64,
}

impl Default for Bins {
    fn default() -> Self {
        Self::new(&DOUBLING)
    }
}

impl Bins {
    /// Bytes that the counts of those that double take, at most: their room may be twice what is in it.
    pub(super) const MOST_BESIDE: usize = 2 * DOUBLING.most * size_of::<u64>();

    /// Nothing yet.
    pub const fn new(scale: &'static Scale) -> Self {
        Self {
            scale,
            rung: 0,
            span: None,
            counts: Vec::new(),
            untimed: 0,
        }
    }

    /// Counts one record, by its time.
    pub fn take(&mut self, time: Option<Time>) {
        match time {
            Some(Time(nanos)) => self.add(nanos, 1),
            None => self.untimed += 1,
        }
    }

    /// Counts so many at a position.
    pub fn add(&mut self, at: i128, count: u64) {
        self.widen((at, at));
        self.put(at, count);
    }

    /// Takes in what was counted elsewhere, on the same scale.
    pub fn merge(&mut self, other: &Self) {
        self.untimed += other.untimed;
        let Some(span) = other.span else { return };
        self.widen(span);
        for (start, count) in other.buckets() {
            self.put(start, count);
        }
    }

    /// Bytes that the counts take.
    pub const fn bytes(&self) -> usize {
        self.counts.capacity() * size_of::<u64>()
    }

    /// The first and the last position, exactly.
    pub const fn span(&self) -> Option<(i128, i128)> {
        self.span
    }

    /// The width of the buckets; `None` if the span takes too many of the widest.
    pub fn width(&self) -> Option<i128> {
        self.scale.width(self.rung)
    }

    /// Where each bucket begins and what it counts, the empty ones between the first and the last too. Nothing if the
    /// span takes too many of the widest.
    pub fn buckets(&self) -> impl Iterator<Item = (i128, u64)> + '_ {
        let width = self.width().unwrap_or(1);
        let first = self
            .span
            .map_or(0, |span| span.0.div_euclid(width).saturating_mul(width));
        let starts = std::iter::successors(Some(first), move |start| start.checked_add(width));
        starts.zip(self.counts.iter().copied())
    }

    /// How many are counted in buckets.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The counts over a span that encloses its own, in at most `most` buckets, exactly: those of several over one span
    /// stand below each other. Never more buckets than the scale allows, and on a scale of doubling widths more than
    /// half of what is allowed, unless the span is that short.
    pub fn over(&self, span: (i128, i128), most: usize) -> Vec<u64> {
        let most = most.min(self.scale.most);
        let rung = self.scale.rung(self.rung, span, most);
        self.spread(rung, span)
    }

    fn put(&mut self, at: i128, count: u64) {
        let (Some(width), Some((first, _))) = (self.width(), self.span) else {
            return;
        };
        let index = at.div_euclid(width) - first.div_euclid(width);
        let bucket = usize::try_from(index)
            .ok()
            .and_then(|index| self.counts.get_mut(index));
        if let Some(bucket) = bucket {
            *bucket += count;
        }
    }

    /// Makes room for a span beside its own.
    fn widen(&mut self, (first, last): (i128, i128)) {
        let span = match self.span {
            Some(known) if known.0 <= first && last <= known.1 => return,
            Some(known) => (known.0.min(first), known.1.max(last)),
            None => (first, last),
        };
        let rung = self.scale.rung(self.rung, span, self.scale.most);
        let begins_alike = self
            .scale
            .width(rung)
            .zip(self.span)
            .is_some_and(|(width, known)| span.0.div_euclid(width) == known.0.div_euclid(width));
        if rung == self.rung && begins_alike {
            let count = self
                .scale
                .width(rung)
                .and_then(|width| buckets(span, width));
            self.counts.resize(count.unwrap_or_default(), 0);
        } else {
            self.counts = self.spread(rung, span);
            self.rung = rung;
        }
        self.span = Some(span);
    }

    /// The counts in buckets at least as wide as its own, over a span that encloses its own.
    fn spread(&self, rung: usize, span: (i128, i128)) -> Vec<u64> {
        let Some(width) = self.scale.width(rung) else {
            return Vec::new();
        };
        let mut counts = vec![0; buckets(span, width).unwrap_or_default()];
        let first = span.0.div_euclid(width);
        for (start, count) in self.buckets() {
            let index = usize::try_from(start.div_euclid(width) - first);
            if let Some(bucket) = index.ok().and_then(|index| counts.get_mut(index)) {
                *bucket += count;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static COARSE: Scale = Scale::new(&[1, 10, 100, 500], 8);

    /// All positions at once: the finest width at which they take few enough buckets, and a search for each bucket.
    fn naive(positions: &[i128], scale: &Scale) -> Option<(i128, Vec<(i128, u64)>)> {
        let first = positions.iter().min()?;
        let last = positions.iter().max()?;
        for width in scale.widths {
            let start = first.div_euclid(*width) * width;
            let needed = (last - start) / width + 1;
            if needed <= scale.most as i128 {
                let bucket = |index: i128| {
                    let from = start + index * width;
                    let within = |at: &&i128| (from..from + width).contains(*at);
                    (from, positions.iter().filter(within).count() as u64)
                };
                return Some((*width, (0..needed).map(bucket).collect()));
            }
        }
        None
    }

    fn counted(positions: &[i128], scale: &'static Scale) -> Bins {
        let mut bins = Bins::new(scale);
        for at in positions {
            bins.add(*at, 1);
        }
        bins
    }

    fn shown(bins: &Bins) -> Option<(i128, Vec<(i128, u64)>)> {
        let width = bins.width().filter(|_| bins.span.is_some())?;
        Some((width, bins.buckets().collect()))
    }

    #[test]
    fn buckets_begin_at_multiples_of_their_width_before_1970_too() {
        let bins = counted(&[-1, 0, 9, 95, 95], &COARSE);
        assert_eq!(bins.width(), Some(100));
        assert_eq!(bins.buckets().collect::<Vec<_>>(), [(-100, 1), (0, 4)]);
        assert_eq!(bins.span(), Some((-1, 95)));
    }

    #[test]
    fn the_ends_of_the_calendar_take_no_more_memory_than_a_second() {
        let year = 365 * 86_400 * 1_000_000_000_i128;
        let mut bins = Bins::default();
        for at in [-1970 * year, 8029 * year, 0, i128::MIN, i128::MAX] {
            bins.add(at, 1);
            assert!(bins.counts.len() <= 64);
        }
        assert_eq!(bins.total(), 5);
        let mut coarse = counted(&[0, 1_000_000], &COARSE);
        assert_eq!((coarse.width(), coarse.counts.len()), (None, 0));
        coarse.add(i128::MIN, 1);
        assert_eq!(coarse.span(), Some((i128::MIN, 1_000_000)));
        assert_eq!(counted(&[i128::MIN], &COARSE).total(), 1);
    }

    #[test]
    fn records_without_a_time_are_counted_apart() {
        let mut bins = Bins::default();
        bins.take(None);
        bins.take(Some(Time(7)));
        let mut other = Bins::default();
        other.take(None);
        bins.merge(&other);
        assert_eq!((bins.untimed, bins.total()), (2, 1));
    }

    /// Near to each other, with a few that may be far away.
    fn positions() -> impl Strategy<Value = Vec<i128>> {
        let near = -300..300_i128;
        let far = -4 * 10_i128.pow(20)..4 * 10_i128.pow(20);
        prop::collection::vec(
            prop_oneof![40 => near, 1 => -3000..3000_i128, 1 => far],
            0..40,
        )
    }

    proptest! {
        #[test]
        fn counts_are_those_of_a_naive_search(positions in positions()) {
            for scale in [&DOUBLING, &COARSE] {
                prop_assert_eq!(shown(&counted(&positions, scale)), naive(&positions, scale));
            }
        }

        #[test]
        fn neither_order_nor_parts_matter(
            (positions, shuffled) in positions().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
            parts in 1..6_usize,
        ) {
            for scale in [&DOUBLING, &COARSE] {
                let whole = counted(&positions, scale);
                let mut merged = Bins::new(scale);
                for part in shuffled.chunks(positions.len() / parts + 1) {
                    merged.merge(&counted(part, scale));
                }
                prop_assert_eq!(shown(&merged), shown(&whole));
                prop_assert_eq!(merged.span(), whole.span());
            }
        }

        #[test]
        fn several_over_one_span_add_up(left in positions(), right in positions(), most in 2..70_usize) {
            let (one, other) = (counted(&left, &DOUBLING), counted(&right, &DOUBLING));
            let mut both = one.clone();
            both.merge(&other);
            let Some(span) = both.span() else { return Ok(()) };
            let sum: Vec<u64> = one.over(span, most).iter().zip(other.over(span, most)).map(|(a, b)| a + b).collect();
            let buckets = both.over(span, most);
            prop_assert_eq!(&sum, &buckets);
            prop_assert_eq!(sum.iter().sum::<u64>(), both.total());
            prop_assert!(buckets.len() <= most);
            prop_assert!(span.1 - span.0 < most.min(64) as i128 || 2 * buckets.len() + 2 > most.min(64));
        }
    }
}
