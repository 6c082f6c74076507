//! Whole values: is this text JSON through and through?

use serde::de::IgnoredAny;

use super::scan::Walk;
use super::{Malformed, Reason};

/// The deepest nesting that is read. The same limit as `serde_json`'s own.
pub const MAX_DEPTH: usize = 128;

/// Checks that `text` is one JSON object in UTF-8, at most [`MAX_DEPTH`] deep.
/// Scans the text three times and allocates nothing.
///
/// # Errors
/// Where and why it is not.
pub fn validate(text: &[u8]) -> Result<(), Malformed> {
    if let Err(error) = std::str::from_utf8(text) {
        return Err(Malformed {
            at: error.valid_up_to(),
            reason: Reason::Utf8,
        });
    }
    if let Some(at) = too_deep(text) {
        return Err(Malformed {
            at,
            reason: Reason::Depth,
        });
    }
    // The walk words the common faults better than a parser of values can.
    let mut walk = Walk::object(text)?;
    while walk.next(text)?.is_some() {}
    serde_json::from_slice::<IgnoredAny>(text)
        .map(|_| ())
        .map_err(|error| Malformed {
            at: error.column().saturating_sub(1),
            reason: Reason::Syntax,
        })
}

/// The offset of the bracket that goes deeper than [`MAX_DEPTH`].
fn too_deep(text: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate() {
        if in_string {
            in_string = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(at);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
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
            (br#"{"a":1,"b":tru}"#, Reason::Syntax),
            (br#"{"a":1}x"#, Reason::Trailing),
            (br#"{"a":01}"#, Reason::Syntax),
            (b"{\"a\":\"\x01\"}", Reason::Syntax),
            (b"{\"a\":\"\0\"}", Reason::Syntax),
            (br#"{"a":[1,]}"#, Reason::Syntax),
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
