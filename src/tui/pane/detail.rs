//! All of the record under the cursor: its fields in groups, or its JSON, which can be folded.

use ratatui::style::Style;

use super::{Pane, Place, title};
use crate::text::{Bytes, Role, width};
use crate::tui::action::{Action, Motion};
use crate::tui::detail::{Detail, Line, Value};
use crate::tui::draw::{Pen, beginning};
use crate::tui::model::{Effect, Glance, Model};
use crate::tui::theme::Theme;
use crate::tui::update::narrow;

/// The pane.
pub static PANE: Pane = Pane {
    name: "detail",
    doc: "all fields of the record under the cursor, or its JSON",
    place: Place::Below,
    writes: false,
    draw,
    act,
};

/// Columns of the names.
const NAMES: usize = 13;

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let x = title(model, pen, &PANE);
    let Some((ordinal, detail)) = &model.detail.record else {
        return;
    };
    if model.current() != Some(*ordinal) {
        return;
    }
    match detail {
        Ok(detail) => {
            let place = format!(" {} ", detail.place);
            pen.put_right(x, 0, &place, pen.theme.role(Role::Dim));
            match model.detail.is_raw {
                true => json(model, pen, detail),
                false => fields(model, pen, detail),
            }
        }
        Err(why) => {
            pen.put(1, 1, why, pen.theme.role(Role::Error));
        }
    }
}

/// The first of some lines from which on the one under the cursor is on the screen.
fn first(heights: &[usize], cursor: usize, room: usize) -> usize {
    let mut used = 0;
    for at in (0..=cursor.min(heights.len().saturating_sub(1))).rev() {
        used += heights.get(at).copied().unwrap_or(0);
        if used > room {
            return (at + 1).min(cursor);
        }
    }
    0
}

/// Bytes of a value that are shown: the rest is in the record, which can be copied.
const LONGEST: usize = 4096;

/// A value as it is shown, in rows of so many columns; of one that is longer than the pane its beginning, and how long it
/// is.
fn legible(pen: &Pen<'_>, indent: &str, text: &str, columns: usize) -> Vec<String> {
    let room = pen.height().saturating_sub(2).max(1);
    let (head, all) = beginning(text, LONGEST);
    let mut rows = wrapped(&format!("{indent}{}", pen.safe(head)), columns);
    if all.is_some() || rows.len() > room {
        rows.truncate(room.saturating_sub(1).max(1));
        let all = Bytes(text.len() as u64);
        rows.push(format!("{} ({all} in all)", pen.theme.glyphs.more));
    }
    rows
}

/// The parts of a text that fit side by side into so many columns.
pub(in crate::tui) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for char in text.chars() {
        let wide = width(char.encode_utf8(&mut [0; 4]));
        if used + wide > columns.max(2) {
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push(char);
        }
    }
    lines
}

fn fields(model: &Model, pen: &mut Pen<'_>, detail: &Detail) {
    let room = pen.height().saturating_sub(1);
    let columns = pen.width().saturating_sub(NAMES + 3);
    let lines: Vec<Vec<String>> = detail
        .lines
        .iter()
        .map(|line| match line {
            Line::Title(_) => vec![String::new()],
            Line::Value(value) => legible(pen, "", &value.raw, columns),
        })
        .collect();
    let heights: Vec<usize> = lines.iter().map(Vec::len).collect();
    let cursor = model.detail.cursor;
    let mut y = 1;
    for at in first(&heights, cursor, room)..detail.lines.len() {
        if y > room {
            break;
        }
        let (Some(line), Some(texts)) = (detail.lines.get(at), lines.get(at)) else {
            break;
        };
        match line {
            Line::Title(title) => {
                pen.put(1, y, title, Theme::heading());
            }
            Line::Value(value) => self::value(pen, y, value, texts),
        }
        if at == cursor && model.is_focus(&PANE) {
            pen.tint(y, Theme::cursor());
        }
        y += texts.len();
    }
}

fn value(pen: &mut Pen<'_>, y: usize, value: &Value, texts: &[String]) {
    let dim = pen.theme.role(Role::Dim);
    let mark = if value.is_derived {
        pen.theme.glyphs.derived
    } else {
        " "
    };
    pen.put(1, y, mark, dim);
    pen.put_in(3, y, NAMES - 1, &value.name, pen.theme.role(Role::Place));
    let style = match (value.name.as_str(), value.raw.as_str()) {
        ("outcome", "denied") => pen.theme.role(Role::Denied),
        _ => Style::new(),
    };
    for (row, text) in texts.iter().enumerate() {
        pen.put(NAMES + 3, y + row, text, style);
    }
}

