//! The programs of the synthetic cluster: what they run, read, write and talk to. All invented.

/// A service of the cluster, or a host outside if `ns` is empty.
#[derive(Clone, Copy)]
pub(super) struct Peer {
    pub(super) ns: &'static str,
    pub(super) name: &'static str,
    pub(super) port: u16,
}

const fn peer(ns: &'static str, name: &'static str, port: u16) -> Peer {
    Peer { ns, name, port }
}

/// A container image and how it behaves.
pub(super) struct App {
    pub(super) name: &'static str,
    pub(super) image: &'static str,
    pub(super) exe: &'static str,
    pub(super) cmd: &'static str,
    pub(super) cwd: &'static str,
    pub(super) uid: u32,
    pub(super) reads: &'static [&'static str],
    pub(super) writes: &'static [&'static str],
    /// Command lines; the first word is the path of the executable.
    pub(super) runs: &'static [&'static str],
    pub(super) peers: &'static [Peer],
}

const TOKEN: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";
const CA: &str = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

pub(super) static WORDPRESS: App = App {
    name: "wordpress",
    image: "docker.io/library/wordpress:6.4-apache",
    exe: "/usr/sbin/apache2",
    cmd: "/usr/sbin/apache2 -DFOREGROUND",
    cwd: "/var/www/html/",
    uid: 33,
    reads: &[
        "/var/www/html/index.php",
        "/var/www/html/wp-config.php",
        "/var/www/html/wp-includes/version.php",
        "/var/www/html/wp-content/themes/harbour/style.css",
        "/var/www/html/wp-content/plugins/shop-cart/cart.php",
        "/usr/share/zoneinfo/UTC",
    ],
    writes: &[
        "/var/www/html/wp-content/cache/page-1.html",
        "/tmp/phpSess_a81f",
    ],
    runs: &[
        "/usr/local/bin/php /var/www/html/wp-cron.php",
        "/usr/sbin/sendmail -t -i",
        "/usr/bin/convert thumb.png -resize 150x150 thumb-150.png",
    ],
    peers: &[
        peer("wordpress-mysql", "mysql", 3306),
        peer("", "updates.blogware.example", 443),
    ],
};

pub(super) static MYSQL: App = App {
    name: "mysql",
    image: "docker.io/library/mysql:8.0.36",
    exe: "/usr/sbin/mysqld",
    cmd: "/usr/sbin/mysqld --datadir=/var/lib/mysql --skip-name-resolve",
    cwd: "/var/lib/mysql/",
    uid: 999,
    reads: &[
        "/var/lib/mysql/ibdata1",
        "/var/lib/mysql/shop/wp_posts.ibd",
        "/var/lib/mysql/shop/wp_options.ibd",
        "/etc/mysql/conf.d/docker.cnf",
    ],
    writes: &[
        "/var/lib/mysql/binlog.000042",
        "/var/lib/mysql/#innodb_redo/#ib_redo11",
    ],
    runs: &[
        "/usr/bin/mysqladmin ping -h localhost",
        "/bin/bash -c mysql -e 'select 1' > /dev/null",
    ],
    peers: &[peer("wordpress-mysql", "mysql-replica", 3306)],
};

pub(super) static VAULT: App = App {
    name: "vault",
    image: "docker.io/hashicorp/vault:1.15.4",
    exe: "/bin/vault",
    cmd: "/bin/vault server -config=/vault/config/server.hcl",
    cwd: "/vault/",
    uid: 100,
    reads: &[
        "/vault/config/server.hcl",
        TOKEN,
        CA,
        "/vault/data/core/_keyring",
        "/proc/meminfo",
    ],
    writes: &[
        "/vault/data/logical/9f1c/_policies",
        "/vault/audit/audit.log",
    ],
    runs: &[
        "/bin/vault status -tls-skip-verify",
        "/bin/sh -ec vault status -tls-skip-verify",
    ],
    peers: &[
        peer("default", "kubernetes", 443),
        peer("vault-storage", "consul", 8500),
    ],
};

