//! With the instructions that every `x86_64` has.

use std::arch::x86_64::{
    __m128i, _mm_add_epi8, _mm_cmpeq_epi8, _mm_cmpgt_epi8, _mm_cmplt_epi8, _mm_min_epu8,
    _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
};

use super::{CHUNK, ChunkVisitor, Classes, WIDTH, Window, classes, load_quarter, portable};

/// The halves of a window.
#[inline]
#[target_feature(enable = "sse2")]
fn load(window: &Window) -> [__m128i; 2] {
    let (halves, _) = window.as_chunks();
    [0, 1].map(|place: usize| load_quarter(&halves[place]))
}

/// The highest bit of each byte of the two halves.
#[inline]
#[target_feature(enable = "sse2")]
fn bits(low: __m128i, high: __m128i) -> u32 {
    let [low, high] = [_mm_movemask_epi8(low), _mm_movemask_epi8(high)];
    low.cast_unsigned() | high.cast_unsigned() << 16
}

#[inline]
#[target_feature(enable = "sse2")]
pub(super) fn ends(window: &Window) -> u32 {
    let [low, high] = load(window);
    bits(half_ends(low), half_ends(high))
}

#[inline]
#[target_feature(enable = "sse2")]
fn half_ends(bytes: __m128i) -> __m128i {
    let quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'"'.cast_signed()));
    let backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\'.cast_signed()));
    let control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    _mm_or_si128(_mm_or_si128(quote, backslash), control)
}

#[inline]
#[target_feature(enable = "sse2")]
pub(super) fn no_digits(window: &Window) -> u32 {
    let [low, high] = load(window);
    bits(half_no_digits(low), half_no_digits(high))
}

#[inline]
#[target_feature(enable = "sse2")]
fn half_no_digits(bytes: __m128i) -> __m128i {
    // The digits become the ten lowest of the signed bytes.
    let shift = _mm_set1_epi8(i8::MIN.wrapping_sub(b'0'.cast_signed()));
    _mm_cmpgt_epi8(_mm_add_epi8(bytes, shift), _mm_set1_epi8(i8::MIN + 9))
}

#[inline]
#[target_feature(enable = "sse2")]
pub(super) fn equal(one: &Window, other: &Window) -> u32 {
    let ([low, high], [other_low, other_high]) = (load(one), load(other));
    bits(
        _mm_cmpeq_epi8(low, other_low),
        _mm_cmpeq_epi8(high, other_high),
    )
}

#[target_feature(enable = "sse2")]
pub(super) fn each_chunk(text: &[u8], visitor: impl ChunkVisitor) -> bool {
    classes::each(text, |chunk| classes(chunk), portable::in_turns, visitor)
}

#[inline]
#[target_feature(enable = "sse2")]
fn classes(chunk: &[u8; CHUNK]) -> Classes {
    let quarters = quarters(chunk);
    // Bytes beyond ASCII are negative, so they too are less than a blank.
    let blank = _mm_set1_epi8(b' '.cast_signed());
    Classes::of(
        quarters.map(|quarter| _mm_cmplt_epi8(quarter, blank)),
        |byte| {
            let byte = _mm_set1_epi8(byte.cast_signed());
            quarters.map(|quarter| _mm_cmpeq_epi8(quarter, byte))
        },
        |one, other| [0, 1, 2, 3].map(|at: usize| _mm_or_si128(one[at], other[at])),
        |quarters| mask(quarters),
    )
}

#[inline]
#[target_feature(enable = "sse2")]
fn quarters(chunk: &[u8; CHUNK]) -> [__m128i; 4] {
    let (parts, _) = chunk.as_chunks();
    [0, 1, 2, 3].map(|place: usize| load_quarter(&parts[place]))
}

/// The highest bit of each byte.
#[inline]
#[target_feature(enable = "sse2")]
fn mask([a, b, c, d]: [__m128i; 4]) -> u64 {
    u64::from(bits(a, b)) | u64::from(bits(c, d)) << WIDTH
}
