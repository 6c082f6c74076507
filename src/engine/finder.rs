//! Finds texts in bytes, letter case ignored, and the escapes that could hide one.
//!
//! Of each text two neighbours are looked for, and line feeds with them, over a chunk at once. Which two is decided by
//! how rare they are in the data.

use crate::simd::{CHUNK, Pairs, next_chunk};

/// Bytes of a text that are looked for, at most.
const LONGEST: usize = 32;
/// `Operation` of records that tell of dropped alerts, which are counted whatever is looked for.
const THROTTLE: &str = "alertthreshold";

/// Where one object follows another on a line, which are more records than one.
const SEAM: &str = "}{";

/// What an escape begins with that can spell any character.
const ESCAPE: [u8; 2] = *br"\u";

/// Texts to find.
pub(super) struct Finder {
    texts: Vec<Text>,
    /// What is looked for of each text.
    pairs: Pairs,
}

struct Text {
    /// In lower case.
    bytes: Vec<u8>,
    /// Where the pair of neighbours that is looked for stands in it.
    lead: usize,
}

/// A search through a block, from its beginning to its end.
pub(super) struct Search<'s, 'b> {
    finder: &'s Finder,
    block: &'b [u8],
    /// Where the chunk begins that is looked at, and what is left to look at in it.
    start: usize,
    hits: u64,
}

impl Finder {
    /// Finds any of these texts, which are plain ASCII of three bytes and more. `sample` is of the data.
    pub(super) fn new<'t>(texts: impl IntoIterator<Item = &'t str>, sample: &[u8]) -> Self {
        let mut counts = vec![0; 1 << 16];
        for pair in sample.windows(2) {
            counts[index(pair)] += 1;
        }
        let texts = texts.into_iter().chain([THROTTLE, SEAM]);
        let texts: Vec<Text> = texts.map(|text| Text::new(text, &counts)).collect();
        let mut pairs: Vec<[u8; 2]> = texts.iter().map(Text::pair).collect();
        pairs.push(ESCAPE);
        Self {
            texts,
            pairs: Pairs::new(&[b"\n"], &pairs),
        }
    }

    /// Finds what the fewest lines of the sample hold, of sets of texts of which each would do; the first of equals.
    pub(super) fn of_rarest(sets: &[Vec<String>], sample: &[u8]) -> Option<Self> {
        let finders = sets
            .iter()
            .map(|texts| Self::new(texts.iter().map(String::as_str), sample));
        finders.min_by_key(|finder| finder.lines_of(sample))
    }

    /// How many lines of a text hold something that is looked for.
    fn lines_of(&self, text: &[u8]) -> usize {
        let mut search = self.search(text);
        let lines = std::iter::from_fn(|| Some(search.next_line()));
        let lines = lines.take_while(|(end, _)| *end < text.len());
        lines.filter(|(_, is_found)| *is_found).count()
    }

    pub(super) fn search<'s, 'b>(&'s self, block: &'b [u8]) -> Search<'s, 'b> {
        let (start, hits) = next_chunk(&self.pairs, block, 0);
        Search {
            finder: self,
            block,
            start,
            hits,
        }
    }

    /// Whether a text stands at a place by the first byte of its pair, or an escape that could hide one.
    fn is_at(&self, block: &[u8], at: usize) -> bool {
        let Some([first, second, rest @ ..]) = block.get(at..) else {
            return false;
        };
        if [*first, *second] == ESCAPE && can_hide(rest) {
            return true;
        }
        self.texts.iter().any(|text| {
            text.bytes[text.lead] == first.to_ascii_lowercase()
                && at.checked_sub(text.lead).is_some_and(|start| {
                    let stands = block.get(start..start + text.bytes.len());
                    stands.is_some_and(|stands| stands.eq_ignore_ascii_case(&text.bytes))
                })
        })
    }
}

impl Search<'_, '_> {
    /// Where the next line ends, the end of the block if no line feed follows; and whether there is a find in it.
    pub(super) fn next_line(&mut self) -> (usize, bool) {
        let mut is_found = false;
        loop {
            while self.hits != 0 {
                let at = self.start + self.hits.trailing_zeros() as usize;
                self.hits &= self.hits - 1;
                if self.block.get(at) == Some(&b'\n') {
                    return (at, is_found);
                }
                is_found = is_found || self.finder.is_at(self.block, at);
            }
            let next = self.start + CHUNK;
            (self.start, self.hits) = next_chunk(&self.finder.pairs, self.block, next);
            if self.hits == 0 {
                return (self.block.len(), is_found);
            }
        }
    }
}

