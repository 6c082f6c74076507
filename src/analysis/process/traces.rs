//! What processes leave behind, block by block: records that say the same of a process, taken together.

use std::collections::HashMap;
use std::hash::BuildHasher;

use super::activity::{Activity, Deed, Wanted};
use super::entry::Process;
use super::identity::{Identity, Moment, Observation, Operation};
use super::texts::{Text, Texts, safe};
use crate::record::Record;

/// Bytes that a stretch comes to until the trees are written, its deeds apart: itself, its process and one that stands for
/// a parent that is not known, and what finds, links, orders and compares those.
pub(super) const EACH: usize = size_of::<ProcessSpan>() + 2 * size_of::<Process>() + 512;

/// Seconds of silence behind which a process that says the same may be another one.
pub(super) const PAUSE: i64 = 3600;

/// Seconds within which an exec of the same command line is the same exec, told twice: by an alert and a log.
pub(super) const TWICE: i64 = 10;

/// How many records of which kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Execs, and what else the operation Process tells.
    pub process: u64,
    /// File events.
    pub file: u64,
    /// Network events.
    pub network: u64,
    /// Anything else: system calls, capabilities.
    pub other: u64,
    /// Those of them that were denied.
    pub denied: u64,
}

impl Counts {
    /// How many there are.
    pub const fn all(self) -> u64 {
        self.process + self.file + self.network + self.other
    }

    /// Takes other ones in.
    pub const fn add(&mut self, other: Self) {
        self.process += other.process;
        self.file += other.file;
        self.network += other.network;
        self.other += other.other;
        self.denied += other.denied;
    }

    fn take(&mut self, operation: Operation, is_denied: bool) {
        match operation {
            Operation::Process => self.process += 1,
            Operation::File => self.file += 1,
            Operation::Network => self.network += 1,
            Operation::Other => self.other += 1,
        }
        self.denied += u64::from(is_denied);
    }
}

/// Records that say the same of a process, none longer than a [`PAUSE`] behind the one before it.
#[derive(Debug)]
pub(super) struct ProcessSpan {
    pub(super) face: Identity,
    /// The command line.
    pub(super) command: Text,
    /// The same, if it begins with an exec of it.
    pub(super) ran: Text,
    pub(super) first: Moment,
    pub(super) last: Moment,
    /// The time of the record that came first, which need not be the earliest.
    came_first: Moment,
    came_last: Moment,
    /// How many records there are, those among them that do not match.
    records: u64,
    /// Of the records that match.
    pub(super) counts: Counts,
    pub(super) deeds: Activity,
}

/// Where the record belongs that was seen last.
#[derive(Clone, Copy, Debug, Default)]
enum At {
    /// There was none, or it names no process.
    #[default]
    Nowhere,
    /// There is no room for its process.
    Beyond,
    ProcessSpan(usize, Operation, bool),
}

/// What was seen of processes, in one block or all.
#[derive(Debug, Default)]
pub struct Traces {
    pub(super) texts: Texts,
    /// In the order in which they came.
    pub(super) stretches: Vec<ProcessSpan>,
    /// The newest stretch by the hash of its face. Two faces of one hash only make for more stretches.
    newest: HashMap<u64, u32, foldhash::fast::RandomState>,
    seeds: foldhash::quality::RandomState,
    at: At,
    /// Records that there was no room for, whether they match or not.
    pub(super) lost: u64,
    /// Records that match and name no process.
    pub(super) without: u64,
    /// Records that match and whose processes there was no room for.
    pub(super) beyond: u64,
}

impl Traces {
    /// Nothing yet, and room for so many bytes.
    pub fn within(bytes: usize) -> Self {
        let mut traces = Self::default();
        traces.texts.left = bytes;
        traces
    }

    /// Takes in what a record says of its process, whether it matches or not.
    pub fn see(&mut self, record: &Record<'_>) {
        self.at = At::Nowhere;
        let Some(sight) = Observation::of(record) else {
            return;
        };
        let stretch = self.stretch_of(&sight);
        self.lost += u64::from(stretch.is_none());
        self.at = stretch.map_or(At::Beyond, |at| {
            At::ProcessSpan(at, sight.operation, sight.is_denied)
        });
    }

    /// Counts the record that was seen last as one that matches.
    pub fn count(&mut self, record: &Record<'_>, wanted: &Wanted) {
        match self.at {
            At::Nowhere => self.without += 1,
            At::Beyond => self.beyond += 1,
            At::ProcessSpan(at, operation, is_denied) => {
                if let Some(stretch) = self.stretches.get_mut(at) {
                    stretch.counts.take(operation, is_denied);
                    let deeds = &mut stretch.deeds;
                    wanted.take(record, operation, is_denied, &mut self.texts, deeds);
                }
            }
        }
    }

