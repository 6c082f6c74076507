//! The list: which rows it shows and in which order, and where its cursor is.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::tui::action::{Motion, Step};
use crate::tui::model::{Effect, Model, STRIDE, Sort, Tick};
use crate::tui::pane::{Pane, Place, events};
use crate::tui::store::{Outcome, Store};
use crate::tui::worker::{Job, Slot, Sorted};
use crate::tui::{live, view};

/// Rows of records that the list shows.
pub fn page(model: &Model) -> usize {
    let area = Rect::new(0, 0, model.size.0, model.size.1);
    let places = view::places(model, area);
    let list = places.iter().find(|(pane, _)| pane.place == Place::Middle);
    let rows = list.map_or(0, |(_, area)| usize::from(area.height));
    rows.saturating_sub(events::HEAD).max(1)
}

/// Rows that a pane has on the screen.
pub fn height(model: &Model, pane: &Pane) -> usize {
    usize::from(area(model, pane).height)
}

/// What a pane has of the screen.
pub fn area(model: &Model, pane: &Pane) -> Rect {
    let area = Rect::new(0, 0, model.size.0, model.size.1);
    let places = view::places(model, area);
    let place = places.iter().find(|(placed, _)| placed.name == pane.name);
    place.map_or(Rect::ZERO, |(_, area)| *area)
}

/// Puts the cursor on a row, and the row on the screen.
pub fn go(model: &mut Model, to: usize) {
    let page = page(model);
    let last = model.rows().len().saturating_sub(1);
    let at = to.min(last);
    let highest = (last + 1).saturating_sub(page);
    let top = model.list.top.min(at).min(highest);
    model.list.cursor = at;
    model.list.top = top.max((at + 1).saturating_sub(page));
    // Lines between the records take room too.
    let lines = |top: usize| {
        let between = (top..at).filter(|at| events::silence_behind(model, *at).is_some());
        at - top + between.count() + 1
    };
    let mut top = model.list.top;
    while top < at && lines(top) > page {
        top += 1;
    }
    model.list.top = top;
}

/// Moves the cursor.
pub fn step(model: &mut Model, motion: Motion) {
    model.timeline.at = None;
    let (at, last) = (model.list.cursor, model.rows().len().saturating_sub(1));
    let (by, page) = (model.count.unwrap_or(1), page(model));
    let columns = model.list.columns.len().saturating_sub(1);
    let pages = |page: usize| by.saturating_mul(page);
    let nth = |other| model.count.map_or(other, |count| count.saturating_sub(1));
    let to = match motion {
        Motion::Up => at.saturating_sub(by),
        Motion::Down => at.saturating_add(by),
        Motion::PageUp => at.saturating_sub(pages(page)),
        Motion::PageDown => at.saturating_add(pages(page)),
        Motion::HalfUp => at.saturating_sub(pages(page.div_ceil(2))),
        Motion::HalfDown => at.saturating_add(pages(page.div_ceil(2))),
        Motion::First => nth(0),
        Motion::Last => nth(last),
        Motion::Left | Motion::FarLeft => {
            model.list.column = model.list.column.saturating_sub(by);
            at
        }
        Motion::Right | Motion::FarRight => {
            model.list.column = model.list.column.saturating_add(by).min(columns);
            at
        }
        Motion::At(x, y) => pointed(model, x, y).unwrap_or(at),
    };
    go(model, to);
    live::moved(model, motion);
}

/// The record that is drawn at a place of the list; the cursor goes to the column there too.
fn pointed(model: &mut Model, x: usize, y: usize) -> Option<usize> {
    let y = y.checked_sub(events::HEAD)?;
    let laid = events::laid(model, model.list.top, page(model));
    let events::Laid::Record(at) = laid.get(y)? else {
        return None;
    };
    model.list.column = events::column_at(model, x).unwrap_or(model.list.column);
    Some(*at)
}

