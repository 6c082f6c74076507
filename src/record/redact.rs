//! Records with their secrets masked: the JSON of a record stays JSON, and only strings that hold a secret change.

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use memchr::{memchr, memchr2};

use super::key::Key;
use crate::json::string::unescape;
use crate::text::{MASK, is_secret_name, may_hold_secret, redact, secrets_in};

/// Bytes with secrets masked.
#[derive(Debug, PartialEq, Eq)]
pub struct Masked {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What the secrets are told apart by, one each: it says nothing of them, and is another one in every process.
    pub secrets: Vec<u64>,
}

static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// The JSON of a record with the secrets in its strings masked; `None` if there are none. What is no JSON in it stays
/// as it is. Linear in the payload, which is looked through once where it can hold none.
pub fn payload(json: &[u8]) -> Option<Masked> {
    // Letters may be spelt `\u0070`, so only without escapes does it show that there are none.
    if memchr(b'\\', json).is_none() && !may_hold_secret(json) {
        return None;
    }
    let mut masked = Masked {
        bytes: Vec::new(),
        secrets: Vec::new(),
    };
    let (mut kept, mut at) = (0, 0);
    let mut is_secret = false;
    while let Some(start) = json.get(at..).and_then(|rest| memchr(b'"', rest)) {
        let start = at + start + 1;
        let end = end_of(json, start);
        let inner = json.get(start..end).unwrap_or_default();
        at = end + 1;
        let is_named = std::mem::replace(&mut is_secret, is_key(json, at) && names_secret(inner));
        if !is_named && memchr(b'\\', inner).is_none() && !may_hold_secret(inner) {
            continue;
        }
        if let Some(new) = mask(&text_of(inner), is_named, &mut masked.secrets) {
            masked
                .bytes
                .extend_from_slice(json.get(kept..start).unwrap_or_default());
            masked.bytes.extend_from_slice(escaped(&new).as_bytes());
            kept = end;
        }
    }
    if masked.secrets.is_empty() {
        return None;
    }
    masked
        .bytes
        .extend_from_slice(json.get(kept..).unwrap_or_default());
    Some(masked)
}

/// A line that is no record, its secrets masked.
pub fn line(bytes: &[u8]) -> Cow<'_, [u8]> {
    let json = payload(bytes).map(|masked| masked.bytes);
    let bytes = json.map_or(Cow::Borrowed(bytes), Cow::Owned);
    match redact(&String::from_utf8_lossy(&bytes)) {
        Some((text, _)) => Cow::Owned(text.into_bytes()),
        None => bytes,
    }
}

/// The text that the inside of a string spells; of one that spells none, what can be read of it.
fn text_of(inner: &[u8]) -> Cow<'_, str> {
    unescape(inner).unwrap_or_else(|| String::from_utf8_lossy(inner))
}

/// Whether the name of a member says that its value is secret. No key of telemetry does.
fn names_secret(name: &[u8]) -> bool {
    Key::of(name).is_none() && is_secret_name(&text_of(name))
}

/// A string masked: all of it if its member's name says that it is secret.
fn mask(text: &str, is_secret: bool, found: &mut Vec<u64>) -> Option<String> {
    if is_secret && !text.is_empty() {
        found.push(HASHER.hash_one(text));
        return Some(MASK.to_owned());
    }
    let (masked, _) = redact(text)?;
    found.extend(secrets_in(text).map(|secret| HASHER.hash_one(secret)));
    Some(masked)
}

/// Where the string ends whose inside begins there.
fn end_of(json: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(found) = json.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        match json.get(at + found) {
            Some(b'"') => return at + found,
            _ => at += found + 2,
        }
    }
    json.len()
}

/// Whether what ended before was the name of a member.
fn is_key(json: &[u8], at: usize) -> bool {
    let mut rest = json
        .iter()
        .skip(at)
        .skip_while(|byte| byte.is_ascii_whitespace());
    rest.next() == Some(&b':')
}

/// The inside of a JSON string that spells a text.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted
        .get(1..quoted.len() - 1)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn masked(json: &str) -> Option<(String, u32)> {
        let masked = payload(json.as_bytes())?;
        Some((
            String::from_utf8(masked.bytes).unwrap(),
            u32::try_from(masked.secrets.len()).unwrap(),
        ))
    }

    #[test]
    fn only_strings_with_secrets_change() {
        for (json, expected, secrets) in [
            (
                r#"{"Resource":"/bin/app --password=hunter2","UID": 0 , "Source":"\u0041"}"#,
                r#"{"Resource":"/bin/app --password=[redacted]","UID": 0 , "Source":"\u0041"}"#,
                1,
            ),
            (
                r#"{"Resource":"curl https://a:p\u0026q@h/?x=1\u0026token=t"}"#,
                r#"{"Resource":"curl https://a:[redacted]@h/?x=1&token=[redacted]"}"#,
                2,
            ),
            (
                r#"{"a":["sh -c \"x --token abc\""],"b":"--\u0070assword=x"}"#,
                r#"{"a":["sh -c \"x --token [redacted]\""],"b":"--password=[redacted]"}"#,
                2,
            ),
            (
                r#"{"Env":{"DB_PASSWORD" : "hunter2","token":"","tokens":"x"}}"#,
                r#"{"Env":{"DB_PASSWORD" : "[redacted]","token":"","tokens":"x"}}"#,
                1,
            ),
            // Cut off, and no JSON: masked all the same.
            (
                r#"{"Resource":"app --token abc"#,
                r#"{"Resource":"app --token [redacted]"#,
                1,
            ),
        ] {
            assert_eq!(masked(json), Some((expected.to_owned(), secrets)));
        }
        assert_eq!(
            masked(r#"{"Resource":"/bin/nc -l -p 8080","x":"a\\b"}"#),
            None
        );
    }

    #[test]
    fn lines_that_are_no_records_are_masked_too() {
        assert_eq!(
            line(b"I1114 login --password=x").as_ref(),
            b"I1114 login --password=[redacted]"
        );
        assert_eq!(
            line(b"\xff \"a\":\"--token b\" --token c").as_ref(),
            "\u{fffd} \"a\":\"--token [redacted]\" --token [redacted]".as_bytes()
        );
        assert!(matches!(line(b"plain"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn json_stays_json_and_loses_its_secret(
            before in "\\PC{0,12}",
            after in "\\PC{0,12}",
            secret in "[A-Za-z0-9]{10}",
            number in any::<i64>(),
        ) {
            let text = format!("{before} --password={secret} {after}");
            let json = json!({"n": number, "Resource": text, "deep": [{"x": text}]}).to_string();
            let masked = payload(json.as_bytes()).unwrap();
            let value: Value = serde_json::from_slice(&masked.bytes).unwrap();
            prop_assert_eq!(&value["n"], &json!(number));
            prop_assert!(!value.to_string().contains(&secret));
            prop_assert_eq!(&value["Resource"], &value["deep"][0]["x"]);
        }

        #[test]
        fn any_bytes_can_be_masked(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = (payload(&bytes), line(&bytes));
        }
    }
}
