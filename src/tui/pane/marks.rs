//! The marked records and their notes.

use super::{Pane, Place};
use crate::text::{Count, Role};
use crate::tui::action::{Action, Motion, Pin};
use crate::tui::draw::Pen;
use crate::tui::marks;
use crate::tui::model::{Effect, Model};
use crate::tui::pane::events;
use crate::tui::scroll;
use crate::tui::theme::Theme;
use crate::tui::update::go;

/// The pane.
pub static PANE: Pane = Pane {
    name: "marks",
    doc: "the records that were marked, and what was noted on them",
    place: Place::Over,
    writes: false,
    draw,
    act,
};

/// Rows above the first mark.
const HEAD: usize = 1;

/// The marks that are on the screen.
pub(in crate::tui) fn visible(model: &Model) -> impl Iterator<Item = (usize, u32, &str)> {
    let page = usize::from(model.size.1).saturating_sub(HEAD + 1);
    let visible = scroll::visible(model.marks.cursor, model.marks.len(), page);
    let marks = model.marks.iter().enumerate();
    marks
        .skip(visible.start)
        .take(visible.len())
        .map(|(at, (ordinal, note))| (at, ordinal, note))
}

fn draw(model: &Model, pen: &mut Pen<'_>) {
    pen.put(0, 0, " marks ", Theme::focus());
    let help = "Enter: go to it   a: note   m: take away   o: write to a file   Esc: back";
    pen.put(8, 0, help, pen.theme.role(Role::Dim));
    pen.put_right(
        8 + help.len(),
        0,
        &format!("{} ", Count(model.marks.len() as u64)),
        Theme::heading(),
    );
    if model.marks.is_empty() {
        pen.put(
            4,
            HEAD,
            "nothing is marked: m marks a record",
            pen.theme.role(Role::Dim),
        );
    }
    for (y, (at, ordinal, note)) in visible(model).enumerate() {
        let is_current = at == model.marks.cursor;
        if is_current {
            pen.put(0, y + HEAD, pen.theme.glyphs.cursor, Theme::heading());
        }
        let half = pen.width() * 2 / 3;
        let text = match model.list.cells.get(&ordinal) {
            Some(Ok(row)) => events::line(model, ordinal, &row.cells),
            Some(Err(why)) => why.clone(),
            None => pen.theme.glyphs.more.to_owned(),
        };
        let room = if note.is_empty() { pen.width() } else { half };
        let x = pen.put_in(
            4,
            y + HEAD,
            room.saturating_sub(4),
            &text,
            ratatui::style::Style::new(),
        );
        pen.put(x + 2, y + HEAD, note, pen.theme.role(Role::Note));
        if is_current {
            pen.tint(y + HEAD, Theme::cursor());
        }
    }
}

fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let current = model.marks.current();
    match (action, current) {
        (Action::Move(motion), _) => step(model, motion),
        (Action::Accept | Action::Narrow(_), Some(ordinal)) => show(model, ordinal),
        (Action::Pin(Pin::Toggle), Some(ordinal)) => marks::toggle(model, ordinal),
        (Action::Pin(Pin::Note), Some(ordinal)) => marks::annotate(model, ordinal),
        _ => return None,
    }
    Some(Vec::new())
}

fn step(model: &mut Model, motion: Motion) {
    let page = usize::from(model.size.1).saturating_sub(HEAD + 1);
    let (marks, count) = (model.marks.len(), model.count.take());
    if let Some(motion) = motion.below(HEAD) {
        model.marks.cursor = scroll::moved(model.marks.cursor, marks, page, count, motion);
    }
}

/// Puts the cursor of the list on a record; on the one nearest to it if the filter hides it, and says so.
fn show(model: &mut Model, ordinal: u32) {
    let to = model.store().position(model.rows(), ordinal);
    let is_listed = model.rows().get(to) == Some(&ordinal);
    model.focus = &events::PANE;
    model.expanded = None;
    go(model, to);
    if !is_listed {
        model.say("the filter hides this record; A-0 lifts all conditions");
    }
}