/// Whether an escape may spell a character that texts to find are made of; `digits` stand behind it. `KubeArmor` writes
/// `<`, `>` and `&` as escapes.
fn can_hide(digits: &[u8]) -> bool {
    let digits = digits
        .get(..4)
        .and_then(|digits| std::str::from_utf8(digits).ok());
    let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    match number.and_then(char::from_u32) {
        Some(character) => character.is_ascii_alphanumeric() || "._-".contains(character),
        None => true,
    }
}
/// The place of a pair in a table, letter case ignored.
fn index(pair: &[u8]) -> usize {
    let byte = |place: usize| pair.get(place).map_or(0, u8::to_ascii_lowercase);
    usize::from(u16::from_be_bytes([byte(0), byte(1)]))
}

impl Text {
    fn new(text: &str, counts: &[u32]) -> Self {
        let mut bytes = text.as_bytes().to_ascii_lowercase();
        bytes.truncate(LONGEST);
        let pairs = bytes.windows(2).enumerate();
        let rarest = pairs.min_by_key(|(_, pair)| counts[index(pair)]);
        let lead = rarest.map_or(0, |(lead, _)| lead);
        Self { bytes, lead }
    }

    fn pair(&self) -> [u8; 2] {
        [0, 1].map(|place| {
            self.bytes
                .get(self.lead + place)
                .copied()
                .unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Where each line ends, and whether it holds one of the texts.
    fn naive(texts: &[&str], block: &[u8]) -> Vec<(usize, bool)> {
        let mut lines = Vec::new();
        let mut end = 0;
        for line in block.split(|byte| *byte == b'\n') {
            let lower = String::from_utf8_lossy(line).to_lowercase();
            let is_digit = |digit: char| "ab".contains(digit);
            // Four digits of these spell no text; fewer spell nothing, so it is not known what is meant.
            let is_whole = |behind: &str| behind.chars().take_while(|c| is_digit(*c)).count() > 3;
            let hides = lower.split(r"\u").skip(1).any(|behind| !is_whole(behind));
            let is_found = texts.iter().any(|text| lower.contains(text));
            lines.push((end + line.len(), is_found || hides));
            end += line.len() + 1;
        }
        lines
    }

    fn found(finder: &Finder, block: &[u8]) -> Vec<(usize, bool)> {
        let mut search = finder.search(block);
        let mut lines = Vec::new();
        loop {
            let line = search.next_line();
            lines.push(line);
            if line.0 == block.len() {
                return lines;
            }
        }
    }

    proptest! {
        /// Lines end where they end, and a find is one.
        #[test]
        fn finds_what_is_there(
            block in prop::collection::vec(prop::sample::select(&b"aAbBxX-\\/u.\n}{\xff"[..]), 0..400),
            sample in prop::collection::vec(any::<u8>(), 0..50),
            place in 0..400_usize, text in "[abx.-]{3,40}",
        ) {
            let mut block = block;
            let at = place.min(block.len());
            block.splice(at..at, text.to_ascii_uppercase().bytes());
            block.push(b'.');
            let kept = &text[..text.len().min(LONGEST)];
            let finder = Finder::new([text.as_str()], &sample);
            prop_assert_eq!(found(&finder, &block), naive(&[kept, THROTTLE, SEAM], &block));
        }
    }

    #[test]
    fn what_the_fewest_lines_hold_is_looked_for() {
        let sets = ["abcdef", "xyz", "b-c"].map(|text| vec![text.to_owned()]);
        for (sample, wanted) in [
            (
                &b"abcdef\nabcdef xyz\nb-c XYZ\nb-c\nxyz\nb-c\n"[..],
                "abcdef",
            ),
            (b"ABCDEF b-c\nabcdef xyz b-c\nb-c\n", "xyz"),
            (b"b-c b-c b-c b-c\nabcdef xyz\nabcdef xyz\n", "b-c"),
            (b"", "abcdef"),
        ] {
            let finder = Finder::of_rarest(&sets, sample).unwrap();
            assert_eq!(finder.texts[0].bytes, wanted.as_bytes());
        }
        assert!(Finder::of_rarest(&[], b"").is_none());
    }

    #[test]
    fn throttle_records_are_always_found() {
        let finder = Finder::new(["abc"], b"");
        let line = br#"{"Timestamp":1,"Operation":"AlertThreshold","NamespaceName":"somewhere","Severity":"1"}"#;
        assert_eq!(found(&finder, line), [(line.len(), true)]);
        assert_eq!(found(&finder, &line[..30]), [(30, false)]);
    }

    #[test]
    fn escapes_are_found_that_could_hide_a_text() {
        let finder = Finder::new(["abc"], b"");
        for (line, wanted) in [
            (r"\u0061", true),
            (r"\u002d", true),
            (r"\u002D", true),
            (r"a > b \u003e\u0026 \u003c", false),
            (r"\u003e \u0041", true),
            (r"\u00", true),
            (r"\ud83d\ude00", true),
            (r"\u00e9", false),
            (r"\/ \n", false),
        ] {
            assert_eq!(
                found(&finder, line.as_bytes()),
                [(line.len(), wanted)],
                "{line}"
            );
        }
    }
}
