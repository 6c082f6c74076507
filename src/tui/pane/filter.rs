//! The line of conditions: numbered chips, then what is being written; below it what is wrong, and what can follow.

use ratatui::style::{Modifier, Style};

use super::{Pane, Place, events};
use crate::query::error::Error;
use crate::text::{Count, Role, width};
use crate::tui::action::{Action, Edit};
use crate::tui::complete::{Offers, offers};
use crate::tui::draw::Pen;
use crate::tui::line::Line;
use crate::tui::model::{Effect, Model};
use crate::tui::theme::Theme;
use crate::tui::update::{focus, refilter};
use crate::tui::worker::{Asked, Job};

/// The pane.
pub static PANE: Pane = Pane {
    name: "filter",
    doc: "the conditions that records must meet",
    place: Place::Line,
    writes: true,
    draw,
    act,
};

/// Rows that it takes.
pub(in crate::tui) fn height(model: &Model) -> u16 {
    match model.filter.errors.first() {
        Some(error) => 2 + u16::from(error.what.help().is_some()),
        None => 1 + u16::from(!model.matched.warnings.is_empty()),
    }
}

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let counts = counts(model, pen.theme.glyphs.least);
    let room = pen.width().saturating_sub(width(&counts) + 1);
    let x = chips(model, pen, room);
    if model.is_focus(&PANE) {
        written(&model.filter.line, pen, x, room);
    }
    pen.put_right(0, 0, &counts, pen.theme.role(Role::Dim));
    if let Some(error) = model.filter.errors.first() {
        fault(model, pen, x, error);
    } else if let Some(warning) = model.matched.warnings.first() {
        let text = format!("warning: {}", warning.what.message());
        pen.put(1, 1, &text, pen.theme.role(Role::Warning));
    }
}

/// Draws the chips; answers the column behind them. Where there is no room for all, the last ones are shown.
fn chips(model: &Model, pen: &mut Pen<'_>, room: usize) -> usize {
    let style = match model.is_focus(&PANE) {
        true => Theme::focus(),
        false => Theme::heading(),
    };
    let mut x = pen.put(0, 0, " filter ", style);
    let dim = pen.theme.role(Role::Dim);
    x = pen.put(x, 0, pen.theme.glyphs.prompt, dim) + 1;
    // While something is written, half of the line is for that.
    let end = match model.is_focus(&PANE) {
        true => x + room.saturating_sub(x) / 2,
        false => room,
    };
    let text = |at: usize| {
        let chip = model.filter.chips.get(at)?;
        let text = match chip.is_on {
            true => chip.text.clone(),
            false => format!("({})", chip.text),
        };
        Some((format!("{} ", at + 1), text, chip.is_on))
    };
    let count = model.filter.chips.len();
    let long = |from: usize| -> usize {
        let chips = (from..count).filter_map(text);
        chips
            .map(|(number, text, _)| width(&number) + width(&text) + 2)
            .sum()
    };
    let first = (0..count)
        .find(|from| x + long(*from) <= end)
        .unwrap_or(count.saturating_sub(1));
    if first > 0 {
        x = pen.put(x, 0, pen.theme.glyphs.more, dim) + 1;
    }
    for (number, text, is_on) in (first..count).filter_map(text) {
        let style = match is_on {
            true => pen.theme.role(Role::Note),
            false => dim.add_modifier(Modifier::CROSSED_OUT),
        };
        x = pen.put_in(x, 0, end.saturating_sub(x), &number, dim);
        x = pen.put_in(x, 0, end.saturating_sub(x), &text, style) + 2;
    }
    x
}

/// Draws a line that is written, its place marked; what is before it is left out where there is no room.
pub(in crate::tui) fn written(line: &Line, pen: &mut Pen<'_>, x: usize, end: usize) {
    let room = end.saturating_sub(x + 1);
    let before = line.before();
    let mut start = 0;
    for (at, _) in before.char_indices() {
        if width(before.get(at..).unwrap_or_default()) <= room {
            break;
        }
        start = at + 1;
    }
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let head = before.get(start..).unwrap_or_default();
    let at = pen.put_in(x, 0, room, head, Style::new());
    let behind = line.text().get(before.len()..).unwrap_or_default();
    pen.put_in(
        at,
        0,
        end.saturating_sub(at),
        &format!("{behind} "),
        Style::new(),
    );
    let under = behind
        .chars()
        .next()
        .map_or(1, |char| width(&char.to_string()).max(1));
    pen.tint_in(at, 0, under, Theme::cursor());
}

