//! Pipes, signals and full disks, with the real command.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{self, DEMO};

const RECORD: &str = "{\"Operation\":\"File\",\"NamespaceName\":\"shop\",\"Resource\":\"/etc/passwd\",\"Result\":\"Passed\"}\n";

/// The command with pipes at all its ends.
fn knoxlog(words: &[&str]) -> Command {
    let mut command = support::knoxlog(words);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Waits a bounded time for the exit code.
fn code(child: &mut Child) -> Option<i32> {
    let end = Instant::now() + Duration::from_secs(20);
    while Instant::now() < end {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::yield_now();
    }
    child.kill().unwrap();
    None
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

#[test]
fn the_first_match_of_a_slow_pipe_is_printed_at_once() {
    let mut child = knoxlog(&["op=file", "--json"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(RECORD.as_bytes()).unwrap();
    let mut line = String::new();
    // The writer still holds the pipe open: this would wait for ever if rows were held back.
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(line, RECORD);
    drop(stdin);
    assert_eq!(code(&mut child), Some(0));
}

#[test]
fn a_closed_pipe_is_quiet() {
    let mut child = knoxlog(&["op=file,process,network", "--no-messages", DEMO])
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(code(&mut child), Some(0));
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!(said, "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_loud() {
    for words in [
        vec!["op=file", DEMO],
        vec!["count", DEMO],
        vec!["explain", "ns=a"],
    ] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let run = knoxlog(&words).stdout(full).output().unwrap();
        assert_eq!(run.status.code(), Some(2), "{words:?}");
        assert!(
            String::from_utf8(run.stderr)
                .unwrap()
                .contains("cannot write the output")
        );
    }
}

#[test]
fn an_interruption_prints_what_is_complete() {
    for (name, expected) in [("-INT", 130), ("-TERM", 143)] {
        let mut child = knoxlog(&["op=file", "--json"]).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(RECORD.as_bytes()).unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        signal(&child, name);
        assert_eq!(code(&mut child), Some(expected), "{name}");
        drop(stdin);
    }
}

#[test]
fn exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let good = write("good.ndjson", RECORD);
    let torn = write("torn.ndjson", &format!("{RECORD}{{\"Operation\":\"File"));
    let list = write("list.json", &format!("[\n{},\n", RECORD.trim_end()));
    let noise = write("noise.log", "Created a relay server (:32767)\n");
    let missing = folder
        .path()
        .join("missing.ndjson")
        .to_str()
        .unwrap()
        .to_owned();
    let here = folder.path().to_str().unwrap();
    for (words, expected) in [
        (vec!["op=file", &good], 0),
        (vec!["op=network", &good], 1),
        (vec!["op=network", &noise], 2),
        (vec!["op=network", "--allow-empty", &noise], 1),
        (vec!["op=file", &torn], 0),
        (vec!["op=network", &torn], 2),
        (vec!["op=file", "--strict", &torn], 2),
        (vec!["op=file", &missing, &good], 2),
        (vec!["-q", "op=file", &missing, &good], 0),
        (vec!["-q", "op=network", &missing, &good], 2),
        (vec!["op=file", here], 2),
        (vec!["nope=file", &good], 2),
        (vec!["--nope"], 2),
        (vec!["count", "op=network", &good], 1),
        (vec!["count", "op=network", &list], 2),
        (vec!["count", "op=file", &list], 0),
        (vec!["tree", "--of", "9999", &good], 1),
        (vec!["tree", "--of", "9999", &torn], 2),
        (vec!["tree", "-q", "--of", "9999", &torn], 2),
        (vec!["tree", "--strict", &torn], 2),
        (vec!["rare", "ns", "op=network", &torn], 2),
        (vec!["hist", "op=network", &torn], 2),
        (vec!["stats", "op=network", &torn], 2),
        (vec!["report", "op=network", &torn], 2),
        (vec!["count", "--by", "op", &good], 0),
    ] {
        let run = knoxlog(&words).output().unwrap();
        assert_eq!(run.status.code(), Some(expected), "{words:?}");
    }
}

#[test]
fn the_same_bytes_on_any_threads_and_blocks() {
    for format in ["line", "table", "json", "raw", "csv"] {
        let run = |threads: &str, block: &str| {
            let words = [
                "-o",
                format,
                "-j",
                threads,
                "--block-size",
                block,
                "op=file",
                DEMO,
            ];
            knoxlog(&words).output().unwrap()
        };
        let expected = run("1", "1M");
        assert!(!expected.stdout.is_empty());
        for (threads, block) in [("2", "1"), ("7", "7"), ("2", "4096"), ("7", "256K")] {
            let found = run(threads, block);
            assert!(
                found.stdout == expected.stdout && found.stderr == expected.stderr,
                "{format} {threads} {block}"
            );
        }
    }
}

#[test]
fn an_input_that_is_also_the_output_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (evidence, other) = (folder.path().join("ev"), folder.path().join("other"));
    for file in [&evidence, &other] {
        std::fs::write(file, RECORD).unwrap();
    }
    for words in [
        &["count"][..],
        &["count", "--by", "op"],
        &["-o", "csv"],
        &["--json"],
    ] {
        let output = std::fs::File::options()
            .append(true)
            .open(&evidence)
            .unwrap();
        let run = knoxlog(words)
            .arg(&other)
            .arg(&evidence)
            .stdout(output)
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2), "{words:?}");
        let told = String::from_utf8(run.stderr).unwrap();
        assert!(told.contains("ev: input is also the output"), "{told}");
        assert_eq!(
            std::fs::read_to_string(&evidence).unwrap(),
            RECORD,
            "{words:?}"
        );
    }
}

