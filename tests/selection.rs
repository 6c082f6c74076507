//! Merging, sorting, cutting and neighbours against naive reimplementations, on any threads and blocks.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may stop at the first surprise"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;

/// One record: its second, the container, whether it matches, what it says.
type Event = (u8, u8, bool, u8);

fn line(id: usize, (second, container, is_match, text): Event) -> String {
    let operation = if is_match { "File" } else { "Process" };
    format!(
        "{{\"UpdatedTime\":\"2026-03-14T09:40:{:02}Z\",\"ContainerName\":\"c{}\",\"PID\":{id},\"Operation\":\"{operation}\",\"Resource\":\"/r{text}\"}}\n",
        second % 60,
        container % 3
    )
}

fn ids(words: &[&str], files: &[PathBuf]) -> Vec<usize> {
    let run = Command::new(env!("CARGO_BIN_EXE_knoxlog"))
        .args(["-o", "fmt={pid}"])
        .args(words)
        .args(files)
        .output()
        .unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    text.lines().map(|line| line.parse().unwrap()).collect()
}

fn write(folder: &Path, name: &str, lines: &[String]) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, lines.concat()).unwrap();
    file
}

/// The numbers of the matches and of those near them, as grep would have them.
fn neighbours(events: &[Event], before: usize, after: usize, by_container: bool) -> Vec<usize> {
    let near = |at: usize| {
        let same: Vec<usize> = (0..events.len())
            .filter(|other| !by_container || events[*other].1 % 3 == events[at].1 % 3)
            .collect();
        let place = same.iter().position(|other| *other == at).unwrap();
        let from = place.saturating_sub(after);
        let until = (place + before).min(same.len() - 1);
        same[from..=until].iter().any(|other| events[*other].2)
    };
    (0..events.len()).filter(|at| near(*at)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn files_are_merged_by_time(files in prop::collection::vec(prop::collection::vec(any::<Event>(), 1..20), 2..5)) {
        let folder = tempfile::tempdir().unwrap();
        let mut all = Vec::new();
        let mut paths = Vec::new();
        for (at, events) in files.iter().enumerate() {
            let mut lines = Vec::new();
            for event in events {
                let id = all.len();
                all.push((event.0 % 60, id));
                lines.push(line(id, *event));
            }
            paths.push(write(folder.path(), &format!("{at}.ndjson"), &lines));
        }
        all.sort_unstable();
        let wanted: Vec<usize> = all.iter().map(|(_, id)| *id).collect();
        prop_assert_eq!(&ids(&[], &paths), &wanted);
        prop_assert_eq!(&ids(&["-s", "time", "-j", "3", "--block-size", "50"], &paths), &wanted);
        let (few, last) = (wanted.len().min(5), wanted.len().saturating_sub(5));
        prop_assert_eq!(&ids(&["-m", "5"], &paths), &wanted[..few]);
        let one_by_one: Vec<usize> = (0..all.len()).collect();
        prop_assert_eq!(&ids(&["--no-merge"], &paths), &one_by_one);
        prop_assert_eq!(&ids(&["-s", "none"], &paths), &one_by_one);
        prop_assert_eq!(&ids(&["--tail", "5"], &paths), &wanted[last..]);
    }

    #[test]
    fn neighbours_are_those_that_grep_would_show(
        events in prop::collection::vec(any::<Event>(), 1..40), before in 0_usize..4, after in 0_usize..4, by_container: bool, block in 1_usize..500,
    ) {
        prop_assume!(before + after > 0);
        let folder = tempfile::tempdir().unwrap();
        let lines: Vec<String> = events.iter().enumerate().map(|(id, event)| line(id, *event)).collect();
        let file = [write(folder.path(), "a.ndjson", &lines)];
        let (before_text, after_text, block) = (before.to_string(), after.to_string(), block.to_string());
        let mut words = vec!["op=file", "-B", &before_text, "-A", &after_text, "-j", "2", "--block-size", &block];
        if by_container {
            words.extend(["--context-by", "container"]);
        }
        let mut found = ids(&words, &file);
        // Neighbours of one container come with their match, so they may stand behind rows of another.
        if by_container {
            found.sort_unstable();
        }
        prop_assert_eq!(found, neighbours(&events, before, after, by_container));
    }

    #[test]
    fn equals_within_the_time_are_left_out(events in prop::collection::vec((0_u8..20, Just(0_u8), Just(true), 0_u8..3), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let mut events = events;
        events.sort_unstable();
        // One number for all, so that only the time tells equals apart.
        let lines: Vec<String> = events.iter().map(|event| line(7, *event)).collect();
        let file = [write(folder.path(), "a.ndjson", &lines)];
        let mut kept: Vec<Event> = Vec::new();
        for event in &events {
            let is_equal = |other: &&Event| other.3 == event.3 && event.0 - other.0 <= 2;
            if !kept.iter().any(|other| is_equal(&other)) {
                kept.push(*event);
            }
        }
        prop_assert_eq!(ids(&["--dedupe=2s"], &file).len(), kept.len());
    }
}

#[test]
fn a_gap_that_does_not_say_where_may_be_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let throttle = |place: &str| {
        format!(
            "{{\"UpdatedTime\":\"2026-03-14T09:40:00Z\",\"Operation\":\"AlertThreshold\",\"MaxAlertsPerSec\":10{place}}}\n"
        )
    };
    for (place, shown) in [
        ("", 1),
        (",\"NamespaceName\":\"a\"", 1),
        (",\"NamespaceName\":\"b\"", 0),
    ] {
        let file = write(folder.path(), "a.ndjson", &[throttle(place)]);
        let run = Command::new(env!("CARGO_BIN_EXE_knoxlog"))
            .args(["ns=a", "op=file", "-o", "line"])
            .arg(&file)
            .output()
            .unwrap();
        assert_eq!(run.stdout, b"", "{place}");
        let gaps = String::from_utf8(run.stderr)
            .unwrap()
            .lines()
            .filter(|line| line.contains(" GAP "))
            .count();
        assert_eq!(gaps, shown, "{place}");
    }
}