/// Scrolls by so many rows; the cursor stays on its record while that is on the screen. At an end the cursor moves.
pub fn scroll(model: &mut Model, step: Step, by: usize) {
    let (page, top) = (page(model), model.list.top);
    let highest = model.rows().len().saturating_sub(page);
    let to = match step {
        Step::Next => (top + by).min(highest).max(top),
        Step::Previous => top.saturating_sub(by),
    };
    if to == top {
        model.count = Some(by);
        return self::step(
            model,
            match step {
                Step::Next => Motion::Down,
                Step::Previous => Motion::Up,
            },
        );
    }
    let laid = events::laid(model, to, page);
    let last = laid.iter().rev().find_map(|laid| match laid {
        events::Laid::Record(at) => Some(*at),
        events::Laid::Silence(_) => None,
    });
    let at = model.list.cursor.clamp(to, last.unwrap_or(to));
    model.timeline.at = None;
    model.list.top = to;
    go(model, at);
    live::moved(model, Motion::Up);
}

/// Puts together what the list shows; the cursor stays on its record, or goes to the nearest.
pub fn arrange(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    model.list.rows = match (&model.list.sort, &model.list.context) {
        (Some(sort), _) => {
            let rows = sort.rows.clone();
            effects.extend(resort(model));
            rows.unwrap_or_else(|| model.matched.rows.clone())
        }
        (None, Some(context)) => {
            let matched = &model.matched.rows;
            let hidden = model
                .store()
                .order
                .iter()
                .filter(|row| context.bits.has(**row));
            Arc::new(merged(model.store(), matched, hidden.copied()))
        }
        (None, None) => model.matched.rows.clone(),
    };
    if let Some(ordinal) = model.list.anchor {
        model.list.cursor = place_of(model, ordinal);
    }
    sum(model);
    go(model, model.list.cursor);
    tick(model);
    effects
}

/// Where a record is among the rows, or where it would be in the order of time.
fn place_of(model: &Model, ordinal: u32) -> usize {
    let rows = model.rows();
    let by_time = model.store().position(rows, ordinal);
    match model.list.sort {
        None => by_time,
        Some(_) => rows.iter().position(|row| *row == ordinal).unwrap_or(0),
    }
}

/// Two runs of rows in the order of time as one, each row once.
fn merged(store: &Store, left: &[u32], right: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut rows = left.to_vec();
    rows.extend(right);
    rows.sort_by_key(|row| (store.time(*row), *row));
    rows.dedup();
    rows
}

/// Sums up the denied among the rows.
fn sum(model: &mut Model) {
    let store = model.store();
    let is_denied = |row: &&u32| {
        store
            .entry(**row)
            .is_some_and(|entry| entry.outcome().is_denied())
    };
    let mut sums = vec![0];
    let mut sum = 0;
    for rows in model.rows().chunks(STRIDE) {
        sum += u32::try_from(rows.iter().filter(is_denied).count()).unwrap_or(u32::MAX);
        sums.push(sum);
    }
    model.list.denied = sums;
}

/// How many denied records there are before the cursor's row and on it, and in all.
pub fn denied_at(model: &Model) -> (u32, u32) {
    let at = model.list.cursor;
    let before = at / STRIDE;
    let rows = model.rows().get(before * STRIDE..=at).unwrap_or_default();
    let is_denied = |row: &&u32| {
        let entry = model.store().entry(**row);
        entry.is_some_and(|entry| entry.outcome().is_denied())
    };
    let near = u32::try_from(rows.iter().filter(is_denied).count()).unwrap_or(u32::MAX);
    let sums = &model.list.denied;
    let sum = |at: usize| sums.get(at).copied().unwrap_or(0);
    (sum(before) + near, sum(sums.len().saturating_sub(1)))
}

