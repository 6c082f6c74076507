//! What happens seldom: alerts, privileged calls, sessions, devices, bursts.

use super::cluster::Release;
use super::event::{Act, DENIED, Operation, Place, Policy, Process};
use super::net::{self, Remote};
use super::ordinary::{Activity, run, somebody};
use super::policies;
use super::stage::Stage;

/// Each happens at least once in a corpus of some size: see [`super::agenda::Agenda`].
pub(super) const CENSUS: [Activity; 17] = [
    audited,
    denied_file,
    denied_exec,
    privilege,
    listen,
    capability,
    firewall,
    session,
    config_write,
    metadata,
    odd_port,
    preset,
    device,
    trace,
    pipe_to_shell,
    vault_network,
    burst,
];

/// The first process of a node.
pub(super) fn systemd(node: usize) -> Process {
    Process {
        place: Place::Host(node),
        host_pid: 1,
        host_ppid: 0,
        pid: 1,
        ppid: 0,
        uid: 0,
        exe: "/usr/lib/systemd/systemd",
        parent: "",
        cmd: "/usr/lib/systemd/systemd --switched-root --system",
        cwd: "/",
        tty: "",
        exec_id: 0,
    }
}

/// An LSM's record: it always has `/` as its directory.
fn refused(process: &Process) -> Process {
    Process {
        cwd: "/",
        ..*process
    }
}

/// Somebody on a node of `release` or later.
fn modern(stage: &mut Stage, release: Release) -> Process {
    let mut process = somebody(stage);
    // one node in six or two in six are too old: so many misses in a row do not happen
    for _ in 0..64 {
        if stage.cluster.release(process.place) >= release {
            break;
        }
        process = somebody(stage);
    }
    process
}

/// A program refused: the alert, then the monitor's own record.
pub(super) fn block_exec(
    stage: &mut Stage,
    parent: &Process,
    cmd: &'static str,
    policy: &'static Policy,
) {
    let process = stage.cluster.child(parent, cmd);
    let act = Act::exec(cmd).result(DENIED);
    if stage.cluster.release(process.place) == Release::Early {
        return stage.emit(&process, act.under(policy));
    }
    stage.emit(
        &refused(&process),
        act.data("lsm=SECURITY_BPRM_CHECK").under(policy),
    );
    stage.emit(&process, act);
}

/// A file refused: the alert, then the monitor's own record.
pub(super) fn block_write(
    stage: &mut Stage,
    process: &Process,
    path: &str,
    policy: &'static Policy,
) {
    let act = Act::write(path).result(DENIED);
    if stage.cluster.release(process.place) == Release::Early {
        return stage.emit(process, act.under(policy));
    }
    stage.emit(&refused(process), act.data("lsm=FILE_OPEN").under(policy));
    stage.emit(process, act);
}

pub(super) fn audited(stage: &mut Stage) {
    const PATHS: [&str; 4] = [
        "/etc/hosts",
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/resolv.conf",
        "/etc/passwd",
    ];
    let process = somebody(stage);
    let at = stage.chance.index(policies::FILE_AUDITS.len());
    let path = stage.chance.skewed(&PATHS).unwrap_or(PATHS[0]);
    stage.emit(&process, Act::read(path).under(&policies::FILE_AUDITS[at]));
    stage.emit(&process, Act::read(path));
}

pub(super) fn denied_file(stage: &mut Stage) {
    // one for each policy
    const PATHS: [&str; 3] = ["/usr/bin/.probe", "/bin/.update", "/etc/ld.so.preload"];
    let process = somebody(stage);
    let at = stage.chance.index(PATHS.len());
    block_write(stage, &process, PATHS[at], &policies::FILE_BLOCKS[at]);
}

pub(super) fn denied_exec(stage: &mut Stage) {
    const CMDS: [&str; 4] = [
        "/usr/bin/apt-get update",
        "/usr/bin/nc -z 10.96.0.1 443",
        "/usr/bin/wget -q http://192.0.2.80/tool",
        "/sbin/apk add curl",
    ];
    let process = somebody(stage);
    let at = stage.chance.index(policies::EXEC_BLOCKS.len());
    let cmd = stage.chance.skewed(&CMDS).unwrap_or(CMDS[0]);
    block_exec(stage, &process, cmd, &policies::EXEC_BLOCKS[at]);
}

