//! Lines that cannot match, passed over once they are proven to be records.
//!
//! Whatever is not proven is read as ever: lines in wrappers, torn and foreign ones, the relay's own log. So what is said of
//! an input does not depend on what is looked for in it.

use memchr::memchr;

use super::literal_finder::{LineFinds, LiteralFinder, LiteralSearch, says_operation};
use crate::json::proof::prove;

/// Lines of a block after which it is clear whether passing over pays.
const TRIAL: u32 = 64;

/// The lines of one block that are worth reading.
pub(super) struct Prefilter<'s, 'b> {
    /// Looks for what the line of a match must hold. Without it, every line is worth reading.
    search: Option<LiteralSearch<'s, 'b>>,
    finder: Option<&'s LiteralFinder>,
    block: &'b [u8],
    /// Where the next line begins.
    at: usize,
    seen: u32,
    kept: u32,
    passed: u64,
}

impl<'s, 'b> Prefilter<'s, 'b> {
    pub(super) fn new(finder: Option<&'s LiteralFinder>, block: &'b [u8]) -> Self {
        Self {
            search: finder.map(|finder| finder.search(block)),
            finder,
            block,
            at: 0,
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
            let looked = search.next_line();
            let line = rest.get(..looked.end - self.at)?;
            let is_passed = self.can_pass_over(line, looked);
            self.at = looked.end + 1;
            if !is_passed {
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

    fn can_pass_over(&mut self, line: &[u8], looked: LineFinds) -> bool {
        self.seen += 1;
        let may_match = looked.is_found && self.finder.is_none_or(|finder| finder.is_met(line));
        if !may_match {
            return is_record(line, looked.name.map(|name| name - self.at));
        }
        self.kept += 1;
        if self.seen >= TRIAL && self.kept > self.seen / 3 {
            self.search = None;
        }
        false
    }
}

/// Whether a line is proven to be a record by the name that stands in it. What stands before the name shows that its quote
/// is none of an escape.
fn is_record(line: &[u8], name: Option<usize>) -> bool {
    let Some((before, behind)) = name.and_then(|name| line.split_at_checked(name)) else {
        return false;
    };
    matches!(before, [.., b'{' | b','])
        && says_operation(behind)
        && prove(line, name).is_some_and(|object| object.is_member)
}
