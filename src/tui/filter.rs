//! The conditions at hand: chips, the line in which the next ones are written, and what was before. Knows the language,
//! not the screen.

use super::line::LineEditor;
use crate::query::ast::Ast;
use crate::query::error::Error;
use crate::query::parse;

/// One condition that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The condition, as it is typed.
    pub text: String,
    /// Whether it counts.
    pub is_on: bool,
}

/// The conditions.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those that were taken.
    pub chips: Vec<Chip>,
    /// What is being written.
    pub line: LineEditor,
    /// What the conditions were before, the latest last.
    pub undone: Vec<Vec<Chip>>,
    /// What they were before that was taken back.
    pub redone: Vec<Vec<Chip>>,
    /// Which filter is at hand: another number for each.
    pub generation: u64,
    /// Lines that were taken, the latest last.
    pub history: Vec<String>,
    /// Where in the history the line is from.
    pub recalled: Option<usize>,
    /// Why the filter at hand is none.
    pub errors: Vec<Error>,
    /// The field whose values were asked for last, and the conditions that their records meet.
    pub counted: Option<(String, Vec<String>)>,
    /// Chips that `lift_all` lifted.
    lifted: Option<Vec<bool>>,
}

/// Changes that can be taken back.
const MOST: usize = 200;

impl Filter {
    /// The conditions to begin with.
    pub fn new(terms: &[String]) -> Self {
        let chips = terms.iter().map(|text| chip(text)).collect();
        Self {
            chips,
            generation: 1,
            ..Self::default()
        }
    }

    /// The conditions that count now: chips that are on, and what is being written.
    pub fn terms(&self) -> Vec<String> {
        let on = self.chips.iter().filter(|chip| chip.is_on);
        let mut terms: Vec<String> = on.map(|chip| chip.text.clone()).collect();
        if !self.line.text().trim().is_empty() {
            terms.push(self.line.text().to_owned());
        }
        terms
    }

    /// Another filter is at hand.
    pub fn changed(&mut self) {
        self.generation += 1;
    }

    /// Changes the chips so that it can be taken back.
    pub fn change(&mut self, change: impl FnOnce(&mut Vec<Chip>)) {
        let before = self.chips.clone();
        change(&mut self.chips);
        if self.chips != before {
            self.undone.push(before);
            if self.undone.len() > MOST {
                self.undone.remove(0);
            }
            self.redone.clear();
            self.lifted = None;
            self.changed();
        }
    }

    /// Takes the last change back, or makes it again; answers whether there was one.
    pub fn step_back(&mut self, is_redo: bool) -> bool {
        let (from, to) = match is_redo {
            false => (&mut self.undone, &mut self.redone),
            true => (&mut self.redone, &mut self.undone),
        };
        let Some(chips) = from.pop() else {
            return false;
        };
        to.push(std::mem::replace(&mut self.chips, chips));
        self.lifted = None;
        self.changed();
        true
    }

    /// Takes what is written as chips, one for each condition that must hold.
    ///
    /// # Errors
    /// If it is no filter; it stays as it is then.
    pub fn accept(&mut self) -> Result<(), Error> {
        let text = self.line.text().trim().to_owned();
        if text.is_empty() {
            return Ok(());
        }
        let terms = match parse(&text)? {
            Ast::All(parts) => parts.iter().map(part).collect(),
            _ => vec![text.clone()],
        };
        self.line = LineEditor::default();
        self.history.retain(|line| *line != text);
        self.history.push(text);
        self.recalled = None;
        self.change(|chips| {
            for term in terms {
                add(chips, &term);
            }
        });
        Ok(())
    }

    /// Lifts all chips, or puts those back that were lifted.
    pub fn lift_all(&mut self) {
        let now: Vec<bool> = self.chips.iter().map(|chip| chip.is_on).collect();
        let lifted = self.lifted.take();
        let next = lifted.clone().unwrap_or_else(|| vec![false; now.len()]);
        if lifted.is_none() {
            self.lifted = Some(now);
        }
        for (chip, is_on) in self.chips.iter_mut().zip(next) {
            chip.is_on = is_on;
        }
        self.changed();
    }
}

/// A condition of several that must hold, as it is typed on its own.
fn part(tree: &Ast) -> String {
    tree.to_string()
}

fn chip(text: &str) -> Chip {
    Chip {
        text: text.to_owned(),
        is_on: true,
    }
}

/// Adds a condition; one that is there is only put back.
pub(super) fn add(chips: &mut Vec<Chip>, text: &str) {
    match chips.iter_mut().find(|chip| chip.text == text) {
        Some(known) => known.is_on = true,
        None => chips.push(chip(text)),
    }
}
