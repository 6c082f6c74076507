//! With the instructions of AVX2.

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_or_si256,
    _mm256_set_epi64x, _mm256_set1_epi8, _mm256_testz_si256,
};

use super::{CASE, CHUNK, Pair, reach};

/// A pair, each byte of it in every place of a vector.
#[derive(Clone, Copy)]
struct Spread {
    one: __m256i,
    other: __m256i,
    apart: usize,
}

#[target_feature(enable = "avx2")]
pub(super) fn next_chunk(pairs: &[Pair], hay: &[u8], from: usize) -> (usize, u64) {
    // Where their number is known to the compiler, the pairs stay in registers.
    match *pairs {
        [a, b, c] => among(&[spread(a), spread(b), spread(c)], pairs, hay, from),
        [a, b, c, d] => among(
            &[spread(a), spread(b), spread(c), spread(d)],
            pairs,
            hay,
            from,
        ),
        _ => {
            let mut all = Vec::with_capacity(pairs.len());
            for pair in pairs {
                all.push(spread(*pair));
            }
            among(&all, pairs, hay, from)
        }
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn spread(pair: Pair) -> Spread {
    let [one, other] = pair.bytes;
    Spread {
        one: everywhere(one),
        other: everywhere(other),
        apart: pair.apart,
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn everywhere(byte: u8) -> __m256i {
    _mm256_set1_epi8(byte.cast_signed())
}

/// The search itself; `spread` is what the pairs became.
#[inline]
#[target_feature(enable = "avx2")]
fn among(spread: &[Spread], pairs: &[Pair], hay: &[u8], from: usize) -> (usize, u64) {
    let reach = reach(pairs);
    let mut at = from;
    while let Some(part) = hay.get(at..at + CHUNK + reach) {
        let [low, high] = [load(part, 0), load(part, CHUNK / 2)];
        let backslash = everywhere(b'\\');
        let mut hits = [low, high].map(|bytes| _mm256_cmpeq_epi8(bytes, backslash));
        let [low, high] = [fold(low), fold(high)];
        for pair in spread {
            let next_low = fold(load(part, pair.apart));
            let next_high = fold(load(part, CHUNK / 2 + pair.apart));
            hits[0] = _mm256_or_si256(hits[0], begins(pair, low, next_low));
            hits[1] = _mm256_or_si256(hits[1], begins(pair, high, next_high));
        }
        let any = _mm256_or_si256(hits[0], hits[1]);
        if _mm256_testz_si256(any, any) == 0 {
            let [low, high] = hits.map(|hits| _mm256_movemask_epi8(hits).cast_unsigned());
            return (at, u64::from(low) | u64::from(high) << (CHUNK / 2));
        }
        at += CHUNK;
    }
    (at, 0)
}

/// Where a pair begins, given the bytes and those that stand so far behind them.
#[inline]
#[target_feature(enable = "avx2")]
fn begins(pair: &Spread, first: __m256i, second: __m256i) -> __m256i {
    let one = _mm256_cmpeq_epi8(first, pair.one);
    let other = _mm256_cmpeq_epi8(second, pair.other);
    _mm256_and_si256(one, other)
}

#[inline]
#[target_feature(enable = "avx2")]
fn fold(bytes: __m256i) -> __m256i {
    _mm256_or_si256(bytes, everywhere(CASE))
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(text: &[u8], at: usize) -> __m256i {
    let (bytes, _) = text[at..at + CHUNK / 2].as_chunks();
    let word = |place: usize| i64::from_le_bytes(bytes[place]);
    _mm256_set_epi64x(word(3), word(2), word(1), word(0))
}
