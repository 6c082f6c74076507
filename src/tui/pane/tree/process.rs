//! From a process to the conditions that its records meet.

use super::{TreePane, span};
use crate::analysis::process::State;
use crate::record::column::columns;
use crate::record::time::Time;
use crate::tui::action::Narrow;
use crate::tui::effect::Effect;
use crate::tui::grove::Line;
use crate::tui::narrow::{About, condition};
use crate::tui::shared::{Shared, narrow};

/// PIDs that one condition names, at most.
const MOST_PIDS: usize = 500;

/// What is asked of a process, or of it and all below.
struct ProcessTerms {
    host: String,
    pids: Vec<u32>,
    /// When, if the PIDs have had other owners.
    span: Option<(Time, Time)>,
}

impl ProcessTerms {
    /// Why there is no condition for it.
    fn new(tree: &TreePane, with_below: bool) -> Result<Self, &'static str> {
        let Some((at, Line::Branch(first))) = tree.current() else {
            return Err("this line is no process");
        };
        if !with_below && first.state != State::Seen {
            return Err("it has no records of its own: + filters by what is below it");
        }
        let below = if with_below { first.below } else { 0 };
        let lines = tree.lines().get(at..=at + below).unwrap_or_default();
        let branches = || {
            lines.iter().filter_map(|line| match line {
                Line::Branch(branch) => Some(branch),
                Line::Place(_) => None,
            })
        };
        let mut pids: Vec<u32> = branches().flat_map(|branch| branch.pids.clone()).collect();
        pids.sort_unstable();
        pids.dedup();
        if pids.is_empty() {
            return Err("its PID is not known");
        }
        if pids.len() > MOST_PIDS {
            return Err("too many processes for one condition: take one further down");
        }
        // Their escapes can't be told from what was escaped.
        if first.host.contains('\\') {
            return Err("the name of its node can't be asked for");
        }
        let spans = branches().filter_map(|branch| branch.span);
        let span = spans.fold(None, |all, span| {
            crate::analysis::enclosing(all, Some(span))
        });
        Ok(Self {
            host: first.host.clone(),
            pids,
            span: span.filter(|_| branches().any(|branch| branch.is_reused)),
        })
    }
}

impl ProcessTerms {
    /// The conditions, all of which must hold.
    fn asks(&self) -> Vec<String> {
        let host = columns(["host"], None).unwrap_or_default();
        let name = Some(self.host.as_str()).filter(|host| !host.is_empty());
        let mut asks: Vec<String> = host.iter().map(|host| condition(host, name)).collect();
        let pids: Vec<String> = self.pids.iter().map(u32::to_string).collect();
        let pids = format!("hpid={}", pids.join(","));
        asks.push(match self.span {
            // Its last moment belongs to it, the end of a span does not. Together, since the span is that of these PIDs.
            Some((from, until)) => format!("{pids} and {}", span(from, Time(until.0 + 1))),
            None => pids,
        });
        asks
    }
}

/// Filters by the process under the cursor, or by it and all below; goes to their records if these are what is left.
pub(super) fn filter(
    tree: &TreePane,
    shared: &mut Shared,
    how: Narrow,
    with_below: bool,
) -> Vec<Effect> {
    let wanted = match ProcessTerms::new(tree, with_below) {
        Ok(wanted) => wanted,
        Err(why) => {
            shared.say(why);
            return Vec::new();
        }
    };
    let asks = wanted.asks();
    let about = About {
        fields: &columns(["host", "hpid"], None).unwrap_or_default(),
        with_time: true,
    };
    narrow::narrow_all(shared, how, about, &asks)
}
