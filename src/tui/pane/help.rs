//! Help: the table of keys, then the language on one page.

use super::component::Pane;
use crate::query::macros::Macro;
use crate::text::Role;
use crate::tui::action::{Action, Motion};
use crate::tui::draw::Pen;
use crate::tui::effect::Effect;
use crate::tui::keymap::{BINDS, Bind, SCOPES};
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;

/// The help.
#[derive(Default)]
pub struct HelpPane {
    /// The first line that is shown.
    pub top: usize,
}

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
fn lines(shared: &Shared) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let title = |text: &str| (text.to_owned(), String::new());
    for (scope, name) in SCOPES {
        lines.push(title(name));
        let of_scope = BINDS.iter().filter(|bind| bind.scope == *scope);
        lines.extend(of_scope.map(|bind| line(shared, bind)));
        lines.push(title(""));
    }
    lines.push(title("THE FILTER LANGUAGE"));
    lines.extend(
        LANGUAGE
            .iter()
            .map(|(left, right)| ((*left).to_owned(), (*right).to_owned())),
    );
    let macros = shared.session.language.macros.all();
    let line = |known: &Macro| (format!("is:{}", known.name), known.filter.clone());
    lines.extend(macros.iter().map(line));
    lines
}

fn line(shared: &Shared, bind: &Bind) -> (String, String) {
    (
        shared.keymap.spelling(bind.name).join(" "),
        bind.doc.to_owned(),
    )
}

impl Pane for HelpPane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        let lines = lines(shared);
        let title = Theme::focus();
        pen.put(0, 0, " help ", title);
        pen.put(
            7,
            0,
            "j k PageDown: move   ?: back",
            pen.theme.role(Role::Dim),
        );
        let height = pen.height().saturating_sub(1);
        let top = self.top.min(lines.len().saturating_sub(height));
        for (y, (left, right)) in lines.iter().skip(top).take(height).enumerate() {
            let (left_style, column) = match right.is_empty() {
                true => (Theme::heading(), pen.width()),
                false => (pen.theme.role(Role::Place), 27.min(pen.width() / 3)),
            };
            pen.put_in(1, y + 1, column, left, left_style);
            pen.put(column + 2, y + 1, right, ratatui::style::Style::new());
        }
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        let Action::Move(motion) = action else {
            return None;
        };
        let page = usize::from(shared.size.1).saturating_sub(2).max(1);
        let last = lines(shared).len().saturating_sub(page);
        let by = shared.count.take().unwrap_or(1);
        self.top = match motion {
            Motion::Up => self.top.saturating_sub(by),
            Motion::Down => self.top + by,
            Motion::PageUp | Motion::HalfUp => self.top.saturating_sub(page),
            Motion::PageDown | Motion::HalfDown => self.top + page,
            Motion::First => 0,
            Motion::Last => last,
            Motion::Left | Motion::Right | Motion::FarLeft | Motion::FarRight | Motion::At(..) => {
                self.top
            }
        }
        .min(last);
        Some(Vec::new())
    }
}
