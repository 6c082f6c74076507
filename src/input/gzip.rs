//! Gzip, any number of members. Everything that can be inflated before a fault is delivered.

use std::io::{self, ErrorKind};

use flate2::{Decompress, FlushDecompress, Status};

use super::fault::FaultKind;
use super::feed::{Feed, ReadOutcome};

/// Compressed bytes held at a time.
const CHUNK: usize = 64 << 10;

/// Inflates a feed. flate2's `MultiGzDecoder` would drop what a failing call had inflated.
pub(super) struct Gzip<F> {
    feed: F,
    chunk: Vec<u8>,
    at: usize,
    end: usize,
    /// `None` between members.
    member: Option<Decompress>,
    /// The last call filled its buffer: there may be more without more input.
    full: bool,
    failed: Option<FaultKind>,
}

impl<F: Feed> Gzip<F> {
    pub(super) fn new(feed: F) -> Self {
        Self {
            feed,
            chunk: vec![0; CHUNK],
            at: 0,
            end: 0,
            member: None,
            full: false,
            failed: None,
        }
    }
}

impl<F: Feed> Feed for Gzip<F> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        loop {
            let pending = self.full && self.member.is_some();
            if self.at == self.end && !pending {
                match self.feed.read(&mut self.chunk)? {
                    ReadOutcome::Stopped => return Ok(ReadOutcome::Stopped),
                    ReadOutcome::End if self.member.is_none() => return Ok(ReadOutcome::End),
                    ReadOutcome::End => {
                        return Err(fault(io::Error::from(ErrorKind::UnexpectedEof)));
                    }
                    ReadOutcome::Bytes(count) => (self.at, self.end) = (0, count),
                }
            }
            // 15: the largest window, as gzip always has it
            let member = self.member.get_or_insert_with(|| Decompress::new_gzip(15));
            let (taken, given) = (member.total_in(), member.total_out());
            let status = member.decompress(
                &self.chunk[self.at..self.end],
                buffer,
                FlushDecompress::None,
            );
            self.at += usize::try_from(member.total_in() - taken).unwrap_or(usize::MAX);
            let given = usize::try_from(member.total_out() - given).unwrap_or(usize::MAX);
            self.full = given == buffer.len();
            match status {
                Ok(Status::StreamEnd) => self.member = None,
                Ok(Status::Ok | Status::BufError) => {}
                Err(error) => {
                    self.failed = Some(fault(io::Error::new(ErrorKind::InvalidData, error)));
                }
            }
            if given > 0 {
                return Ok(ReadOutcome::Bytes(given));
            }
            if let Some(failed) = self.failed.take() {
                return Err(failed);
            }
        }
    }
}

fn fault(error: io::Error) -> FaultKind {
    FaultKind::Decompress {
        format: "gzip",
        error,
    }
}