#[test]
fn records_on_a_pipe_are_not_taken_for_values() {
    for words in [&["ns=@-"][..], &["ns=@-", "-"]] {
        let mut child = knoxlog(words).spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(RECORD.as_bytes())
            .unwrap();
        assert_eq!(code(&mut child), Some(2), "{words:?}");
    }
    let mut child = knoxlog(&["count", "ns=@-", DEMO]).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"payments\n")
        .unwrap();
    assert_eq!(code(&mut child), Some(0));
}

#[test]
fn a_pipe_alone_is_filtered() {
    let mut child = knoxlog(&[]).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(RECORD.as_bytes())
        .unwrap();
    assert_eq!(code(&mut child), Some(0));
}

/// One value and one long condition: what is complete is out already, so nothing waits for the rest.
#[test]
fn an_interruption_does_not_wait_for_one_long_match() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long.ndjson");
    let value = "ab".repeat(16 << 20);
    std::fs::write(
        &file,
        format!("{{\"Operation\":\"File\",\"Message\":\"{value}\"}}\n"),
    )
    .unwrap();
    // Word boundaries of Unicode have no fast automaton.
    let conditions = vec!["message~'(?:\\b.{0,40}é\\b){2}x'"; 20].join(" or ");
    let mut child = knoxlog(&["count", "-e", &conditions])
        .arg(&file)
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    if child.try_wait().unwrap().is_none() {
        signal(&child, "-INT");
        let start = Instant::now();
        assert_eq!(code(&mut child), Some(130));
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}

#[test]
fn a_file_cut_while_it_is_read_leaves_whole_rows() {
    // Rows that no buffer of a pipe holds a whole number of, more than a thread reads at once.
    let row = RECORD.replace("passwd", &"x".repeat(9_001));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ndjson");
    std::fs::write(&path, row.repeat(3_000)).unwrap();
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    // Settled, so that it is mapped.
    file.set_modified(std::time::SystemTime::now() - Duration::from_secs(3_600))
        .unwrap();
    let mut child = knoxlog(&["op=file", "--json", "-j", "2", path.to_str().unwrap()])
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut seen = vec![0; 100];
    out.read_exact(&mut seen).unwrap();
    file.set_len(7_000_000).unwrap();
    out.read_to_end(&mut seen).unwrap();
    let mut said = String::new();
    let mut errors = child.stderr.take().unwrap();
    errors.read_to_string(&mut said).unwrap();
    assert_eq!(code(&mut child), Some(2), "{said}");
    assert!(said.contains("truncated while being read"), "{said}");
    let text = String::from_utf8(seen).unwrap();
    assert!(text.ends_with('\n'), "{}", text.len() % row.len());
    assert!(text.split_inclusive('\n').all(|line| line == row));
}

#[test]
fn a_config_that_cannot_be_read_is_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("knoxlog/config.toml");
    // No file: neither can it be read, by whomever.
    std::fs::create_dir_all(&config).unwrap();
    let run = |words: &[&str]| {
        let mut command = knoxlog(words);
        command
            .env("XDG_CONFIG_HOME", folder.path())
            .output()
            .unwrap()
    };
    let found = run(&["count", "op=file", DEMO]);
    let said = String::from_utf8(found.stderr).unwrap();
    assert_eq!(found.status.code(), Some(0), "{said}");
    assert!(
        said.contains("note: ") && said.contains("config.toml: "),
        "{said}"
    );
    let quiet = run(&["count", "op=file", DEMO, "--no-config", "--no-messages"]);
    assert_eq!(quiet.stderr, b"");
    let named = run(&[
        "count",
        "op=file",
        DEMO,
        "--config",
        config.to_str().unwrap(),
    ]);
    assert_eq!(named.status.code(), Some(2));
}

#[test]
fn the_screen_of_nothing_is_refused_before_it_opens() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().to_str().unwrap();
    for (words, why) in [
        (vec!["tui", "nosuch"], "nosuch: No such file"),
        (vec!["tui", here], "is a directory"),
    ] {
        let run = knoxlog(&words).output().unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
        assert_eq!(run.stdout, b"");
    }
    let some = knoxlog(&["tui", "nosuch", DEMO]).output().unwrap();
    assert!(
        String::from_utf8(some.stderr)
            .unwrap()
            .contains("needs a terminal")
    );
}
