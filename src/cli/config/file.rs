//! The file that a config is read from, written when something of the screen is to be kept: whole, or not at all.

use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use super::edit::{self, KeyEdit};
use crate::cli::args::values::ConfigPlace;
use crate::cli::diagnostics;
use crate::output::file;
use crate::record::field::same_name;
use crate::tui::{Draft, Entry, Settings};

/// The table of macros, and that of the screen.
const MACROS: &str = "macros";
const SCREEN: &str = "tui";

/// The text of the file with something in it, and what is to be said of that.
struct Edited {
    text: String,
    lines: Vec<String>,
    replaced: Vec<String>,
}

impl Settings for ConfigPlace {
    fn draft(&self, entry: &Entry) -> Result<Draft, String> {
        let path = self.path()?;
        let edited = edited(&read(path)?, entry)?;
        Ok(Draft {
            path: path.display().to_string(),
            lines: edited.lines,
            replaced: edited.replaced,
        })
    }

    fn write(&self, entry: &Entry, draft: &Draft) -> Result<(), String> {
        let path = self.path()?;
        let edited = edited(&read(path)?, entry)?;
        let is_as_shown = edited.lines == draft.lines
            && edited
                .replaced
                .iter()
                .all(|line| draft.replaced.contains(line));
        if !is_as_shown {
            return Err("the file is not what it was any more; nothing was written".to_owned());
        }
        write(path, &edited.text)
            .map_err(|error| format!("{}: {}", path.display(), diagnostics::plain(&error)))
    }
}

impl ConfigPlace {
    fn path(&self) -> Result<&Path, String> {
        match self {
            Self::Nowhere(why) => Err((*why).to_owned()),
            Self::At(path) => Ok(path),
        }
    }
}

/// What is in the file; nothing if it is not there.
fn read(path: &Path) -> Result<String, String> {
    let wrong = |error: io::Error| format!("{}: {}", path.display(), diagnostics::plain(&error));
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(wrong(error)),
    }
}

/// The text with something in it. What comes out can be read as a config.
fn edited(text: &str, entry: &Entry) -> Result<Edited, String> {
    let edited = match entry {
        Entry::Macro { name, filter } => named(text, name, filter)?,
        Entry::Columns { names, widths } => columns(text, names, widths)?,
    };
    super::parse(&edited.text).map_err(|(_, reason)| reason)?;
    Ok(edited)
}

/// A macro: one that is there already, however its name is spelt, gets another filter.
fn named(text: &str, name: &str, filter: &str) -> Result<Edited, String> {
    super::check(name, filter)?;
    let known = edit::known(text, MACROS, |known| same_name(known, name))?;
    let key = known.as_ref().map_or(name, |(key, _)| key.as_str());
    let value = edit::text(filter);
    let edit = KeyEdit {
        table: MACROS,
        key,
        value: &value,
    };
    let edited = edit::set(text, &edit)?;
    if edited == text {
        return Err(format!("is:{key} stands for this already"));
    }
    let replaced = known.iter().map(|(key, value)| edit::line(key, value));
    Ok(Edited {
        text: edited,
        lines: vec![format!("[{MACROS}]"), edit::line(key, &value)],
        replaced: replaced.collect(),
    })
}

/// The columns of the screen's list, and how wide some of them are.
fn columns(text: &str, names: &[String], widths: &[(String, usize)]) -> Result<Edited, String> {
    let wide = |(name, columns): &(String, usize)| format!("{} = {columns}", edit::name(name));
    let wide: Vec<String> = widths.iter().map(wide).collect();
    let values = [
        ("columns", edit::list(names)),
        ("widths", format!("{{ {} }}", wide.join(", "))),
    ];
    let mut edited = Edited {
        text: text.to_owned(),
        lines: vec![format!("[{SCREEN}]")],
        replaced: Vec::new(),
    };
    for (key, value) in values {
        let known = edit::known(text, SCREEN, |known| known == key)?;
        if key == "widths" && known.is_none() && widths.is_empty() {
            continue;
        }
        let value = value.replace("{  }", "{}");
        let edit = KeyEdit {
            table: SCREEN,
            key,
            value: &value,
        };
        edited.text = edit::set(&edited.text, &edit)?;
        edited.lines.push(edit::line(key, &value));
        let replaced = known.filter(|(_, known)| *known != value);
        edited
            .replaced
            .extend(replaced.map(|(key, value)| edit::line(&key, &value)));
    }
    match edited.text == text {
        true => Err("these columns are written there already".to_owned()),
        false => Ok(edited),
    }
}

