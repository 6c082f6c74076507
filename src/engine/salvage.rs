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
}

/// Parts a text into what can be read of it and what can't.
///
/// Objects may stand side by side, parted by blanks and commas, in brackets or not. Where something else stands, the next
/// whole record is looked for: it may begin anywhere behind, since what is torn can end anywhere. An object that something
/// else follows is no better than that, unless it was found so. The work is linear: of the objects that begin inside each
/// other, as many are tried as may be nested.
pub(super) fn salvage(text: &[u8]) -> Salvaged {
    let mut salvaged = Salvaged::default();
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
        let why = match first_object(rest) {
            Ok(len) if salvaged.fault.is_some() || is_parted(rest.get(len..), is_list) => {
                salvaged.objects.push(at..at + len);
                at += len;
                continue;
            }
            Ok(at) => Malformed {
                at,
                reason: Reason::Trailing,
            },
            Err(why) => why,
        };
        salvaged.note(at + why.at, why.reason);
        let record = next_record(rest);
        let end = record
            .as_ref()
            .map_or(text.len(), |record| at + record.start);
        salvaged.rest.push(at..end);
        let Some(record) = record else {
            return salvaged;
        };
        salvaged.objects.push(at + record.start..at + record.end);
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

    fn note(&mut self, at: usize, reason: Reason) {
        self.fault.get_or_insert(Malformed { at, reason });
    }
}

/// Bytes that part objects.
fn parting(text: &[u8]) -> usize {
    let parts = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b',' | 0x1e);
    text.iter().take_while(parts).count()
}

/// The first whole record that begins in a text, but not at its start.
fn next_record(text: &[u8]) -> Option<Range<usize>> {
    memmem::find_iter(text, br#"{""#)
        .filter(|start| *start > 0)
        .find_map(|start| {
            let rest = text.get(start..)?;
            let object = rest.get(..first_object(rest).ok()?)?;
            holds_record(object).then_some(start..start + object.len())
        })
}

/// Whether an object is a record, or a wrapper of some.
fn holds_record(object: &[u8]) -> bool {
    Record::new(object, Origin::default()).is_ok_and(|record| record.class() != Class::Other)
        || inside(Choice::Auto, object, &mut |_| {}).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The objects, and whether there is a fault.
    fn parts(text: &str) -> (Vec<&str>, bool) {
        let salvaged = salvage(text.as_bytes());
        let objects = salvaged.objects.into_iter();
        let objects = objects.map(|range| text[range].trim_end()).collect();
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
    fn text_of_another_encoding_is_no_part_of_an_object() {
        let text = [b"\xff", B.as_bytes(), A.as_bytes(), b"{\"a\":\"\xff\"}"].concat();
        let salvaged = salvage(&text);
        assert_eq!(salvaged.objects.len(), 2);
        assert_eq!(salvaged.rest, [0..1, text.len() - 9..text.len()]);
        assert_eq!(salvaged.fault.unwrap().at, 0);
    }
}
