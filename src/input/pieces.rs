//! All inputs, one after another, as one stream of pieces.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::block::{BlockPosition, Pool};
use super::cut::Cutter;
use super::digest::{Digested, Digests};
use super::fault::FaultKind;
use super::feed::{Control, Feed, FromReader, Peeked, Positioned, ReadOutcome, Streamed};
use super::frame::{Framed, Framer, HEAD};
use super::gzip::Gzip;
use super::mapped::MappedCutter;
use super::mmap::Map;
use super::sniff::Encoding;
use super::source::{FileIdentity, InputKind, OpenInput, open, wants_map};
use super::zstd::Zstd;
use super::{Input, Options, Piece};

/// Bytes of a UTF-8 byte order mark.
const MARK: usize = 3;

/// Reads `inputs` in order, one open at a time, each opened when its turn comes.
///
/// What has arrived on a pipe is handed out at once, up to its last LF, but for a record of text that may go on. The iterator ends early, within 100 ms, once
/// `stop` is set. Memory: a block, a line of at most [`Options::max_line`] (twice that while its buffer grows), a
/// decoder's window, and what the caller keeps.
pub fn read(inputs: Vec<Input>, options: Options, stop: Arc<AtomicBool>) -> Pieces {
    read_some(inputs.into_iter().enumerate().collect(), options, stop)
}

/// [`read`] for some of the inputs, each with its index among all.
pub fn read_some(inputs: Vec<(usize, Input)>, options: Options, stop: Arc<AtomicBool>) -> Pieces {
    Pieces {
        inputs: inputs.into_iter(),
        options,
        control: Control {
            stop,
            progress: Arc::default(),
        },
        output: FileIdentity::of_output(),
        pool: Pool::new(options.block.saturating_mul(4).max(64 << 10)),
        ready: VecDeque::new(),
        current: None,
        digests: None,
    }
}

/// [`read`] for one source that is open already, compressed or not. Its first bytes are read at once.
pub fn read_from(
    reader: impl Read + Send + 'static,
    options: Options,
    stop: Arc<AtomicBool>,
) -> Pieces {
    let mut pieces = read_some(Vec::new(), options, stop);
    let control = pieces.control.clone();
    let (feed, format) = Peeked::new(FromReader { reader, control });
    let begun = match format {
        Encoding::Gzip => pieces.decoded(0, Gzip::new(feed)),
        Encoding::Zstd => pieces.decoded(0, Zstd::new(feed)),
        format => pieces.text(0, feed, format),
    };
    match begun {
        Ok(current) => pieces.current = Some(current),
        Err(kind) => pieces.ready.push_back(kind.at(0)),
    }
    pieces
}

/// The pieces of all inputs; see [`read`].
pub struct Pieces {
    inputs: std::vec::IntoIter<(usize, Input)>,
    options: Options,
    control: Control,
    output: Option<FileIdentity>,
    pool: Pool,
    ready: VecDeque<Piece>,
    current: Option<Current>,
    digests: Option<Arc<Digests>>,
}

/// The input being read.
enum Current {
    Streamed {
        source: usize,
        feed: Box<dyn Feed + Send>,
        cutter: Cutter,
    },
    Mapped {
        source: usize,
        file: Positioned,
        cutter: MappedCutter,
    },
}

