//! Processes to trees: who is whose parent, what is not known, which are sessions.
//!
//! A parent is the process of the parent's PID on the same node that was the last to begin before the child, a second
//! being given to clocks. If none began before, the first one is it, which was running unseen. Where that process was
//! never seen to execute anything, so that its PID may have passed to another one unseen, or where it was seen later
//! only, the child must not tell of another executable. Else the parent is unknown: a node that stands for what the
//! child tells of it.

use std::collections::{HashMap, HashSet};

use super::entry::{Process, SectionKey, State};
use super::identity::Moment;
use super::span::ProcessSpan;
use super::split::split;
use super::texts::TextId;
use super::traces::Traces;

/// Runtimes that start a process in a container on behalf of somebody outside, as in `is:session`.
const RUNTIMES: [&str; 5] = [
    "runc",
    "containerd-shim",
    "containerd-shim-runc-v2",
    "crun",
    "conmon",
];

/// Seconds that a parent's first record may come behind its child's.
const SLACK: i64 = 1;

/// Processes by host, PID and time, then what stands for those that are not known.
pub(super) struct ProcessTable<'t> {
    pub(super) traces: &'t Traces,
    /// The stretches by host, PID and time.
    pub(super) sorted: Vec<u32>,
    pub(super) processes: Vec<Process>,
    /// How many of them were seen.
    seen: usize,
}

impl<'t> ProcessTable<'t> {
    pub(super) fn new(traces: &'t Traces) -> Self {
        let all = &traces.stretches;
        let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let mut sorted: Vec<u32> = (0..count).collect();
        let place = |at: &u32| {
            let stretch = all.get(*at as usize)?;
            Some((stretch.face.host, stretch.face.pid, stretch.first))
        };
        sorted.sort_by_key(place);
        let in_order = || sorted.iter().filter_map(|at| all.get(*at as usize));
        let parts = split(in_order());
        let in_order: Vec<&ProcessSpan> = in_order().collect();
        let mut processes: Vec<Process> = Vec::with_capacity(parts.len());
        for range in parts {
            let order = sorted.get(range.start).copied().unwrap_or(0);
            let own = in_order.get(range.clone()).unwrap_or_default();
            let process = Process::of(own, range, order);
            processes.extend(process.map(|process| {
                let before = processes.last().filter(|last| {
                    (last.place.host, last.pid) == (process.place.host, process.pid)
                });
                let nth = before.map_or(1, |last| last.nth + 1);
                Process { nth, ..process }
            }));
        }
        let mut wood = Self {
            traces,
            seen: processes.len(),
            sorted,
            processes,
        };
        wood.link();
        wood
    }

