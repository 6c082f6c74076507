//! Who started whom, among the processes of the view's records.

mod process;
mod sketch;

use std::collections::HashSet;

use super::component::Pane;
use crate::record::time::Time;
use crate::tui::action::{Action, Narrow, Step};
use crate::tui::draw::Pen;
use crate::tui::effect::Effect;
use crate::tui::grove::Line;
use crate::tui::scroll;
use crate::tui::shared::Shared;
use crate::tui::study::{Question as Query, Study, Survey};

use process::filter;

/// What the pane shows.
#[derive(Clone, Debug, Default)]
pub struct TreePane {
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

impl TreePane {
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

impl Pane for TreePane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        sketch::draw(self, shared, pen);
    }

    fn question(&mut self, shared: &Shared) -> Option<(Query, Vec<String>)> {
        Some((Query::Processes, self.terms(shared)))
    }

    fn study(&mut self) -> Option<&mut Study> {
        Some(&mut self.study)
    }

    /// Takes an answer; the cursor stays on its line.
    fn take(&mut self, survey: Survey) {
        let tree = &mut *self;
        let known = tree.current().map(|(_, line)| name(line));
        tree.study.survey = Some(survey);
        let visible = tree.visible();
        let is_same = |at: &usize| tree.lines().get(*at).map(name) == known;
        let same = visible.iter().position(is_same);
        tree.cursor = scroll::kept(tree.cursor, same, visible.len());
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Move(motion) => {
                let rows = usize::from(shared.size.1).saturating_sub(1);
                let lines = sketch::lines(self, &self.visible());
                self.cursor = lines.moved(shared, rows, motion);
            }
            Action::Narrow(how) => return Some(filter(self, shared, how, false)),
            Action::Below => return Some(filter(self, shared, Narrow::Add, true)),
            Action::Fold => self.fold(),
            Action::Denied(step) => self.denied(shared, step),
            _ => return None,
        }
        Some(Vec::new())
    }
}

impl TreePane {
    /// The conditions of what is asked: those of the view, and the span of time that the timeline shows.
    fn terms(&mut self, shared: &Shared) -> Vec<String> {
        let window = shared.time.window;
        if self.window != window {
            self.window = window;
            self.study.renew();
        }
        let mut terms = shared.filter.terms();
        let time = |nanos: i64| Time(i128::from(nanos));
        terms.extend(window.map(|(from, until)| span(time(from), time(until))));
        terms
    }
}

/// The condition that a record is of a span of time, its end not among it.
fn span(from: Time, until: Time) -> String {
    format!("time={}..{}", from.exact(), until.exact())
}

impl TreePane {
    fn fold(&mut self) {
        let tree = &mut *self;
        let Some(name) = tree.current().map(|(_, line)| name(line)) else {
            return;
        };
        if !tree.folded.remove(&name) {
            tree.folded.insert(name);
        }
    }

