//! What a report says, in the order in which a reader asks: what is this, of what, how much, when, what is missing, what
//! stands out, who started whom, and each event.

use super::doubts::doubts;
use super::drawn::Drawn;
use super::{Block, Document, ReportSection, more, table};
use crate::analysis::Summary;
use crate::analysis::gaps::Side;
use crate::analysis::overview::{Facts, Overview, Ranked};
use crate::count::percent;
use crate::engine::ScanStats;
use crate::output::charset::ABOUT;
use crate::output::moment::Moment;
use crate::output::stats::place;
use crate::output::{Cell, Grid, Heading, RowOptions};
use crate::record::time::Time;
use crate::text::{Count, Elapsed};

/// Groups of a table, at most.
const MOST_GROUPS: usize = 10;
/// Stretches in which the log is blind, at most.
const MOST_GAPS: usize = 50;

/// Everything that goes into a report. Texts are safe to show.
pub struct Findings<'f> {
    /// The command that makes it again, as a shell takes it.
    pub command: String,
    /// The filter as read; empty if it takes all.
    pub filter: String,
    /// The zone of its times.
    pub zone: String,
    /// What was read.
    pub sources: Vec<InputDigest>,
    /// What was not an ordinary record.
    pub account: &'f ScanStats,
    /// The same in words.
    pub told: Option<String>,
    /// How many secrets were masked, in words; `None` if none are.
    pub redaction: Option<String>,
    /// What was seen at a glance.
    pub glance: &'f Overview,
    /// Counts by more than that.
    pub groups: Vec<FieldCounts>,
    /// The matches over time.
    pub timeline: Block,
    /// Who started whom.
    pub tree: Drawn,
    /// The names of the columns of events, and their cells.
    pub events: (Vec<String>, Vec<Vec<String>>),
}

/// One input.
pub struct InputDigest {
    /// Its name, as typed.
    pub name: String,
    /// Its length in bytes and its SHA-256; `None` if it was not read to its end.
    pub digest: Option<(u64, String)>,
}

/// Counts by a field.
pub struct FieldCounts {
    /// What it is counted by.
    pub title: &'static str,
    /// The counts; `None` if there are too many values.
    pub grid: Option<Grid>,
}

/// The report.
pub fn document(findings: Findings<'_>, sheet: &RowOptions) -> Document {
    let facts = findings.glance.facts();
    let sections = vec![
        section("What this is", about(&findings, sheet)),
        section("Inputs", sources(&findings)),
        section("Where the log is blind", blind(&findings, &facts, sheet)),
        section("Over time", vec![findings.timeline]),
        section(
            "Counts",
            counts(&facts, findings.glance.records, findings.groups),
        ),
        section("What stands out", lists(&facts, sheet)),
        section("Processes", processes(&findings.tree)),
        section(
            "Events",
            events(findings.events, findings.account.total.matched),
        ),
    ];
    Document {
        title: "knoxlog report".to_owned(),
        sections,
    }
}

const fn section(title: &'static str, blocks: Vec<Block>) -> ReportSection {
    ReportSection { title, blocks }
}

fn grid(head: Vec<Heading>, rows: Vec<Vec<Option<Cell>>>) -> Block {
    table(Grid {
        head,
        rows,
        others: None,
    })
}

fn text(text: impl Into<String>) -> Option<Cell> {
    Some(Cell::Text(text.into()))
}

fn moment(time: Time, sheet: &RowOptions) -> Option<Cell> {
    Some(Cell::Moment(Moment::new(time, &sheet.zone)))
}

fn about(findings: &Findings<'_>, sheet: &RowOptions) -> Vec<Block> {
    let total = &findings.account.total;
    let filter = match findings.filter.as_str() {
        "" => "none: every record",
        filter => filter,
    };
    let span = findings.glance.span().map(|(first, last)| {
        let (from, to) = (first.in_zone(&sheet.zone), last.in_zone(&sheet.zone));
        format!("{from} to {to} ({})", Elapsed(last.0 - first.0))
    });
    let rows = [
        ("command", findings.command.clone()),
        ("filter", filter.to_owned()),
        (
            "matching",
            format!(
                "{} of {} records",
                Count(total.matched),
                Count(total.records)
            ),
        ),
        (
            "span",
            span.unwrap_or_else(|| "no record that matches has a time".to_owned()),
        ),
        ("times in", findings.zone.clone()),
    ];
    let redaction = findings.redaction.as_ref();
    let redaction = redaction.map(|text| ("redacted", text.clone()));
    let maker = concat!("knoxlog ", env!("CARGO_PKG_VERSION")).to_owned();
    let rows = rows
        .into_iter()
        .chain(redaction)
        .chain([("made by", maker)])
        .map(|(name, value)| vec![text(name), text(value)]);
    vec![grid(
        vec![Heading::text("what"), Heading::text("value")],
        rows.collect(),
    )]
}

