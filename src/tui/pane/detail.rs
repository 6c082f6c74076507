//! All of the record under the cursor.

use super::{Pane, Place, nothing};
use crate::text::Role;
use crate::tui::draw::Pen;
use crate::tui::model::Model;
use crate::tui::theme::Theme;

/// The pane.
pub static PANE: Pane = Pane {
    name: "detail",
    doc: "all fields of the record under the cursor, or its JSON",
    place: Place::Below,
    writes: false,
    draw,
    act: nothing,
};

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let style = match model.is_focus(&PANE) {
        true => Theme::focus(),
        false => Theme::heading(),
    };
    let rule = pen.theme.role(Role::Dim);
    pen.rule(0, 0, pen.theme.glyphs.rule, rule);
    pen.put(1, 0, " detail ", style);
    let Some((ordinal, detail)) = &model.detail.record else {
        return;
    };
    if model.current() != Some(*ordinal) {
        return;
    }
    match detail {
        Ok(detail) => {
            pen.put_right(10, 0, &format!(" {} ", detail.place), rule);
            for (y, item) in detail.items.iter().skip(model.detail.cursor).enumerate() {
                let x = pen.put_in(1, y + 1, 12, item.name, rule);
                pen.put(
                    x.max(13) + 1,
                    y + 1,
                    &item.values.join(", "),
                    ratatui::style::Style::new(),
                );
            }
        }
        Err(why) => {
            pen.put(1, 1, why, pen.theme.role(Role::Error));
        }
    }
}
