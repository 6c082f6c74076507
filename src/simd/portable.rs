//! With no instructions but the compiler's own.

use super::{CHUNK, Pairs, Window, pairs};

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

pub(super) fn next_chunk(pairs: &Pairs, text: &[u8], from: usize) -> (usize, u64) {
    let mut at = from;
    while let Some(part) = text.get(at..at + CHUNK + 1) {
        let hits = hits(pairs, part);
        if hits != 0 {
            return (at, hits);
        }
        at += CHUNK;
    }
    (at, hits(pairs, &pairs::last(text, at)))
}

fn hits(pairs: &Pairs, part: &[u8]) -> u64 {
    let neighbours = part.iter().zip(part.iter().skip(1));
    let begins = neighbours.map(|(first, second)| pairs.begins(*first, *second));
    begins
        .enumerate()
        .fold(0, |hits, (place, begins)| hits | u64::from(begins) << place)
}
