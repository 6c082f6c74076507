//! `stats` against a naive reading of the same file.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

use serde_json::Value;

use crate::support::{KNOXLOG, fed, knoxlog};

const DEMO: &str = include_str!("../../demo/incident.ndjson");

fn stats(bytes: &[u8], words: &[&str]) -> Value {
    let output = fed(knoxlog(&["stats", "-o", "json"]).args(words), bytes);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn records() -> Vec<Value> {
    let values = DEMO
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    values
        .filter(|value| value.get("Operation").is_some())
        .collect()
}

fn text<'v>(record: &'v Value, key: &str) -> &'v str {
    record[key].as_str().unwrap_or_default()
}

fn outcome(record: &Value) -> &'static str {
    match text(record, "Result") {
        "" => "",
        "Passed" | "Operation now in progress" => "passed",
        "Permission denied" | "Operation not permitted" => "denied",
        _ => "failed",
    }
}

fn kind(record: &Value) -> &'static str {
    match text(record, "Type") {
        text if text.starts_with("Matched") => "alert",
        "SystemEvent" => "system",
        _ => "log",
    }
}

fn counted<'v>(keys: impl Iterator<Item = &'v str>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key.to_owned()).or_default() += 1;
    }
    counts
}

/// The counts of a section, by the values of its fields.
fn told(stats: &Value, section: &str, fields: &[&str]) -> BTreeMap<String, u64> {
    let rows = stats[section]["top"].as_array().unwrap().iter();
    let named = rows.map(|row| {
        let values = fields
            .iter()
            .map(|field| row[*field].as_str().unwrap_or_default());
        (
            values.collect::<Vec<_>>().join(" "),
            row["count"].as_u64().unwrap(),
        )
    });
    named.collect()
}

#[test]
fn sections_count_what_a_naive_reading_counts() {
    let (all, records) = (stats(DEMO.as_bytes(), &[]), records());
    assert_eq!(all["records"].as_u64().unwrap(), records.len() as u64);
    let each = |key: fn(&Value) -> &str| counted(records.iter().map(key));
    assert_eq!(told(&all, "kind", &["kind"]), each(kind));
    assert_eq!(
        told(&all, "operation", &["op"]),
        each(|record| text(record, "Operation"))
    );
    assert_eq!(told(&all, "outcome", &["outcome"]), each(outcome));
    assert_eq!(
        told(&all, "host", &["host"]),
        each(|record| text(record, "HostName"))
    );
    assert_eq!(
        told(&all, "namespace", &["ns"]),
        each(|record| text(record, "NamespaceName"))
    );
    let alerts = records
        .iter()
        .filter(|record| record.get("PolicyName").is_some());
    let alerts: Vec<String> = alerts
        .map(|record| format!("{} {}", text(record, "PolicyName"), text(record, "Action")))
        .collect();
    assert_eq!(
        told(&all, "policy", &["policy", "action"]),
        counted(alerts.iter().map(String::as_str))
    );
    let denied: u64 = told(&all, "denied", &["ns", "op", "exe", "path"])
        .values()
        .sum();
    let is_denied = records.iter().filter(|record| outcome(record) == "denied");
    assert_eq!(denied, is_denied.count() as u64);
}

#[test]
fn the_span_and_the_bars_hold_every_timed_record() {
    let all = stats(DEMO.as_bytes(), &[]);
    let records = records();
    let times: Vec<&str> = records
        .iter()
        .map(|record| text(record, "UpdatedTime"))
        .collect();
    assert_eq!(all["span"]["first"], **times.iter().min().unwrap());
    assert_eq!(all["span"]["last"], **times.iter().max().unwrap());
    let bars = all["over_time"]["counts"].as_array().unwrap().iter();
    let bars: u64 = bars.map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(bars, times.len() as u64);
}

