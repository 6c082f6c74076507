//! The processes as lines of the screen.

use std::fmt::Write as _;

use super::{TreePane, name};
use crate::analysis::process::State;
use crate::output::moment::{DatePart, Precision};
use crate::record::time::Time;
use crate::text::{Count, Role, fit, fit_ascii, width};
use crate::tui::draw::Pen;
use crate::tui::grove::{Branch, Line};
use crate::tui::pane::PaneId;
use crate::tui::pane::lines::{Lines, besides, conditions};
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;

/// Rows above the first line.
const HEAD: usize = 2;

/// The lines that are not folded away.
pub(super) fn lines(tree: &TreePane, visible: &[usize]) -> Lines {
    Lines {
        head: HEAD,
        cursor: tree.cursor,
        count: visible.len(),
    }
}

pub(super) fn draw(tree: &TreePane, shared: &Shared, pen: &mut Pen<'_>) {
    title(tree, shared, pen);
    let layout = Layout::new(tree, shared, pen.width());
    layout.heading(pen);
    let visible = tree.visible();
    let lines = lines(tree, &visible);
    lines.draw((shared, PaneId::Tree), pen, |pen, y, at| {
        match visible.get(at).and_then(|at| tree.lines().get(*at)) {
            Some(Line::Place(place)) => {
                pen.put(0, y, place, pen.theme.role(Role::Place));
            }
            Some(line @ Line::Branch(branch)) => {
                let is_folded = branch.below > 0 && tree.folded.contains(&name(line));
                layout.branch(shared, pen, y, (branch, is_folded));
            }
            None => {}
        }
    });
    let none = "no record that passes names a process";
    lines.excuse(pen, &tree.study, [none, "looking at processes"]);
}

/// What is shown, and what is not among it.
fn title(tree: &TreePane, shared: &Shared, pen: &mut Pen<'_>) {
    let glyphs = pen.theme.glyphs;
    let x = pen.put(0, 0, " tree ", Theme::focus());
    let mut text = String::new();
    if !(tree.study.is_whole() && shared.progress.is_done) {
        let _ = write!(text, " {} ", glyphs.least);
    }
    if let Some((from, until)) = tree.window {
        let [from, until] = [from, until].map(|nanos| {
            let time = Time(i128::from(nanos));
            DatePart::Whole.text(time, &shared.zone, Precision::Minute)
        });
        let _ = write!(text, " {from} {} {until}", glyphs.dash);
    }
    if let Some(survey) = &tree.study.survey {
        let grove = &survey.grove;
        let places = grove
            .lines
            .iter()
            .filter(|line| matches!(line, Line::Place(_)));
        let places = places.count();
        let branches = Count((grove.lines.len() - places) as u64);
        let what = if places == 1 { "place" } else { "places" };
        let _ = write!(text, " {branches} lines in {} {what}", Count(places as u64));
        let parts = [
            (grove.more, "lines more: filter first"),
            (grove.without, "records without a process"),
            (grove.beyond, "records beyond what there is room for"),
            (grove.rings, "processes would be their own ancestors"),
            (survey.unread, "blocks unread"),
            (survey.dropped, "records dropped since"),
        ];
        text += &besides(parts, "  ");
    }
    text += &conditions(shared, pen);
    pen.put(x, 0, &text, pen.theme.role(Role::Dim));
}

/// How wide each part of a line is.
struct Layout {
    /// Of the times; 0 to leave them out.
    times: [usize; 2],
    date: DatePart,
}

/// Columns of the PID.
const PID: usize = 8;

/// Columns that a command line keeps, however much is said of it.
const LEAST: usize = 16;

impl Layout {
    fn new(tree: &TreePane, shared: &Shared, width: usize) -> Self {
        let spans = tree.lines().iter().filter_map(|line| match line {
            Line::Branch(branch) => branch.span,
            Line::Place(_) => None,
        });
        let all = spans.fold(None, |all, span| {
            crate::analysis::enclosing(all, Some(span))
        });
        let date = DatePart::of(all, &shared.zone);
        let time = date.width(date.brief()) + 1;
        let times = match width {
            0..60 => [0, 0],
            60..110 => [time, 0],
            _ => [time, time],
        };
        Self { times, date }
    }

