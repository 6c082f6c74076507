//! What a process did with others: peers that it talked to, paths that it wrote to.

use super::identity::Operation;
use super::texts::{TextId, Texts, safe};
use crate::query::macros::built_in;
use crate::query::{Clock, Filter, Infer, Plan, Setting, Term};
use crate::record::Record;
use crate::record::derived::{network, process};
use crate::record::time::Time;

/// What to remember of what processes did.
#[derive(Default)]
pub struct ActivityFilter {
    /// Whether the peers that they talked to.
    pub peers: bool,
    /// What tells that a path was written to; `None` to remember none.
    writes: Option<Plan>,
}

/// A kind of deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActivityKind {
    /// A peer that was connected to.
    Egress,
    /// A peer that connected.
    Ingress,
    /// An address that was listened on.
    Listen,
    /// A name that was asked for.
    Name,
    /// A path that was written to, changed or removed (`is:write`).
    Write,
}

/// Distinct deeds of a stretch that are remembered.
const MOST: usize = 100;

/// What was done, and in how many records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deed {
    pub(super) kind: ActivityKind,
    pub(super) what: TextId,
    pub(super) records: u64,
    pub(super) denied: u64,
}

impl Deed {
    /// Bytes that one takes of a list that has room for twice as many.
    pub(super) const BYTES: usize = 2 * size_of::<Self>();
}

/// What was done, in the order in which it was done first.
#[derive(Debug, Default)]
pub(super) struct Activity {
    pub(super) all: Vec<Deed>,
    /// Records of deeds beyond those.
    pub(super) others: u64,
}

impl ActivityFilter {
    /// Remembers what is asked for.
    pub fn new(peers: bool, writes: bool) -> Self {
        Self {
            peers,
            writes: if writes { plan("is:write") } else { None },
        }
    }

    /// Remembers what the record tells of.
    pub(super) fn take(
        &self,
        record: &Record<'_>,
        operation: Operation,
        is_denied: bool,
        texts: &mut Texts,
        deeds: &mut Activity,
    ) {
        let mut remember = |kind, what: &str| {
            let what = texts.number(&safe(what)).filter(|what| what.is_some());
            let (records, denied) = (1, u64::from(is_denied));
            match what {
                Some(what) => {
                    let deed = Deed {
                        kind,
                        what,
                        records,
                        denied,
                    };
                    deeds.add(deed, || texts.take(Deed::BYTES));
                }
                None => deeds.others += 1,
            }
        };
        if operation == Operation::Network && self.peers {
            peers(record, &mut remember);
        }
        let writes = self
            .writes
            .as_ref()
            .filter(|_| operation == Operation::File);
        if writes.is_some_and(|plan| plan.matches(record)) {
            process::path(record, "", &mut |path| {
                remember(ActivityKind::Write, &path.text);
                true
            });
        }
    }
}

/// A built-in macro, compiled.
fn plan(term: &str) -> Option<Plan> {
    let filter = Filter {
        terms: vec![Term::parse(term).ok()?],
        ..Filter::default()
    };
    let setting = Setting {
        clock: Clock {
            now: Time(0),
            zone: jiff::tz::TimeZone::UTC,
        },
        macros: &built_in(),
        infer: Infer::Zero,
        indicators: None,
        read: &|_| Ok(Vec::new()),
    };
    Some(filter.compile(&setting).ok()?.plan)
}

/// The peer of a network event, and the name that it asks for.
fn peers(record: &Record<'_>, remember: &mut dyn FnMut(ActivityKind, &str)) {
    let mut kind = ActivityKind::Egress;
    network::direction(record, "", &mut |word| {
        kind = match word.text.as_ref() {
            "ingress" => ActivityKind::Ingress,
            "listen" => ActivityKind::Listen,
            _ => ActivityKind::Egress,
        };
        true
    });
    network::address(record, "", &mut |address| {
        let mut port = String::new();
        network::port(record, "", &mut |value| {
            port = format!(":{}", value.text);
            true
        });
        let address = match address.text.contains(':') && !port.is_empty() {
            true => format!("[{}]", address.text),
            false => address.text.to_string(),
        };
        remember(kind, &format!("{address}{port}"));
        true
    });
    network::dns(record, "", &mut |name| {
        remember(ActivityKind::Name, &name.text);
        true
    });
}

impl Activity {
    /// Adds a deed; one that is not known yet only if there is room for it.
    pub(super) fn add(&mut self, deed: Deed, has_room: impl FnOnce() -> bool) {
        let is_full = self.all.len() >= MOST;
        let mut known = self.all.iter_mut();
        match known.find(|known| known.kind == deed.kind && known.what == deed.what) {
            Some(known) => {
                known.records += deed.records;
                known.denied += deed.denied;
            }
            None if is_full || !has_room() => self.others += deed.records,
            None => self.all.push(deed),
        }
    }

    pub(super) fn join(&mut self, other: Self, has_room: &mut dyn FnMut() -> bool) {
        self.others += other.others;
        for deed in other.all {
            self.add(deed, &mut *has_room);
        }
    }

    /// The same where texts have other numbers.
    pub(super) fn told_by(self, own: &mut impl FnMut(TextId) -> Option<TextId>) -> Self {
        let mut told = Self {
            others: self.others,
            ..Self::default()
        };
        for deed in self.all {
            match own(deed.what) {
                Some(what) => told.add(Deed { what, ..deed }, || true),
                None => told.others += deed.records,
            }
        }
        told
    }
}
