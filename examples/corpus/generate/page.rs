//! Records as bytes: the order and spelling of keys in both dialects. Knows no cluster but the
//! rendered heads, and nothing of why a record is there.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::Dialect;
use super::cluster::{Cluster, Node, Release};
use super::event::{Act, Operation, Place, Process};
use super::text;

/// The bytes not yet written, and what is kept between two records.
pub(super) struct Page {
    pub(super) buf: Vec<u8>,
    second: u64,
    /// The second as digits.
    epoch: String,
    /// The second as a date, up to the point.
    date: String,
}

/// One record before it is bytes.
pub(super) struct Record<'a> {
    pub(super) process: &'a Process,
    pub(super) act: Act<'a>,
    /// Microseconds since 1970.
    pub(super) time: u64,
    /// Which of the two orders the labels have.
    pub(super) order: usize,
}

impl Record<'_> {
    fn kind(&self) -> &'static str {
        let host = matches!(self.process.place, Place::Host(_));
        match (self.act.operation, self.act.policy, host) {
            (Operation::AlertThreshold, ..) => "SystemEvent",
            (Operation::NetworkFirewall, None, _) => "SystemLog",
            (Operation::NetworkFirewall, Some(_), _) => "MatchedNetworkPolicy",
            (_, Some(_), true) => "MatchedHostPolicy",
            (_, Some(_), false) => "MatchedPolicy",
            (_, None, true) => "HostLog",
            (_, None, false) => "ContainerLog",
        }
    }

    /// A process event names its parent as the source, any other the command line.
    fn source(&self) -> &'static str {
        match self.act.operation {
            Operation::Process => self.process.parent,
            Operation::NetworkFirewall | Operation::AlertThreshold | Operation::Device => "",
            _ => self.process.cmd,
        }
    }

    /// The command name of the acting task: at a refused execution still the parent's.
    fn comm(&self) -> &'static str {
        let refused = self.act.operation == Operation::Process && self.act.data.starts_with("lsm=");
        let exe = if refused {
            self.process.parent
        } else {
            self.process.exe
        };
        let name = exe.rsplit('/').next().unwrap_or(exe);
        name.get(..15).unwrap_or(name)
    }
}

impl Page {
    pub(super) fn new() -> Self {
        Self {
            buf: Vec::new(),
            second: u64::MAX,
            epoch: String::new(),
            date: String::new(),
        }
    }

    /// Appends `record` and a line feed.
    pub(super) fn record(&mut self, cluster: &Cluster, record: &Record<'_>, dialect: Dialect) {
        let node = &cluster.nodes[cluster.node(record.process.place)];
        let (first, camel) = match dialect {
            Dialect::Camel => (["timestamp", "updatedTime"], true),
            Dialect::Pascal | Dialect::Mixed => (["Timestamp", "UpdatedTime"], false),
        };
        self.buf.push(b'{');
        self.time(first, record.time);
        let head = match record.process.place {
            Place::Pod(pod) => &cluster.pods[pod].heads[2 * usize::from(camel) + record.order],
            Place::Host(_) => &node.heads[usize::from(camel)],
        };
        self.buf.extend_from_slice(head);
        if camel {
            self.camel(record, node);
        } else if record.act.policy.is_some() || record.act.operation == Operation::AlertThreshold {
            self.alert(record, node);
        } else {
            self.log(record, node);
        }
        self.close();
        self.buf.push(b'\n');
    }

    /// Message `Log`, in the order of `protobuf/kubearmor.proto`.
    fn log(&mut self, record: &Record<'_>, node: &Node) {
        let (process, act) = (record.process, &record.act);
        self.text("ParentProcessName", process.parent);
        self.text("ProcessName", process.exe);
        self.pids(process, node.release);
        self.text("Type", record.kind());
        self.text("Source", record.source());
        self.text("Operation", act.operation.name());
        self.resource(act);
        self.text("Data", act.data);
        self.event_data("EventData", act, node.release);
        self.text("Result", act.result);
        self.place("Cwd", process, node.release);
        self.exec_event(
            ["ExecEvent", "ExecID", "ExecutableName"],
            record,
            node.release,
        );
        self.tail(process, node);
    }

    /// Message `Alert`, in the order of `protobuf/kubearmor.proto`.
    fn alert(&mut self, record: &Record<'_>, node: &Node) {
        let (process, act) = (record.process, &record.act);
        self.pids(process, node.release);
        self.text("ParentProcessName", process.parent);
        self.text("ProcessName", process.exe);
        if let Some(policy) = act.policy {
            self.text("PolicyName", policy.name);
            self.text("Severity", policy.severity);
            self.text("Tags", policy.tags);
            self.list("ATags", policy.tags);
            self.text("Message", policy.message);
        }
        self.text("Type", record.kind());
        self.text("Source", record.source());
        self.text("Operation", act.operation.name());
        self.text("Resource", act.resource);
        self.text("Data", act.data);
        self.event_data("EventData", act, node.release);
        if let Some(policy) = act.policy {
            self.text("Enforcer", policy.enforcer);
            self.text("Action", policy.action);
        }
        self.text("Result", act.result);
        self.place("Cwd", process, node.release);
        self.threshold(act);
        self.exec_event(
            ["ExecEvent", "ExecID", "ExecutableName"],
            record,
            node.release,
        );
        self.text("KubeArmorVersion", node.release.version());
        self.tail(process, node);
    }

