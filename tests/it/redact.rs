//! `--redact`: a planted secret comes out of no format and no answer, and what comes out is still what it was.

use std::fs;
use std::process::Output;

use knoxlog::output::FORMATS;
use serde_json::Value;

use crate::support::knoxlog;

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
    knoxlog(words).output().unwrap()
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

/// Neither what was read nor what was typed.
#[test]
fn a_secret_comes_out_of_no_report_which_says_how_many_there_were() {
    let (_folder, file) = planted();
    let asked = format!("cmd:--token,-p{SECRET},password={SECRET}");
    for format in ["html", "md"] {
        let plain = run(&["report", "-o", format, &file]);
        let plain = String::from_utf8_lossy(&plain.stdout).into_owned();
        assert!(
            plain.contains("hunter") && !plain.contains("redacted"),
            "{plain}"
        );
        let report = redacted(&["report", "-o", format, &file]);
        assert!(report.contains("6 secrets masked in 6 records"), "{report}");
        assert!(report.contains("-p[redacted]"), "{report}");
        let few = run(&["report", "-o", format, "--redact", "cmd:8080", &file]);
        let few = String::from_utf8(few.stdout).unwrap();
        assert!(few.contains("0 secrets masked in 0 records"), "{few}");
        let typed = run(&["report", "-o", format, "--redact", &asked, &file]);
        let typed = String::from_utf8(typed.stdout).unwrap();
        assert!(typed.contains("password=[redacted]"), "{typed}");
        assert!(!typed.contains(&format!("password={SECRET}")), "{typed}");
    }
    for typed in [
        format!("cmd:'mysql -p{SECRET}'"),
        format!("cmd:\"/usr/bin/mysql -uroot -p{SECRET}\""),
        format!("(ns=shop or source=\"curl -u bob:{SECRET} h\")"),
        format!("source~'curl -u bob:{SECRET} h'"),
        format!(".Stranger:\"Authorization: Bearer {SECRET}\""),
        format!("any:--token={SECRET}"),
    ] {
        for words in [
            &["report", "-o", "md"][..],
            &["report", "-o", "html"],
            &["hist", "-o", "svg"],
            &["count"],
        ] {
            redacted(&[words, &[typed.as_str(), &file]].concat());
            redacted(&[words, &["-e", typed.as_str(), &file]].concat());
        }
    }
    redacted(&[
        "report",
        "-o",
        "md",
        "--source",
        &format!("mysql -p{SECRET}"),
        &file,
    ]);
    redacted(&[
        "report",
        "-o",
        "md",
        &format!("--source=mysql -p{SECRET}"),
        &file,
    ]);
    let picture = redacted(&["hist", "-o", "svg", &file]);
    assert!(
        picture.contains("6 secrets masked in 6 records"),
        "{picture}"
    );
}

/// An alert and the log of one event, one secret in both.
#[test]
fn records_of_one_event_come_together_and_are_masked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("twice.ndjson");
    let record = |ty: &str, policy: &str, pid: u32, nanos: u32, secret: &str| {
        format!(
            r#"{{"UpdatedTime":"2026-03-14T09:40:00.{nanos:06}Z","HostName":"node-a","ContainerID":"c1","HostPID":{pid},"ProcessName":"/usr/bin/mysql","Type":"{ty}"{policy},"Operation":"Process","Resource":"/usr/bin/mysql -uroot -p{secret}","Data":"syscall=SYS_EXECVE","Result":"Permission denied"}}"#
        )
    };
    let policy = r#","PolicyName":"no-mysql","Action":"Block""#;
    let lines = [
        record("MatchedPolicy", policy, 7, 0, SECRET),
        record("ContainerLog", "", 7, 1, SECRET),
        record("ContainerLog", "", 8, 2, ESCAPED),
    ];
    fs::write(&file, lines.join("\n")).unwrap();
    let file = file.to_str().unwrap();
    for format in ["line", "table", "wide", "block"] {
        let words = [file, "--collapse", "-o", format];
        let plain = String::from_utf8(run(&words).stdout).unwrap();
        assert!(plain.contains("hunter"), "{plain}");
        let text = redacted(&words);
        assert!(text.contains("-p[redacted]"), "{text}");
        // As many rows, and as many records for each.
        assert_eq!(text.lines().count(), plain.lines().count(), "{text}");
        let twos = |text: &str| text.matches("×2").count() + text.matches("2 (policy)").count();
        assert_eq!((twos(&text), twos(&plain)), (1, 1), "{text}");
    }
    let json = redacted(&[file, "--collapse", "--json", "--virtual"]);
    let rows: Vec<Value> = json
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 2);
    let others = rows[0]["knox"]["collapsed"]["records"].as_array().unwrap();
    assert_eq!(others.len(), 1);
    assert!(
        others[0]["Resource"]
            .as_str()
            .unwrap()
            .ends_with("-p[redacted]")
    );
    // What a row does not show is not counted, but for where it holds the other records.
    for (more, said) in [
        (&["-o", "line"][..], "2 secrets masked in 2 records"),
        (&["--json", "--virtual"], "3 secrets masked in 2 records"),
    ] {
        let output = run(&[&[file, "--collapse", "--redact"], more].concat());
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains(said), "{text}");
    }
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

/// What differs in nothing but a secret is not equal, however it is shown.
#[test]
fn masking_makes_no_two_records_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("near.ndjson");
    let record = |ty: &str, policy: &str, secret: &str| {
        format!(
            r#"{{"UpdatedTime":"2026-03-14T09:40:00Z","HostName":"a","HostPID":7,"Type":"{ty}"{policy},"Operation":"Process","Resource":"/usr/bin/mysql -p{secret}","Data":"syscall=SYS_EXECVE","Result":"Passed"}}"#
        )
    };
    let policy = r#","PolicyName":"x","Action":"Audit""#;
    let lines = [
        record("ContainerLog", "", "hunter2"),
        record("ContainerLog", "", "hunter3"),
        record("ContainerLog", "", "hunter2"),
        record("MatchedPolicy", policy, "hunter4"),
    ];
    fs::write(&file, lines.join("\n")).unwrap();
    let file = file.to_str().unwrap();
    for (option, rows) in [("--dedupe", 3), ("--collapse", 4)] {
        let plain = String::from_utf8(run(&[file, option]).stdout).unwrap();
        assert_eq!(plain.lines().count(), rows, "{plain}");
        assert_eq!(redacted(&[file, option]).lines().count(), rows, "{option}");
    }
}

#[test]
fn raw_is_refused() {
    for words in [["-o", "raw"], ["-r", "--no-messages"]] {
        let output = run(&[&words, &["--redact", "x.ndjson"][..]].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("-o json"));
    }
}
