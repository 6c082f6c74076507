//! The forest as rows: one a process, each with the id of its parent.

use std::collections::HashMap;

use crate::analysis::process::{ActivityKind, Deed, Forest, Id, Node, Outcome, State, Uid};
use crate::output::{Cell, Flow, Heading, RowOptions};
use crate::record::time::Time;

/// What stands above the columns.
const HEAD: &[&str] = &[
    "id",
    "parent",
    "depth",
    "state",
    "host",
    "ns",
    "pod",
    "container",
    "cid",
    "session",
    "tty",
    "pid",
    "ppid",
    "uid",
    "first_uid",
    "exe",
    "commands",
    "denied_execs",
    "failed_execs",
    "parent_exe",
    "first",
    "last",
    "process",
    "file",
    "network",
    "other",
    "denied",
    "peers",
    "denied_peers",
    "writes",
    "denied_writes",
    "unlisted",
];

/// One row a process, parents before their children, in the order in which they are drawn.
pub fn rows<'r>(forest: &'r Forest<'r>, sheet: &'r RowOptions) -> Flow<'r> {
    let head: Vec<Heading> = HEAD.iter().copied().map(Heading::text).collect();
    Flow {
        head: head.into(),
        rows: Box::new(move |visit| {
            let mut names = ProcessIds::default();
            for section in forest.sections() {
                forest.walk(section.roots, false, &mut |branch, _| {
                    if let Some(id) = branch.members.first() {
                        visit(&row(forest, *id, branch.depth, &mut names, sheet));
                    }
                });
            }
        }),
        others: None,
    }
}

/// Ids of processes, by which a row tells its parent's.
#[derive(Default)]
struct ProcessIds {
    /// Of those that are not known, which of as many that are called the same.
    numbers: HashMap<Id, u32>,
    counts: HashMap<String, u32>,
}

impl ProcessIds {
    /// `HOST/PID`; of the second process of a PID `HOST/PID#2`; of one that is not known `HOST/?PID`.
    fn give(&mut self, id: Id, node: &Node<'_>) -> String {
        if node.state() != State::Seen {
            let count = self.counts.entry(stem(node)).or_default();
            *count += 1;
            self.numbers.insert(id, *count);
        }
        self.given(id, node)
    }

    /// The name that was given.
    fn given(&self, id: Id, node: &Node<'_>) -> String {
        let nth = self.numbers.get(&id).copied();
        match nth.unwrap_or_else(|| node.nth()) {
            1 => stem(node),
            nth => format!("{}#{nth}", stem(node)),
        }
    }
}

fn stem(node: &Node<'_>) -> String {
    let sign = if node.state() == State::Seen { "" } else { "?" };
    let pid = node.pid().map(|pid| pid.to_string()).unwrap_or_default();
    format!("{}/{sign}{pid}", node.place().host)
}

fn row(
    forest: &Forest<'_>,
    id: Id,
    depth: usize,
    names: &mut ProcessIds,
    sheet: &RowOptions,
) -> Vec<Option<Cell>> {
    let node = forest.node(id);
    let (place, counts) = (node.place(), node.counts());
    let text = |text: &str| (!text.is_empty()).then(|| Cell::from(text));
    let number = |number: Option<u32>| number.map(|number| Cell::Count(number.into()));
    let time = |time: Time| Cell::Text(time.in_zone(&sheet.zone).to_string());
    let name = names.give(id, &node);
    let parent = node.parent();
    let parent = parent.map(|parent| names.given(parent, &forest.node(parent)));
    let state = match node.state() {
        State::Seen => "seen",
        State::Unknown => "unknown",
        State::Ring => "ring",
    };
    let (first_uid, last_uid) = node.uids();
    let (all, unlisted) = node.deeds();
    let span = node.span().filter(|_| node.state() == State::Seen);
    let counted = |count| (node.state() == State::Seen).then_some(Cell::Count(count));
    vec![
        Some(Cell::Text(name)),
        parent.map(Cell::Text),
        Some(Cell::Count(depth as u64)),
        Some(state.into()),
        text(place.host),
        text(place.ns),
        text(place.pod),
        text(place.container),
        text(place.cid),
        node.session().map(|id| Cell::Text(id.to_string())),
        text(node.tty()),
        number(node.pid()),
        number(node.parent_pid()),
        uid(last_uid),
        uid(first_uid),
        text(node.exe()),
        commands(&node, Outcome::Ran),
        commands(&node, Outcome::Denied),
        commands(&node, Outcome::Failed),
        text(node.parent_exe()),
        span.map(|(first, _)| time(first)),
        span.map(|(_, last)| time(last)),
        counted(counts.process),
        counted(counts.file),
        counted(counts.network),
        counted(counts.other),
        counted(counts.denied),
        deeds(&all, |deed| deed.kind != ActivityKind::Write),
        deeds(&all, |deed| {
            deed.kind != ActivityKind::Write && deed.denied > 0
        }),
        deeds(&all, |deed| deed.kind == ActivityKind::Write),
        deeds(&all, |deed| {
            deed.kind == ActivityKind::Write && deed.denied > 0
        }),
        (unlisted > 0).then_some(Cell::Count(unlisted)),
    ]
}

fn uid(uid: Uid) -> Option<Cell> {
    match uid {
        Uid::Unknown => None,
        Uid::Dropped => Some("0?".into()),
        Uid::Stated(uid) => {
            let count = u64::try_from(uid).map(Cell::Count);
            Some(count.unwrap_or_else(|_| Cell::Text(uid.to_string())))
        }
    }
}

/// Command lines of one process that are listed.
const MOST_COMMANDS: usize = 1000;

/// Command lines that ended so.
fn commands(node: &Node<'_>, outcome: Outcome) -> Option<Cell> {
    let programs = node.programs().into_iter();
    let mut commands =
        programs.filter(|program| program.outcome == outcome && !program.command.is_empty());
    let listed = commands.by_ref().take(MOST_COMMANDS);
    let mut listed: Vec<String> = listed.map(|program| program.command.to_owned()).collect();
    let more = commands.count();
    if more > 0 {
        listed.push(format!("… ({more} more)"));
    }
    let commands = listed;
    (!commands.is_empty() && node.state() == State::Seen).then_some(Cell::Texts(commands))
}

/// What it did, of some kinds.
fn deeds(all: &[Deed<'_>], is_wanted: impl Fn(&Deed<'_>) -> bool) -> Option<Cell> {
    let text = |deed: &Deed<'_>| match deed.kind {
        ActivityKind::Egress => format!("egress {}", deed.what),
        ActivityKind::Ingress => format!("ingress {}", deed.what),
        ActivityKind::Listen => format!("listen {}", deed.what),
        ActivityKind::Name => format!("dns {}", deed.what),
        ActivityKind::Write => deed.what.to_owned(),
    };
    let wanted = all.iter().filter(|deed| is_wanted(deed));
    let texts: Vec<String> = wanted.map(text).collect();
    (!texts.is_empty()).then_some(Cell::Texts(texts))
}
