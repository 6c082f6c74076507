//! Proves that a text is one JSON object, a chunk of its bytes at a time.
//!
//! What is proven is so; what is not proven may be an object all the same, and a walk has to say. Objects as machines write
//! them, with no blanks between tokens, are proven at a fraction of the price of a walk: strings are told from the rest by
//! quotes taken in turns, and that the right things follow each other by comparing bits. Only brackets, numbers, words and
//! escapes are looked at one by one.
#![allow(
    clippy::inline_always,
    reason = "a loop over the chunks of a line is compiled for each kind of processor, and whole"
)]

use super::scan::{skip_escape, skip_scalar};
use crate::simd::{CHUNK, ChunkVisitor, Classes, each_chunk};

/// What is known of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Whether the name that was asked about is of one of its own members.
    pub is_member: bool,
}

/// The deepest nesting that is proven.
pub const DEEPEST: u32 = 60;

/// Proves that a text is one JSON object in UTF-8 without blanks between its tokens, at most [`DEEPEST`] deep. At `name` a
/// name begins, if it is an object: a string that a colon follows.
///
/// `None` proves nothing.
#[inline]
pub fn prove(text: &[u8], name: Option<usize>) -> Option<Proven> {
    let mut tokens = Tokens {
        text,
        name: name.unwrap_or(usize::MAX),
        objects: 0,
        depth: 0,
        resume: 0,
        is_text: true,
        has_ended: false,
        is_member: false,
    };
    let prover = Prover {
        before: Carried::default(),
        tokens: &mut tokens,
    };
    let is_sound = text.first() == Some(&b'{') && each_chunk(text, prover);
    let is_object = is_sound && tokens.has_ended;
    let is_member = tokens.is_member;
    (is_object && (tokens.is_text || std::str::from_utf8(text).is_ok()))
        .then_some(Proven { is_member })
}

/// Compares the bits of a chunk.
struct Prover<'p, 't> {
    before: Carried,
    tokens: &'p mut Tokens<'t>,
}

/// What of a chunk the next one must know.
#[derive(Default)]
struct Carried {
    /// All bits, if a string is open at its end.
    in_string: u64,
    /// All bits, if a list is.
    in_list: u64,
    /// Whether an open string is a key.
    in_key: bool,
    /// Whether the next chunk begins with the second byte of an escape, as a bit.
    is_escaped: u64,
    /// Colons, commas and opening brackets: what a string may follow.
    leads: u64,
    /// Of these, what a key must follow.
    key_leads: u64,
    /// Closing quotes of keys.
    key_ends: u64,
}

/// Looks at tokens one by one.
struct Tokens<'t> {
    text: &'t [u8],
    /// Where a name begins that is asked about.
    name: usize,
    /// The open brackets, the innermost as the lowest bit: 1 is an object.
    objects: u64,
    depth: u32,
    /// Bytes before this one were looked at.
    resume: usize,
    /// Whether all was ASCII so far.
    is_text: bool,
    has_ended: bool,
    is_member: bool,
}

/// What was opened in a chunk.
struct Openings {
    /// Bytes directly inside of a list.
    in_list: u64,
    /// Opening braces.
    braces: u64,
    /// Opening brackets of lists.
    lists: u64,
}

impl ChunkVisitor for Prover<'_, '_> {
    #[inline(always)]
    fn chunk(&mut self, at: usize, classes: Classes, in_turns: impl Fn(u64) -> u64) -> bool {
        let before = &mut self.before;
        let mut quotes = classes.quotes;
        if classes.odd | before.is_escaped != 0 {
            let escaped = self.tokens.escaped(at, classes.odd, before.is_escaped);
            let Some((escaped, is_escaped)) = escaped else {
                return false;
            };
            quotes &= !escaped;
            before.is_escaped = is_escaped;
        }
        let strings = in_turns(quotes) ^ before.in_string;
        let (opening, closing) = (quotes & strings, quotes & !strings);
        let (colons, commas) = (classes.colons & !strings, classes.commas & !strings);
        let others = !(strings | closing | colons | commas);
        let mut opened = Openings {
            in_list: before.in_list,
            braces: 0,
            lists: 0,
        };
        if others != 0 {
            let Some(new) = self.tokens.sound(at, others, opened.in_list) else {
                return false;
            };
            opened = new;
        }
        let key_leads = opened.braces | commas & !opened.in_list;
        let leads = colons | commas | opened.braces | opened.lists;
        let behind_lead = behind(leads, before.leads);
        // Added to the bits of its string, the bit of a key's quote is carried to where the string ends.
        let keys = opening & behind(key_leads, before.key_leads);
        let (sum, in_key) = strings.carrying(keys, before.in_key);
        let key_ends = sum & closing;
        let is_sound = (opening & !behind_lead)
            | (commas & behind_lead)
            | (colons ^ behind(key_ends, before.key_ends))
            == 0;
        self.before = Carried {
            in_string: spread_last(strings),
            in_list: spread_last(opened.in_list),
            in_key,
            is_escaped: before.is_escaped,
            leads,
            key_leads,
            key_ends,
        };
        is_sound
    }
}

