//! The file of names and looks: macros, lists of columns, zone, colours, keys. It never adds a condition.

mod edit;
mod file;

use std::collections::BTreeMap;
use std::env::var_os;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anstyle::Style;
use serde::Deserialize;

use super::args::values::{ConfigPlace, ScreenConfig};
use super::args::{ColorChoice, CommonArgs, ConfigArgs};
use super::{Failure, diagnostics, positional};
use crate::output::list_column::column_fault;
use crate::query::Term;
use crate::query::macros::{Macro, built_in};
use crate::record::field::same_name;
use crate::text::{Role, Safe, Theme, parse_style};
use crate::tui::keymap;

/// What the files say, the user's before the system's.
#[derive(Debug, Default)]
pub(super) struct Config {
    macros: Vec<Macro>,
    columns: BTreeMap<String, String>,
    styles: Vec<(Role, Style)>,
    screen: ScreenConfig,
    tz: Option<String>,
    color: Option<ColorChoice>,
    /// What is to be said of files that can't be read.
    pub(super) unread: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    #[serde(default)]
    macros: BTreeMap<String, String>,
    #[serde(default)]
    columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    colors: BTreeMap<String, String>,
    #[serde(default)]
    keys: BTreeMap<String, KeyBindings>,
    #[serde(default)]
    tui: TuiTable,
    #[serde(default)]
    output: OutputTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TuiTable {
    columns: Option<Vec<String>>,
    #[serde(default)]
    widths: BTreeMap<String, usize>,
}

/// One sequence of keys, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum KeyBindings {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutputTable {
    tz: Option<String>,
    color: Option<ColorChoice>,
}

/// The file for all users of a machine.
const SYSTEM: &str = "/etc/knoxlog/config.toml";

impl Config {
    /// Reads the file that is named, or `KNOXLOG_CONFIG`; else the user's, then the system's, where they are.
    pub(super) fn load(args: &ConfigArgs) -> Result<Self, Failure> {
        let mut config = Self::default();
        if args.no_config {
            config.screen.place = ConfigPlace::Nowhere("--no-config: nothing is written either");
            return Ok(config);
        }
        let named = args.config.clone().or_else(|| {
            var_os("KNOXLOG_CONFIG")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
        });
        config.screen.place = named
            .clone()
            .or_else(user)
            .map_or_else(ConfigPlace::default, ConfigPlace::At);
        match named {
            Some(path) => config.read(&path, true)?,
            None => {
                for path in user().into_iter().chain([PathBuf::from(SYSTEM)]) {
                    config.read(&path, false)?;
                }
            }
        }
        Ok(config)
    }

    /// Takes in what a file says that none before it has said.
    fn read(&mut self, path: &Path, is_named: bool) -> Result<(), Failure> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if !is_named && error.kind() != io::ErrorKind::InvalidData => {
                self.unread.extend(unread(path, &error));
                return Ok(());
            }
            Err(error) => return Err(broken(path, None, &error.to_string())),
        };
        let file = parse(&text).map_err(|(line, reason)| broken(path, line, &reason))?;
        for (name, filter) in file.macros {
            check(&name, &filter)
                .map_err(|reason| broken(path, place_of(&text, &name), &reason))?;
            let origin = path.display().to_string();
            if !self
                .macros
                .iter()
                .any(|known| same_name(&known.name, &name))
            {
                self.macros.push(Macro {
                    name,
                    filter,
                    origin,
                });
            }
        }
        for (name, list) in file.columns {
            self.columns.entry(name).or_insert_with(|| list.join(","));
        }
        for (name, style) in file.colors {
            let chosen = style_of(&name, &style);
            let chosen = chosen.map_err(|reason| broken(path, place_of(&text, &name), &reason))?;
            self.styles.push(chosen);
        }
        self.take_keys(file.keys, path, &text)?;
        self.take_columns(file.tui, path, &text)?;
        self.tz = self.tz.take().or(file.output.tz);
        self.color = self.color.or(file.output.color);
        Ok(())
    }

    /// Takes in keys, and says what is wrong with them.
    fn take_keys(
        &mut self,
        keys: BTreeMap<String, KeyBindings>,
        path: &Path,
        text: &str,
    ) -> Result<(), Failure> {
        for (name, keys) in keys {
            if self.screen.keys.iter().all(|(known, _)| *known != name) {
                let keys = match keys {
                    KeyBindings::One(keys) => vec![keys],
                    KeyBindings::Several(keys) => keys,
                };
                self.screen.keys.push((name, keys));
            }
        }
        match keymap::fault(&self.screen.keys) {
            None => Ok(()),
            Some((name, reason)) => Err(broken(path, place_of(text, name), &reason)),
        }
    }

    /// Takes in columns of the screen, and says which of them are none.
    fn take_columns(&mut self, tui: TuiTable, path: &Path, text: &str) -> Result<(), Failure> {
        let list = tui.columns.unwrap_or_default();
        let names = list.iter().chain(tui.widths.keys()).map(String::as_str);
        if let Some((name, reason)) = column_fault(names) {
            let line = text.lines().position(|line| line.contains(name));
            return Err(broken(path, line.map(|at| at + 1), &reason));
        }
        if self.screen.columns.is_empty() && !list.is_empty() {
            self.screen.columns = list;
            self.screen.widths = tui.widths.into_iter().collect();
        }
        Ok(())
    }

    /// Puts in what was not typed: zone, colour and keys; and lists of columns for their names.
    pub(super) fn fill(&self, run: &mut CommonArgs) -> Result<(), Failure> {
        run.time.tz = run.time.tz.take().or_else(|| self.tz.clone());
        run.output.color = run.output.color.or(self.color);
        run.output.screen.clone_from(&self.screen);
        if !self.styles.is_empty() {
            let theme = Theme::new(self.styles.iter().copied());
            // Once a run, for all of it.
            run.output.theme = Some(Box::leak(Box::new(theme)));
        }
        let Some(name) = run
            .output
            .columns
            .as_deref()
            .and_then(|list| list.strip_prefix('@'))
        else {
            return Ok(());
        };
        let Some(list) = self.columns.get(name) else {
            let known: Vec<String> = self.columns.keys().map(|name| format!("@{name}")).collect();
            return Err(Failure::Usage {
                message: format!("no list of columns is called `{name}`"),
                help: match known.is_empty() {
                    true => {
                        "name lists in the file of --config: [columns] net = [\"time\", \"ip\"]"
                            .to_owned()
                    }
                    false => format!("known: {}", known.join(", ")),
                },
            });
        };
        run.output.columns = Some(list.clone());
        Ok(())
    }

    /// All macros: the built-in ones, then those of the files.
    pub(super) fn macros(&self) -> Vec<Macro> {
        built_in()
            .into_iter()
            .chain(self.macros.iter().cloned())
            .collect()
    }
}

