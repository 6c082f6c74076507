//! Secrets in what was typed: filters and command lines, in which quotes and operators stand before a value.

use std::sync::LazyLock;

use regex::Regex;

use super::{apart, masked, spans};

/// What stands before a value: quotes at the start of a word; the operator behind a field at the start
/// of a text or of a quoted word, with a quote behind it, or with a value whose blanks are escaped.
static HEADS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let heads = [
        r#"(?:^|[\s(,])(["'(]+)"#,
        r#"(?:^|[\s(]["'(]*)["']*-{0,2}[\w.\-/]+(!?[=:~<>]{1,2}["'(]+)"#,
        r#"(?:^|[\s(]["'(]+)-{0,2}[\w.\-/]+(!?[=:~<>]{1,2})"#,
        r#"(?:^|[^\\][\s(])[\w.\-/]+(!?[=:~<>]{1,2})[^\s"'(]*\\\s"#,
    ];
    heads
        .iter()
        .filter_map(|head| Regex::new(head).ok())
        .collect()
});

/// A filter or a command line with its secrets masked; `None` if it holds none. They are looked for in the text as it is,
/// and with blanks for what stands before values: `cmd:"mysql -px"` runs `mysql`.
///
/// ```
/// use knoxlog::text::redact_typed;
/// assert_eq!(redact_typed("cmd:\"mysql -phunter2\"").unwrap(), "cmd:\"mysql -p[redacted]");
/// assert_eq!(redact_typed("cmd:\"nc -l -p 8080\""), None);
/// ```
pub fn redact_typed(text: &str) -> Option<String> {
    let mut found = spans(text);
    let mut parted = text.as_bytes().to_vec();
    for head in HEADS.iter() {
        let groups = head.captures_iter(text).filter_map(|groups| groups.get(1));
        for range in groups.map(|group| group.range()) {
            parted.get_mut(range).unwrap_or_default().fill(b' ');
        }
    }
    let places = &mut unescaped(&parted);
    let bytes = places.iter().filter_map(|at| parted.get(*at).copied());
    let parted = String::from_utf8(bytes.collect()).unwrap_or_default();
    places.push(text.len());
    let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
    found.extend(
        spans(&parted)
            .into_iter()
            .map(|span| place(span.start)..place(span.end)),
    );
    masked(text, &apart(found)).map(|(text, _)| text)
}

/// Where the bytes of a text stand that are no backslash before what has to be escaped in a value.
fn unescaped(text: &[u8]) -> Vec<usize> {
    let mut places = Vec::with_capacity(text.len() + 1);
    let mut bytes = text.iter().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let escaped = bytes.next_if(|(_, next)| *byte == b'\\' && b" \"'(),\\*?".contains(next));
        places.push(escaped.map_or(at, |(at, _)| at));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::secrets::RULES;

    #[test]
    fn every_form_of_secret_is_found_behind_what_stands_before_a_value() {
        for rule in RULES {
            let example = rule.example;
            for typed in [
                example.to_owned(),
                format!("cmd:\"{example}\""),
                format!("ns=shop and (cmd=\"{example}\")"),
                format!("ns=shop and cmd={}", bare(example)),
                format!("knoxlog report 'cmd:{example}' a.ndjson"),
                format!("knoxlog report --source '{example}' a.ndjson"),
                format!("knoxlog report '--source={example}' a.ndjson"),
                format!("knoxlog report '-ecmd:\"{example}\"' a.ndjson"),
            ] {
                let secrets = spans(example).into_iter().filter(|secret| secret.len() > 3);
                let shown = redact_typed(&typed).unwrap_or_else(|| panic!("{typed}"));
                for secret in secrets {
                    assert!(!shown.contains(&example[secret]), "{typed}: {shown}");
                }
            }
        }
    }

    /// A value as the language prints it without quotes.
    fn bare(value: &str) -> String {
        let escaped = |char: char| match char {
            ' ' | '"' | '\'' | '(' | ')' | ',' | '\\' | '*' | '?' => format!("\\{char}"),
            char => char.to_string(),
        };
        value.chars().map(escaped).collect()
    }

    #[test]
    fn what_only_looks_alike_stays() {
        for text in rules_harmless() {
            assert_eq!(redact_typed(text), None, "{text}");
        }
    }

    fn rules_harmless() -> impl Iterator<Item = &'static str> {
        RULES.iter().flat_map(|rule| rule.harmless).copied()
    }
}
