//! Records of text, as `karmor logs` prints them: a heading or none, then `Key: value` lines.
//!
//! Its lines are joined by [`BREAK`]. A line that is no `Key: value` goes on with the value before it, which held a line
//! break that karmor does not escape; [`INNER`] stands for that.

/// Stands between the lines of a record.
pub(in crate::input) const BREAK: u8 = 0x1e;
/// Stands for a line break inside a value.
pub(in crate::input) const INNER: u8 = 0x1f;
/// Stands for either of these where the record itself holds it.
const SUBSTITUTE: u8 = 0x1a;

/// A record, taken line by line.
#[derive(Debug, Default)]
pub(super) struct TextRecordReader {
    /// Whether the first line is a heading.
    is_headed: bool,
    lines: usize,
    /// The first key, whose second coming begins the next record.
    first: Vec<u8>,
    /// Whether the value at hand is one that may hold line breaks.
    is_long: bool,
}

/// What a line is in a record of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineRole<'a> {
    /// `== Alert / 2023-03-22 06:40:00.241489 ==`
    Heading,
    /// `Key: value`, blanks in the key left out of account.
    Pair(&'a [u8]),
    /// Anything else.
    Other,
}

impl LineRole<'_> {
    /// Whether a record may begin here: one without a heading begins with the cluster or the host.
    pub(super) fn begins(self) -> bool {
        match self {
            Self::Heading => true,
            Self::Pair(key) => [
                &b"ClusterName"[..],
                b"Cluster Name",
                b"HostName",
                b"Host Name",
            ]
            .contains(&key),
            Self::Other => false,
        }
    }
}

/// What a line is; `None` if it can be no part of a record.
pub(super) fn place(line: &[u8]) -> Option<LineRole<'_>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.is_empty() || line.starts_with(b"{") {
        return None;
    }
    if is_heading(line) {
        return Some(LineRole::Heading);
    }
    Some(key(line).map_or(LineRole::Other, LineRole::Pair))
}

/// `== Alert / TIME ==`, `== Log ==` // kubearmor-client log/logClient.go
pub(in crate::input) fn is_heading(line: &[u8]) -> bool {
    [&b"== Alert "[..], b"== Log ", b"== Message "]
        .iter()
        .any(|start| line.starts_with(start))
        && line.ends_with(b"==")
}

/// The key of `Key: value`, as it is spelt.
pub(in crate::input) fn key(line: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr(b':', line.get(..32).unwrap_or(line))?;
    let (key, rest) = line.split_at(end);
    let is_end = rest.len() == 1 || rest.starts_with(b": ");
    let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b' ';
    let is_name = key.first().is_some_and(u8::is_ascii_uppercase) && key.iter().all(is_key);
    (is_end && is_name).then_some(key)
}

impl TextRecordReader {
    /// Whether a line in this place goes on with the record.
    pub(super) fn goes_on(&self, place: LineRole<'_>) -> bool {
        match place {
            LineRole::Heading => false,
            LineRole::Pair(key) => key != self.first,
            LineRole::Other => self.is_long,
        }
    }

    pub(super) fn take(&mut self, line: &[u8], place: LineRole<'_>, out: &mut Vec<u8>) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.lines > 0 {
            out.push(if place == LineRole::Other {
                INNER
            } else {
                BREAK
            });
        }
        self.note(place);
        let plain = |byte: u8| {
            if byte == BREAK || byte == INNER {
                SUBSTITUTE
            } else {
                byte
            }
        };
        out.extend(line.iter().map(|byte| plain(*byte)));
    }

    /// Goes on to a line in this place.
    fn note(&mut self, place: LineRole<'_>) {
        self.lines += 1;
        match place {
            LineRole::Heading => self.is_headed = true,
            LineRole::Pair(key) => {
                if self.first.is_empty() {
                    self.first = key.to_vec();
                }
                self.is_long = [
                    &b"Source"[..],
                    b"Resource",
                    b"Message",
                    b"Data",
                    b"ProcessName",
                    b"Cwd",
                ]
                .contains(&key);
            }
            LineRole::Other => {}
        }
    }
}

/// Bytes of a record of text whose lines are put together behind the first bytes of an input, at most: what goes on longer
/// is text like any other there.
const LONGEST: usize = 64 << 10;

