//! Against a naive reimplementation, however the records are parted into blocks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::record::Origin;
use crate::record::column::{Column, columns};

/// Namespace, executable, and second of the time; no time at all beyond the 29th second.
type Event = (u8, u8, u8);

fn line((ns, exe, second): Event) -> String {
    let time = match second < 30 {
        true => format!(r#""UpdatedTime":"2026-03-14T09:00:{second:02}Z","#),
        false => String::new(),
    };
    format!(
        r#"{{{time}"NamespaceName":"n{ns}","Operation":"Process","ProcessName":"/bin/e{exe}","Resource":"/bin/e{exe} {second}"}}"#
    )
}

fn fields() -> Vec<Column> {
    columns(["ns", "exe"], None).unwrap()
}

/// What is seen of some events in blocks of so many.
fn seen(
    events: &[Event],
    side: Side,
    block: usize,
    hashers: &Hashers,
    before: Option<&Seen>,
) -> Seen {
    let columns = fields();
    let fold = Novelty {
        labels: Labels::new(&columns, TimeZone::UTC),
        side,
        hashers,
        before,
    };
    let mut all = Seen::default();
    let lines: Vec<String> = events.iter().map(|event| line(*event)).collect();
    let numbered: Vec<(usize, &String)> = lines.iter().enumerate().collect();
    for block in numbered.chunks(block) {
        let mut part = Seen::default();
        for (at, line) in block {
            let origin = Origin {
                input: "f",
                line: *at as u64 + 1,
                ..Origin::default()
            };
            fold.visit(&Record::new(line.as_bytes(), origin).unwrap(), &mut part);
        }
        all.merge(part);
    }
    all
}

type Row = (String, u64, Option<u8>, String);

fn rows(seen: &mut Seen) -> Vec<Row> {
    let row = |new: &&New| {
        let group: Vec<&str> = new.group().into_iter().flatten().collect();
        let second = new.example.rsplit(' ').next().unwrap().parse().unwrap();
        let second = Some(second).filter(|second| *second < 30);
        assert_eq!(new.first.is_some(), second.is_some());
        (group.join(" "), new.count, second, new.at.clone())
    };
    let mut rows: Vec<Row> = seen.news().iter().map(row).collect();
    rows.sort();
    rows
}

/// The same, the plain way.
fn naive(baseline: &[Event], data: &[(usize, Event)]) -> Vec<Row> {
    let known: BTreeSet<(u8, u8)> = baseline.iter().map(|event| (event.0, event.1)).collect();
    let mut found: BTreeMap<(u8, u8), Vec<(u8, usize)>> = BTreeMap::new();
    for (at, (ns, exe, second)) in data {
        if !known.contains(&(*ns, *exe)) {
            found
                .entry((*ns, *exe))
                .or_default()
                .push((*second, at + 1));
        }
    }
    let row = |((ns, exe), mut times): ((u8, u8), Vec<(u8, usize)>)| {
        let count = times.len() as u64;
        // Untimed ones are equal to each other, and later than any other.
        times.sort_by_key(|(second, at)| ((*second).min(30), *at));
        let (second, at) = times[0];
        let first = Some(second).filter(|second| *second < 30);
        (
            format!("n{ns} /bin/e{exe}"),
            count,
            first,
            format!("f:{at}"),
        )
    };
    let mut rows: Vec<Row> = found.into_iter().map(row).collect();
    rows.sort();
    rows
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec((0..3_u8, 0..5_u8, 0..40_u8), 0..40)
}

proptest! {
    #[test]
    fn what_is_new_is_what_a_plain_set_says(baseline in events(), data in events(), size in 1..9_usize) {
        let hashers = Hashers::default();
        let before = seen(&baseline, Side::Baseline, size, &hashers, None);
        let mut after = seen(&data, Side::Data, size, &hashers, Some(&before));
        let numbered: Vec<(usize, Event)> = data.iter().copied().enumerate().collect();
        prop_assert_eq!(rows(&mut after), naive(&baseline, &numbered));
        prop_assert_eq!(before.baseline.records, baseline.len() as u64);
        let pair = |event: &Event| (event.0, event.1);
        let known: BTreeSet<_> = baseline.iter().map(pair).collect();
        let is_common = data.iter().any(|event| known.contains(&pair(event)));
        let unlike = after.unlike(&before.baseline);
        prop_assert_eq!(unlike.is_none(), !baseline.is_empty() && (data.is_empty() || is_common));
    }

    #[test]
    fn a_moment_parts_the_data_in_two(all in events(), cut in 0..30_u8, size in 1..9_usize) {
        let hashers = Hashers::default();
        let moment = Time::parse(&format!("2026-03-14T09:00:{cut:02}Z")).unwrap();
        let mut seen = seen(&all, Side::Parted(moment), size, &hashers, None);
        let baseline: Vec<Event> = all.iter().copied().filter(|event| event.2 < cut).collect();
        let data = all.iter().copied().enumerate().filter(|(_, event)| (cut..30).contains(&event.2));
        let data: Vec<(usize, Event)> = data.collect();
        prop_assert_eq!(rows(&mut seen), naive(&baseline, &data));
        prop_assert_eq!(seen.untimed, all.iter().filter(|event| event.2 >= 30).count() as u64);
        prop_assert_eq!(seen.baseline.records, baseline.len() as u64);
        prop_assert_eq!(seen.data.records, data.len() as u64);
    }
}

#[test]
fn a_baseline_of_other_namespaces_is_none() {
    let hashers = Hashers::default();
    let unlike = |baseline: &[Event], data: &[Event]| {
        let before = seen(baseline, Side::Baseline, 2, &hashers, None);
        let mut after = seen(data, Side::Data, 2, &hashers, Some(&before));
        after.news();
        after.unlike(&before.baseline)
    };
    assert_eq!(unlike(&[], &[(1, 1, 1)]), Some(Unlike::Empty));
    assert_eq!(unlike(&[(1, 1, 1)], &[(2, 1, 1)]), Some(Unlike::Namespaces));
    assert_eq!(
        unlike(&[(1, 1, 1)], &[(1, 2, 1)]),
        Some(Unlike::Combinations)
    );
    assert_eq!(unlike(&[(1, 1, 1)], &[(1, 2, 1), (1, 1, 9)]), None);
    assert_eq!(unlike(&[(1, 1, 1)], &[]), None);
}
