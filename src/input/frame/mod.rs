//! Objects that span lines, lines that hold several, records that are text: to one line a record.
//!
//! A line break inside a record becomes a line break behind it, so that every line keeps its number. Whether an input
//! needs this is found out in its first [`HEAD`] bytes; one that does not is passed on untouched from there. Records of
//! text that come later are put together by who reads the lines ([`text_record`]); blocks are cut so that none is parted
//! ([`whole`]).

mod feed;
mod object;
mod split;
mod text;

#[cfg(test)]
mod tests;

use object::{ObjectEnd, OpenObject};
use split::Joiner;
use text::place;

pub(super) use feed::Framed;
pub(super) use text::{BREAK, INNER, is_heading, key, whole};
pub use text::{TextRecord, TextValues, is_of_text_record, text_record, text_values};

/// Bytes at the start of an input in which a record that spans lines must begin, for the input to be framed.
pub(super) const HEAD: usize = 64 << 10;

/// Joins what belongs together, line by line.
#[derive(Debug)]
pub(super) struct Framer {
    verdict: Framing,
    state: FramerState,
    /// Line breaks that the record at hand has spanned so far.
    owed: usize,
    /// Lists of records that a `[` has opened and no `]` has closed.
    lists: usize,
    /// Whether the last object had no end.
    is_torn: bool,
    joiner: Joiner,
}

/// Whether an input needs framing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    /// Not seen yet; so many bytes may still show it.
    Open(usize),
    Needed,
    NotNeeded,
}

#[derive(Debug)]
enum FramerState {
    /// Between records.
    Between,
    /// In an object that began on an earlier line.
    Object(OpenObject),
    /// In a record of text.
    Text(text::TextRecordReader),
}

impl Framer {
    /// A framer of an input that may need it, or is known to.
    pub(super) fn new(is_needed: bool) -> Self {
        Self {
            verdict: if is_needed {
                Framing::Needed
            } else {
                Framing::Open(HEAD)
            },
            state: FramerState::Between,
            owed: 0,
            lists: 0,
            is_torn: false,
            joiner: Joiner::default(),
        }
    }

    /// Whether an input that begins with `head` needs framing; `is_whole` if there is no more of it.
    pub(super) fn is_needed(head: &[u8], is_whole: bool) -> bool {
        let mut framer = Self::new(false);
        let mut out = Vec::new();
        let mut rest = head;
        while !rest.is_empty() && framer.verdict != Framing::Needed {
            let (line, is_ended) = match memchr::memchr(b'\n', rest) {
                Some(end) => {
                    let line = &rest[..end];
                    rest = &rest[end + 1..];
                    (line, true)
                }
                None => (std::mem::take(&mut rest), false),
            };
            if !framer.wants(line, usize::from(is_ended || !is_whole)) {
                break;
            }
            if is_ended || is_whole {
                framer.line(line, &mut out);
            }
            out.clear();
        }
        framer.verdict == Framing::Needed
    }

    /// Whether `line`, which ends with so many more bytes, is to be looked at; once not, never again.
    pub(super) fn wants(&mut self, line: &[u8], more: usize) -> bool {
        if let Framing::Open(left) = self.verdict {
            self.verdict = match left.checked_sub(line.len() + more) {
                Some(left) => Framing::Open(left),
                None if left > 0 && opens_list(line) => Framing::Needed,
                None => Framing::NotNeeded,
            };
        }
        self.verdict != Framing::NotNeeded
    }

    /// Whether all that follows passes untouched.
    pub(super) fn is_idle(&self) -> bool {
        self.verdict == Framing::NotNeeded
    }

    /// Takes a line without its LF, and writes what is complete.
    pub(super) fn line(&mut self, line: &[u8], out: &mut Vec<u8>) {
        match std::mem::replace(&mut self.state, FramerState::Between) {
            FramerState::Object(object) if object.ends_before(line) => {
                self.close(out);
                self.between(line, out);
            }
            FramerState::Object(mut object) => {
                self.owed += 1;
                match object.take(line, out) {
                    ObjectEnd::Open => self.state = FramerState::Object(object),
                    ObjectEnd::At(end) => self.ended(&line[end..], out),
                    ObjectEnd::Broken => self.broken(out),
                }
            }
            FramerState::Text(mut record) => match place(line) {
                Some(place) if record.goes_on(place) => {
                    self.owed += 1;
                    record.take(line, place, out);
                    self.state = FramerState::Text(record);
                }
                _ => {
                    self.close(out);
                    self.between(line, out);
                }
            },
            FramerState::Between => self.between(line, out),
        }
    }