/// Writes it whole or not at all. A link stays one, permissions stay, and what is no file is left alone.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = match fs::symlink_metadata(path) {
        Ok(_) => fs::canonicalize(path)?,
        Err(_) => path.to_owned(),
    };
    let known = match fs::metadata(&path) {
        Ok(known) if !known.is_file() => return Err(io::Error::other("is no file")),
        Ok(known) => Some(known.permissions()),
        Err(_) => None,
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    file::replace(&path, |file| {
        file.write_all(text.as_bytes())?;
        known.map_or(Ok(()), |permissions| file.set_permissions(permissions))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn filter(name: &str, filter: &str) -> Entry {
        Entry::Macro {
            name: name.to_owned(),
            filter: filter.to_owned(),
        }
    }

    fn kept(path: &Path, entry: &Entry) -> Result<Draft, String> {
        let place = ConfigPlace::At(path.to_owned());
        let draft = place.draft(entry)?;
        place.write(entry, &draft)?;
        Ok(draft)
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_that_is_not_there_is_made_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("knoxlog/config.toml");
        let draft = ConfigPlace::At(path.clone())
            .draft(&filter("odd", "op=file"))
            .unwrap();
        assert!(!path.exists());
        assert_eq!(draft.lines, ["[macros]", "odd = \"op=file\""]);
        kept(&path, &filter("odd", "op=file")).unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "[macros]\nodd = \"op=file\"\n"
        );
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_stays_one_and_the_file_keeps_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&path, "[output] # mine\n").unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
        symlink(&path, &link).unwrap();
        kept(&link, &filter("odd", "op=file")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(mode(&path), 0o644);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, "[output] # mine\n\n[macros]\nodd = \"op=file\"\n");
    }

    #[test]
    fn what_is_there_is_told_and_what_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "[macros]\nmy_own = 'op=file'\n").unwrap();
        let place = ConfigPlace::At(path.clone());
        let entry = filter("My-Own", "op=network");
        let draft = place.draft(&entry).unwrap();
        assert_eq!(draft.replaced, ["my_own = 'op=file'"]);
        fs::write(&path, "[macros]\nmy_own = 'op=process'\n").unwrap();
        let why = place.write(&entry, &draft).unwrap_err();
        assert!(why.contains("not what it was"), "{why}");
        assert!(fs::read_to_string(&path).unwrap().contains("process"));
        kept(&path, &entry).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, "[macros]\nmy_own = \"op=network\"\n");
        let why = kept(&path, &entry).unwrap_err();
        assert!(why.contains("already"), "{why}");
    }

    #[test]
    fn columns_take_the_place_of_those_that_were_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let columns = |names: &[&str], widths: &[(&str, usize)]| Entry::Columns {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            widths: widths
                .iter()
                .map(|(name, wide)| ((*name).to_owned(), *wide))
                .collect(),
        };
        for (entry, text) in [
            (
                columns(&["when", "path/2"], &[]),
                "[tui]\ncolumns = [\"when\", \"path/2\"]\n",
            ),
            (
                columns(&["path/2"], &[("path/2", 30)]),
                "[tui]\ncolumns = [\"path/2\"]\nwidths = { \"path/2\" = 30 }\n",
            ),
            (
                columns(&["op"], &[]),
                "[tui]\ncolumns = [\"op\"]\nwidths = {}\n",
            ),
        ] {
            kept(&path, &entry).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn a_name_that_is_none_or_taken_and_a_file_that_is_none_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        for (name, why) in [
            ("a b", "is no name of a macro"),
            ("", "is no name of a macro"),
            ("denied", "is built in"),
            ("De-nied", "is built in"),
        ] {
            let found = kept(&path, &filter(name, "op=file")).unwrap_err();
            assert!(found.contains(why), "{found}");
        }
        assert!(!path.exists());
        fs::write(&path, "[macros]\nx = 1\n").unwrap();
        assert!(kept(&path, &filter("odd", "op=file")).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "[macros]\nx = 1\n");
        let nowhere = kept(Path::new("/dev/null"), &filter("odd", "op=file"));
        assert!(nowhere.unwrap_err().contains("is no file"));
        symlink(folder.path().join("gone"), folder.path().join("link")).unwrap();
        assert!(kept(&folder.path().join("link"), &filter("odd", "op=file")).is_err());
        let why = ConfigPlace::default()
            .draft(&filter("odd", "op=file"))
            .unwrap_err();
        assert!(why.contains("HOME"), "{why}");
    }
}
