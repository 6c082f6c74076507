//! What is looked for besides the filter: hits of the search, records of a process or container, neighbours.

use std::sync::Arc;

use super::{Context, Pick, Shared, Then, list};
use crate::record::column::columns;
use crate::tui::action::{Sibling, Step};
use crate::tui::bits::Bits;
use crate::tui::effect::Effect;
use crate::tui::job::{Job, Picked, Slot};
use crate::tui::narrow::condition;

/// Looks for a text in all values. Letter case counts if there is a capital in it.
pub fn search(shared: &mut Shared, text: &str, then: Option<Then>) -> Vec<Effect> {
    text.clone_into(&mut shared.sought);
    if text.is_empty() {
        shared.picks.remove(&Slot::Search);
        list::tick(shared);
        return Vec::new();
    }
    let exact = text
        .chars()
        .any(char::is_uppercase)
        .then(|| text.to_owned());
    let term = format!("any:{}", crate::output::complete::literal(text));
    demand(shared, Slot::Search, vec![term], exact, then)
}

/// Asks for what meets conditions; what was found already is used again.
fn demand(
    shared: &mut Shared,
    slot: Slot,
    terms: Vec<String>,
    exact: Option<String>,
    then: Option<Then>,
) -> Vec<Effect> {
    if let Some(pick) = shared.picks.get_mut(&slot)
        && pick.terms == terms
        && pick.exact == exact
    {
        pick.then = then;
        return match pick.is_whole {
            true => carry_out(shared, slot),
            false => Vec::new(),
        };
    }
    let pick = Pick {
        generation: shared.next_generation(),
        terms,
        exact,
        then,
        ..Pick::default()
    };
    let job = job(shared, slot, &pick);
    shared.picks.insert(slot, pick);
    vec![job]
}

fn job(shared: &Shared, slot: Slot, pick: &Pick) -> Effect {
    Effect::Job(Job::Seek {
        slot,
        generation: pick.generation,
        terms: pick.terms.clone(),
        exact: pick.exact.clone(),
        store: shared.store().clone(),
    })
}

/// Looks for everything in what was read since then.
pub fn again(shared: &Shared) -> Vec<Effect> {
    let picks = shared.picks.iter();
    picks.map(|(slot, pick)| job(shared, *slot, pick)).collect()
}

/// Takes what was found.
pub fn picked(shared: &mut Shared, picked: Picked) -> Vec<Effect> {
    let Some(pick) = shared.picks.get_mut(&picked.slot) else {
        return Vec::new();
    };
    if pick.generation != picked.generation {
        return Vec::new();
    }
    pick.bits = picked.bits;
    pick.is_whole = picked.is_whole;
    if picked.slot == Slot::Search {
        list::tick(shared);
    }
    match picked.is_whole {
        true => carry_out(shared, picked.slot),
        false => Vec::new(),
    }
}

/// Does what was to be done once all was found.
fn carry_out(shared: &mut Shared, slot: Slot) -> Vec<Effect> {
    let pick = shared.picks.get_mut(&slot);
    let Some((then, bits)) = pick.and_then(|pick| Some((pick.then.take()?, pick.bits.clone())))
    else {
        return Vec::new();
    };
    match then {
        Then::Go(step) => go(shared, slot, step, &bits),
        Then::Context => {
            neighbours(shared, Some(&bits));
            if shared
                .list
                .context
                .as_ref()
                .is_some_and(|context| context.bits.is_empty())
            {
                neighbours(shared, None);
            }
            return list::arrange(shared);
        }
    }
    Vec::new()
}

/// Goes to the nearest of what was found; a search goes round at the ends, and says so.
fn go(shared: &mut Shared, slot: Slot, step: Step, bits: &Arc<Bits>) {
    let count = shared.rows().iter().filter(|row| bits.has(**row)).count();
    if slot == Slot::Search && count == 0 {
        let text = format!("no hit among what is shown: {}", shared.sought);
        return shared.say(&text);
    }
    let found = list::nearest(shared, step, |row| bits.has(row));
    let (to, note) = match (found, slot) {
        (Some(to), _) => (to, ""),
        (None, Slot::Search) => {
            let is_hit = |row: &u32| bits.has(*row);
            let rows = shared.rows();
            let round = match step {
                Step::Next => (rows.iter().position(is_hit), ", round from the end"),
                Step::Previous => (rows.iter().rposition(is_hit), ", round from the start"),
            };
            (round.0.unwrap_or(shared.list.cursor), round.1)
        }
        (None, _) => return shared.say("no more of these among what is shown"),
    };
    shared.time.at = None;
    list::go(shared, to);
    shared.list.anchor = shared.current();
    if slot == Slot::Search {
        let nth = shared
            .rows()
            .iter()
            .take(to + 1)
            .filter(|row| bits.has(**row))
            .count();
        shared.say(&format!("hit {nth} of {count}{note}"));
    }
}

/// To the next hit.
pub fn hit(shared: &mut Shared, step: Step) -> Vec<Effect> {
    if shared.sought.is_empty() {
        shared.say("nothing is searched for: / first");
        return Vec::new();
    }
    let text = shared.sought.clone();
    search(shared, &text, Some(Then::Go(step)))
}

/// To the next record of the same process or container.
pub fn same(shared: &mut Shared, sibling: Sibling, step: Step) -> Vec<Effect> {
    let slot = match sibling {
        Sibling::Process => Slot::Process,
        Sibling::Container => Slot::Container,
    };
    let Some(terms) = siblings(shared, sibling) else {
        shared.say(match sibling {
            Sibling::Process => "this record names no process of a node",
            Sibling::Container => "this record names no container",
        });
        return Vec::new();
    };
    demand(shared, slot, terms, None, Some(Then::Go(step)))
}

/// What the records meet that have a process or container in common with the one under the cursor.
fn siblings(shared: &Shared, sibling: Sibling) -> Option<Vec<String>> {
    let detail = shared.record()?;
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
pub fn context(shared: &mut Shared) -> Vec<Effect> {
    let Some(ordinal) = shared.current() else {
        return Vec::new();
    };
    if shared.list.sort.is_some() {
        shared.say("neighbours are those in time: s until it says so");
        return Vec::new();
    }
    let (around, level) = match &shared.list.context {
        Some(context) => (context.around, context.level + 1),
        None => (ordinal, 1),
    };
    shared.list.context = Some(Context {
        around,
        level,
        bits: Bits::default(),
    });
    let siblings = siblings(shared, Sibling::Container).filter(|_| level == 1);
    if let Some(terms) = siblings {
        return demand(shared, Slot::Container, terms, None, Some(Then::Context));
    }
    neighbours(shared, None);
    list::arrange(shared)
}

/// Chooses the neighbours, out of some or out of all.
fn neighbours(shared: &mut Shared, of: Option<&Bits>) {
    let Some(context) = shared.list.context.clone() else {
        return;
    };
    let store = shared.store();
    let at = store.position(&store.order, context.around);
    let is_hidden = |row: &&u32| {
        let place = store.position(&shared.matched.rows, **row);
        let is_shown = shared.matched.rows.get(place) == Some(*row);
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
    shared.list.context = Some(Context { bits, ..context });
    let what = match of {
        Some(_) => "of this container",
        None => "of all",
    };
    shared.say(&format!(
        "{many} neighbours {what} on either side; x: more; Esc: none"
    ));
}
