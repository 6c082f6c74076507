//! The process forest as lines of a screen. Knows processes, nothing of cells.

use std::collections::HashSet;

use crate::analysis::process::{
    Branch as Alike, Choice, Forest, OperationCounts, Outcome, Place, SessionKind, State, Traces,
};
use crate::output::tree::text;
use crate::record::time::Time;

/// The lines, and what is not among them.
#[derive(Clone, Debug, Default)]
pub struct Grove {
    /// The lines, in the order in which they are drawn.
    pub lines: Vec<Line>,
    /// Branches for which there is no line.
    pub more: u64,
    /// Records that name no process.
    pub without: u64,
    /// Records of processes that there was no room for.
    pub beyond: u64,
    /// Links that were left out since a process would have been its own ancestor.
    pub rings: u64,
}

/// One line. Texts are escaped.
#[derive(Clone, Debug)]
pub enum Line {
    /// What the trees below belong to.
    Place(String),
    /// A process, or several alike.
    Branch(Box<Branch>),
}

/// A process, or several alike.
#[derive(Clone, Debug)]
pub struct Branch {
    /// How many processes are above.
    pub depth: usize,
    /// The last levels above it and its own, of which is told whether more follows there.
    pub levels: Vec<bool>,
    /// Lines of what is below it.
    pub below: usize,
    /// The node that it is on.
    pub host: String,
    /// The PIDs on the node, one a process that is known by it.
    pub pids: Vec<u32>,
    /// How many processes are alike.
    pub members: usize,
    /// Whether there is another process of one of these PIDs on the node.
    pub is_reused: bool,
    /// What is known of it.
    pub state: State,
    /// What it ran, one after the other; of one without records, what is known.
    pub command: String,
    /// Records that are counted.
    pub counts: OperationCounts,
    /// Whether an exec of it was denied.
    pub is_refused: bool,
    /// When it was first and last heard of.
    pub span: Option<(Time, Time)>,
}

/// Lines that are made, at most.
const MOST_LINES: usize = 20_000;

/// Levels of a line that are kept: whoever writes records may nest processes as deep as there is room.
const MOST_LEVELS: usize = 64;

impl Grove {
    /// The trees of what was traced; `then` stands between two programs of one process.
    pub fn of(traces: &Traces, then: &str) -> Self {
        let forest = traces.forest(&Choice::default());
        let mut grove = Self {
            without: traces.without_process(),
            beyond: traces.beyond(),
            rings: forest.rings(),
            ..Self::default()
        };
        for section in forest.sections() {
            let place = place(section.place, section.session);
            grove.push(Line::Place(place));
            forest.walk(section.roots, true, &mut |branch, levels| {
                let branch = line(&forest, branch, levels, then);
                grove.push(Line::Branch(Box::new(branch)));
            });
        }
        grove.measure();
        grove.tell_apart();
        grove
    }

    fn push(&mut self, line: Line) {
        match self.lines.len() < MOST_LINES {
            true => self.lines.push(line),
            false => self.more += u64::from(matches!(line, Line::Branch(_))),
        }
    }

    /// Counts the lines below each branch.
    fn measure(&mut self) {
        // Branches above the line at hand: where each stands.
        let mut above: Vec<usize> = Vec::new();
        for at in 0..=self.lines.len() {
            let depth = match self.lines.get(at) {
                Some(Line::Branch(branch)) => branch.depth,
                Some(Line::Place(_)) | None => 0,
            };
            for parent in above.drain(depth.min(above.len())..) {
                if let Some(Line::Branch(branch)) = self.lines.get_mut(parent) {
                    branch.below = at - parent - 1;
                }
            }
            above.push(at);
        }
    }
}

impl Grove {
    /// Finds PIDs that several processes have had.
    fn tell_apart(&mut self) {
        let (mut owned, mut shared) = (HashSet::new(), HashSet::new());
        for line in &self.lines {
            let Line::Branch(branch) = line else { continue };
            for pid in &branch.pids {
                let pid = (branch.host.clone(), *pid);
                if !owned.insert(pid.clone()) {
                    shared.insert(pid);
                }
            }
        }
        for line in &mut self.lines {
            let Line::Branch(branch) = line else { continue };
            let host = &branch.host;
            let is_shared = |pid: &u32| shared.contains(&(host.clone(), *pid));
            branch.is_reused = branch.pids.iter().any(is_shared);
        }
    }
}

/// `node-1  shop/cart-0/app  7c2c052db866`, and what a session is told by.
fn place(place: Place<'_>, session: SessionKind) -> String {
    let inside = match place.is_container() {
        true => text::container(&place),
        false => text::OUTSIDE.to_owned(),
    };
    let session = text::session(session).unwrap_or_default();
    let mut parts = vec![place.host, &inside, &session];
    parts.retain(|part| !part.is_empty());
    parts.join("  ")
}

fn line(forest: &Forest<'_>, alike: &Alike, levels: &[bool], then: &str) -> Branch {
    let members = &alike.members;
    let nodes = || members.iter().map(|id| forest.node(*id));
    let mut counts = OperationCounts::default();
    nodes().for_each(|node| counts.add(node.counts()));
    let spans = nodes().filter_map(|node| node.span());
    let span = spans.fold(None, |all, span| {
        crate::analysis::enclosing(all, Some(span))
    });
    let first = members.first().map(|id| forest.node(*id));
    let programs = first.map(|node| node.programs()).unwrap_or_default();
    let state = first.map_or(State::Unknown, |node| node.state());
    let command = first.as_ref().map(|node| text::command(node, then));
    let last = levels.len().saturating_sub(MOST_LEVELS);
    Branch {
        depth: alike.depth,
        levels: levels.get(last..).unwrap_or_default().to_vec(),
        below: 0,
        host: first.map_or("", |node| node.place().host).to_owned(),
        pids: nodes().filter_map(|node| node.pid()).collect(),
        members: members.len(),
        is_reused: false,
        state,
        command: command.unwrap_or_default(),
        counts,
        is_refused: programs
            .iter()
            .any(|program| program.outcome == Outcome::Denied),
        span,
    }
}
