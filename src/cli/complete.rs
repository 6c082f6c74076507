//! What a shell offers for a word that is a condition: fields, then the values that a field can have or has.

use crate::output::complete::{SeenValues, offers};
use crate::output::shell_quoted;
use crate::query::macros::Macro;
use crate::record::field::{self, Target};
use crate::record::value::Type;

/// Whole words that begin as `word` does, letter case left out of account, and that no shell reads as anything but
/// themselves. `seen` tells which values a field has, the most frequent first.
pub(super) fn candidates(
    word: &str,
    macros: &[Macro],
    seen: &dyn Fn(&Target) -> Vec<String>,
) -> Vec<String> {
    let mut offered = offers(word, macros, None);
    let field = offered.field.take().and_then(|name| field::find(&name));
    if let Some(target) = field.filter(|target| !matches!(target.ty(), Type::Enum(_))) {
        let values = seen(&target).into_iter().map(|one| (one, 0, true));
        let values: Vec<(String, u64, bool)> = values.collect();
        let field = target.to_string();
        let seen = SeenValues {
            field: &field,
            values: &values,
        };
        offered = offers(word, macros, Some(seen));
    }
    let (kept, begun) = word.split_at(word.len().saturating_sub(offered.tail));
    let is_begun = |text: &str| {
        let head = text.get(..begun.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(begun))
    };
    // Behind a whole name it is the sign that nearly all conditions have.
    let is_sign = |text: &str| text.strip_suffix(':').is_some_and(|name| name == begun);
    let texts = offered.items.into_iter().map(|offer| offer.text);
    texts
        .filter(|text| is_begun(text) && !is_sign(text) && shell_quoted(text) == *text)
        .map(|text| format!("{kept}{text}"))
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
        assert_eq!(offered("pod"), ["pod="]);
        assert!(offered("ns=x").is_empty() && offered("nosuch=w").is_empty());
        assert!(offered("op=w").is_empty() && offered("time=w").is_empty());
    }

    #[test]
    fn any_sign_and_what_stands_before_a_name_are_known() {
        assert_eq!(offered("op:ne"), ["op:Network", "op:NetworkFirewall"]);
        assert_eq!(offered("outcome~de"), ["outcome~denied"]);
        assert_eq!(offered("!is:de"), ["!is:denied"]);
        assert_eq!(offered("!has:pol"), ["!has:policy"]);
        assert_eq!(
            offered("op=file or (ns!=W"),
            ["op=file or (ns!=web", "op=file or (ns!=wiki"]
        );
    }

    #[test]
    fn what_a_shell_reads_as_something_else_is_not_offered() {
        let odd = ["a b", "$(id)", "a;b", "größe", "ok"];
        let seen = |_: &Target| odd.map(str::to_owned).to_vec();
        assert_eq!(candidates("ns=", &built_in(), &seen), ["ns=ok"]);
    }
}
