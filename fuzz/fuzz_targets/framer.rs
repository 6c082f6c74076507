//! However input is cut into blocks, the lines that come out are those of the input in one piece,
//! and opening a line panics on none.
#![no_main]

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use knoxlog::input::envelope::{Choice, lines, open};
use knoxlog::input::{Input, MapChoice, Options, Piece, read};
use libfuzzer_sys::fuzz_target;

/// What a line came out as.
#[derive(Debug, PartialEq)]
enum Line {
    Whole(Vec<u8>),
    TooLong(u64),
}

fn framed(path: &std::path::Path, options: Options) -> Vec<Line> {
    let stop = Arc::new(AtomicBool::new(false));
    let mut found = Vec::new();
    for piece in read(vec![Input::File(path.to_owned())], options, stop) {
        match piece {
            Piece::Block(block) => {
                found.extend(lines(block.bytes()).map(|line| Line::Whole(line.to_vec())));
            }
            Piece::Oversize { bytes, .. } => found.push(Line::TooLong(bytes)),
            // Compressed or in another encoding: faults are the same however it is cut.
            Piece::Fault(_) => {}
        }
    }
    found
}

fuzz_target!(|bytes: &[u8]| {
    let Some(([block, longest, choice], text)) = bytes.split_first_chunk::<3>() else {
        return;
    };
    let mut scratch = Vec::new();
    for line in lines(text) {
        let _ = open(Choice::Auto, line, &mut scratch);
    }
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(text).expect("room for it");
    let map = if choice % 2 == 0 {
        MapChoice::Always
    } else {
        MapChoice::Never
    };
    let options = Options {
        map,
        max_line: usize::from(*longest).max(1),
        block: usize::from(*block),
        number: true,
        framed: choice & 2 == 2,
    };
    let whole = Options {
        map: MapChoice::Never,
        block: 1 << 20,
        ..options
    };
    assert_eq!(framed(file.path(), options), framed(file.path(), whole));
});
