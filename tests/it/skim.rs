//! Passing over lines that cannot match never loses a match, whatever the spelling, and counts what it passes over.

use std::io::Write;
use std::path::Path;
use std::process::Output;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::support::{fed, knoxlog};

/// Filters that name something to look for, of every kind that is looked for.
const FILTERS: &[&str] = &[
    "ns=accuknox-agents",
    "ns=shop,bank",
    "op=network ns=bank",
    "exe=curl",
    "path=/etc/passwd",
    "path=/etc/ssl/",
    "cmd:kiosk",
    "cmd:'a b',PASSW",
    "resource~'pass(wd|word)'",
    "resource~'(?i)PASSWD'",
    "syscall=openat",
    "flags=creat|trunc",
    "labels.app=kiosk",
    "tag=MITRE_T1036",
    "any:kiosk",
    "raw:kiosk",
    "ns=shop or exe=curl",
    "ns=shop and not exe=curl",
    "not ns=shop",
    "workload=kiosk",
    "pod startswith kio",
    ".Owner.Name=kiosk",
    "policy like 'deny-kiosk'",
    "is:denied ns=shop",
    "outcome=denied ns=bank",
];

const TEXTS: &[&str] = &[
    "accuknox-agents",
    "ACCUKNOX-AGENTS",
    "accu\\u006bnox-agents",
    "accu\u{212a}nox-agent\u{17f}",
    "shop",
    "Shop",
    "\\u0073hop",
    "bank",
    "kiosk",
    "\u{212a}io\u{17f}k",
    "KIOSK",
    "kiosk-6c9f7d8b54-x2vkt",
    "deny-kiosk",
    "/usr/bin/curl",
    "\\/usr\\/bin\\/curl",
    "/usr//bin/./curl -k",
    "/etc/passwd",
    "/etc//passwd",
    "/etc/ssl/a",
    "/etc\\/ssl",
    "password",
    "a b",
    "app=kiosk",
    "app=KIOSK,b=c",
    "syscall=SYS_OPENAT fd=3 flags=O_CREAT|O_TRUNC",
    "syscall=sys_openat",
    "MITRE,MITRE_T1036",
    "MITRE\\u005fT1036",
    "Permission denied",
    "Network",
    "network",
    "File",
    "Process",
    "AlertThreshold",
    "alertthreshold",
    "none",
    "",
    "}{",
    ":{",
    "},",
    "[x]",
    "\\\"Result\\\":\\\"x\\\"",
    "Result",
    "bash -i \\u003e\\u0026 /dev/tcp",
];

const KEYS: &[&str] = &[
    "NamespaceName",
    "namespaceName",
    "PodName",
    "Labels",
    "Operation",
    "ProcessName",
    "Source",
    "Resource",
    "Data",
    "Tags",
    "PolicyName",
    "Result",
    "Message",
    "Odd",
    "result",
    "RESULT",
    "\\u0052esult",
    "operation",
    "\\\"Operation",
    "UpdatedTime",
];

/// Values that are more than a text.
const VALUES: &[&str] = &[
    "12",
    "null",
    "{}",
    "[]",
    r#"{"Ref":"shop","Result":"none"}"#,
    r#"{"a":{"Operation":"File"}}"#,
    r#"["Result",{"Result":"bank"}]"#,
    r#""2026-03-14T09:44:06.252858Z""#,
    r#""2026-03-14T10:44:06.252858Z""#,
];

fn record() -> impl Strategy<Value = String> {
    let text = select(TEXTS).prop_map(|text| format!("\"{text}\""));
    let value = prop_oneof![3 => text, 1 => select(VALUES).prop_map(str::to_owned)];
    let member = (select(KEYS), value).prop_map(|(key, value)| format!("\"{key}\":{value}"));
    let owner = select(TEXTS).prop_map(|name| format!("\"Owner\":{{\"Name\":\"{name}\"}}"));
    (
        prop::collection::vec(member, 1..7),
        owner,
        select(&["Process", "Network", "File", "AlertThreshold"][..]),
    )
        .prop_map(|(members, owner, operation)| {
            format!(
                "{{\"Timestamp\":1773481200,{owner},{},\"Operation\":\"{operation}\"}}",
                members.join(",")
            )
        })
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => whole_line(),
        1 => record().prop_map(|record| record.chars().take(record.len() / 2).collect()),
    ]
}

