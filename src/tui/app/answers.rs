//! What the answer to a question does.

use super::{App, save};
use crate::tui::effect::Effect;
use crate::tui::prompt::Question;
use crate::tui::save::Existing;
use crate::tui::shared::{config_save, marks};

impl App {
    /// Takes the answer to a question.
    pub(super) fn answered(&mut self, question: Question, answer: &str) -> Vec<Effect> {
        let (shared, panes) = (&mut self.shared, &mut self.panes);
        match question {
            Question::Groups => panes.top.choose(shared, answer),
            Question::Column => return panes.columns.add(shared, answer),
            Question::Facet => panes.facets.add(shared, answer),
            Question::Note(ordinal) => marks::note(shared, ordinal, answer),
            Question::Macro => return config_save::named(shared, answer),
            Question::Keep(entry, draft) => {
                return config_save::answered(shared, entry, draft, answer);
            }
            Question::File => return save::to(shared, &panes.top, answer, Existing::Kept),
            Question::Overwrite(path) if answer.eq_ignore_ascii_case("yes") => {
                return save::to(shared, &panes.top, &path, Existing::Replaced);
            }
            Question::Overwrite(_) => shared.say("nothing was written"),
        }
        Vec::new()
    }
}