pub(super) static NGINX: App = App {
    name: "nginx",
    image: "docker.io/library/nginx:1.25.4",
    exe: "/usr/sbin/nginx",
    cmd: "/usr/sbin/nginx -g daemon off;",
    cwd: "/",
    uid: 101,
    reads: &[
        "/usr/share/nginx/html/index.html",
        "/usr/share/nginx/html/assets/app.4f2a.js",
        "/etc/nginx/mime.types",
        "/etc/nginx/conf.d/default.conf",
    ],
    writes: &[
        "/var/log/nginx/access.log",
        "/var/cache/nginx/proxy_temp/7/01/0000000017",
    ],
    runs: &[
        "/usr/sbin/nginx -t -q",
        "/bin/sh -c nginx -s reload && echo ok",
    ],
    peers: &[
        peer("shop-frontend", "storefront", 8080),
        peer("payments", "gateway", 8443),
    ],
};

pub(super) static JAVA: App = App {
    name: "payments-api",
    image: "registry.corp.example/payments/api:3.18.2",
    exe: "/opt/java/openjdk/bin/java",
    cmd: "/opt/java/openjdk/bin/java -Xmx1g -jar /app/payments-api.jar --spring.profiles.active=prod",
    cwd: "/app/",
    uid: 1000,
    reads: &[
        "/app/lib/spring-core-6.1.3.jar",
        "/app/lib/netty-buffer-4.1.107.jar",
        "/app/config/application.yaml",
        "/opt/java/openjdk/lib/security/cacerts",
        "/sys/fs/cgroup/memory.max",
    ],
    writes: &["/app/logs/gc.log", "/tmp/hsperfdata_app/1"],
    runs: &["/opt/java/openjdk/bin/jcmd 1 GC.heap_info"],
    peers: &[
        peer("payments", "ledger-db", 5432),
        peer("messaging", "kafka", 9092),
        peer("", "api.cardnet.example", 443),
        peer("", "settle.cardnet.example", 8443),
    ],
};

pub(super) static LEDGER: App = App {
    name: "ledger",
    image: "registry.corp.example/payments/ledger:1.42.0",
    exe: "/app/ledger",
    cmd: "/app/ledger serve --listen :8443",
    cwd: "/app/",
    uid: 65532,
    reads: &[
        "/app/migrations/0041_fees.sql",
        CA,
        "/etc/resolv.conf",
        "/app/rates.json",
    ],
    writes: &["/var/lib/ledger/wal/000000010000004C", "/tmp/ledger.lock"],
    runs: &[
        "/app/ledger reconcile --since 24h",
        "/bin/busybox wget -qO- http://localhost:8443/health",
    ],
    peers: &[
        peer("payments", "ledger-db", 5432),
        peer("vault", "vault", 8200),
    ],
};

pub(super) static POSTGRES: App = App {
    name: "postgres",
    image: "docker.io/library/postgres:16.2",
    exe: "/usr/lib/postgresql/16/bin/postgres",
    cmd: "/usr/lib/postgresql/16/bin/postgres -D /var/lib/postgresql/data",
    cwd: "/var/lib/postgresql/data/",
    uid: 999,
    reads: &[
        "/var/lib/postgresql/data/base/16384/2619",
        "/var/lib/postgresql/data/global/pg_filenode.map",
        "/var/lib/postgresql/data/base/16384/1259",
    ],
    writes: &["/var/lib/postgresql/data/pg_wal/00000001000000010000003E"],
    runs: &[
        "/usr/bin/pg_isready -U app -h 127.0.0.1 -p 5432",
        "/usr/bin/psql -c select now()",
    ],
    peers: &[peer("backup", "object-store", 9000)],
};

