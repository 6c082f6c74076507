//! What panes ask of all records of the view: which question is wanted now, and the last answer to each.

use super::grove::Grove;
use super::model::{Effect, Model};
use super::pane::{Pane, facets, top, tree};
use super::store::Store;
use super::survey::{Counting, Order, Part, Sight, Values};
use super::worker::Job;

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
    fn order(&self) -> Order {
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
            groups: tally.ranked(counting.order, counting.most),
            distinct: tally.len(),
            others: tally.others,
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
    generation: u64,
    /// The filter that it was asked of.
    filter: u64,
    /// The conditions of that filter.
    terms: Vec<String>,
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

    /// Whether an answer is one to its question.
    const fn asked(&self, survey: &Survey) -> bool {
        survey.generation == self.generation
    }
}

/// What the worker was given last: which question, how much to look at, in which order.
pub type Given = Option<(u64, usize, Order)>;

/// Panes that ask, those above others first.
const ASKERS: [&Pane; 3] = [&top::PANE, &tree::PANE, &facets::PANE];

/// Gives the worker the question of the pane that is on the screen, if there is more to find out.
pub(super) fn ask(model: &mut Model) -> Option<Effect> {
    let Some(asker) = ASKERS.into_iter().find(|pane| model.is_visible(pane)) else {
        return model.given.take().map(|_| Effect::Job(Job::Survey(None)));
    };
    let store = model.store().clone();
    let filter = model.filter.generation;
    let (question, terms) = if asker.name == tree::PANE.name {
        (Question::Processes, tree::terms(model))
    } else if asker.name == top::PANE.name {
        let counting = model.top.counting.clone();
        (Question::Counts(counting), model.filter.terms())
    } else {
        let counting = model.facets.counting();
        (Question::Counts(counting), model.filter.terms())
    };
    let study = match asker.name {
        name if name == tree::PANE.name => &mut model.tree.study,
        name if name == top::PANE.name => &mut model.top.study,
        _ => &mut model.facets.study,
    };
    if study.generation == 0 || study.filter != filter {
        model.asked += 1;
        (study.generation, study.filter, study.terms) = (model.asked, filter, terms);
    }
    let wanted = (study.generation, store.blocks(), question.order());
    let known = study.survey.as_ref().filter(|survey| survey.is_whole);
    let known = known.map(|survey| (survey.generation, survey.blocks, survey.order));
    if known == Some(wanted) || model.given == Some(wanted) {
        return None;
    }
    let demand = Demand {
        generation: study.generation,
        question,
        terms: study.terms.clone(),
        store,
    };
    model.given = Some(wanted);
    Some(Effect::Job(Job::Survey(Some(Box::new(demand)))))
}

/// An answer has come: whoever asked takes it. Another question may have been asked meanwhile.
pub(super) fn take(model: &mut Model, survey: Survey) {
    if model.top.study.asked(&survey) {
        top::take(model, survey);
    } else if model.facets.study.asked(&survey) {
        facets::take(model, survey);
    } else if model.tree.study.asked(&survey) {
        tree::take(model, survey);
    }
}
