//! The screen as it is drawn: the panes at their places, the header above them and the keys below. Takes all as it is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::App;
use crate::output::moment::{DatePart, Moment, Precision};
use crate::record::time::Time;
use crate::text::{Bytes, Count, Role, Safe, width};
use crate::tui::draw::{Pen, middle};
use crate::tui::keymap::{BINDS, Bind, Scope};
use crate::tui::pane::component::Pane;
use crate::tui::pane::{PaneId, Panes, Placement};
use crate::tui::shared::layout::{band, places};
use crate::tui::shared::{Shared, follow, list};
use crate::tui::theme::Theme;
use crate::tui::timeline::extent;
use crate::tui::wrap::Wrap;

/// Columns and rows below which panes are left out, and that is said.
const COMFORTABLE: (u16, u16) = (60, 20);

/// Draws the screen into a buffer.
pub fn view(app: &App, buffer: &mut Buffer) {
    let App { shared, panes, .. } = app;
    let theme = Theme::of(shared.session.look);
    let area = *buffer.area();
    if area.width == 0 || area.height == 0 {
        return;
    }
    let mut pen = Pen::new(buffer, area, theme);
    let places = places(shared, area);
    for (pane, area) in &places {
        panes.get(*pane).draw(shared, &mut pen.within(*area));
    }
    let over = shared.expanded.map(PaneId::place) == Some(Placement::Over);
    if !over {
        header(shared, &mut pen.within(row(area, 0)));
    }
    let last = row(area, area.height.saturating_sub(1));
    match shared.focus {
        PaneId::Prompt => {
            let rows = u16::try_from(panes.prompt.height(shared)).unwrap_or(u16::MAX);
            let top = area.height.saturating_sub(rows);
            let area = band(area, top, area.height);
            panes.prompt.draw(shared, &mut pen.within(area));
        }
        pane if pane.place() == Placement::Keys => {
            panes.get(pane).draw(shared, &mut pen.within(last));
        }
        _ => keys(shared, panes, &mut pen.within(last)),
    }
    if let Some(area) = offers(shared, panes, &places) {
        panes.filter.popup(&mut pen.within(area));
    }
    if let Some((lines, area)) = toast(shared, area, theme) {
        let mut pen = pen.within(area);
        pen.clear();
        for (y, line) in lines.iter().enumerate() {
            pen.put(1, y, line, pen.theme.role(Role::Note));
        }
    }
}

/// The pane that is drawn at a place of the screen, and where all of it is; none where something else is drawn over it.
pub fn under(shared: &Shared, panes: &Panes, place: (u16, u16)) -> Option<(PaneId, Rect)> {
    let area = Rect::new(0, 0, shared.size.0, shared.size.1);
    let places = places(shared, area);
    let toast = toast(shared, area, Theme::of(shared.session.look));
    let over = [offers(shared, panes, &places), toast.map(|(_, area)| area)];
    let is_in = |area: &Rect| area.contains(place.into());
    if over.iter().flatten().any(is_in) {
        return None;
    }
    // What is drawn last is seen.
    places.into_iter().rev().find(|(_, area)| is_in(area))
}

/// Where what can follow in the line of conditions is offered, if it is.
fn offers(shared: &Shared, panes: &Panes, places: &[(PaneId, Rect)]) -> Option<Rect> {
    let line = places.iter().find(|(pane, _)| *pane == PaneId::Filter);
    let (_, line) = line?;
    let rows = panes.filter.offered(shared)?;
    Some(Rect::new(line.x, line.bottom(), line.width, rows))
}

/// What was just done, in lines, and where it is: over the last rows.
fn toast(shared: &Shared, area: Rect, theme: Theme) -> Option<(Vec<String>, Rect)> {
    if shared.toast.is_empty() {
        return None;
    }
    let columns = usize::from(area.width).saturating_sub(2).max(1);
    let text = theme.safe(&shared.toast);
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

/// What is read, over which time, and how far. What is left out of the list is told in any case; the rest as far as there
/// is room.
fn header(shared: &Shared, pen: &mut Pen<'_>) {
    let dim = pen.theme.role(Role::Dim);
    let state = state(shared, pen.theme.glyphs.dot);
    let room = pen.width().saturating_sub(width(&state) + 3);
    let mut x = pen.put_in(1, 0, room, "knoxlog", Theme::heading()) + 2;
    let names = &shared.session.names;
    let name = names.first().map_or("-", String::as_str);
    let more = match names.len() {
        0 | 1 => String::new(),
        count => format!(" +{}", count - 1),
    };
    let name = format!("{}{more}", Safe::path(name));
    let spans = extent(shared.store()).map(|span| spans(shared, span, pen.theme.glyphs.dash));
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
fn spans(shared: &Shared, (first, last): (i64, i64), dash: &str) -> Vec<String> {
    let [first, last] = [first, last].map(|time| Time(i128::from(time)));
    let both = |part: &dyn Fn(Time) -> String| format!("{} {dash} {}", part(first), part(last));
    let moment = |time| Moment::new(time, &shared.zone);
    let text =
        |part: DatePart, precision| move |time: Time| part.text(time, &shared.zone, precision);
    let whole = text(DatePart::Whole, Precision::Second);
    let clock = text(DatePart::None, Precision::Second);
    match DatePart::of(Some((first, last)), &shared.zone) {
        DatePart::Whole => vec![
            both(&whole),
            both(&|time| moment(time).date().to_owned()),
            both(&|time| moment(time).year().to_owned()),
        ],
        DatePart::Day => vec![
            both(&whole),
            both(&text(DatePart::Day, Precision::Minute)),
            both(&|time| moment(time).day().to_owned()),
        ],
        DatePart::None => vec![
            format!("{} {dash} {}", whole(first), clock(last)),
            both(&clock),
        ],
    }
}

/// How far the reading is, and what there is besides records.
fn state(shared: &Shared, dot: &str) -> String {
    let progress = &shared.progress;
    let mut parts = follow::words(shared);
    if shared.has_mouse {
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
    let unread = progress.faults.len() as u64 + shared.matched.unread;
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
fn keys(shared: &Shared, panes: &Panes, pen: &mut Pen<'_>) {
    let (at, all) = list::denied_at(shared);
    let denied = match all {
        0 => String::new(),
        all => format!("{}/{} denied ", Count(at.into()), Count(all.into())),
    };
    let mut x = 1;
    if shared.size.0 < COMFORTABLE.0 || shared.size.1 < COMFORTABLE.1 {
        let note = "small: panes are left out";
        x = pen.put(x, 0, note, pen.theme.role(Role::Warning)) + 2;
    }
    // Two columns between the last of them and the number, which is told in any case.
    let apart = if denied.is_empty() { 1 } else { 3 };
    let room = pen.width().saturating_sub(width(&denied) + apart);
    let writes = shared.focus.writes();
    let here = |scope: Scope| match scope {
        Scope::Any => !writes,
        Scope::Line => writes,
        Scope::Pane(pane) => shared.is_focus(pane),
    };
    let is_said = |bind: &&Bind| {
        let does = || !shared.is_focus(PaneId::Detail) || panes.detail.does(bind.action);
        !bind.hint.is_empty() && here(bind.scope) && does()
    };
    for bind in BINDS.iter().filter(is_said) {
        let Some(key) = shared.keymap.spelling(bind.name).into_iter().next() else {
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
