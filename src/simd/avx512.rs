//! With the instructions of AVX-512 for bytes.

use std::arch::x86_64::{
    __m128i, __m512i, _mm_set_epi64x, _mm512_and_si512, _mm512_broadcast_i32x4,
    _mm512_cmpeq_epi8_mask, _mm512_cmplt_epi8_mask, _mm512_set1_epi8, _mm512_shuffle_epi8,
    _mm512_srli_epi16, _mm512_test_epi8_mask,
};

use super::pairs::Table;
use super::{CHUNK, Classes, Pairs, Visit, avx2, classes, fetch_ahead, load_chunk, pairs};

/// A table in each quarter of a vector, to look 64 halves of bytes up at once.
#[derive(Clone, Copy)]
struct Spread {
    low: __m512i,
    high: __m512i,
}

#[target_feature(enable = "avx512bw")]
pub(super) fn next_chunk(pairs: &Pairs, text: &[u8], from: usize) -> (usize, u64) {
    let [first, second] = pairs.tables();
    let tables = [spread(first), spread(second)];
    let mut at = from;
    while let Some(part) = text.get(at..at + CHUNK + 1) {
        fetch_ahead(part);
        let found = found(tables, part);
        if found != 0 {
            return (at, found);
        }
        at += CHUNK;
    }
    (at, found(tables, &pairs::last(text, at)))
}

#[target_feature(enable = "avx512bw,avx2,pclmulqdq")]
pub(super) fn each_chunk(text: &[u8], visitor: impl Visit) -> bool {
    let in_turns = |bits| avx2::in_turns(bits);
    classes::each(text, |chunk| classes(chunk), in_turns, visitor)
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn classes(chunk: &[u8; CHUNK]) -> Classes {
    let chunk = load_chunk(chunk);
    let equal = |byte: u8| _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8(byte.cast_signed()));
    // Bytes beyond ASCII are negative, so they too are less than a blank.
    let blank = _mm512_set1_epi8(b' '.cast_signed());
    Classes {
        quotes: equal(b'"'),
        colons: equal(b':'),
        commas: equal(b','),
        odd: equal(b'\\') | _mm512_cmplt_epi8_mask(chunk, blank),
    }
}

/// Which pairs begin at each of a chunk's bytes.
#[inline]
#[target_feature(enable = "avx512bw")]
fn found([first, second]: [Spread; 2], part: &[u8]) -> u64 {
    let (Some(one), Some((_, rest))) = (part.first_chunk(), part.split_first()) else {
        return 0;
    };
    let Some(other) = rest.first_chunk() else {
        return 0;
    };
    let first = look_up(first, load_chunk(one));
    let second = look_up(second, load_chunk(other));
    _mm512_test_epi8_mask(first, second)
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn look_up(table: Spread, bytes: __m512i) -> __m512i {
    let lower_half = _mm512_set1_epi8(0xf);
    let low = _mm512_and_si512(bytes, lower_half);
    let high = _mm512_and_si512(_mm512_srli_epi16::<4>(bytes), lower_half);
    _mm512_and_si512(
        _mm512_shuffle_epi8(table.low, low),
        _mm512_shuffle_epi8(table.high, high),
    )
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn spread(table: &Table) -> Spread {
    Spread {
        low: _mm512_broadcast_i32x4(quarter(&table.low)),
        high: _mm512_broadcast_i32x4(quarter(&table.high)),
    }
}

#[inline]
#[target_feature(enable = "sse2")]
fn quarter(table: &[u8; 16]) -> __m128i {
    let (words, _) = table.as_chunks();
    let [low, high] = [0, 1].map(|place: usize| i64::from_le_bytes(words[place]));
    _mm_set_epi64x(high, low)
}