    /// The one struct of the daemon's own file, where some keys are there even if empty.
    fn camel(&mut self, record: &Record<'_>, node: &Node) {
        let (process, act) = (record.process, &record.act);
        self.number("hostPPid", process.host_ppid);
        self.number("hostPid", process.host_pid);
        self.number("ppid", seen_ppid(process, node.release));
        self.number("pid", process.pid);
        self.number("uid", process.uid);
        self.exec_event(
            ["execEvent", "execID", "executableName"],
            record,
            node.release,
        );
        self.always("parentProcessName", process.parent);
        self.always("processName", process.exe);
        if let Some(policy) = act.policy {
            self.text("enforcer", policy.enforcer);
            self.text("policyName", policy.name);
            self.text("severity", policy.severity);
            self.text("tags", policy.tags);
            if policy.tags.is_empty() {
                self.buf.extend_from_slice(b"\"atags\":[],");
            }
            self.list("atags", policy.tags);
            self.text("message", policy.message);
        } else {
            self.buf.extend_from_slice(b"\"atags\":null,");
        }
        self.always("type", record.kind());
        self.always("source", record.source());
        self.always("operation", act.operation.name());
        self.always("resource", act.resource);
        self.always(
            "cwd",
            if node.release == Release::Early {
                ""
            } else {
                process.cwd
            },
        );
        self.text("tty", process.tty);
        self.number("oid", 0);
        self.text("data", act.data);
        self.event_data("eventData", act, node.release);
        self.text("action", act.policy.map_or("", |policy| policy.action));
        self.always("result", act.result);
        self.threshold(act);
    }

    /// A line of the relay's own log between the records: `@` in it is the time, `#` the time
    /// as klog prints it.
    pub(super) fn aside(&mut self, micros: u64, line: &str) {
        self.turn(micros);
        let (before, after) = line.split_once(['@', '#']).unwrap_or((line, ""));
        let (day, time) = self.date.split_once('T').unwrap_or_default();
        let day = if line.contains('#') {
            day.get(5..).unwrap_or_default().replace('-', "")
        } else {
            day.to_owned()
        };
        for part in [before, &day, " ", time, "."] {
            self.buf.extend_from_slice(part.as_bytes());
        }
        self.fraction(micros);
        self.buf.extend_from_slice(after.as_bytes());
        self.buf.push(b'\n');
    }

    /// Keeps the second of `micros` as text.
    fn turn(&mut self, micros: u64) {
        let second = micros / 1_000_000;
        if second != self.second {
            self.second = second;
            self.epoch.clear();
            self.date.clear();
            let stamp = Timestamp::from_second(second.cast_signed()).unwrap_or_default();
            // a String never refuses
            let _ = write!(self.epoch, "{second}");
            let _ = write!(self.date, "{}", stamp.strftime("%Y-%m-%dT%H:%M:%S"));
        }
    }

    fn fraction(&mut self, micros: u64) {
        text::six(
            &mut self.buf,
            u32::try_from(micros % 1_000_000).unwrap_or(0),
        );
    }

    fn time(&mut self, keys: [&str; 2], micros: u64) {
        self.turn(micros);
        self.key(keys[0]);
        self.buf.extend_from_slice(self.epoch.as_bytes());
        self.buf.push(b',');
        self.key(keys[1]);
        self.buf.push(b'"');
        self.buf.extend_from_slice(self.date.as_bytes());
        self.buf.push(b'.');
        self.fraction(micros);
        self.buf.extend_from_slice(b"Z\",");
    }

    fn pids(&mut self, process: &Process, release: Release) {
        self.count("HostPPID", process.host_ppid);
        self.count("HostPID", process.host_pid);
        self.number("PPID", seen_ppid(process, release));
        self.count("PID", process.pid);
        if process.uid > 0 || release > Release::Early {
            self.number("UID", process.uid);
        }
    }

    fn place(&mut self, key: &str, process: &Process, release: Release) {
        if release > Release::Early {
            self.text(key, process.cwd);
            self.text("TTY", process.tty);
        }
    }

    fn threshold(&mut self, act: &Act<'_>) {
        if act.operation == Operation::AlertThreshold {
            self.number("MaxAlertsPerSec", 10);
            self.number("DroppingAlertsInterval", 30);
        }
    }

