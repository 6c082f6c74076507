//! With the instructions of AVX2.

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_or_si256,
    _mm256_set_epi64x, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_srli_epi16, _mm256_testz_si256,
};

use super::pairs::Table;
use super::{CHUNK, Pairs, pairs};

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
    let first = look_up(first, load(part, at));
    let second = look_up(second, load(part, at + 1));
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

#[inline]
#[target_feature(enable = "avx2")]
fn load(text: &[u8], at: usize) -> __m256i {
    let (bytes, _) = text[at..at + CHUNK / 2].as_chunks();
    let word = |place: usize| i64::from_le_bytes(bytes[place]);
    _mm256_set_epi64x(word(3), word(2), word(1), word(0))
}
