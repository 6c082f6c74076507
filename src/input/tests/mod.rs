//! Every way of reading gives the same lines.

mod packed;
mod system;

use std::fs;
use std::io::{PipeWriter, Write};
use std::os::fd::AsRawFd;
use std::path::PathBuf;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use tempfile::TempDir;

use super::frame::Framer;
use super::*;

/// What a reading came to, the same however it was cut into blocks.
#[derive(Debug, Default, PartialEq, Eq)]
struct Reading {
    bytes: Vec<u8>,
    oversize: Vec<(u64, u64)>,
    faults: Vec<String>,
}

/// Reads everything and checks what holds for every reading: offsets and numbers follow on, blocks end with LF.
fn collect(inputs: Vec<Input>, options: Options) -> Reading {
    let mut reading = Reading::default();
    let (mut source, mut next, mut line, mut ended) = (0, None, 1, true);
    for piece in read(inputs, options, Arc::default()) {
        match piece {
            Piece::Block(block) => {
                assert!(ended, "a block follows a line that has no end");
                assert!(!block.bytes().is_empty());
                if source != block.source {
                    (source, next, line) = (block.source, None, 1);
                }
                assert_eq!(block.offset, next.unwrap_or(block.offset));
                assert_eq!(block.line, if options.number { line } else { 0 });
                if let Some(home) = &block.home {
                    let again = home.read(0, block.bytes().len()).unwrap();
                    assert_eq!(again, block.bytes(), "its home holds something else");
                }
                line += memchr::memchr_iter(b'\n', block.bytes()).count() as u64;
                next = Some(block.offset + block.bytes().len() as u64);
                ended = block.bytes().ends_with(b"\n");
                reading.bytes.extend_from_slice(block.bytes());
            }
            Piece::Oversize { offset, bytes, .. } => {
                assert_eq!(offset, next.unwrap_or(offset));
                next = Some(offset + bytes);
                line += 1;
                reading.oversize.push((offset, bytes));
            }
            Piece::Fault(fault) => reading.faults.push(fault.kind.to_string()),
        }
    }
    reading
}

/// What a reading of `bytes` should come to, worked out line by line.
fn oracle(bytes: &[u8], max_line: usize) -> Reading {
    let mut reading = Reading::default();
    let mut offset = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    for line in bytes[offset..].split_inclusive(|byte| *byte == b'\n') {
        if line.strip_suffix(b"\n").unwrap_or(line).len() > max_line {
            reading.oversize.push((offset as u64, line.len() as u64));
        } else {
            reading.bytes.extend_from_slice(line);
        }
        offset += line.len();
    }
    reading
}

#[test]
fn only_what_comes_as_it_is_can_be_read_again() {
    let scratch = Scratch::new();
    let pretty = b"{\n\"PID\":1\n}\n";
    let plain = b"\xef\xbb\xbf{\"PID\":1}\nx\n";
    for map in [MapChoice::Always, MapChoice::Never] {
        for (bytes, is_home) in [(&plain[..], true), (&pretty[..], false)] {
            let options = Options {
                map,
                ..Options::default()
            };
            let pieces = read(scratch.file(bytes), options, Arc::default());
            let homes: Vec<bool> = pieces
                .map(|piece| match piece {
                    Piece::Block(block) => block.home.is_some(),
                    piece => panic!("{piece:?}"),
                })
                .collect();
            assert_eq!(homes, [is_home], "{map:?}");
        }
    }
}

struct Scratch(TempDir);

impl Scratch {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, bytes: &[u8]) -> Vec<Input> {
        let path = self.0.path().join("log");
        fs::write(&path, bytes).unwrap();
        vec![Input::File(path)]
    }
}

/// A pipe under a name of its own, and the end to write to. The name is good while the returned reader lives.
fn pipe() -> (std::io::PipeReader, PipeWriter, Input) {
    let (reader, writer) = std::io::pipe().unwrap();
    let path = PathBuf::from(format!("/dev/fd/{}", reader.as_raw_fd()));
    (reader, writer, Input::File(path))
}