/// A line in which there is no fault.
fn whole_line() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => record(),
        1 => record().prop_map(|record| format!("{record}{record}")),
        1 => record().prop_map(|record| format!("[pod/relay-0/relay] {record}")),
        1 => record().prop_map(|record| format!("{{\"log\":{}}}", serde_json::Value::from(record))),
        1 => Just("{\"level\":\"info\",\"msg\":\"kiosk shop\"}".to_owned()),
        1 => Just(String::new()),
    ]
}

/// A line that something may have happened to: torn, cut, written over, joined with another.
fn damaged_line() -> impl Strategy<Value = String> {
    let cut = |text: &str, at: &Index| {
        let places: Vec<usize> = (0..=text.len())
            .filter(|at| text.is_char_boundary(*at))
            .collect();
        *at.get(&places)
    };
    let two = || (whole_line(), whole_line(), any::<Index>(), any::<Index>());
    prop_oneof![
        6 => whole_line(),
        1 => two().prop_map(move |(one, _, at, _)| one[..cut(&one, &at)].to_owned()),
        1 => two().prop_map(move |(one, _, at, _)| one[cut(&one, &at)..].to_owned()),
        2 => two().prop_map(move |(one, two, at, to)| {
            let (at, to) = (cut(&one, &at), cut(&two, &to));
            format!("{}{}{}", &one[..at], &two[..to], &one[at..])
        }),
        2 => two().prop_map(move |(one, two, at, _)| {
            let at = cut(&one, &at);
            format!("{}{two}{}", &one[..at], &one[at..])
        }),
        2 => (whole_line(), any::<Index>(), "[\\[\\]{}\",:\\\\ a0\u{1}]{1,2}").prop_map(move |(line, at, with)| {
            let at = cut(&line, &at);
            let behind = line[at..].chars().next().map_or(0, char::len_utf8);
            format!("{}{with}{}", &line[..at], &line[at + behind..])
        }),
        1 => two().prop_map(|(one, two, ..)| format!("{one},{two}")),
    ]
}

fn run(words: &[&str], file: &Path) -> Output {
    knoxlog(words).arg(file).output().unwrap()
}

/// The same, of what comes through a pipe.
fn run_piped(words: &[&str], text: &str) -> Output {
    fed(&mut knoxlog(words), text.as_bytes())
}

/// What a run said: its answer, its account, its exit code.
type Said = (String, String, Option<i32>);

fn said(out: &Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&out.stdout), text(&out.stderr), out.status.code())
}

/// The same, whatever the input is called, and without the note on what `kubectl` leaves out.
fn said_of(out: &Output, name: &str) -> Said {
    let (answer, account, code) = said(out);
    let lines = account.replace(name, "-");
    let lines = lines
        .lines()
        .filter(|line| !line.contains("exactly ten lines"));
    (answer, lines.collect::<Vec<_>>().join("\n"), code)
}

/// What a command says of a text that comes through a FIFO.
fn said_of_fifo(words: &[&str], text: &str, folder: &Path) -> Said {
    let fifo = folder.join("fifo");
    if !fifo.exists() {
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    }
    std::thread::scope(|scope| {
        let out = scope.spawn(|| run(words, &fifo));
        std::fs::OpenOptions::new()
            .write(true)
            .open(&fifo)
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        said_of(&out.join().unwrap(), &fifo.to_string_lossy())
    })
}

/// What a command says of a text that is packed.
fn said_of_packed(words: &[&str], text: &str, folder: &Path) -> [Said; 2] {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let zstd = ruzstd::encoding::compress_to_vec(
        text.as_bytes(),
        ruzstd::encoding::CompressionLevel::Fastest,
    );
    [("a.gz", gzip.finish().unwrap()), ("a.zst", zstd)].map(|(name, bytes)| {
        let file = folder.join(name);
        std::fs::write(&file, bytes).unwrap();
        said_of(&run(words, &file), &file.to_string_lossy())
    })
}

/// How lines may be said to be wrapped.
const WRAPPERS: &[&[&str]] = &[
    &[],
    &[],
    &["--envelope", "bare"],
    &["--envelope", "kubectl"],
    &["--envelope", "docker"],
];

