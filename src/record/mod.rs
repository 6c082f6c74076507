//! One event: a lazy, borrowed view of one telemetry record. Knows `KubeArmor`, not where lines come from.

pub mod column;
mod depth;
pub mod derived;
pub mod field;
pub mod indicators;
pub mod key;
mod key_order;
pub mod marks;
pub mod member;
pub mod pretty;
pub mod raw;
pub mod redact;
pub mod time;
pub mod value;
pub mod vocabulary;
mod wanted_keys;

use std::cell::Cell;
use std::collections::HashSet;

use crate::json::full::check_encoding;
use crate::json::key_scanner::{KeyMark, KeyScanner};
use crate::json::scan::{ObjectIter, Span};
use crate::json::{self, Malformed, Raw, string};
use key::{Key, Known};
use key_order::{Guess, Predecessor};
use wanted_keys::{KeySpelling, WantedKeys};

pub use key_order::KeyOrder;

/// Where a record stands in a block of lines, so that it can be read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Where its line begins, in bytes from the start of the block.
    pub at: u32,
    /// Which of the objects of that line it is, from 0.
    pub nth: u32,
    /// Bytes of the line, without its line feed.
    pub len: u32,
}

/// Where a record came from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// The input's name as it was typed; `-` is standard input.
    pub input: &'a str,
    /// Number of the line in its input, from 1; 0 where lines are not counted.
    pub line: u64,
    /// The line as it arrived, with its wrapper, without its line feed.
    pub bytes: &'a [u8],
    /// What the secrets that were masked in it are told apart by, one each.
    pub masked: &'a [u64],
    /// Where it stands in its block.
    pub spot: Position,
    /// The time that the wrapper states, as it states it.
    pub time: Option<&'a [u8]>,
    /// The node that the wrapper names.
    pub host: Option<&'a [u8]>,
    /// The pod whose log the line is, as the wrapper states it.
    pub reader: Option<&'a [u8]>,
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

/// `Operation` of a record that tells of dropped alerts.
const THROTTLE: &str = "AlertThreshold";

/// One JSON object, walked forward no further than its reader asks.
///
/// The first of several equal keys counts. A key spelt as one of the two writers spells it counts
/// before one in odd letter case.
pub struct Record<'a> {
    payload: &'a [u8],
    origin: Origin<'a>,
    walk: Cell<ObjectIter>,
    layout: Option<&'a KeyOrder>,
    /// Keys to look for before walking.
    sought: Option<&'a WantedKeys>,
    /// How far they were looked for; `None` after a surprise.
    probe: Cell<Option<KeyScanner>>,
    /// Those that were found so.
    found: Cell<u64>,
    /// Where in its layout the walk stands; `None` behind a key that is not known.
    place: Cell<Option<Predecessor>>,
    ended: Cell<bool>,
    fault: Cell<Option<Malformed>>,
    seen: Cell<u64>,
    /// Whether a known key was met twice.
    repeated: Cell<bool>,
    /// Keys met that are not known.
    strangers: Cell<u32>,
    exact: Cell<u64>,
    spans: [Cell<Span>; Key::ALL.len()],
}

impl<'a> Record<'a> {
    /// A view of the object that `payload` holds. Nothing is read yet.
    ///
    /// # Errors
    /// If the payload does not begin with `{`.
    pub fn new(payload: &'a [u8], origin: Origin<'a>) -> Result<Self, Malformed> {
        Ok(Self::at_start(
            payload,
            origin,
            ObjectIter::object(payload)?,
        ))
    }

    const fn at_start(payload: &'a [u8], origin: Origin<'a>, walk: ObjectIter) -> Self {
        Self {
            payload,
            origin,
            walk: Cell::new(walk),
            layout: None,
            sought: None,
            probe: Cell::new(None),
            found: Cell::new(0),
            place: Cell::new(Some(Predecessor::BEGINNING)),
            ended: Cell::new(false),
            fault: Cell::new(None),
            seen: Cell::new(0),
            repeated: Cell::new(false),
            strangers: Cell::new(0),
            exact: Cell::new(0),
            spans: [const { Cell::new(Span { start: 0, end: 0 }) }; Key::ALL.len()],
        }
    }

