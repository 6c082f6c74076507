//! What is in the data: which fields records have, and which values those have.

use std::collections::HashMap;

use super::{Cell, Grid, Heading};
use crate::engine::Fold;
use crate::json::scan::ObjectIter;
use crate::record::Record;
use crate::record::field::{FIELDS, FieldSource, Target};
use crate::record::key::Key;
use crate::text::{sanitize, sanitize_bytes};

/// Distinct values of a field that are counted; beyond them only their being more is known.
const MOST_VALUES: usize = 1000;
/// Keys of records that are no known ones, at most.
const MOST_KEYS: usize = 1000;
/// Characters of an example.
const LONGEST: usize = 60;
/// Examples of a field.
const EXAMPLES: usize = 3;

/// Looks at every field of the matches.
pub struct Survey;

/// What was seen, in one block or all.
#[derive(Debug, Default)]
pub struct Seen {
    records: u64,
    fields: HashMap<String, Values, foldhash::fast::RandomState>,
}

#[derive(Debug, Default)]
struct Values {
    present: u64,
    counts: HashMap<String, u64, foldhash::fast::RandomState>,
    is_full: bool,
}

impl Values {
    fn add(&mut self, text: &str, count: u64) {
        let has_room = self.counts.len() < MOST_VALUES;
        match self.counts.get_mut(text) {
            Some(known) => *known += count,
            None if !has_room => self.is_full = true,
            None => {
                self.counts.insert(text.to_owned(), count);
            }
        }
    }

    fn examples(&self) -> Vec<String> {
        let mut all: Vec<(&String, u64)> = self
            .counts
            .iter()
            .map(|(text, count)| (text, *count))
            .collect();
        all.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(right.0)));
        let short = |text: &String| match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text.clone(),
        };
        all.into_iter()
            .take(EXAMPLES)
            .map(|(text, _)| short(text))
            .collect()
    }
}

impl Seen {
    /// Takes what was seen of another block in.
    pub fn merge(&mut self, other: Self) {
        self.records += other.records;
        let mut fields: Vec<_> = other.fields.into_iter().collect();
        // In an order that does not depend on the seed, so that the same values are kept each time.
        fields.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        for (name, values) in fields {
            if self.fields.len() >= FIELDS.len() + MOST_KEYS && !self.fields.contains_key(&name) {
                continue;
            }
            let known = self.fields.entry(name).or_default();
            known.present += values.present;
            known.is_full |= values.is_full;
            let mut counts: Vec<_> = values.counts.into_iter().collect();
            counts.sort_unstable();
            for (text, count) in counts {
                known.add(&text, count);
            }
        }
    }

    /// One row a field: the known ones in the order of the table, then other keys by name.
    pub fn grid(&self) -> Grid {
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
            let distinct = match values.is_full {
                true => Cell::Text(format!("{distinct}+")),
                false => Cell::Count(distinct),
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
                Some(Cell::Texts(values.examples())),
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
                let values = part.fields.entry(field.name.to_owned()).or_default();
                values.present += u64::from(!is_present);
                values.add(&sanitize(&value.text), 1);
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
            if Key::of(name).is_none() && part.fields.len() < FIELDS.len() + MOST_KEYS {
                let values = part
                    .fields
                    .entry(format!(".{}", sanitize_bytes(name)))
                    .or_default();
                values.present += 1;
                values.add(&sanitize_bytes(member.value.of(payload)), 1);
            }
        }
    }
}
