//! The table of fields: real and virtual, one row each.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use foldhash::fast::FixedState;

use super::Record;
use super::derived::pairs::{self, PairMatch, PairSource};
use super::derived::{Visit, behaviour, network, process, tags, workload};
use super::indicators::Indicators;
use super::key::Key;
use super::raw;
use super::value::{Shape, Type, Value};
use super::vocabulary::{
    ACTIONS, DIRECTIONS, ENFORCERS, FILLED, KINDS, LEVELS, OPERATIONS, OUTCOMES, RESULTS, SCOPES,
    TYPES,
};
use crate::text::quoted;

/// One field of the filter language.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its canonical name.
    pub name: &'static str,
    /// Other names for it. Every name is read without regard to letter case, `_` and `-`.
    pub aliases: &'static [&'static str],
    /// What it is, in at most 72 columns.
    pub doc: &'static str,
    /// A term that uses it.
    pub example: &'static str,
    /// How its values compare.
    pub ty: Type,
    /// Where its values stand.
    pub from: FieldSource,
    /// Whether older builds leave the key out where the value is 0 (`language.md` §4.3).
    pub zero_dropped: bool,
    /// Columns it takes in a table, unless it is the last one.
    pub width: usize,
}

/// Where the values of a field stand.
#[derive(Clone, Copy, Debug)]
pub enum FieldSource {
    /// The value of a key.
    Key(Key),
    /// The values of several keys, each of which counts.
    Keys(&'static [Key]),
    /// A member of an object, by its own key.
    Member(Key, &'static str),
    /// Pairs of `Data`, `Resource` and `EventData`: the first of these keys that has a value.
    Pairs(&'static [&'static str]),
    /// Read by a function; of a map field it is told the item's key.
    Derived(for<'r, 'v, 'a> fn(&'r Record<'a>, &'r str, Visit<'v, 'a>) -> bool),
    /// `HostName`, else the node that the wrapper names.
    Host,
    /// The input's name.
    Input,
    /// The line's number.
    Line,
}

const fn row(
    name: &'static str,
    aliases: &'static [&'static str],
    ty: Type,
    from: FieldSource,
    doc: &'static str,
    example: &'static str,
) -> Field {
    let width = match ty {
        Type::Number => 7,
        Type::Enum(_) | Type::Symbols => 12,
        Type::Address => 15,
        Type::Time => 27,
        _ => 24,
    };
    Field {
        name,
        aliases,
        doc,
        example,
        ty,
        from,
        zero_dropped: false,
        width,
    }
}

const fn zero_dropped(field: Field) -> Field {
    Field {
        zero_dropped: true,
        ..field
    }
}

use FieldSource::{Derived, Keys, Member, Pairs};
use Type::{Address, Enum, Name, Names, Number, Path, Symbols, Tags as TagSet, Text, Texts};

