//! The members of a record that none of its fields shows: those that say nothing, and those whose keys are not known.

use std::borrow::Cow;

use super::Record;
use super::field::{FIELDS, FieldSource};
use super::key::Key;
use super::value::Value;
use crate::json::scan::ObjectIter;
use crate::json::{self, Raw, ValueKind, string};

/// A member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnshownMember {
    /// What to ask for it by: the field that reads it, else its path.
    pub name: String,
    /// Its value; that of a text without quotes, if it says something.
    pub text: String,
    /// Whether it says nothing: `null`, `""`, `[]` or `{}`.
    pub is_empty: bool,
    /// Whether its name and its text ask for it: not those of a list or an object, nor of a key with a dot, which reads as
    /// two.
    pub is_askable: bool,
}

/// Those members, in the record's order.
///
/// ```
/// use knoxlog::record::{Origin, Record, member::members};
/// let json = br#"{"PolicyName":"","Result":"Passed","Site":"north","Owner":{"Ref":null}}"#;
/// let record = Record::new(json, Origin::default())?;
/// let names: Vec<String> = members(&record).into_iter().map(|member| member.name).collect();
/// assert_eq!(names, ["policy", ".Site", "owner.kind"]);
/// # Ok::<(), knoxlog::json::Malformed>(())
/// ```
pub fn members(record: &Record<'_>) -> Vec<UnshownMember> {
    let mut members = Vec::new();
    each(record.payload(), |spelt, value| {
        let known = Key::of(spelt).map(|known| known.key);
        if known.is_none_or(|_| json::is_empty(value)) {
            let name = known.and_then(field);
            members.push(member(name, &[spelt], value));
        } else if let Some(key) = known.filter(|_| json::kind(value) == ValueKind::Object) {
            each(value, |inner, value| {
                // Of the other objects, what says something is in fields.
                if key == Key::EventData || json::is_empty(value) {
                    members.push(member(item(key, inner), &[spelt, inner], value));
                }
            });
        }
    });
    members
}

fn each<'a>(object: Raw<'a>, mut visit: impl FnMut(&'a [u8], Raw<'a>)) {
    if let Ok(mut walk) = ObjectIter::object(object) {
        while let Ok(Some(member)) = walk.next(object) {
            visit(member.key.of(object), member.value.of(object));
        }
    }
}

/// A member by the name of its field, or by its keys.
fn member(name: Option<String>, keys: &[&[u8]], value: Raw<'_>) -> UnshownMember {
    let is_empty = json::is_empty(value);
    let text = Value::of(value).filter(|_| !is_empty);
    let keys: Vec<_> = keys.iter().map(|key| spelt(key)).collect();
    let is_path = keys.iter().all(|key| !key.is_empty() && !key.contains('.'));
    let is_nested = matches!(json::kind(value), ValueKind::Object | ValueKind::Array);
    UnshownMember {
        is_askable: (name.is_some() || is_path) && (is_empty || !is_nested),
        name: name.unwrap_or_else(|| format!(".{}", keys.join("."))),
        text: match text {
            Some(value) => value.text.into_owned(),
            None => String::from_utf8_lossy(value).into_owned(),
        },
        is_empty,
    }
}

/// The field that shows a key as it is.
fn field(key: Key) -> Option<String> {
    let is_its = |from: &FieldSource| matches!(from, FieldSource::Key(of) if *of == key);
    let field = FIELDS.iter().find(|field| is_its(&field.from));
    field.map(|field| field.name.to_owned())
}

/// The field that shows a member of a key's object.
fn item(key: Key, spelt: &[u8]) -> Option<String> {
    let name = string::unescape(spelt)?;
    if key == Key::EventData {
        return Some(format!("event.{name}"));
    }
    let is_its = |from: &FieldSource| matches!(from, FieldSource::Member(of, item) if *of == key && item.eq_ignore_ascii_case(&name));
    let field = FIELDS.iter().find(|field| is_its(&field.from));
    field.map(|field| field.name.to_owned())
}

/// The text of a key.
fn spelt(key: &[u8]) -> Cow<'_, str> {
    string::unescape(key).unwrap_or_else(|| String::from_utf8_lossy(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;
    use crate::record::field;

    #[test]
    fn each_member_that_says_nothing_is_told_and_missed_by_its_name() {
        let objects = [Key::Owner, Key::ExecEvent, Key::EventData];
        for (key, empty) in Key::ALL
            .iter()
            .zip(["null", "\"\"", "[]", "{}", "{ }"].iter().cycle())
        {
            for name in [key.pascal(), key.camel()] {
                let json = format!("{{\"{name}\":{empty}}}");
                let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
                let found = members(&record);
                let [member] = found.as_slice() else {
                    panic!("{json}");
                };
                assert!(member.is_empty && member.text == *empty, "{json}");
                let target = field::find(&member.name).unwrap();
                assert!(!target.is_in(&record), "{json}: {}", member.name);
                let said = format!("{{\"{name}\":\"x\"}}");
                let record = Record::new(said.as_bytes(), Origin::default()).unwrap();
                assert_eq!(members(&record), [], "{said}");
                assert!(
                    target.is_in(&record) || objects.contains(key),
                    "{said}: {}",
                    member.name
                );
            }
        }
    }

    #[test]
    fn what_can_be_asked_for_is_found_by_its_name_and_value() {
        let json = br#"{"Site":"x","a.b":"x","":"x","k y":"x","q=1\u001b":"x","O":{"p":"x"},"L":["x"],"E":"","e.f":"",
            "EventData":{"a.b":"x","l":["x"]}}"#;
        let record = Record::new(json, Origin::default()).unwrap();
        let mut asked = Vec::new();
        for member in members(&record)
            .into_iter()
            .filter(|member| member.is_askable)
        {
            let target = field::find(&member.name).unwrap();
            let is_there = target.any(&record, &mut |value| value.text == member.text);
            assert_eq!(is_there, !member.is_empty, "{}", member.name);
            asked.push(member.name);
        }
        let wanted = [".Site", ".k y", ".q=1\u{1b}", ".E", "event.a.b"];
        assert_eq!(asked, wanted);
    }

    #[test]
    fn what_no_field_reads_is_told_with_its_value() {
        let json = br#"{"Site":"n\u00f6rd","N":1.5,"L":["a",""],"EventData":{"syscall":"S","dir":""},"\u001b":true}"#;
        let record = Record::new(json, Origin::default()).unwrap();
        let found: Vec<(String, String)> = members(&record)
            .into_iter()
            .map(|member| (member.name, member.text))
            .collect();
        let expected = [
            (".Site", "n\u{f6}rd"),
            (".N", "1.5"),
            (".L", r#"["a",""]"#),
            ("event.syscall", "S"),
            ("event.dir", "\"\""),
            (".\u{1b}", "true"),
        ];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(found, expected);
    }
}
