//! One block: lines to records, records to matches, matches to the fold.

use memchr::memmem;

use crate::input::envelope::{Choice, Envelope, Foreign, Line, Opened, inside, lines, open};
use crate::input::{Block, Piece};
use crate::json::full::validate;
use crate::json::{Malformed, Reason};
use crate::record::derived::workload::event_time;
use crate::record::{Class, Origin, Record};

use super::account::{EXCERPT, Flaw, Tally};
use super::finder::Finder;
use super::skim::Skim;
use super::{Fold, Job, Validation};

/// What was made of one piece.
pub(super) struct Batch<P> {
    pub(super) part: P,
    pub(super) tally: Tally,
}

/// Scans pieces, one after the other.
pub(super) struct Scanner<'s, F> {
    job: &'s Job<'s>,
    fold: &'s F,
    scratch: Vec<u8>,
    asks_time: bool,
    /// What a line must hold to be worth reading.
    needles: Option<Vec<String>>,
    /// Finds that, as soon as there is data to choose how.
    finder: Option<Finder>,
    /// Finds where one object follows another on a line. Text of a record can't look like it: a quote would stand
    /// between, escaped.
    seam: memmem::Finder<'static>,
}

/// What an entry of the relay's own log begins with. // kubearmor-relay-server log/logger.go, zap's production encoder
const RELAY: &[u8] = br#"{"level":""#;

/// Bytes of the first block by which the finder tells what is rare.
const SAMPLE: usize = 64 << 10;

/// Wrappers inside of wrappers that are opened, at most.
const MOST_WRAPPERS: usize = 4;

/// What a payload turned out to be.
enum Verdict {
    Match,
    NoMatch,
    Other,
    Malformed(Malformed),
}

impl<'s, F: Fold> Scanner<'s, F> {
    pub(super) fn new(job: &'s Job<'_>, fold: &'s F) -> Self {
        let asks_time = job.plan.asks_time();
        let reads_all = asks_time || fold.sees() || job.validation == Validation::Every;
        Self {
            job,
            fold,
            scratch: Vec::new(),
            asks_time,
            needles: job.plan.needles().filter(|_| job.skims && !reads_all),
            finder: None,
            seam: memmem::Finder::new(b"}{"),
        }
    }

    pub(super) fn scan(&mut self, piece: Piece) -> Batch<F::Part> {
        let mut part = F::Part::default();
        let tally = match piece {
            Piece::Block(block) => self.block(&block, &mut part),
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
        Batch { part, tally }
    }

    fn block(&mut self, block: &Block, part: &mut F::Part) -> Tally {
        let mut tally = Tally {
            source: block.source,
            ..Tally::default()
        };
        let input = self.job.inputs.get(block.source).map_or("", String::as_str);
        let mut scratch = std::mem::take(&mut self.scratch);
        self.tune(block.bytes());
        let mut skim = self
            .finder
            .as_ref()
            .map(|finder| Skim::new(finder, block.bytes()));
        // Lines that are passed over have no seam, and of the others each is asked by itself.
        let has_seam = skim.is_some() || self.seam.find(block.bytes()).is_some();
        for bytes in lines(block.bytes()) {
            tally.lines += 1;
            if skim.as_mut().is_some_and(|skim| skim.passes_over(bytes)) {
                tally.records += 1;
                continue;
            }
            match open(self.job.envelope, bytes, &mut scratch) {
                Line::Blank => {}
                Line::Payload(opened, row) => {
                    let origin = Origin {
                        input,
                        line: number(block, tally.lines),
                        bytes,
                        time: opened.time,
                        host: opened.host,
                        reader: opened.reader,
                    };
                    let layer = Layer { row, depth: 0 };
                    if has_seam && self.seam.find(bytes).is_some() {
                        self.objects(&opened, origin, layer, &mut tally, part);
                    } else {
                        let unsure = skim.as_mut().filter(|skim| skim.is_unsure());
                        let unsure = unsure.map(|skim| (skim, tally.bare()));
                        self.payload(&opened, origin, layer, &mut tally, part);
                        if let Some((skim, _)) = unsure.filter(|(_, before)| tally.bare() > *before)
                        {
                            skim.learn(bytes);
                        }
                    }
                }
                Line::Malformed(payload) => {
                    malformed(&mut tally, payload, shape_fault(payload));
                    self.fold.stray(bytes, part);
                }
                Line::Foreign(kind) => {
                    tally.foreign += 1;
                    tally.relay += u64::from(kind == Foreign::Klog);
                    tally.first_skipped.get_or_insert(tally.lines);
                    self.fold.stray(bytes, part);
                }
            }
        }
        self.scratch = scratch;
        tally
    }

    /// Chooses how to find what a line must hold, by the first data there is.
    fn tune(&mut self, data: &[u8]) {
        if let Some(needles) = self.needles.take() {
            let sample = data.get(..SAMPLE).unwrap_or(data);
            self.finder = Some(Finder::new(needles.iter().map(String::as_str), sample));
        }
    }

    /// Objects side by side, each a record of its own.
    fn objects(
        &self,
        opened: &Opened<'_>,
        origin: Origin<'_>,
        layer: Layer,
        tally: &mut Tally,
        part: &mut F::Part,
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
            self.payload(&Opened { payload, ..*opened }, origin, layer, tally, part);
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
        part: &mut F::Part,
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
            let layer = Layer {
                row,
                depth: layer.depth + 1,
            };
            self.payload(&opened, origin, layer, tally, part);
        }
        true
    }

