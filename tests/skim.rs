//! Passing over lines that cannot match never loses a match, whatever the spelling, and counts what it passes over.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may stop at the first surprise"
)]

use std::process::{Command, Output};

use proptest::prelude::*;
use proptest::sample::select;

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
];

fn record() -> impl Strategy<Value = String> {
    let member =
        (select(KEYS), select(TEXTS)).prop_map(|(key, text)| format!("\"{key}\":\"{text}\""));
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
        12 => record(),
        1 => record().prop_map(|record| format!("{record}{record}")),
        1 => record().prop_map(|record| record.chars().take(record.len() / 2).collect()),
        1 => record().prop_map(|record| format!("[pod/relay-0/relay] {record}")),
        1 => record().prop_map(|record| format!("{{\"log\":{}}}", serde_json::Value::from(record))),
        1 => Just("{\"level\":\"info\",\"msg\":\"kiosk shop\"}".to_owned()),
        1 => Just(String::new()),
    ]
}

fn run(words: &[&str], file: &std::path::Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_knoxlog"))
        .args(words)
        .arg(file)
        .output()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

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

/// It shows that lines are passed over at all, and what that means.
#[test]
fn a_fault_within_a_line_that_is_passed_over_is_not_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let good = "{\"Timestamp\":1773481200,\"NamespaceName\":\"shop\",\"Operation\":\"File\"}\n";
    let bad = "{\"Timestamp\":1773481200,,\"NamespaceName\":\"other\",\"Operation\":\"File\"}\n";
    std::fs::write(&file, [good, bad, good].concat()).unwrap();
    for (words, records) in [
        (&["count", "ns=shop"][..], "3 records read"),
        (&["count", "ns=shop", "--no-skim"], "2 records read"),
        (&["count", "ns=shop", "--strict"], "2 records read"),
        (&["count", "ns=sh"], "2 records read"),
    ] {
        let account = String::from_utf8_lossy(&run(words, &file).stderr).into_owned();
        let is_whole = account.is_empty() && records.starts_with('3');
        assert!(
            is_whole || account.contains(records),
            "{words:?}: {account}"
        );
    }
}
