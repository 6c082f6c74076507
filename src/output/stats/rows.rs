//! Rows of sections: for spreadsheets, and for a ticket.

use jiff::tz::TimeZone;

use super::{MOST_GAPS, MOST_LISTED, Stats, moment, place, seconds};
use crate::analysis::Summary;
use crate::analysis::gaps::Side;
use crate::analysis::overview::{GroupRow, Ranked};
use crate::output::blind::place as stretch;
use crate::output::{Cell, Grid, Heading};
use crate::record::time::Time;

/// One row before it is cells.
#[derive(Default)]
struct SectionRow {
    section: &'static str,
    name: String,
    count: Option<u64>,
    /// Whether there may be more, or fewer groups before it.
    is_about: bool,
    nanos: Option<i128>,
    span: Option<(Time, Time)>,
}

impl SectionRow {
    fn cells(self, zone: &TimeZone) -> Vec<Option<Cell>> {
        let when = |time: Option<Time>| time.map(|time| Cell::Text(moment(time, zone)));
        vec![
            Some(self.section.into()),
            (!self.name.is_empty()).then_some(Cell::Text(self.name)),
            self.count.map(|count| Cell::counted(count, !self.is_about)),
            self.nanos
                .map(|nanos| Cell::Text(seconds(nanos).to_string())),
            when(self.span.map(|span| span.0)),
            when(self.span.map(|span| span.1)),
        ]
    }
}

