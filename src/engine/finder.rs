//! Finds texts in bytes, letter case ignored, and the escapes that could hide one.
//!
//! Of each text two bytes are looked for, as far apart as they stand in it, over a chunk at once: in a form that the
//! compiler turns into vector instructions. Which two is decided by how rare they are in the data.
#![allow(
    unsafe_code,
    reason = "to run what was compiled for a processor, it must be known to be that one"
)]
#![allow(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the processor of its caller"
)]

/// Bytes that are looked at at once.
const CHUNK: usize = 64;
/// Bytes of a text that are looked for, at most.
const LONGEST: usize = 32;
/// The bit by which letters of ASCII differ in case. Other bytes differ by it too, so a find is looked at again.
const CASE: u8 = 0x20;
/// `Operation` of records that tell of dropped alerts, which are counted whatever is looked for.
const THROTTLE: &str = "alertthreshold";

/// Where one object follows another on a line, which are more records than one.
const SEAM: &str = "}{";

/// Texts to find.
pub(super) struct Finder {
    texts: Vec<Text>,
    /// The farthest that two bytes of one text stand apart.
    reach: usize,
}

struct Text {
    /// In lower case.
    bytes: Vec<u8>,
    /// Where its first byte that is looked for stands in it, and how far behind that the second.
    lead: usize,
    apart: usize,
    pair: [u8; 2],
}

impl Finder {
    /// Finds any of these texts, which are plain ASCII of three bytes and more. `sample` is of the data.
    pub(super) fn new<'t>(texts: impl IntoIterator<Item = &'t str>, sample: &[u8]) -> Self {
        let mut counts = [1_u32; 256];
        for byte in sample {
            counts[usize::from(byte | CASE)] += 1;
        }
        let texts = texts.into_iter().chain([THROTTLE, SEAM]);
        let texts: Vec<Text> = texts.map(|text| Text::new(text, &counts)).collect();
        let reach = texts.iter().map(|text| text.apart).max().unwrap_or(0);
        Self { texts, reach }
    }

    /// Where the first find at `from` or behind it stands: a byte of it.
    pub(super) fn find_at(&self, hay: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let (start, is_last) = self.next_chunk(hay, at);
            let end = if is_last { hay.len() } else { start + CHUNK };
            let found = (start..end).find(|at| self.is_at(hay, *at));
            if found.is_some() || is_last {
                return found;
            }
            at = end;
        }
    }

    /// Where the next chunk begins that may hold a find, and whether what is left there is less than a chunk.
    fn next_chunk(&self, hay: &[u8], from: usize) -> (usize, bool) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2, as was just asked.
            return unsafe { self.next_chunk_avx2(hay, from) };
        }
        self.next_chunk_anywhere(hay, from)
    }

    /// The same code, for which the compiler may use wider vectors.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn next_chunk_avx2(&self, hay: &[u8], from: usize) -> (usize, bool) {
        self.next_chunk_anywhere(hay, from)
    }

    #[inline(always)]
    fn next_chunk_anywhere(&self, hay: &[u8], from: usize) -> (usize, bool) {
        let mut at = from;
        while let Some(window) = hay.get(at..at + CHUNK + self.reach) {
            if self.may_be_in(window) {
                return (at, false);
            }
            at += CHUNK;
        }
        (at, true)
    }

    /// Whether the pair of a text, or a backslash, begins in the first chunk of a window.
    #[inline(always)]
    fn may_be_in(&self, window: &[u8]) -> bool {
        let Some(first) = window.first_chunk::<CHUNK>() else {
            return true;
        };
        let mut hits = [0; CHUNK];
        for (hit, byte) in hits.iter_mut().zip(first) {
            *hit |= u8::from(*byte == b'\\');
        }
        for text in &self.texts {
            let [one, other] = text.pair;
            let second = window
                .get(text.apart..)
                .and_then(<[u8]>::first_chunk::<CHUNK>);
            let pairs = first.iter().zip(second.unwrap_or(first));
            for (hit, (left, right)) in hits.iter_mut().zip(pairs) {
                *hit |= u8::from(left | CASE == one) & u8::from(right | CASE == other);
            }
        }
        hits.iter().fold(0, |any, hit| any | hit) > 0
    }

    fn is_at(&self, hay: &[u8], at: usize) -> bool {
        let Some(byte) = hay.get(at) else {
            return false;
        };
        if *byte == b'\\' && matches!(hay.get(at + 1), Some(b'u' | b'/')) {
            return true;
        }
        self.texts.iter().any(|text| {
            byte | CASE == text.pair[0]
                && at.checked_sub(text.lead).is_some_and(|start| {
                    let stands = hay.get(start..start + text.bytes.len());
                    stands.is_some_and(|stands| stands.eq_ignore_ascii_case(&text.bytes))
                })
        })
    }
}

