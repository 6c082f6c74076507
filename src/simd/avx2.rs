//! With the instructions of AVX2.

use std::arch::x86_64::{
    __m256i, _mm_clmulepi64_si128, _mm_cvtsi64_si128, _mm_cvtsi128_si64, _mm_set1_epi8,
    _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_movemask_epi8, _mm256_or_si256,
    _mm256_set_epi64x, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_srli_epi16, _mm256_testz_si256,
};

use super::pairs::Table;
use super::{CHUNK, Classes, Pairs, Visit, classes, fetch_ahead, load_half, pairs};

/// A table in both halves of a vector, to look 32 halves of bytes up at once.
#[derive(Clone, Copy)]
struct Spread {
    low: __m256i,
    high: __m256i,
}

#[target_feature(enable = "avx2")]
pub(super) fn next_chunk(pairs: &Pairs, text: &[u8], from: usize) -> (usize, u64) {
    let [first, second] = pairs.tables();
    let tables = [spread(first), spread(second)];
    let mut at = from;
    while let Some(part) = text.get(at..at + CHUNK + 1) {
        fetch_ahead(part);
        let found = [found(tables, part, 0), found(tables, part, CHUNK / 2)];
        let any = _mm256_or_si256(found[0], found[1]);
        if _mm256_testz_si256(any, any) == 0 {
            return (at, bits(found));
        }
        at += CHUNK;
    }
    let part = pairs::last(text, at);
    let found = [found(tables, &part, 0), found(tables, &part, CHUNK / 2)];
    (at, bits(found))
}

#[inline]
#[target_feature(enable = "avx2")]
fn spread(table: &Table) -> Spread {
    Spread {
        low: twice(&table.low),
        high: twice(&table.high),
    }
}

/// Which pairs begin at each of half a chunk's bytes.
#[inline]
#[target_feature(enable = "avx2")]
fn found([first, second]: [Spread; 2], part: &[u8], at: usize) -> __m256i {
    let [first, second] =
        [(first, at), (second, at + 1)].map(|(table, at)| look_up(table, load(part, at)));
    _mm256_and_si256(first, second)
}

#[inline]
#[target_feature(enable = "avx2")]
fn look_up(table: Spread, bytes: __m256i) -> __m256i {
    let lower_half = _mm256_set1_epi8(0xf);
    let low = _mm256_and_si256(bytes, lower_half);
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), lower_half);
    _mm256_and_si256(
        _mm256_shuffle_epi8(table.low, low),
        _mm256_shuffle_epi8(table.high, high),
    )
}

#[target_feature(enable = "avx2,pclmulqdq")]
pub(super) fn each_chunk(text: &[u8], visitor: impl Visit) -> bool {
    classes::each(text, |chunk| classes(chunk), |bits| in_turns(bits), visitor)
}

#[inline]
#[target_feature(enable = "avx2")]
fn classes(chunk: &[u8; CHUNK]) -> Classes {
    let halves = [load(chunk, 0), load(chunk, CHUNK / 2)];
    let equal = |byte: u8| {
        let byte = _mm256_set1_epi8(byte.cast_signed());
        mask(halves.map(|half| _mm256_cmpeq_epi8(half, byte)))
    };
    let backslash = _mm256_set1_epi8(b'\\'.cast_signed());
    // Bytes beyond ASCII are negative, so they too are less than a blank.
    let blank = _mm256_set1_epi8(b' '.cast_signed());
    let odd = halves.map(|half| {
        let is_backslash = _mm256_cmpeq_epi8(half, backslash);
        _mm256_or_si256(is_backslash, _mm256_cmpgt_epi8(blank, half))
    });
    Classes {
        quotes: equal(b'"'),
        colons: equal(b':'),
        commas: equal(b','),
        odd: mask(odd),
    }
}

/// Multiplied by ones without carrying, each bit is the sum of those up to it.
#[inline]
#[target_feature(enable = "pclmulqdq")]
pub(super) fn in_turns(bits: u64) -> u64 {
    let bits = _mm_cvtsi64_si128(bits.cast_signed());
    let product = _mm_clmulepi64_si128::<0>(bits, _mm_set1_epi8(-1));
    _mm_cvtsi128_si64(product).cast_unsigned()
}

/// The highest bit of each byte.
#[inline]
#[target_feature(enable = "avx2")]
fn mask([low, high]: [__m256i; 2]) -> u64 {
    let bits = |half| u64::from(_mm256_movemask_epi8(half).cast_unsigned());
    bits(low) | bits(high) << (CHUNK / 2)
}

/// One bit a byte that is not zero.
#[inline]
#[target_feature(enable = "avx2")]
fn bits(found: [__m256i; 2]) -> u64 {
    let none = |found| {
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(found, _mm256_setzero_si256())).cast_unsigned()
    };
    let [low, high] = found;
    !(u64::from(none(low)) | u64::from(none(high)) << (CHUNK / 2))
}

#[inline]
#[target_feature(enable = "avx2")]
fn twice(table: &[u8; 16]) -> __m256i {
    let (words, _) = table.as_chunks();
    let [low, high] = [0, 1].map(|place: usize| i64::from_le_bytes(words[place]));
    _mm256_set_epi64x(high, low, high, low)
}

/// Half a chunk from `at` on; zeros if that ends before.
#[inline]
#[target_feature(enable = "avx2")]
fn load(part: &[u8], at: usize) -> __m256i {
    let half = part.get(at..).and_then(<[u8]>::first_chunk);
    half.map_or_else(|| _mm256_setzero_si256(), |half| load_half(half))
}
