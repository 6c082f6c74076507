//! What is in the data: which fields records have, and which values those have.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::BuildHasher;

use foldhash::quality::RandomState;

use super::{Cell, Charset, Grid, Heading};
use crate::count::{HeavyHitters, MOST_MEMORY};
use crate::engine::Fold;
use crate::json::scan::ObjectIter;
use crate::record::Record;
use crate::record::field::{FIELDS, Field, FieldSource, Target};
use crate::record::key::Key;
use crate::text::{sanitize, sanitize_bytes};

/// Keys that are no fields and are listed, at most: the first by their names, so that how the input is cut does not matter.
pub const MOST_KEYS: usize = 1000;
/// Bytes of such a key, at most.
pub const LONGEST_KEY: usize = 256;
/// Characters of an example.
const LONGEST: usize = 60;
/// Bytes of a value that is kept whole; of a longer one, its beginning and a hash are.
const LONGEST_WHOLE: usize = 256;
/// Examples of a field.
const EXAMPLES: usize = 3;

/// Looks at every field of the matches.
#[derive(Default)]
pub struct FieldsFold {
    hasher: RandomState,
}

/// What was seen, in one block or all.
#[derive(Debug)]
pub struct FieldCounts {
    records: u64,
    /// Bytes that all values may take.
    memory: usize,
    /// By the places in [`FIELDS`].
    fields: Vec<Option<ValueCounts>>,
    /// Keys that are no fields.
    keys: BTreeMap<String, ValueCounts>,
    /// Members under keys that are not listed.
    unlisted: u64,
}

impl Default for FieldCounts {
    fn default() -> Self {
        Self::within(MOST_MEMORY)
    }
}

#[derive(Debug)]
struct ValueCounts {
    present: u64,
    counts: HeavyHitters<u64>,
}

impl ValueCounts {
    fn within(room: usize) -> Self {
        Self {
            present: 0,
            counts: HeavyHitters::within(room),
        }
    }

    fn merge(&mut self, other: Self) {
        self.present += other.present;
        self.counts.merge(other.counts);
    }

    /// The most frequent, and whether they are known to be.
    fn examples(&self) -> (Vec<String>, bool) {
        let ranked = self.counts.ranked();
        let first = || ranked.iter().take(EXAMPLES);
        let texts = first().map(|row| {
            let text = row.key.split(|byte| *byte == 0).next().unwrap_or_default();
            let text = String::from_utf8_lossy(text);
            match text.char_indices().nth(LONGEST) {
                Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
                None => text.into_owned(),
            }
        });
        (texts.collect(), first().all(|row| row.is_exact))
    }
}

impl FieldsFold {
    /// What tells a value from others: itself, or, as only its beginning is shown, that and a hash. Escaped texts hold no 0.
    fn key<'t>(&self, text: &'t str) -> Cow<'t, [u8]> {
        if text.len() <= LONGEST_WHOLE {
            return text.as_bytes().into();
        }
        let shown = text.char_indices().nth(LONGEST + 1);
        let shown = shown.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        let hashes = [self.hasher.hash_one(text), self.hasher.hash_one((text, 1))];
        let [one, other] = hashes.map(u64::to_le_bytes);
        [shown.as_bytes(), &[0], &one, &other].concat().into()
    }
}

impl FieldCounts {
    /// Nothing yet; values take so many bytes, about.
    pub fn within(memory: usize) -> Self {
        Self {
            records: 0,
            memory,
            fields: FIELDS.iter().map(|_| None).collect(),
            keys: BTreeMap::new(),
            unlisted: 0,
        }
    }

    /// Members of records under keys that are not listed: those beyond the first [`MOST_KEYS`] by name, and those of more
    /// than [`LONGEST_KEY`] bytes.
    pub const fn unlisted(&self) -> u64 {
        self.unlisted
    }

