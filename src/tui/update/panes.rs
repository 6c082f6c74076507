//! Which panes there are, which has all of the screen, and which keys go to.

use crate::tui::action::Step;
use crate::tui::model::{Effect, Model};
use crate::tui::pane::{PANES, Pane, Place, events};
use crate::tui::worker::Slot;

use super::list;

/// Opens a pane, or closes it.
pub(super) fn toggle(model: &mut Model, pane: &'static Pane) {
    if pane.place == Place::Over {
        let is_open = model.is_focus(pane);
        model.focus = if is_open { &events::PANE } else { pane };
        model.expanded = (!is_open).then_some(pane);
        return;
    }
    let is_open = match pane.place {
        Place::Side => model.is_visible(pane),
        _ => model.shows(pane),
    };
    match is_open {
        true => {
            model.shown.retain(|shown| shown.name != pane.name);
            if model.is_focus(pane) {
                model.focus = &events::PANE;
            }
        }
        false if pane.place == Place::Side => focus(model, pane),
        false => model.shown.push(pane),
    }
    list::go(model, model.list.cursor);
}

/// Goes to a pane, which is shown if it was not.
pub(in crate::tui) fn focus(model: &mut Model, pane: &'static Pane) {
    let is_always = matches!(pane.place, Place::Line | Place::Middle | Place::Keys);
    if !is_always && !model.shows(pane) {
        model.shown.push(pane);
    }
    let stays = |expanded: &&Pane| match pane.place {
        // A line below leaves what is above it as it is.
        Place::Keys => expanded.place != Place::Over,
        _ => expanded.name == pane.name,
    };
    model.expanded = model.expanded.filter(stays);
    model.focus = pane;
    list::go(model, model.list.cursor);
}

/// Goes to the next pane that there is, or the one before.
pub(super) fn next_pane(model: &mut Model, step: Step) {
    let is_there = |pane: &&&'static Pane| match pane.place {
        Place::Over | Place::Keys => false,
        Place::Line | Place::Middle => true,
        Place::Top | Place::Side | Place::Below => model.shows(pane),
    };
    let there: Vec<&'static Pane> = PANES.iter().filter(is_there).copied().collect();
    let at = there.iter().position(|pane| model.is_focus(pane));
    let (at, count) = (at.unwrap_or(0), there.len().max(1));
    let next = match step {
        Step::Next => at + 1,
        Step::Previous => at + count - 1,
    } % count;
    if let Some(pane) = there.get(next) {
        focus(model, pane);
    }
}

/// Gives the pane all of the screen, or takes that back.
pub(super) fn expand(model: &mut Model) {
    model.expanded = match model.expanded {
        Some(_) => None,
        None => Some(model.focus),
    };
    list::go(model, model.list.cursor);
}

/// Closes what is open; then what is searched for, the neighbours, the marks of the timeline.
pub(super) fn close(model: &mut Model) -> Vec<Effect> {
    if model.expanded.is_some() || !model.is_focus(&events::PANE) {
        model.expanded = None;
        focus(model, &events::PANE);
        return Vec::new();
    }
    if model.list.context.take().is_some() {
        return list::arrange(model);
    }
    model.search.text.clear();
    model.picks.remove(&Slot::Search);
    model.timeline.marks = (None, None);
    list::tick(model);
    Vec::new()
}
