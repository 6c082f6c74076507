//! The peer of a network event: address, port, protocol, direction, name.

use std::net::IpAddr;

use crate::record::Record;
use crate::record::key::Key;
use crate::record::value::Value;

use super::Visit;
use super::pairs::{any_of, is_operation};

/// The peer's address; a text that is none counts as absent.
pub(crate) fn address<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    let keys = ["DestinationIP", "SourceIP"];
    any_of(
        record,
        peer_keys(record, &keys, &["sin_addr", "remoteip", "daddr"]),
        &mut |value| parse_address(&value.text).is_some() && visit(value),
    )
}

/// The node's address, in a message of its daemon; a text that is none counts as absent.
pub(crate) fn host_address<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    record
        .text(Key::HostIp)
        .is_some_and(|text| parse_address(&text).is_some() && visit(&Value::text(text)))
}

/// The peer's port.
pub(crate) fn port<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    let keys = ["DestinationPort", "SourcePort"];
    any_of(
        record,
        peer_keys(record, &keys, &["sin_port", "port"]),
        visit,
    )
}

/// The protocol.
pub(crate) fn protocol<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    any_of(record, &["protocol"], visit)
}

/// The address family: `sa_family`, else `domain` where that is no DNS name.
pub(crate) fn family<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    let mut has_family = false;
    let hit = any_of(record, &["sa_family"], &mut |value| {
        has_family = true;
        visit(value)
    });
    hit || !has_family
        && any_of(record, &["domain"], &mut |value| {
            is_family(&value.text) && visit(value)
        })
}

/// The DNS name that was asked for: `domain` where that is no address family.
pub(crate) fn dns<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    any_of(record, &["domain"], &mut |value| {
        !is_family(&value.text) && visit(value)
    })
}

fn is_family(text: &str) -> bool {
    text.get(..3)
        .is_some_and(|head| head.eq_ignore_ascii_case("AF_"))
}

/// `egress`, `ingress` or `listen`, by the hook; of a firewall record by its resource.
pub(crate) fn direction<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    if is_operation(record, "NetworkFirewall") {
        let resource = record.text(Key::Resource).unwrap_or_default();
        return of_hook(&resource).is_some_and(|word| visit(&Value::text(word)));
    }
    any_of(record, HOOKS, &mut |value| {
        of_hook(&value.text).is_some_and(|word| visit(&Value::text(word)))
    })
}

/// The keys that name a hook, in the order in which they are asked.
pub(crate) const HOOKS: &[&str] = &["syscall", "lsm", "kprobe", "kfunc"];

fn of_hook(hook: &str) -> Option<&'static str> {
    let name = hook.split(' ').next()?.to_ascii_uppercase();
    match name.as_str() {
        "TCP_CONNECT" | "SYS_CONNECT" | "SOCKET_CONNECT" | "SOCKET_SENDMSG" | "EGRESS" => {
            Some("egress")
        }
        "TCP_ACCEPT" | "SYS_ACCEPT" | "SOCKET_ACCEPT" | "INGRESS" => Some("ingress"),
        "SYS_BIND" | "SYS_LISTEN" => Some("listen"),
        udp if udp.starts_with("UDP_SEND") => Some("egress"),
        _ => None,
    }
}

/// Where the peer stands: of a firewall record at the other end of the flow, else in `others`.
fn peer_keys<'k>(
    record: &Record<'_>,
    ends: &'k [&'k str; 2],
    others: &'k [&'k str],
) -> &'k [&'k str] {
    if !is_operation(record, "NetworkFirewall") {
        return others;
    }
    let (destination, source) = ends.split_at(1);
    match record.text(Key::Resource).as_deref().and_then(of_hook) {
        Some("egress") => destination,
        Some("ingress") => source,
        _ => &[],
    }
}

/// Reads an IP address; one that is mapped from version 4 is a version 4 address.
pub fn parse_address(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>()
        .ok()
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    fn first(json: &str, name: &str) -> Option<String> {
        let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
        let target = crate::record::field::find(name).unwrap();
        let mut found = None;
        target.any(&record, &mut |value| {
            found = Some(value.text.clone().into_owned());
            true
        });
        found
    }

    const CONNECT: &str = r#"{"Operation":"Network","Data":"syscall=SYS_CONNECT fd=10","Resource":"sin_port=53 sa_family=AF_INET sin_addr=10.0.0.10"}"#;
    const KPROBE: &str = r#"{"Operation":"Network","Data":"kprobe=tcp_accept domain=AF_INET6","Resource":"remoteip=::ffff:1.2.3.4 port=80 protocol=TCP"}"#;
    const DNS: &str = r#"{"Operation":"Network","Data":"kfunc=UDP_SENDSKB domain=a.example daddr=10.0.0.2 qtype=","Resource":"sa_family=AF_INET sin_port=53"}"#;
    const FIREWALL: &str = r#"{"Operation":"NetworkFirewall","Data":"SourceIP=1.1.1.1 SourcePort=5 DestinationIP=2.2.2.2 DestinationPort=6 Protocol=TCP","Resource":"INGRESS"}"#;

    #[test]
    fn peers_of_each_form() {
        for (json, address, port, direction) in [
            (CONNECT, Some("10.0.0.10"), Some("53"), Some("egress")),
            (KPROBE, Some("::ffff:1.2.3.4"), Some("80"), Some("ingress")),
            (DNS, Some("10.0.0.2"), Some("53"), Some("egress")),
            (FIREWALL, Some("1.1.1.1"), Some("5"), Some("ingress")),
        ] {
            assert_eq!(first(json, "ip").as_deref(), address, "{json}");
            assert_eq!(first(json, "port").as_deref(), port, "{json}");
            assert_eq!(first(json, "dir").as_deref(), direction, "{json}");
        }
        let egress = FIREWALL.replace("INGRESS", "EGRESS");
        assert_eq!(first(&egress, "ip").as_deref(), Some("2.2.2.2"));
    }

    #[test]
    fn domain_is_a_family_or_a_name() {
        assert_eq!(first(KPROBE, "family").as_deref(), Some("AF_INET6"));
        assert_eq!(first(KPROBE, "dns"), None);
        assert_eq!(first(DNS, "family").as_deref(), Some("AF_INET"));
        assert_eq!(first(DNS, "dns").as_deref(), Some("a.example"));
    }

    #[test]
    fn a_garbled_address_is_absent() {
        let json = CONNECT.replace("10.0.0.10", "10.0.0.1000");
        assert_eq!(first(&json, "ip"), None);
    }
}
