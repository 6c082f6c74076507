//! How the clocks of nodes run against each other, told by the order in which their records arrived.
//!
//! Records that stand side by side in one input were handled at about the same moment. Of the [`RADIUS`] turns on each
//! side of one, every node has one vote, the median of its times; the median of the votes is **the time of the bulk**, and
//! how far the turn is ahead of it is a *lag*. A node's lags are cut where eight in a row differ from those before; the
//! median of each piece is how far ahead the clock was. What is less than two seconds, or than three times what one lag
//! differs from the next, is not told. So an hour is told to half a second, or to how far
//! neighbouring records are apart where that is more, and a shuffled stream tells nothing that it can't know.
//!
//! What is sorted by time, or stands node by node, tells nothing of clocks, and two nodes do not tell which is wrong.

use std::collections::BTreeMap;

use super::clocks::{Clocks, Turn};
use crate::record::time::Time;
use crate::text::sanitize;

/// Turns on each side that one is compared with.
const RADIUS: usize = 8;
/// Turns on each side that it takes to compare one.
const LEAST_RADIUS: usize = 3;
/// Nodes that it takes to tell which one is wrong.
const QUORUM: usize = 3;
/// Lags that it takes to know a clock.
const FEWEST: usize = 20;
/// Lags in a row that differ from those before, where a clock jumped.
const CHANGED: usize = 8;
/// Pieces of a clock that is set now and then; of more it runs unevenly.
const MOST_PIECES: usize = 9;
/// Clocks that are less apart, in microseconds, may be so by chance.
const APART: i64 = 2_000_000;
/// A lag must be so many times what lags differ by.
const OVER_NOISE: i64 = 3;
/// Of so many turns, one at least is earlier than the record before, unless records are sorted by time.
const SORTED: u64 = 1000;
/// Steps back of one node, at most: where there are more, its records are in no order.
const MOST_STEPS: usize = 8;

/// What the nodes' clocks come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What can be told.
    pub reach: Reach,
    /// Clocks that run apart, by node.
    pub drifts: Vec<Drift>,
    /// Clocks that were set meanwhile, by node and time.
    pub jumps: Vec<Jump>,
    /// Nodes whose times go back and can't be compared, by node and time.
    pub backs: Vec<Back>,
    /// Of each node that was compared, by its name as it is, how its clock ran.
    pieces: BTreeMap<String, Vec<Piece>>,
}

/// What can be told of clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Nothing: there are too few records of two nodes side by side.
    #[default]
    Unknown,
    /// Nothing: records stand in the order of their times, whatever the clocks were.
    Sorted,
    /// What is more than this, in nanoseconds.
    Beyond(i128),
}

/// How a node's clock runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The node; escaped.
    pub host: String,
    /// By how much it is ahead of the others, in nanoseconds, to half a second; negative if behind.
    pub ahead: i128,
    /// The least and the most, where it changes all the time.
    pub between: Option<(i128, i128)>,
    /// The only other node, if there is one alone: either may be wrong. Escaped.
    pub beside: Option<String>,
}

/// A clock that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The node; escaped.
    pub host: String,
    /// When, by the clocks of the others: the first record that shows it.
    pub at: Time,
    /// By how much it was ahead before, in nanoseconds, to half a second.
    pub before: i128,
    /// The same behind it.
    pub after: i128,
}

impl Jump {
    /// By how much it was set forward; negative if back.
    pub const fn by(&self) -> i128 {
        self.after - self.before
    }
}

/// A node's times that go back: its clock was set, or parts of the log stand in another order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back {
    /// The node; escaped.
    pub host: String,
    /// The last time before.
    pub from: Time,
    /// The first one behind.
    pub to: Time,
}

/// A stretch of time in which a clock ran evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// By how much it was ahead, in nanoseconds, to half a second; 0 if that may be chance.
    pub(super) ahead: i128,
    /// The first and the last time, by the clock itself.
    pub(super) own: (Time, Time),
    /// When it began, by the clocks of the others.
    pub(super) since: Time,
}

impl Piece {
    /// How far a time is outside of it, by the clock itself.
    pub(super) fn distance(&self, time: Time) -> i128 {
        (self.own.0.0 - time.0).max(time.0 - self.own.1.0).max(0)
    }
}

/// A turn against the bulk, in microseconds.
#[derive(Clone, Copy)]
struct Lag {
    own: i64,
    bulk: i64,
}

impl Lag {
    const fn ahead(self) -> i64 {
        self.own.saturating_sub(self.bulk)
    }
}

impl Comparison {
    pub(super) fn of(clocks: &Clocks) -> Self {
        let mut all = Self::default();
        let counts = counted(&clocks.turns, clocks.hosts.len());
        let talks: Vec<bool> = counts.iter().map(|count| *count >= FEWEST).collect();
        let talkers = talks.iter().filter(|talks| **talks).count();
        if clocks.count > 0 && clocks.back <= clocks.count / SORTED {
            all.reach = Reach::Sorted;
        } else if talkers > 1 {
            all.compare(clocks, &talks, talkers);
        }
        all.note_steps(clocks);
        all
    }

