//! What is said of counts is so, by a naive count: most frequent, rarest, new, first seen. Values come worst first, tens of
//! thousands of names before what matters, or shuffled. What is marked `≈` is not said to be exact, and is not judged.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{fed, knoxlog, text};

/// One record: what is counted of it.
#[derive(Clone, Debug)]
struct Event {
    exe: String,
    path: String,
    is_denied: bool,
    /// Since the first moment.
    second: usize,
}

impl Event {
    fn time(&self) -> String {
        let (minutes, second) = (self.second / 60, self.second % 60);
        format!(
            "2026-03-14T{:02}:{:02}:{second:02}.000000Z",
            minutes / 60 % 24,
            minutes % 60
        )
    }

    fn pod(&self) -> String {
        self.exe.replace('/', "p")
    }

    fn line(&self) -> String {
        let result = if self.is_denied {
            "Permission denied"
        } else {
            "Passed"
        };
        format!(
            "{{\"UpdatedTime\":\"{}\",\"HostName\":\"n\",\"NamespaceName\":\"shop\",\"PodName\":\"{}\",\"Operation\":\"File\",\
             \"ProcessName\":\"{}\",\"Resource\":\"{}\",\"Result\":\"{result}\",\"Type\":\"ContainerLog\"}}\n",
            self.time(),
            self.pod(),
            self.exe,
            self.path
        )
    }
}

/// Names that occur once, then three that matter.
fn worst_first(distinct: usize, frequent: usize, new: usize) -> Vec<Event> {
    let event = |exe: String, path: String, is_denied| Event {
        exe,
        path,
        is_denied,
        second: 0,
    };
    let once = (0..distinct).map(|at| event(format!("/bin/x{at}"), format!("/tmp/f{at}"), true));
    let often = |exe: &str, path: &str, count| {
        std::iter::repeat_n(event(exe.to_owned(), path.to_owned(), true), count)
    };
    let mut events: Vec<Event> = once
        .chain(often("/bin/cat", "/etc/shadow", frequent))
        .chain(often("/bin/ls", "/etc/passwd", frequent / 2))
        .chain(often("/dev/shm/evil", "/dev/shm/evil", new))
        .collect();
    timed(&mut events);
    events
}

/// The events come in their order, over less than a day.
fn timed(events: &mut [Event]) {
    let step = (86_000 / events.len().max(1)).clamp(1, 60);
    let wait = events.len() / 86_000 + 1;
    for (at, event) in events.iter_mut().enumerate() {
        event.second = at / wait * step;
    }
}

fn lines(events: &[Event]) -> String {
    events.iter().map(Event::line).collect()
}

/// What the command prints, and what it says beside.
fn said(words: &[&str], input: &str) -> (String, String) {
    let output = fed(&mut knoxlog(words), input.as_bytes());
    (text(output.stdout), text(output.stderr))
}

fn counted<'e>(keys: impl Iterator<Item = &'e str>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key.to_owned()).or_default() += 1;
    }
    counts
}

/// What is said to come first does, with this count, by a naive count. `None` for a count that is about.
fn rank(told: &[(String, Option<u64>)], naive: &BTreeMap<String, u64>) {
    let mut left = naive.clone();
    for (name, count) in told {
        let known = left
            .remove(name)
            .unwrap_or_else(|| panic!("there is no {name}"));
        let Some(count) = count else { continue };
        assert_eq!(known, *count, "{name}");
        let more = left.iter().find(|(_, other)| **other > *count);
        assert_eq!(more, None, "is behind {name} ({count})");
    }
}

/// The rows of a section of `stats`: by the last of its fields that are named.
fn section(list: &Value, field: &str) -> Vec<(String, Option<u64>)> {
    let rows = list["top"].as_array().unwrap().iter();
    let is_exact = |row: &Value| row.get("is_exact") != Some(&Value::Bool(false));
    rows.map(|row| {
        let name = row[field].as_str().unwrap_or_default().to_owned();
        (name, row["count"].as_u64().filter(|_| is_exact(row)))
    })
    .collect()
}

