//! A question in place of the line of keys.

use super::{Pane, Place, columns, facets, top};
use crate::text::{Role, width};
use crate::tui::action::Action;
use crate::tui::draw::Pen;
use crate::tui::model::{Effect, Model};
use crate::tui::prompt::{Prompt, Question};
use crate::tui::theme::Theme;
use crate::tui::wrap::Wrap;
use crate::tui::{keep, line::Line, marks, save};

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
    let notes = notes(model, pen.width());
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

/// Rows of what is to be read before a question is answered, at most.
const MOST: usize = 12;

/// What is to be read before the question is answered, in rows of so many columns.
fn notes(model: &Model, columns: usize) -> Vec<String> {
    let notes = model
        .prompt
        .iter()
        .flat_map(|prompt| prompt.question.notes());
    let rows = notes.flat_map(|note| {
        let safe = model.session.look.safe(&note).into_owned();
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
pub(in crate::tui) fn height(model: &Model) -> usize {
    notes(model, usize::from(model.size.0)).len() + 1
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
        Question::Macro => return keep::named(model, answer),
        Question::Keep(entry, draft) => return keep::answered(model, entry, draft, answer),
        Question::File => return save::to(model, answer, save::Existing::Kept),
        Question::Overwrite(path) if answer.eq_ignore_ascii_case("yes") => {
            return save::to(model, &path, save::Existing::Replaced);
        }
        Question::Overwrite(_) => model.say("nothing was written"),
    }
    Vec::new()
}