    fn tail(&mut self, process: &Process, node: &Node) {
        if node.release >= Release::Recent {
            self.text("NodeID", &node.id);
        }
        if node.release == Release::Latest && matches!(process.place, Place::Host(_)) {
            self.text(
                "UserName",
                if process.uid == 0 { "root" } else { "operator" },
            );
        }
    }

    /// The relay adds the peer's name after `EventData` was made.
    fn resource(&mut self, act: &Act<'_>) {
        self.text("Resource", act.resource);
        if !act.remotehost.is_empty() {
            self.buf.truncate(self.buf.len() - 2);
            self.buf.extend_from_slice(b" remotehost=");
            text::escaped(&mut self.buf, act.remotehost);
            self.buf.extend_from_slice(b"\",");
        }
    }

    fn exec_event(&mut self, keys: [&str; 3], record: &Record<'_>, release: Release) {
        if release < Release::Recent {
            return;
        }
        self.key(keys[0]);
        if record.process.exe.is_empty() {
            self.buf.extend_from_slice(b"{},");
            return;
        }
        self.buf.push(b'{');
        self.key(keys[1]);
        self.buf.push(b'"');
        let high = u32::try_from(record.process.exec_id / 1_000_000).unwrap_or(0);
        let low = u32::try_from(record.process.exec_id % 1_000_000).unwrap_or(0);
        if high > 0 {
            text::int(&mut self.buf, high);
            text::six(&mut self.buf, low);
        } else {
            text::int(&mut self.buf, low);
        }
        self.buf.extend_from_slice(b"\",");
        self.text(keys[2], record.comm());
        self.close();
        self.buf.push(b',');
    }

    /// The pairs of `Data`, and of `Resource` for network records, sorted by key.
    fn event_data(&mut self, key: &str, act: &Act<'_>, release: Release) {
        if release < Release::Recent || !act.data.contains('=') {
            return;
        }
        let mut pairs = [("", ""); 12];
        let mut len = 0;
        let resource = if act.operation == Operation::Network {
            act.resource
        } else {
            ""
        };
        let tokens = resource
            .split_ascii_whitespace()
            .chain(act.data.split_ascii_whitespace());
        for (name, value) in tokens.filter_map(|token| token.split_once('=')) {
            let known = pairs[..len].iter().any(|(other, _)| *other == name);
            if !known && len < pairs.len() {
                pairs[len] = (name, value);
                len += 1;
            }
        }
        pairs[..len].sort_unstable_by(|one, other| capital(one.0).cmp(capital(other.0)));
        self.key(key);
        self.buf.push(b'{');
        for (name, value) in &pairs[..len] {
            self.buf.push(b'"');
            self.buf.extend(capital(name));
            self.buf.extend_from_slice(b"\":\"");
            text::escaped(&mut self.buf, value);
            self.buf.extend_from_slice(b"\",");
        }
        self.close();
        self.buf.push(b',');
    }

    fn key(&mut self, key: &str) {
        self.buf.push(b'"');
        self.buf.extend_from_slice(key.as_bytes());
        self.buf.extend_from_slice(b"\":");
    }

    /// A string, left out if empty.
    fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.always(key, value);
        }
    }

    fn always(&mut self, key: &str, value: &str) {
        self.key(key);
        self.buf.push(b'"');
        text::escaped(&mut self.buf, value);
        self.buf.extend_from_slice(b"\",");
    }

    fn number(&mut self, key: &str, value: u32) {
        self.key(key);
        text::int(&mut self.buf, value);
        self.buf.push(b',');
    }

    /// A number, left out if zero.
    fn count(&mut self, key: &str, value: u32) {
        if value > 0 {
            self.number(key, value);
        }
    }

    /// The tags as an array, left out if there are none.
    fn list(&mut self, key: &str, tags: &str) {
        if tags.is_empty() {
            return;
        }
        self.key(key);
        self.buf.push(b'[');
        for tag in tags.split(',') {
            self.buf.push(b'"');
            text::escaped(&mut self.buf, tag);
            self.buf.extend_from_slice(b"\",");
        }
        self.buf.pop();
        self.buf.extend_from_slice(b"],");
    }

    /// Ends an object: its last comma becomes the brace.
    fn close(&mut self) {
        if self.buf.last() == Some(&b',') {
            self.buf.pop();
        }
        self.buf.push(b'}');
    }
}

/// Before v1.0.1 a parent outside the container showed its host number.
fn seen_ppid(process: &Process, release: Release) -> u32 {
    if process.ppid == 0 && release == Release::Early {
        process.host_ppid
    } else {
        process.ppid
    }
}

/// The bytes of `name`, the first in upper case.
fn capital(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().enumerate().map(|(at, byte)| {
        if at == 0 {
            byte.to_ascii_uppercase()
        } else {
            byte
        }
    })
}