    /// The input has ended: what is open ends here. A list that is never closed is told by one more line, which is
    /// malformed, unless what was torn off with its end is.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) {
        self.flush(out);
        if self.lists > 0 && !self.is_torn {
            out.extend_from_slice(b"[\n");
        }
        self.lists = 0;
    }

    /// What is open ends here, but lists go on.
    pub(super) fn flush(&mut self, out: &mut Vec<u8>) {
        if let FramerState::Object(_) = self.state {
            self.is_torn = true;
        }
        if !matches!(self.state, FramerState::Between) {
            self.state = FramerState::Between;
            self.close(out);
        }
        self.joiner.finish(out);
    }

    /// A line that begins between records.
    fn between(&mut self, line: &[u8], out: &mut Vec<u8>) {
        match trim(line) {
            _ if self.joiner.take(line, out) => self.need(),
            [b'{', ..] => self.objects(line, out),
            [b'[', rest @ ..] if opens_list(line) => {
                self.need();
                self.lists += 1;
                self.is_torn = false;
                self.behind(rest, out);
            }
            [b']' | b',', ..] if self.lists > 0 => self.behind(line, out),
            _ => match place(line) {
                Some(place) if place.begins() => {
                    self.need();
                    let mut record = text::TextRecordReader::default();
                    record.take(line, place, out);
                    self.state = FramerState::Text(record);
                }
                _ => {
                    out.extend_from_slice(line);
                    out.push(b'\n');
                }
            },
        }
    }

    /// Objects side by side, from the first one's bracket on.
    fn objects(&mut self, line: &[u8], out: &mut Vec<u8>) {
        let mark = out.len();
        let start = line.len() - trim_start(line).len();
        let mut object = OpenObject::default();
        match object.take(&line[start..], out) {
            ObjectEnd::At(end) if trim(&line[start + end..]).is_empty() && self.lists == 0 => {
                // One object on one line, as it came.
                out.truncate(mark);
                out.extend_from_slice(line);
                self.close(out);
            }
            ObjectEnd::At(end) => {
                self.ended(&line[start + end..], out);
                if self.verdict != Framing::Needed {
                    // Nothing that is to be put together: it stays as a mapped file would give it.
                    out.truncate(mark);
                    out.extend_from_slice(line);
                    self.close(out);
                }
            }
            ObjectEnd::Open => {
                self.need();
                self.state = FramerState::Object(object);
            }
            ObjectEnd::Broken => {
                out.truncate(mark);
                out.extend_from_slice(line);
                self.broken(out);
            }
        }
    }

    /// An object has ended, and this follows it.
    fn ended(&mut self, rest: &[u8], out: &mut Vec<u8>) {
        self.is_torn = false;
        self.behind(rest, out);
    }

    /// An object can have no end.
    fn broken(&mut self, out: &mut Vec<u8>) {
        self.is_torn = true;
        self.close(out);
    }

    /// What follows an object, or a bracket of the list, on its line.
    fn behind(&mut self, rest: &[u8], out: &mut Vec<u8>) {
        let mut rest = rest;
        loop {
            rest = match trim(rest) {
                [] => return self.close(out),
                [b',', rest @ ..] => rest,
                [b']', rest @ ..] if self.lists > 0 => {
                    self.lists -= 1;
                    self.is_torn = false;
                    rest
                }
                rest @ [b'{', ..] => {
                    self.need();
                    let mut object = OpenObject::default();
                    match object.take(rest, out) {
                        ObjectEnd::At(end) => {
                            self.is_torn = false;
                            &rest[end..]
                        }
                        ObjectEnd::Open => {
                            self.state = FramerState::Object(object);
                            return;
                        }
                        ObjectEnd::Broken => return self.broken(out),
                    }
                }
                rest => {
                    out.extend_from_slice(rest);
                    return self.close(out);
                }
            }
        }
    }

    /// Ends the line of a record, and gives back the line breaks that it spanned.
    fn close(&mut self, out: &mut Vec<u8>) {
        out.resize(out.len() + self.owed + 1, b'\n');
        self.owed = 0;
    }

    fn need(&mut self) {
        self.verdict = Framing::Needed;
    }
}

/// Whether a line begins a list of objects.
fn opens_list(line: &[u8]) -> bool {
    match trim(line) {
        [b'[', rest @ ..] => matches!(trim(rest), [] | [b'{' | b']', ..]),
        _ => false,
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | 0x1e)
}

fn trim_start(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|byte| is_blank(**byte)).count();
    &text[blanks..]
}

fn trim(text: &[u8]) -> &[u8] {
    let text = trim_start(text);
    let blanks = text
        .iter()
        .rev()
        .take_while(|byte| is_blank(**byte))
        .count();
    &text[..text.len() - blanks]
}
