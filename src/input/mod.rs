//! Files and pipes to blocks of whole lines; lines to payloads. Knows bytes and wrappers, nothing of fields.
//!
//! Two halves that do not know each other: [`read`] turns inputs into [`Piece`]s (blocks of whole lines, and word
//! of everything that could not be read), [`envelope`] tells what one line is and takes the wrapper off it.
//!
//! ```
//! use std::sync::{Arc, atomic::AtomicBool};
//! use knoxlog::input::{Input, Options, Piece, envelope, read};
//!
//! let inputs = vec![Input::File("no/such/file".into())];
//! for piece in read(inputs, Options::default(), Arc::new(AtomicBool::new(false))) {
//!     match piece {
//!         Piece::Block(block) => for line in envelope::lines(block.bytes()) { drop(line) },
//!         Piece::Oversize { source, offset, bytes } => drop((source, offset, bytes)),
//!         Piece::Fault(fault) => assert_eq!(fault.source, 0),
//!     }
//! }
//! ```

mod block;
mod cut;
mod digest;
pub mod envelope;
mod fault;
mod feed;
mod frame;
mod gzip;
mod mapped;
mod mmap;
mod pieces;
mod sniff;
mod source;
mod zstd;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::path::PathBuf;

pub use block::{Block, Home};
pub use digest::{Digest, Digests};
pub use fault::{FaultKind, InputFault};
pub use frame::{TextRecord, TextValues, is_of_text_record, text_record, text_values};
pub use mmap::undivided;
pub use pieces::{Pieces, read, read_from, read_some};
pub use source::{also_output, is_rereadable, refusal, total_len};

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The standard input; typed `-`.
    Stdin,
    /// A path as typed: a file, a FIFO, a device.
    File(PathBuf),
}

impl Input {
    /// The input as typed, `-` for the standard input; bytes that are not UTF-8 become U+FFFD. Not escaped.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Stdin => Cow::Borrowed("-"),
            Self::File(path) => path.to_string_lossy(),
        }
    }
}

/// Whether regular files are mapped or read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapChoice {
    /// Map files that were not modified within the last minute, read the others.
    #[default]
    Auto,
    /// Map every regular file that can be mapped.
    Always,
    /// Map nothing. The choice for anything that must survive a file cut short underneath it.
    Never,
}

/// How to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Map or read regular files.
    pub map: MapChoice,
    /// Longest line in bytes, its LF not counted; a longer one becomes [`Piece::Oversize`].
    pub max_line: usize,
    /// Bytes to read at once, and the size blocks aim at; one line may make a block longer. From 1 up, 0 is taken as 1.
    pub block: usize,
    /// Fill [`Block::line`], which costs a count of the LFs.
    pub number: bool,
    /// Put together records that span lines wherever they begin; else only if the first 64 KiB of an input hold one.
    pub framed: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            map: MapChoice::Auto,
            max_line: 64 << 20,
            block: 1 << 20,
            number: false,
            framed: false,
        }
    }
}

/// What comes out of [`read`], in input order.
#[derive(Debug)]
pub enum Piece {
    /// Whole lines.
    Block(Block),
    /// One line longer than [`Options::max_line`]; it was passed over, not kept.
    Oversize {
        /// Index into the inputs.
        source: usize,
        /// Where the line begins, in the decompressed stream.
        offset: u64,
        /// Its length, its LF (if it has one) counted.
        bytes: u64,
    },
    /// Something of an input could not be read. What came before it is good; the other inputs still follow.
    Fault(InputFault),
}
