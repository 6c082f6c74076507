//! Random records as JSON text: what writers print, and what careless or hostile ones might.

use crate::event::camel;
use crate::json::Json;
use crate::pools::*;
use crate::spelling::written;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// The members of an object in order.
pub(crate) type Members = Vec<(String, Json)>;

fn text(pool: &'static [&'static str]) -> BoxedStrategy<Json> {
    select(pool)
        .prop_map(|text| Json::Text(text.into()))
        .boxed()
}

fn object(members: &[(&str, Json)]) -> Json {
    Json::Object(
        members
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
    )
}

/// A number as JSON, or in a string (§4.5).
fn number() -> BoxedStrategy<Json> {
    prop_oneof![
        4 => select(NUMBERS).prop_map(|number| Json::Number(number.into())),
        1 => text(NUMERIC_TEXTS),
    ]
    .boxed()
}

fn tags() -> BoxedStrategy<Json> {
    prop::collection::vec(select(TAGS), 1..3)
        .prop_map(|tags| Json::Array(tags.into_iter().map(|tag| Json::Text(tag.into())).collect()))
        .boxed()
}

fn owner() -> BoxedStrategy<Json> {
    (select(NAMES), select(&["Deployment", "Pod", ""][..]))
        .prop_map(|(name, kind)| {
            object(&[
                ("Ref", Json::Text(kind.into())),
                ("Name", Json::Text(name.into())),
            ])
        })
        .boxed()
}

fn exec_event() -> BoxedStrategy<Json> {
    (number(), select(NAMES))
        .prop_map(|(id, name)| {
            object(&[("ExecID", id), ("ExecutableName", Json::Text(name.into()))])
        })
        .boxed()
}

fn commands() -> BoxedStrategy<String> {
    (select(PATHS), select(ARGUMENTS))
        .prop_map(|(path, arguments)| format!("{path}{arguments}"))
        .boxed()
}

/// What every kind of record may hold, each key or not.
fn common() -> impl Strategy<Value = Members> {
    let keys: Vec<(&'static str, BoxedStrategy<Json>)> = vec![
        (
            "Timestamp",
            prop_oneof![
                select(EPOCHS).prop_map(|n| Json::Number(n.into())),
                text(EPOCHS)
            ]
            .boxed(),
        ),
        ("UpdatedTime", text(STAMPS)),
        ("ClusterName", text(NAMES)),
        ("HostName", text(NAMES)),
        ("NamespaceName", text(NAMES)),
        ("Owner", owner()),
        ("PodName", text(NAMES)),
        ("Labels", text(LABELS)),
        ("ContainerID", text(HASHES)),
        ("ContainerName", text(NAMES)),
        ("ContainerImage", text(IMAGES)),
        ("ParentProcessName", text(PATHS)),
        ("ProcessName", text(PATHS)),
        ("HostPPID", number()),
        ("HostPID", number()),
        ("PPID", number()),
        ("PID", number()),
        ("UID", number()),
        ("Type", text(TYPES)),
        ("Source", commands().prop_map(Json::Text).boxed()),
        ("Result", text(RESULTS)),
        ("Cwd", text(PATHS)),
        ("TTY", text(NAMES)),
        ("ExecEvent", exec_event()),
        ("UserName", text(NAMES)),
        ("ProcessHash", text(HASHES)),
        ("ResourceHash", text(HASHES)),
        ("cluster_id", number()),
    ];
    chosen(keys, 0.5)
}

/// What alerts add.
fn alert() -> impl Strategy<Value = Members> {
    let list =
        prop::collection::vec(select(TAGS), 1..3).prop_map(|tags| Json::Text(tags.join(", ")));
    let keys: Vec<(&'static str, BoxedStrategy<Json>)> = vec![
        ("PolicyName", text(NAMES)),
        ("Severity", number()),
        ("Tags", list.boxed()),
        ("ATags", tags()),
        ("Message", text(MESSAGES)),
        ("Enforcer", text(ENFORCERS)),
        ("Action", text(ACTIONS)),
    ];
    chosen(keys, 0.6)
}

