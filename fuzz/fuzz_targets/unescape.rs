//! Strings are decoded as `serde_json` decodes them; lone surrogates, which it refuses, become text, and are told from it.
#![no_main]

use knoxlog::json::string::{decode, encode_surrogates};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut json = Vec::with_capacity(bytes.len() + 2);
    json.push(b'"');
    json.extend(bytes.iter().filter(|byte| **byte != b'"'));
    json.push(b'"');
    let ours = decode(&json);
    if let Ok(theirs) = serde_json::from_slice::<String>(&json) {
        let ours = ours.expect("what is JSON is decoded");
        if theirs.contains("\\u{d") {
            let again = encode_surrogates(serde_json::Value::from(ours.as_ref()).to_string());
            assert_eq!(serde_json::from_str::<String>(&again).ok(), Some(theirs));
        } else {
            assert_eq!(ours, theirs);
        }
    }
});
