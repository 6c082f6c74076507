//! One block: lines to records, records to matches, matches to the fold.

use std::cell::Cell;
use std::ops::Range;

use crate::input::envelope::{
    BARE, Choice, Envelope, Foreign, KARMOR, Opened, TEXT, Unwrapped, inside, open, unopened,
};
use crate::input::{Block, Piece, TextRecord, is_of_text_record, text_record, text_values};
use crate::json::full::validate;
use crate::json::proof::prove;
use crate::json::{Malformed, Reason};
use crate::query::Within;
use crate::record::derived::workload::event_time;
use crate::record::{Class, KeyOrder, Origin, Position, Record, marks};

use super::account::{BadLine, BlockStats, EXCERPT};
use super::fold::ErasedFold;
use super::literal_finder::Finder;
use super::nesting::Layer;
use super::prefilter::Prefilter;
use super::redactor::Mask;
use super::salvage::{Salvaged, salvage};
use super::{Job, Until};

/// What became of the lines of one piece, beside what was made of its matches.
pub(super) struct Scanned {
    pub(super) tally: BlockStats,
    /// How many secrets were masked in each match that has some.
    pub(super) masked: Vec<u32>,
}

/// Scans pieces, one after the other. Written once for all folds: it does not know their types.
pub(super) struct Scanner<'s> {
    job: &'s Job<'s>,
    scratch: Vec<u8>,
    asks_time: bool,
    /// The window of time that is asked about.
    within: Within,
    /// What a line must hold to be worth reading: each of these.
    needles: Vec<Vec<String>>,
    /// Finds that, as soon as there is data to choose how.
    finder: Option<Finder>,
    /// How the records are laid out.
    layout: KeyOrder,
    /// What a fold may see.
    mask: Mask,
    /// Objects of the line that were looked at so far.
    nth: Cell<u32>,
    /// Matches that are still wanted.
    wanted: Cell<u64>,
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
enum Outcome {
    Match,
    NoMatch,
    Other,
    /// It is not one object.
    Malformed,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(job: &'s Job<'_>) -> Self {
        let asks_time = job.plan.asks_time();
        Self {
            job,
            scratch: Vec::new(),
            asks_time,
            within: job.plan.within(),
            needles: match job.skims && may_be_bare(job.envelope) {
                true => job.plan.needles(),
                false => Vec::new(),
            },
            finder: None,
            layout: KeyOrder::default(),
            mask: Mask::new(job.redacts),
            nth: Cell::new(0),
            wanted: Cell::new(match job.until {
                Until::Matches(count) => count,
                Until::End | Until::Told => u64::MAX,
            }),
        }
    }

    pub(super) fn scan(&mut self, piece: Piece, taker: &mut dyn ErasedFold) -> Scanned {
        let tally = match piece {
            Piece::Block(block) => self.block(&block, taker),
            Piece::Oversize { source, bytes, .. } => {
                let mut tally = BlockStats {
                    source,
                    lines: 1,
                    oversize: 1,
                    ..BlockStats::default()
                };
                tally.flaw(1, BadLine::Oversize(bytes));
                tally
            }
            Piece::Fault(fault) => BlockStats::of_fault(fault),
        };
        Scanned {
            tally,
            masked: self.mask.take(),
        }
    }

    /// Whether as many matches were found as are wanted.
    pub(super) const fn has_enough(&self) -> bool {
        self.wanted.get() == 0
    }