    /// The values of a key that is no field; `None` if it is not listed.
    fn of_key(&mut self, name: &str) -> Option<&mut ValueCounts> {
        if !self.keys.contains_key(name) {
            let is_full = self.keys.len() >= MOST_KEYS;
            let is_behind = |(last, _): (&String, _)| last.as_str() < name;
            if name.len() > LONGEST_KEY
                || is_full && self.keys.last_key_value().is_some_and(is_behind)
            {
                return None;
            }
            if is_full && let Some((_, gone)) = self.keys.pop_last() {
                self.unlisted += gone.present;
            }
            let room = self.memory / (2 * MOST_KEYS);
            self.keys.insert(name.to_owned(), ValueCounts::within(room));
        }
        self.keys.get_mut(name)
    }

    /// Takes what was seen of another block in.
    pub fn merge(&mut self, other: Self) {
        self.records += other.records;
        self.unlisted += other.unlisted;
        let room = room_of_field(self.memory);
        for (known, new) in self.fields.iter_mut().zip(other.fields) {
            if let Some(new) = new {
                known
                    .get_or_insert_with(|| ValueCounts::within(room))
                    .merge(new);
            }
        }
        for (name, new) in other.keys {
            match self.of_key(&name) {
                Some(known) => known.merge(new),
                None => self.unlisted += new.present,
            }
        }
    }

    /// One row a field: the known ones in the order of the table, then other keys by name.
    pub fn grid(&self, charset: Charset) -> Grid {
        let known = FIELDS.iter().zip(&self.fields);
        let known = known.filter_map(|(field, values)| {
            let word = field.ty.word();
            let word = word.trim_start_matches("an ").trim_start_matches("a ");
            Some((field.name.to_owned(), word, values.as_ref()?))
        });
        let keys = self.keys.iter();
        let keys = keys.map(|(name, values)| (format!(".{name}"), "raw key", values));
        let rows = known.chain(keys).map(|(name, word, values)| {
            let distinct = values.counts.len() as u64;
            let (examples, are_most) = values.examples();
            let distinct = match (values.counts.is_whole(), are_most) {
                (true, _) => Cell::Count(distinct),
                (false, true) => Cell::Text(format!("{distinct}+")),
                (false, false) => Cell::Text(format!("{}{distinct}+", charset.about())),
            };
            let percent = (values.present * 100)
                .checked_div(self.records)
                .unwrap_or(0);
            vec![
                Some(Cell::Text(name)),
                Some(Cell::Text(word.to_owned())),
                Some(Cell::Count(percent)),
                Some(distinct),
                Some(Cell::Texts(examples)),
            ]
        });
        Grid {
            head: ["field", "type", "present%", "distinct", "examples"]
                .map(Heading::text)
                .into(),
            rows: rows.collect(),
            others: None,
        }
    }
}

/// Bytes that the values of a field may take, of those of all.
const fn room_of_field(memory: usize) -> usize {
    memory / 128
}

/// Whether a field says something of the data; the number of a line does not.
fn is_of_data(field: &Field) -> bool {
    !field.is_map() && !matches!(field.from, FieldSource::Line)
}

impl Fold for FieldsFold {
    type Part = FieldCounts;

    fn visit(&self, record: &Record<'_>, part: &mut FieldCounts) {
        part.records += 1;
        let room = room_of_field(part.memory);
        let fields = FIELDS.iter().zip(&mut part.fields);
        for (field, known) in fields.filter(|(field, _)| is_of_data(field)) {
            let mut is_present = false;
            Target::Field(field).any(record, &mut |value| {
                let values = known.get_or_insert_with(|| ValueCounts::within(room));
                values.present += u64::from(!is_present);
                values.counts.add(&self.key(&sanitize(&value.text)), 1);
                is_present = true;
                false
            });
        }
        let payload = record.payload();
        let Ok(mut members) = ObjectIter::object(payload) else {
            return;
        };
        while let Ok(Some(member)) = members.next(payload) {
            let name = member.key.of(payload);
            if Key::of(name).is_some() {
                continue;
            }
            match part.of_key(&sanitize_bytes(name)) {
                None => part.unlisted += 1,
                Some(values) => {
                    let value = sanitize_bytes(member.value.of(payload));
                    values.present += 1;
                    values.counts.add(&self.key(&value), 1);
                }
            }
        }
    }
}
