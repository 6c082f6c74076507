//! With the instructions of AVX-512 for bytes.

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_broadcast_i32x4, _mm512_cmpeq_epi8_mask,
    _mm512_cmplt_epi8_mask, _mm512_set1_epi8, _mm512_shuffle_epi8, _mm512_srli_epi16,
    _mm512_test_epi8_mask,
};

use super::pairs::{self, Pairs, Table};
use super::{CHUNK, ChunkVisitor, Classes, avx2, classes, fetch_ahead, load_chunk, load_quarter};

#[target_feature(enable = "avx512bw")]
pub(super) fn next_chunk(pairs: &Pairs, text: &[u8], from: usize) -> (usize, u64) {
    let tables = pairs.tables(|half| _mm512_broadcast_i32x4(load_quarter(half)));
    pairs::next(
        text,
        from,
        |part| fetch_ahead(part),
        |part| found(tables, part),
    )
}

#[target_feature(enable = "avx512bw,avx2,pclmulqdq")]
pub(super) fn each_chunk(text: &[u8], visitor: impl ChunkVisitor) -> bool {
    let in_turns = |bits| avx2::in_turns(bits);
    classes::each(text, |chunk| classes(chunk), in_turns, visitor)
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn classes(chunk: &[u8; CHUNK]) -> Classes {
    let chunk = load_chunk(chunk);
    // Bytes beyond ASCII are negative, so they too are less than a blank.
    let blank = _mm512_set1_epi8(b' '.cast_signed());
    Classes::of(
        _mm512_cmplt_epi8_mask(chunk, blank),
        |byte| _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8(byte.cast_signed())),
        |one, other| one | other,
        |bits| bits,
    )
}

/// At which of a chunk's bytes pairs begin.
#[inline]
#[target_feature(enable = "avx512bw")]
fn found([first, second]: [Table<__m512i>; 2], part: &[u8]) -> Option<u64> {
    let (one, other) = (part.first_chunk()?, part.get(1..)?.first_chunk()?);
    let first = look_up(first, load_chunk(one));
    let second = look_up(second, load_chunk(other));
    let found = _mm512_test_epi8_mask(first, second);
    (found != 0).then_some(found)
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn look_up(table: Table<__m512i>, bytes: __m512i) -> __m512i {
    let lower_half = _mm512_set1_epi8(0xf);
    let low = _mm512_and_si512(bytes, lower_half);
    let high = _mm512_and_si512(_mm512_srli_epi16::<4>(bytes), lower_half);
    _mm512_and_si512(
        _mm512_shuffle_epi8(table.low, low),
        _mm512_shuffle_epi8(table.high, high),
    )
}
