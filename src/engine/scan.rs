//! One block: lines to records, records to matches, matches to the fold.

use std::cell::Cell;

use memchr::memmem;

use crate::input::envelope::{Choice, Foreign, Line, Opened, inside, open};
use crate::input::{Block, Piece};
use crate::json::full::validate;
use crate::json::{Malformed, Reason};
use crate::record::derived::workload::event_time;
use crate::record::{Class, Layout, Origin, Record, Spot};

use super::account::{EXCERPT, Flaw, Tally};
use super::finder::Finder;
use super::layer::Layer;
use super::mask::Mask;
use super::seam::{SEAM, is_seam, seam_of};
use super::skim::Skim;
use super::taker::Taker;
use super::{Job, Validation};

/// What became of the lines of one piece, beside what was made of its matches.
pub(super) struct Scanned {
    pub(super) tally: Tally,
    /// The matches in which secrets were masked, and how many.
    pub(super) masked: Vec<(u64, u32)>,
}

/// Scans pieces, one after the other. Written once for all folds: it knows them as takers alone.
pub(super) struct Scanner<'s> {
    job: &'s Job<'s>,
    scratch: Vec<u8>,
    asks_time: bool,
    /// What a line must hold to be worth reading: each of these.
    needles: Vec<Vec<String>>,
    /// Finds that, as soon as there is data to choose how.
    finder: Option<Finder>,
    /// How the records are laid out.
    layout: Layout,
    /// What a fold may see.
    mask: Mask,
    /// Objects of the line that were looked at so far.
    nth: Cell<u32>,
    /// Finds what may be one object that follows another on a line.
    seam: memmem::Finder<'static>,
}

/// What an entry of the relay's own log begins with. // kubearmor-relay-server log/logger.go, zap's production encoder
const RELAY: &[u8] = br#"{"level":""#;

/// Bytes of the first block by which the finder tells what is rare.
const SAMPLE: usize = 64 << 10;

/// Bytes of a flawed line in which secrets are looked for before it is quoted: what is cut there is not quoted.
const QUOTED: usize = 4 << 10;

/// Wrappers inside of wrappers that are opened, at most.
const MOST_WRAPPERS: usize = 4;

/// What a payload turned out to be.
enum Verdict {
    Match,
    NoMatch,
    Other,
    Malformed(Malformed),
    /// There may be more objects than one.
    Seam,
}

impl<'s> Scanner<'s> {
    /// A scanner for a fold that wants to be shown every record, or one that does not.
    pub(super) fn new(job: &'s Job<'_>, sees: bool) -> Self {
        let asks_time = job.plan.asks_time();
        let reads_all = sees || job.validation == Validation::Every;
        Self {
            job,
            scratch: Vec::new(),
            asks_time,
            needles: match job.skims && !reads_all {
                true => job.plan.needles(),
                false => Vec::new(),
            },
            finder: None,
            layout: Layout::default(),
            mask: Mask::new(job.redacts),
            nth: Cell::new(0),
            seam: memmem::Finder::new(SEAM),
        }
    }

    pub(super) fn scan(&mut self, piece: Piece, taker: &mut dyn Taker) -> Scanned {
        let tally = match piece {
            Piece::Block(block) => self.block(&block, taker),
            Piece::Oversize { source, bytes, .. } => {
                let mut tally = Tally {
                    source,
                    lines: 1,
                    oversize: 1,
                    ..Tally::default()
                };
                tally.flaw(1, Flaw::Oversize(bytes));
                tally
            }
            Piece::Fault(fault) => Tally::of_fault(fault),
        };
        Scanned {
            tally,
            masked: self.mask.take(),
        }
    }

    fn block(&mut self, block: &Block, taker: &mut dyn Taker) -> Tally {
        let mut tally = Tally {
            source: block.source,
            ..Tally::default()
        };
        let input = self.job.inputs.get(block.source).map_or("", String::as_str);
        let mut scratch = std::mem::take(&mut self.scratch);
        self.tune(block.bytes());
        self.layout.renew();
        let mut skim = Skim::new(self.finder.as_ref(), block.bytes());
        let glances = taker.glances();
        while let Some(bytes) = skim.next_line(|line| self.glance(line, glances, &mut tally, taker))
        {
            tally.pass_over(skim.take_passed());
            tally.lines += 1;
            match open(self.job.envelope, bytes, &mut scratch) {
                Line::Blank => {}
                Line::Payload(opened, row) => {
                    self.nth.set(0);
                    let origin = Origin {
                        input,
                        line: number(block, tally.lines),
                        bytes,
                        masked: &[],
                        spot: spot(block, bytes),
                        time: opened.time,
                        host: opened.host,
                        reader: opened.reader,
                    };
                    let layer = Layer::of(row);
                    let before = tally.bare();
                    self.payload(&opened, origin, layer, &mut tally, taker);
                    if skim.is_unsure() && tally.bare() > before {
                        skim.learn(bytes);
                    }
                }
                Line::Malformed(payload) => {
                    self.malformed(&mut tally, payload, shape_fault(payload));
                    taker.stray(&self.mask.line(bytes));
                }
                Line::Foreign(kind) => {
                    tally.foreign += 1;
                    tally.relay += u64::from(kind == Foreign::Klog);
                    tally.first_skipped.get_or_insert(tally.lines);
                    taker.stray(&self.mask.line(bytes));
                }
            }
        }
        tally.pass_over(skim.take_passed());
        self.scratch = scratch;
        tally
    }

