//! A question in place of the line of keys.

use super::PaneId;
use super::component::Pane;
use crate::text::{Role, width};
use crate::tui::action::Action;
use crate::tui::draw::Pen;
use crate::tui::effect::{Effect, Wish};
use crate::tui::line::LineEditor;
use crate::tui::prompt::Question;
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;
use crate::tui::wrap::Wrap;

/// What is asked, if anything is.
#[derive(Default)]
pub struct PromptPane {
    asked: Option<OpenPrompt>,
}

/// A question, and what was written so far.
struct OpenPrompt {
    question: Question,
    line: LineEditor,
}

impl Pane for PromptPane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        let Some(prompt) = &self.asked else {
            return;
        };
        let notes = self.notes(shared, pen.width());
        let y = pen.height().saturating_sub(1);
        pen.clear();
        if y > 0 {
            pen.rule(0, 0, pen.theme.glyphs.rule, pen.theme.role(Role::Dim));
        }
        for (at, note) in notes.iter().take(y).enumerate() {
            // The first is what it is about.
            match at {
                0 => pen.put(1, 0, &format!(" {note} "), Theme::heading()),
                _ => pen.put(1, at, note, ratatui::style::Style::new()),
            };
        }
        let words = format!("{} {} ", prompt.question.words(), pen.theme.glyphs.prompt);
        let x = pen.put(1, y, &words, pen.theme.role(Role::Note));
        let text = prompt.line.text();
        pen.put(x, y, text, ratatui::style::Style::new());
        let before = prompt.line.before();
        let under = text
            .get(before.len()..)
            .and_then(|rest| rest.chars().next());
        let under = under.map_or(" ".to_owned(), String::from);
        pen.put_in(x + width(before), y, 1, &under, Theme::cursor());
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        let prompt = self.asked.as_mut()?;
        match action {
            Action::Insert(char) => prompt.line.insert(char),
            Action::Edit(edit) => {
                prompt.line.edit(edit);
            }
            Action::Close | Action::Accept => {
                let prompt = self.asked.take()?;
                shared.focus = shared.asked_from.take().unwrap_or(PaneId::Events);
                if action == Action::Accept {
                    let answer = prompt.line.text().trim().to_owned();
                    shared.wishes.push(Wish::Answer(prompt.question, answer));
                }
            }
            _ => return None,
        }
        Some(Vec::new())
    }
}

impl PromptPane {
    /// Asks something; keys go to the answer.
    pub fn ask(&mut self, shared: &mut Shared, question: Question, answer: &str) {
        shared.asked_from.get_or_insert(shared.focus);
        self.asked = Some(OpenPrompt {
            question,
            line: LineEditor::new(answer),
        });
        shared.focus = PaneId::Prompt;
    }
}

/// Rows of what is to be read before a question is answered, at most.
const MOST: usize = 12;

impl PromptPane {
    /// What is to be read before the question is answered, in rows of so many columns.
    fn notes(&self, shared: &Shared, columns: usize) -> Vec<String> {
        let notes = self.asked.iter().flat_map(|prompt| prompt.question.notes());
        let rows = notes.flat_map(|note| {
            let safe = shared.session.look.safe(&note).into_owned();
            let wrap = Wrap::new(&safe, columns.saturating_sub(2));
            let rows = wrap
                .rows(0)
                .take(MOST)
                .map(|row| wrap.text(&row).to_owned());
            rows.collect::<Vec<_>>()
        });
        let mut rows: Vec<String> = rows.take(MOST + 1).collect();
        if rows.len() > MOST {
            rows.truncate(MOST - 1);
            rows.push("and more".to_owned());
        }
        rows
    }

    /// Rows that it takes.
    pub fn height(&self, shared: &Shared) -> usize {
        self.notes(shared, usize::from(shared.size.0)).len() + 1
    }
}
