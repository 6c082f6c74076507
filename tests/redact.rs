//! `--redact`: a planted secret comes out of no format and no answer, and what comes out is still what it was.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may stop at the first surprise"
)]

use std::fs;
use std::process::{Command, Output};

use knoxlog::output::FORMATS;
use serde_json::Value;

const SECRET: &str = "hunter2hunter2";
/// The same with an escape in the JSON: what it spells must not come out either.
const ESCAPED: &str = r"hunter2\u003chunter3";

/// Records that hold the secret wherever a command line stands, and one without.
fn records() -> String {
    let line = |operation: &str, key: &str, text: &str| {
        format!(
            r#"{{"UpdatedTime":"2026-03-14T09:40:00Z","HostName":"node-a","NamespaceName":"shop","PodName":"cart-0","HostPPID":7,"HostPID":8,"PID":2,"UID":0,"ParentProcessName":"/bin/sh","ProcessName":"/usr/bin/mysql","Type":"ContainerLog","Operation":"{operation}","{key}":"{text}","Result":"Passed"}}"#
        )
    };
    let mut lines = vec![
        line(
            "Process",
            "Resource",
            &format!("/usr/bin/mysql -uroot -p{SECRET}"),
        ),
        line("File", "Source", &format!("/usr/bin/app --token {SECRET}")),
        line(
            "Syscall",
            "Data",
            &format!("syscall=SYS_MOUNT source=x target=/m data=username=u,password={SECRET}"),
        ),
        line(
            "Network",
            "Source",
            &format!("/usr/bin/curl https://bob:{ESCAPED}@h/"),
        ),
        line("Process", "Cwd", &format!("/x?sig={SECRET}")),
        line(
            "Process",
            "Stranger",
            &format!("Authorization: Bearer {SECRET}"),
        ),
        line("Process", "Resource", "/usr/bin/nc -l -p 8080"),
    ];
    lines.push(format!(
        r#"{{"Operation":"Process","Resource":"torn --password={SECRET}"#
    ));
    lines.push(format!("I1114 a line of someone else --password={SECRET}"));
    lines.join("\n") + "\n"
}

fn run(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_knoxlog"));
    command.args(words).env("XDG_CONFIG_HOME", "/nonexistent");
    command.output().unwrap()
}

/// Runs the words with `--redact` and makes sure that nothing secret comes out on either stream.
fn redacted(words: &[&str]) -> String {
    let with = [words, &["--redact"]].concat();
    let output = run(&with);
    for stream in [&output.stdout, &output.stderr] {
        let text = String::from_utf8_lossy(stream);
        assert!(!text.contains("hunter"), "{words:?}: {text}");
    }
    String::from_utf8(output.stdout).unwrap()
}

/// The records in a file, and the folder that it is in.
fn planted() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.ndjson");
    fs::write(&file, records()).unwrap();
    let file = file.to_str().unwrap().to_owned();
    (folder, file)
}

#[test]
fn a_secret_comes_out_of_no_format() {
    let (_folder, file) = planted();
    let file = file.as_str();
    let all = "cmd,source,resource,data,cwd,.Stranger,behaviour,norm.resource";
    for format in FORMATS.iter().filter(|format| format.name != "raw") {
        let mut ways = vec![vec![file, "-o", format.name]];
        if format.name == "fmt" {
            let template = "fmt={cmd} {source} {resource} {data} {cwd} {.Stranger}";
            ways = vec![vec![file, "-o", template]];
        } else if !format.is_whole {
            ways.push(vec![file, "-o", format.name, "-c", all]);
            ways.push(vec![file, "-o", format.name, "-c", "all"]);
        }
        for way in ways {
            // Without it, the secret would come out.
            let plain = run(&way);
            let is_plain = String::from_utf8_lossy(&plain.stdout).contains("hunter");
            assert!(is_plain || format.columns.contains(&"uid"), "{way:?}");
            for more in [
                &[][..],
                &["-s", "time"],
                &["-C", "3"],
                &["--tail", "20"],
                &["-j", "2", "--width", "200"],
                &["--color", "always"],
            ] {
                let text = redacted(&[&way, more].concat());
                assert!(!text.is_empty(), "{way:?} {more:?}");
            }
        }
    }
    redacted(&[file, "-o", "json", "--virtual"]);
    redacted(&[file, "-o", "line", "--keep-unparsed"]);
    redacted(&[file, "cmd=nosuch", "ns=nosuch"]);
}

