//! What a policy's tags name: techniques and tactics of ATT&CK, and controls of CIS, NIST and PCI.
//!
//! Tags are free text. Those of `KubeArmor`'s policy templates spell ATT&CK in six ways: `MITRE_T1036_masquerading`,
//! `MITRE_T1562.001_…`, `MITRE_TA0010_…`, `MITRE_execution`, `MITRE-TTP-T1082`, `MITRE-T1602`.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::Record;
use super::super::value::Value;
use super::{Visit, workload};

/// Ids of ATT&CK, such as `T1036`, `T1562.001` and `TA0010`; each once.
pub(crate) fn attack<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    named(record, attack_id, visit)
}

/// Controls of the CIS benchmarks.
pub(crate) fn cis<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    named(record, |tag| control(tag, "CIS"), visit)
}

/// Controls of NIST.
pub(crate) fn nist<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    named(record, |tag| control(tag, "NIST"), visit)
}

/// Requirements of PCI DSS.
pub(crate) fn pci<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    named(record, |tag| control(tag, "PCI"), visit)
}

/// What the tags name, each once: a tag stands in `Tags` and in `ATags`.
fn named<'a>(
    record: &Record<'a>,
    name: impl Fn(&str) -> Option<String>,
    visit: Visit<'_, 'a>,
) -> bool {
    let mut seen: HashSet<String, foldhash::fast::RandomState> = HashSet::default();
    workload::tags(record, "", &mut |tag| {
        let Some(found) = name(&tag.text).filter(|found| !seen.contains(found)) else {
            return false;
        };
        seen.insert(found.clone());
        visit(&Value::text(Cow::Owned(found)))
    })
}

/// What follows `prefix` and a separator; the whole tag if nothing does.
fn control(tag: &str, prefix: &str) -> Option<String> {
    let rest = after(tag, prefix)?;
    Some(if rest.is_empty() { tag } else { rest }.to_owned())
}

/// What follows a word and the `_` or `-` behind it, letter case ignored.
fn after<'t>(tag: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = tag.trim().split_at_checked(word.len())?;
    let is_word =
        head.eq_ignore_ascii_case(word) && (rest.is_empty() || rest.starts_with(['_', '-', ' ']));
    is_word.then(|| rest.trim_start_matches(['_', '-', ' ']))
}

fn attack_id(tag: &str) -> Option<String> {
    let rest = after(tag, "MITRE")?;
    let rest = after(rest, "TTP").unwrap_or(rest);
    id(rest).or_else(|| {
        let tactic = rest.to_ascii_lowercase().replace([' ', '-'], "_");
        let row = TACTICS
            .iter()
            .find(|(_, name)| name.to_ascii_lowercase().replace(' ', "_") == tactic);
        row.map(|(id, _)| (*id).to_owned())
    })
}

/// The id that a text begins with.
fn id(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    if let Some(rest) = upper.strip_prefix("TA") {
        return digits(rest, 4).map(|(number, _)| format!("TA{number}"));
    }
    let (number, rest) = digits(upper.strip_prefix('T')?, 4)?;
    let sub = rest.strip_prefix('.').and_then(|rest| digits(rest, 3));
    Some(match sub {
        Some((sub, _)) => format!("T{number}.{sub}"),
        None => format!("T{number}"),
    })
}

/// Splits so many digits off, if there are no more.
fn digits(text: &str, count: usize) -> Option<(&str, &str)> {
    let found = text.bytes().take_while(u8::is_ascii_digit).count();
    (found == count).then(|| text.split_at(count))
}

/// The name of a technique or tactic that policies of `KubeArmor` tag; of a sub-technique, that of its technique.
pub fn attack_name(id: &str) -> Option<&'static str> {
    let technique = id.split('.').next().unwrap_or(id);
    let mut rows = TACTICS.iter().chain(TECHNIQUES);
    rows.find(|(known, _)| *known == technique)
        .map(|(_, name)| *name)
}

/// Tactics of the enterprise matrix. // attack.mitre.org/tactics/enterprise
const TACTICS: &[(&str, &str)] = &[
    ("TA0001", "Initial Access"),
    ("TA0002", "Execution"),
    ("TA0003", "Persistence"),
    ("TA0004", "Privilege Escalation"),
    ("TA0005", "Defense Evasion"),
    ("TA0006", "Credential Access"),
    ("TA0007", "Discovery"),
    ("TA0008", "Lateral Movement"),
    ("TA0009", "Collection"),
    ("TA0010", "Exfiltration"),
    ("TA0011", "Command and Control"),
    ("TA0040", "Impact"),
    ("TA0042", "Resource Development"),
    ("TA0043", "Reconnaissance"),
];

