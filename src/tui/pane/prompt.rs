//! A question in place of the line of keys.

use super::{Pane, Place, columns, facets, top};
use crate::text::{Role, width};
use crate::tui::action::Action;
use crate::tui::draw::Pen;
use crate::tui::model::{Effect, Model};
use crate::tui::prompt::{Prompt, Question};
use crate::tui::theme::Theme;
use crate::tui::{line::Line, marks, save};

/// The pane.
pub static PANE: Pane = Pane {
    name: "prompt",
    doc: "a question, answered in one line",
    place: Place::Keys,
    writes: true,
    draw,
    act,
};

/// Asks something; keys go to the answer.
pub(in crate::tui) fn ask(model: &mut Model, question: Question, answer: &str) {
    let back = match &model.prompt {
        Some(prompt) => prompt.back,
        None => model.focus,
    };
    model.prompt = Some(Prompt {
        question,
        line: Line::new(answer),
        back,
    });
    model.focus = &PANE;
}

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let Some(prompt) = &model.prompt else {
        return;
    };
    let words = format!("{} {} ", prompt.question.words(), pen.theme.glyphs.prompt);
    let x = pen.put(1, 0, &words, pen.theme.role(Role::Note));
    let text = prompt.line.text();
    pen.put(x, 0, text, ratatui::style::Style::new());
    let before = prompt.line.before();
    let under = text
        .get(before.len()..)
        .and_then(|rest| rest.chars().next());
    let under = under.map_or(" ".to_owned(), String::from);
    pen.put_in(x + width(before), 0, 1, &under, Theme::cursor());
}

fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let prompt = model.prompt.as_mut()?;
    match action {
        Action::Insert(char) => prompt.line.insert(char),
        Action::Edit(edit) => {
            prompt.line.edit(edit);
        }
        Action::Close | Action::Accept => {
            let prompt = model.prompt.take()?;
            model.focus = prompt.back;
            return Some(match action {
                Action::Accept => answered(model, prompt.question, prompt.line.text().trim()),
                _ => Vec::new(),
            });
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn answered(model: &mut Model, question: Question, answer: &str) -> Vec<Effect> {
    match question {
        Question::Groups => top::choose(model, answer),
        Question::Column => return columns::add(model, answer),
        Question::Facet => facets::add(model, answer),
        Question::Note(ordinal) => marks::note(model, ordinal, answer),
        Question::File => return save::to(model, answer, save::Existing::Kept),
        Question::Overwrite(path) if answer.eq_ignore_ascii_case("yes") => {
            return save::to(model, &path, save::Existing::Replaced);
        }
        Question::Overwrite(_) => model.say("nothing was written"),
    }
    Vec::new()
}
