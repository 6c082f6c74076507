//! Equality of names, enums, tags and texts.

use std::collections::HashSet;

use super::wildcard::Wildcards;
use super::{Given, Ready, Test, ignores_case, literal};
use crate::query::error::Caution;
use crate::text::{eq_fold, folded, nearest};

/// Texts, one of which a value may equal.
#[derive(Debug)]
pub(super) struct NameSet {
    ignores_case: bool,
    /// A short list, compared one by one.
    few: Vec<String>,
    /// A long list.
    many: HashSet<String>,
    wildcards: Wildcards,
}

/// Lists up to this length are compared one by one: a hash costs as much as a few comparisons.
const FEW: usize = 4;

pub(super) fn compile(given: &Given<'_>) -> NameSet {
    let ignores_case = ignores_case(given.target.ty());
    let mut exact = Vec::new();
    let mut wildcards = Wildcards::default();
    for item in given.patterns() {
        if item.has_wildcards() {
            wildcards.add("", &item.chars, "", ignores_case);
        } else if ignores_case {
            exact.push(folded(&item.text()).into_owned());
        } else {
            exact.push(item.text());
        }
    }
    let mut names = NameSet {
        ignores_case,
        few: exact,
        many: HashSet::new(),
        wildcards,
    };
    if names.few.len() > FEW {
        names.many = std::mem::take(&mut names.few).into_iter().collect();
    }
    names
}

/// As [`compile`], with a caution for a value that no release of `KubeArmor` writes.
pub(super) fn compile_enum(given: &Given<'_>, known: &'static [&'static str]) -> Ready {
    let mut ready = Ready::from(compile(given));
    for item in given.patterns().filter(|item| !item.has_wildcards()) {
        let text = item.text();
        if !known.iter().any(|value| value.eq_ignore_ascii_case(&text)) {
            let near = nearest(&text, known.iter().copied());
            let caution = Caution::UnknownValue {
                field: given.target.full_name(),
                text,
                near,
            };
            ready.cautions.push((item.at.0, caution));
        }
    }
    ready
}

impl Test for NameSet {
    fn passes(&self, text: &str) -> bool {
        let is_equal = match (self.ignores_case, self.many.is_empty()) {
            (true, true) => self.few.iter().any(|name| eq_fold(name, text)),
            (true, false) => self.many.contains(folded(text).as_ref()),
            (false, true) => self.few.iter().any(|name| name == text),
            (false, false) => self.many.contains(text),
        };
        is_equal || self.wildcards.matches(text)
    }

    fn literals(&self) -> Option<Vec<String>> {
        if !self.wildcards.is_empty() {
            return None;
        }
        literal::runs(self.few.iter().chain(&self.many), self.ignores_case)
    }

    fn cost(&self) -> u32 {
        if self.wildcards.is_empty() { 1 } else { 10 }
    }
}
