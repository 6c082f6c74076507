//! With the instructions of AVX2.

use std::arch::x86_64::{
    __m256i, _mm_clmulepi64_si128, _mm_cvtsi64_si128, _mm_cvtsi128_si64, _mm_set1_epi8,
    _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8,
    _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256,
    _mm256_shuffle_epi8, _mm256_srli_epi16, _mm256_testz_si256,
};

use super::pairs::{self, Pairs, Table};
use super::{CHUNK, ChunkVisitor, Classes, classes, fetch_ahead, load_half, load_quarter};

#[target_feature(enable = "avx2")]
pub(super) fn next_chunk(pairs: &Pairs, text: &[u8], from: usize) -> (usize, u64) {
    let tables = pairs.tables(|half| _mm256_broadcastsi128_si256(load_quarter(half)));
    pairs::next(
        text,
        from,
        |part| fetch_ahead(part),
        |part| found(tables, part),
    )
}

/// At which of a chunk's bytes pairs begin.
#[inline]
#[target_feature(enable = "avx2")]
fn found([first, second]: [Table<__m256i>; 2], part: &[u8]) -> Option<u64> {
    let halves = [0, CHUNK / 2].map(|at| {
        _mm256_and_si256(
            look_up(first, load(part, at)),
            look_up(second, load(part, at + 1)),
        )
    });
    let any = _mm256_or_si256(halves[0], halves[1]);
    (_mm256_testz_si256(any, any) == 0).then(|| bits(halves))
}

#[inline]
#[target_feature(enable = "avx2")]
fn look_up(table: Table<__m256i>, bytes: __m256i) -> __m256i {
    let lower_half = _mm256_set1_epi8(0xf);
    let low = _mm256_and_si256(bytes, lower_half);
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), lower_half);
    _mm256_and_si256(
        _mm256_shuffle_epi8(table.low, low),
        _mm256_shuffle_epi8(table.high, high),
    )
}

#[target_feature(enable = "avx2,pclmulqdq")]
pub(super) fn each_chunk(text: &[u8], visitor: impl ChunkVisitor) -> bool {
    classes::each(text, |chunk| classes(chunk), |bits| in_turns(bits), visitor)
}

#[inline]
#[target_feature(enable = "avx2")]
fn classes(chunk: &[u8; CHUNK]) -> Classes {
    let halves = [load(chunk, 0), load(chunk, CHUNK / 2)];
    // Bytes beyond ASCII are negative, so they too are less than a blank.
    let blank = _mm256_set1_epi8(b' '.cast_signed());
    Classes::of(
        halves.map(|half| _mm256_cmpgt_epi8(blank, half)),
        |byte| {
            let byte = _mm256_set1_epi8(byte.cast_signed());
            halves.map(|half| _mm256_cmpeq_epi8(half, byte))
        },
        |one, other| [0, 1].map(|at: usize| _mm256_or_si256(one[at], other[at])),
        |halves| mask(halves),
    )
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

/// Half a chunk from `at` on; zeros if that ends before.
#[inline]
#[target_feature(enable = "avx2")]
fn load(part: &[u8], at: usize) -> __m256i {
    let half = part.get(at..).and_then(<[u8]>::first_chunk);
    half.map_or_else(|| _mm256_setzero_si256(), |half| load_half(half))
}