    fn block(&mut self, block: &Block, taker: &mut dyn ErasedFold) -> BlockStats {
        let mut tally = BlockStats {
            source: block.source,
            ..BlockStats::default()
        };
        let input = self.job.inputs.get(block.source).map_or("", String::as_str);
        let mut scratch = std::mem::take(&mut self.scratch);
        if !taker.wants_all() {
            self.tune(block.bytes());
        }
        self.layout.renew();
        let mut skim = Prefilter::new(self.finder.as_ref(), block.bytes());
        let glances = taker.wants_skipped();
        let (mut joined, mut end) = (Vec::new(), 0);
        while let Some(bytes) = skim.next_line(|line| self.glance(line, glances, &mut tally, taker))
        {
            tally.pass_over(skim.take_passed());
            tally.lines += 1;
            let at = offset(block, bytes);
            if at < end {
                continue;
            }
            let text = self.text_record(block, bytes, &mut joined);
            end = text.map_or(end, |text| at + text.len);
            tally.note_unread_if(text.is_some_and(|text| text.is_cut));
            let span = block.bytes().get(at..end).filter(|_| text.is_some());
            let (line, span) = span.map_or((bytes, bytes), |span| (joined.as_slice(), span));
            let origin = Origin {
                input,
                line: number(block, tally.lines),
                bytes: line,
                spot: spot(block, span),
                ..Origin::default()
            };
            self.line(origin, &mut scratch, &mut tally, taker);
            if self.has_enough() {
                break;
            }
        }
        tally.pass_over(skim.take_passed());
        self.scratch = scratch;
        tally
    }

    fn line(
        &self,
        origin: Origin<'_>,
        scratch: &mut Vec<u8>,
        tally: &mut BlockStats,
        taker: &mut dyn ErasedFold,
    ) {
        self.nth.set(0);
        match open(self.job.envelope, origin.bytes, scratch) {
            Unwrapped::Blank => {}
            Unwrapped::Payload(opened, row) => {
                let origin = stated(origin, opened);
                self.payload(opened.payload, origin, Layer::of(row), tally, taker);
                let hides = row == KARMOR && !self.has_enough() && hides_more(origin.bytes);
                tally.note_unread_if(hides);
            }
            Unwrapped::Malformed(opened, row) if self.is_worn(row) => {
                let origin = stated(origin, opened);
                self.torn(opened.payload, origin, Layer::of(row), tally, taker);
            }
            Unwrapped::Malformed(opened, _) => {
                let why = Malformed {
                    at: 0,
                    reason: Reason::NotAnObject,
                };
                self.malformed(opened.payload, why, origin, tally, taker);
            }
            Unwrapped::Foreign(kind, opened, row) => {
                let layer = Layer::of(if row == BARE { TEXT } else { row });
                let origin = stated(origin, opened);
                self.foreign((kind, opened.payload), origin, layer, tally, taker);
            }
        }
    }

    /// Puts a record of text together that begins with a line.
    fn text_record(&self, block: &Block, line: &[u8], joined: &mut Vec<u8>) -> Option<TextRecord> {
        let may_begin = matches!(line, [b'=' | b'C' | b'H', ..]);
        if !may_begin || !matches!(self.job.envelope, Choice::Auto) {
            return None;
        }
        text_record(block.bytes().get(offset(block, line)..)?, joined)
    }

