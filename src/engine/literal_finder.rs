//! Finds texts in bytes, letter case ignored, the escapes that could hide one, and by the way the name by which a record is
//! known.
//!
//! Of each text two neighbours are looked for, and line feeds with them, over a chunk at once. Which two is decided by
//! how rare they are in the data.

use crate::simd::{CHUNK, Pairs, next_chunk};

/// Bytes of a text that are looked for, at most.
const LONGEST: usize = 32;
/// `Operation` of records that tell of dropped alerts, which are counted whatever is looked for.
const THROTTLE: &str = "alertthreshold";

/// The name by which a line is known to be a record, if it is that of one of its own members.
const NAME: &str = "\"operation\":";
/// As writers spell it.
const SPELT: [&[u8]; 2] = [br#""Operation":"#, br#""operation":"#];

/// What an escape begins with that can spell any character.
const ESCAPE: [u8; 2] = *br"\u";

/// Texts to find.
pub(super) struct LiteralFinder {
    texts: Vec<CaselessText>,
    /// [`NAME`].
    name: CaselessText,
    /// What is looked for of each text.
    pairs: Pairs,
    /// Each finds texts of which a line must hold one besides.
    others: Vec<LiteralFinder>,
}

struct CaselessText {
    /// In lower case.
    bytes: Vec<u8>,
    /// Where the pair of neighbours that is looked for stands in it.
    lead: usize,
}

/// A search through a block, from its beginning to its end.
pub(super) struct LiteralSearch<'s, 'b> {
    finder: &'s LiteralFinder,
    block: &'b [u8],
    /// Where the chunk begins that is looked at, and what is left to look at in it.
    start: usize,
    hits: u64,
}

/// A line of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineFinds {
    /// Where it ends: before its line feed, or with the block.
    pub(super) end: usize,
    /// Whether there is a find in it.
    pub(super) is_found: bool,
    /// Where in the block the first name stands that a record is known by.
    pub(super) name: Option<usize>,
}

/// What stands at a place.
enum Found {
    CaselessText,
    Name,
}

impl LiteralFinder {
    /// Finds any of these texts, which are plain ASCII of three bytes and more. `sample` is of the data.
    pub(super) fn new<'t>(texts: impl IntoIterator<Item = &'t str>, sample: &[u8]) -> Self {
        let mut counts = vec![0; 1 << 16];
        for pair in sample.windows(2) {
            counts[index(pair)] += 1;
        }
        let texts = texts.into_iter().chain([THROTTLE]);
        let texts: Vec<CaselessText> = texts.map(|text| CaselessText::new(text, &counts)).collect();
        let name = CaselessText::new(NAME, &counts);
        let mut pairs: Vec<[u8; 2]> = texts.iter().map(CaselessText::pair).collect();
        pairs.extend([name.pair(), ESCAPE]);
        Self {
            texts,
            name,
            pairs: Pairs::new(&[b"\n"], &pairs),
            others: Vec::new(),
        }
    }

    /// Finds what the fewest lines of the sample hold, of sets of texts of each of which a line must hold one; the first of
    /// equals.
    pub(super) fn of_rarest(sets: &[Vec<String>], sample: &[u8]) -> Option<Self> {
        let finders = sets
            .iter()
            .map(|texts| Self::new(texts.iter().map(String::as_str), sample));
        let mut finders: Vec<Self> = finders.collect();
        finders.sort_by_cached_key(|finder| finder.lines_of(sample));
        let others = finders.split_off(finders.len().min(1));
        let rarest = finders.pop()?;
        Some(Self { others, ..rarest })
    }

    /// Whether a line in which there is a find holds one of all other sets too.
    pub(super) fn is_met(&self, line: &[u8]) -> bool {
        let finds = |finder: &Self| finder.search(line).next_line().is_found;
        self.others.iter().all(finds)
    }

    /// How many lines of a text hold something that is looked for.
    fn lines_of(&self, text: &[u8]) -> usize {
        let mut search = self.search(text);
        let lines = std::iter::from_fn(|| Some(search.next_line()));
        let lines = lines.take_while(|line| line.end < text.len());
        lines.filter(|line| line.is_found).count()
    }

    pub(super) fn search<'s, 'b>(&'s self, block: &'b [u8]) -> LiteralSearch<'s, 'b> {
        let (start, hits) = next_chunk(&self.pairs, block, 0);
        LiteralSearch {
            finder: self,
            block,
            start,
            hits,
        }
    }

    /// What stands at a place by the first byte of its pair: a text, or an escape that could hide one, or the name.
    fn find(&self, block: &[u8], at: usize) -> Option<Found> {
        let Some([first, second, rest @ ..]) = block.get(at..) else {
            return None;
        };
        if [*first, *second] == ESCAPE && can_hide(rest) {
            return Some(Found::CaselessText);
        }
        let first = first.to_ascii_lowercase();
        if self.texts.iter().any(|text| text.is_at(block, at, first)) {
            return Some(Found::CaselessText);
        }
        self.name.is_at(block, at, first).then_some(Found::Name)
    }
}