#[test]
fn a_secret_comes_out_of_no_answer() {
    let (folder, file) = planted();
    let old = folder.path().join("old.ndjson");
    let known = r#"{"NamespaceName":"shop","Operation":"Process","ProcessName":"/usr/bin/mysql","Resource":"/usr/bin/nc -l -p 8080"}"#;
    fs::write(&old, format!("{known}\n")).unwrap();
    let old = old.to_str().unwrap();
    for command in [
        "count --by cmd,source,data,cwd",
        "top cmd,source,data,cwd",
        "rare behaviour",
        "hist --by cmd",
        "tree",
        "stats",
        "fields",
        "new cmd,source,data,resource --before 2026-03-14T09:00",
        "new cmd,source,data --baseline OLD ns=shop",
        "new --baseline OLD",
    ] {
        for format in ["table", "json", "csv", "tsv", "md"] {
            let words = command
                .split(' ')
                .map(|word| if word == "OLD" { old } else { word });
            let words: Vec<&str> = words.chain([file.as_str(), "-o", format]).collect();
            redacted(&words);
        }
    }
    redacted(&["hist", "--by", "cmd", &file, "-o", "svg"]);
    redacted(&["tree", &file]);
}

#[test]
fn the_json_is_the_record_but_for_the_secret() {
    let (_folder, file) = planted();
    let file = file.as_str();
    let masked = redacted(&[file, "-o", "json"]);
    let plain = String::from_utf8(run(&[file, "-o", "json"]).stdout).unwrap();
    assert_eq!(masked.lines().count(), 7);
    for (masked, plain) in masked.lines().zip(plain.lines()) {
        let (masked, plain): (Value, Value) = (
            serde_json::from_str(masked).unwrap(),
            serde_json::from_str(plain).unwrap(),
        );
        let (masked, plain) = (masked.as_object().unwrap(), plain.as_object().unwrap());
        assert!(masked.keys().eq(plain.keys()));
        let changed = masked.iter().filter(|(key, value)| plain[*key] != **value);
        for (_, value) in changed {
            assert!(value.as_str().unwrap().contains("[redacted]"), "{value}");
        }
    }
}

#[test]
fn the_filter_sees_what_is_masked_and_the_account_counts_what_is_answered() {
    let (_folder, file) = planted();
    let file = file.as_str();
    let told = |words: &[&str]| {
        let output = run(&[words, &["--redact"]].concat());
        let text = String::from_utf8(output.stderr).unwrap();
        let line = text.lines().find(|line| line.contains("masked")).unwrap();
        line.trim_start_matches("knoxlog: ").to_owned()
    };
    let secret = format!("cmd:{SECRET}");
    assert_eq!(told(&[file, &secret]), "2 secrets masked in 2 records");
    assert_eq!(told(&[file]), "6 secrets masked in 6 records");
    assert_eq!(told(&[file, "-m", "2"]), "2 secrets masked in 2 records");
    assert_eq!(told(&[file, "--tail", "2"]), "1 secret masked in 1 record");
    assert_eq!(told(&[file, "-j", "4"]), "6 secrets masked in 6 records");
    assert_eq!(
        told(&[file, "op=file", "-C", "1"]),
        "3 secrets masked in 3 records"
    );
    assert_eq!(told(&[file, "cmd:8080"]), "0 secrets masked in 0 records");
    assert_eq!(
        told(&["count", "--by", "op", file]),
        "6 secrets masked in 6 records"
    );
}

#[test]
fn raw_is_refused() {
    for words in [["-o", "raw"], ["-r", "--no-messages"]] {
        let output = run(&[&words, &["--redact", "x.ndjson"][..]].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("-o json"));
    }
}
