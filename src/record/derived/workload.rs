//! What the event belongs to, and what kind of event it is.

use std::borrow::Cow;

use crate::json::scan::any_element;
use crate::json::{self, ValueKind};
use crate::record::Record;
use crate::record::key::Key;
use crate::record::raw::known_member;
use crate::record::time::Time;
use crate::record::value::{Shape, Value};
use crate::record::vocabulary::{DENIED, PASSED, TYPES};

use super::{Visit, part};

/// The moment of the event: `UpdatedTime`, else `Timestamp`, else what the wrapper states.
pub fn event_time(record: &Record<'_>) -> Option<Time> {
    moment(record).map(|(time, _)| time)
}

/// The event's moment, as the text that states it. See [`event_time`].
pub(crate) fn time<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    moment(record).is_some_and(|(_, value)| visit(&value))
}

fn moment<'a>(record: &Record<'a>) -> Option<(Time, Value<'a>)> {
    stated(record).or_else(|| wrapped(record))
}

/// Whether the event's moment is what the wrapper states.
fn is_time_filled(record: &Record<'_>) -> bool {
    record.origin().time.is_some() && stated(record).is_none() && wrapped(record).is_some()
}

fn stated<'a>(record: &Record<'a>) -> Option<(Time, Value<'a>)> {
    let updated = || {
        let text = record.text(Key::UpdatedTime)?;
        Some((Time::parse(&text)?, Value::text(text)))
    };
    let stamped = || {
        let value = Value::of(record.raw(Key::Timestamp)?)?;
        Some((Time::from_epoch_text(&value.text)?, value))
    };
    updated().or_else(stamped)
}

fn wrapped<'a>(record: &Record<'a>) -> Option<(Time, Value<'a>)> {
    let text = std::str::from_utf8(record.origin().time?).ok()?;
    let time = Time::parse(text).or_else(|| Time::from_epoch_text(text))?;
    Some((time, Value::text(text)))
}

/// The node: `HostName`, else the one that the wrapper names.
pub(crate) fn host<'a>(record: &Record<'a>, visit: Visit<'_, 'a>) -> bool {
    match record.raw(Key::HostName) {
        Some(raw) => Value::of(raw).is_some_and(|value| visit(&value)),
        None => named(record.origin().host).is_some_and(|name| visit(&Value::text(name))),
    }
}

/// The pod whose log the line was read from. It is not the event's: most often it is the relay's.
pub(crate) fn reader<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    named(record.origin().reader).is_some_and(|name| visit(&Value::text(name)))
}

/// The fields of which the record says nothing, so that they are what the wrapper says.
pub(crate) fn filled<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    is_time_filled(record) && visit(&Value::text("time"))
        || is_host_filled(record) && visit(&Value::text("host"))
}

/// Whether the event's node is what the wrapper names.
pub fn is_host_filled(record: &Record<'_>) -> bool {
    named(record.origin().host).is_some() && record.raw(Key::HostName).is_none()
}

/// A name that a wrapper states.
fn named(name: Option<&[u8]>) -> Option<&str> {
    std::str::from_utf8(name?)
        .ok()
        .filter(|name| !name.is_empty())
}

/// The owner's name, else the pod's name without the suffix that its controller gave it.
pub(crate) fn workload<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    let owner = record
        .raw(Key::Owner)
        .and_then(|owner| known_member(owner, "Name"));
    if let Some(value) = owner.and_then(said) {
        return visit(&value);
    }
    record.text(Key::PodName).is_some_and(|pod| {
        let end = without_suffix(&pod).len();
        visit(&Value::text(part(&pod, 0..end)))
    })
}

fn said(raw: &[u8]) -> Option<Value<'_>> {
    if crate::json::is_empty(raw) {
        None
    } else {
        Value::of(raw)
    }
}