    fn payload(
        &self,
        opened: &Opened<'_>,
        origin: Origin<'_>,
        layer: Layer,
        tally: &mut Tally,
        part: &mut F::Part,
    ) {
        let must_unwrap =
            layer.depth == 0 && matches!(self.job.envelope, Choice::Only(row) if row.is_object());
        if must_unwrap {
            if !self.inside(opened.payload, origin, layer, tally, part) {
                tally.others += 1;
                tally.first_skipped.get_or_insert(tally.lines);
            }
            return;
        }
        let record = match Record::new(opened.payload, origin) {
            Ok(record) => record,
            Err(why) => {
                self.fold.stray(origin.bytes, part);
                return malformed(tally, opened.payload, why);
            }
        };
        match self.judge(&record, tally, part) {
            Verdict::Malformed(why) => {
                self.fold.stray(origin.bytes, part);
                return malformed(tally, opened.payload, why);
            }
            Verdict::Other => {
                if self.inside(opened.payload, origin, layer, tally, part) {
                    return;
                }
                tally.others += 1;
                tally.relay += u64::from(opened.payload.starts_with(RELAY));
                self.fold.stray(origin.bytes, part);
                tally.first_skipped.get_or_insert(tally.lines);
                return;
            }
            Verdict::Match => {
                tally.matched += 1;
                tally.duplicates += u64::from(record.has_duplicate_keys());
                self.fold.visit(&record, part);
            }
            Verdict::NoMatch => {}
        }
        tally.records += 1;
        tally.unwrapped(layer.row);
        if self.asks_time {
            tally.note_time(event_time(&record));
        }
    }

    fn judge(&self, record: &Record<'_>, tally: &mut Tally, part: &mut F::Part) -> Verdict {
        if self.job.validation == Validation::Every
            && let Err(why) = record.validate()
        {
            return Verdict::Malformed(why);
        }
        let class = record.class();
        if class == Class::Other {
            // Nothing was asked of it that would have shown a fault.
            return match record.validate() {
                Ok(()) => Verdict::Other,
                Err(why) => Verdict::Malformed(why),
            };
        }
        let matches = self.job.plan.matches(record);
        let fault = match matches && self.job.validation == Validation::Hits {
            true => record.validate().err(),
            false => record.fault(),
        };
        if let Some(why) = fault {
            return Verdict::Malformed(why);
        }
        tally.gaps += u64::from(class == Class::Throttle);
        self.fold.see(record, part);
        if class == Class::Throttle && !matches && self.job.plan.concerns(record) {
            self.fold.gap(record, part);
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

/// Which wrapper a payload came out of, and how many are round that.
#[derive(Clone, Copy)]
struct Layer {
    row: &'static Envelope,
    depth: usize,
}

/// Where an object ends on which another one follows.
fn seam_of(text: &[u8]) -> Option<usize> {
    match validate(text) {
        Err(Malformed {
            at,
            reason: Reason::Trailing,
        }) if text[at..].starts_with(b"{") => Some(at),
        _ => None,
    }
}

fn malformed(tally: &mut Tally, payload: &[u8], why: Malformed) {
    tally.malformed += 1;
    let excerpt = payload.get(..EXCERPT).unwrap_or(payload).to_vec();
    tally.flaw(tally.lines, Flaw::Malformed { why, excerpt });
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
