//! Where an object ends, by its brackets and quotes alone.

use super::trim;
use crate::json::full::validate;
use crate::json::scan::MAX_DEPTH;

/// An object, taken line by line. Whether it is JSON is for others to say.
#[derive(Debug, Default)]
pub(super) struct OpenObject {
    /// Open brackets, the innermost as the lowest bit: 1 is an object.
    brackets: u128,
    depth: usize,
    /// The last byte that was neither blank nor inside a string.
    last: u8,
    /// Whether a colon has come since the last member began.
    has_colon: bool,
    /// Whether blanks or a line break have come since the last byte written.
    has_gap: bool,
    /// Whether a line of it begins with blanks.
    is_indented: bool,
}

/// Where a line has led.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ObjectEnd {
    /// The object goes on behind the line.
    Open,
    /// It ends before this byte of the line.
    At(usize),
    /// Nothing that follows can make it one: a string has no end, brackets do not pair, or nest too deep.
    Broken,
}

impl OpenObject {
    /// Takes a line, and writes what of it belongs to the object, without the blanks between tokens.
    ///
    /// Two faults that documents are full of, and that can mean one thing only, are mended: a comma before a closing
    /// bracket, and none at the end of a line on which another member follows.
    pub(super) fn take(&mut self, line: &[u8], out: &mut Vec<u8>) -> ObjectEnd {
        self.has_gap = true;
        self.is_indented |= self.depth > 0 && line.first().is_some_and(u8::is_ascii_whitespace);
        let mut at = 0;
        while let Some(&byte) = line.get(at) {
            let len = match byte {
                b' ' | b'\t' | b'\r' => {
                    self.has_gap = true;
                    at += 1;
                    continue;
                }
                b'"' => {
                    if self.lacks_comma(&line[..at]) {
                        out.push(b',');
                        self.has_colon = false;
                    }
                    string_len(&line[at..])
                }
                _ => self.bracket(byte, out),
            };
            let Some(len) = len else {
                out.extend_from_slice(&line[at..]);
                return ObjectEnd::Broken;
            };
            // A blank stays where it parts what would else become one word.
            if self.has_gap && byte.is_ascii_alphanumeric() && self.last.is_ascii_alphanumeric() {
                out.push(b' ');
            }
            self.has_gap = false;
            out.extend_from_slice(&line[at..at + len]);
            self.last = byte;
            at += len;
            if self.depth == 0 {
                return ObjectEnd::At(at);
            }
        }
        ObjectEnd::Open
    }

    /// Takes a byte outside of strings: one byte, or nothing if it can't stand here.
    fn bracket(&mut self, byte: u8, out: &mut Vec<u8>) -> Option<usize> {
        match byte {
            b'{' | b'[' if self.depth == MAX_DEPTH => return None,
            b'{' | b'[' => {
                self.depth += 1;
                self.brackets = self.brackets << 1 | u128::from(byte == b'{');
                self.has_colon = false;
            }
            b'}' | b']' if (self.brackets & 1 == 1) != (byte == b'}') => return None,
            b'}' | b']' => {
                self.depth -= 1;
                self.brackets >>= 1;
                // What has ended is a value.
                self.has_colon = true;
                if self.last == b',' {
                    out.pop_if(|byte| *byte == b',');
                }
            }
            b':' => self.has_colon = true,
            b',' => self.has_colon = false,
            _ => {}
        }
        Some(1)
    }

    /// Whether a member that begins behind `before` on its line is parted from the one before by the line break alone.
    fn lacks_comma(&self, before: &[u8]) -> bool {
        let is_behind_value = self.has_colon && !matches!(self.last, b':' | b',');
        is_behind_value && self.brackets & 1 == 1 && trim(before).is_empty()
    }

    /// Whether `line` can't go on with this object, but begins one: so that what is torn takes nothing along.
    pub(super) fn ends_before(&self, line: &[u8]) -> bool {
        if !line.starts_with(b"{") {
            return false;
        }
        let is_value_due = match self.brackets & 1 {
            1 => self.last == b':',
            _ => matches!(self.last, b',' | b'['),
        };
        !is_value_due || self.is_indented || validate(trim(line)).is_ok()
    }
}

/// Bytes of the string that `text` begins with, quotes included; `None` if it has no end.
fn string_len(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        match text[at] {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}
