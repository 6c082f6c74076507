//! Damaged lines, and what a naive reading that validates everything makes of them.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::event::Event;
use crate::records::record;

/// What a file holds, line by line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Read {
    /// Of each record that is asked for, the line from 0, and which of the objects of the line it is.
    pub(crate) matches: Vec<(usize, u32)>,
    pub(crate) records: u64,
    pub(crate) malformed: u64,
    pub(crate) others: u64,
    pub(crate) foreign: u64,
}

/// Reads a line; `is_match` is asked of each record in it.
pub(crate) fn read(line: &[u8], at: usize, is_match: &dyn Fn(&Event) -> bool, read: &mut Read) {
    let text = trim(line);
    if text.is_empty() {
        return;
    }
    let is_json = text[0] == b'{' || text[0] == b'[' && is_list(text) || text.contains(&0);
    let (objects, is_torn) = parts(text);
    if is_torn && !is_json && objects.is_empty() {
        read.foreign += 1;
    }
    let is_whole = std::str::from_utf8(text).is_ok_and(|text| Event::read(text).is_some());
    for (nth, event) in (0..).zip(objects) {
        if event.is_telemetry() {
            read.records += 1;
            let event = Event {
                number: at as u64 + 1,
                line: match is_whole {
                    true => line.strip_suffix(b"\r").unwrap_or(line).to_vec(),
                    false => event.line.clone(),
                },
                ..event
            };
            read.matches.extend(is_match(&event).then_some((at, nth)));
        } else {
            read.others += 1;
        }
    }
    read.malformed += u64::from(is_torn && is_json);
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | 0x1e)
}

fn trim(line: &[u8]) -> &[u8] {
    let start = line.iter().take_while(|byte| is_blank(**byte)).count();
    let line = &line[start..];
    let is_end = |byte: &&u8| is_blank(**byte) && **byte != 0x1e;
    &line[..line.len() - line.iter().rev().take_while(is_end).count()]
}

/// The object that a text begins with, and its length: the shortest beginning that is one.
fn first_object(text: &[u8]) -> Option<(Event, usize)> {
    if text.first() != Some(&b'{') {
        return None;
    }
    let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'}');
    ends.map(|(end, _)| end + 1).find_map(|end| {
        let event = Event::read(std::str::from_utf8(&text[..end]).ok()?)?;
        Some((event, end))
    })
}

/// Whether what follows an object is another one, or nothing.
fn is_parted(behind: &[u8], is_list: bool) -> bool {
    let is_between = |byte: &&u8| is_blank(**byte) || **byte == b',';
    let rest = &behind[behind.iter().take_while(is_between).count()..];
    rest.is_empty() || rest[0] == b'{' || is_list && rest == b"]"
}

/// Whether what begins with `[` is a list, or one that was cut, and not text in brackets.
fn is_list(text: &[u8]) -> bool {
    let start = text
        .iter()
        .take_while(|byte| matches!(byte, b'[' | b' ' | b'\t'))
        .count();
    let inner = &text[start..];
    if let [b'{', behind @ ..] = inner {
        let behind = trim(behind);
        return behind.is_empty() || matches!(behind[0], b'"' | b'}');
    }
    let mut values =
        serde_json::Deserializer::from_slice(text).into_iter::<serde::de::IgnoredAny>();
    let whole = values
        .next()
        .and_then(Result::ok)
        .map(|_| values.byte_offset());
    let mut values =
        serde_json::Deserializer::from_slice(text).into_iter::<serde::de::IgnoredAny>();
    let is_cut = values
        .next()
        .is_some_and(|value| value.is_err_and(|error| error.is_eof()));
    inner.is_empty()
        || inner[0] == b']'
        || is_cut
        || whole.is_some_and(|end| trim(&text[end..]).is_empty())
}

