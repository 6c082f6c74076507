//! What panes ask of all records of the view: which question is wanted now, and the last answer to each.

use super::grove::Grove;
use super::store::Store;
use super::survey::{Counting, Order, Part, Sight, Values, ranked};

/// A question to the worker.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Which it is: another one puts an end to it.
    pub generation: u64,
    /// The question. With another order it is the same one.
    pub question: Question,
    /// The conditions that records must meet.
    pub terms: Vec<String>,
    /// Where to look.
    pub store: Store,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum Question {
    /// How many records there are of each group.
    Counts(Counting),
    /// Who started whom.
    Processes,
}

impl Question {
    /// In which order the answer is wanted.
    pub fn order(&self) -> Order {
        match self {
            Self::Counts(counting) => counting.order,
            Self::Processes => Order::default(),
        }
    }
}

/// An answer, as far as was looked.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// To which question.
    pub generation: u64,
    /// In which order.
    pub order: Order,
    /// One a grouping.
    pub rankings: Vec<Ranking>,
    /// All records.
    pub all: Sight,
    /// The processes.
    pub grove: Grove,
    /// Blocks that were looked at.
    pub blocks: usize,
    /// Whether that is all that was read.
    pub is_whole: bool,
    /// Blocks of lines that could not be read again: what they hold is not counted.
    pub unread: u64,
    /// Records that are counted and have been dropped from memory since.
    pub dropped: u64,
}

/// The groups of one grouping.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// The first of them.
    pub groups: Vec<(Values, Sight)>,
    /// How many there are that are counted apart.
    pub distinct: usize,
    /// Records of groups that are not.
    pub others: u64,
}

impl Survey {
    /// What was counted so far.
    pub fn of(part: &Part, counting: &Counting) -> Self {
        let rankings = part.tallies.iter().map(|tally| Ranking {
            groups: ranked(tally, counting.order, counting.most).collect(),
            distinct: tally.len(),
            others: tally.others().map_or(0, |others| others.count),
        });
        Self {
            order: counting.order,
            rankings: rankings.collect(),
            all: part.all.clone(),
            ..Self::default()
        }
    }
}

/// What a pane asks, and the answer to it.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// The number of its question: another one for each question and filter; 0 for none yet.
    pub generation: u64,
    /// The filter that it was asked of.
    filter: u64,
    /// The conditions of that filter.
    pub terms: Vec<String>,
    /// The last answer; that to the question before, until there is one.
    pub survey: Option<Survey>,
}

impl Study {
    /// The question has changed.
    pub const fn renew(&mut self) {
        self.generation = 0;
    }

    /// Whether the counts are those of the question, and of all that was read.
    pub fn is_whole(&self) -> bool {
        let survey = self.survey.as_ref();
        survey.is_some_and(|survey| survey.is_whole && survey.generation == self.generation)
    }

    /// Whether it was not asked yet of a filter.
    pub const fn is_other(&self, filter: u64) -> bool {
        self.generation == 0 || self.filter != filter
    }

    /// It is asked of a filter, by a number of its own.
    pub fn begin(&mut self, generation: u64, filter: u64, terms: Vec<String>) {
        (self.generation, self.filter, self.terms) = (generation, filter, terms);
    }

    /// Whether an answer is one to its question.
    pub const fn asked(&self, survey: &Survey) -> bool {
        survey.generation == self.generation
    }
}
