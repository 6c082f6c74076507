//! The compiled filter. Everything is resolved: to match can't fail.

mod literals;
mod reach;

use std::sync::Arc;

use super::op::{Contains, Test};
use crate::record::Record;
use crate::record::field::{Field, FieldSource, Target};
use crate::record::raw::any_leaf;
use crate::record::time::Time;

/// A filter, ready to run.
#[derive(Debug)]
pub struct Plan {
    pub(super) root: Node,
    /// The window of time; it is part of `root` too.
    pub(super) window: Arc<Node>,
    pub(super) expected: Vec<Expected>,
}

/// Fields that tell where something happened.
const PLACES: &[&str] = &["cluster", "host", "ns", "pod", "container", "cid"];

/// An equality that a filter insists on: no record can match that does not meet it.
#[derive(Debug)]
pub struct Expected {
    /// The field, one whose values are few enough to list.
    pub target: Target,
    /// The equality as typed: `ns=default`.
    pub text: String,
    /// The equality, compiled.
    pub plan: Plan,
}

impl Expected {
    /// Whether it says where.
    pub fn is_place(&self) -> bool {
        self.is_of(PLACES)
    }

    /// Whether it says which kind of operation.
    pub fn is_kind(&self) -> bool {
        self.is_of(&["op"])
    }

    fn is_of(&self, names: &[&str]) -> bool {
        matches!(&self.target, Target::Field(field) if names.contains(&field.name))
    }
}

/// The window of time that a filter leaves to its matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within(reach::Reach);

impl Within {
    /// Whether it leaves any at all out.
    pub fn is_narrow(&self) -> bool {
        self.0 != reach::ALL
    }

    /// Whether a record of this time lies in it. One without a time lies in no window but that of all times.
    pub fn holds(&self, time: Option<Time>) -> bool {
        !self.is_narrow() || time.is_some_and(|time| (self.0.0..=self.0.1).contains(&time.0))
    }

    /// Whether it has a moment in common with what lasted from one to another, both belonging to it.
    pub fn overlaps(&self, first: Time, last: Time) -> bool {
        let (from, until) = self.0;
        from <= until && from <= last.0 && first.0 <= until
    }
}

/// A condition.
#[derive(Debug)]
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Shared(Arc<Node>),
    Has(Target),
    Compare {
        target: Target,
        test: Box<dyn Test>,
        /// Whether an absent value may mean zero (`language.md` §4.3).
        infers_zero: bool,
    },
    Anywhere(Contains),
    Line(Contains),
}

impl Plan {
    /// The plan that no record passes.
    pub fn nothing() -> Self {
        Self {
            root: Node::Any(Vec::new()),
            window: Arc::new(Node::Any(Vec::new())),
            expected: Vec::new(),
        }
    }

    /// Whether the record passes.
    #[inline]
    pub fn matches(&self, record: &Record<'_>) -> bool {
        self.root.holds(record)
    }

    /// The values that the filter insists on, of fields with few values.
    pub fn expected(&self) -> &[Expected] {
        &self.expected
    }

    /// Whether alerts that were dropped, as this record says, may have been among those that are looked for: it lies in
    /// the window of time, and where the filter insists on a place, it is of that place or doesn't say of which.
    pub fn concerns(&self, gap: &Record<'_>) -> bool {
        self.window.holds(gap) && self.may_be_where(gap)
    }

    /// Whether the record is of the place that the filter insists on, or doesn't say of which it is.
    pub fn may_be_where(&self, record: &Record<'_>) -> bool {
        let mut places = self.expected.iter().filter(|expected| expected.is_place());
        places.all(|expected| !expected.target.is_in(record) || expected.plan.matches(record))
    }

    /// Sets of plain texts in lower case, of each of which at least one stands in the line of every match, letter case
    /// ignored and but for the escapes `\u` and `\/`: any one set is enough to tell lines by. None if the filter names
    /// nothing that could be looked for.
    pub fn literals(&self) -> Vec<Vec<String>> {
        literals::alternatives(&self.root)
    }

    /// The first and the last moment that a match may have, as far as the filter says: `None` for an end that it leaves
    /// open, and for both if nothing can match.
    pub fn reach(&self) -> (Option<Time>, Option<Time>) {
        let (first, last) = reach::of(&self.root);
        let known = |at: i128, open: i128| (first <= last && at != open).then_some(Time(at));
        (known(first, reach::ALL.0), known(last, reach::ALL.1))
    }

    /// The same as a window, which may be none at all or an empty one.
    pub fn within(&self) -> Within {
        Within(reach::of(&self.root))
    }

    /// Whether the filter asks for line numbers.
    pub fn needs_line_numbers(&self) -> bool {
        self.root
            .asks(&|field| matches!(field.from, FieldSource::Line))
    }

    /// Whether the filter asks for the time, so that untimed records are worth a word.
    pub fn asks_time(&self) -> bool {
        self.root.asks(&|field| field.name == "time")
    }
}

impl Node {
    fn holds(&self, record: &Record<'_>) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().all(|node| node.holds(record)),
            Self::Any(nodes) => nodes.iter().any(|node| node.holds(record)),
            Self::Not(node) => !node.holds(record),
            Self::Shared(node) => node.holds(record),
            Self::Has(target) => target.is_in(record),
            Self::Compare {
                target,
                test,
                infers_zero,
            } => {
                let ty = target.ty();
                target.any(record, &mut |value| {
                    ty.reads(value.shape) && test.passes(&value.text)
                }) || *infers_zero && target.is_dropped_zero(record) && test.passes("0")
            }
            Self::Anywhere(contains) => {
                any_leaf(record.payload(), &mut |value| contains.passes(&value.text))
            }
            Self::Line(contains) => {
                contains.passes(&String::from_utf8_lossy(record.origin().bytes))
            }
        }
    }

    /// What it costs to ask, roughly: the order in which conditions are asked follows it.
    pub(super) fn cost(&self) -> u32 {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().map(Self::cost).sum(),
            Self::Not(node) => node.cost(),
            Self::Shared(node) => node.cost(),
            Self::Has(target) => cost_of(target),
            Self::Compare { target, test, .. } => cost_of(target) + test.cost(),
            Self::Line(_) => 400,
            Self::Anywhere(_) => 1000,
        }
    }

    fn asks(&self, is_it: &dyn Fn(&Field) -> bool) -> bool {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().any(|node| node.asks(is_it)),
            Self::Not(node) => node.asks(is_it),
            Self::Shared(node) => node.asks(is_it),
            Self::Has(target) | Self::Compare { target, .. } => {
                matches!(target, Target::Field(field) if is_it(field))
            }
            Self::Line(_) | Self::Anywhere(_) => false,
        }
    }
}

fn cost_of(target: &Target) -> u32 {
    match target {
        Target::Path(_) => 100,
        Target::Indicators(_) => 500,
        Target::Field(field) | Target::Item(field, _) => match field.from {
            FieldSource::Key(_) | FieldSource::Host | FieldSource::Input | FieldSource::Line => 1,
            FieldSource::Keys(_) | FieldSource::Member(..) => 4,
            FieldSource::Pairs(_) | FieldSource::Derived(_) => 10,
        },
    }
}
