//! Three readers of JSON on the same records: ours, `serde_json`, `simd-json`.

use knoxlog::json::full::validate;
use knoxlog::record::key::Key;
use knoxlog::record::{Origin, Record};
use simd_json::prelude::{ValueAsScalar, ValueObjectAccess};

const DEMO: &str = include_str!("../../demo/incident.ndjson");

#[test]
fn three_parsers_read_the_same_texts() {
    let mut texts = 0;
    for line in DEMO.lines().filter(|line| line.contains("\"Operation\"")) {
        let record = Record::new(line.as_bytes(), Origin::default()).unwrap();
        let serde: serde_json::Value = serde_json::from_str(line).unwrap();
        let mut copy = line.as_bytes().to_vec();
        let simd = simd_json::to_borrowed_value(&mut copy).unwrap();
        for key in Key::ALL {
            let ours = record.text(*key);
            let text = serde[key.pascal()].as_str();
            assert_eq!(
                text.filter(|text| !text.is_empty()),
                ours.as_deref(),
                "{key:?}: {line}"
            );
            assert_eq!(
                text,
                simd.get(key.pascal()).and_then(|value| value.as_str())
            );
            texts += usize::from(ours.is_some());
        }
    }
    assert!(texts > 3000, "{texts}");
}

#[test]
fn a_record_cut_anywhere_is_no_record_to_any_of_them() {
    let line = DEMO.lines().rfind(|line| line.contains("\\u003e")).unwrap();
    for end in 0..line.len() {
        let cut = &line.as_bytes()[..end];
        assert!(validate(cut).is_err(), "{end}");
        assert!(serde_json::from_slice::<serde::de::IgnoredAny>(cut).is_err());
        assert!(simd_json::to_borrowed_value(&mut cut.to_vec()).is_err());
    }
    assert!(validate(line.as_bytes()).is_ok());
}
