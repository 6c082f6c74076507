//! What an object in a line is: a record that matches or not, a wrapper of records, something else.

use super::{Scanner, Sink};
use crate::engine::nesting::Nesting;
use crate::input::envelope::{Choice, inside, unopened};
use crate::json::full::validate;
use crate::json::proof::prove;
use crate::record::derived::workload::event_time;
use crate::record::{Class, Origin, Position, Record, marks};

/// What an entry of the relay's own log begins with. // kubearmor-relay-server log/logger.go, zap's production encoder
const RELAY: &[u8] = br#"{"level":""#;

/// Wrappers inside of wrappers that are opened, at most.
const MOST_WRAPPERS: usize = 4;

/// What an object turned out to be.
enum Judgement {
    Match,
    NoMatch,
    /// No telemetry itself.
    Other,
    /// It is not one object.
    Malformed,
}

impl Scanner<'_> {
    /// Takes what looks like one object.
    pub(super) fn object(
        &self,
        payload: &[u8],
        origin: Origin<'_>,
        nesting: Nesting,
        sink: &mut Sink<'_>,
    ) {
        if self.has_enough() {
            return;
        }
        if nesting.depth == 0 && matches!(self.job.envelope, Choice::Only(row) if row.is_object()) {
            if validate(payload).is_err() {
                self.torn(payload, origin, nesting, sink);
            } else if !self.inside(payload, origin, nesting, sink) {
                sink.note_other(payload);
            }
            return;
        }
        let nth = self.objects.get();
        let spot = Position { nth, ..origin.spot };
        let origin = Origin { spot, ..origin };
        let Ok(record) = self.record(payload, origin) else {
            return self.torn(payload, origin, nesting, sink);
        };
        match self.judge(&record, sink) {
            Judgement::Malformed => return self.torn(payload, origin, nesting, sink),
            Judgement::Other => {
                if !self.inside(payload, origin, nesting, sink) {
                    self.objects.set(nth + 1);
                    sink.stats.relay += u64::from(payload.starts_with(RELAY));
                    sink.fold.on_non_record(&self.redactor.line(origin.bytes));
                    sink.note_other(payload);
                }
                return;
            }
            Judgement::Match => self.matched(&record, sink),
            Judgement::NoMatch => {}
        }
        self.objects.set(nth + 1);
        sink.stats.records += 1;
        sink.stats.unwrapped(nesting.row);
        if self.asks_time {
            sink.stats.note_time(event_time(&record), &self.within);
        }
    }

    fn matched(&self, record: &Record<'_>, sink: &mut Sink<'_>) {
        sink.stats.matched += 1;
        self.wanted.set(self.wanted.get().saturating_sub(1));
        let is_duplicate = self.tells_duplicates(sink) && record.has_duplicate_keys();
        sink.stats.duplicates += u64::from(is_duplicate);
        self.redactor
            .answered(record, |record| sink.fold.visit(record));
    }

    /// Whether it is counted how many matches have a key twice, for which each is walked to its end.
    fn tells_duplicates(&self, sink: &Sink<'_>) -> bool {
        sink.fold.tells_duplicates() || self.job.tells_duplicates
    }

    fn judge(&self, record: &Record<'_>, sink: &mut Sink<'_>) -> Judgement {
        let class = record.class();
        let matches = class != Class::Other && self.job.plan.matches(record);
        let is_whole = match matches && self.tells_duplicates(sink) {
            true => record.validate().is_ok(),
            false => prove(record.payload(), None).is_some() || record.validate().is_ok(),
        };
        if !is_whole {
            return Judgement::Malformed;
        }
        if class == Class::Other {
            return Judgement::Other;
        }
        sink.stats.gaps += u64::from(class == Class::Throttle);
        self.redactor
            .shown(record, |record| sink.fold.on_record(record));
        if class == Class::Throttle && !matches && self.job.plan.concerns(record) {
            self.redactor
                .shown(record, |record| sink.fold.on_throttle(record));
        }
        match matches {
            true => Judgement::Match,
            false => Judgement::NoMatch,
        }
    }

    /// Takes what a wrapper of objects holds; answers whether it holds any.
    fn inside(
        &self,
        payload: &[u8],
        origin: Origin<'_>,
        nesting: Nesting,
        sink: &mut Sink<'_>,
    ) -> bool {
        if nesting.depth == MOST_WRAPPERS {
            return false;
        }
        let choice = match self.job.envelope {
            Choice::Only(row) if nesting.depth == 0 && row.is_object() => Choice::Only(row),
            Choice::Only(row) if nesting.depth == 0 && !row.is_object() => return false,
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
            self.object(payload, origin, nesting.within(row), sink);
        }
        if !self.has_enough() {
            let mut is_unread = false;
            unopened(row, payload, &mut |part| is_unread |= marks::are_in(part));
            sink.stats.note_unread_if(is_unread);
        }
        true
    }
}

impl Sink<'_> {
    /// Counts an object that is no telemetry.
    fn note_other(&mut self, payload: &[u8]) {
        self.stats.others += 1;
        self.stats.first_skipped.get_or_insert(self.stats.lines);
        self.stats.note_unread_if(marks::are_in(payload));
    }
}
