//! What went through, to tell later that it is the same: the length and the SHA-256 of an input, before decompression.

use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::fault::FaultKind;
use super::feed::{Feed, ReadOutcome};

/// What an input is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Its index among the inputs.
    pub source: usize,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// The digests of the inputs that were read to their end.
#[derive(Debug, Default)]
pub struct Digests(Mutex<Vec<Digest>>);

impl Digests {
    /// That of an input; `None` if it was not read to its end.
    pub fn of(&self, source: usize) -> Option<Digest> {
        let digests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        digests
            .iter()
            .find(|digest| digest.source == source)
            .cloned()
    }

    fn add(&self, digest: Digest) {
        let mut digests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        digests.push(digest);
    }
}

/// A feed that is digested as it goes by.
pub(super) struct Digested<F> {
    pub(super) feed: F,
    pub(super) source: usize,
    pub(super) digests: std::sync::Arc<Digests>,
    state: Option<(Sha256, u64)>,
}

impl<F> Digested<F> {
    pub(super) fn new(feed: F, source: usize, digests: std::sync::Arc<Digests>) -> Self {
        Self {
            feed,
            source,
            digests,
            state: Some((Sha256::new(), 0)),
        }
    }
}

impl<F: Feed> Feed for Digested<F> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind> {
        let step = self.feed.read(buffer)?;
        match &step {
            ReadOutcome::Bytes(count) => {
                if let Some((state, bytes)) = &mut self.state {
                    state.update(buffer.get(..*count).unwrap_or_default());
                    *bytes += *count as u64;
                }
            }
            ReadOutcome::End => {
                if let Some((state, bytes)) = self.state.take() {
                    self.digests.add(Digest {
                        source: self.source,
                        bytes,
                        sha256: hex(&state.finalize()),
                    });
                }
            }
            ReadOutcome::Stopped => self.state = None,
        }
        Ok(step)
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to memory can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
