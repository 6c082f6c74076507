//! Stretches of time in which the log is blind, as the screen shows them.

use crate::analysis::gaps::{Comparison, Gaps, Jump, Place, Silence, ThrottleWindow, about};
use crate::record::time::Time;
use crate::text::{Count, Elapsed};

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
    /// A node's clock was set, by so many nanoseconds.
    Set(i128),
}

/// Where the log is blind or not what it seems, as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blind {
    /// Stretches, by their start.
    pub stretches: Vec<Stretch>,
    /// What holds for no stretch, in few words each: clocks that are wrong, records that are there twice.
    pub doubts: Vec<String>,
}

impl Blind {
    /// What was seen comes to.
    pub fn of(gaps: &Gaps) -> Self {
        let (clocks, judged) = gaps.judged();
        Self {
            stretches: stretches(gaps, &judged.silences, &clocks.jumps),
            doubts: doubts(gaps, &clocks),
        }
    }
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
            Cause::Set(nanos) => format!("clock of {} {}", self.whose, jumps(nanos)),
        }
    }
}

/// Stretches that are shown, at most; the longest.
const MOST: usize = 10_000;

/// All stretches, by their start.
fn stretches(gaps: &Gaps, silent: &[Silence], set: &[Jump]) -> Vec<Stretch> {
    let throttled = gaps.throttles.by_place();
    let dropped = throttled
        .iter()
        .flat_map(|(place, windows)| windows.iter().filter_map(|window| dropped(place, *window)));
    let others = silent.iter().map(silence).chain(set.iter().map(jump));
    let mut all: Vec<Stretch> = dropped.chain(others).collect();
    all.sort_by_key(|stretch| std::cmp::Reverse(stretch.seconds()));
    all.truncate(MOST);
    all.sort_by_key(|stretch| stretch.start);
    all
}

fn dropped(place: &Place, window: ThrottleWindow) -> Option<Stretch> {
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
    Stretch {
        start: narrow(silence.start),
        end: narrow(silence.end),
        cause: Cause::Silent,
        whose: node(&silence.host),
    }
}

/// A moment, and so the shortest of stretches.
fn jump(jump: &Jump) -> Stretch {
    let start = narrow(jump.at);
    Stretch {
        start,
        end: start.saturating_add(1),
        cause: Cause::Set(jump.by()),
        whose: node(&jump.host),
    }
}

fn node(name: &str) -> String {
    match name {
        "" => "a node without a name".to_owned(),
        name => name.to_owned(),
    }
}

/// `jumps back 1h`.
fn jumps(nanos: i128) -> String {
    let way = if nanos > 0 { "forward" } else { "back" };
    format!("jumps {way} {}", Elapsed(about(nanos.abs())))
}

/// One of them by itself, several by their number.
fn doubts(gaps: &Gaps, clocks: &Comparison) -> Vec<String> {
    let mut all = Vec::new();
    match clocks.drifts.as_slice() {
        [] => {}
        [one] => {
            let way = if one.ahead > 0 { "ahead" } else { "behind" };
            let by = Elapsed(about(one.ahead.abs()));
            all.push(format!("clock of {} {by} {way}", node(&one.host)));
        }
        several => all.push(format!("{} clocks apart", Count(several.len() as u64))),
    }
    match clocks.jumps.as_slice() {
        [] => {}
        [one] => all.push(format!("clock of {} {}", node(&one.host), jumps(one.by()))),
        several => all.push(format!("{} jumps of clocks", Count(several.len() as u64))),
    }
    let doubled = gaps.doubles.doubled();
    if doubled.records > 0 {
        let least = if doubled.is_least { "at least " } else { "" };
        all.push(format!("{least}{} there twice", Count(doubled.records)));
    }
    let unlogged = gaps.views.unlogged();
    match unlogged.namespaces.as_slice() {
        [] if unlogged.alerts_alone > 0 => all.push("alerts alone".to_owned()),
        [] => {}
        [(name, _)] => all.push(format!("{name} without logs")),
        several => all.push(format!(
            "{} namespaces without logs",
            Count(several.len() as u64)
        )),
    }
    all
}

/// A moment as the index keeps it.
pub(super) fn narrow(time: Time) -> i64 {
    let within = time.0.clamp(i128::from(i64::MIN) + 1, i128::from(i64::MAX));
    i64::try_from(within).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Origin, Record};

    #[test]
    fn what_stats_tells_of_clocks_and_doubles_the_screen_tells_too() {
        let mut gaps = Gaps::default();
        for round in 0..2 {
            for nth in 0..900_i64 {
                let node = nth % 3;
                // One is twenty minutes ahead until the second hour begins.
                let ahead = if node == 2 && nth < 450 { 1_200_000 } else { 0 };
                let millis = nth * 500 - nth * 7 % 10 * 90 + ahead;
                let json = format!(
                    r#"{{"HostName":"n{node}","NamespaceName":"web","Type":"ContainerLog","PID":{nth}}}"#
                );
                let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
                let mut part = Gaps::default();
                if round == 0 || (100..200).contains(&nth) {
                    part.take(&record, Some(Time(i128::from(millis) * 1_000_000)));
                }
                gaps.merge(part);
            }
        }
        let blind = Blind::of(&gaps);
        assert!(
            blind.doubts.contains(&"100 there twice".to_owned()),
            "{blind:?}"
        );
        assert!(
            blind
                .stretches
                .iter()
                .all(|stretch| stretch.cause != Cause::Silent),
            "{blind:?}"
        );
        let first = blind.stretches.iter().find(|one| one.whose == "n2");
        let Some(Cause::Set(by)) = first.map(|one| one.cause) else {
            panic!("{blind:?}");
        };
        assert!((by + 1_200_000_000_000).abs() <= 1_000_000_000, "{by}");
    }
}
