//! The order in which a writer puts the keys of its records, learned from those that were read; and which of them are
//! asked for.

use std::cell::Cell;

use super::key::Key;
use super::wanted_keys::WantedKeys;
use crate::json::Literal;

/// Which key comes after which, most likely. It only tells where to look first, so it may be wrong.
pub struct KeyOrder {
    /// By the key before; the last one is the beginning of a record.
    after: [Cell<Option<Guess>>; Key::ALL.len() + 1],
    /// How often each key was asked for that is not looked for.
    asked: [Cell<u32>; Key::ALL.len()],
    /// Records that were read since the last [`KeyOrder::renew`].
    read: Cell<u32>,
    /// Those of them that were walked after all.
    walked: Cell<u32>,
    /// Keys to look for instead of walking, as far as it is known which are wanted.
    sought: Option<WantedKeys>,
    /// Whether it pays to look for them.
    pays: bool,
}

/// Records after which it is clear whether looking for keys pays.
const TRIAL: u32 = 32;

/// A key that most likely comes next.
#[derive(Clone, Copy)]
pub(super) struct Guess {
    pub(super) key: Key,
    /// What a member of it begins with, as its writer spells it.
    pub(super) member: &'static Literal,
}

/// A place between the members of a record: behind a key that is known, or at the beginning.
#[derive(Clone, Copy)]
pub(super) struct Predecessor(usize);

impl Predecessor {
    pub(super) const BEGINNING: Self = Self(Key::ALL.len());

    #[inline]
    pub(super) const fn behind(key: Key) -> Self {
        Self(key as usize)
    }
}

impl Default for KeyOrder {
    /// A layout of which nothing is known.
    fn default() -> Self {
        Self {
            after: [const { Cell::new(None) }; Key::ALL.len() + 1],
            asked: [const { Cell::new(0) }; Key::ALL.len()],
            read: Cell::new(0),
            walked: Cell::new(0),
            sought: None,
            pays: true,
        }
    }
}

impl KeyOrder {
    /// Decides by the records that were read since it was last asked which keys are worth looking for: those that one
    /// record in four was asked for.
    pub fn renew(&mut self) {
        let (read, walked) = (self.read.replace(0), self.walked.replace(0));
        let counts = Key::ALL.iter().zip(&mut self.asked);
        let often = counts.filter_map(|(key, asked)| {
            let asked = std::mem::take(asked.get_mut());
            (asked > read / 4).then_some(*key)
        });
        let more: Vec<Key> = often.collect();
        if more.is_empty() {
            let is_in_vain = self.sought.is_some() && read >= TRIAL && walked > read / 4;
            self.pays &= !is_in_vain;
        } else {
            let known = self.sought.iter().flat_map(WantedKeys::keys);
            self.sought = WantedKeys::new(known.chain(more));
        }
    }

    /// Keys to look for instead of walking. Counts a record.
    #[inline]
    pub(super) fn sought(&self) -> Option<&WantedKeys> {
        self.read.set(self.read.get().saturating_add(1));
        self.sought.as_ref().filter(|_| self.pays)
    }

    /// Notes that a key was asked for that is not looked for.
    #[inline]
    pub(super) fn ask(&self, key: Key) {
        if let Some(asked) = self.asked.get(key as usize) {
            asked.set(asked.get().saturating_add(1));
        }
    }

    /// Notes that a record was walked in spite of having been looked through.
    #[inline]
    pub(super) fn note_walk(&self) {
        self.walked.set(self.walked.get().saturating_add(1));
    }

    #[inline]
    pub(super) fn guess(&self, place: Predecessor) -> Option<Guess> {
        self.after.get(place.0)?.get()
    }

    /// Takes in what did come.
    pub(super) fn learn(&self, place: Predecessor, key: Key, spelt: &[u8]) {
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
        let layout = KeyOrder::default();
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
            let guess = layout
                .guess(Predecessor::behind(behind))
                .map(|guess| guess.key);
            assert_eq!(guess, wanted, "{json}");
        }
    }

    #[test]
    fn a_wrong_guess_changes_nothing() {
        let layout = KeyOrder::default();
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
