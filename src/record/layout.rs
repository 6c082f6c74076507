//! The order in which a writer puts the keys of its records, learned from those that were read.

use std::cell::Cell;

use super::key::Key;
use crate::json::Literal;

/// Which key comes after which, most likely. It only tells where to look first, so it may be wrong.
pub struct Layout {
    /// By the key before; the last one is the beginning of a record.
    after: [Cell<Option<Guess>>; Key::ALL.len() + 1],
}

/// A key that most likely comes next.
#[derive(Clone, Copy)]
pub(super) struct Guess {
    pub(super) key: Key,
    /// What a member of it begins with, as its writer spells it.
    pub(super) member: &'static Literal,
}

/// A place between the members of a record: behind a key that is known, or at the beginning.
#[derive(Clone, Copy)]
pub(super) struct Place(usize);

impl Place {
    pub(super) const BEGINNING: Self = Self(Key::ALL.len());

    #[inline]
    pub(super) const fn behind(key: Key) -> Self {
        Self(key as usize)
    }
}

impl Default for Layout {
    /// A layout of which nothing is known.
    fn default() -> Self {
        Self {
            after: [const { Cell::new(None) }; Key::ALL.len() + 1],
        }
    }
}

impl Layout {
    #[inline]
    pub(super) fn guess(&self, place: Place) -> Option<Guess> {
        self.after.get(place.0)?.get()
    }

    /// Takes in what did come.
    pub(super) fn learn(&self, place: Place, key: Key, spelt: &[u8]) {
        if let (Some(slot), Some(member)) = (self.after.get(place.0), key.member(spelt)) {
            slot.set(Some(Guess { key, member }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Origin, Record};
    use super::*;

    #[test]
    fn what_came_is_guessed_as_it_was_spelt() {
        let layout = Layout::default();
        for (json, behind, wanted) in [
            (
                r#"{"UID":0,"Type":"HostLog","x":1,"pid":2}"#,
                Key::Uid,
                Some(Key::Type),
            ),
            (r#"{"uid":0,"action":"Block"}"#, Key::Uid, Some(Key::Action)),
            (r#"{"uid":0,"ACTION":"Block"}"#, Key::Uid, Some(Key::Action)),
            (
                r#"{"UID":0,"x":1,"Type":"HostLog"}"#,
                Key::Uid,
                Some(Key::Action),
            ),
            (r#"{"PID":0,"x":1,"Type":"HostLog"}"#, Key::Pid, None),
        ] {
            let record = Record::learning(json.as_bytes(), Origin::default(), &layout).unwrap();
            record.validate().unwrap();
            let guess = layout.guess(Place::behind(behind)).map(|guess| guess.key);
            assert_eq!(guess, wanted, "{json}");
        }
    }

    #[test]
    fn a_wrong_guess_changes_nothing() {
        let layout = Layout::default();
        let records = [
            r#"{"PID":1,"UID":2,"uid":3}"#,
            r#"{"uid":2,"pid":1}"#,
            r#"{"UID":2 ,"PID":1}"#,
            r#"{"PID":1,"UID":2}"#,
        ];
        for json in records.iter().chain(&records) {
            let record = Record::learning(json.as_bytes(), Origin::default(), &layout).unwrap();
            let values = [record.raw(Key::Pid), record.raw(Key::Uid)];
            assert_eq!(values, [Some(&b"1"[..]), Some(&b"2"[..])], "{json}");
        }
    }
}
