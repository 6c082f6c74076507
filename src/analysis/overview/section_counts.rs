//! Records of a section by the values of its fields, in one reading.

use jiff::tz::TimeZone;

use crate::count::{Counted, END, HeavyHitters, Label, NONE};
use crate::record::Record;
use crate::record::column::Column;

/// Bytes of a stored value that is compared with that of the record before, at most.
const LONGEST: usize = 256;

/// What was measured of each group.
#[derive(Debug, Default)]
pub(super) struct SectionCounts<M> {
    groups: HeavyHitters<M>,
    /// The label of the last record, and what was measured of those of its group since another one came: what comes in
    /// runs is looked up once a run.
    last: Label,
    run: Option<M>,
    /// The stored value that decided that label; empty if none did.
    decided_by: Vec<u8>,
    /// The label of the record at hand, for its room.
    label: Label,
}

impl<M: Counted> SectionCounts<M> {
    /// Nothing yet; groups take so many bytes.
    pub(super) fn within(room: usize) -> Self {
        Self {
            groups: HeavyHitters::within(room),
            ..Self::default()
        }
    }

    /// Takes what was measured of a record into the group of its values.
    /// Where a stored value alone decides which, its equal to the one before does.
    pub(super) fn take(
        &mut self,
        columns: &[Column],
        record: &Record<'_>,
        decided_by: Option<&[u8]>,
        measure: M,
    ) {
        if let (Some(run), Some(same)) = (&mut self.run, decided_by)
            && self.decided_by == same
        {
            return run.join(measure);
        }
        self.decided_by.clear();
        let short = decided_by.filter(|value| value.len() <= LONGEST);
        self.decided_by.extend_from_slice(short.unwrap_or_default());
        let mut label = std::mem::take(&mut self.label);
        label.clear();
        for column in columns {
            let start = label.len();
            column.write(record, &TimeZone::UTC, &mut label);
            if label.len() == start {
                label.push(NONE);
            }
            label.push(END);
        }
        if label != self.last {
            self.settle();
            std::mem::swap(&mut self.last, &mut label);
        }
        self.run.get_or_insert_default().join(measure);
        self.label = label;
    }

    /// Puts the last run where it belongs.
    fn settle(&mut self) {
        if let Some(run) = self.run.take() {
            self.groups.add(&self.last, run);
        }
    }

    /// Takes in what was measured of the next block.
    pub(super) fn merge(&mut self, mut other: Self) {
        self.settle();
        other.settle();
        self.groups.merge(other.groups);
    }

    /// The groups of what was merged.
    pub(super) const fn groups(&self) -> &HeavyHitters<M> {
        &self.groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::count::values;
    use crate::record::Origin;
    use crate::record::column::columns;

    /// The groups of one block of names.
    fn counted(names: &[&str]) -> Vec<(Option<String>, u64)> {
        let columns = columns(["ns"], None).unwrap();
        let mut part: SectionCounts<u64> = SectionCounts::default();
        for name in names {
            let json = match *name {
                "" => "{}".to_owned(),
                name => format!(r#"{{"NamespaceName":"{name}"}}"#),
            };
            let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
            let decided_by = Some(name.as_bytes()).filter(|name| !name.is_empty());
            part.take(&columns, &record, decided_by, 1);
        }
        let mut all = SectionCounts::default();
        all.merge(part);
        let rows = all.groups().ranked().into_iter();
        rows.map(|row| (values(row.key)[0].map(str::to_owned), *row.measure))
            .collect()
    }

    #[test]
    fn what_decides_a_group_decides_it_again_and_runs_count_as_their_records_do() {
        let rows = counted(&["a", "a", "b", "a", "b", "b", "b", "", ""]);
        let named = |name: &str| Some(name.to_owned());
        assert_eq!(rows, [(named("b"), 4), (named("a"), 3), (None, 2)]);
    }

    #[test]
    fn values_that_are_long_and_begin_alike_are_told_apart() {
        let long = "é".repeat(3000);
        let (one, other) = (format!("{long}1"), format!("{long}2"));
        let rows = counted(&[&one, &other, &other]);
        assert_eq!(rows, [(Some(other), 2), (Some(one), 1)]);
    }
}
