//! One event: a lazy, borrowed view of one telemetry record. Knows `KubeArmor`, not where lines come from.

pub mod derived;
pub mod field;
pub mod key;
pub mod raw;
mod result;
pub mod time;
pub mod value;

use std::cell::Cell;
use std::collections::HashSet;

use crate::json::scan::{Span, Walk};
use crate::json::{self, Malformed, Raw, string};
use key::Key;

/// Where a record came from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// The input's name as it was typed; `-` is standard input.
    pub input: &'a str,
    /// Number of the line in its input, from 1; 0 where lines are not counted.
    pub line: u64,
    /// The line as it arrived, with its wrapper, without its line feed.
    pub bytes: &'a [u8],
    /// The time that the wrapper states, as it states it.
    pub time: Option<&'a [u8]>,
}

/// What a JSON object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A telemetry record.
    Telemetry,
    /// A telemetry record that says that alerts are being dropped (`Operation: AlertThreshold`).
    Throttle,
    /// An object of someone else, such as the relay's own log.
    Other,
}

/// One JSON object, walked forward no further than its reader asks.
///
/// The first of several equal keys counts. A key spelt as one of the two writers spells it counts
/// before one in odd letter case.
pub struct Record<'a> {
    payload: &'a [u8],
    origin: Origin<'a>,
    walk: Cell<Walk>,
    ended: Cell<bool>,
    fault: Cell<Option<Malformed>>,
    seen: Cell<u64>,
    exact: Cell<u64>,
    spans: [Cell<Span>; Key::ALL.len()],
}

impl<'a> Record<'a> {
    /// A view of the object that `payload` holds. Nothing is read yet.
    ///
    /// # Errors
    /// If the payload does not begin with `{`.
    pub fn new(payload: &'a [u8], origin: Origin<'a>) -> Result<Self, Malformed> {
        Ok(Self {
            payload,
            origin,
            walk: Cell::new(Walk::object(payload)?),
            ended: Cell::new(false),
            fault: Cell::new(None),
            seen: Cell::new(0),
            exact: Cell::new(0),
            spans: [const { Cell::new(Span { start: 0, end: 0 }) }; Key::ALL.len()],
        })
    }

