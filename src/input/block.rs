//! A run of whole lines, in a buffer of its own or in a map. Knows nothing of where lines end.

use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::{memchr, memchr_iter};

use super::Piece;
use super::feed::Positioned;
use super::frame::text_record;
use super::mmap::Map;

/// Whole lines of one input. The last line of a stream may lack its LF.
pub struct Block {
    /// Index into the inputs.
    pub source: usize,
    /// Where the block begins, in bytes of the decompressed stream (for a redirected file: from where reading began).
    pub offset: u64,
    /// 1-based number of the first line if [`Options::number`](super::Options::number), else 0.
    pub line: u64,
    /// Where the same bytes can be read again; none for a stream, and for what was decoded or put together.
    pub home: Option<Home>,
    bytes: Storage,
}

/// A place in a regular file. It keeps the file open, so that it can be read after it was rotated.
#[derive(Clone, Debug)]
pub struct Home {
    pub(super) file: Arc<File>,
    pub(super) at: u64,
}

impl Home {
    /// Reads `len` bytes from `skip` bytes behind this place on.
    ///
    /// # Errors
    /// Those of the system; `UnexpectedEof` if the file was cut short.
    pub fn read(&self, skip: u64, len: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; len];
        self.file.read_exact_at(&mut bytes, self.at + skip)?;
        Ok(bytes)
    }
}

impl Block {
    /// Lines that were read before, to be looked at again.
    pub fn again(source: usize, offset: u64, line: u64, bytes: Vec<u8>) -> Self {
        Self {
            source,
            offset,
            line,
            home: None,
            bytes: Storage::Owned(bytes),
        }
    }

    /// Each of its lines as a block of its own, and each record of text that spans several.
    pub fn parted(&self) -> Vec<Piece> {
        let bytes = self.bytes();
        let (mut parts, mut at, mut line) = (Vec::new(), 0, self.line);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let spanned = text_record(rest, &mut Vec::new()).map_or(0, |text| text.len);
            let behind = rest.get(spanned..).unwrap_or_default();
            let len = spanned + memchr(b'\n', behind).map_or(behind.len(), |end| end + 1);
            let part = rest.get(..len).unwrap_or(rest);
            let block = Self::again(self.source, self.offset + at as u64, line, part.to_vec());
            parts.push(Piece::Block(block));
            at += part.len();
            if line > 0 {
                line += memchr_iter(b'\n', part).count() as u64;
            }
        }
        parts
    }

    /// The lines. Never empty.
    pub fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Storage::Owned(bytes) => bytes,
            Storage::Pooled(buffer, range) => &buffer.bytes[range.clone()],
            Storage::Mapped(map, range) => &map.bytes()[range.clone()],
        }
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block")
            .field("source", &self.source)
            .field("offset", &self.offset)
            .field("line", &self.line)
            .field("len", &self.bytes().len())
            .finish_non_exhaustive()
    }
}

/// What holds a block's bytes; ranges are within bounds by construction.
pub(super) enum Storage {
    Owned(Vec<u8>),
    Pooled(Buffer, Range<usize>),
    Mapped(Arc<Map>, Range<usize>),
}

/// Where the next piece of an input begins.
pub(super) struct BlockPosition {
    pub(super) source: usize,
    pub(super) offset: u64,
    line: Option<u64>,
    /// Where the stream begins in a file, if it is that file's own bytes.
    home: Option<Home>,
}

impl BlockPosition {
    pub(super) fn new(source: usize, offset: u64, number: bool) -> Self {
        Self {
            source,
            offset,
            line: number.then_some(1),
            home: None,
        }
    }

    /// The same, of a file whose bytes come as they are.
    pub(super) fn of(self, file: &Positioned) -> Self {
        let home = Home {
            file: Arc::clone(&file.file),
            at: file.base,
        };
        Self {
            home: Some(home),
            ..self
        }
    }

    /// The block that begins here; steps over it.
    pub(super) fn block(&mut self, bytes: Storage) -> Piece {
        let (offset, line) = (self.offset, self.line.unwrap_or(0));
        let block = Block {
            source: self.source,
            offset,
            line,
            home: self.home.as_ref().map(|home| Home {
                file: Arc::clone(&home.file),
                at: home.at + offset,
            }),
            bytes,
        };
        self.offset += block.bytes().len() as u64;
        if let Some(line) = &mut self.line {
            *line += memchr_iter(b'\n', block.bytes()).count() as u64;
        }
        Piece::Block(block)
    }

    /// The over-long line that begins here; steps over it.
    pub(super) fn oversize(&mut self, bytes: u64) -> Piece {
        let offset = self.offset;
        self.offset += bytes;
        if let Some(line) = &mut self.line {
            *line += 1;
        }
        Piece::Oversize {
            source: self.source,
            offset,
            bytes,
        }
    }
}

/// Buffers that blocks gave back, to be filled again: no page is faulted in or zeroed twice.
#[derive(Clone)]
pub(super) struct Pool {
    idle: Arc<Mutex<Vec<Vec<u8>>>>,
    largest: usize,
}

impl Pool {
    /// More idle buffers than a few blocks in flight are of no use.
    const MOST: usize = 16;

    /// A pool that keeps no buffer longer than `largest` bytes.
    pub(super) fn new(largest: usize) -> Self {
        Self {
            idle: Arc::default(),
            largest,
        }
    }

    /// A buffer of any length, maybe 0; what it holds is left over.
    pub(super) fn take(&self) -> Vec<u8> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .unwrap_or_default()
    }

    /// `bytes`, to come back here when dropped.
    pub(super) fn lend(&self, bytes: Vec<u8>) -> Buffer {
        Buffer {
            bytes,
            home: self.clone(),
        }
    }
}

/// A buffer that returns to its pool.
pub(super) struct Buffer {
    bytes: Vec<u8>,
    home: Pool,
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if self.bytes.capacity() <= self.home.largest {
            let mut idle = self
                .home
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if idle.len() < Pool::MOST {
                idle.push(std::mem::take(&mut self.bytes));
            }
        }
    }
}
