//! Nodes whose clocks run apart, as far as a stream of several nodes tells.
//!
//! Where records of two nodes stand side by side in one input, they were handled at about the same moment, so their
//! times should be about the same. Of each such pair either node gets the difference as a sample; **a node runs apart if
//! the median of its samples is more than two seconds**. Records that are sorted by time, or that stand node by
//! node, tell nothing of it.

use std::collections::{BTreeMap, HashMap};

use super::kept;
use crate::record::Record;
use crate::record::derived::workload::host;
use crate::record::time::Time;
use crate::text::sanitize;

/// Clocks that are less apart, in [`STEP`]s, may be so by chance.
const APART: i64 = 4;
/// What differences are counted in: half a second, in nanoseconds.
const STEP: i128 = 500_000_000;
/// Differences beyond ten minutes, in [`STEP`]s, are taken for that.
const FARTHEST: i64 = 1200;
/// Samples that it takes to know.
const FEWEST: u64 = 20;
/// Nodes that are kept, at most.
const MOST_HOSTS: usize = 1000;

/// What was seen of the nodes' clocks.
#[derive(Debug, Default)]
pub struct Clocks {
    samples: Samples,
    /// The first and the last record.
    ends: Option<(Beat, Beat)>,
    /// The name of the next record's node, for its room.
    name: String,
}

/// How often each node was so many steps ahead of the one beside it.
type Samples = HashMap<String, BTreeMap<i64, u64>, foldhash::fast::RandomState>;

/// Who said something when.
#[derive(Clone, Debug)]
struct Beat {
    input: String,
    host: String,
    time: Time,
}

/// How a node's clock runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The node; escaped.
    pub host: String,
    /// By how much it is ahead of the others, in nanoseconds, to half a second; negative if behind.
    pub ahead: i128,
}

/// Takes in that two nodes stood side by side.
fn compare(samples: &mut Samples, last: (&str, Time), next: (&str, Time)) {
    if last.0 == next.0 {
        return;
    }
    let far = i128::from(FARTHEST) * STEP;
    let difference = (next.1.0 - last.1.0).clamp(-far, far);
    // To the nearest step.
    let steps = (difference + STEP / 2).div_euclid(STEP);
    let steps = i64::try_from(steps).unwrap_or_default();
    sample(samples, next.0, steps, 1);
    sample(samples, last.0, -steps, 1);
}

fn sample(samples: &mut Samples, host: &str, steps: i64, count: u64) {
    if let Some(known) = samples.get_mut(host) {
        *known.entry(steps).or_default() += count;
    } else if samples.len() < MOST_HOSTS {
        samples.insert(host.to_owned(), BTreeMap::from([(steps, count)]));
    }
}

impl Clocks {
    /// Takes in the next record of the input.
    pub fn take(&mut self, record: &Record<'_>, time: Time) {
        self.name.clear();
        host(record, &mut |value| {
            self.name.push_str(kept(&value.text));
            true
        });
        let input = record.origin().input;
        let Some((_, last)) = &mut self.ends else {
            let beat = Beat {
                input: input.to_owned(),
                host: self.name.clone(),
                time,
            };
            self.ends = Some((beat.clone(), beat));
            return;
        };
        if last.input == input {
            let last = (last.host.as_str(), last.time);
            compare(&mut self.samples, last, (&self.name, time));
        } else {
            input.clone_into(&mut last.input);
        }
        std::mem::swap(&mut last.host, &mut self.name);
        last.time = time;
    }

    /// Takes in what was seen of the next block.
    pub fn merge(&mut self, other: Self) {
        let mut samples: Vec<_> = other.samples.into_iter().collect();
        // In an order that does not depend on the seed, so that the same nodes are kept each time.
        samples.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        for (host, counts) in samples {
            for (steps, count) in counts {
                sample(&mut self.samples, &host, steps, count);
            }
        }
        let Some((first, last)) = other.ends else {
            return;
        };
        let Some((_, own)) = &mut self.ends else {
            self.ends = Some((first, last));
            return;
        };
        if own.input == first.input {
            let (own, first) = ((own.host.as_str(), own.time), (&*first.host, first.time));
            compare(&mut self.samples, own, first);
        }
        *own = last;
    }

    /// Whether there is a node of which enough is known.
    pub fn can_tell(&self) -> bool {
        self.samples.values().any(|counts| median(counts).is_some())
    }

    /// The nodes whose clocks run apart, by name.
    pub fn drifts(&self) -> Vec<Drift> {
        let mut drifts: Vec<Drift> = self
            .samples
            .iter()
            .filter_map(|(host, counts)| {
                let steps = median(counts).filter(|steps| steps.abs() > APART)?;
                Some(Drift {
                    host: sanitize(host).into_owned(),
                    ahead: i128::from(steps) * STEP,
                })
            })
            .collect();
        drifts.sort_unstable_by(|left, right| left.host.cmp(&right.host));
        drifts
    }
}

fn median(counts: &BTreeMap<i64, u64>) -> Option<i64> {
    let total: u64 = counts.values().sum();
    let mut passed = 0;
    let middle = counts.iter().find(|(_, count)| {
        passed += **count;
        passed * 2 >= total
    });
    middle.filter(|_| total >= FEWEST).map(|(steps, _)| *steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    fn seen(input: &str, beats: &[(&str, i128)]) -> Clocks {
        let mut clocks = Clocks::default();
        for (host, tenths) in beats {
            let json = format!(r#"{{"HostName":"{host}"}}"#);
            let origin = Origin {
                input,
                ..Origin::default()
            };
            let record = Record::new(json.as_bytes(), origin).unwrap();
            clocks.take(&record, Time(tenths * 100_000_000));
        }
        clocks
    }

    /// Three nodes in turn, a record each tenth of a second; `n2` is so many tenths ahead.
    fn three(ahead: i128) -> Vec<(&'static str, i128)> {
        (0..90)
            .map(|tick| match tick % 3 {
                0 => ("n1", tick),
                1 => ("n2", tick + ahead),
                _ => ("n3", tick),
            })
            .collect()
    }

    #[test]
    fn a_clock_that_runs_apart_is_told_by_how_much() {
        let told = |ahead| {
            let drifts = seen("a", &three(ahead)).drifts();
            let drift = |drift: Drift| (drift.host, drift.ahead / 100_000_000);
            drifts
                .into_iter()
                .map(drift)
                .filter(|(host, _)| host == "n2")
                .collect::<Vec<_>>()
        };
        assert_eq!(told(50), [("n2".to_owned(), 50)]);
        assert_eq!(told(-50), [("n2".to_owned(), -50)]);
        assert_eq!(told(15), []);
        assert_eq!(told(1_000_000), [("n2".to_owned(), 6000)]);
    }

    #[test]
    fn nodes_that_never_stand_side_by_side_tell_nothing() {
        let mut all = Clocks::default();
        all.merge(seen("a", &[("n1", 5); 50]));
        all.merge(seen("b", &[("n2", 900); 50]));
        assert!(!all.can_tell());
    }

    #[test]
    fn blocks_make_no_difference() {
        let beats = three(70);
        let whole = seen("a", &beats);
        for cut in [1, 30, 89] {
            let mut parts = Clocks::default();
            parts.merge(seen("a", &beats[..cut]));
            parts.merge(seen("a", &beats[cut..]));
            assert_eq!(parts.samples, whole.samples, "{cut}");
        }
    }
}