/// Techniques of the container and Linux matrices. // attack.mitre.org/techniques/enterprise
const TECHNIQUES: &[(&str, &str)] = &[
    ("T1003", "OS Credential Dumping"),
    ("T1005", "Data from Local System"),
    ("T1014", "Rootkit"),
    ("T1018", "Remote System Discovery"),
    ("T1021", "Remote Services"),
    ("T1027", "Obfuscated Files or Information"),
    ("T1036", "Masquerading"),
    ("T1046", "Network Service Discovery"),
    ("T1048", "Exfiltration Over Alternative Protocol"),
    ("T1053", "Scheduled Task/Job"),
    ("T1059", "Command and Scripting Interpreter"),
    ("T1068", "Exploitation for Privilege Escalation"),
    ("T1070", "Indicator Removal"),
    ("T1071", "Application Layer Protocol"),
    ("T1072", "Software Deployment Tools"),
    ("T1078", "Valid Accounts"),
    ("T1082", "System Information Discovery"),
    ("T1083", "File and Directory Discovery"),
    ("T1087", "Account Discovery"),
    ("T1098", "Account Manipulation"),
    ("T1105", "Ingress Tool Transfer"),
    ("T1110", "Brute Force"),
    ("T1133", "External Remote Services"),
    ("T1136", "Create Account"),
    ("T1190", "Exploit Public-Facing Application"),
    ("T1195", "Supply Chain Compromise"),
    ("T1222", "File and Directory Permissions Modification"),
    ("T1485", "Data Destruction"),
    ("T1486", "Data Encrypted for Impact"),
    ("T1496", "Resource Hijacking"),
    ("T1499", "Endpoint Denial of Service"),
    ("T1505", "Server Software Component"),
    ("T1543", "Create or Modify System Process"),
    ("T1546", "Event Triggered Execution"),
    ("T1547", "Boot or Logon Autostart Execution"),
    ("T1548", "Abuse Elevation Control Mechanism"),
    ("T1552", "Unsecured Credentials"),
    ("T1553", "Subvert Trust Controls"),
    ("T1554", "Compromise Host Software Binary"),
    ("T1555", "Credentials from Password Stores"),
    ("T1562", "Impair Defenses"),
    ("T1564", "Hide Artifacts"),
    ("T1565", "Data Manipulation"),
    ("T1567", "Exfiltration Over Web Service"),
    ("T1574", "Hijack Execution Flow"),
    ("T1602", "Data from Configuration Repository"),
    ("T1609", "Container Administration Command"),
    ("T1610", "Deploy Container"),
    ("T1611", "Escape to Host"),
    ("T1613", "Container and Resource Discovery"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_spellings_name_attack() {
        for (tag, id) in [
            ("MITRE_T1036_masquerading", Some("T1036")),
            ("MITRE_T1562.001_disable_or_modify_tools", Some("T1562.001")),
            ("MITRE_TA0010_exfiltration", Some("TA0010")),
            ("MITRE_execution", Some("TA0002")),
            ("mitre_privilege-escalation", Some("TA0004")),
            ("MITRE-TTP-T1082", Some("T1082")),
            ("MITRE-T1602", Some("T1602")),
            ("MITRE", None),
            ("MITREX_T1036", None),
            ("MITRE_T10366", None),
            ("MITRE_TA10", None),
            ("FGT1555", None),
        ] {
            assert_eq!(attack_id(tag).as_deref(), id, "{tag}");
        }
    }

    #[test]
    fn controls_lose_their_prefix() {
        assert_eq!(
            control("NIST_800-53_AU-2", "NIST").as_deref(),
            Some("800-53_AU-2")
        );
        assert_eq!(control("PCI_DSS", "PCI").as_deref(), Some("DSS"));
        assert_eq!(control("CIS", "CIS").as_deref(), Some("CIS"));
        assert_eq!(control("cisco", "CIS"), None);
    }

    #[test]
    fn a_tag_that_stands_twice_counts_once() {
        let json = br#"{"Operation":"File","Tags":"MITRE,MITRE_T1036_x","ATags":["MITRE","MITRE_T1036_x","MITRE_execution"]}"#;
        let record = Record::new(json, crate::record::Origin::default()).unwrap();
        let mut found = Vec::new();
        attack(&record, "", &mut |value| {
            found.push(value.text.to_string());
            false
        });
        assert_eq!(found, ["T1036", "TA0002"]);
        assert_eq!(attack_name("T1562.001"), Some("Impair Defenses"));
        assert_eq!(attack_name("TA0002"), Some("Execution"));
    }
}
