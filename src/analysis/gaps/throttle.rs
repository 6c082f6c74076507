//! Windows in which alerts were dropped, by the records that say so.
//!
//! Above `MaxAlertsPerSec` alerts of one container in a second, `KubeArmor` drops all of its alerts for
//! `DroppingAlertsInterval` seconds, and writes one record, `Operation: AlertThreshold`
//! (`feeder/feeder.go`, `monitor/logUpdate.go`).

use std::collections::BTreeMap;
use std::fmt;

use super::kept;
use crate::record::derived::workload::host;
use crate::record::key::Key;
use crate::record::time::Time;
use crate::record::value::{Number, Value};
use crate::record::{Class, Record};
use crate::text::sanitize;

/// Windows that are kept, at most; of those beyond it only the number is known.
const MOST_WINDOWS: usize = 100_000;

const SECOND: i128 = 1_000_000_000;

/// Whose alerts were dropped. Texts are empty where the record names none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The node.
    pub host: String,
    /// The namespace.
    pub namespace: String,
    /// The pod.
    pub pod: String,
    /// The container.
    pub container: String,
}

/// `shop/cart-0/cart on node-a`, without what is not known.
impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = [&self.namespace, &self.pod, &self.container];
        let inner: Vec<&str> = inner
            .map(String::as_str)
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect();
        match (inner.is_empty(), self.host.is_empty()) {
            (true, true) => out.write_str("somewhere"),
            (true, false) => write!(out, "on {}", self.host),
            (false, true) => write!(out, "{}", inner.join("/")),
            (false, false) => write!(out, "{} on {}", inner.join("/"), self.host),
        }
    }
}

/// A stretch of time in which alerts were dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThrottleWindow {
    /// When it began; `None` if the record has no time.
    pub start: Option<Time>,
    /// How long it lasted, in seconds; `None` if the record does not say.
    pub seconds: Option<u32>,
    /// Alerts in a second that are let through, where the record says it.
    pub limit: Option<u32>,
}

impl ThrottleWindow {
    /// When it ended, if that is known.
    pub fn end(&self) -> Option<Time> {
        let nanos = i128::from(self.seconds?) * SECOND;
        Some(Time(self.start?.0 + nanos))
    }
}

/// How long the windows are together, in nanoseconds: what several cover counts once, and of those without a start each
/// counts in full. They must be in order.
pub fn covered(windows: &[ThrottleWindow]) -> i128 {
    let mut reached = i128::MIN;
    let length = |window: &ThrottleWindow| {
        let nanos = i128::from(window.seconds.unwrap_or_default()) * SECOND;
        let (Some(start), Some(end)) = (window.start, window.end()) else {
            return nanos;
        };
        let from = start.0.max(reached);
        reached = reached.max(end.0);
        (end.0 - from).max(0)
    };
    windows.iter().map(length).sum()
}

/// Every window, by whose alerts were dropped.
#[derive(Debug, Default)]
pub struct Throttles {
    by_place: BTreeMap<Place, Vec<ThrottleWindow>>,
    kept: usize,
    /// Windows beyond those that are kept.
    pub beyond: u64,
}

impl Throttles {
    /// Takes in a record, if it tells of dropped alerts.
    pub fn take(&mut self, record: &Record<'_>, time: Option<Time>) {
        if record.class() != Class::Throttle {
            return;
        }
        let window = ThrottleWindow {
            start: time,
            seconds: number(record, Key::DroppingAlertsInterval),
            limit: number(record, Key::MaxAlertsPerSec),
        };
        self.add(place(record), vec![window]);
    }

    fn add(&mut self, place: Place, mut windows: Vec<ThrottleWindow>) {
        let room = MOST_WINDOWS - self.kept;
        self.beyond += windows.len().saturating_sub(room) as u64;
        windows.truncate(room);
        if !windows.is_empty() {
            self.kept += windows.len();
            self.by_place.entry(place).or_default().append(&mut windows);
        }
    }

    /// Takes in what was seen of another block.
    pub fn merge(&mut self, other: Self) {
        self.beyond += other.beyond;
        for (place, windows) in other.by_place {
            self.add(place, windows);
        }
    }

    /// Whether none was seen.
    pub fn is_empty(&self) -> bool {
        self.by_place.is_empty()
    }