/// Every field, in the order in which help lists them.
#[rustfmt::skip]
pub static FIELDS: &[Field] = &[
    row("time", &["updatedtime", "timestamp"], Type::Time, Derived(workload::time), "when: UpdatedTime, else Timestamp, else the wrapper's time", "time=2026-03-14T09:00..09:30"),
    row("cluster", &["clustername"], Name, FieldSource::Key(Key::ClusterName), "the cluster, as the daemon was told", "cluster=default"),
    row("host", &["node", "hostname"], Name, FieldSource::Host, "the node: HostName, else the wrapper's host", "host=node-1"),
    row("ns", &["namespace", "namespacename"], Name, FieldSource::Key(Key::NamespaceName), "the Kubernetes namespace", "ns=default"),
    Field { width: 30, ..row("pod", &["podname"], Name, FieldSource::Key(Key::PodName), "the pod", "pod=vault-0") },
    row("container", &["ctr", "containername"], Name, FieldSource::Key(Key::ContainerName), "the container's name", "container=mysql"),
    row("image", &["containerimage"], Name, FieldSource::Key(Key::ContainerImage), "the container's image, with its digest", "image:nginx"),
    row("cid", &["containerid"], Name, FieldSource::Key(Key::ContainerId), "the container's id, 64 hex digits", "cid:775fb271"),
    row("workload", &["owner", "owner.name"], Name, Derived(workload::workload), "the owner's name, else the pod's without its suffix", "workload=wordpress"),
    row("owner.kind", &["owner.ref"], Name, Member(Key::Owner, "Ref"), "the owner's kind", "owner.kind=Deployment"),
    row("labels.K", &["label.K"], Names, Derived(workload::label), "one label of the pod", "labels.app=vault"),
    row("labels", &[], Text, FieldSource::Key(Key::Labels), "all labels, as stored", "labels:app=vault"),
    row("type", &["logtype"], Enum(TYPES), FieldSource::Key(Key::Type), "the record's type", "type=MatchedPolicy"),
    row("kind", &[], Enum(KINDS), Derived(workload::kind), "alert, log, system or message, by the type", "kind=alert"),
    row("scope", &[], Enum(SCOPES), Derived(workload::scope), "container or host", "scope=container"),
    row("op", &["operation"], Enum(OPERATIONS), FieldSource::Key(Key::Operation), "the operation", "op=network"),
    row("result", &[], Enum(RESULTS), FieldSource::Key(Key::Result), "Passed or the kernel's error text", "result=passed"),
    row("outcome", &[], Enum(OUTCOMES), Derived(workload::outcome), "passed, denied or failed, by the result", "outcome=denied"),
    row("action", &[], Enum(ACTIONS), FieldSource::Key(Key::Action), "what the policy did", "action=block"),
    row("enforcer", &[], Enum(ENFORCERS), FieldSource::Key(Key::Enforcer), "what enforced the policy", "enforcer=BPFLSM"),
    row("policy", &["policyname"], Name, FieldSource::Key(Key::PolicyName), "the policy that matched", "policy=DefaultPosture"),
    row("severity", &[], Number, FieldSource::Key(Key::Severity), "the policy's severity, 1 to 10", "severity=8.."),
    row("message", &[], Text, FieldSource::Key(Key::Message), "the policy's message", "message:denied"),
    row("tag", &["tags", "atags"], TagSet, Derived(workload::tags), "the policy's tags, from Tags and ATags", "tag=MITRE"),
    row("attack", &["mitre"], Name, Derived(tags::attack), "techniques and tactics of ATT&CK that the tags name", "attack=T1552,TA0006"),
    row("cis", &[], Name, Derived(tags::cis), "controls of CIS that the tags name", "cis:linux"),
    row("nist", &[], Name, Derived(tags::nist), "controls of NIST that the tags name", "nist=*SI-4"),
    row("pci", &[], Name, Derived(tags::pci), "requirements of PCI DSS that the tags name", "has:pci"),
    row("exe", &["proc", "process", "processname"], Path, FieldSource::Key(Key::ProcessName), "the acting executable; of a refused exec, the refused one", "exe=bash"),
    row("parent", &["parentprocessname"], Path, FieldSource::Key(Key::ParentProcessName), "the parent's executable", "parent=runc"),
    row("cmd", &["command", "cmdline"], Text, Derived(process::command), "the command line, arguments parted by single blanks", "cmd:curl"),
    row("source", &[], Text, FieldSource::Key(Key::Source), "Source as stored", "source=/usr/bin/runc"),
    row("resource", &[], Text, FieldSource::Key(Key::Resource), "Resource as stored", "resource:passwd"),
    row("data", &[], Text, FieldSource::Key(Key::Data), "Data as stored", "data:O_CREAT"),
    row("path", &["file"], Path, Derived(process::path), "the file of a file event, the executable of an exec", "path=/etc/"),
    row("behaviour", &["behavior"], Text, Derived(behaviour::behaviour), "who did what to what, without made-up names: explain --behaviour", "behaviour:'/bin/sh: '"),
    row("norm.workload", &[], Name, Derived(behaviour::owner), "the workload as behaviour has it", "norm.workload=backup"),
    row("norm.exe", &[], Path, Derived(behaviour::exe), "the acting executable as behaviour has it", "norm.exe=/tmp/"),
    row("norm.resource", &[], Text, Derived(behaviour::resource), "what it was done to as behaviour has it: command, file or peer", "norm.resource:egress"),
    row("pid", &[], Number, FieldSource::Key(Key::Pid), "process id inside the container", "pid=1"),
    zero_dropped(row("ppid", &[], Number, FieldSource::Key(Key::Ppid), "parent's process id inside the container; 0 if outside", "ppid=0")),
    row("hpid", &["hostpid"], Number, FieldSource::Key(Key::HostPid), "process id on the node", "hpid=2514068"),
    row("hppid", &["hostppid"], Number, FieldSource::Key(Key::HostPpid), "parent's process id on the node", "hppid=2514065"),
    zero_dropped(row("uid", &[], Number, FieldSource::Key(Key::Uid), "user id", "uid=0")),
    row("user", &["username"], Name, FieldSource::Key(Key::UserName), "user name; host events of newer builds only", "user=root"),
    row("oid", &[], Number, FieldSource::Key(Key::Oid), "user id of the executable's owner; daemon's file only", "oid=0"),
    row("tty", &[], Name, FieldSource::Key(Key::Tty), "the terminal, without a slash", "tty=pts0"),
    row("cwd", &[], Path, FieldSource::Key(Key::Cwd), "the working directory", "cwd=/root"),
    row("execid", &["execevent.execid"], Number, Member(Key::ExecEvent, "ExecID"), "the kubectl exec session; 0 is none", "execid!=0"),
    row("execname", &["execevent.executablename", "comm"], Name, Member(Key::ExecEvent, "ExecutableName"), "the kernel's name of the process, at most 15 bytes", "execname=cat"),
    row("hash", &["processhash", "parenthash", "resourcehash"], Text, Keys(&[Key::ProcessHash, Key::ParentHash, Key::ResourceHash]), "hash of the process, its parent or the resource", "hash:3ba206e7"),
    row("hashalgo", &[], Name, FieldSource::Key(Key::HashAlgo), "how the hashes were made", "hashalgo=sha256"),
    row("syscall", &[], Symbols, Pairs(&["syscall"]), "the system call", "syscall=openat"),
    row("lsm", &[], Symbols, Pairs(&["lsm"]), "the LSM hook, and a capability it names", "lsm=FILE_OPEN"),
    row("hook", &[], Symbols, Pairs(network::HOOKS), "the first of syscall, lsm, kprobe, kfunc", "hook=tcp_connect"),
    row("fd", &[], Number, Pairs(&["fd"]), "the file descriptor", "fd=3"),
    row("flags", &[], Symbols, Pairs(&["flags", "flag", "mountflag"]), "flags of an open, unlink, exec or mount", "flags=O_CREAT"),
    row("family", &["sa_family"], Symbols, Derived(network::family), "the address family", "family=inet"),
    row("ip", &["addr", "sin_addr", "remoteip", "daddr"], Address, Derived(network::address), "the peer's address", "ip=public"),
    row("port", &["sin_port"], Number, Derived(network::port), "the peer's port", "port=1..1023"),
    row("sun_path", &[], Path, Pairs(&["sun_path"]), "the path of a unix socket", "sun_path=/run/"),
    row("proto", &["protocol"], Symbols, Derived(network::protocol), "the protocol; 0 and HOPOPT are equal", "proto=tcp"),
    row("socktype", &[], Symbols, Pairs(&["type"]), "the socket's type", "socktype=raw"),
    row("dir", &["direction"], Enum(DIRECTIONS), Derived(network::direction), "egress, ingress or listen", "dir=egress"),
    row("dns", &[], Name, Derived(network::dns), "the DNS name that was asked for", "dns='*.example'"),
    row("qtype", &[], Name, Pairs(&["qtype"]), "the DNS question's type", "qtype=AAAA"),
    row("remotehost", &[], Name, Pairs(&["remotehost"]), "the peer's pod or service, as the relay resolved it", "remotehost:svc/"),
    row("data.K", &[], Texts, Derived(in_data), "one pair of Data", "data.userid=0"),
    row("res.K", &[], Texts, Derived(in_resource), "one pair of a network event's Resource", "res.sin_port=53"),
    row("event.K", &[], Texts, Derived(in_event), "one member of EventData", "event.syscall=SYS_CONNECT"),
    row("level", &[], Enum(LEVELS), FieldSource::Key(Key::Level), "level of a daemon's message", "level=ERROR"),
    row("nodeid", &[], Name, FieldSource::Key(Key::NodeId), "the node's machine id", "nodeid:1f3b"),
    row("hostip", &[], Address, Derived(network::host_address), "the node's address, in a daemon's message", "hostip=10.0.0.0/8"),
    row("version", &["kubearmorversion"], Name, FieldSource::Key(Key::KubeArmorVersion), "the daemon's version; alerts only", "version='v1.6*'"),
    row("maxalerts", &["maxalertspersec"], Number, FieldSource::Key(Key::MaxAlertsPerSec), "throttling: alerts a second a container may give", "has:maxalerts"),
    row("dropinterval", &["droppingalertsinterval"], Number, FieldSource::Key(Key::DroppingAlertsInterval), "throttling: seconds for which alerts are dropped", "has:dropinterval"),
    row("reader", &[], Name, Derived(workload::reader), "the pod whose log it was read from, by the wrapper; not the event's", "reader='kubearmor-relay-*'"),
    row("filled", &[], Enum(FILLED), Derived(workload::filled), "which of time and host the record lacks and its wrapper states", "filled=time"),
    row("input", &[], Path, FieldSource::Input, "the input file; - is standard input", "input=node1.ndjson"),
    row("line", &[], Number, FieldSource::Line, "the line's number in its input, from 1", "line=881"),
];

