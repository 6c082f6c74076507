//! The line of conditions: numbered chips, then what is being written; below it what is wrong, and what can follow.

use ratatui::style::{Modifier, Style};

use super::PaneId;
use super::component::Pane;
use super::typed::written;
use crate::output::complete::{Offers, SeenValues, offers};
use crate::query::error::Error;
use crate::text::{Count, Role, width};
use crate::tui::action::{Action, Edit};
use crate::tui::draw::Pen;
use crate::tui::effect::Effect;
use crate::tui::job::{Asked, Job};
use crate::tui::line::LineEditor;
use crate::tui::shared::Shared;
use crate::tui::shared::focus::focus;
use crate::tui::shared::matches::refilter;
use crate::tui::theme::Theme;
use crate::tui::values::Values;

/// The line of conditions. Which they are all panes have in common.
#[derive(Default)]
pub struct FilterPane {
    /// What can follow what is being written.
    pub offers: Offers,
    /// The offer that is chosen.
    chosen: usize,
    /// The values of a field.
    values: Values,
}

/// Draws the chips; answers the column behind them. Where there is no room for all, the last ones are shown.
fn chips(shared: &Shared, pen: &mut Pen<'_>, room: usize) -> usize {
    let style = match shared.is_focus(PaneId::Filter) {
        true => Theme::focus(),
        false => Theme::heading(),
    };
    let mut x = pen.put(0, 0, " filter ", style);
    let dim = pen.theme.role(Role::Dim);
    x = pen.put(x, 0, pen.theme.glyphs.prompt, dim) + 1;
    // While something is written, half of the line is for that.
    let end = match shared.is_focus(PaneId::Filter) {
        true => x + room.saturating_sub(x) / 2,
        false => room,
    };
    let text = |at: usize| {
        let chip = shared.filter.chips.get(at)?;
        let text = match chip.is_on {
            true => chip.text.clone(),
            false => format!("({})", chip.text),
        };
        Some((format!("{} ", at + 1), text, chip.is_on))
    };
    let count = shared.filter.chips.len();
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

/// What is wrong, under the place where it is, as the command would say it.
fn fault(shared: &Shared, pen: &mut Pen<'_>, x: usize, error: &Error) {
    let style = pen.theme.role(Role::Error);
    let message = error.what.message();
    let head = error.text.get(..error.at.start).unwrap_or_default();
    let marked = error.text.get(error.at.clone()).unwrap_or_default();
    let carets = "^".repeat(width(marked).max(1));
    let at = x + width(head);
    let is_written = shared.filter.line.text() == error.text && shared.is_focus(PaneId::Filter);
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
fn counts(shared: &Shared, least: &str) -> String {
    let off = shared
        .filter
        .chips
        .iter()
        .filter(|chip| !chip.is_on)
        .count();
    let off = match off {
        0 => String::new(),
        1 => "1 chip off   ".to_owned(),
        off => format!("{off} chips off   "),
    };
    let least = if shared.is_whole() { "" } else { least };
    let (count, all) = (shared.matched.count, shared.store().order.len() as u64);
    format!("{off}{least}{} / {} ", Count(count), Count(all))
}

/// Rows of offers, at most.
const OFFERED: usize = 8;

impl Pane for FilterPane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        let counts = counts(shared, pen.theme.glyphs.least);
        let room = pen.width().saturating_sub(width(&counts) + 1);
        let x = chips(shared, pen, room);
        if shared.is_focus(PaneId::Filter) {
            written(&shared.filter.line, pen, x, room);
        }
        pen.put_right(0, 0, &counts, pen.theme.role(Role::Dim));
        if let Some(error) = shared.filter.errors.first() {
            fault(shared, pen, x, error);
        } else if let Some(warning) = shared.matched.warnings.first() {
            let text = format!("warning: {}", warning.what.message());
            pen.put(1, 1, &text, pen.theme.role(Role::Warning));
        }
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Insert(char) => shared.filter.line.insert(char),
            Action::Edit(edit) => return Some(self.change(shared, edit)),
            Action::Settled(typed) if typed == shared.typed => return Some(refilter(shared)),
            Action::Accept => return Some(self.accept(shared)),
            Action::Close => return Some(self.close(shared)),
            _ => return None,
        }
        Some(self.written_more(shared))
    }
}

impl FilterPane {
    /// Rows that what can follow takes below the line, if there is anything.
    pub fn offered(&self, shared: &Shared) -> Option<u16> {
        let offers = self.offers.items.len().min(OFFERED);
        let rows = offers + usize::from(self.values_note().is_some());
        let is_shown = shared.is_focus(PaneId::Filter) && offers > 0;
        u16::try_from(rows).ok().filter(|_| is_shown)
    }

