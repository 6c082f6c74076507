//! Which pane's question the worker counts for now, and who takes the answer.

use super::App;
use crate::tui::effect::Effect;
use crate::tui::job::Job;
use crate::tui::pane::{PaneId, Panes};
use crate::tui::shared::layout;
use crate::tui::study::{Demand, Survey};
use crate::tui::survey::Order;

/// What the worker was given last: which question, how much to look at, in which order.
pub(super) type Given = Option<(u64, usize, Order)>;

impl App {
    /// Gives the worker the question of the pane that is on the screen, if there is more to find out.
    pub(super) fn ask(&mut self) -> Option<Effect> {
        // Those above others are the last ones.
        let mut visible = PaneId::ALL.into_iter().rev().filter_map(|id| {
            let pane = self.panes.get_mut(id);
            pane.study()?;
            layout::is_visible(&self.shared, id).then_some(id)
        });
        let Some(asker) = visible.next() else {
            return self.given.take().map(|_| Effect::Job(Job::Survey(None)));
        };
        let pane = self.panes.get_mut(asker);
        let (question, terms) = pane.question(&self.shared)?;
        let study = pane.study()?;
        let store = self.shared.store().clone();
        let filter = self.shared.filter.generation;
        if study.is_other(filter) {
            self.asked += 1;
            study.begin(self.asked, filter, terms);
        }
        let wanted = (study.generation, store.blocks(), question.order());
        let known = study.survey.as_ref().filter(|survey| survey.is_whole);
        let known = known.map(|survey| (survey.generation, survey.blocks, survey.order));
        if known == Some(wanted) || self.given == Some(wanted) {
            return None;
        }
        let demand = Demand {
            generation: study.generation,
            question,
            terms: study.terms.clone(),
            store,
        };
        self.given = Some(wanted);
        Some(Effect::Job(Job::Survey(Some(Box::new(demand)))))
    }
}

/// An answer has come: whoever asked takes it. Another question may have been asked meanwhile.
pub(super) fn take(panes: &mut Panes, survey: Survey) {
    let mut asker = PaneId::ALL.into_iter().filter(|id| {
        let study = panes.get_mut(*id).study();
        study.is_some_and(|study| study.asked(&survey))
    });
    if let Some(asker) = asker.next() {
        panes.get_mut(asker).take(survey);
    }
}
