//! Near names: what a mistyped word may have meant.

use super::fold;

/// Names offered at once: more is a list to read, not a hint.
const MOST: usize = 3;

/// The known names nearest to `typed`, best first, at most three; none if nothing is near.
///
/// Near is an edit distance (swaps count one) of 2, of 1 for words up to three letters, or `typed` being the first
/// two or more letters of a name. Case doesn't count. Equals keep the order they came in.
///
/// ```
/// use knoxlog::text::nearest;
/// assert_eq!(nearest("namspace", ["pod", "namespace"].into_iter()), ["namespace"]);
/// ```
pub fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let typed: Vec<char> = typed.chars().map(fold).collect();
    let mut near: Vec<((usize, usize), &str)> = Vec::new();
    for name in known {
        if let Some(score) = score(&typed, name)
            && !near.iter().any(|&(_, seen)| seen == name)
        {
            near.push((score, name));
        }
    }
    near.sort_by_key(|&(score, _)| score);
    near.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// What is said behind a name that is none: which known ones are near; nothing if none is.
///
/// ```
/// use knoxlog::text::near;
/// assert_eq!(near("namspace", ["pod", "namespace"].into_iter()), "; near: `namespace`");
/// assert_eq!(near("frobnicate", ["pod"].into_iter()), "");
/// ```
pub fn near<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> String {
    match quoted_names(nearest(typed, known), ", ") {
        Some(names) => format!("; near: {names}"),
        None => String::new(),
    }
}

/// Names in backquotes; `None` if there are none.
pub fn quoted_names<'a>(names: impl IntoIterator<Item = &'a str>, between: &str) -> Option<String> {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| names.join(between))
}

/// Lower is nearer: first the distance (completions count as three edits), then how many letters were left out.
fn score(typed: &[char], name: &str) -> Option<(usize, usize)> {
    let name: Vec<char> = name.chars().map(fold).collect();
    let limit = if typed.len() <= 3 { 1 } else { 2 };
    let apart = typed.len().abs_diff(name.len());
    // The lengths alone rule most names out, and keep a pasted megabyte from being measured.
    if apart <= limit {
        let distance = strsim::generic_damerau_levenshtein(typed, &name);
        // A word that would have to be replaced whole isn't a typo.
        if distance <= limit && distance < typed.len() {
            return Some((distance, apart));
        }
    }
    (typed.len() >= 2 && name.starts_with(typed)).then_some((3, apart))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near<'a>(typed: &str, known: &[&'a str]) -> Vec<&'a str> {
        nearest(typed, known.iter().copied())
    }

    #[test]
    fn the_nearer_of_two_comes_first() {
        assert_eq!(
            near("namspac", &["nampaca", "namespac"]),
            ["namespac", "nampaca"]
        );
        assert_eq!(
            near("prot", &["process", "port", "proto"]),
            ["port", "proto"]
        );
    }

    #[test]
    fn a_typo_comes_before_a_completion_and_short_completions_before_long() {
        assert_eq!(
            near("sourc", &["source.address", "source", "soar"]),
            ["source", "soar", "source.address"]
        );
        assert_eq!(
            near("name", &["namespaces", "namespace"]),
            ["namespace", "namespaces"]
        );
    }

    #[test]
    fn short_words_need_to_be_nearer() {
        assert_eq!(near("pdo", &["pod", "ppid", "op"]), ["pod"]);
        assert!(near("x", &["ns", "op", "y"]).is_empty());
        assert!(near("", &["ns"]).is_empty());
    }

    #[test]
    fn case_does_not_count_and_equals_keep_their_order() {
        assert_eq!(near("HOSTNANE", &["HostName"]), ["HostName"]);
        assert_eq!(
            near("hist", &["list", "host", "mist", "fist", "host"]),
            ["list", "host", "mist"]
        );
    }

    #[test]
    fn strangers_are_not_offered() {
        assert!(near("frobnicate", &["namespace", "pod"]).is_empty());
        assert!(near(&"n".repeat(1 << 20), &["namespace"]).is_empty());
    }
}
