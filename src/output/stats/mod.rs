//! What there is in the data, and where it is blind: a screen for people, an object or rows for programs.

mod blind;
mod object;
mod rows;
mod screen;

use std::borrow::Cow;

use jiff::tz::TimeZone;

use super::RowOptions;
use super::summary::place_names;
use crate::analysis::gaps::Place;
use crate::analysis::overview::{Facts, Overview};
use crate::engine::ScanStats;
use crate::json::string::encode_surrogates;
use crate::record::time::Time;
use crate::text::json_terminal_safe;

/// Groups of a section that programs are given, at most.
const MOST_LISTED: usize = 20;
/// Gaps of one sort that programs are given, at most.
const MOST_GAPS: usize = 100;

/// All that is known.
pub struct Stats<'s> {
    glance: &'s Overview,
    facts: Facts<'s>,
    account: &'s ScanStats,
    /// Names of the inputs, as typed.
    inputs: &'s [String],
}

impl<'s> Stats<'s> {
    /// What was seen, with the account of all that was read.
    pub fn new(glance: &'s Overview, account: &'s ScanStats, inputs: &'s [String]) -> Self {
        Self {
            glance,
            facts: glance.facts(),
            account,
            inputs,
        }
    }

    /// Writes it as the sheet says; a format that it does not have is taken for `table`.
    pub fn write(&self, sheet: &RowOptions, out: &mut Vec<u8>) {
        match sheet.format.name {
            "json" | "raw" => {
                let json = encode_surrogates(self.object(&sheet.zone).to_string());
                out.extend_from_slice(&json_terminal_safe(json.as_bytes()));
                out.push(b'\n');
            }
            "csv" | "tsv" | "md" => self.rows(&sheet.zone).write(sheet, out),
            _ => self.write_screen(sheet, out),
        }
    }

    /// Lines that are no telemetry, by what they are.
    fn skipped(&self) -> [(u64, &'static str); 4] {
        let total = &self.account.total;
        [
            (total.foreign, "not JSON"),
            (total.others, "not telemetry"),
            (total.malformed, "malformed"),
            (total.oversize, "too long"),
        ]
    }

    /// Records that tell once more what another one tells, by why.
    const fn inflation(&self) -> [(u64, &'static str); 3] {
        let estimate = self.facts.estimate;
        [
            (estimate.syscalls, "audited syscalls"),
            (estimate.connects, "steps of a connect"),
            (estimate.denials, "denials"),
        ]
    }
}

/// `namespace/pod/container`, or the host.
pub(super) fn place(place: &Place) -> String {
    let names = [&place.namespace, &place.pod, &place.container];
    let parts: Vec<_> = place_names(names.map(Cow::from)).collect();
    match (parts.is_empty(), place.host.as_str()) {
        (false, _) => parts.join("/"),
        (true, "") => "-".to_owned(),
        (true, host) => format!("host:{host}"),
    }
}

/// Nanoseconds as seconds, to a thousandth.
fn seconds(nanos: i128) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of ten thousand years are exact in a float"
    )]
    let millis = (nanos / 1_000_000) as f64;
    millis / 1000.0
}

/// A moment to the microsecond.
fn moment(time: Time, zone: &TimeZone) -> String {
    time.in_zone(zone).to_string()
}
