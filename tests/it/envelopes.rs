//! Twenty events in every form that they arrive in: each filter and each output answers as it does on bare lines.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{fed, knoxlog, text as text_of};

/// The events: alerts and logs of every operation, out of the demo.
fn events() -> Vec<Value> {
    let demo = include_str!("../../demo/incident.ndjson");
    let lines = demo
        .lines()
        .filter(|line| line.starts_with('{') && line.contains("\"Operation\""));
    let all: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let picked: Vec<Value> = all.into_iter().step_by(9).take(20).collect();
    assert_eq!(picked.len(), 20);
    picked
}

const TIME: &str = "2026-03-14T09:40:00.000000001Z";

/// One object a line, made by `wrap`.
fn lines(events: &[Value], wrap: impl Fn(&str) -> String) -> String {
    events
        .iter()
        .map(|event| wrap(&event.to_string()) + "\n")
        .collect()
}

fn objects(events: &[Value], wrap: impl Fn(&Value) -> Value) -> String {
    events
        .iter()
        .map(|event| wrap(event).to_string() + "\n")
        .collect()
}

/// `text` in pieces of 300 bytes, each made a line by `wrap`, which is told whether it is the last.
fn pieces(text: &str, wrap: impl Fn(&str, bool) -> String) -> String {
    let mut rest = text;
    let mut out = String::new();
    while !rest.is_empty() {
        let (piece, tail) = rest.split_at(rest.len().min(300));
        rest = tail;
        out += &wrap(piece, rest.is_empty());
    }
    out
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

/// A value as the collector's JSON has it.
fn any_value(value: &Value) -> Value {
    match value {
        Value::String(text) => json!({ "stringValue": text }),
        Value::Number(number) => json!({ "doubleValue": number }),
        Value::Bool(truth) => json!({ "boolValue": truth }),
        Value::Array(items) => {
            json!({ "arrayValue": { "values": items.iter().map(any_value).collect::<Vec<_>>() } })
        }
        Value::Object(members) => {
            let pairs = members
                .iter()
                .map(|(key, value)| json!({ "key": key, "value": any_value(value) }));
            json!({ "kvlistValue": { "values": pairs.collect::<Vec<_>>() } })
        }
        Value::Null => json!({}),
    }
}

fn otlp(events: &[Value]) -> String {
    let record =
        |event: &Value| json!({ "timeUnixNano": "1773481200000000000", "body": any_value(event) });
    let lines = events.chunks(3).map(|events| {
        let records: Vec<Value> = events.iter().map(record).collect();
        json!({ "resourceLogs": [{ "resource": {}, "scopeLogs": [{ "logRecords": records }] }] })
            .to_string()
            + "\n"
    });
    lines.collect()
}

/// Text as Go's `%v` prints it.
fn go(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(go).collect::<Vec<_>>().join(" ")),
        Value::Object(members) => {
            let pairs = members
                .iter()
                .map(|(key, value)| format!("{key}:{}", go(value)));
            format!("map[{}]", pairs.collect::<Vec<_>>().join(" "))
        }
        other => other.to_string(),
    }
}

fn karmor(events: &[Value]) -> String {
    let mut text = String::from("Created a gRPC client (:32767)\nStarted to watch logs\n");
    for event in events {
        let time = event["UpdatedTime"].as_str().unwrap();
        let time = time.replace('T', " ");
        writeln!(text, "== Log / {} ==", time.trim_end_matches('Z')).unwrap();
        for (key, value) in event.as_object().unwrap() {
            if key != "UpdatedTime" && key != "Timestamp" {
                writeln!(text, "{key}: {}", go(value)).unwrap();
            }
        }
    }
    text
}

