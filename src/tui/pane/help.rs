//! Help: the table of keys, then the language on one page.

use super::{Pane, Place};
use crate::query::macros::Macro;
use crate::text::Role;
use crate::tui::action::{Action, Motion};
use crate::tui::draw::Pen;
use crate::tui::keymap::{BINDS, Bind, LINE};
use crate::tui::model::{Effect, Model};
use crate::tui::theme::Theme;

/// The pane.
pub static PANE: Pane = Pane {
    name: "help",
    doc: "what keys do, and the filter language on one page",
    place: Place::Over,
    writes: false,
    draw,
    act,
};

/// The language, as an example and what it means.
#[rustfmt::skip]
const LANGUAGE: &[(&str, &str)] = &[
    ("ns=default", "equal; letter case is ignored for names and enums"),
    ("ns!=kube-system,ci", "none of these; also true where there is no namespace"),
    ("exe=bash", "no slash: the base name, /bin/bash and /usr/bin/bash"),
    ("path=/etc/", "ends in a slash: this directory and everything below"),
    ("cmd:curl", "contains, letter case ignored"),
    ("cmd~'(curl|wget).*sh'", "a regular expression matches, unanchored"),
    ("ip=10.0.0.0/8  ip=public", "networks and classes of addresses"),
    ("port=1024..  severity=5..", "ranges; both ends belong to them"),
    ("time=09:40..09:45", "times; the end does not belong to it"),
    ("flags=O_CREAT", "sets of symbols; the prefix may be left out"),
    ("labels.app=vault", "one label"),
    ("has:policy  no:uid", "present, absent"),
    ("any:TEXT  raw:TEXT", "in any value; in the line as it came"),
    (".ExecEvent.ExecID=12", "a JSON key, exactly"),
    ("not (a=1 or b=2) c=3", "not, or, parentheses; side by side is and"),
];

/// The lines of the help: what stands at the left, and at the right.
fn lines(model: &Model) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let title = |text: &str| (text.to_owned(), String::new());
    for pane in [
        "", "events", "timeline", "detail", "facets", "columns", "top", "tree", "marks", "filter",
        LINE,
    ] {
        lines.push(title(match pane {
            "" => "EVERYWHERE",
            "events" => "IN THE LIST",
            "timeline" => "IN THE TIMELINE",
            "detail" => "IN THE DETAIL",
            "facets" => "IN THE FACETS",
            "columns" => "IN THE COLUMNS",
            "top" => "IN THE COUNTS",
            "tree" => "IN THE TREE",
            "marks" => "IN THE MARKS",
            "filter" => "WHILE A FILTER IS WRITTEN",
            _ => "WHILE ANYTHING IS WRITTEN",
        }));
        let of_pane = BINDS.iter().filter(|bind| bind.pane == pane);
        lines.extend(of_pane.map(|bind| line(model, bind)));
        lines.push(title(""));
    }
    lines.push(title("THE FILTER LANGUAGE"));
    lines.extend(
        LANGUAGE
            .iter()
            .map(|(left, right)| ((*left).to_owned(), (*right).to_owned())),
    );
    let macros = model.session.language.macros.all();
    let line = |known: &Macro| (format!("is:{}", known.name), known.filter.clone());
    lines.extend(macros.iter().map(line));
    lines
}

fn line(model: &Model, bind: &Bind) -> (String, String) {
    (
        model.keymap.spelling(bind.name).join(" "),
        bind.doc.to_owned(),
    )
}

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let lines = lines(model);
    let title = Theme::focus();
    pen.put(0, 0, " help ", title);
    pen.put(
        7,
        0,
        "j k PageDown: move   ?: back",
        pen.theme.role(Role::Dim),
    );
    let height = pen.height().saturating_sub(1);
    let top = model.help.min(lines.len().saturating_sub(height));
    for (y, (left, right)) in lines.iter().skip(top).take(height).enumerate() {
        let (left_style, column) = match right.is_empty() {
            true => (Theme::heading(), pen.width()),
            false => (pen.theme.role(Role::Place), 27.min(pen.width() / 3)),
        };
        pen.put_in(1, y + 1, column, left, left_style);
        pen.put(column + 2, y + 1, right, ratatui::style::Style::new());
    }
}

fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let Action::Move(motion) = action else {
        return None;
    };
    let page = usize::from(model.size.1).saturating_sub(2).max(1);
    let last = lines(model).len().saturating_sub(page);
    let by = model.count.take().unwrap_or(1);
    model.help = match motion {
        Motion::Up => model.help.saturating_sub(by),
        Motion::Down => model.help + by,
        Motion::PageUp | Motion::HalfUp => model.help.saturating_sub(page),
        Motion::PageDown | Motion::HalfDown => model.help + page,
        Motion::First => 0,
        Motion::Last => last,
        Motion::Left | Motion::Right | Motion::FarLeft | Motion::FarRight | Motion::At(..) => {
            model.help
        }
    }
    .min(last);
    Some(Vec::new())
}
