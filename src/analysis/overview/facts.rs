//! What was seen at a glance comes to.

use std::cmp::Reverse;

use super::{DIMENSIONS, Estimate, LISTS, Overview, Section, SectionCounts};
use crate::analysis::Summary;
use crate::analysis::gaps::{
    Alone, Comparison, Doubled, Judged, Place, Silence, Stray, ThrottleWindow, Unlogged, covered,
};
use crate::count::{Counted, Group, values};
use crate::record::time::Time;

/// What was seen, in order of weight. Texts are escaped.
pub struct Facts<'g> {
    /// By each dimension, all groups.
    pub dimensions: Vec<Ranked<'g, u64>>,
    /// By each list but the last, that of executables, all groups.
    pub lists: Vec<Ranked<'g, Summary>>,
    /// Executables that were first seen in the last tenth of the span.
    pub newcomers: Option<Newcomers<'g>>,
    /// Whose alerts were dropped, the longest first.
    pub throttled: Vec<Throttled>,
    /// The silences out of the ordinary, the longest first.
    pub silences: Vec<Silence>,
    /// Nodes of which too little is known to tell what is ordinary.
    pub untold: usize,
    /// Nodes that spoke alone before or after all others, where their clocks can't be told.
    pub alone: Vec<Alone>,
    /// Times that are far from all others of a node.
    pub strays: Vec<Stray>,
    /// What clocks come to.
    pub clocks: Comparison,
    /// Stretches of records that are there twice.
    pub doubled: Doubled,
    /// Namespaces of which alerts alone are logged.
    pub unlogged: Unlogged,
    /// Records that tell once more what another one tells.
    pub estimate: Estimate,
}

/// The groups of a section in order, the most frequent first.
pub struct Ranked<'g, M> {
    /// Of which section.
    pub section: &'static Section,
    /// The groups; equally frequent ones by their values.
    pub rows: Vec<GroupRow<'g, M>>,
    /// What is in no group, since there are too many; `None` if every group is among the rows.
    pub others: Option<&'g M>,
}

/// What was measured of a group.
pub struct GroupRow<'g, M> {
    /// Its values.
    pub values: Group<'g>,
    /// What was measured.
    pub measure: &'g M,
    /// Records of it that may not have been measured, at most: those came first.
    pub missed: u64,
    /// Whether the count and the place in the order are so, and not about.
    pub is_exact: bool,
}

impl GroupRow<'_, Summary> {
    /// The first and the last time, where they are known.
    pub fn span(&self) -> Option<(Time, Time)> {
        self.measure.span.filter(|_| self.missed == 0)
    }
}

/// Executables that were not seen before.
pub struct Newcomers<'g> {
    /// From when on; `None` if there is no span.
    pub since: Option<Time>,
    /// Which, the first of them first. There may be more if not every executable was kept.
    pub ranked: Ranked<'g, Summary>,
}

/// Of one container, or whatever else is throttled: all its windows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Throttled {
    /// Whose alerts were dropped.
    pub place: Place,
    /// How often.
    pub windows: usize,
    /// For how long in all, in nanoseconds.
    pub nanos: i128,
    /// Windows of which the length is not known.
    pub unknown: usize,
    /// Alerts in a second that are let through, the highest that was stated.
    pub limit: Option<u32>,
    /// When the first and the last began.
    pub starts: Option<(Time, Time)>,
}

impl Overview {
    /// What it comes to.
    pub fn facts(&self) -> Facts<'_> {
        let (clocks, judged) = self.gaps.judged();
        let Judged {
            mut silences,
            alone,
            strays,
        } = judged;
        silences.sort_by_key(|silence| -silence.nanos());
        let dimensions = DIMENSIONS.iter().zip(&self.dimensions);
        let lists = LISTS.iter().zip(&self.lists);
        let mut lists: Vec<_> = lists
            .map(|(section, counts)| ranked(section, counts))
            .collect();
        let newcomers = lists
            .pop()
            .map(|executables| newcomers(self.span(), executables));
        Facts {
            dimensions: dimensions
                .map(|(section, counts)| ranked(section, counts))
                .collect(),
            lists,
            newcomers,
            throttled: self.throttled(),
            silences,
            untold: self
                .gaps
                .silences
                .rhythms()
                .iter()
                .filter(|rhythm| rhythm.pause.is_none())
                .count(),
            alone,
            strays,
            clocks,
            doubled: self.gaps.doubles.doubled(),
            unlogged: self.gaps.views.unlogged(),
            estimate: self.inflation.estimate(),
        }
    }

    /// The first and the last time of those that matched.
    pub fn span(&self) -> Option<(Time, Time)> {
        let (first, last) = self.times.span()?;
        Some((Time(first), Time(last)))
    }

    fn throttled(&self) -> Vec<Throttled> {
        let by_place = self.gaps.throttles.by_place().into_iter();
        let mut all: Vec<Throttled> = by_place
            .map(|(place, windows)| throttled(place, &windows))
            .collect();
        all.sort_by_key(|one| Reverse(one.nanos));
        all
    }
}

fn throttled(place: Place, windows: &[ThrottleWindow]) -> Throttled {
    let starts = || windows.iter().filter_map(|window| window.start);
    Throttled {
        place,
        windows: windows.len(),
        nanos: covered(windows),
        unknown: windows
            .iter()
            .filter(|window| window.seconds.is_none())
            .count(),
        limit: windows.iter().filter_map(|window| window.limit).max(),
        starts: starts().next().zip(starts().next_back()),
    }
}

fn ranked<'g, M: Counted>(
    section: &'static Section,
    counts: &'g SectionCounts<M>,
) -> Ranked<'g, M> {
    let rows = counts.groups().ranked().into_iter().map(|row| GroupRow {
        values: values(row.key),
        measure: row.measure,
        missed: row.missed,
        is_exact: row.is_exact,
    });
    Ranked {
        section,
        rows: rows.collect(),
        others: counts.groups().others(),
    }
}

/// Those of the executables that were first seen in the last tenth of the span.
fn newcomers(span: Option<(Time, Time)>, mut ranked: Ranked<'_, Summary>) -> Newcomers<'_> {
    let since = span
        .filter(|(first, last)| first < last)
        .map(|(first, last)| Time(last.0 - (last.0 - first.0) / 10));
    let first = |row: &GroupRow<'_, Summary>| row.span().map(|(first, _)| first);
    let rows = &mut ranked.rows;
    rows.retain(|row| since.is_some() && first(row) >= since);
    rows.sort_by_key(first);
    for row in rows {
        // They are in the order of their times, and those are known.
        row.is_exact = true;
    }
    Newcomers { since, ranked }
}
