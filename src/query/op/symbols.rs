//! Membership in symbol sets such as `O_WRONLY|O_CREAT|O_TRUNC`.

use std::collections::HashSet;

use super::wildcard::Wildcards;
use super::{Given, Test, literal};
use crate::query::item::{At, Char, Item};
use crate::record::field::Target;
use crate::text::folded;

/// Prefixes that a query may leave out.
const PREFIXES: &[&str] = &["sys_", "o_", "af_", "sock_", "cap_", "security_", "ptrace_"];
/// The same, for patterns.
const ANY_PREFIX: &str = "(?:(?:sys|o|af|sock|cap|security|ptrace)_)?";

/// Symbols, one of which a set may hold.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    one: HashSet<String>,
    /// Written `A|B`, or with wildcards: each part must be in the set.
    all: Vec<Vec<SymbolPart>>,
}

/// A part of a symbol as typed.
#[derive(Debug)]
enum SymbolPart {
    Exact(String),
    Pattern(Wildcards),
}

pub(super) fn compile(given: &Given<'_>) -> Symbols {
    let mut symbols = Symbols::default();
    for item in given.patterns() {
        symbols.add(&item);
    }
    let is_protocol = matches!(given.target, Target::Field(field) if field.name == "proto");
    if is_protocol
        && ["0", "hopopt"]
            .iter()
            .any(|name| symbols.one.contains(*name))
    {
        // `protocol=0` until v1.5.0, `protocol=HOPOPT` since: both mean the default one.
        symbols.one.extend(["0".to_owned(), "hopopt".to_owned()]);
    }
    symbols
}

impl Symbols {
    fn add(&mut self, item: &Item) {
        let parts = item.chars.split(|char| *char == Char::Literal('|'));
        let mut parts: Vec<SymbolPart> = parts
            .filter(|part| !part.is_empty())
            .map(SymbolPart::new)
            .collect();
        match parts.pop() {
            Some(SymbolPart::Exact(symbol)) if parts.is_empty() => {
                self.one.insert(symbol);
            }
            last => {
                parts.extend(last);
                self.all.push(parts);
            }
        }
    }
}

impl SymbolPart {
    fn new(chars: &[Char]) -> Self {
        let item = Item {
            chars: chars.to_vec(),
            quoted: false,
            at: At::default(),
        };
        if !item.has_wildcards() {
            return Self::Exact(folded(&item.text()).into_owned());
        }
        let mut pattern = Wildcards::default();
        pattern.add(ANY_PREFIX, chars, "", true);
        Self::Pattern(pattern)
    }

    fn is(&self, member: &str) -> bool {
        match self {
            Self::Exact(symbol) => is(member, |name| name == symbol),
            Self::Pattern(pattern) => pattern.matches(member),
        }
    }
}

/// Of parts that must all be in a set, the longest that is no pattern.
fn longest(parts: &[SymbolPart]) -> Option<&String> {
    let exact = parts.iter().filter_map(|part| match part {
        SymbolPart::Exact(symbol) => Some(symbol),
        SymbolPart::Pattern(_) => None,
    });
    exact.max_by_key(|symbol| symbol.len())
}

/// The members of a set, as they are written.
fn members(text: &str) -> impl Iterator<Item = &str> {
    text.split(['|', ',', ' '])
        .filter(|member| !member.is_empty())
}

/// Whether a member, as it stands or without its prefix, is what is wanted.
fn is(member: &str, wanted: impl Fn(&str) -> bool) -> bool {
    let member = folded(member);
    let bare = || {
        PREFIXES
            .iter()
            .find_map(|prefix| member.strip_prefix(prefix))
    };
    wanted(&member) || bare().is_some_and(&wanted)
}

impl Test for Symbols {
    fn passes(&self, text: &str) -> bool {
        let has = |part: &SymbolPart| members(text).any(|member| part.is(member));
        members(text).any(|member| is(member, |name| self.one.contains(name)))
            || self
                .all
                .iter()
                .any(|all| !all.is_empty() && all.iter().all(has))
    }

    fn literals(&self) -> Option<Vec<String>> {
        let all: Option<Vec<&String>> = self.all.iter().map(|all| longest(all)).collect();
        literal::runs(self.one.iter().chain(all?), true)
    }

    fn cost(&self) -> u32 {
        4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(wanted: &str, set: &str) -> bool {
        let mut symbols = Symbols::default();
        symbols.add(&Item::literal(wanted, 0..0));
        symbols.passes(set)
    }

    #[test]
    fn any_member_with_or_without_its_prefix() {
        let set = "O_WRONLY|O_CREAT|O_TRUNC";
        for (wanted, expected) in [
            ("O_CREAT", true),
            ("creat", true),
            ("o_trunc", true),
            ("CREA", false),
            ("O_", false),
            ("creat|trunc", true),
            ("creat|append", false),
            ("", false),
        ] {
            assert_eq!(passes(wanted, set), expected, "{wanted}");
        }
        assert!(passes("capable", "CAPABLE CAP_NET_RAW"));
        assert!(passes("net_raw", "CAPABLE CAP_NET_RAW"));
        assert!(passes("map_private", "PROT_READ,MAP_PRIVATE|MAP_ANONYMOUS"));
    }
}
