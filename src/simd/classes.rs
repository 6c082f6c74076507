//! What the bytes of a text are to JSON, a chunk at a time.
#![allow(
    clippy::inline_always,
    reason = "what is written for a processor takes this in, and is compiled for that one"
)]

use super::CHUNK;

/// What the bytes of a chunk are: one bit a byte, the lowest for the first. Bytes behind the end of the text have none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes {
    /// Quotes.
    pub quotes: u64,
    /// Colons.
    pub colons: u64,
    /// Commas.
    pub commas: u64,
    /// Backslashes, control characters, and what is not ASCII.
    pub odd: u64,
}

impl Classes {
    /// Those that comparing registers gives: `odd` are the control characters and what is not ASCII, `equal` finds a byte,
    /// `or` joins two answers and `mask` makes bits of one.
    #[inline(always)]
    pub(super) fn of<R>(
        odd: R,
        equal: impl Fn(u8) -> R,
        or: impl Fn(R, R) -> R,
        mask: impl Fn(R) -> u64,
    ) -> Self {
        Self {
            quotes: mask(equal(b'"')),
            colons: mask(equal(b':')),
            commas: mask(equal(b',')),
            odd: mask(or(equal(b'\\'), odd)),
        }
    }

    /// Those of the bytes from this one on, as if they came first.
    #[inline(always)]
    const fn from(self, byte: usize) -> Self {
        Self {
            quotes: self.quotes >> byte,
            colons: self.colons >> byte,
            commas: self.commas >> byte,
            odd: self.odd >> byte,
        }
    }
}

/// Looks at the chunks of a text, one after the other.
pub trait ChunkVisitor {
    /// Takes the classes of a chunk, which begins at `at`; `false` ends it. `in_turns` tells which bytes stand behind an odd
    /// number of those that it is given, each counted for itself.
    fn chunk(&mut self, at: usize, classes: Classes, in_turns: impl Fn(u64) -> u64) -> bool;
}

/// Shows the classes of each chunk of a text until the visitor has enough; answers whether it never had. The last chunk of a
/// long text is looked at as part of a whole one, which begins earlier.
#[inline(always)]
pub(super) fn each(
    text: &[u8],
    classes: impl Fn(&[u8; CHUNK]) -> Classes,
    in_turns: impl Fn(u64) -> u64,
    mut visitor: impl ChunkVisitor,
) -> bool {
    let mut short = [b' '; CHUNK];
    let mut rest = text;
    loop {
        let at = text.len() - rest.len();
        let (seen, behind) = match rest.split_first_chunk() {
            Some((chunk, behind)) => (classes(chunk), behind),
            None if rest.is_empty() => return true,
            None => {
                let last = last(text, &mut short);
                (classes(last).from(at.min(CHUNK - rest.len())), &[][..])
            }
        };
        if !visitor.chunk(at, seen, &in_turns) {
            return false;
        }
        rest = behind;
    }
}

/// The last chunk of a text that is no chunk by itself: the end of it, or if it is short all of it, with blanks behind.
#[inline(never)]
fn last<'t>(text: &'t [u8], short: &'t mut [u8; CHUNK]) -> &'t [u8; CHUNK] {
    text.last_chunk().unwrap_or_else(|| {
        for (to, from) in short.iter_mut().zip(text) {
            *to = *from;
        }
        short
    })
}
