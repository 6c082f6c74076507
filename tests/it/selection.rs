//! Merging, sorting, cutting and neighbours against naive reimplementations, on any threads and blocks.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::support::{fed, knoxlog, text};

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
    let run = knoxlog(&["-o", "fmt={pid}"])
        .args(words)
        .args(files)
        .output()
        .unwrap();
    let printed = text(run.stdout);
    printed.lines().map(|line| line.parse().unwrap()).collect()
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
        prop_assert_eq!(&ids(&["-s", "time", "-m", "5"], &paths), &wanted[..few]);
        prop_assert_eq!(&ids(&["-s", "time", "--tail", "5"], &paths), &wanted[last..]);
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
        let run = knoxlog(&["ns=a", "op=file", "-o", "line"])
            .arg(&file)
            .output()
            .unwrap();
        assert_eq!(run.stdout, b"", "{place}");
        let gaps = text(run.stderr)
            .lines()
            .filter(|line| line.contains(" GAP "))
            .count();
        assert_eq!(gaps, shown, "{place}");
    }
}

/// What a run writes and answers: rows, what is told, the exit code.
fn answer(words: &[&str], input: &[u8], file: Option<&Path>) -> (String, String, Option<i32>) {
    let mut run = knoxlog(&["filter", "op=file"]);
    run.args(words).args(file.or(Some(Path::new("-"))));
    let run = fed(&mut run, input);
    let told = text(run.stderr);
    let told = told.replace(file.map_or("-:", |file| file.to_str().unwrap()), "IN");
    let told = told.replace("IN:", "IN");
    (text(run.stdout), told, run.status.code())
}

/// Matches and others, and lines among them that can't be read.
fn torn_among_events() -> Vec<String> {
    let event = |id: usize, is_match| line(id, (u8::try_from(id).unwrap(), 0, is_match, 0));
    let torn = "{\"UpdatedTime\":\"2026-03-14T09:40:00Z\",\"Oper\n".to_owned();
    let text = "== Alert / 2026-03-14 09:40:07.000000 ==\nPID: 7\nOperation: File\nResource: /r9\n"
        .to_owned();
    vec![
        event(1, true),
        torn.clone(),
        event(2, true),
        event(3, false),
        event(4, true),
        event(5, false),
        torn.clone(),
        text,
        torn.clone(),
        event(8, true),
        torn,
        "[1]\n".to_owned(),
    ]
}

/// A run up to a limit: how its rows look, its options, and what comes of it over [`torn_among_events`]: rows, records
/// read, lines that could not be.
type Limited = (
    &'static [&'static str],
    &'static [&'static str],
    usize,
    usize,
    usize,
);

const LIMITED: &[Limited] = &[
    (PID, &["-m", "3"], 3, 4, 1),
    (PID, &["-m", "3", "-C", "1"], 5, 5, 1),
    (PID, &["-m", "3", "-A", "2"], 6, 6, 2),
    (PID, &["-m", "3", "-B", "1"], 4, 4, 1),
    (
        PID,
        &["-m", "2", "-A", "1", "--context-by", "container"],
        3,
        3,
        1,
    ),
    (PID, &["-m", "2", "--dedupe=1ms"], 2, 2, 1),
    (LINE, &["-m", "2", "--collapse=1s"], 2, 2, 1),
];

const PID: &[&str] = &["-o", "fmt={pid}"];
const LINE: &[&str] = &["-o", "line"];

/// Where rows are looked at once more, a limit ends the reading at a line, not at a block: what is told and what
/// `--strict` says is the same however the input is cut.
#[test]
fn what_is_read_up_to_a_limit_does_not_depend_on_blocks() {
    let lines = torn_among_events();
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "a.ndjson", &lines);
    let input = lines.concat();
    for (form, words, rows, records, malformed) in LIMITED.iter().copied() {
        for is_strict in [false, true] {
            let words = [form, words, if is_strict { &["--strict"] } else { &[] }].concat();
            let (shown, told, code) = answer(&words, b"", Some(&file));
            assert_eq!(shown.lines().count(), rows, "{words:?}: {shown}");
            let account = format!("{records} records read");
            assert!(told.contains(&account), "{words:?}: {told}");
            let skipped = [
                format!("({malformed} malformed"),
                format!(", {malformed} malformed"),
            ];
            let is_told = skipped.iter().any(|skipped| told.contains(skipped));
            assert!(is_told, "{words:?}: {told}");
            let wanted = Some(if is_strict { 2 } else { 0 });
            assert_eq!(code, wanted, "{words:?}: {told}");
            for size in ["1", "40", "200", "1MiB"] {
                let words = [&words[..], &["-j", "2", "--block-size", size]].concat();
                for file in [Some(file.as_path()), None] {
                    let (again, told_again, code_again) = answer(&words, input.as_bytes(), file);
                    assert_eq!((&again, code_again), (&shown, code), "{words:?}");
                    assert_eq!(sorted(&told_again), sorted(&told), "{words:?}");
                }
            }
        }
    }
}

/// Its lines, in whatever order they were told.
fn sorted(told: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = told.lines().collect();
    lines.sort_unstable();
    lines
}

/// How far each of several inputs was read depends on how they arrive, so it is not told unless all was.
#[test]
fn what_is_told_of_merged_inputs_does_not_depend_on_how_they_arrive() {
    let folder = tempfile::tempdir().unwrap();
    let event = |id: usize| line(id, (u8::try_from(id).unwrap(), 0, true, 0));
    let torn = "{\"Operation\":\"File\n".to_owned();
    let files: Vec<PathBuf> = (0..3)
        .map(|nth| {
            let lines: Vec<String> = (0..20)
                .flat_map(|id| [event(id * 3 + nth), torn.clone()])
                .collect();
            write(folder.path(), &format!("{nth}.ndjson"), &lines)
        })
        .collect();
    let told = |words: &[&str]| {
        let run = knoxlog(&["filter", "op=file", "-o", "fmt={pid}", "-m", "4"])
            .args(words)
            .args(&files)
            .output()
            .unwrap();
        assert_eq!(text(run.stdout), "0\n1\n2\n3\n");
        (text(run.stderr), run.status.code())
    };
    for size in ["30", "1MiB"] {
        let (text, code) = told(&["--block-size", size]);
        assert_eq!(code, Some(0), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(
            text.starts_with("note: the inputs are read as far as these rows need"),
            "{text}"
        );
        let (text, code) = told(&["--block-size", size, "--strict"]);
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains("60 malformed"), "{text}");
    }
}

/// Inputs that can't be read again are watched as they go by, merged or not.
#[test]
fn a_value_that_no_merged_input_has_is_told_by_those_they_have() {
    let folder = tempfile::tempdir().unwrap();
    let lines = |container| {
        [
            line(1, (1, container, true, 0)),
            line(2, (2, container, false, 0)),
        ]
    };
    let file = write(folder.path(), "a.ndjson", &lines(1));
    for merging in [&[][..], &["--no-merge"], &["--strict"]] {
        let words = [&["container=c9"][..], merging, &["-"]].concat();
        let (shown, told, _) = answer(&words, lines(2).concat().as_bytes(), Some(&file));
        assert_eq!(shown, "", "{words:?}");
        let seen = "no record has container=c9. Seen: c1 (2), c2 (2)";
        assert!(told.contains(seen), "{words:?}: {told}");
    }
}
