//! From what is seen to a condition: what has this value, or has not.

use crate::record::column::{Column, columns};
use crate::record::time::Time;
use crate::tui::action::Narrow;
use crate::tui::detail::{Detail, Line, Value};
use crate::tui::filter::{Chip, add};
use crate::tui::model::{Effect, Model};
use crate::tui::narrow as conditions;
use crate::tui::row::Shown;
use crate::tui::store::UNTIMED;
use crate::tui::timeline::SECOND;

use super::refilter;

/// How far a condition on a moment reaches to either side.
const REACH: i64 = 60 * SECOND;

/// The field and the value under the cursor, of the list or of the detail.
pub fn value(model: &Model) -> Option<(String, String)> {
    if model.is_focus(&crate::tui::pane::detail::PANE) {
        return field_of(model).map(|value| (value.name.clone(), value.raw.clone()));
    }
    cell_of(model.list.columns.get(model.list.column)?, model.record()?)
}

/// The field under the cursor of the detail.
fn field_of(model: &Model) -> Option<&Value> {
    let line = model.record()?.lines.get(model.detail.cursor.line);
    match line.filter(|_| !model.detail.is_raw)? {
        Line::Value(value) => Some(value),
        Line::Title(_) => None,
    }
}

/// The column of a field, by the name that the screen shows.
fn column(model: &Model, field: &str) -> Option<Column> {
    let indicators = model.session.language.indicators.as_ref();
    columns([field], indicators).ok()?.pop()
}

/// The condition that asks for that value.
pub fn term(model: &Model) -> Option<String> {
    let (field, value) = value(model)?;
    let of_detail = field_of(model).filter(|_| model.is_focus(&crate::tui::pane::detail::PANE));
    if of_detail.is_some_and(|value| !value.is_askable) {
        return None;
    }
    let is_empty = of_detail.is_some_and(|value| value.is_empty);
    let value = Some(value.as_str()).filter(|_| !is_empty);
    Some(conditions::condition(&column(model, &field)?, value))
}

/// Filters by the cell under the cursor of the list.
pub fn cell(model: &mut Model, how: Narrow) -> Vec<Effect> {
    let Some(detail) = model.record() else {
        model.say("the record is being read");
        return Vec::new();
    };
    let shown = model.list.columns.get(model.list.column);
    let Some((field, value)) = shown.and_then(|shown| cell_of(shown, detail)) else {
        model.say("this record has no value there");
        return Vec::new();
    };
    narrow(model, &field, Some(&value), how)
}

/// Filters by the field under the cursor of the detail.
pub fn field(model: &mut Model, how: Narrow) -> Vec<Effect> {
    let Some(value) = field_of(model).cloned() else {
        model.say("no value here");
        return Vec::new();
    };
    if !value.is_askable {
        model.say(
            "type what is asked for in it: .Key.part=value, or .\"a.b\"=value of a key with a dot",
        );
        return Vec::new();
    }
    narrow(model, &value.name, value.wanted(), how)
}

/// The field that a cell shows, and its value.
fn cell_of(column: &Shown, detail: &Detail) -> Option<(String, String)> {
    let names: &[&str] = match column.name() {
        "when" => &["time"],
        "where" => &["pod", "ns", "host"],
        "op" => &["op"],
        "by" => &["exe"],
        "end" => &["outcome", "action"],
        "what" => match detail.first("op") {
            Some("Process") => &["cmd"],
            Some("Network" | "NetworkFirewall") => &["ip", "dns", "remotehost", "resource"],
            _ => &["path", "resource", "data", "message"],
        },
        name => return Some((name.to_owned(), detail.first(name)?.to_owned())),
    };
    names
        .iter()
        .find_map(|name| Some(((*name).to_owned(), detail.first(name)?.to_owned())))
}

/// Changes the conditions by a value of a field; `None` stands for records that have none.
pub fn narrow(model: &mut Model, field: &str, value: Option<&str>, how: Narrow) -> Vec<Effect> {
    if field == "time" && value.is_some() {
        return moment(model, how);
    }
    let Some(column) = column(model, field) else {
        model.say(&format!("`{field}` is no field"));
        return Vec::new();
    };
    change(model, |chips| {
        conditions::narrow(chips, how, &column, value);
    });
    refilter(model)
}

/// Changes the conditions, and says which ones are new.
pub fn change(model: &mut Model, change: impl FnOnce(&mut Vec<Chip>)) {
    let before = model.filter.chips.clone();
    model.filter.change(change);
    let chips = model.filter.chips.iter();
    let new = chips.filter(|chip| !before.contains(chip));
    let new: Vec<&str> = new.map(|chip| chip.text.as_str()).collect();
    let said = match new.is_empty() {
        true => "this is asked for already".to_owned(),
        false => new.join("  "),
    };
    model.say(&said);
}

/// Filters by what is about the moment of the record under the cursor.
fn moment(model: &mut Model, how: Narrow) -> Vec<Effect> {
    let time = model
        .current()
        .map_or(UNTIMED, |ordinal| model.store().time(ordinal));
    if time == UNTIMED {
        model.say("this record has no time");
        return Vec::new();
    }
    let (start, end) = (time.saturating_sub(REACH), time.saturating_add(REACH));
    let text = match how {
        Narrow::Exclude => format!("not {}", span(start, end)),
        Narrow::Add | Narrow::Replace | Narrow::Or => span(start, end),
    };
    scope(model, &text)
}

/// Whether a condition is a span of time, as it is made here.
fn is_window(text: &str) -> bool {
    text.starts_with("time=")
}

/// Filters by a span of time, in place of another one.
pub fn scope(model: &mut Model, text: &str) -> Vec<Effect> {
    model.filter.change(|chips| {
        if !text.starts_with("not ") {
            chips.retain(|chip| !is_window(&chip.text));
        }
        add(chips, text);
    });
    model.say(text);
    refilter(model)
}

/// The condition that a record is of a span of time; its end does not belong to it.
pub fn span(start: i64, end: i64) -> String {
    format!("time={}..{}", moment_of(start), moment_of(end))
}

/// A moment as it is typed, no more exact than it has to be.
fn moment_of(time: i64) -> String {
    let text = Time(i128::from(time)).exact();
    let text = text.trim_end_matches('Z');
    let text = match text.split_once('.') {
        Some((whole, fraction)) => match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => format!("{whole}.{fraction}"),
        },
        None => text.to_owned(),
    };
    format!("{text}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_condition_that_is_read() {
        let text = span(1_773_480_000_000_000_000, 1_773_480_060_500_000_000);
        assert_eq!(text, "time=2026-03-14T09:20:00Z..2026-03-14T09:21:00.5Z");
        assert!(crate::query::Term::parse(&text).is_ok());
    }
}
