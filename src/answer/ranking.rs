//! Groups by how many records they have.

use std::cmp::{Ordering, Reverse};

use super::label::{Label, values};
use super::{Group, Measure, Sight, Tallies};

/// A measure that tells how many records were measured.
pub trait Counted: Measure {
    /// How many there were.
    fn count(&self) -> u64;
}

impl Counted for u64 {
    fn count(&self) -> u64 {
        *self
    }
}

impl<T: Measure> Counted for Sight<T> {
    fn count(&self) -> u64 {
        self.count
    }
}

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
        let counts = (left.1.count(), right.1.count());
        let by_count = match self {
            Self::Most(_) => Reverse(counts.0).cmp(&Reverse(counts.1)),
            Self::Rare { .. } => counts.0.cmp(&counts.1),
        };
        by_count.then_with(|| left.0.cmp(&right.0))
    }
}

/// Rows beyond those that are wanted which are gathered before they are left: so that each costs but a few steps.
const SPARE: usize = 100_000;

/// The groups that are wanted, and what was measured of the others together.
#[derive(Debug)]
pub struct Ranking<M> {
    wanted: Wanted,
    rows: Vec<(Label, M)>,
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
            left: 0,
            rest: None,
            beyond: 0,
        }
    }

    /// Takes the groups of a share in, each of which was measured whole.
    pub fn take(&mut self, tallies: Tallies<M>) {
        let room = self.wanted.room();
        for (label, measure) in tallies.into_groups() {
            match self.wanted.takes(measure.count()) {
                true => self.rows.push((label, measure)),
                false => self.leave(measure),
            }
            if self.rows.len() >= room.saturating_add(SPARE) {
                self.prune(room);
            }
        }
        self.prune(room);
    }

    /// Leaves all but the first rows.
    fn prune(&mut self, room: usize) {
        if self.rows.len() > room {
            let wanted = self.wanted;
            self.rows
                .select_nth_unstable_by(room, |left, right| wanted.order(left, right));
            self.beyond += self.cut(room);
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
        for (_, measure) in gone {
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
