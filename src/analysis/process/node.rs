//! One process, as far as it is known.

use super::Id;
use super::activity::{Activity, ActivityKind};
use super::counts::OperationCounts;
use super::entry::{Location, Process, State};
use super::identity::{Failure, Uid};
use super::link::ProcessTable;
use super::span::ProcessSpan;
use super::texts::TextId;
use crate::record::time::Time;

/// One process, or what stands for one that is not known. Texts are escaped; an empty one says nothing.
#[derive(Clone, Copy)]
pub struct Node<'f> {
    wood: &'f ProcessTable<'f>,
    process: Option<&'f Process>,
}

/// Where a process is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place<'f> {
    /// The node.
    pub host: &'f str,
    /// The namespace.
    pub ns: &'f str,
    /// The pod.
    pub pod: &'f str,
    /// The container's name.
    pub container: &'f str,
    /// The container's id.
    pub cid: &'f str,
}

/// A program that a process ran, or tried to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program<'f> {
    /// The executable.
    pub exe: &'f str,
    /// The command line; the executable where none is known.
    pub command: &'f str,
    /// How it went.
    pub outcome: Outcome,
}

/// How an exec went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It ran.
    #[default]
    Ran,
    /// It was denied.
    Denied,
    /// It failed otherwise, as it ordinarily does where a shell looks for a command.
    Failed,
}

/// What a process did to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed<'f> {
    /// Its kind.
    pub kind: ActivityKind,
    /// The peer, the name or the path.
    pub what: &'f str,
    /// Records that tell of it.
    pub records: u64,
    /// Those of them that were denied.
    pub denied: u64,
}

/// A program, by numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Ran {
    exe: TextId,
    command: TextId,
    outcome: Outcome,
    has_exec: bool,
}

impl Ran {
    fn of(stretch: &ProcessSpan) -> Self {
        let face = &stretch.face;
        Self {
            exe: face.exe.or(face.tried),
            command: stretch.command,
            outcome: match face.failure {
                Failure::None => Outcome::Ran,
                Failure::Denied => Outcome::Denied,
                Failure::Other => Outcome::Failed,
            },
            has_exec: stretch.ran.is_some(),
        }
    }

    /// Whether the program is still the same in the stretch behind.
    fn is_still(&self, next: &Self) -> bool {
        let is_other = self.outcome != next.outcome
            || self.exe.differs(next.exe)
            || (next.has_exec || next.outcome != Outcome::Ran) && self.command != next.command;
        !is_other
    }

    fn fill(&mut self, next: &Self) {
        self.exe = self.exe.or(next.exe);
        self.command = self.command.or(next.command);
        self.has_exec |= next.has_exec;
    }
}

impl<'f> Place<'f> {
    pub(super) fn of(wood: &'f ProcessTable<'_>, at: Location) -> Self {
        let text = |number| wood.traces.texts.text(number);
        Self {
            host: text(at.host),
            ns: text(at.ns),
            pod: text(at.pod),
            container: text(at.container),
            cid: text(at.cid),
        }
    }

    /// Whether it is in a container.
    pub const fn is_container(&self) -> bool {
        !self.cid.is_empty() || !self.pod.is_empty() || !self.ns.is_empty()
    }
}

impl<'f> Node<'f> {
    pub(super) fn new(wood: &'f ProcessTable<'_>, id: Id) -> Self {
        Self {
            wood,
            process: wood.processes.get(id as usize),
        }
    }

