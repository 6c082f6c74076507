//! The screen: what panes have in common, and what each of them holds. An action, or word of a worker, changes it; whatever is
//! to be done outside comes back as effects.

mod aggregates;
mod answers;
mod pointer;
mod save;
pub mod view;

use std::sync::Arc;

use super::action::Action;
use super::effect::{Effect, Wish};
use super::job::{Job, Matched, Message, Slot};
use super::key::KeyPress;
use super::mouse::{Gesture, Mouse};
use super::pane::{PaneId, Panes};
use super::session::Session;
use super::shared::{
    Shared, command_line, config_save, copy, focus, follow, hits, list, list_layout, marks,
    matches, narrow,
};

use aggregates::Given;

/// The screen.
pub struct App {
    /// What panes have in common.
    pub shared: Shared,
    /// What each of them holds.
    pub panes: Panes,
    /// The first key of a sequence.
    prefix: Option<KeyPress>,
    /// What the worker counts for a pane.
    pub(super) given: Given,
    /// Questions that it was asked.
    asked: u64,
}

impl App {
    /// A screen on which nothing was read yet.
    pub fn new(session: Arc<Session>, size: (u16, u16)) -> Self {
        Self {
            panes: Panes::new(&session),
            shared: Shared::new(session, size),
            prefix: None,
            given: None,
            asked: 0,
        }
    }

    /// A key was pressed.
    pub fn press(&mut self, key: KeyPress) -> Vec<Effect> {
        let shared = &mut self.shared;
        shared.typed += 1;
        shared.toast.clear();
        let prefix = self.prefix.take();
        let pane = shared.focus;
        let digit = key.typed().and_then(|char| char.to_digit(10));
        let action = match digit.filter(|_| shared.count.is_some() && !pane.writes()) {
            Some(digit) => Action::Digit(u8::try_from(digit).unwrap_or_default()),
            None => shared.keymap.action(pane, prefix, key),
        };
        self.update(action)
    }

