//! Objects inside of objects: the wrappers that are JSON themselves.

use super::{Choice, ENVELOPES, Envelope, Form, Opened, trim};
use crate::json::scan::{ObjectIter, any_element};
use crate::json::{ValueKind, kind, string};

/// Where records stand in an object.
pub struct Inside {
    /// The keys that lead there; `EACH` is every element of an array.
    path: &'static [&'static str],
    /// Of an object on the way: the key of its time.
    time: Option<&'static str>,
    /// Of an object on the way: the key of the node.
    host: Option<&'static str>,
    /// Of an object on the way: the key of the pod whose log it is.
    reader: Option<&'static str>,
    /// Writes a record where its own form is not the record's JSON, or text that holds that; answers whether it could.
    convert: Option<Convert>,
}

impl Inside {
    /// What stands at the end of these keys.
    pub(super) const fn at(path: &'static [&'static str]) -> Self {
        Self {
            path,
            time: None,
            host: None,
            reader: None,
            convert: None,
        }
    }

    pub(super) const fn time(self, key: &'static str) -> Self {
        Self {
            time: Some(key),
            ..self
        }
    }

    pub(super) const fn host(self, key: &'static str) -> Self {
        Self {
            host: Some(key),
            ..self
        }
    }

    pub(super) const fn reader(self, key: &'static str) -> Self {
        Self {
            reader: Some(key),
            ..self
        }
    }

    pub(super) const fn convert(self, convert: Convert) -> Self {
        Self {
            convert: Some(convert),
            ..self
        }
    }
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
            let mut each = |opened: Opened<'_>| found |= open(place, opened, visit);
            let opened = Opened {
                payload: object,
                ..Opened::default()
            };
            lead(opened, place.path, place, &mut each);
        }
        found
    })
}

/// What a wrapper of this row holds that [`inside`] does not hand out: the other members of the object, and what stands in the
/// places of the row and is no object.
pub fn unopened(row: &Envelope, object: &[u8], visit: &mut dyn FnMut(&[u8])) {
    let Form::Object(places) = row.form else {
        return;
    };
    let is_first = |key: &[u8]| {
        let mut firsts = places.iter().filter_map(|place| place.path.first());
        firsts.any(|first| string::spells(key, first.as_bytes()))
    };
    if let Ok(mut walk) = ObjectIter::object(object) {
        while let Ok(Some(member)) = walk.next(object) {
            if !is_first(member.key.of(object)) {
                visit(member.value.of(object));
            }
        }
    }
    for place in places.iter().filter(|place| place.path.contains(&EACH)) {
        let opened = Opened {
            payload: object,
            ..Opened::default()
        };
        lead(opened, place.path, place, &mut |opened| {
            if !open(place, opened, &mut |_| {}) {
                visit(opened.payload);
            }
        });
    }
}

/// Follows a path; hands on what it leads to.
fn lead<'a>(opened: Opened<'a>, path: &[&str], place: &Inside, each: &mut dyn FnMut(Opened<'a>)) {
    let Some((step, rest)) = path.split_first() else {
        return each(opened);
    };
    let object = opened.payload;
    if *step == EACH {
        any_element(object, |payload| {
            lead(Opened { payload, ..opened }, rest, place, each);
            false
        });
        return;
    }
    let stated = |key: Option<&str>| key.and_then(|key| member(object, key));
    let name = |key| stated(key).and_then(text);
    if let Some(payload) = member(object, step) {
        let opened = Opened {
            payload,
            time: stated(place.time)
                .map(|raw| text(raw).unwrap_or(raw))
                .or(opened.time),
            host: name(place.host).or(opened.host),
            reader: name(place.reader).or(opened.reader),
        };
        lead(opened, rest, place, each);
    }
}

/// The text of a string, escapes and all: times and names have none. `None` for any other value.
fn text(raw: &[u8]) -> Option<&[u8]> {
    match raw {
        [b'"', inner @ .., b'"'] => Some(inner),
        _ => None,
    }
}

/// The first member of a key.
pub(super) fn member<'a>(object: &'a [u8], key: &str) -> Option<&'a [u8]> {
    let mut walk = ObjectIter::object(object).ok()?;
    while let Some(member) = walk.next(object).ok()? {
        if string::spells(member.key.of(object), key.as_bytes()) {
            return Some(member.value.of(object));
        }
    }
    None
}

/// Hands on what stands in a place, if that is an object, or text that holds one or the beginning of one.
fn open(place: &Inside, opened: Opened<'_>, visit: &mut dyn FnMut(Opened<'_>)) -> bool {
    let raw = opened.payload;
    let mut converted = Vec::new();
    if place
        .convert
        .is_some_and(|convert| convert(raw, &mut converted))
    {
        visit(Opened {
            payload: &converted,
            ..opened
        });
        return true;
    }
    let text = match kind(raw) {
        ValueKind::String => string::content(raw),
        ValueKind::Object => {
            visit(opened);
            return true;
        }
        _ => None,
    };
    let Some(text) = text else {
        return false;
    };
    let payload = trim(text.trim_ascii().as_bytes());
    let is_object = matches!(payload, [b'{', .., b'}'] | [b'{', b'"', ..]);
    if is_object {
        visit(Opened { payload, ..opened });
    }
    is_object
}