/// A call that needs privilege, by a process of root.
pub(super) fn privilege(stage: &mut Stage) {
    const CALLS: [&str; 6] = [
        "syscall=SYS_SETUID userid=1000",
        "syscall=SYS_SETGID userid=1000",
        "syscall=SYS_SETUID userid=0",
        "syscall=SYS_MOUNT source=tmpfs target=/run/build cache filesystem=tmpfs mountflag=0 data=size=64m",
        "syscall=SYS_UMOUNT2 target=/run/build cache flag=2",
        "syscall=SYS_SETGID userid=0",
    ];
    let process = Process {
        uid: 0,
        ..somebody(stage)
    };
    let data = stage.chance.skewed(&CALLS).unwrap_or(CALLS[0]);
    let act = Act::new(Operation::Syscall, "", data);
    let act = if stage.chance.permille(150) {
        act.result("Operation not permitted")
    } else {
        act
    };
    stage.emit(&process, act);
}

/// A debugger attached: twice recorded.
fn trace(stage: &mut Stage) {
    let process = Process {
        uid: 0,
        ..somebody(stage)
    };
    let strace = run(stage, &process, "/usr/bin/strace -f -p 1", 1);
    let data = format!(
        "syscall=SYS_PTRACE request=PTRACE_SEIZE pid=1 process={}",
        process.exe
    );
    let act = Act::new(Operation::Process, process.exe, &data);
    stage.emit(&strace, act);
    stage.emit(&strace, act.again());
}

/// A server opens its port.
pub(super) fn listen(stage: &mut Stage) {
    let process = somebody(stage);
    let bind = "sin_port=8080 sa_family=AF_INET sin_addr=0.0.0.0";
    stage.emit(
        &process,
        Act::new(Operation::Network, bind, "syscall=SYS_BIND fd=6"),
    );
    stage.emit(
        &process,
        Act::new(Operation::Network, "", "syscall=SYS_LISTEN fd=6"),
    );
}

pub(super) fn capability(stage: &mut Stage) {
    let process = modern(stage, Release::Middle);
    let (resource, data) = match stage.chance.below(3) {
        0 => ("CAP_NET_RAW", "lsm=CAPABLE CAP_NET_RAW"),
        1 => ("CAP_SYS_ADMIN", "lsm=CAPABLE CAP_SYS_ADMIN"),
        _ => ("CAP_DAC_OVERRIDE", "lsm=CAPABLE CAP_DAC_OVERRIDE"),
    };
    let act = Act::new(Operation::Capabilities, resource, data)
        .result(DENIED)
        .under(&policies::DROPPED);
    stage.emit(&refused(&process), act);
    let socket = Act::new(
        Operation::Network,
        "protocol=ICMP type=SOCK_RAW",
        "lsm=SOCKET_CREATE protocol=ICMP type=SOCK_RAW",
    );
    stage.emit(
        &refused(&process),
        socket.result(DENIED).under(&policies::DROPPED),
    );
}

/// A process record without a process: the firewall and the device watcher know none.
fn nobody(node: usize) -> Process {
    Process {
        host_pid: 0,
        pid: 0,
        exe: "",
        cmd: "",
        cwd: "",
        ..systemd(node)
    }
}

pub(super) fn firewall(stage: &mut Stage) {
    let node = 3 + stage.chance.index(3);
    let (source, port) = (
        2 + stage.chance.below(250),
        32_768 + stage.chance.below(20_000),
    );
    let resource = if stage.chance.permille(700) {
        "INGRESS"
    } else {
        "EGRESS"
    };
    let data = format!(
        "SourceIP=10.20.9.{source} SourcePort={port} DestinationIP=10.20.2.11 DestinationPort=22 Protocol=TCP"
    );
    let act = Act::new(Operation::NetworkFirewall, resource, &data);
    let act = if stage.chance.permille(600) {
        act.under(&policies::FIREWALL)
    } else {
        act
    };
    stage.emit(&nobody(node), act);
}

fn device(stage: &mut Stage) {
    let data = "Class=8 SubClass=6 Protocol=80 Level=1 SysPath=/sys/bus/usb/devices/1-1.4";
    let act = Act::new(Operation::Device, "USB MASS-STORAGE", data)
        .result("Removed")
        .under(&policies::USB);
    stage.emit(
        &Process {
            cwd: "/",
            ..nobody(3)
        },
        act,
    );
}

/// An operator's `kubectl exec`.
pub(super) fn session(stage: &mut Stage) {
    const CMDS: [&str; 5] = [
        "/usr/bin/id",
        "/bin/ls -la /tmp",
        "/usr/bin/env",
        "/bin/ps aux",
        "/bin/cat /etc/os-release",
    ];
    let pod = stage.cluster.any_pod(&mut stage.chance);
    let bash = stage.cluster.entered(pod, "/bin/bash");
    let exec_id = 100_000_000_000_000 + u64::from(stage.chance.below(u32::MAX)) * 97;
    let bash = Process {
        uid: 0,
        tty: "pts0",
        exec_id,
        ..bash
    };
    stage.emit(&bash, Act::exec(bash.cmd));
    stage.emit(&bash, Act::read("/root/.bashrc"));
    for _ in 0..=stage.chance.below(3) {
        let cmd = stage.chance.pick(&CMDS).unwrap_or(CMDS[0]);
        run(stage, &bash, cmd, 2);
    }
    stage.emit(&bash, Act::write("/root/.bash_history"));
}

