//! The list: one record a row, the denied ones marked.

use ratatui::style::{Modifier, Style};

use super::PaneId;
use super::component::Pane;
use super::lines::title;
use crate::output::list_column::ListColumn;
use crate::text::{Count, Role, width};
use crate::tui::draw::{Pen, middle};
use crate::tui::shared::list_layout::{
    GUTTER, HEAD, Laid, clock, laid, starts, time_width, widths,
};
use crate::tui::shared::{Context, Shared};
use crate::tui::store::{Entry, Kind, Outcome};
use crate::tui::theme::Theme;

/// The list. What it shows all panes have in common.
pub struct EventsPane;

impl Pane for EventsPane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        draw(shared, pen);
    }
}

fn draw(shared: &Shared, pen: &mut Pen<'_>) {
    head(shared, pen);
    let widths = widths(shared, pen.width().saturating_sub(GUTTER + 1));
    heading(shared, pen, &widths);
    let laid = laid(shared, shared.list.top, pen.height().saturating_sub(HEAD));
    for (y, laid) in (HEAD..).zip(laid) {
        match laid {
            Laid::Record(at) => row(shared, pen, &widths, y, at),
            Laid::Silence(words) => silence(pen, y, &words),
        }
    }
    if shared.rows().is_empty() {
        let text = match shared.is_whole() {
            true => "no record passes",
            false => "reading",
        };
        pen.put(GUTTER, HEAD, text, pen.theme.role(Role::Dim));
    }
    scrollbar(shared, pen);
}

/// A line between two records.
fn silence(pen: &mut Pen<'_>, y: usize, words: &str) {
    let dim = pen.theme.role(Role::Dim);
    for x in 1..pen.width().saturating_sub(1) {
        pen.glyph(x, y, pen.theme.glyphs.silence, dim);
    }
    pen.put(GUTTER, y, &format!(" {words} "), dim);
}

fn head(shared: &Shared, pen: &mut Pen<'_>) {
    let x = title(shared, pen, PaneId::Events);
    let (at, rows) = (shared.list.cursor as u64 + 1, shared.rows().len() as u64);
    if rows > 0 {
        let place = format!(" {} of {} ", Count(at), Count(rows));
        pen.put_right(x, 0, &place, pen.theme.role(Role::Dim));
    }
    let gaps = rows.saturating_sub(shared.matched.count);
    let note = match (&shared.list.sort, &shared.list.context) {
        (Some(_), _) => " sorted ".to_owned(),
        (None, Some(_)) => " with neighbours ".to_owned(),
        // Records that tell of dropped alerts stand among the matches, and are none.
        (None, None) if gaps == 1 => " with 1 gap ".to_owned(),
        (None, None) if gaps > 1 => format!(" with {} gaps ", Count(gaps)),
        (None, None) => String::new(),
    };
    pen.put(x, 0, &note, pen.theme.role(Role::Note));
}

fn heading(shared: &Shared, pen: &mut Pen<'_>, widths: &[usize]) {
    let columns = shared.list.columns.iter().zip(widths);
    for ((at, (column, width)), x) in columns.enumerate().zip(starts(widths)) {
        let title = column.title();
        let style = match at == shared.list.column && shared.is_focus(PaneId::Events) {
            true => Theme::heading().add_modifier(Modifier::UNDERLINED),
            false => pen.theme.role(Role::Dim),
        };
        pen.put_in(x, 1, *width, &title, style);
    }
}

fn row(shared: &Shared, pen: &mut Pen<'_>, widths: &[usize], y: usize, at: usize) {
    let ordinal = shared.rows().get(at).copied();
    let entry = ordinal.and_then(|ordinal| Some((ordinal, shared.store().entry(ordinal)?)));
    let Some((ordinal, entry)) = entry else {
        return;
    };
    let is_current = at == shared.list.cursor;
    let (glyph, style) = mark(entry, pen.theme);
    if is_current {
        pen.put(0, y, pen.theme.glyphs.cursor, Theme::heading());
    }
    if shared.marks.note(entry.time, ordinal).is_some() {
        pen.put(1, y, pen.theme.glyphs.mark, pen.theme.role(Role::Note));
    }
    pen.put(2, y, glyph, style);
    match shared.list.cells.get(&ordinal) {
        Some(Ok(row)) => cells(shared, pen, widths, y, entry, &row.cells),
        Some(Err(why)) => {
            pen.put(GUTTER, y, why, pen.theme.role(Role::Error));
        }
        None => {
            pen.put(GUTTER, y, pen.theme.glyphs.more, pen.theme.role(Role::Dim));
        }
    }
    let is_neighbour = |context: &Context| context.bits.has(ordinal);
    if shared.list.context.as_ref().is_some_and(is_neighbour) {
        pen.tint(y, pen.theme.rest());
    }
    if is_current {
        pen.tint(y, Theme::cursor());
    }
}

fn cells(
    shared: &Shared,
    pen: &mut Pen<'_>,
    widths: &[usize],
    y: usize,
    entry: Entry,
    cells: &[String],
) {
    let columns = time_width(shared);
    let parts = shared.list.columns.iter().zip(cells).zip(widths);
    for (((column, text), width), x) in parts.zip(starts(widths)) {
        let time = match column {
            ListColumn::Event(heading) if heading.name == "when" => {
                Some(clock(entry.time, &shared.zone, columns))
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
        if !shared.sought.is_empty() {
            for (at, columns) in hits(&text, &shared.sought) {
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

fn scrollbar(shared: &Shared, pen: &mut Pen<'_>) {
    let (rows, height) = (shared.rows().len(), pen.height().saturating_sub(HEAD));
    if rows <= height || height == 0 {
        return;
    }
    let thumb = (height * height / rows).clamp(1, height);
    let start = shared.list.top * (height - thumb) / (rows - height).max(1);
    let column = pen.width().saturating_sub(1);
    for y in 0..height {
        let glyphs = pen.theme.glyphs;
        let tick = shared.list.ticks.get(y).copied().unwrap_or_default();
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
