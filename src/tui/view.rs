//! The screen: where each pane is, the header above them and the keys below. Takes the model as it is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw::Pen;
use super::keymap::BINDS;
use super::live;
use super::model::Model;
use super::pane::{PANES, Pane, Place, prompt};
use super::store::Outcome;
use super::theme::Theme;
use super::timeline::extent;
use crate::record::time::Time;
use crate::text::{Bytes, Count, Role, Safe, width};

/// Columns and rows below which panes are left out.
const SMALLEST: (u16, u16) = (40, 10);

/// Draws the screen into a buffer.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let theme = Theme::of(model.session.look);
    let area = *buffer.area();
    let mut pen = Pen::new(buffer, area, theme);
    for (pane, area) in places(model, area) {
        (pane.draw)(model, &mut pen.within(area));
    }
    let over = model.expanded.is_some_and(|pane| pane.place == Place::Over);
    if !over {
        header(model, &mut pen.within(row(area, 0)));
    }
    let last = area.height.saturating_sub(1);
    let mut last = pen.within(row(area, last));
    match model.prompt {
        Some(_) => (prompt::PANE.draw)(model, &mut last),
        None => keys(model, &mut last),
    }
}

fn row(area: Rect, y: u16) -> Rect {
    Rect::new(area.x, area.y + y, area.width, 1)
}

/// Where each pane is.
pub fn places(model: &Model, area: Rect) -> Vec<(&'static Pane, Rect)> {
    let mut area = area;
    // The header above, the keys below.
    let (mut top, mut bottom) = (1, area.height.saturating_sub(1));
    if let Some(pane) = model.expanded {
        let top = u16::from(pane.place != Place::Over);
        return vec![(pane, band(area, top, bottom))];
    }
    let mut placed = Vec::new();
    let is_there = |pane: &&&'static Pane| match pane.place {
        Place::Line | Place::Middle => true,
        Place::Top | Place::Below => model.shows(pane),
        Place::Side => side(model).is_some_and(|side| side.name == pane.name),
        Place::Over | Place::Keys => false,
    };
    let heights = heights(model, area);
    let mut over = None;
    for pane in PANES.iter().filter(is_there) {
        let height = heights(pane.place).min(bottom.saturating_sub(top));
        if height == 0 && pane.place != Place::Side {
            continue;
        }
        match pane.place {
            Place::Top | Place::Line => {
                placed.push((*pane, band(area, top, top + height)));
                top += height;
            }
            Place::Below => {
                placed.push((*pane, band(area, bottom - height, bottom)));
                bottom -= height;
            }
            Place::Side => {
                let width = SIDE.min(area.width);
                let part = Rect { width, ..area };
                let part = (*pane, band(part, top, bottom));
                if area.width < WIDE {
                    over = Some(part);
                    continue;
                }
                placed.push(part);
                area.x += width;
                area.width -= width;
            }
            Place::Middle | Place::Over | Place::Keys => {}
        }
    }
    let middle = PANES.iter().filter(|pane| pane.place == Place::Middle);
    placed.extend(middle.map(|pane| (*pane, band(area, top, bottom))));
    placed.extend(over);
    placed
}

/// Columns that a pane at the side takes.
const SIDE: u16 = 34;

/// Columns from which on such a pane has room beside the list; where there are less, it covers it while it has the keys.
const WIDE: u16 = 100;

/// The pane at the side: the one that keys go to, else the last that was opened.
fn side(model: &Model) -> Option<&'static Pane> {
    let is_side = |pane: &&Pane| pane.place == Place::Side;
    let focus = Some(model.focus).filter(is_side);
    let shown = model.shown.iter().rev().copied().find(|pane| is_side(pane));
    focus.or(shown.filter(|_| model.size.0 >= WIDE))
}

/// Rows from `top` to `bottom`.
fn band(area: Rect, top: u16, bottom: u16) -> Rect {
    Rect::new(area.x, area.y + top, area.width, bottom.saturating_sub(top))
}

