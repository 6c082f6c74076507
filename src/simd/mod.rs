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
mod pairs;
#[cfg_attr(
    target_arch = "x86_64",
    allow(dead_code, reason = "what the others are tested against")
)]
mod portable;
#[cfg(target_arch = "x86_64")]
mod sse2;

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
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, as was just asked.
        return unsafe { avx2::next_chunk(pairs, text, from) };
    }
    portable::next_chunk(pairs, text, from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
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
            prop_assert_eq!(next_chunk(&pairs, text, from), portable::next_chunk(&pairs, text, from));
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