fn in_data<'a>(record: &Record<'a>, key: &str, visit: Visit<'_, 'a>) -> bool {
    pairs::any_in(record, PairSource::Data, key, visit) == PairMatch::Wanted
}

fn in_resource<'a>(record: &Record<'a>, key: &str, visit: Visit<'_, 'a>) -> bool {
    pairs::any_in(record, PairSource::Resource, key, visit) == PairMatch::Wanted
}

fn in_event<'a>(record: &Record<'a>, key: &str, visit: Visit<'_, 'a>) -> bool {
    pairs::any_in(record, PairSource::Event, key, visit) == PairMatch::Wanted
}

/// What a name in a query or a column list leads to.
#[derive(Clone, Debug)]
pub enum Target {
    /// A field.
    Field(&'static Field),
    /// One item of a map field: `labels.app`.
    Item(&'static Field, String),
    /// A path of JSON keys, exactly: `.Key.sub`.
    Path(Vec<String>),
    /// `ioc`: the indicators of a list that the record holds.
    Indicators(Arc<Indicators>),
}

/// The name of the field of indicators, which is there only with a list of them.
pub const INDICATORS: &str = "ioc";

/// What a name leads to where a list of indicators may be at hand.
pub fn find_among(name: &str, indicators: Option<&Arc<Indicators>>) -> Option<Target> {
    match indicators {
        Some(list) if same_name(name, INDICATORS) => Some(Target::Indicators(list.clone())),
        _ => find(name),
    }
}

/// What a bare name leads to: a field, or an item of a map field. `None` if there is none such.
pub fn find(name: &str) -> Option<Target> {
    if let Some(path) = name.strip_prefix('.') {
        let keys: Vec<String> = path.split('.').map(str::to_owned).collect();
        return keys
            .iter()
            .all(|key| !key.is_empty())
            .then_some(Target::Path(keys));
    }
    if let Some(field) = FIELDS
        .iter()
        .find(|field| !field.is_map() && field.is_called(name))
    {
        return Some(Target::Field(field));
    }
    let (map, item) = name.split_once('.')?;
    let field = FIELDS
        .iter()
        .find(|field| field.is_map() && field.is_called(&format!("{map}.K")))?;
    (!item.is_empty()).then(|| Target::Item(field, item.to_owned()))
}

/// The field of a canonical name, found when this is compiled: `const { known("exe") }`. A name that is none does not
/// compile.
pub const fn known(name: &str) -> &'static Field {
    let mut at = 0;
    while !is_equal(FIELDS[at].name.as_bytes(), name.as_bytes()) {
        at += 1;
    }
    &FIELDS[at]
}

const fn is_equal(left: &[u8], right: &[u8]) -> bool {
    let mut at = 0;
    while at < left.len() && at < right.len() && left[at] == right[at] {
        at += 1;
    }
    at == left.len() && at == right.len()
}

/// A field by its canonical name, found without allocating; map fields are not among them.
pub fn named(name: &str) -> Option<&'static Target> {
    static TARGETS: LazyLock<HashMap<&str, Target, FixedState>> = LazyLock::new(|| {
        let fields = FIELDS.iter().filter(|field| !field.is_map());
        let targets = fields.map(|field| (field.name, Target::Field(field)));
        targets.collect()
    });
    TARGETS.get(name)
}