fn sources(findings: &Findings<'_>) -> Vec<Block> {
    let head = vec![
        Heading::text("input"),
        Heading::text("bytes"),
        Heading::text("SHA-256"),
    ];
    let row = |source: &InputDigest| {
        let (bytes, sha256) = match &source.digest {
            Some((bytes, sha256)) => (Some(Cell::Count(*bytes)), text(sha256.clone())),
            None => (None, text("not read to its end")),
        };
        vec![text(source.name.clone()), bytes, sha256]
    };
    vec![grid(head, findings.sources.iter().map(row).collect())]
}

/// Alerts that were dropped, nodes that fell silent, what could not be read, and what a count does not say.
fn blind(findings: &Findings<'_>, facts: &Facts<'_>, sheet: &RowOptions) -> Vec<Block> {
    let total = &findings.account.total;
    let told = findings.told.as_deref();
    let mut blocks = vec![Block::Note(format!(
        "Read: {}.",
        told.unwrap_or("every line was an ordinary record")
    ))];
    if findings.glance.times.untimed > 0 {
        let untimed = Count(findings.glance.times.untimed);
        blocks.push(Block::Note(format!(
            "Records that match without a time: {untimed}."
        )));
    }
    if findings.account.faults + total.malformed + total.oversize > 0 {
        blocks.push(Block::Note(
            "Some of the input could not be read: what is not here may have been there.".to_owned(),
        ));
    }
    blocks.extend(throttled(facts, sheet));
    blocks.extend(silent(facts, sheet));
    let estimate = facts.estimate;
    if estimate.total() > 0 {
        blocks.push(Block::Note(format!(
            "A count is not a count of events: an estimated {} records tell once more what another one tells \
             ({} audited syscalls, {} steps of a connect, {} denials).",
            Count(estimate.total()),
            Count(estimate.syscalls),
            Count(estimate.connects),
            Count(estimate.denials)
        )));
    }
    blocks.extend(doubts(facts, sheet));
    blocks
}

fn throttled(facts: &Facts<'_>, sheet: &RowOptions) -> Vec<Block> {
    if facts.throttled.is_empty() {
        return vec![Block::Note("No record tells of dropped alerts.".to_owned())];
    }
    let head = [
        "dropped alerts of",
        "node",
        "for",
        "first from",
        "last from",
    ]
    .map(Heading::text);
    let head = head
        .into_iter()
        .chain(["windows", "limit a second"].map(Heading::text));
    let rows = facts.throttled.iter().take(MOST_GAPS).map(|one| {
        let length = match one.unknown {
            0 => Elapsed(one.nanos).to_string(),
            _ => format!("{} and more", Elapsed(one.nanos)),
        };
        vec![
            text(place(&one.place)),
            text(one.place.host.clone()),
            text(length),
            one.starts.and_then(|starts| moment(starts.0, sheet)),
            one.starts.and_then(|starts| moment(starts.1, sheet)),
            Some(Cell::Count(one.windows as u64)),
            one.limit.map(|limit| Cell::Count(limit.into())),
        ]
    });
    let mut blocks = vec![grid(head.collect(), rows.collect())];
    blocks.extend(more(facts.throttled.len(), MOST_GAPS));
    blocks
}

fn silent(facts: &Facts<'_>, sheet: &RowOptions) -> Vec<Block> {
    if facts.silences.is_empty() {
        let untold = match facts.untold {
            0 => String::new(),
            nodes => format!("; of {} too little is known to tell", Count(nodes as u64)),
        };
        return vec![Block::Note(format!(
            "No node was silent for longer than is ordinary for it{untold}."
        ))];
    }
    let head = ["silent node", "from", "to", "for", "where"].map(Heading::text);
    let rows = facts.silences.iter().take(MOST_GAPS).map(|one| {
        let side = match one.side {
            Side::Before => "before its first record",
            Side::Between => "between its records",
            Side::After => "after its last record",
        };
        vec![
            text(one.host.clone()),
            moment(one.start, sheet),
            moment(one.end, sheet),
            text(Elapsed(one.nanos()).to_string()),
            text(side),
        ]
    });
    let mut blocks = vec![grid(head.into_iter().collect(), rows.collect())];
    blocks.extend(more(facts.silences.len(), MOST_GAPS));
    blocks
}

