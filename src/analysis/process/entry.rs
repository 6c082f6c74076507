//! What is known of a process, taken from its stretches.

use std::ops::Range;

use super::counts::OperationCounts;
use super::identity::{Identity, Moment, Uid};
use super::session::SessionKind;
use super::span::ProcessSpan;
use super::texts::TextId;

/// Where a process is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Location {
    pub(super) host: TextId,
    pub(super) ns: TextId,
    pub(super) pod: TextId,
    pub(super) container: TextId,
    pub(super) cid: TextId,
}

/// What is known of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has records of its own.
    Seen,
    /// It is known as a parent only.
    Unknown,
    /// It would be its own ancestor: the link is cut here.
    Ring,
}

/// A process, or what stands for one that is not known.
#[derive(Clone, Debug)]
pub(super) struct Process {
    pub(super) state: State,
    pub(super) place: Location,
    /// 0 if it is not known.
    pub(super) pid: u32,
    /// Of all that share the PID, which one it is, from 1.
    pub(super) nth: u32,
    pub(super) parent_pid: u32,
    pub(super) parent_exe: TextId,
    pub(super) exe: TextId,
    pub(super) uids: (Uid, Uid),
    pub(super) session: u64,
    pub(super) tty: TextId,
    pub(super) is_entry: bool,
    /// Whether it was seen to execute anything.
    pub(super) has_exec: bool,
    pub(super) first: Moment,
    pub(super) last: Moment,
    /// Tells apart what began at the same time.
    pub(super) order: u32,
    pub(super) counts: OperationCounts,
    /// Of the sorted stretches, its own.
    pub(super) stretches: Range<usize>,
    /// What it hangs from.
    pub(super) parent: Option<u32>,
    pub(super) section: SectionKey,
}

/// What a tree belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum SectionKey {
    Container(Location),
    /// An exec session of a node.
    Session(TextId, u64),
    /// A terminal that was opened in a container by this process, where no session is told.
    Terminal(u32),
}

impl SectionKey {
    pub(super) const fn session(self) -> SessionKind {
        match self {
            Self::Container(_) => SessionKind::None,
            Self::Session(_, id) => SessionKind::Exec(id),
            Self::Terminal(_) => SessionKind::Terminal,
        }
    }
}

impl Process {
    pub(super) fn of(stretches: &[&ProcessSpan], range: Range<usize>, order: u32) -> Option<Self> {
        let begin = stretches.first()?;
        let faces = || stretches.iter().map(|stretch| &stretch.face);
        let text = |of: fn(&Identity) -> TextId| {
            faces()
                .map(of)
                .find(|text| text.is_some())
                .unwrap_or_default()
        };
        let child = faces().find(|face| face.parent != 0).unwrap_or(&begin.face);
        let told = faces().filter(|face| face.parent == child.parent);
        let at = faces().find(|face| face.cid.is_some());
        let at = at.or_else(|| faces().find(|face| face.pod.is_some()));
        let at = at.unwrap_or(&begin.face);
        let uids = || {
            faces()
                .map(|face| face.uid)
                .filter(|uid| *uid != Uid::Unknown)
        };
        let mut counts = OperationCounts::default();
        for stretch in stretches {
            counts.add(stretch.counts);
        }
        let place = Location::of(at);
        Some(Self {
            state: State::Seen,
            place,
            pid: begin.face.pid,
            nth: 1,
            parent_pid: child.parent,
            parent_exe: told
                .map(|face| face.parent_exe)
                .find(|exe| exe.is_some())
                .unwrap_or_default(),
            exe: faces()
                .map(|face| face.exe)
                .rfind(|exe| exe.is_some())
                .unwrap_or_default(),
            uids: (
                uids().next().unwrap_or_default(),
                uids().next_back().unwrap_or_default(),
            ),
            session: faces()
                .map(|face| face.session)
                .find(|id| *id != 0)
                .unwrap_or(0),
            tty: text(|face| face.tty),
            is_entry: child.is_entry,
            has_exec: stretches.iter().any(|stretch| stretch.ran.is_some()),
            first: begin.first,
            last: stretches.iter().map(|stretch| stretch.last).max()?,
            order,
            counts,
            stretches: range,
            parent: None,
            section: SectionKey::Container(place.known()),
        })
    }

    /// The parent of a process, of which no more is known than the process tells.
    pub(super) fn unknown(child: &Self, key: SectionKey) -> Self {
        Self {
            state: State::Unknown,
            pid: child.parent_pid,
            parent_pid: 0,
            parent_exe: TextId::NONE,
            exe: child.parent_exe,
            uids: (Uid::Unknown, Uid::Unknown),
            tty: TextId::NONE,
            has_exec: false,
            counts: OperationCounts::default(),
            stretches: 0..0,
            parent: None,
            section: key,
            ..child.clone()
        }
    }
}

impl Location {
    fn of(face: &Identity) -> Self {
        Self {
            host: face.host,
            ns: face.ns,
            pod: face.pod,
            container: face.container,
            cid: face.cid,
        }
    }

    /// As far as it tells one container from another: by the id, which not every record of a container comes with all
    /// of the names.
    fn known(self) -> Self {
        match self.cid.is_some() {
            true => Self {
                host: self.host,
                cid: self.cid,
                ..Self::default()
            },
            false => self,
        }
    }
}
