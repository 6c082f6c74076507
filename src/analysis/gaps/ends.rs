//! From when to when there is data, by what more than one node tells.
//!
//! The end of the data is not the latest time of all: one node whose clock is ahead, or one record of the year 9999, would
//! make all others silent. It is the latest of the nodes whose clocks were compared, by the clocks of the bulk; or else
//! what one node in eight, and two at least, have reached. A node that goes on beyond that, and can't be compared, is told:
//! either its clock is ahead, or all others fell silent.

use super::compare::Piece;
use super::slots::{Slots, is_out, median_pause, span};
use crate::record::time::Time;
use crate::text::sanitize;

/// What is farther from a node's other records, in nanoseconds, may be no time of an event.
const FAR: i128 = 86_400 * 1_000_000_000;
/// Stray times are at most one in so many.
const FEW: usize = 20;
/// Of so many nodes, one must have reached the end.
const EIGHTH: usize = 8;

/// From when to when a node spoke.
pub(super) struct Extent<'h> {
    /// The node, as it is.
    pub(super) host: &'h str,
    /// By its own clock.
    pub(super) own: (Time, Time),
    /// By the clocks of the bulk, as far as that is known.
    pub(super) even: (Time, Time),
    /// Whether it is.
    is_compared: bool,
    /// The median pause.
    pub(super) pause: Option<i128>,
    /// Times that are far from the others.
    pub(super) strays: Vec<(Time, Time)>,
}

impl<'h> Extent<'h> {
    pub(super) fn of(host: &'h str, slots: &Slots, pieces: &[Piece]) -> Option<Self> {
        let (own, strays) = parted(slots)?;
        let moved = |time: Time, piece: &Piece| Time(time.0 - piece.ahead);
        let even = match pieces {
            [] => own,
            [piece] => (moved(own.0, piece), moved(own.1, piece)),
            pieces => {
                let firsts = pieces.iter().map(|piece| moved(piece.own.0, piece));
                let lasts = pieces.iter().map(|piece| moved(piece.own.1, piece));
                (firsts.min()?, lasts.max()?)
            }
        };
        Some(Self {
            host,
            own,
            even,
            is_compared: !pieces.is_empty(),
            pause: median_pause(slots),
            strays,
        })
    }
}

/// Slots in a row without a far pause.
struct Cluster {
    span: (Time, Time),
    slots: usize,
}

/// The first and the last moment.
type Span = (Time, Time);

/// From when to when a node spoke, and what is far from that.
fn parted(slots: &Slots) -> Option<(Span, Vec<Span>)> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for moments in slots.values() {
        match clusters.last_mut() {
            Some(last) if moments.0.0 - last.span.1.0 <= FAR => {
                last.span.1 = moments.1;
                last.slots += 1;
            }
            _ => clusters.push(Cluster {
                span: *moments,
                slots: 1,
            }),
        }
    }
    let main = clusters.iter().max_by_key(|cluster| cluster.slots)?;
    let (length, most) = (main.span.1.0 - main.span.0.0, main.slots / FEW);
    let is_stray = |cluster: &&Cluster| {
        let (before, behind) = (
            main.span.0.0 - cluster.span.1.0,
            cluster.span.0.0 - main.span.1.0,
        );
        cluster.slots <= most && before.max(behind) > length
    };
    let strays: Vec<_> = clusters
        .iter()
        .filter(is_stray)
        .map(|cluster| cluster.span)
        .collect();
    let mut others = clusters
        .iter()
        .filter(|cluster| !is_stray(cluster))
        .map(|cluster| cluster.span);
    let first = others.next().or(span(slots))?;
    let last = others.next_back().unwrap_or(first);
    Some(((first.0, last.1), strays))
}

/// From when to when there is data.
pub(super) struct Whole {
    pub(super) first: Time,
    pub(super) last: Time,
}

/// What is beside a silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Other nodes spoke before this one said its first.
    Before,
    /// Records of this node on both sides.
    Between,
    /// Other nodes went on after this one said its last.
    After,
}

/// A node that spoke alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alone {
    /// The node; escaped.
    pub host: String,
    /// For how long, in nanoseconds.
    pub nanos: i128,
    /// [`Side::Before`] all others, or [`Side::After`].
    pub side: Side,
}

impl Whole {
    pub(super) fn of(extents: &[Extent<'_>]) -> Option<Self> {
        // Starts are ends, read backwards.
        let starts = extents.iter().map(|one| (-one.even.0.0, one.is_compared));
        let ends = extents.iter().map(|one| (one.even.1.0, one.is_compared));
        Some(Self {
            first: Time(-end(starts.collect())?),
            last: Time(end(ends.collect())?),
        })
    }

    /// Nodes that spoke alone before or after all others, for longer than is ordinary.
    pub(super) fn alone(&self, extents: &[Extent<'_>]) -> Vec<Alone> {
        let of = |one: &Extent<'_>| {
            [
                (self.first.0 - one.even.0.0, Side::Before),
                (one.even.1.0 - self.last.0, Side::After),
            ]
            .map(|(nanos, side)| Alone {
                host: sanitize(one.host).into_owned(),
                nanos,
                side,
            })
        };
        // Where no other is silent by that, nothing hangs on it.
        let would_be_silent = |nanos: i128| {
            let pauses = extents.iter().filter_map(|one| one.pause);
            pauses.min().is_some_and(|pause| is_out(nanos, pause))
        };
        let all = extents.iter().flat_map(of);
        all.filter(|one| would_be_silent(one.nanos)).collect()
    }
}

/// The latest end that is sure: of nodes whose clocks are known, or that enough have reached.
fn end(mut ends: Vec<(i128, bool)>) -> Option<i128> {
    ends.sort_unstable_by(|left, right| right.cmp(left));
    let at = |nth: usize| ends.get(nth).map(|end| end.0);
    let compared = ends.iter().find(|end| end.1).map(|end| end.0);
    let reached = match *ends.as_slice() {
        // Of two nodes, who is far behind the other may be silent, but not for longer than a day.
        [(last, _), (before, _)] if last - before > FAR => Some(before),
        [_, _] => at(0),
        _ => at((ends.len() / EIGHTH).max(2) - 1).or(at(0)),
    };
    reached.max(compared)
}