/// A record of text that was put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRecord {
    /// Bytes that its lines take, without the last LF.
    pub len: usize,
    /// Whether it goes on longer than is read.
    pub is_cut: bool,
}

/// Puts a record of text together that `lines` begin with, and writes its one line. `None` if they begin with none, or it was
/// put together already.
pub fn text_record(lines: &[u8], out: &mut Vec<u8>) -> Option<TextRecord> {
    out.clear();
    let mut record = TextRecordReader::default();
    let (mut len, mut is_cut) = (0, false);
    for line in crate::input::envelope::lines(lines) {
        let Some(place) = place(line) else { break };
        let end = line.as_ptr().addr() - lines.as_ptr().addr() + line.len();
        let goes_on = match record.lines {
            0 => place.begins() && !line.contains(&BREAK),
            _ => record.goes_on(place),
        };
        is_cut = goes_on && record.lines > 0 && end > LONGEST;
        if !goes_on || is_cut {
            break;
        }
        record.take(line, place, out);
        len = end;
    }
    (record.lines > 1).then_some(TextRecord { len, is_cut })
}

/// Keys that karmor writes before a value, and few others.
const KEYS: &[&str] = &[
    "ClusterName",
    "HostName",
    "NamespaceName",
    "PodName",
    "ContainerName",
    "ContainerID",
    "ContainerImage",
    "ParentProcessName",
    "ProcessName",
    "PolicyName",
    "HostPPID",
    "HostPID",
    "Operation",
    "Resource",
    "Result",
];

/// Whether a line is one of a record of text: by itself it is none, but what it belongs to was not read whole.
pub fn is_of_text_record(line: &[u8]) -> bool {
    let is_known = |key: &[u8]| {
        let letters = key.iter().filter(|byte| **byte != b' ');
        KEYS.iter()
            .any(|known| letters.clone().eq(known.as_bytes()))
    };
    is_heading(line) || key(line).is_some_and(is_known)
}

/// What in a record of text may not be its own: whoever wrote its values may have put line breaks into them.
#[derive(Debug, PartialEq, Eq)]
pub struct TextValues<'a> {
    /// Whether a key comes twice.
    pub is_repeated: bool,
    /// The lines with which values go on.
    pub continued: Vec<&'a [u8]>,
}

/// That of a line that was put together; `None` if it is none.
pub fn text_values(line: &[u8]) -> Option<TextValues<'_>> {
    memchr::memchr(BREAK, line)?;
    let pairs = || line.split(|byte| *byte == BREAK);
    let mut keys: Vec<&[u8]> = pairs().filter_map(key).collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    let continued = pairs().flat_map(|pair| pair.split(|byte| *byte == INNER).skip(1));
    Some(TextValues {
        is_repeated: keys.len() < count,
        continued: continued.collect(),
    })
}

/// Bytes of `lines`, which end with LF, up to the record of text that they end with and that may go on behind them. `lines`
/// begin where no record of text goes on.
///
/// Costs a look at the last line where that is an object; else one at each line back to one that no record goes on with.
pub(in crate::input) fn whole(lines: &[u8]) -> usize {
    let start = last_break(lines);
    let mut last: Option<(usize, TextRecordReader)> = None;
    for line in crate::input::envelope::lines(&lines[start..]) {
        let at = line.as_ptr().addr() - lines.as_ptr().addr();
        let place = place(line).unwrap_or(LineRole::Other);
        let is_within = |begin: usize| at + line.len() - begin <= LONGEST;
        match &mut last {
            Some((begin, record)) if record.goes_on(place) && is_within(*begin) => {
                record.note(place);
            }
            _ if place.begins() && !line.contains(&BREAK) => {
                let mut record = TextRecordReader::default();
                record.note(place);
                last = Some((at, record));
            }
            _ => last = None,
        }
    }
    last.map_or(lines.len(), |(at, _)| at)
}

/// Where the last line begins that is a heading, or that follows one which is no part of a record; 0 if there is none.
fn last_break(lines: &[u8]) -> usize {
    let mut start = lines.len();
    while start > 0 {
        let before = &lines[..start - 1];
        let begin = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        match place(&before[begin..]) {
            None => return start,
            Some(LineRole::Heading) => return begin,
            Some(LineRole::Pair(_) | LineRole::Other) => start = begin,
        }
    }
    0
}
