//! The line in which a search is written. It leaves the filter alone, and the one inside of the detail the list's.

use super::{Pane, Place, detail, filter};
use crate::text::Role;
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

/// Begins to search in a pane.
pub(in crate::tui) fn begin(model: &mut Model, pane: &'static Pane) {
    model.search.back = pane;
    focus(model, &PANE);
}

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let mut x = 0;
    if is_inside(model) {
        x = pen.put(1, 0, "in the detail", pen.theme.role(Role::Note));
    }
    x = pen.put(x, 0, " /", Theme::heading());
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
            return Some(search(model, &text, None));
        }
        Action::Accept => {
            let text = std::mem::take(&mut model.search.line).text().to_owned();
            focus(model, model.search.back);
            return Some(search(model, &text, Some(Step::Next)));
        }
        Action::Close => {
            model.search.line = Line::default();
            focus(model, model.search.back);
            return Some(search(model, "", None));
        }
        _ => return None,
    }
    Some(vec![Effect::Settle(model.typed)])
}

fn is_inside(model: &Model) -> bool {
    model.search.back.name == detail::PANE.name
}

/// Searches where it is searched, and goes to a hit if that is wanted.
fn search(model: &mut Model, text: &str, go: Option<Step>) -> Vec<Effect> {
    if is_inside(model) {
        detail::search(model, text, go.is_some());
        return Vec::new();
    }
    pick::search(model, text, go.map(Then::Go))
}