/// Every name that [`find`] knows by itself, canonical ones first; map fields need a key.
pub fn names() -> impl Iterator<Item = &'static str> {
    let plain = || FIELDS.iter().filter(|field| !field.is_map());
    let canonical = plain().map(|field| field.name);
    canonical.chain(plain().flat_map(|field| field.aliases.iter().copied()))
}

impl Field {
    /// Whether the field is a map, of which a query names one item.
    pub const fn is_map(&self) -> bool {
        matches!(self.ty, Type::Names | Type::Texts)
    }

    fn is_called(&self, name: &str) -> bool {
        same_name(self.name, name) || self.aliases.iter().any(|alias| same_name(alias, name))
    }
}

/// Whether two field names are one: letter case, `_` and `-` do not tell them apart.
pub fn same_name(left: &str, right: &str) -> bool {
    letters(left).eq(letters(right))
}

fn letters(name: &str) -> impl Iterator<Item = u8> + '_ {
    let kept = name.bytes().filter(|byte| !matches!(byte, b'_' | b'-'));
    kept.map(|byte| byte.to_ascii_lowercase())
}

impl Target {
    /// How its values compare.
    pub const fn ty(&self) -> Type {
        match self {
            Self::Field(field) | Self::Item(field, _) => field.ty,
            Self::Path(_) => Type::Texts,
            Self::Indicators(_) => Type::Text,
        }
    }