/// Reads `bytes` through a pipe.
fn through_pipe(bytes: &[u8], options: Options) -> Reading {
    let (reader, mut writer, input) = pipe();
    std::thread::scope(|scope| {
        scope.spawn(move || writer.write_all(bytes).unwrap());
        let reading = collect(vec![input], options);
        drop(reader);
        reading
    })
}

fn options(block: usize, max_line: usize) -> Options {
    Options {
        block,
        max_line,
        number: true,
        ..Options::default()
    }
}

fn in_every_mode(scratch: &Scratch, bytes: &[u8], options: Options) {
    let expected = oracle(bytes, options.max_line);
    let file = scratch.file(bytes);
    for map in [MapChoice::Always, MapChoice::Never, MapChoice::Auto] {
        let reading = collect(file.clone(), Options { map, ..options });
        assert_eq!(reading, expected, "{map:?} {options:?} {bytes:?}");
    }
    assert_eq!(
        through_pipe(bytes, options),
        expected,
        "pipe {options:?} {bytes:?}"
    );
}

const SHAPES: &[&[u8]] = &[
    b"",
    b"\n",
    b"{}",
    b"{\"a\":1}\n{\"b\":2}\n",
    b"{\"a\":1}\r\n\r\n{\"b\":2}\r\n",
    b"{\"a\":1}\n{\"b\":2}",
    b"\xef\xbb\xbf{\"a\":1}\n{\"b\":2}\n",
    b"\xef\xbb\xbf",
    b"\n\n  \n{\"a\":1}\n\n\n",
    b"0123456\n0123456\n0123456\n",
    b"0123456789012345678901234567890123456789\n{}\n{\"a\":1}\n",
    b"{}\n0123456789012345678901234567890123456789\n{\"a\":1}\n",
    b"{}\n{\"a\":1}\n0123456789012345678901234567890123456789\n",
    b"{}\n{\"a\":1}\n0123456789012345678901234567890123456789",
    b"0123456789012345678901234567890123456789",
    b"{ }x\n{ } x\n{ },\n{ }, x\n{ }]\n",
    b"0123456789012345678901234567890123456789\n0123456789012345678901234567890123456789\n\n",
];

#[test]
fn every_block_size_gives_the_lines_of_the_oracle() {
    let scratch = Scratch::new();
    for block in (1..=64).chain([4096]) {
        for bytes in SHAPES {
            for max_line in [0, 7, 8, 39, 40, 4096] {
                let options = options(block, max_line);
                let file = scratch.file(bytes);
                for map in [MapChoice::Always, MapChoice::Never] {
                    let reading = collect(file.clone(), Options { map, ..options });
                    assert_eq!(
                        reading,
                        oracle(bytes, max_line),
                        "{map:?} {options:?} {bytes:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_mode_gives_the_same_lines() {
    let scratch = Scratch::new();
    for bytes in SHAPES {
        for (block, max_line) in [(1, 10), (7, 39), (8, 4096), (4096, 8)] {
            in_every_mode(&scratch, bytes, options(block, max_line));
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_come_back_whole(
        bytes in prop::collection::vec(prop_oneof![Just(b'\n'), Just(b'x'), 32u8..127], 0..400),
        block in 1usize..80,
        max_line in 0usize..60,
    ) {
        // What spans lines is put together, which is for other tests to look at.
        prop_assume!(!Framer::is_needed(&bytes, true));
        let scratch = Scratch::new();
        let compressed = gzip(&[&bytes]);
        prop_assert_eq!(collect(scratch.file(&compressed), options(block, max_line)), oracle(&bytes, max_line));
        in_every_mode(&scratch, &bytes, options(block, max_line));
    }
}

#[test]
fn a_long_line_costs_no_memory_and_no_copy() {
    let scratch = Scratch::new();
    let mut bytes = b"{}\n".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', 300_000));
    bytes.extend(b"\n{\"a\":1}\n");
    in_every_mode(&scratch, &bytes, options(1000, 10_000));
}

fn gzip(members: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for member in members {
        let mut encoder = GzEncoder::new(&mut out, Compression::fast());
        encoder.write_all(member).unwrap();
        encoder.finish().unwrap();
    }
    out
}
