//! The fields of §4.13: a row each of name, other names, type, and a function that says what a test sees.

use crate::address;
use crate::event::{Event, Seen, known};
use crate::interpret::Context;
use crate::json::Json;
use crate::number;
use crate::time;
use regex::Regex;

/// How a value is compared (§3, table of types). Enums compare as names do, tags as several names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Type {
    Name,
    Symbol,
    Path,
    Text,
    Number,
    Address,
    Time,
    /// `labels.K`: as a name, and ordered as a number.
    Label,
    /// `.key`, `data.K`, `res.K`, `event.K`: as text, and ordered as a number.
    Untyped,
}

/// A field as the filter names it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Field {
    /// A row of the table, by its first name.
    Known(&'static str),
    /// `.Key.sub`
    Raw(Vec<String>),
    /// `labels.K`
    Label(String),
    /// `data.K`
    Data(String),
    /// `res.K`
    Resource(String),
    /// `event.K`
    EventData(String),
}

type See = fn(&Event, &Context) -> Seen;
type Row = (&'static str, &'static [&'static str], Type, See);

/// Reading: the JSON keys of §4.13's last column name their fields too where they stand for exactly one (§4.4's example).
/// Reading: `file` is both an alias of `path` and the input's name in §4.13; here it is the path.
const FIELDS: &[Row] = &[
    ("time", &["updatedtime"], Type::Time, time_seen),
    ("cluster", &["clustername"], Type::Name, |e, _| {
        string(e, "ClusterName")
    }),
    ("host", &["node", "hostname"], Type::Name, |e, _| {
        string(e, "HostName")
    }),
    ("ns", &["namespace", "namespacename"], Type::Name, |e, _| {
        string(e, "NamespaceName")
    }),
    ("pod", &["podname"], Type::Name, |e, _| string(e, "PodName")),
    (
        "container",
        &["ctr", "containername"],
        Type::Name,
        |e, _| string(e, "ContainerName"),
    ),
    ("image", &["containerimage"], Type::Name, |e, _| {
        string(e, "ContainerImage")
    }),
    ("cid", &["containerid"], Type::Name, |e, _| {
        string(e, "ContainerID")
    }),
    ("workload", &["owner"], Type::Name, workload),
    ("owner.kind", &[], Type::Name, |e, _| {
        inner_string(e, "Owner", "Ref")
    }),
    ("labels", &[], Type::Text, |e, _| string(e, "Labels")),
    ("type", &[], Type::Name, |e, _| string(e, "Type")),
    ("kind", &[], Type::Name, kind),
    ("scope", &[], Type::Name, scope),
    ("op", &["operation"], Type::Name, |e, _| {
        string(e, "Operation")
    }),
    ("result", &[], Type::Name, |e, _| string(e, "Result")),
    ("outcome", &[], Type::Name, outcome),
    ("action", &[], Type::Name, |e, _| string(e, "Action")),
    ("enforcer", &[], Type::Name, |e, _| string(e, "Enforcer")),
    ("policy", &["policyname"], Type::Name, |e, _| {
        string(e, "PolicyName")
    }),
    ("severity", &[], Type::Number, |e, _| numeric(e, "Severity")),
    ("message", &[], Type::Text, |e, _| string(e, "Message")),
    ("tag", &[], Type::Name, tag),
    (
        "exe",
        &["proc", "process", "processname"],
        Type::Path,
        |e, _| string(e, "ProcessName"),
    ),
    ("parent", &["parentprocessname"], Type::Path, |e, _| {
        string(e, "ParentProcessName")
    }),
    ("cmd", &[], Type::Text, cmd),
    ("source", &[], Type::Text, |e, _| string(e, "Source")),
    ("resource", &[], Type::Text, |e, _| string(e, "Resource")),
    ("data", &[], Type::Text, |e, _| string(e, "Data")),
    ("path", &["file"], Type::Path, path),
    ("pid", &[], Type::Number, |e, _| numeric(e, "PID")),
    ("ppid", &[], Type::Number, |e, c| zero_dropped(e, c, "PPID")),
    ("hpid", &["hostpid"], Type::Number, |e, _| {
        numeric(e, "HostPID")
    }),
    ("hppid", &["hostppid"], Type::Number, |e, _| {
        numeric(e, "HostPPID")
    }),
    ("uid", &[], Type::Number, |e, c| zero_dropped(e, c, "UID")),
    ("user", &["username"], Type::Name, |e, _| {
        string(e, "UserName")
    }),
    ("tty", &[], Type::Name, |e, _| string(e, "TTY")),
    ("cwd", &[], Type::Path, |e, _| string(e, "Cwd")),
    ("execid", &[], Type::Number, execid),
    ("execname", &[], Type::Name, |e, _| {
        inner_string(e, "ExecEvent", "ExecutableName")
    }),
    ("hash", &[], Type::Text, hash),
    ("syscall", &[], Type::Symbol, |e, _| pair(e, &["syscall"])),
    ("lsm", &[], Type::Symbol, |e, _| pair(e, &["lsm"])),
    ("hook", &[], Type::Symbol, |e, _| pair(e, &HOOKS)),
    ("fd", &[], Type::Number, fd),
    ("flags", &[], Type::Symbol, |e, _| {
        pair(e, &["flags", "flag", "mountflag"])
    }),
    ("family", &[], Type::Symbol, family),
    (
        "ip",
        &["addr", "sinaddr", "remoteip", "daddr"],
        Type::Address,
        ip,
    ),
    ("port", &["sinport"], Type::Number, port),
    ("sunpath", &[], Type::Path, |e, _| pair(e, &["sun_path"])),
    ("proto", &[], Type::Symbol, |e, _| pair(e, &["protocol"])),
    ("socktype", &[], Type::Symbol, |e, _| pair(e, &["type"])),
    ("dir", &[], Type::Name, dir),
    ("dns", &[], Type::Name, dns),
    ("qtype", &[], Type::Name, |e, _| pair(e, &["qtype"])),
    ("remotehost", &[], Type::Name, |e, _| {
        pair(e, &["remotehost"])
    }),
    ("line", &[], Type::Number, |e, _| {
        Seen::one(e.number.to_string())
    }),
];

const HOOKS: [&str; 4] = ["syscall", "lsm", "kprobe", "kfunc"];

/// §4.4: field names ignore case, `_` and `-`; the key of a map does not.
pub(crate) fn named(name: &str) -> Option<Field> {
    let plain = |text: &str| text.to_ascii_lowercase().replace(['_', '-'], "");
    let found = FIELDS.iter().find(|(first, others, _, _)| {
        *first == plain(name) || others.contains(&plain(name).as_str())
    });
    if let Some((first, ..)) = found {
        return Some(Field::Known(first));
    }
    let (map, key) = name.split_once('.').filter(|(_, key)| !key.is_empty())?;
    match plain(map).as_str() {
        "labels" => Some(Field::Label(key.into())),
        "data" => Some(Field::Data(key.into())),
        "res" => Some(Field::Resource(key.into())),
        "event" => Some(Field::EventData(key.into())),
        _ => None,
    }
}

fn row(name: &str) -> &'static Row {
    FIELDS.iter().find(|(first, ..)| *first == name).unwrap()
}

impl Field {
    /// The field's type.
    pub(crate) fn kind(&self) -> Type {
        match self {
            Field::Known(name) => row(name).2,
            Field::Label(_) => Type::Label,
            Field::Raw(_) | Field::Data(_) | Field::Resource(_) | Field::EventData(_) => {
                Type::Untyped
            }
        }
    }

    /// What a test sees of the field.
    pub(crate) fn seen(&self, event: &Event, context: &Context) -> Seen {
        match self {
            Field::Known(name) => row(name).3(event, context),
            Field::Raw(steps) => raw(&event.value, steps),
            Field::Label(key) => label(event, key),
            Field::Data(key) => Seen::any_of(event.data_values(key)),
            Field::Resource(key) => Seen::any_of(event.resource_values(key)),
            Field::EventData(key) => Seen::any_of(event.event_values(key)),
        }
    }
}

/// A field that reads JSON strings only (decision 4).
fn text_only(value: Option<&Json>) -> Seen {
    match value {
        None => Seen::absent(),
        Some(Json::Text(text)) => Seen::one(text),
        Some(_) => Seen::unusable(),
    }
}

/// A field that reads numbers and strings (§4.5, decision 4). Text that is no number passes no numeric test, but `:`
/// and `~` see it (decision 17).
fn number_only(value: Option<&Json>) -> Seen {
    match value {
        None => Seen::absent(),
        Some(Json::Number(text) | Json::Text(text)) => Seen::one(text),
        Some(_) => Seen::unusable(),
    }
}

fn string(event: &Event, key: &str) -> Seen {
    text_only(event.known(key))
}

fn numeric(event: &Event, key: &str) -> Seen {
    number_only(event.known(key))
}

fn inner_string(event: &Event, outer: &str, key: &str) -> Seen {
    text_only(event.known(outer).and_then(|object| known(object, key)))
}

fn execid(event: &Event, _: &Context) -> Seen {
    number_only(
        event
            .known("ExecEvent")
            .and_then(|object| known(object, "ExecID")),
    )
}

/// §4.3: tests see 0 where an older build dropped it; `has:` tells the truth.
fn zero_dropped(event: &Event, context: &Context, key: &str) -> Seen {
    if context.infer && event.known(key).is_none() && event.known("HostPID").is_some() {
        return Seen {
            present: false,
            texts: vec!["0".into()],
        };
    }
    numeric(event, key)
}

/// §4.8: the event's time; its text is the text that was stored.
fn time_seen(event: &Event, _: &Context) -> Seen {
    time::of_event(event).map_or_else(Seen::absent, |(_, stored)| Seen::one(stored))
}

/// `Owner.Name`, else `PodName` less what its controller put at the end.
///
/// Reading: a `PodName` that is no text makes no workload at all.
fn workload(event: &Event, _: &Context) -> Seen {
    let owner = inner_string(event, "Owner", "Name");
    if owner.present {
        return owner;
    }
    let suffix = Regex::new(r"-[a-z0-9]{8,10}-[a-z0-9]{5}\z|-[0-9]+\z").unwrap();
    event
        .string("PodName")
        .map_or_else(Seen::absent, |pod| Seen::one(suffix.replace(pod, "")))
}

/// Always has a value (decision 12).
fn kind(event: &Event, _: &Context) -> Seen {
    let alert = ["PolicyName", "Enforcer", "Action"]
        .iter()
        .any(|key| event.known(key).is_some());
    let by_type = event.string("Type").unwrap_or("").to_ascii_lowercase();
    Seen::one(match by_type.as_str() {
        matched if matched.starts_with("matched") => "alert",
        "containerlog" | "hostlog" | "systemlog" | "auditlog" => "log",
        "systemevent" => "system",
        "message" => "message",
        _ if alert => "alert",
        _ => "log",
    })
}

/// Always has a value (decision 12).
fn scope(event: &Event, _: &Context) -> Seen {
    let contained = ["ContainerID", "PodName", "NamespaceName"]
        .iter()
        .any(|key| event.known(key).is_some());
    let by_type = event.string("Type").unwrap_or("").to_ascii_lowercase();
    Seen::one(match by_type.as_str() {
        "hostlog" | "matchedhostpolicy" => "host",
        "containerlog" => "container",
        _ if contained => "container",
        _ => "host",
    })
}

/// Absent without a Result.
///
/// Reading: absent as well where Result is no text.
fn outcome(event: &Event, _: &Context) -> Seen {
    let Some(result) = event.string("Result") else {
        return Seen::absent();
    };
    Seen::one(match result.to_ascii_lowercase().as_str() {
        "passed" | "operation now in progress" | "removed" => "passed",
        "permission denied" | "operation not permitted" => "denied",
        _ => "failed",
    })
}

/// `Tags` ∪ `ATags` (decision 4).
///
/// Reading: keys that hold no element at all (`",,"`, `[""]`) are as good as absent.
fn tag(event: &Event, _: &Context) -> Seen {
    let (tags, more) = (event.known("Tags"), event.known("ATags"));
    let mut texts: Vec<String> = Vec::new();
    let mut unusable = false;
    match tags {
        Some(Json::Text(list)) => texts.extend(list.split(',').map(|tag| tag.trim().to_owned())),
        other => unusable |= other.is_some(),
    }
    match more {
        Some(Json::Array(items)) => texts.extend(items.iter().filter_map(|item| match item {
            Json::Text(tag) => Some(tag.clone()),
            _ => None,
        })),
        other => unusable |= other.is_some(),
    }
    texts.retain(|tag| !tag.is_empty());
    Seen {
        present: unusable || !texts.is_empty(),
        texts,
    }
}

/// Resource for Process; else Source.
fn cmd(event: &Event, _: &Context) -> Seen {
    string(
        event,
        if event.operation_is("Process") {
            "Resource"
        } else {
            "Source"
        },
    )
}

/// Resource for File; for Process its first word, or `ProcessName` where Resource is absent (decision 9).
fn path(event: &Event, _: &Context) -> Seen {
    let resource = string(event, "Resource");
    if event.operation_is("File") {
        return resource;
    }
    if !event.operation_is("Process") {
        return Seen::absent();
    }
    if !resource.present {
        return string(event, "ProcessName");
    }
    let first_word = |text: &String| {
        text.split(' ')
            .find(|word| !word.is_empty())
            .map(str::to_owned)
    };
    Seen {
        present: true,
        texts: resource.texts.iter().filter_map(first_word).collect(),
    }
}

/// Any of the three hashes.
fn hash(event: &Event, _: &Context) -> Seen {
    let each = ["ProcessHash", "ParentHash", "ResourceHash"].map(|key| string(event, key));
    Seen {
        present: each.iter().any(|one| one.present),
        texts: each.into_iter().flat_map(|one| one.texts).collect(),
    }
}

fn pair(event: &Event, keys: &[&str]) -> Seen {
    Seen::any_of(event.first_pair(keys))
}

/// A number among the pairs: no positive test on what is none (§4.5).
fn number_pair(values: Vec<String>) -> Seen {
    Seen {
        present: !values.is_empty(),
        texts: values
            .into_iter()
            .filter(|text| number::read(text).is_some())
            .collect(),
    }
}

fn fd(event: &Event, _: &Context) -> Seen {
    number_pair(event.pair("fd"))
}

/// `sa_family`, or `domain` when it is `AF_*`.
fn family(event: &Event, _: &Context) -> Seen {
    let family = event.pair("sa_family");
    if !family.is_empty() {
        return Seen::any_of(family);
    }
    Seen::any_of(
        event
            .pair("domain")
            .into_iter()
            .filter(|domain| domain.starts_with("AF_"))
            .collect(),
    )
}

/// `domain` when it is not `AF_*`.
fn dns(event: &Event, _: &Context) -> Seen {
    Seen::any_of(
        event
            .pair("domain")
            .into_iter()
            .filter(|domain| !domain.starts_with("AF_"))
            .collect(),
    )
}

/// Which end of a firewall's flow is the peer: the destination of EGRESS, the source of INGRESS.
fn firewall_peer(event: &Event) -> Option<&'static str> {
    let resource = event.string("Resource").unwrap_or("").to_ascii_lowercase();
    match resource.as_str() {
        "egress" => Some("Destination"),
        "ingress" => Some("Source"),
        _ => None,
    }
}

