//! Which panes there are, which has all of the screen, and which keys go to.

use super::{Shared, layout, list};
use crate::tui::action::Step;
use crate::tui::effect::Effect;
use crate::tui::job::Slot;
use crate::tui::pane::{PaneId, Placement};

/// Opens a pane, or closes it.
pub fn toggle(shared: &mut Shared, pane: PaneId) {
    if pane.place() == Placement::Over {
        let is_open = shared.is_focus(pane);
        shared.focus = if is_open { PaneId::Events } else { pane };
        shared.expanded = (!is_open).then_some(pane);
        return;
    }
    let is_open = match pane.place() {
        Placement::Side => layout::is_visible(shared, pane),
        _ => shared.shows(pane),
    };
    match is_open {
        true => {
            shared.shown.retain(|shown| *shown != pane);
            if shared.is_focus(pane) {
                shared.focus = PaneId::Events;
            }
        }
        false if pane.place() == Placement::Side => focus(shared, pane),
        false => shared.shown.push(pane),
    }
    list::go(shared, shared.list.cursor);
}

/// Goes to a pane, which is shown if it was not.
pub fn focus(shared: &mut Shared, pane: PaneId) {
    let is_always = matches!(
        pane.place(),
        Placement::Line | Placement::Middle | Placement::Keys
    );
    if !is_always && !shared.shows(pane) {
        shared.shown.push(pane);
    }
    let stays = |expanded: &PaneId| match pane.place() {
        // A line below leaves what is above it as it is.
        Placement::Keys => expanded.place() != Placement::Over,
        _ => *expanded == pane,
    };
    shared.expanded = shared.expanded.filter(stays);
    shared.focus = pane;
    list::go(shared, shared.list.cursor);
}

/// Goes to the next pane that there is, or the one before.
pub fn next_pane(shared: &mut Shared, step: Step) {
    let is_there = |pane: &PaneId| match pane.place() {
        Placement::Over | Placement::Keys => false,
        Placement::Line | Placement::Middle => true,
        Placement::Top | Placement::Side | Placement::Below => shared.shows(*pane),
    };
    let there: Vec<PaneId> = PaneId::ALL.into_iter().filter(is_there).collect();
    let at = there.iter().position(|pane| shared.is_focus(*pane));
    let (at, count) = (at.unwrap_or(0), there.len().max(1));
    let next = match step {
        Step::Next => at + 1,
        Step::Previous => at + count - 1,
    } % count;
    if let Some(pane) = there.get(next) {
        focus(shared, *pane);
    }
}

/// Gives the pane all of the screen, or takes that back.
pub fn expand(shared: &mut Shared) {
    shared.expanded = match shared.expanded {
        Some(_) => None,
        None => Some(shared.focus),
    };
    list::go(shared, shared.list.cursor);
}

/// Closes what is open; then what is searched for, the neighbours, the marks of the timeline.
pub fn close(shared: &mut Shared) -> Vec<Effect> {
    if shared.expanded.is_some() || !shared.is_focus(PaneId::Events) {
        shared.expanded = None;
        focus(shared, PaneId::Events);
        return Vec::new();
    }
    if shared.list.context.take().is_some() {
        return list::arrange(shared);
    }
    shared.sought.clear();
    shared.picks.remove(&Slot::Search);
    shared.time.marks = (None, None);
    list::tick(shared);
    Vec::new()
}

/// Goes to the line in which a search is written, to look in a pane.
pub fn search(shared: &mut Shared, pane: PaneId) {
    shared.search_from = pane;
    focus(shared, PaneId::Search);
}
