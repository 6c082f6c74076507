//! Many bytes looked at at once. The only place that names what a processor can do.
//!
//! Each function says the same on every processor. Where one is written for a certain kind, it stands beside the code for
//! any, which it is tested against.
#![allow(
    unsafe_code,
    reason = "to run what was compiled for a processor, it must be known to be that one"
)]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod classes;
mod pairs;
#[cfg_attr(
    target_arch = "x86_64",
    allow(dead_code, reason = "what the others are tested against")
)]
mod portable;
#[cfg(target_arch = "x86_64")]
mod sse2;

pub use classes::{ChunkVisitor, Classes};
pub use pairs::{CHUNK, Pairs};

/// Bytes of a window.
pub const WIDTH: usize = 32;

/// Bytes that are looked at at once. Answers about them have one bit a byte, the lowest for the first.
pub type Window = [u8; WIDTH];

/// The window of a text that begins at `at`, if it does not end before.
#[inline]
pub fn window(text: &[u8], at: usize) -> Option<&Window> {
    text.get(at..)?.first_chunk()
}

/// Which bytes can end a JSON string, or a part of it: quotes, backslashes and control characters.
#[inline]
pub fn ends(window: &Window) -> u32 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86_64 has SSE2.
    return unsafe { sse2::ends(window) };
    #[cfg(not(target_arch = "x86_64"))]
    portable::ends(window)
}

/// Which bytes are no decimal digits.
#[inline]
pub fn no_digits(window: &Window) -> u32 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86_64 has SSE2.
    return unsafe { sse2::no_digits(window) };
    #[cfg(not(target_arch = "x86_64"))]
    portable::no_digits(window)
}

/// Which bytes are the same in both.
#[inline]
pub fn equal(one: &Window, other: &Window) -> u32 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86_64 has SSE2.
    return unsafe { sse2::equal(one, other) };
    #[cfg(not(target_arch = "x86_64"))]
    portable::equal(one, other)
}

/// Where the next chunk begins, of those at `from` and each [`CHUNK`] behind it, in which something stands that is looked for,
/// and at which of its bytes, the lowest bit for the first; no bit, if none is left. A pair that the text ends within is
/// not seen.
#[inline]
pub fn next_chunk(pairs: &Pairs, text: &[u8], from: usize) -> (usize, u64) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx512bw") {
        // SAFETY: the processor has AVX-512 for bytes, as was just asked.
        return unsafe { avx512::next_chunk(pairs, text, from) };
    } else if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, as was just asked.
        return unsafe { avx2::next_chunk(pairs, text, from) };
    }
    portable::next_chunk(pairs, text, from)
}

/// Shows what the bytes of each [`CHUNK`] of a text are to JSON until the visitor has enough; answers whether it never had.
#[inline]
pub fn each_chunk(text: &[u8], visitor: impl ChunkVisitor) -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        let multiplies = std::arch::is_x86_feature_detected!("pclmulqdq")
            && std::arch::is_x86_feature_detected!("avx2");
        if multiplies && std::arch::is_x86_feature_detected!("avx512bw") {
            // SAFETY: the processor has AVX-512 for bytes, AVX2 and PCLMULQDQ, as was just asked.
            return unsafe { avx512::each_chunk(text, visitor) };
        }
        if multiplies {
            // SAFETY: the processor has AVX2 and PCLMULQDQ, as was just asked.
            return unsafe { avx2::each_chunk(text, visitor) };
        }
        // SAFETY: every x86_64 has SSE2.
        unsafe { sse2::each_chunk(text, visitor) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    portable::each_chunk(text, visitor)
}

/// Bytes ahead that are fetched. The processor's own fetching stops at the end of each page of 4 KiB.
#[cfg(target_arch = "x86_64")]
const AHEAD: usize = 4 << 10;

/// Has the processor fetch what stands [`AHEAD`].
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse")]
#[allow(unused_unsafe, reason = "unsafe to call in Rust 1.89, no more in 1.95")]
fn fetch_ahead(part: &[u8]) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    // SAFETY: nothing is read; an address that is not there is passed over.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(part.as_ptr().wrapping_add(AHEAD).cast()) }
}

/// A chunk, as a vector.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f")]
fn load_chunk(chunk: &[u8; CHUNK]) -> std::arch::x86_64::__m512i {
    // SAFETY: as many bytes are read as there are, wherever they begin.
    unsafe { std::arch::x86_64::_mm512_loadu_si512(chunk.as_ptr().cast()) }
}