fn chosen(
    keys: Vec<(&'static str, BoxedStrategy<Json>)>,
    odds: f64,
) -> impl Strategy<Value = Members> {
    let each = |(key, value): (&'static str, BoxedStrategy<Json>)| {
        prop::option::weighted(odds, value.prop_map(move |value| (key.to_owned(), value)))
    };
    let each: Vec<_> = keys.into_iter().map(each).collect();
    each.prop_map(|members| members.into_iter().flatten().collect())
}

/// Operation, Data and Resource of one event (data dictionary §4).
type Shape = (&'static str, String, String);

fn shape(
    operation: &'static str,
    data: impl Strategy<Value = String> + 'static,
    resource: impl Strategy<Value = String> + 'static,
) -> BoxedStrategy<Shape> {
    (data, resource)
        .prop_map(move |(data, resource)| (operation, data, resource))
        .boxed()
}

fn word(pool: &'static [&'static str]) -> impl Strategy<Value = String> + 'static {
    select(pool).prop_map(str::to_owned)
}

fn fixed(text: &'static str) -> Just<String> {
    Just(text.to_owned())
}

/// The sockaddr of a system call: its pairs in random order, as the writer's map gives them.
fn sockaddr() -> impl Strategy<Value = String> {
    let inet = (
        select(&["AF_INET", "AF_INET6"][..]),
        select(NUMBERS),
        select(ADDRESSES),
    )
        .prop_map(|(family, port, address)| {
            vec![
                format!("sa_family={family}"),
                format!("sin_port={port}"),
                format!("sin_addr={address}"),
            ]
        });
    let unix =
        select(PATHS).prop_map(|path| vec!["sa_family=AF_UNIX".into(), format!("sun_path={path}")]);
    let others =
        select(&["AF_NETLINK", "16"][..]).prop_map(|family| vec![format!("sa_family={family}")]);
    let abstract_unix = Just(vec!["sun_path=".to_owned(), "sa_family=AF_UNIX".to_owned()]);
    prop_oneof![4 => inet, 2 => unix, 1 => others, 1 => abstract_unix]
        .prop_shuffle()
        .prop_map(|pairs| pairs.join(" "))
}

fn process_and_file() -> BoxedStrategy<Shape> {
    let open = (
        select(&["SYS_OPENAT fd=-100", "SYS_OPEN", "SYS_UNLINKAT"][..]),
        select(FLAGS),
    )
        .prop_map(|(call, flags)| format!("syscall={call} flags={flags}"));
    let hook = select(&["FILE_OPEN", "FILE_UNLINK", "FILE_RENAME", "FILE_PERMISSION"][..])
        .prop_map(|hook| format!("lsm={hook}"));
    let chown = (select(NUMBERS), select(NUMBERS))
        .prop_map(|(user, group)| format!("syscall=SYS_CHOWN userid={user} group={group}"));
    prop_oneof![
        shape(
            "Process",
            select(
                &[
                    "syscall=SYS_EXECVE",
                    "syscall=SYS_EXECVEAT fd=3 flag=AT_EMPTY_PATH",
                    "lsm=SECURITY_BPRM_CHECK",
                    ""
                ][..]
            )
            .prop_map(str::to_owned),
            commands()
        ),
        shape(
            "Process",
            fixed("syscall=SYS_PTRACE request=PTRACE_ATTACH pid=5 process=/bin/sh"),
            word(PATHS)
        ),
        shape("Process", fixed("syscall=SYS_EXECVE"), fixed("")),
        shape("File", open, word(PATHS)),
        shape("File", hook, word(PATHS)),
        shape("File", chown, word(PATHS)),
        shape("File", fixed("syscall=SYS_CLOSE fd=5"), word(PATHS)),
        shape(
            "File",
            fixed("PROT_READ|PROT_EXEC,PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS"),
            fixed("")
        ),
    ]
    .boxed()
}

