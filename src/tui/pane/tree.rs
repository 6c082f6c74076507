//! Who started whom, among the processes of the view's records.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::{Pane, Place, events};
use crate::answer::forest::State;
use crate::record::column::columns;
use crate::record::time::Time;
use crate::text::{Count, Role, fit, fit_ascii, width};
use crate::tui::action::{Action, Narrow, Step};
use crate::tui::clock::Clock;
use crate::tui::draw::Pen;
use crate::tui::filter::add;
use crate::tui::grove::{Branch, Line};
use crate::tui::model::{Effect, Model};
use crate::tui::narrow::{condition, exclude_all, forget};
use crate::tui::study::{Study, Survey};
use crate::tui::theme::Theme;
use crate::tui::{scroll, update};

/// The pane.
pub static PANE: Pane = Pane {
    name: "tree",
    doc: "who started whom, among the processes of the view's records",
    place: Place::Over,
    writes: false,
    draw,
    act,
};

/// What the pane shows.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The line that the cursor is on, among those that are not folded away.
    pub cursor: usize,
    /// Processes of which nothing below is shown.
    folded: HashSet<Name>,
    /// The span of time that was asked about; `None` for all.
    window: Option<(i64, i64)>,
    /// What is counted.
    pub study: Study,
}

/// What a line is told by, whatever else is found.
type Name = (String, Vec<u32>, Option<i128>);

fn name(line: &Line) -> Name {
    match line {
        Line::Place(place) => (place.clone(), Vec::new(), None),
        Line::Branch(branch) => {
            let pids = branch.pids.iter().take(1).copied().collect();
            let first = branch.span.map(|span| span.0.0);
            (branch.host.clone(), pids, first)
        }
    }
}

impl Tree {
    fn lines(&self) -> &[Line] {
        let survey = self.study.survey.as_ref();
        survey.map_or(&[], |survey| &survey.grove.lines)
    }

    /// Where the lines stand that are not folded away.
    fn visible(&self) -> Vec<usize> {
        let lines = self.lines();
        let mut visible = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            visible.push(at);
            at += 1;
            if let Line::Branch(branch) = line
                && branch.below > 0
                && self.folded.contains(&name(line))
            {
                at += branch.below;
            }
        }
        visible
    }

    /// The line under the cursor and where it stands.
    fn current(&self) -> Option<(usize, &Line)> {
        let at = *self.visible().get(self.cursor)?;
        Some((at, self.lines().get(at)?))
    }
}

/// The conditions of what is asked: those of the view, and the span of time that the timeline shows.
pub(in crate::tui) fn terms(model: &mut Model) -> Vec<String> {
    let window = model.timeline.window;
    if model.tree.window != window {
        model.tree.window = window;
        model.tree.study.renew();
    }
    let mut terms = model.filter.terms();
    let time = |nanos: i64| Time(i128::from(nanos));
    terms.extend(window.map(|(from, until)| span(time(from), time(until))));
    terms
}

/// The condition that a record is of a span of time, its end not among it.
fn span(from: Time, until: Time) -> String {
    format!("time={}..{}", from.exact(), until.exact())
}

/// Takes an answer, if it is one; the cursor stays on its line.
pub(in crate::tui) fn take(model: &mut Model, survey: &Survey) {
    let tree = &mut model.tree;
    let known = tree.current().map(|(_, line)| name(line));
    if !tree.study.take(survey) {
        return;
    }
    let visible = tree.visible();
    let is_same = |at: &usize| tree.lines().get(*at).map(name) == known;
    let same = visible.iter().position(is_same).filter(|_| tree.cursor > 0);
    let last = visible.len().saturating_sub(1);
    tree.cursor = same.unwrap_or(tree.cursor).min(last);
}

/// Rows above the first line.
const HEAD: usize = 2;

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let tree = &model.tree;
    title(model, pen);
    let layout = Layout::new(model, pen.width());
    layout.heading(pen);
    let visible = tree.visible();
    let height = pen.height().saturating_sub(HEAD);
    for (y, at) in scroll::visible(tree.cursor, visible.len(), height).enumerate() {
        let line = visible.get(at).and_then(|at| tree.lines().get(*at));
        match line {
            Some(Line::Place(place)) => {
                pen.put(0, y + HEAD, place, pen.theme.role(Role::Place));
            }
            Some(line @ Line::Branch(branch)) => {
                let is_folded = branch.below > 0 && tree.folded.contains(&name(line));
                layout.branch(model, pen, y + HEAD, (branch, is_folded));
            }
            None => {}
        }
        if at == tree.cursor {
            pen.tint(y + HEAD, Theme::cursor());
        }
    }
    let text = match (visible.is_empty(), tree.study.is_whole()) {
        (false, _) => return,
        (true, true) => "no record that passes names a process",
        (true, false) => "looking at processes",
    };
    pen.put(1, HEAD, text, pen.theme.role(Role::Dim));
}

