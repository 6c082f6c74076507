//! What every command owes that reads all before it answers: the same answer from a file, a pipe and a packed file, on
//! any number of threads, in every format; nothing that a terminal obeys; an account; the exit codes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;

use flate2::Compression;
use flate2::write::GzEncoder;
use knoxlog::text::hostile;

use crate::support::{DEMO, fed, knoxlog};

/// A command, with what it takes to have an answer.
struct Answer {
    words: &'static [&'static str],
    formats: &'static [&'static str],
    kind: Kind,
}

/// What an answer is.
#[derive(PartialEq)]
enum Kind {
    /// Rows of what was counted.
    Rows,
    /// Rows of what one part has and another does not: what a filter leaves may be too little, and `new` has the
    /// exit codes.
    Comparison,
    /// A page that names its inputs and its command: `report` has what is in it.
    Page,
}

const fn answer(words: &'static [&'static str]) -> Answer {
    Answer {
        words,
        formats: &FORMATS,
        kind: Kind::Rows,
    }
}

/// Every answer command; a new one is a row.
const ANSWERS: &[Answer] = &[
    answer(&["fields"]),
    answer(&["stats"]),
    answer(&["top", "ns,exe"]),
    answer(&["rare", "ns,exe"]),
    Answer {
        formats: &["table", "json", "csv", "tsv", "md", "svg"],
        ..answer(&["hist", "--every", "1m", "--by", "outcome"])
    },
    answer(&["tree"]),
    Answer {
        kind: Kind::Comparison,
        ..answer(&["new", "exe", "--before", "2026-03-14T09:47:01"])
    },
    Answer {
        formats: &["md", "html"],
        kind: Kind::Page,
        ..answer(&["report"])
    },
];

/// The answers that are of these kinds.
fn answers(kinds: &[Kind]) -> impl Iterator<Item = &'static Answer> {
    ANSWERS.iter().filter(|answer| kinds.contains(&answer.kind))
}

/// Formats that every answer has.
const FORMATS: [&str; 5] = ["table", "json", "csv", "tsv", "md"];

/// Records whose texts would steer a terminal, forge a row or start a formula.
const HOSTILE: &str = concat!(
    r#"{"UpdatedTime":"2026-03-14T09:47:00Z","HostName":"n\u001b[2J1","NamespaceName":"=cmd|' /C calc'!A1","PodName":"p\u202e","ContainerName":"c","ProcessName":"/tmp/\u001b]52;c;aGk=\u0007x","ParentProcessName":"/bin/sh\u009b","HostPID":7,"HostPPID":6,"PID":2,"PPID":1,"UID":0,"Type":"MatchedPolicy","PolicyName":"@p\r\nforged","Action":"Block\u0085","Operation":"File","Resource":"/etc/a\nb\tc\u2028","Source":"/tmp/x \u200b","Data":"lsm=FILE_OPEN","Result":"Permission denied"}"#,
    "\n",
    r#"{"UpdatedTime":"2026-03-14T09:47:01Z","HostName":"n\u001b[2J1","NamespaceName":"+1","PodName":"p","ProcessName":"-x","HostPID":8,"HostPPID":7,"UID":0,"Type":"ContainerLog","Operation":"Network","Resource":"remoteip=203.0.113.66 port=\u001b[31m protocol=TCP","Data":"kprobe=tcp_connect domain=AF_INET","Result":"Passed"}"#,
    "\n",
    r#"{"UpdatedTime":"2026-03-14T09:47:02Z","HostName":"n\u001b[2J1","NamespaceName":"\u001b[7m","PodName":"p\u0000","ContainerName":"c\u001bc","Type":"SystemEvent","Operation":"AlertThreshold","MaxAlertsPerSec":10,"DroppingAlertsInterval":30}"#,
    "\n",
    r#"{"HostName":"untimed","Operation":"Process","Resource":"/bin/id","ProcessName":"/bin/id","UID":0,"PPID":0}"#,
    "\n",
);

/// The same records in the forms in which they come.
struct Corpus {
    folder: tempfile::TempDir,
    bytes: Vec<u8>,
}

