//! Objects inside of objects: the wrappers that are JSON themselves.

use super::{Choice, ENVELOPES, Envelope, Form, Opened, trim};
use crate::json::scan::{Walk, any_element};
use crate::json::{Kind, kind, string};

/// Where records stand in an object.
pub struct Inside {
    /// The keys that lead there; `EACH` is every element of an array.
    pub path: &'static [&'static str],
    /// The keys that lead to its time from the object that holds the last one of `path`.
    pub time: Option<&'static str>,
    /// Writes a record where its own form is not the record's JSON, or text that holds that; answers whether it could.
    pub convert: Option<Convert>,
}

/// Writes a record's JSON; answers whether there is one.
pub(super) type Convert = fn(raw: &[u8], out: &mut Vec<u8>) -> bool;

/// Every element of an array.
pub(super) const EACH: &str = "[]";

/// What is inside of an object that is no record itself: hands each object that a wrapper holds to `visit`, and answers
/// by which row of the table. Texts that hold no object are passed over.
pub fn inside(
    choice: Choice,
    object: &[u8],
    visit: &mut dyn FnMut(Opened<'_>),
) -> Option<&'static Envelope> {
    let rows = ENVELOPES.iter().filter(|row| match choice {
        Choice::Auto => true,
        Choice::Only(only) => *only == **row,
    });
    rows.filter(|row| row.is_object()).find(|row| {
        let Form::Object(places) = row.form else {
            return false;
        };
        let mut found = false;
        for place in places {
            let mut each = |raw: &[u8], time: Option<&[u8]>| {
                found |= open(place, raw, time, visit);
            };
            lead(object, place.path, place.time, None, &mut each);
        }
        found
    })
}

/// Follows a path; hands on what it leads to.
fn lead<'a>(
    raw: &'a [u8],
    path: &[&str],
    time: Option<&str>,
    found: Option<&'a [u8]>,
    each: &mut dyn FnMut(&'a [u8], Option<&'a [u8]>),
) {
    let Some((step, rest)) = path.split_first() else {
        return each(raw, found);
    };
    if *step == EACH {
        any_element(raw, |element| {
            lead(element, rest, time, found, each);
            false
        });
        return;
    }
    let found = time.and_then(|key| member(raw, key)).or(found);
    if let Some(value) = member(raw, step) {
        lead(value, rest, time, found, each);
    }
}

/// The first member of a key.
pub(super) fn member<'a>(object: &'a [u8], key: &str) -> Option<&'a [u8]> {
    let mut walk = Walk::object(object).ok()?;
    while let Some(member) = walk.next(object).ok()? {
        if string::spells(member.key.of(object), key.as_bytes()) {
            return Some(member.value.of(object));
        }
    }
    None
}

/// Hands on what stands in a place, if that is an object, or text that holds one.
fn open(
    place: &Inside,
    raw: &[u8],
    time: Option<&[u8]>,
    visit: &mut dyn FnMut(Opened<'_>),
) -> bool {
    let time = time.map(|raw| match raw {
        [b'"', inner @ .., b'"'] => inner,
        raw => raw,
    });
    let mut converted = Vec::new();
    if place
        .convert
        .is_some_and(|convert| convert(raw, &mut converted))
    {
        visit(Opened {
            payload: &converted,
            time,
        });
        return true;
    }
    let text = match kind(raw) {
        Kind::String => string::decode(raw),
        Kind::Object => {
            visit(Opened { payload: raw, time });
            return true;
        }
        _ => None,
    };
    let Some(text) = text else {
        return false;
    };
    let payload = trim(text.trim_ascii().as_bytes());
    let is_object = matches!(payload, [b'{', .., b'}']);
    if is_object {
        visit(Opened { payload, time });
    }
    is_object
}
