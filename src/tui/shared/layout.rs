//! Where each pane is on the screen.

use ratatui::layout::Rect;

use super::Shared;
use crate::tui::pane::{PaneId, Placement};

/// Rows that a pane has on the screen.
pub fn height(shared: &Shared, pane: PaneId) -> usize {
    usize::from(area(shared, pane).height)
}

/// What a pane has of the screen.
pub fn area(shared: &Shared, pane: PaneId) -> Rect {
    let area = Rect::new(0, 0, shared.size.0, shared.size.1);
    let places = places(shared, area);
    let place = places.iter().find(|(placed, _)| *placed == pane);
    place.map_or(Rect::ZERO, |(_, area)| *area)
}

/// Where each pane is.
pub fn places(shared: &Shared, area: Rect) -> Vec<(PaneId, Rect)> {
    let mut area = area;
    // The header above, the keys below.
    let (mut top, mut bottom) = (1, area.height.saturating_sub(1));
    if let Some(pane) = shared.expanded {
        let top = u16::from(pane.place() != Placement::Over);
        return vec![(pane, band(area, top, bottom))];
    }
    let mut placed = Vec::new();
    let is_there = |pane: &PaneId| match pane.place() {
        Placement::Line | Placement::Middle => true,
        Placement::Top | Placement::Below => shared.shows(*pane),
        Placement::Side => side(shared).is_some_and(|side| side == *pane),
        Placement::Over | Placement::Keys => false,
    };
    let heights = heights(shared, area);
    let mut over = None;
    for pane in PaneId::ALL.into_iter().filter(is_there) {
        let height = heights(pane.place()).min(bottom.saturating_sub(top));
        if height == 0 && pane.place() != Placement::Side {
            continue;
        }
        match pane.place() {
            Placement::Top | Placement::Line => {
                placed.push((pane, band(area, top, top + height)));
                top += height;
            }
            Placement::Below => {
                placed.push((pane, band(area, bottom - height, bottom)));
                bottom -= height;
            }
            Placement::Side => {
                let width = SIDE.min(area.width);
                let part = Rect { width, ..area };
                let part = (pane, band(part, top, bottom));
                if area.width < WIDE {
                    over = Some(part);
                    continue;
                }
                placed.push(part);
                area.x += width;
                area.width -= width;
            }
            Placement::Middle | Placement::Over | Placement::Keys => {}
        }
    }
    placed.push((PaneId::Events, band(area, top, bottom)));
    placed.extend(over);
    placed
}

/// Columns that a pane at the side takes.
const SIDE: u16 = 34;

/// Columns from which on such a pane has room beside the list; where there are less, it covers it while it has the keys.
const WIDE: u16 = 100;

/// The pane at the side: the one that keys go to, else the last that was opened.
fn side(shared: &Shared) -> Option<PaneId> {
    let is_side = |pane: &PaneId| pane.place() == Placement::Side;
    let focus = Some(shared.focus).filter(is_side);
    let shown = shared
        .shown
        .iter()
        .rev()
        .copied()
        .find(|pane| is_side(pane));
    focus.or(shown.filter(|_| shared.size.0 >= WIDE))
}

/// Rows from `top` to `bottom`.
pub fn band(area: Rect, top: u16, bottom: u16) -> Rect {
    Rect::new(area.x, area.y + top, area.width, bottom.saturating_sub(top))
}

/// Rows that a pane of a place gets.
fn heights(shared: &Shared, area: Rect) -> impl Fn(Placement) -> u16 {
    let line = line_height(shared);
    let is_detail = shared.behind().place() == Placement::Below;
    move |place| match place {
        Placement::Top if area.height < 12 => 3,
        Placement::Top if area.height < 20 => 4,
        Placement::Top if area.height < 34 => 6,
        Placement::Top => 8,
        Placement::Line => line,
        Placement::Below if is_detail => area.height / 2,
        Placement::Below if area.height < 20 => 0,
        Placement::Below => area.height / 3,
        Placement::Side | Placement::Middle | Placement::Over | Placement::Keys => 0,
    }
}

/// Rows that the line of conditions takes.
fn line_height(shared: &Shared) -> u16 {
    match shared.filter.errors.first() {
        Some(error) => 2 + u16::from(error.what.help().is_some()),
        None => 1 + u16::from(!shared.matched.warnings.is_empty()),
    }
}

/// Whether a pane is on the screen.
pub fn is_visible(shared: &Shared, pane: PaneId) -> bool {
    let area = Rect::new(0, 0, shared.size.0, shared.size.1);
    places(shared, area)
        .iter()
        .any(|(placed, _)| *placed == pane)
}
