//! The ordinary life of a cluster: files read, programs run, connections made.

use super::event::{ABSENT, Act, Operation, Place, Process};
use super::net::{self, Remote};
use super::rare;
use super::stage::Stage;

/// Something that happens and leaves records.
pub(super) type Activity = fn(&mut Stage);

/// The activities of a large cluster, with their weights.
pub(super) const ALL: [(u32, Activity); 22] = [
    (3600, files),
    (2300, spawn),
    (900, connect),
    (260, accept),
    (420, probe),
    (64, agents),
    (220, cleanup),
    (650, host),
    (200, loopback),
    (170, rare::audited),
    (70, rare::denied_file),
    (50, rare::denied_exec),
    (60, rare::privilege),
    (24, rare::listen),
    (24, rare::capability),
    (24, rare::firewall),
    (16, rare::session),
    (14, rare::config_write),
    (6, rare::metadata),
    (5, rare::odd_port),
    (3, rare::burst),
    (2, rare::preset),
];

/// The activities behind the demo: few, and each quickly told.
pub(super) const QUIET: [(u32, Activity); 6] = [
    (6, files),
    (3, spawn),
    (2, probe),
    (2, short_connect),
    (1, cleanup),
    (1, rare::denied_file),
];

/// One of `table`, by weight.
pub(super) fn any(stage: &mut Stage, table: &[(u32, Activity)]) {
    let total = table.iter().map(|(weight, _)| weight).sum();
    let mut left = stage.chance.below(total);
    for (weight, activity) in table {
        if left < *weight {
            return activity(stage);
        }
        left -= weight;
    }
}

/// The entry process of a pod, the busy pods more often.
pub(super) fn somebody(stage: &mut Stage) -> Process {
    let pod = stage.cluster.any_pod(&mut stage.chance);
    stage.cluster.entry(pod)
}

/// The files an application reads and writes.
fn files(stage: &mut Stage) {
    let process = somebody(stage);
    let Place::Pod(pod) = process.place else {
        return;
    };
    let app = stage.cluster.pods[pod].app;
    for _ in 0..=stage.chance.below(4) {
        if stage.chance.permille(120) {
            let Some(path) = stage.chance.skewed(app.writes) else {
                return;
            };
            let data = WRITE[stage.chance.index(WRITE.len())];
            stage.emit(&process, Act::write(path).data(data));
            continue;
        }
        let Some(path) = stage.chance.skewed(app.reads) else {
            return;
        };
        let data = READ[stage.chance.index(READ.len())];
        if stage.chance.permille(60) {
            let missing = format!("{path}.gz");
            stage.emit(&process, Act::read(&missing).data(data).result(ABSENT));
        }
        stage.emit(&process, Act::read(path).data(data));
    }
}

const READ: [&str; 4] = [
    "syscall=SYS_OPENAT fd=-100 flags=O_RDONLY|O_CLOEXEC",
    "syscall=SYS_OPENAT fd=-100 flags=O_RDONLY",
    "syscall=SYS_OPEN flags=O_RDONLY|O_CLOEXEC",
    "syscall=SYS_OPENAT fd=-100 flags=O_RDONLY|O_NONBLOCK|O_DIRECTORY|O_CLOEXEC",
];
const WRITE: [&str; 3] = [
    "syscall=SYS_OPENAT fd=-100 flags=O_WRONLY|O_CREAT|O_APPEND|O_CLOEXEC",
    "syscall=SYS_OPENAT fd=-100 flags=O_RDWR|O_CREAT|O_CLOEXEC",
    "syscall=SYS_OPENAT fd=-100 flags=O_WRONLY|O_CREAT|O_TRUNC",
];

/// What the loader opens before a program runs.
const LOADER: [&str; 6] = [
    "/etc/ld.so.cache",
    "/lib/x86_64-linux-gnu/libc.so.6",
    "/lib/x86_64-linux-gnu/libz.so.1",
    "/usr/lib/locale/locale-archive",
    "/lib/x86_64-linux-gnu/libcrypto.so.3",
    "/etc/nsswitch.conf",
];

