//! The list: which rows it shows and in which order, and where its cursor is.

use std::sync::Arc;

use super::list_layout::{self, HEAD, Laid, laid, page};
use super::{STRIDE, Shared, Sort, Tick};
use crate::tui::action::{Motion, Step};
use crate::tui::effect::Effect;
use crate::tui::job::{Job, Slot, Sorted};
use crate::tui::row::Row;
use crate::tui::store::{Outcome, Store};

/// Puts the cursor on a row, and the row on the screen.
pub fn go(shared: &mut Shared, to: usize) {
    let page = page(shared);
    let last = shared.rows().len().saturating_sub(1);
    let at = to.min(last);
    let highest = (last + 1).saturating_sub(page);
    let top = shared.list.top.min(at).min(highest);
    shared.list.cursor = at;
    shared.list.top = top.max((at + 1).saturating_sub(page));
    // Lines between the records take room too.
    let lines = |top: usize| {
        let between = (top..at).filter(|at| list_layout::silence_behind(shared, *at).is_some());
        at - top + between.count() + 1
    };
    let mut top = shared.list.top;
    while top < at && lines(top) > page {
        top += 1;
    }
    shared.list.top = top;
}

/// Moves the cursor.
pub fn step(shared: &mut Shared, motion: Motion) {
    shared.time.at = None;
    let (at, last) = (shared.list.cursor, shared.rows().len().saturating_sub(1));
    let (by, page) = (shared.count.unwrap_or(1), page(shared));
    let columns = shared.list.columns.len().saturating_sub(1);
    let pages = |page: usize| by.saturating_mul(page);
    let nth = |other| shared.count.map_or(other, |count| count.saturating_sub(1));
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
            shared.list.column = shared.list.column.saturating_sub(by);
            at
        }
        Motion::Right | Motion::FarRight => {
            shared.list.column = shared.list.column.saturating_add(by).min(columns);
            at
        }
        Motion::At(x, y) => pointed(shared, x, y).unwrap_or(at),
    };
    go(shared, to);
    moved_by_hand(shared, motion);
}

/// The cursor was moved by hand: away from the last record it stays where it is put; at the last one of a stream it
/// follows again.
fn moved_by_hand(shared: &mut Shared, motion: Motion) {
    let is_last = motion == Motion::Last && shared.count.is_none();
    match motion {
        Motion::Last if is_last && shared.is_stream() => shared.follow.is_on = true,
        Motion::Left | Motion::Right | Motion::FarLeft | Motion::FarRight => return,
        _ => shared.follow.is_on = false,
    }
    if is_last || shared.list.cursor + 1 >= shared.rows().len() {
        shared.follow.seen = shared.matched.count;
    }
}

/// The record that is drawn at a place of the list; the cursor goes to the column there too.
fn pointed(shared: &mut Shared, x: usize, y: usize) -> Option<usize> {
    let y = y.checked_sub(HEAD)?;
    let laid = laid(shared, shared.list.top, page(shared));
    let Laid::Record(at) = laid.get(y)? else {
        return None;
    };
    shared.list.column = list_layout::column_at(shared, x).unwrap_or(shared.list.column);
    Some(*at)
}

/// Scrolls by so many rows; the cursor stays on its record while that is on the screen. At an end the cursor moves.
pub fn scroll(shared: &mut Shared, step: Step, by: usize) {
    let (page, top) = (page(shared), shared.list.top);
    let highest = shared.rows().len().saturating_sub(page);
    let to = match step {
        Step::Next => (top + by).min(highest).max(top),
        Step::Previous => top.saturating_sub(by),
    };
    if to == top {
        shared.count = Some(by);
        return self::step(
            shared,
            match step {
                Step::Next => Motion::Down,
                Step::Previous => Motion::Up,
            },
        );
    }
    let laid = laid(shared, to, page);
    let last = laid.iter().rev().find_map(|laid| match laid {
        Laid::Record(at) => Some(*at),
        Laid::Silence(_) => None,
    });
    let at = shared.list.cursor.clamp(to, last.unwrap_or(to));
    shared.time.at = None;
    shared.list.top = to;
    go(shared, at);
    moved_by_hand(shared, Motion::Up);
}

/// Puts together what the list shows; the cursor stays on its record, or goes to the nearest.
pub fn arrange(shared: &mut Shared) -> Vec<Effect> {
    let mut effects = Vec::new();
    shared.list.rows = match (&shared.list.sort, &shared.list.context) {
        (Some(sort), _) => {
            let rows = sort.rows.clone();
            effects.extend(resort(shared));
            rows.unwrap_or_else(|| shared.matched.rows.clone())
        }
        (None, Some(context)) => {
            let matched = &shared.matched.rows;
            let hidden = shared
                .store()
                .order
                .iter()
                .filter(|row| context.bits.has(**row));
            Arc::new(merged(shared.store(), matched, hidden.copied()))
        }
        (None, None) => shared.matched.rows.clone(),
    };
    if let Some(ordinal) = shared.list.anchor {
        shared.list.cursor = place_of(shared, ordinal);
    }
    sum(shared);
    go(shared, shared.list.cursor);
    tick(shared);
    effects
}