/// The objects of a text, and whether something else is in it.
fn parts(text: &[u8]) -> (Vec<Event>, bool) {
    let is_list = text[0] == b'[';
    let (mut objects, mut is_torn) = (Vec::new(), false);
    let mut at = usize::from(is_list);
    loop {
        at += text[at..]
            .iter()
            .take_while(|byte| is_blank(**byte) || **byte == b',')
            .count();
        if is_list && &text[at..] == b"]" {
            return (objects, is_torn);
        }
        if at == text.len() {
            return (objects, is_torn || is_list);
        }
        let object = first_object(&text[at..]);
        let skipped = object.as_ref().map_or(1, |(_, len)| *len);
        if let Some((event, len)) =
            object.filter(|(_, len)| is_torn || is_parted(&text[at + len..], is_list))
        {
            objects.push(event);
            at += len;
            continue;
        }
        is_torn = true;
        let inner = (at + skipped..text.len()).filter(|start| text[*start..].starts_with(b"{\""));
        let mut inner = inner.filter_map(|start| Some((start, first_object(&text[start..])?)));
        let Some((start, (event, len))) = inner.find(|(_, (event, _))| event.is_telemetry()) else {
            return (objects, true);
        };
        objects.push(event);
        at = start + len;
    }
}

/// A record, or an object of someone else.
fn object() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => record(),
        1 => Just(r#"{"level":"info","ts":"x","msg":"Operation"}"#.to_owned()),
        1 => Just(r#"{"Operation":"","Type":"x"}"#.to_owned()),
    ]
}

/// What happens to lines on their way.
#[derive(Clone, Debug)]
enum Damage {
    None,
    Cut(Index),
    Behead(Index),
    Overwrite(Index, Vec<u8>),
    Insert(Index, String),
    Tear(Index, Index, String),
    Join(String, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let bytes = prop::collection::vec(
        prop_oneof![
            6 => prop::sample::select(&b"\"\\{}[],: 0a\x01\xff\x80\xc3"[..]),
            1 => any::<u8>().prop_filter("no line feed", |byte| *byte != b'\n'),
        ],
        1..3,
    );
    prop_oneof![
        5 => Just(Damage::None),
        1 => any::<Index>().prop_map(Damage::Cut),
        1 => any::<Index>().prop_map(Damage::Behead),
        2 => (any::<Index>(), bytes).prop_map(|(at, bytes)| Damage::Overwrite(at, bytes)),
        1 => (any::<Index>(), object()).prop_map(|(at, other)| Damage::Insert(at, other)),
        1 => (any::<Index>(), any::<Index>(), object()).prop_map(|(at, to, other)| Damage::Tear(at, to, other)),
        1 => (object(), prop::sample::select(&["", ",", " ", " , ", "x", "\t"][..])).prop_map(|(other, by)| Damage::Join(other, by)),
    ]
}

fn damaged(line: String, damage: Damage) -> Vec<u8> {
    let mut bytes = line.into_bytes();
    let len = bytes.len();
    match damage {
        Damage::None => {}
        Damage::Cut(at) => bytes.truncate(at.index(len + 1)),
        Damage::Behead(at) => drop(bytes.drain(..at.index(len + 1))),
        Damage::Overwrite(at, with) => {
            let at = at.index(len);
            let end = (at + with.len()).min(len);
            bytes.splice(at..end, with);
        }
        Damage::Insert(at, other) => {
            let at = at.index(len + 1);
            bytes.splice(at..at, other.into_bytes());
        }
        Damage::Tear(at, to, other) => {
            let at = at.index(len + 1);
            let part = &other.as_bytes()[..to.index(other.len() + 1)];
            bytes.splice(at..at, part.to_vec());
        }
        Damage::Join(other, by) => bytes.extend([by, other.as_str()].concat().bytes()),
    }
    bytes
}

/// A line, shown as text.
#[derive(Clone)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let cut = &self.0[..self.0.len().min(2000)];
        write!(f, "{}", cut.escape_ascii())
    }
}

/// Lines of a file, to some of which something has happened.
pub(crate) fn lines() -> impl Strategy<Value = Vec<Bytes>> {
    let line = (object(), damage()).prop_map(|(line, damage)| Bytes(damaged(line, damage)));
    prop::collection::vec(line, 1..30)
}

/// These as a file. Its first line is so long that none of them is framed.
pub(crate) fn file_of(lines: &[Bytes]) -> Vec<Vec<u8>> {
    let long = format!(
        r#"{{"Operation":"File","Resource":"{}"}}"#,
        "x".repeat(64 << 10)
    );
    let lines = lines.iter().map(|line| line.0.clone());
    std::iter::once(long.into_bytes()).chain(lines).collect()
}