/// Runs `cmd` below `parent` and lets the loader open `libraries` files.
pub(super) fn run(
    stage: &mut Stage,
    parent: &Process,
    cmd: &'static str,
    libraries: usize,
) -> Process {
    let process = stage.cluster.child(parent, cmd);
    stage.emit(&process, Act::exec(cmd));
    for path in LOADER.iter().take(libraries) {
        stage.emit(&process, Act::read(path));
    }
    process
}

/// A program an application runs, sometimes through a search of `PATH`.
fn spawn(stage: &mut Stage) {
    let entry = somebody(stage);
    let Place::Pod(pod) = entry.place else { return };
    let Some(cmd) = stage.chance.skewed(stage.cluster.pods[pod].app.runs) else {
        return;
    };
    if stage.chance.permille(80) {
        let missed = stage.cluster.child(&entry, cmd);
        let path = cmd.replacen("/usr/bin/", "/usr/local/sbin/", 1);
        stage.emit(&missed, Act::exec(&path).result(ABSENT));
    }
    let libraries = stage.chance.index(4);
    let process = run(stage, &entry, cmd, libraries);
    if cmd.contains("curl ") {
        let curl = run(
            stage,
            &process,
            "/usr/bin/curl -fsSL https://get.toolbox.example/install.sh",
            2,
        );
        net::reach(
            stage,
            &curl,
            super::apps::Peer {
                ns: "",
                name: "get.toolbox.example",
                port: 443,
            },
        );
    }
}

fn connect(stage: &mut Stage) {
    let process = somebody(stage);
    let Place::Pod(pod) = process.place else {
        return;
    };
    let Some(peer) = stage.chance.skewed(stage.cluster.pods[pod].app.peers) else {
        return;
    };
    net::reach(stage, &process, peer);
}

/// A connection inside the cluster, of one record.
fn short_connect(stage: &mut Stage) {
    let process = somebody(stage);
    let remote = caller(stage);
    net::accept(
        stage,
        &process,
        Remote {
            ip: &remote,
            port: 8080,
            name: "",
        },
    );
}

fn accept(stage: &mut Stage) {
    let process = somebody(stage);
    let ip = caller(stage);
    let port = u16::try_from(32_768 + stage.chance.below(28_000)).unwrap_or(40_000);
    let name = if stage.chance.permille(500) {
        "svc/ingress-nginx/ingress-controller"
    } else {
        ""
    };
    net::accept(
        stage,
        &process,
        Remote {
            ip: &ip,
            port,
            name,
        },
    );
}

/// The address of some pod.
fn caller(stage: &mut Stage) -> String {
    format!(
        "10.244.{}.{}",
        stage.chance.below(6),
        2 + stage.chance.below(250)
    )
}

/// A health check that the runtime runs in a container.
fn probe(stage: &mut Stage) {
    const CHECKS: [&str; 3] = [
        "/bin/sh -c wget -qO- http://127.0.0.1:8080/healthz",
        "/usr/bin/curl -sf http://127.0.0.1:8080/ready",
        "/bin/bash -c test -f /tmp/ready && echo ok",
    ];
    let pod = stage.cluster.any_pod(&mut stage.chance);
    let cmd = stage.chance.skewed(&CHECKS).unwrap_or(CHECKS[0]);
    let process = stage.cluster.entered(pod, cmd);
    stage.emit(&process, Act::exec(cmd));
    if process.exe.ends_with("curl") {
        net::connect(
            stage,
            &process,
            Remote {
                ip: "127.0.0.1",
                port: 8080,
                name: "",
            },
        );
    }
}

/// The agents of the platform: connections, to their relay, the API and the collector.
pub(super) fn agents(stage: &mut Stage) {
    let Some(pod) = stage.chance.skewed(&stage.cluster.agents) else {
        return;
    };
    let process = stage.cluster.entry(pod);
    let Some(peer) = stage.chance.skewed(stage.cluster.pods[pod].app.peers) else {
        return;
    };
    net::reach(stage, &process, peer);
}

