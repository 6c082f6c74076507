//! Secrets masked before a fold sees them: the one place where they are.

use std::borrow::Cow;
use std::cell::RefCell;

use crate::record::{Origin, Record, redact};

/// What a fold sees of records and lines.
pub(super) struct Redactor {
    /// Whether secrets are masked.
    is_on: bool,
    /// How many there were in each match of a block that has some.
    found: RefCell<Vec<u32>>,
}

impl Redactor {
    /// One that masks, or one that hands everything on as it is.
    pub(super) fn new(is_on: bool) -> Self {
        Self {
            is_on,
            found: RefCell::default(),
        }
    }

    /// Hands a record on as a fold may see it.
    #[inline]
    pub(super) fn shown<T>(&self, record: &Record<'_>, hand: impl FnOnce(&Record<'_>) -> T) -> T {
        let masked = self.is_on.then(|| redact::payload(record.payload()));
        let Some(masked) = masked.flatten() else {
            return hand(record);
        };
        let origin = Origin {
            bytes: &masked.bytes,
            masked: &masked.secrets,
            ..record.origin()
        };
        hand(&record.of_bytes(&masked.bytes, origin))
    }

    /// The same of a match, whose secrets are counted.
    #[inline]
    pub(super) fn answered(&self, record: &Record<'_>, hand: impl FnOnce(&Record<'_>)) {
        let secrets = self.shown(record, |record| {
            hand(record);
            u32::try_from(record.origin().masked.len()).unwrap_or(u32::MAX)
        });
        if secrets > 0 {
            self.found.borrow_mut().push(secrets);
        }
    }

    /// A line that is no record, or a part of one.
    pub(super) fn line<'l>(&self, line: &'l [u8]) -> Cow<'l, [u8]> {
        match self.is_on {
            true => redact::line(line),
            false => Cow::Borrowed(line),
        }
    }

    /// How many secrets there were in each match that has some; none of them any more.
    pub(super) fn take(&self) -> Vec<u32> {
        self.found.take()
    }
}
