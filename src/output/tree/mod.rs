//! The process forest, drawn as trees, or as a table with a row a process.

mod flat;
mod line;
pub mod text;
mod when;

use std::io::{self, Write};

use super::{Charset, Destination, Header, RowOptions};
use crate::analysis::process::{ActivityKind, Branch, Forest, ForestSection, Id, Node};
use crate::text::Role;
use line::TreeLine;
use text::Boughs;
use when::StartColumn;

pub use flat::rows;

/// Levels that are drawn; of what is deeper, the lowest ones.
const MOST_LEVELS: usize = 24;

/// Draws the trees, each section under a line that says where it is.
///
/// # Errors
/// Those of the writer.
pub fn draw(
    forest: &Forest<'_>,
    folds: bool,
    sheet: &RowOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let drawing = Drawing {
        forest,
        sheet,
        when: StartColumn::new(forest, sheet),
    };
    // A branch at a time: all of them may take much more than what they are drawn from, where texts are the same.
    let mut text = Vec::new();
    if sheet.header == Header::Shown && !forest.is_empty() {
        drawing.head().write(sheet, &mut text);
    }
    for (at, section) in forest.sections().enumerate() {
        if at > 0 {
            text.push(b'\n');
        }
        drawing.title(&section).write(sheet, &mut text);
        if let Some(line) = drawing.entry(&section) {
            line.write(sheet, &mut text);
        }
        let mut outcome = Ok(());
        forest.walk(section.roots, folds, &mut |branch, more| {
            if outcome.is_ok() {
                drawing.branch(branch, more, &mut text);
                outcome = out.write_all(&text);
                text.clear();
            }
        });
        outcome?;
    }
    out.write_all(&text)
}

struct Drawing<'d> {
    forest: &'d Forest<'d>,
    sheet: &'d RowOptions,
    when: StartColumn,
}

/// The characters that trees are drawn with.
struct TreeGlyphs {
    boughs: Boughs,
    denied: &'static str,
    times: &'static str,
    then: &'static str,
    out: &'static str,
    into: &'static str,
}

const UNICODE: TreeGlyphs = TreeGlyphs {
    boughs: text::UNICODE,
    denied: "✗",
    times: "×",
    then: " ⇒ ",
    out: "→",
    into: "←",
};

const ASCII: TreeGlyphs = TreeGlyphs {
    boughs: text::ASCII,
    denied: "!",
    times: "x",
    then: " => ",
    out: "->",
    into: "<-",
};

const fn glyphs(charset: Charset) -> &'static TreeGlyphs {
    match charset {
        Charset::Unicode => &UNICODE,
        Charset::Ascii => &ASCII,
    }
}