/// What was first seen in the last tenth of the span.
fn newcomers(events: &[Event]) -> (usize, Vec<String>) {
    let last = events
        .iter()
        .map(|event| event.second)
        .max()
        .unwrap_or_default();
    let since = last - last / 10;
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        let known = first.entry(&event.exe).or_insert(event.second);
        *known = (*known).min(event.second);
    }
    let new = first.into_iter().filter(|(_, first)| *first >= since);
    (since, new.map(|(exe, _)| exe.to_owned()).collect())
}

fn check_stats(events: &[Event], memory: &[&str]) {
    let (input, exes) = (
        lines(events),
        counted(events.iter().map(|event| event.exe.as_str())),
    );
    let (json, _) = said(&[&["stats", "-o", "json"], memory].concat(), &input);
    let all: Value = serde_json::from_str(&json).unwrap();
    let denied = events.iter().filter(|event| event.is_denied);
    let denied = counted(denied.map(|event| event.exe.as_str()));
    rank(&section(&all["denied"], "exe"), &denied);
    let (_, new) = newcomers(events);
    let list = &all["new_executable"];
    for row in list["top"].as_array().unwrap() {
        let exe = row["exe"].as_str().unwrap();
        assert!(new.iter().any(|new| new == exe), "{exe} is not new");
        if row.get("is_exact") != Some(&Value::Bool(false)) {
            assert_eq!(row["count"], exes[exe], "{exe}");
        }
    }
    if list["not_kept"].is_null() {
        assert_eq!(list["groups"], new.len());
    }
    let (text, _) = said(&[&["stats"], memory].concat(), &input);
    assert!(
        new.is_empty() || !text.contains("no executable was first seen"),
        "{text}"
    );
    let first = text.lines().find(|line| line.starts_with("denied"));
    assert_eq!(first.is_none(), denied.is_empty(), "{text}");
    let Some(first) = first.filter(|_| !text.contains('≈')) else {
        return;
    };
    let is_kept = !all["denied"]["top"].as_array().unwrap().is_empty();
    assert_eq!(
        is_kept,
        !first.contains("too many groups to keep one"),
        "{text}"
    );
    if is_kept {
        let most = denied.values().max().copied();
        let mut most = denied.iter().filter(|(_, count)| Some(**count) == most);
        assert!(most.any(|(name, _)| first.contains(name)), "{text}");
    }
}

fn check_report(events: &[Event], memory: &[&str]) {
    let (_, new) = newcomers(events);
    let (text, _) = said(
        &[&["report", "-o", "md", "--events", "0"], memory].concat(),
        &lines(events),
    );
    let section = text.split("executables first seen").nth(1).unwrap();
    let section = section.split("\n#").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `/"));
    let named: Vec<&str> = rows
        .map(|row| row.split('|').nth(1).unwrap().trim().trim_matches('`'))
        .collect();
    for exe in &named {
        assert!(
            new.iter().any(|new| new == exe),
            "{exe} is not new\n{section}"
        );
    }
    if !section.contains('≈') {
        assert_eq!(named.len(), new.len().min(10), "{section}");
    }
}

fn check_fields(events: &[Event], memory: &[&str]) {
    let (json, _) = said(
        &[&["fields", "-o", "json"], memory].concat(),
        &lines(events),
    );
    let rows: Vec<Value> = json
        .lines()
        .map(|row| serde_json::from_str(row).unwrap())
        .collect();
    for (field, value) in [("exe", 0), ("resource", 1)] {
        let of = |event: &'_ Event| {
            if value == 0 {
                event.exe.clone()
            } else {
                event.path.clone()
            }
        };
        let values: Vec<String> = events.iter().map(of).collect();
        let naive = counted(values.iter().map(String::as_str));
        let row = rows.iter().find(|row| row["field"] == field).unwrap();
        let distinct = match &row["distinct"] {
            Value::String(text) => text.clone(),
            number => number.to_string(),
        };
        if distinct.contains('≈') {
            continue;
        }
        let examples = row["examples"].as_array().unwrap().iter();
        let examples = examples.map(|example| example.as_str().unwrap().to_owned());
        let told: Vec<_> = examples
            .map(|name| (naive.get(&name).copied(), name))
            .map(|(count, name)| (name, count))
            .collect();
        rank(&told, &naive);
        match distinct.strip_suffix('+') {
            Some(least) => assert!(least.parse::<usize>().unwrap() <= naive.len()),
            None => assert_eq!(distinct.parse::<usize>().unwrap(), naive.len()),
        }
    }
}

