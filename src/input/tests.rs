//! Every way of reading gives the same lines.

use std::fs;
use std::io::{PipeWriter, Seek, SeekFrom, Write};
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use tempfile::TempDir;

use super::source::{Identity, open};
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

#[test]
fn inputs_follow_each_other_and_faults_stand_among_them() {
    let scratch = Scratch::new();
    let good = scratch.file(b"{}\n").remove(0);
    let missing = Input::File(scratch.0.path().join("missing"));
    let directory = Input::File(scratch.0.path().to_owned());
    let inputs = vec![missing, good.clone(), directory, good];
    let pieces: Vec<_> = read(inputs, Options::default(), Arc::default()).collect();
    assert!(matches!(
        &pieces[0],
        Piece::Fault(Fault {
            source: 0,
            kind: FaultKind::Open(_)
        })
    ));
    assert!(
        matches!(&pieces[1], Piece::Block(block) if block.source == 1 && block.bytes() == b"{}\n")
    );
    assert!(matches!(
        &pieces[2],
        Piece::Fault(Fault {
            source: 2,
            kind: FaultKind::Directory
        })
    ));
    assert!(matches!(&pieces[3], Piece::Block(block) if block.source == 3));
    assert_eq!(pieces.len(), 4);
}

#[test]
fn a_file_that_may_not_be_read_is_a_fault() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new();
    let inputs = scratch.file(b"{}\n");
    let path = scratch.0.path().join("log");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        return; // the superuser may read anything
    }
    assert_eq!(collect(inputs, Options::default()).faults.len(), 1);
}

#[test]
fn input_that_is_the_output_is_refused() {
    let scratch = Scratch::new();
    let input = scratch.file(b"{}\n").remove(0);
    let identity = |path: &Path| Identity::of(&fs::metadata(path).unwrap());
    let log = identity(&scratch.0.path().join("log"));
    assert!(matches!(open(&input, log), Err(FaultKind::IsOutput)));
    let other = scratch.0.path().join("other");
    fs::write(&other, b"").unwrap();
    assert!(open(&input, identity(&other)).is_ok());
    assert!(open(&input, None).is_ok());
    assert!(
        open(
            &Input::File("/dev/null".into()),
            identity(Path::new("/dev/null"))
        )
        .is_ok()
    );
}

#[test]
fn a_file_cut_short_is_said_after_its_good_part() {
    let scratch = Scratch::new();
    let input = scratch.file(&b"{\"a\":1}\n".repeat(4));
    for map in [MapChoice::Never, MapChoice::Always] {
        fs::write(scratch.0.path().join("log"), b"{\"a\":1}\n".repeat(4)).unwrap();
        let options = Options {
            map,
            ..options(8, 100)
        };
        let mut pieces = read(input.clone(), options, Arc::default());
        assert!(matches!(pieces.next(), Some(Piece::Block(_))));
        fs::File::options()
            .write(true)
            .open(scratch.0.path().join("log"))
            .unwrap()
            .set_len(12)
            .unwrap();
        let faults: Vec<_> = pieces
            .filter_map(|piece| {
                if let Piece::Fault(fault) = piece {
                    Some(fault)
                } else {
                    None
                }
            })
            .collect();
        assert!(
            matches!(
                faults[..],
                [Fault {
                    kind: FaultKind::Truncated {
                        got: 12,
                        expected: 32
                    },
                    ..
                }]
            ),
            "{map:?} {faults:?}"
        );
    }
}

#[test]
fn a_file_that_grows_is_read_to_its_end() {
    let scratch = Scratch::new();
    let input = scratch.file(b"{\"a\":1}\n");
    let mut pieces = read(
        input,
        Options {
            map: MapChoice::Never,
            ..options(8, 100)
        },
        Arc::default(),
    );
    assert!(matches!(pieces.next(), Some(Piece::Block(_))));
    fs::write(scratch.0.path().join("log"), b"{\"a\":1}\n{\"b\":2}\n").unwrap();
    assert!(matches!(pieces.next(), Some(Piece::Block(block)) if block.bytes() == b"{\"b\":2}\n"));
    assert!(pieces.next().is_none());
}

