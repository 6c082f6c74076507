//! Literal JSON: `.Key.sub` paths, and every leaf of a record.

use crate::json::scan::{ObjectIter, any_element};
use crate::json::{self, Raw, ValueKind, string};

use super::value::{Shape, Value};

/// Calls `visit` with the values that a path of keys leads to, until it answers `true`; answers
/// whether it did. Each step takes the first key spelt so, else the first in any letter case.
/// A list gives each of its scalars; an object is there ([`Shape::Nested`]) but has no text.
pub fn any_at<'a>(
    object: Raw<'a>,
    path: &[String],
    visit: &mut dyn FnMut(&Value<'a>) -> bool,
) -> bool {
    let mut value = object;
    for key in path {
        match member(value, key) {
            Some(found) => value = found,
            None => return false,
        }
    }
    if json::is_empty(value) {
        return false;
    }
    if json::kind(value) != ValueKind::Array {
        return Value::of(value).is_some_and(|value| visit(&value));
    }
    let whole = Value {
        text: String::from_utf8_lossy(value),
        shape: Shape::Nested,
    };
    visit(&whole)
        || any_element(value, |element| match Value::of(element) {
            Some(value) if value.shape != Shape::Nested => visit(&value),
            _ => false,
        })
}

/// The value of a member of an object: the first key spelt so, else the first in any letter case.
pub fn member<'a>(object: Raw<'a>, key: &str) -> Option<Raw<'a>> {
    member_spelt(object, key, |spelt| string::spells(spelt, key.as_bytes()))
}

/// As [`member`], of a key that the writers know: a small first letter is spelt right too.
pub fn known_member<'a>(object: Raw<'a>, key: &str) -> Option<Raw<'a>> {
    let is_right = |spelt: &[u8]| {
        let name = string::unescape(spelt);
        let same = |name: &str| {
            name.eq_ignore_ascii_case(key) && name.as_bytes().get(1..) == key.as_bytes().get(1..)
        };
        name.is_some_and(|name| same(&name))
    };
    member_spelt(object, key, is_right)
}

fn member_spelt<'a>(
    object: Raw<'a>,
    key: &str,
    is_right: impl Fn(&[u8]) -> bool,
) -> Option<Raw<'a>> {
    let mut walk = ObjectIter::object(object).ok()?;
    let mut folded = None;
    while let Ok(Some(member)) = walk.next(object) {
        let spelt = member.key.of(object);
        if is_right(spelt) {
            return Some(member.value.of(object));
        }
        let is_near = || string::unescape(spelt).is_some_and(|name| name.eq_ignore_ascii_case(key));
        if folded.is_none() && is_near() {
            folded = Some(member.value);
        }
    }
    folded.map(|span| span.of(object))
}

/// The deepest level that [`any_leaf`] descends to; deeper records are malformed anyway.
const DEEPEST: usize = json::full::MAX_DEPTH;

/// Calls `visit` with every string, number and boolean of a JSON value, at any depth, until it
/// answers `true`; answers whether it did.
pub fn any_leaf<'a>(value: Raw<'a>, visit: &mut dyn FnMut(&Value<'a>) -> bool) -> bool {
    leaf(value, DEEPEST, visit)
}

fn leaf<'a>(raw: Raw<'a>, depth: usize, visit: &mut dyn FnMut(&Value<'a>) -> bool) -> bool {
    if depth == 0 {
        return false;
    }
    match json::kind(raw) {
        ValueKind::Array => any_element(raw, |element| leaf(element, depth - 1, visit)),
        ValueKind::Object => {
            let Ok(mut walk) = ObjectIter::object(raw) else {
                return false;
            };
            while let Ok(Some(member)) = walk.next(raw) {
                if leaf(member.value.of(raw), depth - 1, visit) {
                    return true;
                }
            }
            false
        }
        _ => Value::of(raw).is_some_and(|value| visit(&value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(json: &'static str, path: &[&str]) -> Vec<String> {
        let path: Vec<String> = path.iter().map(|&key| key.to_owned()).collect();
        let mut found = Vec::new();
        any_at(json.as_bytes(), &path, &mut |value| {
            found.push(value.text.clone().into_owned());
            false
        });
        found
    }

    #[test]
    fn exact_spelling_comes_before_any_case() {
        assert_eq!(at(r#"{"AB":1,"ab":2}"#, &["ab"]), ["2"]);
        assert_eq!(at(r#"{"AB":1,"Ab":2}"#, &["ab"]), ["1"]);
        assert_eq!(at(r#"{"a":{"b":{"c":"x"}}}"#, &["a", "B", "c"]), ["x"]);
        assert!(at(r#"{"a":"x"}"#, &["a", "b"]).is_empty());
    }

    #[test]
    fn lists_give_their_scalars() {
        assert_eq!(at(r#"{"a":["x",1,[2],{"y":3}]}"#, &["a"])[1..], ["x", "1"]);
        assert!(at(r#"{"a":[]}"#, &["a"]).is_empty());
        assert!(at(r#"{"a":null}"#, &["a"]).is_empty());
    }

    #[test]
    fn leaves_come_from_any_depth_and_are_no_keys() {
        let mut found = Vec::new();
        any_leaf(
            br#"{"key":"a","n":null,"l":[1,{"k":"b\u003c"}],"t":true}"#,
            &mut |value| {
                found.push(value.text.clone().into_owned());
                false
            },
        );
        assert_eq!(found, ["a", "1", "b<", "true"]);
    }
}
