//! What an event is an instance of: who did what to what, without what is accidental. See [`super::normal`].

use std::fmt::Write;

use super::normal::{Of, is_private, normal};
use super::pairs::is_operation;
use super::{Visit, network, workload};
use crate::record::Record;
use crate::record::key::Key;
use crate::record::value::Value;

/// `shop/cart Process /bin/sh: /bin/sh -c id`, the place of a host event being `host`.
pub(crate) fn behaviour<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    let mut text = String::new();
    let namespace = record.text(Key::NamespaceName);
    let owner = owner_of(record);
    text.push_str(namespace.as_deref().unwrap_or_default());
    if let Some(owner) = &owner {
        let _ = write!(text, "/{owner}");
    }
    if text.is_empty() {
        text.push_str("host");
    }
    for part in [record.text(Key::Operation).map(Into::into), exe_of(record)] {
        let _ = write!(text, " {}", part.as_deref().unwrap_or("-"));
    }
    if let Some(resource) = resource_of(record) {
        let _ = write!(text, ": {resource}");
    }
    visit(&Value::text(text))
}

/// The workload, without the suffixes of one run of it.
pub(crate) fn owner<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    owner_of(record).is_some_and(|name| visit(&Value::text(name)))
}

fn owner_of(record: &Record<'_>) -> Option<String> {
    first(record, workload::workload).map(|name| normal(&name, Of::Workload).into_owned())
}

/// The acting executable.
pub(crate) fn exe<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    exe_of(record).is_some_and(|path| visit(&Value::text(path)))
}

fn exe_of(record: &Record<'_>) -> Option<String> {
    let path = record.text(Key::ProcessName)?;
    Some(normal(&path, Of::Command).into_owned())
}

/// What it was done to: a command line, a file, a peer.
pub(crate) fn resource<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    resource_of(record).is_some_and(|text| visit(&Value::text(text)))
}

fn resource_of(record: &Record<'_>) -> Option<String> {
    let stored = |key, of| record.text(key).map(|text| normal(&text, of).into_owned());
    let resource = |of| stored(Key::Resource, of);
    let is = |name| is_operation(record, name);
    if is("Network") || is("NetworkFirewall") {
        return peer(record).or_else(|| stored(Key::Data, Of::Command));
    }
    if is("File") {
        return resource(Of::File).or_else(|| stored(Key::Data, Of::Command));
    }
    if is("Syscall") {
        // A call that names a file leaves it in Resource; any other has its arguments in Data.
        return match (first(record, syscall), resource(Of::File)) {
            (Some(call), Some(file)) => Some(format!("{call} {file}")),
            _ => stored(Key::Data, Of::Command),
        };
    }
    resource(Of::Command).or_else(|| stored(Key::Data, Of::Command))
}

/// Which way, and to whom: `egress <private>:3306 svc/shop/db`. An address of the cluster is given out anew, and the
/// port of a caller is any.
fn peer(record: &Record<'_>) -> Option<String> {
    let direction = first(record, network::direction);
    let port = first(record, network::port).map(|port| match direction.as_deref() {
        Some("ingress" | "listen") if is_ephemeral(&port) => "<port>".to_owned(),
        _ => port,
    });
    let what = if let Some(name) = first(record, network::dns) {
        format!("dns {}", normal(&name, Of::Command))
    } else if let Some(address) = first(record, network::address) {
        let is_ours = network::parse_address(&address).is_some_and(is_private);
        let address = if is_ours { "<private>" } else { &address };
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let name = first(record, remote_host);
        let name = name.map(|name| format!(" {}", normal(&name, Of::Command)));
        format!("{address}{port}{}", name.unwrap_or_default())
    } else if let Some(path) = first(record, socket_path) {
        format!("unix {}", normal(&path, Of::File))
    } else if let Some(port) = port {
        format!(":{port}")
    } else {
        record
            .text(Key::Resource)
            .map_or_else(String::new, |text| sorted(&text))
    };
    let words = [direction.unwrap_or_default(), what];
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The pairs of a socket address in an order of their own: the writer's is random.
fn sorted(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    words.sort_unstable();
    // Builds before 1.5.0 write the default protocol as 0.
    let words = words.into_iter().map(|word| match word {
        "protocol=0" => "protocol=HOPOPT",
        word => word,
    });
    let words: Vec<&str> = words.collect();
    normal(&words.join(" "), Of::Command).into_owned()
}

/// The first port that Linux gives to who asks for none. // `net.ipv4.ip_local_port_range`
const EPHEMERAL: u32 = 32_768;

fn is_ephemeral(port: &str) -> bool {
    port.parse::<u32>()
        .is_ok_and(|port| port == 0 || port >= EPHEMERAL)
}

fn syscall<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    super::pairs::any_of(record, &["syscall"], visit)
}

