//! A record's JSON line by line, as a person reads it: one member a line, what is inside of it indented, so that it can be
//! folded.

use crate::json::scan::{ObjectIter, any_element};
use crate::json::{self, Raw, ValueKind};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrettyLine {
    /// How far it is indented.
    pub depth: usize,
    /// Its text as it stands in the record. Not escaped for a terminal.
    pub text: String,
    /// The line on which what begins here ends; its own if nothing does.
    pub end: usize,
}

/// Deeper than this, a value stays on its line.
const DEEPEST: usize = json::full::MAX_DEPTH;

/// The lines of a valid JSON text.
///
/// ```
/// use knoxlog::record::pretty::outline;
/// let lines = outline(br#"{"PID":1,"Tags":["a"]}"#);
/// let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
/// assert_eq!(texts, ["{", "\"PID\": 1,", "\"Tags\": [", "\"a\"", "]", "}"]);
/// assert_eq!((lines[0].end, lines[2].end), (5, 4));
/// ```
pub fn outline(value: Raw<'_>) -> Vec<PrettyLine> {
    let mut lines = Vec::new();
    write(value, ["", ""], 0, &mut lines);
    lines
}

/// Writes a value behind `head`, and `tail` behind it.
fn write(value: Raw<'_>, [head, tail]: [&str; 2], depth: usize, lines: &mut Vec<PrettyLine>) {
    let text = |bytes: Raw<'_>| String::from_utf8_lossy(bytes).into_owned();
    let items = match json::kind(value) {
        _ if depth >= DEEPEST => Vec::new(),
        ValueKind::Object => members(value),
        ValueKind::Array => elements(value),
        _ => Vec::new(),
    };
    let start = lines.len();
    let mut line = |depth, text, end| lines.push(PrettyLine { depth, text, end });
    if items.is_empty() {
        return line(depth, format!("{head}{}{tail}", text(value)), start);
    }
    let brackets = match json::kind(value) {
        ValueKind::Array => ["[", "]"],
        _ => ["{", "}"],
    };
    line(depth, format!("{head}{}", brackets[0]), start);
    let last = items.len() - 1;
    for (at, (key, item)) in items.into_iter().enumerate() {
        let head = key.map_or(String::new(), |key| format!("\"{}\": ", text(key)));
        let comma = if at == last { "" } else { "," };
        write(item, [&head, comma], depth + 1, lines);
    }
    let end = lines.len();
    lines.push(PrettyLine {
        depth,
        text: format!("{}{tail}", brackets[1]),
        end,
    });
    if let Some(line) = lines.get_mut(start) {
        line.end = end;
    }
}

type Item<'a> = (Option<&'a [u8]>, Raw<'a>);

fn members(object: Raw<'_>) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    if let Ok(mut walk) = ObjectIter::object(object) {
        while let Ok(Some(member)) = walk.next(object) {
            items.push((Some(member.key.of(object)), member.value.of(object)));
        }
    }
    items
}

fn elements(array: Raw<'_>) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    any_element(array, |element| {
        items.push((None, element));
        false
    });
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(json: &str) -> String {
        outline(json.as_bytes())
            .iter()
            .map(|line| line.text.as_str())
            .collect()
    }

    #[test]
    fn what_is_empty_stays_on_its_line() {
        assert_eq!(
            joined(r#"{"a":{},"b":[],"c":null}"#),
            r#"{"a": {},"b": [],"c": null}"#
        );
        assert_eq!(outline(b"{}").len(), 1);
    }

    proptest! {
        #[test]
        fn the_lines_are_the_same_json(numbers in prop::collection::vec(any::<i32>(), 0..4), text in any::<String>()) {
            let value = serde_json::json!({"a": numbers, "b": {"c": text, "d": [{"e": true}]}});
            let again: serde_json::Value = serde_json::from_str(&joined(&value.to_string())).unwrap();
            prop_assert_eq!(again, value);
        }

        #[test]
        fn every_line_ends_within_the_one_that_it_is_in(depth in 0usize..20) {
            let json = format!("{}{}", "{\"a\":".repeat(depth), "1") + &"}".repeat(depth);
            let lines = outline(json.as_bytes());
            for (at, line) in lines.iter().enumerate() {
                prop_assert!(line.end >= at && line.end < lines.len());
                prop_assert_eq!(lines[line.end].depth, line.depth);
            }
        }
    }
}
