//! What is looked for besides the filter: hits of the search, records of a process or container, neighbours.

use std::sync::Arc;

use crate::record::column::columns;
use crate::tui::action::{Sibling, Step};
use crate::tui::bits::Bits;
use crate::tui::model::{Context, Effect, Model, Pick, Then};
use crate::tui::narrow::condition;
use crate::tui::pane;
use crate::tui::worker::{Job, Picked, Slot};

use super::{list, timeline};

/// Looks for a text in all values. Letter case counts if there is a capital in it.
pub fn search(model: &mut Model, text: &str, then: Option<Then>) -> Vec<Effect> {
    text.clone_into(&mut model.search.text);
    if text.is_empty() {
        model.picks.remove(&Slot::Search);
        list::tick(model);
        return Vec::new();
    }
    let exact = text
        .chars()
        .any(char::is_uppercase)
        .then(|| text.to_owned());
    let term = format!("any:{}", crate::tui::complete::literal(text));
    demand(model, Slot::Search, vec![term], exact, then)
}

/// Asks for what meets conditions; what was found already is used again.
fn demand(
    model: &mut Model,
    slot: Slot,
    terms: Vec<String>,
    exact: Option<String>,
    then: Option<Then>,
) -> Vec<Effect> {
    if let Some(pick) = model.picks.get_mut(&slot)
        && pick.terms == terms
        && pick.exact == exact
    {
        pick.then = then;
        return match pick.is_whole {
            true => carry_out(model, slot),
            false => Vec::new(),
        };
    }
    let pick = Pick {
        generation: model.next_generation(),
        terms,
        exact,
        then,
        ..Pick::default()
    };
    let job = job(model, slot, &pick);
    model.picks.insert(slot, pick);
    vec![job]
}

fn job(model: &Model, slot: Slot, pick: &Pick) -> Effect {
    Effect::Job(Job::Seek {
        slot,
        generation: pick.generation,
        terms: pick.terms.clone(),
        exact: pick.exact.clone(),
        store: model.store().clone(),
    })
}

/// Looks for everything in what was read since then.
pub fn again(model: &Model) -> Vec<Effect> {
    let picks = model.picks.iter();
    picks.map(|(slot, pick)| job(model, *slot, pick)).collect()
}

/// Takes what was found.
pub fn picked(model: &mut Model, picked: Picked) -> Vec<Effect> {
    let Some(pick) = model.picks.get_mut(&picked.slot) else {
        return Vec::new();
    };
    if pick.generation != picked.generation {
        return Vec::new();
    }
    pick.bits = picked.bits;
    pick.is_whole = picked.is_whole;
    if picked.slot == Slot::Search {
        list::tick(model);
    }
    match picked.is_whole {
        true => carry_out(model, picked.slot),
        false => Vec::new(),
    }
}

/// Does what was to be done once all was found.
fn carry_out(model: &mut Model, slot: Slot) -> Vec<Effect> {
    let pick = model.picks.get_mut(&slot);
    let Some((then, bits)) = pick.and_then(|pick| Some((pick.then.take()?, pick.bits.clone())))
    else {
        return Vec::new();
    };
    match then {
        Then::Go(step) => go(model, slot, step, &bits),
        Then::Context => {
            neighbours(model, Some(&bits));
            if model
                .list
                .context
                .as_ref()
                .is_some_and(|context| context.bits.is_empty())
            {
                neighbours(model, None);
            }
            return list::arrange(model);
        }
    }
    Vec::new()
}

/// Goes to the nearest of what was found; a search goes round at the ends, and says so.
fn go(model: &mut Model, slot: Slot, step: Step, bits: &Arc<Bits>) {
    let count = model.rows().iter().filter(|row| bits.has(**row)).count();
    if slot == Slot::Search && count == 0 {
        let text = format!("no hit among what is shown: {}", model.search.text);
        return model.say(&text);
    }
    let found = list::nearest(model, step, |row| bits.has(row));
    let (to, note) = match (found, slot) {
        (Some(to), _) => (to, ""),
        (None, Slot::Search) => {
            let is_hit = |row: &u32| bits.has(*row);
            let rows = model.rows();
            let round = match step {
                Step::Next => (rows.iter().position(is_hit), ", round from the end"),
                Step::Previous => (rows.iter().rposition(is_hit), ", round from the start"),
            };
            (round.0.unwrap_or(model.list.cursor), round.1)
        }
        (None, _) => return model.say("no more of these among what is shown"),
    };
    model.timeline.at = None;
    list::go(model, to);
    model.list.anchor = model.current();
    if slot == Slot::Search {
        let nth = model
            .rows()
            .iter()
            .take(to + 1)
            .filter(|row| bits.has(**row))
            .count();
        model.say(&format!("hit {nth} of {count}{note}"));
    }
}

