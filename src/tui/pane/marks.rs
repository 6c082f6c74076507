//! The marked records and their notes.

use super::PaneId;
use super::component::Pane;
use crate::text::{Count, Role};
use crate::tui::action::{Action, Motion, Pin};
use crate::tui::draw::Pen;
use crate::tui::effect::Effect;
use crate::tui::scroll;
use crate::tui::shared::list::go;
use crate::tui::shared::marks::{self, HEAD, visible};
use crate::tui::shared::{Shared, list_layout};
use crate::tui::theme::Theme;

/// The marks. Which there are all panes have in common.
pub struct MarksPane;

impl Pane for MarksPane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        draw(shared, pen);
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        let current = shared.marks.current();
        match (action, current) {
            (Action::Move(motion), _) => step(shared, motion),
            (Action::Accept | Action::Narrow(_), Some(ordinal)) => show(shared, ordinal),
            (Action::Pin(Pin::Toggle), Some(ordinal)) => marks::toggle(shared, ordinal),
            (Action::Pin(Pin::Note), Some(ordinal)) => marks::annotate(shared, ordinal),
            _ => return None,
        }
        Some(Vec::new())
    }
}

fn draw(shared: &Shared, pen: &mut Pen<'_>) {
    pen.put(0, 0, " marks ", Theme::focus());
    let help = "Enter: go to it   a: note   m: take away   o: write to a file   Esc: back";
    pen.put(8, 0, help, pen.theme.role(Role::Dim));
    pen.put_right(
        8 + help.len(),
        0,
        &format!("{} ", Count(shared.marks.len() as u64)),
        Theme::heading(),
    );
    if shared.marks.is_empty() {
        pen.put(
            4,
            HEAD,
            "nothing is marked: m marks a record",
            pen.theme.role(Role::Dim),
        );
    }
    for (y, (at, ordinal, note)) in visible(shared).enumerate() {
        let is_current = at == shared.marks.cursor;
        if is_current {
            pen.put(0, y + HEAD, pen.theme.glyphs.cursor, Theme::heading());
        }
        let half = pen.width() * 2 / 3;
        let text = match shared.list.cells.get(&ordinal) {
            Some(Ok(row)) => list_layout::line(shared, ordinal, &row.cells),
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

fn step(shared: &mut Shared, motion: Motion) {
    let page = usize::from(shared.size.1).saturating_sub(HEAD + 1);
    let (marks, count) = (shared.marks.len(), shared.count.take());
    if let Some(motion) = motion.below(HEAD) {
        shared.marks.cursor = scroll::moved(shared.marks.cursor, marks, page, count, motion);
    }
}

/// Puts the cursor of the list on a record; on the one nearest to it if the filter hides it, and says so.
fn show(shared: &mut Shared, ordinal: u32) {
    let to = shared.store().position(shared.rows(), ordinal);
    let is_listed = shared.rows().get(to) == Some(&ordinal);
    shared.focus = PaneId::Events;
    shared.expanded = None;
    go(shared, to);
    if !is_listed {
        shared.say("the filter hides this record; A-0 lifts all conditions");
    }
}
