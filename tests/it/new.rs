//! `new` on the synthetic corpus: a planted miner is one row among 100,000 ordinary events, thousands of which differ
//! from everything before by their ids alone.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::generate::{self, Plan, Size};
use crate::support::knoxlog;

const MINER: &str = r#"{"Timestamp":1772445600,"UpdatedTime":"2026-03-02T10:00:00.000000Z","ClusterName":"shop-prod","HostName":"ip-10-20-2-12.internal","NamespaceName":"shop-frontend","Owner":{"Ref":"Deployment","Name":"storefront","Namespace":"shop-frontend"},"PodName":"storefront-6c9f7d8b54-x2vkt","ContainerName":"node","ParentProcessName":"/bin/sh","ProcessName":"/tmp/.x/kdevtmpfsi","HostPPID":4711,"HostPID":4712,"PPID":12,"PID":13,"UID":0,"Type":"ContainerLog","Source":"/bin/sh","Operation":"Process","Resource":"/tmp/.x/kdevtmpfsi -o pool.example:3333 -t 4","Data":"syscall=SYS_EXECVE","Result":"Passed"}"#;

/// A corpus without an incident.
fn corpus(path: &Path, records: u64) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    let plan = Plan {
        incident: false,
        ..Plan::new(Size::Records(records), 3)
    };
    generate::write(&mut out, &plan).unwrap();
    out.flush().unwrap();
}

fn run(words: &[&str]) -> (Output, Vec<Value>) {
    let output = knoxlog(words).args(["-o", "json"]).output().unwrap();
    let rows = String::from_utf8_lossy(&output.stdout);
    let rows = rows.lines().map(|line| serde_json::from_str(line).unwrap());
    let rows = rows.collect();
    (output, rows)
}

/// The busiest workloads. In others something ordinary happens for the first time at any moment: that is new indeed.
const BUSY: &str = "workload=storefront,gateway,nginx,wordpress ns!=staging";

#[test]
fn a_planted_miner_is_one_row_among_ordinary_events() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (all, yesterday, today) = (path("all"), path("yesterday"), path("today"));
    corpus(Path::new(&all), 300_000);
    let text = fs::read_to_string(&all).unwrap();
    let end = text.match_indices('\n').nth(199_999).unwrap().0 + 1;
    let (before, after) = text.split_at(end);
    fs::write(&yesterday, before).unwrap();
    fs::write(&today, format!("{after}{MINER}\n")).unwrap();
    fs::remove_file(&all).unwrap();
    let new =
        |words: &[&str]| run(&[&["new"], words, &["--baseline", &yesterday, &today]].concat());

    let (output, rows) = new(&["-e", BUSY]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(rows.len(), 1, "{rows:?}");
    let row = &rows[0];
    assert_eq!(row["exe"], "/tmp/.x/kdevtmpfsi");
    assert_eq!(row["workload"], "storefront");
    assert_eq!(row["count"], 1);
    assert_eq!(row["first"], "2026-03-02T10:00:00.000000Z");
    assert_eq!(row["at"], format!("{today}:100001"));
    assert_eq!(
        row["example"],
        "/tmp/.x/kdevtmpfsi -o pool.example:3333 -t 4"
    );
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("records to compare with, from 2026-03-02T08:00:0"),
        "{told}"
    );

    // By raw keys it is one row among thousands.
    let (_, rows) = new(&["ns,pod,op,exe,resource", "-e", BUSY]);
    assert!(rows.len() > 1000, "{}", rows.len());
    // Without the miner nothing is new, and that is a no that can be trusted.
    let (output, rows) = new(&["-e", BUSY, "exe!=kdevtmpfsi"]);
    assert_eq!((output.status.code(), rows.len()), (Some(1), 0));
}