    /// Takes from a line that is passed over what is wanted of every record.
    #[inline]
    fn glance(&self, line: &[u8], glances: bool, tally: &mut Tally, taker: &mut dyn Taker) {
        if !self.asks_time && !glances {
            return;
        }
        let Ok(record) = self.record(line, Origin::default()) else {
            return;
        };
        if self.asks_time {
            tally.note_time(event_time(&record));
        }
        if glances {
            self.mask.shown(&record, |record| taker.see(record));
        }
    }

    /// Chooses how to find what a line must hold, by the first data there is.
    fn tune(&mut self, data: &[u8]) {
        let needles = std::mem::take(&mut self.needles);
        if !needles.is_empty() {
            let sample = data.get(..SAMPLE).unwrap_or(data);
            self.finder = Finder::of_rarest(&needles, sample);
        }
    }

    /// What may be objects side by side, each a record of its own.
    fn objects(
        &self,
        opened: &Opened<'_>,
        origin: Origin<'_>,
        layer: Layer,
        tally: &mut Tally,
        taker: &mut dyn Taker,
    ) {
        let mut rest = opened.payload;
        loop {
            let end = seam_of(rest).unwrap_or(rest.len());
            let (payload, behind) = rest.split_at(end);
            let origin = Origin {
                bytes: if end == opened.payload.len() {
                    origin.bytes
                } else {
                    payload
                },
                ..origin
            };
            let opened = Opened { payload, ..*opened };
            self.payload(&opened, origin, layer.of_one(), tally, taker);
            if behind.is_empty() {
                return;
            }
            rest = behind;
        }
    }

    /// What a wrapper of objects holds; whether it holds any.
    fn inside(
        &self,
        payload: &[u8],
        origin: Origin<'_>,
        layer: Layer,
        tally: &mut Tally,
        taker: &mut dyn Taker,
    ) -> bool {
        if layer.depth == MOST_WRAPPERS {
            return false;
        }
        let choice = match self.job.envelope {
            Choice::Only(row) if layer.depth == 0 && row.is_object() => Choice::Only(row),
            Choice::Only(row) if layer.depth == 0 && !row.is_object() => return false,
            _ => Choice::Auto,
        };
        let mut found = Vec::new();
        let row = inside(choice, payload, &mut |opened| {
            let kept = |text: Option<&[u8]>| text.map(<[u8]>::to_vec);
            found.push((
                opened.payload.to_vec(),
                [opened.time, opened.host, opened.reader].map(kept),
            ));
        });
        let Some(row) = row else {
            return false;
        };
        let is_alone = found.len() == 1;
        for (payload, [time, host, reader]) in &found {
            let origin = Origin {
                bytes: if is_alone { origin.bytes } else { payload },
                time: time.as_deref().or(origin.time),
                host: host.as_deref().or(origin.host),
                reader: reader.as_deref().or(origin.reader),
                ..origin
            };
            let opened = Opened {
                payload,
                ..Opened::default()
            };
            let layer = layer.within(row);
            self.payload(&opened, origin, layer, tally, taker);
        }
        true
    }

