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
pub(super) struct Record {
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
pub(super) enum Place<'a> {
    /// `== Alert / 2023-03-22 06:40:00.241489 ==`
    Heading,
    /// `Key: value`, blanks in the key left out of account.
    Pair(&'a [u8]),
    /// Anything else.
    Other,
}

impl Place<'_> {
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
pub(super) fn place(line: &[u8]) -> Option<Place<'_>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.is_empty() || line.starts_with(b"{") {
        return None;
    }
    if is_heading(line) {
        return Some(Place::Heading);
    }
    Some(key(line).map_or(Place::Other, Place::Pair))
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

impl Record {
    /// Whether a line in this place goes on with the record.
    pub(super) fn goes_on(&self, place: Place<'_>) -> bool {
        match place {
            Place::Heading => false,
            Place::Pair(key) => key != self.first,
            Place::Other => self.is_long,
        }
    }

    pub(super) fn take(&mut self, line: &[u8], place: Place<'_>, out: &mut Vec<u8>) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.lines > 0 {
            out.push(if place == Place::Other { INNER } else { BREAK });
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
    fn note(&mut self, place: Place<'_>) {
        self.lines += 1;
        match place {
            Place::Heading => self.is_headed = true,
            Place::Pair(key) => {
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
            Place::Other => {}
        }
    }
}

/// Puts a record of text together that `lines` begin with: writes its one line, and answers how many bytes its lines take,
/// without the last LF. `None` if they begin with none, or it was put together already.
pub fn text_record(lines: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    out.clear();
    let mut record = Record::default();
    let mut len = 0;
    for line in crate::input::envelope::lines(lines) {
        let Some(place) = place(line) else { break };
        let goes_on = match record.lines {
            0 => place.begins() && !line.contains(&BREAK),
            _ => record.goes_on(place),
        };
        if !goes_on {
            break;
        }
        record.take(line, place, out);
        len = line.as_ptr().addr() - lines.as_ptr().addr() + line.len();
    }
    (record.lines > 1).then_some(len)
}

/// Bytes at the end of a block in which a record of text is looked for that may go on behind it.
const MOST_HELD: usize = 64 << 10;

/// Bytes of `lines`, which end with LF, up to the record of text that they end with and that may go on behind them.
/// Costs a look for the last line where that is an object.
pub(in crate::input) fn whole(lines: &[u8]) -> usize {
    let line_before = |end: usize| {
        let start = memchr::memrchr(b'\n', &lines[..end - 1]).map_or(0, |at| at + 1);
        (start, &lines[start..end - 1])
    };
    let mut start = lines.len();
    while start > 0 && lines.len() - start <= MOST_HELD {
        let (before, line) = line_before(start);
        if place(line).is_none() {
            break;
        }
        start = before;
    }
    let mut last: Option<(usize, Record)> = None;
    for line in crate::input::envelope::lines(&lines[start..]) {
        let place = place(line).unwrap_or(Place::Other);
        match &mut last {
            Some((_, record)) if record.goes_on(place) => record.note(place),
            _ if place.begins() && !line.contains(&BREAK) => {
                let mut record = Record::default();
                record.note(place);
                last = Some((line.as_ptr().addr() - lines.as_ptr().addr(), record));
            }
            _ => last = None,
        }
    }
    last.map(|(at, _)| at)
        .filter(|at| lines.len() - at <= MOST_HELD)
        .unwrap_or(lines.len())
}
