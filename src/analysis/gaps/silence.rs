//! Nodes that fell silent for longer than is ordinary for them.
//!
//! A node speaks in bursts, so what is ordinary is told by the distances between its bursts, not between its records:
//! time is cut into slots of a second, of each slot in which the node said something the first and the last moment are
//! kept, and the distance between two neighbouring ones is a pause. **A silence is a pause of more than
//! 20 times the node's median pause, and of 30 seconds at least.** A node with less than 20 pauses
//! has no ordinary, and no silences. Before its first record and behind its last it is silent up to where the data begins
//! and ends, which is told by more than one node: see [`super::ends`].
//!
//! Where there are more than 500,000 slots in all, slots get twice as long until there are not; silences are
//! exact all the same, but for those shorter than a slot, which can't be told. The set of slots depends on the set of
//! records alone, neither on their order nor on the blocks that they came in.

use std::collections::HashMap;

use super::compare::{Comparison, Piece};
use super::ends::{Alone, Extent, Side, Whole};
use super::slots::{LEAST, SECOND, Slots, cover, is_out, median_pause, pauses, span};
use crate::record::time::Time;
use crate::text::sanitize;

/// Slots of all nodes that are kept, at most.
const MOST_SLOTS: usize = 500_000;
/// Nodes that are kept, at most; records of those beyond it are counted.
const MOST_HOSTS: usize = 10_000;

/// What each node said when.
#[derive(Debug)]
pub struct Silences {
    hosts: HashMap<String, Slots, foldhash::fast::RandomState>,
    /// Length of a slot in nanoseconds: a second, or that doubled some times.
    width: i128,
    slots: usize,
    /// Records of nodes beyond those that are kept.
    pub beyond: u64,
}

/// A stretch of time in which a node said nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The node; escaped.
    pub host: String,
    /// The last moment before it.
    pub start: Time,
    /// The first moment behind it.
    pub end: Time,
    /// What is beside it.
    pub side: Side,
}

impl Silence {
    /// Its length in nanoseconds.
    pub const fn nanos(&self) -> i128 {
        self.end.0 - self.start.0
    }
}

/// What the ends and the pauses of nodes come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// The silences out of the ordinary, by node and time.
    pub silences: Vec<Silence>,
    /// Nodes that spoke alone before or after all others, where their clocks can't be told.
    pub alone: Vec<Alone>,
    /// Times that are far from all others of a node.
    pub strays: Vec<Stray>,
}

/// Few records of a node that are more than a day, and more than all its others take, apart from those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// The node; escaped.
    pub host: String,
    /// The first and the last of their times.
    pub first: Time,
    /// The same if there is one.
    pub last: Time,
}

/// How a node speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// The node; escaped, empty for records that name none.
    pub host: String,
    /// The first and the last moment.
    pub span: (Time, Time),
    /// Its median pause in nanoseconds; `None` if it has too few pauses to tell.
    pub pause: Option<i128>,
}

impl Default for Silences {
    fn default() -> Self {
        Self {
            hosts: HashMap::default(),
            width: SECOND,
            slots: 0,
            beyond: 0,
        }
    }
}

impl Silences {
    /// Takes in that a node said something.
    pub fn take(&mut self, host: &str, time: Time) {
        self.note(host, time, time);
        self.widen_to_fit();
    }

    fn note(&mut self, host: &str, first: Time, last: Time) {
        if let Some(slots) = self.hosts.get_mut(host) {
            self.slots += usize::from(cover(slots, self.width, first, last));
        } else if self.hosts.len() < MOST_HOSTS {
            let mut slots = Slots::new();
            self.slots += usize::from(cover(&mut slots, self.width, first, last));
            self.hosts.insert(host.to_owned(), slots);
        } else {
            self.beyond += 1;
        }
    }

    /// Takes in what was seen of another block.
    pub fn merge(&mut self, other: Self) {
        while self.width < other.width {
            self.widen();
        }
        self.beyond += other.beyond;
        let mut hosts: Vec<_> = other.hosts.into_iter().collect();
        // In an order that does not depend on the seed, so that the same nodes are kept each time.
        hosts.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        for (host, slots) in hosts {
            for (first, last) in slots.into_values() {
                self.note(&host, first, last);
            }
            self.widen_to_fit();
        }
    }

    fn widen_to_fit(&mut self) {
        while self.slots > MOST_SLOTS {
            self.widen();
        }
    }

