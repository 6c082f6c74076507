//! Sets a key in the text of a config, everything else in it left as it is: comments, order, blanks. Knows TOML, not what
//! is set.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use toml::{Spanned, Table, Value};

use crate::text::hostile;

/// A key and what it is to be.
#[derive(Debug)]
pub(super) struct Edit<'e> {
    /// The table that it is in.
    pub(super) table: &'e str,
    /// Its name, not quoted.
    pub(super) key: &'e str,
    /// Its value as TOML spells it.
    pub(super) value: &'e str,
}

/// The values of each table, and where they stand.
type Spans = BTreeMap<String, BTreeMap<String, Spanned<Value>>>;

/// The text with a key set. What comes out was read again: it differs from what was there in this key alone.
///
/// # Errors
/// If it is no TOML, or spelt in a way that can't be added to.
pub(super) fn set(text: &str, edit: &Edit<'_>) -> Result<String, String> {
    let mut wanted: Table = read(text)?;
    let Edit { table, key, value } = edit;
    let one: Table = read(&format!("value = {value}"))?;
    let value_of = one.get("value").cloned().unwrap_or(Value::Boolean(false));
    let entry = wanted
        .entry(*table)
        .or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(entries) = entry {
        entries.insert((*key).to_owned(), value_of);
    }
    let mut texts = edited(text, edit)?.into_iter();
    texts
        .find(|text| is_as(text, &wanted))
        .ok_or_else(|| by_hand(edit))
}

/// What the text may become, of which one says what is wanted if it can be said.
fn edited(text: &str, edit: &Edit<'_>) -> Result<Vec<String>, String> {
    let Edit { table, key, value } = edit;
    let spans: Spans = read(text)?;
    let entries = spans.get(*table);
    if let Some(known) = entries.and_then(|entries| entries.get(*key)) {
        let mut text = text.to_owned();
        text.replace_range(known.span(), value);
        return Ok(vec![text]);
    }
    let line = line(key, value);
    let ends = entries.into_iter().flatten().map(|(_, at)| at.span().end);
    if let Some(end) = ends.max() {
        let dotted = format!("{}.{line}", name(table));
        return Ok(vec![insert(text, end, &line), insert(text, end, &dotted)]);
    }
    let behind = header(text, table).map(|header| insert(text, header.end, &line));
    let gap = if text.trim().is_empty() { "" } else { "\n" };
    let section = format!("{gap}[{}]\n{line}", name(table));
    let end = insert(text, text.len(), &section);
    Ok(behind.into_iter().chain([end]).collect())
}

/// What a key is set to, as it is spelt there: the first key that is meant, and its value.
pub(super) fn known(
    text: &str,
    table: &str,
    is_meant: impl Fn(&str) -> bool,
) -> Result<Option<(String, String)>, String> {
    let spans: Spans = read(text)?;
    let entries = spans.get(table).into_iter().flatten();
    let mut meant = entries.filter(|(key, _)| is_meant(key));
    Ok(meant.next().map(|(key, value)| {
        let spelt = text.get(value.span()).unwrap_or_default();
        (key.clone(), spelt.to_owned())
    }))
}

/// A key and its value on a line.
pub(super) fn line(key: &str, value: &str) -> String {
    format!("{} = {value}", name(key))
}

/// A name as TOML spells it.
pub(super) fn name(name: &str) -> String {
    let is_bare = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
    match !name.is_empty() && name.chars().all(is_bare) {
        true => name.to_owned(),
        false => text(name),
    }
}