impl<'d> Drawing<'d> {
    fn glyphs(&self) -> &'static TreeGlyphs {
        glyphs(self.sheet.charset)
    }

    fn head(&self) -> TreeLine {
        let mut line = TreeLine::default();
        let text = format!(
            "{:<width$} {:>6} {:>7} {:>6}  COMMAND",
            self.when.head(),
            "FOR",
            "PID",
            "UID",
            width = self.when.width()
        );
        line.push(Role::Heading, &text);
        line
    }

    /// Where a section is.
    fn title(&self, section: &ForestSection<'_>) -> TreeLine {
        let place = section.place;
        let shown = |text: &str| self.sheet.charset.shown(text).into_owned();
        let mut line = TreeLine::default();
        let host = if place.host.is_empty() {
            "?"
        } else {
            place.host
        };
        line.push(Role::Place, &shown(host));
        match place.is_container() {
            true => line.push(
                Role::Place,
                &format!("  {}", shown(&text::container(&place))),
            ),
            false => line.push(Role::Dim, &format!("  {}", text::OUTSIDE)),
        }
        line
    }

    /// Which session a section is of, and how it was entered.
    fn entry(&self, section: &ForestSection<'d>) -> Option<TreeLine> {
        let shown = |text: &str| self.sheet.charset.shown(text).into_owned();
        let mut line = TreeLine::default();
        line.push(Role::Alert, &text::session(section.session)?);
        let nodes = |ids: &'d [Id]| ids.iter().map(|id| self.forest.node(*id));
        let roots = || nodes(section.roots);
        // Where a root is known as a parent alone, its children tell.
        let children = || {
            section
                .roots
                .iter()
                .flat_map(|id| nodes(self.forest.children(*id)))
        };
        let mut ttys = roots().chain(children()).map(|node| node.tty());
        if let Some(tty) = ttys.find(|tty| !tty.is_empty()) {
            line.push(Role::Alert, &format!(" on {}", shown(tty)));
        }
        if let Some(by) = roots()
            .map(|root| root.parent_exe())
            .find(|by| !by.is_empty())
        {
            line.push(Role::Dim, &format!(", entered by {}", shown(by)));
        }
        Some(line)
    }

    fn branch(&self, branch: &Branch, more: &[bool], out: &mut Vec<u8>) {
        let Some(first) = branch.members.first().map(|id| self.forest.node(*id)) else {
            return;
        };
        let members = || branch.members.iter().map(|id| self.forest.node(*id));
        let mut line = self.left(&first, members());
        line.push(Role::Dim, &self.levels(more, true));
        line::describe(&mut line, self, &first, members());
        line.write(self.sheet, out);
        let has_children = branch
            .members
            .iter()
            .any(|id| !self.forest.children(*id).is_empty());
        self.deeds(members(), more, has_children, out);
    }

    /// What stands left of the tree: when, for how long, which process, whose.
    fn left<'n>(&self, first: &Node<'_>, members: impl Iterator<Item = Node<'n>>) -> TreeLine {
        let mut line = TreeLine::default();
        let width = self.when.width();
        let span = line::span(members).filter(|_| first.state() == line::SEEN);
        let (start, lasted) = match span {
            Some((from, to)) => (self.when.start(from, self.sheet), when::lasted(from, to)),
            None => Default::default(),
        };
        line.push(Role::Time, &format!("{start:<width$} {lasted:>6} "));
        let pid = first
            .pid()
            .map_or_else(|| "?".to_owned(), |pid| pid.to_string());
        line.push(Role::Dim, &format!("{pid:>7} "));
        let uid = match first.state() == line::SEEN {
            true => line::uids(first.uids(), self.sheet.charset),
            false => "?".to_owned(),
        };
        line.push(Role::Dim, &format!("{uid:>6}  "));
        line
    }

    /// The lines of a tree left of a node, or left of what is said below it.
    fn levels(&self, more: &[bool], is_node: bool) -> String {
        let own = more.get(1..).unwrap_or_default();
        let hidden = own.len().saturating_sub(MOST_LEVELS);
        let own = own.get(hidden..).unwrap_or_default();
        match is_node {
            true => self.glyphs().boughs.to(own, hidden),
            false => self.glyphs().boughs.past(own, hidden),
        }
    }

    /// Peers and paths, a line each.
    fn deeds<'n>(
        &self,
        members: impl Iterator<Item = Node<'n>>,
        more: &[bool],
        has_children: bool,
        out: &mut Vec<u8>,
    ) {
        let (deeds, others) = line::deeds(members);
        let indent = " ".repeat(self.when.width() + 1 + 7 + 8 + 8);
        let mut levels = self.levels(more, false);
        levels.push_str(if has_children {
            self.glyphs().boughs.bar
        } else {
            "   "
        });
        let mut write = |role, text: &str| {
            let mut line = TreeLine::default();
            line.push(Role::Dim, &format!("{indent}{levels}"));
            line.push(role, text);
            line.write(self.sheet, out);
        };
        for deed in deeds {
            let sign = match deed.kind {
                ActivityKind::Egress => self.glyphs().out,
                ActivityKind::Ingress => self.glyphs().into,
                ActivityKind::Listen => "listens on",
                ActivityKind::Name => "asks for",
                ActivityKind::Write => "writes",
            };
            let what = self.sheet.charset.shown(deed.what);
            if deed.denied > 0 {
                let text = format!("{} {sign} {what}  [denied]", self.glyphs().denied);
                write(Role::Denied, &text);
            } else {
                write(Role::Passed, &format!("{sign} {what}"));
            }
        }
        if others > 0 {
            write(Role::Dim, &format!("and {others} records of others"));
        }
    }

    /// Columns that a line may take.
    const fn columns(&self) -> Option<usize> {
        match self.sheet.place {
            Destination::Terminal(columns) => Some(columns),
            Destination::Elsewhere => None,
        }
    }
}