/// The lines of the JSON that are not folded away, and whether each is folded itself.
fn unfolded(detail: &Detail, glance: &Glance) -> Vec<usize> {
    let mut shown = Vec::new();
    let mut at = 0;
    while let Some(line) = detail.json.get(at) {
        shown.push(at);
        at = match glance.folded.contains(&at) {
            true => line.end + 1,
            false => at + 1,
        };
    }
    shown
}

fn json(model: &Model, pen: &mut Pen<'_>, detail: &Detail) {
    let shown = unfolded(detail, &model.detail);
    let room = pen.height().saturating_sub(1);
    let columns = pen.width().saturating_sub(2);
    let glyphs = pen.theme.glyphs;
    let texts: Vec<Vec<String>> = shown
        .iter()
        .filter_map(|at| Some((*at, detail.json.get(*at)?)))
        .map(|(at, line)| {
            let indent = "  ".repeat(line.depth.min(20));
            let is_folded = model.detail.folded.contains(&at);
            let fold = match (line.end > at, is_folded) {
                (true, true) => format!("{} ", glyphs.folds[1]),
                (true, false) => format!("{} ", glyphs.folds[0]),
                (false, _) => "  ".to_owned(),
            };
            let rest = if is_folded { glyphs.more } else { "" };
            let mut rows = legible(pen, &format!("{indent}{fold}"), &line.text, columns);
            if let Some(last) = rows.last_mut() {
                last.push_str(rest);
            }
            rows
        })
        .collect();
    let heights: Vec<usize> = texts.iter().map(Vec::len).collect();
    let cursor = model.detail.cursor;
    let mut y = 1;
    for (at, lines) in texts.iter().enumerate().skip(first(&heights, cursor, room)) {
        for (row, line) in lines.iter().enumerate() {
            pen.put(1, y + row, line, Style::new());
        }
        if at == cursor && model.is_focus(&PANE) {
            pen.tint(y, Theme::cursor());
        }
        y += lines.len();
    }
}

fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Move(motion) => step(model, motion),
        Action::Narrow(how) if !model.detail.is_raw => return Some(narrow::field(model, how)),
        Action::Narrow(_) => model.say("fields can be filtered by: J shows them"),
        Action::Raw => {
            model.detail.is_raw = !model.detail.is_raw;
            model.detail.cursor = 0;
        }
        Action::Fold => fold(model),
        _ => return None,
    }
    Some(Vec::new())
}

fn step(model: &mut Model, motion: Motion) {
    let Some(detail) = model.record() else {
        return;
    };
    let count = match model.detail.is_raw {
        true => unfolded(detail, &model.detail).len(),
        false => detail.lines.len(),
    };
    let (at, last) = (model.detail.cursor, count.saturating_sub(1));
    let by = model.count.unwrap_or(1);
    let page = usize::from(model.size.1) / 3;
    model.detail.cursor = match motion {
        Motion::Up => at.saturating_sub(by),
        Motion::Down => at.saturating_add(by),
        Motion::PageUp | Motion::HalfUp => at.saturating_sub(page),
        Motion::PageDown | Motion::HalfDown => at + page,
        Motion::First => 0,
        Motion::Last => last,
        Motion::Left | Motion::Right | Motion::FarLeft | Motion::FarRight => at,
    }
    .min(last);
}

/// Folds the object or list under the cursor, or opens it.
fn fold(model: &mut Model) {
    let Some(detail) = model.record().filter(|_| model.detail.is_raw) else {
        return model.say("the JSON can be folded: J shows it");
    };
    let at = unfolded(detail, &model.detail)
        .get(model.detail.cursor)
        .copied();
    let opens = |at: &usize| detail.json.get(*at).is_some_and(|line| line.end > *at);
    let Some(at) = at.filter(opens) else {
        return model.say("nothing to fold here");
    };
    if !model.detail.folded.remove(&at) {
        model.detail.folded.insert(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_cursor_is_on_is_on_the_screen() {
        let heights = [1, 3, 1, 2, 1];
        for (cursor, room, expected) in [
            (0, 5, 0),
            (2, 5, 0),
            (3, 5, 2),
            (4, 5, 2),
            (1, 2, 1),
            (9, 5, 2),
        ] {
            assert_eq!(first(&heights, cursor, room), expected, "{cursor} {room}");
        }
    }

    #[test]
    fn a_long_value_goes_on_below() {
        assert_eq!(wrapped("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(wrapped("日本語", 5), ["日本", "語"]);
        assert_eq!(wrapped("", 5), [""]);
    }
}
