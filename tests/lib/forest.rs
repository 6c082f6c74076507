//! The process forest against a naive one, written from what its documentation says: quadratic, and of texts.

use std::collections::BTreeMap;

use knoxlog::analysis::process::{ActivityFilter, Choice, Forest, State, Traces, Tracker};
use knoxlog::engine::Fold;
use knoxlog::record::{Origin, Record};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// What a record says.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    second: Option<i64>,
    host: &'static str,
    pid: u32,
    parent: u32,
    parent_exe: &'static str,
    exe: &'static str,
    cid: &'static str,
    session: u64,
    uid: u32,
    event: Event,
    matches: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    Exec(&'static str),
    Tried,
    File,
    Network,
}

impl Said {
    fn json(&self) -> String {
        let (operation, data, result) = match self.event {
            Event::Exec(_) => ("Process", "syscall=SYS_EXECVE", "Passed"),
            Event::Tried => ("Process", "syscall=SYS_EXECVE", "Permission denied"),
            Event::File => ("File", "syscall=SYS_OPENAT flags=O_RDONLY", "Passed"),
            Event::Network => ("Network", "kprobe=tcp_connect", "Passed"),
        };
        let command = match self.event {
            Event::Exec(command) => command,
            Event::Tried | Event::File | Event::Network => "x",
        };
        let mut record = serde_json::json!({
            "HostName": self.host, "HostPID": self.pid, "HostPPID": self.parent, "PPID": 1, "UID": self.uid,
            "ParentProcessName": self.parent_exe, "ProcessName": self.exe, "ContainerID": self.cid,
            "ExecEvent": {"ExecID": self.session.to_string()},
            "Operation": operation, "Data": data, "Result": result, "Resource": command,
        });
        if let Some(second) = self.second {
            record["Timestamp"] = second.into();
        }
        record.to_string()
    }

    /// What must be the same for two records to be of one stretch.
    fn face(&self) -> impl PartialEq {
        let (exe, tried) = match self.event {
            Event::Tried => ("", self.exe),
            Event::Exec(_) | Event::File | Event::Network => (self.exe, ""),
        };
        (
            (self.host, self.pid, self.parent, self.parent_exe),
            (exe, tried, self.event == Event::Tried),
            (self.cid, self.session, self.uid),
        )
    }

    fn command(&self) -> Option<&'static str> {
        match self.event {
            Event::Exec(command) => Some(command),
            Event::Tried | Event::File | Event::Network => None,
        }
    }
}

fn said() -> impl Strategy<Value = Said> {
    let second = prop_oneof![
        1 => Just(None),
        9 => prop_oneof![0..30_i64, (0..9_i64).prop_map(|hours| hours * 1900)].prop_map(Some),
    ];
    let exe = || prop::sample::select(vec!["", "/a", "/b", "/c"]);
    let event = prop_oneof![
        3 => prop::sample::select(vec!["/a 1", "/b 2"]).prop_map(Event::Exec),
        1 => Just(Event::Tried),
        3 => Just(Event::File),
        1 => Just(Event::Network),
    ];
    let who = (prop::sample::select(vec!["m", "n"]), 1..6_u32, 0..6_u32);
    let what = (exe(), exe(), event);
    let where_ = (
        prop_oneof![4 => Just(""), 1 => Just("c1"), 1 => Just("c2")],
        prop_oneof![5 => Just(0_u64), 1 => Just(7), 1 => Just(8)],
        prop_oneof![5 => Just(0_u32), 1 => Just(33)],
    );
    (second, who, what, where_, any::<bool>()).prop_map(
        |(second, (host, pid, parent), (parent_exe, exe, event), (cid, session, uid), matches)| {
            Said {
                second: second.map(|second| second + 1_773_480_000),
                host,
                pid,
                parent,
                parent_exe,
                exe,
                cid,
                session,
                uid,
                event,
                matches,
            }
        },
    )
}

/// Records that say the same, by their numbers.
#[derive(Clone, Debug)]
struct Stretch(Vec<usize>);

