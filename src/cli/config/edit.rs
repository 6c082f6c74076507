//! Sets a key in the text of a config, everything else in it left as it is: comments, order, blanks. Knows TOML, not what
//! is set.

use std::fmt::Write;
use std::str::FromStr;

use toml_edit::{Document, DocumentMut, Item, Table, TomlError, Value};

use crate::text::hostile;

/// A key and what it is to be.
#[derive(Debug)]
pub(super) struct KeyEdit<'e> {
    /// The table that it is in.
    pub(super) table: &'e str,
    /// Its name, not quoted.
    pub(super) key: &'e str,
    /// Its value as TOML spells it.
    pub(super) value: &'e str,
}

/// The text with a key set; all else in it is as it was, byte for byte.
///
/// # Errors
/// If it is no TOML, or spelt in a way that can't be added to.
pub(super) fn set(text: &str, edit: &KeyEdit<'_>) -> Result<String, String> {
    let is_known = known(text, edit.table, |key| key == edit.key)?.is_some();
    let mut document: DocumentMut = parsed(text)?;
    let is_kept = written(&document, text) == text;
    if !is_kept || !put(&mut document, edit)? {
        return Err(by_hand(edit));
    }
    Ok(match is_known {
        true => written(&document, text),
        false => written(&document, &format!("{text}\n")),
    })
}

/// The text of a document, its lines ended as those of the text that it came from.
fn written(document: &DocumentMut, like: &str) -> String {
    let mut text = document.to_string();
    if !like.ends_with('\n') && text.ends_with('\n') {
        text.pop();
    }
    match like.contains("\r\n") {
        true => text.replace('\n', "\r\n"),
        false => text,
    }
}

/// Sets the key; answers whether it can be.
fn put(document: &mut DocumentMut, edit: &KeyEdit<'_>) -> Result<bool, String> {
    let mut value: Value = parsed(edit.value)?;
    if !document.contains_key(edit.table) {
        add_table(document, edit.table)?;
    }
    let Some(item) = document.get_mut(edit.table) else {
        return Ok(false);
    };
    let known = item.as_table_like_mut();
    if let Some(known) = known.and_then(|table| table.get_mut(edit.key)) {
        let Some(known) = known.as_value_mut() else {
            return Ok(false);
        };
        value.decor_mut().clone_from(known.decor());
        *known = value;
        return Ok(true);
    }
    let Some(table) = item.as_table_mut() else {
        return Ok(false);
    };
    table.insert_formatted(&parsed(&name(edit.key))?, Item::Value(value));
    Ok(true)
}

/// Adds an empty table behind everything else, a blank line between.
fn add_table(document: &mut DocumentMut, table: &str) -> Result<(), String> {
    let mut above = document.trailing().as_str().unwrap_or_default().to_owned();
    let is_alone = document.is_empty() && above.trim().is_empty();
    if !above.is_empty() && !above.ends_with('\n') {
        above.push('\n');
    }
    above.push_str(if is_alone { "" } else { "\n" });
    let mut added = Table::new();
    added.decor_mut().set_prefix(above);
    added.set_position(Some(isize::MAX));
    document.set_trailing("");
    document.insert_formatted(&parsed(&name(table))?, Item::Table(added));
    Ok(())
}

/// What a key is set to, as it is spelt there: the first key that is meant, and its value.
pub(super) fn known(
    text: &str,
    table: &str,
    is_meant: impl Fn(&str) -> bool,
) -> Result<Option<(String, String)>, String> {
    let document = Document::parse(text).map_err(|error| error.message().to_owned())?;
    let table = document.get(table).and_then(Item::as_table_like);
    let mut entries = table.into_iter().flat_map(|table| table.iter());
    let meant = entries.find(|(key, _)| is_meant(key));
    Ok(meant.map(|(key, item)| {
        let spelt = item.span().and_then(|span| text.get(span));
        (key.to_owned(), spelt.unwrap_or_default().to_owned())
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

fn parsed<T: FromStr<Err = TomlError>>(text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|error: TomlError| error.message().to_owned())
}

fn by_hand(edit: &KeyEdit<'_>) -> String {
    format!(
        "[{}] is spelt in a way that can't be added to: add this by hand: {}",
        edit.table,
        line(edit.key, edit.value)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn sets(before: &str, key: &str, after: &str) {
        let edit = KeyEdit {
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
        let edit = KeyEdit {
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
            let document: DocumentMut = line.parse().unwrap();
            prop_assert_eq!(document.get(&key).and_then(Item::as_str), Some(value.as_str()));
        }
    }
}
