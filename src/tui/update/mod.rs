//! What an action, or word of a worker, makes of the model. Pure: whatever is to be done outside comes back as effects.

pub mod list;
pub mod mouse;
pub mod narrow;
pub mod panes;
pub mod pick;
pub mod timeline;

use std::sync::Arc;

use super::action::{Action, Motion, Narrow, Pin};
use super::key::Key;
use super::model::{DetailState, Effect, Model};
use super::narrow::{self as conditions, About};
use super::pane::{self, events};
use super::worker::{Job, Matched, Message, Progress, Slot};
use super::{copy, keep, live, marks, save, shell, study};

pub(super) use list::{area, go, height};
pub(super) use panes::focus;
use panes::{close, expand, next_pane, toggle};

/// A key was pressed.
pub fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    model.typed += 1;
    model.toast.clear();
    let prefix = model.prefix.take();
    let pane = model.focus;
    let digit = key.typed().and_then(|char| char.to_digit(10));
    let action = match digit.filter(|_| model.count.is_some() && !pane.writes) {
        Some(digit) => Action::Digit(u8::try_from(digit).unwrap_or_default()),
        None => model.keymap.action(pane.name, pane.writes, prefix, key),
    };
    update(model, action)
}

/// Text was pasted: it is written where something is written, and nothing else is done with it.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if !model.focus.writes {
        model.say("pasted text goes into the filter: f first");
        return Vec::new();
    }
    model.typed += 1;
    let mut effects = Vec::new();
    // A line break would be taken for one, and ends nothing here.
    for char in text.chars() {
        let char = if char.is_control() { ' ' } else { char };
        effects = update(model, Action::Insert(char));
    }
    effects
}

/// Does something.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let before = model.current();
    let had_lanes = model.is_expanded(&pane::timeline::PANE);
    let mut effects = match (model.focus.act)(model, action) {
        Some(effects) => effects,
        None => shared(model, action),
    };
    // The strip is as wide as the names of the lanes let it.
    if model.is_expanded(&pane::timeline::PANE) != had_lanes {
        effects.extend(timeline::count(model));
    }
    let current = model.current();
    if current != before {
        model.list.anchor = current;
    }
    if !matches!(action, Action::Digit(_) | Action::Prefix(_)) {
        model.count = None;
    }
    effects.extend(look(model));
    effects
}

/// What an action does wherever it is done.
fn shared(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => model.is_over = true,
        Action::Interrupt if model.progress.is_done => model.is_over = true,
        Action::Interrupt => return vec![Effect::StopReading],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Toggle(name) => toggle(model, pane::named(name)),
        Action::Focus(name) => focus(model, pane::named(name)),
        Action::Pane(step) => next_pane(model, step),
        Action::Expand => expand(model),
        Action::Close => return close(model),
        Action::Digit(digit) => count(model, digit),
        Action::Prefix(key) => model.prefix = Some(key),
        Action::Move(motion) => list::step(model, motion),
        Action::Denied(step) => list::denied(model, step),
        Action::Hit(step) => return pick::hit(model, step),
        Action::Same(sibling, step) => return pick::same(model, sibling, step),
        Action::Context => return pick::context(model),
        Action::Sort => return list::sort(model),
        Action::Narrow(how) => return narrow::cell(model, how),
        Action::Undo | Action::Redo => return step_back(model, action == Action::Redo),
        Action::Chip(number) => return chip(model, usize::from(number)),
        Action::AllChips => {
            model.filter.lift_all();
            return refilter(model);
        }
        Action::Command => model.say(&shell::command(model)),
        Action::Zoom(zoom) => return timeline::zoom(model, zoom),
        Action::Stack => return timeline::stack(model),
        Action::Peak(step) => return timeline::peak(model, step),
        Action::Mark(end) => timeline::mark(model, end),
        Action::Raw => model.detail.turn(),
        Action::Zone => return zone(model),
        Action::Pin(pin) => return pinned(model, pin),
        Action::Copy(what) => return copy::copy(model, what),
        Action::Save => save::ask(model),
        Action::Keep => keep::ask(model),
        Action::Follow => live::follow(model),
        Action::Freeze => return live::freeze(model),
        Action::Mouse => return mouse::switch(model),
        Action::Point(point) => return mouse::act(model, point),
        Action::Search => pane::search::begin(model, &events::PANE),
        Action::Nothing
        | Action::Insert(_)
        | Action::Edit(_)
        | Action::Accept
        | Action::Fold
        | Action::Empty
        | Action::Scale
        | Action::Lanes
        | Action::Below
        | Action::Fields
        | Action::Remove
        | Action::Shift(_)
        | Action::Widen(_)
        | Action::Settled(_) => {}
    }
    Vec::new()
}