impl Corpus {
    fn new(bytes: Vec<u8>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ndjson"), &bytes).unwrap();
        let file = std::fs::File::create(folder.path().join("a.ndjson.gz")).unwrap();
        let mut packed = GzEncoder::new(file, Compression::fast());
        packed.write_all(&bytes).unwrap();
        packed.finish().unwrap();
        Self { folder, bytes }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn demo() -> PathBuf {
    PathBuf::from(DEMO)
}

/// What the relay and the cluster of the demo write, and hostile records among them.
fn hostile_corpus() -> Corpus {
    let mut bytes = HOSTILE.as_bytes().to_vec();
    bytes.extend(std::fs::read(demo()).unwrap());
    bytes.extend_from_slice(HOSTILE.as_bytes());
    Corpus::new(bytes)
}

/// Runs in a folder.
fn run(folder: &Path, words: &[&str], stdin: Option<&[u8]>) -> Output {
    let mut command = knoxlog(words);
    command.current_dir(folder);
    match stdin {
        Some(bytes) => fed(&mut command, bytes),
        None => command.output().unwrap(),
    }
}

/// The answer without the names of the inputs, and without the room that they take in a table.
fn nameless(output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let text = text
        .replace("a.ndjson.gz", "-")
        .replace("a.ndjson", "-")
        .replace("'-", "-");
    let lines = text
        .lines()
        .map(|line| line.split(' ').filter(|word| !word.is_empty()));
    let lines: Vec<String> = lines
        .map(|words| words.collect::<Vec<_>>().join(" "))
        .collect();
    lines.join("\n")
}

#[test]
fn the_answer_is_the_same_however_the_records_come() {
    let corpus = hostile_corpus();
    for answer in answers(&[Kind::Rows, Kind::Comparison]) {
        for format in answer.formats {
            let words = [answer.words, &["-o", *format]].concat();
            let with = |more: &[&'static str]| [words.as_slice(), more].concat();
            let file = run(corpus.path(), &with(&["a.ndjson"]), None);
            let said = String::from_utf8_lossy(&file.stderr).into_owned();
            assert_eq!(file.status.code(), Some(0), "{words:?}: {said}");
            let expected = nameless(&file);
            assert!(!expected.is_empty(), "{words:?}");
            let small = ["-j", "3", "--block-size", "4K", "-"];
            let single = ["-j", "1", "-"];
            for (more, stdin) in [
                (&["a.ndjson.gz"][..], None),
                (&["-j", "1", "--no-mmap", "a.ndjson"], None),
                (&single, Some(corpus.bytes.as_slice())),
                (&small, Some(corpus.bytes.as_slice())),
            ] {
                let other = run(corpus.path(), &with(more), stdin);
                assert_eq!(nameless(&other), expected, "{words:?} {more:?}");
                assert_eq!(other.status.code(), Some(0), "{words:?} {more:?}");
            }
        }
    }
}

#[test]
fn nothing_comes_out_that_a_terminal_obeys() {
    let corpus = hostile_corpus();
    for answer in ANSWERS {
        for format in answer.formats {
            for place in [&[][..], &["--width", "80"], &["--ascii"]] {
                let words = [answer.words, &["-o", *format], place, &["a.ndjson"]].concat();
                let output = run(corpus.path(), &words, None);
                for (name, bytes) in [("output", output.stdout), ("messages", output.stderr)] {
                    let text = String::from_utf8(bytes).unwrap();
                    let is_ours = |c: char| c == '\n' || c == '\t' && *format == "tsv";
                    let obeyed = text.chars().find(|c| hostile(*c) && !is_ours(*c));
                    assert_eq!(obeyed, None, "{words:?}: {name}");
                }
            }
        }
    }
}

#[test]
fn messages_are_safe_too() {
    let hostile_name = "a\u{1b}]52;c;eA==\u{7}\u{202e}b.ndjson";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(hostile_name),
        "{\"Operation\":\"\u{1b}[2J\u{9b}1m\n{}x\n[\u{1b}c\n",
    )
    .unwrap();
    for words in [
        vec![hostile_name, "ns=\u{1b}[31mx"],
        vec!["n\u{1b}s=a", hostile_name],
        vec!["missing\u{1b}[2J.ndjson"],
        vec!["-c", "a\u{1b}b", hostile_name],
        vec!["--op", "\u{202e}", hostile_name],
        vec!["-o", "\u{1b}[2J", hostile_name],
    ] {
        let run = knoxlog(&words).current_dir(folder.path()).output().unwrap();
        let text = std::str::from_utf8(&run.stderr).unwrap();
        assert!(!text.is_empty(), "{words:?}");
        let bad = text.chars().find(|char| *char != '\n' && hostile(*char));
        assert_eq!(bad, None, "{words:?}: {text:?}");
    }
}

#[test]
fn rows_are_whole_in_every_format() {
    let corpus = hostile_corpus();
    for answer in answers(&[Kind::Rows, Kind::Comparison]) {
        let text = |format| {
            let words = [answer.words, &["-o", format, "a.ndjson"]].concat();
            String::from_utf8(run(corpus.path(), &words, None).stdout).unwrap()
        };
        for line in text("json").lines() {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(object.is_object(), "{:?}: {line}", answer.words);
        }
        let (csv, tsv) = (text("csv"), text("tsv"));
        let cells: Vec<usize> = csv_rows(&csv).iter().map(Vec::len).collect();
        let tabs = tsv.lines().map(|line| line.split('\t').count());
        assert_eq!(cells, tabs.collect::<Vec<_>>(), "{:?}", answer.words);
        assert!(
            cells.iter().all(|count| *count == cells[0]),
            "{:?}",
            answer.words
        );
        for cell in csv_rows(&csv).iter().skip(1).flatten() {
            let is_formula = cell.starts_with(['=', '@'])
                || cell.starts_with(['-', '+']) && cell.parse::<f64>().is_err();
            assert!(!is_formula, "{:?}: {cell}", answer.words);
        }
    }
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

/// What `o` writes from the counts of the screen, by the name of the file.
#[test]
fn the_table_that_the_screen_writes_is_that_of_top() {
    let corpus = hostile_corpus();
    let file = |name: &str| std::fs::read_to_string(corpus.path().join(name)).unwrap();
    for (at, fields) in ["ns,exe", "ns,pod,policy,resource", "attack,severity", "tag"]
        .iter()
        .enumerate()
    {
        let files: Vec<(&str, String)> = [
            ("csv", "csv"),
            ("tsv", "tsv"),
            ("md", "md"),
            ("json", "json"),
            ("json", "ndjson"),
            ("json", "jsonl"),
        ]
        .map(|(format, ending)| (format, format!("table-{at}.{ending}")))
        .into();
        // More groups than there are rows on the screen.
        let mut script = Vec::new();
        writeln!(
            script,
            "size 80 10\nkeys T b C-u\ntype {fields}\nkeys Enter"
        )
        .unwrap();
        for (_, name) in &files {
            writeln!(script, "keys o C-u\ntype {name}\nkeys Enter\nshow").unwrap();
        }
        std::fs::write(corpus.path().join("script"), script).unwrap();
        let played = run(
            corpus.path(),
            &["tui", "--ascii", "--keys", "script", "a.ndjson"],
            None,
        );
        let screens = String::from_utf8(played.stdout).unwrap();
        for (format, name) in &files {
            let words = ["top", fields, "-N", "100000", "-o", format, "a.ndjson"];
            let expected = String::from_utf8(run(corpus.path(), &words, None).stdout).unwrap();
            // As often as each other they come in the order of their values, there before these are escaped.
            assert_eq!(file(name).lines().next(), expected.lines().next());
            assert_eq!(sorted(&file(name)), sorted(&expected), "{fields} {name}");
            assert!(expected.lines().count() > 1, "{expected}");
            let groups = expected.lines().count()
                - if *format == "json" {
                    0
                } else {
                    1 + usize::from(*format == "md")
                };
            let said = format!(" {groups} groups written to {name}");
            assert!(screens.contains(&said), "{said}\n{screens}");
        }
    }
}

/// The cells of RFC 4180, by the book.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(String::new()),
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            '\r' if !is_quoted => {}
            c => row.last_mut().unwrap().push(c),
        }
    }
    rows.pop();
    rows
}

