//! `report`: one file for hand-over.

use std::ffi::OsString;

use clap::Args;
use jiff::tz::TimeZone;

use crate::analysis::overview::{Overview, OverviewFold};
use crate::analysis::process::{ActivityFilter, Choice, MOST_MEMORY, Traces, Tracker};
use crate::analysis::{GroupPart, Groups, Summary, Timeline, TimelineCounts};
use crate::cli::aggregation::Aggregation;
use crate::cli::args::CommonArgs;
use crate::cli::command::hist;
use crate::cli::stdio::Messages;
use crate::cli::{Failure, command, compile_env, output_args};
use crate::count::{self, Partition, Ranking, Room, Wanted};
use crate::engine::ScanStats;
use crate::input::Digests;
use crate::output::report::{
    Block, Drawn, Earliest, Events, FieldCounts, Findings, InputDigest, document,
};
use crate::output::{Destination, MOST_SERIES, bars, picture, ranking, shell_quoted, tree};
use crate::query::macros::Macro;
use crate::query::parse_moment;
use crate::record::column::{Column, columns};
use crate::record::time::Time;
use crate::text::{Paint, Safe, sanitize, shield};

#[derive(Debug, Args)]
#[command(mut_arg("output", |arg| arg.value_parser(output_args::named(&["html", "md"]))))]
pub(in crate::cli) struct ReportArgs {
    /// Matching events that are shown, the first by time: at most 50,000
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(0..=50_000))]
    events: u64,
    /// The words of the command line.
    #[arg(skip)]
    pub(in crate::cli) typed: Vec<OsString>,
    #[command(flatten)]
    pub(in crate::cli) run: CommonArgs,
}

/// What is counted besides what the overview counts, and under which name.
const COUNTS: [(&str, &[&str]); 4] = [
    ("action", &["action"]),
    ("severity", &["severity"]),
    ("workload", &["ns", "workload"]),
    ("technique", &["attack"]),
];
/// Values that are counted of each.
const MOST_VALUES: usize = 50_000;
/// Values that are shown.
const SHOWN: usize = 20;
/// Bars of the timeline, and rows and columns of one that is text.
const BARS: usize = 120;
const ROWS: usize = 60;
const COLUMNS: usize = 110;

/// Answers the exit code.
pub(in crate::cli) fn run(
    args: &ReportArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let mut inquiry = Aggregation::page(&args.run, macros, messages)?;
    inquiry.refuse_limit("report")?;
    if args.run.select.quiet {
        return command::filter::quiet(inquiry.session);
    }
    // Nothing of it is for a terminal, wherever it goes.
    inquiry.sheet.paint = Paint::Plain;
    let digests = inquiry.session.digest();
    // What is there twice is told by its lines.
    inquiry.session.number_lines(true);
    let plan = ReportFolds::new(args, &inquiry)?;
    let mut seen = ReportCounts {
        glance: Overview::within(inquiry.memory().unwrap_or(count::MOST_MEMORY)),
        traces: Traces::within(inquiry.memory().unwrap_or(MOST_MEMORY)),
        course: TimelineCounts::within(inquiry.memory().unwrap_or(count::MOST_MEMORY)),
        ..ReportCounts::default()
    };
    let account = plan.read(&mut inquiry, &mut seen)?;
    let text = plan.write(args, &mut inquiry, seen, &account, &digests)?;
    inquiry.deliver(&text, &account)
}

/// What is looked at in the one reading.
struct ReportFolds {
    timeline: Timeline,
    /// Of [`COUNTS`].
    counted: Vec<Vec<Column>>,
    partition: Partition,
    shown: Vec<Column>,
    zone: TimeZone,
    most_events: usize,
}

/// What was seen in it.
#[derive(Default)]
struct ReportCounts {
    glance: Overview,
    traces: Traces,
    course: TimelineCounts,
    events: Earliest,
    tallies: [GroupPart<Summary>; COUNTS.len()],
}

impl ReportFolds {
    fn new(args: &ReportArgs, inquiry: &Aggregation) -> Result<Self, Failure> {
        let zone = inquiry.sheet.zone.clone();
        let outcome = columns(["outcome"], None)
            .ok()
            .and_then(|mut all| all.pop());
        let counted =
            COUNTS.map(|(_, fields)| columns(fields.iter().copied(), None).unwrap_or_default());
        Ok(Self {
            timeline: Timeline::new(None, outcome, zone.clone()).within(inquiry.session.reach()),
            counted: counted.into(),
            partition: Partition::all(Room::groups(MOST_VALUES)),
            shown: inquiry.sheet.columns.clone(),
            zone,
            most_events: usize::try_from(args.events).unwrap_or(usize::MAX),
        })
    }

