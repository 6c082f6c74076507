//! What panes have in common that show some of many lines below a head.

use std::fmt::Write as _;

use super::{PaneId, Placement};
use crate::text::{Count, Role};
use crate::tui::action::Motion;
use crate::tui::draw::Pen;
use crate::tui::scroll;
use crate::tui::shared::Shared;
use crate::tui::study::Study;
use crate::tui::theme::Theme;

/// Many lines, and the one under the cursor.
#[derive(Clone, Copy)]
pub(super) struct Lines {
    /// Rows above the first.
    pub(super) head: usize,
    /// Where the cursor is.
    pub(super) cursor: usize,
    /// How many there are.
    pub(super) count: usize,
}

impl Lines {
    /// Draws those that are on the screen; `write` is told the row and which line it is. Tints that of the cursor, but in a
    /// pane beside others only while keys go to it.
    pub(super) fn draw(
        self,
        (shared, pane): (&Shared, PaneId),
        pen: &mut Pen<'_>,
        mut write: impl FnMut(&mut Pen<'_>, usize, usize),
    ) {
        let height = pen.height().saturating_sub(self.head);
        let visible = scroll::visible(self.cursor, self.count, height);
        let is_tinted = pane.place() == Placement::Over || shared.is_focus(pane);
        for (y, at) in visible.enumerate() {
            write(pen, y + self.head, at);
            if at == self.cursor && is_tinted {
                pen.tint(y + self.head, Theme::cursor());
            }
        }
    }

    /// Where the cursor goes in a pane of so many rows.
    pub(super) fn moved(self, shared: &mut Shared, rows: usize, motion: Motion) -> usize {
        let (page, count) = (rows.saturating_sub(self.head), shared.count.take());
        let moved = |motion| scroll::moved(self.cursor, self.count, page, count, motion);
        motion.below(self.head).map_or(self.cursor, moved)
    }

    /// Says why there are no lines, if there are none: since nothing was found, or since nothing was found yet.
    pub(super) fn excuse(self, pen: &mut Pen<'_>, study: &Study, [none, not_yet]: [&str; 2]) {
        if self.count == 0 {
            let text = if study.is_whole() { none } else { not_yet };
            pen.put(1, self.head, text, pen.theme.role(Role::Dim));
        }
    }
}

/// Draws the rule above a pane, with its title; answers the column behind that.
pub(super) fn title(shared: &Shared, pen: &mut Pen<'_>, pane: PaneId) -> usize {
    let style = match shared.is_focus(pane) {
        true => Theme::focus(),
        false => Theme::heading(),
    };
    let rule = pen.theme.role(Role::Dim);
    pen.rule(0, 0, pen.theme.glyphs.rule, rule);
    pen.put(1, 0, &format!(" {} ", pane.name()), style)
}

/// Draws the edges of a pane at the side, and its title; answers the column behind that.
pub(super) fn side(shared: &Shared, pen: &mut Pen<'_>, pane: PaneId) -> usize {
    pen.clear();
    let dim = pen.theme.role(Role::Dim);
    let wall = pen.width().saturating_sub(1);
    for y in 0..pen.height() {
        pen.glyph(wall, y, pen.theme.glyphs.wall, dim);
    }
    title(shared, pen, pane)
}

/// What there is a number of besides what is shown, if there is: `, 3 blocks unread`.
pub(super) fn besides<const N: usize>(parts: [(u64, &str); N], comma: &str) -> String {
    let mut text = String::new();
    for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
        let _ = write!(text, "{comma}{} {what}", Count(count));
    }
    text
}

/// The conditions that the records meet of which a pane tells.
pub(super) fn conditions(shared: &Shared, pen: &Pen<'_>) -> String {
    match shared.filter.terms() {
        terms if terms.is_empty() => String::new(),
        terms => format!("  {} {}", pen.theme.glyphs.prompt, terms.join("  ")),
    }
}