#[test]
fn a_no_is_trusted_only_if_everything_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (old, new, torn) = (path("old"), path("new"), path("torn"));
    let line = |exe: &str| {
        format!(
            r#"{{"NamespaceName":"shop","Operation":"Process","ProcessName":"{exe}","Resource":"{exe}"}}"#
        )
    };
    fs::write(&old, line("/bin/a") + "\n").unwrap();
    fs::write(&new, line("/bin/a") + "\n").unwrap();
    fs::write(&torn, line("/bin/a") + "\n{\"torn\n").unwrap();
    let both = path("both");
    fs::write(&both, line("/bin/a") + "\n" + &line("/bin/b") + "\n").unwrap();
    let code = |words: &[&str]| run(&[&["new"], words].concat()).0.status.code();
    assert_eq!(code(&["--baseline", &old, &new]), Some(1));
    assert_eq!(code(&["--baseline", &torn, &new]), Some(2));
    assert_eq!(code(&["--baseline", &old, &torn]), Some(2));
    assert_eq!(code(&["--baseline", &torn, &both]), Some(0));
    assert_eq!(code(&["--baseline", &torn, &both, "--strict"]), Some(2));
    assert_eq!(
        code(&["--baseline", &path("missing"), "--baseline", &old, &both]),
        Some(2)
    );
    // An empty baseline, one of other things, the same file, none at all.
    assert_eq!(code(&["--baseline", &old, &new, "ns=nosuch"]), Some(2));
    let other = path("other");
    fs::write(&other, line("/bin/a").replace("shop", "other") + "\n").unwrap();
    assert_eq!(code(&["--baseline", &other, &new]), Some(2));
    assert_eq!(code(&["exe", "--baseline", &other, &new]), Some(2));
    assert_eq!(code(&["--baseline", &old, &old]), Some(2));
    assert_eq!(
        code(&["--baseline", &old, &old.replace("/old", "/./old")]),
        Some(2)
    );
    assert_eq!(code(&["--baseline", "-"]), Some(2));
    assert_eq!(code(&[&old]), Some(2));
    // A folder stands for what is in it.
    let many = folder.path().join("many");
    fs::create_dir(&many).unwrap();
    fs::write(many.join("1"), line("/bin/a") + "\n").unwrap();
    fs::write(many.join("2"), line("/bin/b") + "\n").unwrap();
    assert_eq!(
        code(&["--baseline", many.to_str().unwrap(), &both]),
        Some(1)
    );
}

#[test]
fn a_hole_in_the_baseline_is_told_whatever_is_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (old, new) = (path("old"), path("new"));
    let line = |day: u32, hour: u32, node: u32| {
        format!(
            "{{\"UpdatedTime\":\"2026-03-{day:02}T{hour:02}:00:00Z\",\"HostName\":\"n{node}\",\"NamespaceName\":\"shop\",\"Operation\":\"Process\",\"ProcessName\":\"/bin/n{node}\"}}\n"
        )
    };
    let each = |days: &[u32], nodes: &[u32]| {
        let hours = days
            .iter()
            .flat_map(|day| (0..24).map(move |hour| (*day, hour)));
        let each = hours.flat_map(|(day, hour)| nodes.iter().map(move |node| (day, hour, *node)));
        each.map(|(day, hour, node)| line(day, hour, node))
            .collect::<String>()
    };
    let told = |words: &[&str]| {
        let words = [&["new", "exe", "--baseline", &old, &new], words].concat();
        String::from_utf8(run(&words).0.stderr).unwrap()
    };
    fs::write(&new, line(14, 0, 1)).unwrap();
    // The eleventh is not there at all, and one node stops with the tenth.
    fs::write(&old, each(&[9, 10], &[1, 2, 3]) + &each(&[12, 13], &[1, 2])).unwrap();
    for words in [&[][..], &["host=n1"]] {
        let told = told(words);
        assert!(
            told.contains("note: the baseline has nothing of any node for 1d 1h, from 2026-03-10T23:00:00.000000Z to 2026-03-12T00:00:00.000000Z\n"),
            "{told}"
        );
        assert!(
            told.contains("nothing of n3 for 3d, from 2026-03-10T23:00:00.000000Z"),
            "{told}"
        );
        assert!(!told.contains("ends"), "{told}");
    }
    fs::write(&old, each(&[9, 10, 11], &[1, 2])).unwrap();
    let told = told(&[]);
    assert!(!told.contains("has nothing of"), "{told}");
    assert!(
        told.contains("the baseline ends 2d 1h before the data begins"),
        "{told}"
    );
}
