//! Whatever came before it on other lines, a whole object on a line of its own is found; what wrappers hold is an object
//! by its shape, and opening them panics on nothing.
#![no_main]

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use knoxlog::input::envelope::{Choice, Unwrapped, inside, lines, open};
use knoxlog::input::{Input, Options, Piece, read};
use libfuzzer_sys::fuzz_target;

const NEIGHBOUR: &[u8] = br#"{"Operation":"File","neighbour":true}"#;

fn is_object(payload: &[u8]) -> bool {
    payload.starts_with(b"{") && payload.ends_with(b"}")
}

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, text)) = bytes.split_first() else {
        return;
    };
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    for part in [text, b"\n", NEIGHBOUR, b"\n"] {
        file.write_all(part).expect("room for it");
    }
    let options = Options {
        framed: choice & 1 == 1,
        ..Options::default()
    };
    let mut scratch = Vec::new();
    let mut found = false;
    let mut faults = false;
    let inputs = vec![Input::File(file.path().to_owned())];
    for piece in read(inputs, options, Arc::new(AtomicBool::new(false))) {
        let Piece::Block(block) = piece else {
            faults = true;
            continue;
        };
        for line in lines(block.bytes()) {
            if let Unwrapped::Payload(opened, _) = open(Choice::Auto, line, &mut scratch) {
                assert!(is_object(opened.payload));
                found |= opened.payload.ends_with(NEIGHBOUR);
                inside(Choice::Auto, opened.payload, &mut |inner| {
                    assert!(inner.payload.trim_ascii().starts_with(b"{"));
                });
            }
        }
    }
    assert!(found || faults);
});