impl Text {
    fn new(text: &str, counts: &[u32; 256]) -> Self {
        let mut bytes = text.as_bytes().to_ascii_lowercase();
        bytes.truncate(LONGEST);
        let rarity = |at: usize| {
            let byte = bytes.get(at).copied().unwrap_or_default();
            u64::from(counts[usize::from(byte | CASE)])
        };
        let pairs =
            (0..bytes.len()).flat_map(|lead| (lead + 1..bytes.len()).map(move |end| (lead, end)));
        let rarest = pairs.min_by_key(|(lead, end)| rarity(*lead) * rarity(*end));
        let (lead, end) = rarest.unwrap_or((0, 0));
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default() | CASE;
        Self {
            lead,
            apart: end - lead,
            pair: [byte(lead), byte(end)],
            bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One place after the other.
    fn naive(texts: &[&str], hay: &[u8]) -> Vec<usize> {
        let hay = hay.to_ascii_lowercase();
        let is_start = |at: &usize| {
            let rest = &hay[*at..];
            let escapes = [r"\u", r"\/"];
            let mut texts = texts.iter().chain(&escapes).chain([&THROTTLE, &SEAM]);
            texts.any(|text| rest.starts_with(text.as_bytes()))
        };
        (0..hay.len()).filter(is_start).collect()
    }

    proptest! {
        /// The first find is that of the naive way, from wherever it is looked for.
        #[test]
        fn finds_what_is_there(
            hay in prop::collection::vec(prop::sample::select(&b"aAbBxX-\\/u.\n\xff"[..]), 0..400),
            sample in prop::collection::vec(any::<u8>(), 0..50),
            place in 0..400_usize, text in "[abx.-]{3,40}",
        ) {
            let mut hay = hay;
            let at = place.min(hay.len());
            hay.splice(at..at, text.to_ascii_uppercase().bytes());
            let kept = &text[..text.len().min(LONGEST)];
            let finder = Finder::new([text.as_str()], &sample);
            let starts: Vec<usize> = naive(&[kept], &hay).into_iter().filter(|at| !hay[*at..].starts_with(b"\\U")).collect();
            // A find is any byte of what was found, so what is asked is whether the rest holds one.
            let lead = finder.texts[0].lead;
            let wanted = starts.iter().map(|at| if hay[*at] == b'\\' { *at } else { at + lead }).min();
            prop_assert_eq!(finder.find_at(&hay, 0), wanted);
            // What was compiled for this processor says what was compiled for any.
            for from in 0..hay.len() {
                prop_assert_eq!(finder.next_chunk(&hay, from), finder.next_chunk_anywhere(&hay, from));
            }
            if let Some(found) = wanted {
                prop_assert_eq!(finder.find_at(&hay, found), Some(found));
            }
        }
    }

    #[test]
    fn throttle_records_are_always_found() {
        let finder = Finder::new(["abc"], b"");
        let line = br#"{"Timestamp":1,"Operation":"AlertThreshold","NamespaceName":"somewhere","Severity":"1"}"#;
        assert!(finder.find_at(line, 0).is_some());
        assert!(finder.find_at(&line[..30], 0).is_none());
    }
}
