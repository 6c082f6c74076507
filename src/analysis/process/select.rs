//! Which trees are shown, and in what order.

use std::collections::HashMap;

use super::entry::{Location, Process, SectionKey};
use super::link::ProcessTable;
use super::session::SessionKind;
use super::{Forest, Id, Place};

/// Which processes are shown, of those that have matches and their ancestors.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Only these, with their ancestors and all below them; empty for all.
    pub of: Vec<Of>,
    /// Only sessions.
    pub sessions: bool,
}

/// A process or a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// Processes of this PID, or those of this exec session.
    Number(u64),
    /// Processes of this PID on the node of this name.
    Host(String, u32),
}

/// Trees of one container, of a node itself, or of one session.
pub struct ForestSection<'f> {
    /// Where they stand.
    pub place: Place<'f>,
    /// Whether they are of a session.
    pub session: SessionKind,
    /// Their roots, by time.
    pub roots: &'f [Id],
}

/// The same, as it is kept.
pub(super) struct ProcessSection {
    place: Location,
    session: SessionKind,
    roots: Vec<Id>,
}

impl<'t> Forest<'t> {
    pub(super) fn new(wood: ProcessTable<'t>, choice: &Choice) -> Self {
        let mut shown = matched(&wood);
        // What was chosen itself may be far from what was not.
        if !choice.of.is_empty() || choice.sessions {
            let chosen = chosen(&wood, choice, &shown);
            shown
                .iter_mut()
                .zip(chosen)
                .for_each(|(shown, chosen)| *shown &= chosen);
        }
        let mut order: Vec<Id> = (0..).take(shown.len()).collect();
        order.retain(|id| shown.get(*id as usize) == Some(&true));
        let process = |id: Id| wood.processes.get(id as usize);
        order.sort_by_key(|id| process(*id).map(|process| (process.first, process.order)));
        let (starts, children) = children(&wood, &order);
        let mut forest = Self {
            sections: Vec::new(),
            wood,
            starts,
            children,
            shown,
        };
        forest.sections = forest.plots(&order);
        forest
    }

    /// The roots of an order, by what they belong to.
    fn plots(&self, order: &[Id]) -> Vec<ProcessSection> {
        let mut known: HashMap<SectionKey, usize, foldhash::fast::RandomState> = HashMap::default();
        let mut plots: Vec<ProcessSection> = Vec::new();
        for id in order {
            let Some(process) = self.wood.processes.get(*id as usize) else {
                continue;
            };
            if process.parent.is_some() {
                continue;
            }
            let at = *known.entry(process.section).or_insert(plots.len());
            match plots.get_mut(at) {
                Some(plot) => plot.roots.push(*id),
                None => plots.push(ProcessSection {
                    place: process.place,
                    session: process.section.session(),
                    roots: vec![*id],
                }),
            }
        }
        // Sorted by what is read, not by numbers that depend on what came first; equal ones stay in the order of time.
        plots.sort_by_cached_key(|plot| {
            let place = Place::of(&self.wood, plot.place);
            let texts = [place.host, place.ns, place.pod, place.container, place.cid];
            (texts.map(str::to_owned), plot.session != SessionKind::None)
        });
        plots
    }

    pub(super) fn section<'f>(&'f self, plot: &'f ProcessSection) -> ForestSection<'f> {
        ForestSection {
            place: Place::of(&self.wood, plot.place),
            session: plot.session,
            roots: &plot.roots,
        }
    }

    /// The processes that are shown.
    pub fn ids(&self) -> impl Iterator<Item = Id> {
        let shown = (0..).zip(&self.shown);
        shown.filter(|(_, is_shown)| **is_shown).map(|(id, _)| id)
    }

    /// Whether a process is shown.
    pub fn is_shown(&self, id: Id) -> bool {
        self.shown.get(id as usize) == Some(&true)
    }
}

/// Marks what has matches, and its ancestors.
fn matched(wood: &ProcessTable<'_>) -> Vec<bool> {
    let mut marks = vec![false; wood.processes.len()];
    for (id, process) in wood.processes.iter().enumerate() {
        if process.counts.all() > 0 {
            mark_up(wood, id, &mut marks);
        }
    }
    marks
}

