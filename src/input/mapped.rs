//! A mapped file to blocks of whole lines, none of them copied.

use std::collections::VecDeque;
use std::sync::Arc;

use memchr::{memchr, memrchr};

use super::block::{BlockPosition, Storage};
use super::cut::{LineRun, each_run};
use super::frame::whole;
use super::mmap::Map;
use super::{Options, Piece};

/// What is mapped takes no buffer, so its blocks are larger than those that are read by this factor, and threads are woken
/// less often: two of them count by needles in 0.8 of the time. More gains little, and what is made of a block grows.
const LARGER: usize = 2;

/// Cuts a map from the front.
pub(super) struct MappedCutter {
    map: Arc<Map>,
    at: usize,
    position: BlockPosition,
    block: usize,
    max_line: usize,
}

impl MappedCutter {
    /// `at` is where in the map the first line begins.
    pub(super) fn new(map: Map, at: usize, position: BlockPosition, options: &Options) -> Self {
        let Options {
            block, max_line, ..
        } = *options;
        Self {
            map: Arc::new(map),
            at,
            position,
            block: block.max(1).saturating_mul(LARGER),
            max_line,
        }
    }

    /// The next block's pieces; how many bytes that took, 0 at the end.
    pub(super) fn step(&mut self, out: &mut VecDeque<Piece>) -> usize {
        let map = Arc::clone(&self.map);
        let rest = map.bytes().get(self.at..).unwrap_or_default();
        let len = self.lines(rest);
        let start = self.at;
        self.at += len;
        if len > 0 && !rest[..len].ends_with(b"\n") {
            out.push_back(if len > self.max_line {
                self.position.oversize(len as u64)
            } else {
                self.position.block(Storage::Mapped(map, start..self.at))
            });
        } else {
            each_run(&rest[..len], self.max_line, |run| {
                out.push_back(match run {
                    LineRun::Lines(range) => {
                        let range = start + range.start..start + range.end;
                        self.position
                            .block(Storage::Mapped(Arc::clone(&map), range))
                    }
                    LineRun::Long(range) => self.position.oversize(range.len() as u64),
                });
            });
        }
        len
    }

    /// Bytes of the whole lines that fit into a block, of the first line or the first record of text if none does.
    fn lines(&self, rest: &[u8]) -> usize {
        let mut block = self.block;
        loop {
            let (window, beyond) = rest.split_at(rest.len().min(block));
            let end = match memrchr(b'\n', window) {
                Some(at) => at + 1,
                None => match memchr(b'\n', beyond) {
                    Some(at) => window.len() + at + 1,
                    None => return rest.len(),
                },
            };
            match whole(&rest[..end]) {
                0 if end < rest.len() && !beyond.is_empty() => {
                    block = end.max(block).saturating_mul(2);
                }
                // Of a record of text that is the last there is, its line without LF is a part.
                0 if rest.len() <= self.max_line => return rest.len(),
                0 => return end,
                len => return len,
            }
        }
    }
}