impl Pieces {
    /// Bytes taken from the inputs so far, before decompression: [`total_len`](super::total_len)
    /// in the end, give or take the few bytes of each that were looked at beforehand.
    pub fn progress(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.control.progress)
    }

    /// Has every input digested as it is read; a file is then read, not mapped.
    #[must_use]
    pub fn digested(self, digests: Arc<Digests>) -> Self {
        Self {
            digests: Some(digests),
            ..self
        }
    }

    /// Opens `input` and finds out how to read it.
    fn begin(&self, source: usize, input: &Input) -> Result<Current, FaultKind> {
        let OpenInput { file, shape } = open(input, self.output)?;
        let control = self.control.clone();
        let (feed, regular): (Box<dyn Feed + Send>, _) = match shape {
            InputKind::Stream => (Box::new(Streamed { file, control }), None),
            InputKind::Regular { base, len, settled } => {
                let file = Arc::new(file);
                let regular = Positioned {
                    file,
                    base,
                    expected: len,
                    got: 0,
                    control,
                };
                let map = wants_map(self.options.map, len, settled);
                (Box::new(regular.clone()), Some((regular, map)))
            }
        };
        let (feed, regular): (Box<dyn Feed + Send>, _) = match &self.digests {
            // What is digested goes by once, from its first byte to its last.
            Some(digests) => (Box::new(Digested::new(feed, source, digests.clone())), None),
            None => (feed, regular),
        };
        let (feed, format) = Peeked::new(feed);
        let mark = match format {
            Encoding::Gzip => return self.decoded(source, Gzip::new(feed)),
            Encoding::Zstd => return self.decoded(source, Zstd::new(feed)),
            Encoding::Wide => return Err(FaultKind::Utf16),
            Encoding::Other(format) => return Err(FaultKind::Compressed { format }),
            Encoding::Plain => 0,
            Encoding::Marked => MARK,
        };
        Ok(match regular {
            Some((regular, map)) if !feed.has_failed() => {
                if self.options.framed || needs_framing(&regular, mark) {
                    // The framer finds out for itself, so that a file is framed from where a pipe is.
                    return Ok(self.framed(source, regular.from(mark), mark, self.options.framed));
                }
                let mapped = if map {
                    self.mapped(source, input, &regular, mark)
                } else {
                    None
                };
                // from the start again: reads at multiples of a page are the faster ones
                mapped.unwrap_or_else(|| {
                    let position = self.position(source, mark).of(&regular);
                    self.streamed(source, regular.from(mark), position)
                })
            }
            _ => self.framed(source, feed.from(mark), mark, self.options.framed),
        })
    }

    /// The text inside a compressed stream.
    fn decoded(
        &self,
        source: usize,
        feed: impl Feed + Send + 'static,
    ) -> Result<Current, FaultKind> {
        let (feed, format) = Peeked::new(feed);
        self.text(source, feed, format)
    }

    /// A stream that is text, if it is.
    fn text(
        &self,
        source: usize,
        feed: Peeked<impl Feed + Send + 'static>,
        format: Encoding,
    ) -> Result<Current, FaultKind> {
        match format {
            Encoding::Plain => Ok(self.framed(source, feed, 0, self.options.framed)),
            Encoding::Marked => Ok(self.framed(source, feed.from(MARK), MARK, self.options.framed)),
            Encoding::Wide => Err(FaultKind::Utf16),
            Encoding::Gzip => Err(FaultKind::Compressed { format: "gzip" }),
            Encoding::Zstd => Err(FaultKind::Compressed { format: "zstd" }),
            Encoding::Other(format) => Err(FaultKind::Compressed { format }),
        }
    }

    /// A stream whose first lines tell whether it is framed, unless that is known.
    fn framed(
        &self,
        source: usize,
        feed: impl Feed + Send + 'static,
        mark: usize,
        is_needed: bool,
    ) -> Current {
        let framed = Framed::new(feed, self.options.max_line, is_needed);
        self.streamed(source, framed, self.position(source, mark))
    }

    fn streamed(
        &self,
        source: usize,
        feed: impl Feed + Send + 'static,
        position: BlockPosition,
    ) -> Current {
        let cutter = Cutter::new(position, &self.options, &self.pool);
        Current::Streamed {
            source,
            feed: Box::new(feed),
            cutter,
        }
    }

    /// `None` if the file cannot be mapped: it is read then.
    fn mapped(
        &self,
        source: usize,
        input: &Input,
        file: &Positioned,
        mark: usize,
    ) -> Option<Current> {
        let end = usize::try_from(file.base.checked_add(file.expected)?).ok()?;
        let start = usize::try_from(file.base).ok()? + mark;
        let map = Map::new(&file.file, end, &input.name()).ok()?;
        let position = self.position(source, mark).of(file);
        let cutter = MappedCutter::new(map, start, position, &self.options);
        Some(Current::Mapped {
            source,
            file: file.clone(),
            cutter,
        })
    }

    fn position(&self, source: usize, mark: usize) -> BlockPosition {
        BlockPosition::new(source, mark as u64, self.options.number)
    }

    /// Reads on; what that gave is ready, `None` if the input has ended (or the stop flag ended it).
    fn advance(&mut self, current: Current) -> Option<Current> {
        match current {
            Current::Streamed {
                source,
                mut feed,
                mut cutter,
            } => match feed.read(cutter.room()) {
                Ok(ReadOutcome::Bytes(count)) => {
                    cutter.took(count, &mut self.ready);
                    Some(Current::Streamed {
                        source,
                        feed,
                        cutter,
                    })
                }
                Ok(ReadOutcome::Stopped) => None,
                Ok(ReadOutcome::End) => {
                    cutter.finish(&mut self.ready);
                    None
                }
                Err(kind) => {
                    cutter.finish(&mut self.ready);
                    self.ready.push_back(kind.at(source));
                    None
                }
            },
            Current::Mapped {
                source,
                file,
                mut cutter,
            } => {
                let count = cutter.step(&mut self.ready);
                if count > 0 {
                    self.control
                        .progress
                        .fetch_add(count as u64, Ordering::Relaxed);
                    return Some(Current::Mapped {
                        source,
                        file,
                        cutter,
                    });
                }
                let fault = file.shortened().map(|kind| kind.at(source));
                self.ready.extend(fault);
                None
            }
        }
    }
}

/// Whether the first lines of a file say that it must be framed. If they can't be read, the next read will say why.
fn needs_framing(file: &Positioned, mark: usize) -> bool {
    let mut head = vec![0; HEAD];
    let mut len = 0;
    while len < head.len() {
        let at = file.base + (mark + len) as u64;
        match file.file.read_at(&mut head[len..], at) {
            Ok(0) => break,
            Ok(count) => len += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
    Framer::is_needed(&head[..len], len < HEAD)
}

impl Iterator for Pieces {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if self.control.stopped() {
                return None;
            }
            if let Some(piece) = self.ready.pop_front() {
                return Some(piece);
            }
            if let Some(current) = self.current.take() {
                self.current = self.advance(current);
                continue;
            }
            let (source, input) = self.inputs.next()?;
            match self.begin(source, &input) {
                Ok(current) => self.current = Some(current),
                Err(kind) => return Some(kind.at(source)),
            }
        }
    }
}
