//! One JSON object.

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::{MOST_GAPS, MOST_LISTED, Stats, moment, seconds};
use crate::analysis::Summary;
use crate::analysis::gaps::{Alone, Back, Drift, Jump, Reach, Side, Silence, Stray, Stretch};
use crate::analysis::overview::{GroupRow, Ranked, Throttled};
use crate::record::time::Time;
use crate::text::restore;

impl Stats<'_> {
    /// All that is known, but for groups and gaps beyond the most that are listed.
    pub(super) fn object(&self, zone: &TimeZone) -> Value {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
        put("records", self.glance.records.into());
        put("read", self.account.total.records.into());
        put("span", span(self.glance.span(), zone));
        put("over_time", self.over_time(zone));
        for ranking in &self.facts.dimensions {
            put(
                ranking.section.name,
                groups(ranking, |count, _| json!({ "count": count })),
            );
        }
        for ranking in &self.facts.lists {
            put(
                ranking.section.name,
                groups(ranking, |seen, is_first| measured(seen, is_first, zone)),
            );
        }
        if let Some(newcomers) = &self.facts.newcomers {
            let mut list = groups(&newcomers.ranked, |seen, is_first| {
                measured(seen, is_first, zone)
            });
            list["since"] = when(newcomers.since, zone);
            put("new_executable", list);
        }
        put("blind_spots", self.blind_spots(zone));
        Value::Object(object)
    }

    fn over_time(&self, zone: &TimeZone) -> Value {
        let times = &self.glance.times;
        let start = times.buckets().next().map(|(start, _)| Time(start));
        json!({
            "start": when(start.filter(|_| times.total() > 0), zone),
            "bucket_seconds": times.width().map_or(Value::Null, |width| seconds(width).into()),
            "counts": times.buckets().map(|(_, count)| count).collect::<Vec<u64>>(),
        })
    }

    fn blind_spots(&self, zone: &TimeZone) -> Value {
        let total = &self.account.total;
        let facts = &self.facts;
        let throttled = facts.throttled.iter().take(MOST_GAPS);
        let silences = facts.silences.iter().take(MOST_GAPS);
        let (by_weight, silences): (Vec<Value>, Vec<Value>) = (
            throttled.map(|one| throttle(one, zone)).collect(),
            silences.map(|one| silence(one, zone)).collect(),
        );
        json!({
            "throttled": {
                "places": facts.throttled.len(),
                "windows_not_kept": self.glance.gaps.throttles.beyond,
                "top": by_weight,
            },
            "silences": {
                "count": facts.silences.len(),
                "hosts_too_quiet_to_tell": facts.untold,
                "records_of_hosts_not_kept": self.glance.gaps.silences.beyond,
                "shortest_seconds": seconds(self.glance.gaps.silences.resolution()),
                "top": silences,
            },
            "skipped": {
                "not_json": total.foreign,
                "not_telemetry": total.others,
                "malformed": total.malformed,
                "too_long": total.oversize,
            },
            "inputs_not_read_whole": self.account.faults,
            "untimed": self.glance.times.untimed,
            "duplicate_keys": total.duplicates,
            "told_again": {
                "is_estimate": true,
                "audited_syscalls": facts.estimate.syscalls,
                "connects": facts.estimate.connects,
                "denials": facts.estimate.denials,
            },
            "alone": list(&facts.alone, alone),
            "stray_times": list(&facts.strays, |one| stray(one, zone)),
            "there_twice": {
                "records": facts.doubled.records,
                "is_least": facts.doubled.is_least,
                "stretches": facts.doubled.stretches.len(),
                "top": list(&facts.doubled.stretches, stretch),
            },
            "alerts_without_logs": {
                "namespaces": facts.unlogged.namespaces.len(),
                "namespaces_with_logs": facts.unlogged.logged,
                "alerts_without_any_log": facts.unlogged.alerts_alone,
                "top": list(&facts.unlogged.namespaces, |(name, alerts)| {
                    json!({ "ns": name, "alerts": alerts })
                }),
            },
            "clocks": self.clock_facts(zone),
        })
    }

    fn clock_facts(&self, zone: &TimeZone) -> Value {
        let clocks = &self.facts.clocks;
        let beyond = match clocks.reach {
            Reach::Unknown | Reach::Sorted => Value::Null,
            Reach::Beyond(nanos) => seconds(nanos).into(),
        };
        json!({
            "can_be_told": !beyond.is_null(),
            "is_sorted": clocks.reach == Reach::Sorted,
            "told_beyond_seconds": beyond,
            "apart": list(&clocks.drifts, drift),
            "jumps": list(&clocks.jumps, |one| jump(one, zone)),
            "back": list(&clocks.backs, |one| back(one, zone)),
        })
    }
}