/// Rows that a pane of a place gets.
fn heights(model: &Model, area: Rect) -> impl Fn(Place) -> u16 {
    let has_error = !model.filter.errors.is_empty();
    move |place| match place {
        Place::Top if area.height < 12 => 3,
        Place::Top if area.height < 20 => 4,
        Place::Top if area.height < 34 => 6,
        Place::Top => 8,
        Place::Line => 1 + u16::from(has_error),
        Place::Below if area.height < 20 => 0,
        Place::Below => area.height / 3,
        Place::Side | Place::Middle | Place::Over | Place::Keys => 0,
    }
}

/// What is read, over which time, and how far.
fn header(model: &Model, pen: &mut Pen<'_>) {
    let dim = pen.theme.role(Role::Dim);
    let mut x = pen.put(1, 0, "knoxlog", Theme::heading()) + 2;
    let names = &model.session.names;
    let name = names.first().map_or("-", String::as_str);
    let more = match names.len() {
        0 | 1 => String::new(),
        count => format!(" +{}", count - 1),
    };
    x = pen.put(x, 0, &format!("{}{more}", Safe::path(name)), dim) + 2;
    if let Some((first, last)) = extent(model.store()) {
        let moment = |time: i64| {
            let text = Time(i128::from(time)).in_zone(&model.zone).to_string();
            text.get(..19).unwrap_or(&text).replace('T', " ")
        };
        let (first, last) = (moment(first), moment(last));
        let last = match last.get(..10) == first.get(..10) {
            true => last.get(11..).unwrap_or_default().to_owned(),
            false => last,
        };
        let span = format!("{first} {} {last}", pen.theme.glyphs.dash);
        x = pen.put(x, 0, &span, dim) + 2;
    }
    pen.put_right(x, 0, &format!("{} ", state(model)), dim);
}

/// How far the reading is, and what there is besides records.
fn state(model: &Model) -> String {
    let progress = &model.progress;
    let mut parts = live::words(model);
    if !progress.is_done {
        parts.push(match progress.total {
            Some(total) if total > 0 => {
                format!("reading {} %", progress.bytes.min(total) * 100 / total)
            }
            _ => format!("reading {}", Bytes(progress.bytes)),
        });
    }
    for (count, what) in [
        (progress.skipped, "skipped"),
        (progress.gap_count, "gaps"),
        (progress.store.dropped, "dropped"),
        (progress.faults.len() as u64, "unread"),
    ] {
        if count > 0 {
            parts.push(format!("{} {what}", Count(count)));
        }
    }
    parts.join(" | ")
}

/// The keys that are worth knowing here, and what was just done.
fn keys(model: &Model, pen: &mut Pen<'_>) {
    if !model.toast.is_empty() {
        pen.put(1, 0, &model.toast, pen.theme.role(Role::Note));
        return;
    }
    if model.size.0 < SMALLEST.0 || model.size.1 < SMALLEST.1 {
        pen.put(0, 0, "small: 40x10 or more", pen.theme.role(Role::Warning));
        return;
    }
    let denied = denied(model);
    let room = pen.width().saturating_sub(width(&denied) + 2);
    let mut x = 1;
    let here = |pane: &str| pane.is_empty() || pane == model.focus.name;
    for bind in BINDS
        .iter()
        .filter(|bind| !bind.hint.is_empty() && here(bind.pane))
    {
        let Some(key) = model.keymap.spelling(bind.name).into_iter().next() else {
            continue;
        };
        let text = format!("{key} {}", bind.hint);
        if x + width(&text) > room {
            break;
        }
        x = pen.put(x, 0, &key, Theme::heading());
        x = pen.put(x + 1, 0, bind.hint, pen.theme.role(Role::Dim)) + 2;
    }
    pen.put_right(x, 0, &denied, pen.theme.role(Role::Dim));
}

/// Which of the denied records the cursor is on.
fn denied(model: &Model) -> String {
    let current = model
        .current()
        .and_then(|ordinal| model.store().entry(ordinal));
    match current.map(super::store::Entry::outcome) {
        Some(Outcome::Denied) => "denied ".to_owned(),
        _ => String::new(),
    }
}
