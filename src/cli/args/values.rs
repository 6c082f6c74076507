//! Values of options that are more than a word: which are taken, and what the config puts beside them.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::input::envelope::ENVELOPES;
use crate::output::{FORMATS, Format};

/// What `fmt=TEMPLATE` begins with.
pub(in crate::cli) const TEMPLATE: &str = "fmt=";

/// Takes the name of a format, or a template.
#[derive(Clone)]
pub(in crate::cli) struct FormatParser;

impl FormatParser {
    fn names() -> PossibleValuesParser {
        let row = |format: &&Format| {
            PossibleValue::new(format.name)
                .aliases(format.aliases)
                .help(format.doc)
        };
        PossibleValuesParser::new(FORMATS.iter().map(row))
    }
}

impl TypedValueParser for FormatParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        match value.to_str() {
            Some(text) if text.starts_with(TEMPLATE) => Ok(text.to_owned()),
            _ => Self::names().parse_ref(command, arg, value),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values: Vec<PossibleValue> = Self::names().possible_values()?.collect();
        Some(Box::new(values.into_iter()))
    }
}

/// Names that `--envelope` takes.
pub(in crate::cli) fn envelope_names() -> PossibleValuesParser {
    let auto = PossibleValue::new("auto").help("whatever each line wears");
    let rows = ENVELOPES
        .iter()
        .map(|row| PossibleValue::new(row.name).help(row.doc));
    PossibleValuesParser::new(std::iter::once(auto).chain(rows))
}

/// What the config says of the interactive screen.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct ScreenConfig {
    /// Names of what keys do, and the keys.
    pub(in crate::cli) keys: Vec<(String, Vec<String>)>,
    /// Columns of the list; empty if it says nothing of them.
    pub(in crate::cli) columns: Vec<String>,
    /// How wide some of them are.
    pub(in crate::cli) widths: Vec<(String, usize)>,
    /// Where something is written that is to be kept.
    pub(in crate::cli) place: ConfigPlace,
}

/// Why there is no config where no folder for it is known.
const NOWHERE: &str = "neither XDG_CONFIG_HOME nor HOME says where: --config FILE";

/// Where the config is kept.
#[derive(Clone, Debug)]
pub(in crate::cli) enum ConfigPlace {
    /// There is none: why.
    Nowhere(&'static str),
    /// Here, whether there is such a file or not.
    At(PathBuf),
}

impl Default for ConfigPlace {
    fn default() -> Self {
        Self::Nowhere(NOWHERE)
    }
}