/// The same without names or second addresses: three records.
pub(super) fn agents_plainly(stage: &mut Stage) {
    let Some(pod) = stage.chance.skewed(&stage.cluster.agents) else {
        return;
    };
    let process = stage.cluster.entry(pod);
    let remote = Remote {
        ip: "10.96.31.8",
        port: 32_767,
        name: "svc/kubearmor/kubearmor-relay",
    };
    net::succeed(stage, &process, remote);
}

/// Temporary files removed: each removal leaves a second record.
fn cleanup(stage: &mut Stage) {
    const CALLS: [&str; 3] = [
        "syscall=SYS_UNLINKAT flags=",
        "syscall=SYS_UNLINK",
        "syscall=SYS_UNLINKAT flags=AT_REMOVEDIR",
    ];
    let process = somebody(stage);
    let path = format!(
        "/tmp/{}/part-{:03}",
        stage.chance.word("abcdefgh", 6),
        stage.chance.below(999)
    );
    let data = stage.chance.skewed(&CALLS).unwrap_or(CALLS[0]);
    let act = Act::new(Operation::File, &path, data);
    stage.emit(&process, act);
    stage.emit(&process, act.again());
    if stage.chance.permille(150) {
        let chown = Act::new(
            Operation::File,
            &path,
            "syscall=SYS_FCHOWNAT userid=1000 group=1000 mode=0",
        );
        stage.emit(&process, chown);
        stage.emit(&process, chown.again());
    }
}

/// Local sockets and kernel links.
fn loopback(stage: &mut Stage) {
    let process = somebody(stage);
    let none = stage.cluster.release(process.place).no_protocol();
    if stage.chance.permille(300) {
        let socket = "domain=AF_NETLINK type=SOCK_RAW|SOCK_CLOEXEC protocol=".to_owned() + none;
        stage.emit(
            &process,
            Act::new(Operation::Network, &socket, "syscall=SYS_SOCKET"),
        );
        return;
    }
    let socket = "domain=AF_UNIX type=SOCK_STREAM|SOCK_CLOEXEC protocol=".to_owned() + none;
    stage.emit(
        &process,
        Act::new(Operation::Network, &socket, "syscall=SYS_SOCKET"),
    );
    let path = if stage.chance.permille(100) {
        "sun_path= sa_family=AF_UNIX"
    } else {
        "sa_family=AF_UNIX sun_path=/var/run/nscd/socket"
    };
    stage.emit(
        &process,
        Act::new(Operation::Network, path, "syscall=SYS_CONNECT fd=4").result(ABSENT),
    );
}

/// A node's own processes.
fn host(stage: &mut Stage) {
    const RUNS: [&str; 5] = [
        "/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --node-ip=10.20.1.11",
        "/usr/sbin/iptables -w 5 -t nat -S NODE-PORTS",
        "/usr/bin/containerd --config /etc/containerd/config.toml",
        "/usr/bin/runc --root /run/containerd/runc/k8s.io --log-format json state",
        "/usr/sbin/sshd -D -R",
    ];
    const READS: [&str; 4] = [
        "/proc/sys/net/ipv4/ip_forward",
        "/etc/cni/net.d/10-flannel.conflist",
        "/sys/fs/cgroup/cpu.stat",
        "/etc/resolv.conf",
    ];
    let node = stage.chance.index(stage.cluster.nodes.len());
    let init = rare::systemd(node);
    let cmd = stage.chance.skewed(&RUNS).unwrap_or(RUNS[0]);
    let process = run(stage, &init, cmd, 0);
    for _ in 0..stage.chance.below(4) {
        let Some(path) = stage.chance.skewed(&READS) else {
            return;
        };
        stage.emit(&process, Act::read(path));
    }
}
