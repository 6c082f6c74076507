//! What of a text that is not one object can be read: objects side by side, and whole records inside of what is torn.

use std::ops::Range;

use memchr::memmem;

use crate::input::envelope::{Choice, inside};
use crate::json::full::first_object;
use crate::json::{Malformed, Reason};
use crate::record::{Class, Origin, Record};

/// What a text holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Salvaged {
    /// The objects, in their order.
    pub(super) objects: Vec<Range<usize>>,
    /// Where and why the first other thing is none; nothing, if there are only objects, and what parts those of a list.
    pub(super) fault: Option<Malformed>,
    /// What is no object.
    pub(super) rest: Vec<Range<usize>>,
    /// Whether it was given up to look for records, since it cost too much: there may be more.
    pub(super) is_given_up: bool,
}

/// Parts a text into what can be read of it and what can't.
///
/// Objects may stand side by side, parted by blanks and commas, in brackets or not. Where something else stands, the next
/// whole record is looked for: it may begin anywhere behind, since what is torn can end anywhere. An object that something
/// else follows is no better than that, unless it was found so. Costs no more than some walks over the text.
pub(super) fn salvage(text: &[u8]) -> Salvaged {
    let mut salvaged = Salvaged::default();
    let mut search = RecordSearch {
        budget: text.len().saturating_mul(WALKS).saturating_add(LEAST),
    };
    let is_list = text.starts_with(b"[");
    let mut at = usize::from(is_list);
    loop {
        at += parting(text.get(at..).unwrap_or_default());
        let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) else {
            if is_list {
                salvaged.note(text.len(), Reason::End);
            }
            return salvaged;
        };
        if is_list && rest == b"]" {
            return salvaged;
        }
        let (why, skipped) = match first_object(rest) {
            Ok(len) if salvaged.fault.is_some() || is_parted(rest.get(len..), is_list) => {
                salvaged.take(text, at..at + len);
                at += len;
                continue;
            }
            Ok(at) => {
                let reason = Reason::Trailing;
                (Malformed { at, reason }, at)
            }
            Err(why) => (why, 1),
        };
        salvaged.note(at + why.at, why.reason);
        let record = search.next_record(rest, skipped);
        salvaged.is_given_up |= search.budget == 0;
        let end = record
            .as_ref()
            .map_or(text.len(), |record| at + record.start);
        salvaged.rest.push(at..end);
        let Some(record) = record else {
            return salvaged;
        };
        salvaged.take(text, at + record.start..at + record.end);
        at += record.end;
    }
}

/// Whether nothing follows an object but another one, or the end.
fn is_parted(behind: Option<&[u8]>, is_list: bool) -> bool {
    let behind = behind.unwrap_or_default();
    match behind.get(parting(behind)..).unwrap_or_default() {
        [] | [b'{', ..] => true,
        rest => is_list && rest == b"]",
    }
}

impl Salvaged {
    /// Nothing of a text.
    pub(super) fn nothing(text: &[u8]) -> Self {
        Self {
            rest: std::iter::once(0..text.len()).collect(),
            ..Self::default()
        }
    }

    /// Takes an object, without the blanks behind it.
    fn take(&mut self, text: &[u8], object: Range<usize>) {
        let bytes = text.get(object.clone()).unwrap_or_default();
        let end = object.start + bytes.trim_ascii_end().len();
        self.objects.push(object.start..end);
    }

    fn note(&mut self, at: usize, reason: Reason) {
        self.fault.get_or_insert(Malformed { at, reason });
    }
}

/// Bytes that part objects.
fn parting(text: &[u8]) -> usize {
    let parts = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b',' | 0x1e);
    text.iter().take_while(parts).count()
}

/// How often all bytes of a text may be walked over, in the search for records in it.
const WALKS: usize = 64;
/// Bytes that may be walked over in any text.
const LEAST: usize = 64 << 10;
/// What it takes to look for the wrappers that an object may be, in walks over it.
const UNWRAPPING: usize = 32;

/// A search for whole records in what is torn.
struct RecordSearch {
    /// Bytes that may still be walked over.
    budget: usize,
}

impl RecordSearch {
    /// The first whole record, or wrapper of some, that begins in a text from a place on; none if it cost too much.
    fn next_record(&mut self, text: &[u8], from: usize) -> Option<Range<usize>> {
        let behind = text.get(from..)?;
        for start in memmem::find_iter(behind, br#"{""#) {
            let start = from + start;
            let rest = text.get(start..)?;
            let object = match first_object(rest) {
                Ok(len) => rest.get(..len)?,
                Err(why) => {
                    self.spend(why.at)?;
                    continue;
                }
            };
            self.spend(2 * object.len())?;
            if is_record(object) || self.is_wrapper(object)? {
                return Some(start..start + object.len());
            }
        }
        None
    }

    /// Whether an object holds text that is an object, where a wrapper has it.
    fn is_wrapper(&mut self, object: &[u8]) -> Option<bool> {
        if memmem::find(object, br#"{\""#).is_none() {
            return Some(false);
        }
        self.spend(UNWRAPPING * object.len())?;
        Some(inside(Choice::Auto, object, &mut |_| {}).is_some())
    }

