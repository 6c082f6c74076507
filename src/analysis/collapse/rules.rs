//! Which records tell of one event: the table of rules, and what they look at.

use std::hash::BuildHasher;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use crate::record::Record;
use crate::record::derived::workload::outcome_of;
use crate::record::field::{self, Target};
use crate::record::key::Key;

/// Why two records of one process tell of one event.
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What is written twice, in at most 72 columns.
    pub doc: &'static str,
    links: fn(&Trace, &Trace) -> bool,
}

/// Every rule. // data-dictionary.md §5
pub static RULES: &[Rule] = &[
    Rule {
        name: "syscall",
        doc: "a file or process event, once more as Operation Syscall",
        links: is_syscall_again,
    },
    Rule {
        name: "connect",
        doc: "a connection: DNS question, SYS_SOCKET, SYS_CONNECT, tcp_connect",
        links: are_of_one_connection,
    },
    Rule {
        name: "policy",
        doc: "an alert, and the log of the same event",
        links: are_alert_and_log,
    },
    Rule {
        name: "posture",
        doc: "an alert of DefaultPosture beside that of a policy",
        links: is_posture_beside_policy,
    },
];

/// What rules look at in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    process: [String; 3],
    is_alert: bool,
    is_posture: bool,
    /// 0 if it was denied, 1 if it failed, 2 otherwise.
    outcome: u8,
    operation: String,
    resource: String,
    data: String,
    result: String,
    /// Empty where there is none.
    hook: String,
    family: String,
    socket: String,
    peer: (String, String),
    /// What secrets that were masked in it are told apart by, each once, in order.
    secrets: Vec<u64>,
}

/// The fields that are read out of others: of every record, and of those of the network.
static FIELDS: LazyLock<[Vec<Target>; 2]> = LazyLock::new(|| {
    let find = |names: &[&str]| names.iter().filter_map(|name| field::find(name)).collect();
    [
        find(&["kind", "hook"]),
        find(&["family", "socktype", "ip", "port"]),
    ]
});

impl Trace {
    /// Of a record; `None` if it names no process of the node, by which records are told to belong together.
    pub fn of(record: &Record<'_>) -> Option<Self> {
        let text = |key| record.text(key).unwrap_or_default().into_owned();
        let pid = std::str::from_utf8(record.raw(Key::HostPid)?).ok()?;
        let operation = text(Key::Operation);
        let [of_all, of_network] = &*FIELDS;
        let of_network = of_network.iter().filter(|_| operation == "Network");
        let mut derived = of_all.iter().chain(of_network).map(|target| {
            let mut first = String::new();
            target.any(record, &mut |value| {
                first.push_str(&value.text);
                true
            });
            first
        });
        let mut next = || derived.next().unwrap_or_default();
        let (kind, hook) = (next(), next());
        let result = text(Key::Result);
        Some(Self {
            process: [
                text(Key::HostName),
                text(Key::ContainerId),
                pid.trim_matches('"').to_owned(),
            ],
            is_alert: kind == "alert",
            is_posture: text(Key::PolicyName) == "DefaultPosture",
            outcome: match outcome_of(&result) {
                "denied" => 0,
                "failed" if !result.is_empty() => 1,
                _ => 2,
            },
            resource: text(Key::Resource),
            data: text(Key::Data),
            result,
            hook,
            family: next(),
            socket: next(),
            peer: (next(), next()),
            secrets: secrets_of(record),
            operation,
        })
    }