#[expect(clippy::too_many_lines, reason = "a table: one form, one row")]
fn forms() -> Vec<(&'static str, String)> {
    let events = events();
    let all = Value::Array(events.clone());
    let hits: Vec<Value> = events
        .iter()
        .map(|event| json!({ "_index": "log", "_source": event }))
        .collect();
    let text = |event: &Value| event.to_string();
    vec![
        ("crlf", lines(&events, |line| format!("{line}\r"))),
        (
            "noise",
            lines(&events, |line| {
                format!(
                    "{{\"level\":\"info\",\"ts\":\"x\",\"msg\":\"y\"}}\nE1009 11:24:17.445983       1 a.go:200] \"b\"\n\n{line}"
                )
            }),
        ),
        ("pretty", events.iter().map(pretty).collect()),
        (
            "mixed",
            events
                .iter()
                .enumerate()
                .map(|(at, event)| {
                    if at % 2 == 0 {
                        pretty(event)
                    } else {
                        text(event) + "\n"
                    }
                })
                .collect(),
        ),
        ("list", pretty(&all)),
        ("list on a line", text(&all) + "\n"),
        (
            "side by side",
            events
                .chunks(4)
                .map(|events| events.iter().map(text).collect::<String>() + "\n")
                .collect(),
        ),
        (
            "commas",
            events
                .iter()
                .map(|event| pretty(event).replace("\n}\n", ",\n},\n"))
                .collect(),
        ),
        (
            "kubectl",
            lines(&events, |line| {
                format!("[pod/kubearmor-relay-0/relay] {line}")
            }),
        ),
        (
            "kubectl with times",
            lines(&events, |line| {
                format!("[pod/kubearmor-relay-0/relay] {TIME} {line}")
            }),
        ),
        (
            "cri",
            lines(&events, |line| format!("{TIME} stdout F {line}")),
        ),
        (
            "cri in pieces",
            events
                .iter()
                .map(|event| {
                    pieces(&text(event), |piece, is_last| {
                        format!(
                            "{TIME} stdout {} {piece}\n{TIME} stderr F noise\n",
                            if is_last { 'F' } else { 'P' }
                        )
                    })
                })
                .collect(),
        ),
        (
            "docker",
            objects(
                &events,
                |event| json!({ "log": text(event) + "\n", "stream": "stdout", "time": TIME }),
            ),
        ),
        (
            "docker in pieces",
            events
                .iter()
                .map(|event| {
                    pieces(&text(event), |piece, is_last| {
                        let end = if is_last { "\n" } else { "" };
                        json!({ "log": format!("{piece}{end}"), "stream": "stdout", "time": TIME })
                            .to_string()
                            + "\n"
                    })
                })
                .collect(),
        ),
        (
            "stern",
            lines(&events, |line| format!("kubearmor-relay-0 relay {line}")),
        ),
        (
            "stern json",
            objects(
                &events,
                |event| json!({ "message": text(event) + "\n", "podName": "a", "containerName": "b" }),
            ),
        ),
        (
            "stern extjson",
            objects(
                &events,
                |event| json!({ "pod": "a", "container": "b", "message": event }),
            ),
        ),
        (
            "syslog on the wire",
            lines(&events, |line| {
                format!("<14>Mar 14 09:40:00 node-1 feeder: {line}")
            }),
        ),
        (
            "syslog in a file",
            lines(&events, |line| format!("{TIME} node-1 feeder[7]: {line}")),
        ),
        (
            "syslog 5424",
            lines(&events, |line| {
                format!("<14>1 {TIME} node-1 feeder 7 - - {line}")
            }),
        ),
        (
            "journald",
            objects(
                &events,
                |event| json!({ "MESSAGE": text(event), "_HOSTNAME": "node-1", "__REALTIME_TIMESTAMP": "1773481200000000" }),
            ),
        ),
        (
            "splunk",
            objects(
                &events,
                |event| json!({ "time": 1_773_481_200, "host": "h", "sourcetype": "_json", "event": event }),
            ),
        ),
        (
            "splunk export",
            objects(
                &events,
                |event| json!({ "preview": false, "result": { "_raw": text(event), "_time": TIME } }),
            ),
        ),
        (
            "elastic hits",
            hits.iter().map(|hit| text(hit) + "\n").collect(),
        ),
        (
            "elastic search",
            pretty(&json!({ "took": 2, "hits": { "total": { "value": 20 }, "hits": hits } })),
        ),
        (
            "elastic bulk",
            lines(&events, |line| {
                format!("{{ \"index\" : {{ \"_index\" : \"a\", \"_id\" : \"b\" }} }}\n{line}")
            }),
        ),
        (
            "filebeat",
            objects(
                &events,
                |event| json!({ "_source": { "message": text(event), "host": "h" } }),
            ),
        ),
        ("otlp", otlp(&events)),
        (
            "loki",
            objects(
                &events,
                |event| json!({ "labels": { "exporter": "OTLP" }, "line": json!({ "body": event }).to_string(), "timestamp": TIME }),
            ),
        ),
        ("saas", pretty(&json!({ "response": events }))),
        (
            "sidekick",
            objects(
                &events,
                |event| json!({ "ClusterName": "c", "HostName": "h", "EventType": "Log", "Detail": event }),
            ),
        ),
        (
            "cloudwatch",
            objects(
                &events,
                |event| json!({ "message": text(event), "timestamp": 1_773_481_200_000_u64 }),
            ),
        ),
        (
            "cloudwatch events",
            pretty(
                &json!({ "events": events.iter().map(|event| json!({ "message": text(event) })).collect::<Vec<_>>() }),
            ),
        ),
        ("karmor", karmor(&events)),
    ]
}

