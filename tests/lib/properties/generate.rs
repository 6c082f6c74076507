//! Generators of filters and records for the property tests. Small pools, so that filters and records meet.

use proptest::prelude::*;
use proptest::sample::select;

const FIELDS: &[&str] = &[
    "time",
    "ns",
    "pod",
    "NamespaceName",
    "host",
    "workload",
    "labels.app",
    "labels",
    "type",
    "kind",
    "scope",
    "op",
    "result",
    "outcome",
    "action",
    "policy",
    "severity",
    "message",
    "tag",
    "exe",
    "proc",
    "parent",
    "cmd",
    "source",
    "data",
    "path",
    "pid",
    "ppid",
    "hpid",
    "uid",
    "tty",
    "execid",
    "execname",
    "hash",
    "syscall",
    "lsm",
    "hook",
    "fd",
    "flags",
    "family",
    "ip",
    "port",
    "proto",
    "socktype",
    "dir",
    "dns",
    "data.fd",
    "res.sin_port",
    "owner.kind",
    ".NamespaceName",
    ".Owner.Name",
    ".\"x y\"",
    "line",
];

const VALUES: &[&str] = &[
    "default",
    "File",
    "Network",
    "0",
    "5",
    "5..10",
    "..9",
    "10.0.0.10",
    "10.0.0.0/8",
    "private",
    "/etc/",
    "/etc/passwd",
    "bash",
    "'a b'",
    "\"a\\\"b\"",
    "O_CREAT",
    "creat",
    "de*",
    "?efault",
    "\\*",
    "\"*\"",
    "\"\"",
    "''",
    "default,kube-system",
    "5,7..",
    "(default, File)",
    "AF_INET",
    "53",
    "TCP",
    "egress",
    "Passed",
    "denied",
    "alert",
    "2023-06-27",
    "2023-06-27T12:00..12:30",
    "now",
    "ſ",
    "\u{212a}ube",
    "\\,",
    "a\\ b",
    "@file",
    "\"\\u202e\"",
    "vault",
    "MITRE",
    "SYS_CONNECT",
    "web*,''",
    "'it\"s'",
    "'*'",
    "-5",
    "0x5",
    "\"@x\"",
    "\\@x",
    "(a|b)",
    "[)]",
    "a\\.b'c\\\"d",
];

const SIGNS: &[&str] = &[
    "=",
    "!=",
    ":",
    "~",
    "!~",
    ">",
    "<=",
    " like ",
    " not like ",
    " under ",
    " startswith ",
    " endswith ",
    " in ",
    " not in ",
];

/// A field's name.
pub(crate) fn field() -> impl Strategy<Value = &'static str> {
    select(FIELDS)
}

/// A value, a list or a file, as typed.
pub(crate) fn value() -> impl Strategy<Value = &'static str> {
    select(VALUES)
}

/// A filter that can be parsed; it need not compile.
pub(crate) fn filter() -> impl Strategy<Value = String> {
    let test = (field(), select(SIGNS), value())
        .prop_map(|(field, sign, value)| format!("{field}{sign}{value}"));
    let special = (select(&["has:", "no:", "missing ", "exists "][..]), field())
        .prop_map(|(word, field)| format!("{word}{field}"));
    let is = select(
        &[
            "is:alert",
            "is:root",
            "is:session",
            "is:write",
            "is:egress",
            "any:a",
            "raw:\"\\\"\"",
            "any:\"*\",5",
        ][..],
    );
    let leaf = prop_oneof![6 => test, 2 => special, 1 => is.prop_map(str::to_owned)];
    let parsed = leaf.prop_filter("no filter", |text| knoxlog::query::parse(text).is_ok());
    parsed.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|it| format!("not ({it})")),
            inner.clone().prop_map(|it| format!("!{it}")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left} and {right}")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left} {right}")),
            (inner.clone(), inner).prop_map(|(left, right)| format!("({left} or {right})")),
        ]
    })
}

const KEYS: &[&str] = &[
    "NamespaceName",
    "namespaceName",
    "PodName",
    "HostName",
    "Labels",
    "Type",
    "Operation",
    "Result",
    "Action",
    "Severity",
    "Message",
    "Tags",
    "ATags",
    "ProcessName",
    "ParentProcessName",
    "Source",
    "Resource",
    "Data",
    "PID",
    "PPID",
    "HostPID",
    "UID",
    "TTY",
    "ProcessHash",
    "UpdatedTime",
    "Timestamp",
    "EventData",
    "Owner",
    "ExecEvent",
    "x y",
];

