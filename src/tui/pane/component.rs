//! What a pane can do.

use crate::tui::action::Action;
use crate::tui::draw::Pen;
use crate::tui::effect::Effect;
use crate::tui::shared::Shared;
use crate::tui::study::{Question, Study, Survey};

/// A pane: it holds what is its own, and knows what all panes have in common. What it wants of another one it wishes
/// ([`Wish`](crate::tui::effect::Wish)).
pub trait Pane {
    /// Draws it into all of the pen's area.
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>);

    /// Does something in it; `None` for what has the same meaning everywhere.
    fn act(&mut self, _: &mut Shared, _: Action) -> Option<Vec<Effect>> {
        None
    }

    /// What it asks of all records of the view now, and the conditions that they meet; `None` if it asks nothing.
    fn question(&mut self, _: &Shared) -> Option<(Question, Vec<String>)> {
        None
    }

    /// What it was answered.
    fn study(&mut self) -> Option<&mut Study> {
        None
    }

    /// Takes an answer.
    fn take(&mut self, _: Survey) {}
}