fn peer(event: &Event, firewall: &str, keys: &[&str]) -> Vec<String> {
    if !event.operation_is("NetworkFirewall") {
        return event.first_pair(keys);
    }
    firewall_peer(event)
        .map(|end| event.pair(&format!("{end}{firewall}")))
        .unwrap_or_default()
}

/// §4.10: what is no address is absent.
fn ip(event: &Event, _: &Context) -> Seen {
    let mut texts = peer(event, "IP", &["sin_addr", "remoteip", "daddr"]);
    texts.retain(|text| address::read(text).is_some());
    Seen::any_of(texts)
}

fn port(event: &Event, _: &Context) -> Seen {
    number_pair(peer(event, "Port", &["sin_port", "port"]))
}

/// By the first word of the hook, or a firewall's Resource (decision 7).
fn dir(event: &Event, _: &Context) -> Seen {
    if event.operation_is("NetworkFirewall") {
        return match firewall_peer(event) {
            Some("Destination") => Seen::one("egress"),
            Some(_) => Seen::one("ingress"),
            None => Seen::absent(),
        };
    }
    Seen::any_of(
        event
            .first_pair(&HOOKS)
            .iter()
            .filter_map(|hook| direction(hook))
            .map(str::to_owned)
            .collect(),
    )
}

fn direction(hook: &str) -> Option<&'static str> {
    let symbol = hook.split(' ').next()?.to_ascii_lowercase();
    match symbol.as_str() {
        "tcp_connect" | "sys_connect" | "socket_connect" | "socket_sendmsg" => Some("egress"),
        udp if udp.starts_with("udp_send") => Some("egress"),
        "tcp_accept" | "sys_accept" | "socket_accept" => Some("ingress"),
        "sys_bind" | "sys_listen" => Some("listen"),
        _ => None,
    }
}

/// Labels split at commas and blanks into `k=v` (decision 10).
fn label(event: &Event, key: &str) -> Seen {
    let items = event.string("Labels").unwrap_or("").split([',', ' ']);
    let wanted = items
        .filter_map(|item| item.split_once('='))
        .filter(|(name, value)| name.eq_ignore_ascii_case(key) && !value.is_empty());
    Seen::any_of(wanted.map(|(_, value)| value.to_owned()).collect())
}

/// `.Key.sub`: each step by exact key first, then in any case, through objects only (decision 4).
fn raw(value: &Json, steps: &[String]) -> Seen {
    let Some((step, rest)) = steps.split_first() else {
        return match value {
            empty if empty.is_empty() => Seen::absent(),
            Json::Array(items) => Seen {
                present: true,
                texts: items.iter().filter_map(Json::scalar).collect(),
            },
            Json::Object(_) => Seen::unusable(),
            scalar => Seen {
                present: true,
                texts: scalar.scalar().into_iter().collect(),
            },
        };
    };
    let members = value.members();
    let exact = members.iter().find(|(key, _)| key == step);
    let next = exact.or_else(|| {
        members
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(step))
    });
    next.map_or_else(Seen::absent, |(_, inner)| raw(inner, rest))
}
