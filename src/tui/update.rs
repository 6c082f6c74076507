//! What an action, or word of a worker, makes of the model. Pure: whatever is to be done outside comes back as effects.

use super::action::{Action, Motion, Pin, Step};
use super::key::Key;
use super::model::{Effect, Glance, Model};
use super::pane::{self, PANES, Pane, Place, events};
use super::store::Outcome;
use super::timeline::{Scale, extent};
use super::worker::{Job, Matched, Message, Progress};
use super::{live, marks, save, study, view};
use ratatui::layout::Rect;

/// A key was pressed.
pub fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    model.typed += 1;
    model.toast.clear();
    let prefix = model.prefix.take();
    let pane = model.focus;
    let action = match (model.count, key.typed().and_then(|char| char.to_digit(10))) {
        (Some(_), Some(digit)) if !pane.writes => {
            Action::Digit(u8::try_from(digit).unwrap_or_default())
        }
        _ => model.keymap.action(pane.name, pane.writes, prefix, key),
    };
    update(model, action)
}

/// Does something.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let mut effects = match (model.focus.act)(model, action) {
        Some(effects) => effects,
        None => shared(model, action),
    };
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
        Action::Expand => {
            model.expanded = match model.expanded {
                Some(_) => None,
                None => Some(model.focus),
            }
        }
        Action::Close => close(model),
        Action::Digit(digit) => {
            let count = model.count.unwrap_or(0);
            model.count = Some(count.saturating_mul(10).saturating_add(usize::from(digit)));
        }
        Action::Prefix(key) => model.prefix = Some(key),
        Action::Move(motion) => step(model, motion),
        Action::Denied(step) => denied(model, step),
        Action::Undo | Action::Redo => {
            if model.filter.step_back(action == Action::Redo) {
                return refilter(model);
            }
            model.say("nothing to take back");
        }
        Action::Chip(number) => return chip(model, usize::from(number)),
        Action::AllChips => {
            model.filter.lift_all();
            return refilter(model);
        }
        Action::Pin(pin) => return pinned(model, pin),
        Action::Save => save::ask(model),
        Action::Follow => live::follow(model),
        Action::Freeze => return live::freeze(model),
        Action::Settled(typed) if typed == model.typed => return refilter(model),
        _ => {}
    }
    Vec::new()
}

/// A worker has told something.
pub fn take(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Read(progress) => effects = live::read(model, progress),
        Message::Matched(matched) => effects = found(model, matched),
        Message::Rejected { generation, errors } if generation == model.filter.generation => {
            model.filter.errors = errors;
        }
        Message::Rejected { .. } => {}
        Message::Rows(rows) => {
            if model.list.cells.len() > MOST_CELLS {
                model.list.cells.clear();
            }
            model.list.cells.extend(rows);
        }
        Message::Detail(ordinal, detail) => model.detail.record = Some((ordinal, detail)),
        Message::Bins(bins) => model.timeline.bins = Some(bins),
        Message::Surveyed(survey) => study::take(model, &survey),
        Message::Saved(path, saved) => save::done(model, &path, saved),
    }
    effects.extend(look(model));
    effects
}

/// Rows that are kept, at most.
const MOST_CELLS: usize = 4096;

/// More was read.
pub(super) fn read(model: &mut Model, progress: Progress) -> Vec<Effect> {
    model.progress = progress;
    vec![seek(model)]
}

/// Looks for matches of the conditions at hand.
fn seek(model: &Model) -> Effect {
    Effect::Job(Job::Seek {
        generation: model.filter.generation,
        terms: model.filter.terms(),
        store: model.store().clone(),
    })
}

/// The conditions have changed.
pub(super) fn refilter(model: &mut Model) -> Vec<Effect> {
    model.filter.changed();
    model.filter.errors.clear();
    vec![seek(model)]
}

/// Takes what matches; the cursor stays on its record, or goes to the nearest.
fn found(model: &mut Model, matched: Matched) -> Vec<Effect> {
    if matched.generation != model.filter.generation {
        return Vec::new();
    }
    model.filter.errors.clear();
    let current = model.current();
    model.matched = matched;
    if let Some(ordinal) = current {
        model.list.cursor = model.store().position(model.rows(), ordinal);
    }
    go(model, model.list.cursor);
    live::found(model);
    bins(model).into_iter().collect()
}

/// Counts what the timeline shows.
fn bins(model: &Model) -> Option<Effect> {
    let span = model.timeline.window.or_else(|| extent(model.store()))?;
    let scale = Scale::fit(span, usize::from(model.size.0), model.timeline.dimension);
    Some(Effect::Job(Job::Bins {
        scale,
        store: model.store().clone(),
        rows: model.matched.rows.clone(),
    }))
}

/// The terminal has another size.
pub fn resize(model: &mut Model, size: (u16, u16)) -> Vec<Effect> {
    model.size = size;
    go(model, model.list.cursor);
    let mut effects: Vec<Effect> = bins(model).into_iter().collect();
    effects.extend(look(model));
    effects
}

fn toggle(model: &mut Model, pane: &'static Pane) {
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
    go(model, model.list.cursor);
}

fn focus(model: &mut Model, pane: &'static Pane) {
    let is_always = matches!(pane.place, Place::Line | Place::Middle);
    if !is_always && !model.shows(pane) {
        model.shown.push(pane);
    }
    model.expanded = None;
    model.focus = pane;
}

