//! Groups by the values of columns where the data is read once: what comes first is kept, the rest is counted.
//! [`GroupCounts`](crate::analysis::GroupCounts) are exact for any number of groups, but may take several readings.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use crate::analysis::label::{END, Label, NONE, values};
use crate::analysis::{Group, Measure};
use crate::record::Record;
use crate::record::column::Column;

/// Groups that are kept, at most.
const MOST_GROUPS: usize = 50_000;
/// Bytes of a value that are kept, at most.
const LONGEST: usize = 256;

/// What was measured of each group.
#[derive(Debug, Default)]
pub struct Census<M> {
    groups: HashMap<Label, M, foldhash::fast::RandomState>,
    /// The label of the last record, and what was measured of those of its group since another one came: what comes in
    /// runs is looked up once a run.
    last: Label,
    run: Option<M>,
    /// The stored value that decided that label; empty if none did.
    decided_by: Vec<u8>,
    /// The label of the record at hand, for its room.
    label: Label,
    /// What was measured of the groups that came after the last that is kept; `None` if all are.
    pub others: Option<M>,
}

impl<M: Measure> Census<M> {
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
            cut(&mut label, start);
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
            match self.groups.get_mut(&self.last) {
                Some(known) => known.join(run),
                None => self.join(self.last.clone(), run),
            }
        }
    }

    fn join(&mut self, label: Label, measure: M) {
        if let Some(known) = self.groups.get_mut(&label) {
            known.join(measure);
        } else if self.groups.len() < MOST_GROUPS {
            self.groups.insert(label, measure);
        } else {
            self.others.get_or_insert_default().join(measure);
        }
    }

    /// Takes in what was measured of the next block.
    pub(super) fn merge(&mut self, mut other: Self) {
        self.settle();
        other.settle();
        if self.groups.len() + other.groups.len() > MOST_GROUPS {
            // In an order that does not depend on the seed, so that the same groups are kept each time.
            let mut groups: Vec<_> = other.groups.into_iter().collect();
            groups.sort_unstable_by(|left, right| left.0.cmp(&right.0));
            for (label, measure) in groups {
                self.join(label, measure);
            }
        } else {
            for (label, measure) in other.groups {
                self.join(label, measure);
            }
        }
        if let Some(others) = other.others {
            self.others.get_or_insert_default().join(others);
        }
    }

    /// The groups of what was merged, with what was measured of them, in the order of their values.
    pub fn sorted(&self) -> Vec<(Group<'_>, &M)> {
        let mut all: Vec<_> = self.groups.iter().collect();
        all.sort_unstable_by(|left, right| left.0.cmp(right.0));
        let all = all.into_iter();
        all.map(|(label, measure)| (values(label), measure))
            .collect()
    }
}

/// Cuts off what is too long of the value that begins at `start`.
fn cut(label: &mut Label, start: usize) {
    let end = start + LONGEST;
    if label.len() > end {
        // A byte that continues a character begins with the bits 10.
        let is_inside = |at: &usize| label.get(*at).is_some_and(|byte| byte & 0xC0 == 0x80);
        let whole = (start..=end).rev().find(|at| !is_inside(at));
        label.truncate(whole.unwrap_or(start));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;
    use crate::record::column::columns;

    fn take(census: &mut Census<u64>, json: &str) {
        let columns = columns(["ns", "exe"], None).unwrap();
        let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
        let mut part = Census::default();
        part.take(&columns, &record, None, 1);
        census.merge(part);
    }

    #[test]
    fn what_decides_a_group_decides_it_again() {
        let columns = columns(["ns"], None).unwrap();
        let mut part: Census<u64> = Census::default();
        for name in ["a", "a", "b", "a"] {
            let json = format!(r#"{{"NamespaceName":"{name}"}}"#);
            let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
            part.take(&columns, &record, Some(name.as_bytes()), 1);
        }
        let nameless = Record::new(b"{}", Origin::default()).unwrap();
        part.take(&columns, &nameless, None, 1);
        part.take(&columns, &nameless, None, 1);
        let mut all = Census::default();
        all.merge(part);
        let none: Group<'_> = vec![None];
        let all = all.sorted();
        assert_eq!(all.len(), 3);
        for (group, count) in [(none, 2), (vec![Some("a")], 3), (vec![Some("b")], 1)] {
            assert!(all.contains(&(group, &count)));
        }
    }

    #[test]
    fn runs_count_as_their_records_do() {
        let columns = columns(["ns"], None).unwrap();
        let mut part: Census<u64> = Census::default();
        for name in ["a", "a", "b", "a", "b", "b"] {
            let json = format!(r#"{{"NamespaceName":"{name}"}}"#);
            let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
            part.take(&columns, &record, None, 1);
        }
        let mut all = Census::default();
        all.merge(part);
        assert_eq!(all.sorted(), [(vec![Some("a")], &3), (vec![Some("b")], &3)]);
    }

    #[test]
    fn groups_beyond_the_most_are_counted_together() {
        let mut census = Census::default();
        for index in 0..MOST_GROUPS + 7 {
            take(&mut census, &format!(r#"{{"NamespaceName":"n{index}"}}"#));
        }
        take(&mut census, r#"{"NamespaceName":"n0"}"#);
        assert_eq!(census.groups.len(), MOST_GROUPS);
        assert_eq!(census.others, Some(7));
        let first = vec![Some("n0"), None];
        let rows = census.sorted();
        assert_eq!(
            rows.iter().find(|(group, _)| *group == first).unwrap().1,
            &2
        );
    }

    #[test]
    fn a_long_value_is_cut_where_a_character_ends() {
        let mut census = Census::default();
        let long = "é".repeat(300);
        take(
            &mut census,
            &format!(r#"{{"NamespaceName":"x{long}","ProcessName":"/bin/a"}}"#),
        );
        let rows = census.sorted();
        let group = &rows[0].0;
        assert_eq!(group[0].map(str::len), Some(LONGEST - 1));
        assert_eq!(group[1], Some("/bin/a"));
    }
}
