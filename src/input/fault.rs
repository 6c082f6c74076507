//! What can go wrong with an input, as data. Words for people are made elsewhere.

use std::io;

use thiserror::Error;

/// Something of one input could not be read.
#[derive(Debug)]
pub struct InputFault {
    /// Index into the inputs.
    pub source: usize,
    /// What happened.
    pub kind: FaultKind,
}

/// What happened to an input.
#[derive(Debug, Error)]
pub enum FaultKind {
    /// It could not be opened or looked at.
    #[error("{0}")]
    Open(io::Error),
    /// A read failed; what was read before it was delivered.
    #[error("{0}")]
    Read(io::Error),
    /// It is a directory.
    #[error("is a directory")]
    Directory,
    /// A regular file ended before the length it had when opened. Both counts begin where reading began.
    #[error("truncated while being read ({got} of {expected} bytes)")]
    Truncated {
        /// Bytes that were there.
        got: u64,
        /// Bytes there were when it was opened.
        expected: u64,
    },
    /// Compressed data is cut short or damaged; what could be decoded was delivered.
    #[error("{format}: {error}")]
    Decompress {
        /// `gzip` or `zstd`.
        format: &'static str,
        /// The decoder's word.
        error: io::Error,
    },
    /// It is compressed (or compressed twice) in a form that is not read here; nothing of it was delivered.
    #[error("is {format} data")]
    Compressed {
        /// `bzip2`, `xz`, ...
        format: &'static str,
    },
    /// Looks like UTF-16 or UTF-32; nothing of it was delivered.
    #[error("looks like UTF-16")]
    Utf16,
    /// It is the same regular file as the standard output; nothing of it was read.
    #[error("input is also the output")]
    IsOutput,
}

impl FaultKind {
    pub(super) fn at(self, source: usize) -> super::Piece {
        super::Piece::Fault(InputFault { source, kind: self })
    }
}
