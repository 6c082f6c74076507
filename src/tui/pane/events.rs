//! The list: one record a row, the denied ones marked.

use jiff::tz::TimeZone;
use ratatui::style::{Modifier, Style};

use super::{Pane, Place, nothing};
use crate::record::time::Time;
use crate::text::{Count, Role};
use crate::tui::draw::{Pen, middle};
use crate::tui::model::Model;
use crate::tui::row::Shown;
use crate::tui::store::{Entry, Kind, Outcome, UNTIMED};
use crate::tui::theme::Theme;

/// The pane.
pub static PANE: Pane = Pane {
    name: "events",
    doc: "the records that pass the filter, in the order of time",
    place: Place::Middle,
    writes: false,
    draw,
    act: nothing,
};

/// Rows above the first record.
pub(in crate::tui) const HEAD: usize = 2;

/// Columns before the first cell: the cursor, the mark and a blank.
const GUTTER: usize = 4;

fn draw(model: &Model, pen: &mut Pen<'_>) {
    title(model, pen);
    let widths = widths(model, pen.width().saturating_sub(GUTTER + 1));
    heading(model, pen, &widths);
    let height = pen.height().saturating_sub(HEAD);
    let rows = model.rows().iter().enumerate().skip(model.list.top);
    for (y, (at, ordinal)) in rows.take(height).enumerate() {
        row(model, pen, &widths, y + HEAD, (at, *ordinal));
    }
    if model.rows().is_empty() && height > 0 {
        let text = match model.progress.is_done {
            true => "no record passes",
            false => "reading",
        };
        pen.put(GUTTER, HEAD, text, pen.theme.role(Role::Dim));
    }
    scrollbar(model, pen, height);
}

fn title(model: &Model, pen: &mut Pen<'_>) {
    let style = match model.is_focus(&PANE) {
        true => Theme::focus(),
        false => Theme::heading(),
    };
    let rule = pen.theme.role(Role::Dim);
    pen.rule(0, 0, pen.theme.glyphs.rule, rule);
    pen.put(1, 0, " events ", style);
    let place = match model.rows().len() {
        0 => String::new(),
        rows => format!(
            " {} of {} ",
            Count(model.list.cursor as u64 + 1),
            Count(rows as u64)
        ),
    };
    pen.put_right(10, 0, &place, rule);
}

fn heading(model: &Model, pen: &mut Pen<'_>, widths: &[usize]) {
    let mut x = GUTTER;
    for (at, (column, width)) in model.list.columns.iter().zip(widths).enumerate() {
        let title = match column {
            Shown::Heading(heading) => heading.title.to_owned(),
            Shown::Field(column) => column.name.to_uppercase(),
        };
        let style = match at == model.list.column && model.is_focus(&PANE) {
            true => Theme::heading().add_modifier(Modifier::UNDERLINED),
            false => pen.theme.role(Role::Dim),
        };
        pen.put_in(x, 1, *width, &title, style);
        x += width + 1;
    }
}

/// How wide each column is: what it needs, and its share of what is left.
fn widths(model: &Model, room: usize) -> Vec<usize> {
    let columns = &model.list.columns;
    let wanted = |column: &Shown| match column {
        Shown::Heading(heading) if heading.name == "when" => (time_width(model), 0),
        Shown::Heading(heading) => (usize::from(heading.least), usize::from(heading.share)),
        Shown::Field(column) => (column.width().min(24), usize::from(!column.is_number())),
    };
    let wanted: Vec<(usize, usize)> = columns.iter().map(wanted).collect();
    let least: usize = wanted.iter().map(|(least, _)| least + 1).sum();
    let shares: usize = wanted.iter().map(|(_, share)| share).sum();
    let left = room.saturating_sub(least);
    let width = |(least, share): &(usize, usize)| least + left * share / shares.max(1);
    wanted.iter().map(width).collect()
}

/// Whether the data reaches over several days, so that times need a date.
fn spans_days(model: &Model) -> bool {
    let rows = model.rows();
    let first = rows
        .iter()
        .map(|row| model.store().time(*row))
        .find(|time| *time != UNTIMED);
    let last = rows.last().map(|row| model.store().time(*row));
    match (first, last) {
        (Some(first), Some(last)) => day(first, &model.zone) != day(last, &model.zone),
        _ => false,
    }
}

fn time_width(model: &Model) -> usize {
    if spans_days(model) { 18 } else { 12 }
}

fn day(time: i64, zone: &TimeZone) -> String {
    let text = Time(i128::from(time)).in_zone(zone).to_string();
    text.get(..10).unwrap_or_default().to_owned()
}

