//! What the environment says of the terminal.

use std::env::var_os;
use std::ffi::OsString;

use super::args::ColorChoice;
use crate::text::{Paint, Theme};

/// Columns of a terminal that does not say how many it has.
const DEFAULT_WIDTH: usize = 80;

/// Columns to fit: what was typed, else `COLUMNS`, else what the terminal says.
pub(super) fn width(typed: Option<usize>) -> usize {
    let from_variable = || var_os("COLUMNS")?.to_str()?.parse().ok();
    let from_terminal = || {
        let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
        Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
    };
    typed
        .or_else(from_variable)
        .or_else(from_terminal)
        .unwrap_or(DEFAULT_WIDTH)
        .max(1)
}

/// Whether colour is wanted where nobody said: `NO_COLOR` and `TERM=dumb` say no,
/// `CLICOLOR_FORCE` says yes, else a terminal is painted and nothing else.
fn wants_colour(is_terminal: bool) -> bool {
    let is_set = |name| var_os(name).is_some_and(|value: OsString| !value.is_empty());
    let is_forced = var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    let is_dumb = var_os("TERM").is_none_or(|term| term == "dumb");
    !is_set("NO_COLOR") && (is_forced || is_terminal && !is_dumb)
}

/// Whether to paint what goes to a stream.
pub(super) fn paint(when: ColorChoice, theme: Option<&'static Theme>, is_terminal: bool) -> Paint {
    let is_wanted = match when {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => wants_colour(is_terminal),
    };
    if is_wanted {
        theme.map_or(Paint::Colour, Paint::Themed)
    } else {
        Paint::Plain
    }
}