/// What is wrong, under the place where it is, as the command would say it.
fn fault(model: &Model, pen: &mut Pen<'_>, x: usize, error: &Error) {
    let style = pen.theme.role(Role::Error);
    let message = error.what.message();
    let head = error.text.get(..error.at.start).unwrap_or_default();
    let marked = error.text.get(error.at.clone()).unwrap_or_default();
    let carets = "^".repeat(width(marked).max(1));
    let at = x + width(head);
    let is_written = model.filter.line.text() == error.text && model.is_focus(&PANE);
    let text = match is_written {
        true => format!("{carets} {message}"),
        false => format!("{}: {message}", error.text),
    };
    let at = match is_written && at + width(&text) < pen.width() {
        true => at,
        false if is_written => pen.width().saturating_sub(width(&text) + 1),
        false => 1,
    };
    pen.put(at, 1, &text, style);
    if let Some(help) = error.what.help() {
        pen.put(1, 2, &format!("help: {help}"), pen.theme.role(Role::Note));
    }
}

/// How many match, of how many; at least so many, while not everything was looked at.
fn counts(model: &Model, least: &str) -> String {
    let off = model.filter.chips.iter().filter(|chip| !chip.is_on).count();
    let off = match off {
        0 => String::new(),
        1 => "1 chip off   ".to_owned(),
        off => format!("{off} chips off   "),
    };
    let least = if model.is_whole() { "" } else { least };
    let (count, all) = (model.matched.count, model.store().order.len() as u64);
    format!("{off}{least}{} / {} ", Count(count), Count(all))
}

/// Rows of offers, at most.
const OFFERED: usize = 8;

/// Rows that what can follow takes below the line, if there is anything.
pub(in crate::tui) fn offered(model: &Model) -> Option<u16> {
    let offers = model.offers.items.len().min(OFFERED);
    let rows = offers + usize::from(values_note(model).is_some());
    let is_shown = model.is_focus(&PANE) && offers > 0;
    u16::try_from(rows).ok().filter(|_| is_shown)
}

/// Draws what can follow, over what is below the line.
pub(in crate::tui) fn popup(model: &Model, pen: &mut Pen<'_>) {
    let offers = &model.offers;
    let note = values_note(model);
    pen.clear();
    let first = (offers.chosen + 1).saturating_sub(OFFERED);
    let shown = offers.items.iter().enumerate().skip(first).take(OFFERED);
    let widest = offers.items.iter().map(|offer| width(&offer.text)).max();
    let column = widest.unwrap_or(0).clamp(12, (pen.width() / 2).max(12)) + 2;
    let dim = pen.theme.role(Role::Dim);
    for (y, (at, offer)) in shown.enumerate() {
        pen.put(1, y, pen.theme.glyphs.wall, dim);
        pen.put_in(3, y, column, &offer.text, Style::new());
        pen.put(3 + column, y, &offer.note, dim);
        if at == offers.chosen {
            pen.tint(y, Theme::cursor());
        }
    }
    if let Some(note) = note {
        let last = offers.items.len().min(OFFERED);
        pen.put(1, last, pen.theme.glyphs.wall, dim);
        pen.put(3, last, &note, dim);
    }
}

/// How many values there are of the field whose values are offered.
fn values_note(model: &Model) -> Option<String> {
    let field = model.offers.field.as_ref()?;
    let values = &model.values;
    (values.field == *field).then(|| {
        let counting = if values.is_whole { "" } else { ", counting" };
        let least = if values.distinct >= crate::tui::values::MOST {
            "at least "
        } else {
            ""
        };
        format!(
            "{least}{} values of {field}{counting}",
            Count(values.distinct as u64)
        )
    })
}

fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Insert(char) => model.filter.line.insert(char),
        Action::Edit(edit) => return Some(change(model, edit)),
        Action::Settled(typed) if typed == model.typed => return Some(refilter(model)),
        Action::Accept => return Some(accept(model)),
        Action::Close => return Some(close(model)),
        _ => return None,
    }
    Some(written_more(model))
}

/// The text is another one: something else can follow, and in a while it is looked for.
fn written_more(model: &mut Model) -> Vec<Effect> {
    model.offers = Offers::default();
    let mut effects = vec![Effect::Settle(model.typed)];
    if !model.filter.line.before().trim().is_empty() {
        effects.extend(offer(model));
    }
    effects
}

