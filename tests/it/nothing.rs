//! Every way to find nothing, and what each command makes of it: a trustworthy no, or an error with its reason, from a
//! file and from a pipe, and whether or not only the exit code is wanted.

use std::path::Path;

use crate::support::{DEMO, fed, knoxlog, text};

const RECORD: &str = concat!(
    r#"{"UpdatedTime":"2026-03-14T09:47:00Z","HostName":"n1","NamespaceName":"shop","PodName":"cart-0","#,
    r#""Type":"ContainerLog","Operation":"File","Resource":"/etc/hosts","ProcessName":"/bin/cat","HostPID":7,"#,
    r#""HostPPID":6,"PID":2,"PPID":1,"UID":0,"Result":"Passed"}"#,
    "\n"
);

/// A record like [`RECORD`], with a fault in it that its shape doesn't show.
const TORN_WITHIN: &str = concat!(
    r#"{"UpdatedTime":"2026-03-14T09:47:01Z","HostName":"n1","Operation":"File" "Resource":"/etc/hosts","#,
    r#""HostPID":7,"HostPPID":6,"UID":0}"#,
    "\n"
);

const UNTIMED: &str =
    "{\"HostName\":\"n1\",\"NamespaceName\":\"shop\",\"Operation\":\"File\",\"UID\":0}\n";

const THROTTLE: &str = concat!(
    r#"{"UpdatedTime":"2026-03-14T09:47:02Z","HostName":"n1","NamespaceName":"shop","PodName":"cart-0","#,
    r#""Type":"SystemEvent","Operation":"AlertThreshold","MaxAlertsPerSec":10,"DroppingAlertsInterval":30}"#,
    "\n"
);

/// One way to find nothing.
struct Way {
    data: String,
    /// What is typed besides.
    words: &'static [&'static str],
    code: i32,
    /// What is said; nothing of the kind if empty.
    said: &'static str,
}

fn way(data: &str, words: &'static [&'static str], code: i32, said: &'static str) -> Way {
    Way {
        data: data.to_owned(),
        words,
        code,
        said,
    }
}

fn with(more: &str) -> String {
    format!("{RECORD}{RECORD}{more}{RECORD}")
}

/// What is a trustworthy no.
fn noes() -> Vec<Way> {
    let others = "banner\n[INFO] starting\n{\"level\":\"info\"}\n";
    vec![
        way(RECORD, &[], 1, ""),
        way(&with(others), &[], 1, ""),
        way(RECORD, &["--since", "2026-03-14T09:46"], 1, ""),
        way(RECORD, &["--strict"], 1, ""),
        way("", &["--allow-empty"], 1, ""),
        way("error\n", &["--allow-empty"], 1, ""),
        way(RECORD, &["--since", "2027-01-01", "--allow-empty"], 1, ""),
        way(&with(THROTTLE), &[], 1, ""),
    ]
}

/// Nothing was judged.
fn empty() -> Vec<Way> {
    let empty = "no record in the input, which is empty";
    let text = "Error from server (NotFound): pods \"relay\" not found\n";
    let json = "{\"level\":\"info\"}\n{\"msg\":\"x\"}\n";
    let late = &["--since", "2027-01-01"][..];
    let around = &["--around", "2026-03-14T10:00"][..];
    let outside =
        "no record in the window of time, 1 record outside of it, from 2026-03-14T09:47:00";
    let untimed = "no record in the window of time, since the one record lacks a time";
    vec![
        way("", &[], 2, empty),
        way("\n \n\n", &[], 2, empty),
        way("", &["--strict"], 2, empty),
        way(
            text,
            &[],
            2,
            "no record in the input, only 1 line of something else",
        ),
        way(
            json,
            &[],
            2,
            "no record in the input, only 2 lines of something else",
        ),
        way(RECORD, late, 2, outside),
        way(RECORD, around, 2, outside),
        way(RECORD, &["time=2026-03-14T10:00.."], 2, outside),
        way(UNTIMED, late, 2, untimed),
    ]
}

/// Something went unread.
fn unread() -> Vec<Way> {
    let torn = with("{\"Operation\":\"File\",\n");
    let list = format!("[\n{},\n", RECORD.trim());
    let long = with(&("x".repeat(5000) + "\n"));
    let text = with("WARN dropped=<{\\\"Operation\\\":\\\"File\\\"}>\n");
    let json = with("{\"level\":\"info\",\"lost\":{\"HostPID\":1,\"HostPPID\":2}}\n");
    let line = "1 line could not be read";
    let form = "1 line holds telemetry in a form that is not read (first: ";
    vec![
        way(&torn, &[], 2, line),
        way(&torn, &["--allow-empty"], 2, line),
        way(&with(TORN_WITHIN), &[], 2, line),
        way(
            &with(TORN_WITHIN),
            &["--block-size", "4K", "-j", "3"],
            2,
            line,
        ),
        way(&list, &[], 2, line),
        way(&long, &["--max-line", "4K"], 2, line),
        way(&text, &[], 2, form),
        way(&text, &["--strict"], 2, form),
        way(&json, &[], 2, form),
    ]
}

