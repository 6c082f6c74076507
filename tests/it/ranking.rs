//! `top`, `rare` and `count --by` against a naive count, on any threads, blocks and numbers of readings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{knoxlog, text};

/// One record: its second if it has a time, its process, its tags.
#[derive(Clone, Debug)]
struct Event {
    second: Option<u8>,
    exe: Option<u8>,
    tags: Vec<u8>,
}

fn event() -> impl Strategy<Value = Event> {
    let second = prop::option::weighted(0.9, 0..60_u8);
    let exe = prop::option::weighted(0.9, 0..12_u8);
    (second, exe, prop::collection::vec(0..5_u8, 0..3)).prop_map(|(second, exe, tags)| Event {
        second,
        exe,
        tags,
    })
}

fn time(second: u8) -> String {
    format!("2026-03-14T09:40:{second:02}.000000Z")
}

impl Event {
    fn line(&self) -> String {
        let mut record = json!({"Operation": "Process"});
        if let Some(second) = self.second {
            record["UpdatedTime"] = time(second).into();
        }
        if let Some(exe) = self.exe {
            record["ProcessName"] = format!("/bin/{exe}").into();
        }
        record["Tags"] = self
            .tags
            .iter()
            .map(|tag| format!("t{tag}"))
            .collect::<Vec<_>>()
            .join(",")
            .into();
        format!("{record}\n")
    }

    /// Every combination of a value of each.
    fn groups(&self) -> Vec<Group> {
        let exe = self.exe.map(|exe| format!("/bin/{exe}"));
        let tags: BTreeSet<u8> = self.tags.iter().copied().collect();
        if tags.is_empty() {
            return vec![(exe, None)];
        }
        tags.iter()
            .map(|tag| (exe.clone(), Some(format!("t{tag}"))))
            .collect()
    }
}

/// How many, and when.
#[derive(Default)]
struct Seen {
    count: u64,
    times: Vec<u8>,
}

type Group = (Option<String>, Option<String>);

fn naive(events: &[Event]) -> Vec<(Group, Seen)> {
    let mut groups: BTreeMap<_, Seen> = BTreeMap::new();
    for event in events {
        for group in event.groups() {
            let seen = groups.entry(group).or_default();
            seen.count += 1;
            seen.times.extend(event.second);
        }
    }
    groups.into_iter().collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the numbers of a test are small"
)]
fn row(((exe, tag), seen): &(Group, Seen), records: usize) -> Value {
    let share = (seen.count as f64 * 100.0 / records as f64 * 10_000.0).round() / 10_000.0;
    let first = seen.times.iter().min().map(|second| time(*second));
    let last = seen.times.iter().max().map(|second| time(*second));
    json!({"exe": exe, "tag": tag, "count": seen.count, "share": share, "first": first, "last": last})
}

/// The rows of an answer; none if the inputs would have to be read too often for it.
fn answer(file: &Path, words: &[&str], run: &[String]) -> Option<Vec<Value>> {
    let run = knoxlog(words)
        .arg(file)
        .args(["-o", "json", "--no-messages", "--no-config"])
        .args(run)
        .output()
        .unwrap();
    let printed = text(run.stdout);
    if run.status.code() == Some(2) {
        let told = text(run.stderr);
        assert!(told.contains("would be read more than 200 times"), "{told}");
        assert_eq!(printed, "");
        return None;
    }
    let rows = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    Some(rows.collect())
}