/// Notes what there is in the rows that each cell of the scrollbar stands for.
pub fn tick(model: &mut Model) {
    let (rows, height) = (model.rows().len(), page(model));
    if rows <= height {
        model.list.ticks = Vec::new();
        return;
    }
    let hits = model.picks.get(&Slot::Search).map(|pick| &pick.bits);
    let mut ticks = vec![Tick::default(); height];
    for (at, row) in model.rows().iter().enumerate() {
        if let Some(tick) = ticks.get_mut(at * height / rows) {
            tick.is_hit |= hits.is_some_and(|hits| hits.has(*row));
            let entry = model.store().entry(*row);
            tick.is_denied |= entry.is_some_and(|entry| entry.outcome().is_denied());
        }
    }
    model.list.ticks = ticks;
}

/// The nearest row in a direction that is asked for, from the cursor on.
pub fn nearest(model: &Model, step: Step, is_it: impl Fn(u32) -> bool) -> Option<usize> {
    let (rows, at) = (model.rows(), model.list.cursor);
    let is_it = |row: &u32| is_it(*row);
    match step {
        Step::Next => {
            let behind = rows.get(at + 1..).unwrap_or_default();
            behind.iter().position(is_it).map(|by| at + 1 + by)
        }
        Step::Previous => rows.get(..at).unwrap_or_default().iter().rposition(is_it),
    }
}

/// To the next record that was denied.
pub fn denied(model: &mut Model, step: Step) {
    for _ in 0..model.count.unwrap_or(1) {
        let is_denied = |row| {
            let entry = model.store().entry(row);
            entry.is_some_and(|entry| entry.outcome() == Outcome::Denied)
        };
        let Some(to) = nearest(model, step, is_denied) else {
            return model.say("no more that was denied");
        };
        model.timeline.at = None;
        go(model, to);
    }
}

/// Sorts by the column under the cursor, then downwards, then by time again.
pub fn sort(model: &mut Model) -> Vec<Effect> {
    let column = model.list.column;
    let is_time = |model: &Model| {
        let shown = model.list.columns.get(column);
        shown.is_none_or(|shown| matches!(shown.name(), "when" | "time"))
    };
    let next = match &model.list.sort {
        Some(sort) if sort.column == column && sort.is_down => None,
        Some(sort) if sort.column == column => Some(true),
        _ if is_time(model) => None,
        _ => Some(false),
    };
    model.list.context = None;
    model.list.sort = next.map(|is_down| Sort {
        column,
        is_down,
        generation: 0,
        rows: None,
    });
    model.say(match next {
        None => "in the order of time",
        Some(_) => "sorting",
    });
    arrange(model)
}

/// Asks for the order anew.
fn resort(model: &mut Model) -> Option<Effect> {
    let generation = model.next_generation();
    let zone = model.zone.clone();
    let (rows, store) = (model.matched.rows.clone(), model.store().clone());
    let sort = model.list.sort.as_mut()?;
    // Rows that pass no more are not shown while the order is not known.
    sort.rows = None;
    sort.generation = generation;
    Some(Effect::Job(Job::Sort {
        generation,
        column: model.list.columns.get(sort.column)?.clone(),
        is_down: sort.is_down,
        rows,
        zone,
        store,
    }))
}

/// Takes rows in order.
pub fn sorted(model: &mut Model, sorted: Sorted) -> Vec<Effect> {
    let Some(sort) = &mut model.list.sort else {
        return Vec::new();
    };
    if sort.generation != sorted.generation {
        return Vec::new();
    }
    match sorted.rows {
        Ok(rows) => {
            let name = model
                .list
                .columns
                .get(sort.column)
                .map_or("", |column| column.name());
            let order = if sort.is_down { "downwards" } else { "upwards" };
            let text = format!("by {name}, {order}; by time where that is equal");
            sort.rows = Some(rows.clone());
            let anchor = model.list.anchor.or(model.current());
            model.list.rows = rows;
            if let Some(ordinal) = anchor {
                model.list.cursor = place_of(model, ordinal);
            }
            model.say(&text);
        }
        Err(why) => {
            model.list.sort = None;
            model.list.rows = model.matched.rows.clone();
            model.say(&why);
        }
    }
    sum(model);
    go(model, model.list.cursor);
    tick(model);
    Vec::new()
}
