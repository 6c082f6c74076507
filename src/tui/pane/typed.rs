//! A line that is written, as it is drawn.

use ratatui::style::Style;

use crate::text::width;
use crate::tui::draw::Pen;
use crate::tui::line::LineEditor;
use crate::tui::theme::Theme;

/// Draws a line that is written, its place marked; what is before it is left out where there is no room.
pub(super) fn written(line: &LineEditor, pen: &mut Pen<'_>, x: usize, end: usize) {
    let room = end.saturating_sub(x + 1);
    let before = line.before();
    let mut start = 0;
    for (at, _) in before.char_indices() {
        if width(before.get(at..).unwrap_or_default()) <= room {
            break;
        }
        start = at + 1;
    }
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let head = before.get(start..).unwrap_or_default();
    let at = pen.put_in(x, 0, room, head, Style::new());
    let behind = line.text().get(before.len()..).unwrap_or_default();
    pen.put_in(
        at,
        0,
        end.saturating_sub(at),
        &format!("{behind} "),
        Style::new(),
    );
    let under = behind
        .chars()
        .next()
        .map_or(1, |char| width(&char.to_string()).max(1));
    pen.tint_in(at, 0, under, Theme::cursor());
}
