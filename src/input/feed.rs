//! Bytes out of a descriptor, as they come. Knows files and pipes, nothing of what the bytes mean.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::fault::FaultKind;
use super::sniff::{Encoding, LONGEST, sniff};

/// What a read gave.
pub(super) enum ReadOutcome {
    /// That many bytes, at least 1.
    Bytes(usize),
    End,
    /// The stop flag was set.
    Stopped,
}

/// A source of bytes. Nothing is read from it after an error, an end or a stop.
pub(super) trait Feed {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind>;
}

impl<F: Feed + ?Sized> Feed for Box<F> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind> {
        (**self).read(buffer)
    }
}

/// What all reads share: the stop flag, and the count of bytes taken from the system.
#[derive(Clone)]
pub(super) struct Control {
    pub(super) stop: Arc<AtomicBool>,
    pub(super) progress: Arc<AtomicU64>,
}

impl Control {
    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn count(&self, bytes: usize) -> ReadOutcome {
        self.progress.fetch_add(bytes as u64, Ordering::Relaxed);
        if bytes == 0 {
            ReadOutcome::End
        } else {
            ReadOutcome::Bytes(bytes)
        }
    }
}

/// A regular file, read at positions so that the descriptor's own offset stays where it is.
#[derive(Clone)]
pub(super) struct Positioned {
    pub(super) file: Arc<File>,
    /// Where reading begins.
    pub(super) base: u64,
    /// Bytes from there to the end when the file was opened. More are read if there are more by then.
    pub(super) expected: u64,
    pub(super) got: u64,
    pub(super) control: Control,
}

impl Positioned {
    /// The same from `count` bytes on.
    pub(super) fn from(self, count: usize) -> Self {
        Self {
            got: count as u64,
            ..self
        }
    }

    /// Whether the file has become shorter than it was when opened.
    pub(super) fn shortened(&self) -> Option<FaultKind> {
        match self.file.metadata() {
            Ok(now) => {
                let got = now.len().saturating_sub(self.base);
                let expected = self.expected;
                (got < expected).then_some(FaultKind::Truncated { got, expected })
            }
            Err(error) => Some(FaultKind::Read(error)),
        }
    }
}

impl Feed for Positioned {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind> {
        loop {
            if self.control.stopped() {
                return Ok(ReadOutcome::Stopped);
            }
            match self.file.read_at(buffer, self.base + self.got) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(FaultKind::Read(error)),
                Ok(0) if self.got < self.expected => {
                    return Err(FaultKind::Truncated {
                        got: self.got,
                        expected: self.expected,
                    });
                }
                Ok(count) => {
                    self.got += count as u64;
                    return Ok(self.control.count(count));
                }
            }
        }
    }
}

/// Whatever the caller opened.
pub(super) struct FromReader<R> {
    pub(super) reader: R,
    pub(super) control: Control,
}

impl<R: Read> Feed for FromReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind> {
        loop {
            if self.control.stopped() {
                return Ok(ReadOutcome::Stopped);
            }
            match self.reader.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(FaultKind::Read(error)),
                Ok(count) => return Ok(self.control.count(count)),
            }
        }
    }
}

/// Anything else: a pipe, a FIFO, a terminal, a device, a file of `/proc`.
pub(super) struct Streamed {
    pub(super) file: File,
    pub(super) control: Control,
}

/// How long a stop can go unnoticed.
const POLL: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};

impl Feed for Streamed {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind> {
        loop {
            if self.control.stopped() {
                return Ok(ReadOutcome::Stopped);
            }
            match poll(&mut [PollFd::new(&self.file, PollFlags::IN)], Some(&POLL)) {
                Ok(0) | Err(Errno::INTR | Errno::AGAIN) => continue,
                Ok(_) => {}
                Err(error) => return Err(FaultKind::Read(error.into())),
            }
            match rustix::io::read(&self.file, &mut *buffer) {
                Ok(count) => return Ok(self.control.count(count)),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(error) => return Err(FaultKind::Read(error.into())),
            }
        }
    }
}

/// A feed whose first bytes were looked at.
pub(super) struct Peeked<F> {
    feed: F,
    head: Vec<u8>,
    at: usize,
    /// What followed the head, when it was not bytes.
    then: Option<Result<ReadOutcome, FaultKind>>,
}

impl<F: Feed> Peeked<F> {
    /// Reads just enough to know the format: one read as a rule.
    pub(super) fn new(mut feed: F) -> (Self, Encoding) {
        let mut head = [0; LONGEST];
        let mut len = 0;
        loop {
            if let Some(format) = sniff(&head[..len], len == LONGEST) {
                let head = head[..len].to_vec();
                return (
                    Self {
                        feed,
                        head,
                        at: 0,
                        then: None,
                    },
                    format,
                );
            }
            match feed.read(&mut head[len..]) {
                Ok(ReadOutcome::Bytes(count)) => len += count,
                then => {
                    let format = sniff(&head[..len], true).unwrap_or(Encoding::Plain);
                    let head = head[..len].to_vec();
                    return (
                        Self {
                            feed,
                            head,
                            at: 0,
                            then: Some(then),
                        },
                        format,
                    );
                }
            }
        }
    }

    /// Whether looking at the first bytes met a fault, which the next reads deliver.
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.then, Some(Err(_)))
    }

    /// The same without the first `count` bytes, which are part of the head.
    pub(super) fn from(self, count: usize) -> Self {
        Self {
            at: self.at + count,
            ..self
        }
    }
}

impl<F: Feed> Feed for Peeked<F> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<ReadOutcome, FaultKind> {
        let rest = self.head.get(self.at..).unwrap_or_default();
        if !rest.is_empty() {
            let count = rest.len().min(buffer.len());
            buffer[..count].copy_from_slice(&rest[..count]);
            self.at += count;
            return Ok(ReadOutcome::Bytes(count));
        }
        self.then.take().unwrap_or_else(|| self.feed.read(buffer))
    }
}
