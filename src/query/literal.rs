//! Texts that the line of every match must hold, so that lines without them need not be read.
//!
//! A literal is a run of plain ASCII of a constant in the filter, looked for without regard to letter case. It stands in
//! the line as it is, because only `\u` can spell such characters otherwise, and no line that holds one which does is passed
//! over.

use std::cmp::Reverse;

use regex_syntax::hir::{Hir, HirKind};

/// Texts, at least one of which the line of a match holds.
pub(super) type Literals = Vec<String>;

/// Bytes that a literal has at least: what is shorter stands in every line.
const SHORTEST: usize = 3;
/// Literals that are looked for at once, at most.
const MOST: usize = 12;

/// The longest run of a text that a line spells as it is. Where letter case does not count, `k` and `s` are left out,
/// since a Kelvin sign and a long s are cases of them.
pub(super) fn run(text: &str, ignores_case: bool) -> Option<String> {
    let is_plain = |byte: u8| {
        byte.is_ascii_alphanumeric() && !(ignores_case && b"kKsS".contains(&byte))
            || b"._-".contains(&byte)
    };
    let runs = text.as_bytes().split(|byte| !is_plain(*byte));
    let longest = runs.max_by_key(|run| run.len())?;
    let is_long = longest.len() >= SHORTEST;
    is_long.then(|| String::from_utf8_lossy(longest).to_ascii_lowercase())
}

/// A run of each text; `None` if one has none, or there are too many.
pub(super) fn runs<'t>(
    texts: impl IntoIterator<Item = &'t String>,
    ignores_case: bool,
) -> Option<Literals> {
    let runs = texts.into_iter().map(|text| run(text, ignores_case));
    within_reason(runs.take(MOST + 1).collect::<Option<Literals>>()?)
}

/// What every match of a regular expression holds.
pub(super) fn of_expression(expression: &Hir) -> Option<Literals> {
    match expression.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            Some(vec![run(text, false)?])
        }
        HirKind::Capture(inner) => of_expression(&inner.sub),
        HirKind::Repetition(repeated) if repeated.min > 0 => of_expression(&repeated.sub),
        HirKind::Concat(parts) => best(parts.iter().filter_map(of_expression)),
        HirKind::Alternation(parts) => any(parts.iter().map(of_expression)),
        _ => None,
    }
}

/// Of what each match holds, that which is easiest to tell lines by: the longest.
pub(super) fn best(all: impl Iterator<Item = Literals>) -> Option<Literals> {
    all.max_by_key(clarity)
}

/// How well lines can be told by literals, as far as their length says it.
pub(super) fn clarity(literals: &Literals) -> (Option<usize>, Reverse<usize>) {
    let shortest = literals.iter().map(String::len).min();
    (shortest, Reverse(literals.len()))
}

pub(super) fn any(parts: impl Iterator<Item = Option<Literals>>) -> Option<Literals> {
    let mut all = Literals::new();
    for part in parts {
        all.extend(part?);
    }
    within_reason(all)
}

fn within_reason(literals: Literals) -> Option<Literals> {
    (1..=MOST).contains(&literals.len()).then_some(literals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn runs_are_what_a_line_spells_in_one_way() {
        for (text, ignores_case, wanted) in [
            ("accuknox-agents", true, Some("nox-agent")),
            ("accuknox-agents", false, Some("accuknox-agents")),
            ("/Etc/passwd", false, Some("passwd")),
            ("a b\"cde\"", false, Some("cde")),
            ("sh", false, None),
            ("", true, None),
            ("über-größe", true, Some("ber-gr")),
        ] {
            assert_eq!(run(text, ignores_case).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn only_k_and_s_have_cases_beyond_ascii() {
        let beyond = ('\u{80}'..=char::MAX).filter(|c| fold(*c).is_ascii());
        let folds: Vec<char> = beyond.map(fold).collect();
        assert!(!folds.is_empty() && folds.iter().all(|c| "ks".contains(*c)));
    }

    #[test]
    fn expressions_give_what_each_match_holds() {
        let of = |pattern: &str| {
            let expression = regex_syntax::parse(pattern).unwrap();
            of_expression(&expression).map(|literals| literals.join("|"))
        };
        for (pattern, wanted) in [
            ("serviceaccount/(token|ca.crt)", Some("serviceaccount")),
            ("(curl|wget).*sh", Some("curl|wget")),
            ("(?i)curl", None),
            ("(abc)?", None),
            ("(abcd)+x", Some("abcd")),
            ("abc|d", None),
        ] {
            assert_eq!(of(pattern).as_deref(), wanted, "{pattern}");
        }
    }
}