fn check_hist(events: &[Event], memory: &[&str], is_file: bool) {
    let input = lines(events);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &input).unwrap();
    let path = file.path().to_str().unwrap();
    let mut words = [&["hist", "--by", "exe", "-o", "json"], memory].concat();
    words.extend(is_file.then_some(path));
    let (json, _) = said(&words, if is_file { "" } else { &input });
    let mut told: Vec<(String, Option<u64>)> = Vec::new();
    let mut others = 0;
    for row in json
        .lines()
        .map(|row| serde_json::from_str::<Value>(row).unwrap())
    {
        let (name, count) = (row["exe"].as_str().unwrap(), row["count"].as_u64().unwrap());
        let count = row.get("about").is_none_or(Value::is_null).then_some(count);
        if name == "(other)" {
            others += count.unwrap_or_default();
        } else if let Some(known) = told.iter_mut().find(|(known, _)| known == name) {
            known.1 = known.1.zip(count).map(|(sum, count)| sum + count);
        } else {
            told.push((name.to_owned(), count));
        }
    }
    let naive = counted(events.iter().map(|event| event.exe.as_str()));
    rank(&told, &naive);
    let sum: Option<u64> = told.iter().map(|(_, count)| *count).sum();
    assert!(sum.is_none_or(|sum| sum + others == events.len() as u64));
}

fn check_rankings(events: &[Event], memory: &[&str]) {
    let naive = counted(events.iter().map(|event| event.exe.as_str()));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), lines(events)).unwrap();
    let path = file.path().to_str().unwrap();
    for command in ["top exe", "count --by exe", "rare exe"] {
        let words = command
            .split(' ')
            .chain(["-o", "json"])
            .chain(memory.iter().copied())
            .chain([path]);
        let (json, errors) = said(&words.collect::<Vec<_>>(), "");
        let rows = json
            .lines()
            .map(|row| serde_json::from_str::<Value>(row).unwrap());
        let rows = rows.filter(|row| row["exe"] != "(other)");
        let told: Vec<_> = rows
            .filter_map(|row| Some((row["exe"].as_str()?.to_owned(), row["count"].as_u64())))
            .collect();
        // Where the rare ones are too many they are refused.
        assert!(
            !told.is_empty() || errors.contains("groups are that rare"),
            "{command}: {errors}"
        );
        if command != "rare exe" {
            rank(&told, &naive);
        }
        for (exe, count) in told {
            assert_eq!(naive.get(&exe).copied(), count, "{command}: {exe}");
        }
    }
}

fn check_notes(events: &[Event], memory: &[&str]) {
    let pods: Vec<String> = events.iter().map(Event::pod).collect();
    let naive = counted(pods.iter().map(String::as_str));
    let (_, errors) = said(
        &[&["filter", "pod=nosuch"], memory].concat(),
        &lines(events),
    );
    let seen = errors
        .split("Seen: ")
        .nth(1)
        .unwrap_or_else(|| panic!("{errors}"));
    if seen.contains('≈') {
        return;
    }
    let told = seen.lines().next().unwrap().split(", ").filter_map(|item| {
        let (name, count) = item.split_once(" (")?;
        let count = count.trim_end_matches(')').replace(',', "").parse().ok()?;
        Some((name.to_owned(), Some(count)))
    });
    let told: Vec<_> = told.collect();
    assert!(!told.is_empty(), "{seen}");
    rank(&told, &naive);
}

