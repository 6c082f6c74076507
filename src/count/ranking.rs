//! Groups by how many records they have.

use std::cmp::{Ordering, Reverse};

use super::label::{Label, values};
use super::{Counted, Group, GroupCounts, MOST_MEMORY, Measure};

/// Which groups are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The most frequent, of which so many are kept.
    Most(usize),
    /// Those of at most `count` records, the least frequent first, of which so many are kept.
    Rare {
        /// Records of a group.
        count: u64,
        /// Groups.
        most: usize,
    },
}

impl Wanted {
    const fn takes(self, count: u64) -> bool {
        match self {
            Self::Most(_) => true,
            Self::Rare { count: most, .. } => count <= most,
        }
    }

    const fn room(self) -> usize {
        match self {
            Self::Most(most) | Self::Rare { most, .. } => most,
        }
    }

    /// Equal ones in the order of their values.
    fn order<M: Counted>(self, left: &(Label, M), right: &(Label, M)) -> Ordering {
        self.order_of((&left.0, left.1.count()), (&right.0, right.1.count()))
    }

    fn order_of(self, left: (&[u8], u64), right: (&[u8], u64)) -> Ordering {
        let counts = (left.1, right.1);
        let by_count = match self {
            Self::Most(_) => Reverse(counts.0).cmp(&Reverse(counts.1)),
            Self::Rare { .. } => counts.0.cmp(&counts.1),
        };
        by_count.then_with(|| left.0.cmp(right.0))
    }
}

/// Rows beyond those that are wanted which are gathered before they are left: so that each costs but a few steps.
const SPARE: usize = 100_000;

/// The groups that are wanted, and what was measured of the others together.
#[derive(Debug)]
pub struct Ranking<M> {
    wanted: Wanted,
    rows: Vec<(Label, M)>,
    /// Bytes that the rows take, and that they may take.
    bytes: (usize, usize),
    /// The last of the rows when some were left for want of room: what comes behind it has none.
    last: Option<(Label, u64)>,
    /// How many groups are not among the rows.
    pub left: u64,
    /// What was measured of them.
    pub rest: Option<M>,
    /// Groups that would have been kept if there had been room.
    pub beyond: u64,
}

impl<M: Counted> Ranking<M> {
    /// Nothing yet.
    pub const fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            rows: Vec::new(),
            bytes: (0, MOST_MEMORY / 2),
            last: None,
            left: 0,
            rest: None,
            beyond: 0,
        }
    }

    /// The same, whose rows may take so many bytes: of those that are wanted, the first that do.
    #[must_use]
    pub const fn within(mut self, bytes: usize) -> Self {
        self.bytes.1 = bytes;
        self
    }

    /// Takes the groups of a partition in, each of which was measured whole.
    pub fn take(&mut self, counts: GroupCounts<M>) {
        counts.each(|label, measure| {
            if !self.wanted.takes(measure.count()) {
                self.leave(measure);
            } else if self.is_behind(label, measure.count()) {
                self.leave(measure);
                self.beyond += 1;
            } else {
                let label = label.to_vec();
                self.bytes.0 += bytes_of::<M>(&label);
                self.rows.push((label, measure));
                self.fit();
            }
        });
        self.prune();
    }

    /// Whether a group would be behind all that there is room for.
    fn is_behind(&self, label: &[u8], count: u64) -> bool {
        let is_behind = |(last, most): &(Label, u64)| {
            self.wanted.order_of((label, count), (last, *most)) == Ordering::Greater
        };
        self.last.as_ref().is_some_and(is_behind)
    }

    /// Leaves what there is no room for, but not with each row.
    fn fit(&mut self) {
        let (bytes, most) = self.bytes;
        let are_many = self.rows.len() >= self.wanted.room().saturating_add(SPARE);
        if are_many || bytes > most.saturating_add(most / 4) {
            self.prune();
        }
    }

    /// Leaves all but the first rows.
    fn prune(&mut self) {
        let (room, wanted) = (self.wanted.room(), self.wanted);
        let before = self.rows.len();
        if self.rows.len() > room {
            self.rows
                .select_nth_unstable_by(room, |left, right| wanted.order(left, right));
            self.beyond += self.cut(room);
        }
        if self.bytes.0 > self.bytes.1 {
            self.rows
                .sort_unstable_by(|left, right| wanted.order(left, right));
            let mut bytes = 0;
            let fits = self.rows.iter().take_while(|(label, _)| {
                bytes += bytes_of::<M>(label);
                bytes <= self.bytes.1
            });
            let fits = fits.count().max(1);
            self.beyond += self.cut(fits);
        }
        if self.rows.len() < before {
            let last = self
                .rows
                .iter()
                .max_by(|left, right| wanted.order(left, right));
            self.last = last.map(|(label, measure)| (label.clone(), measure.count()));
        }
    }

    fn leave(&mut self, measure: M) {
        self.left += 1;
        self.rest.get_or_insert_default().join(measure);
    }

    /// Leaves the rows from `from` on; answers how many that were.
    fn cut(&mut self, from: usize) -> u64 {
        let gone = self.rows.split_off(from);
        let count = gone.len() as u64;
        for (label, measure) in gone {
            self.bytes.0 -= bytes_of::<M>(&label);
            self.leave(measure);
        }
        count
    }

    /// Puts the rows in order. Of the most frequent, leaves those behind the first that cover `percent` of `sum` together,
    /// if that is given.
    pub fn sort(&mut self, percent: Option<f64>, sum: u64) {
        let wanted = self.wanted;
        self.rows
            .sort_unstable_by(|left, right| wanted.order(left, right));
        let Some(percent) = percent else { return };
        let mut covered = 0;
        let needed = self.rows.iter().take_while(|(_, measure)| {
            let is_needed = self::percent(covered, sum) < percent;
            covered += measure.count();
            is_needed
        });
        let needed = needed.count();
        self.cut(needed);
    }

    /// The groups with what was measured of them.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (Group<'_>, &M)> {
        self.rows
            .iter()
            .map(|(label, measure)| (values(label), measure))
    }
}

/// How many percent a count is of a sum; 100 of nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share is as exact as a float, whatever the counts"
)]
pub fn percent(count: u64, sum: u64) -> f64 {
    match sum {
        0 => 100.0,
        sum => count as f64 * 100.0 / sum as f64,
    }
}

/// Bytes of a label that is kept by itself.
const fn bytes_of<M: Measure>(label: &Label) -> usize {
    // What an allocation takes beside what is asked for.
    const ALLOCATION: usize = 16;
    label.capacity() + size_of::<(Label, M)>() + M::BESIDE + ALLOCATION
}