#[test]
fn offsets_pass_four_gib() {
    let scratch = Scratch::new();
    let inputs = scratch.file(b"");
    let file = fs::File::options()
        .write(true)
        .open(scratch.0.path().join("log"))
        .unwrap();
    let hole = 5 << 30;
    std::os::unix::fs::FileExt::write_all_at(&file, b"{}\n{}\n", hole).unwrap();
    // seeking there stands in for reading the hole
    let opened = open(&inputs[0], None).unwrap();
    let control = super::feed::Control {
        stop: Arc::default(),
        progress: Arc::default(),
    };
    let mut feed = super::feed::Positioned {
        file: Arc::new(opened.file),
        base: hole,
        expected: 6,
        got: 0,
        control,
    };
    let mut position = super::block::Position::new(0, hole, false);
    assert!(matches!(position.oversize(3), Piece::Oversize { offset, .. } if offset == hole));
    assert_eq!(position.offset, hole + 3);
    let mut buffer = [0; 16];
    assert!(matches!(
        super::feed::Feed::read(&mut feed, &mut buffer),
        Ok(super::feed::Step::Bytes(6))
    ));
}

#[test]
fn text_in_sixteen_bits_and_foreign_compression_are_faults() {
    let scratch = Scratch::new();
    let wide: Vec<u8> = "{\"a\":1}\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, fault) in [
        (&wide[..], "looks like UTF-16"),
        (b"BZh91AY", "is bzip2 data"),
        (b"\xfd7zXZ\0", "is xz data"),
    ] {
        let expected = Reading {
            faults: vec![fault.to_owned()],
            ..Reading::default()
        };
        assert_eq!(collect(scratch.file(bytes), Options::default()), expected);
        assert_eq!(
            collect(scratch.file(&gzip(&[bytes])), Options::default()),
            expected
        );
        assert_eq!(through_pipe(bytes, Options::default()), expected);
    }
    let twice = gzip(&[&gzip(&[b"{}\n"])]);
    assert_eq!(
        collect(scratch.file(&twice), Options::default()).faults,
        ["is gzip data"]
    );
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

fn zstd(frames: &[&[u8]]) -> Vec<u8> {
    frames
        .iter()
        .flat_map(|frame| compress_to_vec(*frame, CompressionLevel::Fastest))
        .collect()
}

const MEMBERS: [&[u8]; 3] = [b"{\"a\":1}\n{\"b\"", b":2}\n", b"{\"c\":3}\n{\"d\":4}\n"];

/// Reads `packed` cut at every byte: a prefix of the text, and a fault unless the cut is at one of `ends`.
fn cut_everywhere(packed: &[u8], text: &[u8], ends: &[usize]) {
    let scratch = Scratch::new();
    let mut most = 0;
    for cut in 0..=packed.len() {
        let reading = collect(scratch.file(&packed[..cut]), options(16, 100));
        assert!(text.starts_with(&reading.bytes), "cut at {cut}");
        assert!(
            reading.bytes.len() >= most,
            "cut at {cut}: less than before"
        );
        most = reading.bytes.len();
        assert_eq!(
            reading.faults.len(),
            usize::from(!ends.contains(&cut)),
            "cut at {cut}: {reading:?}"
        );
    }
    assert_eq!(most, text.len());
}

#[test]
fn gzip_cut_anywhere_gives_its_good_part_and_a_fault() {
    let packed = gzip(&MEMBERS);
    let ends = [
        0,
        gzip(&MEMBERS[..1]).len(),
        gzip(&MEMBERS[..2]).len(),
        packed.len(),
    ];
    cut_everywhere(&packed, &MEMBERS.concat(), &ends);
}

#[test]
fn zstd_cut_anywhere_gives_its_good_part_and_a_fault() {
    let mut packed = b"\x50\x2a\x4d\x18\x03\0\0\0abc".to_vec();
    let mut ends = vec![0, packed.len()];
    for member in MEMBERS {
        packed.extend(zstd(&[member]));
        ends.push(packed.len());
    }
    let scratch = Scratch::new();
    assert_eq!(
        collect(scratch.file(&packed), options(16, 100)),
        oracle(&MEMBERS.concat(), 100)
    );
    for cut in 0..=packed.len() {
        let reading = collect(scratch.file(&packed[..cut]), options(16, 100));
        // a cut magic of a skippable frame is text: no fault, but a line that is no record
        let magic = (1..4).contains(&cut);
        assert!(
            magic || MEMBERS.concat().starts_with(&reading.bytes),
            "cut at {cut}"
        );
        assert_eq!(
            reading.faults.is_empty(),
            magic || ends.contains(&cut),
            "cut at {cut}: {reading:?}"
        );
    }
}

