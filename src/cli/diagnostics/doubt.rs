//! Why there is neither a find nor a trustworthy no, in one line.

use jiff::tz::TimeZone;

use super::unread;
use crate::analysis::gaps::Blindness;
use crate::cli::verdict::Doubt;
use crate::engine::ScanStats;
use crate::text::{plural, sanitize};

/// The reason, and what to do about it; none where it was told already.
pub(in crate::cli) fn doubt(
    doubt: Doubt,
    account: &ScanStats,
    blindness: &Blindness,
    (inputs, zone): (&[String], &TimeZone),
) -> Option<String> {
    let total = &account.total;
    let reason = match doubt {
        Doubt::Fault => return None,
        Doubt::Unclean => format!("--strict: {}", unclean(account, inputs)),
        Doubt::Blind => format!("--strict: {}", blind(blindness, zone)),
        Doubt::Lines => format!(
            "not a trustworthy no: {} could not be read, and may be what was looked for",
            plural(total.malformed + total.oversize, "line", "lines")
        ),
        Doubt::Form => format!(
            "not a trustworthy no: {}; forms that are read: `--envelope`, see `knoxlog filter --help`",
            unread(account, inputs)
        ),
        Doubt::LeftOut(records) => format!(
            "not a trustworthy no: {} left out",
            plural(records, "record was", "records were")
        ),
        Doubt::NoRecord => format!(
            "not a trustworthy no: no record in the input, {}; if that may be: --allow-empty",
            match total.skipped() {
                0 => "which is empty".to_owned(),
                lines => format!("only {}", plural(lines, "line of something else", "lines of something else")),
            }
        ),
        Doubt::NoneWithin => format!(
            "not a trustworthy no: no record in the window of time, {}; if that may be: --allow-empty",
            match total.span {
                Some((first, last)) => format!(
                    "{} outside of it, from {} to {}",
                    plural(total.records, "record", "records"),
                    first.in_zone(zone),
                    last.in_zone(zone)
                ),
                None => format!(
                    "{} a time",
                    match total.records {
                        1 => "since the one record lacks".to_owned(),
                        _ => "since no record has".to_owned(),
                    }
                ),
            }
        ),
        Doubt::NoneCompared =>
            "not a trustworthy no: no record of the data was there to compare; if that may be: --allow-empty".to_owned(),
    };
    Some(reason)
}

/// What is not as it should be, beside something that was found.
fn unclean(account: &ScanStats, inputs: &[String]) -> String {
    let total = &account.total;
    let lines = total.malformed + total.oversize;
    let parts = [
        (lines > 0).then(|| format!("{} could not be read", plural(lines, "line", "lines"))),
        (total.unread > 0).then(|| unread(account, inputs)),
        (total.duplicates > 0).then(|| {
            let records = plural(total.duplicates, "record has", "records have");
            format!("{records} a key twice")
        }),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Where the log was blind over what was asked: how often, and the first.
fn blind(blindness: &Blindness, zone: &TimeZone) -> String {
    let mut parts = Vec::new();
    if let Some((place, window)) = blindness.throttles.first() {
        let since = window
            .start
            .map(|start| format!(" from {}", start.in_zone(zone)));
        parts.push(format!(
            "{} over what was asked (alerts of {place} were dropped{})",
            plural(
                blindness.throttles.len() as u64,
                "throttle gap",
                "throttle gaps"
            ),
            since.unwrap_or_default()
        ));
    }
    if let Some(silence) = blindness.silences.first() {
        parts.push(format!(
            "{} over what was asked ({} said nothing from {} to {})",
            plural(
                blindness.silences.len() as u64,
                "silence of a node",
                "silences of nodes"
            ),
            sanitize(&silence.host),
            silence.start.in_zone(zone),
            silence.end.in_zone(zone)
        ));
    }
    if parts.is_empty() {
        parts.push("more gaps of the log than can be kept".to_owned());
    }
    parts.join(", ")
}