#[test]
fn peers_outside_are_told_with_their_first_and_last_time() {
    let all = stats(DEMO.as_bytes(), &["ip=198.51.100.23"]);
    let peers = all["peer"]["top"].as_array().unwrap();
    let records = records();
    let naive: Vec<&Value> = records
        .iter()
        .filter(|record| text(record, "Operation") == "Network")
        .filter(|record| {
            text(record, "Resource").contains("=198.51.100.23 ")
                || text(record, "Resource").ends_with("=198.51.100.23")
        })
        .collect();
    let times: Vec<&str> = naive
        .iter()
        .map(|record| text(record, "UpdatedTime"))
        .collect();
    let firsts = peers.iter().map(|peer| peer["first"].as_str().unwrap());
    let lasts = peers.iter().map(|peer| peer["last"].as_str().unwrap());
    let total: u64 = peers
        .iter()
        .map(|peer| peer["count"].as_u64().unwrap())
        .sum();
    assert!(total > 0);
    assert_eq!(total, naive.len() as u64);
    assert_eq!(firsts.min(), times.iter().min().copied());
    assert_eq!(lasts.max(), times.iter().max().copied());
    let inside = stats(DEMO.as_bytes(), &["ip=private"]);
    assert_eq!(inside["peer"]["groups"], 0);
}

#[test]
fn new_executables_are_those_of_the_last_tenth() {
    let all = stats(DEMO.as_bytes(), &[]);
    let since = all["new_executable"]["since"].as_str().unwrap();
    let mut firsts: BTreeMap<String, String> = BTreeMap::new();
    for record in records() {
        let (exe, time) = (text(&record, "ProcessName"), text(&record, "UpdatedTime"));
        let first = firsts
            .entry(exe.to_owned())
            .or_insert_with(|| time.to_owned());
        if time < first.as_str() {
            time.clone_into(first);
        }
    }
    let late = firsts
        .iter()
        .filter(|(exe, first)| !exe.is_empty() && first.as_str() >= since);
    let late: Vec<&String> = late.map(|(exe, _)| exe).collect();
    assert!(!late.is_empty());
    let told = told(&all, "new_executable", &["exe"]);
    assert_eq!(told.keys().collect::<Vec<_>>(), late);
}

#[test]
fn blind_spots_are_those_of_the_file() {
    let torn = format!(
        "{DEMO}{{\"Operation\":\nno json\n{{\"Operation\":\"File\",\"PID\":1,\"PID\":2}}\n"
    );
    let blind = stats(torn.as_bytes(), &[])["blind_spots"].clone();
    let skipped = &blind["skipped"];
    assert_eq!(
        (
            &skipped["malformed"],
            &skipped["not_json"],
            &skipped["not_telemetry"]
        ),
        (&1.into(), &2.into(), &4.into())
    );
    assert_eq!(
        (&blind["untimed"], &blind["duplicate_keys"]),
        (&1.into(), &1.into())
    );
    assert_eq!(blind["throttled"]["places"], 1);
    assert_eq!(blind["throttled"]["top"][0]["seconds"], 30.0);
}

#[test]
fn a_place_that_is_not_looked_for_is_not_throttled_but_its_node_may_be_silent() {
    let beat = |second: u32| {
        format!(
            "{{\"UpdatedTime\":\"2026-03-14T09:{:02}:{:02}Z\",\"HostName\":\"n1\",\"NamespaceName\":\"web\",\"Operation\":\"File\"}}\n",
            second / 60,
            second % 60
        )
    };
    let gap = "{\"UpdatedTime\":\"2026-03-14T09:00:05Z\",\"HostName\":\"n1\",\"NamespaceName\":\"shop\",\"Operation\":\"AlertThreshold\",\"DroppingAlertsInterval\":30}\n";
    let lines: String = (0..40).chain(85..120).map(beat).collect();
    let lines = lines + gap;
    let all = stats(lines.as_bytes(), &[])["blind_spots"].clone();
    assert_eq!(all["throttled"]["places"], 1);
    let silence = &all["silences"]["top"][0];
    assert_eq!(
        (&silence["host"], &silence["seconds"]),
        (&"n1".into(), &46.0.into())
    );
    let web = stats(lines.as_bytes(), &["ns=web"])["blind_spots"].clone();
    assert_eq!(web["throttled"]["places"], 0);
    let other = stats(lines.as_bytes(), &["ns=none"])["blind_spots"].clone();
    assert_eq!(other["silences"]["count"], 1);
}