fn check_completion(events: &[Event]) {
    let mut head = 5 << 20;
    let file = tempfile::NamedTempFile::with_suffix(".ndjson").unwrap();
    let events: Vec<&Event> = events
        .iter()
        .take_while(|event| {
            head -= i64::try_from(event.line().len()).unwrap();
            head > 0
        })
        .collect();
    let text: String = events.iter().map(|event| event.line()).collect();
    std::fs::write(file.path(), text).unwrap();
    let path = file.path().to_str().unwrap();
    let (offers, _) = said(&["complete-term", "exe=", "filter", "exe=", path], "");
    let naive = counted(events.iter().map(|event| event.exe.as_str()));
    let first = offers.lines().next().unwrap().strip_prefix("exe=").unwrap();
    assert_eq!(naive.get(first), naive.values().max());
}

/// The panes that count, as a script of keys shows them.
fn check_screen(events: &[Event]) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("events.ndjson", &lines(events));
    write("config.toml", "");
    write("script", "size 160 40\nkeys T\nshow @\nkeys T B\nshow @\n");
    let words = [
        "tui",
        "--config",
        "config.toml",
        "--keys",
        "script",
        "events.ndjson",
    ];
    let played = knoxlog(&words).current_dir(folder.path()).output().unwrap();
    let text = text(played.stdout);
    let top = text.split("== @\n").nth(1).unwrap();
    let naive = counted(events.iter().map(|event| event.exe.as_str()));
    let told = top.lines().skip(2).filter_map(|row| {
        let (count, name) = (
            row.split_whitespace().next()?,
            row.split_whitespace().next_back()?,
        );
        let name = name.starts_with('/').then(|| name.to_owned())?;
        Some((name, count.replace(',', "").parse::<u64>().ok()))
    });
    let told: Vec<_> = told.collect();
    assert!(!told.is_empty(), "{text}");
    rank(&told, &naive);
}

fn check(events: &[Event], memory: &[&str]) {
    check_stats(events, memory);
    check_report(events, memory);
    check_fields(events, memory);
    check_hist(events, memory, false);
    check_hist(events, memory, true);
    check_notes(events, memory);
    check_rankings(events, memory);
    check_completion(events);
}

#[test]
fn stats_find_what_comes_behind_tens_of_thousands_of_names() {
    check_stats(&worst_first(60_000, 5000, 300), &[]);
}

#[test]
fn a_report_finds_what_comes_behind_tens_of_thousands_of_names() {
    check_report(&worst_first(60_000, 5000, 300), &[]);
}

#[test]
fn fields_find_what_comes_behind_tens_of_thousands_of_names() {
    check_fields(&worst_first(60_000, 5000, 300), &[]);
}

#[test]
fn hist_finds_what_comes_behind_tens_of_thousands_of_names() {
    check_hist(&worst_first(60_000, 5000, 300), &[], false);
    check_hist(&worst_first(60_000, 5000, 300), &[], true);
}

/// That what is about is not judged does not let what matters go unnamed.
#[test]
fn what_matters_is_named_behind_tens_of_thousands_of_names() {
    let input = lines(&worst_first(60_000, 5000, 300));
    let answer = |words: &str| said(&words.split(' ').collect::<Vec<_>>(), &input);
    let (stats, _) = answer("stats -o json");
    let stats: Value = serde_json::from_str(&stats).unwrap();
    assert_eq!(stats["denied"]["top"][0]["exe"], "/bin/cat");
    let new = stats["new_executable"]["top"].as_array().unwrap();
    let evil = new.iter().find(|row| row["exe"] == "/dev/shm/evil");
    assert_eq!(evil.unwrap()["count"], 300);
    let (report, _) = answer("report -o md --events 0");
    let new = report.split("executables first seen").nth(1).unwrap();
    assert!(new.contains("| `/dev/shm/evil` |"), "{new}");
    let (fields, _) = answer("fields -o json");
    let exe = fields.lines().find(|row| row.contains(r#""field":"exe""#));
    let exe: Value = serde_json::from_str(exe.unwrap()).unwrap();
    assert_eq!(exe["examples"][0], "/bin/cat");
    let (_, note) = answer("filter pod=nosuch");
    assert!(note.contains("Seen: pbinpcat ("), "{note}");
}

/// Inputs that can be read again are, so that what is far ahead is counted whole.
#[test]
fn hist_of_a_file_is_exact_where_one_value_is_ahead() {
    let events = worst_first(60_000, 5000, 300);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), lines(&events)).unwrap();
    let path = file.path().to_str().unwrap();
    let words = ["hist", "--by", "exe", "--every", "1d", "-o", "json", path];
    let (json, _) = said(&words, "");
    let rows = json.lines().map(|row| serde_json::from_str(row).unwrap());
    let mut rows = rows.filter(|row: &Value| row["exe"] == "/bin/cat");
    let (count, about) = rows
        .next()
        .map(|mut row| (row["count"].take(), row["about"].take()))
        .unwrap();
    assert_eq!((count, about), (json!(5000), Value::Null));
    assert_eq!(rows.next(), None);
}

