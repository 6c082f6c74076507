//! Errors and notices to text.

mod doubt;

use std::ops::Range;

use jiff::tz::TimeZone;

use super::Failure;
use super::stdio::Messages;
use crate::analysis::Extent;
use crate::analysis::gaps::Hole;
use crate::engine::{BadLine, BlockStats, Notice, ScanStats};
use crate::input::FaultKind;
use crate::query::error::Warning;
use crate::text::{Bytes, Count, Elapsed, Role, Safe, plural, shield, width};

pub(super) use doubt::doubt;

/// Tells why there is no answer.
pub(super) fn failure(failure: &Failure, messages: Messages) {
    match failure {
        Failure::Filter(errors) => {
            for error in errors {
                let help = error.what.help();
                let text = framed(
                    &error.what.message(),
                    &error.text,
                    &error.at,
                    help.as_deref(),
                );
                messages.headed(Role::Error, "error", text);
            }
        }
        Failure::Usage { message, help } => {
            let help = if help.is_empty() {
                String::new()
            } else {
                format!("\nhelp: {}", lines(help))
            };
            messages.headed(Role::Error, "error", format!("{}{help}", lines(message)));
        }
        Failure::NoInput => messages.headed(Role::Error, "error", NO_INPUT),
        Failure::Output(error) => messages.error(format!("cannot write the output: {error}")),
    }
}

const NO_INPUT: &str = "no file, and standard input is a terminal
help: knoxlog ns=default alerts.ndjson
      kubectl logs -n kubearmor deploy/kubearmor-relay | knoxlog is:denied";

/// Tells what may not be meant.
pub(super) fn warnings(warnings: &[Warning], messages: Messages) {
    for warning in warnings {
        let text = framed(&warning.what.message(), &warning.text, &warning.at, None);
        messages.warn(text);
    }
}

/// A message, the text it is of with the place underlined, and what to type next.
fn framed(message: &str, text: &str, at: &Range<usize>, help: Option<&str>) -> String {
    let help = help
        .map(|help| format!("\nhelp: {}", lines(help)))
        .unwrap_or_default();
    if text.trim().is_empty() {
        return shield(message).into_owned() + &help;
    }
    let (text, at) = excerpt(text, at);
    let (text, at) = (text.as_str(), &at);
    let head = text.get(..at.start).unwrap_or(text);
    let marked = text.get(at.clone()).unwrap_or_default();
    let indent = width(&shield(head));
    let carets = width(&shield(marked)).max(1);
    format!(
        "{}\n  {}\n  {}{}{help}",
        shield(message),
        shield(text),
        " ".repeat(indent),
        "^".repeat(carets)
    )
}

/// Bytes of a text that are shown on either side of a place in it, and of the place itself, at most.
const AROUND: usize = 80;

/// The part of a long text about a place in it, and the place in that part.
fn excerpt(text: &str, at: &Range<usize>) -> (String, Range<usize>) {
    let start = at.start.min(text.len());
    let from = text.floor(start.saturating_sub(AROUND));
    let until = text.floor(
        at.end
            .clamp(start, start.saturating_add(AROUND))
            .saturating_add(AROUND),
    );
    let cut = |is_cut| if is_cut { "…" } else { "" };
    let (before, behind) = (cut(from > 0), cut(until < text.len()));
    let part = text.get(from..until).unwrap_or_default();
    let shift = |offset: usize| text.floor(offset).clamp(from, until) - from + before.len();
    (
        format!("{before}{part}{behind}"),
        shift(start)..shift(at.end),
    )
}

/// Finds the beginnings of characters.
trait Floor {
    /// The offset itself, or the beginning of the character that it stands in.
    fn floor(&self, offset: usize) -> usize;
}

impl Floor for str {
    fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        (0..=offset)
            .rev()
            .find(|at| self.is_char_boundary(*at))
            .unwrap_or(0)
    }
}

/// A text of ours that quotes what was typed: safe, line by line.
fn lines(text: &str) -> String {
    text.lines().map(shield).collect::<Vec<_>>().join("\n")
}

/// Tells of a line or an input that could not be read.
pub(super) fn notice(notice: &Notice, inputs: &[String], messages: Messages) {
    let name = |source: usize| Safe::text(inputs.get(source).map_or("-", String::as_str));
    match notice {
        Notice::Input { source, kind } => messages.error(input(&name(*source), kind)),
        Notice::Line {
            source,
            line,
            bad_line,
        } => {
            let place = format!("{}:{line}", name(*source));
            messages.tell(match bad_line {
                BadLine::Malformed { why, excerpt } => format!(
                    "{place}: malformed JSON at byte {}: {}: \"{}\"",
                    why.at + 1,
                    why.reason,
                    Safe::bytes(excerpt)
                ),
                BadLine::Oversize(bytes) => {
                    format!(
                        "{place}: line of {} skipped: longer than --max-line",
                        Bytes(*bytes)
                    )
                }
            });
        }
    }
}

pub(super) fn input(name: &Safe<'_>, kind: &FaultKind) -> String {
    match kind {
        FaultKind::Open(error) | FaultKind::Read(error) => format!("{name}: {}", plain(error)),
        FaultKind::Utf16 => {
            format!("{name}: looks like UTF-16; convert first: iconv -f UTF-16 -t UTF-8")
        }
        FaultKind::Compressed { format } => {
            format!("{name}: is {format} data; decompress it first, into a pipe")
        }
        FaultKind::Decompress { format, error } => {
            format!("{name}: damaged {format} data: {error}; what came before it was read")
        }
        kind => format!("{name}: {kind}"),
    }
}

/// The system's words for an error, without the number.
pub(super) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

