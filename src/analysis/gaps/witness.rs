//! Whether the log was blind over what was asked: alerts of the place were dropped, or a node that it may be of fell
//! silent, within the window of time.

use super::{Comparison, LEAST, Place, Silence, Silences, ThrottleWindow, Throttles, kept};
use crate::engine::Fold;
use crate::query::Plan;
use crate::record::derived::workload::{event_time, host};
use crate::record::time::Time;
use crate::record::{Class, Origin, Record};

/// Takes in where the log is blind, of every record, beside another fold of the same reading.
pub struct Witness<'p> {
    /// What is asked; without it, nothing is taken in.
    plan: Option<&'p Plan>,
}

/// Dropped alerts of the place that is asked about, and what each node said when, in one block or all.
#[derive(Debug, Default)]
pub struct Witnessed {
    throttles: Throttles,
    silences: Silences,
}

/// Where the log was blind over what was asked.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Blindness {
    /// Stretches in which alerts were dropped, by whose they were.
    pub throttles: Vec<(Place, ThrottleWindow)>,
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

impl<'p> Witness<'p> {
    /// One that looks for what concerns a plan.
    pub const fn new(plan: Option<&'p Plan>) -> Self {
        Self { plan }
    }
}

impl Witnessed {
    fn take(&mut self, record: &Record<'_>, plan: &Plan) {
        let time = event_time(record);
        if record.class() == Class::Throttle && plan.may_be_where(record) {
            self.throttles.take(record, time);
        }
        if let Some(time) = time {
            let mut name = String::new();
            host(record, &mut |value| {
                name.push_str(kept(&value.text));
                true
            });
            self.silences.take(&name, time);
        }
    }

    /// Takes in what was seen of the next block.
    pub fn merge(&mut self, other: Self) {
        self.throttles.merge(other.throttles);
        self.silences.merge(other.silences);
    }

    /// What it comes to for what is asked.
    pub fn blindness(&self, plan: &Plan) -> Blindness {
        let within = plan.within();
        let is_asked = |window: &ThrottleWindow| match window.start {
            Some(start) => {
                let end = window.end().unwrap_or(Time(start.0 + LEAST));
                within.overlaps(start, end)
            }
            None => true,
        };
        let by_place = self.throttles.by_place().into_iter();
        let windows = by_place.flat_map(|(place, windows)| {
            let asked = windows.into_iter().filter(is_asked);
            asked.map(move |window| (place.clone(), window))
        });
        let mut silent = self.silences.judged(&Comparison::default()).silences;
        silent.retain(|silence| {
            within.overlaps(silence.start, silence.end) && may_be_on(plan, &silence.host)
        });
        Blindness {
            throttles: windows.collect(),
            silences: silent,
            is_beyond: self.throttles.beyond > 0 || self.silences.beyond > 0,
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

impl Fold for Witness<'_> {
    type Part = Witnessed;

    fn visit(&self, _: &Record<'_>, _: &mut Witnessed) {}

    fn on_record(&self, record: &Record<'_>, part: &mut Witnessed) {
        if let Some(plan) = self.plan {
            part.take(record, plan);
        }
    }

    fn wants_all(&self) -> bool {
        self.plan.is_some()
    }

    fn tells_duplicates(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Event, Job, Until, run};
    use crate::input::envelope::Choice;
    use crate::input::{self, Input, Options};
    use crate::query::{Clock, Filter, Infer, Setting};
    use jiff::tz::TimeZone;
    use std::fmt::Write;
    use std::ops::ControlFlow;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    /// Two nodes that speak each second, of which one falls silent twice, and alerts that are dropped.
    fn lines() -> String {
        let mut lines = String::new();
        for second in 0..600 {
            let time = format!("2026-03-14T09:{:02}:{:02}Z", second / 60, second % 60);
            let is_silent = matches!(second, 100..200 | 400..500);
            for host in ["n1", "n2"].iter().skip(usize::from(is_silent)) {
                let line =
                    format!(r#"{{"UpdatedTime":"{time}","HostName":"{host}","Operation":"File"}}"#);
                let _ = writeln!(lines, "{line}");
            }
            if second % 250 == 0 {
                let line = format!(
                    r#"{{"UpdatedTime":"{time}","HostName":"n{second}","Operation":"AlertThreshold","DroppingAlertsInterval":30}}"#
                );
                let _ = writeln!(lines, "{line}");
            }
        }
        lines
    }

    fn blindness(file: &Path, threads: usize, block: usize) -> Blindness {
        let setting = Setting {
            clock: Clock {
                now: Time(0),
                zone: TimeZone::UTC,
            },
            macros: &[],
            infer: Infer::Nothing,
            read: &|_| Ok(Vec::new()),
            indicators: None,
        };
        let plan = Filter::default().compile(&setting).unwrap().plan;
        let stop = Arc::new(AtomicBool::new(false));
        let job = Job {
            plan: &plan,
            envelope: Choice::Auto,
            inputs: &[String::new()],
            tells_duplicates: false,
            redacts: false,
            prefilters: true,
            threads,
            until: Until::End,
            stop: &stop,
        };
        let options = Options {
            block,
            ..Options::default()
        };
        let pieces = input::read(vec![Input::File(file.to_owned())], options, stop.clone());
        let mut seen = Witnessed::default();
        run(&job, pieces, &Witness::new(Some(&plan)), |event| {
            if let Event::Part { part, .. } = event {
                seen.merge(part);
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        seen.blindness(&plan)
    }

    #[test]
    fn neither_threads_nor_blocks_change_where_the_log_is_blind() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ndjson");
        std::fs::write(&file, lines()).unwrap();
        let whole = blindness(&file, 1, 1 << 20);
        assert_eq!(
            (whole.throttles.len(), whole.silences.len()),
            (3, 2),
            "{whole:?}"
        );
        for threads in [1, 2, 5] {
            for block in [1, 500, 10_000] {
                assert_eq!(blindness(&file, threads, block), whole, "{threads} {block}");
            }
        }
    }
}
