//! From what is seen to a condition: what has this value, or has not.

use super::Shared;
use super::matches::refilter;
use crate::output::list_column::ListColumn;
use crate::record::column::{Column, columns};
use crate::record::time::Time;
use crate::tui::action::Narrow;
use crate::tui::detail::Detail;
use crate::tui::effect::Effect;
use crate::tui::filter::{Chip, add};
use crate::tui::narrow::{self as conditions, About};
use crate::tui::pane::PaneId;
use crate::tui::store::UNTIMED;
use crate::tui::timeline::SECOND;

/// How far a condition on a moment reaches to either side.
const REACH: i64 = 60 * SECOND;

/// The field and the value under the cursor of the list.
fn value(shared: &Shared) -> Option<(String, String)> {
    cell_of(
        shared.list.columns.get(shared.list.column)?,
        shared.record()?,
    )
}

/// The column of a field, by the name that the screen shows.
fn column(shared: &Shared, field: &str) -> Option<Column> {
    let indicators = shared.session.language.indicators.as_ref();
    columns([field], indicators).ok()?.pop()
}

/// The value under the cursor of the list.
pub fn cell_value(shared: &Shared) -> Option<String> {
    value(shared).map(|(_, value)| value)
}

/// The condition that asks for it.
pub fn cell_term(shared: &Shared) -> Option<String> {
    let (field, value) = value(shared)?;
    term(shared, &field, Some(&value))
}

/// The condition that asks for a value of a field; `None` for records that have none.
pub fn term(shared: &Shared, field: &str, value: Option<&str>) -> Option<String> {
    Some(conditions::condition(&column(shared, field)?, value))
}

/// Filters by the cell under the cursor of the list.
pub fn cell(shared: &mut Shared, how: Narrow) -> Vec<Effect> {
    let Some(detail) = shared.record() else {
        shared.say("the record is being read");
        return Vec::new();
    };
    let shown = shared.list.columns.get(shared.list.column);
    let Some((field, value)) = shown.and_then(|shown| cell_of(shown, detail)) else {
        shared.say("this record has no value there");
        return Vec::new();
    };
    narrow(shared, &field, Some(&value), how)
}

/// The field that a cell shows, and its value.
fn cell_of(column: &ListColumn, detail: &Detail) -> Option<(String, String)> {
    let (field, value) = column.asked(|name| detail.first(name))?;
    Some((field, value.to_owned()))
}

/// Changes the conditions by a value of a field; `None` stands for records that have none.
pub fn narrow(shared: &mut Shared, field: &str, value: Option<&str>, how: Narrow) -> Vec<Effect> {
    if field == "time" && value.is_some() {
        return moment(shared, how);
    }
    let Some(column) = column(shared, field) else {
        shared.say(&format!("`{field}` is no field"));
        return Vec::new();
    };
    change(shared, |chips| {
        conditions::narrow(chips, how, &column, value);
    });
    refilter(shared)
}

/// Changes the conditions, and says which ones are new.
pub fn change(shared: &mut Shared, change: impl FnOnce(&mut Vec<Chip>)) {
    let before = shared.filter.chips.clone();
    shared.filter.change(change);
    let chips = shared.filter.chips.iter();
    let new = chips.filter(|chip| !before.contains(chip));
    let new: Vec<&str> = new.map(|chip| chip.text.as_str()).collect();
    let said = match new.is_empty() {
        true => "this is asked for already".to_owned(),
        false => new.join("  "),
    };
    shared.say(&said);
}

/// Changes the conditions by what a pane in place of the list shows: the list is gone to if it shows that.
pub fn narrow_all(
    shared: &mut Shared,
    how: Narrow,
    about: About<'_>,
    asks: &[String],
) -> Vec<Effect> {
    change(shared, |chips| {
        conditions::narrow_all(chips, how, about, asks);
    });
    if how != Narrow::Exclude {
        shared.expanded = None;
        shared.focus = PaneId::Events;
    }
    refilter(shared)
}

/// Filters by what is about the moment of the record under the cursor.
fn moment(shared: &mut Shared, how: Narrow) -> Vec<Effect> {
    let time = shared
        .current()
        .map_or(UNTIMED, |ordinal| shared.store().time(ordinal));
    if time == UNTIMED {
        shared.say("this record has no time");
        return Vec::new();
    }
    let (start, end) = (time.saturating_sub(REACH), time.saturating_add(REACH));
    let text = match how {
        Narrow::Exclude => format!("not {}", span(start, end)),
        Narrow::Add | Narrow::Replace | Narrow::Or => span(start, end),
    };
    scope(shared, &text)
}

/// Whether a condition is a span of time, as it is made here.
fn is_window(text: &str) -> bool {
    text.starts_with("time=")
}

/// Filters by a span of time, in place of another one.
pub fn scope(shared: &mut Shared, text: &str) -> Vec<Effect> {
    shared.filter.change(|chips| {
        if !text.starts_with("not ") {
            chips.retain(|chip| !is_window(&chip.text));
        }
        add(chips, text);
    });
    shared.say(text);
    refilter(shared)
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