#[test]
fn zstd_gives_up_the_window_it_held_back() {
    let text: Vec<u8> = (0..100_000)
        .flat_map(|n| format!("{{\"n\":{n}}}\n").into_bytes())
        .collect();
    let mut packed = zstd(&[&text]);
    let scratch = Scratch::new();
    assert_eq!(
        collect(scratch.file(&packed), Options::default()),
        oracle(&text, 1 << 20)
    );
    packed.truncate(packed.len() - 10);
    let reading = collect(scratch.file(&packed), Options::default());
    assert!(text.starts_with(&reading.bytes));
    assert!(
        reading.bytes.len() + (256 << 10) > text.len(),
        "{} of {}",
        reading.bytes.len(),
        text.len()
    );
    assert_eq!(reading.faults.len(), 1);
}

#[test]
fn damage_is_a_fault_after_the_good_part() {
    let scratch = Scratch::new();
    let text = b"{\"a\":1}\n{\"b\":2}\n";
    let good = gzip(&[text]);
    let mut sum = good.clone();
    let at = sum.len() - 8;
    sum[at] ^= 1;
    let garbage = [&good[..], b"garbage"].concat();
    let zeroes = [&good[..], &[0; 512]].concat();
    let zstd_good = zstd(&[text]);
    let mut zstd_sum = zstd_good.clone();
    *zstd_sum.last_mut().unwrap() ^= 1;
    let zstd_garbage = [&zstd_good[..], b"garbage"].concat();
    for packed in [sum, garbage, zeroes, zstd_sum, zstd_garbage] {
        for block in [1, 5, 4096] {
            let reading = collect(scratch.file(&packed), options(block, 100));
            assert_eq!(reading.bytes, text, "{packed:?}");
            assert_eq!(reading.faults.len(), 1, "{packed:?}");
        }
    }
}

#[test]
fn what_was_inflated_before_the_damage_is_delivered() {
    let text: Vec<u8> = (0..20_000)
        .flat_map(|n| format!("{{\"n\":{n}}}\n").into_bytes())
        .collect();
    let mut packed = gzip(&[&text]);
    let middle = packed.len() / 2;
    packed[middle..].fill(0xff);
    let scratch = Scratch::new();
    let reading = collect(scratch.file(&packed), Options::default());
    assert!(
        reading.bytes.len() > text.len() / 3,
        "{}",
        reading.bytes.len()
    );
    assert_eq!(reading.faults.len(), 1);
}

#[test]
fn what_a_cut_stream_still_held_is_delivered_in_any_block_size() {
    let scratch = Scratch::new();
    let text = b"{\"aaaaaaaaaaaaaaaaaaaaaaaa\":1}\n".repeat(100);
    let packed = gzip(&[&text]);
    for cut in 20..packed.len() {
        let file = scratch.file(&packed[..cut]);
        let whole = collect(file.clone(), options(4096, 100));
        assert_eq!(collect(file, options(1, 100)), whole, "cut at {cut}");
    }
}

#[test]
fn compressed_pipes_are_known_by_content() {
    let text = MEMBERS.concat();
    assert_eq!(
        through_pipe(&gzip(&MEMBERS), options(16, 100)),
        oracle(&text, 100)
    );
    assert_eq!(
        through_pipe(&zstd(&MEMBERS), options(16, 100)),
        oracle(&text, 100)
    );
}

#[test]
fn a_slow_pipe_gives_its_first_line_at_once() {
    let (_reader, mut writer, input) = pipe();
    let mut pieces = read(vec![input], Options::default(), Arc::default());
    writer.write_all(b"{\"a\":1}\n{\"b\"").unwrap();
    assert!(matches!(pieces.next(), Some(Piece::Block(block)) if block.bytes() == b"{\"a\":1}\n"));
    writer.write_all(b":2}\n").unwrap();
    assert!(
        matches!(pieces.next(), Some(Piece::Block(block)) if block.bytes() == b"{\"b\":2}\n" && block.offset == 8)
    );
    drop(writer);
    assert!(pieces.next().is_none());
}

