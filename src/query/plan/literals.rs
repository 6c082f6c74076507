//! The literals of a plan: texts that the line of every match holds, whichever way it matches.

use std::cmp::Reverse;

use super::Node;
use crate::query::literal::{Literals, any, best, clarity};
use crate::query::op::Test;
use crate::record::field::{Field, FieldSource, Target};
use crate::record::key::Key;

/// Each of these the line of every match holds; which of them tells lines best is for the data to say. Those that the
/// longest text stands for come first.
pub(super) fn alternatives(root: &Node) -> Vec<Literals> {
    let mut all = match root {
        Node::All(parts) => parts.iter().flat_map(alternatives).collect(),
        Node::Shared(part) => alternatives(part),
        _ => of(root).into_iter().collect::<Vec<_>>(),
    };
    all.sort_by_key(|literals| Reverse(clarity(literals)));
    all
}

/// What the line of every record that passes a condition holds.
fn of(node: &Node) -> Option<Literals> {
    match node {
        Node::All(parts) => best(parts.iter().filter_map(of)),
        Node::Any(parts) => any(parts.iter().map(of)),
        Node::Shared(part) => of(part),
        Node::Compare {
            target,
            test,
            infers_zero: false,
        } if is_verbatim(target) => test.literals(),
        Node::Anywhere(contains) | Node::Line(contains) => contains.literals(),
        Node::Not(_) | Node::Has(_) | Node::Compare { .. } => None,
    }
    .filter(|literals| literals.iter().all(|literal| !is_in_keys(literal)))
}

/// Whether a literal stands in a key, and so in every line.
fn is_in_keys(literal: &str) -> bool {
    let mut keys = Key::ALL.iter().map(|key| key.pascal().to_ascii_lowercase());
    keys.any(|key| key.contains(literal))
}

/// Whether the values of a target are parts of the line, but for escapes.
fn is_verbatim(target: &Target) -> bool {
    match target {
        Target::Path(_) => true,
        Target::Indicators(_) => false,
        Target::Field(field) | Target::Item(field, _) => is_stored(field),
    }
}

fn is_stored(field: &Field) -> bool {
    /// Fields read by a function that are cut out of a stored text, not made up.
    const CUT: &[&str] = &[
        "workload", "labels.K", "tag", "cmd", "path", "data.K", "res.K",
    ];
    match field.from {
        FieldSource::Key(_)
        | FieldSource::Keys(_)
        | FieldSource::Member(..)
        | FieldSource::Pairs(_) => true,
        FieldSource::Derived(_) => CUT.contains(&field.name),
        FieldSource::Host | FieldSource::Input | FieldSource::Line => false,
    }
}
