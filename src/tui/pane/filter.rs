//! The line of conditions: numbered chips, then what is being written, and what is wrong with it below.

use super::{Pane, Place};
use crate::text::{Count, Role, width};
use crate::tui::action::{Action, Edit};
use crate::tui::draw::Pen;
use crate::tui::model::{Effect, Model};
use crate::tui::theme::Theme;
use crate::tui::{pane, update};

/// The pane.
pub static PANE: Pane = Pane {
    name: "filter",
    doc: "the conditions that records must meet",
    place: Place::Line,
    writes: true,
    draw,
    act,
};

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let is_focus = model.is_focus(&PANE);
    let heading = match is_focus {
        true => Theme::focus(),
        false => Theme::heading(),
    };
    let mut x = pen.put(0, 0, " filter ", heading);
    x = pen.put(x, 0, pen.theme.glyphs.prompt, pen.theme.role(Role::Dim)) + 1;
    let counts = counts(model, pen.theme.glyphs.least);
    let room = pen.width().saturating_sub(width(&counts) + 2);
    for (at, chip) in model.filter.chips.iter().enumerate() {
        let dim = pen.theme.role(Role::Dim);
        let style = match chip.is_on {
            true => pen.theme.role(Role::Note),
            false => dim.add_modifier(ratatui::style::Modifier::CROSSED_OUT),
        };
        let text = match chip.is_on {
            true => chip.text.clone(),
            false => format!("({})", chip.text),
        };
        x = pen.put_in(x, 0, room.saturating_sub(x), &format!("{} ", at + 1), dim);
        x = pen.put_in(x, 0, room.saturating_sub(x), &text, style) + 2;
    }
    if is_focus {
        line(model, pen, x, room);
    }
    pen.put_right(x.min(room), 0, &counts, pen.theme.role(Role::Dim));
    if let Some(error) = model.filter.errors.first() {
        let at = x + width(error.text.get(..error.at.start).unwrap_or_default());
        pen.put(
            at.min(pen.width() / 2),
            1,
            &format!("^ {}", error.what.message()),
            pen.theme.role(Role::Error),
        );
    }
}

fn line(model: &Model, pen: &mut Pen<'_>, x: usize, room: usize) {
    let text = model.filter.line.text();
    pen.put_in(
        x,
        0,
        room.saturating_sub(x),
        text,
        ratatui::style::Style::new(),
    );
    let at = x + width(model.filter.line.before());
    let under = text
        .get(model.filter.line.before().len()..)
        .and_then(|rest| rest.chars().next());
    let under = under.map_or(" ".to_owned(), String::from);
    pen.put_in(at.min(room), 0, 1, &under, Theme::cursor());
}

/// How many match, of how many; at least so many, while not everything was looked at.
fn counts(model: &Model, least: &str) -> String {
    let off = model.filter.chips.iter().filter(|chip| !chip.is_on).count();
    let off = match off {
        0 => String::new(),
        1 => "1 chip off   ".to_owned(),
        off => format!("{off} chips off   "),
    };
    let least = match model.matched.is_whole && model.progress.is_done {
        true => "",
        false => least,
    };
    format!(
        "{off}{least}{} / {} ",
        Count(model.matched.count),
        Count(model.store().len() as u64)
    )
}

fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Insert(char) => model.filter.line.insert(char),
        Action::Edit(edit) => {
            if !change(model, edit) {
                return Some(Vec::new());
            }
        }
        Action::Accept => return Some(accept(model)),
        Action::Close => {
            let was_empty = model.filter.line.text().is_empty();
            model.filter.line = crate::tui::line::Line::default();
            model.focus = &pane::events::PANE;
            return Some(match was_empty {
                true => Vec::new(),
                false => update::refilter(model),
            });
        }
        _ => return None,
    }
    Some(vec![Effect::Settle(model.typed)])
}

fn change(model: &mut Model, edit: Edit) -> bool {
    match edit {
        Edit::Older | Edit::Newer => recall(model, edit == Edit::Older),
        edit => model.filter.line.edit(edit),
    }
}

/// Puts a line of the history in place of the one that is written.
fn recall(model: &mut Model, is_older: bool) -> bool {
    let filter = &mut model.filter;
    let last = filter.history.len();
    let at = filter.recalled.unwrap_or(last);
    let next = match is_older {
        true => at.checked_sub(1),
        false => Some(at + 1).filter(|at| *at <= last),
    };
    let Some(next) = next else {
        return false;
    };
    let text = filter.history.get(next).cloned().unwrap_or_default();
    filter.line = crate::tui::line::Line::new(text);
    filter.recalled = Some(next).filter(|next| *next < last);
    true
}

fn accept(model: &mut Model) -> Vec<Effect> {
    match model.filter.accept() {
        Ok(()) => {
            model.focus = &pane::events::PANE;
            update::refilter(model)
        }
        Err(error) => {
            model.filter.errors = vec![error];
            Vec::new()
        }
    }
}
