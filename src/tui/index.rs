//! Records to entries of the store: the fold that the first reading runs.

use crate::analysis::gaps::Gaps;
use crate::engine::Fold;
use crate::record::derived::workload::{event_time, kind, outcome_of};
use crate::record::key::Key;
use crate::record::vocabulary::OPERATIONS;
use crate::record::{Class, Record};

use super::blind::narrow;
use super::store::{Entry, Kind, MOST_OF_A_LINE, Outcome, UNTIMED};

/// Makes an entry of each record.
pub(super) struct Index;

/// What one block held.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) entries: Vec<Entry>,
    /// Where the log is blind.
    pub(super) gaps: Gaps,
    /// Records that say that alerts were dropped.
    pub(super) throttles: u64,
    /// Records that no entry can address.
    pub(super) beyond: u64,
    /// Lines that are no record.
    pub(super) strays: u64,
}

impl Fold for Index {
    type Part = Part;

    fn visit(&self, record: &Record<'_>, part: &mut Part) {
        let spot = record.origin().spot;
        if spot.nth >= MOST_OF_A_LINE {
            part.beyond += 1;
            return;
        }
        let time = event_time(record);
        let kind = kind_of(record);
        part.throttles += u64::from(kind == Kind::Gap);
        part.gaps.take(record, time);
        let place = [spot.at, spot.len, spot.nth];
        let entry = Entry::new(
            time.map_or(UNTIMED, narrow),
            place,
            outcome(record),
            kind,
            operation_of(record),
        );
        part.entries.push(entry);
    }

    fn on_non_record(&self, _: &[u8], part: &mut Part) {
        part.strays += 1;
    }
}

/// How the event ended.
fn outcome(record: &Record<'_>) -> Outcome {
    let Some(result) = record.text(Key::Result) else {
        return Outcome::Unknown;
    };
    match outcome_of(&result) {
        "denied" => Outcome::Denied,
        "failed" => Outcome::Failed,
        _ => Outcome::Passed,
    }
}

fn kind_of(record: &Record<'_>) -> Kind {
    if record.class() == Class::Throttle || record.raw(Key::DroppingAlertsInterval).is_some() {
        return Kind::Gap;
    }
    let mut found = Kind::Other;
    kind(record, "", &mut |value| {
        found = match &*value.text {
            "alert" => Kind::Alert,
            "log" => Kind::Log,
            _ => Kind::Other,
        };
        true
    });
    found
}

fn operation_of(record: &Record<'_>) -> u8 {
    let name = record.text(Key::Operation).unwrap_or_default();
    let known = OPERATIONS
        .iter()
        .position(|known| known.eq_ignore_ascii_case(&name));
    known.and_then(|at| u8::try_from(at).ok()).unwrap_or(15)
}