    fn compare(&mut self, clocks: &Clocks, talks: &[bool], talkers: usize) {
        let pair = (talkers == 2).then(|| {
            let first = talks.iter().position(|talks| *talks).unwrap_or_default();
            clocks.hosts.name(u32::try_from(first).unwrap_or_default())
        });
        let beside = pair.flatten().map(|name| sanitize(name).into_owned());
        let mut resolution = None;
        for (host, lags) in (0..).zip(lags(&clocks.turns, talks, talkers)) {
            let Some(name) = clocks.hosts.name(host).filter(|_| lags.len() >= FEWEST) else {
                continue;
            };
            let least = tolerance(&lags);
            resolution = resolution.max(Some(least));
            let pieces = pieces(&lags, least);
            self.tell(&sanitize(name), &pieces, &lags, beside.as_deref());
            self.pieces.insert(name.to_owned(), pieces);
        }
        if let Some(resolution) = resolution {
            self.reach = Reach::Beyond(i128::from(resolution) * 1000);
        }
        self.drifts
            .sort_by(|left, right| left.host.cmp(&right.host));
        self.jumps
            .sort_by(|left, right| (&left.host, left.at).cmp(&(&right.host, right.at)));
    }

    fn tell(&mut self, host: &str, pieces: &[Piece], lags: &[Lag], beside: Option<&str>) {
        let drift = |ahead, between| Drift {
            host: host.to_owned(),
            ahead,
            between,
            beside: beside.map(str::to_owned),
        };
        match pieces {
            [] => {}
            [piece] if piece.ahead == 0 => {}
            [piece] => self.drifts.push(drift(piece.ahead, None)),
            pieces if pieces.len() > MOST_PIECES => {
                let each = || pieces.iter().map(|piece| piece.ahead);
                let between = each().min().zip(each().max());
                let all = median(lags.iter().map(|lag| lag.ahead()));
                self.drifts.push(drift(rounded(all), between));
            }
            pieces => {
                let pairs = pieces.iter().zip(pieces.iter().skip(1));
                let jumps = pairs.map(|(before, after)| Jump {
                    host: host.to_owned(),
                    at: after.since,
                    before: before.ahead,
                    after: after.ahead,
                });
                self.jumps.extend(jumps.filter(|jump| jump.by() != 0));
            }
        }
    }

    fn note_steps(&mut self, clocks: &Clocks) {
        if clocks.all_steps > clocks.steps.len() as u64 {
            return;
        }
        let mut by_host: BTreeMap<&str, Vec<Back>> = BTreeMap::new();
        for step in &clocks.steps {
            let name = clocks.hosts.name(step.host).unwrap_or_default();
            if !self.pieces.contains_key(name) {
                by_host.entry(name).or_default().push(Back {
                    host: sanitize(name).into_owned(),
                    from: time(step.from),
                    to: time(step.to),
                });
            }
        }
        for (_, mut backs) in by_host {
            if backs.len() <= MOST_STEPS {
                backs.sort_by_key(|back| (back.from, back.to));
                self.backs.append(&mut backs);
            }
        }
    }

    /// How the clock of a node ran, as far as that can be told.
    pub(super) fn pieces(&self, host: &str) -> &[Piece] {
        self.pieces.get(host).map_or(&[], Vec::as_slice)
    }
}

/// How many turns each node takes.
fn counted(turns: &[Turn], hosts: usize) -> Vec<usize> {
    let mut counts = vec![0; hosts];
    for turn in turns {
        if let Some(count) = counts.get_mut(turn.host as usize) {
            *count += 1;
        }
    }
    counts
}

/// The lags of each node that talks.
fn lags(turns: &[Turn], talks: &[bool], talkers: usize) -> Vec<Vec<Lag>> {
    let mut all = vec![Vec::new(); talks.len()];
    let (mut votes, mut medians) = (Vec::new(), Vec::new());
    let follows =
        |left: &Turn, right: &Turn| left.input == right.input && left.nth + 1 == right.nth;
    for stretch in turns.chunk_by(follows) {
        for (at, turn) in stretch.iter().enumerate() {
            let radius = RADIUS.min(at).min(stretch.len() - 1 - at);
            let window = stretch.get(at - radius..=at + radius).unwrap_or_default();
            let is_told = radius >= LEAST_RADIUS && talks.get(turn.host as usize) == Some(&true);
            if !is_told {
                continue;
            }
            votes.clear();
            let heard = window
                .iter()
                .filter(|turn| talks.get(turn.host as usize) == Some(&true));
            votes.extend(heard.map(|turn| (turn.host, turn.time)));
            let bulk = bulk(&mut votes, &mut medians, talkers);
            if let (Some(bulk), Some(lags)) = (bulk, all.get_mut(turn.host as usize)) {
                let own = turn.time;
                lags.push(Lag { own, bulk });
            }
        }
    }
    all
}