/// Adds a digit to the count before a key.
fn count(model: &mut Model, digit: u8) {
    let count = model.count.unwrap_or(0).saturating_mul(10);
    model.count = Some(count.saturating_add(usize::from(digit)));
}

/// A worker has told something.
pub fn take(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Read(progress) => live::read(model, progress),
        Message::Matched(matched) => found(model, matched),
        Message::Picked(picked) => pick::picked(model, picked),
        Message::Rejected {
            slot: Slot::View,
            generation,
            errors,
        } if generation == model.filter.generation => {
            model.filter.errors = errors;
            Vec::new()
        }
        Message::Rejected { .. } => Vec::new(),
        Message::Rows {
            columns,
            zone,
            rows,
        } => {
            // Of other columns or another zone than those of now, they are of no use: `look` asks again.
            if Arc::ptr_eq(&columns, &model.list.columns) && zone == model.zone {
                if model.list.cells.len() > MOST_CELLS {
                    model.list.cells.clear();
                }
                model.list.cells.extend(rows);
            }
            Vec::new()
        }
        Message::Detail(ordinal, zone, detail) => {
            if zone == model.zone {
                model.detail.record = Some((ordinal, detail));
            }
            Vec::new()
        }
        Message::Bins(bins) => {
            model.timeline.bins = Some(bins);
            Vec::new()
        }
        Message::Lanes(lanes) => {
            model.lanes = Some(lanes).filter(|_| model.is_expanded(&pane::timeline::PANE));
            Vec::new()
        }
        Message::Values(values) => {
            model.values = *values;
            pane::filter::offer(model)
        }
        Message::Sorted(sorted) => list::sorted(model, sorted),
        Message::Surveyed(survey) => {
            study::take(model, *survey);
            Vec::new()
        }
        Message::Kept(entry, kept) => keep::done(model, entry, kept),
        Message::Saved(path, saved) => {
            save::done(model, &path, saved);
            Vec::new()
        }
    };
    effects.extend(look(model));
    effects
}

/// Rows that are kept, at most.
const MOST_CELLS: usize = 4096;

/// More was read.
pub(super) fn read(model: &mut Model, progress: Progress) -> Vec<Effect> {
    let known = model.progress.faults.len();
    model.progress = progress;
    if let Some(fault) = model.progress.faults.get(known).cloned() {
        model.say(&fault);
    }
    let mut effects = vec![seek(model)];
    effects.extend(pick::again(model));
    effects
}

/// Looks for matches of the conditions at hand.
fn seek(model: &Model) -> Effect {
    Effect::Job(Job::Seek {
        slot: Slot::View,
        generation: model.filter.generation,
        terms: model.filter.terms(),
        exact: None,
        store: model.store().clone(),
    })
}

/// The conditions have changed.
pub(super) fn refilter(model: &mut Model) -> Vec<Effect> {
    model.filter.changed();
    model.filter.errors.clear();
    vec![seek(model)]
}

/// Changes the conditions by what a pane in place of the list shows: the list is gone to if it shows that.
pub(super) fn narrow_all(
    model: &mut Model,
    how: Narrow,
    about: About<'_>,
    asks: &[String],
) -> Vec<Effect> {
    narrow::change(model, |chips| {
        conditions::narrow_all(chips, how, about, asks);
    });
    if how != Narrow::Exclude {
        model.expanded = None;
        model.focus = &events::PANE;
    }
    refilter(model)
}

