//! Seeded chance: xoshiro256++ and the few draws the generator makes. Knows numbers only.

/// A reproducible stream of draws.
pub(super) struct Chance {
    state: [u64; 4],
}

impl Chance {
    /// The stream of `seed`; every seed, also zero, gives a usable one.
    pub(super) fn seeded(seed: u64) -> Self {
        let mut mix = seed;
        let state = std::array::from_fn(|_| {
            // splitmix64, as the authors of xoshiro advise for seeding
            mix = mix.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = mix;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        });
        Self { state }
    }

    /// The next 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        let s = &mut self.state;
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let kept = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= kept;
        s[3] = s[3].rotate_left(45);
        out
    }

    /// A number below `end`; zero if `end` is zero.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let high = self.bits() >> 32;
        u32::try_from((high * u64::from(end)) >> 32).unwrap_or(0)
    }

    /// An index below `len`.
    pub(super) fn index(&mut self, len: usize) -> usize {
        self.below(u32::try_from(len).unwrap_or(u32::MAX)) as usize
    }

    /// True `n` times in a thousand.
    pub(super) fn permille(&mut self, n: u32) -> bool {
        self.below(1000) < n
    }

    /// Any element, all alike; `None` of an empty slice.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let at = self.index(from.len());
        from.get(at).copied()
    }

    /// An element, the earlier the likelier.
    pub(super) fn skewed<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let end = self.index(from.len()) + 1;
        let at = self.index(end);
        from.get(at).copied()
    }

    /// `len` characters of `alphabet`.
    pub(super) fn word(&mut self, alphabet: &str, len: usize) -> String {
        let letters = alphabet.as_bytes();
        (0..len)
            .filter_map(|_| self.pick(letters))
            .map(char::from)
            .collect()
    }

    /// `len` lower-case hexadecimal digits.
    pub(super) fn hex(&mut self, len: usize) -> String {
        self.word("0123456789abcdef", len)
    }
}
