//! A feed whose lines are framed on their way.

use memchr::memchr;

use super::super::fault::FaultKind;
use super::super::feed::{Feed, ReadOutcome};
use super::Framer;

/// Bytes asked for at a time.
const READ: usize = 64 << 10;

/// Frames what another feed gives.
pub(in super::super) struct Framed<F> {
    feed: F,
    framer: Framer,
    /// A line that has no end yet.
    line: Vec<u8>,
    /// Longest line that is kept whole, in bytes; one over it goes on as it came.
    max_line: usize,
    /// Whether a line over the limit is passing.
    is_passing: bool,
    buffer: Vec<u8>,
    /// What is framed and not handed out yet, from `at` on.
    ready: Vec<u8>,
    at: usize,
    /// What followed the last bytes.
    then: Option<Result<ReadOutcome, FaultKind>>,
}

impl<F: Feed> Framed<F> {
    pub(in super::super) fn new(feed: F, max_line: usize, is_needed: bool) -> Self {
        Self {
            feed,
            framer: Framer::new(is_needed),
            line: Vec::new(),
            max_line,
            is_passing: false,
            buffer: vec![0; READ],
            ready: Vec::new(),
            at: 0,
            then: None,
        }
    }

    fn took(&mut self, count: usize) {
        let buffer = std::mem::take(&mut self.buffer);
        let mut rest = &buffer[..count];
        while let Some(end) = memchr(b'\n', rest) {
            self.ended(&rest[..end]);
            rest = &rest[end + 1..];
        }
        self.begun(rest);
        self.buffer = buffer;
    }

    /// The rest of a line, which ends here.
    fn ended(&mut self, rest: &[u8]) {
        if self.is_passing || self.framer.is_idle() {
            self.is_passing = false;
            self.ready.append(&mut self.line);
            self.ready.extend_from_slice(rest);
            self.ready.push(b'\n');
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        line.extend_from_slice(rest);
        if self.framer.wants(&line, 1) {
            self.framer.line(&line, &mut self.ready);
        } else {
            self.ready.extend_from_slice(&line);
            self.ready.push(b'\n');
        }
        line.clear();
        self.line = line;
    }

    /// A part of a line whose end has not come yet.
    fn begun(&mut self, part: &[u8]) {
        if self.is_passing || self.framer.is_idle() {
            self.ready.append(&mut self.line);
            self.ready.extend_from_slice(part);
            return;
        }
        self.line.extend_from_slice(part);
        if self.line.len() > self.max_line {
            self.framer.flush(&mut self.ready);
            self.ready.append(&mut self.line);
            self.is_passing = true;
        }
    }

    fn finish(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            if self.framer.wants(&line, 0) {
                self.framer.line(&line, &mut self.ready);
                self.framer.finish(&mut self.ready);
                // As the last line lacked its LF, so does what became of it.
                self.ready.pop_if(|byte| *byte == b'\n');
                return;
            }
            self.ready.extend_from_slice(&line);
        }
        self.framer.finish(&mut self.ready);
    }
}

impl<F: Feed> Feed for Framed<F> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind> {
        loop {
            let rest = self.ready.get(self.at..).unwrap_or_default();
            if !rest.is_empty() {
                let count = rest.len().min(buffer.len());
                buffer[..count].copy_from_slice(&rest[..count]);
                self.at += count;
                return Ok(ReadOutcome::Bytes(count));
            }
            self.ready.clear();
            self.at = 0;
            if let Some(then) = self.then.take() {
                return then;
            }
            if self.framer.is_idle() && self.line.is_empty() {
                return self.feed.read(buffer);
            }
            match self.feed.read(&mut self.buffer) {
                Ok(ReadOutcome::Bytes(count)) => self.took(count),
                Ok(ReadOutcome::Stopped) => return Ok(ReadOutcome::Stopped),
                then => {
                    self.finish();
                    self.then = Some(then);
                }
            }
        }
    }
}