fn next_pane(model: &mut Model, step: Step) {
    let is_there = |pane: &&&'static Pane| match pane.place {
        Place::Over | Place::Keys => false,
        Place::Line | Place::Middle => true,
        Place::Top | Place::Side | Place::Below => model.shows(pane),
    };
    let there: Vec<&'static Pane> = PANES.iter().filter(is_there).copied().collect();
    let at = there
        .iter()
        .position(|pane| model.is_focus(pane))
        .unwrap_or(0);
    let count = there.len().max(1);
    let next = match step {
        Step::Next => at + 1,
        Step::Previous => at + count - 1,
    } % count;
    if let Some(pane) = there.get(next) {
        focus(model, pane);
    }
}

fn close(model: &mut Model) {
    model.expanded = None;
    model.focus = &events::PANE;
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

/// Rows of records that the list shows.
pub fn page(model: &Model) -> usize {
    let area = Rect::new(0, 0, model.size.0, model.size.1);
    let places = view::places(model, area);
    let list = places.iter().find(|(pane, _)| pane.place == Place::Middle);
    list.map_or(1, |(_, area)| {
        usize::from(area.height).saturating_sub(events::HEAD)
    })
    .max(1)
}

/// Rows that a pane has on the screen.
pub(super) fn height(model: &Model, pane: &Pane) -> usize {
    let area = Rect::new(0, 0, model.size.0, model.size.1);
    let places = view::places(model, area);
    let place = places.iter().find(|(placed, _)| placed.name == pane.name);
    place.map_or(0, |(_, area)| usize::from(area.height))
}

/// Moves the cursor of the list.
fn step(model: &mut Model, motion: Motion) {
    let (at, last) = (model.list.cursor, model.rows().len().saturating_sub(1));
    let (by, page) = (model.count.unwrap_or(1), page(model));
    let columns = model.list.columns.len().saturating_sub(1);
    let to = match motion {
        Motion::Up => at.saturating_sub(by),
        Motion::Down => at.saturating_add(by),
        Motion::PageUp => at.saturating_sub(by.saturating_mul(page)),
        Motion::PageDown => at.saturating_add(by.saturating_mul(page)),
        Motion::HalfUp => at.saturating_sub(by.saturating_mul(page.div_ceil(2))),
        Motion::HalfDown => at.saturating_add(by.saturating_mul(page.div_ceil(2))),
        Motion::First => model.count.map_or(0, |count| count.saturating_sub(1)),
        Motion::Last => model.count.map_or(last, |count| count.saturating_sub(1)),
        Motion::Left | Motion::FarLeft => {
            model.list.column = model.list.column.saturating_sub(1);
            at
        }
        Motion::Right | Motion::FarRight => {
            model.list.column = (model.list.column + 1).min(columns);
            at
        }
    };
    go(model, to);
    live::moved(model, motion);
}

/// Does something about marks.
fn pinned(model: &mut Model, pin: Pin) -> Vec<Effect> {
    match (pin, model.current()) {
        (Pin::Toggle, Some(ordinal)) => {
            marks::toggle(model, ordinal);
            step(model, Motion::Down);
        }
        (Pin::Note, Some(ordinal)) => marks::annotate(model, ordinal),
        (Pin::Reach, _) => marks::reach(model),
        (Pin::Jump(step), _) => marks::jump(model, step),
        (_, None) => model.say("there is no record here"),
    }
    Vec::new()
}

/// Puts the cursor of the list on a row, and the row on the screen.
pub(super) fn go(model: &mut Model, to: usize) {
    let page = page(model);
    let last = model.rows().len().saturating_sub(1);
    let at = to.min(last);
    let highest = (last + 1).saturating_sub(page);
    let top = model.list.top.min(at).min(highest);
    model.list.cursor = at;
    model.list.top = top.max((at + 1).saturating_sub(page));
}

/// To the next record that was denied.
fn denied(model: &mut Model, step: Step) {
    let is_denied = |row: &u32| {
        let entry = model.store().entry(*row);
        entry.is_some_and(|entry| entry.outcome() == Outcome::Denied)
    };
    let (rows, at) = (model.rows(), model.list.cursor);
    let to = match step {
        Step::Next => rows
            .iter()
            .skip(at + 1)
            .position(is_denied)
            .map(|by| at + 1 + by),
        Step::Previous => rows
            .get(..at)
            .and_then(|rows| rows.iter().rposition(is_denied)),
    };
    match to {
        Some(to) => go(model, to),
        None => model.say("no more that was denied"),
    }
}

/// Asks for what is on the screen and was not read yet.
fn look(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    let visible: Vec<u32> = if model.is_focus(&pane::marks::PANE) {
        let marks = pane::marks::visible(model);
        marks.map(|(_, ordinal, _)| ordinal).collect()
    } else {
        let rows = model.rows().iter().skip(model.list.top);
        rows.take(page(model)).copied().collect()
    };
    if visible
        .iter()
        .any(|row| !model.list.cells.contains_key(row))
    {
        effects.push(Effect::Job(Job::Rows {
            ordinals: visible,
            columns: model.list.columns.clone(),
            store: model.store().clone(),
        }));
    }
    effects.extend(study::ask(model));
    let current = model.current();
    if let Some(ordinal) = current
        && model.detail.wanted != current
    {
        model.detail = Glance {
            wanted: current,
            is_raw: model.detail.is_raw,
            ..Glance::default()
        };
        effects.push(Effect::Job(Job::Detail {
            ordinal,
            store: model.store().clone(),
        }));
    }
    effects
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
    for char in text
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
    {
        effects = update(model, Action::Insert(char));
    }
    effects
}