impl Tokens<'_> {
    const fn is_in_list(&self) -> bool {
        self.depth > 0 && self.objects & 1 == 0
    }

    /// Which bytes of a chunk are the second one of an escape, and whether the first one of the next chunk is, as bits; if
    /// its escapes are sound and it has no control characters.
    #[inline(never)]
    fn escaped(&mut self, at: usize, odd: u64, first: u64) -> Option<(u64, u64)> {
        let mut escaped = first;
        let mut next = 0;
        let mut odd = odd & !escaped;
        while odd != 0 {
            let byte = odd.trailing_zeros();
            odd &= odd - 1;
            let place = at + byte as usize;
            match self.text.get(place) {
                Some(b'\\') => {
                    skip_escape(self.text, place + 1).ok()?;
                    let behind = 1_u64.checked_shl(byte + 1).unwrap_or(0);
                    next = u64::from(behind == 0);
                    escaped |= behind;
                    odd &= !behind;
                }
                Some(0x80..) => self.is_text = false,
                _ => return None,
            }
        }
        Some((escaped, next))
    }

    /// What is opened by what is no string, colon or comma, brackets, numbers and words, if each may stand behind what is
    /// before it. What may follow them the bits tell.
    #[inline(always)]
    fn sound(&mut self, at: usize, others: u64, in_list: u64) -> Option<Openings> {
        let mut opened = Openings {
            in_list,
            braces: 0,
            lists: 0,
        };
        let mut left = others;
        if self.resume > at {
            left &= from(self.resume - at);
        }
        while left != 0 {
            let byte = left.trailing_zeros();
            let place = at + byte as usize;
            let Some(&token) = self.text.get(place) else {
                break;
            };
            let before = place.checked_sub(1).and_then(|place| self.text.get(place));
            let before = before.copied().unwrap_or(b':');
            if token.is_ascii_digit() {
                if !self.is_value_due(before) {
                    return None;
                }
                let run = (left >> byte).trailing_ones();
                self.resume = self.number(place, run, byte + run == u64::BITS)?;
                left &= from(self.resume - at);
                continue;
            }
            let bit = left & left.wrapping_neg();
            left ^= bit;
            match token {
                b'{' | b'[' => {
                    self.opens(place, token == b'{', before)?;
                    match token {
                        b'{' => opened.braces |= bit,
                        _ => opened.lists |= bit,
                    }
                }
                b'}' | b']' => self.closes(place, token == b'}', before)?,
                _ => {
                    if !self.is_value_due(before) {
                        return None;
                    }
                    self.resume = skip_scalar(self.text, place).ok()?;
                    left &= from(self.resume - at);
                    continue;
                }
            }
            let behind = bit.wrapping_neg();
            opened.in_list = opened.in_list & !behind | all_if(self.is_in_list()) & behind;
        }
        Some(opened)
    }

    /// Where the number ends that begins with a digit at a place. So many bytes from there on are no string, colon or comma, and
    /// more, if the chunk ends with them.
    #[inline]
    fn number(&self, place: usize, run: u32, is_cut: bool) -> Option<usize> {
        let end = place + run as usize;
        let is_number = |run: &[u8]| {
            run.iter().all(u8::is_ascii_digit) && (run.len() == 1 || run.first() != Some(&b'0'))
        };
        match self.text.get(place..end).is_some_and(is_number) && !is_cut {
            true => Some(end),
            false => skip_scalar(self.text, place).ok(),
        }
    }

    /// Whether a value that is no string may follow a byte outside of strings. That this byte may stand there the bits tell.
    const fn is_value_due(&self, before: u8) -> bool {
        match before {
            b':' => true,
            b',' | b'[' => self.is_in_list(),
            _ => false,
        }
    }

    #[inline(always)]
    fn opens(&mut self, place: usize, is_object: bool, before: u8) -> Option<()> {
        let is_due = self.is_value_due(before);
        self.tell_name(place);
        self.objects = self.objects << 1 | u64::from(is_object);
        self.depth += 1;
        (is_due && self.depth <= DEEPEST).then_some(())
    }

    #[inline(always)]
    fn closes(&mut self, place: usize, is_object: bool, before: u8) -> Option<()> {
        let is_due = match before {
            b',' | b':' => false,
            b'{' => is_object,
            b'[' => !is_object,
            _ => true,
        };
        let is_paired = self.depth > 0 && self.is_in_list() != is_object;
        self.tell_name(place);
        self.objects >>= 1;
        self.depth = self.depth.saturating_sub(1);
        self.has_ended = self.depth == 0;
        let is_last = place + 1 == self.text.len();
        (is_due && is_paired && self.has_ended == is_last).then_some(())
    }

    /// Tells of the name that is asked about, if it stands between the bracket before and the one at `place`.
    const fn tell_name(&mut self, place: usize) {
        if self.name < place {
            self.is_member = self.depth == 1;
            self.name = usize::MAX;
        }
    }
}