/// With room for fewer groups than this, chance may part them so that the inputs would have to be read too often.
const FEW: usize = 5;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn counts_shares_and_times_are_those_of_a_naive_count(
        events in prop::collection::vec(event(), 1..120),
        threads in 1..4_usize,
        block in 64..2000_usize,
        most in 1..80_usize,
        shown in 1..40_usize,
        max in 1..4_u64,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ndjson");
        std::fs::write(&file, events.iter().map(Event::line).collect::<String>()).unwrap();
        let run = ["-j", &threads.to_string(), "--block-size", &block.to_string(), "--most-groups", &most.to_string()].map(str::to_owned);
        let mut groups = naive(&events);
        groups.sort_by_key(|(_, seen)| Reverse(seen.count));
        let rows: Vec<Value> = groups.iter().map(|group| row(group, events.len())).collect();

        let (shown_option, max_option) = (shown.to_string(), max.to_string());
        let questions: [&[&str]; 4] = [
            &["top", "exe,tag", "-N", &shown_option],
            &["top", "exe,tag", "--pct", "50"],
            &["count", "--by", "exe,tag"],
            &["rare", "exe,tag", "--max", &max_option],
        ];
        let [top, half, counted, rarest] = questions.map(|words| answer(&file, words, &run));
        prop_assert!(most < FEW || [&top, &half, &counted, &rarest].into_iter().all(Option::is_some));

        if let Some(top) = top {
            let shown = shown.min(rows.len());
            prop_assert_eq!(&top[..shown], &rows[..shown]);
            let rest: u64 = groups[shown..].iter().map(|(_, seen)| seen.count).sum();
            prop_assert_eq!(top.len(), shown + usize::from(rest > 0));
            if rest > 0 {
                prop_assert_eq!(&top[shown]["other"], &json!(true));
                prop_assert_eq!(&top[shown]["count"], &json!(rest));
            }
        }

        if let Some(half) = half {
            let sum: u64 = groups.iter().map(|(_, seen)| seen.count).sum();
            let covered = |rows: usize| groups[..rows].iter().map(|(_, seen)| seen.count).sum::<u64>() * 2;
            let needed = (0..=groups.len()).find(|rows| covered(*rows) >= sum).unwrap();
            prop_assert_eq!(half.iter().filter(|row| row.get("other").is_none()).count(), needed);
        }

        if let Some(counted) = counted {
            let counts: Vec<Value> = rows.iter().map(|row| json!({"exe": row["exe"], "tag": row["tag"], "count": row["count"]})).collect();
            prop_assert_eq!(counted, counts);
        }

        if let Some(rarest) = rarest {
            groups.sort_by_key(|(group, seen)| (seen.count, group.clone()));
            let rare: Vec<Value> = groups.iter().filter(|(_, seen)| seen.count <= max).map(|group| row(group, events.len())).collect();
            prop_assert_eq!(rarest, rare);
        }
    }
}

/// A record with so many values of two fields counts once, under a group of its own, and does not take the memory of their
/// combinations.
#[test]
fn a_record_of_too_many_combinations_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let tags: Vec<String> = (1000..1200).map(|id| format!("MITRE_T{id}")).collect();
    let record = json!({"Operation": "File", "Tags": tags.join(",")});
    std::fs::write(&file, format!("{record}\n")).unwrap();
    let rows = answer(&file, &["count", "--by", "tag,attack"], &[]).unwrap();
    let many = json!({"tag": "(many)", "attack": "(many)", "count": 1});
    assert!(rows == [many], "{} rows", rows.len());
    let by_tag = answer(&file, &["count", "--by", "tag"], &[]).unwrap();
    assert_eq!(by_tag.len(), 200);
}

/// It can't be read again, and what was let go could be the most frequent.
#[test]
fn a_pipe_of_more_groups_than_are_counted_at_a_time_is_refused() {
    let line = |exe| format!("{{\"Operation\":\"Process\",\"ProcessName\":\"/bin/{exe}\"}}\n");
    let lines = (0..9).map(line).collect::<Vec<_>>().concat();
    for (most, code) in [("9", 0), ("8", 2)] {
        for words in [
            &["top", "exe"][..],
            &["rare", "exe"],
            &["count", "--by", "exe"],
        ] {
            let (input, mut output) = std::io::pipe().unwrap();
            std::io::Write::write_all(&mut output, lines.as_bytes()).unwrap();
            drop(output);
            let run = knoxlog(words)
                .args(["--most-groups", most])
                .stdin(input)
                .output()
                .unwrap();
            assert_eq!(run.status.code(), Some(code), "{words:?}");
            assert_eq!(run.stdout.is_empty(), code == 2);
        }
    }
}