const JSON: &[&str] = &[
    "null",
    "\"\"",
    "[]",
    "{}",
    "0",
    "5",
    "\"5\"",
    "true",
    "\"default\"",
    "\"Default\"",
    "\"File\"",
    "\"Network\"",
    "\"Process\"",
    "[\"MITRE\",\"a b\"]",
    "\"app=vault,b=5\"",
    "\"/etc/passwd\"",
    "\"/usr/bin/bash -c x\"",
    "[5]",
    "\"syscall=SYS_CONNECT fd=5 flags=O_CREAT\"",
    "\"sin_addr=10.0.0.10 sin_port=53 sa_family=AF_INET\"",
    "\"2023-06-27T12:21:47Z\"",
    "1687868508",
    "{\"Name\":\"web\",\"ExecID\":\"5\",\"Fd\":\"5\"}",
    "\"\u{17f}\"",
    "\"\u{212a}ube\"",
    "\"\\u202e\"",
    "\"a\\\"b\"",
    "\"Passed\"",
    "\"Permission denied\"",
    "\"MatchedPolicy\"",
    "-5",
    "\"*\"",
];

/// The JSON text of a record, keys and values at odds with each other.
pub(crate) fn record() -> impl Strategy<Value = String> {
    prop::collection::vec((select(KEYS), select(JSON)), 0..9).prop_map(|members| {
        let members: Vec<String> = members
            .iter()
            .map(|(key, value)| format!("\"{key}\":{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

/// One network or file event, to be written in either dialect.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    namespace: &'static str,
    operation: &'static str,
    resource: &'static str,
    data: &'static str,
    /// What `EventData` repeats of `data`.
    pairs: &'static str,
    uid: u32,
    result: &'static str,
}

/// An event as the writers write it.
pub(crate) fn event() -> impl Strategy<Value = Event> {
    let kinds = select(
        &[
            (
                "Network",
                "sa_family=AF_INET sin_port=53 sin_addr=10.0.0.10",
                "syscall=SYS_CONNECT fd=5",
                r#"{"Syscall":"SYS_CONNECT","Fd":"5"}"#,
            ),
            (
                "File",
                "/etc/passwd",
                "syscall=SYS_OPENAT fd=-100 flags=O_WRONLY|O_CREAT",
                r#"{"Syscall":"SYS_OPENAT","Fd":"-100","Flags":"O_WRONLY|O_CREAT"}"#,
            ),
            (
                "Process",
                "/usr/bin/bash -c a b",
                "syscall=SYS_EXECVE",
                r#"{"Syscall":"SYS_EXECVE"}"#,
            ),
            (
                "Network",
                "remoteip=8.8.8.8 port=443 protocol=TCP",
                "kprobe=tcp_connect domain=AF_INET",
                r#"{"Kprobe":"tcp_connect","Domain":"AF_INET"}"#,
            ),
        ][..],
    );
    let names = select(&["default", "Default", "kube-system", "\u{212a}ube", ""][..]);
    let results = select(&["Passed", "Permission denied", "No such file or directory"][..]);
    (kinds, names, 0_u32..3, results).prop_map(
        |((operation, resource, data, pairs), namespace, uid, result)| Event {
            namespace,
            operation,
            resource,
            data,
            pairs,
            uid,
            result,
        },
    )
}

impl Event {
    /// As the relay writes it.
    pub(crate) fn pascal(&self, has_event_data: bool) -> String {
        self.write(
            has_event_data,
            &[
                "NamespaceName",
                "PodName",
                "Operation",
                "Resource",
                "Data",
                "EventData",
                "UID",
                "HostPID",
                "Result",
                "Type",
                "ProcessName",
                "Owner",
                "Name",
                "ExecEvent",
                "ExecID",
                "Labels",
                "UpdatedTime",
            ],
        )
    }

    /// As the daemon writes it.
    pub(crate) fn camel(&self, has_event_data: bool) -> String {
        self.write(
            has_event_data,
            &[
                "namespaceName",
                "podName",
                "operation",
                "resource",
                "data",
                "eventData",
                "uid",
                "hostPid",
                "result",
                "type",
                "processName",
                "owner",
                "name",
                "execEvent",
                "execID",
                "labels",
                "updatedTime",
            ],
        )
    }

    fn write(&self, has_event_data: bool, keys: &[&str; 17]) -> String {
        let [
            ns,
            pod,
            op,
            resource,
            data,
            event_data,
            uid,
            hpid,
            result,
            ty,
            exe,
            owner,
            name,
            exec,
            id,
            labels,
            time,
        ] = keys;
        let pairs = if has_event_data { self.pairs } else { "null" };
        format!(
            r#"{{"{ns}":"{}","{pod}":"web-0","{op}":"{}","{resource}":"{}","{data}":"{}","{event_data}":{pairs},"{uid}":{},"{hpid}":5,"{result}":"{}","{ty}":"ContainerLog","{exe}":"/usr/bin/bash","{owner}":{{"{name}":"web"}},"{exec}":{{"{id}":"5"}},"{labels}":"app=vault","{time}":"2023-06-27T12:21:47Z"}}"#,
            self.namespace, self.operation, self.resource, self.data, self.uid, self.result,
        )
    }
}
