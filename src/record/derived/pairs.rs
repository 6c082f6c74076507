//! The `key=value` pairs of `Data`, `Resource` and `EventData`.
//!
//! A value is not quoted: it runs to the blank before the next `key=`, and may hold blanks itself.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

use crate::json::scan::ObjectIter;
use crate::json::string;
use crate::record::Record;
use crate::record::key::Key;
use crate::record::value::{Shape, Value};

use super::{Visit, part};

/// A text that holds pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairSource {
    /// `Data`.
    Data,
    /// `Resource`, read as pairs only where the operation is Network: a path may hold a `=`.
    Resource,
    /// `EventData`, whose writer cuts values at blanks, so that it is asked last.
    Event,
}

/// Calls `visit` with the values of the first of `keys` that has one, until it answers `true`;
/// answers whether it did. The first source in which a key has a value counts; if it stands there
/// twice, each of its values does.
pub fn any_of<'a>(record: &Record<'a>, keys: &[&str], visit: Visit<'_, 'a>) -> bool {
    // Decoded once for all keys, and not before a key is looked for there.
    let data = LazyCell::new(|| source_text(record, PairSource::Data));
    let resource = LazyCell::new(|| source_text(record, PairSource::Resource));
    for key in keys {
        for source in [PairSource::Data, PairSource::Resource, PairSource::Event] {
            let found = match source {
                PairSource::Data => in_text(data.as_ref(), key, visit),
                PairSource::Resource => in_text(resource.as_ref(), key, visit),
                PairSource::Event => in_event(record, key, visit),
            };
            match found {
                PairMatch::Nothing => {}
                PairMatch::Values => return false,
                PairMatch::Wanted => return true,
            }
        }
    }
    false
}

/// What a search for a key came upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairMatch {
    /// No value.
    Nothing,
    /// Values, none of which the visitor wanted.
    Values,
    /// A value that the visitor wanted.
    Wanted,
}

impl PairMatch {
    /// What the search has come upon once this value is shown too; one that says nothing is none.
    fn or_of<'a>(self, value: &Value<'a>, visit: Visit<'_, 'a>) -> Self {
        if value.text.is_empty() {
            self
        } else if visit(value) {
            Self::Wanted
        } else {
            Self::Values
        }
    }
}

/// Calls `visit` with the values of a key in one source, until it answers `true`.
/// Letter case of the key is ignored: `EventData` spells it with a capital.
pub fn any_in<'a>(
    record: &Record<'a>,
    source: PairSource,
    key: &str,
    visit: Visit<'_, 'a>,
) -> PairMatch {
    match source {
        PairSource::Data | PairSource::Resource => {
            in_text(source_text(record, source).as_ref(), key, visit)
        }
        PairSource::Event => in_event(record, key, visit),
    }
}

fn in_text<'a>(text: Option<&Cow<'a, str>>, key: &str, visit: Visit<'_, 'a>) -> PairMatch {
    let mut found = PairMatch::Nothing;
    let Some(text) = text else {
        return found;
    };
    for pair in pairs(text) {
        let name = text.get(pair.key).unwrap_or_default();
        if !name.eq_ignore_ascii_case(key) {
            continue;
        }
        found = found.or_of(&Value::text(part(text, pair.value)), visit);
        if found == PairMatch::Wanted {
            break;
        }
    }
    found
}

fn source_text<'a>(record: &Record<'a>, source: PairSource) -> Option<Cow<'a, str>> {
    match source {
        PairSource::Data => record.text(Key::Data),
        PairSource::Resource if is_operation(record, "Network") => record.text(Key::Resource),
        PairSource::Resource | PairSource::Event => None,
    }
}

/// Whether the record's operation has this name, letter case ignored.
pub(crate) fn is_operation(record: &Record<'_>, name: &str) -> bool {
    record
        .text(Key::Operation)
        .is_some_and(|operation| operation.eq_ignore_ascii_case(name))
}

fn in_event<'a>(record: &Record<'a>, key: &str, visit: Visit<'_, 'a>) -> PairMatch {
    let mut found = PairMatch::Nothing;
    let Some(object) = record.raw(Key::EventData) else {
        return found;
    };
    let Ok(mut walk) = ObjectIter::object(object) else {
        return found;
    };
    while let Ok(Some(member)) = walk.next(object) {
        if string::unescape(member.key.of(object))
            .is_some_and(|name| name.eq_ignore_ascii_case(key))
            && let Some(value) = Value::of(member.value.of(object))
            && value.shape != Shape::Nested
        {
            found = found.or_of(&Value::text(value.text), visit);
            if found == PairMatch::Wanted {
                break;
            }
        }
    }
    found
}

/// Where a key and its value stand in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The key.
    pub key: Range<usize>,
    /// The value; may be empty.
    pub value: Range<usize>,
}

