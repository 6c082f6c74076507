//! Whatever the bytes are, nothing a terminal would obey comes out, and JSON keeps its value.
#![no_main]

use knoxlog::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let safe = text::sanitize_bytes(bytes);
    assert!(!safe.chars().any(text::hostile));
    assert_eq!(text::shield(&safe), safe, "safe text is left alone");
    assert!(text::width(&text::fit(&safe, 20)) <= 20);

    let json = text::json_terminal_safe(bytes);
    let shown = std::str::from_utf8(&json).expect("terminal-safe JSON is UTF-8");
    assert!(
        !shown
            .chars()
            .any(|c| text::hostile(c) && !matches!(c, '\n' | '\t'))
    );
    if let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes) {
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(shown).ok(),
            Some(value)
        );
    }

    if let Ok(raw) = std::str::from_utf8(bytes) {
        let mut out = Vec::new();
        text::sanitize_into(raw, &mut out);
        assert_eq!(out, safe.as_bytes(), "both forms agree");
        assert_eq!(text::restore(&safe), raw, "nothing looks like another");
        assert!(text::eq_fold(raw, &text::folded(raw)));
    }
});