/// What a stream of `kubectl logs` leaves out, where it looks as if it had.
pub(super) fn source(total: &BlockStats, is_stream: bool) -> Vec<&'static str> {
    let mut notes = Vec::new();
    if total.records == 0 && total.relay > 0 {
        notes.push(
            "no telemetry, only the relay's own log: it prints records if ENABLE_STDOUT_LOGS and ENABLE_STDOUT_ALERTS are \
             true (KubeArmorConfig: enableStdOutLogs, enableStdOutAlerts). Without that: karmor logs --json --logFilter all",
        );
    }
    if is_stream && total.lines == TAIL {
        notes.push("exactly ten lines came: `kubectl logs -l …` gives the last ten of each pod; for all of them: --tail=-1");
    }
    notes
}

/// Lines of each pod that `kubectl logs` gives for a selector. // kubectl pkg/cmd/logs/logs.go
const TAIL: u64 = 10;

/// The account: everything that was not an ordinary record. Nothing if there is nothing to say.
pub(super) fn account(account: &ScanStats, inputs: &[String]) -> Option<String> {
    let total = &account.total;
    let mut parts = Vec::new();
    if total.skipped() > 0 {
        let kinds = [
            (total.foreign, "not JSON"),
            (total.others, "not telemetry"),
            (total.malformed, "malformed"),
            (total.oversize, "too long"),
        ];
        let kinds: Vec<String> = kinds
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, kind)| format!("{} {kind}", Count(*count)))
            .collect();
        let first = first(account.first_skipped, inputs);
        let skipped = plural(total.skipped(), "line", "lines");
        parts.push(format!("{skipped} skipped ({}{first})", kinds.join(", ")));
    }
    if total.unread > 0 {
        parts.push(unread(account, inputs));
    }
    if total.gaps > 0 {
        parts.push(format!(
            "{} (alerts were dropped)",
            plural(total.gaps, "throttle gap", "throttle gaps")
        ));
    }
    if total.untimed > 0 {
        parts.push(format!("{} untimed", Count(total.untimed)));
    }
    if total.duplicates > 0 {
        parts.push(format!(
            "{} with duplicate keys (the first counts)",
            plural(total.duplicates, "record", "records")
        ));
    }
    if parts.is_empty() && total.wrapped.is_empty() {
        return None;
    }
    let wrapped = total.wrapped.iter();
    let wrapped: Vec<String> = wrapped
        .map(|(row, count)| format!("{} {}", Count(*count), row.name))
        .collect();
    let wrapped = match wrapped.is_empty() {
        true => String::new(),
        false => format!(" ({})", wrapped.join(", ")),
    };
    parts.push(format!(
        "{} read{wrapped}",
        plural(total.records, "record", "records")
    ));
    Some(parts.join(", "))
}

/// Holes of a baseline that are told, at most.
const MOST_HOLES: usize = 3;

/// Where a baseline is blind: what is there is new for no other reason.
pub(super) fn holes(all: &[Hole], zone: &TimeZone) -> Vec<String> {
    let one = |hole: &Hole| {
        let whose = match hole.host.as_deref() {
            None => "any node".to_owned(),
            Some("") => "records that name no node".to_owned(),
            Some(host) => host.to_owned(),
        };
        format!(
            "the baseline has nothing of {whose} for {}, from {} to {}",
            Elapsed(hole.nanos()),
            hole.start.in_zone(zone),
            hole.end.in_zone(zone)
        )
    };
    let mut told: Vec<String> = all.iter().take(MOST_HOLES).map(one).collect();
    if let Some(last) = told.last_mut() {
        match all.len().saturating_sub(MOST_HOLES) {
            0 => {}
            more => {
                let stretches = plural(more as u64, "stretch", "stretches");
                *last = format!("{last}; and {stretches} more");
            }
        }
        last.push_str(": what was ordinary then is told as new");
    }
    told
}

/// A baseline that ends long before the data begins, if it does: by an hour and more, and by a tenth of its length.
pub(super) fn stale(known: &Extent, data: &Extent) -> Option<String> {
    let ((first, last), (begin, _)) = known.span.zip(data.span)?;
    let nanos = begin.0 - last.0;
    let is_long = nanos >= 3600 * 1_000_000_000 && 10 * nanos >= last.0 - first.0;
    is_long.then(|| {
        format!(
            "the baseline ends {} before the data begins: what began meanwhile is told as new",
            Elapsed(nanos)
        )
    })
}

/// Where the first of some lines stands: `; first: a.log:12`.
fn first(place: Option<(usize, u64)>, inputs: &[String]) -> String {
    let told = place.map(|(source, line)| {
        let name = Safe::text(inputs.get(source).map_or("-", String::as_str));
        format!("; first: {name}:{line}")
    });
    told.unwrap_or_default()
}

/// What was skipped although it holds telemetry.
fn unread(account: &ScanStats, inputs: &[String]) -> String {
    let hold = plural(account.total.unread, "line holds", "lines hold");
    let first = first(account.first_unread, inputs);
    let first = first.strip_prefix("; ").unwrap_or(&first);
    format!("{hold} telemetry in a form that is not read ({first})")
}

/// Secrets that were masked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MaskedSecrets {
    pub(super) secrets: u64,
    pub(super) records: u64,
}

impl MaskedSecrets {
    /// Counts the secrets of a record.
    pub(super) fn add(&mut self, secrets: u32) {
        self.secrets += u64::from(secrets);
        self.records += u64::from(secrets > 0);
    }
}

/// How many secrets were masked, none too: who hands something over wants to know.
pub(super) fn masked(masked: MaskedSecrets) -> String {
    let secrets = plural(masked.secrets, "secret", "secrets");
    let records = plural(masked.records, "record", "records");
    format!("{secrets} masked in {records}")
}