fn socket_path<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    super::pairs::any_of(record, &["sun_path"], visit)
}

fn remote_host<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    super::pairs::any_of(record, &["remotehost"], visit)
}

/// The first value that a field's function gives.
fn first(
    record: &Record<'_>,
    read: for<'r, 'v, 'a> fn(&'r Record<'a>, &'r str, Visit<'v, 'a>) -> bool,
) -> Option<String> {
    let mut found = None;
    read(record, "", &mut |value| {
        found = Some(value.text.clone().into_owned());
        true
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;
    use crate::record::field::find;

    fn of(json: &str, field: &str) -> Option<String> {
        let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
        let mut found = None;
        find(field).unwrap().any(&record, &mut |value| {
            found = Some(value.text.clone().into_owned());
            true
        });
        found
    }

    #[test]
    fn a_behaviour_is_who_did_what_to_what() {
        for (json, behaviour) in [
            (
                r#"{"NamespaceName":"shop","PodName":"cart-6c9f7d8b54-x2vkt","Operation":"Process","ProcessName":"/bin/sh","Resource":"/bin/sh -c cat /proc/12/maps"}"#,
                "shop/cart Process /bin/sh: /bin/sh -c cat /proc/<pid>/maps",
            ),
            (
                r#"{"NamespaceName":"shop","Owner":{"Name":"backup-29012345"},"Operation":"File","ProcessName":"/usr/bin/tar","Resource":"/tmp/abcdef"}"#,
                "shop/backup-<n> File /usr/bin/tar: /tmp/<random>",
            ),
            (
                r#"{"Operation":"Syscall","ProcessName":"/bin/su","Data":"syscall=SYS_SETUID userid=0"}"#,
                "host Syscall /bin/su: syscall=SYS_SETUID userid=0",
            ),
            (
                r#"{"Operation":"Syscall","ProcessName":"/bin/rm","Resource":"/a","Data":"syscall=SYS_UNLINK"}"#,
                "host Syscall /bin/rm: SYS_UNLINK /a",
            ),
            (r#"{"Operation":"File"}"#, "host File -"),
            ("{}", "host - -"),
        ] {
            assert_eq!(of(json, "behaviour").as_deref(), Some(behaviour), "{json}");
        }
    }

    #[test]
    fn a_peer_is_its_way_its_address_and_its_port() {
        for (data, resource, peer) in [
            (
                "syscall=SYS_CONNECT fd=4",
                "sin_port=443 sa_family=AF_INET sin_addr=10.96.0.1",
                "egress <private>:443",
            ),
            (
                "kprobe=tcp_connect domain=AF_INET",
                "remoteip=10.96.0.1 port=443 protocol=TCP remotehost=svc/default/kubernetes",
                "egress <private>:443 svc/default/kubernetes",
            ),
            (
                "kprobe=tcp_accept domain=AF_INET",
                "remoteip=10.244.1.9 port=51234 protocol=TCP",
                "ingress <private>:<port>",
            ),
            (
                "kprobe=tcp_connect domain=AF_INET",
                "remoteip=203.0.113.66 port=45700 protocol=TCP",
                "egress 203.0.113.66:45700",
            ),
            (
                "kprobe=tcp_connect domain=AF_INET",
                "remoteip=169.254.169.254 port=80 protocol=TCP",
                "egress 169.254.169.254:80",
            ),
            (
                "syscall=SYS_CONNECT fd=4",
                "sun_path=/run/x-12345.sock sa_family=AF_UNIX",
                "egress unix /run/x-<n>.sock",
            ),
            (
                "syscall=SYS_CONNECT fd=4",
                "sa_family=AF_NETLINK",
                "egress sa_family=AF_NETLINK",
            ),
            (
                "syscall=SYS_CONNECT fd=4",
                "sun_path= sa_family=AF_UNIX",
                "egress sa_family=AF_UNIX sun_path=",
            ),
            (
                "syscall=SYS_SOCKET",
                "domain=AF_INET type=SOCK_STREAM protocol=TCP",
                "domain=AF_INET protocol=TCP type=SOCK_STREAM",
            ),
            ("syscall=SYS_LISTEN fd=3", "", "listen"),
            (
                "kfunc=UDP_SENDSKB domain=pool.example daddr=10.96.0.10 qtype=A",
                "sa_family=AF_INET sin_port=53",
                "egress dns pool.example",
            ),
        ] {
            let json =
                serde_json::json!({"Operation": "Network", "Data": data, "Resource": resource})
                    .to_string();
            assert_eq!(of(&json, "norm.resource").as_deref(), Some(peer), "{json}");
        }
    }
}