/// All bits from this one on.
const fn from(byte: usize) -> u64 {
    if byte < CHUNK { u64::MAX << byte } else { 0 }
}

/// The last bit, as all bits.
#[inline]
const fn spread_last(bits: u64) -> u64 {
    (bits.cast_signed() >> (CHUNK - 1)).cast_unsigned()
}

const fn all_if(is: bool) -> u64 {
    if is { u64::MAX } else { 0 }
}

/// Which bytes stand behind one of these, the first one behind the last of the chunk before.
#[inline]
const fn behind(bits: u64, before: u64) -> u64 {
    bits << 1 | before >> (CHUNK - 1)
}

/// Adds with a carry.
trait Carrying: Sized {
    fn carrying(self, other: Self, carry: bool) -> (Self, bool);
}

impl Carrying for u64 {
    #[inline]
    fn carrying(self, other: Self, carry: bool) -> (Self, bool) {
        let (sum, is_over) = self.overflowing_add(other);
        let (sum, is_over_too) = sum.overflowing_add(Self::from(carry));
        (sum, is_over | is_over_too)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::full::validate;
    use super::super::scan::ObjectIter;
    use super::*;

    /// Asks about the first name that reads `"Op":`.
    fn proven(text: &[u8]) -> Option<Proven> {
        prove(text, name(text))
    }

    fn name(text: &[u8]) -> Option<usize> {
        let first = memchr::memmem::find(text, br#""Op":"#)?;
        matches!(text.get(..first), Some([.., b'{' | b','])).then_some(first)
    }

    /// What a walk says of the same.
    fn walked(text: &[u8]) -> Proven {
        let first = name(text);
        let mut walk = ObjectIter::object(text).unwrap();
        let members = std::iter::from_fn(|| walk.next(text).unwrap());
        let mut places = members.map(|member| member.key.start as usize - 1);
        let is_member = first.is_some_and(|first| places.any(|place| place == first));
        Proven { is_member }
    }

    /// Values as machines write them.
    fn value() -> impl Strategy<Value = String> {
        let scalar = prop_oneof![
            4 => "\"[a-zA-Z:,{}\\[\\] /=.-]{0,90}\"",
            1 => Just("\"Op\"".to_owned()),
            1 => r#""(a|\\"|\\\\|\\n|\\u003e|é|\{|,){0,20}""#,
            2 => "-?(0|[1-9][0-9]{0,12})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
            1 => Just("null".to_owned()),
            1 => Just("true".to_owned()),
            1 => Just("false".to_owned()),
        ];
        scalar.prop_recursive(3, 20, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5)
                    .prop_map(|values| format!("[{}]", values.join(","))),
                object(inner),
            ]
        })
    }

    fn object(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
        let key =
            prop_oneof![3 => "[a-zA-Z]{1,20}", 1 => "Op", 1 => r#"(a|\\"|\\\\|:|,|é|\\"Op){0,4}"#];
        let member = (key, value).prop_map(|(key, value)| format!("\"{key}\":{value}"));
        prop::collection::vec(member, 0..12)
            .prop_map(|members| format!("{{{}}}", members.join(",")))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// What machines write is proven, and the member found.
        #[test]
        fn objects_without_blanks_are_proven(text in object(value())) {
            prop_assert_eq!(validate(text.as_bytes()), Ok(()), "{}", text);
            let wanted = Some(walked(text.as_bytes()));
            prop_assert_eq!(proven(text.as_bytes()), wanted, "{}", text);
        }

        /// What is proven is an object, whatever was done to it.
        #[test]
        fn what_is_proven_is_an_object(
            text in object(value()),
            damage in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, r#"[\[\]{}",:\\ 0-9a-z.\x01-]{0,3}"#), 1..4),
        ) {
            let mut bytes = text.into_bytes();
            for (at, cut, with) in damage {
                let at = at.index(bytes.len() + 1);
                let end = (at + cut).min(bytes.len());
                bytes.splice(at..end, with.bytes());
            }
            if let Some(object) = proven(&bytes) {
                prop_assert_eq!(validate(&bytes), Ok(()), "{}", String::from_utf8_lossy(&bytes));
                prop_assert_eq!(object, walked(&bytes));
            }
        }

        #[test]
        fn bytes_of_json_are_proven_only_if_they_are_an_object(text in r#"\{([\[\]{}",:\\ a1-]{0,90})\}"#) {
            prop_assert!(proven(text.as_bytes()).is_none() || validate(text.as_bytes()).is_ok(), "{}", text);
        }
    }

    #[test]
    fn what_is_no_object_is_not_proven() {
        for text in [
            "",
            "{",
            "}",
            "[]",
            "1",
            "{}}",
            "{}{}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,\"a\":1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":01}",
            "{\"a\":1\"b\":2}",
            "{\"a\"\"b\"}",
            "{\"a\":\"b\":\"c\"}",
            "{\"a\",\"b\"}",
            "{\"a\":[1,]}",
            "{\"a\":[\"b\":1]}",
            "{\"a\":{\"b\"}}",
            "{\"a\":[1}]",
            "{\"a\":\"\\q\"}",
            "{\"a\":\"\\u12\"}",
            "{\"a\":\"\x01\"}",
            "{\"a\":tru}",
            "{\"a\":[}]",
            "{\"a\":1:2}",
            "{\"a\":1{}}",
            "{\"a\":{}1}",
            "{\"a\":[]\"b\":1}",
            "{1:2}",
            "{\"a\":,\"b\":1}",
        ] {
            assert!(validate(text.as_bytes()).is_err(), "{text}");
            assert_eq!(proven(text.as_bytes()), None, "{text}");
        }
        assert_eq!(proven(b"{\"a\":\"\xff\"}"), None);
    }

    #[test]
    fn each_place_in_a_chunk_is_looked_at_alike() {
        for before in 0..200 {
            let pad = "x".repeat(before);
            for (value, is_object) in [
                (r#"{"b":[1,"c",{"d":"e"}]}"#, true),
                (r#""\"""#, true),
                (r#""\\""#, true),
                ("1234567", true),
                (r#""é""#, true),
                (r#"["a","b"]"#, true),
                (r#"["a":"b"]"#, false),
                (r#"{"a","b"}"#, false),
                (r#""\""#, false),
                (r#""a""b""#, false),
                ("1,2", false),
            ] {
                let text = format!(r#"{{"{pad}":{value},"Op":"x"}}"#);
                let wanted = is_object.then(|| walked(text.as_bytes()));
                assert_eq!(proven(text.as_bytes()), wanted, "{text}");
            }
        }
    }

    #[test]
    fn nesting_is_proven_to_its_limit() {
        let nested = |levels: usize| {
            let lists = levels - 1;
            format!(r#"{{"a":{}{}}}"#, "[".repeat(lists), "]".repeat(lists))
        };
        assert!(proven(nested(DEEPEST as usize).as_bytes()).is_some());
        assert!(proven(nested(DEEPEST as usize + 1).as_bytes()).is_none());
    }
}