    fn text(&self, of: impl Fn(&Process) -> TextId) -> &'f str {
        let number = self.process.map(of).unwrap_or_default();
        self.wood.traces.texts.text(number)
    }

    /// What is known of it.
    pub fn state(&self) -> State {
        self.process.map_or(State::Unknown, |process| process.state)
    }

    /// Its PID on the node, if that is known.
    pub fn pid(&self) -> Option<u32> {
        self.process
            .map(|process| process.pid)
            .filter(|pid| *pid != 0)
    }

    /// Of all processes of this PID on the node that were seen, which one it is, from 1.
    pub fn nth(&self) -> u32 {
        self.process.map_or(1, |process| process.nth)
    }

    /// The PID of the parent that it began with.
    pub fn parent_pid(&self) -> Option<u32> {
        self.process
            .map(|process| process.parent_pid)
            .filter(|pid| *pid != 0)
    }

    /// The executable of that parent, as the process tells it.
    pub fn parent_exe(&self) -> &'f str {
        self.text(|process| process.parent_exe)
    }

    /// What it hangs from.
    pub fn parent(&self) -> Option<Id> {
        self.process?.parent
    }

    /// Where it is.
    pub fn place(&self) -> Place<'f> {
        self.process.map_or_else(Place::default, |process| {
            Place::of(self.wood, process.place)
        })
    }

    /// The id of its exec session.
    pub fn session(&self) -> Option<u64> {
        self.process
            .map(|process| process.session)
            .filter(|id| *id != 0)
    }

    /// Its terminal.
    pub fn tty(&self) -> &'f str {
        self.text(|process| process.tty)
    }

    /// The user id that it began with, and that it had in the end.
    pub fn uids(&self) -> (Uid, Uid) {
        self.process
            .map_or((Uid::Unknown, Uid::Unknown), |process| process.uids)
    }

    /// When it was first and last heard of, by any record; of what is not known, by those of its children.
    pub fn span(&self) -> Option<(Time, Time)> {
        let process = self.process?;
        let last = process.last.time()?;
        Some((process.first.time().unwrap_or(last), last))
    }

    /// Its records that match.
    pub fn counts(&self) -> OperationCounts {
        self.process
            .map(|process| process.counts)
            .unwrap_or_default()
    }

    /// The executable that it ran last.
    pub fn exe(&self) -> &'f str {
        self.text(|process| process.exe)
    }

    /// What it ran, one after the other; what it only tried to run is last. The image of the parent that a fork begins
    /// with is left out if it ran, or tried, anything else.
    pub fn programs(&self) -> Vec<Program<'f>> {
        let texts = &self.wood.traces.texts;
        let program = |ran: Ran| Program {
            exe: texts.text(ran.exe),
            command: texts.text(ran.command.or(ran.exe)),
            outcome: ran.outcome,
        };
        self.ran().into_iter().map(program).collect()
    }

    /// The same, as numbers.
    pub(super) fn ran(&self) -> Vec<Ran> {
        let (mut ran, mut tried): (Vec<Ran>, Vec<Ran>) = (Vec::new(), Vec::new());
        let stretches = self
            .process
            .into_iter()
            .flat_map(|process| self.wood.stretches(process));
        for next in stretches.map(Ran::of) {
            let list = if next.outcome == Outcome::Ran {
                &mut ran
            } else {
                &mut tried
            };
            match list.last_mut() {
                Some(before) if before.is_still(&next) => before.fill(&next),
                _ => list.push(next),
            }
        }
        let parent_exe = self
            .process
            .map(|process| process.parent_exe)
            .unwrap_or_default();
        let is_fork = |ran: &Ran| !ran.has_exec && (!ran.exe.is_some() || ran.exe == parent_exe);
        let forks = ran.iter().take_while(|ran| is_fork(ran)).count();
        let has_more = ran.len() > forks || !tried.is_empty();
        ran.drain(
            ..if has_more {
                forks
            } else {
                forks.saturating_sub(1)
            },
        );
        if ran.is_empty() && tried.is_empty() {
            ran.push(Ran {
                exe: self.process.map(|process| process.exe).unwrap_or_default(),
                ..Ran::default()
            });
        }
        ran.extend(tried);
        ran
    }

    /// What it did to others, in the order in which it did so first, and how many records tell of more than is kept.
    pub fn deeds(&self) -> (Vec<Deed<'f>>, u64) {
        let mut all = Activity::default();
        let stretches = self
            .process
            .into_iter()
            .flat_map(|process| self.wood.stretches(process));
        for stretch in stretches {
            all.others += stretch.deeds.others;
            let deeds = stretch.deeds.all.iter();
            deeds.for_each(|deed| all.add(*deed, || true));
        }
        let texts = &self.wood.traces.texts;
        let deeds = all.all.iter().map(|deed| Deed {
            kind: deed.kind,
            what: texts.text(deed.what),
            records: deed.records,
            denied: deed.denied,
        });
        (deeds.collect(), all.others)
    }
}
