//! Records to entries of the store: the fold that the first reading runs.

use crate::engine::Fold;
use crate::record::derived::workload::{event_time, kind, outcome_of};
use crate::record::field::{self, OPERATIONS};
use crate::record::key::Key;
use crate::record::{Class, Record};
use crate::text::sanitize;

use super::store::{Entry, Kind, MOST_OF_A_LINE, Outcome, UNTIMED};

/// Makes an entry of each record.
pub(super) struct Index;

/// What one block held.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) entries: Vec<Entry>,
    /// Where alerts were dropped.
    pub(super) gaps: Vec<Gap>,
    /// Records that no entry can address.
    pub(super) beyond: u64,
    /// Lines that are no record.
    pub(super) strays: u64,
}

/// A record that says that alerts of a container are dropped from then on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// When it began; [`UNTIMED`] if that is not said.
    pub time: i64,
    /// For how many seconds, at most a day.
    pub seconds: u32,
    /// Of which container, or pod, or host; escaped.
    pub place: String,
}

impl Fold for Index {
    type Part = Part;

    fn visit(&self, record: &Record<'_>, part: &mut Part) {
        let spot = record.origin().spot;
        if spot.nth >= MOST_OF_A_LINE {
            part.beyond += 1;
            return;
        }
        let time = time_of(record);
        let kind = kind_of(record);
        if kind == Kind::Gap {
            part.gaps.push(gap(record, time));
        }
        let place = [spot.at, spot.len, spot.nth];
        let operation = operation_of(record);
        part.entries
            .push(Entry::new(time, place, outcome(record), kind, operation));
    }

    fn stray(&self, _: &[u8], part: &mut Part) {
        part.strays += 1;
    }
}

/// The event's time as an entry keeps it.
pub(super) fn time_of(record: &Record<'_>) -> i64 {
    event_time(record).map_or(UNTIMED, |time| {
        let narrow = time.0.clamp(i128::from(i64::MIN) + 1, i128::from(i64::MAX));
        i64::try_from(narrow).unwrap_or(UNTIMED)
    })
}

/// How the event ended.
pub(super) fn outcome(record: &Record<'_>) -> Outcome {
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
    let has = |key| record.raw(key).is_some();
    if record.class() == Class::Throttle || has(Key::DroppingAlertsInterval) {
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

/// Seconds that a gap lasts, at most.
const LONGEST: u32 = 86_400;

fn gap(record: &Record<'_>, time: i64) -> Gap {
    let seconds = first(record, "dropinterval").and_then(|text| text.parse::<u32>().ok());
    let place = ["container", "pod", "host"]
        .iter()
        .find_map(|name| first(record, name));
    Gap {
        time,
        seconds: seconds.unwrap_or(0).min(LONGEST),
        place: sanitize(&place.unwrap_or_default()).into_owned(),
    }
}

/// The first value of a field.
fn first(record: &Record<'_>, name: &str) -> Option<String> {
    let mut found = None;
    field::find(name)?.any(record, &mut |value| {
        found = Some(value.text.clone().into_owned());
        true
    });
    found
}