    fn stretch_of(&mut self, sight: &Observation<'_>) -> Option<usize> {
        let face = sight.face(&mut self.texts)?;
        let ran = match sight.ran() {
            true => self.texts.number(&safe(&sight.command()))?,
            false => Text::NONE,
        };
        let moment = sight.moment;
        if let Some(at) = self.goes_on(&face, ran, moment) {
            let stretch = self.stretches.get_mut(at)?;
            stretch.extend(moment, moment, moment);
            stretch.records += 1;
            if !stretch.command.is_some() {
                let command = self.texts.number(&safe(&sight.command()));
                stretch.command = command.unwrap_or_default();
            }
            return Some(at);
        }
        let command = self.texts.number(&safe(&sight.command()))?;
        self.begin(ProcessSpan {
            face,
            command,
            ran,
            first: moment,
            last: moment,
            came_first: moment,
            came_last: moment,
            records: 1,
            counts: Counts::default(),
            deeds: Activity::default(),
        })
    }

    /// The stretch that a record belongs to, if it does not begin one.
    fn goes_on(&self, face: &Identity, ran: Text, moment: Moment) -> Option<usize> {
        let at = *self.newest.get(&self.seeds.hash_one(face))? as usize;
        let stretch = self.stretches.get(at).filter(|known| known.face == *face)?;
        let is_same = match ran.is_some() {
            true => stretch.ran == ran && moment.is_near(stretch.came_last, TWICE),
            false => moment.is_near(stretch.came_last, PAUSE),
        };
        is_same.then_some(at)
    }

    fn begin(&mut self, stretch: ProcessSpan) -> Option<usize> {
        let at = self.stretches.len();
        if !self.texts.take(EACH) {
            return None;
        }
        let hash = self.seeds.hash_one(stretch.face);
        self.newest.insert(hash, u32::try_from(at).ok()?);
        self.stretches.push(stretch);
        Some(at)
    }

    /// Takes in what was seen in the block behind.
    pub fn merge(&mut self, other: Self) {
        self.without += other.without;
        self.beyond += other.beyond;
        self.lost += other.lost;
        for stretch in other.stretches {
            let (records, matching) = (stretch.records, stretch.counts.all());
            if self.join(&other.texts, stretch).is_none() {
                self.lost += records;
                self.beyond += matching;
            }
        }
    }

    fn join(&mut self, texts: &Texts, stretch: ProcessSpan) -> Option<()> {
        let mut own = |text: Text| self.texts.number(texts.text(text));
        let face = stretch.face.told_by(&mut own)?;
        let (command, ran) = (own(stretch.command)?, own(stretch.ran)?);
        let own_deeds = stretch.deeds.told_by(&mut own);
        let Some(at) = self.goes_on(&face, ran, stretch.came_first) else {
            let at = self.begin(ProcessSpan {
                face,
                command,
                ran,
                deeds: Activity::default(),
                ..stretch
            })?;
            let deeds = &mut self.stretches.get_mut(at)?.deeds;
            deeds.join(own_deeds, &mut || self.texts.take(Deed::BYTES));
            return Some(());
        };
        let known = self.stretches.get_mut(at)?;
        known.extend(stretch.first, stretch.last, stretch.came_last);
        known.command = known.command.or(command);
        known.records += stretch.records;
        known.counts.add(stretch.counts);
        known
            .deeds
            .join(own_deeds, &mut || self.texts.take(Deed::BYTES));
        Some(())
    }
}

impl ProcessSpan {
    fn extend(&mut self, first: Moment, last: Moment, came_last: Moment) {
        self.first = self.first.min(first);
        self.last = self.last.max(last);
        self.came_last = came_last;
    }
}

impl Identity {
    /// The same where texts have other numbers; `None` if there is no room for one of them.
    fn told_by(self, own: &mut impl FnMut(Text) -> Option<Text>) -> Option<Self> {
        Some(Self {
            host: own(self.host)?,
            parent_exe: own(self.parent_exe)?,
            exe: own(self.exe)?,
            tried: own(self.tried)?,
            ns: own(self.ns)?,
            pod: own(self.pod)?,
            container: own(self.container)?,
            cid: own(self.cid)?,
            tty: own(self.tty)?,
            ..self
        })
    }
}