    /// Draws what can follow, over what is below the line.
    pub fn popup(&self, pen: &mut Pen<'_>) {
        let offers = &self.offers;
        let note = self.values_note();
        pen.clear();
        let first = (self.chosen + 1).saturating_sub(OFFERED);
        let shown = offers.items.iter().enumerate().skip(first).take(OFFERED);
        let widest = offers.items.iter().map(|offer| width(&offer.text)).max();
        let column = widest.unwrap_or(0).clamp(12, (pen.width() / 2).max(12)) + 2;
        let dim = pen.theme.role(Role::Dim);
        for (y, (at, offer)) in shown.enumerate() {
            pen.put(1, y, pen.theme.glyphs.wall, dim);
            pen.put_in(3, y, column, &offer.text, Style::new());
            pen.put(3 + column, y, &offer.note, dim);
            if at == self.chosen {
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
    fn values_note(&self) -> Option<String> {
        let field = self.offers.field.as_ref()?;
        let values = &self.values;
        (values.field == *field).then(|| {
            let counting = if values.is_whole { "" } else { ", counting" };
            let least = if values.are_all { "" } else { "at least " };
            format!(
                "{least}{} values of {field}{counting}",
                Count(values.distinct as u64)
            )
        })
    }

    /// The text is another one: something else can follow, and in a while it is looked for.
    fn written_more(&mut self, shared: &mut Shared) -> Vec<Effect> {
        (self.offers, self.chosen) = Default::default();
        let mut effects = vec![Effect::Settle(shared.typed)];
        if !shared.filter.line.before().trim().is_empty() {
            effects.extend(self.offer(shared));
        }
        effects
    }

    fn change(&mut self, shared: &mut Shared, edit: Edit) -> Vec<Effect> {
        let has_offers = !self.offers.items.is_empty();
        let is_changed = match edit {
            Edit::Offer => return self.offer(shared),
            Edit::Complete => self.complete(shared),
            Edit::Older | Edit::Newer if has_offers => {
                self.choose(edit == Edit::Newer);
                return Vec::new();
            }
            Edit::Older | Edit::Newer => recall(shared, edit == Edit::Older),
            Edit::Recall => find(shared),
            edit => shared.filter.line.edit(edit),
        };
        match is_changed {
            true => self.written_more(shared),
            false => Vec::new(),
        }
    }

    fn choose(&mut self, is_next: bool) {
        let count = self.offers.items.len();
        let by = if is_next { 1 } else { count - 1 };
        self.chosen = (self.chosen + by) % count.max(1);
    }

    /// Writes the offer that is chosen.
    fn complete(&mut self, shared: &mut Shared) -> bool {
        let offers = &self.offers;
        let Some(offer) = offers.items.get(self.chosen) else {
            return false;
        };
        let (tail, text) = (offers.tail, offer.text.clone());
        shared.filter.line.replace(tail, &text);
        true
    }

    /// Takes the values of a field, which can follow.
    pub fn take(&mut self, shared: &mut Shared, values: Values) -> Vec<Effect> {
        self.values = values;
        self.offer(shared)
    }

    /// Says what can follow; asks for the values of the field that is compared, if they are not known.
    fn offer(&mut self, shared: &mut Shared) -> Vec<Effect> {
        let before = shared.filter.line.before().to_owned();
        let macros = shared.session.language.macros.all();
        let seen = SeenValues {
            field: &self.values.field,
            values: &self.values.top,
        };
        self.offers = offers(&before, &macros, Some(seen));
        self.chosen = self.chosen.min(self.offers.items.len().saturating_sub(1));
        let Some(field) = self.offers.field.clone() else {
            return Vec::new();
        };
        let on = shared.filter.chips.iter().filter(|chip| chip.is_on);
        let terms: Vec<String> = on.map(|chip| chip.text.clone()).collect();
        let wanted = (field, terms);
        if shared.filter.counted.as_ref() == Some(&wanted) {
            return Vec::new();
        }
        shared.filter.counted = Some(wanted.clone());
        let (field, terms) = wanted;
        vec![Effect::Job(Job::Values(Asked {
            generation: shared.next_generation(),
            field,
            terms,
            store: shared.store().clone(),
        }))]
    }
}

/// Puts a line of the history in place of the one that is written.
fn recall(shared: &mut Shared, is_older: bool) -> bool {
    let filter = &mut shared.filter;
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
    filter.line = LineEditor::new(text);
    filter.recalled = Some(next).filter(|next| *next < last);
    true
}

/// Puts the latest line of the history that holds what is written in its place.
fn find(shared: &mut Shared) -> bool {
    let filter = &mut shared.filter;
    let text = filter.line.text();
    let end = filter.recalled.unwrap_or(filter.history.len());
    let older = filter.history.get(..end).unwrap_or_default();
    let is_it = |line: &String| line.contains(text) && line != text;
    let Some(at) = older.iter().rposition(is_it) else {
        shared.say("nothing like that was written before");
        return false;
    };
    filter.line = LineEditor::new(filter.history.get(at).cloned().unwrap_or_default());
    filter.recalled = Some(at);
    true
}

impl FilterPane {
    fn accept(&mut self, shared: &mut Shared) -> Vec<Effect> {
        (self.offers, self.chosen) = Default::default();
        // What names a file is compiled by whoever may wait for it.
        let text = shared.filter.line.text().trim().to_owned();
        let is_known = text.is_empty() || text.contains('@');
        if !is_known && let Err(errors) = shared.session.language.compile(&[text]) {
            shared.filter.errors = errors;
            return Vec::new();
        }
        match shared.filter.accept() {
            Ok(()) => {
                focus(shared, PaneId::Events);
                refilter(shared)
            }
            Err(error) => {
                shared.filter.errors = vec![error];
                Vec::new()
            }
        }
    }

    /// Closes the offers; without any, drops what is written and leaves the line.
    fn close(&mut self, shared: &mut Shared) -> Vec<Effect> {
        if !std::mem::take(&mut self.offers).items.is_empty() {
            return Vec::new();
        }
        let was_empty = shared.filter.line.text().is_empty();
        shared.filter.line = LineEditor::default();
        shared.filter.errors.clear();
        focus(shared, PaneId::Events);
        match was_empty {
            true => Vec::new(),
            false => refilter(shared),
        }
    }
}