/// Half a chunk, as a vector.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2")]
fn load_half(half: &[u8; CHUNK / 2]) -> std::arch::x86_64::__m256i {
    // SAFETY: as many bytes are read as there are, wherever they begin.
    unsafe { std::arch::x86_64::_mm256_loadu_si256(half.as_ptr().cast()) }
}

/// A quarter of a chunk, as a vector.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn load_quarter(quarter: &[u8; CHUNK / 4]) -> std::arch::x86_64::__m128i {
    // SAFETY: as many bytes are read as there are, wherever they begin.
    unsafe { std::arch::x86_64::_mm_loadu_si128(quarter.as_ptr().cast()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What was shown, until it was enough.
    #[derive(Default)]
    struct Recorder {
        chunks: Vec<(usize, Classes, u64)>,
        most: usize,
    }

    impl ChunkVisitor for &mut Recorder {
        fn chunk(&mut self, at: usize, classes: Classes, in_turns: impl Fn(u64) -> u64) -> bool {
            let turns = in_turns(classes.quotes);
            let is_odd = |byte: u32| (classes.quotes << (63 - byte)).count_ones() % 2 == 1;
            assert!((0..64).all(|byte| (turns >> byte & 1 == 1) == is_odd(byte)));
            self.chunks.push((at, classes, turns));
            self.chunks.len() != self.most
        }
    }

    proptest! {
        #[test]
        fn each_way_gives_the_same_classes(text in prop::collection::vec(any::<u8>(), 0..300), most in 0..9_usize) {
            let mut wanted = Recorder { most, ..Recorder::default() };
            let all = portable::each_chunk(&text, &mut wanted);
            let mut seen = Recorder { most, ..Recorder::default() };
            prop_assert_eq!(each_chunk(&text, &mut seen), all);
            prop_assert_eq!(&seen.chunks, &wanted.chunks);
            #[cfg(target_arch = "x86_64")]
            {
                let mut seen = Recorder { most, ..Recorder::default() };
                // SAFETY: every x86_64 has SSE2.
                prop_assert_eq!(unsafe { sse2::each_chunk(&text, &mut seen) }, all);
                prop_assert_eq!(&seen.chunks, &wanted.chunks);
                if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("pclmulqdq") {
                    let mut seen = Recorder { most, ..Recorder::default() };
                    // SAFETY: the processor has both, as was just asked.
                    prop_assert_eq!(unsafe { avx2::each_chunk(&text, &mut seen) }, all);
                    prop_assert_eq!(&seen.chunks, &wanted.chunks);
                }
            }
        }

        #[test]
        fn each_way_gives_the_same_bits(one in any::<Window>(), other in any::<Window>(), same in any::<u32>()) {
            let mut other = other;
            for (place, byte) in one.iter().enumerate() {
                if same >> place & 1 == 1 {
                    other[place] = *byte;
                }
            }
            prop_assert_eq!(ends(&one), portable::ends(&one));
            prop_assert_eq!(no_digits(&one), portable::no_digits(&one));
            prop_assert_eq!(equal(&one, &other), portable::equal(&one, &other));
        }

        #[test]
        fn each_way_gives_the_same_chunk(
            text in "[x-z]{0,99}[abcdABC\\\\\n\u{e9}]{0,3}[x-z]{0,300}[abc\n]{0,3}", from in 0..400_usize,
            pairs in prop::collection::vec("[abc\\\\][abcx]", 0..12),
        ) {
            let pairs: Vec<[u8; 2]> = pairs.iter().map(|pair| [pair.as_bytes()[0], pair.as_bytes()[1]]).collect();
            let pairs = Pairs::new(&[b"\n"], &pairs);
            let text = text.as_bytes();
            let wanted = portable::next_chunk(&pairs, text, from);
            prop_assert_eq!(next_chunk(&pairs, text, from), wanted);
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                // SAFETY: the processor has AVX2, as was just asked.
                prop_assert_eq!(unsafe { avx2::next_chunk(&pairs, text, from) }, wanted);
            }
        }
    }

    #[test]
    fn each_byte_is_judged() {
        for byte in 0..=u8::MAX {
            let window = [byte; WIDTH];
            assert_eq!(ends(&window), portable::ends(&window), "{byte}");
            assert_eq!(no_digits(&window), portable::no_digits(&window), "{byte}");
        }
    }
}
