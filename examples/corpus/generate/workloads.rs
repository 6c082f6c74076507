//! The workloads of the synthetic cluster: namespace, owner, replicas, share of the traffic.

use super::apps::{self, App};

/// One workload.
pub(super) struct Workload {
    pub(super) ns: &'static str,
    pub(super) name: &'static str,
    /// `Owner.Ref`.
    pub(super) kind: Kind,
    pub(super) replicas: u32,
    /// Relative share of the cluster's activity, split over the replicas.
    pub(super) weight: u32,
    pub(super) app: &'static App,
}

/// What owns a pod.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Deployment,
    StatefulSet,
    DaemonSet,
    CronJob,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
            Self::DaemonSet => "DaemonSet",
            Self::CronJob => "CronJob",
        }
    }
}

const fn row(
    place: (&'static str, &'static str),
    kind: Kind,
    replicas: u32,
    weight: u32,
    app: &'static App,
) -> Workload {
    Workload {
        ns: place.0,
        name: place.1,
        kind,
        replicas,
        weight,
        app,
    }
}

use Kind::{CronJob, DaemonSet, Deployment, StatefulSet};

/// The namespace whose agents speak to the network only.
pub(super) const AGENTS: &str = "accuknox-agents";
/// The workload that is attacked.
pub(super) const VICTIM: (&str, &str) = ("wordpress-mysql", "wordpress");
/// The job that leaves five records, whatever the size.
pub(super) const FIVE_TIMES: (&str, &str) = ("batch", "ledger-reconcile");