/// A pod's name less `-<8 to 10 of [a-z0-9]>-<5 of [a-z0-9]>` or `-<digits>` at its end.
pub fn without_suffix(pod: &str) -> &str {
    let is_hash = |word: &str| {
        word.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let Some((head, last)) = pod.rsplit_once('-') else {
        return pod;
    };
    if last.len() == 5
        && is_hash(last)
        && let Some((workload, middle)) = head.rsplit_once('-')
        && (8..=10).contains(&middle.len())
        && is_hash(middle)
        && !workload.is_empty()
    {
        return workload;
    }
    if !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) && !head.is_empty() {
        return head;
    }
    pod
}

/// The value of one label. `Labels` is a list of `k=v` parted by commas, in exports of `AccuKnox` by blanks.
pub(crate) fn label<'a>(record: &Record<'a>, key: &str, visit: Visit<'_, 'a>) -> bool {
    let Some(labels) = record.text(Key::Labels) else {
        return false;
    };
    let mut start = 0;
    for item in labels.split([',', ' ']) {
        let end = start + item.len();
        if let Some((name, value)) = item.split_once('=')
            && name.eq_ignore_ascii_case(key)
            && !value.is_empty()
            && visit(&Value::text(part(&labels, end - value.len()..end)))
        {
            return true;
        }
        start = end + 1;
    }
    false
}

/// The tags: `Tags` parted at its commas, and `ATags`.
pub(crate) fn tags<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    if let Some(value) = record.raw(Key::Tags).and_then(Value::of) {
        if value.shape != Shape::Text
            && visit(&Value {
                shape: Shape::Nested,
                ..value.clone()
            })
        {
            return true;
        }
        if value.shape == Shape::Text && any_tag(&value.text, visit) {
            return true;
        }
    }
    let Some(list) = record.raw(Key::ATags) else {
        return false;
    };
    if json::kind(list) != ValueKind::Array {
        return Value::of(list).is_some_and(|value| {
            visit(&Value {
                shape: Shape::Nested,
                ..value
            })
        });
    }
    any_element(list, |raw| {
        Value::of(raw)
            .is_some_and(|tag| tag.shape == Shape::Text && !tag.text.is_empty() && visit(&tag))
    })
}

#[expect(
    clippy::ptr_arg,
    reason = "parts of a borrowed text are borrowed for as long as it is"
)]
fn any_tag<'a>(tags: &Cow<'a, str>, visit: Visit<'_, 'a>) -> bool {
    let mut start = 0;
    for item in tags.split(',') {
        let end = start + item.len();
        let from = end - item.trim_start().len();
        let to = from + item.trim().len();
        if from < to && visit(&Value::text(part(tags, from..to))) {
            return true;
        }
        start = end + 1;
    }
    false
}

/// `alert`, `log`, `system` or `message`.
pub(crate) fn kind<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    let name = record.text(Key::Type).unwrap_or_default();
    let is = |known: &str| known.eq_ignore_ascii_case(&name);
    let word = match TYPES.iter().find(|known| is(known)) {
        Some(known) if known.starts_with("Matched") => "alert",
        Some(&"SystemEvent") => "system",
        Some(&"Message") => "message",
        Some(_) => "log",
        None => {
            let keys = [Key::PolicyName, Key::Enforcer, Key::Action];
            let is_alert = keys.iter().any(|key| record.raw(*key).is_some());
            if is_alert { "alert" } else { "log" }
        }
    };
    visit(&Value::text(word))
}

/// `host` or `container`.
pub(crate) fn scope<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    let name = record.text(Key::Type).unwrap_or_default();
    let is = |known: &str| known.eq_ignore_ascii_case(&name);
    let placed = || {
        let keys = [Key::ContainerId, Key::PodName, Key::NamespaceName];
        keys.iter().any(|key| record.raw(*key).is_some())
    };
    let word = if is("HostLog") || is("MatchedHostPolicy") {
        "host"
    } else if is("ContainerLog") || placed() {
        "container"
    } else {
        "host"
    };
    visit(&Value::text(word))
}

/// `passed`, `denied` or `failed`: an error is ordinary life, a denial is not. A connect that is
/// under way has not failed.
pub(crate) fn outcome<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    record
        .text(Key::Result)
        .is_some_and(|result| visit(&Value::text(outcome_of(&result))))
}

