//! The line in which a search is written. It leaves the filter alone, and the one inside of the detail the list's.

use super::PaneId;
use super::component::Pane;
use super::typed::written;
use crate::text::Role;
use crate::tui::action::{Action, Edit, Step};
use crate::tui::draw::Pen;
use crate::tui::effect::{Effect, Wish};
use crate::tui::line::LineEditor;
use crate::tui::shared::focus::focus;
use crate::tui::shared::{Shared, Then, hits};
use crate::tui::theme::Theme;

/// The line of the search.
#[derive(Default)]
pub struct SearchPane {
    /// What is being written.
    line: LineEditor,
}

fn is_inside(shared: &Shared) -> bool {
    shared.search_from == PaneId::Detail
}

/// Searches where it is searched, and goes to a hit if that is wanted.
fn search(shared: &mut Shared, text: &str, go: Option<Step>) -> Vec<Effect> {
    if is_inside(shared) {
        let wish = Wish::SearchInside(text.to_owned(), go.is_some());
        shared.wishes.push(wish);
        return Vec::new();
    }
    hits::search(shared, text, go.map(Then::Go))
}

impl Pane for SearchPane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        let mut x = 0;
        if is_inside(shared) {
            x = pen.put(1, 0, "in the detail", pen.theme.role(Role::Note));
        }
        x = pen.put(x, 0, " /", Theme::heading());
        let room = pen.width();
        written(&self.line, pen, x, room);
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Insert(char) => self.line.insert(char),
            Action::Edit(
                Edit::Older | Edit::Newer | Edit::Complete | Edit::Offer | Edit::Recall,
            ) => {
                return Some(Vec::new());
            }
            Action::Edit(edit) => {
                if !self.line.edit(edit) {
                    return Some(Vec::new());
                }
            }
            Action::Settled(typed) if typed == shared.typed => {
                let text = self.line.text().to_owned();
                return Some(search(shared, &text, None));
            }
            Action::Accept => {
                let text = std::mem::take(&mut self.line).text().to_owned();
                focus(shared, shared.search_from);
                return Some(search(shared, &text, Some(Step::Next)));
            }
            Action::Close => {
                self.line = LineEditor::default();
                focus(shared, shared.search_from);
                return Some(search(shared, "", None));
            }
            _ => return None,
        }
        Some(vec![Effect::Settle(shared.typed)])
    }
}
