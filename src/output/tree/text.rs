//! What lines of a process tree say, on paper and on the screen: where, in which session, what was run, under whom.

use crate::analysis::process::{Node, Outcome, Place, SessionKind, State};

/// Programs of one process that are shown.
const MOST_PROGRAMS: usize = 3;

/// The names of a container, and the beginning of its id.
pub fn container(place: &Place<'_>) -> String {
    let names = [place.ns, place.pod, place.container];
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let short: String = place.cid.chars().take(12).collect();
    match (names.is_empty(), short.is_empty()) {
        (true, _) => short,
        (false, true) => names.join("/"),
        (false, false) => format!("{}  {short}", names.join("/")),
    }
}

/// What is said of processes that are in no container.
pub const OUTSIDE: &str = "outside containers";

/// Which session processes belong to, if it is one of its own.
pub fn session(session: SessionKind) -> Option<String> {
    match session {
        SessionKind::None => None,
        SessionKind::Exec(id) => Some(format!("exec session {id}")),
        SessionKind::Terminal => Some("terminal session".to_owned()),
    }
}

/// The command lines that a process ran, `then` between two of them: the first and the last ones. Of one that has no
/// records of its own, what is known.
pub fn command(node: &Node<'_>, then: &str) -> String {
    match node.state() {
        State::Seen => commands(node, then),
        State::Unknown => ["?", node.exe()].join(" ").trim_end().to_owned(),
        State::Ring => ["? its own ancestor", node.exe()]
            .join(" ")
            .trim_end()
            .to_owned(),
    }
}

fn commands(node: &Node<'_>, then: &str) -> String {
    let programs = node.programs();
    let run = programs
        .iter()
        .filter(|program| program.outcome != Outcome::Failed);
    let mut all: Vec<&str> = run.map(|program| program.command).collect();
    if all.is_empty() {
        all.extend(programs.last().map(|program| program.command));
    }
    if let ([first, .., before, last], true) = (all.as_slice(), all.len() > MOST_PROGRAMS) {
        let hidden = format!("({} more)", all.len() - MOST_PROGRAMS);
        return [*first, &hidden, before, last].join(then);
    }
    match all.iter().all(|text| text.is_empty()) {
        true => "?".to_owned(),
        false => all.join(then),
    }
}

/// The characters that lines of a tree are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boughs {
    /// To one of several.
    pub fork: &'static str,
    /// To the last one.
    pub last: &'static str,
    /// Past one.
    pub bar: &'static str,
    /// Stands for levels that are left out.
    pub deeper: &'static str,
}

/// Lines of Unicode, and of ASCII.
pub const UNICODE: Boughs = Boughs {
    fork: "├─ ",
    last: "└─ ",
    bar: "│  ",
    deeper: "⋯",
};
/// The same in ASCII.
pub const ASCII: Boughs = Boughs {
    fork: "|- ",
    last: "`- ",
    bar: "|  ",
    deeper: "..",
};

/// No line.
const NONE: &str = "   ";

impl Boughs {
    /// What stands left of a process whose ancestors, and at last it itself, have younger siblings or not; `hidden` levels
    /// above these are left out.
    pub fn to(&self, levels: &[bool], hidden: usize) -> String {
        let Some((own, above)) = levels.split_last() else {
            return self.past(levels, hidden);
        };
        let bough = if *own { self.fork } else { self.last };
        self.past(above, hidden) + bough
    }

    /// The same left of what is said below a process.
    pub fn past(&self, levels: &[bool], hidden: usize) -> String {
        let mut text = match hidden {
            0 => String::new(),
            hidden => format!("{}{hidden} ", self.deeper),
        };
        for has_more in levels {
            text.push_str(if *has_more { self.bar } else { NONE });
        }
        text
    }
}