pub(super) static NODE: App = App {
    name: "storefront",
    image: "registry.corp.example/shop/storefront:2026.2.7",
    exe: "/usr/local/bin/node",
    cmd: "/usr/local/bin/node /srv/server.js",
    cwd: "/srv/",
    uid: 1000,
    reads: &[
        "/srv/node_modules/express/index.js",
        "/srv/node_modules/send/index.js",
        "/srv/dist/manifest.json",
        "/srv/package.json",
        "/etc/hosts",
    ],
    writes: &["/srv/.cache/render/9b1c.html"],
    runs: &[
        "/usr/local/bin/node /srv/scripts/warm-cache.js",
        "/bin/sh -c ls dist | wc -l",
    ],
    peers: &[
        peer("shop-backend", "catalogue", 8080),
        peer("caching", "redis", 6379),
    ],
};

pub(super) static PYTHON: App = App {
    name: "catalogue",
    image: "registry.corp.example/shop/catalogue:0.31.5",
    exe: "/usr/local/bin/python3.11",
    cmd: "/usr/local/bin/python3.11 -m gunicorn catalogue.wsgi --bind 0.0.0.0:8080",
    cwd: "/code/",
    uid: 10001,
    reads: &[
        "/usr/local/lib/python3.11/site-packages/django/utils/timezone.py",
        "/usr/local/lib/python3.11/encodings/utf_8.py",
        "/code/catalogue/settings.py",
        "/code/catalogue/models.py",
    ],
    writes: &["/code/media/import-2207.csv", "/tmp/gunicorn-b81k.lock"],
    runs: &["/usr/local/bin/python3.11 manage.py clearsessions"],
    peers: &[
        peer("shop-backend", "catalogue-db", 5432),
        peer("search", "elasticsearch", 9200),
    ],
};

pub(super) static REDIS: App = App {
    name: "redis",
    image: "docker.io/library/redis:7.2.4",
    exe: "/usr/local/bin/redis-server",
    cmd: "/usr/local/bin/redis-server *:6379",
    cwd: "/data/",
    uid: 999,
    reads: &[
        "/data/appendonlydir/appendonly.aof.3.base.rdb",
        "/proc/self/stat",
    ],
    writes: &["/data/temp-1.rdb"],
    runs: &["/usr/local/bin/redis-cli ping"],
    peers: &[peer("caching", "redis", 6379)],
};

pub(super) static KAFKA: App = App {
    name: "kafka",
    image: "docker.io/bitnami/kafka:3.6.1",
    exe: "/opt/bitnami/java/bin/java",
    cmd: "/opt/bitnami/java/bin/java -Xmx2G kafka.Kafka /opt/bitnami/kafka/config/server.properties",
    cwd: "/",
    uid: 1001,
    reads: &[
        "/bitnami/kafka/data/orders-7/00000000000000012.index",
        "/proc/mounts",
    ],
    writes: &["/bitnami/kafka/data/orders-7/00000000000000012.log"],
    runs: &["/bin/bash -c kafka-topics.sh --list 2>&1 | grep orders"],
    peers: &[
        peer("messaging", "kafka", 9092),
        peer("messaging", "zookeeper", 2181),
    ],
};

pub(super) static PROMETHEUS: App = App {
    name: "prometheus",
    image: "quay.io/prometheus/prometheus:v2.50.1",
    exe: "/bin/prometheus",
    cmd: "/bin/prometheus --config.file=/etc/prometheus/config.yaml --storage.tsdb.path=/prometheus",
    cwd: "/prometheus/",
    uid: 65534,
    reads: &[
        "/etc/prometheus/rules/slo.yaml",
        TOKEN,
        "/prometheus/chunks_head/000213",
        "/proc/self/limits",
    ],
    writes: &["/prometheus/wal/00001874"],
    runs: &["/bin/promtool check rules /etc/prometheus/rules/slo.yaml"],
    peers: &[
        peer("kube-monitoring", "node-exporter", 9100),
        peer("default", "kubernetes", 443),
    ],
};

