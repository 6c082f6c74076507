//! With no instructions but the compiler's own.

use super::{CASE, CHUNK, Pair, Window, reach};

#[inline]
fn bits(tests: impl Iterator<Item = bool>) -> u32 {
    tests
        .enumerate()
        .fold(0, |bits, (place, is)| bits | u32::from(is) << place)
}

#[inline]
pub(super) fn ends(window: &Window) -> u32 {
    bits(
        window
            .iter()
            .map(|byte| matches!(byte, b'"' | b'\\' | ..0x20)),
    )
}

#[inline]
pub(super) fn no_digits(window: &Window) -> u32 {
    bits(window.iter().map(|byte| !byte.is_ascii_digit()))
}

#[inline]
pub(super) fn equal(window: &Window, other: &Window) -> u32 {
    bits(window.iter().zip(other).map(|(one, other)| one == other))
}

pub(super) fn next_chunk(pairs: &[Pair], hay: &[u8], from: usize) -> (usize, u64) {
    let reach = reach(pairs);
    let mut at = from;
    while let Some(window) = hay.get(at..at + CHUNK + reach) {
        let is_hit = |at: usize| {
            let begins = |pair: &Pair| {
                let [one, other] = pair.bytes;
                window[at] | CASE == one && window[at + pair.apart] | CASE == other
            };
            window[at] == b'\\' || pairs.iter().any(begins)
        };
        let hits = (0..CHUNK).fold(0, |hits, at| hits | u64::from(is_hit(at)) << at);
        if hits != 0 {
            return (at, hits);
        }
        at += CHUNK;
    }
    (at, 0)
}
