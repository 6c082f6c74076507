//! The synthetic cluster: nodes with their releases, pods with the part of a record that
//! never changes, already rendered.

use super::apps::App;
use super::chance::Chance;
use super::event::{Place, Process};
use super::text;
use super::workloads::{AGENTS, FIVE_TIMES, Kind, VICTIM, WORKLOADS, Workload};

/// What a node's `KubeArmor` can print, oldest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Release {
    /// v0.10: no zero `UID`, no `Cwd`.
    Early,
    /// v1.4: `Cwd`, `TTY`, zero `PPID` and `UID`, throttling.
    Middle,
    /// v1.6.5: `ExecEvent`, `NodeID`, `EventData`, names with commas.
    Recent,
    /// v1.7: names with blanks, firewall, `UserName`.
    Latest,
}

impl Release {
    /// `KubeArmorVersion`, empty where alerts do not have it.
    pub(super) fn version(self) -> &'static str {
        match self {
            Self::Early | Self::Middle => "",
            Self::Recent => "v1.6.5",
            Self::Latest => "v1.7.0",
        }
    }

    /// How it prints protocol 0.
    pub(super) fn no_protocol(self) -> &'static str {
        if self < Self::Recent { "0" } else { "HOPOPT" }
    }
}

/// A node.
pub(super) struct Node {
    pub(super) release: Release,
    /// 64 hexadecimal digits.
    pub(super) id: String,
    /// The fixed part of its host records: Pascal, camel.
    pub(super) heads: [Vec<u8>; 2],
    next_pid: u32,
}

/// A pod of one container.
pub(super) struct Pod {
    pub(super) node: usize,
    pub(super) app: &'static App,
    /// The fixed part of its records: Pascal and camel, each with the labels in two orders.
    pub(super) heads: [Vec<u8>; 4],
    shim: u32,
    init: u32,
    next_pid: u32,
}

/// Nodes and pods, and how busy each pod is.
pub(super) struct Cluster {
    pub(super) nodes: Vec<Node>,
    pub(super) pods: Vec<Pod>,
    /// The pod the incident happens in.
    pub(super) victim: usize,
    /// The pod with exactly five records.
    pub(super) five_times: usize,
    /// The pods of the agents' namespace.
    pub(super) agents: Vec<usize>,
    /// Pods by slot, as many slots as its share asks for.
    slots: Vec<usize>,
}

const SHIM: &str = "/usr/bin/containerd-shim-runc-v2";
const NODES: [(&str, Release); 6] = [
    ("ip-10-20-1-11.internal", Release::Early),
    ("ip-10-20-1-12.internal", Release::Middle),
    ("ip-10-20-1-13.internal", Release::Recent),
    ("ip-10-20-2-11.internal", Release::Latest),
    ("ip-10-20-2-12.internal", Release::Latest),
    ("ip-10-20-2-13.internal", Release::Latest),
];
/// The node of the attacked pod: one that prints everything.
const VICTIM_NODE: usize = 4;
/// The letters Kubernetes makes generated names of.
const SAFE: &str = "bcdfghjklmnpqrstvwxz2456789";
const REGISTRY: &str = "registry.corp.example";
const CLUSTER: &str = "shop-prod";

impl Cluster {
    /// The cluster `chance` gives.
    pub(super) fn build(chance: &mut Chance) -> Self {
        let nodes = NODES
            .map(|(name, release)| node(chance, name, release))
            .into();
        let mut cluster = Self {
            nodes,
            pods: Vec::new(),
            victim: 0,
            five_times: 0,
            agents: Vec::new(),
            slots: Vec::new(),
        };
        for workload in &WORKLOADS {
            let hash = chance.word(SAFE, 9);
            let name = image(workload);
            let image = format!("{name}@sha256:{}", digest(&name));
            for replica in 0..workload.replicas {
                cluster.add(chance, workload, &hash, (replica, &image));
            }
        }
        cluster
    }

