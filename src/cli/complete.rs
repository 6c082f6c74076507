//! What a shell offers for a word that is a condition: fields, then the values that a field can have or has.

use crate::query::macros::Macro;
use crate::query::op::CLASSES;
use crate::record::field::{self, FIELDS, Target};
use crate::record::value::Type;

/// Words that stand before a name.
const PREFIXES: [&str; 5] = ["has:", "no:", "is:", "any:", "raw:"];

/// Words that are offered, at most.
const MOST: usize = 200;

/// Whole words that begin as `word` does, letter case left out of account. `seen` tells which values a field has.
pub(super) fn candidates(
    word: &str,
    macros: &[Macro],
    seen: &dyn Fn(&Target) -> Vec<String>,
) -> Vec<String> {
    if let Some(name) = word.strip_prefix("is:") {
        return begun(
            name,
            macros.iter().map(|known| known.name.as_str()),
            "is:",
            "",
        );
    }
    for prefix in ["has:", "no:"] {
        if let Some(name) = word.strip_prefix(prefix) {
            return begun(name, names(), prefix, "");
        }
    }
    let Some(end) = word.find('=') else {
        let mut all = begun(word, names(), "", "=");
        all.extend(begun(word, PREFIXES.into_iter(), "", ""));
        return all;
    };
    let values = word.get(end + 1..).unwrap_or_default();
    let name = word.get(..end).unwrap_or_default().trim_end_matches('!');
    let start = end + 1 + values.rfind(',').map_or(0, |comma| comma + 1);
    let (before, last) = word.split_at(start);
    let Some(target) = field::find(name) else {
        return Vec::new();
    };
    let known: Vec<&str> = match target.ty() {
        Type::Enum(known) => known.to_vec(),
        Type::Address => {
            let classes = CLASSES.iter().map(|(name, _)| *name);
            classes.chain(["public"]).collect()
        }
        Type::Time => return Vec::new(),
        _ => Vec::new(),
    };
    let mut found = begun(last, known.into_iter(), before, "");
    if !matches!(target.ty(), Type::Enum(_)) {
        let seen = seen(&target);
        found.extend(begun(last, seen.iter().map(String::as_str), before, ""));
    }
    found.truncate(MOST);
    found
}

fn names() -> impl Iterator<Item = &'static str> {
    FIELDS
        .iter()
        .filter(|field| !field.is_map())
        .map(|field| field.name)
}

fn begun<'n>(
    start: &str,
    known: impl Iterator<Item = &'n str>,
    before: &str,
    behind: &str,
) -> Vec<String> {
    let is_begun = |name: &&str| {
        name.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    // A value with a blank in it would have to be quoted, which each shell does otherwise.
    let is_word = |name: &&str| !name.contains(' ');
    known
        .filter(is_begun)
        .filter(is_word)
        .map(|name| format!("{before}{name}{behind}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::macros::built_in;

    fn offered(word: &str) -> Vec<String> {
        candidates(word, &built_in(), &|_| {
            vec!["web".to_owned(), "wiki".to_owned()]
        })
    }

    #[test]
    fn fields_then_values() {
        assert_eq!(offered("po"), ["pod=", "policy=", "port="]);
        assert_eq!(offered("HA"), ["hash=", "hashalgo=", "has:"]);
        assert_eq!(offered("op=ne"), ["op=Network", "op=NetworkFirewall"]);
        assert_eq!(offered("outcome!=passed,d"), ["outcome!=passed,denied"]);
        assert_eq!(offered("ip=pu"), ["ip=public"]);
        assert_eq!(offered("is:de"), ["is:denied"]);
        assert_eq!(offered("no:pol"), ["no:policy"]);
        assert_eq!(offered("ns=db,W"), ["ns=db,web", "ns=db,wiki"]);
        assert!(offered("ns=x").is_empty() && offered("nosuch=w").is_empty());
        assert!(offered("op=w").is_empty() && offered("time=w").is_empty());
    }
}
