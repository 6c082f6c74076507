//! Pairs of bytes to look for, all of them at once.
//!
//! Each half of a byte tells which of the pairs the byte may belong to, as one bit a pair, so a table of sixteen entries
//! answers for a half. What all four halves of two neighbours allow is there. The way is known as Teddy, after Hyperscan.
#![allow(
    clippy::inline_always,
    reason = "what is written for a processor takes this in, and is compiled for that one"
)]

/// Bytes of a chunk, in which pairs are looked for at once.
pub const CHUNK: usize = 64;

/// The bit by which letters of ASCII differ in case.
const CASE: u8 = 0x20;
/// Bits that tell pairs apart. Those for which there is none share one.
const BITS: usize = 8;

/// Bytes to look for: single ones, and pairs of neighbours in either letter case. All of ASCII.
#[derive(Clone, Debug)]
pub struct Pairs {
    first: Table,
    second: Table,
}

/// Which pairs a byte may belong to, by its lower half and by its upper half. In a register, the sixteen entries of each
/// stand as often as it has room for them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Table<R = [u8; 16]> {
    pub(super) low: R,
    pub(super) high: R,
}

impl Pairs {
    /// Any of these, of which `singles` are kinds of single bytes, seven at most. Of a kind of several bytes, others are
    /// found too, that have one half of one and the other half of another. Bytes beyond ASCII are never found.
    pub fn new(singles: &[&[u8]], pairs: &[[u8; 2]]) -> Self {
        let (mut first, mut second) = (Table::default(), Table::default());
        for (kind, bytes) in singles.iter().enumerate() {
            bytes.iter().for_each(|byte| first.allow(*byte, 1 << kind));
        }
        // What stands behind a single byte does not matter.
        let any = (1 << singles.len()) - 1;
        (second.low, second.high) = ([any; 16], [any; 16]);
        for (place, [one, other]) in pairs.iter().enumerate() {
            let bit = 1 << (singles.len() + place % (BITS - singles.len()));
            first.allow_in_either_case(*one, bit);
            second.allow_in_either_case(*other, bit);
        }
        Self { first, second }
    }

    /// What the first byte of a pair may be, and the second, in registers.
    #[inline(always)]
    pub(super) fn tables<R>(&self, load: impl Fn(&[u8; 16]) -> R) -> [Table<R>; 2] {
        [&self.first, &self.second].map(|table| Table {
            low: load(&table.low),
            high: load(&table.high),
        })
    }

    /// Whether the first of these bytes may be a single one that is looked for, or both a pair.
    pub(super) fn begins(&self, first: u8, second: u8) -> bool {
        self.first.of(first) & self.second.of(second) != 0
    }
}

impl Table {
    fn allow(&mut self, byte: u8, bit: u8) {
        self.low[usize::from(byte & 0xf)] |= bit;
        self.high[usize::from(byte >> 4)] |= bit;
    }

    fn allow_in_either_case(&mut self, byte: u8, bit: u8) {
        if byte.is_ascii() {
            self.allow(byte, bit);
        }
        if byte.is_ascii_alphabetic() {
            self.allow(byte ^ CASE, bit);
        }
    }

    fn of(&self, byte: u8) -> u8 {
        self.low[usize::from(byte & 0xf)] & self.high[usize::from(byte >> 4)]
    }
}

/// See [`super::next_chunk`]. `found` tells at which bytes of a chunk pairs begin, if any do, by the chunk and the byte behind
/// it; `fetch` is told of each chunk that is looked at.
#[inline(always)]
pub(super) fn next(
    text: &[u8],
    from: usize,
    fetch: impl Fn(&[u8]),
    found: impl Fn(&[u8]) -> Option<u64>,
) -> (usize, u64) {
    let mut at = from;
    while let Some(part) = text.get(at..at + CHUNK + 1) {
        fetch(part);
        if let Some(found) = found(part) {
            return (at, found);
        }
        at += CHUNK;
    }
    (at, found(&last(text, at)).unwrap_or(0))
}

/// The bytes from `at` to the end of a text, fewer than a chunk and one, and zeros behind them.
fn last(text: &[u8], at: usize) -> [u8; CHUNK + 1] {
    let mut padded = [0; CHUNK + 1];
    let rest = text.get(at..).unwrap_or_default();
    for (to, from) in padded.iter_mut().zip(rest) {
        *to = *from;
    }
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_in_either_case_and_nothing_else_is() {
        let pairs = Pairs::new(&[b"\n", b"{}[]"], &[*b"ab", *b"}{", *br"\u", *b"-1"]);
        let wanted = |first: u8, second: u8| {
            let lower = [first, second].map(|byte| byte.to_ascii_lowercase());
            b"\n{}[]".contains(&first) || [*b"ab", *b"}{", *br"\u", *b"-1"].contains(&lower)
        };
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                let begins = pairs.begins(first, second);
                assert_eq!(begins, wanted(first, second), "{first} {second}");
            }
        }
    }
}
