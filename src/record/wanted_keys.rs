//! Keys that are looked for in each record, instead of walking over all of its members.

use super::key::Key;
use crate::json::Literal;
use crate::json::key_scanner::KeyMarks;

/// Keys to look for.
pub(super) struct WantedKeys {
    keys: Vec<WantedKey>,
    /// The keys as bits.
    pub(super) bits: u64,
    marks: KeyMarks,
    /// What is looked for when all keys were found.
    brackets: KeyMarks,
}

/// A key to look for.
struct WantedKey {
    key: Key,
    /// Its first letter, in lower case.
    letter: u8,
    members: &'static [Literal],
}

/// Keys that are looked for at once, at most: with more, a walk is as fast.
const MOST: usize = 8;

/// What a string at the depth of a record's members is.
pub(super) enum KeySpelling {
    /// A key that is looked for, as a writer spells it; where its value starts.
    Key(Key, usize),
    /// A key that is looked for, in some other way; or a value that reads like one.
    Oddly,
    /// Anything else.
    Other,
}

impl WantedKeys {
    /// `None` if that is none or too many.
    pub(super) fn new(keys: impl Iterator<Item = Key>) -> Option<Self> {
        let wanted = |key: Key| WantedKey {
            key,
            letter: key.camel().bytes().next().unwrap_or_default(),
            members: key.members(),
        };
        let keys: Vec<WantedKey> = keys.map(wanted).collect();
        if !(1..=MOST).contains(&keys.len()) {
            return None;
        }
        let mut letters: Vec<u8> = keys.iter().map(|wanted| wanted.letter).collect();
        letters.sort_unstable();
        letters.dedup();
        Some(Self {
            bits: keys
                .iter()
                .fold(0, |bits, wanted| bits | 1 << wanted.key as u8),
            marks: KeyMarks::new(letters.into_iter()),
            brackets: KeyMarks::new(std::iter::empty()),
            keys,
        })
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = Key> {
        self.keys.iter().map(|wanted| wanted.key)
    }

    /// What to look for in a record in which these keys were found.
    #[inline]
    pub(super) const fn marks(&self, found: u64) -> &KeyMarks {
        match found == self.bits {
            true => &self.brackets,
            false => &self.marks,
        }
    }

    /// What the string is that opens at `at`.
    #[inline]
    pub(super) fn spelt_at(&self, text: &[u8], at: usize) -> KeySpelling {
        let letter = text.get(at + 1).map_or(0, u8::to_ascii_lowercase);
        let alike = self.keys.iter().filter(|wanted| wanted.letter == letter);
        for WantedKey { key, members, .. } in alike {
            if let Some(member) = members.iter().find(|member| member.is_at(text, at)) {
                let is_behind = at == 1 || text.get(at - 1) == Some(&b',');
                return match is_behind {
                    true => KeySpelling::Key(*key, at + member.len()),
                    false => KeySpelling::Oddly,
                };
            }
            let name = key.camel().as_bytes();
            let stands = text.get(at + 1..at + 2 + name.len());
            if let Some([stands @ .., b'"']) = stands
                && stands.eq_ignore_ascii_case(name)
            {
                return KeySpelling::Oddly;
            }
        }
        KeySpelling::Other
    }
}