    /// The object's own bytes.
    pub const fn payload(&self) -> &'a [u8] {
        self.payload
    }

    /// Where the record came from.
    pub const fn origin(&self) -> Origin<'a> {
        self.origin
    }

    /// The first fault that the walk has met so far.
    pub const fn fault(&self) -> Option<Malformed> {
        self.fault.get()
    }

    /// The JSON text of a key's value; `None` if it is missing, `null`, `""`, `[]` or `{}`.
    #[inline]
    pub fn raw(&self, key: Key) -> Option<Raw<'a>> {
        let bit = 1_u64 << key as u8;
        while self.exact.get() & bit == 0 && !self.ended.get() {
            self.step();
        }
        if self.seen.get() & bit == 0 {
            return None;
        }
        let value = self.spans.get(key as usize)?.get().of(self.payload);
        (!json::is_empty(value)).then_some(value)
    }

    /// The decoded text of a key's value, if it is a string that says something.
    #[inline]
    pub fn text(&self, key: Key) -> Option<std::borrow::Cow<'a, str>> {
        string::decode(self.raw(key)?)
    }

    /// What the object is. A record has an `Operation`, or a `Type` that telemetry has; one that
    /// lost both (an exec that returned without its entry, `monitor/systemMonitor.go`) still names
    /// its host or cluster and a process.
    pub fn class(&self) -> Class {
        if let Some(operation) = self.raw(Key::Operation) {
            return match string::decode(operation) {
                Some(name) if name.eq_ignore_ascii_case("AlertThreshold") => Class::Throttle,
                _ => Class::Telemetry,
            };
        }
        let typed = self.text(Key::Type);
        let known = |name: &str| {
            field::TYPES
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
        };
        if typed.is_some_and(|name| known(&name)) {
            return Class::Telemetry;
        }
        let has = |keys: &[Key]| keys.iter().any(|key| self.raw(*key).is_some());
        let placed = has(&[Key::ClusterName, Key::HostName]);
        if placed && has(&[Key::Ppid, Key::Uid, Key::HostPid, Key::HostPpid]) {
            return Class::Telemetry;
        }
        Class::Other
    }

    /// Walks on to the end. Afterwards [`Record::fault`] tells whether the object is well formed
    /// at its top level.
    pub fn finish(&self) {
        while !self.ended.get() {
            self.step();
        }
    }

    /// Whether two members spell the same key. Walks the whole record again.
    pub fn has_duplicate_keys(&self) -> bool {
        let Ok(mut walk) = Walk::object(self.payload) else {
            return false;
        };
        let mut known = 0_u64;
        let mut others = HashSet::new();
        while let Ok(Some(member)) = walk.next(self.payload) {
            let spelt = member.key.of(self.payload);
            let is_new = match Key::of(spelt) {
                Some(found) => {
                    let bit = 1_u64 << found.key as u8;
                    let is_new = known & bit == 0;
                    known |= bit;
                    is_new
                }
                None => others.insert(string::unescape(spelt).unwrap_or_default()),
            };
            if !is_new {
                return true;
            }
        }
        false
    }

    /// Takes one member and notes it if its key is known.
    #[inline]
    fn step(&self) {
        let mut walk = self.walk.get();
        match walk.next(self.payload) {
            Ok(Some(member)) => {
                if let Some(found) = Key::of(member.key.of(self.payload)) {
                    self.note(found, member.value);
                }
            }
            Ok(None) => self.ended.set(true),
            Err(fault) => {
                self.fault.set(Some(fault));
                self.ended.set(true);
            }
        }
        self.walk.set(walk);
    }

    #[inline]
    fn note(&self, found: key::Known, value: Span) {
        let bit = 1_u64 << found.key as u8;
        let is_first = self.seen.get() & bit == 0;
        let is_first_exact = found.exact && self.exact.get() & bit == 0;
        if (is_first || is_first_exact)
            && let Some(slot) = self.spans.get(found.key as usize)
        {
            slot.set(value);
        }
        self.seen.set(self.seen.get() | bit);
        if found.exact {
            self.exact.set(self.exact.get() | bit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(json: &str) -> Record<'_> {
        Record::new(json.as_bytes(), Origin::default()).unwrap()
    }

    #[test]
    fn keys_may_be_asked_for_in_any_order() {
        let r = record(r#"{"PID":1,"Type":"HostLog","UID":0,"Operation":"File"}"#);
        assert_eq!(r.raw(Key::Uid), Some(&b"0"[..]));
        assert_eq!(r.raw(Key::Pid), Some(&b"1"[..]));
        assert_eq!(r.text(Key::Operation).unwrap(), "File");
        assert_eq!(r.raw(Key::Ppid), None);
    }

    #[test]
    fn the_first_of_two_equal_keys_wins() {
        assert_eq!(
            record(r#"{"PID":1,"PID":2}"#).raw(Key::Pid),
            Some(&b"1"[..])
        );
        assert_eq!(
            record(r#"{"\u0050ID":1,"PID":2}"#).raw(Key::Pid),
            Some(&b"1"[..])
        );
    }

    #[test]
    fn a_writers_spelling_wins_over_an_odd_one() {
        assert_eq!(
            record(r#"{"Hostname":"a","HostName":"b"}"#)
                .text(Key::HostName)
                .unwrap(),
            "b"
        );
        assert_eq!(
            record(r#"{"HostName":"a","hostName":"b"}"#)
                .text(Key::HostName)
                .unwrap(),
            "a"
        );
        assert_eq!(
            record(r#"{"Hostname":"a","HOSTNAME":"b"}"#)
                .text(Key::HostName)
                .unwrap(),
            "a"
        );
    }

    #[test]
    fn empty_values_are_absent() {
        for empty in ["null", "\"\"", "[]", "{}", "[ ]"] {
            let json = format!(r#"{{"Owner":{empty}}}"#);
            assert_eq!(record(&json).raw(Key::Owner), None, "{empty}");
        }
        assert!(record(r#"{"UID":0}"#).raw(Key::Uid).is_some());
    }

    #[test]
    fn classes() {
        for (json, class) in [
            (r#"{"Operation":"File"}"#, Class::Telemetry),
            (r#"{"operation":"File"}"#, Class::Telemetry),
            (r#"{"Operation":"AlertThreshold"}"#, Class::Throttle),
            (r#"{"Type":"Message","Level":"INFO"}"#, Class::Telemetry),
            (r#"{"Type":"Unheard"}"#, Class::Other),
            (
                r#"{"ClusterName":"default","HostName":"n","PPID":0,"UID":0}"#,
                Class::Telemetry,
            ),
            (
                r#"{"level":"info","ts":"2025","caller":"a","msg":"b"}"#,
                Class::Other,
            ),
            (r"{}", Class::Other),
        ] {
            assert_eq!(record(json).class(), class, "{json}");
        }
    }

    #[test]
    fn a_fault_is_met_only_when_reached() {
        let r = record(r#"{"PID":1,"UID":,}"#);
        assert!(r.raw(Key::Pid).is_some());
        assert_eq!(r.fault(), None);
        assert_eq!(r.raw(Key::Uid), None);
        assert!(r.fault().is_some());
    }

    #[test]
    fn duplicate_keys_are_seen_through_escapes_and_case() {
        assert!(record(r#"{"PID":1,"\u0050ID":2}"#).has_duplicate_keys());
        assert!(record(r#"{"PID":1,"pid":2}"#).has_duplicate_keys());
        assert!(record(r#"{"x":1,"\u0078":2}"#).has_duplicate_keys());
        assert!(
            !record(r#"{"PID":1,"PPID":2,"x":1,"X":1,"Owner":{"PID":1}}"#).has_duplicate_keys()
        );
    }
}
