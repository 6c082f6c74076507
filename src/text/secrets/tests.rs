//! Each rule masks what its row says, and nothing that only looks alike.

use proptest::prelude::*;

use super::*;

fn masked(text: &str) -> String {
    redact(text).map_or_else(|| text.to_owned(), |(masked, _)| masked)
}

#[test]
fn each_rule_masks_its_example_and_spares_what_looks_alike() {
    let mut names = std::collections::BTreeSet::new();
    assert!(RULES.len() < 64);
    for rule in RULES {
        assert!(names.insert(rule.name), "{}", rule.name);
        assert!(rule.doc.len() <= 72, "{}", rule.name);
        assert_eq!(masked(rule.example), rule.masked, "{}", rule.name);
        assert!(!rule.harmless.is_empty(), "{}", rule.name);
        for text in rule.harmless {
            assert_eq!(masked(text), *text, "{}", rule.name);
        }
        for needle in rule.needles {
            assert_eq!(*needle, needle.to_lowercase(), "{}", rule.name);
        }
    }
}

#[test]
fn ids_and_names_are_no_secrets() {
    for text in [
        "docker.io/library/mysql:5.6@sha256:20575ecebe6216036d25dab5903808211f1e9ba63dc7825ac20cb975e34cfcae",
        "8d3e7a52-6a0c-4f1e-9a57-0a6e6a1c2f10",
        "wordpress-6c9f7d8b54-x2vkt",
        "git checkout 510cee31a9d0c0c0ffee0000deadbeef00000000",
        "/usr/bin/nc -l -p 8080",
        "/run/secrets/kubernetes.io/serviceaccount/token",
        "sa_family=AF_INET sin_port=443 sin_addr=203.0.113.9",
        "syscall=SYS_MOUNT source=proc target=/tmp/p filesystem=proc mountflag=0 data=",
        "/bin/cat /etc/passwd /etc/shadow",
        "/usr/local/bin/kubectl get secrets -n payments",
        "app=mysql,tier=db",
        "/usr/bin/passwd bob",
        "MITRE_T1552_unsecured_credentials",
        "Credentials dumping: OS credential",
        "",
    ] {
        assert_eq!(redact(text), None, "{text}");
    }
}

#[test]
fn secrets_of_every_spelling_are_masked() {
    for (text, expected) in SPELLINGS {
        assert_eq!(masked(text), *expected, "{text}");
    }
}

const SPELLINGS: &[(&str, &str)] = &[
    (
        "curl -su bob:hunter2 https://x",
        "curl -su bob:[redacted] https://x",
    ),
    (
        "curl --user=bob:hunter2 https://x",
        "curl --user=bob:[redacted] https://x",
    ),
    (
        "sh -c mysql -uroot -phunter2 && curl -u a:b x",
        "sh -c mysql -uroot -p[redacted] && curl -u a:[redacted] x",
    ),
    (
        "sshpass -p hunter2 ssh -p 22 host",
        "sshpass -p [redacted] ssh -p 22 host",
    ),
    (
        "docker login -u bob -p hunter2 reg",
        "docker login -u bob -p [redacted] reg",
    ),
    (
        "smbclient //srv/x -U bob%hunter2",
        "smbclient //srv/x -U bob%[redacted]",
    ),
    (
        "redis-cli -h r -a hunter2 ping",
        "redis-cli -h r -a [redacted] ping",
    ),
    (
        "wget --http-password=a&b https://x",
        "wget --http-password=[redacted] https://x",
    ),
    (
        "https://x/?token=abc&page=2",
        "https://x/?token=[redacted]&page=2",
    ),
    (
        "curl -d {\"user\":\"a\",\"password\":\"hun ter2\"} x",
        "curl -d {\"user\":\"a\",\"password\":\"[redacted]\"} x",
    ),
    ("-H X-Vault-Token: s.abcdef", "-H X-Vault-Token: [redacted]"),
    ("-H X-Api-Key:abcdef", "-H X-Api-Key:[redacted]"),
    (
        "AccountName=x;AccountKey=abc==;EndpointSuffix=y",
        "AccountName=x;AccountKey=[redacted];EndpointSuffix=y",
    ),
    (
        "Server=db;Uid=sa;Pwd=hunter2;",
        "Server=db;Uid=sa;Pwd=[redacted]",
    ),
    (
        "mount -o username=u,password=p,vers=3 //x",
        "mount -o username=u,password=[redacted],vers=3 //x",
    ),
    (
        "DB_PASS=x REDISCLI_AUTH=y MYSQL_PWD=z sh",
        "DB_PASS=[redacted] REDISCLI_AUTH=[redacted] MYSQL_PWD=[redacted] sh",
    ),
    (
        "redis://:hunter2@cache:6379/0",
        "redis://:[redacted]@cache:6379/0",
    ),
    ("app --secret 'two words' x", "app --secret '[redacted]' x"),
    (
        "app --password --user bob --token t",
        "app --password --user bob --token [redacted]",
    ),
    ("AKIAIOSFODNN7EXAMPLE", "[redacted]"),
    ("--password=é☃ x", "--password=[redacted] x"),
];

#[test]
fn what_is_masked_stays_so() {
    for rule in RULES {
        assert_eq!(redact(rule.masked), None, "{}", rule.name);
    }
}

/// A rule that looked back or ahead again and again would take minutes here.
#[test]
fn long_texts_are_read_to_their_end() {
    for unit in [
        "token",
        "password=",
        "a://b:c@",
        "mysql -p",
        "cookie: a=b;",
        "--token ",
        "xox",
        "eyJ",
        "pass:\"",
        "a.b-",
        "=&,;",
    ] {
        let text = unit.repeat(1_000_000 / unit.len()) + "\" --password hunter2x";
        assert!(!masked(&text).contains("hunter2x"), "{unit}");
    }
}

proptest! {
    #[test]
    fn a_planted_secret_never_comes_out(
        secret in "[A-Za-z0-9]{12}",
        form in prop::sample::select(vec!["--password={}", "PGPASSWORD={} psql", "mysql -p{}", "https://u:{}@h/", "Authorization: Bearer {}", "curl -u bob:{}", "\"token\":\"{}\""]),
        before in "\\PC{0,20}",
        after in "\\PC{0,20}",
    ) {
        let text = format!("{before} {} {after}", form.replace("{}", &secret));
        // Quotes before it may make it a part of another value, which is masked as well.
        let masked = masked(&text);
        prop_assert!(!masked.contains(&secret), "{}", masked);
    }

    #[test]
    fn any_text_can_be_masked(text in "(\\PC|--password|token=|://|:|@| |\"|'|-p|mysql ){0,24}") {
        let _ = redact(&text);
    }
}