    /// Text was pasted: it is written where something is written, and nothing else is done with it.
    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        if !self.shared.focus.writes() {
            self.shared.say("pasted text goes into the filter: f first");
            return Vec::new();
        }
        self.shared.typed += 1;
        let mut effects = Vec::new();
        // A line break would be taken for one, and ends nothing here.
        for char in text.chars() {
            let char = if char.is_control() { ' ' } else { char };
            effects = self.update(Action::Insert(char));
        }
        effects
    }

    /// Something was done with the mouse.
    pub fn point(&mut self, mouse: Mouse) -> Vec<Effect> {
        if !self.shared.has_mouse {
            return Vec::new();
        }
        let action = pointer::action(&self.shared, &self.panes, mouse);
        if !matches!(mouse.gesture, Gesture::Drag | Gesture::Release) {
            self.shared.toast.clear();
            (self.prefix, self.shared.count) = (None, None);
        }
        self.update(action)
    }

    /// Does something.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        let before = self.shared.current();
        let had_lanes = self.shared.is_expanded(PaneId::Timeline);
        let mut effects = match self.act(self.shared.focus, action) {
            Some(effects) => effects,
            None => self.act_anywhere(action),
        };
        effects.extend(self.grant());
        // The strip is as wide as the names of the lanes let it.
        if self.shared.is_expanded(PaneId::Timeline) != had_lanes {
            effects.extend(self.panes.timeline.count(&mut self.shared));
        }
        let current = self.shared.current();
        if current != before {
            self.shared.list.anchor = current;
        }
        if !matches!(action, Action::Digit(_) | Action::Prefix(_)) {
            self.shared.count = None;
        }
        effects.extend(self.look());
        effects
    }

    /// What an action does in a pane, if it has another meaning there than elsewhere.
    fn act(&mut self, pane: PaneId, action: Action) -> Option<Vec<Effect>> {
        self.panes.get_mut(pane).act(&mut self.shared, action)
    }

    /// What an action does wherever it is done.
    fn act_anywhere(&mut self, action: Action) -> Vec<Effect> {
        let shared = &mut self.shared;
        match action {
            Action::Quit => shared.is_over = true,
            Action::Interrupt if shared.progress.is_done => shared.is_over = true,
            Action::Interrupt => return vec![Effect::StopReading],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Redraw => return vec![Effect::Redraw],
            Action::Toggle(pane) => focus::toggle(shared, pane),
            Action::Focus(pane) => focus::focus(shared, pane),
            Action::Pane(step) => focus::next_pane(shared, step),
            Action::Expand => focus::expand(shared),
            Action::Close => return focus::close(shared),
            Action::Digit(digit) => count(shared, digit),
            Action::Prefix(key) => self.prefix = Some(key),
            Action::Undo | Action::Redo => {
                return matches::step_back(shared, action == Action::Redo);
            }
            Action::Chip(number) => return matches::chip(shared, usize::from(number)),
            Action::AllChips => {
                shared.filter.lift_all();
                return matches::refilter(shared);
            }
            Action::Raw => self.panes.detail.turn(),
            Action::Zone => zone(shared),
            Action::Save => save::ask(shared),
            Action::Keep => config_save::ask(shared),
            Action::Follow => follow::follow(shared),
            Action::Freeze => return follow::freeze(shared),
            Action::Mouse => return pointer::switch(shared, &mut self.panes),
            Action::Point(point) => return self.act_at(point),
            Action::Search => focus::search(shared, PaneId::Events),
            Action::Zoom(_) | Action::Stack | Action::Peak(_) | Action::Mark(_) => {
                return self.panes.timeline.act_anywhere(shared, action);
            }
            _ => return act_on_list(shared, action),
        }
        Vec::new()
    }

    /// Does what panes want of each other, until they want no more.
    fn grant(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while !self.shared.wishes.is_empty() {
            for wish in std::mem::take(&mut self.shared.wishes) {
                match wish {
                    Wish::Ask(question, answer) => {
                        self.panes.prompt.ask(&mut self.shared, question, &answer);
                    }
                    Wish::Answer(question, answer) => {
                        effects.extend(self.answered(question, &answer));
                    }
                    Wish::CountBy(columns) => self.panes.top.count(columns),
                    Wish::SearchInside(text, goes) => {
                        self.panes.detail.search(&mut self.shared, &text, goes);
                    }
                }
            }
        }
        effects
    }

    /// A worker has told something.
    pub fn take(&mut self, message: Message) -> Vec<Effect> {
        let shared = &mut self.shared;
        let mut effects = Vec::new();
        match message {
            Message::Read(progress) => effects = follow::read(shared, progress),
            Message::Matched(matched) => effects = self.found(matched),
            Message::Picked(picked) => effects = hits::picked(shared, picked),
            Message::Rejected {
                slot: Slot::View,
                generation,
                errors,
            } if generation == shared.filter.generation => shared.filter.errors = errors,
            // Of other columns or another zone than those of now, they are of no use: `look` asks again.
            Message::Rows {
                columns,
                zone,
                rows,
            } if Arc::ptr_eq(&columns, &shared.list.columns) && zone == shared.zone => {
                list::read(shared, rows);
            }
            Message::Detail(ordinal, zone, detail) if zone == shared.zone => {
                shared.read = Some((ordinal, detail));
            }
            Message::Rejected { .. } | Message::Rows { .. } | Message::Detail(..) => {}
            Message::Bins(bins) => self.panes.timeline.bins = Some(bins),
            Message::Lanes(lanes) => self.panes.timeline.take(shared, lanes),
            Message::Values(values) => effects = self.panes.filter.take(shared, *values),
            Message::Sorted(sorted) => effects = list::sorted(shared, sorted),
            Message::Surveyed(survey) => aggregates::take(&mut self.panes, *survey),
            Message::Kept(entry, kept) => effects = config_save::done(shared, entry, kept),
            Message::Saved(path, saved) => save::done(shared, &path, saved),
        }
        effects.extend(self.grant());
        effects.extend(self.look());
        effects
    }

    /// Takes what matches; the cursor stays on its record, or goes to the nearest.
    fn found(&mut self, matched: Matched) -> Vec<Effect> {
        let shared = &mut self.shared;
        if matched.generation != shared.filter.generation {
            return Vec::new();
        }
        shared.filter.errors.clear();
        shared.matched = matched;
        let mut effects = list::arrange(shared);
        follow::found(shared);
        effects.extend(self.panes.timeline.count(shared));
        effects
    }

    /// The terminal has another size.
    pub fn resize(&mut self, size: (u16, u16)) -> Vec<Effect> {
        let shared = &mut self.shared;
        shared.size = size;
        list::go(shared, shared.list.cursor);
        list::tick(shared);
        let mut effects = self.panes.timeline.count(shared);
        effects.extend(self.look());
        effects
    }

    /// Asks for what is on the screen and was not read yet.
    fn look(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let shared = &self.shared;
        let visible: Vec<u32> = if shared.is_focus(PaneId::Marks) {
            let marks = marks::visible(shared);
            marks.map(|(_, ordinal, _)| ordinal).collect()
        } else {
            let rows = shared.rows().iter().skip(shared.list.top);
            rows.take(list_layout::page(shared)).copied().collect()
        };
        let cells = &shared.list.cells;
        if visible.iter().any(|row| !cells.contains_key(row)) {
            effects.push(Effect::Job(Job::Rows {
                ordinals: visible,
                columns: shared.list.columns.clone(),
                zone: shared.zone.clone(),
                store: shared.store().clone(),
            }));
        }
        effects.extend(self.ask());
        let shared = &mut self.shared;
        let current = shared.current();
        if let Some(ordinal) = current.filter(|_| shared.wanted != current) {
            shared.wanted = current;
            self.panes.detail.begin();
            effects.push(Effect::Job(Job::Detail {
                ordinal,
                zone: shared.zone.clone(),
                store: shared.store().clone(),
            }));
        }
        effects
    }
}

/// What an action does to the list, whichever pane keys go to.
fn act_on_list(shared: &mut Shared, action: Action) -> Vec<Effect> {
    match action {
        Action::Move(motion) => list::step(shared, motion),
        Action::Denied(step) => list::denied(shared, step),
        Action::Hit(step) => return hits::hit(shared, step),
        Action::Same(sibling, step) => return hits::same(shared, sibling, step),
        Action::Context => return hits::context(shared),
        Action::Sort => return list::sort(shared),
        Action::Narrow(how) => return narrow::cell(shared, how),
        Action::Pin(pin) => return marks::pinned(shared, pin),
        Action::Copy(what) => return copy::copy(shared, what),
        Action::Command => shared.say(&command_line::command(shared)),
        _ => {}
    }
    Vec::new()
}

/// Adds a digit to the count before a key.
fn count(shared: &mut Shared, digit: u8) {
    let count = shared.count.unwrap_or(0).saturating_mul(10);
    shared.count = Some(count.saturating_add(usize::from(digit)));
}

/// Shows times in the zone of this machine, or of the session.
fn zone(shared: &mut Shared) {
    let local = jiff::tz::TimeZone::system();
    shared.zone = match shared.zone == shared.session.zone && local != shared.zone {
        true => local,
        false => shared.session.zone.clone(),
    };
    let name = shared
        .zone
        .iana_name()
        .unwrap_or("of this machine")
        .to_owned();
    shared.say(&format!("times in the zone {name}"));
    shared.list.cells.clear();
    shared.read = None;
    shared.wanted = None;
}