#[test]
fn the_account_is_told_and_may_be_silenced() {
    let corpus = hostile_corpus();
    for answer in ANSWERS {
        let words = [answer.words, &["a.ndjson"]].concat();
        let said = run(corpus.path(), &words, None).stderr;
        let said = String::from_utf8(said).unwrap();
        for part in ["5 lines skipped", "3 throttle gaps", "198 records read"] {
            assert!(said.contains(part), "{words:?}: {said}");
        }
        let words = [answer.words, &["--no-messages", "a.ndjson"]].concat();
        assert_eq!(run(corpus.path(), &words, None).stderr, b"", "{words:?}");
    }
}

#[test]
fn filters_windows_and_macros_hold() {
    let corpus = hostile_corpus();
    for answer in answers(&[Kind::Rows]) {
        let asked = |filter: &[&'static str]| {
            let words = [answer.words, filter, &["-o", "json", "a.ndjson"]].concat();
            let output = run(corpus.path(), &words, None);
            (output.status.code(), output.stdout)
        };
        let denied = asked(&["is:denied"]);
        assert_eq!(denied.0, Some(0), "{:?}", answer.words);
        assert_eq!(
            denied,
            asked(&["-e", "outcome=denied"]),
            "{:?}",
            answer.words
        );
        assert_ne!(denied, asked(&["-x", "is:denied"]), "{:?}", answer.words);
        let window = ["--since", "2026-03-14T09:47", "--until", "2026-03-14T09:50"];
        assert_eq!(
            asked(&window),
            asked(&["time=2026-03-14T09:47..09:50"]),
            "{:?}",
            answer.words
        );
    }
}

#[test]
fn exit_codes_tell_a_trustworthy_no_from_an_error() {
    let whole = Corpus::new(HOSTILE.as_bytes().to_vec());
    let torn = Corpus::new([HOSTILE.as_bytes(), b"{\"Operation\":\n"].concat());
    let expected = [
        (&whole, &["ns=nothing-such", "a.ndjson"][..], 1),
        (&torn, &["ns=nothing-such", "a.ndjson"], 2),
        (&torn, &["a.ndjson"], 0),
        (&torn, &["--strict", "a.ndjson"], 2),
        (&whole, &["a.ndjson", "missing.ndjson"], 2),
        (&whole, &["namspace=x", "a.ndjson"], 2),
        (&whole, &["-o", "yaml", "a.ndjson"], 2),
    ];
    for answer in answers(&[Kind::Rows, Kind::Page]) {
        for (corpus, more, code) in expected {
            let words = [answer.words, more].concat();
            let status = run(corpus.path(), &words, None).status;
            assert_eq!(status.code(), Some(code), "{words:?}");
        }
        let quiet = [answer.words, &["-q", "a.ndjson"]].concat();
        let quiet = run(whole.path(), &quiet, None);
        assert_eq!(quiet.status.code(), Some(0), "{:?}", answer.words);
        assert_eq!(quiet.stdout, b"", "{:?}", answer.words);
    }
}