    /// The rule that links two records.
    pub(super) fn link(&self, other: &Self) -> Option<&'static Rule> {
        let is_one_process = self.process == other.process && self.is_alike_where_masked(other);
        let mut rules = RULES.iter().filter(|_| is_one_process);
        rules.find(|rule| (rule.links)(self, other))
    }

    /// Whether texts that are equal since secrets were masked in them were equal before: the one record holds no secret
    /// that the other does not, which may tell more.
    fn is_alike_where_masked(&self, other: &Self) -> bool {
        is_part(&self.secrets, &other.secrets) || is_part(&other.secrets, &self.secrets)
    }

    /// Records that a rule links have one of these in common.
    pub(super) fn keys(&self, hasher: &RandomState) -> Vec<u64> {
        let object = hasher.hash_one((&self.process, self.object()));
        let connection = self.step().map(|_| hasher.hash_one(&self.process));
        std::iter::once(object).chain(connection).collect()
    }

    /// Which of an event's records stands for it, the lowest first: what was denied or failed, an alert, one of a policy, the
    /// one that tells most.
    pub(super) fn rank(&self) -> (u8, bool, bool, bool, u8) {
        (
            self.outcome,
            !self.is_alert,
            self.is_posture,
            self.operation == "Syscall",
            self.step().unwrap_or_default(),
        )
    }

    /// The resource, of a process its path alone.
    fn object(&self) -> &str {
        match self.operation.as_str() {
            "Process" => self.resource.split(' ').next().unwrap_or_default(),
            _ => &self.resource,
        }
    }

    /// Which step of a connection it is, the one that tells most first.
    fn step(&self) -> Option<u8> {
        match self.hook.as_str() {
            "tcp_connect" => Some(0),
            "SYS_CONNECT" => Some(1),
            hook if hook.starts_with("UDP_SEND") => Some(2),
            "SYS_SOCKET" => Some(3),
            _ => None,
        }
    }
}

fn secrets_of(record: &Record<'_>) -> Vec<u64> {
    let mut secrets = record.origin().masked.to_vec();
    secrets.sort_unstable();
    secrets.dedup();
    secrets
}

/// Whether all of one are among the others; both in order. Linear: a record may be made of nothing but secrets.
fn is_part(one: &[u64], of: &[u64]) -> bool {
    let mut of = of.iter();
    one.iter().all(|secret| of.any(|other| other == secret))
}

/// System calls that are written once more as Operation Syscall. // KubeArmor monitor/logUpdate.go
const REPEATED: &[&str] = &[
    "SYS_UNLINK",
    "SYS_UNLINKAT",
    "SYS_RMDIR",
    "SYS_CHOWN",
    "SYS_FCHOWNAT",
    "SYS_PTRACE",
];

fn is_syscall_again(left: &Trace, right: &Trace) -> bool {
    let is_syscall = |trace: &Trace| trace.operation == "Syscall";
    is_syscall(left) != is_syscall(right)
        && REPEATED.contains(&left.hook.as_str())
        && left.data == right.data
        && left.resource == right.resource
        && left.result == right.result
}

/// Each step once; all of one address family, and of one peer where they tell it.
fn are_of_one_connection(left: &Trace, right: &Trace) -> bool {
    let (Some(one), Some(other)) = (left.step(), right.step()) else {
        return false;
    };
    let is_streaming = |trace: &Trace| trace.step() != Some(3) || trace.socket.contains("STREAM");
    let is_tcp = one == 0 || other == 0;
    one != other
        && left.family == right.family
        && matches!(left.family.as_str(), "AF_INET" | "AF_INET6")
        && (one > 1 || other > 1 || left.peer == right.peer)
        && (!is_tcp || is_streaming(left) && is_streaming(right))
}

fn are_alert_and_log(left: &Trace, right: &Trace) -> bool {
    left.is_alert != right.is_alert && are_of_one_act(left, right)
}

fn is_posture_beside_policy(left: &Trace, right: &Trace) -> bool {
    left.is_alert
        && right.is_alert
        && left.is_posture != right.is_posture
        && are_of_one_act(left, right)
}

/// The same operation on the same object with the same result, seen at the same place or at two that see the same.
fn are_of_one_act(left: &Trace, right: &Trace) -> bool {
    let is_path = |trace: &Trace| trace.operation == "Process" && trace.resource == trace.object();
    let is_one_object = left.resource == right.resource
        || left.object() == right.object() && (is_path(left) || is_path(right));
    left.operation == right.operation
        && left.result == right.result
        && is_one_object
        && (left.data == right.data || sees(left, right) || sees(right, left))
}

