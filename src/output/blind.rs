//! What was found of clocks, ends of the data, stretches that are there twice and what is not logged, in words.

use crate::analysis::gaps::{
    Alone, Back, Comparison, Doubled, Drift, Jump, Reach, Side, Stray, Stretch, Unlogged, about,
};
use crate::record::time::Time;
use crate::text::{Count, Elapsed};

/// Writes a moment.
pub(super) type MomentText<'w> = &'w dyn Fn(Time) -> String;

/// What there is to tell of clocks, one text each.
pub(super) fn clocks(clocks: &Comparison, when: MomentText<'_>) -> Vec<String> {
    let drifts = clocks.drifts.iter().map(drift);
    let jumps = clocks.jumps.iter().map(|one| jump(one, when));
    let backs = clocks.backs.iter().map(|one| back(one, when));
    drifts.chain(jumps).chain(backs).collect()
}

/// What can be told of clocks where nothing is wrong with any.
pub(super) fn no_clock(reach: Reach) -> String {
    match reach {
        Reach::Unknown => "can't be compared: too few records of two nodes side by side".to_owned(),
        Reach::Sorted => {
            "can't be told: records are sorted by time, whatever the clocks were".to_owned()
        }
        Reach::Beyond(nanos) => {
            format!("no node more than {} from those beside it", Elapsed(nanos))
        }
    }
}

/// `20m ahead`.
fn ahead(nanos: i128) -> String {
    match nanos {
        0 => "right".to_owned(),
        nanos if nanos > 0 => format!("{} ahead", Elapsed(about(nanos))),
        nanos => format!("{} behind", Elapsed(about(-nanos))),
    }
}

fn drift(one: &Drift) -> String {
    let host = node(&one.host);
    match (&one.beside, one.between) {
        (_, Some((least, most))) => {
            format!("{host} from {} to {}, changing", ahead(least), ahead(most))
        }
        (None, None) => format!("{host} about {}", ahead(one.ahead)),
        (Some(beside), None) => format!(
            "{host} about {} of {}: of two nodes, none tells which is wrong",
            ahead(one.ahead),
            node(beside)
        ),
    }
}

fn jump(one: &Jump, when: MomentText<'_>) -> String {
    let way = if one.by() > 0 { "forward" } else { "back" };
    format!(
        "{} jumps {way} {} at {}: {} before, {} after",
        node(&one.host),
        Elapsed(about(one.by().abs())),
        when(one.at),
        ahead(one.before),
        ahead(one.after)
    )
}

fn back(one: &Back, when: MomentText<'_>) -> String {
    format!(
        "{} goes back {} at {}: its clock was set, or parts of the log are in another order",
        node(&one.host),
        Elapsed(one.from.0 - one.to.0),
        when(one.from)
    )
}

/// A node by its name, or that it has none.
fn node(host: &str) -> &str {
    match host {
        "" => "(no node)",
        host => host,
    }
}

/// A node that spoke alone.
pub(super) fn alone(one: &Alone) -> String {
    let (place, way) = match one.side {
        Side::Before => ("before", "behind"),
        Side::Between | Side::After => ("after", "ahead"),
    };
    format!(
        "{} alone for {} {place} all others: its clock is {way}, or they were silent",
        node(&one.host),
        Elapsed(one.nanos)
    )
}

/// Times that are far from the others of a node.
pub(super) fn stray(one: &Stray, when: MomentText<'_>) -> String {
    let host = node(&one.host);
    match one.first == one.last {
        true => format!("{host} at {}, far from its other times", when(one.first)),
        false => format!(
            "{host} from {} to {}, far from its other times",
            when(one.first),
            when(one.last)
        ),
    }
}

/// `2,000`, `at least 2,000`.
pub(super) fn at_least(count: u64, is_least: bool) -> String {
    let least = if is_least { "at least " } else { "" };
    format!("{least}{}", Count(count))
}

/// `a.ndjson:3001 to 5000`, where lines are counted.
pub(super) fn place(one: &Stretch) -> String {
    match one.lines {
        (0, _) => one.input.clone(),
        (first, last) => format!("{}:{first} to {last}", one.input),
    }
}

/// What is there twice, one text each: `2,000 records: a.ndjson:3001 to 5000, as from a.ndjson:501 on`.
pub(super) fn twice<'d>(doubled: &'d Doubled, colon: &'d str) -> impl Iterator<Item = String> + 'd {
    doubled.stretches.iter().map(move |one| {
        let records = at_least(one.records, doubled.is_least);
        let (place, before) = (place(one), original(one));
        format!("{records} records{colon}{place}, as from {before} on")
    })
}

/// Where a stretch was before: `a.ndjson:501`.
fn original(one: &Stretch) -> String {
    match &one.before {
        (input, 0) => input.clone(),
        (input, line) => format!("{input}:{line}"),
    }
}

/// What is not logged, one text each.
pub(super) fn unlogged(all: &Unlogged) -> Vec<String> {
    let alerts = |count: u64| match count {
        1 => "1 alert".to_owned(),
        count => format!("{} alerts", Count(count)),
    };
    if all.alerts_alone > 0 {
        return vec![format!(
            "{} and no log of anything: what no policy watches can't be seen here",
            alerts(all.alerts_alone)
        )];
    }
    let one = |(name, count): &(String, u64)| {
        let name = if name.is_empty() {
            "(host events)"
        } else {
            name
        };
        format!("{name}: {} and no log", alerts(*count))
    };
    all.namespaces.iter().map(one).collect()
}