fn near(one: Option<i64>, other: Option<i64>, seconds: i64) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => (one - other).abs() <= seconds,
        _ => false,
    }
}

fn later(one: Option<i64>, other: Option<i64>, seconds: i64) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one - other > seconds)
}

fn stretches(all: &[Said]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for (at, said) in all.iter().enumerate() {
        // The last one of this face, if any, decides.
        let same = found
            .iter_mut()
            .rev()
            .find(|known| all[known.0[0]].face() == said.face());
        let goes_on = same.filter(|known| {
            let before = all[*known.0.last().unwrap()].second;
            match said.command() {
                Some(command) => {
                    all[known.0[0]].command() == Some(command) && near(said.second, before, 10)
                }
                None => near(said.second, before, 3600),
            }
        });
        match goes_on {
            Some(known) => known.0.push(at),
            None => found.push(Stretch(vec![at])),
        }
    }
    found
}

/// A process: its stretches in the order of time.
#[derive(Clone, Debug)]
struct Process {
    host: &'static str,
    pid: u32,
    nth: u32,
    stretches: Vec<Stretch>,
}

/// The last of some values that is told.
fn last_told<T: Copy + PartialEq + Default>(values: impl Iterator<Item = T>) -> T {
    values
        .filter(|value| *value != T::default())
        .last()
        .unwrap_or_default()
}

impl Process {
    fn heads<'s>(&'s self, all: &'s [Said]) -> impl Iterator<Item = &'s Said> {
        self.stretches.iter().map(|stretch| &all[stretch.0[0]])
    }

    fn first(&self, all: &[Said]) -> Option<i64> {
        first(&self.stretches[0], all)
    }

    fn began(&self, all: &[Said]) -> (Option<i64>, usize) {
        (self.first(all), self.stretches[0].0[0])
    }

    fn last(&self, all: &[Said]) -> Option<i64> {
        let records = self.stretches.iter().flat_map(|stretch| &stretch.0);
        records.map(|at| all[*at].second).max().unwrap()
    }

    fn exes(&self, all: &[Said]) -> Vec<&'static str> {
        let heads = self.heads(all).filter(|said| said.event != Event::Tried);
        heads
            .map(|said| said.exe)
            .filter(|exe| !exe.is_empty())
            .collect()
    }

    fn execs(&self, all: &[Said]) -> Vec<(&'static str, Option<i64>)> {
        let starts = self
            .stretches
            .iter()
            .map(|stretch| (&all[stretch.0[0]], first(stretch, all)));
        starts
            .filter_map(|(said, at)| Some((said.command()?, at)))
            .collect()
    }

    fn is_followed_by(&self, next: &Stretch, all: &[Said]) -> bool {
        let head = &all[next.0[0]];
        let differ = |one: &str, other: &str| !one.is_empty() && !other.is_empty() && one != other;
        let cid = last_told(self.heads(all).map(|said| said.cid));
        let session = last_told(self.heads(all).map(|said| said.session));
        let parent = last_told(self.heads(all).map(|said| said.parent));
        let parent_exe = last_told(self.heads(all).map(|said| said.parent_exe));
        let exe = self.exes(all).last().copied().unwrap_or_default();
        let next_exe = if head.event == Event::Tried {
            ""
        } else {
            head.exe
        };
        if differ(cid, head.cid) || session != 0 && head.session != 0 && session != head.session {
            return false;
        }
        let start = first(next, all);
        if parent != 0 && head.parent != 0 && parent != head.parent {
            return head.command().is_none() && !next_exe.is_empty() && exe == next_exe;
        }
        match head.command() {
            Some(command) => {
                let again = self.execs(all).last().copied();
                let is_again =
                    again.is_some_and(|(ran, at)| ran == command && later(start, at, 10));
                let is_other_parent =
                    differ(parent_exe, head.parent_exe) && later(start, self.last(all), 10);
                !is_again && !is_other_parent
            }
            None => !(differ(exe, next_exe) && later(start, self.last(all), 3600)),
        }
    }
}

