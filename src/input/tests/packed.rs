//! Compressed inputs: whole, cut and damaged.

use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

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
        reading.bytes.len() + (128 << 10) >= text.len(),
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
