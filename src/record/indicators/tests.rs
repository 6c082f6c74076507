//! Lists of indicators against records: what is found, and what is part of something longer.

use super::*;
use crate::record::Origin;

fn hits(list: &[&str], json: &str) -> Vec<String> {
    let lines = list.iter().copied().enumerate();
    let indicators = Indicators::new(lines).unwrap();
    let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
    let mut found = Vec::new();
    indicators.any(&record, &mut |value| {
        found.push(value.text.to_string());
        false
    });
    found
}

fn source(text: &str) -> String {
    serde_json::json!({"Operation": "Process", "Source": text}).to_string()
}

/// Whether `indicator` is found in a command line.
fn is_in(indicator: &str, command: &str) -> bool {
    !hits(&[indicator], &source(command)).is_empty()
}

#[test]
fn addresses_have_boundaries() {
    for (command, is_hit) in [
        ("curl http://1.2.3.4/x", true),
        ("nc 1.2.3.4 80", true),
        ("nc 1.2.3.4:80", true),
        ("see 1.2.3.4.", true),
        ("ip=1.2.3.4,", true),
        ("addr:1.2.3.4", true),
        ("ping ::ffff:1.2.3.4", true),
        ("curl 1.2.3.40", false),
        ("curl 11.2.3.4", false),
        ("curl 1.2.3.4.nip.io", false),
        ("curl 0.1.2.3.4", false),
        ("lib_1.2.3.4", false),
    ] {
        assert_eq!(is_in("1.2.3.4", command), is_hit, "{command}");
    }
    assert!(is_in("2001:db8::/32", "curl http://[2001:db8::1]:80/"));
    assert!(is_in("10.0.0.0/8", "nc 10.9.8.7 1"));
    assert!(!is_in("10.0.0.0/8", "nc 11.9.8.7 1"));
    assert!(is_in("0.0.0.0/0", "nc 11.9.8.7 1"));
}

#[test]
fn domains_are_found_with_those_below_them() {
    for (command, is_hit) in [
        ("curl https://evil.example/x", true),
        ("curl EVIL.example", true),
        ("dig www.evil.example.", true),
        ("curl user@evil.example:80", true),
        ("curl notevil.example", false),
        ("curl not-evil.example", false),
        ("curl evil.example.org", false),
        ("curl evil.example-x", false),
    ] {
        assert_eq!(is_in("evil.example", command), is_hit, "{command}");
    }
}

#[test]
fn paths_are_found_with_what_lies_below_them() {
    for (command, is_hit) in [
        ("cat /tmp/.x", true),
        ("cat /tmp/.x/a", true),
        ("sh -c 'cat</tmp/.x;id'", true),
        ("cat /tmp/.xy", false),
        ("cat /var/tmp/.x", false),
        ("cat ./tmp/.x", false),
        ("cat /TMP/.X", false),
        ("cat /tmp/.x.old", false),
    ] {
        assert_eq!(is_in("/tmp/.x", command), is_hit, "{command}");
    }
    assert!(is_in("/tmp/", "cat /tmp/a"));
}

#[test]
fn other_texts_have_boundaries_where_they_are_words() {
    for (indicator, command, is_hit) in [
        ("xmrig", "/opt/XMRig-6.1/run", true),
        ("xmrig", "xmrigger", false),
        ("-o stratum+tcp://", "m -o stratum+tcp://a", true),
        ("http://evil.example", "curl http://evil.example/x", true),
        ("http://evil.example", "curl http://evil.example.org", false),
        ("http://evil.example/", "curl http://evil.example/x", true),
        ("1.2.3.4:4444", "nc 1.2.3.4:4444", true),
        ("1.2.3.4:4444", "nc 1.2.3.4:44445", false),
        ("1.2.3.4:4444", "nc 1.2.3.4 80", false),
    ] {
        assert_eq!(is_in(indicator, command), is_hit, "{indicator}: {command}");
    }
}

#[test]
fn an_endpoint_is_found_where_its_parts_stand_apart() {
    let json =
        r#"{"Operation":"Network","Resource":"sin_port=4444 sa_family=AF_INET sin_addr=1.2.3.4"}"#;
    assert_eq!(hits(&["1.2.3.4:4444"], json), ["1.2.3.4:4444"]);
    assert!(hits(&["1.2.3.4:80"], json).is_empty());
}

#[test]
fn hashes_are_found_in_images_and_hashes() {
    let digest = "ab".repeat(32);
    let list = [digest.as_str()];
    let image = format!(r#"{{"Operation":"File","ContainerImage":"nginx@sha256:{digest}"}}"#);
    assert_eq!(hits(&list, &image), list);
    let hash = format!(
        r#"{{"Operation":"File","ProcessHash":"{}"}}"#,
        digest.to_uppercase()
    );
    assert_eq!(hits(&list, &hash), list);
    assert!(hits(&list, &source(&format!("{digest}0"))).is_empty());
}

#[test]
fn each_that_hits_is_told_once_in_the_order_of_the_list() {
    let json = source("curl http://1.2.3.4/xmrig; curl 1.2.3.4");
    assert_eq!(
        hits(
            &["xmrig", "1.0.0.0/8", "1[.]2.3.4", "1.2.3.4", "none"],
            &json
        ),
        ["xmrig", "1.0.0.0/8", "1[.]2.3.4"]
    );
}

#[test]
fn a_line_that_repeats_one_costs_no_more_than_the_list() {
    let list = Indicators::new([(1, "xmrig"), (2, "1.2.3.4")]).unwrap();
    let json = source(&"xmrig 1.2.3.4 ".repeat(10_000));
    let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
    assert_eq!(list.hits(&record).len(), 2);
}

#[test]
fn labels_and_names_are_not_looked_at() {
    let json =
        r#"{"Operation":"File","PodName":"xmrig","Labels":"app=xmrig","NamespaceName":"xmrig"}"#;
    assert!(hits(&["xmrig"], json).is_empty());
}

#[test]
fn kinds_are_counted_and_faults_told() {
    let list = Indicators::new([(1, "1.2.3.4"), (2, "evil.example"), (3, "10.0.0.0/8")]).unwrap();
    assert_eq!(
        list.counts(),
        [(IndicatorKind::Address, 2), (IndicatorKind::Domain, 1)]
    );
    let fault = Indicators::new([(1, "a"), (7, "1.2.3.400")]).unwrap_err();
    assert_eq!(fault, (7, "1.2.3.400", Misread::Address));
}
