//! Stretches of a log of which nothing is known, as they matter where it is compared with another one.

use std::cmp::Reverse;

use super::ends::Extent;
use super::silence::Silences;
use super::slots::{Slots, is_out, median_pause, pauses};
use super::{Gaps, Judged};
use crate::record::time::Time;

/// Of so many parts of the log, a stretch is one at least.
const PART: i128 = 100;
/// Of so many parts, one is a hole whatever is ordinary.
const LARGE: i128 = 4;
/// Holes are this long at least where nothing is ordinary, in nanoseconds.
const HOUR: i128 = 3600 * 1_000_000_000;

/// A stretch of time of which a log tells nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The node, escaped; `None` if it is all of them.
    pub host: Option<String>,
    /// The last moment before it.
    pub start: Time,
    /// The first moment behind it.
    pub end: Time,
}

impl Hole {
    /// Its length in nanoseconds.
    pub const fn nanos(&self) -> i128 {
        self.end.0 - self.start.0
    }

    /// Whether, for the most part, it is a part of another one.
    fn is_in(&self, other: &Self) -> bool {
        let shared = self.end.0.min(other.end.0) - self.start.0.max(other.start.0);
        10 * shared >= 9 * self.nanos()
    }
}

impl Gaps {
    /// Stretches that a hundredth of the log takes and more, in which all nodes, or one, said nothing for longer than is
    /// ordinary; those of all nodes first, then the longest.
    pub fn holes(&self) -> Vec<Hole> {
        let (_, Judged { silences, .. }) = self.judged();
        let all = united(&self.silences);
        let ends = all.values().next().zip(all.values().next_back());
        let Some((first, last)) = ends.map(|(first, last)| (first.0, last.1)) else {
            return Vec::new();
        };
        let span = last.0 - first.0;
        let pause = median_pause(&all);
        let is_hole = |(start, end): &(Time, Time)| {
            let nanos = end.0 - start.0;
            nanos * PART >= span && pause.is_some_and(|pause| is_out(nanos, pause))
                || nanos >= HOUR && nanos * LARGE >= span
        };
        let common = pauses(&all).filter(is_hole);
        let mut holes: Vec<Hole> = common
            .map(|(start, end)| Hole {
                host: None,
                start,
                end,
            })
            .collect();
        let of_one = silences.into_iter().map(|silence| Hole {
            host: Some(silence.host),
            start: silence.start,
            end: silence.end,
        });
        let of_one: Vec<Hole> = of_one
            .filter(|hole| hole.nanos() * PART >= span)
            .filter(|hole| !holes.iter().any(|common| hole.is_in(common)))
            .collect();
        holes.extend(of_one);
        holes.sort_by_key(|hole| (hole.host.is_some(), Reverse(hole.nanos())));
        holes
    }
}

/// When any node said something, but for times that are far from all others.
fn united(silences: &Silences) -> Slots {
    let mut all = Slots::new();
    for (host, slots) in silences.sorted() {
        let Some(extent) = Extent::of(host, slots, &[]) else {
            continue;
        };
        let is_of_node =
            |moments: &&(Time, Time)| extent.own.0 <= moments.0 && moments.1 <= extent.own.1;
        for (at, moments) in slots {
            if is_of_node(&moments) {
                let known = all.entry(*at).or_insert(*moments);
                *known = (known.0.min(moments.0), known.1.max(moments.1));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Origin, Record};

    /// A record of each node every ten minutes, but for those that are left out.
    fn holes(nodes: usize, hours: i128, is_left_out: impl Fn(usize, i128) -> bool) -> Vec<Hole> {
        let mut gaps = Gaps::default();
        for tick in 0..hours * 6 {
            for node in (0..nodes).filter(|node| !is_left_out(*node, tick)) {
                let json = format!(r#"{{"HostName":"n{node}"}}"#);
                let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
                let mut part = Gaps::default();
                part.hear(&record, Some(Time(tick * HOUR / 6)));
                gaps.merge(part);
            }
        }
        gaps.holes()
    }

    fn hole(host: Option<&str>, start: i128, end: i128) -> Hole {
        Hole {
            host: host.map(str::to_owned),
            start: Time(start * HOUR / 6),
            end: Time(end * HOUR / 6),
        }
    }

    #[test]
    fn a_day_without_any_record_is_one_hole_and_not_one_for_each_node() {
        let found = holes(3, 72, |_, tick| (144..288).contains(&tick));
        assert_eq!(found, [hole(None, 143, 288)]);
        assert_eq!(holes(3, 72, |_, _| false), []);
    }

    #[test]
    fn a_node_that_stops_midway_is_a_hole_of_its_own() {
        let found = holes(3, 24, |node, tick| node == 1 && tick >= 60);
        assert_eq!(found, [hole(Some("n1"), 59, 143)]);
    }

    #[test]
    fn of_few_records_a_large_part_of_the_span_is_a_hole() {
        let found = holes(1, 24, |_, tick| !matches!(tick, 0..3 | 141..144));
        assert_eq!(found, [hole(None, 2, 141)]);
    }
}
