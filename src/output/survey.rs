//! What is in the data: which fields records have, and which values those have.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::quality::RandomState;

use super::{Cell, Charset, Grid, Heading};
use crate::count::{HeavyHitters, MOST_MEMORY};
use crate::engine::Fold;
use crate::json::scan::ObjectIter;
use crate::record::Record;
use crate::record::field::{FIELDS, FieldSource, Target};
use crate::record::key::Key;
use crate::text::{sanitize, sanitize_bytes};

/// Keys of records that are no known ones, at most.
const MOST_KEYS: usize = 1000;
/// Characters of an example.
const LONGEST: usize = 60;
/// Bytes of a value that is kept whole; of a longer one, its beginning and a hash are.
const LONGEST_WHOLE: usize = 256;
/// Examples of a field.
const EXAMPLES: usize = 3;

/// Looks at every field of the matches.
#[derive(Default)]
pub struct Survey {
    hasher: RandomState,
}

/// What was seen, in one block or all.
#[derive(Debug)]
pub struct Seen {
    records: u64,
    /// Bytes that all values may take.
    memory: usize,
    fields: HashMap<String, Values, foldhash::fast::RandomState>,
}

impl Default for Seen {
    fn default() -> Self {
        Self::within(MOST_MEMORY)
    }
}

#[derive(Debug)]
struct Values {
    present: u64,
    counts: HeavyHitters<u64>,
}

impl Values {
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

impl Survey {
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

impl Seen {
    /// Nothing yet; values take so many bytes, about.
    pub fn within(memory: usize) -> Self {
        Self {
            records: 0,
            memory,
            fields: HashMap::default(),
        }
    }

    /// The values of a field; `None` if there are too many keys that are no fields.
    fn of(&mut self, name: &str) -> Option<&mut Values> {
        if !self.fields.contains_key(name) {
            let is_raw = name.starts_with('.');
            if is_raw && self.fields.len() >= FIELDS.len() + MOST_KEYS {
                return None;
            }
            let room = self.memory / if is_raw { 2 * MOST_KEYS } else { 128 };
            let values = Values {
                present: 0,
                counts: HeavyHitters::within(room),
            };
            self.fields.insert(name.to_owned(), values);
        }
        self.fields.get_mut(name)
    }

    /// Takes what was seen of another block in.
    pub fn merge(&mut self, other: Self) {
        self.records += other.records;
        let mut fields: Vec<_> = other.fields.into_iter().collect();
        // In an order that does not depend on the seed, so that the same keys are kept each time.
        fields.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        for (name, values) in fields {
            if let Some(known) = self.of(&name) {
                known.present += values.present;
                known.counts.merge(values.counts);
            }
        }
    }

    /// One row a field: the known ones in the order of the table, then other keys by name.
    pub fn grid(&self, charset: Charset) -> Grid {
        let known = FIELDS
            .iter()
            .map(|field| (field.name.to_owned(), field.ty.word()));
        let mut others: Vec<&String> = self
            .fields
            .keys()
            .filter(|name| name.starts_with('.'))
            .collect();
        others.sort_unstable();
        let others = others.into_iter().map(|name| (name.clone(), "a raw key"));
        let rows = known.chain(others).filter_map(|(name, word)| {
            let values = self.fields.get(&name)?;
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
            Some(vec![
                Some(Cell::Text(name)),
                Some(Cell::Text(
                    word.trim_start_matches("an ")
                        .trim_start_matches("a ")
                        .to_owned(),
                )),
                Some(Cell::Count(percent)),
                Some(distinct),
                Some(Cell::Texts(examples)),
            ])
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

impl Fold for Survey {
    type Part = Seen;

    fn visit(&self, record: &Record<'_>, part: &mut Seen) {
        part.records += 1;
        // The number of a line says nothing of the data.
        let fields = FIELDS
            .iter()
            .filter(|field| !field.is_map() && !matches!(field.from, FieldSource::Line));
        for field in fields {
            let mut is_present = false;
            Target::Field(field).any(record, &mut |value| {
                if let Some(values) = part.of(field.name) {
                    values.present += u64::from(!is_present);
                    values.counts.add(&self.key(&sanitize(&value.text)), 1);
                }
                is_present = true;
                false
            });
        }
        let payload = record.payload();
        let Ok(mut walk) = ObjectIter::object(payload) else {
            return;
        };
        while let Ok(Some(member)) = walk.next(payload) {
            let name = member.key.of(payload);
            if Key::of(name).is_none()
                && let Some(values) = part.of(&format!(".{}", sanitize_bytes(name)))
            {
                let value = sanitize_bytes(member.value.of(payload));
                values.present += 1;
                values.counts.add(&self.key(&value), 1);
            }
        }
    }
}
