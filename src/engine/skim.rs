//! Lines that cannot match, passed over by their shape alone.
//!
//! Only lines that begin as the block's first record does are: those of the relay's own log, wrapped ones and torn ones
//! are read as ever, so that the account of what was skipped stays true.

use memchr::memchr;

use super::finder::{Finder, Search};

/// Lines of a block after which it is clear whether passing over pays.
const TRIAL: u32 = 64;
/// Bytes in which the first key of a record ends.
const HEAD: usize = 48;

/// The lines of one block that are worth reading.
pub(super) struct Skim<'s, 'b> {
    /// Looks for what the line of a match must hold. Without it, every line is worth reading.
    search: Option<Search<'s, 'b>>,
    block: &'b [u8],
    /// Where the next line begins.
    at: usize,
    /// What the block's first record begins with: its first key. None before one was read.
    head: &'b [u8],
    seen: u32,
    kept: u32,
    passed: u64,
}

impl<'s, 'b> Skim<'s, 'b> {
    pub(super) fn new(finder: Option<&'s Finder>, block: &'b [u8]) -> Self {
        Self {
            search: finder.map(|finder| finder.search(block)),
            block,
            at: 0,
            head: &[],
            seen: 0,
            kept: 0,
            passed: 0,
        }
    }

    /// The next line that is worth reading, without its line feed. `pass` is shown those that are passed over before it.
    #[inline]
    pub(super) fn next_line(&mut self, mut pass: impl FnMut(&'b [u8])) -> Option<&'b [u8]> {
        loop {
            let rest = self.block.get(self.at..).filter(|rest| !rest.is_empty())?;
            let Some(search) = &mut self.search else {
                let len = memchr(b'\n', rest).unwrap_or(rest.len());
                self.at += len + 1;
                return rest.get(..len);
            };
            let (end, is_found) = search.next_line();
            let line = rest.get(..end - self.at)?;
            self.at = end + 1;
            if !self.can_pass_over(line, is_found) {
                return Some(line);
            }
            self.passed += 1;
            pass(line);
        }
    }

    /// How many lines were passed over since this was asked: records that cannot match.
    pub(super) const fn take_passed(&mut self) -> u64 {
        std::mem::replace(&mut self.passed, 0)
    }

    fn can_pass_over(&mut self, line: &[u8], is_found: bool) -> bool {
        if self.is_unsure() {
            return false;
        }
        self.seen += 1;
        if !is_found {
            return line.starts_with(self.head) && line.ends_with(b"}");
        }
        self.kept += 1;
        if self.seen >= TRIAL && self.kept > self.seen / 3 {
            self.search = None;
        }
        false
    }

    /// Whether it is not known what a record begins with.
    pub(super) const fn is_unsure(&self) -> bool {
        self.search.is_some() && self.head.is_empty()
    }

    /// Takes the head of a line that was a record.
    pub(super) fn learn(&mut self, line: &'b [u8]) {
        let start = line.get(..HEAD).unwrap_or(line);
        let end = start.windows(2).position(|pair| pair == b"\":");
        if let Some(end) = end {
            self.head = line.get(..end + 2).unwrap_or_default();
        }
    }
}