/// What is to be said where there were too many groups to keep them all.
fn let_go(records: u64) -> Block {
    Block::Note(format!(
        "There were too many to keep them all: {} records are of others, of which some may belong here. \
         {ABOUT} stands before a count that is at least so many, or whose place is not certain.",
        Count(records)
    ))
}

fn counts(facts: &Facts<'_>, records: u64, groups: Vec<FieldCounts>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for ranked in &facts.dimensions {
        blocks.push(Block::Heading(ranked.section.name));
        let rows = ranked.rows.iter().take(MOST_GROUPS).map(|row| {
            let values = row.values.iter().map(|value| value.and_then(text));
            let share = percent(*row.measure, records);
            let count = Cell::counted(*row.measure, row.is_exact);
            values
                .chain([Some(count), Some(Cell::Share(share))])
                .collect()
        });
        blocks.push(grid(head(ranked, &["count", "share"], &[]), rows.collect()));
        blocks.extend(more(ranked.rows.len(), MOST_GROUPS));
        blocks.extend(ranked.others.map(|count| let_go(*count)));
    }
    for group in groups {
        blocks.push(Block::Heading(group.title));
        blocks.push(match group.grid {
            Some(grid) => table(grid),
            None => {
                Block::Note("There are too many values to count them in one reading.".to_owned())
            }
        });
    }
    blocks
}

/// The fields of a section, numbers, then times.
fn head<M>(ranked: &Ranked<'_, M>, numbers: &[&str], texts: &[&str]) -> Vec<Heading> {
    let fields = ranked.section.fields.iter().map(|name| Heading::text(name));
    let numbers = numbers.iter().map(|name| Heading::text(name));
    let texts = texts.iter().map(|name| Heading::text(name));
    fields.chain(numbers).chain(texts).collect()
}

fn lists(facts: &Facts<'_>, sheet: &RowOptions) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut list = |title: &'static str, ranked: &Ranked<'_, Summary>| {
        blocks.push(Block::Heading(title));
        let rows = ranked.rows.iter().take(MOST_GROUPS).map(|row| {
            let values = row.values.iter().map(|value| value.and_then(text));
            let span = row.span();
            let times = [span.map(|span| span.0), span.map(|span| span.1)];
            let times = times.map(|time| time.and_then(|time| moment(time, sheet)));
            values
                .chain([Some(Cell::counted(row.measure.count, row.is_exact))])
                .chain(times)
                .collect()
        });
        let rows: Vec<_> = rows.collect();
        // That there is none is only known if every group is.
        if !rows.is_empty() || ranked.others.is_none() {
            blocks.push(grid(head(ranked, &["count"], &["first", "last"]), rows));
        }
        blocks.extend(more(ranked.rows.len(), MOST_GROUPS));
        blocks.extend(ranked.others.map(|sight| let_go(sight.count)));
    };
    let titles = ["denied most often", "policies that spoke", "peers outside"];
    for (title, ranked) in titles.into_iter().zip(&facts.lists) {
        list(title, ranked);
    }
    if let Some(newcomers) = &facts.newcomers {
        list(
            "executables first seen in the last tenth of the span",
            &newcomers.ranked,
        );
    }
    blocks
}

fn processes(tree: &Drawn) -> Vec<Block> {
    let mut blocks = vec![match tree.count {
        0 => Block::Note("No record that matches names a process.".to_owned()),
        _ => Block::Lines(tree.lines.join("\n")),
    }];
    if tree.count > tree.lines.len() as u64 {
        blocks.push(Block::Note(format!(
            "These are the first {} of {} lines: `knoxlog tree` with the same filter shows all.",
            Count(tree.lines.len() as u64),
            Count(tree.count)
        )));
    }
    blocks.extend(tree.notes.iter().cloned().map(Block::Note));
    blocks
}

fn events((names, rows): (Vec<String>, Vec<Vec<String>>), matched: u64) -> Vec<Block> {
    let shown = rows.len() as u64;
    let note = match shown == matched {
        true if matched == 0 => return vec![Block::Note("No record matches.".to_owned())],
        true => format!("All {} that match, by time.", Count(matched)),
        false => format!(
            "The first {} by time of {} that match; --events N shows more.",
            Count(shown),
            Count(matched)
        ),
    };
    let cell = |cell: String| (!cell.is_empty()).then_some(Cell::Text(cell));
    let rows = rows
        .into_iter()
        .map(|row| row.into_iter().map(cell).collect());
    let head = names.iter().map(|name| Heading::text(name));
    vec![Block::Note(note), grid(head.collect(), rows.collect())]
}
