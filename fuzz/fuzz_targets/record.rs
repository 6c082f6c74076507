//! The lazy view against `serde_json`: the same verdict on what is JSON, nothing proven that is not, and no panic in any field.
#![no_main]

use knoxlog::json::full::{first_object, validate};
use knoxlog::json::proof::prove;
use knoxlog::record::field::{FIELDS, Target};
use knoxlog::record::{Origin, Record};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let ours = validate(bytes).is_ok();
    let is_object = bytes.trim_ascii_start().first() == Some(&b'{');
    let is_deep = bytes
        .iter()
        .filter(|byte| matches!(byte, b'{' | b'['))
        .count()
        >= 128;
    let theirs = serde_json::from_slice::<serde_json::Value>(bytes).is_ok();
    // It refuses lone surrogates, numbers beyond a float, and counts depth its own way.
    if theirs && is_object && !is_deep {
        assert!(ours);
    }
    assert!(ours || prove(bytes, None).is_none());
    assert!(!ours || first_object(bytes) == Ok(bytes.len()));
    let Ok(record) = Record::new(
        bytes,
        Origin {
            bytes,
            ..Origin::default()
        },
    ) else {
        return;
    };
    let _ = record.class();
    for field in FIELDS {
        let target = if field.is_map() {
            Target::Item(field, "a".to_owned())
        } else {
            Target::Field(field)
        };
        let _ = target.any(&record, &mut |value| value.text.len() > 1000);
    }
    let _ = Target::Path(vec!["a".to_owned(), "b".to_owned()]).is_in(&record);
    let _ = record.has_duplicate_keys();
    assert_eq!(record.validate().is_ok(), ours);
});
