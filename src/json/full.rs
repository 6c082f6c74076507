//! Whole values: is this text JSON through and through?

use super::scan::{ObjectIter, skip_value};
use super::{Malformed, Reason};

pub use super::scan::MAX_DEPTH;

/// Checks that `text` is one JSON object in UTF-8, at most [`MAX_DEPTH`] deep.
/// Scans the text twice and allocates nothing.
///
/// # Errors
/// Where and why it is not.
pub fn validate(text: &[u8]) -> Result<(), Malformed> {
    check_encoding(text)?;
    let mut walk = ObjectIter::object(text)?;
    while walk.next(text)?.is_some() {}
    Ok(())
}

/// The length in bytes of the JSON object in UTF-8 that `text` begins with, whatever follows it.
///
/// # Errors
/// Where and why it begins with none.
pub fn first_object(text: &[u8]) -> Result<usize, Malformed> {
    let mut walk = ObjectIter::object(text)?;
    let len = loop {
        match walk.next(text) {
            Ok(Some(_)) => {}
            Ok(None) => break text.len(),
            Err(Malformed {
                at,
                reason: Reason::Trailing,
            }) => break at,
            Err(why) => return Err(why),
        }
    };
    check_encoding(text.get(..len).unwrap_or(text))?;
    Ok(len)
}

/// Where the value ends that `text` begins with.
///
/// # Errors
/// Where and why it is none; at the end of the text if it is cut off.
pub fn value_end(text: &[u8]) -> Result<usize, Malformed> {
    skip_value(text, 0)
}

/// Checks that `text` is UTF-8.
///
/// # Errors
/// Where it is not.
pub fn check_encoding(text: &[u8]) -> Result<(), Malformed> {
    if text.is_ascii() {
        return Ok(());
    }
    std::str::from_utf8(text)
        .map(|_| ())
        .map_err(|error| Malformed {
            at: error.valid_up_to(),
            reason: Reason::Utf8,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_objects_pass() {
        for text in [
            r"{}",
            r#"{"a":"\ud83d\ude00é","b":[1,{"c":null}]}"#,
            r#" {"a":1} "#,
        ] {
            assert_eq!(validate(text.as_bytes()), Ok(()), "{text}");
        }
    }

    #[test]
    fn faults_are_named() {
        for (text, reason) in [
            (&b"{\"a\":\"\xff\"}"[..], Reason::Utf8),
            (br#"{"a":1,"b":tru}"#, Reason::Value),
            (br#"{"a":1}x"#, Reason::Trailing),
            (br#"{"a":01}"#, Reason::Comma),
            (b"{\"a\":\"\x01\"}", Reason::Control),
            (b"{\"a\":\"\0\"}", Reason::Control),
            (br#"{"a":[1,]}"#, Reason::Value),
            (br#"{"a":"x}"#, Reason::End),
            (b"[1]", Reason::NotAnObject),
            (b"7", Reason::NotAnObject),
        ] {
            assert_eq!(validate(text).unwrap_err().reason, reason, "{text:?}");
        }
    }

    #[test]
    fn a_lone_surrogate_is_kept() {
        assert_eq!(validate(br#"{"a":"\ud800"}"#), Ok(()));
    }

    #[test]
    fn the_128th_level_passes_and_the_129th_does_not() {
        let nested = |levels: usize| {
            format!(
                r#"{{"a":{}{}}}"#,
                "[".repeat(levels - 1),
                "]".repeat(levels - 1)
            )
        };
        assert_eq!(validate(nested(128).as_bytes()), Ok(()));
        assert_eq!(
            validate(nested(129).as_bytes()).unwrap_err().reason,
            Reason::Depth
        );
        assert_eq!(
            validate(nested(200_000).as_bytes()).unwrap_err().reason,
            Reason::Depth
        );
    }

    #[test]
    fn brackets_in_strings_are_no_levels() {
        let text = format!(r#"{{"a":"{}\"["}}"#, "[".repeat(500));
        assert_eq!(validate(text.as_bytes()), Ok(()));
    }
}