    fn payload(
        &self,
        opened: &Opened<'_>,
        origin: Origin<'_>,
        layer: Layer,
        tally: &mut Tally,
        taker: &mut dyn Taker,
    ) {
        let must_unwrap =
            layer.depth == 0 && matches!(self.job.envelope, Choice::Only(row) if row.is_object());
        if must_unwrap {
            if !self.inside(opened.payload, origin, layer, tally, taker) {
                tally.others += 1;
                tally.first_skipped.get_or_insert(tally.lines);
            }
            return;
        }
        let nth = self.nth.get();
        let spot = Spot { nth, ..origin.spot };
        let origin = Origin { spot, ..origin };
        let record = match self.record(opened.payload, origin) {
            Ok(record) => record,
            Err(why) => {
                self.nth.set(nth + 1);
                taker.stray(&self.mask.line(origin.bytes));
                return self.malformed(tally, opened.payload, why);
            }
        };
        match self.judge(&record, layer, tally, taker) {
            Verdict::Seam => return self.objects(opened, origin, layer, tally, taker),
            Verdict::Malformed(why) => {
                self.nth.set(nth + 1);
                taker.stray(&self.mask.line(origin.bytes));
                return self.malformed(tally, opened.payload, why);
            }
            Verdict::Other => {
                if self.inside(opened.payload, origin, layer, tally, taker) {
                    return;
                }
                self.nth.set(nth + 1);
                tally.others += 1;
                tally.relay += u64::from(opened.payload.starts_with(RELAY));
                taker.stray(&self.mask.line(origin.bytes));
                tally.first_skipped.get_or_insert(tally.lines);
                return;
            }
            Verdict::Match => {
                tally.matched += 1;
                tally.duplicates += u64::from(self.is_walked(taker) && record.has_duplicate_keys());
                let nth = tally.matched - 1;
                self.mask
                    .answered(nth, &record, |record| taker.visit(record));
            }
            Verdict::NoMatch => {}
        }
        self.nth.set(nth + 1);
        tally.records += 1;
        tally.unwrapped(layer.row);
        if self.asks_time {
            tally.note_time(event_time(&record));
        }
    }

    /// Counts a line that begins as JSON and is not.
    fn malformed(&self, tally: &mut Tally, payload: &[u8], why: Malformed) {
        tally.malformed += 1;
        let start = payload.get(..QUOTED).unwrap_or(payload);
        let start = self.mask.line(start);
        let excerpt = start.get(..EXCERPT).unwrap_or(&start).to_vec();
        tally.flaw(tally.lines, Flaw::Malformed { why, excerpt });
    }

    /// A view of a record, learned from and read by what was learned unless all is to be read plainly.
    fn record<'a>(
        &'a self,
        payload: &'a [u8],
        origin: Origin<'a>,
    ) -> Result<Record<'a>, Malformed> {
        match self.job.skims {
            true => Record::learning(payload, origin, &self.layout),
            false => Record::new(payload, origin),
        }
    }

    /// Whether a match is walked to its end.
    fn is_walked(&self, taker: &dyn Taker) -> bool {
        taker.needs_whole() || self.job.validation == Validation::Every
    }

    fn judge(
        &self,
        record: &Record<'_>,
        layer: Layer,
        tally: &mut Tally,
        taker: &mut dyn Taker,
    ) -> Verdict {
        let no_record = |why: Malformed| match !layer.is_one && is_seam(record.payload(), why) {
            true => Verdict::Seam,
            false => Verdict::Malformed(why),
        };
        if self.job.validation == Validation::Every
            && let Err(why) = record.validate()
        {
            return no_record(why);
        }
        let class = record.class();
        if class == Class::Other {
            // Nothing was asked of it that would have shown a fault.
            return match record.validate() {
                Ok(()) => Verdict::Other,
                Err(why) => no_record(why),
            };
        }
        let matches = self.job.plan.matches(record);
        let fault = match matches && (self.is_walked(taker) || !record.is_framed()) {
            true => record.validate().err(),
            false => record.fault(),
        };
        if let Some(why) = fault {
            return no_record(why);
        }
        if !layer.is_one && self.seam.find(record.rest()).is_some() {
            return Verdict::Seam;
        }
        tally.gaps += u64::from(class == Class::Throttle);
        self.mask.shown(record, |record| taker.see(record));
        if class == Class::Throttle && !matches && self.job.plan.concerns(record) {
            self.mask.shown(record, |record| taker.gap(record));
        }
        if matches {
            Verdict::Match
        } else {
            Verdict::NoMatch
        }
    }
}

/// The number in its input of the nth line of a block, from 1; 0 where lines are not counted.
const fn number(block: &Block, nth: u64) -> u64 {
    match block.line {
        0 => 0,
        first => first + nth - 1,
    }
}

/// Where a line of a block stands in it.
fn spot(block: &Block, line: &[u8]) -> Spot {
    let narrow = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    let at = line.as_ptr().addr() - block.bytes().as_ptr().addr();
    Spot {
        at: narrow(at),
        nth: 0,
        len: narrow(line.len()),
    }
}

/// Why a payload that is no object by its shape is none.
fn shape_fault(payload: &[u8]) -> Malformed {
    match validate(payload) {
        Err(why) => why,
        Ok(()) => Malformed {
            at: 0,
            reason: Reason::NotAnObject,
        },
    }
}
