//! What makes times and counts of a report doubtful: clocks, the ends of the data, what is there twice, what is not logged.

use super::{Block, more};
use crate::analysis::overview::Facts;
use crate::output::RowOptions;
use crate::output::blind::{alone, at_least, clocks, no_clock, stray, twice, unlogged};
use crate::record::time::Time;

/// Notes of one kind that are shown, at most.
const MOST: usize = 50;

/// One note each.
pub(super) fn doubts(facts: &Facts<'_>, sheet: &RowOptions) -> Vec<Block> {
    let when = |time: Time| time.in_zone(&sheet.zone).to_string();
    let mut blocks = Vec::new();
    notes(&mut blocks, "Alone", facts.alone.iter().map(alone));
    notes(
        &mut blocks,
        "Stray times",
        facts.strays.iter().map(|one| stray(one, &when)),
    );
    notes(&mut blocks, "Not logged", unlogged(&facts.unlogged));
    let doubled = &facts.doubled;
    if doubled.records > 0 {
        let records = at_least(doubled.records, doubled.is_least);
        blocks.push(Block::Note(format!(
            "Records that are there twice, and count twice here: {records}. `--dedupe` leaves them out of `knoxlog filter`."
        )));
    }
    notes(&mut blocks, "There twice", twice(doubled, ", "));
    match clocks(&facts.clocks, &when) {
        found if found.is_empty() => {
            blocks.push(note("Clocks", &no_clock(facts.clocks.reach)));
        }
        found => notes(&mut blocks, "Clock", found),
    }
    blocks
}

fn notes(blocks: &mut Vec<Block>, label: &str, all: impl IntoIterator<Item = String>) {
    let all: Vec<String> = all.into_iter().collect();
    blocks.extend(all.iter().take(MOST).map(|text| note(label, text)));
    blocks.extend(more(all.len(), MOST));
}

fn note(label: &str, text: &str) -> Block {
    Block::Note(format!("{label}: {text}."))
}