    /// Takes from a line that is passed over what is wanted of every record.
    #[inline]
    fn glance(
        &self,
        line: &[u8],
        glances: bool,
        tally: &mut BlockStats,
        taker: &mut dyn ErasedFold,
    ) {
        if !self.asks_time && !glances {
            return;
        }
        let Ok(record) = self.record(line, Origin::default()) else {
            return;
        };
        if self.asks_time {
            tally.note_time(event_time(&record), &self.within);
        }
        if glances {
            self.mask.shown(&record, |record| taker.on_record(record));
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

    /// What is not one object: those that stand side by side in it, and whole records inside of what is torn.
    fn torn(
        &self,
        payload: &[u8],
        origin: Origin<'_>,
        layer: Layer,
        tally: &mut BlockStats,
        taker: &mut dyn ErasedFold,
    ) {
        let Salvaged { objects, fault, .. } = salvage(payload);
        let mut end = 0;
        for object in objects {
            if self.has_enough() {
                break;
            }
            end = object.end;
            let object = payload.get(object).unwrap_or_default();
            let origin = Origin {
                bytes: object,
                ..origin
            };
            self.payload(object, origin, layer, tally, taker);
        }
        if let Some(why) = fault.filter(|why| !self.has_enough() || why.at < end) {
            self.nth.set(self.nth.get() + 1);
            self.malformed(payload, why, origin, tally, taker);
        }
    }

    /// Whether a line wears the wrapper that lines are said to wear.
    fn is_worn(&self, row: &Envelope) -> bool {
        match self.job.envelope {
            Choice::Only(only) => only.is_object() || only == row,
            Choice::Auto => true,
        }
    }

    /// A text that is no JSON: it may have a whole record in it.
    fn foreign(
        &self,
        (kind, text): (Foreign, &[u8]),
        origin: Origin<'_>,
        layer: Layer,
        tally: &mut BlockStats,
        taker: &mut dyn ErasedFold,
    ) {
        let is_another = matches!(self.job.envelope, Choice::Only(row) if row != layer.row);
        let Salvaged {
            objects,
            rest,
            is_given_up,
            ..
        } = match is_another {
            true => Salvaged::nothing(text),
            false => salvage(text),
        };
        let mut end = 0;
        for object in &objects {
            if self.has_enough() {
                break;
            }
            end = object.end;
            let object = text.get(object.clone()).unwrap_or_default();
            let origin = Origin {
                bytes: object,
                ..origin
            };
            self.payload(object, origin, layer, tally, taker);
        }
        let is_read = |part: &Range<usize>| !self.has_enough() || part.start < end;
        let rest = rest.into_iter().filter(is_read);
        let skipped = rest.filter_map(|part| text.get(part));
        let is_unread = is_given_up || is_of_text_record(text) || are_marked(skipped);
        tally.note_unread_if(is_unread);
        if objects.is_empty() {
            tally.foreign += 1;
            tally.relay += u64::from(kind == Foreign::Klog);
            tally.first_skipped.get_or_insert(tally.lines);
            taker.on_non_record(&self.mask.line(origin.bytes));
        }
    }

    /// What a wrapper of objects holds; whether it holds any.
    fn inside(
        &self,
        payload: &[u8],
        origin: Origin<'_>,
        layer: Layer,
        tally: &mut BlockStats,
        taker: &mut dyn ErasedFold,
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
            self.payload(payload, origin, layer.within(row), tally, taker);
        }
        if !self.has_enough() {
            let mut is_unread = false;
            unopened(row, payload, &mut |part| is_unread |= marks::are_in(part));
            tally.note_unread_if(is_unread);
        }
        true
    }

    fn payload(
        &self,
        payload: &[u8],
        origin: Origin<'_>,
        layer: Layer,
        tally: &mut BlockStats,
        taker: &mut dyn ErasedFold,
    ) {
        if self.has_enough() {
            return;
        }
        let must_unwrap =
            layer.depth == 0 && matches!(self.job.envelope, Choice::Only(row) if row.is_object());
        if must_unwrap {
            if validate(payload).is_err() {
                self.torn(payload, origin, layer, tally, taker);
            } else if !self.inside(payload, origin, layer, tally, taker) {
                tally.others += 1;
                tally.first_skipped.get_or_insert(tally.lines);
                tally.note_unread_if(marks::are_in(payload));
            }
            return;
        }
        let nth = self.nth.get();
        let spot = Position { nth, ..origin.spot };
        let origin = Origin { spot, ..origin };
        let Ok(record) = self.record(payload, origin) else {
            return self.torn(payload, origin, layer, tally, taker);
        };
        match self.judge(&record, tally, taker) {
            Outcome::Malformed => return self.torn(payload, origin, layer, tally, taker),
            Outcome::Other => {
                if self.inside(payload, origin, layer, tally, taker) {
                    return;
                }
                self.nth.set(nth + 1);
                tally.others += 1;
                tally.relay += u64::from(payload.starts_with(RELAY));
                taker.on_non_record(&self.mask.line(origin.bytes));
                tally.first_skipped.get_or_insert(tally.lines);
                tally.note_unread_if(marks::are_in(payload));
                return;
            }
            Outcome::Match => {
                tally.matched += 1;
                self.wanted.set(self.wanted.get().saturating_sub(1));
                tally.duplicates += u64::from(self.is_walked(taker) && record.has_duplicate_keys());
                self.mask.answered(&record, |record| taker.visit(record));
            }
            Outcome::NoMatch => {}
        }
        self.nth.set(nth + 1);
        tally.records += 1;
        tally.unwrapped(layer.row);
        if self.asks_time {
            tally.note_time(event_time(&record), &self.within);
        }
    }

    /// Counts a line that begins as JSON and is not.
    fn malformed(
        &self,
        payload: &[u8],
        why: Malformed,
        origin: Origin<'_>,
        tally: &mut BlockStats,
        taker: &mut dyn ErasedFold,
    ) {
        tally.malformed += 1;
        let start = payload.get(..QUOTED).unwrap_or(payload);
        let start = self.mask.line(start);
        let excerpt = start.get(..EXCERPT).unwrap_or(&start).to_vec();
        tally.flaw(tally.lines, BadLine::Malformed { why, excerpt });
        taker.on_non_record(&self.mask.line(origin.bytes));
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
    fn is_walked(&self, taker: &dyn ErasedFold) -> bool {
        taker.tells_duplicates() || self.job.tells_duplicates
    }

    fn judge(
        &self,
        record: &Record<'_>,
        tally: &mut BlockStats,
        taker: &mut dyn ErasedFold,
    ) -> Outcome {
        let class = record.class();
        let matches = class != Class::Other && self.job.plan.matches(record);
        let is_whole = match matches && self.is_walked(taker) {
            true => record.validate().is_ok(),
            false => prove(record.payload(), None).is_some() || record.validate().is_ok(),
        };
        if !is_whole {
            return Outcome::Malformed;
        }
        if class == Class::Other {
            return Outcome::Other;
        }
        tally.gaps += u64::from(class == Class::Throttle);
        self.mask.shown(record, |record| taker.on_record(record));
        if class == Class::Throttle && !matches && self.job.plan.concerns(record) {
            self.mask.shown(record, |record| taker.on_throttle(record));
        }
        if matches {
            Outcome::Match
        } else {
            Outcome::NoMatch
        }
    }
}

/// Whether a bare object is a payload.
fn may_be_bare(envelope: Choice) -> bool {
    match envelope {
        Choice::Auto => true,
        Choice::Only(row) => row == BARE,
    }
}

/// Where a record came from, with what its wrapper states.
const fn stated<'a>(origin: Origin<'a>, opened: Opened<'a>) -> Origin<'a> {
    Origin {
        time: opened.time,
        host: opened.host,
        reader: opened.reader,
        ..origin
    }
}

/// Whether one of the parts of a line holds telemetry.
fn are_marked<'t>(parts: impl IntoIterator<Item = &'t [u8]>) -> bool {
    parts.into_iter().any(marks::are_in)
}

/// Whether a line that was put together of a record of text may hold more than that: in a value with line breaks telemetry
/// stands, or a key comes twice.
fn hides_more(line: &[u8]) -> bool {
    text_values(line).is_some_and(|values| values.is_repeated || are_marked(values.continued))
}

/// The number in its input of the nth line of a block, from 1; 0 where lines are not counted.
const fn number(block: &Block, nth: u64) -> u64 {
    match block.line {
        0 => 0,
        first => first + nth - 1,
    }
}

/// Where a line of a block begins in it.
fn offset(block: &Block, line: &[u8]) -> usize {
    line.as_ptr().addr() - block.bytes().as_ptr().addr()
}

/// Where a line of a block stands in it.
fn spot(block: &Block, line: &[u8]) -> Position {
    let narrow = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    Position {
        at: narrow(offset(block, line)),
        nth: 0,
        len: narrow(line.len()),
    }
}