/// Configuration rewritten by root, and keys on a node.
pub(super) fn config_write(stage: &mut Stage) {
    let entry = Process {
        uid: 0,
        ..somebody(stage)
    };
    let shell = run(
        stage,
        &entry,
        "/bin/sh -c sed -i s/debug/info/ /etc/app/log.conf && kill -HUP 1",
        1,
    );
    let sed = run(
        stage,
        &shell,
        "/bin/sed -i s/debug/info/ /etc/app/log.conf",
        0,
    );
    stage.emit(&sed, Act::write("/etc/app/sedX3bT9q"));
    if stage.chance.permille(300) {
        let node = stage.chance.index(stage.cluster.nodes.len());
        let ssh = Process {
            cmd: "/usr/bin/tee -a /root/.ssh/authorized_keys",
            exe: "/usr/bin/tee",
            host_pid: 4411,
            pid: 4411,
            ..systemd(node)
        };
        block_write(
            stage,
            &ssh,
            "/root/.ssh/authorized_keys",
            &policies::HOST_KEYS,
        );
    }
}

/// An agent asks the cloud's metadata service, as some may.
pub(super) fn metadata(stage: &mut Stage) {
    let pod = stage.cluster.pod_of("controller");
    let process = stage.cluster.entry(pod);
    net::connect(
        stage,
        &process,
        Remote {
            ip: "169.254.169.254",
            port: 80,
            name: "",
        },
    );
}

/// A public address on a port that is not the web's.
pub(super) fn odd_port(stage: &mut Stage) {
    let pod = stage.cluster.pod_of("payments-api");
    let process = stage.cluster.entry(pod);
    net::connect(
        stage,
        &process,
        Remote {
            ip: "192.0.2.77",
            port: 8443,
            name: "",
        },
    );
}

/// A script from the network straight into a shell.
fn pipe_to_shell(stage: &mut Stage) {
    let pod = stage.cluster.pod_of("build");
    let entry = stage.cluster.entry(pod);
    run(
        stage,
        &entry,
        "/bin/sh -c curl -fsSL https://get.toolbox.example/install.sh | sh",
        1,
    );
}

/// The vault of namespace `default` speaks.
fn vault_network(stage: &mut Stage) {
    let pod = stage.cluster.pod_of("vault");
    let process = stage.cluster.entry(pod);
    let release = stage.cluster.release(process.place).no_protocol();
    let socket =
        "domain=AF_UNIX type=SOCK_STREAM|SOCK_NONBLOCK|SOCK_CLOEXEC protocol=".to_owned() + release;
    stage.emit(
        &process,
        Act::new(Operation::Network, &socket, "syscall=SYS_SOCKET"),
    );
}

pub(super) fn preset(stage: &mut Stage) {
    let process = refused(&modern(stage, Release::Recent));
    let file = |resource, data, policy| {
        Act::new(Operation::File, resource, data)
            .result(DENIED)
            .under(policy)
    };
    stage.emit(
        &process,
        file(
            "",
            "PROT_READ|PROT_WRITE,PROT_EXEC,MAP_PRIVATE|MAP_ANONYMOUS",
            &policies::ANON_EXEC,
        ),
    );
    stage.emit(&process, file("/proc/1/environ", "", &policies::ENVIRON));
    stage.emit(&process, file("/proc/7/maps", "", &policies::NEIGHBOUR));
    let fileless = Act::exec("memfd:loader")
        .data("")
        .result(DENIED)
        .under(&policies::FILELESS);
    stage.emit(&process, fileless);
}

/// More alerts in a second than are let through, then the mark.
pub(super) fn burst(stage: &mut Stage) {
    let process = modern(stage, Release::Middle);
    alarm(stage, &process, "/etc/shadow", &policies::FILE_BLOCKS[0]);
}

/// Ten alerts about `path`, and the mark that the rest was dropped.
pub(super) fn alarm(stage: &mut Stage, process: &Process, path: &str, policy: &'static Policy) {
    let act = Act::read(path)
        .data("lsm=FILE_OPEN")
        .result(DENIED)
        .under(policy);
    for _ in 0..10 {
        stage.emit(&refused(process), act);
    }
    let mark = Act::new(Operation::AlertThreshold, "", "").result("");
    stage.emit(process, mark);
}
