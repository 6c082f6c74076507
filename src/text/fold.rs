//! Case made not to count: Unicode simple case folding, as `(?i)` of the regex crate has it.

use std::borrow::Cow;

/// The one character that stands for all that differ from `c` by case only.
///
/// Character by character, so lengths agree: `ß` folds with `ẞ`, not with `ss`. Two characters fold alike exactly
/// if `(?i)` takes one for the other, so `=`, `:` and `~` agree on what case is.
pub fn fold(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    match c {
        // Dotless i is not a case of i, though its capital is I.
        '\u{131}' => c,
        // Three pairs whose capitals are several characters, so that mapping to one and back can't join them.
        '\u{1FD3}' => '\u{390}',
        '\u{1FE3}' => '\u{3B0}',
        '\u{FB05}' => '\u{FB06}',
        _ => single(single(c, char::to_uppercase), char::to_lowercase),
    }
}

/// `c` mapped, unless it maps to several characters.
fn single<I: Iterator<Item = char>>(c: char, map: fn(char) -> I) -> char {
    let mut mapped = map(c);
    match (mapped.next(), mapped.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Appends `text`, folded.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let from = out.len();
        out.push_str(text);
        out[from..].make_ascii_lowercase();
    } else {
        out.extend(text.chars().map(fold));
    }
}

/// `text` folded; borrowed if it is so already.
pub fn folded(text: &str) -> Cow<'_, str> {
    let is_folded = match text.is_ascii() {
        true => !text.bytes().any(|byte| byte.is_ascii_uppercase()),
        false => text.chars().all(|c| fold(c) == c),
    };
    if is_folded {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    Cow::Owned(out)
}

/// Whether two texts are equal but for case. Allocates nothing.
///
/// ```
/// use knoxlog::text::eq_fold;
/// assert!(eq_fold("HostPPID", "hostppid") && eq_fold("ÜBER", "über"));
/// assert!(!eq_fold("straße", "strasse"));
/// ```
pub fn eq_fold(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.chars().map(fold).eq(b.chars().map(fold))
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

    /// Walks all characters the regex crate knows: a newer standard library may pair some it hasn't heard of.
    #[test]
    fn folds_exactly_as_regex_does() {
        let mut wrong = Vec::new();
        let mut seen = std::collections::HashMap::<char, char>::new();
        for c in ('\0'..=char::MAX).filter(|c| !is_unassigned(*c)) {
            let mut class = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
            class.try_case_fold_simple().unwrap();
            let equals: Vec<char> = class
                .iter()
                .flat_map(|range| range.start()..=range.end())
                .collect();
            if equals.iter().any(|&other| fold(other) != fold(c)) {
                wrong.push(c);
            }
            // A fold shared by two classes would join what regex keeps apart.
            if *seen.entry(fold(c)).or_insert(equals[0]) != equals[0] {
                wrong.push(c);
            }
        }
        assert!(
            wrong.is_empty(),
            "{:?}",
            wrong
                .iter()
                .map(|&c| format!("U+{:04X}", u32::from(c)))
                .collect::<Vec<_>>()
        );
    }

    fn is_unassigned(c: char) -> bool {
        use std::sync::LazyLock;
        static UNASSIGNED: LazyLock<regex::Regex> =
            LazyLock::new(|| regex::Regex::new(r"^\p{Cn}$").unwrap());
        UNASSIGNED.is_match(c.encode_utf8(&mut [0; 4]))
    }

    #[test]
    fn folding_twice_is_folding_once() {
        assert_eq!(('\0'..=char::MAX).find(|&c| fold(fold(c)) != fold(c)), None);
    }

    #[test]
    fn the_known_traps() {
        assert!(
            eq_fold("\u{212a}", "k") && eq_fold("ſ", "S") && eq_fold("ς", "Σ") && eq_fold("µ", "μ")
        );
        assert!(!eq_fold("ı", "i") && !eq_fold("İ", "i") && !eq_fold("a", "ab"));
    }

    #[test]
    fn what_is_folded_is_borrowed() {
        assert!(matches!(folded("already über"), Cow::Borrowed(_)));
        assert_eq!(folded("Über ALLES"), "über alles");
        let mut out = String::from("KEPT ");
        fold_into("AbC", &mut out);
        assert_eq!(out, "KEPT abc");
    }
}