#[test]
fn stop_ends_a_read_that_waits() {
    let fifo = Scratch::new();
    let path = fifo.0.path().join("fifo");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &path,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RWXU,
        0,
    )
    .unwrap();
    let (_reader, _writer, input) = pipe();
    // a pipe nobody writes to, and a FIFO nobody has opened
    for input in [input, Input::File(path)] {
        let stop = Arc::new(AtomicBool::new(false));
        let mut pieces = read(
            vec![input.clone(), input],
            Options::default(),
            Arc::clone(&stop),
        );
        let waiting = std::thread::spawn(move || pieces.next().is_none());
        std::thread::sleep(Duration::from_millis(20));
        let set = Instant::now();
        stop.store(true, Ordering::Relaxed);
        assert!(waiting.join().unwrap());
        assert!(set.elapsed() < Duration::from_millis(300));
    }
}

#[test]
fn a_fifo_is_read_until_its_writer_closes() {
    let scratch = Scratch::new();
    let path = scratch.0.path().join("fifo");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &path,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RWXU,
        0,
    )
    .unwrap();
    let reading = std::thread::scope(|scope| {
        scope.spawn(|| {
            fs::File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .write_all(b"{}\n{}")
                .unwrap();
        });
        collect(vec![Input::File(path.clone())], options(64, 64))
    });
    assert_eq!(reading, oracle(b"{}\n{}", 64));
}

const TASK: &str = "KNOXLOG_TEST_STDIN";

/// Runs in a process of its own, its standard input a file that stands at its second line.
#[test]
fn child() {
    let Ok(task) = std::env::var(TASK) else {
        return;
    };
    let map = if task == "map" {
        MapChoice::Always
    } else {
        MapChoice::Never
    };
    assert_eq!(total_len(&[Input::Stdin]), Some(16));
    let reading = collect(
        vec![Input::Stdin; 2],
        Options {
            map,
            ..Options::default()
        },
    );
    assert_eq!(reading.bytes, b"{\"b\":2}\n{\"c\":3}\n".repeat(2));
    assert_eq!(reading.faults, [""; 0]);
    let output = fs::read_link("/proc/self/fd/1").unwrap();
    let refused = collect(vec![Input::File(output)], Options::default());
    assert_eq!(refused.faults, ["input is also the output"]);
}

#[test]
fn a_redirected_input_is_a_file_from_where_it_stands() {
    let scratch = Scratch::new();
    scratch.file(b"{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
    for task in ["map", "read"] {
        let mut file = fs::File::open(scratch.0.path().join("log")).unwrap();
        file.seek(SeekFrom::Start(8)).unwrap();
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "input::tests::child"])
            .env(TASK, task);
        command
            .stdin(file)
            .stdout(fs::File::create(scratch.0.path().join("out")).unwrap());
        assert!(command.status().unwrap().success(), "{task}: {}", {
            fs::read_to_string(scratch.0.path().join("out")).unwrap()
        });
    }
}

#[test]
fn sizes_are_known_for_regular_files_only() {
    let scratch = Scratch::new();
    let mut inputs = scratch.file(b"{}\n");
    inputs.push(inputs[0].clone());
    assert_eq!(total_len(&inputs), Some(6));
    assert!(is_rereadable(&inputs));
    inputs.push(Input::File("/dev/null".into()));
    assert_eq!(total_len(&inputs), None);
    assert!(!is_rereadable(&inputs));
    assert!(!is_rereadable(&[Input::Stdin]));
}

#[test]
fn files_of_proc_have_no_size_and_are_read() {
    let stat = Input::File("/proc/self/status".into());
    if Path::new("/proc/self/status").exists() {
        assert_eq!(total_len(std::slice::from_ref(&stat)), None);
        let reading = collect(vec![stat], Options::default());
        assert!(reading.bytes.starts_with(b"Name:") && reading.faults.is_empty());
    }
}

#[test]
fn progress_ends_near_the_total() {
    let scratch = Scratch::new();
    for map in [MapChoice::Never, MapChoice::Always] {
        let pieces = read(
            scratch.file(&[b'\n'; 1000]),
            Options {
                map,
                ..options(64, 64)
            },
            Arc::default(),
        );
        let progress = pieces.progress();
        assert!(pieces.count() > 10);
        assert!((1000..1010).contains(&progress.load(Ordering::Relaxed)));
    }
}

#[test]
fn pieces_can_cross_threads() {
    fn send<T: Send>() {}
    send::<Pieces>();
    send::<Block>();
}