    fn heading(&self, pen: &mut Pen<'_>) {
        let dim = pen.theme.role(Role::Dim);
        let [first, last] = self.times;
        let mut x = pen.put_in(0, 1, first, "FIRST", dim).max(first);
        pen.put_in(x, 1, last, "LAST", dim);
        x += last;
        pen.put(x + PID - 4, 1, "PID", dim);
        pen.put(x + PID, 1, "COMMAND", dim);
    }

    fn branch(
        &self,
        shared: &Shared,
        pen: &mut Pen<'_>,
        y: usize,
        (branch, is_folded): (&Branch, bool),
    ) {
        let dim = pen.theme.role(Role::Dim);
        let mut x = 0;
        let moments = branch
            .span
            .map_or([None; 2], |(first, last)| [Some(first), Some(last)]);
        for (time, room) in moments.into_iter().zip(self.times) {
            let shown = |time| self.date.text(time, &shared.zone, self.date.brief());
            let text = time.map_or(String::new(), shown);
            pen.put_in(x, y, room, &text, pen.theme.role(Role::Time));
            x += room;
        }
        let pid = branch.pids.first().map_or("?".to_owned(), u32::to_string);
        pen.put_in(x + PID.saturating_sub(width(&pid) + 1), y, PID, &pid, dim);
        x = pen.put(x + PID, y, &indent(branch, pen.theme, pen.width() / 3), dim);
        let is_denied = branch.counts.denied > 0 || branch.is_refused;
        let fold = match (is_folded, branch.below) {
            (true, below) => format!(
                "{} {} below ",
                pen.theme.glyphs.folds[1],
                Count(below as u64)
            ),
            (false, _) => String::new(),
        };
        x = pen.put(x, y, &fold, pen.theme.role(Role::Note));
        if branch.members > 1 {
            let alike = format!("{}{} ", pen.theme.glyphs.times, branch.members);
            x = pen.put(x, y, &alike, pen.theme.role(Role::Note));
        }
        if is_denied {
            let mark = format!("{} ", pen.theme.glyphs.denied);
            x = pen.put(x, y, &mark, pen.theme.role(Role::Denied));
        }
        let style = match (branch.state, is_denied, branch.counts.all()) {
            (State::Seen, true, _) => pen.theme.role(Role::Denied),
            (State::Seen, false, 1..) => pen.theme.role(Role::Process),
            _ => dim,
        };
        let facts = facts(branch);
        let room = pen.width().saturating_sub(x + width(&facts)).max(LEAST);
        let command = match pen.theme.is_ascii() {
            true => fit_ascii(&crate::text::ascii(&branch.command), room).into_owned(),
            false => fit(&branch.command, room).into_owned(),
        };
        x = pen.put(x, y, &command, style);
        pen.put(x, y, &facts, dim);
    }
}

/// What is counted: `  [3 file, 2 denied]`.
fn facts(branch: &Branch) -> String {
    let counts = branch.counts;
    let facts = [
        (counts.process, "process"),
        (counts.file, "file"),
        (counts.network, "net"),
        (counts.other, "other"),
        (counts.denied, "denied"),
    ];
    let facts = facts.into_iter().filter(|(count, _)| *count > 0);
    let facts: Vec<String> = facts
        .map(|(count, what)| format!("{} {what}", Count(count)))
        .collect();
    match facts.is_empty() {
        true => String::new(),
        false => format!("  [{}]", facts.join(", ")),
    }
}

/// The lines from its ancestors to a process, in at most so many columns; how many there are more stands before them.
fn indent(branch: &Branch, theme: Theme, most: usize) -> String {
    // A root has no line above it.
    let levels = branch
        .levels
        .get(branch.levels.len().saturating_sub(branch.depth)..);
    let levels = levels.unwrap_or_default();
    let shown = levels.len().min(most / 3);
    let hidden = branch.depth - shown;
    let shown = levels.get(levels.len() - shown..).unwrap_or_default();
    theme.glyphs.boughs.to(shown, hidden)
}