impl LiteralSearch<'_, '_> {
    /// The next line; the last one ends with the block.
    pub(super) fn next_line(&mut self) -> LineFinds {
        let mut line = LineFinds {
            end: self.block.len(),
            is_found: false,
            name: None,
        };
        loop {
            while self.hits != 0 {
                let at = self.start + self.hits.trailing_zeros() as usize;
                self.hits &= self.hits - 1;
                if self.block.get(at) == Some(&b'\n') {
                    return LineFinds { end: at, ..line };
                }
                match self.finder.find(self.block, at) {
                    Some(Found::CaselessText) => line.is_found = true,
                    Some(Found::Name) if line.name.is_none() => {
                        line.name = at.checked_sub(self.finder.name.lead);
                    }
                    _ => {}
                }
            }
            let next = self.start + CHUNK;
            (self.start, self.hits) = next_chunk(&self.finder.pairs, self.block, next);
            if self.hits == 0 {
                return line;
            }
        }
    }
}

/// Whether what begins with the name is a record's, if it is a member of its own: a writer spells it so, and it says
/// something.
pub(super) fn says_operation(text: &[u8]) -> bool {
    let is_spelt =
        |spelt: &[u8]| matches!(text.strip_prefix(spelt), Some([b'"', next, ..]) if *next != b'"');
    SPELT.into_iter().any(is_spelt)
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

impl CaselessText {
    fn new(text: &str, counts: &[u32]) -> Self {
        let mut bytes = text.as_bytes().to_ascii_lowercase();
        bytes.truncate(LONGEST);
        let pairs = bytes.windows(2).enumerate();
        let rarest = pairs.min_by_key(|(_, pair)| counts[index(pair)]);
        let lead = rarest.map_or(0, |(lead, _)| lead);
        Self { bytes, lead }
    }

    /// Whether it stands in a block where the first byte of its pair, in lower case `first`, stands at `at`.
    #[inline]
    fn is_at(&self, block: &[u8], at: usize, first: u8) -> bool {
        let start = at.checked_sub(self.lead);
        self.bytes.get(self.lead) == Some(&first)
            && start
                .and_then(|start| block.get(start..start + self.bytes.len()))
                .is_some_and(|stands| stands.eq_ignore_ascii_case(&self.bytes))
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

    fn looked(finder: &LiteralFinder, block: &[u8]) -> Vec<LineFinds> {
        let mut search = finder.search(block);
        let mut lines = Vec::new();
        loop {
            let line = search.next_line();
            lines.push(line);
            if line.end == block.len() {
                return lines;
            }
        }
    }

    fn found(finder: &LiteralFinder, block: &[u8]) -> Vec<(usize, bool)> {
        let lines = looked(finder, block).into_iter();
        lines.map(|line| (line.end, line.is_found)).collect()
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
            let finder = LiteralFinder::new([text.as_str()], &sample);
            prop_assert_eq!(found(&finder, &block), naive(&[kept, THROTTLE], &block));
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
            let finder = LiteralFinder::of_rarest(&sets, sample).unwrap();
            assert_eq!(finder.texts[0].bytes, wanted.as_bytes());
        }
        assert!(LiteralFinder::of_rarest(&[], b"").is_none());
    }

    #[test]
    fn a_line_is_met_that_holds_one_of_each_set() {
        let sets = [["abc", "def"], ["ghi", "jkl"], ["mno", "pqr"]];
        let sets = sets.map(|texts| texts.map(str::to_owned).to_vec());
        let finder = LiteralFinder::of_rarest(&sets, b"abc\nghi\nmno\n").unwrap();
        assert!(finder.is_met(b"abc GHI pqr"));
        assert!(finder.is_met(br"abc jkl \u006dno"));
        assert!(!finder.is_met(b"abc ghi"));
        assert!(finder.is_met(b"abc AlertThreshold"));
    }

    #[test]
    fn throttle_records_are_always_found() {
        let finder = LiteralFinder::new(["abc"], b"");
        let line = br#"{"Timestamp":1,"Operation":"AlertThreshold","NamespaceName":"somewhere","Severity":"1"}"#;
        assert_eq!(found(&finder, line), [(line.len(), true)]);
        assert_eq!(found(&finder, &line[..30]), [(30, false)]);
    }

    #[test]
    fn the_first_name_of_a_line_is_told() {
        let finder = LiteralFinder::new(["abc"], b"");
        for (block, wanted) in [
            (&br#"{"x":1,"Operation":"File"}"#[..], Some(7)),
            (br#"{"operation":"","Operation":"x"}"#, Some(1)),
            (br#"{"Operation" :"x"}"#, None),
            (br#"{"Op\u0065ration":"x"}"#, None),
            (b"", None),
        ] {
            assert_eq!(looked(&finder, block)[0].name, wanted);
        }
        let lines = looked(&finder, b"{\"Operation\":1}\n{}\n{\"operation\":1}");
        let names: Vec<_> = lines.iter().map(|line| line.name).collect();
        assert_eq!(names, [Some(1), None, Some(20)]);
    }

    #[test]
    fn an_operation_says_something() {
        for (text, wanted) in [
            (r#""Operation":"File"}"#, true),
            (r#""operation":"x"#, true),
            (r#""Operation":""}"#, false),
            (r#""Operation":1}"#, false),
            (r#""Operation":null}"#, false),
            (r#""OPERATION":"File"}"#, false),
            (r#""Operation":"#, false),
        ] {
            assert_eq!(says_operation(text.as_bytes()), wanted, "{text}");
        }
    }

    #[test]
    fn escapes_are_found_that_could_hide_a_text() {
        let finder = LiteralFinder::new(["abc"], b"");
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