    /// The stretches of a process.
    pub(super) fn stretches(
        &self,
        process: &Process,
    ) -> impl DoubleEndedIterator<Item = &'t ProcessSpan> {
        let all = &self.traces.stretches;
        let own = self.sorted.get(process.stretches.clone());
        let own = own.unwrap_or_default().iter();
        own.filter_map(|at| all.get(*at as usize))
    }

    fn link(&mut self) {
        let programs = self.programs();
        let parents: Vec<Option<u32>> = (0..self.seen)
            .map(|child| self.parent_of(child, &programs))
            .collect();
        drop(programs);
        for (process, parent) in self.processes.iter_mut().zip(parents) {
            process.parent = parent;
        }
        let cut = self.cut_rings();
        self.place_roots(&cut);
    }

    /// What each process was seen to run.
    fn programs(&self) -> HashSet<(u32, TextId), foldhash::fast::RandomState> {
        let mut programs = HashSet::default();
        for (at, process) in (0..).zip(&self.processes) {
            let exes = self.stretches(process).map(|stretch| stretch.face.exe);
            programs.extend(exes.filter(|exe| exe.is_some()).map(|exe| (at, exe)));
        }
        programs
    }

    fn parent_of(
        &self,
        child: usize,
        programs: &HashSet<(u32, TextId), foldhash::fast::RandomState>,
    ) -> Option<u32> {
        let own = self.processes.get(child)?;
        if own.parent_pid == 0 {
            return None;
        }
        if own.parent_pid == own.pid {
            return u32::try_from(child).ok();
        }
        let wanted = (own.place.host, own.parent_pid);
        let seen = self.processes.get(..self.seen)?;
        let start = seen.partition_point(|process| (process.place.host, process.pid) < wanted);
        let rest = seen.get(start..)?;
        let count = rest.partition_point(|process| (process.place.host, process.pid) == wanted);
        let candidates = rest.get(..count)?;
        let until = match own.first {
            Moment::NONE => (Moment::NONE, own.order),
            first => (first.plus(SLACK), u32::MAX),
        };
        let began = candidates.partition_point(|process| (process.first, process.order) <= until);
        let at = start + began.saturating_sub(1);
        let parent = seen.get(at).filter(|_| count > 0)?;
        let number = u32::try_from(at).ok()?;
        let is_sure = began > 0 && parent.has_exec;
        let agrees = !own.parent_exe.is_some()
            || !parent.exe.is_some()
            || programs.contains(&(number, own.parent_exe));
        (is_sure || agrees).then_some(number)
    }

    /// Cuts each ring of parents at the process that began first; answers which those are.
    fn cut_rings(&mut self) -> Vec<u32> {
        // The walk that came by, from 1.
        let mut walks = vec![0_u32; self.seen];
        let mut cut = Vec::new();
        for (walk, start) in (1..).zip(0..self.seen) {
            let mut at = start;
            let met = loop {
                match walks.get_mut(at) {
                    Some(by) if *by == 0 => *by = walk,
                    Some(by) => break (*by == walk).then_some(at),
                    None => break None,
                }
                match self.processes.get(at).and_then(|process| process.parent) {
                    Some(parent) => at = parent as usize,
                    None => break None,
                }
            };
            let Some(met) = met else { continue };
            let first = self.ring(met).min_by_key(|at| {
                let process = self.processes.get(*at);
                process.map(|process| (process.first, process.order))
            });
            if let Some(process) = first.and_then(|first| self.processes.get_mut(first)) {
                process.parent = None;
            }
            cut.extend(first.and_then(|first| u32::try_from(first).ok()));
        }
        cut
    }

    /// The members of the ring that a process is in.
    fn ring(&self, start: usize) -> impl Iterator<Item = usize> + '_ {
        let parent = |at: usize| Some(self.processes.get(at)?.parent? as usize);
        let mut next = Some(start);
        std::iter::from_fn(move || {
            let at = next?;
            next = parent(at).filter(|parent| *parent != start);
            Some(at)
        })
    }

    /// Sessions become roots; where a parent is not known, something stands for it.
    fn place_roots(&mut self, cut: &[u32]) {
        let mut unknown: HashMap<(u32, TextId, SectionKey), u32, foldhash::fast::RandomState> =
            HashMap::default();
        let mut new: Vec<Process> = Vec::new();
        let ring: HashSet<u32> = cut.iter().copied().collect();
        for child in 0..self.seen {
            let Some((own, number)) = self.processes.get(child).zip(u32::try_from(child).ok())
            else {
                continue;
            };
            let session = self.session_of(own, number);
            let has_parent = own.parent.is_some() && session.is_none();
            let is_told = own.parent_pid != 0 || own.parent_exe.is_some();
            // Who opens a session is told by the session itself.
            let is_entered = session.is_some() && (own.is_entry || own.parent.is_some());
            let key = session.unwrap_or(own.section);
            let mut parent = own.parent.filter(|_| has_parent);
            if !has_parent && is_told && !is_entered {
                let next = u32::try_from(self.seen + new.len()).unwrap_or(u32::MAX);
                let id = (own.parent_pid, own.parent_exe, key);
                let node = *unknown.entry(id).or_insert_with(|| {
                    new.push(Process::unknown(own, key));
                    next
                });
                let stands_for = new.get_mut((node as usize).saturating_sub(self.seen));
                if let Some(stands_for) = stands_for {
                    let earlier = (own.first, own.order).min((stands_for.first, stands_for.order));
                    (stands_for.first, stands_for.order) = earlier;
                    stands_for.last = stands_for.last.max(own.last);
                    if ring.contains(&number) {
                        stands_for.state = State::Ring;
                    }
                }
                parent = Some(node);
            }
            if let Some(process) = self.processes.get_mut(child) {
                (process.parent, process.section) = (parent, key);
            }
        }
        self.processes.extend(new);
    }

    /// The session that begins with a process, if one does.
    fn session_of(&self, own: &Process, number: u32) -> Option<SectionKey> {
        let parent = own
            .parent
            .and_then(|parent| self.processes.get(parent as usize));
        if own.session != 0 {
            let is_within = parent.is_some_and(|parent| parent.session == own.session);
            return (!is_within).then_some(SectionKey::Session(own.place.host, own.session));
        }
        let runtime = self.traces.texts.text(own.parent_exe);
        let runtime = runtime.rsplit('/').next().unwrap_or_default();
        let is_opened = own.is_entry && own.tty.is_some() && RUNTIMES.contains(&runtime);
        is_opened.then_some(SectionKey::Terminal(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::macros::BUILT_IN;

    #[test]
    fn sessions_are_opened_by_whom_the_macro_says() {
        let (_, filter) = BUILT_IN
            .iter()
            .find(|(name, _)| *name == "session")
            .unwrap();
        let list = format!("has:tty and ppid=0 and parent={})", RUNTIMES.join(","));
        assert!(filter.ends_with(&list), "{filter}");
    }
}