/// Where a record is among the rows, or where it would be in the order of time.
fn place_of(shared: &Shared, ordinal: u32) -> usize {
    let rows = shared.rows();
    let by_time = shared.store().position(rows, ordinal);
    match shared.list.sort {
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
fn sum(shared: &mut Shared) {
    let store = shared.store();
    let is_denied = |row: &&u32| {
        store
            .entry(**row)
            .is_some_and(|entry| entry.outcome().is_denied())
    };
    let mut sums = vec![0];
    let mut sum = 0;
    for rows in shared.rows().chunks(STRIDE) {
        sum += u32::try_from(rows.iter().filter(is_denied).count()).unwrap_or(u32::MAX);
        sums.push(sum);
    }
    shared.list.denied = sums;
}

/// How many denied records there are before the cursor's row and on it, and in all.
pub fn denied_at(shared: &Shared) -> (u32, u32) {
    let at = shared.list.cursor;
    let before = at / STRIDE;
    let rows = shared.rows().get(before * STRIDE..=at).unwrap_or_default();
    let is_denied = |row: &&u32| {
        let entry = shared.store().entry(**row);
        entry.is_some_and(|entry| entry.outcome().is_denied())
    };
    let near = u32::try_from(rows.iter().filter(is_denied).count()).unwrap_or(u32::MAX);
    let sums = &shared.list.denied;
    let sum = |at: usize| sums.get(at).copied().unwrap_or(0);
    (sum(before) + near, sum(sums.len().saturating_sub(1)))
}

/// Rows that are kept, at most.
const MOST_CELLS: usize = 4096;

/// Takes rows that were read.
pub fn read(shared: &mut Shared, rows: Vec<(u32, Result<Row, String>)>) {
    let cells = &mut shared.list.cells;
    if cells.len() > MOST_CELLS {
        cells.clear();
    }
    cells.extend(rows);
}

/// Notes what there is in the rows that each cell of the scrollbar stands for.
pub fn tick(shared: &mut Shared) {
    let (rows, height) = (shared.rows().len(), page(shared));
    if rows <= height {
        shared.list.ticks = Vec::new();
        return;
    }
    let hits = shared.picks.get(&Slot::Search).map(|pick| &pick.bits);
    let mut ticks = vec![Tick::default(); height];
    for (at, row) in shared.rows().iter().enumerate() {
        if let Some(tick) = ticks.get_mut(at * height / rows) {
            tick.is_hit |= hits.is_some_and(|hits| hits.has(*row));
            let entry = shared.store().entry(*row);
            tick.is_denied |= entry.is_some_and(|entry| entry.outcome().is_denied());
        }
    }
    shared.list.ticks = ticks;
}

/// The nearest row in a direction that is asked for, from the cursor on.
pub fn nearest(shared: &Shared, step: Step, is_it: impl Fn(u32) -> bool) -> Option<usize> {
    let (rows, at) = (shared.rows(), shared.list.cursor);
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
pub fn denied(shared: &mut Shared, step: Step) {
    for _ in 0..shared.count.unwrap_or(1) {
        let is_denied = |row| {
            let entry = shared.store().entry(row);
            entry.is_some_and(|entry| entry.outcome() == Outcome::Denied)
        };
        let Some(to) = nearest(shared, step, is_denied) else {
            return shared.say("no more that was denied");
        };
        shared.time.at = None;
        go(shared, to);
    }
}

/// Sorts by the column under the cursor, then downwards, then by time again.
pub fn sort(shared: &mut Shared) -> Vec<Effect> {
    let column = shared.list.column;
    let is_time = |shared: &Shared| {
        let shown = shared.list.columns.get(column);
        shown.is_none_or(|shown| matches!(shown.name(), "when" | "time"))
    };
    let next = match &shared.list.sort {
        Some(sort) if sort.column == column && sort.is_down => None,
        Some(sort) if sort.column == column => Some(true),
        _ if is_time(shared) => None,
        _ => Some(false),
    };
    shared.list.context = None;
    shared.list.sort = next.map(|is_down| Sort {
        column,
        is_down,
        generation: 0,
        rows: None,
    });
    shared.say(match next {
        None => "in the order of time",
        Some(_) => "sorting",
    });
    arrange(shared)
}

/// Asks for the order anew.
fn resort(shared: &mut Shared) -> Option<Effect> {
    let generation = shared.next_generation();
    let zone = shared.zone.clone();
    let (rows, store) = (shared.matched.rows.clone(), shared.store().clone());
    let sort = shared.list.sort.as_mut()?;
    // Rows that pass no more are not shown while the order is not known.
    sort.rows = None;
    sort.generation = generation;
    Some(Effect::Job(Job::Sort {
        generation,
        column: shared.list.columns.get(sort.column)?.clone(),
        is_down: sort.is_down,
        rows,
        zone,
        store,
    }))
}

/// Takes rows in order.
pub fn sorted(shared: &mut Shared, sorted: Sorted) -> Vec<Effect> {
    let Some(sort) = &mut shared.list.sort else {
        return Vec::new();
    };
    if sort.generation != sorted.generation {
        return Vec::new();
    }
    match sorted.rows {
        Ok(rows) => {
            let name = shared
                .list
                .columns
                .get(sort.column)
                .map_or("", |column| column.name());
            let order = if sort.is_down { "downwards" } else { "upwards" };
            let text = format!("by {name}, {order}; by time where that is equal");
            sort.rows = Some(rows.clone());
            let anchor = shared.list.anchor.or(shared.current());
            shared.list.rows = rows;
            if let Some(ordinal) = anchor {
                shared.list.cursor = place_of(shared, ordinal);
            }
            shared.say(&text);
        }
        Err(why) => {
            shared.list.sort = None;
            shared.list.rows = shared.matched.rows.clone();
            shared.say(&why);
        }
    }
    sum(shared);
    go(shared, shared.list.cursor);
    tick(shared);
    Vec::new()
}
