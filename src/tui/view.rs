//! The screen: where each pane is, the header above them and the keys below. Takes the model as it is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw::{Pen, middle};
use super::keymap::{BINDS, Bind, LINE};
use super::live;
use super::model::Model;
use super::pane::{self, PANES, Pane, Place};
use super::theme::Theme;
use super::timeline::extent;
use super::update::list;
use super::wrap::Wrap;
use crate::record::time::Time;
use crate::text::{Bytes, Count, Role, Safe, width};

/// Columns and rows below which panes are left out, and that is said.
const COMFORTABLE: (u16, u16) = (60, 20);

/// Draws the screen into a buffer.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let theme = Theme::of(model.session.look);
    let area = *buffer.area();
    if area.width == 0 || area.height == 0 {
        return;
    }
    let mut pen = Pen::new(buffer, area, theme);
    let places = places(model, area);
    for (pane, area) in &places {
        (pane.draw)(model, &mut pen.within(*area));
    }
    let over = model.expanded.is_some_and(|pane| pane.place == Place::Over);
    if !over {
        header(model, &mut pen.within(row(area, 0)));
    }
    let last = row(area, area.height.saturating_sub(1));
    match model.focus.place {
        Place::Keys if model.is_focus(&pane::prompt::PANE) => {
            let rows = u16::try_from(pane::prompt::height(model)).unwrap_or(u16::MAX);
            let top = area.height.saturating_sub(rows);
            (model.focus.draw)(model, &mut pen.within(band(area, top, area.height)));
        }
        Place::Keys => (model.focus.draw)(model, &mut pen.within(last)),
        _ => keys(model, &mut pen.within(last)),
    }
    if let Some(area) = offers(model, &places) {
        pane::filter::popup(model, &mut pen.within(area));
    }
    if let Some((lines, area)) = toast(model, area, theme) {
        let mut pen = pen.within(area);
        pen.clear();
        for (y, line) in lines.iter().enumerate() {
            pen.put(1, y, line, pen.theme.role(Role::Note));
        }
    }
}

/// The pane that is drawn at a place of the screen, and where all of it is; none where something else is drawn over it.
pub fn under(model: &Model, place: (u16, u16)) -> Option<(&'static Pane, Rect)> {
    let area = Rect::new(0, 0, model.size.0, model.size.1);
    let places = places(model, area);
    let toast = toast(model, area, Theme::of(model.session.look));
    let over = [offers(model, &places), toast.map(|(_, area)| area)];
    let is_in = |area: &Rect| area.contains(place.into());
    if over.iter().flatten().any(is_in) {
        return None;
    }
    // What is drawn last is seen.
    places.into_iter().rev().find(|(_, area)| is_in(area))
}

/// Where what can follow in the line of conditions is offered, if it is.
fn offers(model: &Model, places: &[(&Pane, Rect)]) -> Option<Rect> {
    let line = places.iter().find(|(pane, _)| pane.place == Place::Line);
    let (_, line) = line?;
    let rows = pane::filter::offered(model)?;
    Some(Rect::new(line.x, line.bottom(), line.width, rows))
}

/// What was just done, in lines, and where it is: over the last rows.
fn toast(model: &Model, area: Rect, theme: Theme) -> Option<(Vec<String>, Rect)> {
    if model.toast.is_empty() {
        return None;
    }
    let columns = usize::from(area.width).saturating_sub(2).max(1);
    let text = theme.safe(&model.toast);
    let wrap = Wrap::new(&text, columns);
    let most = MOST_OF_TOAST.min(usize::from(area.height));
    let lines = wrap.rows(0).take(most);
    let lines: Vec<String> = lines.map(|line| wrap.text(&line).to_owned()).collect();
    let rows = u16::try_from(lines.len()).unwrap_or(1);
    let area = Rect::new(area.x, area.bottom() - rows, area.width, rows);
    Some((lines, area))
}

/// Rows that something to say takes, at most.
const MOST_OF_TOAST: usize = 6;

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
    let line = pane::filter::height(model);
    let is_detail = model.behind().place == Place::Below;
    move |place| match place {
        Place::Top if area.height < 12 => 3,
        Place::Top if area.height < 20 => 4,
        Place::Top if area.height < 34 => 6,
        Place::Top => 8,
        Place::Line => line,
        Place::Below if is_detail => area.height / 2,
        Place::Below if area.height < 20 => 0,
        Place::Below => area.height / 3,
        Place::Side | Place::Middle | Place::Over | Place::Keys => 0,
    }
}

