//! With the instructions that every `x86_64` has.

use std::arch::x86_64::{
    __m128i, _mm_add_epi8, _mm_cmpeq_epi8, _mm_cmpgt_epi8, _mm_min_epu8, _mm_movemask_epi8,
    _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8,
};

use super::{WIDTH, Window};

/// The halves of a window.
#[inline]
#[target_feature(enable = "sse2")]
fn load(window: &Window) -> [__m128i; 2] {
    let [mut low, mut high] = [[0; WIDTH / 2]; 2];
    low.copy_from_slice(&window[..WIDTH / 2]);
    high.copy_from_slice(&window[WIDTH / 2..]);
    [load_half(low), load_half(high)]
}

#[inline]
#[target_feature(enable = "sse2")]
fn load_half(half: [u8; WIDTH / 2]) -> __m128i {
    let whole = u128::from_le_bytes(half);
    #[expect(clippy::cast_possible_truncation, reason = "the halves of it")]
    let [low, high] = [whole as u64, (whole >> 64) as u64];
    _mm_set_epi64x(high.cast_signed(), low.cast_signed())
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