    /// The same, walked faster if it is laid out as the records before it, and learned from if it is not.
    ///
    /// # Errors
    /// If the payload does not begin with `{`.
    pub fn learning(
        payload: &'a [u8],
        origin: Origin<'a>,
        layout: &'a KeyOrder,
    ) -> Result<Self, Malformed> {
        let sought = layout.sought();
        Ok(Self {
            layout: Some(layout),
            sought,
            probe: Cell::new(sought.and_then(|_| KeyScanner::object(payload))),
            ..Self::new(payload, origin)?
        })
    }

    /// A view of other bytes of the same object, such as those in which something was masked. They must begin with `{`
    /// as its own do; if not, the view has no member and is faulty.
    #[must_use]
    pub fn of_bytes<'b>(&self, payload: &'b [u8], origin: Origin<'b>) -> Record<'b> {
        match ObjectIter::object(payload) {
            Ok(walk) => Record::at_start(payload, origin, walk),
            Err(fault) => Record {
                ended: Cell::new(true),
                fault: Cell::new(Some(fault)),
                ..Record::at_start(payload, origin, self.walk.get())
            },
        }
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
        let is_known = (self.exact.get() | self.found.get()) & bit != 0 || self.ended.get();
        if !is_known && !self.can_look_for(key) {
            self.advance(bit);
        }
        if (self.seen.get() | self.found.get()) & bit == 0 {
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
            // An escape makes a text longer, never shorter.
            let is_long = operation.len() >= THROTTLE.len();
            let decoded = is_long.then(|| string::decode(operation)).flatten();
            return match decoded {
                Some(name) if name.eq_ignore_ascii_case(THROTTLE) => Class::Throttle,
                _ => Class::Telemetry,
            };
        }
        let typed = self.text(Key::Type);
        let known = |name: &str| {
            vocabulary::TYPES
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

    /// Checks the whole record: that it is JSON to its end, and UTF-8.
    ///
    /// # Errors
    /// Where and why it is not.
    pub fn validate(&self) -> Result<(), Malformed> {
        self.finish();
        match self.fault.get() {
            Some(fault) => Err(fault),
            None => check_encoding(self.payload),
        }
    }

    fn finish(&self) {
        if !self.ended.get() {
            self.advance(0);
        }
    }

    /// Whether it is known now whether and where the record has a key, without having walked to it.
    #[inline]
    fn can_look_for(&self, key: Key) -> bool {
        let bit = 1_u64 << key as u8;
        match (self.sought, self.layout) {
            (Some(sought), _) if sought.bits & bit != 0 => self.look_for(bit),
            (_, Some(layout)) => {
                layout.ask(key);
                false
            }
            (_, None) => false,
        }
    }

    /// Looks on for a key that is sought, to the end of the record if there is none; answers whether nothing was met that
    /// could mean anything.
    fn look_for(&self, wanted: u64) -> bool {
        let (Some(sought), Some(mut probe)) = (self.sought, self.probe.get()) else {
            return false;
        };
        let is_sure = loop {
            match probe.next(sought.marks(self.found.get()), self.payload) {
                KeyMark::Quote(at) => match sought.spelt_at(self.payload, at) {
                    KeySpelling::Other => {}
                    KeySpelling::Oddly => break false,
                    KeySpelling::Key(key, start) => {
                        let value = probe.value(self.payload, start);
                        let Some(value) = value.filter(|value| is_text(value.of(self.payload)))
                        else {
                            break false;
                        };
                        self.note_found(key, value);
                        if self.found.get() & wanted != 0 {
                            break true;
                        }
                    }
                },
                KeyMark::End => break true,
                KeyMark::Surprise => break false,
            }
        };
        self.probe.set(is_sure.then_some(probe));
        is_sure
    }

    /// The first of several counts.
    fn note_found(&self, key: Key, value: Span) {
        let bit = 1_u64 << key as u8;
        if self.found.get() & bit == 0
            && let Some(slot) = self.spans.get(key as usize)
        {
            slot.set(value);
            self.found.set(self.found.get() | bit);
        }
    }

    /// Whether two members spell the same key. Walks on to the end; walks again only where there
    /// are keys that are not known.
    pub fn has_duplicate_keys(&self) -> bool {
        self.finish();
        if self.repeated.get() || self.strangers.get() < 2 {
            return self.repeated.get();
        }
        let Ok(mut walk) = ObjectIter::object(self.payload) else {
            return false;
        };
        let mut strangers = HashSet::with_hasher(foldhash::fast::RandomState::default());
        while let Ok(Some(member)) = walk.next(self.payload) {
            let spelt = member.key.of(self.payload);
            if Key::of(spelt).is_none()
                && !strangers.insert(string::unescape(spelt).unwrap_or_default())
            {
                return true;
            }
        }
        false
    }

    /// Walks until a key of `wanted` has been met in a writer's spelling, or to the end.
    fn advance(&self, wanted: u64) {
        if let (Some(_), Some(layout), 0) = (self.sought, self.layout, self.seen.get()) {
            layout.note_walk();
        }
        let mut walk = self.walk.get();
        let mut met = Met {
            seen: self.seen.get(),
            exact: self.exact.get(),
            repeated: false,
            strangers: 0,
        };
        let mut place = self.place.get();
        while met.exact & wanted == 0 {
            if let Some(Guess { key, member }) = self.guess(place)
                && let Ok(Some(value)) = walk.next_of(self.payload, member)
            {
                self.note(&mut met, Known { key, exact: true }, value);
                place = Some(Predecessor::behind(key));
                continue;
            }
            match walk.next(self.payload) {
                Ok(Some(member)) => {
                    let spelt = member.key.of(self.payload);
                    let found = Key::of(spelt);
                    if let (Some(layout), Some(place), Some(found)) = (self.layout, place, found) {
                        layout.learn(place, found.key, spelt);
                    }
                    place = found.map(|found| Predecessor::behind(found.key));
                    match found {
                        Some(found) => self.note(&mut met, found, member.value),
                        None => met.strangers += 1,
                    }
                }
                Ok(None) => {
                    self.ended.set(true);
                    break;
                }
                Err(fault) => {
                    self.fault.set(Some(fault));
                    self.ended.set(true);
                    break;
                }
            }
        }
        self.walk.set(walk);
        self.place.set(place);
        self.seen.set(met.seen);
        self.exact.set(met.exact);
        self.repeated.set(self.repeated.get() || met.repeated);
        self.strangers.set(self.strangers.get() + met.strangers);
    }

    #[inline]
    fn guess(&self, place: Option<Predecessor>) -> Option<Guess> {
        self.layout?.guess(place?)
    }

    #[inline]
    fn note(&self, met: &mut Met, found: Known, value: Span) {
        let bit = 1_u64 << found.key as u8;
        let is_first = met.seen & bit == 0;
        let is_first_exact = found.exact && met.exact & bit == 0;
        if (is_first || is_first_exact)
            && let Some(slot) = self.spans.get(found.key as usize)
        {
            slot.set(value);
        }
        met.repeated |= !is_first;
        met.seen |= bit;
        met.exact |= bit * u64::from(found.exact);
    }
}

/// Whether bytes are UTF-8, as most are by being ASCII.
fn is_text(bytes: &[u8]) -> bool {
    bytes.is_ascii() || std::str::from_utf8(bytes).is_ok()
}

/// What one stretch of the walk has met.
struct Met {
    seen: u64,
    exact: u64,
    repeated: bool,
    strangers: u32,
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