/// Commands that answer about all records.
const ANSWERS: &[&[&str]] = &[
    &["count"],
    &["count", "--by", "op,result"],
    &["count", "--by", "result"],
    &["count", "--by", "ns,exe,flags"],
    &["filter", "-o", "raw"],
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Answer, account, notes and exit code are those of reading every line from its beginning, whatever happened to some of
    /// them: with what is learned and without, from a file and through a pipe, in a window of time, on any threads, however
    /// the input is cut.
    #[test]
    fn every_way_says_the_same(
        answer in select(ANSWERS), filter in prop::option::of(select(FILTERS)), is_window in any::<bool>(),
        lines in prop::collection::vec(damaged_line(), 1..60), wrapper in select(WRAPPERS),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ndjson");
        let text = lines.join("\n");
        std::fs::write(&file, &text).unwrap();
        let mut words = answer.to_vec();
        words.extend(filter);
        words.extend(wrapper);
        if is_window {
            words.extend(["--since", "2026-03-14T09:00:00Z", "--until", "2026-03-14T10:00:00Z"]);
        }
        let plain = [&words[..], &["--no-skim", "-j", "1"]].concat();
        let (wanted, wanted_piped) = (said(&run(&plain, &file)), said(&run_piped(&plain, &text)));
        for way in [
            &["-j", "1"][..],
            &["-j", "1", "--block-size", "400"],
            &["-j", "2", "--block-size", "3000", "--mmap"],
            &["-j", "7", "--block-size", "1", "--no-mmap"],
        ] {
            let words = [&words[..], way].concat();
            prop_assert_eq!(&said(&run(&words, &file)), &wanted, "{:?}", words);
            prop_assert_eq!(&said(&run_piped(&words, &text)), &wanted_piped, "{:?} from a pipe", words);
        }
        let wanted = said_of(&run(&plain, &file), &file.to_string_lossy());
        for packed in said_of_packed(&words, &text, folder.path()) {
            prop_assert_eq!(&packed, &wanted, "{:?}, packed", words);
        }
        let wanted = said_of(&run_piped(&plain, &text), "-");
        prop_assert_eq!(&said_of_fifo(&words, &text, folder.path()), &wanted, "{:?} from a FIFO", words);
    }

    #[test]
    fn the_answer_is_the_same(filter in select(FILTERS), lines in prop::collection::vec(line(), 1..60)) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ndjson");
        std::fs::write(&file, lines.join("\n")).unwrap();
        for more in [&["-o", "raw"][..], &["-o", "line"], &["-j", "2", "--block-size", "2000", "-o", "raw"]] {
            let words = [&["filter", filter, "--no-messages"], more].concat();
            let all = run(&[&words[..], &["--no-skim"]].concat(), &file);
            let few = run(&words, &file);
            prop_assert_eq!(String::from_utf8_lossy(&few.stdout), String::from_utf8_lossy(&all.stdout), "{}", filter);
        }
    }
}

#[test]
fn what_is_passed_over_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let record = |place: &str| {
        format!(
            "{{\"Timestamp\":1773481200,\"NamespaceName\":\"{place}\",\"Operation\":\"File\"}}\n"
        )
    };
    let torn = "{\"Timestamp\":1773481200,\"NamespaceName\n";
    let lines = [
        &record("other").repeat(300),
        &record("shop"),
        torn,
        "{\"level\":\"info\"}\n",
        "banner\n",
        &record("other"),
    ]
    .concat();
    std::fs::write(&file, lines).unwrap();
    for more in [&[][..], &["--no-skim"]] {
        let words = [&["count", "ns=shop"], more].concat();
        let out = run(&words, &file);
        assert_eq!(String::from_utf8_lossy(&out.stdout), "1\n");
        let account = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(
            account.contains("3 lines skipped (1 not JSON, 1 not telemetry, 1 malformed"),
            "{account}"
        );
        assert!(account.contains("302 records read"), "{account}");
    }
}

/// What stands within a line is looked at, also where nothing that is looked for stands in it.
#[test]
fn a_fault_within_a_line_is_found_whatever_is_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let good = "{\"Timestamp\":1773481200,\"NamespaceName\":\"shop\",\"Operation\":\"File\"}\n";
    let bad = "{\"Timestamp\":1773481200,,\"NamespaceName\":\"other\",\"Operation\":\"File\"}\n";
    std::fs::write(&file, [good, bad, good].concat()).unwrap();
    for words in [
        &["count", "ns=shop"][..],
        &["count", "ns=shop", "--no-skim"],
        &["count", "ns=shop", "--strict"],
        &["count", "ns=sh"],
        &["count", "--by", "op"],
    ] {
        let account = String::from_utf8_lossy(&run(words, &file).stderr).into_owned();
        assert!(account.contains("2 records read"), "{words:?}: {account}");
        assert!(account.contains("1 malformed"), "{words:?}: {account}");
    }
}
