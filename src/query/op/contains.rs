//! `:`: a text within a text, letter case ignored.

use aho_corasick::AhoCorasick;
use regex::{Regex, RegexBuilder};

use super::{Compiled, Given, Test, literal};
use crate::query::error::What;
use crate::query::item::Item;
use crate::text::folded;

/// Texts, one of which a value may contain.
#[derive(Debug)]
pub(crate) struct Contains {
    search: Matcher,
    literals: Option<Vec<String>>,
}

/// How they are looked for.
#[derive(Debug)]
enum Matcher {
    /// A few: a regular expression folds letter case as it goes.
    Few(Regex),
    /// Many: one automaton over folded text.
    Many(AhoCorasick),
}

/// Lists up to this length become a regular expression.
const FEW: usize = 32;
/// Bytes of text up to which they do: the automaton of a longer one outgrows its cache, and is slow then.
const SHORT: usize = 1000;

pub(super) fn compile(given: &Given<'_>) -> Compiled {
    let contains = Contains::new(given.items, &given.field());
    Ok(contains.map_err(|what| (given.at.clone(), what))?.into())
}

impl Contains {
    /// What contains any of the items; wildcards are ordinary characters here.
    pub(crate) fn new(items: &[Item], field: &str) -> Result<Self, What> {
        let texts: Vec<String> = items.iter().map(Item::text).collect();
        if texts.iter().any(String::is_empty) {
            return Err(What::EmptyText {
                field: field.to_owned(),
            });
        }
        let literals = literal::runs(&texts, true);
        let length: usize = texts.iter().map(String::len).sum();
        if texts.len() <= FEW && length <= SHORT {
            let escaped: Vec<String> = texts.iter().map(|text| regex::escape(text)).collect();
            let regex = RegexBuilder::new(&escaped.join("|"))
                .case_insensitive(true)
                .build();
            if let Ok(regex) = regex {
                return Ok(Self {
                    search: Matcher::Few(regex),
                    literals,
                });
            }
        }
        let automaton = AhoCorasick::new(texts.iter().map(|text| folded(text).into_owned()));
        let search = automaton
            .map(Matcher::Many)
            .map_err(|_| What::RegexTooBig)?;
        Ok(Self { search, literals })
    }
}

impl Test for Contains {
    fn passes(&self, text: &str) -> bool {
        match &self.search {
            Matcher::Few(regex) => regex.is_match(text),
            Matcher::Many(automaton) => automaton.is_match(folded(text).as_ref()),
        }
    }

    fn literals(&self) -> Option<Vec<String>> {
        self.literals.clone()
    }

    fn cost(&self) -> u32 {
        15
    }
}
