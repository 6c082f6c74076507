//! The setting in which filters are compiled: the clock, the zone, the macros, files of values.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::args::CommonArgs;
use super::request::{self, Request};
use super::{Failure, positional};
use crate::engine::{Event, Nothing, run};
use crate::input;
use crate::query::error::{Error, What};
use crate::query::macros::Macro;
use crate::query::{Checked, Clock, Filter, Infer, Setting, Term, parse_duration, parse_moment};
use crate::record::indicators::Indicators;
use crate::record::time::Time;

/// What the words of a filter may name besides fields.
pub(super) struct FilterScope<'n> {
    pub(super) clock: &'n Clock,
    pub(super) macros: &'n [Macro],
    pub(super) indicators: Option<&'n Arc<Indicators>>,
    /// Whether standard input holds records, not values.
    pub(super) reads_stdin: bool,
}

/// Compiles a filter in the setting of the command line.
pub(super) fn compile(
    filter: &Filter,
    args: &CommonArgs,
    names: &FilterScope<'_>,
) -> Result<Checked, Failure> {
    let infer = if args.filter.no_infer {
        Infer::Nothing
    } else {
        Infer::Zero
    };
    let setting = Setting {
        clock: names.clock.clone(),
        macros: names.macros,
        infer,
        indicators: names.indicators,
        read: &|name| match name {
            "-" if names.reads_stdin => Err(io::Error::other("standard input holds the records")),
            name => read_values(name),
        },
    };
    filter.compile(&setting).map_err(Failure::Filter)
}

/// Largest file of values, in bytes.
const LARGEST: u64 = 256 << 20;

pub(super) fn clock(zone: &TimeZone, args: &CommonArgs) -> Result<Clock, Failure> {
    let clock = Clock {
        now: Timestamp::now().into(),
        zone: zone.clone(),
    };
    let Some(text) = &args.time.now else {
        return Ok(clock);
    };
    match parse_moment(text, &clock) {
        Some(period) => Ok(Clock {
            now: period.start,
            ..clock
        }),
        None => Err(not_a_time("--now", text)),
    }
}

fn not_a_time(option: &str, text: &str) -> Failure {
    let what = What::NotATime {
        field: option.to_owned(),
        text: text.to_owned(),
    };
    Failure::Filter(vec![Error {
        text: text.to_owned(),
        at: 0..text.len(),
        what,
    }])
}

/// Reads the file of `@file`; `@-` is standard input.
pub(super) fn read_values(name: &str) -> io::Result<Vec<u8>> {
    let source: Box<dyn io::Read> = match name {
        "-" => Box::new(io::stdin().lock()),
        name => Box::new(std::fs::File::open(name)?),
    };
    let mut bytes = Vec::new();
    source.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("larger than 256 MiB"));
    }
    Ok(bytes)
}

/// The terms of the window of time that the options say.
pub(super) fn bounds(
    args: &CommonArgs,
    request: &Request,
    clock: &Clock,
    stop: &Arc<AtomicBool>,
) -> Result<Vec<Term>, Failure> {
    let place = |text: Option<&str>, option| in_terms_of_data(text, option, request, clock, stop);
    let (mut since, mut until) = (
        place(args.time.since.as_deref(), "--since")?,
        place(args.time.until.as_deref(), "--until")?,
    );
    if let Some(moment) = place(args.time.around.as_deref(), "--around")? {
        let (start, end) = about(&moment, &args.time.within, clock)?;
        (since, until) = (Some(start), Some(end));
    }
    window(since.as_deref(), until.as_deref(), clock)
}

/// The moment that an option names.
pub(super) fn moment(
    text: &str,
    option: &str,
    request: &Request,
    clock: &Clock,
    stop: &Arc<AtomicBool>,
) -> Result<Time, Failure> {
    let placed = in_terms_of_data(Some(text), option, request, clock, stop)?.unwrap_or_default();
    match parse_moment(placed.trim(), clock) {
        Some(period) => Ok(period.start),
        None => Err(not_a_time(option, text)),
    }
}