/// What is read, over which time, and how far. What is left out of the list is told in any case; the rest as far as there
/// is room.
fn header(model: &Model, pen: &mut Pen<'_>) {
    let dim = pen.theme.role(Role::Dim);
    let state = state(model, pen.theme.glyphs.dot);
    let room = pen.width().saturating_sub(width(&state) + 3);
    let mut x = pen.put_in(1, 0, room, "knoxlog", Theme::heading()) + 2;
    let names = &model.session.names;
    let name = names.first().map_or("-", String::as_str);
    let more = match names.len() {
        0 | 1 => String::new(),
        count => format!(" +{}", count - 1),
    };
    let name = format!("{}{more}", Safe::path(name));
    let spans = extent(model.store()).map(|span| spans(model, span, pen.theme.glyphs.dash));
    let spans = spans.unwrap_or_default();
    let whole = width(&name).min(NAME);
    // Which years it was must not be missing: the name yields to the shortest.
    let fits = |name: usize| move |span: &&String| x + name + 2 + width(span) <= room;
    let shortest = spans.last().filter(fits(whole.min(SHORT)));
    let span = spans.iter().find(fits(whole)).or(shortest);
    let taken = span.map_or(0, |span| width(span) + 2);
    let left = room.saturating_sub(x + taken);
    let name = middle(&name, whole.min(left), pen.theme.glyphs.more);
    x = pen.put_in(x, 0, left, &name, dim) + 2;
    if let Some(span) = span {
        pen.put(x, 0, span, dim);
    }
    pen.put_right(0, 0, &format!("{state} "), dim);
}

/// Columns of an input's name, at most.
const NAME: usize = 30;

/// Columns that it keeps however long the span is.
const SHORT: usize = 8;

/// The span of time of the data in ever fewer columns; always with its years where it is of several.
fn spans(model: &Model, (first, last): (i64, i64), dash: &str) -> Vec<String> {
    let moment = |time: i64| {
        let text = Time(i128::from(time)).in_zone(&model.zone).to_string();
        text.get(..19).unwrap_or(&text).replace('T', " ")
    };
    let (first, last) = (moment(first), moment(last));
    let part = |start: usize, end: usize| {
        let [first, last] = [&first, &last].map(|text| text.get(start..end).unwrap_or_default());
        format!("{first} {dash} {last}")
    };
    let is_same = |end: usize| first.get(..end) == last.get(..end);
    match (is_same(4), is_same(10)) {
        (false, _) => vec![part(0, 19), part(0, 10), part(0, 4)],
        (true, false) => vec![part(0, 19), part(5, 16), part(5, 10)],
        (true, true) => {
            let clock = last.get(11..).unwrap_or_default();
            vec![format!("{first} {dash} {clock}"), part(11, 19)]
        }
    }
}

/// How far the reading is, and what there is besides records.
fn state(model: &Model, dot: &str) -> String {
    let progress = &model.progress;
    let mut parts = live::words(model);
    if model.has_mouse {
        parts.push("mouse".to_owned());
    }
    if !progress.is_done {
        parts.push(match progress.total {
            Some(total) if total > 0 => {
                format!("reading {} %", progress.bytes.min(total) * 100 / total)
            }
            _ => format!("reading {}", Bytes(progress.bytes)),
        });
    }
    let unread = progress.faults.len() as u64 + model.matched.unread;
    for (count, one, many) in [
        (progress.skipped, "skipped", "skipped"),
        (progress.throttles, "gap", "gaps"),
        (progress.store.dropped, "dropped", "dropped"),
        (unread, "unread", "unread"),
    ] {
        match count {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            count => parts.push(format!("{} {many}", Count(count))),
        }
    }
    parts.extend(progress.blind.doubts.iter().cloned());
    parts.join(&format!(" {dot} "))
}

/// The keys that are worth knowing here, and how many were denied.
fn keys(model: &Model, pen: &mut Pen<'_>) {
    let (at, all) = list::denied_at(model);
    let denied = match all {
        0 => String::new(),
        all => format!("{}/{} denied ", Count(at.into()), Count(all.into())),
    };
    let mut x = 1;
    if model.size.0 < COMFORTABLE.0 || model.size.1 < COMFORTABLE.1 {
        let note = "small: panes are left out";
        x = pen.put(x, 0, note, pen.theme.role(Role::Warning)) + 2;
    }
    // Two columns between the last of them and the number, which is told in any case.
    let apart = if denied.is_empty() { 1 } else { 3 };
    let room = pen.width().saturating_sub(width(&denied) + apart);
    let writes = model.focus.writes;
    let here = |pane: &str| match pane {
        "" => !writes,
        LINE => writes,
        pane => pane == model.focus.name,
    };
    let is_said = |bind: &&Bind| {
        !bind.hint.is_empty() && here(bind.pane) && pane::detail::does(model, bind.action)
    };
    for bind in BINDS.iter().filter(is_said) {
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