/// The outcome that a `Result` text tells.
pub fn outcome_of(result: &str) -> &'static str {
    let is_any = |texts: &[&str]| texts.iter().any(|text| text.eq_ignore_ascii_case(result));
    if is_any(PASSED) {
        "passed"
    } else if is_any(DENIED) {
        "denied"
    } else {
        "failed"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Origin, field};

    fn all(json: &str, name: &str) -> Vec<String> {
        let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
        let mut found = Vec::new();
        field::find(name).unwrap().any(&record, &mut |value| {
            found.push(value.text.clone().into_owned());
            false
        });
        found
    }

    #[test]
    fn suffixes_of_controllers() {
        for (pod, workload) in [
            ("wordpress-787f45786f-2q9wf", "wordpress"),
            ("vault-0", "vault"),
            ("a-b-7946b64dfb-f4lgv", "a-b"),
            ("web-12345678-abcde", "web"),
            ("node-agent-x7k2p", "node-agent-x7k2p"),
            ("vault", "vault"),
            ("-0", "-0"),
            ("787f45786f-2q9wf", "787f45786f-2q9wf"),
            ("web-ABCDEFGH-abcde", "web-ABCDEFGH-abcde"),
        ] {
            assert_eq!(without_suffix(pod), workload);
        }
    }

    #[test]
    fn time_falls_back() {
        assert_eq!(
            all(
                r#"{"Timestamp":1,"UpdatedTime":"2023-10-05T05:57:47Z"}"#,
                "time"
            ),
            ["2023-10-05T05:57:47Z"]
        );
        assert_eq!(
            all(r#"{"Timestamp":"1696326880","UpdatedTime":"soon"}"#, "time"),
            ["1696326880"]
        );
        assert!(all(r#"{"Timestamp":"soon"}"#, "time").is_empty());
    }

    #[test]
    fn labels_are_parted_by_commas_or_blanks() {
        assert_eq!(all(r#"{"Labels":"a=1,app=x"}"#, "labels.app"), ["x"]);
        assert_eq!(all(r#"{"Labels":"k/n=1 App=y"}"#, "labels.app"), ["y"]);
        assert_eq!(all(r#"{"Labels":"k.io/n=1"}"#, "labels.k.io/n"), ["1"]);
        assert!(all(r#"{"Labels":"app=,xapp=1"}"#, "labels.app").is_empty());
    }

    #[test]
    fn tags_come_from_both_keys() {
        assert_eq!(
            all(r#"{"Tags":"A, B,,","ATags":["C","",5]}"#, "tag"),
            ["A", "B", "C"]
        );
        assert_eq!(all(r#"{"Tags":"A","ATags":null}"#, "tag"), ["A"]);
    }

    #[test]
    fn kinds_and_scopes() {
        for (json, kind, scope) in [
            (
                r#"{"Type":"matchedpolicy","HostName":"n"}"#,
                "alert",
                "host",
            ),
            (
                r#"{"Type":"MatchedHostPolicy","PodName":"p"}"#,
                "alert",
                "host",
            ),
            (r#"{"Type":"ContainerLog"}"#, "log", "container"),
            (
                r#"{"Type":"SystemEvent","PodName":"p"}"#,
                "system",
                "container",
            ),
            (r#"{"Type":"Message"}"#, "message", "host"),
            (r#"{"Type":"SystemLog"}"#, "log", "host"),
            (r#"{"Type":"New","Action":"Block"}"#, "alert", "host"),
            (r"{}", "log", "host"),
        ] {
            assert_eq!(all(json, "kind"), [kind], "{json}");
            assert_eq!(all(json, "scope"), [scope], "{json}");
        }
    }

    #[test]
    fn outcomes() {
        for (result, outcome) in [
            ("Passed", "passed"),
            ("Operation now in progress", "passed"),
            ("Removed", "passed"),
            ("permission denied", "denied"),
            ("Operation not permitted", "denied"),
            ("No such file or directory", "failed"),
        ] {
            assert_eq!(
                all(&format!(r#"{{"Result":"{result}"}}"#), "outcome"),
                [outcome]
            );
        }
        assert!(all("{}", "outcome").is_empty());
    }
}
