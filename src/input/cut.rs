//! Bytes as they arrive to blocks of whole lines. Knows LF, nothing of where the bytes come from.

use std::collections::VecDeque;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

use super::block::{BlockPosition, Pool, Storage};
use super::frame::whole;
use super::{Options, Piece};

/// Cuts a stream: [`room`](Self::room) to read into, [`took`](Self::took) for what was read, [`finish`](Self::finish).
///
/// Holds at most one read, the line before it and a record of text that may go on; a line over the limit is counted, not
/// kept. But for records of text, every byte is looked at once, however small the reads are.
pub(super) struct Cutter {
    position: BlockPosition,
    pool: Pool,
    block: usize,
    max_line: usize,
    /// All of it is initialised, `..filled` is data: the line begun and not ended yet.
    buffer: Vec<u8>,
    filled: usize,
    /// Bytes at the beginning of the buffer that are lines of a record of text, which may go on.
    held: usize,
    /// Bytes so far of an over-long line that began at `position`; `filled` is 0 then.
    skipped: Option<u64>,
}

impl Cutter {
    pub(super) fn new(position: BlockPosition, options: &Options, pool: &Pool) -> Self {
        let Options {
            block, max_line, ..
        } = *options;
        let buffer = pool.take();
        Self {
            position,
            pool: pool.clone(),
            block: block.max(1),
            max_line,
            buffer,
            filled: 0,
            held: 0,
            skipped: None,
        }
    }

    /// Where the next read goes: exactly one block's worth.
    pub(super) fn room(&mut self) -> &mut [u8] {
        let end = self.filled + self.block;
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        &mut self.buffer[self.filled..end]
    }

    /// `count` bytes were read into the room: everything up to the last LF goes out, but for a record of text that may go
    /// on behind it.
    pub(super) fn took(&mut self, count: usize, out: &mut VecDeque<Piece>) {
        let seen = self.filled;
        self.filled += count;
        let mut start = 0;
        if let Some(skipped) = self.skipped {
            let Some(at) = memchr(b'\n', &self.buffer[..self.filled]) else {
                self.skipped = Some(skipped + self.filled as u64);
                self.filled = 0;
                return;
            };
            start = at + 1;
            self.skipped = None;
            out.push_back(self.position.oversize(skipped + start as u64));
        }
        let fresh = seen.max(start);
        let lines = match memrchr(b'\n', &self.buffer[fresh..self.filled]) {
            Some(at) => start..fresh + at + 1,
            None => start..start.max(self.held),
        };
        let line = self.filled - lines.end;
        if line > self.max_line {
            // The line is too long; what waited before it goes on no further.
            if lines.end > 0 {
                self.emit(lines, out);
            }
            self.skipped = Some(line as u64);
            (self.filled, self.held) = (0, 0);
            return;
        }
        let end = match lines.end == self.held {
            true => start,
            false => start + whole(&self.buffer[lines.clone()]),
        };
        if end > 0 {
            self.emit(start..end, out);
        }
        self.held = lines.end - end;
    }

    /// The stream has ended: what is left is its last line.
    pub(super) fn finish(&mut self, out: &mut VecDeque<Piece>) {
        if let Some(skipped) = self.skipped.take() {
            out.push_back(self.position.oversize(skipped));
        } else if self.filled > 0 {
            let rest = self.buffer[..self.filled].to_vec();
            self.filled = 0;
            out.push_back(self.position.block(Storage::Owned(rest)));
        }
    }

    /// Sends `lines` (which end with LF, or are empty) out and moves what follows them to the front.
    fn emit(&mut self, lines: Range<usize>, out: &mut VecDeque<Piece>) {
        let rest = lines.end..self.filled;
        self.filled = rest.len();
        if lines.len() <= self.max_line.saturating_add(1) && lines.len() > self.buffer.len() / 4 {
            let mut next = self.pool.take();
            if next.len() < rest.len() {
                next.resize(rest.len(), 0);
            }
            next[..rest.len()].copy_from_slice(&self.buffer[rest]);
            let full = self.pool.lend(std::mem::replace(&mut self.buffer, next));
            out.push_back(self.position.block(Storage::Pooled(full, lines)));
            return;
        }
        let copied = &self.buffer[lines];
        each_run(copied, self.max_line, |run| {
            out.push_back(match run {
                LineRun::Lines(range) => {
                    self.position.block(Storage::Owned(copied[range].to_vec()))
                }
                LineRun::Long(range) => self.position.oversize(range.len() as u64),
            });
        });
        self.buffer.copy_within(rest, 0);
    }
}

impl Drop for Cutter {
    fn drop(&mut self) {
        // many small files need one buffer, not one each
        drop(self.pool.lend(std::mem::take(&mut self.buffer)));
    }
}

/// Part of a run of lines.
pub(super) enum LineRun {
    /// Lines within the limit.
    Lines(Range<usize>),
    /// One line over it.
    Long(Range<usize>),
}

/// Parts `bytes`, which end with LF, at the lines longer than `max_line`. Scans only if there can be one.
pub(super) fn each_run(bytes: &[u8], max_line: usize, mut run: impl FnMut(LineRun)) {
    let (mut begin, mut start) = (0, 0);
    if bytes.len() <= max_line.saturating_add(1) {
        start = bytes.len();
    } else {
        for end in memchr_iter(b'\n', bytes).map(|at| at + 1) {
            if end - 1 - start > max_line {
                if begin < start {
                    run(LineRun::Lines(begin..start));
                }
                run(LineRun::Long(start..end));
                begin = end;
            }
            start = end;
        }
    }
    if begin < start {
        run(LineRun::Lines(begin..start));
    }
}
