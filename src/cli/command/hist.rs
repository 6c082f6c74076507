//! `hist`: the matches over time.

use clap::Args;
use jiff::tz::TimeZone;

use crate::analysis::{Histogram, MOST_BUCKETS, Timeline, TimelineCounts, TooMany, Width};
use crate::cli::aggregation::Aggregation;
use crate::cli::args::CommonArgs;
use crate::cli::session::ReadSession;
use crate::cli::stdio::Messages;
use crate::cli::{Failure, command, output_args};
use crate::count::MOST_MEMORY;
use crate::engine::ScanStats;
use crate::output::{Caption, Destination, MOST_SERIES, bars, histogram, picture};
use crate::query::macros::Macro;
use crate::text::{Count, plural, sanitize};

#[derive(Debug, Args)]
#[command(mut_arg("output", |arg| arg.value_parser(output_args::answers(DOCUMENTS))))]
pub(in crate::cli) struct HistArgs {
    /// Width of a bucket: 1ms … 1s, 30s, 1m, 1h, 1d, 7d, 1y; auto takes one that suits the span. Days are those of --tz
    #[arg(long, value_name = "WIDTH", default_value = "auto")]
    every: String,
    /// Show which values of a field the matches have: the most frequent ones, and the others together
    #[arg(long, value_name = "FIELD")]
    by: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) run: CommonArgs,
}

/// Formats besides tables.
const DOCUMENTS: &[&str] = &["svg"];
/// Buckets of a width that is chosen: rows, and bars of a picture.
const ROWS: usize = 60;
const BARS: usize = 120;
/// Bars of a width that was asked for, at most: more are thinner than a pixel.
const MOST_BARS: usize = 1000;

/// Answers the exit code.
pub(in crate::cli) fn run(
    args: &HistArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let mut inquiry = Aggregation::document("hist", DOCUMENTS, &args.run, macros, messages)?;
    let every = match args.every.as_str() {
        "auto" => None,
        text => Some(Width::parse(text).ok_or_else(|| no_width(text))?),
    };
    let by = args.by.as_deref().map(|name| inquiry.column(name, "--by"));
    let by = by.transpose()?;
    if args.run.select.quiet {
        return command::filter::quiet(inquiry.session);
    }
    if args.run.select.max_count.is_some() {
        return Err(Failure::Usage {
            message: "`--max-count` does not go with `hist`".to_owned(),
            help: "leave it out; a stretch of time: --since, --until, --around".to_owned(),
        });
    }
    let zone = inquiry.sheet.zone.clone();
    let name = by.as_ref().map(|column| column.name.clone());
    let timeline = Timeline::new(every, by, zone).within(inquiry.session.reach());
    let (timeline, course, account) = read(timeline, &mut inquiry)?;
    let is_picture = inquiry.sheet.format.name == "svg";
    let most = match (every, is_picture) {
        (None, false) => ROWS,
        (None, true) => BARS,
        (Some(_), false) => MOST_BUCKETS,
        (Some(_), true) => MOST_BARS,
    };
    let answer = timeline.histogram(&course, most, MOST_SERIES);
    let answer = answer.map_err(|refused| too_many(&refused, &inquiry.sheet.zone))?;
    let by = name.as_deref();
    let mut text = Vec::new();
    if is_picture {
        let caption = caption(&answer, by, &inquiry.session, &account);
        text = picture(&answer, &caption).into_bytes();
    } else if args.run.output.is_unsaid() && matches!(inquiry.sheet.place, Destination::Terminal(_))
    {
        bars(&answer, by, &inquiry.sheet, &mut text);
    } else {
        histogram(&answer, by, &inquiry.sheet).write(&inquiry.sheet, &mut text);
    }
    mention(&answer, messages);
    inquiry.deliver(&text, &account)
}