/// Marks a process and its ancestors, up to the first that is marked.
fn mark_up(wood: &ProcessTable<'_>, from: usize, marks: &mut [bool]) {
    let mut next = Some(from);
    while let Some(at) = next {
        match marks.get_mut(at) {
            Some(mark) if !*mark => *mark = true,
            _ => return,
        }
        let parent = wood.processes.get(at).and_then(|process| process.parent);
        next = parent.map(|parent| parent as usize);
    }
}

/// Marks what is chosen: what is named, what hangs from it, and its ancestors.
fn chosen(wood: &ProcessTable<'_>, choice: &Choice, shown: &[bool]) -> Vec<bool> {
    let is_session = |process: &Process| {
        let is_root = process.parent.is_none();
        is_root && !matches!(process.section, SectionKey::Container(_))
    };
    let is_named = |id: usize, process: &Process| {
        let of = &choice.of;
        shown.get(id) == Some(&true)
            && (of.is_empty() || of.iter().any(|of| of.names(wood, process)))
            && (!choice.sessions || is_session(process) || !of.is_empty())
    };
    let mut marks: Vec<bool> = wood
        .processes
        .iter()
        .enumerate()
        .map(|(id, process)| is_named(id, process))
        .collect();
    let named: Vec<usize> = (0..marks.len())
        .filter(|id| marks.get(*id) == Some(&true))
        .collect();
    mark_down(wood, &mut marks);
    for id in named {
        let parent = wood.processes.get(id).and_then(|process| process.parent);
        if let Some(parent) = parent {
            mark_up(wood, parent as usize, &mut marks);
        }
    }
    if choice.sessions && !choice.of.is_empty() {
        keep_sessions(wood, is_session, &mut marks);
    }
    marks
}

/// Marks what hangs from what is marked. Each process is passed twice at most.
fn mark_down(wood: &ProcessTable<'_>, marks: &mut [bool]) {
    let mut is_settled: Vec<bool> = marks.to_vec();
    for start in 0..marks.len() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(id) = at.filter(|id| is_settled.get(*id) == Some(&false)) {
            path.push(id);
            let parent = wood.processes.get(id).and_then(|process| process.parent);
            at = parent.map(|parent| parent as usize);
        }
        let is_marked = at.is_some_and(|at| marks.get(at) == Some(&true));
        for id in path {
            if let (Some(mark), Some(settled)) = (marks.get_mut(id), is_settled.get_mut(id)) {
                (*mark, *settled) = (is_marked, true);
            }
        }
    }
}

/// Unmarks what is in no session.
fn keep_sessions(
    wood: &ProcessTable<'_>,
    is_session: impl Fn(&Process) -> bool,
    marks: &mut [bool],
) {
    let mut within: Vec<bool> = wood.processes.iter().map(is_session).collect();
    mark_down(wood, &mut within);
    marks
        .iter_mut()
        .zip(within)
        .for_each(|(mark, within)| *mark &= within);
}

impl Of {
    fn names(&self, wood: &ProcessTable<'_>, process: &Process) -> bool {
        match self {
            Self::Number(number) => {
                u64::from(process.pid) == *number
                    || process.session == *number && process.session != 0
            }
            Self::Host(host, pid) => {
                process.pid == *pid && wood.traces.texts.text(process.place.host) == host
            }
        }
    }
}

/// The children of each process, in the order of the shown ones.
fn children(wood: &ProcessTable<'_>, order: &[Id]) -> (Vec<usize>, Vec<Id>) {
    let parent = |id: &Id| Some(wood.processes.get(*id as usize)?.parent? as usize);
    let mut starts = vec![0_usize; wood.processes.len() + 2];
    // Counted two places on, so that each count becomes a start, and then the end, of its own.
    for at in order.iter().filter_map(parent) {
        if let Some(count) = starts.get_mut(at + 2) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut children = vec![0; sum];
    for id in order {
        let next = parent(id).and_then(|at| starts.get_mut(at + 1));
        if let Some(next) = next {
            if let Some(slot) = children.get_mut(*next) {
                *slot = *id;
            }
            *next += 1;
        }
    }
    starts.pop();
    (starts, children)
}