/// Every field that some filter or table reads.
const COLUMNS: &str = "time,host,ns,pod,container,workload,labels,type,op,exe,parent,cmd,cwd,path,syscall,ip,port,proto,dir,pid,ppid,hostpid,uid,result,outcome,action,policy,severity,tag,atags,enforcer,execid,message";

const FILTERS: &[&[&str]] = &[
    &[],
    &["op=network"],
    &["ns=wordpress-mysql", "is:denied"],
    &["severity=5.."],
    &["ppid=0..100"],
    &["has:ip", "port!=53"],
    &["path=/etc/"],
    &["has:policy"],
    &["no:tag"],
    &["cmd~sh"],
    &["labels.app=wordpress"],
    &["time=2026-03-14T09:42..09:47"],
    &["workload=wordpress"],
    &["is:shell"],
    &[".ExecEvent.ExecID=0"],
];

struct Answer {
    code: Option<i32>,
    out: String,
    told: String,
}

fn ask(words: &[&str], file: &Path) -> Answer {
    let run = knoxlog(words).arg(file).output().unwrap();
    Answer {
        code: run.status.code(),
        out: text_of(run.stdout),
        told: text_of(run.stderr),
    }
}

#[test]
fn every_form_answers_every_filter_as_bare_lines_do() {
    let folder = tempfile::tempdir().unwrap();
    let bare = folder.path().join("bare");
    std::fs::write(&bare, lines(&events(), str::to_owned)).unwrap();
    for (name, text) in forms() {
        let file = folder.path().join("form");
        std::fs::write(&file, &text).unwrap();
        for filter in FILTERS {
            let mut words = vec!["-o", "csv", "-c", COLUMNS];
            words.extend(*filter);
            let (wanted, found) = (ask(&words, &bare), ask(&words, &file));
            assert!(wanted.out.lines().count() > 1, "{filter:?} finds nothing");
            assert_eq!(found.out, wanted.out, "{name}: {filter:?}\n{}", found.told);
            assert_eq!(
                found.code, wanted.code,
                "{name}: {filter:?}\n{}",
                found.told
            );
            assert!(!found.told.contains("malformed"), "{name}: {}", found.told);
        }
    }
}

#[test]
fn every_output_of_every_form_is_that_of_bare_lines() {
    let folder = tempfile::tempdir().unwrap();
    let bare = folder.path().join("bare");
    std::fs::write(&bare, lines(&events(), str::to_owned)).unwrap();
    for (name, text) in forms() {
        let file = folder.path().join("form");
        std::fs::write(&file, &text).unwrap();
        for words in [
            &["-o", "line"][..],
            &["-o", "table"],
            &["count", "--by", "op,outcome"],
            &["-q"],
            &["-m", "3"],
        ] {
            let (wanted, found) = (ask(words, &bare), ask(words, &file));
            assert_eq!(found.out, wanted.out, "{name}: {words:?}");
            assert_eq!(found.code, wanted.code, "{name}: {words:?}");
        }
        // Text keeps no types, so the JSON made of it is another.
        if name != "karmor" {
            let values = |answer: &Answer| -> Vec<Value> {
                answer
                    .out
                    .lines()
                    .map(|line| serde_json::from_str(line).unwrap())
                    .collect()
            };
            assert_eq!(
                values(&ask(&["--json"], &file)),
                values(&ask(&["--json"], &bare)),
                "{name}"
            );
        }
    }
}

#[test]
fn a_pipe_a_file_and_a_gzip_stream_are_read_alike() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in forms() {
        let file = folder.path().join("form");
        std::fs::write(&file, &text).unwrap();
        let words = ["-o", "csv", "-c", "line,time,pod,cmd"];
        let wanted = ask(&words, &file);
        for extra in [
            &["--block-size", "7", "--no-mmap"][..],
            &["--mmap", "-j", "3", "--block-size", "100"],
        ] {
            let found = ask(&[&words[..], extra].concat(), &file);
            assert_eq!(found.out, wanted.out, "{name}: {extra:?}");
        }
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        for bytes in [text.clone().into_bytes(), packed.finish().unwrap()] {
            let run = fed(&mut knoxlog(&words), &bytes);
            assert_eq!(text_of(run.stdout), wanted.out, "{name} by pipe");
        }
    }
}