/// As an investigator types it: the shell expands the name.
#[test]
#[cfg(unix)]
fn packed_files_of_several_nodes_are_one_answer() {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<&str> = DEMO.lines().collect();
    let (left, right) = lines.split_at(lines.len() / 2);
    for (name, part) in [("node1.ndjson.gz", left), ("node2.ndjson.gz", right)] {
        let file = std::fs::File::create(folder.path().join(name)).unwrap();
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        packed.write_all(part.join("\n").as_bytes()).unwrap();
        packed.finish().unwrap();
    }
    let line = format!("{KNOXLOG} stats node*.ndjson.gz -o json");
    let run = Command::new("sh")
        .args(["-c", &line])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0));
    let several: Value = serde_json::from_slice(&run.stdout).unwrap();
    let one = stats(DEMO.as_bytes(), &[]);
    for section in [
        "records",
        "span",
        "over_time",
        "denied",
        "peer",
        "new_executable",
    ] {
        assert_eq!(several[section], one[section], "{section}");
    }
}

/// Records of three nodes as they arrive, two a second, a little out of order; how far the clock of `n2` is ahead, in
/// seconds, and the number of each.
fn arriving(count: u32, ahead: i64) -> Vec<String> {
    let record = |nth: u32| {
        let node = nth % 3 + 1;
        let late = i64::from(nth * 7 % 10) * 90;
        let wrong = if node == 2 { ahead * 1000 } else { 0 };
        let millis = i64::from(nth) * 500 - late + wrong + 1000;
        let (hours, minutes) = (millis / 3_600_000, millis / 60_000 % 60);
        let (seconds, millis) = (millis / 1000 % 60, millis % 1000);
        format!(
            "{{\"UpdatedTime\":\"2026-03-14T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}Z\",\"HostName\":\"n{node}\",\"NamespaceName\":\"web\",\"Type\":\"ContainerLog\",\"Operation\":\"File\",\"HostPID\":{nth}}}\n"
        )
    };
    (0..count).map(record).collect()
}

#[test]
fn a_clock_is_told_by_how_much_it_is_wrong_and_no_other_is_silent_for_it() {
    for minutes in [11, 20, 60, 180] {
        let lines = arriving(3000, minutes * 60).concat();
        let blind = stats(lines.as_bytes(), &[])["blind_spots"].clone();
        let apart = blind["clocks"]["apart"].as_array().unwrap();
        assert_eq!(apart.len(), 1, "{apart:?}");
        assert_eq!(apart[0]["host"], "n2");
        let ahead = apart[0]["ahead_seconds"].as_f64().unwrap();
        assert!(
            (ahead / 60.0 - f64::from(i32::try_from(minutes).unwrap())).abs() < 0.02,
            "{ahead}"
        );
        assert_eq!(blind["silences"]["count"], 0);
    }
    let right = stats(arriving(3000, 0).concat().as_bytes(), &[])["blind_spots"]["clocks"].clone();
    assert_eq!(
        (&right["can_be_told"], &right["apart"]),
        (&true.into(), &Value::Array(Vec::new()))
    );
}

#[test]
fn a_stretch_that_is_there_twice_is_counted_whatever_is_looked_for() {
    let lines = arriving(5000, 0);
    let again = [&lines[..4000], &lines[1500..3500], &lines[4000..]]
        .concat()
        .concat();
    for words in [&[][..], &["host=n1"], &["host=none"], &["--redact"]] {
        let twice = stats(again.as_bytes(), words)["blind_spots"]["there_twice"].clone();
        assert_eq!(
            (&twice["records"], &twice["is_least"]),
            (&2000.into(), &false.into())
        );
        let stretch = &twice["top"][0];
        assert_eq!(
            (
                &stretch["first_line"],
                &stretch["last_line"],
                &stretch["before"]["first_line"]
            ),
            (&4001.into(), &6000.into(), &1501.into())
        );
    }
    let once = stats(lines.concat().as_bytes(), &[])["blind_spots"]["there_twice"].clone();
    assert_eq!(once["records"], 0);
}

#[test]
fn a_namespace_without_logs_is_told_though_only_alerts_are_looked_for() {
    let alert = "{\"NamespaceName\":\"vault\",\"Type\":\"MatchedPolicy\",\"Operation\":\"File\",\"PolicyName\":\"p\"}\n";
    let lines = arriving(30, 0).concat() + alert + alert;
    for words in [&[][..], &["is:alert"]] {
        let unlogged = stats(lines.as_bytes(), words)["blind_spots"]["alerts_without_logs"].clone();
        assert_eq!(unlogged["namespaces_with_logs"], 1);
        assert_eq!(
            unlogged["top"],
            serde_json::json!([{ "ns": "vault", "alerts": 2 }])
        );
    }
}