/// The time of the bulk: every node has one vote. Of two nodes the first one counts.
fn bulk(votes: &mut [(u32, i64)], medians: &mut Vec<i64>, talkers: usize) -> Option<i64> {
    votes.sort_unstable();
    medians.clear();
    let middle = |of_one: &[(u32, i64)]| of_one.get(of_one.len() / 2).map(|vote| vote.1);
    medians.extend(
        votes
            .chunk_by(|left, right| left.0 == right.0)
            .filter_map(middle),
    );
    if medians.len() < talkers.min(QUORUM) {
        return None;
    }
    if talkers == 2 {
        return medians.first().copied();
    }
    medians.sort_unstable();
    let at = medians.len() / 2;
    let (lower, upper) = (medians.get((medians.len() - 1) / 2)?, medians.get(at)?);
    Some(lower + (upper - lower) / 2)
}

/// What a lag must be more than, in microseconds.
fn tolerance(lags: &[Lag]) -> i64 {
    let pairs = lags.iter().zip(lags.iter().skip(1));
    let noise = median(
        pairs.map(|(left, right)| left.ahead().saturating_sub(right.ahead()).saturating_abs()),
    );
    noise.saturating_mul(OVER_NOISE).max(APART)
}

/// Cuts lags where eight in a row, smoothed, differ from those before by more than the tolerance.
fn pieces(lags: &[Lag], tolerance: i64) -> Vec<Piece> {
    let smooth: Vec<i64> = (0..lags.len())
        .map(|at| {
            let near = lags.get(at.saturating_sub(2)..lags.len().min(at + 3));
            median(near.unwrap_or_default().iter().map(|lag| lag.ahead()))
        })
        .collect();
    let mut level = median(smooth.iter().take(CHANGED).copied());
    let (mut starts, mut run) = (vec![0], 0_i64);
    let whole = i64::try_from(CHANGED).unwrap_or(i64::MAX);
    for (at, ahead) in smooth.iter().enumerate() {
        let differs = ahead.saturating_sub(level);
        let side = if differs.saturating_abs() > tolerance {
            differs.signum()
        } else {
            0
        };
        run = match side {
            0 => 0,
            side if side == run.signum() => run + side,
            side => side,
        };
        if run.abs() == whole {
            let start = at + 1 - CHANGED;
            let changed = smooth.get(start..=at).unwrap_or_default();
            level = median(changed.iter().copied());
            starts.push(start);
            run = 0;
        }
    }
    let ends = starts.iter().skip(1).copied().chain([lags.len()]);
    let parts = starts.iter().zip(ends);
    let parts =
        parts.filter_map(|(start, end)| lags.get(*start..end).filter(|part| !part.is_empty()));
    let levelled: Vec<(i64, &[Lag])> = parts
        .map(|part| (median(part.iter().map(|lag| lag.ahead())), part))
        .collect();
    levelled
        .into_iter()
        .map(|(level, part)| piece(level, part, tolerance))
        .collect()
}

fn piece(level: i64, part: &[Lag], tolerance: i64) -> Piece {
    // Where a clock was set, a lag may have come to the piece beside its own.
    let is_near = |lag: &&Lag| lag.ahead().saturating_sub(level).saturating_abs() <= tolerance;
    let own = || part.iter().filter(is_near).map(|lag| lag.own);
    let ends = own().min().zip(own().max()).unwrap_or_default();
    Piece {
        ahead: if level.saturating_abs() > tolerance {
            rounded(level)
        } else {
            0
        },
        own: (time(ends.0), time(ends.1)),
        since: time(part.first().map_or(0, |lag| lag.bulk)),
    }
}

const fn time(micros: i64) -> Time {
    Time(micros as i128 * 1000)
}

/// Microseconds to the nearest half second, in nanoseconds.
const fn rounded(micros: i64) -> i128 {
    to_nearest(micros as i128 * 1000, SECOND / 2)
}

const SECOND: i128 = 1_000_000_000;

const fn to_nearest(nanos: i128, step: i128) -> i128 {
    (nanos + step / 2).div_euclid(step) * step
}

/// How far clocks are apart, in nanoseconds, to what people are shown of it: half a second, a second above a minute, a
/// minute above an hour.
pub const fn about(nanos: i128) -> i128 {
    let step = match nanos.unsigned_abs() / SECOND.unsigned_abs() {
        0..60 => SECOND / 2,
        60..3600 => SECOND,
        _ => 60 * SECOND,
    };
    to_nearest(nanos, step)
}

fn median(values: impl Iterator<Item = i64>) -> i64 {
    let mut values: Vec<i64> = values.collect();
    let middle = values.len() / 2;
    if values.is_empty() {
        return 0;
    }
    *values.select_nth_unstable(middle).1
}
