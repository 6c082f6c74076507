//! What a line is by its shape: an object, a torn one, text, text with objects in it.

use std::ops::Range;

use super::{Scanner, Sink};
use crate::engine::nesting::Nesting;
use crate::engine::salvage::{Salvaged, salvage};
use crate::engine::stats::{BadLine, EXCERPT};
use crate::input::envelope::{
    BARE, Choice, Envelope, Foreign, KARMOR, Opened, TEXT, Unwrapped, open,
};
use crate::input::{is_of_text_record, text_values};
use crate::json::{Malformed, Reason};
use crate::record::{Origin, marks};

/// Bytes of a malformed line in which secrets are looked for before it is quoted: what is cut there is not quoted.
const QUOTED: usize = 4 << 10;

impl Scanner<'_> {
    pub(super) fn line(&self, origin: Origin<'_>, scratch: &mut Vec<u8>, sink: &mut Sink<'_>) {
        self.objects.set(0);
        match open(self.job.envelope, origin.bytes, scratch) {
            Unwrapped::Blank => {}
            Unwrapped::Payload(opened, row) => {
                let origin = stated(origin, opened);
                self.object(opened.payload, origin, Nesting::of(row), sink);
                let hides = row == KARMOR && !self.has_enough() && hides_more(origin.bytes);
                sink.stats.note_unread_if(hides);
            }
            Unwrapped::Malformed(opened, row) if self.is_worn(row) => {
                let origin = stated(origin, opened);
                self.torn(opened.payload, origin, Nesting::of(row), sink);
            }
            Unwrapped::Malformed(opened, _) => {
                let why = Malformed {
                    at: 0,
                    reason: Reason::NotAnObject,
                };
                self.malformed(opened.payload, why, origin, sink);
            }
            Unwrapped::Foreign(kind, opened, row) => {
                let nesting = Nesting::of(if row == BARE { TEXT } else { row });
                let origin = stated(origin, opened);
                self.foreign((kind, opened.payload), origin, nesting, sink);
            }
        }
    }

    /// Whether a line wears the wrapper that lines are said to wear.
    fn is_worn(&self, row: &Envelope) -> bool {
        match self.job.envelope {
            Choice::Only(only) => only.is_object() || only == row,
            Choice::Auto => true,
        }
    }

    /// What is not one object: those that stand side by side in it, and whole records inside of what is torn.
    pub(super) fn torn(
        &self,
        payload: &[u8],
        origin: Origin<'_>,
        nesting: Nesting,
        sink: &mut Sink<'_>,
    ) {
        let Salvaged { objects, fault, .. } = salvage(payload);
        let end = self.objects_in(payload, &objects, origin, nesting, sink);
        if let Some(why) = fault.filter(|why| !self.has_enough() || why.at < end) {
            self.objects.set(self.objects.get() + 1);
            self.malformed(payload, why, origin, sink);
        }
    }

    /// Reads the objects of a text until there are enough matches; answers where the last one that was read ends.
    fn objects_in(
        &self,
        text: &[u8],
        objects: &[Range<usize>],
        origin: Origin<'_>,
        nesting: Nesting,
        sink: &mut Sink<'_>,
    ) -> usize {
        let mut end = 0;
        for object in objects {
            if self.has_enough() {
                break;
            }
            end = object.end;
            let bytes = text.get(object.clone()).unwrap_or_default();
            self.object(bytes, Origin { bytes, ..origin }, nesting, sink);
        }
        end
    }

    /// Counts a line that begins as JSON and is not.
    fn malformed(&self, payload: &[u8], why: Malformed, origin: Origin<'_>, sink: &mut Sink<'_>) {
        sink.stats.malformed += 1;
        let start = payload.get(..QUOTED).unwrap_or(payload);
        let start = self.redactor.line(start);
        let excerpt = start.get(..EXCERPT).unwrap_or(&start).to_vec();
        let line = sink.stats.lines;
        sink.stats
            .bad_line(line, BadLine::Malformed { why, excerpt });
        sink.fold.on_non_record(&self.redactor.line(origin.bytes));
    }

    /// A text that is no JSON: it may have a whole record in it.
    fn foreign(
        &self,
        (kind, text): (Foreign, &[u8]),
        origin: Origin<'_>,
        nesting: Nesting,
        sink: &mut Sink<'_>,
    ) {
        let is_another = matches!(self.job.envelope, Choice::Only(row) if row != nesting.row);
        let Salvaged {
            objects,
            rest,
            is_given_up,
            ..
        } = match is_another {
            true => Salvaged::nothing(text),
            false => salvage(text),
        };
        let end = self.objects_in(text, &objects, origin, nesting, sink);
        let is_read = |part: &Range<usize>| !self.has_enough() || part.start < end;
        let rest = rest.into_iter().filter(is_read);
        let skipped = rest.filter_map(|part| text.get(part));
        let is_unread = is_given_up || is_of_text_record(text) || are_marked(skipped);
        sink.stats.note_unread_if(is_unread);
        if objects.is_empty() {
            sink.stats.foreign += 1;
            sink.stats.relay += u64::from(kind == Foreign::Klog);
            sink.stats.first_skipped.get_or_insert(sink.stats.lines);
            sink.fold.on_non_record(&self.redactor.line(origin.bytes));
        }
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