    /// `None` if that is too much.
    fn spend(&mut self, bytes: usize) -> Option<()> {
        self.budget = self.budget.saturating_sub(bytes);
        (self.budget > 0).then_some(())
    }
}

fn is_record(object: &[u8]) -> bool {
    Record::new(object, Origin::default()).is_ok_and(|record| record.class() != Class::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The objects, and whether there is a fault.
    fn parts(text: &str) -> (Vec<&str>, bool) {
        let salvaged = salvage(text.as_bytes());
        let objects = salvaged.objects.into_iter();
        let objects = objects.map(|range| &text[range]).collect();
        (objects, salvaged.fault.is_some())
    }

    const A: &str = r#"{"Operation":"File","Resource":"/a}{\"x"}"#;
    const B: &str = r#"{"operation":"Process","x":{"y":[1]}}"#;

    #[test]
    fn objects_side_by_side_are_parted() {
        for parting in ["", " ", ",", ", ", "\u{1e}", " , "] {
            assert_eq!(parts(&[A, B].join(parting)), (vec![A, B], false));
        }
        assert_eq!(parts(&format!("[{A},{B}]")), (vec![A, B], false));
        assert_eq!(parts(&format!("{{}}{A}")), (vec!["{}", A], false));
    }

    #[test]
    fn a_record_inside_of_what_is_torn_is_found() {
        let half = &A[..20];
        for (before, behind) in [
            (half, ""),
            (half, "\",\"UID\":0}"),
            ("x", ""),
            ("urce\":\"x\"}", ""),
            (r#"{"a":{"#, "}"),
            (r#"{"a":"{"#, ""),
            ("[1,", ""),
            (r#"{"Operation":"Fi{"a":1}{"#, "{"),
            (r#"{"all":[{"level":"info"},"#, ",{"),
        ] {
            let text = format!("{before}{B}{behind}");
            assert_eq!(parts(&text), (vec![B], true), "{text}");
        }
        assert_eq!(parts(&format!("{half}{A}{half}{B}")), (vec![A, B], true));
        assert_eq!(parts(&format!("x{A}{B}x{A}x")), (vec![A, B, A], true));
    }

    #[test]
    fn an_object_that_something_else_follows_is_none() {
        assert_eq!(parts(&format!("{A}x")), (vec![], true));
        assert_eq!(parts(&format!("{A},x")), (vec![], true));
        assert_eq!(parts(&format!("{A}]")), (vec![], true));
        assert_eq!(parts(&format!("{A}{B}x}}")), (vec![A], true));
        assert_eq!(parts(&format!("{A}x{B}")), (vec![B], true));
        let outer = format!(r#"{{"x":{B},"Operation":"Process"}}"#);
        assert_eq!(parts(&format!("{outer}x")), (vec![], true));
        assert_eq!(parts(&format!("[{A}x")), (vec![], true));
        assert_eq!(parts(&format!("{A}{}", &B[..9])), (vec![A], true));
    }

    #[test]
    fn a_list_that_is_not_closed_is_a_fault() {
        assert_eq!(parts(&format!("[{A},{B}")), (vec![A, B], true));
        assert_eq!(parts(&format!("[{A},")), (vec![A], true));
        assert_eq!(parts("["), (vec![], true));
    }

    #[test]
    fn wrappers_are_found_in_what_was_cut() {
        let wrapper = serde_json::json!({ "message": A }).to_string();
        let text = format!(r#"{{"logEvents":[{wrapper},{{"message":"{{"#);
        assert_eq!(parts(&text), (vec![wrapper.as_str()], true));
    }

    #[test]
    fn what_is_no_record_is_not_looked_for() {
        let text = r#"{"Operation":{"a":1},{"level":"info"}"#;
        assert_eq!(parts(text), (vec![], true));
        assert_eq!(parts("{"), (vec![], true));
        assert_eq!(parts(&format!("x {}", &B[..30])), (vec![], true));
    }

    #[test]
    fn what_costs_too_much_is_given_up() {
        let nested = |levels: usize, elements: usize| {
            let inner = format!("[{}1]", "1,".repeat(elements));
            format!(
                "x {}{inner}{}",
                r#"{"a":"#.repeat(levels),
                "}".repeat(levels)
            )
        };
        assert!(!salvage(nested(20, 50_000).as_bytes()).is_given_up);
        assert!(salvage(nested(120, 50_000).as_bytes()).is_given_up);
        let record = format!("{A}{}", nested(120, 50_000));
        assert_eq!(salvage(record.as_bytes()).objects.len(), 0);
    }

    #[test]
    fn text_of_another_encoding_is_no_part_of_an_object() {
        let text = [b"\xff", B.as_bytes(), A.as_bytes(), b"{\"a\":\"\xff\"}"].concat();
        let salvaged = salvage(&text);
        assert_eq!(salvaged.objects.len(), 2);
        assert_eq!(salvaged.rest, [0..1, text.len() - 9..text.len()]);
        assert_eq!(salvaged.fault.unwrap().at, 0);
    }
}
