//! Marks of telemetry in bytes that are not read as telemetry, so that what is skipped for its form is told from what
//! was never telemetry.
//!
//! Knows how the two writers spell their keys, and nothing of the form that stands round them: a key may be quoted
//! plainly, in a string inside of a string at any depth, with `\u0022`, singly or not at all.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::key::Key;
use super::vocabulary::OPERATIONS;

/// Keys that other programs have no reason to write, in groups: `hostPID` of a pod's manifest is spelt otherwise, and
/// the keys of the last group stand in lists of images too, so they are one mark together.
const OWN: &[&[Key]] = &[
    &[Key::HostPpid],
    &[Key::HostPid],
    &[Key::ParentProcessName],
    &[Key::ATags],
    &[Key::ExecEvent],
    &[Key::KubeArmorVersion],
    &[Key::MaxAlertsPerSec],
    &[Key::DroppingAlertsInterval],
    &[Key::NamespaceName, Key::ContainerImage],
];

/// Groups of [`OWN`] that it takes.
const ENOUGH: u32 = 2;

/// Finds the words, and tells of each its group; none for the operation.
struct Words {
    finder: AhoCorasick,
    groups: Vec<Option<usize>>,
}

static WORDS: LazyLock<Option<Words>> = LazyLock::new(|| {
    let own = OWN.iter().enumerate();
    let own = own.flat_map(|(group, keys)| keys.iter().map(move |key| (*key, Some(group))));
    let all = own.chain([(Key::Operation, None)]);
    let spelt = all.flat_map(|(key, group)| [(key.pascal(), group), (key.camel(), group)]);
    let (words, groups): (Vec<_>, Vec<_>) = spelt.unzip();
    let mut finder = AhoCorasick::builder();
    let finder = finder
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .ok()?;
    Some(Words { finder, groups })
});

/// Whether bytes hold the marks of telemetry: an operation that is known, or two keys that only `KubeArmor` writes. In
/// time that grows with their number alone.
pub fn are_in(bytes: &[u8]) -> bool {
    let Some(words) = WORDS.as_ref() else {
        return false;
    };
    let mut met = 0_u32;
    words.finder.find_iter(bytes).any(|found| {
        let before = bytes.get(..found.start()).unwrap_or_default();
        let behind = bytes.get(found.end()..).unwrap_or_default();
        if before.last().copied().is_some_and(is_word) && !before.ends_with(QUOTE) {
            return false;
        }
        match words.groups.get(found.pattern().as_usize()) {
            Some(Some(group)) if is_key(before, behind) => {
                met |= 1 << group;
                met.count_ones() >= ENOUGH
            }
            Some(None) => is_known(behind),
            _ => false,
        }
    })
}

/// A quotation mark as some writers of JSON spell it, behind its backslash.
const QUOTE: &[u8] = b"u0022";

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a word between these is a key: it is quoted, or what it is follows it.
fn is_key(before: &[u8], behind: &[u8]) -> bool {
    let (rest, is_quoted) = unquoted(behind);
    let is_opened = before.ends_with(QUOTE) || matches!(before.last(), Some(b'"' | b'\''));
    is_opened && is_quoted || signed(rest).is_some()
}

/// Whether what follows on the key of the operation is a value that it has.
fn is_known(behind: &[u8]) -> bool {
    let Some((rest, sign)) = signed(unquoted(behind).0) else {
        return false;
    };
    let (rest, is_quoted) = unquoted(rest);
    let end = rest.iter().position(|byte| !is_word(*byte));
    let (value, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let is_one = OPERATIONS.iter().any(|known| known.as_bytes() == value);
    // A sentence goes on behind a word and a colon: `operation: Network is unreachable`.
    let ends = |byte: &u8| !byte.is_ascii_whitespace() || matches!(byte, b'\r' | b'\n' | b'\t');
    is_one && (is_quoted || sign == b'=' || rest.first().is_none_or(ends))
}

/// Without the quotation mark that stands first, however it is escaped, and without blanks; whether there was one.
fn unquoted(bytes: &[u8]) -> (&[u8], bool) {
    let rest = bytes.trim_ascii_start();
    let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    let rest = rest.get(slashes..).unwrap_or_default();
    let behind = match rest {
        [b'"' | b'\'', behind @ ..] => Some(behind),
        _ if slashes > 0 => rest.strip_prefix(QUOTE),
        _ => None,
    };
    (behind.unwrap_or(rest), behind.is_some())
}

/// What stands behind the sign between a key and its value, and which it is.
fn signed(bytes: &[u8]) -> Option<(&[u8], u8)> {
    match bytes.trim_ascii_start() {
        [sign @ (b':' | b'='), rest @ ..] => Some((rest, *sign)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as it stands in a string of JSON.
    fn within(text: &str) -> String {
        serde_json::to_string(text).unwrap()
    }

    const RECORD: &str =
        r#"{"HostName":"n1","HostPID":7,"ParentProcessName":"/bin/sh","Operation":"File"}"#;

    #[test]
    fn telemetry_is_known_at_any_depth_of_escapes() {
        let mut text = RECORD.to_owned();
        for depth in 0..6 {
            assert!(are_in(text.as_bytes()), "{depth}: {text}");
            assert!(are_in(format!("relay | {text}").as_bytes()), "{depth}");
            text = format!(r#"{{"log":{}}}"#, within(&text));
        }
        let hex = RECORD.replace('"', "\\u0022");
        assert!(are_in(hex.as_bytes()), "{hex}");
    }

    #[test]
    fn an_operation_or_two_keys_are_enough() {
        for text in [
            r#"x {"Operation":"Process"}"#,
            r#"{"log": "{\"operation\" : \"Network\"}"}"#,
            "{'operation': 'Syscall', 'x': 1}",
            "time=now operation=File resource=/etc/passwd",
            "  Operation: Process",
            "Operation: Process\r",
            r"- HostPID: 7, HostPPID: 6",
            "hostPid=7 hostPPid=6",
            r#"[{"key":"HostPID","value":{}},{"key":"ParentProcessName","value":{}}]"#,
            r#"ments","ContainerImage":"a","HostPPID":1}"#,
            r#"{"MaxAlertsPerSec":10,"DroppingAlertsInterval":30}"#,
        ] {
            assert!(are_in(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_others_write_has_no_marks() {
        for text in [
            "",
            "Operation",
            r#"{"Operation":"#,
            r#"{"operation":"checkout","level":"info"}"#,
            r#"{"operation":{"id":"File","producer":"x"}}"#,
            r#"{"Operations":"File","myOperation":"File","Operation":"Files"}"#,
            "the operation: Network is unreachable",
            "operation Process failed",
            r#"{"spec":{"hostPID":true,"hostPPID":1,"containerImage":"a","namespaceName":"b"}}"#,
            r#"{"HostPID":1,"HostPID":2}"#,
            "HostPID and ParentProcessName are fields of a record",
            r#"{"PodName":"p","ContainerID":"c","Type":"ContainerLog","Source":"x","Labels":""}"#,
            r#"{"level":"info","ts":"2026-03-14T09:47:00Z","msg":"Client connected: 10.0.0.1"}"#,
        ] {
            assert!(!are_in(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_text_made_to_be_slow_is_not() {
        let text = r"Operation\\\\\\\\\\\\\\\\\\\\\\\\".repeat(50_000) + &"\\".repeat(1 << 20);
        let start = std::time::Instant::now();
        assert!(!are_in(text.as_bytes()));
        assert!(start.elapsed().as_secs() < 5);
    }
}