/// What a text says; where it is none, and why.
fn parse(text: &str) -> Result<ConfigFile, (Option<usize>, String)> {
    toml_edit::de::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        (line, error.message().to_owned())
    })
}

/// The line on which a name is set, from 1.
fn place_of(text: &str, name: &str) -> Option<usize> {
    let mut lines = text.lines();
    lines
        .position(|line| line.trim_start().starts_with(name))
        .map(|at| at + 1)
}

/// What a piece of output is, and how it is to look; why not.
fn style_of(name: &str, style: &str) -> Result<(Role, Style), String> {
    let role = Role::ALL.into_iter().find(|role| role.name() == name);
    let Some(role) = role else {
        let known = Role::ALL.map(Role::name);
        return Err(format!(
            "`{name}` has no colour; these have: {}",
            known.join(", ")
        ));
    };
    match parse_style(style) {
        Ok(style) => Ok((role, style)),
        Err(word) => Err(format!(
            "`{word}` is no style: bold, dimmed, italic, underline, plain, red, bright-red …"
        )),
    }
}

/// Whether a macro has a name of its own and can be read; why not.
fn check(name: &str, filter: &str) -> Result<(), String> {
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|char| char.is_alphanumeric() || "_-".contains(char));
    if !is_name {
        return Err(format!(
            "`{name}` is no name of a macro: letters, digits, `-` and `_`"
        ));
    }
    if built_in().iter().any(|known| same_name(&known.name, name)) {
        return Err(format!(
            "`is:{name}` is built in, and means the same everywhere"
        ));
    }
    Term::parse(filter)
        .map(drop)
        .map_err(|error| format!("`is:{name}`: {}", error.what.message()))
}

/// `$XDG_CONFIG_HOME/knoxlog/config.toml`, by default in `~/.config`.
fn user() -> Option<PathBuf> {
    let folder = |name: &str| {
        var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let base = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
    Some(base.join("knoxlog/config.toml"))
}

/// What is to be said of a file that nobody named and that can't be read; nothing if it is not there.
fn unread(path: &Path, error: &io::Error) -> Option<String> {
    use io::ErrorKind::{NotADirectory, NotFound};
    let is_there = !matches!(error.kind(), NotFound | NotADirectory);
    is_there.then(|| {
        let (path, why) = (Safe::path(path), diagnostics::plain(error));
        format!("{path}: {why}; nothing of this config holds: --no-config says so unasked")
    })
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or(text).matches('\n').count() + 1
}

fn broken(path: &Path, line: Option<usize>, reason: &str) -> Failure {
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    Failure::Usage {
        message: format!("{}{line}: {}", path.display(), positional::one_line(reason)),
        help: "mend it, or leave it out: --no-config".to_owned(),
    }
}