/// The pairs of a text. In the comma form of `kfunc=` (`KubeArmor` v1.6.0 to 2026-06) a comma
/// parts pairs as a blank does.
pub fn pairs(text: &str) -> impl Iterator<Item = Pair> + '_ {
    let commas = text.starts_with("kfunc=");
    let mut next = key_from(text, 0, commas);
    std::iter::from_fn(move || {
        let key = next.take()?;
        let start = key.end + 1;
        next = key_from(text, start, commas);
        let end = next.as_ref().map_or(text.len(), |next| next.start - 1);
        Some(Pair {
            key,
            value: start..end.max(start),
        })
    })
}

/// The first key at or behind `from`: letters and `_` between a separator and a `=`.
fn key_from(text: &str, from: usize, commas: bool) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let is_separator = |byte: u8| byte == b' ' || (commas && byte == b',');
    memchr::memchr_iter(b'=', bytes.get(from..)?)
        .map(|at| from + at)
        .find_map(|end| {
            let run = bytes
                .get(from..end)?
                .iter()
                .rev()
                .take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'_')
                .count();
            let start = end - run;
            let stands_free = match start.checked_sub(1) {
                None => true,
                Some(before) => {
                    start > from && bytes.get(before).copied().is_some_and(is_separator)
                }
            };
            (run > 0 && stands_free).then_some(start..end)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(&str, &str)> {
        pairs(text)
            .map(|p| (&text[p.key], &text[p.value]))
            .collect()
    }

    #[test]
    fn values_may_hold_blanks_and_be_empty() {
        assert_eq!(
            read("syscall=SYS_MOUNT source=a b c target= filesystem=x=y data="),
            [
                ("syscall", "SYS_MOUNT"),
                ("source", "a b c"),
                ("target", ""),
                ("filesystem", "x=y"),
                ("data", "")
            ]
        );
        assert_eq!(
            read("lsm=CAPABLE CAP_NET_RAW"),
            [("lsm", "CAPABLE CAP_NET_RAW")]
        );
        assert_eq!(read("PROT_READ|PROT_EXEC,MAP_PRIVATE"), []);
        assert_eq!(
            read("sun_path=/a 1=2 x9=3 _y=4"),
            [("sun_path", "/a 1=2 x9=3"), ("_y", "4")]
        );
        assert_eq!(read("=a b==c"), [("b", "=c")]);
        assert_eq!(read("bare a=1"), [("a", "1")]);
    }

    #[test]
    fn the_comma_form_of_kfunc() {
        assert_eq!(
            read("kfunc=UDP_SENDMSG,domain=a.example,daddr=10.0.0.1,qtype=A"),
            [
                ("kfunc", "UDP_SENDMSG"),
                ("domain", "a.example"),
                ("daddr", "10.0.0.1"),
                ("qtype", "A")
            ]
        );
        assert_eq!(read("domain=a,daddr=b"), [("domain", "a,daddr=b")]);
    }

    fn values(json: &str, keys: &[&str]) -> Vec<String> {
        let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
        let mut found = Vec::new();
        any_of(&record, keys, &mut |value| {
            found.push(value.text.clone().into_owned());
            false
        });
        found
    }

    #[test]
    fn data_comes_before_resource_before_event_data() {
        let json = r#"{"Operation":"Network","Data":"a=1 b=","Resource":"a=2 b=3 c=4","EventData":{"A":"5","B":"6","C":"7","D":"8"}}"#;
        assert_eq!(values(json, &["a"]), ["1"]);
        assert_eq!(values(json, &["b"]), ["3"], "an empty value is none");
        assert_eq!(values(json, &["c"]), ["4"]);
        assert_eq!(values(json, &["d"]), ["8"]);
        assert_eq!(values(json, &["x", "c", "a"]), ["4"]);
    }

    #[test]
    fn resource_holds_pairs_only_for_network() {
        assert!(values(r#"{"Operation":"File","Resource":"a=2"}"#, &["a"]).is_empty());
        assert_eq!(
            values(r#"{"Operation":"network","Resource":"a=2 a=3"}"#, &["a"]),
            ["2", "3"]
        );
    }

    #[test]
    fn escaped_texts_are_read_too() {
        assert_eq!(
            values(
                r#"{"Data":"flags=O_RDONLY source=\u003cx\u003e y"}"#,
                &["source"]
            ),
            ["<x> y"]
        );
    }

    proptest! {
        #[test]
        fn pairs_are_what_the_grammar_says(text in r"(kfunc=)?([a-zA-Z_]{0,3}[ =,9é]?){0,14}") {
            let separator = if text.starts_with("kfunc=") { "(?:^|[ ,])" } else { "(?:^| )" };
            let key = regex::Regex::new(&format!("{separator}([A-Za-z_]+)=")).unwrap();
            let starts: Vec<_> = key.captures_iter(&text).map(|c| (c.get(0).unwrap().range(), c.get(1).unwrap().range())).collect();
            let expected: Vec<_> = starts.iter().enumerate().map(|(i, (whole, key))| {
                let end = starts.get(i + 1).map_or(text.len(), |next| next.0.start);
                Pair { key: key.clone(), value: whole.end..end }
            }).collect();
            prop_assert_eq!(pairs(&text).collect::<Vec<_>>(), expected);
        }
    }
}