pub(super) static EXPORTER: App = App {
    name: "node-exporter",
    image: "quay.io/prometheus/node-exporter:v1.7.0",
    exe: "/bin/node_exporter",
    cmd: "/bin/node_exporter --path.rootfs=/host",
    cwd: "/",
    uid: 65534,
    reads: &[
        "/host/proc/stat",
        "/host/proc/diskstats",
        "/host/sys/class/net/eth0/speed",
        "/host/proc/net/dev",
    ],
    writes: &["/tmp/textfile.prom"],
    runs: &["/bin/df -P /host"],
    peers: &[peer("kube-monitoring", "prometheus", 9090)],
};

pub(super) static SHIPPER: App = App {
    name: "log-shipper",
    image: "cr.fluentbit.io/fluent/fluent-bit:2.2.2",
    exe: "/fluent-bit/bin/fluent-bit",
    cmd: "/fluent-bit/bin/fluent-bit -c /fluent-bit/etc/conf/fluent-bit.conf",
    cwd: "/",
    uid: 0,
    reads: &[
        "/var/log/containers/storefront.log",
        "/var/log/containers/gateway.log",
        TOKEN,
    ],
    writes: &["/var/log/flb-storage/tail.0/1-1710.flb"],
    runs: &["/bin/sh -c cat /fluent-bit/etc/parsers.conf | grep -c Name"],
    peers: &[peer("search", "elasticsearch", 9200)],
};

pub(super) static CONTROLLER: App = App {
    name: "controller",
    image: "registry.corp.example/platform/controller:0.9.14",
    exe: "/manager",
    cmd: "/manager --leader-elect --metrics-bind-address=:8080",
    cwd: "/",
    uid: 65532,
    reads: &[
        TOKEN,
        CA,
        "/etc/resolv.conf",
        "/tmp/k8s-webhook-server/serving-certs/tls.crt",
    ],
    writes: &["/tmp/controller-election.json"],
    runs: &["/manager version"],
    peers: &[peer("default", "kubernetes", 443)],
};

pub(super) static RUNNER: App = App {
    name: "build",
    image: "registry.corp.example/ci/build-base:22.04",
    exe: "/usr/bin/runner",
    cmd: "/usr/bin/runner agent --queue linux-amd64",
    cwd: "/builds/",
    uid: 0,
    reads: &[
        "/builds/shop/go.mod",
        "/builds/shop/main.go",
        "/root/.netrc",
        "/usr/lib/git-core/git-remote-https",
    ],
    writes: &[
        "/builds/shop/out/app",
        "/root/.cache/go-build/4e/4e81-d",
        "/etc/apt/sources.list.d/corp.list",
    ],
    runs: &[
        "/usr/bin/git fetch --depth 1 origin main",
        "/bin/bash -c make test && make image",
        "/usr/bin/apt-get install -y --no-install-recommends protobuf-compiler",
        "/bin/sh -c curl -fsSL https://get.toolbox.example/install.sh | sh",
        "/usr/bin/gcc -O2 -Wall -c src/pool.c -o out/pool.o",
    ],
    peers: &[
        peer("", "proxy.modules.example", 443),
        peer("ci", "artifact-store", 9000),
    ],
};

pub(super) static AGENT: App = App {
    name: "policy-enforcement-agent",
    image: "registry.corp.example/agents/policy-enforcement-agent:v0.9.2",
    exe: "/home/agent/main",
    cmd: "/home/agent/main --config /etc/agent/conf.yaml",
    cwd: "/home/agent/",
    uid: 1000,
    reads: &["/etc/agent/conf.yaml", TOKEN],
    writes: &["/home/agent/state.json"],
    runs: &["/home/agent/main version"],
    peers: &[
        peer("kubearmor", "kubearmor-relay", 32767),
        peer("default", "kubernetes", 443),
        peer("", "collector.saas.example", 3000),
    ],
};
