//! Stretches of time in which the log is blind, as the screen shows them.

use crate::answer::gaps::{Gaps, Place, Silence, Window};
use crate::record::time::Time;

/// A stretch of time of which the log does not tell all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// When it began, in nanoseconds since 1970.
    pub start: i64,
    /// When it ended.
    pub end: i64,
    /// Why.
    pub cause: Cause,
    /// Whose it is: a container, a pod or a node. Escaped.
    pub whose: String,
}

/// Why the log does not tell all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Alerts were dropped.
    Dropped,
    /// A node said nothing for longer than is ordinary for it.
    Silent,
}

impl Stretch {
    /// How long it is, in whole seconds.
    pub const fn seconds(&self) -> i64 {
        self.end.saturating_sub(self.start) / 1_000_000_000
    }

    /// It in words: `30 s: alerts dropped for wordpress`.
    pub fn words(&self) -> String {
        let seconds = self.seconds();
        match self.cause {
            Cause::Dropped => format!("{seconds} s: alerts dropped for {}", self.whose),
            Cause::Silent => format!("{seconds} s: {} said nothing", self.whose),
        }
    }
}

/// Stretches that are shown, at most; the longest.
const MOST: usize = 10_000;

/// All stretches, by their start.
pub fn stretches(gaps: &Gaps) -> Vec<Stretch> {
    let throttled = gaps.throttles.by_place();
    let dropped = throttled
        .iter()
        .flat_map(|(place, windows)| windows.iter().filter_map(|window| dropped(place, *window)));
    let silent = gaps.silences.silences();
    let mut all: Vec<Stretch> = dropped.chain(silent.iter().map(silence)).collect();
    all.sort_by_key(|stretch| std::cmp::Reverse(stretch.seconds()));
    all.truncate(MOST);
    all.sort_by_key(|stretch| stretch.start);
    all
}

fn dropped(place: &Place, window: Window) -> Option<Stretch> {
    let start = narrow(window.start?);
    let names = [&place.container, &place.pod, &place.host];
    let whose = names.into_iter().find(|name| !name.is_empty());
    Some(Stretch {
        start,
        end: window.end().map_or(start, narrow),
        cause: Cause::Dropped,
        whose: whose.map_or("-", String::as_str).to_owned(),
    })
}

fn silence(silence: &Silence) -> Stretch {
    let whose = match silence.host.is_empty() {
        true => "a node without a name".to_owned(),
        false => silence.host.clone(),
    };
    Stretch {
        start: narrow(silence.start),
        end: narrow(silence.end),
        cause: Cause::Silent,
        whose,
    }
}

/// A moment as the index keeps it.
pub(super) fn narrow(time: Time) -> i64 {
    let within = time.0.clamp(i128::from(i64::MIN) + 1, i128::from(i64::MAX));
    i64::try_from(within).unwrap_or(i64::MAX)
}