/// Hooks of the kernel's security modules, and the system calls that come by them.
const SEEN_BY: &[(&str, &[&str])] = &[
    ("SECURITY_BPRM_CHECK", &["SYS_EXECVE", "SYS_EXECVEAT"]),
    ("FILE_OPEN", &["SYS_OPEN", "SYS_OPENAT"]),
    ("FILE_PERMISSION", &["SYS_OPEN", "SYS_OPENAT"]),
    ("FILE_MKNOD", &["SYS_OPEN", "SYS_OPENAT"]),
    ("FILE_UNLINK", &["SYS_UNLINK", "SYS_UNLINKAT"]),
    ("FILE_RMDIR", &["SYS_RMDIR", "SYS_UNLINKAT"]),
];

/// Whether a hook sees a system call; a preset, which names none, sees any exec and open.
fn sees(hook: &Trace, call: &Trace) -> bool {
    let mut rows = SEEN_BY.iter();
    rows.any(|(name, calls)| {
        (hook.hook.is_empty() || hook.hook == *name) && calls.contains(&call.hook.as_str())
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::record::Origin;

    /// A record of one process, members added.
    pub(in super::super) fn trace(members: &str) -> Trace {
        let json = format!(r#"{{"HostName":"n","HostPID":7,{members}}}"#);
        Trace::of(&Record::new(json.as_bytes(), Origin::default()).unwrap()).unwrap()
    }

    fn rule(left: &str, right: &str) -> Option<&'static str> {
        let (left, right) = (trace(left), trace(right));
        let one = left.link(&right).map(|rule| rule.name);
        assert_eq!(one, right.link(&left).map(|rule| rule.name), "either way");
        one
    }

    const UNLINK: &str = r#""Type":"ContainerLog","Operation":"File","Resource":"/a","Data":"syscall=SYS_UNLINKAT flags=","Result":"Passed""#;
    const SOCKET: &str = r#""Operation":"Network","Resource":"domain=AF_INET type=SOCK_STREAM|SOCK_CLOEXEC protocol=TCP","Data":"syscall=SYS_SOCKET","Result":"Passed""#;
    const CONNECT: &str = r#""Operation":"Network","Resource":"sin_port=80 sa_family=AF_INET sin_addr=1.2.3.4","Data":"syscall=SYS_CONNECT fd=3","Result":"Operation now in progress""#;
    const TCP: &str = r#""Operation":"Network","Resource":"remoteip=1.2.3.4 port=80 protocol=TCP","Data":"kprobe=tcp_connect domain=AF_INET","Result":"Passed""#;
    const DNS: &str = r#""Operation":"Network","Resource":"sa_family=AF_INET sin_port=53","Data":"kfunc=UDP_SENDSKB domain=a.example daddr=10.0.0.1 qtype=A","Result":"Passed""#;
    const EXEC: &str = r#""Type":"ContainerLog","Operation":"Process","Resource":"/bin/apt update","Data":"syscall=SYS_EXECVE","Result":"Permission denied""#;
    const REFUSED: &str = r#""Type":"MatchedPolicy","PolicyName":"p","Operation":"Process","Resource":"/bin/apt update","Data":"lsm=SECURITY_BPRM_CHECK","Result":"Permission denied""#;

    #[test]
    fn records_whose_secrets_differ_are_apart_in_whatever_order_and_number() {
        let holding = |members: &str, masked: &[u64]| {
            let json = format!(r#"{{"HostName":"n","HostPID":7,{members}}}"#);
            let origin = Origin {
                masked,
                ..Origin::default()
            };
            Trace::of(&Record::new(json.as_bytes(), origin).unwrap()).unwrap()
        };
        let again = UNLINK.replace("File", "Syscall");
        let many: Vec<u64> = (0..200_000).collect();
        let backwards: Vec<u64> = many.iter().rev().copied().collect();
        for (one, other, is_one) in [
            (&[3, 1, 2][..], &[2, 3, 1][..], true),
            (&[3, 1], &[1, 2, 3], true),
            (&[1, 1], &[1], true),
            (&[], &[1], true),
            (&[1, 4], &[1, 2, 3], false),
            (&[4], &[3], false),
            (&many, &backwards, true),
            (&many[1..], &backwards[1..], false),
        ] {
            let (left, right) = (holding(UNLINK, one), holding(&again, other));
            assert_eq!(left.link(&right).is_some(), is_one);
            assert_eq!(right.link(&left).is_some(), is_one);
        }
    }

    #[test]
    fn syscall_a_file_event_once_more_as_a_system_call() {
        let again = UNLINK.replace("File", "Syscall");
        assert_eq!(rule(UNLINK, &again), Some("syscall"));
        for (is, other) in [
            ("/a", "/b"),
            ("flags=", "flags=AT_REMOVEDIR"),
            ("Passed", "Permission denied"),
        ] {
            assert_eq!(rule(UNLINK, &again.replace(is, other)), None, "{other}");
        }
        let open = UNLINK.replace("UNLINKAT", "OPENAT");
        assert_eq!(rule(&open, &open.replace("File", "Syscall")), None);
        assert_eq!(rule(UNLINK, UNLINK), None);
    }

    #[test]
    fn connect_the_steps_of_one_connection() {
        let steps = [SOCKET, CONNECT, TCP, DNS];
        for (at, step) in steps.iter().enumerate() {
            assert_eq!(rule(step, step), None);
            for other in steps.iter().skip(at + 1) {
                assert_eq!(rule(step, other), Some("connect"), "{step} {other}");
            }
        }
        assert_eq!(rule(CONNECT, &TCP.replace("1.2.3.4", "1.2.3.5")), None);
        assert_eq!(rule(CONNECT, &TCP.replace("=80", "=81")), None);
        assert_eq!(rule(&SOCKET.replace("AF_INET", "AF_INET6"), CONNECT), None);
        assert_eq!(rule(&SOCKET.replace("STREAM", "DGRAM"), TCP), None);
        assert_eq!(rule(DNS, &DNS.replace("qtype=A", "qtype=AAAA")), None);
    }

    #[test]
    fn policy_an_alert_and_the_log_of_it() {
        assert_eq!(rule(REFUSED, EXEC), Some("policy"));
        assert_eq!(
            rule(&REFUSED.replace("/bin/apt update", "/bin/apt"), EXEC),
            Some("policy")
        );
        assert_eq!(
            rule(&REFUSED.replace("Permission denied", "Passed"), EXEC),
            None
        );
        assert_eq!(
            rule(
                &REFUSED.replace("/bin/apt update", "/bin/apt install"),
                EXEC
            ),
            None
        );
        assert_eq!(
            rule(&REFUSED.replace("SECURITY_BPRM_CHECK", "FILE_OPEN"), EXEC),
            None
        );
        assert_eq!(rule(REFUSED, REFUSED), None);
        let preset = REFUSED.replace(r#""Data":"lsm=SECURITY_BPRM_CHECK","#, "");
        assert_eq!(rule(&preset, EXEC), Some("policy"));
        let alert = UNLINK.replace("ContainerLog", "MatchedPolicy");
        assert_eq!(rule(&alert, UNLINK), Some("policy"));
        assert_eq!(rule(&alert, &UNLINK.replace("UNLINKAT", "OPENAT")), None);
    }

    #[test]
    fn posture_beside_a_policy_whatever_the_process_is_called() {
        let posture = REFUSED
            .replace(
                r#""PolicyName":"p""#,
                r#""PolicyName":"DefaultPosture","ProcessName":"/bin/bash""#,
            )
            .replace("lsm=SECURITY_BPRM_CHECK", "syscall=SYS_EXECVE");
        assert_eq!(rule(REFUSED, &posture), Some("posture"));
        assert_eq!(rule(&posture, &posture), None);
        assert_eq!(
            rule(REFUSED, &posture.replace("/bin/apt", "/bin/apk")),
            None
        );
    }

    #[test]
    fn another_process_is_another_event() {
        let (one, mut other) = (trace(REFUSED), trace(EXEC));
        assert!(one.link(&other).is_some());
        other.process[2] = "8".to_owned();
        assert!(one.link(&other).is_none());
    }
}
