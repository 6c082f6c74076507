//! Which stretches of one PID are one process, and which are of another that got the PID later.
//!
//! The stretches of a PID are gone through in the order of time. A process goes on until one of them
//!
//! - is of another container, or of another exec session;
//! - has another parent, and begins with an exec or is not known to run the same executable: with the same executable
//!   and no exec, the process was handed to another parent when its own ended;
//! - has the same parent, and begins with an exec that comes more than ten seconds later and repeats the process's last
//!   command line, or is told of a parent that runs something else: any other exec under the same parent is the process
//!   going on (`sh -c 'exec curl …'`);
//! - has the same parent, and runs another executable without an exec in between, after an hour of silence: before that,
//!   it is an exec that was not logged.

use std::ops::Range;

use super::identity::Moment;
use super::span::{PAUSE, ProcessSpan, TWICE};
use super::texts::TextId;

/// A process as far as one can say up to some stretch.
#[derive(Clone, Copy)]
struct Going {
    parent: u32,
    parent_exe: TextId,
    exe: TextId,
    cid: TextId,
    session: u64,
    last: Moment,
    /// The command line of its last exec, and when that was.
    ran: TextId,
    ran_at: Moment,
}

impl Going {
    fn new(stretch: &ProcessSpan) -> Self {
        let face = &stretch.face;
        Self {
            parent: face.parent,
            parent_exe: face.parent_exe,
            exe: face.exe,
            cid: face.cid,
            session: face.session,
            last: stretch.last,
            ran: stretch.ran,
            ran_at: stretch.first,
        }
    }

    fn take(&mut self, stretch: &ProcessSpan) {
        let face = &stretch.face;
        if face.parent != 0 {
            self.parent = face.parent;
        }
        self.parent_exe = face.parent_exe.or(self.parent_exe);
        self.exe = face.exe.or(self.exe);
        self.cid = face.cid.or(self.cid);
        if face.session != 0 {
            self.session = face.session;
        }
        self.last = self.last.max(stretch.last);
        if stretch.ran.is_some() {
            (self.ran, self.ran_at) = (stretch.ran, stretch.first);
        }
    }

    /// Whether the stretch, which is the next one of the PID, is of another process.
    fn is_another(&self, stretch: &ProcessSpan) -> bool {
        let face = &stretch.face;
        let differ = |one: u64, other: u64| one != 0 && other != 0 && one != other;
        if self.cid.differs(face.cid) || differ(self.session, face.session) {
            return true;
        }
        let ran = stretch.ran.is_some();
        if differ(self.parent.into(), face.parent.into()) {
            let is_same_program = face.exe.is_some() && self.exe == face.exe;
            return ran || !is_same_program;
        }
        if ran {
            let is_again = self.ran == stretch.ran;
            return is_again && stretch.first.is_later(self.ran_at, TWICE)
                || self.parent_exe.differs(face.parent_exe)
                    && stretch.first.is_later(self.last, TWICE);
        }
        self.exe.differs(face.exe) && stretch.first.is_later(self.last, PAUSE)
    }
}

/// Parts stretches, sorted by host, PID and time, into those of one process each.
pub(super) fn split<'s>(sorted: impl Iterator<Item = &'s ProcessSpan>) -> Vec<Range<usize>> {
    let mut processes: Vec<Range<usize>> = Vec::new();
    let mut now: Option<(&ProcessSpan, Going)> = None;
    for (at, stretch) in sorted.enumerate() {
        let pid = (stretch.face.host, stretch.face.pid);
        match (&mut now, processes.last_mut()) {
            (Some((of, going)), Some(process))
                if (of.face.host, of.face.pid) == pid && !going.is_another(stretch) =>
            {
                going.take(stretch);
                process.end = at + 1;
            }
            _ => {
                now = Some((stretch, Going::new(stretch)));
                processes.push(at..at + 1);
            }
        }
    }
    processes
}