/// The log was blind, and that counts.
fn blind() -> Vec<Way> {
    let strict = &["--strict"][..];
    // The gap lasts into the second window, and not the first.
    let before = &["--strict", "--until", "2026-03-14T09:47:02"][..];
    let within = &["--strict", "--until", "2026-03-14T09:47:03"][..];
    let gap = "1 throttle gap over what was asked (alerts of shop/cart-0 on n1 were dropped from 2026-03-14T09:47:02";
    vec![
        way(&with(THROTTLE), strict, 2, gap),
        way(&with(THROTTLE), before, 1, ""),
        way(&with(THROTTLE), within, 2, gap),
    ]
}

/// A command that answers, with what it takes to find nothing in a record.
const COMMANDS: &[&[&str]] = &[
    &["filter", "exe=nope"],
    &["filter", "uid=77", "-o", "json"],
    &["filter", "exe=nope", "--sort", "time"],
    &["filter", "exe=nope", "-C", "1"],
    &["filter", "exe=nope", "--no-skim"],
    &["count", "exe=nope"],
    &["count", "resource:nope"],
    &["count", "--by", "ns", "exe=nope"],
    &["top", "ns", "exe=nope"],
    &["rare", "ns", "exe=nope"],
    &["hist", "exe=nope"],
    &["tree", "exe=nope"],
    &["tree", "--of", "99"],
    &["fields", "exe=nope"],
    &["stats", "exe=nope"],
    &["report", "exe=nope"],
    // Nothing is new.
    &["new", "ns,exe", "op=file", "--baseline", "known.ndjson"],
];