/// What is shown, and what is not among it.
fn title(model: &Model, pen: &mut Pen<'_>) {
    let tree = &model.tree;
    let glyphs = pen.theme.glyphs;
    let x = pen.put(0, 0, " tree ", Theme::focus());
    let mut text = String::new();
    if !(tree.study.is_whole() && model.progress.is_done) {
        let _ = write!(text, " {} ", glyphs.least);
    }
    if let Some((from, until)) = tree.window {
        let clock = Clock::Any;
        let [from, until] =
            [from, until].map(|nanos| clock.text(Time(i128::from(nanos)), &model.zone));
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
        for (count, what) in [
            (grove.more, "lines more: filter first"),
            (grove.without, "records without a process"),
            (grove.beyond, "records beyond what there is room for"),
            (grove.rings, "processes would be their own ancestors"),
            (survey.unread, "blocks unread"),
            (survey.dropped, "records dropped since"),
        ] {
            if count > 0 {
                let _ = write!(text, "  {} {what}", Count(count));
            }
        }
    }
    let terms = model.filter.terms();
    if !terms.is_empty() {
        let _ = write!(text, "  {} {}", glyphs.prompt, terms.join("  "));
    }
    pen.put(x, 0, &text, pen.theme.role(Role::Dim));
}

/// How wide each part of a line is.
struct Layout {
    /// Of the times; 0 to leave them out.
    times: [usize; 2],
    clock: Clock,
}

/// Columns of the PID.
const PID: usize = 8;

/// Columns that a command line keeps, however much is said of it.
const LEAST: usize = 16;

impl Layout {
    fn new(model: &Model, width: usize) -> Self {
        let spans = model.tree.lines().iter().filter_map(|line| match line {
            Line::Branch(branch) => branch.span,
            Line::Place(_) => None,
        });
        let all = spans.fold(None, |all, span| crate::answer::enclosing(all, Some(span)));
        let clock = Clock::of(all, &model.zone);
        let time = clock.width() + 1;
        let times = match width {
            0..60 => [0, 0],
            60..110 => [time, 0],
            _ => [time, time],
        };
        Self { times, clock }
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
        model: &Model,
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
            let text = time.map_or(String::new(), |time| self.clock.text(time, &model.zone));
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
        let command = command(branch);
        let command = match pen.theme.is_ascii() {
            true => fit_ascii(&crate::text::ascii(&command), room).into_owned(),
            false => fit(&command, room).into_owned(),
        };
        x = pen.put(x, y, &command, style);
        pen.put(x, y, &facts, dim);
    }
}

fn command(branch: &Branch) -> String {
    match branch.state {
        State::Seen => branch.command.clone(),
        State::Unknown => format!("? {}", branch.command),
        State::Ring => format!("? its own ancestor {}", branch.command),
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
    let [through, last, open, none] = theme.glyphs.boughs;
    // A root has no line above it.
    let levels = branch
        .levels
        .get(branch.levels.len().saturating_sub(branch.depth)..);
    let levels = levels.unwrap_or_default();
    let shown = levels.len().min(most / 3);
    let hidden = branch.depth - shown;
    let mut text = match hidden {
        0 => String::new(),
        hidden => format!("{}{hidden} ", theme.glyphs.more),
    };
    for (at, is_open) in levels.iter().skip(levels.len() - shown).enumerate() {
        text.push_str(match (at + 1 == shown, is_open) {
            (true, true) => through,
            (true, false) => last,
            (false, true) => open,
            (false, false) => none,
        });
    }
    text
}

fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Move(motion) => {
            let page = usize::from(model.size.1).saturating_sub(HEAD + 1);
            let (lines, count) = (model.tree.visible().len(), model.count.take());
            model.tree.cursor = scroll::moved(model.tree.cursor, lines, page, count, motion);
        }
        Action::Narrow(how) => return Some(filter(model, how, false)),
        Action::Below => return Some(filter(model, Narrow::Add, true)),
        Action::Fold => fold(model),
        Action::Denied(step) => denied(model, step),
        _ => return None,
    }
    Some(Vec::new())
}

fn fold(model: &mut Model) {
    let tree = &mut model.tree;
    let Some(name) = tree.current().map(|(_, line)| name(line)) else {
        return;
    };
    if !tree.folded.remove(&name) {
        tree.folded.insert(name);
    }
}