impl Stats<'_> {
    /// The same as the object, as rows.
    pub(super) fn rows(&self, zone: &TimeZone) -> Grid {
        let span = self.glance.span();
        let records = SectionRow {
            section: "records",
            count: Some(self.glance.records),
            nanos: span.map(|(first, last)| last.0 - first.0),
            span,
            ..SectionRow::default()
        };
        let dimensions = self.facts.dimensions.iter();
        let counted = dimensions.flat_map(|ranking| ranked(ranking, |row| (*row.measure, None)));
        let lists = self.facts.lists.iter();
        let listed = lists.flat_map(|ranking| ranked(ranking, seen));
        let newcomers = self.facts.newcomers.iter();
        let newcomers = newcomers.flat_map(|one| ranked(&one.ranked, seen));
        let newcomers = newcomers.map(|row| SectionRow {
            section: "new_executable",
            ..row
        });
        let rows = std::iter::once(records)
            .chain(counted)
            .chain(listed)
            .chain(newcomers)
            .chain(self.gaps())
            .chain(self.flaws());
        Grid {
            head: vec![
                Heading::text("section"),
                Heading::text("name"),
                Heading::measure("count"),
                Heading::measure("seconds"),
                Heading::text("first"),
                Heading::text("last"),
            ],
            rows: rows.map(|row| row.cells(zone)).collect(),
            others: None,
        }
    }

    fn gaps(&self) -> impl Iterator<Item = SectionRow> + '_ {
        let throttled = self.facts.throttled.iter().take(MOST_GAPS);
        let throttled = throttled.map(|one| SectionRow {
            section: "throttled",
            name: place(&one.place),
            count: Some(one.windows as u64),
            is_about: false,
            nanos: (one.windows > one.unknown).then_some(one.nanos),
            span: one.starts,
        });
        let silences = self.facts.silences.iter().take(MOST_GAPS);
        let silences = silences.map(|one| SectionRow {
            section: "silence",
            name: one.host.clone(),
            count: None,
            is_about: false,
            nanos: Some(one.nanos()),
            span: Some((one.start, one.end)),
        });
        throttled
            .chain(silences)
            .chain(self.ends())
            .chain(self.clocks())
            .chain(self.twice())
    }

    fn ends(&self) -> impl Iterator<Item = SectionRow> + '_ {
        let alone = self
            .facts
            .alone
            .iter()
            .take(MOST_GAPS)
            .map(|one| SectionRow {
                section: match one.side {
                    Side::Before => "alone_before",
                    Side::Between | Side::After => "alone_after",
                },
                name: one.host.clone(),
                nanos: Some(one.nanos),
                ..SectionRow::default()
            });
        let strays = self
            .facts
            .strays
            .iter()
            .take(MOST_GAPS)
            .map(|one| SectionRow {
                section: "stray_time",
                name: one.host.clone(),
                span: Some((one.first, one.last)),
                ..SectionRow::default()
            });
        alone.chain(strays)
    }

    fn clocks(&self) -> impl Iterator<Item = SectionRow> + '_ {
        let clocks = &self.facts.clocks;
        let drifts = clocks.drifts.iter().map(|one| SectionRow {
            section: "clock_ahead",
            name: one.host.clone(),
            nanos: Some(one.ahead),
            ..SectionRow::default()
        });
        let jumps = clocks.jumps.iter().map(|one| SectionRow {
            section: "clock_jump",
            name: one.host.clone(),
            nanos: Some(one.by()),
            span: Some((one.at, one.at)),
            ..SectionRow::default()
        });
        let backs = clocks.backs.iter().map(|one| SectionRow {
            section: "times_go_back",
            name: one.host.clone(),
            nanos: Some(one.to.0 - one.from.0),
            span: Some((one.from, one.to)),
            ..SectionRow::default()
        });
        drifts.chain(jumps).chain(backs)
    }

    fn twice(&self) -> impl Iterator<Item = SectionRow> + '_ {
        let doubled = self.facts.doubled.stretches.iter().take(MOST_GAPS);
        let doubled = doubled.map(|one| SectionRow {
            section: "there_twice",
            name: stretch(one),
            count: Some(one.records),
            ..SectionRow::default()
        });
        let unlogged = &self.facts.unlogged;
        let named = unlogged.namespaces.iter().take(MOST_GAPS);
        let named = named.map(|(name, alerts)| SectionRow {
            section: "alerts_without_logs",
            name: name.clone(),
            count: Some(*alerts),
            ..SectionRow::default()
        });
        let all = (unlogged.alerts_alone > 0).then(|| SectionRow {
            section: "alerts_without_any_log",
            count: Some(unlogged.alerts_alone),
            ..SectionRow::default()
        });
        doubled.chain(named).chain(all)
    }

    fn flaws(&self) -> impl Iterator<Item = SectionRow> + '_ {
        let row = |section| {
            move |(count, name): (u64, &str)| SectionRow {
                section,
                name: name.to_owned(),
                count: Some(count),
                ..SectionRow::default()
            }
        };
        let skipped = self.skipped().into_iter().map(row("skipped"));
        let flawed = [
            (self.account.faults, "inputs not read whole"),
            (self.glance.times.untimed, "untimed"),
            (self.account.total.duplicates, "duplicate keys"),
        ];
        let flawed = flawed.into_iter().map(row("flawed"));
        let inflation = self.inflation().into_iter().map(row("told_again_estimate"));
        skipped.chain(flawed).chain(inflation)
    }
}

fn seen(row: &GroupRow<'_, Summary>) -> (u64, Option<(Time, Time)>) {
    (row.measure.count, row.span())
}

fn ranked<M>(
    ranking: &Ranked<'_, M>,
    measures: impl Fn(&GroupRow<'_, M>) -> (u64, Option<(Time, Time)>),
) -> Vec<SectionRow> {
    let row = |name: String, counts: &GroupRow<'_, M>| {
        let (count, span) = measures(counts);
        SectionRow {
            section: ranking.section.name,
            name,
            count: Some(count),
            is_about: !counts.is_exact,
            nanos: None,
            span,
        }
    };
    let shown = ranking.rows.iter().take(MOST_LISTED);
    let shown = shown.map(|counts| {
        let values = counts.values.iter().map(|value| value.unwrap_or("-"));
        row(values.collect::<Vec<&str>>().join(" "), counts)
    });
    let others = ranking.others.map(|measure| GroupRow {
        values: Vec::new(),
        measure,
        missed: 0,
        is_exact: true,
    });
    let others = others.map(|counts| row("(other)".to_owned(), &counts));
    shown.chain(others).collect()
}
