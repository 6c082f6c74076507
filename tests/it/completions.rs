//! Completion in the real shells, where they are installed.

use std::path::Path;
use std::process::Command;

use crate::support::{KNOXLOG, ROOT, knoxlog};

/// What a shell prints; nothing where there is no such shell.
fn run(shell: &str, words: &[&str]) -> Option<String> {
    let folder = Path::new(KNOXLOG).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    // Shells write into their folder of settings.
    let settings = tempfile::tempdir().unwrap();
    let run = Command::new(shell)
        .args(words)
        .env("PATH", path)
        .env("XDG_CONFIG_HOME", settings.path())
        .current_dir(ROOT)
        .output();
    let Ok(run) = run else {
        eprintln!("no {shell} here");
        return None;
    };
    assert_eq!(String::from_utf8_lossy(&run.stderr), "", "{shell}");
    assert!(run.status.success(), "{shell}");
    Some(String::from_utf8(run.stdout).unwrap())
}

#[test]
fn values_are_those_of_the_files_the_most_frequent_first() {
    let offered = |word: &str, line: &[&str]| {
        let run = knoxlog(&["complete-term", word])
            .args(line)
            .current_dir(ROOT)
            .output()
            .unwrap();
        String::from_utf8(run.stdout).unwrap()
    };
    let counts = knoxlog(&[
        "count",
        "--by",
        "ns",
        "-o",
        "csv",
        "--no-header",
        "has:ns",
        "demo/incident.ndjson",
    ])
    .current_dir(ROOT)
    .output()
    .unwrap();
    let counts = String::from_utf8(counts.stdout).unwrap();
    let wanted = counts
        .lines()
        .map(|row| format!("ns={}\n", row.split(',').next().unwrap()));
    let wanted: String = wanted.collect();
    assert!(wanted.lines().count() > 2);
    assert_eq!(
        offered("ns=", &["filter", "-m", "5", "ns=", "demo/incident.ndjson"]),
        wanted
    );
    assert_eq!(
        offered("ns=", &["filter", "ns=", "nosuch.ndjson", "demo"]),
        "\n"
    );
}

/// What bash would offer for a line whose words Readline parts as given.
fn bash(line: &str, words: &[&str]) -> Option<Vec<String>> {
    let (last, quoted) = (words.len() - 1, words.join("' '"));
    let script = format!(
        "source completions/knoxlog.bash; COMP_LINE='{line}'; COMP_POINT={}; COMP_WORDS=('{quoted}'); COMP_CWORD={last}; \
         _knoxlog_terms knoxlog '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        line.len(),
        words[last],
        words[last - 1],
    );
    let out = run("bash", &["--norc", "-c", &script])?;
    Some(out.lines().map(str::to_owned).collect())
}

#[test]
fn bash_offers_fields_values_and_options() {
    let Some(fields) = bash("knoxlog filter po", &["knoxlog", "filter", "po"]) else {
        return;
    };
    assert_eq!(fields, ["pod=", "policy=", "port="]);
    let values = bash(
        "knoxlog filter op=ne",
        &["knoxlog", "filter", "op", "=", "ne"],
    )
    .unwrap();
    assert_eq!(values, ["Network", "NetworkFirewall"]);
    let macros = bash(
        "knoxlog filter is:den",
        &["knoxlog", "filter", "is", ":", "den"],
    )
    .unwrap();
    assert_eq!(macros, ["denied"]);
    let seen = bash(
        "knoxlog filter demo/incident.ndjson ns=word",
        &[
            "knoxlog",
            "filter",
            "demo/incident.ndjson",
            "ns",
            "=",
            "word",
        ],
    )
    .unwrap();
    assert_eq!(seen, ["wordpress-mysql"]);
    let options = bash("knoxlog filter --env", &["knoxlog", "filter", "--env"]).unwrap();
    assert_eq!(options, ["--envelope"]);
    let formats = bash("knoxlog filter -o lo", &["knoxlog", "filter", "-o", "lo"]).unwrap();
    assert_eq!(formats, ["logfmt"]);
}

#[test]
fn fish_offers_fields_values_and_options() {
    let offered = |line: &str| {
        let script = format!("source completions/knoxlog.fish; complete -C '{line}'");
        let out = run("fish", &["--no-config", "-c", &script])?;
        let first = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
        Some(out.lines().map(first).collect::<Vec<String>>())
    };
    let Some(fields) = offered("knoxlog filter hashal") else {
        return;
    };
    assert_eq!(fields, ["hashalgo="]);
    assert_eq!(
        offered("knoxlog filter outcome=pas").unwrap(),
        ["outcome=passed"]
    );
    assert_eq!(
        offered("knoxlog filter demo/incident.ndjson ns=word").unwrap(),
        ["ns=wordpress-mysql"]
    );
    assert_eq!(offered("knoxlog filter --env").unwrap(), ["--envelope"]);
}

#[test]
fn zsh_reads_its_script() {
    run("zsh", &["-f", "-n", "completions/_knoxlog"]);
    let script = "autoload -U compinit; compinit -D -u; fpath=(completions $fpath); autoload -U _knoxlog; \
                  functions -t _knoxlog_terms 2>/dev/null; whence -w _knoxlog";
    if let Some(out) = run("zsh", &["-f", "-c", script]) {
        assert_eq!(out, "_knoxlog: function\n");
    }
}
