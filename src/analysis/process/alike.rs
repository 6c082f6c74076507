//! Children alike, taken together: a loop of ten thousand `date` is one line.

use std::collections::HashMap;

use super::node::Ran;
use super::{Forest, Id, Uid};

/// Processes that ran the same, with all below them, and were started by the same process or by processes alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// One at least, by time.
    pub members: Vec<Id>,
    /// How many processes are above.
    pub depth: usize,
}

/// As many alike are shown one by one.
const FEW: usize = 3;

/// What is alike has the same number. Of the processes below some roots alone: there may be as many roots apart as there
/// are processes.
struct Shapes(HashMap<Id, u32, foldhash::fast::RandomState>);

/// Branches that were not visited yet; the last one is next.
struct Level {
    branches: Vec<Branch>,
}

impl Forest<'_> {
    /// Visits the branches of some roots in the order in which they are drawn: each is followed by those below it. With
    /// each come the levels above it and its own, of which is told whether more follows there. `folds` says whether
    /// processes alike are taken together; if not, each branch has one member.
    pub fn walk(&self, roots: &[Id], folds: bool, visit: &mut dyn FnMut(&Branch, &[bool])) {
        let shapes = folds.then(|| self.shapes(roots));
        let mut more: Vec<bool> = Vec::new();
        let mut levels = vec![Level::new(roots.to_vec(), 0, shapes.as_ref(), true)];
        while let Some(level) = levels.last_mut() {
            let Some(branch) = level.branches.pop() else {
                levels.pop();
                continue;
            };
            more.truncate(branch.depth);
            more.push(!level.branches.is_empty());
            visit(&branch, &more);
            let children = branch.members.iter().flat_map(|id| self.children(*id));
            let is_one = branch.members.len() == 1;
            let children: Vec<Id> = children.copied().collect();
            if !children.is_empty() {
                let depth = branch.depth + 1;
                levels.push(Level::new(children, depth, shapes.as_ref(), is_one));
            }
        }
    }

    /// Numbers the shapes of all below some roots.
    fn shapes(&self, roots: &[Id]) -> Shapes {
        let mut order: Vec<Id> = roots.to_vec();
        let mut next = 0;
        while let Some(id) = order.get(next) {
            order.extend_from_slice(self.children(*id));
            next += 1;
        }
        let mut shapes = Shapes(HashMap::default());
        let mut known: HashMap<(ProcessShape, Vec<u32>), u32, foldhash::fast::RandomState> =
            HashMap::default();
        // Children stand behind their parents.
        for id in order.iter().rev() {
            let mut below: Vec<u32> = self.children(*id).iter().map(|id| shapes.of(*id)).collect();
            // How often something was done in a row is not what tells two apart.
            below.dedup();
            let number = u32::try_from(known.len()).unwrap_or(u32::MAX);
            let shape = *known.entry((self.look(*id), below)).or_insert(number);
            shapes.0.insert(*id, shape);
        }
        shapes
    }

    /// What must be equal of processes alike.
    fn look(&self, id: Id) -> ProcessShape {
        let node = self.node(id);
        ProcessShape {
            ran: node.ran(),
            uids: node.uids(),
            is_denied: node.counts().denied > 0,
            matches: node.counts().all() > 0,
        }
    }
}

/// What must be equal of processes alike, beside what is below them.
#[derive(PartialEq, Eq, Hash)]
struct ProcessShape {
    ran: Vec<Ran>,
    uids: (Uid, Uid),
    is_denied: bool,
    matches: bool,
}

impl Shapes {
    fn of(&self, id: Id) -> u32 {
        self.0.get(&id).copied().unwrap_or(0)
    }
}

impl Level {
    /// Takes children together that are alike; of one parent only where they are more than a few.
    fn new(children: Vec<Id>, depth: usize, shapes: Option<&Shapes>, is_one: bool) -> Self {
        let alone = |id| Branch {
            members: vec![id],
            depth,
        };
        let Some(shapes) = shapes else {
            let branches = children.into_iter().rev().map(alone);
            return Self {
                branches: branches.collect(),
            };
        };
        let mut counts: HashMap<u32, usize, foldhash::fast::RandomState> = HashMap::default();
        for id in &children {
            *counts.entry(shapes.of(*id)).or_default() += 1;
        }
        let few = if is_one { FEW } else { 1 };
        let mut known: HashMap<u32, usize, foldhash::fast::RandomState> = HashMap::default();
        let mut branches: Vec<Branch> = Vec::new();
        for id in children {
            let shape = shapes.of(id);
            if counts.get(&shape).is_none_or(|count| *count <= few) {
                branches.push(alone(id));
                continue;
            }
            let at = *known.entry(shape).or_insert(branches.len());
            match branches.get_mut(at) {
                Some(branch) => branch.members.push(id),
                None => branches.push(alone(id)),
            }
        }
        branches.reverse();
        Self { branches }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ActivityFilter, Choice, Traces, Tracker};
    use crate::engine::Fold;
    use crate::record::{Origin, Record};

    /// What is kept for a section is as much as it has processes, however many others there are.
    #[test]
    fn sections_cost_what_is_in_them() {
        let tracker = Tracker {
            wanted: ActivityFilter::default(),
        };
        let mut traces = Traces::default();
        for container in 1..200 {
            let json = format!(
                r#"{{"Operation":"File","HostPID":{container},"ContainerID":"{container}"}}"#
            );
            let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
            tracker.on_record(&record, &mut traces);
            tracker.visit(&record, &mut traces);
        }
        let forest = traces.forest(&Choice::default());
        let kept: usize = forest
            .sections()
            .map(|section| forest.shapes(section.roots).0.len())
            .sum();
        assert_eq!(kept, forest.ids().count());
    }
}