fn first(stretch: &Stretch, all: &[Said]) -> Option<i64> {
    stretch.0.iter().map(|at| all[*at].second).min().unwrap()
}

fn processes(all: &[Said]) -> Vec<Process> {
    let mut by_pid: BTreeMap<(&str, u32), Vec<Stretch>> = BTreeMap::new();
    for stretch in stretches(all) {
        let said = &all[stretch.0[0]];
        by_pid
            .entry((said.host, said.pid))
            .or_default()
            .push(stretch);
    }
    let mut found = Vec::new();
    for ((_, pid), mut own) in by_pid {
        let host = all[own[0].0[0]].host;
        own.sort_by_key(|stretch| (first(stretch, all), stretch.0[0]));
        let mut of_pid: Vec<Process> = Vec::new();
        for stretch in own {
            match of_pid
                .last_mut()
                .filter(|process| process.is_followed_by(&stretch, all))
            {
                Some(process) => process.stretches.push(stretch),
                None => of_pid.push(Process {
                    host,
                    pid,
                    nth: u32::try_from(of_pid.len()).unwrap() + 1,
                    stretches: vec![stretch],
                }),
            }
        }
        found.extend(of_pid);
    }
    found
}

/// Who is whose parent, by numbers, sessions aside.
fn parents(processes: &[Process], all: &[Said]) -> Vec<Option<usize>> {
    let parent = |child: &Process| {
        let told = child.heads(all).find(|said| said.parent != 0)?;
        let heads = || child.heads(all).filter(|said| said.parent == told.parent);
        let exe = heads()
            .map(|said| said.parent_exe)
            .find(|exe| !exe.is_empty());
        let is_candidate =
            |process: &Process| process.host == child.host && process.pid == told.parent;
        let candidates = (0..processes.len()).filter(|at| is_candidate(&processes[*at]));
        if told.parent == child.pid {
            return processes
                .iter()
                .position(|process| process.began(all) == child.began(all));
        }
        let is_before = |at: &usize| {
            let candidate = processes[*at].began(all);
            match child.first(all) {
                None => candidate < child.began(all),
                Some(first) => candidate.0 <= Some(first + 1),
            }
        };
        let before = candidates.clone().rfind(is_before);
        let found = before.or_else(|| candidates.clone().next())?;
        let exes = processes[found].exes(all);
        let is_sure = before.is_some() && !processes[found].execs(all).is_empty();
        let agrees = exe.is_none_or(|exe| exes.is_empty() || exes.contains(&exe));
        (is_sure || agrees).then_some(found)
    };
    let mut parents: Vec<Option<usize>> = processes.iter().map(parent).collect();
    for at in 0..parents.len() {
        let mut ring = vec![at];
        while let Some(next) = parents[*ring.last().unwrap()] {
            if next == at {
                let cut = ring
                    .iter()
                    .min_by_key(|at| processes[**at].began(all))
                    .unwrap();
                parents[*cut] = None;
                break;
            }
            if ring.contains(&next) {
                break;
            }
            ring.push(next);
        }
    }
    parents
}

/// What is compared of a process: its name, its parent's, and its counts.
type Facts = (String, Option<String>, [u64; 4]);

fn expected(all: &[Said]) -> Vec<Facts> {
    let processes = processes(all);
    let parents = parents(&processes, all);
    let name = |at: usize| {
        let Process { host, pid, nth, .. } = &processes[at];
        format!("{host}/{pid}#{nth}")
    };
    let session = |at: usize| {
        let mut heads = processes[at].heads(all).map(|said| said.session);
        heads.find(|id| *id != 0).unwrap_or(0)
    };
    let edge = |at: usize| {
        let parent = parents[at]?;
        // A session is a root of its own.
        (session(at) == 0 || session(at) == session(parent)).then_some(parent)
    };
    let matching = |at: usize| {
        let records = processes[at]
            .stretches
            .iter()
            .flat_map(|stretch| &stretch.0);
        records
            .filter(|at| all[**at].matches)
            .map(|at| all[*at].event)
    };
    let mut shown: Vec<bool> = (0..processes.len())
        .map(|at| matching(at).count() > 0)
        .collect();
    for start in 0..processes.len() {
        let mut at = start;
        while let Some(parent) = edge(at).filter(|_| matching(start).count() > 0) {
            shown[parent] = true;
            at = parent;
        }
    }
    let facts = (0..processes.len()).filter(|at| shown[*at]).map(|at| {
        let count = |of: fn(&Event) -> bool| matching(at).filter(of).count() as u64;
        let counts = [
            count(|event| matches!(event, Event::Exec(_) | Event::Tried)),
            count(|event| *event == Event::File),
            count(|event| *event == Event::Network),
            count(|event| *event == Event::Tried),
        ];
        (name(at), edge(at).map(name), counts)
    });
    let mut facts: Vec<Facts> = facts.collect();
    facts.sort();
    facts
}