/// Runs; the exit code, and what was said.
fn run(folder: &Path, words: &[&str], stdin: Option<&str>) -> (Option<i32>, String, String) {
    let bytes = stdin.unwrap_or_default().as_bytes();
    let output = fed(knoxlog(words).current_dir(folder), bytes);
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// What is wrong with what came of one way, by one command.
fn fault(way: &Way, typed: &[&str], got: Option<i32>, told: &str) -> Option<String> {
    let is_quiet = typed.contains(&"-q");
    let is_silent = way.said.is_empty() || typed.contains(&"--no-messages");
    let reasons = [
        "knoxlog: not a trustworthy no: ",
        "knoxlog: --strict: ",
        // The conditions hold for the baseline too, of which they may leave nothing.
        "error: the baseline is empty",
    ];
    let is_reason = |line: &&str| reasons.iter().any(|reason| line.starts_with(reason));
    let reasons: Vec<&str> = told.lines().filter(is_reason).collect();
    let is_refused = reasons.iter().any(|reason| reason.starts_with("error: "));
    let others = told
        .lines()
        .filter(|line| !is_reason(line) && !line.contains(": malformed JSON"));
    let is_as_wanted = got == Some(way.code)
        && (is_refused || reasons.len() == usize::from(!is_silent))
        && (is_silent || is_refused || reasons.iter().all(|reason| reason.contains(way.said)))
        && (!is_quiet || is_refused || others.count() == 0);
    (!is_as_wanted).then(|| {
        format!(
            "{typed:?} {got:?}, not {}, for {:?}\n{told}\n",
            way.code, way.data
        )
    })
}

/// Asks each command each way, of a file and of a pipe, loud and quiet.
fn assert_each(ways: Vec<Way>) {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    put("known.ndjson", &format!("{RECORD}{UNTIMED}{THROTTLE}"));
    let mut faults = Vec::new();
    for way in ways {
        put("a.ndjson", &way.data);
        for command in COMMANDS {
            for quiet in [&[][..], &["-q"], &["--no-messages"]] {
                for (input, stdin) in [("a.ndjson", None), ("-", Some(way.data.as_str()))] {
                    let typed = [command, way.words, quiet, &[input]].concat();
                    let (got, _, told) = run(folder.path(), &typed, stdin);
                    faults.extend(fault(&way, &typed, got, &told));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}: {}", faults.len(), faults.concat());
}

#[test]
fn what_was_read_and_does_not_match_is_a_no() {
    assert_each(noes());
}

#[test]
fn nothing_judged_is_no_no() {
    assert_each(empty());
}

#[test]
fn what_is_unread_is_no_no() {
    assert_each(unread());
}

#[test]
fn a_blind_log_is_no_no_where_that_counts() {
    assert_each(blind());
}

#[test]
fn what_is_malformed_is_told_beside_a_find_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = format!("{RECORD}{TORN_WITHIN}").repeat(40) + &RECORD.replace("shop", "bank");
    std::fs::write(folder.path().join("a.ndjson"), &data).unwrap();
    for (question, code) in [("ns=bank", 0), ("ns=nope", 2)] {
        for (threads, input, stdin) in [
            ("1", "-", true),
            ("3", "-", true),
            ("1", "a.ndjson", false),
            ("3", "a.ndjson", false),
        ] {
            let words = [
                "count",
                question,
                "-j",
                threads,
                "--block-size",
                "4K",
                input,
            ];
            let stdin = stdin.then_some(data.as_str());
            let (got, _, told) = run(folder.path(), &words, stdin);
            assert_eq!(got, Some(code), "{told}");
            assert!(
                told.contains(&format!("40 malformed; first: {input}:2)")),
                "{told}"
            );
            assert!(told.contains("41 records read"), "{told}");
        }
    }
}

#[test]
fn a_silent_node_is_no_ground_for_a_strict_no() {
    let folder = tempfile::tempdir().unwrap();
    let beat = |host: &str, second: u32| {
        let time = format!("09:{:02}:{:02}", second / 60, second % 60);
        format!(
            "{{\"UpdatedTime\":\"2026-03-14T{time}Z\",\"HostName\":\"{host}\",\"NamespaceName\":\"shop\",\"Operation\":\"File\"}}\n"
        )
    };
    let first = (0..60).map(|second| beat("n1", second));
    let data: String = first
        .chain((0..300).map(|second| beat("n2", second)))
        .collect();
    for (words, code) in [
        (&["ns=nope"][..], 1),
        (&["ns=nope", "--strict"], 2),
        (&["ns=nope", "host=n1", "--strict"], 2),
        (&["ns=nope", "host=n2", "--strict"], 1),
        (
            &["ns=nope", "--strict", "--until", "2026-03-14T09:00:50"],
            1,
        ),
        (&["ns=nope", "--strict", "--since", "2026-03-14T09:03"], 2),
        // It holds for what is found too, but not where only that is asked.
        (&["ns=shop", "--strict"], 2),
        (&["ns=shop", "host=n2", "--strict"], 0),
        (&["ns=shop", "--strict", "-q"], 0),
    ] {
        for command in ["filter", "count", "stats", "hist"] {
            let typed = [&[command][..], words, &["-"]].concat();
            let (got, _, told) = run(folder.path(), &typed, Some(&data));
            let code = match (command, words) {
                // It reads all, whether or not it prints.
                ("stats", ["ns=shop", "--strict", "-q"]) => 2,
                _ => code,
            };
            assert_eq!(got, Some(code), "{typed:?} {told}");
            let is_said = told.contains("n1 said nothing from 2026-03-14T09:00:59");
            assert_eq!(is_said, code == 2, "{typed:?} {told}");
        }
    }
}

#[test]
fn a_no_names_what_would_have_shown_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = RECORD.repeat(3) + &RECORD.replace("cart-0", "web-0").replace("File", "Network");
    std::fs::write(folder.path().join("a.ndjson"), &data).unwrap();
    let note = |filter: &[&str]| {
        let file = run(folder.path(), &[filter, &["a.ndjson"]].concat(), None).2;
        let pipe = run(folder.path(), &[filter, &["-"]].concat(), Some(&data)).2;
        assert_eq!(file, pipe);
        file
    };
    let wanted = "note: no record of pod=cart-0 has op=network: its visibility may be off. Seen there: File (3)";
    assert_eq!(note(&["pod=cart-0", "op=network"]).trim(), wanted);
    // None of the kind anywhere, and none of the place.
    assert!(note(&["pod=cart-0", "op=device"]).contains("no record of pod=cart-0 has op=device"));
    let no_place = note(&["pod=cart-9", "op=network"]);
    assert!(
        no_place.starts_with("note: no record has pod=cart-9. Seen: "),
        "{no_place}"
    );
    // There is one of the kind in the place: something else is missing.
    assert_eq!(note(&["pod=cart-0", "op=file", "uid=77"]), "");
}

#[test]
fn a_pipe_gets_matches_alone() {
    let folder = Path::new(".");
    for filter in [
        &["is:denied"][..],
        &["op=process"],
        &["-m", "3", "is:denied"],
    ] {
        let count = run(folder, &[&["count"], filter, &[DEMO]].concat(), None).1;
        for more in [
            &["-o", "line"][..],
            &["-o", "table", "--no-header"],
            &["-o", "line", "--sort", "none"],
            &["-o", "wide", "--no-header", "--dedupe=0s"],
            &["-o", "raw"],
        ] {
            let (_, out, told) = run(folder, &[filter, more, &[DEMO]].concat(), None);
            assert_eq!(
                out.lines().count().to_string(),
                count.trim(),
                "{filter:?} {more:?}"
            );
            assert!(!out.contains(" GAP "), "{filter:?} {more:?}");
            let is_told = told.contains("knoxlog: 2026-03-14T09:48:45.614779Z ");
            assert_eq!(
                is_told,
                filter.len() == 1 && more[1] != "raw",
                "{filter:?} {more:?} {told}"
            );
        }
    }
}

/// Records of which the first matches.
const DENIED: &str =
    r#"{"Operation":"File","Resource":"/a","Result":"Permission denied","HostPID":7}"#;
const PASSED: &str = r#"{"Operation":"File","Resource":"/b","Result":"Passed","HostPID":7}"#;

/// The beginning of a record of karmor's text.
const TEXT: &str =
    "== Alert / 2026-03-14 09:40:00 ==\nHostName: h\nOperation: File\nResource: /x\n";

/// A record of karmor's text whose value goes on over so many lines, behind the first bytes of an input.
fn long(passed: &str, lines: usize) -> String {
    let many = format!("{passed}\n").repeat(1200);
    let lines = format!("{}\n", "y".repeat(99)).repeat(lines);
    format!(
        "{many}HostName: h\nOperation: File\nResource: /x\n{lines}Result: Permission denied\n{passed}\n"
    )
}

/// Inputs in which a denied record stands that is not read whole, or not at all, beside one that is; and the exit code.
fn partly() -> Vec<(&'static str, String, i32)> {
    let piece = |text: &str| format!("2026-03-14T09:40:00.000000000Z stdout P {text}\n");
    let docker = |text: &str| {
        format!(
            "{}\n",
            serde_json::json!({ "log": text, "stream": "stdout" })
        )
    };
    let wrapped = |text: &str| serde_json::json!({ "message": text }).to_string();
    vec![
        ("pieces without an end", piece(PASSED) + &piece(DENIED), 0),
        (
            "a piece that is cut",
            piece(PASSED) + &piece(&DENIED[..50]),
            2,
        ),
        (
            "pieces of docker",
            docker("a") + &docker(&DENIED[..70]) + PASSED,
            2,
        ),
        (
            "a wrapped record that is cut",
            wrapped(&DENIED[..30]) + "\n" + PASSED,
            2,
        ),
        (
            "one of two in a wrapper",
            format!(
                r#"{{"events":[{},{}]}}"#,
                wrapped(PASSED),
                wrapped(&format!("{DENIED} x"))
            ),
            2,
        ),
        (
            "a record beside one in a wrapper",
            format!(r#"{{"message":{PASSED},"tail":{DENIED}}}"#),
            2,
        ),
        (
            "a text beside one in a list",
            format!(
                r#"{{"events":[{},{}]}}"#,
                wrapped(PASSED),
                wrapped(&format!("x {DENIED}"))
            ),
            2,
        ),
    ]
}

/// The same in karmor's text, and with a name that only looks like one.
fn partly_text() -> Vec<(&'static str, String, i32)> {
    vec![
        (
            "lines that a record of text goes on with",
            format!("{TEXT}[pod/a/b] {DENIED}\n{TEXT}"),
            2,
        ),
        (
            "a key that comes twice in a record of text",
            format!("{TEXT}Result: Passed\nResult: Permission denied\n"),
            2,
        ),
        (
            "a record of text that is whole",
            format!("{TEXT}Result: Passed\n"),
            1,
        ),
        (
            "a record of text with a blank line",
            format!(
                "== Alert / 2026-03-14 09:40:00 ==\nHostName: h\nOperation: File\nResource: sh -c x\n\ny\nResult: Permission denied\n{PASSED}"
            ),
            2,
        ),
        ("a record of text within bounds", long(PASSED, 500), 0),
        ("a record of text beyond", long(PASSED, 3000), 2),
        (
            "an escaped name",
            format!(
                "{PASSED}\n{{\"\\\"Operation\":\"File\",\"HostPID\":1,\"NamespaceName\":\"n\",\"Result\":\"Permission denied\"}}"
            ),
            2,
        ),
    ]
}

/// No is no answer to them.
#[test]
fn what_is_read_in_part_is_no_no() {
    let folder = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    for (name, data, code) in partly().iter().chain(&partly_text()) {
        std::fs::write(folder.path().join("a.log"), data).unwrap();
        for way in [
            &["a.log"][..],
            &["a.log", "--mmap", "--block-size", "1"],
            &["a.log", "--no-mmap", "--block-size", "4K"],
            &["-"],
            &["-", "-j", "3", "--block-size", "300"],
        ] {
            let stdin = (way[0] == "-").then_some(data.as_str());
            let (got, out, told) = run(
                folder.path(),
                &[&["count", "is:denied"], way].concat(),
                stdin,
            );
            if got != Some(*code) {
                faults.push(format!("{name} {way:?}: {got:?} {out} {told}\n"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.concat());
}