    fn add(&mut self, chance: &mut Chance, workload: &Workload, hash: &str, of: (u32, &str)) {
        let (replica, image) = of;
        let at = self.pods.len();
        let place = (workload.ns, workload.name);
        let first_victim = place == VICTIM && replica == 0;
        let node = match (first_victim, workload.kind) {
            (true, _) => VICTIM_NODE,
            (false, Kind::DaemonSet) => replica as usize % self.nodes.len(),
            (false, _) => chance.index(self.nodes.len()),
        };
        let name = match (first_victim, workload.kind) {
            (true, _) => "wordpress-6c9f7d8b54-x2vkt".to_owned(),
            (_, Kind::Deployment) => format!("{}-{hash}-{}", workload.name, chance.word(SAFE, 5)),
            (_, Kind::StatefulSet) => format!("{}-{replica}", workload.name),
            (_, Kind::DaemonSet) => format!("{}-{}", workload.name, chance.word(SAFE, 5)),
            (_, Kind::CronJob) => {
                format!(
                    "{}-{}-{}",
                    workload.name,
                    29_540_160 + 60 * replica,
                    chance.word(SAFE, 5)
                )
            }
        };
        let shim = 2_000 + chance.below(60_000);
        let identity = Identity {
            host: NODES[node].0,
            pod: &name,
            hash,
            container: &chance.hex(64),
            image,
        };
        let heads = heads(workload, &identity);
        let init = shim + 20 + chance.below(9);
        let next_pid = 40 + chance.below(400);
        self.pods.push(Pod {
            node,
            app: workload.app,
            heads,
            shim,
            init,
            next_pid,
        });
        if first_victim {
            self.victim = at;
        }
        if place == FIVE_TIMES {
            self.five_times = at;
        }
        if workload.ns == AGENTS {
            self.agents.push(at);
        }
        let share = (workload.weight * 4 / workload.replicas).max(u32::from(workload.weight > 0));
        self.slots.extend((0..share).map(|_| at));
    }

    /// A pod, the busy ones more often.
    pub(super) fn any_pod(&self, chance: &mut Chance) -> usize {
        chance.pick(&self.slots).unwrap_or(0)
    }

    /// The first pod of an application, by its name.
    pub(super) fn pod_of(&self, app: &str) -> usize {
        self.pods
            .iter()
            .position(|pod| pod.app.name == app)
            .unwrap_or(0)
    }

    /// The release of the node under `place`.
    pub(super) fn release(&self, place: Place) -> Release {
        self.nodes[self.node(place)].release
    }

    /// The node under `place`.
    pub(super) fn node(&self, place: Place) -> usize {
        match place {
            Place::Pod(pod) => self.pods[pod].node,
            Place::Host(node) => node,
        }
    }

    /// The entry process of a container.
    pub(super) fn entry(&self, pod: usize) -> Process {
        let Pod {
            app, shim, init, ..
        } = self.pods[pod];
        Process {
            place: Place::Pod(pod),
            host_pid: init,
            host_ppid: shim,
            pid: 1,
            ppid: 0,
            uid: app.uid,
            exe: app.exe,
            parent: SHIM,
            cmd: app.cmd,
            cwd: app.cwd,
            tty: "",
            exec_id: 0,
        }
    }

    /// A new process of `cmd`, a child of `parent`.
    pub(super) fn child(&mut self, parent: &Process, cmd: &'static str) -> Process {
        let node = self.node(parent.place);
        let host_pid = self.nodes[node].fork();
        let inside = match parent.place {
            Place::Pod(pod) => [self.pods[pod].fork(), parent.pid],
            Place::Host(_) => [host_pid, 0],
        };
        let exe = cmd.split(' ').next().unwrap_or(cmd);
        Process {
            host_pid,
            host_ppid: parent.host_pid,
            pid: inside[0],
            ppid: inside[1],
            exe,
            parent: parent.exe,
            cmd,
            ..*parent
        }
    }

    /// A new process of `cmd` that the runtime starts in a container: a probe, an exec session.
    pub(super) fn entered(&mut self, pod: usize, cmd: &'static str) -> Process {
        let entry = self.entry(pod);
        let child = self.child(&entry, cmd);
        let runtime = self.nodes[self.pods[pod].node].fork();
        Process {
            host_ppid: runtime,
            ppid: 0,
            parent: "/usr/bin/runc",
            ..child
        }
    }
}

impl Node {
    fn fork(&mut self) -> u32 {
        // kernel.pid_max of 64-bit hosts: numbers are used again
        self.next_pid = if self.next_pid > 4_194_000 {
            300
        } else {
            self.next_pid + 3
        };
        self.next_pid
    }
}

impl Pod {
    fn fork(&mut self) -> u32 {
        self.next_pid = if self.next_pid > 4_194_000 {
            300
        } else {
            self.next_pid + 1
        };
        self.next_pid
    }
}