    /// Makes slots twice as long.
    fn widen(&mut self) {
        self.width *= 2;
        self.slots = 0;
        for slots in self.hosts.values_mut() {
            let narrow = std::mem::take(slots);
            for (first, last) in narrow.into_values() {
                self.slots += usize::from(cover(slots, self.width, first, last));
            }
        }
    }

    /// Silences shorter than this, in nanoseconds, can't be told.
    pub const fn resolution(&self) -> i128 {
        self.width
    }

    /// The first and the last moment of all.
    pub fn span(&self) -> Option<(Time, Time)> {
        let spans = self.hosts.values().filter_map(span);
        spans.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
    }

    /// How each node speaks, by name.
    pub fn rhythms(&self) -> Vec<Rhythm> {
        self.sorted()
            .filter_map(|(host, slots)| {
                Some(Rhythm {
                    host: sanitize(host).into_owned(),
                    span: span(slots)?,
                    pause: median_pause(slots),
                })
            })
            .collect()
    }

    pub(super) fn sorted(&self) -> impl Iterator<Item = (&String, &Slots)> {
        let mut hosts: Vec<_> = self.hosts.iter().collect();
        hosts.sort_unstable_by(|left, right| left.0.cmp(right.0));
        hosts.into_iter()
    }

    /// The silences out of the ordinary, by node and time, and what else the ends of the data tell; as far as the
    /// clocks are known, by those.
    pub fn judged(&self, clocks: &Comparison) -> Judged {
        let extents: Vec<Extent<'_>> = self
            .sorted()
            .filter_map(|(host, slots)| Extent::of(host, slots, clocks.pieces(host)))
            .collect();
        let mut judged = Judged::default();
        for extent in &extents {
            let strays = extent.strays.iter();
            judged.strays.extend(strays.map(|(first, last)| Stray {
                host: sanitize(extent.host).into_owned(),
                first: *first,
                last: *last,
            }));
        }
        let Some(whole) = Whole::of(&extents) else {
            return judged;
        };
        judged.alone = whole.alone(&extents);
        for extent in &extents {
            if let Some(slots) = self.hosts.get(extent.host) {
                let pieces = clocks.pieces(extent.host);
                judged
                    .silences
                    .extend(silences_of(extent, slots, pieces, &whole));
            }
        }
        judged
    }
}

fn silences_of(
    extent: &Extent<'_>,
    slots: &Slots,
    pieces: &[Piece],
    whole: &Whole,
) -> Vec<Silence> {
    let Some(pause) = extent.pause else {
        return Vec::new();
    };
    let name = sanitize(extent.host);
    let silence = |(start, end): (Time, Time), side| Silence {
        host: name.clone().into_owned(),
        start,
        end,
        side,
    };
    let ((first, last), own) = (extent.even, extent.own);
    // By the node's own clock, as its records are.
    let before = silence(
        (Time(own.0.0 - (first.0 - whole.first.0)), own.0),
        Side::Before,
    );
    let after = silence(
        (own.1, Time(own.1.0 + (whole.last.0 - last.0))),
        Side::After,
    );
    let is_of_node = |pause: &(Time, Time)| own.0 <= pause.0 && pause.1 <= own.1;
    let between = pauses(slots)
        .filter(is_of_node)
        .map(|pause| silence(evened(pause, pieces), Side::Between));
    [before]
        .into_iter()
        .chain(between)
        .chain([after])
        .filter(|silence| is_out(silence.nanos(), pause))
        .collect()
}

/// A pause without what a clock that was set meanwhile made of it: by the clock as it was before. Where times were
/// said twice, since it was set back, both ends are of one piece if they can be.
fn evened((start, end): (Time, Time), pieces: &[Piece]) -> (Time, Time) {
    let is_within = |piece: &Piece| piece.distance(start).max(piece.distance(end)) < LEAST;
    if pieces.len() < 2 || pieces.iter().any(is_within) {
        return (start, end);
    }
    let ahead = |time: Time| {
        let nearest = pieces.iter().min_by_key(|piece| piece.distance(time));
        nearest.map_or(0, |piece| piece.ahead)
    };
    (start, Time(end.0 - ahead(end) + ahead(start)))
}

