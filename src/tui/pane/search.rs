//! The line in which a search is written. It leaves the filter alone.

use super::{Pane, Place, events, filter};
use crate::tui::action::{Action, Edit, Step};
use crate::tui::draw::Pen;
use crate::tui::line::Line;
use crate::tui::model::{Effect, Model, Then};
use crate::tui::theme::Theme;
use crate::tui::update::{focus, pick};

/// The pane.
pub static PANE: Pane = Pane {
    name: "search",
    doc: "a text to look for among what is shown",
    place: Place::Keys,
    writes: true,
    draw,
    act,
};

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let x = pen.put(0, 0, " /", Theme::heading());
    let room = pen.width();
    filter::written(&model.search.line, pen, x, room);
}

fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Insert(char) => model.search.line.insert(char),
        Action::Edit(Edit::Older | Edit::Newer | Edit::Complete | Edit::Offer | Edit::Recall) => {
            return Some(Vec::new());
        }
        Action::Edit(edit) => {
            if !model.search.line.edit(edit) {
                return Some(Vec::new());
            }
        }
        Action::Settled(typed) if typed == model.typed => {
            let text = model.search.line.text().to_owned();
            return Some(pick::search(model, &text, None));
        }
        Action::Accept => {
            let text = std::mem::take(&mut model.search.line).text().to_owned();
            focus(model, &events::PANE);
            return Some(pick::search(model, &text, Some(Then::Go(Step::Next))));
        }
        Action::Close => {
            model.search.line = Line::default();
            focus(model, &events::PANE);
            return Some(pick::search(model, "", None));
        }
        _ => return None,
    }
    Some(vec![Effect::Settle(model.typed)])
}
