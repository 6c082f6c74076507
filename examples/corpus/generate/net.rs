//! Network records: sockets, connections, names. One TCP connection leaves several.

use super::apps::Peer;
use super::cluster::Release;
use super::event::{Act, Operation, PASSED, Process};
use super::stage::Stage;

/// Who a connection goes to.
#[derive(Clone, Copy)]
pub(super) struct Remote<'a> {
    pub(super) ip: &'a str,
    pub(super) port: u16,
    /// `svc/ns/name`, empty outside the cluster.
    pub(super) name: &'a str,
}

/// The cluster's name server.
const RESOLVER: &str = "10.96.0.10";

/// A stable number of a name, below `end`.
fn number(name: &str, end: u32) -> u32 {
    name.bytes().fold(17, |sum: u32, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    }) % end
}

/// The address of `peer`: of the service network, or of a range kept for documentation.
pub(super) fn address(peer: Peer) -> String {
    if peer.ns.is_empty() {
        return format!("192.0.2.{}", 1 + number(peer.name, 253));
    }
    format!(
        "10.96.{}.{}",
        1 + number(peer.ns, 250),
        1 + number(peer.name, 250)
    )
}

/// A socket address as pairs, in the random order of a Go map.
fn sockaddr(stage: &mut Stage, family: &str, remote: Remote<'_>) -> String {
    let Remote { ip, port, .. } = remote;
    match stage.chance.below(4) {
        0 => format!("sa_family={family} sin_port={port} sin_addr={ip}"),
        1 => format!("sin_port={port} sin_addr={ip} sa_family={family}"),
        2 => format!("sin_addr={ip} sa_family={family} sin_port={port}"),
        _ => format!("sa_family={family} sin_addr={ip} sin_port={port}"),
    }
}

fn family(ip: &str) -> &'static str {
    if ip.contains(':') {
        "AF_INET6"
    } else {
        "AF_INET"
    }
}

/// The usual end of a connection attempt: it does not wait.
const UNDERWAY: &str = "Operation now in progress";

/// A connection of ordinary life: it may be refused.
pub(super) fn connect(stage: &mut Stage, process: &Process, remote: Remote<'_>) {
    let result = match stage.chance.below(40) {
        0 => "Connection refused",
        1..=29 => UNDERWAY,
        _ => PASSED,
    };
    attempt(stage, process, remote, result);
}

/// A connection that comes about.
pub(super) fn succeed(stage: &mut Stage, process: &Process, remote: Remote<'_>) {
    attempt(stage, process, remote, UNDERWAY);
}

/// A whole TCP connection: `SYS_SOCKET`, `tcp_connect`, `SYS_CONNECT`.
fn attempt(stage: &mut Stage, process: &Process, remote: Remote<'_>, result: &str) {
    let family = family(remote.ip);
    let protocol = if stage.chance.permille(600) {
        "TCP"
    } else {
        stage.cluster.release(process.place).no_protocol()
    };
    let socket =
        format!("domain={family} type=SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK protocol={protocol}");
    stage.emit(
        process,
        Act::new(Operation::Network, &socket, "syscall=SYS_SOCKET"),
    );
    let tcp = format!("remoteip={} port={} protocol=TCP", remote.ip, remote.port);
    let data = format!("kprobe=tcp_connect domain={family}");
    let act = Act {
        remotehost: remote.name,
        ..Act::new(Operation::Network, &tcp, &data)
    };
    stage.emit(process, act);
    let target = sockaddr(stage, family, remote);
    let data = format!("syscall=SYS_CONNECT fd={}", 5 + stage.chance.below(40));
    stage.emit(
        process,
        Act::new(Operation::Network, &target, &data).result(result),
    );
}

/// An accepted TCP connection.
pub(super) fn accept(stage: &mut Stage, process: &Process, remote: Remote<'_>) {
    let tcp = format!("remoteip={} port={} protocol=TCP", remote.ip, remote.port);
    let data = format!("kprobe=tcp_accept domain={}", family(remote.ip));
    let act = Act {
        remotehost: remote.name,
        ..Act::new(Operation::Network, &tcp, &data)
    };
    stage.emit(process, act);
}

/// A question to the name server; older releases do not see it.
pub(super) fn lookup(stage: &mut Stage, process: &Process, domain: &str, qtype: &str) {
    let release = stage.cluster.release(process.place);
    let data = match release {
        Release::Early | Release::Middle => return,
        Release::Recent => {
            format!("kfunc=UDP_SENDMSG,domain={domain},daddr={RESOLVER},qtype={qtype}")
        }
        Release::Latest => {
            format!("kfunc=UDP_SENDSKB domain={domain} daddr={RESOLVER} qtype={qtype}")
        }
    };
    stage.emit(
        process,
        Act::new(Operation::Network, "sa_family=AF_INET sin_port=53", &data),
    );
}

/// A name, then a connection to it.
pub(super) fn reach(stage: &mut Stage, process: &Process, peer: Peer) {
    let ip = address(peer);
    let outside = peer.ns.is_empty();
    let (domain, name) = if outside {
        (peer.name.to_owned(), String::new())
    } else {
        (
            format!("{}.{}.svc.cluster.local", peer.name, peer.ns),
            format!("svc/{}/{}", peer.ns, peer.name),
        )
    };
    if stage.chance.permille(250) {
        lookup(stage, process, &domain, "A");
        if stage.chance.permille(400) {
            lookup(stage, process, &domain, "AAAA");
        }
    }
    let six = outside && stage.chance.permille(100);
    let ip = if six {
        format!("2001:db8:40::{:x}", number(peer.name, 65_000))
    } else {
        ip
    };
    connect(
        stage,
        process,
        Remote {
            ip: &ip,
            port: peer.port,
            name: &name,
        },
    );
}