/// A text as TOML spells it; nothing in it steers a terminal.
pub(super) fn text(text: &str) -> String {
    let is_plain = !text.chars().any(|char| hostile(char) || char == '\'');
    if is_plain && text.contains(['"', '\\']) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            char if hostile(char) => {
                // Writing to a string can't fail.
                let _ = write!(out, "\\U{:08x}", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Texts as TOML spells a list of them.
pub(super) fn list(texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|item| text(item)).collect();
    format!("[{}]", items.join(", "))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| error.message().to_owned())
}

fn is_as(text: &str, wanted: &Table) -> bool {
    toml::from_str::<Table>(text).is_ok_and(|table| table == *wanted)
}

fn by_hand(edit: &Edit<'_>) -> String {
    format!(
        "[{}] is spelt in a way that can't be added to: add this by hand: {}",
        edit.table,
        line(edit.key, edit.value)
    )
}

/// The text with a line behind that in which a byte is; lines end as those that are there.
fn insert(text: &str, at: usize, line: &str) -> String {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let rest = behind.find('\n').map_or(behind.len(), |end| end + 1);
    let (rest, behind) = behind.split_at_checked(rest).unwrap_or((behind, ""));
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let is_closed = match rest.is_empty() {
        true => before.is_empty() || before.ends_with('\n'),
        false => rest.ends_with('\n'),
    };
    let gap = if is_closed { "" } else { end };
    let line = line.replace('\n', end);
    format!("{before}{rest}{gap}{line}{end}{behind}")
}

/// Where the line stands that begins a table.
fn header(text: &str, table: &str) -> Option<Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let inner = line.trim_start().strip_prefix('[')?.split(']').next()?;
        (inner.trim().trim_matches(['"', '\'']) == table).then_some(range)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn sets(before: &str, key: &str, after: &str) {
        let edit = Edit {
            table: "macros",
            key,
            value: "\"x=1\"",
        };
        assert_eq!(set(before, &edit).as_deref(), Ok(after));
    }

    #[test]
    fn a_key_is_added_where_its_table_ends_and_nothing_else_changes() {
        sets("", "a", "[macros]\na = \"x=1\"\n");
        sets("# mine\n", "a", "# mine\n\n[macros]\na = \"x=1\"\n");
        sets(
            "[output]\ntz = 'UTC'",
            "a",
            "[output]\ntz = 'UTC'\n\n[macros]\na = \"x=1\"\n",
        );
        sets(
            "[macros] # names\n\n# the end\n[keys]\nquit = 'Q'\n",
            "a",
            "[macros] # names\na = \"x=1\"\n\n# the end\n[keys]\nquit = 'Q'\n",
        );
        sets(
            "[ macros ]\n  b = 'y=1' # why\n\n[keys]\n",
            "a",
            "[ macros ]\n  b = 'y=1' # why\na = \"x=1\"\n\n[keys]\n",
        );
        sets(
            "[macros]\r\nb = 'y=1'\r\n",
            "a",
            "[macros]\r\nb = 'y=1'\r\na = \"x=1\"\r\n",
        );
        sets(
            "macros.b = 'y=1'\n",
            "a",
            "macros.b = 'y=1'\nmacros.a = \"x=1\"\n",
        );
        sets(
            "[macros]\nb = 'y=1'",
            "größe",
            "[macros]\nb = 'y=1'\n\"größe\" = \"x=1\"\n",
        );
    }

    #[test]
    fn a_key_that_is_there_gets_another_value_in_its_place() {
        sets(
            "[macros] # names\na   =  '''long''' # why\nb = 'y=1'\n",
            "a",
            "[macros] # names\na   =  \"x=1\" # why\nb = 'y=1'\n",
        );
        sets("macros = { a = 'y=1' }", "a", "macros = { a = \"x=1\" }");
        let known = known("[macros]\nmy_own = 'y=1'\n", "macros", |key| {
            key == "my_own"
        });
        assert_eq!(known, Ok(Some(("my_own".to_owned(), "'y=1'".to_owned()))));
    }

    #[test]
    fn what_cannot_be_added_to_is_left_alone() {
        let edit = Edit {
            table: "macros",
            key: "a",
            value: "\"x=1\"",
        };
        let why = set("macros = { b = 'y=1' }\n", &edit).unwrap_err();
        assert!(why.ends_with("by hand: a = \"x=1\""), "{why}");
        assert!(set("[macros\n", &edit).is_err());
        // The line looks like a header, and is part of a text.
        let text = "[output]\ntz = '''\n[macros]\n'''\n";
        let added = set(text, &edit).unwrap();
        assert!(added.starts_with(text), "{added}");
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_it_was_and_steers_no_terminal(
            key in prop::collection::vec(any::<char>(), 0..20),
            value in prop::collection::vec(any::<char>(), 0..40),
        ) {
            let (key, value): (String, String) = (key.into_iter().collect(), value.into_iter().collect());
            let line = line(&key, &text(&value));
            prop_assert!(!line.chars().any(hostile), "{line}");
            let table: Table = toml::from_str(&line).unwrap();
            prop_assert_eq!(table.get(&key).and_then(Value::as_str), Some(value.as_str()));
        }
    }
}