/// A DNS question, in the form of today or the one with commas.
fn question(comma: bool) -> impl Strategy<Value = String> {
    (
        select(DOMAINS),
        select(ADDRESSES),
        select(&["A", "AAAA", ""][..]),
    )
        .prop_map(move |(domain, address, kind)| {
            if comma {
                format!("kfunc=UDP_SENDMSG,domain={domain},daddr={address},qtype={kind}")
            } else {
                format!("kfunc=UDP_SENDSKB domain={domain} daddr={address} qtype={kind}")
            }
        })
}

fn network() -> BoxedStrategy<Shape> {
    let call = (
        select(&["SYS_CONNECT", "SYS_ACCEPT", "SYS_BIND", "sys_connect"][..]),
        select(NUMBERS),
    )
        .prop_map(|(call, fd)| format!("syscall={call} fd={fd}"));
    let socket = (
        select(&["AF_INET", "AF_UNIX"][..]),
        select(&["SOCK_STREAM", "SOCK_DGRAM|SOCK_CLOEXEC"][..]),
        select(&["0", "HOPOPT", "TCP"][..]),
    )
        .prop_map(|(domain, kind, protocol)| {
            format!("domain={domain} type={kind} protocol={protocol}")
        });
    let probe = select(
        &[
            "kprobe=tcp_connect domain=AF_INET",
            "kprobe=tcp_accept domain=AF_INET6",
        ][..],
    )
    .prop_map(str::to_owned);
    let remote = (
        select(ADDRESSES),
        select(NUMBERS),
        select(&["", " remotehost=pod/vault/default"][..]),
    )
        .prop_map(|(address, port, host)| {
            format!("remoteip={address} port={port} protocol=TCP{host}")
        });
    let lsm = select(
        &[
            "SOCKET_CREATE",
            "SOCKET_CONNECT type=SOCK_STREAM",
            "SOCKET_ACCEPT protocol=TCP type=SOCK_STREAM",
        ][..],
    )
    .prop_map(|hook| format!("lsm={hook}"));
    let asked = select(DOMAINS).prop_map(|domain| format!("lsm=SOCKET_SENDMSG domain={domain}"));
    prop_oneof![
        4 => shape("Network", call, sockaddr()),
        1 => shape("Network", fixed("syscall=SYS_SOCKET"), socket),
        2 => shape("Network", probe, remote),
        1 => shape("Network", question(false), fixed("sa_family=AF_INET sin_port=53")),
        1 => shape("Network", question(true), fixed("sin_port=53 sa_family=AF_INET")),
        1 => shape("Network", fixed("syscall=SYS_LISTEN fd=5"), fixed("")),
        1 => shape("Network", lsm, select(&["type=SOCK_STREAM", "protocol=UDP type=SOCK_DGRAM"][..]).prop_map(str::to_owned)),
        1 => shape("Network", asked, word(DOMAINS)),
        1 => shape("network", fixed("flags=O_CREAT flags=O_TRUNC syscall=SYS_CONNECT"), sockaddr()),
    ]
    .boxed()
}

fn the_rest() -> BoxedStrategy<Shape> {
    let flow = (select(ADDRESSES), select(NUMBERS), select(ADDRESSES), select(NUMBERS), select(&["TCP", "UDP", "ICMPv6"][..])).prop_map(
        |(from, from_port, to, to_port, protocol)| {
            format!("SourceIP={from} SourcePort={from_port} DestinationIP={to} DestinationPort={to_port} Protocol={protocol}")
        },
    );
    let way = select(&["EGRESS", "INGRESS", "egress", ""][..]).prop_map(str::to_owned);
    let mount = select(PATHS).prop_map(|path| {
        format!("syscall=SYS_MOUNT source={path} target=/mnt filesystem=ext4 mountflag=0 data=")
    });
    prop_oneof![
        2 => shape("NetworkFirewall", flow, way),
        1 => shape("Syscall", mount, fixed("")),
        1 => shape("Syscall", fixed("syscall=SYS_UMOUNT2 target=/mnt flag=5"), fixed("")),
        1 => shape("Syscall", fixed("syscall=SYS_SETUID userid=0"), fixed("")),
        1 => shape("Capabilities", fixed("lsm=CAPABLE CAP_NET_RAW"), fixed("CAP_NET_RAW")),
        1 => shape("Device", fixed("Class=8 SubClass=6 Protocol=80 Level=1 SysPath=/sys/x"), fixed("USB MASS-STORAGE")),
        1 => shape("AlertThreshold", fixed(""), fixed("")),
        1 => shape("Novel", fixed("source=my disk sin_port=5"), fixed("remoteip=8.8.8.8 port=53")),
        1 => shape("", fixed(""), fixed("")),
    ]
    .boxed()
}