fn traces(all: &[Said], blocks: usize) -> Traces {
    let tracker = Tracker {
        wanted: ActivityFilter::default(),
    };
    let mut traces = Traces::default();
    for block in all.chunks(blocks) {
        let mut part = Traces::default();
        for said in block {
            let json = said.json();
            let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
            tracker.on_record(&record, &mut part);
            if said.matches {
                tracker.visit(&record, &mut part);
            }
        }
        traces.merge(part);
    }
    traces
}

fn found(forest: &Forest<'_>) -> Vec<Facts> {
    let name = |id: u32| {
        let node = forest.node(id);
        let pid = node.pid().unwrap();
        (node.state() == State::Seen).then(|| format!("{}/{pid}#{}", node.place().host, node.nth()))
    };
    let facts = forest.ids().filter_map(|id| {
        let node = forest.node(id);
        let counts = node.counts();
        let counts = [counts.process, counts.file, counts.network, counts.denied];
        let parent = node
            .parent()
            .filter(|parent| forest.node(*parent).state() == State::Seen);
        (node.state() == State::Seen).then(|| (name(id).unwrap(), parent.and_then(name), counts))
    });
    let mut facts: Vec<Facts> = facts.collect();
    facts.sort();
    facts
}

/// Failing seeds are kept beside the test and committed.
fn config() -> ProptestConfig {
    let seeds = FileFailurePersistence::Direct("tests/fixtures/forest-regressions.txt");
    ProptestConfig {
        cases: ProptestConfig::default().cases.max(2000),
        failure_persistence: Some(Box::new(seeds)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn edges_and_counts_are_those_of_a_naive_forest(all in prop::collection::vec(said(), 1..30)) {
        let wanted = expected(&all);
        for blocks in [1, 3, 100] {
            let traces = traces(&all, blocks);
            prop_assert_eq!(&found(&traces.forest(&Choice::default())), &wanted, "blocks of {}", blocks);
        }
    }

    #[test]
    fn each_process_is_drawn_once_under_its_parent(all in prop::collection::vec(said(), 1..60)) {
        let traces = traces(&all, 7);
        let forest = traces.forest(&Choice::default());
        for folds in [true, false] {
            let mut drawn: Vec<u32> = Vec::new();
            for section in forest.sections() {
                forest.walk(section.roots, folds, &mut |branch, more| {
                    assert_eq!(more.len(), branch.depth + 1);
                    drawn.extend(&branch.members);
                });
            }
            let place = |id: u32| drawn.iter().position(|drawn| *drawn == id).unwrap();
            for id in forest.ids() {
                if let Some(parent) = forest.node(id).parent() {
                    prop_assert!(place(parent) < place(id));
                }
            }
            drawn.sort_unstable();
            prop_assert_eq!(drawn, forest.ids().collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_record_that_matches_is_counted_once(all in prop::collection::vec(said(), 1..60)) {
        let traces = traces(&all, 7);
        let forest = traces.forest(&Choice::default());
        let counted: u64 = forest.ids().map(|id| forest.node(id).counts().all()).sum();
        prop_assert_eq!(counted, all.iter().filter(|said| said.matches).count() as u64);
    }
}
