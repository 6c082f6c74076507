//! What processes leave behind, block by block: records that say the same of a process, taken together.

use std::collections::HashMap;
use std::hash::BuildHasher;

use super::activity::{Activity, ActivityFilter, Deed};
use super::counts::OperationCounts;
use super::entry::Process;
use super::identity::{Identity, Moment, Observation, Operation};
use super::span::{PAUSE, ProcessSpan, TWICE};
use super::texts::{TextId, Texts, safe};
use crate::record::Record;

/// Bytes that a stretch comes to until the trees are written, its deeds apart: itself, its process and one that stands for
/// a parent that is not known, and what finds, links, orders and compares those.
pub(super) const EACH: usize = size_of::<ProcessSpan>() + 2 * size_of::<Process>() + 512;

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
    pub fn count(&mut self, record: &Record<'_>, wanted: &ActivityFilter) {
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
            false => TextId::NONE,
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
            counts: OperationCounts::default(),
            deeds: Activity::default(),
        })
    }

    /// The stretch that a record belongs to, if it does not begin one.
    fn goes_on(&self, face: &Identity, ran: TextId, moment: Moment) -> Option<usize> {
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
        let mut own = |text: TextId| self.texts.number(texts.text(text));
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
