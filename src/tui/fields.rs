//! Lists of fields, as they are typed on the screen.

use super::session::Session;
use crate::record::column::{Column, columns};
use crate::record::field::names;
use crate::text::near;

/// The fields of a list that are parted by commas or blanks.
///
/// # Errors
/// What is wrong with it, in words.
pub fn parse(text: &str, session: &Session) -> Result<Vec<Column>, String> {
    let typed = text.split([',', ' ']).filter(|name| !name.is_empty());
    let list = columns(typed, session.language.indicators.as_ref()).map_err(|name| {
        let near = near(&name, names());
        format!("no field is called `{name}`{near}")
    })?;
    match list.is_empty() {
        true => Err("a field is wanted, or several, parted by commas".to_owned()),
        false => Ok(list),
    }
}

/// The same as a text.
pub fn text(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    names.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::testing::session;

    #[test]
    fn a_list_is_read_and_what_is_wrong_is_said() {
        let (session, _file) = session("");
        let list = parse(" exe, path/2  namespace", &session).unwrap();
        assert_eq!(text(&list), "exe,path/2,namespace");
        let wrong = parse("exe,ouctome", &session).unwrap_err();
        assert_eq!(wrong, "no field is called `ouctome`; near: `outcome`");
        assert!(parse(" , ", &session).is_err());
    }
}
