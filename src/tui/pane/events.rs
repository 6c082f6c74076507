//! The list: one record a row, the denied ones marked.

use jiff::tz::TimeZone;
use ratatui::style::{Modifier, Style};

use super::{Pane, Place, nothing, title};
use crate::record::time::Time;
use crate::text::{Count, Role, width};
use crate::tui::blind::Cause;
use crate::tui::draw::{Pen, middle};
use crate::tui::model::{Context, Model};
use crate::tui::row::Shown;
use crate::tui::store::{Entry, Kind, Outcome, UNTIMED};
use crate::tui::theme::Theme;
use crate::tui::update;

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
    head(model, pen);
    let widths = widths(model, pen.width().saturating_sub(GUTTER + 1));
    heading(model, pen, &widths);
    let laid = laid(model, model.list.top, pen.height().saturating_sub(HEAD));
    for (y, laid) in (HEAD..).zip(laid) {
        match laid {
            Laid::Record(at) => row(model, pen, &widths, y, at),
            Laid::Silence(words) => silence(pen, y, &words),
        }
    }
    if model.rows().is_empty() {
        let text = match model.is_whole() {
            true => "no record passes",
            false => "reading",
        };
        pen.put(GUTTER, HEAD, text, pen.theme.role(Role::Dim));
    }
    scrollbar(model, pen);
}

/// What stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Laid {
    /// A record: its place among the rows of the list.
    Record(usize),
    /// What a node did not say between two of them.
    Silence(String),
}

/// What stands in so many rows below the head, from a record on.
pub(in crate::tui) fn laid(model: &Model, top: usize, height: usize) -> Vec<Laid> {
    let records = (top..model.rows().len()).flat_map(|at| {
        let silence = silence_behind(model, at).map(Laid::Silence);
        std::iter::once(Laid::Record(at)).chain(silence)
    });
    records.take(height).collect()
}

/// What a node did not say between a row and the one behind it, in the order of time.
pub(in crate::tui) fn silence_behind(model: &Model, at: usize) -> Option<String> {
    let time = |at: usize| Some(model.store().time(*model.rows().get(at)?));
    let (from, until) = (time(at)?, time(at + 1)?);
    if model.list.sort.is_some() || from == UNTIMED {
        return None;
    }
    let blind = &model.progress.blind.stretches;
    let first = blind.partition_point(|stretch| stretch.start < from);
    let between = blind
        .iter()
        .skip(first)
        .take_while(|stretch| stretch.start < until);
    let mut silent = between.filter(|stretch| stretch.cause == Cause::Silent);
    let words = silent.next()?.words();
    Some(match silent.count() {
        0 => words,
        more => format!("{words}, and {more} more"),
    })
}

/// A line between two records.
fn silence(pen: &mut Pen<'_>, y: usize, words: &str) {
    let dim = pen.theme.role(Role::Dim);
    for x in 1..pen.width().saturating_sub(1) {
        pen.glyph(x, y, pen.theme.glyphs.silence, dim);
    }
    pen.put(GUTTER, y, &format!(" {words} "), dim);
}

fn head(model: &Model, pen: &mut Pen<'_>) {
    let x = title(model, pen, &PANE);
    let (at, rows) = (model.list.cursor as u64 + 1, model.rows().len() as u64);
    if rows > 0 {
        let place = format!(" {} of {} ", Count(at), Count(rows));
        pen.put_right(x, 0, &place, pen.theme.role(Role::Dim));
    }
    let gaps = rows.saturating_sub(model.matched.count);
    let note = match (&model.list.sort, &model.list.context) {
        (Some(_), _) => " sorted ".to_owned(),
        (None, Some(_)) => " with neighbours ".to_owned(),
        // Records that tell of dropped alerts stand among the matches, and are none.
        (None, None) if gaps == 1 => " with 1 gap ".to_owned(),
        (None, None) if gaps > 1 => format!(" with {} gaps ", Count(gaps)),
        (None, None) => String::new(),
    };
    pen.put(x, 0, &note, pen.theme.role(Role::Note));
}

fn heading(model: &Model, pen: &mut Pen<'_>, widths: &[usize]) {
    let columns = model.list.columns.iter().zip(widths);
    for ((at, (column, width)), x) in columns.enumerate().zip(starts(widths)) {
        let title = match column {
            Shown::Heading(heading) => heading.title.to_owned(),
            Shown::Field(column) => column.name.to_uppercase(),
        };
        let style = match at == model.list.column && model.is_focus(&PANE) {
            true => Theme::heading().add_modifier(Modifier::UNDERLINED),
            false => pen.theme.role(Role::Dim),
        };
        pen.put_in(x, 1, *width, &title, style);
    }
}