    /// Calls `visit` with each value that the record has, until it answers `true`; answers whether
    /// it did. A record without a value gives none.
    pub fn any<'a>(&self, record: &Record<'a>, visit: Visit<'_, 'a>) -> bool {
        match self {
            Self::Field(field) => field.any(record, "", visit),
            Self::Item(field, key) => field.any(record, key, visit),
            Self::Path(path) => raw::any_at(record.payload(), path, visit),
            Self::Indicators(list) => list.any(record, visit),
        }
    }

    /// The name for it in sentences: a whole word.
    pub fn full_name(&self) -> String {
        match self {
            Self::Field(Field {
                name,
                aliases: [alias, ..],
                ..
            }) if name.len() == 2 => (*alias).to_owned(),
            other => other.to_string(),
        }
    }

    /// Whether the record has a value for it.
    pub fn is_in(&self, record: &Record<'_>) -> bool {
        self.any(record, &mut |_| true)
    }

    /// Whether an absent value means zero in this record: the key was left out by an older build.
    pub fn is_dropped_zero(&self, record: &Record<'_>) -> bool {
        let Self::Field(field) = self else {
            return false;
        };
        field.zero_dropped && record.raw(Key::HostPid).is_some() && !self.is_in(record)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => out.write_str(field.name),
            Self::Indicators(_) => out.write_str(INDICATORS),
            Self::Item(field, key) => {
                write!(out, "{}.{key}", field.name.trim_end_matches(".K"))
            }
            Self::Path(path) => path.iter().try_for_each(|key| {
                let is_plain = key
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'/'));
                if is_plain {
                    write!(out, ".{key}")
                } else {
                    write!(out, ".{}", quoted(key))
                }
            }),
        }
    }
}

