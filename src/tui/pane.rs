//! The table of panes: one row and one file each. A pane draws what the model holds, and may take what is done in it.

mod bars;
pub mod columns;
pub mod detail;
pub mod events;
pub mod facets;
pub mod filter;
pub mod help;
mod lanes;
mod lines;
pub mod marks;
pub mod prompt;
pub mod search;
pub mod timeline;
pub mod top;
pub mod tree;

use super::action::Action;
use super::draw::Pen;
use super::model::{Effect, Model};
use super::theme::Theme;
use crate::text::Role;

/// A part of the screen.
pub struct Pane {
    /// Its name, by which keys and configs call it.
    pub name: &'static str,
    /// What it shows, in at most 72 columns.
    pub doc: &'static str,
    /// Where it is.
    pub place: Place,
    /// Whether characters are written in it, so that they are no keys.
    pub writes: bool,
    /// Draws it into all of the pen's area.
    pub draw: fn(&Model, &mut Pen<'_>),
    /// Does something in it, if it has another meaning here than elsewhere.
    pub act: fn(&mut Model, Action) -> Option<Vec<Effect>>,
}

/// Where a pane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Above all others.
    Top,
    /// The line of conditions.
    Line,
    /// At the left of the list; over it where the screen is narrow.
    Side,
    /// The list.
    Middle,
    /// Below the list.
    Below,
    /// In place of all others.
    Over,
    /// In place of the line of keys.
    Keys,
}

/// Every pane, in the order in which they are gone through.
pub static PANES: &[&Pane] = &[
    &timeline::PANE,
    &filter::PANE,
    &facets::PANE,
    &columns::PANE,
    &events::PANE,
    &detail::PANE,
    &marks::PANE,
    &top::PANE,
    &tree::PANE,
    &search::PANE,
    &help::PANE,
    &prompt::PANE,
];

/// The pane of a name; the list if there is none.
pub fn named(name: &str) -> &'static Pane {
    let found = PANES.iter().find(|pane| pane.name == name);
    found.copied().unwrap_or(&events::PANE)
}

/// Does nothing of its own.
pub(super) fn nothing(_: &mut Model, _: Action) -> Option<Vec<Effect>> {
    None
}

/// Draws the rule above a pane, with its title; answers the column behind that.
pub(super) fn title(model: &Model, pen: &mut Pen<'_>, pane: &Pane) -> usize {
    let style = match model.is_focus(pane) {
        true => Theme::focus(),
        false => Theme::heading(),
    };
    let rule = pen.theme.role(Role::Dim);
    pen.rule(0, 0, pen.theme.glyphs.rule, rule);
    pen.put(1, 0, &format!(" {} ", pane.name), style)
}
