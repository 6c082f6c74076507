//! Strings are decoded as `serde_json` decodes them; lone surrogates, which it refuses, become text.
#![no_main]

use knoxlog::json::string::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut json = Vec::with_capacity(bytes.len() + 2);
    json.push(b'"');
    json.extend(bytes.iter().filter(|byte| **byte != b'"'));
    json.push(b'"');
    let ours = decode(&json);
    if let Ok(theirs) = serde_json::from_slice::<String>(&json) {
        assert_eq!(ours.as_deref(), Some(theirs.as_str()));
    }
});