/// To the next process of which something was denied.
fn denied(model: &mut Model, step: Step) {
    let tree = &model.tree;
    let visible = tree.visible();
    let is_denied = |at: &usize| match visible.get(*at).and_then(|at| tree.lines().get(*at)) {
        Some(Line::Branch(branch)) => branch.counts.denied > 0 || branch.is_refused,
        Some(Line::Place(_)) | None => false,
    };
    let to = match step {
        Step::Next => (tree.cursor + 1..visible.len()).find(is_denied),
        Step::Previous => (0..tree.cursor).rev().find(is_denied),
    };
    match to {
        Some(to) => model.tree.cursor = to,
        None => model.say("no more that was denied"),
    }
}

/// PIDs that one condition names, at most.
const MOST_PIDS: usize = 500;

/// What is asked of a process, or of it and all below.
struct Wanted {
    host: String,
    pids: Vec<u32>,
    /// When, if the PIDs have had other owners.
    span: Option<(Time, Time)>,
}

impl Wanted {
    /// Why there is no condition for it.
    fn new(model: &Model, with_below: bool) -> Result<Self, &'static str> {
        let Some((at, Line::Branch(first))) = model.tree.current() else {
            return Err("this line is no process");
        };
        if !with_below && first.state != State::Seen {
            return Err("it has no records of its own: + filters by what is below it");
        }
        let below = if with_below { first.below } else { 0 };
        let lines = model.tree.lines().get(at..=at + below).unwrap_or_default();
        let branches = || {
            lines.iter().filter_map(|line| match line {
                Line::Branch(branch) => Some(branch),
                Line::Place(_) => None,
            })
        };
        let mut pids: Vec<u32> = branches().flat_map(|branch| branch.pids.clone()).collect();
        pids.sort_unstable();
        pids.dedup();
        if pids.is_empty() {
            return Err("its PID is not known");
        }
        if pids.len() > MOST_PIDS {
            return Err("too many processes for one condition: take one further down");
        }
        // Their escapes can't be told from what was escaped.
        if first.host.contains('\\') {
            return Err("the name of its node can't be asked for");
        }
        let spans = branches().filter_map(|branch| branch.span);
        let span = spans.fold(None, |all, span| crate::answer::enclosing(all, Some(span)));
        Ok(Self {
            host: first.host.clone(),
            pids,
            span: span.filter(|_| branches().any(|branch| branch.is_reused)),
        })
    }
}

impl Wanted {
    /// The conditions, all of which must hold.
    fn asks(&self) -> Vec<String> {
        let host = columns(["host"], None).unwrap_or_default();
        let name = Some(self.host.as_str()).filter(|host| !host.is_empty());
        let mut asks: Vec<String> = host.iter().map(|host| condition(host, name)).collect();
        let pids: Vec<String> = self.pids.iter().map(u32::to_string).collect();
        asks.push(format!("hpid={}", pids.join(",")));
        // Its last moment belongs to it, the end of a span does not.
        asks.extend(self.span.map(|(from, until)| span(from, Time(until.0 + 1))));
        asks
    }
}