/// A time of day to the millisecond, with the day where several are shown.
fn clock(time: i64, zone: &TimeZone, with_day: bool) -> String {
    if time == UNTIMED {
        return "-".to_owned();
    }
    let text = Time(i128::from(time)).in_zone(zone).to_string();
    let (day, clock) = (text.get(5..10), text.get(11..23));
    let clock = clock.unwrap_or(&text);
    match with_day {
        true => format!("{} {clock}", day.unwrap_or_default()),
        false => clock.to_owned(),
    }
}

fn row(model: &Model, pen: &mut Pen<'_>, widths: &[usize], y: usize, (at, ordinal): (usize, u32)) {
    let Some(entry) = model.store().entry(ordinal) else {
        return;
    };
    let is_current = at == model.list.cursor;
    let (glyph, style) = mark(entry, pen.theme);
    if is_current {
        pen.put(0, y, pen.theme.glyphs.cursor, Theme::heading());
    }
    if model.marks.note(entry.time, ordinal).is_some() {
        pen.put(1, y, pen.theme.glyphs.mark, pen.theme.role(Role::Note));
    }
    pen.put(2, y, glyph, style);
    match model.list.cells.get(&ordinal) {
        Some(Ok(row)) => cells(model, pen, widths, y, entry, &row.cells),
        Some(Err(why)) => {
            pen.put(GUTTER, y, why, pen.theme.role(Role::Error));
        }
        None => {
            pen.put(GUTTER, y, pen.theme.glyphs.more, pen.theme.role(Role::Dim));
        }
    }
    if is_current {
        pen.tint(y, Theme::cursor());
    }
}

/// A record in one line, for lists of other panes.
pub(in crate::tui) fn line(model: &Model, ordinal: u32, cells: &[String]) -> String {
    let Some(entry) = model.store().entry(ordinal) else {
        return String::new();
    };
    let columns = model.list.columns.iter().zip(cells);
    let cells = columns.map(|(column, text)| match column {
        Shown::Heading(heading) if heading.name == "when" => {
            clock(entry.time, &model.zone, spans_days(model))
        }
        _ => text.clone(),
    });
    cells
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("  ")
}

fn cells(
    model: &Model,
    pen: &mut Pen<'_>,
    widths: &[usize],
    y: usize,
    entry: Entry,
    cells: &[String],
) {
    let mut x = GUTTER;
    let with_day = spans_days(model);
    for ((column, text), width) in model.list.columns.iter().zip(cells).zip(widths) {
        let time = match column {
            Shown::Heading(heading) if heading.name == "when" => {
                Some(clock(entry.time, &model.zone, with_day))
            }
            _ => None,
        };
        let style = cell_style(pen.theme, column.name(), entry);
        let text = middle(
            time.as_deref().unwrap_or(text),
            *width,
            pen.theme.glyphs.more,
        );
        pen.put_in(x, y, *width, &text, style);
        x += width + 1;
    }
}

fn cell_style(theme: Theme, column: &str, entry: Entry) -> Style {
    match column {
        "when" | "time" => theme.role(Role::Time),
        "where" | "ns" | "pod" => theme.role(Role::Place),
        "by" | "exe" => theme.role(Role::Process),
        "end" | "result" | "outcome" => mark(entry, theme).1,
        _ => Style::new(),
    }
}

/// What tells how an event ended, also without colour.
fn mark(entry: Entry, theme: Theme) -> (&'static str, Style) {
    let glyphs = theme.glyphs;
    if entry.kind() == Kind::Gap {
        return (glyphs.dropped, theme.role(Role::Warning));
    }
    match entry.outcome() {
        Outcome::Denied => (glyphs.denied, theme.role(Role::Denied)),
        Outcome::Failed => (glyphs.failed, theme.role(Role::Failed)),
        Outcome::Passed => (glyphs.passed, theme.role(Role::Passed)),
        Outcome::Unknown => (glyphs.none, theme.role(Role::Dim)),
    }
}

fn scrollbar(model: &Model, pen: &mut Pen<'_>, height: usize) {
    let rows = model.rows().len();
    if rows <= height || height == 0 {
        return;
    }
    let thumb = (height * height / rows).clamp(1, height);
    let start = model.list.top * (height - thumb) / (rows - height).max(1);
    let column = pen.width().saturating_sub(1);
    for y in 0..height {
        let (glyph, style) = match (start..start + thumb).contains(&y) {
            true => (pen.theme.glyphs.thumb, pen.theme.role(Role::Dim)),
            false => (pen.theme.glyphs.wall, pen.theme.role(Role::Dim)),
        };
        pen.glyph(column, y + HEAD, glyph, style);
    }
}