/// Keys that are no fields are listed up to a number of them, the same ones however the input is cut, and it is said of how
/// many members they are not.
#[test]
fn keys_that_are_not_listed_are_counted_and_said() {
    let key =
        |key: usize| format!("{{\"Operation\":\"File\",\"Result\":\"Passed\",\"a{key:05}\":1}}\n");
    let mut input: String = (0..3000).rev().map(key).collect();
    let long = "L".repeat(300);
    for name in ["Backdoor", "z", &long] {
        let record = format!("{{\"Operation\":\"File\",\"Result\":\"Passed\",\"{name}\":1}}\n");
        input.push_str(&record.repeat(7));
    }
    let words = ["fields", "-o", "json"];
    let (rows, told) = said(&words, &input);
    let listed: Vec<Value> = rows
        .lines()
        .map(|row| serde_json::from_str(row).unwrap())
        .collect();
    let keys = listed.iter().filter(|row| row["type"] == "raw key");
    let keys: Vec<&str> = keys.map(|row| row["field"].as_str().unwrap()).collect();
    assert_eq!(
        (keys.len(), keys[0], keys[999]),
        (1000, ".Backdoor", ".a00998")
    );
    let members = 3000 - 999 + 7 + 7;
    let told = told.lines().find(|line| line.contains("raw key")).unwrap();
    assert!(
        told.contains(&format!("{} members", knoxlog::text::Count(members))),
        "{told}"
    );
    for size in ["400", "20000"] {
        let (again, told_again) = said(
            &[&words[..], &["--block-size", size, "-j", "2"]].concat(),
            &input,
        );
        assert_eq!(again, rows);
        assert!(told_again.contains(told), "{told_again}");
    }
}

#[test]
fn notes_and_completion_find_what_comes_behind_tens_of_thousands_of_names() {
    check_notes(&worst_first(60_000, 5000, 300), &[]);
    check_completion(&worst_first(12_000, 5000, 300));
}

#[test]
fn the_screen_finds_what_comes_behind_tens_of_thousands_of_names() {
    check_screen(&worst_first(60_000, 5000, 300));
}

#[test]
fn what_is_said_from_little_memory_is_so() {
    for memory in ["256K", "1M"] {
        check(&worst_first(3000, 500, 60), &["--memory", memory]);
    }
}

/// Few names often and many seldom, in an order that a seed gives.
fn shuffled(mut seed: u64, count: usize) -> Vec<Event> {
    let mut next = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap()
    };
    let one = |_| {
        let at = next() % 4000;
        let name = if at % 3 == 0 { at % 11 } else { at };
        Event {
            exe: format!("/bin/e{name}"),
            path: format!("/tmp/{name}"),
            is_denied: next() % 2 == 0,
            second: 0,
        }
    };
    let mut events: Vec<Event> = (0..count).map(one).collect();
    timed(&mut events);
    events
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]
    #[test]
    fn whatever_the_order_what_is_said_is_so(
        seed in any::<u64>(),
        count in 200_usize..2000,
        memory in prop::sample::select(vec!["64K", "300K", "2M"]),
    ) {
        check(&shuffled(seed, count), &["--memory", memory]);
    }
}