/// What the writer makes of the pairs: words with `=`, the key's first letter raised, Resource's if it is a network event.
fn event_data((operation, data, resource): &Shape) -> Json {
    let mut members: Members = Vec::new();
    let words = data.split_whitespace().chain(
        resource
            .split_whitespace()
            .filter(|_| *operation == "Network"),
    );
    for (key, value) in words.filter_map(|word| word.split_once('=')) {
        let mut key = key.to_owned();
        if let Some(first) = key.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        members.retain(|(known, _)| *known != key);
        members.push((key, Json::Text(value.into())));
    }
    Json::Object(members)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Described {
    Text,
    Both,
    EventDataOnly,
}

fn described(shape: &Shape, how: Described) -> Members {
    let text = |text: &str| Json::Text(text.to_owned());
    let mut members = vec![
        ("Operation".to_owned(), text(shape.0)),
        ("Resource".to_owned(), text(&shape.2)),
    ];
    if how != Described::EventDataOnly {
        members.push(("Data".into(), text(&shape.1)));
    }
    if how != Described::Text {
        members.push(("EventData".into(), event_data(shape)));
    }
    if shape.0 == "AlertThreshold" {
        members.push(("DroppingAlertsInterval".into(), Json::Number("30".into())));
    }
    members.retain(|(_, value)| !value.is_empty());
    members
}

/// A record as a writer would print it, in Pascal spelling and random key order.
pub(crate) fn clean() -> impl Strategy<Value = Members> {
    let shapes = prop_oneof![3 => process_and_file(), 4 => network(), 2 => the_rest()];
    let how = select(&[Described::Text, Described::Both, Described::EventDataOnly][..]);
    (shapes, how, common(), alert(), any::<bool>())
        .prop_map(|(shape, how, common, alert, is_alert)| {
            let mut members = described(&shape, how);
            members.extend(common);
            members.extend(alert.into_iter().filter(|_| is_alert));
            members
        })
        .prop_shuffle()
}

/// What a hostile or careless writer does to a record.
#[derive(Clone, Debug)]
enum Mishap {
    Empty(Index, usize),
    WrongType(Index, usize),
    Repeated(Index, Index, bool),
    Variant(Index, Index, bool),
    Unknown(Index, usize),
}

fn mishaps() -> impl Strategy<Value = Vec<Mishap>> {
    let mishap = prop_oneof![
        (any::<Index>(), 0..4_usize).prop_map(|(at, which)| Mishap::Empty(at, which)),
        (any::<Index>(), 0..5_usize).prop_map(|(at, which)| Mishap::WrongType(at, which)),
        (any::<Index>(), any::<Index>(), any::<bool>())
            .prop_map(|(at, from, before)| Mishap::Repeated(at, from, before)),
        (any::<Index>(), any::<Index>(), any::<bool>())
            .prop_map(|(at, from, before)| Mishap::Variant(at, from, before)),
        (any::<Index>(), 0..3_usize).prop_map(|(at, which)| Mishap::Unknown(at, which)),
    ];
    prop::collection::vec(mishap, 0..4)
}

/// A key spelt as nobody canonically spells it: `operatioN`, `uiD`.
fn uncanonical(key: &str) -> String {
    let (head, tail) = key.split_at(key.len() - 1);
    head.to_ascii_lowercase() + &tail.to_ascii_uppercase()
}

fn happen(members: &mut Members, mishap: &Mishap) {
    if members.is_empty() {
        return;
    }
    let size = members.len();
    match mishap {
        Mishap::Empty(at, which) => {
            let empties = [
                Json::Null,
                Json::Text(String::new()),
                Json::Array(vec![]),
                Json::Object(vec![]),
            ];
            members[at.index(size)].1 = empties[*which].clone();
        }
        Mishap::WrongType(at, which) => {
            let (key, value) = &mut members[at.index(size)];
            // Which record counts as telemetry stays out of doubt.
            if !["Operation", "Type"]
                .iter()
                .any(|told| key.eq_ignore_ascii_case(told))
            {
                *value = wrong(*which);
            }
        }
        Mishap::Repeated(at, from, before) => {
            insert(
                members,
                at.index(size),
                from.index(size),
                *before,
                str::to_owned,
            );
        }
        Mishap::Variant(at, from, before) => insert(
            members,
            at.index(size),
            from.index(size),
            *before,
            uncanonical,
        ),
        Mishap::Unknown(at, which) => {
            let (key, value) = unknown(*which);
            members.insert(at.index(size), (key.into(), value));
        }
    }
}

/// A key nobody knows, with known keys inside it.
fn unknown(which: usize) -> (&'static str, Json) {
    let text = |text: &str| Json::Text(text.into());
    let five = || Json::Number("5".into());
    let list = Json::Array(vec![text("web"), five()]);
    let inner = object(&[("Operation", text("Process"))]);
    match which {
        0 => ("Extra", object(&[("deep", text("ſtage")), ("list", list)])),
        1 => (
            "od d",
            Json::Array(vec![text("default"), inner, Json::Bool(true)]),
        ),
        _ => {
            let members = [
                ("Operation", text("File")),
                ("NamespaceName", text("web")),
                ("PID", five()),
            ];
            ("structuredData", object(&members))
        }
    }
}

fn wrong(which: usize) -> Json {
    let number = || Json::Number("5".into());
    let choice = [
        Json::Bool(true),
        number(),
        Json::Array(vec![number(), Json::Text("web".into())]),
        object(&[("Name", Json::Bool(false))]),
        Json::Text("x".into()),
    ];
    choice[which].clone()
}

/// Repeats a key with the value of another of the same JSON type, before the first or at the end.
fn insert(
    members: &mut Members,
    at: usize,
    from: usize,
    before: bool,
    spell: impl Fn(&str) -> String,
) {
    let key = spell(&members[at].0);
    let (own, other) = (&members[at].1, &members[from].1);
    let alike = std::mem::discriminant(own) == std::mem::discriminant(other);
    let value = if alike { other.clone() } else { own.clone() };
    members.insert(if before { 0 } else { members.len() }, (key, value));
}

/// Pascal or camel.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dialect {
    Pascal,
    Camel,
}

/// The members in the daemon's spelling.
pub(crate) fn in_camel(members: &Members) -> Members {
    let known = |key: &str| key.starts_with(|c: char| c.is_ascii_uppercase());
    let inner = |key: &str, value: &Json| match value {
        Json::Object(inner) if key == "Owner" || key == "ExecEvent" => {
            Json::Object(in_camel(inner))
        }
        other => other.clone(),
    };
    members
        .iter()
        .map(|(key, value)| {
            (
                if known(key) { camel(key) } else { key.clone() },
                inner(key, value),
            )
        })
        .collect()
}

/// Any record as JSON text: both dialects, mishaps, and odd spellings of the same text.
pub(crate) fn record() -> impl Strategy<Value = String> {
    let dialect = select(&[Dialect::Pascal, Dialect::Camel][..]);
    (
        clean(),
        dialect,
        mishaps(),
        prop_oneof![Just(0), any::<u64>()],
    )
        .prop_map(|(members, dialect, mishaps, seed)| {
            let mut members = match dialect {
                Dialect::Pascal => members,
                Dialect::Camel => in_camel(&members),
            };
            for mishap in &mishaps {
                happen(&mut members, mishap);
            }
            written(&Json::Object(members), seed)
        })
}