#[test]
fn the_form_is_told_and_can_be_demanded() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("form");
    for (name, row) in [
        ("kubectl", "kubectl"),
        ("cri in pieces", "cri"),
        ("docker in pieces", "docker"),
        ("stern", "stern"),
        ("stern json", "message"),
        ("syslog 5424", "syslog"),
        ("journald", "journald"),
        ("splunk export", "splunk"),
        ("elastic search", "elastic"),
        ("otlp", "otlp"),
        ("loki", "loki"),
        ("saas", "saas"),
        ("sidekick", "sidekick"),
        ("karmor", "karmor"),
    ] {
        let text = forms()
            .into_iter()
            .find(|(form, _)| *form == name)
            .unwrap()
            .1;
        std::fs::write(&file, text).unwrap();
        let found = ask(&["count"], &file);
        // What Loki holds is wrapped once more.
        assert!(
            row == "loki" || found.told.contains(&format!("(20 {row})")),
            "{name}: {}",
            found.told
        );
        let demanded = ask(&["count", "--envelope", row], &file);
        assert_eq!(demanded.out, "20\n", "{name}: {}", demanded.told);
        let other = if row == "docker" { "splunk" } else { "docker" };
        let refused = ask(&["count", "--envelope", other], &file);
        assert_eq!(refused.out, "0\n", "{name}: {}", refused.told);
        assert!(refused.told.contains("skipped"), "{name}: {}", refused.told);
    }
}

#[test]
fn what_is_cut_loses_no_neighbour() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("form");
    let events = events();
    for form in ["crlf", "pretty", "mixed", "kubectl", "docker", "splunk"] {
        let text = forms()
            .into_iter()
            .find(|(name, _)| *name == form)
            .unwrap()
            .1;
        for cut in (0..text.len()).step_by(1979) {
            let mut bytes = text.clone().into_bytes();
            bytes.drain(cut..(cut + 40).min(text.len()));
            std::fs::write(&file, bytes).unwrap();
            let found = ask(&["--json"], &file);
            let whole = found.out.lines().filter(|line| {
                serde_json::from_str::<Value>(line).is_ok_and(|found| events.contains(&found))
            });
            assert!(
                whole.count() >= events.len() - 2,
                "{form} cut at {cut}: {}",
                found.told
            );
            assert!(
                found.out.lines().count() >= events.len() - 2,
                "{form} cut at {cut}"
            );
        }
    }
}

/// Records of text behind so much NDJSON that the head of the input shows none, in every way that an input is read.
#[test]
fn text_behind_the_head_of_an_input_is_read_too() {
    let events = events();
    let bare = lines(&events, str::to_owned);
    let head = bare.repeat(140_000 / bare.len() + 1);
    let text = format!("{head}{}{bare}{}", karmor(&events), karmor(&events));
    let heads = head.lines().count();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mixed.log");
    // The last line has no LF.
    std::fs::write(&file, text.trim_end()).unwrap();
    let filters = ["op=file", "op=process", "is:denied", "ns=shop", "any:e"];
    for filter in filters {
        let one = {
            let path = folder.path().join("bare.ndjson");
            std::fs::write(&path, &bare).unwrap();
            ask(&["count", filter], &path)
                .out
                .trim()
                .parse::<usize>()
                .unwrap()
        };
        let wanted = one * (heads / events.len() + 3);
        for (block, map) in [
            ("100", "--mmap"),
            ("5000", "--mmap"),
            ("1000000", "--mmap"),
            ("7", "--no-mmap"),
            ("999", "--no-mmap"),
            ("1000000", "--no-mmap"),
        ] {
            let words = ["count", filter, "--block-size", block, map, "-j", "2"];
            let found = ask(&words, &file);
            assert_eq!(found.out.trim(), wanted.to_string(), "{words:?}");
        }
    }
}

/// A wrapper that was cut: the records that stand whole in it are read, what was cut is malformed.
#[test]
fn what_stands_whole_in_what_was_cut_is_read() {
    let events = events();
    let hits: Vec<Value> = events
        .iter()
        .map(|event| json!({"_index": "i", "_source": event}))
        .collect();
    let all = json!({"took": 1, "hits": {"total": {"value": 20}, "hits": hits}});
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cut.json");
    for text in [all.to_string(), pretty(&all)] {
        let at = text.rfind("_source").unwrap();
        for cut in [at, at + 12, at - 2] {
            std::fs::write(&file, &text[..cut]).unwrap();
            let found = ask(&["count"], &file);
            assert_eq!(found.out.trim(), "19", "{cut}");
            let none = ask(&["count", "ns=nosuch"], &file);
            assert_eq!(none.code, Some(2));
            assert!(none.told.contains("1 malformed"), "{}", none.told);
        }
    }
}