    fn groups(&self, at: usize) -> Groups<'_, Summary> {
        let columns = self.counted.get(at).map_or(&[][..], Vec::as_slice);
        Groups::new(columns, self.zone.clone(), self.partition.clone())
    }

    fn events(&self) -> Events<'_> {
        Events::new(&self.shown, self.zone.clone(), self.most_events)
    }

    /// Reads the inputs once, for everything.
    fn read(
        &self,
        inquiry: &mut Aggregation,
        seen: &mut ReportCounts,
    ) -> Result<ScanStats, Failure> {
        let tracker = Tracker {
            wanted: ActivityFilter::new(false, false),
        };
        let events = self.events();
        let counts = (
            (self.groups(0), self.groups(1)),
            (self.groups(2), self.groups(3)),
        );
        let fold = ((OverviewFold, tracker), ((&self.timeline, &events), counts));
        inquiry.read(fold, |((glance, traces), ((course, earliest), counts))| {
            seen.glance.merge(glance);
            seen.traces.merge(traces);
            seen.course.merge(course);
            events.take(&mut seen.events, earliest);
            let ((action, severity), (workload, technique)) = counts;
            let parts = [action, severity, workload, technique];
            for (all, part) in seen.tallies.iter_mut().zip(parts) {
                all.merge(part, &self.partition);
            }
        })
    }

    fn write(
        &self,
        args: &ReportArgs,
        inquiry: &mut Aggregation,
        seen: ReportCounts,
        account: &ScanStats,
        digests: &Digests,
    ) -> Result<Vec<u8>, Failure> {
        let timeline = self.over_time(inquiry, &seen.course, account);
        let tree = drawn(inquiry, &seen.traces);
        let matched = account.total.matched;
        let tallies = seen.tallies.into_iter().zip(COUNTS).zip(&self.counted);
        let groups = tallies.map(|((tallies, (title, _)), columns)| FieldCounts {
            title,
            grid: tallies.counts.is_whole().then(|| {
                let mut most = Ranking::new(Wanted::Most(SHOWN));
                most.take(tallies.counts);
                most.sort(None, matched);
                ranking(&most, columns, matched, &inquiry.sheet).held()
            }),
        });
        let inputs = inquiry.session.inputs().iter().enumerate();
        let sources = inputs.map(|(at, name)| InputDigest {
            name: sanitize(name).into_owned(),
            digest: digests.of(at).map(|digest| (digest.bytes, digest.sha256)),
        });
        let names = self.shown.iter().map(|column| column.name.clone());
        let findings = Findings {
            command: inquiry.session.handed(again(args, &self.zone)?),
            filter: shield(&inquiry.session.filter()).into_owned(),
            zone: hist::zone_name(&self.zone),
            sources: sources.collect(),
            account,
            told: inquiry.session.told(account),
            redaction: inquiry.session.redaction(),
            glance: &seen.glance,
            groups: groups.collect(),
            timeline,
            tree,
            events: (names.collect(), self.events().rows(seen.events)),
        };
        let mut text = Vec::new();
        document(findings, &inquiry.sheet).write(&inquiry.sheet, &mut text);
        Ok(text)
    }

    /// The timeline as a picture and as lines.
    fn over_time(
        &self,
        inquiry: &mut Aggregation,
        course: &TimelineCounts,
        account: &ScanStats,
    ) -> Block {
        let answer = |most| self.timeline.histogram(course, most, MOST_SERIES);
        let (Ok(answer), Ok(shorter)) = (answer(BARS), answer(ROWS)) else {
            // No width was asked for, and one that is chosen fits.
            return Block::Note(String::new());
        };
        if answer.all.total() == 0 {
            return Block::Note("No record matches.".to_owned());
        }
        let caption = hist::caption(&answer, Some("outcome"), &inquiry.session, account);
        let mut lines = Vec::new();
        inquiry.sheet.place = Destination::Terminal(COLUMNS);
        bars(&shorter, Some("outcome"), &inquiry.sheet, &mut lines);
        inquiry.sheet.place = Destination::Elsewhere;
        Block::Picture {
            svg: picture(&answer, &caption),
            lines: String::from_utf8(lines).unwrap_or_default(),
        }
    }
}

/// The processes as lines.
/// The trees, and what they do not show.
fn drawn(inquiry: &Aggregation, traces: &Traces) -> Drawn {
    let forest = traces.forest(&Choice::default());
    let mut drawn = Drawn::default();
    // It takes everything.
    let _ = tree::draw(&forest, true, &inquiry.sheet, &mut drawn);
    drawn.notes = super::tree::notes(traces, forest.rings()).collect();
    drawn
}

/// The command that makes the same report again, as a shell takes it: with the moment that it was made at, if its
/// window depends on that.
fn again(args: &ReportArgs, zone: &TimeZone) -> Result<String, Failure> {
    let words = args.typed.iter().skip(1);
    let mut words: Vec<String> = words
        .map(|word| shell_quoted(&Safe::bytes(word.as_encoded_bytes()).to_string()))
        .collect();
    words.insert(0, "knoxlog".to_owned());
    let time = &args.run.time;
    let clock = compile_env::clock(zone, &args.run)?;
    let later = crate::query::Clock {
        now: Time(clock.now.0 + 100 * 86_400_000_000_123),
        ..clock.clone()
    };
    let mut bounds = [&time.since, &time.until, &time.around]
        .into_iter()
        .flatten();
    let is_relative = |text: &String| parse_moment(text, &clock) != parse_moment(text, &later);
    if time.now.is_none() && bounds.any(is_relative) {
        words.push(format!("--now {}", clock.now.exact()));
    }
    Ok(words.join(" "))
}
