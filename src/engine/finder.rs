//! Finds texts in bytes, letter case ignored, and the escapes that could hide one.
//!
//! Of each text two bytes are looked for, as far apart as they stand in it, over a chunk at once: in a form that the
//! compiler turns into vector instructions. Which two is decided by how rare they are in the data.

use crate::simd::{CASE, CHUNK, Pair, next_chunk};

/// Bytes of a text that are looked for, at most.
const LONGEST: usize = 32;
/// `Operation` of records that tell of dropped alerts, which are counted whatever is looked for.
const THROTTLE: &str = "alertthreshold";

/// Where one object follows another on a line, which are more records than one.
const SEAM: &str = "}{";

/// Texts to find.
pub(super) struct Finder {
    texts: Vec<Text>,
    /// What is looked for of each text.
    pairs: Vec<Pair>,
}

struct Text {
    /// In lower case.
    bytes: Vec<u8>,
    /// Where the first byte of its pair stands in it.
    lead: usize,
    pair: Pair,
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
        let pairs = texts.iter().map(|text| text.pair).collect();
        Self { texts, pairs }
    }

    /// Where the first find at `from` or behind it stands: a byte of it.
    pub(super) fn find_at(&self, hay: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let (start, mut hits) = next_chunk(&self.pairs, hay, at);
            if hits == 0 {
                return (start..hay.len()).find(|at| self.is_at(hay, *at));
            }
            while hits != 0 {
                let at = start + hits.trailing_zeros() as usize;
                if self.is_at(hay, at) {
                    return Some(at);
                }
                hits &= hits - 1;
            }
            at = start + CHUNK;
        }
    }

    fn is_at(&self, hay: &[u8], at: usize) -> bool {
        let Some(byte) = hay.get(at) else {
            return false;
        };
        if *byte == b'\\' && matches!(hay.get(at + 1), Some(b'u' | b'/')) {
            return true;
        }
        self.texts.iter().any(|text| {
            byte | CASE == text.pair.bytes[0]
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
            pair: Pair {
                bytes: [byte(lead), byte(end)],
                apart: end - lead,
            },
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