/// What was measured of groups, where `measures` is told whether all records of one are among it. What is about is marked.
fn groups<M>(ranking: &Ranked<'_, M>, measures: impl Fn(&M, bool) -> Value) -> Value {
    let row = |row: &GroupRow<'_, M>| {
        let fields = ranking.section.fields.iter().zip(&row.values);
        let named = fields.map(|(field, value)| ((*field).to_owned(), json!(value.map(restore))));
        let measures = match measures(row.measure, row.missed == 0) {
            Value::Object(measures) => measures,
            _ => Map::new(),
        };
        let about = (!row.is_exact).then(|| {
            let facts = [
                ("is_exact", json!(false)),
                ("missed_at_most", json!(row.missed)),
            ];
            facts.map(|(name, fact)| (name.to_owned(), fact))
        });
        let about = about.into_iter().flatten();
        Value::Object(named.chain(measures).chain(about).collect())
    };
    json!({
        "groups": ranking.rows.len(),
        "not_kept": ranking.others.map(|others| measures(others, true)),
        "top": ranking.rows.iter().take(MOST_LISTED).map(row).collect::<Vec<Value>>(),
    })
}

fn measured(seen: &Summary, is_whole: bool, zone: &TimeZone) -> Value {
    let span = seen.span.filter(|_| is_whole);
    let (first, last) = (span.map(|span| span.0), span.map(|span| span.1));
    json!({
        "count": seen.count,
        "first": when(first, zone),
        "last": when(last, zone),
    })
}

fn when(time: Option<Time>, zone: &TimeZone) -> Value {
    time.map_or(Value::Null, |time| moment(time, zone).into())
}

fn span(span: Option<(Time, Time)>, zone: &TimeZone) -> Value {
    span.map_or(Value::Null, |(first, last)| {
        json!({
            "first": moment(first, zone),
            "last": moment(last, zone),
            "seconds": seconds(last.0 - first.0),
        })
    })
}

fn throttle(one: &Throttled, zone: &TimeZone) -> Value {
    json!({
        "host": restore(&one.place.host),
        "namespace": restore(&one.place.namespace),
        "pod": restore(&one.place.pod),
        "container": restore(&one.place.container),
        "windows": one.windows,
        "seconds": seconds(one.nanos),
        "windows_of_unknown_length": one.unknown,
        "max_alerts_per_second": one.limit,
        "first_start": when(one.starts.map(|starts| starts.0), zone),
        "last_start": when(one.starts.map(|starts| starts.1), zone),
    })
}

fn silence(one: &Silence, zone: &TimeZone) -> Value {
    json!({
        "host": restore(&one.host),
        "start": moment(one.start, zone),
        "end": moment(one.end, zone),
        "seconds": seconds(one.nanos()),
        "records": match one.side {
            Side::Before => "behind",
            Side::Between => "both",
            Side::After => "before",
        },
    })
}

fn list<T>(all: &[T], one: impl Fn(&T) -> Value) -> Value {
    all.iter().take(MOST_GAPS).map(one).collect()
}

fn drift(one: &Drift) -> Value {
    json!({
        "host": restore(&one.host),
        "ahead_seconds": seconds(one.ahead),
        "between_seconds": one.between.map(|(least, most)| [seconds(least), seconds(most)]),
        "beside": one.beside,
    })
}

fn jump(one: &Jump, zone: &TimeZone) -> Value {
    json!({
        "host": restore(&one.host),
        "at": moment(one.at, zone),
        "seconds": seconds(one.by()),
        "ahead_before_seconds": seconds(one.before),
        "ahead_after_seconds": seconds(one.after),
    })
}

fn back(one: &Back, zone: &TimeZone) -> Value {
    json!({
        "host": restore(&one.host),
        "from": moment(one.from, zone),
        "to": moment(one.to, zone),
        "seconds": seconds(one.to.0 - one.from.0),
    })
}

fn alone(one: &Alone) -> Value {
    json!({
        "host": restore(&one.host),
        "seconds": seconds(one.nanos),
        "others": match one.side {
            Side::Before => "behind",
            Side::Between | Side::After => "before",
        },
    })
}

fn stray(one: &Stray, zone: &TimeZone) -> Value {
    json!({
        "host": restore(&one.host),
        "first": moment(one.first, zone),
        "last": moment(one.last, zone),
    })
}

fn stretch(one: &Stretch) -> Value {
    let (first, last) = one.lines;
    let (input, line) = &one.before;
    json!({
        "records": one.records,
        "input": restore(&one.input),
        "first_line": first,
        "last_line": last,
        "before": { "input": restore(input), "first_line": line },
    })
}