/// Reads the inputs; once more, if they can be, where it is left open which values are the most frequent.
fn read(
    timeline: Timeline,
    inquiry: &mut Aggregation,
) -> Result<(Timeline, TimelineCounts, ScanStats), Failure> {
    let memory = inquiry.memory().unwrap_or(MOST_MEMORY);
    let mut course = TimelineCounts::within(memory);
    let account = inquiry.read(&timeline, |part| course.merge(part))?;
    let again = inquiry.session.is_rereadable();
    let again = again
        .then(|| timeline.again(&course, MOST_SERIES))
        .flatten();
    let Some(again) = again else {
        return Ok((timeline, course, account));
    };
    let mut course = TimelineCounts::within(memory);
    inquiry.again(&again, account.total.matched, |part| course.merge(part))?;
    Ok((again, course, account))
}

/// What the answer does not show by itself.
fn mention(answer: &Histogram, messages: Messages) {
    if !answer.axis.is_empty() {
        messages.note(buckets(answer));
    }
    if let Some(refused) = &answer.cut {
        messages.note(format!(
            "{}: here those from the first match to the last",
            refusal(refused, &answer.axis.zone)
        ));
    }
    if answer.all.untimed > 0 {
        messages.note(untimed(answer));
    }
    if answer.beyond > 0 {
        messages.note(format!(
            "{} of values that there was no room for (--memory), and counted with the others",
            plural(answer.beyond, "record is", "records are"),
        ));
    }
    if answer.series.iter().any(|series| !series.is_exact) {
        messages.note(
            "≈: a value has at least so many records, or another may have more: there are too many to know",
        );
    }
}

fn buckets(answer: &Histogram) -> String {
    let axis = &answer.axis;
    format!("buckets of {}, in {}", axis.width, zone_name(&axis.zone))
}

fn untimed(answer: &Histogram) -> String {
    let records = plural(answer.all.untimed, "record has", "records have");
    format!("{records} no time, and no place in a bucket")
}

/// What stands over the picture.
pub(super) fn caption(
    answer: &Histogram,
    by: Option<&str>,
    session: &ReadSession,
    account: &ScanStats,
) -> Caption {
    let by = by.map(|name| format!(" by {name}")).unwrap_or_default();
    let filter = session.filter();
    let mut notes = vec![match filter.is_empty() {
        true => "filter: none, every record counts".to_owned(),
        false => format!("filter: {filter}"),
    }];
    let matched = plural(account.total.matched, "record", "records");
    let axis = &answer.axis;
    notes.push(match axis.is_empty() {
        true => matched,
        false => format!(
            "{matched} from {} to {}, {}",
            axis.start(0).in_zone(&axis.zone),
            axis.start(axis.len()).in_zone(&axis.zone),
            buckets(answer)
        ),
    });
    if answer.all.untimed > 0 {
        notes.push(untimed(answer));
    }
    notes.extend(session.told(account));
    notes.extend(session.redaction());
    Caption {
        title: format!("Events over time{by}"),
        notes,
    }
}

/// What a zone is called.
pub(super) fn zone_name(zone: &TimeZone) -> String {
    let offset = || zone.to_fixed_offset().map(|offset| offset.to_string());
    let name = zone.iana_name().map(str::to_owned);
    let name = name.or_else(|| offset().ok());
    name.unwrap_or_else(|| "local time".to_owned())
}

fn no_width(text: &str) -> Failure {
    Failure::Usage {
        message: format!("`--every {}` is no width of a bucket", sanitize(text)),
        help: "write auto, 10s, 5m, 1h, 1d, 7d or 1y".to_owned(),
    }
}

/// Why a width gives too many buckets.
fn refusal(refused: &TooMany, zone: &TimeZone) -> String {
    let (first, last) = refused.span;
    let buckets = u64::try_from(refused.buckets).map_or_else(
        |_| refused.buckets.to_string(),
        |buckets| Count(buckets).to_string(),
    );
    format!(
        "`--every {}` makes {buckets} buckets, from {} to {}; at most {} are shown",
        refused.width,
        first.in_zone(zone),
        last.in_zone(zone),
        Count(refused.most as u64)
    )
}

fn too_many(refused: &TooMany, zone: &TimeZone) -> Failure {
    let finest = refused
        .finest
        .map(|width| format!("take --every {width}, the finest that fits;  or "));
    Failure::Usage {
        message: refusal(refused, zone),
        help: format!(
            "{}a stretch of time: --since, --until",
            finest.unwrap_or_default()
        ),
    }
}
