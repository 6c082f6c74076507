//! The filter at hand: what asks for its matches, and what changes it.

use super::Shared;
use crate::tui::effect::Effect;
use crate::tui::job::{Job, Slot};

/// Looks for matches of the conditions at hand.
pub fn seek(shared: &Shared) -> Effect {
    Effect::Job(Job::Seek {
        slot: Slot::View,
        generation: shared.filter.generation,
        terms: shared.filter.terms(),
        exact: None,
        store: shared.store().clone(),
    })
}

/// The conditions have changed.
pub fn refilter(shared: &mut Shared) -> Vec<Effect> {
    shared.filter.changed();
    shared.filter.errors.clear();
    vec![seek(shared)]
}

/// Takes the last change of the filter back, or makes it again.
pub fn step_back(shared: &mut Shared, is_redo: bool) -> Vec<Effect> {
    if shared.filter.step_back(is_redo) {
        return refilter(shared);
    }
    shared.say(match is_redo {
        true => "nothing to make again",
        false => "nothing to take back",
    });
    Vec::new()
}

/// Lifts a condition by its number, from 1, or puts it back.
pub fn chip(shared: &mut Shared, number: usize) -> Vec<Effect> {
    let at = number.saturating_sub(1);
    if at >= shared.filter.chips.len() {
        shared.say(&format!("there is no condition {number}"));
        return Vec::new();
    }
    shared.filter.change(|chips| {
        if let Some(chip) = chips.get_mut(at) {
            chip.is_on = !chip.is_on;
        }
    });
    refilter(shared)
}