impl Field {
    /// Calls `visit` with each value as [`Target::any`] does; of a map field, of the item with this key.
    pub fn any<'a>(&self, record: &Record<'a>, key: &str, visit: Visit<'_, 'a>) -> bool {
        let mut stored = |raw: &'a [u8]| Value::of(raw).is_some_and(|value| visit(&value));
        match self.from {
            FieldSource::Key(key) => record.raw(key).is_some_and(&mut stored),
            FieldSource::Keys(keys) => keys
                .iter()
                .any(|key| record.raw(*key).is_some_and(&mut stored)),
            FieldSource::Member(key, name) => record
                .raw(key)
                .and_then(|object| raw::known_member(object, name))
                .is_some_and(|raw| !crate::json::is_empty(raw) && stored(raw)),
            FieldSource::Pairs(keys) => pairs::any_of(record, keys, visit),
            FieldSource::Derived(read) => read(record, key, visit),
            FieldSource::Host => workload::host(record, visit),
            FieldSource::Input => visit(&Value::text(record.origin().input.to_owned())),
            FieldSource::Line => visit(&Value {
                text: record.origin().line.to_string().into(),
                shape: Shape::Number,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    #[test]
    fn names_ignore_case_and_joiners() {
        for name in [
            "NamespaceName",
            "namespaceName",
            "namespace_name",
            "namespace",
            "NS",
        ] {
            assert_eq!(find(name).unwrap().to_string(), "ns", "{name}");
        }
        assert_eq!(
            find("Labels.app.kubernetes.io/name").unwrap().to_string(),
            "labels.app.kubernetes.io/name"
        );
        assert_eq!(find(".Owner.Name").unwrap().to_string(), ".Owner.Name");
        for name in ["namspace", "", ".", "labels.", "nothing.app", ".a..b"] {
            assert!(find(name).is_none(), "{name}");
        }
    }

    #[test]
    fn every_row_is_whole() {
        let mut seen = std::collections::HashSet::new();
        for field in FIELDS {
            assert!(field.doc.len() <= 72, "{}", field.name);
            assert!(!field.example.is_empty());
            for name in std::iter::once(&field.name).chain(field.aliases) {
                let letters: String = name.to_lowercase().replace(['_', '-'], "");
                assert!(seen.insert(letters), "{name} names two fields");
            }
        }
    }

    #[test]
    fn every_known_key_can_be_asked_by_its_own_name() {
        let other_ways = ["Owner", "EventData", "ExecEvent"];
        for key in Key::ALL {
            let name = key.pascal();
            assert!(find(name).is_some() || other_ways.contains(&name), "{name}");
        }
    }

    #[test]
    fn a_zero_that_was_dropped_is_known() {
        let uid = find("uid").unwrap();
        for (json, dropped) in [
            (r#"{"HostPID":5}"#, true),
            (r#"{"HostPID":5,"UID":0}"#, false),
            (r#"{"HostPID":5,"UID":null}"#, true),
            (r"{}", false),
        ] {
            let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
            assert_eq!(uid.is_dropped_zero(&record), dropped, "{json}");
        }
    }
}
