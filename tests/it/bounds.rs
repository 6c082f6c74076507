//! Time and memory that whoever writes records can't make ours: one long record takes time by its length, and what is kept
//! while reading takes the memory that it was given.
//!
//! Time is what the processor spent on the thread, four times as much text against the same, the best of three: a
//! quadratic path takes sixteen times as long. Memory is the most that the process had, asked of the system while it
//! waits for its answer to be read.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;

use jiff::tz::TimeZone;
use knoxlog::engine::Fold;
use knoxlog::output::{
    Charset, Destination, FORMATS, FormulaGuard, Gaps, Header, RowOptions, RowText, RowWriter,
    Template,
};
use knoxlog::record::column::{Column, columns};
use knoxlog::record::field::FIELDS;
use knoxlog::record::{Origin, Record};
use knoxlog::text::Paint;

use crate::support::{knoxlog, text};

/// Bytes of the shorter of two texts.
const LENGTH: usize = 32 << 10;
/// How much longer the other one is, and how much more time it may take.
const TIMES: usize = 4;
const SLOWER: f64 = 8.0;
/// Nanoseconds that nobody notices: what takes less is not worth a second look.
const SHORT: f64 = 50e6;

/// What a text is made of, by the number of the piece.
type Piece = fn(usize) -> String;

/// Texts of which some rule has much to look at.
const TEXTS: &[(&str, Piece)] = &[
    ("pairs", |at| format!("a=b x{at}=y ")),
    ("pairs of a key", |_| {
        "flags=O_A syscall=B domain=x sin_port=1 ".to_owned()
    }),
    ("one token", |_| "a1".to_owned()),
    ("digits", |_| "a/12345:".to_owned()),
    ("addresses", |_| "10.0.0.1 ".to_owned()),
    ("directories for temporary files", |_| {
        "/tmp/abcdef".to_owned()
    }),
    ("options of kill", |at| match at {
        0 => "kill ".to_owned(),
        _ => "-,kill -,pid=1 ".to_owned(),
    }),
    ("hex digits", |_| "/ab/cd/12345678ab".to_owned()),
    ("distinct tags", |at| format!("CIS_{at},")),
    ("hostile", |_| "\u{202e}\u{1b}".to_owned()),
];

/// Keys whose values other fields are read out of.
const KEYS: &[&str] = &[
    "NamespaceName",
    "PodName",
    "Labels",
    "Result",
    "Tags",
    "ProcessName",
    "Source",
    "Resource",
    "Data",
    "HostIP",
];

/// A record of values that are that long.
fn record(text: Piece, operation: &str, length: usize) -> String {
    let mut long = String::with_capacity(length + 99);
    let mut at = 0;
    while long.len() < length {
        long.push_str(&text(at));
        at += 1;
    }
    let mut record = serde_json::json!({
        "Operation": operation,
        "Owner": {"Name": long, "Ref": long},
        "ExecEvent": {"ExecID": long, "ExecutableName": long},
        "EventData": (0..length / 16).map(|at| (format!("k{at}"), "v".into())).collect::<serde_json::Map<_, _>>(),
        "ATags": long.split(',').collect::<Vec<_>>(),
    });
    for key in KEYS {
        record[*key] = long.as_str().into();
    }
    record.to_string()
}

/// Nanoseconds that the processor has spent on this thread.
fn spent() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

fn time_of(work: impl FnOnce()) -> f64 {
    let start = spent();
    work();
    spent() - start
}

/// Fails if work on the longer text takes much longer than its length explains.
fn assert_linear(what: &str, work: impl Fn(&str), json: &Lengths<'_>) {
    let long = json.long.as_str();
    if time_of(|| work(long)) < SHORT {
        return;
    }
    let best = |text: &str| {
        (0..3)
            .map(|_| time_of(|| work(text)))
            .fold(f64::MAX, f64::min)
    };
    let (short, long) = (best(&(json.of)(LENGTH)), best(long));
    assert!(
        long < SHORT || long < SLOWER * short,
        "{what}: {TIMES} times the text takes {:.1} times as long",
        long / short
    );
}

/// A record of any length, and the one that is long. The short one is seldom asked for.
struct Lengths<'l> {
    of: &'l dyn Fn(usize) -> String,
    long: String,
}

