//! Lines that a container runtime has split, put together again.
//!
//! containerd and cri-o mark a piece with `P` and its last one with `F`; docker leaves out the `\n` at the end of a
//! piece's text.

use std::ops::Range;

use crate::input::envelope::cri;
use crate::json::full::validate;
use crate::json::scan::{ObjectIter, Span};
use crate::json::string;

/// Pieces that wait for their end, by stream.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    waiting: [Option<Waiting>; 2],
}

/// The pieces of one line so far.
#[derive(Debug, Default)]
struct Waiting {
    text: Vec<u8>,
    /// The first piece as it came, and where its text stands: what is round the text if the end never comes.
    first: Vec<u8>,
    place: Range<usize>,
}

/// Longest line that is put together, in bytes.
const MOST: usize = 64 << 20;

impl Joiner {
    /// Takes a line that a runtime wrote, and writes it, or the whole that it ends, or an empty line in place of a
    /// piece. `false` if it is no such line.
    pub(super) fn take(&mut self, line: &[u8], out: &mut Vec<u8>) -> bool {
        let Some(piece) = cri_piece(line).or_else(|| docker_piece(line)) else {
            return false;
        };
        let text = &line[piece.text.clone()];
        let waiting = &mut self.waiting[usize::from(piece.is_stderr)];
        let so_far = waiting.as_ref().map_or(0, |waiting| waiting.text.len());
        if piece.is_last || so_far + line.len() > MOST {
            out.extend_from_slice(&line[..piece.text.start]);
            out.extend_from_slice(&waiting.take().unwrap_or_default().text);
            out.extend_from_slice(&line[piece.text.start..]);
        } else if let Some(begun) = waiting {
            begun.text.extend_from_slice(text);
        } else {
            *waiting = Some(Waiting {
                text: text.to_vec(),
                first: line.to_vec(),
                place: piece.text,
            });
        }
        out.push(b'\n');
        true
    }

    /// No more lines come: what waits is shown as far as it came.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) {
        for waiting in self.waiting.iter_mut().filter_map(Option::take) {
            let (before, behind) = waiting.first.split_at(waiting.place.end);
            out.extend_from_slice(&before[..waiting.place.start]);
            out.extend_from_slice(&waiting.text);
            out.extend_from_slice(behind);
            out.push(b'\n');
        }
    }
}

/// A line, or a part of one, as a runtime wrote it.
struct Fragment {
    is_stderr: bool,
    is_last: bool,
    text: Range<usize>,
}

fn cri_piece(line: &[u8]) -> Option<Fragment> {
    let piece = cri::piece(line)?;
    let start = piece.payload.as_ptr().addr() - line.as_ptr().addr();
    Some(Fragment {
        is_stderr: piece.is_stderr,
        is_last: !piece.is_partial,
        text: start..line.len(),
    })
}

fn docker_piece(line: &[u8]) -> Option<Fragment> {
    if !line.starts_with(br#"{"log":""#) {
        return None;
    }
    let mut walk = ObjectIter::object(line).ok()?;
    let mut text: Option<Span> = None;
    let mut is_stderr = false;
    while let Some(member) = walk.next(line).ok()? {
        match member.key.of(line) {
            b"log" => text = Some(member.value),
            b"stream" => is_stderr = member.value.of(line) == br#""stderr""#,
            _ => {}
        }
    }
    let text = text?;
    let inside = text.start as usize + 1..text.end as usize - 1;
    let raw = &line[inside.clone()];
    let is_whole = || string::unescape(raw).is_some_and(|text| validate(text.as_bytes()).is_ok());
    Some(Fragment {
        is_stderr,
        is_last: raw.ends_with(br"\n") || is_whole(),
        text: inside,
    })
}
