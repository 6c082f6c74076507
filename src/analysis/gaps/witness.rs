//! Whether the log was blind over what was asked: alerts of the place were dropped, or a node that it may be of fell
//! silent, within the window of time.

use std::sync::{Mutex, PoisonError};

use super::{Clocks, LEAST, Place, Silence, Silences, Throttles, Window, kept};
use crate::engine::Fold;
use crate::query::Plan;
use crate::record::derived::workload::{event_time, host};
use crate::record::time::Time;
use crate::record::{Class, Origin, Record};

/// A fold that also takes in where the log is blind, of every record that it is shown.
pub struct Witness<'p, F> {
    inner: F,
    /// What is asked; without it, nothing is taken in.
    plan: Option<&'p Plan>,
    /// Of all blocks: neither depends on the order of the records.
    seen: Mutex<(Throttles, Silences)>,
}

/// Where the log was blind over what was asked.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Blindness {
    /// Stretches in which alerts were dropped, by whose they were.
    pub throttles: Vec<(Place, Window)>,
    /// Nodes that fell silent.
    pub silences: Vec<Silence>,
    /// Whether there was more than could be kept.
    pub is_beyond: bool,
}

impl Blindness {
    /// Whether it was not.
    pub fn is_none(&self) -> bool {
        self.throttles.is_empty() && self.silences.is_empty() && !self.is_beyond
    }
}

impl<'p, F> Witness<'p, F> {
    /// Takes in where the log is blind, beside what `inner` does.
    pub fn new(inner: F, plan: Option<&'p Plan>) -> Self {
        Self {
            inner,
            plan,
            seen: Mutex::default(),
        }
    }

    /// What it comes to.
    pub fn blindness(self) -> Blindness {
        let Some(plan) = self.plan else {
            return Blindness::default();
        };
        let (throttles, silences) = self
            .seen
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let within = plan.within();
        let is_asked = |window: &Window| match window.start {
            Some(start) => {
                let end = window.end().unwrap_or(Time(start.0 + LEAST));
                within.overlaps(start, end)
            }
            None => true,
        };
        let by_place = throttles.by_place().into_iter();
        let windows = by_place.flat_map(|(place, windows)| {
            let asked = windows.into_iter().filter(is_asked);
            asked.map(move |window| (place.clone(), window))
        });
        let mut silent = silences.judged(&Clocks::default().compared()).silences;
        silent.retain(|silence| {
            within.overlaps(silence.start, silence.end) && may_be_on(plan, &silence.host)
        });
        Blindness {
            throttles: windows.collect(),
            silences: silent,
            is_beyond: throttles.beyond > 0 || silences.beyond > 0,
        }
    }
}

/// Whether what is asked may be of this node, whose name is escaped.
fn may_be_on(plan: &Plan, host: &str) -> bool {
    if host.is_empty() || host.contains(['\\', '"']) {
        return true;
    }
    let json = format!(r#"{{"HostName":"{host}"}}"#);
    Record::new(json.as_bytes(), Origin::default()).is_ok_and(|record| plan.may_be_where(&record))
}

impl<F: Fold> Fold for Witness<'_, F> {
    type Part = F::Part;

    fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
        self.inner.visit(record, part);
    }

    fn sees(&self) -> bool {
        self.plan.is_some() || self.inner.sees()
    }

    fn glances(&self) -> bool {
        self.inner.glances()
    }

    fn tells_duplicates(&self) -> bool {
        self.inner.tells_duplicates()
    }

    fn see(&self, record: &Record<'_>, part: &mut Self::Part) {
        self.inner.see(record, part);
        let Some(plan) = self.plan else {
            return;
        };
        let time = event_time(record);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (throttles, silences) = &mut *seen;
        if record.class() == Class::Throttle && plan.may_be_where(record) {
            throttles.take(record, time);
        }
        if let Some(time) = time {
            let mut name = String::new();
            host(record, &mut |value| {
                name.push_str(kept(&value.text));
                true
            });
            silences.take(&name, time);
        }
    }

    fn gap(&self, record: &Record<'_>, part: &mut Self::Part) {
        self.inner.gap(record, part);
    }

    fn stray(&self, line: &[u8], part: &mut Self::Part) {
        self.inner.stray(line, part);
    }
}