/// Takes what matches; the cursor stays on its record, or goes to the nearest.
fn found(model: &mut Model, matched: Matched) -> Vec<Effect> {
    if matched.generation != model.filter.generation {
        return Vec::new();
    }
    model.filter.errors.clear();
    model.matched = matched;
    let mut effects = list::arrange(model);
    live::found(model);
    effects.extend(timeline::count(model));
    effects
}

/// Does something about marks.
fn pinned(model: &mut Model, pin: Pin) -> Vec<Effect> {
    match (pin, model.current()) {
        (Pin::Toggle, Some(ordinal)) => {
            marks::toggle(model, ordinal);
            list::step(model, Motion::Down);
        }
        (Pin::Note, Some(ordinal)) => marks::annotate(model, ordinal),
        (Pin::Reach, _) => marks::reach(model),
        (Pin::Jump(step), _) => marks::jump(model, step),
        (_, None) => model.say("there is no record here"),
    }
    Vec::new()
}

/// The terminal has another size.
pub fn resize(model: &mut Model, size: (u16, u16)) -> Vec<Effect> {
    model.size = size;
    list::go(model, model.list.cursor);
    list::tick(model);
    let mut effects = timeline::count(model);
    effects.extend(look(model));
    effects
}

fn step_back(model: &mut Model, is_redo: bool) -> Vec<Effect> {
    if model.filter.step_back(is_redo) {
        return refilter(model);
    }
    model.say(match is_redo {
        true => "nothing to make again",
        false => "nothing to take back",
    });
    Vec::new()
}

fn chip(model: &mut Model, number: usize) -> Vec<Effect> {
    let at = number.saturating_sub(1);
    if at >= model.filter.chips.len() {
        model.say(&format!("there is no condition {number}"));
        return Vec::new();
    }
    model.filter.change(|chips| {
        if let Some(chip) = chips.get_mut(at) {
            chip.is_on = !chip.is_on;
        }
    });
    refilter(model)
}

/// Shows times in the zone of this machine, or of the session.
fn zone(model: &mut Model) -> Vec<Effect> {
    let local = jiff::tz::TimeZone::system();
    model.zone = match model.zone == model.session.zone && local != model.zone {
        true => local,
        false => model.session.zone.clone(),
    };
    let name = model
        .zone
        .iana_name()
        .unwrap_or("of this machine")
        .to_owned();
    model.say(&format!("times in the zone {name}"));
    model.list.cells.clear();
    model.detail.record = None;
    model.detail.wanted = None;
    Vec::new()
}

/// Asks for what is on the screen and was not read yet.
fn look(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    let visible: Vec<u32> = if model.is_focus(&pane::marks::PANE) {
        let marks = pane::marks::visible(model);
        marks.map(|(_, ordinal, _)| ordinal).collect()
    } else {
        let rows = model.rows().iter().skip(model.list.top);
        rows.take(list::page(model)).copied().collect()
    };
    let cells = &model.list.cells;
    if visible.iter().any(|row| !cells.contains_key(row)) {
        effects.push(Effect::Job(Job::Rows {
            ordinals: visible,
            columns: model.list.columns.clone(),
            zone: model.zone.clone(),
            store: model.store().clone(),
        }));
    }
    effects.extend(study::ask(model));
    let current = model.current();
    if let Some(ordinal) = current.filter(|_| model.detail.wanted != current) {
        model.detail = DetailState {
            record: model.detail.record.take(),
            wanted: current,
            is_raw: model.detail.is_raw,
            has_empty: model.detail.has_empty,
            ..DetailState::default()
        };
        effects.push(Effect::Job(Job::Detail {
            ordinal,
            zone: model.zone.clone(),
            store: model.store().clone(),
        }));
    }
    effects
}