/// Filters by the process under the cursor, or by it and all below; goes to their records if these are what is left.
fn filter(model: &mut Model, how: Narrow, with_below: bool) -> Vec<Effect> {
    let wanted = match Wanted::new(model, with_below) {
        Ok(wanted) => wanted,
        Err(why) => {
            model.say(why);
            return Vec::new();
        }
    };
    let asks = wanted.asks();
    let fields = columns(["host", "hpid"], None).unwrap_or_default();
    model.filter.change(|chips| {
        if how == Narrow::Exclude {
            return exclude_all(chips, &asks);
        }
        if how == Narrow::Replace {
            for field in &fields {
                forget(chips, field);
            }
        }
        for ask in &asks {
            add(chips, ask);
        }
    });
    if how != Narrow::Exclude {
        model.expanded = None;
        model.focus = &events::PANE;
    }
    update::refilter(model)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::Player;
    use crate::tui::script::testing::session;

    const INCIDENT: &str = include_str!("../../../demo/incident.ndjson");

    fn opened(lines: &str, size: (u16, u16)) -> (Player, tempfile::NamedTempFile) {
        let (session, file) = session(lines);
        let mut player = Player::new(session, size).unwrap();
        player.keys("P");
        (player, file)
    }

    /// An exec, `minute` after nine.
    fn exec(minute: u32, pid: u32, parent: u32, command: &str) -> String {
        let command = serde_json::json!(command);
        format!(
            "{{\"UpdatedTime\":\"2026-03-14T{:02}:{:02}:00Z\",\"HostName\":\"node-a\",\"PodName\":\"cart\",\
             \"HostPID\":{pid},\"HostPPID\":{parent},\"ProcessName\":\"/bin/x\",\"ParentProcessName\":\"/bin/p\",\
             \"Operation\":\"Process\",\"Resource\":{command},\"Data\":\"syscall=SYS_EXECVE\",\"Result\":\"Passed\"}}\n",
            9 + minute / 60,
            minute % 60
        )
    }

    fn line_of(player: &Player, text: &str) -> usize {
        let tree = &player.model.tree;
        let is_it = |at: &usize| match tree.lines().get(*at) {
            Some(Line::Branch(branch)) => branch.command.contains(text),
            _ => false,
        };
        tree.visible().iter().position(is_it).unwrap()
    }

    #[test]
    fn a_process_has_as_many_records_as_the_filter_that_it_gives_finds() {
        let (mut player, _file) = opened(INCIDENT, (120, 40));
        let lines = player.model.tree.lines().to_vec();
        assert!(lines.len() > 40);
        let count = |line: &Line| match line {
            Line::Branch(branch) => branch.counts.all(),
            Line::Place(_) => 0,
        };
        for (at, line) in lines.iter().enumerate() {
            let Line::Branch(branch) = line else { continue };
            player.model.tree.cursor = at;
            player.keys("+");
            let below: u64 = lines[at..=at + branch.below].iter().map(count).sum();
            let terms = player.model.filter.terms();
            assert_eq!(player.model.matched.count, below, "{terms:?}");
            player.keys("Backspace P");
            if branch.state != State::Seen {
                continue;
            }
            player.model.tree.cursor = at;
            player.keys("Enter");
            let terms = player.model.filter.terms();
            assert_eq!(player.model.matched.count, count(line), "{terms:?}");
            assert_eq!(player.model.focus.name, "events");
            player.keys("Backspace P");
        }
    }

    #[test]
    fn a_pid_that_was_used_again_is_asked_for_with_its_time() {
        let lines = [
            exec(0, 7, 1, "first"),
            exec(1, 8, 7, "below the first"),
            exec(200, 7, 2, "second"),
        ];
        let (mut player, _file) = opened(&lines.concat(), (80, 24));
        player.model.tree.cursor = line_of(&player, "second");
        player.keys("Enter");
        assert_eq!(
            player.model.matched.count,
            1,
            "{:?}",
            player.model.filter.terms()
        );
        player.keys("Backspace P");
        player.model.tree.cursor = line_of(&player, "first");
        player.keys("+");
        assert_eq!(
            player.model.matched.count,
            2,
            "{:?}",
            player.model.filter.terms()
        );
        player.keys("Backspace P");
        player.model.tree.cursor = line_of(&player, "second");
        player.keys("-");
        assert_eq!(
            player.model.matched.count,
            2,
            "{:?}",
            player.model.filter.terms()
        );
    }

    #[test]
    fn what_is_below_is_folded_and_what_was_denied_is_gone_to() {
        let lines = [
            exec(0, 7, 1, "first"),
            exec(1, 8, 7, "second").replace("Passed", "Permission denied"),
            exec(2, 9, 7, "third"),
        ];
        let (mut player, _file) = opened(&lines.concat(), (80, 24));
        let all = player.model.tree.visible().len();
        player.model.tree.cursor = line_of(&player, "first");
        player.keys("Space");
        assert_eq!(player.model.tree.visible().len(), all - 2);
        assert!(
            player.screen().contains("> 2 below first"),
            "{}",
            player.screen()
        );
        player.keys("Space g e");
        assert_eq!(player.model.tree.cursor, line_of(&player, "second"));
        let screen = player.screen();
        assert!(
            screen.contains("|- x second") && screen.contains("`- third"),
            "{screen}"
        );
        player.keys("e");
        assert!(player.model.toast.contains("no more"));
        player.keys("k k Enter");
        assert!(
            player.model.toast.contains("no records of its own"),
            "{}",
            player.screen()
        );
    }

    #[test]
    fn a_chain_of_thousands_takes_little_room() {
        let lines: String = (0..3000)
            .map(|at| exec(0, at + 2, at + 1, &format!("level-{at}-")))
            .collect();
        let (mut player, _file) = opened(&lines, (60, 12));
        player.keys("G");
        let screen = player.screen();
        assert!(screen.contains("level-2999-"), "{screen}");
        let levels = player
            .model
            .tree
            .lines()
            .iter()
            .filter_map(|line| match line {
                Line::Branch(branch) => Some(branch.levels.len()),
                Line::Place(_) => None,
            });
        assert!(levels.max() < Some(100));
    }

    #[test]
    fn the_span_that_the_timeline_shows_is_that_of_the_tree() {
        let lines = [exec(0, 7, 1, "first"), exec(30, 8, 1, "second")];
        let (mut player, _file) = opened(&lines.concat(), (80, 24));
        let start = 1_773_478_800_000_000_000;
        player.model.timeline.window = Some((start, start + 60_000_000_000));
        player.keys("j");
        let screen = player.screen();
        assert!(
            screen.contains("first") && !screen.contains("second"),
            "{screen}"
        );
    }
}