    /// To the next process of which something was denied.
    fn denied(&mut self, shared: &mut Shared, step: Step) {
        let tree = &*self;
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
            Some(to) => self.cursor = to,
            None => shared.say("no more that was denied"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::process::State;
    use crate::tui::pane::PaneId;
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
        let tree = &player.app.panes.tree;
        let is_it = |at: &usize| match tree.lines().get(*at) {
            Some(Line::Branch(branch)) => branch.command.contains(text),
            _ => false,
        };
        tree.visible().iter().position(is_it).unwrap()
    }

    #[test]
    fn a_process_has_as_many_records_as_the_filter_that_it_gives_finds() {
        let (mut player, _file) = opened(INCIDENT, (120, 40));
        let lines = player.app.panes.tree.lines().to_vec();
        assert!(lines.len() > 40);
        let count = |line: &Line| match line {
            Line::Branch(branch) => branch.counts.all(),
            Line::Place(_) => 0,
        };
        for (at, line) in lines.iter().enumerate() {
            let Line::Branch(branch) = line else { continue };
            player.app.panes.tree.cursor = at;
            player.keys("+");
            let below: u64 = lines[at..=at + branch.below].iter().map(count).sum();
            let terms = player.app.shared.filter.terms();
            assert_eq!(player.app.shared.matched.count, below, "{terms:?}");
            player.keys("Backspace P");
            if branch.state != State::Seen {
                continue;
            }
            player.app.panes.tree.cursor = at;
            player.keys("Enter");
            let terms = player.app.shared.filter.terms();
            assert_eq!(player.app.shared.matched.count, count(line), "{terms:?}");
            assert_eq!(player.app.shared.focus.name(), "events");
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
        for (line, key, count) in [
            ("second", "Enter", 1),
            ("first", "+", 2),
            ("second", "-", 2),
        ] {
            if !player.app.shared.is_focus(PaneId::Tree) {
                player.keys("P");
            }
            player.app.panes.tree.cursor = line_of(&player, line);
            player.keys(key);
            let terms = player.app.shared.filter.terms();
            assert_eq!(
                player.app.shared.matched.count, count,
                "{key} {line}: {terms:?}"
            );
            player.keys("Backspace");
        }
    }

    #[test]
    fn another_process_is_an_alternative_of_the_one_that_is_asked_for() {
        let lines = [
            exec(0, 7, 1, "first"),
            exec(1, 8, 7, "below the first"),
            exec(200, 7, 2, "second"),
            exec(201, 9, 2, "third").replace("node-a", "node-b"),
        ];
        for (one, other, chips) in [
            (
                "below",
                "third",
                &["(host=node-a hpid=8) or (host=node-b hpid=9)"][..],
            ),
            (
                "first",
                "below",
                &[
                    "host=node-a",
                    "(hpid=7 time=2026-03-14T09:00:00.000000000Z..2026-03-14T09:00:00.000000001Z) or hpid=8",
                ],
            ),
        ] {
            let (mut player, _file) = opened(&lines.concat(), (80, 24));
            for (line, key) in [(one, "Enter A-0 P"), (other, ".")] {
                player.app.panes.tree.cursor = line_of(&player, line);
                player.keys(key);
            }
            assert_eq!(player.app.shared.filter.terms(), chips);
            assert_eq!(player.app.shared.matched.count, 2);
            player.keys("A-0 P");
            player.app.panes.tree.cursor = line_of(&player, "second");
            player.keys("=");
            assert_eq!(
                player.app.shared.matched.count,
                1,
                "{:?}",
                player.app.shared.filter.terms()
            );
        }
    }

    #[test]
    fn what_is_below_is_folded_and_what_was_denied_is_gone_to() {
        let lines = [
            exec(0, 7, 1, "first"),
            exec(1, 8, 7, "second").replace("Passed", "Permission denied"),
            exec(2, 9, 7, "third"),
        ];
        let (mut player, _file) = opened(&lines.concat(), (80, 24));
        let all = player.app.panes.tree.visible().len();
        player.app.panes.tree.cursor = line_of(&player, "first");
        player.keys("Space");
        assert_eq!(player.app.panes.tree.visible().len(), all - 2);
        assert!(
            player.screen().contains("> 2 below first"),
            "{}",
            player.screen()
        );
        player.keys("Space g e");
        assert_eq!(player.app.panes.tree.cursor, line_of(&player, "second"));
        let screen = player.screen();
        assert!(
            screen.contains("|- x second") && screen.contains("`- third"),
            "{screen}"
        );
        player.keys("e");
        assert!(player.app.shared.toast.contains("no more"));
        player.keys("k k Enter");
        assert!(
            player.app.shared.toast.contains("no records of its own"),
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
            .app
            .panes
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
        player.app.shared.time.window = Some((start, start + 60_000_000_000));
        player.keys("j");
        let screen = player.screen();
        assert!(
            screen.contains("first") && !screen.contains("second"),
            "{screen}"
        );
    }
}