/// All workloads, the busiest first. Weights fall roughly as 1/rank.
pub(super) static WORKLOADS: [Workload; 66] = [
    row(
        ("shop-frontend", "storefront"),
        Deployment,
        24,
        1000,
        &apps::NODE,
    ),
    row(("payments", "gateway"), Deployment, 12, 560, &apps::JAVA),
    row(("default", "nginx"), Deployment, 6, 400, &apps::NGINX),
    row(VICTIM, Deployment, 4, 330, &apps::WORDPRESS),
    row(
        ("shop-backend", "catalogue"),
        Deployment,
        16,
        300,
        &apps::PYTHON,
    ),
    row(("ci", "build-runner"), Deployment, 10, 260, &apps::RUNNER),
    row(("messaging", "kafka"), StatefulSet, 5, 230, &apps::KAFKA),
    row(("default", "vault"), StatefulSet, 3, 200, &apps::VAULT),
    row(
        ("kube-monitoring", "node-exporter"),
        DaemonSet,
        6,
        180,
        &apps::EXPORTER,
    ),
    row(("payments", "ledger"), Deployment, 8, 170, &apps::LEDGER),
    row(
        ("logging", "log-shipper"),
        DaemonSet,
        6,
        160,
        &apps::SHIPPER,
    ),
    row(
        ("wordpress-mysql", "mysql"),
        StatefulSet,
        2,
        150,
        &apps::MYSQL,
    ),
    row(
        ("shop-backend", "recommender"),
        Deployment,
        12,
        140,
        &apps::PYTHON,
    ),
    row(
        ("ingress-nginx", "ingress-controller"),
        Deployment,
        4,
        130,
        &apps::NGINX,
    ),
    row(
        ("search", "elasticsearch"),
        StatefulSet,
        5,
        120,
        &apps::KAFKA,
    ),
    row(("caching", "redis"), StatefulSet, 6, 110, &apps::REDIS),
    row(
        ("payments", "ledger-db"),
        StatefulSet,
        3,
        100,
        &apps::POSTGRES,
    ),
    row(
        ("kube-monitoring", "prometheus"),
        StatefulSet,
        2,
        95,
        &apps::PROMETHEUS,
    ),
    row(
        ("shop-backend", "catalogue-db"),
        StatefulSet,
        3,
        90,
        &apps::POSTGRES,
    ),
    row(
        ("shop-frontend", "search-suggest"),
        Deployment,
        8,
        85,
        &apps::NODE,
    ),
    row(
        ("argocd", "application-controller"),
        StatefulSet,
        2,
        80,
        &apps::CONTROLLER,
    ),
    row(
        ("cert-manager", "cert-manager"),
        Deployment,
        2,
        70,
        &apps::CONTROLLER,
    ),
    row(("identity", "login"), Deployment, 6, 66, &apps::JAVA),
    row(
        ("identity", "directory"),
        StatefulSet,
        2,
        60,
        &apps::POSTGRES,
    ),
    row(
        ("notifications", "mailer"),
        Deployment,
        6,
        56,
        &apps::PYTHON,
    ),
    row(("analytics", "collector"), Deployment, 8, 52, &apps::LEDGER),
    row(
        ("analytics", "warehouse"),
        StatefulSet,
        3,
        50,
        &apps::POSTGRES,
    ),
    row(("fraud", "scorer"), Deployment, 8, 46, &apps::PYTHON),
    row(("fraud", "rules"), Deployment, 3, 42, &apps::JAVA),
    row(("messaging", "zookeeper"), StatefulSet, 3, 40, &apps::KAFKA),
    row(
        ("vault-storage", "consul"),
        StatefulSet,
        3,
        38,
        &apps::LEDGER,
    ),
    row(
        ("kube-storage", "csi-node"),
        DaemonSet,
        6,
        36,
        &apps::CONTROLLER,
    ),
    row(
        ("kube-storage", "csi-controller"),
        Deployment,
        2,
        34,
        &apps::CONTROLLER,
    ),
    row(
        ("external-dns", "external-dns"),
        Deployment,
        1,
        30,
        &apps::CONTROLLER,
    ),
    row(("shop-frontend", "assets"), Deployment, 6, 30, &apps::NGINX),
    row(("payments", "payouts"), Deployment, 4, 28, &apps::JAVA),
    row(("payments", "disputes"), Deployment, 3, 26, &apps::JAVA),
    row(("notifications", "push"), Deployment, 4, 24, &apps::NODE),
    row(("shipping", "labels"), Deployment, 4, 22, &apps::PYTHON),
    row(("shipping", "tracker"), Deployment, 6, 22, &apps::LEDGER),
    row(
        ("shipping", "tracker-db"),
        StatefulSet,
        2,
        20,
        &apps::POSTGRES,
    ),
    row(("inventory", "stock"), Deployment, 6, 20, &apps::LEDGER),
    row(
        ("inventory", "stock-db"),
        StatefulSet,
        3,
        18,
        &apps::POSTGRES,
    ),
    row(("inventory", "sync"), CronJob, 4, 14, &apps::PYTHON),
    row(("backup", "pg-dump"), CronJob, 4, 14, &apps::POSTGRES),
    row(
        ("backup", "object-store"),
        StatefulSet,
        4,
        16,
        &apps::LEDGER,
    ),
    row(("ci", "artifact-store"), StatefulSet, 2, 14, &apps::LEDGER),
    row(("search", "indexer"), Deployment, 4, 14, &apps::JAVA),
    row(("ml-serving", "ranker"), Deployment, 6, 14, &apps::PYTHON),
    row(("ml-serving", "features"), Deployment, 4, 12, &apps::PYTHON),
    row(("staging", "storefront"), Deployment, 4, 12, &apps::NODE),
    row(("staging", "gateway"), Deployment, 2, 10, &apps::JAVA),
    row(("staging", "catalogue"), Deployment, 3, 10, &apps::PYTHON),
    row(("staging", "postgres"), StatefulSet, 1, 8, &apps::POSTGRES),
    row(
        ("kube-monitoring", "alertmanager"),
        StatefulSet,
        2,
        8,
        &apps::PROMETHEUS,
    ),
    row(
        ("kube-monitoring", "kube-state-metrics"),
        Deployment,
        1,
        8,
        &apps::CONTROLLER,
    ),
    row(("argocd", "repo-server"), Deployment, 2, 8, &apps::RUNNER),
    row(
        ("cert-manager", "webhook"),
        Deployment,
        2,
        6,
        &apps::CONTROLLER,
    ),
    row(("logging", "loki"), StatefulSet, 3, 16, &apps::LEDGER),
    row(
        ("caching", "redis-sentinel"),
        Deployment,
        3,
        6,
        &apps::REDIS,
    ),
    row(
        (AGENTS, "policy-enforcement-agent"),
        Deployment,
        1,
        3,
        &apps::AGENT,
    ),
    row((AGENTS, "feeder-service"), Deployment, 1, 3, &apps::AGENT),
    row(
        (AGENTS, "shared-informer-agent"),
        Deployment,
        1,
        2,
        &apps::AGENT,
    ),
    row((AGENTS, "discovery-engine"), Deployment, 1, 2, &apps::AGENT),
    row(("batch", "invoice-run"), CronJob, 6, 10, &apps::PYTHON),
    row(FIVE_TIMES, CronJob, 1, 0, &apps::LEDGER),
];
