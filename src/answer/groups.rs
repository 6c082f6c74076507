//! Records by the values of columns, and what is measured of each group.

use std::collections::HashMap;
use std::marker::PhantomData;

use jiff::tz::TimeZone;

use super::Share;
use super::label::{Label, Labels};
use crate::engine::Fold;
use crate::record::Record;
use crate::record::column::Column;

/// What is measured of a group.
pub trait Measure: Default + Send {
    /// Takes one record in.
    fn take(&mut self, record: &Record<'_>);

    /// Takes in what was measured elsewhere.
    fn join(&mut self, other: Self);
}

/// The number of records.
impl Measure for u64 {
    fn take(&mut self, _: &Record<'_>) {
        *self += 1;
    }

    fn join(&mut self, other: Self) {
        *self += other;
    }
}

/// Parts the matches by the values of columns, and measures each group.
pub struct Groups<'c, M = u64> {
    labels: Labels<'c>,
    share: Share,
    measure: PhantomData<fn() -> M>,
}

/// What was measured of each group of a share.
#[derive(Debug, Default)]
pub struct Tallies<M = u64> {
    groups: HashMap<Label, M, foldhash::fast::RandomState>,
    /// The label of the last record, for its room.
    label: Label,
    /// How far the share was halved, since there were too many groups.
    bits: u32,
    /// How many records there are, each as often as there are groups that it belongs to, of the share or not.
    pub sum: u64,
    /// Records that would belong to more groups than one record may.
    pub wide: u64,
}

impl<M: Measure> Tallies<M> {
    fn take(&mut self, label: &[u8], record: &Record<'_>, share: &Share) {
        self.sum += 1;
        if let Some(known) = self.groups.get_mut(label) {
            known.take(record);
        } else if share.holds(label, self.bits) {
            self.groups.entry(label.to_vec()).or_default().take(record);
            self.fit(share);
        }
    }

    /// Takes in what was measured of another block, of the same share.
    pub fn merge(&mut self, other: Self, share: &Share) {
        self.sum += other.sum;
        self.wide += other.wide;
        if other.bits > self.bits {
            self.halve(other.bits, share);
        }
        for (label, measure) in other.groups {
            if let Some(known) = self.groups.get_mut(&label) {
                known.join(measure);
            } else if share.holds(&label, self.bits) {
                self.groups.insert(label, measure);
                self.fit(share);
            }
        }
    }

    /// Lets half of the groups go until they are not too many.
    fn fit(&mut self, share: &Share) {
        while self.groups.len() > share.most
            && let Some(bits) = share.halved(self.bits)
        {
            self.halve(bits, share);
        }
    }

    fn halve(&mut self, bits: u32, share: &Share) {
        self.bits = bits;
        self.groups.retain(|label, _| share.holds(label, bits));
    }

    /// Whether every group of the share was measured.
    pub const fn is_whole(&self) -> bool {
        self.bits == 0
    }

    /// The shares of which nothing was measured, as there were too many groups.
    pub fn missing(&self, share: &Share) -> Vec<Share> {
        share.rest(self.bits).collect()
    }

    /// The groups with what was measured of them, in no order.
    pub(super) fn into_groups(self) -> impl Iterator<Item = (Label, M)> {
        self.groups.into_iter()
    }
}

impl<M: Measure> Fold for Groups<'_, M> {
    type Part = Tallies<M>;

    /// A record that has several values in one column belongs to the group of each.
    fn visit(&self, record: &Record<'_>, part: &mut Tallies<M>) {
        let mut label = std::mem::take(&mut part.label);
        let is_wide = self.labels.each(record, &mut label, |label| {
            part.take(label, record, &self.share);
        });
        part.wide += u64::from(is_wide);
        part.label = label;
    }
}

impl<'c, M> Groups<'c, M> {
    /// Groups by these columns, those of the share; times are those of the zone.
    pub const fn new(columns: &'c [Column], zone: TimeZone, share: Share) -> Self {
        Self {
            labels: Labels::new(columns, zone),
            share,
            measure: PhantomData,
        }
    }
}