impl<'l> Lengths<'l> {
    fn new(of: &'l dyn Fn(usize) -> String) -> Self {
        Self {
            of,
            long: of(TIMES * LENGTH),
        }
    }
}

fn every_text(each: impl Fn(&str, &Lengths<'_>)) {
    for (name, text) in TEXTS {
        for operation in ["Process", "File", "Network"] {
            let of = |length| record(*text, operation, length);
            each(&format!("{name}, {operation}"), &Lengths::new(&of));
        }
    }
}

#[test]
fn every_field_of_a_long_record_takes_time_by_its_length() {
    let names: Vec<String> = FIELDS
        .iter()
        .map(|field| field.name.replace(".K", ".k1"))
        .collect();
    let all = columns(names.iter().map(String::as_str), None).unwrap();
    let read = |column: &Column, json: &str| {
        let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
        column.write_each(&record, &TimeZone::UTC, &mut Vec::new(), 0);
    };
    every_text(|text, json| {
        for column in &all {
            let what = format!("{} of {text}", column.name);
            assert_linear(&what, |json| read(column, json), json);
        }
    });
}

#[test]
fn every_format_of_a_long_record_takes_time_by_its_length() {
    let all: Vec<RowWriter> = FORMATS
        .iter()
        .map(|format| RowWriter {
            sheet: RowOptions {
                format,
                columns: columns(format.columns.iter().copied(), None).unwrap(),
                zone: TimeZone::UTC,
                paint: Paint::Plain,
                place: Destination::Terminal(100),
                header: Header::Shown,
                guard: FormulaGuard::On,
                template: Template::parse("{ns} {cmd}|{tag}", None).unwrap(),
                indicators: None,
                charset: Charset::Unicode,
                gaps: Gaps::Counted,
                derived: true,
            },
        })
        .collect();
    let write = |rows: &RowWriter, json: &str| {
        let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
        rows.visit(&record, &mut RowText::default());
    };
    every_text(|text, json| {
        for rows in &all {
            let what = format!("{} of {text}", rows.sheet.format.name);
            assert_linear(&what, |json| write(rows, json), json);
        }
    });
}

/// A key that is there again and again shows what is read out of it once.
#[test]
fn equal_keys_take_time_by_their_number() {
    let json = |length: usize| {
        let keys = r#""Data":"x","#.repeat(length / 32);
        let data = "flags=O_A ".repeat(length / 10);
        format!(r#"{{"Operation":"File","Data":"{data}",{keys}"Type":"HostLog"}}"#)
    };
    let rows = RowWriter {
        sheet: RowOptions {
            format: FORMATS
                .iter()
                .find(|format| format.name == "block")
                .unwrap(),
            columns: Vec::new(),
            zone: TimeZone::UTC,
            paint: Paint::Plain,
            place: Destination::Elsewhere,
            header: Header::Shown,
            guard: FormulaGuard::On,
            template: Template::parse("", None).unwrap(),
            indicators: None,
            charset: Charset::Unicode,
            gaps: Gaps::Counted,
            derived: false,
        },
    };
    let write = |json: &str| {
        let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
        rows.visit(&record, &mut RowText::default());
    };
    assert_linear("block", write, &Lengths::new(&json));
}

const MIB: usize = 1 << 20;

/// The answer to a question, what was told on standard error, and the most memory that it took.
fn peak(words: &[&str], file: &Path) -> (String, String, usize) {
    let mut run = knoxlog(words)
        .arg(file)
        .args(["--no-config", "--no-mmap", "-j", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(run.stdout.take().unwrap());
    // The answer is longer than what a pipe holds, and waits to be read.
    output.fill_buf().unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", run.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let mut answer = String::new();
    std::io::Read::read_to_string(&mut output, &mut answer).unwrap();
    let told = run.wait_with_output().unwrap();
    let line = line.expect("the answer was too short: the process was gone");
    let kib: usize = line.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(
        answer.len() > 2 * 64 * 1024,
        "{} bytes of an answer",
        answer.len()
    );
    (answer, String::from_utf8(told.stderr).unwrap(), kib * 1024)
}

fn write_lines(file: &Path, lines: impl Iterator<Item = String>) {
    let mut out = std::io::BufWriter::new(fs::File::create(file).unwrap());
    for line in lines {
        out.write_all(line.as_bytes()).unwrap();
    }
    out.flush().unwrap();
}

/// What any run takes: the program itself, its threads, the blocks that are under way.
const USUAL: usize = 32 * MIB;

#[test]
fn groups_take_the_memory_that_they_were_given() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let line = |at| format!("{{\"Operation\":\"File\",\"Resource\":\"/data/{at:032}/x\"}}\n");
    write_lines(&file, (0..400_000).map(line));
    for words in [
        &["count", "--by", "path"][..],
        &["count", "--by", "path", "-o", "csv"],
    ] {
        let (answer, told, bytes) = peak(&[words, &["--memory", "12M"]].concat(), &file);
        assert!(bytes < USUAL + 2 * 12 * MIB, "{words:?}: {bytes}");
        // But for the heading and the row of the others.
        let shown = answer.lines().count() as u64 - 2;
        let beyond = format!("{} records are of", knoxlog::text::Count(400_000 - shown));
        assert!(told.contains(&beyond), "{shown} {told}");
        assert!(told.contains("note: read "), "{told}");
        assert!(shown > 10_000, "{shown}");
    }
    let words = ["rare", "path", "--memory", "12M"];
    let run = knoxlog(&words).arg(&file).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    let told = text(run.stderr);
    assert!(
        told.contains("groups are that rare, or more than take 6.0 MiB"),
        "{told}"
    );
}

#[test]
fn rare_groups_are_written_without_being_copied() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let line = |at| format!("{{\"Operation\":\"File\",\"Resource\":\"/data/{at:032}/x\"}}\n");
    write_lines(&file, (0..100_000).map(line));
    for format in ["table", "json"] {
        let (answer, _, bytes) = peak(&["rare", "path", "-o", format], &file);
        assert_eq!(
            answer
                .lines()
                .filter(|line| line.contains("/data/"))
                .count(),
            100_000
        );
        assert!(bytes < USUAL + 60 * MIB, "{format}: {bytes}");
    }
}

/// 2,000 flags of a file whose path is as long as a million bytes would be two gigabytes of groups.
#[test]
fn one_record_takes_the_memory_of_its_length() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let mut flags = String::new();
    (0..2000).for_each(|at| write!(flags, "flags=O_{at} ").unwrap());
    let path = "/x".repeat(MIB / 2);
    let line = format!("{{\"Operation\":\"File\",\"Data\":\"{flags}\",\"Resource\":\"{path}\"}}\n");
    write_lines(&file, std::iter::once(line));
    let (answer, told, bytes) = peak(&["count", "--by", "flags,path", "-o", "csv"], &file);
    assert!(answer.lines().nth(1).unwrap().starts_with("(many),/x/x"));
    assert!(
        told.contains(
            "1 record belongs to more than 10,000 groups, or to groups of more than a megabyte"
        ),
        "{told}"
    );
    assert!(bytes < USUAL + 20 * MIB, "{bytes}");
}

#[test]
fn trees_take_the_memory_that_they_were_given() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    // Each is a process of its own, of a parent that is not known, in a container of its own, with a long command line.
    let line = |at: usize| {
        let id = at + 2;
        format!(
            "{{\"Operation\":\"Process\",\"HostName\":\"n\",\"HostPID\":{id},\"HostPPID\":{},\"ContainerID\":\"c{at}\",\"ProcessName\":\"/bin/{at}\",\"Resource\":\"/bin/{at} {}\",\"Data\":\"syscall=SYS_EXECVE\"}}\n",
            id + 1_000_000,
            "y".repeat(at % 300)
        )
    };
    write_lines(&file, (0..60_000).map(line));
    for words in [
        &["tree"][..],
        &["tree", "-o", "json"],
        &["tree", "--unfold"],
        &["report"],
    ] {
        let (answer, told, bytes) = peak(&[words, &["--memory", "24M"]].concat(), &file);
        assert!(bytes < USUAL + 24 * MIB, "{words:?}: {bytes}");
        let met = "there was no room for what ";
        assert!(
            told.contains(met) || answer.contains(met),
            "{words:?} {told}"
        );
    }
    let (_, told, _) = peak(&["tree", "--memory", "300M"], &file);
    assert!(!told.contains("no room"), "{told}");
}