/// To the next hit; in the timeline, to the next bucket with a match.
pub fn hit(model: &mut Model, step: Step) -> Vec<Effect> {
    if model.is_focus(&pane::timeline::PANE) {
        return timeline::next_match(model, step);
    }
    if model.search.text.is_empty() {
        model.say("nothing is searched for: / first");
        return Vec::new();
    }
    let text = model.search.text.clone();
    search(model, &text, Some(Then::Go(step)))
}

/// To the next record of the same process or container.
pub fn same(model: &mut Model, sibling: Sibling, step: Step) -> Vec<Effect> {
    let slot = match sibling {
        Sibling::Process => Slot::Process,
        Sibling::Container => Slot::Container,
    };
    let Some(terms) = siblings(model, sibling) else {
        model.say(match sibling {
            Sibling::Process => "this record names no process of a node",
            Sibling::Container => "this record names no container",
        });
        return Vec::new();
    };
    demand(model, slot, terms, None, Some(Then::Go(step)))
}

/// What the records meet that have a process or container in common with the one under the cursor.
fn siblings(model: &Model, sibling: Sibling) -> Option<Vec<String>> {
    let detail = model.record()?;
    let equal = |name: &str| {
        let column = columns([name], None).ok()?.pop()?;
        Some(condition(&column, Some(detail.first(name)?)))
    };
    match sibling {
        Sibling::Process => {
            let host = equal("host").into_iter();
            Some(host.chain([equal("hpid")?]).collect())
        }
        Sibling::Container => {
            if let Some(term) = equal("cid") {
                return Some(vec![term]);
            }
            let names = ["host", "ns", "pod", "container"];
            let terms: Vec<String> = names.iter().filter_map(|name| equal(name)).collect();
            detail.first("pod").map(|_| terms)
        }
    }
}

/// Neighbours that are shown on either side when asked once.
const FEW: usize = 5;

/// Shows neighbours that the filter hides: of the same container first, then all; more each time.
pub fn context(model: &mut Model) -> Vec<Effect> {
    let Some(ordinal) = model.current() else {
        return Vec::new();
    };
    if model.list.sort.is_some() {
        model.say("neighbours are those in time: s until it says so");
        return Vec::new();
    }
    let (around, level) = match &model.list.context {
        Some(context) => (context.around, context.level + 1),
        None => (ordinal, 1),
    };
    model.list.context = Some(Context {
        around,
        level,
        bits: Bits::default(),
    });
    let siblings = siblings(model, Sibling::Container).filter(|_| level == 1);
    if let Some(terms) = siblings {
        return demand(model, Slot::Container, terms, None, Some(Then::Context));
    }
    neighbours(model, None);
    list::arrange(model)
}

/// Chooses the neighbours, out of some or out of all.
fn neighbours(model: &mut Model, of: Option<&Bits>) {
    let Some(context) = model.list.context.clone() else {
        return;
    };
    let store = model.store();
    let at = store.position(&store.order, context.around);
    let is_hidden = |row: &&u32| {
        let place = store.position(&model.matched.rows, **row);
        let is_shown = model.matched.rows.get(place) == Some(*row);
        !is_shown && of.is_none_or(|of| of.has(**row))
    };
    let many = FEW * context.level;
    let (before, behind) = store.order.split_at(at.min(store.order.len()));
    let mut bits = Bits::default();
    before
        .iter()
        .rev()
        .filter(is_hidden)
        .take(many)
        .for_each(|row| bits.set(*row));
    behind
        .iter()
        .filter(is_hidden)
        .take(many)
        .for_each(|row| bits.set(*row));
    model.list.context = Some(Context { bits, ..context });
    let what = match of {
        Some(_) => "of this container",
        None => "of all",
    };
    model.say(&format!(
        "{many} neighbours {what} on either side; x: more; Esc: none"
    ));
}