    /// Whose alerts were dropped when: places in order, texts escaped, windows by their start, those without one first.
    pub fn by_place(&self) -> Vec<(Place, Vec<ThrottleWindow>)> {
        let shown = |place: &Place| Place {
            host: sanitize(&place.host).into_owned(),
            namespace: sanitize(&place.namespace).into_owned(),
            pod: sanitize(&place.pod).into_owned(),
            container: sanitize(&place.container).into_owned(),
        };
        let sorted = |windows: &Vec<ThrottleWindow>| {
            let mut windows = windows.clone();
            windows.sort_unstable();
            windows
        };
        let all = self.by_place.iter();
        all.map(|(place, windows)| (shown(place), sorted(windows)))
            .collect()
    }
}

fn place(record: &Record<'_>) -> Place {
    let text = |key| kept(&record.text(key).unwrap_or_default()).to_owned();
    let mut named = String::new();
    host(record, &mut |value| {
        kept(&value.text).clone_into(&mut named);
        true
    });
    Place {
        host: named,
        namespace: text(Key::NamespaceName),
        pod: text(Key::PodName),
        container: text(Key::ContainerName),
    }
}

fn number(record: &Record<'_>, key: Key) -> Option<u32> {
    let value = Value::of(record.raw(key)?)?;
    match Number::parse(&value.text)? {
        Number::Int(number) => u32::try_from(number).ok(),
        Number::Float(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    fn seen(lines: &[&str]) -> Throttles {
        let mut all = Throttles::default();
        for line in lines {
            let record = Record::new(line.as_bytes(), Origin::default()).unwrap();
            all.take(
                &record,
                Time::parse(&record.text(Key::UpdatedTime).unwrap_or_default()),
            );
        }
        all
    }

    #[test]
    fn a_window_ends_after_the_seconds_that_its_record_states() {
        let all = seen(&[
            r#"{"Operation":"AlertThreshold","UpdatedTime":"2026-03-14T09:00:30Z","HostName":"n1","NamespaceName":"web","PodName":"p","ContainerName":"c","MaxAlertsPerSec":10,"DroppingAlertsInterval":"30"}"#,
            r#"{"Operation":"alertthreshold","UpdatedTime":"2026-03-14T09:00:00Z","HostName":"n1","NamespaceName":"web","PodName":"p","ContainerName":"c","DroppingAlertsInterval":-1}"#,
            r#"{"Operation":"File","UpdatedTime":"2026-03-14T09:00:00Z","HostName":"n1"}"#,
        ]);
        let places = all.by_place();
        let [(place, windows)] = places.as_slice() else {
            panic!("{places:?}");
        };
        assert_eq!(
            (
                &*place.host,
                &*place.namespace,
                &*place.pod,
                &*place.container
            ),
            ("n1", "web", "p", "c")
        );
        assert_eq!(
            windows[0].seconds, None,
            "a length that is none is not known"
        );
        assert_eq!(windows[0].end(), None);
        assert_eq!(windows[1].end(), Time::parse("2026-03-14T09:01:00Z"));
        assert_eq!(windows[1].limit, Some(10));
    }

    #[test]
    fn what_two_windows_cover_counts_once() {
        let window = |start: Option<i128>, seconds| ThrottleWindow {
            start: start.map(|start| Time(start * SECOND)),
            seconds: Some(seconds),
            limit: None,
        };
        let windows = [
            window(None, 7),
            window(Some(0), 30),
            window(Some(10), 5),
            window(Some(20), 30),
            window(Some(100), 1),
        ];
        assert_eq!(covered(&windows), (7 + 50 + 1) * SECOND);
    }

    #[test]
    fn what_a_record_names_is_escaped_and_cut() {
        let long = "x".repeat(1000);
        let line = format!(
            r#"{{"Operation":"AlertThreshold","HostName":"\u001b[2J","PodName":"{long}"}}"#
        );
        let places = seen(&[&line]).by_place();
        assert_eq!(places[0].0.host, "\\x1b[2J");
        assert_eq!(places[0].0.pod.len(), super::super::LONGEST_NAME);
        assert_eq!(places[0].1[0].start, None);
    }

    #[test]
    fn windows_beyond_the_most_are_counted() {
        let line = r#"{"Operation":"AlertThreshold","HostName":"n1"}"#;
        let mut all = Throttles::default();
        for _ in 0..3 {
            all.merge(seen(&vec![line; 40_000]));
        }
        assert_eq!((all.kept, all.beyond), (MOST_WINDOWS, 20_000));
    }
}