#[cfg(test)]
mod tests {
    use super::super::slots::FEWEST;
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i128) -> Time {
        Time(seconds * SECOND)
    }

    /// What was seen of these moments of one node, one block a slice.
    fn seen(blocks: &[&[(String, i128)]]) -> Silences {
        let mut all = Silences::default();
        for block in blocks {
            let mut part = Silences::default();
            for (host, nanos) in *block {
                part.note(host, Time(*nanos), Time(*nanos));
                part.widen_to_fit();
            }
            all.merge(part);
        }
        all
    }

    impl Silences {
        fn silences(&self) -> Vec<Silence> {
            self.judged(&Comparison::default()).silences
        }
    }

    fn beats(host: &str, times: impl IntoIterator<Item = i128>) -> Vec<(String, i128)> {
        times
            .into_iter()
            .map(|second| (host.to_owned(), second * SECOND))
            .collect()
    }

    #[test]
    fn a_pause_far_above_the_ordinary_is_a_silence() {
        let times = (0..60).chain(102..160);
        let silences = seen(&[&beats("n1", times)]).silences();
        assert_eq!(
            silences,
            [Silence {
                host: "n1".into(),
                start: at(59),
                end: at(102),
                side: Side::Between
            }]
        );
    }

    #[test]
    fn what_is_ordinary_is_the_nodes_own() {
        let slow = (0..50).map(|beat| beat * 300);
        assert_eq!(seen(&[&beats("n1", slow)]).silences(), []);
    }

    #[test]
    fn bursts_do_not_make_a_pause_extraordinary() {
        let burst =
            |second: i128| (0..1000).map(move |nth| ("n1".to_owned(), second * SECOND + nth));
        let all: Vec<_> = (0..40).flat_map(|beat| burst(beat * 10)).collect();
        let late = burst(390 + 150);
        let all: Vec<_> = all.into_iter().chain(late).collect();
        assert_eq!(seen(&[&all]).silences(), []);
    }

    #[test]
    fn few_records_have_no_ordinary() {
        let times = (0..i128::try_from(FEWEST).unwrap()).chain([10_000]);
        let few: Vec<i128> = times.clone().skip(1).collect();
        assert_eq!(seen(&[&beats("n1", times)]).silences().len(), 1);
        assert_eq!(seen(&[&beats("n1", few)]).silences(), []);
    }

    #[test]
    fn a_node_that_stops_while_others_go_on_is_silent() {
        let blocks = [beats("n1", 0..100), beats("n2", 50..300)];
        let silences = seen(&[&blocks[0], &blocks[1]]).silences();
        let told: Vec<_> = silences
            .iter()
            .map(|silence| {
                (
                    silence.host.as_str(),
                    silence.side,
                    silence.nanos() / SECOND,
                )
            })
            .collect();
        assert_eq!(told, [("n1", Side::After, 200), ("n2", Side::Before, 50)]);
    }

    #[test]
    fn slots_widen_when_there_are_too_many_and_silences_stay_exact() {
        let many = i128::try_from(MOST_SLOTS).unwrap() + 10;
        let all = seen(&[&beats("n1", (0..many).chain([many + 1000]))]);
        assert_eq!(all.resolution(), 2 * SECOND);
        assert!(all.slots <= MOST_SLOTS);
        let silences = all.silences();
        assert_eq!(
            (silences[0].start, silences[0].end),
            (at(many - 1), at(many + 1000))
        );
    }

    proptest! {
        /// The rule, read off sorted times.
        #[test]
        fn blocks_and_their_order_do_not_matter(
            mut times in prop::collection::vec(0..40_000_i64, 1..120),
            cut in 0..120_usize,
        ) {
            let all: Vec<_> = times.iter().map(|tenth| ("n1".to_owned(), i128::from(*tenth) * SECOND / 10)).collect();
            let (left, right) = all.split_at(cut.min(all.len()));
            let one = seen(&[&all]).silences();
            prop_assert_eq!(&one, &seen(&[right, left]).silences());

            times.sort_unstable();
            let pauses: Vec<(i64, i64)> = times.windows(2)
                .map(|pair| (pair[0], pair[1]))
                .filter(|(a, b)| a / 10 != b / 10)
                .collect();
            let mut lengths: Vec<i64> = pauses.iter().map(|(a, b)| b - a).collect();
            lengths.sort_unstable();
            let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
            let naive: Vec<_> = pauses.into_iter()
                .filter(|(a, b)| lengths.len() >= FEWEST && b - a > 20 * median && b - a >= 300)
                .map(|(a, b)| (i128::from(a) * SECOND / 10, i128::from(b) * SECOND / 10))
                .collect();
            let ours: Vec<_> = one.iter().map(|silence| (silence.start.0, silence.end.0)).collect();
            prop_assert_eq!(ours, naive);
        }
    }
}