fn node(chance: &mut Chance, name: &str, release: Release) -> Node {
    let mut pascal = Vec::new();
    member(&mut pascal, "ClusterName", CLUSTER);
    member(&mut pascal, "HostName", name);
    let mut camel = Vec::new();
    member(&mut camel, "hostName", name);
    let next_pid = 70_000 + chance.below(900_000);
    Node {
        release,
        id: chance.hex(64),
        heads: [pascal, camel],
        next_pid,
    }
}

/// The image of a workload: the company's own are named after it.
fn image(workload: &Workload) -> String {
    let image = workload.app.image;
    let tag = image.rsplit(':').next().unwrap_or("latest");
    if image.starts_with(REGISTRY) {
        format!("{REGISTRY}/{}/{}:{tag}", workload.ns, workload.name)
    } else {
        image.to_owned()
    }
}

/// The digest of an image: the same for a name in every corpus.
fn digest(image: &str) -> String {
    let seed = image.bytes().fold(7, |sum: u64, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    });
    Chance::seeded(seed).hex(64)
}

fn member(buf: &mut Vec<u8>, key: &str, value: &str) {
    buf.extend_from_slice(b"\"");
    buf.extend_from_slice(key.as_bytes());
    buf.extend_from_slice(b"\":\"");
    text::escaped(buf, value);
    buf.extend_from_slice(b"\",");
}

/// The keys of a head, in order; the owner's members stand after `Owner`.
const PASCAL: [&str; 12] = [
    "ClusterName",
    "HostName",
    "NamespaceName",
    "Owner",
    "Ref",
    "Name",
    "Namespace",
    "PodName",
    "Labels",
    "ContainerID",
    "ContainerName",
    "ContainerImage",
];
/// The daemon has no cluster name in its own file.
const CAMEL: [&str; 12] = [
    "",
    "hostName",
    "namespaceName",
    "owner",
    "ref",
    "name",
    "namespace",
    "podName",
    "labels",
    "containerID",
    "containerName",
    "containerImage",
];

/// What the head of a pod's records says, beyond its workload.
struct Identity<'a> {
    host: &'a str,
    pod: &'a str,
    hash: &'a str,
    container: &'a str,
    image: &'a str,
}

/// The labels of a pod, as `Labels` prints them, in two orders.
fn labels(workload: &Workload, hash: &str) -> [String; 2] {
    let mut pairs = vec![format!("app={}", workload.name)];
    pairs.push(match workload.kind {
        Kind::Deployment => format!("pod-template-hash={hash}"),
        Kind::StatefulSet => format!("controller-revision-hash={}-{hash}", workload.name),
        Kind::DaemonSet => "pod-template-generation=3".to_owned(),
        Kind::CronJob => format!("job-name={}-29540160", workload.name),
    });
    if workload.ns != VICTIM.0 && workload.ns != AGENTS {
        pairs.push(format!("app.kubernetes.io/part-of={}", workload.ns));
    }
    let straight = pairs.join(",");
    pairs.reverse();
    [straight, pairs.join(",")]
}

fn heads(workload: &Workload, of: &Identity<'_>) -> [Vec<u8>; 4] {
    let [one, other] = labels(workload, of.hash);
    [
        (PASCAL, &one),
        (PASCAL, &other),
        (CAMEL, &one),
        (CAMEL, &other),
    ]
    .map(|(keys, labels)| head(&keys, workload, of, labels))
}

fn head(keys: &[&str; 12], workload: &Workload, of: &Identity<'_>, labels: &str) -> Vec<u8> {
    let [
        cluster,
        host,
        ns,
        owner,
        kind,
        name,
        owner_ns,
        pod,
        order,
        id,
        container,
        image,
    ] = *keys;
    let mut buf = Vec::with_capacity(700);
    if !cluster.is_empty() {
        member(&mut buf, cluster, CLUSTER);
    }
    member(&mut buf, host, of.host);
    member(&mut buf, ns, workload.ns);
    buf.extend_from_slice(format!("\"{owner}\":{{").as_bytes());
    member(&mut buf, kind, workload.kind.name());
    member(&mut buf, name, workload.name);
    member(&mut buf, owner_ns, workload.ns);
    buf.pop();
    buf.extend_from_slice(b"},");
    member(&mut buf, pod, of.pod);
    member(&mut buf, order, labels);
    member(&mut buf, id, of.container);
    member(&mut buf, container, workload.name);
    member(&mut buf, image, of.image);
    buf
}
