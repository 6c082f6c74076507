//! How many records tell once more what another one tells.
//!
//! What is counted here is an estimate by totals: records are not paired, so that it takes no memory. The rules, by the
//! daemon's sources:
//!
//! - a call of unlink, unlinkat, rmdir, chown, fchownat or ptrace is written again as `Syscall`
//!   (`monitor/logUpdate.go`, `feeder/policyMatcher.go`);
//! - one TCP connect is a `SYS_SOCKET`, a `SYS_CONNECT` and a `tcp_connect`;
//! - one denial may be an alert and a log, and an alert of `DefaultPosture` beside that of the policy.

use crate::record::Record;
use crate::record::derived::workload::outcome_of;
use crate::record::key::Key;

/// Calls that are written again as `Syscall`.
const TWICE: [&str; 6] = ["UNLINK", "UNLINKAT", "RMDIR", "CHOWN", "FCHOWNAT", "PTRACE"];

/// Counts of the records that may be the second or third of one event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inflation {
    repeated: u64,
    sockets: u64,
    connects: u64,
    established: u64,
    denied: Denied,
}

/// Denials by the record that tells of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Denied {
    policy: u64,
    posture: u64,
    log: u64,
}

/// How many records of each kind are the second or third of one event, by estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Audited system calls.
    pub syscalls: u64,
    /// Connects.
    pub connects: u64,
    /// Denials.
    pub denials: u64,
}

impl Estimate {
    /// All of them.
    pub const fn total(self) -> u64 {
        self.syscalls + self.connects + self.denials
    }
}

impl Inflation {
    /// Takes in a record.
    pub(super) fn take(&mut self, record: &Record<'_>) {
        let operation = record.text(Key::Operation).unwrap_or_default();
        if operation.eq_ignore_ascii_case("Syscall") {
            let is_twice = |call: &str| TWICE.iter().any(|name| name.eq_ignore_ascii_case(call));
            let data = record.text(Key::Data).unwrap_or_default();
            self.repeated += u64::from(call(&data).is_some_and(is_twice));
        } else if operation.eq_ignore_ascii_case("Network") {
            self.take_network(record);
        }
        let result = record.text(Key::Result).unwrap_or_default();
        if outcome_of(&result) == "denied" {
            let policy = record.text(Key::PolicyName);
            match policy.as_deref() {
                None => self.denied.log += 1,
                Some("DefaultPosture") => self.denied.posture += 1,
                Some(_) => self.denied.policy += 1,
            }
        }
    }

    fn take_network(&mut self, record: &Record<'_>) {
        let data = record.text(Key::Data).unwrap_or_default();
        let resource = record.text(Key::Resource).unwrap_or_default();
        let is_internet = resource.contains("AF_INET");
        if data.starts_with("kprobe=tcp_connect") {
            self.established += 1;
        } else if call(&data) == Some("CONNECT") && is_internet {
            self.connects += 1;
        } else if call(&data) == Some("SOCKET") && is_internet && resource.contains("SOCK_STREAM") {
            self.sockets += 1;
        }
    }

    /// Takes in what was counted elsewhere.
    pub(super) const fn merge(&mut self, other: Self) {
        self.repeated += other.repeated;
        self.sockets += other.sockets;
        self.connects += other.connects;
        self.established += other.established;
        self.denied.policy += other.denied.policy;
        self.denied.posture += other.denied.posture;
        self.denied.log += other.denied.log;
    }

    /// What the counts come to.
    pub fn estimate(&self) -> Estimate {
        // Where the kernel probe is off, calls are all that is told of a connect.
        let events = match self.established {
            0 => self.connects,
            established => established,
        };
        let calls = self.connects.min(self.established);
        let Denied {
            policy,
            posture,
            log,
        } = self.denied;
        let alerts = policy.max(posture);
        Estimate {
            syscalls: self.repeated,
            connects: calls + self.sockets.min(events),
            denials: policy.min(posture) + log.min(alerts),
        }
    }
}

/// The name of the system call that `Data` begins with.
fn call(data: &str) -> Option<&str> {
    let name = data.strip_prefix("syscall=SYS_")?;
    name.split(' ').next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    fn estimate(lines: &[&str]) -> Estimate {
        let mut all = Inflation::default();
        for line in lines {
            let mut one = Inflation::default();
            one.take(&Record::new(line.as_bytes(), Origin::default()).unwrap());
            all.merge(one);
        }
        all.estimate()
    }

    const SOCKET: &str = r#"{"Operation":"Network","Data":"syscall=SYS_SOCKET","Resource":"domain=AF_INET type=SOCK_STREAM|SOCK_CLOEXEC protocol=TCP"}"#;
    const CONNECT: &str = r#"{"Operation":"Network","Data":"syscall=SYS_CONNECT fd=3","Resource":"sa_family=AF_INET sin_port=443 sin_addr=1.2.3.4"}"#;
    const TCP: &str = r#"{"Operation":"Network","Data":"kprobe=tcp_connect domain=AF_INET","Resource":"remoteip=1.2.3.4 port=443 protocol=TCP"}"#;

    #[test]
    fn one_connect_of_three_records_is_two_too_many() {
        assert_eq!(estimate(&[SOCKET, CONNECT, TCP]).connects, 2);
        assert_eq!(estimate(&[SOCKET, CONNECT]).connects, 1);
        assert_eq!(estimate(&[CONNECT, CONNECT]).connects, 0);
        assert_eq!(estimate(&[TCP]).connects, 0);
        let local = r#"{"Operation":"Network","Data":"syscall=SYS_CONNECT fd=3","Resource":"sa_family=AF_UNIX sun_path=/run/x"}"#;
        assert_eq!(estimate(&[local, TCP]).connects, 0);
    }

    #[test]
    fn calls_that_are_written_twice() {
        let second = r#"{"Operation":"Syscall","Data":"syscall=SYS_UNLINKAT flags="}"#;
        let only = r#"{"Operation":"Syscall","Data":"syscall=SYS_SETUID userid=0"}"#;
        let first = r#"{"Operation":"File","Data":"syscall=SYS_UNLINKAT flags="}"#;
        assert_eq!(estimate(&[first, second, only]).syscalls, 1);
    }

    #[test]
    fn a_denial_in_three_records_is_two_too_many() {
        let record = |policy: &str| {
            format!(r#"{{"Operation":"File","Result":"Permission denied"{policy}}}"#)
        };
        let (log, alert, posture) = (
            record(""),
            record(r#","PolicyName":"no-shadow""#),
            record(r#","PolicyName":"DefaultPosture""#),
        );
        assert_eq!(estimate(&[&log, &alert, &posture]).denials, 2);
        assert_eq!(estimate(&[&log, &log]).denials, 0);
        assert_eq!(estimate(&[&log, &posture]).total(), 1);
    }
}
