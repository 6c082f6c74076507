//! What a stream is, by its first bytes. Names and suffixes are not looked at.

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Plain,
    /// UTF-8 with a byte order mark of three bytes.
    Marked,
    /// UTF-16 or UTF-32.
    Wide,
    Gzip,
    Zstd,
    /// Compressed in a form that is not read here.
    Other(&'static str),
}

/// No magic is longer.
pub(super) const LONGEST: usize = 6;

const MAGIC: &[(&[u8], Encoding)] = &[
    (b"\xef\xbb\xbf", Encoding::Marked),
    (b"\xff\xfe", Encoding::Wide),
    (b"\xfe\xff", Encoding::Wide),
    (b"\0\0\xfe\xff", Encoding::Wide),
    (b"\x1f\x8b", Encoding::Gzip),
    (b"\x28\xb5\x2f\xfd", Encoding::Zstd),
    (b"BZh", Encoding::Other("bzip2")),
    (b"\xfd7zXZ\0", Encoding::Other("xz")),
    (b"\x04\x22\x4d\x18", Encoding::Other("lz4")),
    (b"PK\x03\x04", Encoding::Other("zip")),
];

/// The format of a stream that begins with `head`; `None` if more bytes could tell and `ended` is false.
pub(super) fn sniff(head: &[u8], ended: bool) -> Option<Encoding> {
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(*format);
    }
    match head {
        // a skippable zstd frame
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => return Some(Encoding::Zstd),
        // ASCII in two or four bytes a character, either byte order; without four bytes nobody can tell
        [x, 0, _, 0, ..] | [0, _, 0, x, ..] if *x != 0 => return Some(Encoding::Wide),
        [x, 0] | [0, x] if ended && *x != 0 => return Some(Encoding::Wide),
        // a magic that is cut short, where it cannot be text
        [0x1f] if ended => return Some(Encoding::Gzip),
        [0x28, 0xb5] | [0x28, 0xb5, 0x2f] if ended => return Some(Encoding::Zstd),
        _ => {}
    }
    let open = MAGIC.iter().any(|(magic, _)| magic.starts_with(head))
        || matches!(
            head,
            [0x50..=0x5f] | [0x50..=0x5f, 0x2a] | [0x50..=0x5f, 0x2a, 0x4d]
        )
        || (head.len() < 4 && head.contains(&0));
    (ended || !open).then_some(Encoding::Plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decided_on_at_once() {
        assert_eq!(sniff(b"{", false), Some(Encoding::Plain));
        assert_eq!(sniff(b"\n", false), Some(Encoding::Plain));
        assert_eq!(sniff(b"", false), None);
        assert_eq!(sniff(b"", true), Some(Encoding::Plain));
        assert_eq!(sniff(b"BZ", false), None);
        assert_eq!(sniff(b"BZ\n", false), Some(Encoding::Plain));
    }

    #[test]
    fn wide_text_is_told_from_a_stray_nul() {
        for wide in [
            &b"{\0\"\0"[..],
            b"\0{\0\"",
            b"{\0\0\0",
            b"\0\0\0{",
            b"\xff\xfe{\0",
            b"\xfe\xff\0{",
            b"{\0",
            b"\0{",
        ] {
            assert_eq!(sniff(wide, true), Some(Encoding::Wide), "{wide:?}");
        }
        for plain in [&b"\0{\"a"[..], b"{\0\"a", b"\0\0\0\0{", b"\0", b"\0\0"] {
            assert_eq!(sniff(plain, true), Some(Encoding::Plain), "{plain:?}");
        }
    }

    #[test]
    fn every_magic_is_known_whole_and_waited_for_in_part() {
        for (magic, format) in MAGIC {
            assert_eq!(sniff(magic, false), Some(*format));
            assert!(magic.len() <= LONGEST);
            for cut in 1..magic.len() {
                assert_eq!(sniff(&magic[..cut], false), None, "{magic:?} cut at {cut}");
            }
        }
    }
}
