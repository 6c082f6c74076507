//! Lines that cannot match, passed over by their shape alone.
//!
//! Only lines that begin as the block's first record does are: those of the relay's own log, wrapped ones and torn ones
//! are read as ever, so that the account of what was skipped stays true.

use super::finder::Finder;

/// Lines of a block after which it is clear whether passing over pays.
const TRIAL: u32 = 64;
/// Bytes in which the first key of a record ends.
const HEAD: usize = 48;

/// The lines of one block.
pub(super) struct Skim<'s, 'b> {
    /// Finds what the line of a match must hold.
    finder: &'s Finder,
    block: &'b [u8],
    /// Where the next line begins.
    at: usize,
    /// Where the finder found a byte of something last; the end of the block if there is nothing more.
    found: usize,
    /// What the block's first record begins with: its first key.
    head: Option<&'b [u8]>,
    seen: u32,
    kept: u32,
}

impl<'s, 'b> Skim<'s, 'b> {
    pub(super) fn new(finder: &'s Finder, block: &'b [u8]) -> Self {
        Self {
            finder,
            block,
            at: 0,
            found: 0,
            head: None,
            seen: 0,
            kept: 0,
        }
    }

    /// Whether a line, the next one of the block, is a record that cannot match.
    pub(super) fn passes_over(&mut self, line: &[u8]) -> bool {
        let start = self.at;
        self.at += line.len() + 1;
        let Some(head) = self.head else {
            return false;
        };
        if self.seen >= TRIAL && self.kept > self.seen / 3 {
            return false;
        }
        if self.found < start {
            let found = self.finder.find_at(self.block, start);
            self.found = found.unwrap_or(self.block.len());
        }
        self.seen += 1;
        if self.found < start + line.len() {
            self.kept += 1;
            return false;
        }
        line.starts_with(head) && line.ends_with(b"}")
    }

    /// Whether it is not known yet what a record begins with.
    pub(super) const fn is_unsure(&self) -> bool {
        self.head.is_none()
    }

    /// Takes the head of a line that was a record.
    pub(super) fn learn(&mut self, line: &'b [u8]) {
        let start = line.get(..HEAD).unwrap_or(line);
        let end = start.windows(2).position(|pair| pair == b"\":");
        self.head = end.and_then(|end| line.get(..end + 2));
    }
}