fn change(model: &mut Model, edit: Edit) -> Vec<Effect> {
    let has_offers = !model.offers.items.is_empty();
    let is_changed = match edit {
        Edit::Offer => return offer(model),
        Edit::Complete => complete(model),
        Edit::Older | Edit::Newer if has_offers => {
            choose(model, edit == Edit::Newer);
            return Vec::new();
        }
        Edit::Older | Edit::Newer => recall(model, edit == Edit::Older),
        Edit::Recall => find(model),
        edit => model.filter.line.edit(edit),
    };
    match is_changed {
        true => written_more(model),
        false => Vec::new(),
    }
}

fn choose(model: &mut Model, is_next: bool) {
    let count = model.offers.items.len();
    let by = if is_next { 1 } else { count - 1 };
    model.offers.chosen = (model.offers.chosen + by) % count.max(1);
}

/// Writes the offer that is chosen.
fn complete(model: &mut Model) -> bool {
    let offers = &model.offers;
    let Some(offer) = offers.items.get(offers.chosen) else {
        return false;
    };
    let (tail, text) = (offers.tail, offer.text.clone());
    model.filter.line.replace(tail, &text);
    true
}

/// Says what can follow; asks for the values of the field that is compared, if they are not known.
pub(in crate::tui) fn offer(model: &mut Model) -> Vec<Effect> {
    let chosen = model.offers.chosen;
    let before = model.filter.line.before().to_owned();
    let macros = model.session.language.macros.all();
    model.offers = offers(&before, &macros, Some(&model.values));
    model.offers.chosen = chosen.min(model.offers.items.len().saturating_sub(1));
    let Some(field) = model.offers.field.clone() else {
        return Vec::new();
    };
    let on = model.filter.chips.iter().filter(|chip| chip.is_on);
    let terms: Vec<String> = on.map(|chip| chip.text.clone()).collect();
    let wanted = (field, terms);
    if model.filter.counted.as_ref() == Some(&wanted) {
        return Vec::new();
    }
    model.filter.counted = Some(wanted.clone());
    let (field, terms) = wanted;
    vec![Effect::Job(Job::Values(Asked {
        generation: model.next_generation(),
        field,
        terms,
        store: model.store().clone(),
    }))]
}

/// Puts a line of the history in place of the one that is written.
fn recall(model: &mut Model, is_older: bool) -> bool {
    let filter = &mut model.filter;
    let last = filter.history.len();
    let at = filter.recalled.unwrap_or(last);
    let next = match is_older {
        true => at.checked_sub(1),
        false => Some(at + 1).filter(|at| *at <= last),
    };
    let Some(next) = next else {
        return false;
    };
    let text = filter.history.get(next).cloned().unwrap_or_default();
    filter.line = Line::new(text);
    filter.recalled = Some(next).filter(|next| *next < last);
    true
}

/// Puts the latest line of the history that holds what is written in its place.
fn find(model: &mut Model) -> bool {
    let filter = &mut model.filter;
    let text = filter.line.text();
    let end = filter.recalled.unwrap_or(filter.history.len());
    let older = filter.history.get(..end).unwrap_or_default();
    let is_it = |line: &String| line.contains(text) && line != text;
    let Some(at) = older.iter().rposition(is_it) else {
        model.say("nothing like that was written before");
        return false;
    };
    filter.line = Line::new(filter.history.get(at).cloned().unwrap_or_default());
    filter.recalled = Some(at);
    true
}

fn accept(model: &mut Model) -> Vec<Effect> {
    model.offers = Offers::default();
    // What names a file is compiled by whoever may wait for it.
    let text = model.filter.line.text().trim().to_owned();
    let is_known = text.is_empty() || text.contains('@');
    if !is_known && let Err(errors) = model.session.language.compile(&[text]) {
        model.filter.errors = errors;
        return Vec::new();
    }
    match model.filter.accept() {
        Ok(()) => {
            focus(model, &events::PANE);
            refilter(model)
        }
        Err(error) => {
            model.filter.errors = vec![error];
            Vec::new()
        }
    }
}

/// Closes the offers; without any, drops what is written and leaves the line.
fn close(model: &mut Model) -> Vec<Effect> {
    if !std::mem::take(&mut model.offers).items.is_empty() {
        return Vec::new();
    }
    let was_empty = model.filter.line.text().is_empty();
    model.filter.line = Line::default();
    model.filter.errors.clear();
    focus(model, &events::PANE);
    match was_empty {
        true => Vec::new(),
        false => refilter(model),
    }
}
