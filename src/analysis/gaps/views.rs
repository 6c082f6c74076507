//! Namespaces of which the log holds alerts and nothing else: what they do otherwise is not logged.
//!
//! `KubeArmor` writes logs where the visibility of a namespace says so, and alerts where a policy does. Of 10,000
//! namespaces this is known.

use super::kept;
use super::names::NameTable;
use crate::record::derived::workload::kind;
use crate::record::key::Key;
use crate::record::{Class, Record};
use crate::text::sanitize;

/// Namespaces that are kept, at most; records of those beyond it are counted for none.
const MOST_NAMESPACES: usize = 10_000;

/// What was seen of each namespace.
#[derive(Debug, Default)]
pub struct Views {
    namespaces: NameTable<MOST_NAMESPACES>,
    /// Of each, by its number.
    counts: Vec<RecordCounts>,
}

/// Records of a namespace.
#[derive(Clone, Copy, Debug, Default)]
struct RecordCounts {
    alerts: u64,
    logs: u64,
}

/// What is not logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unlogged {
    /// Namespaces that have alerts and no logs, and how many alerts, the most first; that of host events is empty.
    /// Escaped. None if there are no logs at all.
    pub namespaces: Vec<(String, u64)>,
    /// Namespaces that have logs.
    pub logged: usize,
    /// All alerts, if there is no log beside them.
    pub alerts_alone: u64,
}

impl Views {
    /// Takes in a record.
    pub fn take(&mut self, record: &Record<'_>) {
        if record.class() == Class::Throttle {
            return;
        }
        let mut count = RecordCounts::default();
        kind(record, "", &mut |value| {
            match &*value.text {
                "alert" => count.alerts = 1,
                "log" => count.logs = 1,
                _ => {}
            }
            true
        });
        let namespace = record.text(Key::NamespaceName).unwrap_or_default();
        let number = self.namespaces.number(kept(&namespace));
        self.add(number, count);
    }

    fn add(&mut self, number: Option<u32>, more: RecordCounts) {
        let Some(at) = number.map(|number| number as usize) else {
            return;
        };
        if self.counts.len() <= at {
            self.counts.resize(at + 1, RecordCounts::default());
        }
        if let Some(count) = self.counts.get_mut(at) {
            count.alerts += more.alerts;
            count.logs += more.logs;
        }
    }

    /// Takes in what was seen of another block.
    pub fn merge(&mut self, other: &Self) {
        let numbers = self.namespaces.numbers(&other.namespaces);
        for (number, count) in numbers.into_iter().zip(&other.counts) {
            self.add(number, *count);
        }
    }

    /// What is not logged.
    pub fn unlogged(&self) -> Unlogged {
        let logged = self.counts.iter().filter(|count| count.logs > 0).count();
        if logged == 0 {
            return Unlogged {
                alerts_alone: self.counts.iter().map(|count| count.alerts).sum(),
                ..Unlogged::default()
            };
        }
        let all = (0..).zip(&self.counts);
        let blind = all.filter(|(_, count)| count.alerts > 0 && count.logs == 0);
        let named = blind.filter_map(|(number, count)| {
            let name = self.namespaces.name(number)?;
            Some((sanitize(name).into_owned(), count.alerts))
        });
        let mut namespaces: Vec<(String, u64)> = named.collect();
        namespaces.sort_by(|left, right| (right.1, &left.0).cmp(&(left.1, &right.0)));
        Unlogged {
            namespaces,
            logged,
            alerts_alone: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    fn seen(records: &[(&str, &str)]) -> Unlogged {
        let mut all = Views::default();
        for (namespace, kind) in records {
            let json = format!(r#"{{"NamespaceName":"{namespace}","Type":"{kind}"}}"#);
            let mut part = Views::default();
            part.take(&Record::new(json.as_bytes(), Origin::default()).unwrap());
            all.merge(&part);
        }
        all.unlogged()
    }

    #[test]
    fn a_namespace_with_alerts_alone_is_told_where_others_have_logs() {
        let records = [
            ("shop", "ContainerLog"),
            ("shop", "MatchedPolicy"),
            ("quiet", "ContainerLog"),
            ("bank", "MatchedPolicy"),
            ("vault", "MatchedPolicy"),
            ("vault", "MatchedPolicy"),
        ];
        let unlogged = seen(&records);
        assert_eq!(
            unlogged.namespaces,
            [("vault".to_owned(), 2), ("bank".to_owned(), 1)]
        );
        assert_eq!((unlogged.logged, unlogged.alerts_alone), (2, 0));
    }

    #[test]
    fn alerts_without_any_log_are_told_as_that() {
        let unlogged = seen(&[("bank", "MatchedPolicy"), ("vault", "MatchedPolicy")]);
        assert_eq!((unlogged.namespaces.len(), unlogged.alerts_alone), (0, 2));
    }
}
