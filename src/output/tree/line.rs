//! One line of a tree: what it says, and how it is cut to fit.

use super::{Drawing, text};
use crate::analysis::process::{Deed, Node, OperationCounts, Outcome, State, Uid};
use crate::output::{Charset, Destination, RowOptions};
use crate::record::time::Time;
use crate::text::{Role, width};

/// What has records of its own.
pub(super) const SEEN: State = State::Seen;

/// Columns that a command line keeps, however much is said of it.
const LEAST: usize = 12;

/// Distinct deeds of processes alike that are shown.
const MOST_DEEDS: usize = 100;

/// A line in the making. Texts are safe, and in the sheet's characters.
#[derive(Default)]
pub(super) struct TreeLine {
    pieces: Vec<(Role, String)>,
}

impl TreeLine {
    pub(super) fn push(&mut self, role: Role, text: &str) {
        self.pieces.push((role, text.to_owned()));
    }

    fn width(&self) -> usize {
        self.pieces.iter().map(|(_, text)| width(text)).sum()
    }

    /// Writes it, as far as there is room.
    pub(super) fn write(&self, sheet: &RowOptions, out: &mut Vec<u8>) {
        let mut room = match sheet.place {
            Destination::Terminal(columns) => columns,
            Destination::Elsewhere => usize::MAX,
        };
        let start = out.len();
        for (role, text) in &self.pieces {
            let text = sheet.charset.fit(text, room);
            room = room.saturating_sub(width(&text));
            out.extend_from_slice(sheet.paint.painted(*role, &text).to_string().as_bytes());
        }
        while out.len() > start && out.last() == Some(&b' ') {
            out.pop();
        }
        out.push(b'\n');
    }
}

/// Says what a process is, or several alike, and what is counted of it.
pub(super) fn describe<'n>(
    line: &mut TreeLine,
    drawing: &Drawing<'_>,
    first: &Node<'_>,
    members: impl Iterator<Item = Node<'n>>,
) {
    let glyphs = drawing.glyphs();
    let shown = |text: &str| drawing.sheet.charset.shown(text).into_owned();
    let (mut counts, mut number) = (OperationCounts::default(), 0_usize);
    for member in members {
        counts.add(member.counts());
        number += 1;
    }
    let programs = first.programs();
    let is_denied = counts.denied > 0;
    if number > 1 {
        line.push(Role::Match, &format!("{}{number} ", glyphs.times));
    }
    if is_denied {
        line.push(Role::Denied, &format!("{} ", glyphs.denied));
    }
    if let Some(place) = entered(drawing, first) {
        line.push(Role::Place, &format!("[{}] ", shown(&place)));
    }
    let command = shown(&text::command(first, glyphs.then));
    let facts = facts(counts, &programs);
    let told: usize = facts.iter().map(|(_, text)| width(text)).sum();
    let command = match drawing.columns() {
        Some(columns) => {
            let room = columns.saturating_sub(line.width() + told);
            drawing
                .sheet
                .charset
                .fit(&command, room.max(LEAST))
                .into_owned()
        }
        None => command,
    };
    let role = match (is_denied, counts.all()) {
        (true, _) => Role::Denied,
        (false, 0) => Role::Dim,
        (false, _) => Role::Process,
    };
    line.push(role, &command);
    for (role, text) in facts {
        line.push(role, &text);
    }
}

/// The container that a process is in, if its parent is elsewhere and known.
fn entered(drawing: &Drawing<'_>, node: &Node<'_>) -> Option<String> {
    let place = node.place();
    let parent = drawing.forest.node(node.parent()?);
    let is_new = parent.state() == SEEN && place.is_container() && parent.place().cid != place.cid;
    is_new.then(|| text::container(&place))
}

/// What is counted, in brackets.
fn facts(
    counts: OperationCounts,
    programs: &[crate::analysis::process::Program<'_>],
) -> Vec<(Role, String)> {
    let has = |outcome| programs.iter().any(|program| program.outcome == outcome);
    let ran = has(Outcome::Ran);
    let mut facts: Vec<(Role, String)> = Vec::new();
    for (count, word) in [
        (counts.file, "file"),
        (counts.network, "net"),
        (counts.other, "other"),
    ] {
        if count > 0 {
            facts.push((Role::Dim, format!("{count} {word}")));
        }
    }
    if counts.denied > 0 {
        facts.push((Role::Denied, format!("{} denied", counts.denied)));
    }
    if has(Outcome::Denied) {
        facts.push((Role::Denied, "exec denied".to_owned()));
    }
    if has(Outcome::Failed) && !ran {
        facts.push((Role::Failed, "exec failed".to_owned()));
    }
    let count = facts.len();
    for (at, (_, text)) in facts.iter_mut().enumerate() {
        let before = if at == 0 { "  [" } else { ", " };
        let behind = if at + 1 == count { "]" } else { "" };
        *text = format!("{before}{text}{behind}");
    }
    facts
}

/// From when to when there is word of them.
pub(super) fn span<'n>(members: impl Iterator<Item = Node<'n>>) -> Option<(Time, Time)> {
    let spans = members.filter_map(|member| member.span());
    spans.reduce(|(from, to), (first, last)| (from.min(first), to.max(last)))
}

/// A user id; where it changed, both.
pub(super) fn uids((first, last): (Uid, Uid), charset: Charset) -> String {
    let text = |uid| match uid {
        Uid::Unknown => "?".to_owned(),
        Uid::Dropped => "0?".to_owned(),
        Uid::Stated(uid) => uid.to_string(),
    };
    let arrow = match charset {
        Charset::Unicode => "→",
        Charset::Ascii => ">",
    };
    match first == last {
        true => text(last),
        false => format!("{}{arrow}{}", text(first), text(last)),
    }
}

/// What processes did, as one, and how many records tell of more than is kept.
pub(super) fn deeds<'n>(members: impl Iterator<Item = Node<'n>>) -> (Vec<Deed<'n>>, u64) {
    let mut all: Vec<Deed<'n>> = Vec::new();
    let mut others = 0;
    for member in members {
        let (deeds, more) = member.deeds();
        others += more;
        for deed in deeds {
            let is_full = all.len() >= MOST_DEEDS;
            let mut known = all.iter_mut();
            match known.find(|known| (known.kind, known.what) == (deed.kind, deed.what)) {
                Some(known) => {
                    known.records += deed.records;
                    known.denied += deed.denied;
                }
                None if is_full => others += deed.records,
                None => all.push(deed),
            }
        }
    }
    (all, others)
}