/// The terms of `--since` and `--until`, of which the first must be the earlier one.
pub(super) fn window(
    since: Option<&str>,
    until: Option<&str>,
    clock: &Clock,
) -> Result<Vec<Term>, Failure> {
    let moment = |text: Option<&str>, option| {
        text.map(|text| parse_moment(text.trim(), clock).ok_or_else(|| not_a_time(option, text)))
            .transpose()
    };
    if let (Some(start), Some(end)) = (moment(since, "--since")?, moment(until, "--until")?)
        && start.start >= end.start
    {
        return Err(Failure::Usage {
            message: format!(
                "`--since` ({}) is not before `--until` ({})",
                start.start.exact(),
                end.start.exact()
            ),
            help: "nothing can lie between them: exchange them, or leave one out".to_owned(),
        });
    }
    let since = since.map(|text| request::bound(text, ">="));
    let until = until.map(|text| request::bound(text, "<"));
    Ok(since.into_iter().chain(until).collect())
}

/// The window that reaches so far to either side of a moment, both ends included.
fn about(moment: &str, reach: &str, clock: &Clock) -> Result<(String, String), Failure> {
    let period =
        parse_moment(moment.trim(), clock).ok_or_else(|| not_a_time("--around", moment))?;
    let reach = parse_duration(reach).ok_or_else(|| Failure::Usage {
        message: format!("`--within {reach}` is no length of time"),
        help: "write 5s, 2m30s or 1h".to_owned(),
    })?;
    let start = Time(period.start.0.saturating_sub(reach));
    let end = Time(period.last.0.saturating_add(reach + 1));
    Ok((start.exact(), end.exact()))
}

/// A time bound as typed; `start+10m` and `end-30m` are put in terms of the data, which is read
/// once for that.
fn in_terms_of_data(
    text: Option<&str>,
    option: &str,
    request: &Request,
    clock: &Clock,
    stop: &Arc<AtomicBool>,
) -> Result<Option<String>, Failure> {
    let Some(text) = text else {
        return Ok(None);
    };
    let Some((is_start, shift)) = positional::anchored(text) else {
        return Ok(Some(text.to_owned()));
    };
    let shift = match shift.split_at_checked(1) {
        None => Some(0),
        Some(("+", span)) => parse_duration(span),
        Some((_, span)) => parse_duration(span).map(|nanos| -nanos),
    };
    let shift = shift.ok_or_else(|| not_a_time(option, text))?;
    if !input::is_rereadable(&request.inputs) {
        return Err(Failure::Usage {
            message: format!(
                "`{option} {text}` needs to read the data twice, which a pipe does not allow"
            ),
            help: "give files, or a moment: 2026-03-14T09:30, -15m".to_owned(),
        });
    }
    let (start, end) = extent(request, clock, stop)?.ok_or_else(|| Failure::Usage {
        message: format!("`{option} {text}`: no record has a time, or none could be read"),
        help: String::new(),
    })?;
    let moment = if is_start { start } else { end };
    Ok(Some(Time(moment.0.saturating_add(shift)).exact()))
}

/// The first and the last time of the data.
fn extent(
    request: &Request,
    clock: &Clock,
    stop: &Arc<AtomicBool>,
) -> Result<Option<(Time, Time)>, Failure> {
    let term = Term::parse("has:time").map_err(|error| Failure::Filter(vec![error]))?;
    let filter = Filter {
        terms: vec![term],
        ..Filter::default()
    };
    let setting = Setting {
        clock: clock.clone(),
        macros: &[],
        infer: Infer::Nothing,
        indicators: None,
        read: &read_values,
    };
    let checked = filter.compile(&setting).map_err(Failure::Filter)?;
    let names = request.names();
    let job = request.job(&checked.plan, &names, stop);
    let pieces = input::read(request.inputs.clone(), request.options, stop.clone());
    let go_on = |_: Event<()>| Ok(std::ops::ControlFlow::Continue(()));
    let account = run(&job, pieces, &Nothing, go_on).map_err(Failure::Output)?;
    Ok(account.total.span)
}