/// How wide each column is: what it needs, and its share of what is left.
fn widths(model: &Model, room: usize) -> Vec<usize> {
    let columns = &model.list.columns;
    let chosen = |column: &Shown| model.list.widths.get(column.name()).copied();
    let wanted = |column: &Shown| match column {
        column if chosen(column).is_some() => (chosen(column).unwrap_or_default(), 0),
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

/// How wide a column of the list is on the screen.
pub(in crate::tui) fn width_of(model: &Model, column: usize) -> Option<usize> {
    on_screen(model).get(column).copied()
}

/// How wide the columns are on the screen.
fn on_screen(model: &Model) -> Vec<usize> {
    let room = usize::from(update::area(model, &PANE).width).saturating_sub(GUTTER + 1);
    widths(model, room)
}

/// Where columns of these widths begin.
fn starts(widths: &[usize]) -> impl Iterator<Item = usize> {
    let next = |start: &mut usize, width: &usize| {
        let own = *start;
        *start += width + 1;
        Some(own)
    };
    widths.iter().scan(GUTTER, next)
}

/// The column that is drawn at one of the screen's.
pub(in crate::tui) fn column_at(model: &Model, x: usize) -> Option<usize> {
    let widths = on_screen(model);
    let mut columns = starts(&widths).zip(&widths);
    columns.position(|(start, width)| (start..start + width).contains(&x))
}

/// Columns of a time: with its day where the rows are of several, with its year where they are of several of these.
fn time_width(model: &Model) -> usize {
    let (store, rows) = (model.store(), &model.matched.rows);
    let timed = store.before(rows, UNTIMED + 1);
    let day = |row: Option<&u32>| {
        let time = Time(i128::from(store.time(*row?)));
        let text = time.in_zone(&model.zone).to_string();
        text.get(..10).map(str::to_owned)
    };
    let (first, last) = (day(rows.get(timed)), day(rows.last()));
    let year = |day: &Option<String>| day.as_ref().and_then(|day| day.get(..4).map(str::to_owned));
    match () {
        () if first == last => CLOCK,
        () if year(&first) == year(&last) => CLOCK + 6,
        () => CLOCK + 11,
    }
}

/// Columns of a time of day to the millisecond.
const CLOCK: usize = 12;

/// A time in so many columns as [`time_width`] says.
fn clock(time: i64, zone: &TimeZone, columns: usize) -> String {
    if time == UNTIMED {
        return "-".to_owned();
    }
    let text = Time(i128::from(time)).in_zone(zone).to_string();
    let whole = text.get(..23).unwrap_or(&text).replace('T', " ");
    let start = whole.len().saturating_sub(columns);
    whole.get(start..).unwrap_or(&whole).to_owned()
}

fn row(model: &Model, pen: &mut Pen<'_>, widths: &[usize], y: usize, at: usize) {
    let ordinal = model.rows().get(at).copied();
    let entry = ordinal.and_then(|ordinal| Some((ordinal, model.store().entry(ordinal)?)));
    let Some((ordinal, entry)) = entry else {
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
    let is_neighbour = |context: &Context| context.bits.has(ordinal);
    if model.list.context.as_ref().is_some_and(is_neighbour) {
        pen.tint(y, pen.theme.rest());
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
            clock(entry.time, &model.zone, time_width(model))
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
    let columns = time_width(model);
    let parts = model.list.columns.iter().zip(cells).zip(widths);
    for (((column, text), width), x) in parts.zip(starts(widths)) {
        let time = match column {
            Shown::Heading(heading) if heading.name == "when" => {
                Some(clock(entry.time, &model.zone, columns))
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
        if !model.search.text.is_empty() {
            for (at, columns) in hits(&text, &model.search.text) {
                let role = pen.theme.role(Role::Match);
                pen.tint_in(x + at, y, columns, role.add_modifier(Modifier::UNDERLINED));
            }
        }
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

fn scrollbar(model: &Model, pen: &mut Pen<'_>) {
    let (rows, height) = (model.rows().len(), pen.height().saturating_sub(HEAD));
    if rows <= height || height == 0 {
        return;
    }
    let thumb = (height * height / rows).clamp(1, height);
    let start = model.list.top * (height - thumb) / (rows - height).max(1);
    let column = pen.width().saturating_sub(1);
    for y in 0..height {
        let glyphs = pen.theme.glyphs;
        let tick = model.list.ticks.get(y).copied().unwrap_or_default();
        let is_thumb = (start..start + thumb).contains(&y);
        let (glyph, role) = match (tick.is_hit, tick.is_denied) {
            (true, true) => (glyphs.ticks[2], Role::Match),
            (true, false) => (glyphs.ticks[0], Role::Match),
            (false, true) => (glyphs.ticks[1], Role::Denied),
            (false, false) if is_thumb => (glyphs.thumb, Role::Dim),
            (false, false) => (glyphs.wall, Role::Dim),
        };
        let style = match is_thumb && (tick.is_hit || tick.is_denied) {
            true => pen.theme.role(role).add_modifier(Modifier::REVERSED),
            false => pen.theme.role(role),
        };
        pen.glyph(column, y + HEAD, glyph, style);
    }
}

/// Where a searched text stands in a cell: columns from its start, and how many.
fn hits(text: &str, sought: &str) -> Vec<(usize, usize)> {
    let folds = !sought.chars().any(char::is_uppercase);
    let fold = |text: &str| match folds {
        true => text.to_ascii_lowercase(),
        false => text.to_owned(),
    };
    let (folded, sought) = (fold(text), fold(sought));
    let found = folded.match_indices(&sought);
    found
        .map(|(at, hit)| {
            let before = text.get(..at).unwrap_or_default();
            (width(before), width(hit))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_where_they_are_drawn() {
        assert_eq!(hits("/bin/Bash -c bash", "bash"), [(5, 4), (13, 4)]);
        assert_eq!(hits("/bin/Bash -c bash", "Bash"), [(5, 4)]);
        assert_eq!(hits("日本 x", "x"), [(5, 1)]);
    }
}
