//! When a node spoke, in slots of time, and how long it paused between them.

use std::collections::BTreeMap;

use crate::record::time::Time;

pub(super) const SECOND: i128 = 1_000_000_000;

/// A silence is longer than this many median pauses.
const ORDINARY: i128 = 20;
/// A silence is at least this long, in nanoseconds: as long as alerts are dropped by default.
pub const LEAST: i128 = 30 * SECOND;
/// Pauses that it takes to know what is ordinary.
pub(super) const FEWEST: usize = 20;

/// The first and the last moment of each slot in which a node said something.
pub(super) type Slots = BTreeMap<i128, (Time, Time)>;

/// Widens the slots that hold these moments, which lie in one; answers whether it is a new one.
pub(super) fn cover(slots: &mut Slots, width: i128, first: Time, last: Time) -> bool {
    let mut is_new = false;
    let moments = slots.entry(first.0.div_euclid(width)).or_insert_with(|| {
        is_new = true;
        (first, last)
    });
    *moments = (moments.0.min(first), moments.1.max(last));
    is_new
}

pub(super) fn span(slots: &Slots) -> Option<(Time, Time)> {
    let (first, last) = (slots.values().next()?, slots.values().next_back()?);
    Some((first.0, last.1))
}

/// The pauses, each from the last moment before it to the first behind it.
pub(super) fn pauses(slots: &Slots) -> impl Iterator<Item = (Time, Time)> + '_ {
    let ends = slots.values().map(|moments| moments.1);
    let starts = slots.values().skip(1).map(|moments| moments.0);
    ends.zip(starts)
}

pub(super) fn median_pause(slots: &Slots) -> Option<i128> {
    let mut pauses: Vec<i128> = pauses(slots).map(|(end, start)| start.0 - end.0).collect();
    if pauses.len() < FEWEST {
        return None;
    }
    let middle = pauses.len() / 2;
    Some(*pauses.select_nth_unstable(middle).1)
}

/// Whether a pause is longer than is ordinary where the median is this.
pub(super) const fn is_out(nanos: i128, pause: i128) -> bool {
    nanos >= LEAST && nanos > pause * ORDINARY
}
