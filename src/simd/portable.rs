//! With no instructions but the compiler's own.

use super::{CHUNK, ChunkVisitor, Classes, Pairs, Window, classes, pairs};

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
    pairs::next(
        text,
        from,
        |_| {},
        |part| Some(hits(pairs, part)).filter(|hits| *hits != 0),
    )
}

fn hits(pairs: &Pairs, part: &[u8]) -> u64 {
    let neighbours = part.iter().zip(part.iter().skip(1));
    let begins = neighbours.map(|(first, second)| pairs.begins(*first, *second));
    begins
        .enumerate()
        .fold(0, |hits, (place, begins)| hits | u64::from(begins) << place)
}

pub(super) fn each_chunk(text: &[u8], visitor: impl ChunkVisitor) -> bool {
    classes::each(text, classes, in_turns, visitor)
}

fn classes(chunk: &[u8; CHUNK]) -> Classes {
    let bits = |test: &dyn Fn(u8) -> bool| {
        let tests = chunk.iter().enumerate();
        tests.fold(0, |bits, (place, byte)| {
            bits | u64::from(test(*byte)) << place
        })
    };
    Classes::of(
        bits(&|byte| byte < b' ' || !byte.is_ascii()),
        |wanted| bits(&|byte| byte == wanted),
        |one, other| one | other,
        |bits| bits,
    )
}

#[inline]
pub(super) const fn in_turns(bits: u64) -> u64 {
    let mut turns = bits ^ bits << 1;
    turns ^= turns << 2;
    turns ^= turns << 4;
    turns ^= turns << 8;
    turns ^= turns << 16;
    turns ^ turns << 32
}
