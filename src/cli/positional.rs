//! Terms and files, told apart by spelling alone: the disk is never asked.

use crate::query::op;
use crate::record::field;

/// Whether a word of the command line is a condition: it begins like one, or holds a blank and
/// something that does.
pub(super) fn is_term(word: &str) -> bool {
    if word.starts_with('(') || begins_condition(word) {
        return true;
    }
    let words: Vec<&str> = word.split_whitespace().collect();
    if words.len() < 2 {
        return false;
    }
    words
        .iter()
        .any(|word| begins_condition(word.trim_start_matches(['(', '!'])))
        || has_spoken_operator(&words)
}

/// `ns in a,b`, `pid > 5`, `ns not exists`: a field, then an operator apart from it.
fn has_spoken_operator(words: &[&str]) -> bool {
    words.windows(2).any(|pair| match pair {
        [first, second] => {
            let is_field = field::find(first.trim_start_matches('(')).is_some();
            let is_operator = op::is_sign(second)
                || op::is_word(second)
                || matches!(second.to_ascii_lowercase().as_str(), "not" | "exists");
            let is_prefix = matches!(first.to_ascii_lowercase().as_str(), "exists" | "missing");
            is_field && is_operator || is_prefix && field::find(second).is_some()
        }
        _ => false,
    })
}

/// A field and an operator, or one of `has: no: is: any: raw:`; a `!` may stand before it.
fn begins_condition(word: &str) -> bool {
    let word = word.strip_prefix('!').unwrap_or(word);
    if word.starts_with("./") || word.starts_with("..") {
        return false;
    }
    let Some(end) = word.find(['=', '!', ':', '~', '<', '>']) else {
        return false;
    };
    let (name, rest) = word.split_at(end);
    let is_operator = !rest.starts_with('!') || rest.starts_with("!=") || rest.starts_with("!~");
    is_operator && is_name(name)
}

fn is_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_free =
        name.starts_with('.') || lower.starts_with("labels.") || lower.starts_with("label.");
    let is_begun =
        name.starts_with(|char: char| char.is_alphabetic() || char == '_' || char == '.');
    let is_char = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '/' | '.');
    is_begun && (is_free || name.chars().all(is_char))
}

/// A text of several lines on one.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `start+10m`, `end-30m`: whether it counts from the start, and how far.
pub(super) fn anchored(text: &str) -> Option<(bool, &str)> {
    let shift = |anchor| {
        let rest = text.trim().strip_prefix(anchor)?;
        (rest.is_empty() || rest.starts_with(['+', '-'])).then_some(rest)
    };
    shift("start")
        .map(|rest| (true, rest))
        .or_else(|| shift("end").map(|rest| (false, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_decides() {
        for term in [
            "ns=default",
            "ns!=a,b",
            "pid>1000",
            "severity>=5",
            "proc~bash",
            "proc!~bash",
            "has:policy",
            "no:uid",
            "is:alert",
            "any:x",
            "raw:x",
            "(ns=default)",
            "ns=a or op=b",
            "not ns=a",
            "!is:denied",
            ".ExecEvent.ExecID=12",
            "labels.app.kubernetes.io/name=vault",
            "labels.a@b=1",
            "ns in a,b",
            "pid > 1000",
            "uid not exists",
            "exists uid",
            "time=12:00..13:00",
            "http://host/path",
        ] {
            assert!(is_term(term), "{term}");
        }
        for file in [
            "alerts.ndjson",
            "./ns=default",
            "../ns=default",
            "/var/log/x=y",
            "-",
            "node 1.log",
            "pid",
            "curl",
            "2026-03-14T09:00.json",
            "a b c",
            "logs",
            "=x",
            "!x",
        ] {
            assert!(!is_term(file), "{file}");
        }
    }
}
