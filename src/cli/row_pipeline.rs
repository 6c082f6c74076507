//! Rows on their way out: equals left out, neighbours added, sorted, cut to the last.

mod sorted;

use std::collections::{HashMap, VecDeque};
use std::io::{self, Write};
use std::ops::ControlFlow;

use super::Failure;
use super::diagnostics::MaskedSecrets;
use super::row_selection::RowSelection;
use super::stdio::{Messages, Out};
use crate::analysis::{Event, RULES, Window};
use crate::output::{EventMember, Gaps, ListedRow, RowKind, RowOptions, RowWriter};
use sorted::{KeptRows, SortedRows};

/// Bytes of rows that are sorted in memory, at most.
const MOST_SORTED: usize = 1 << 30;
/// Groups of neighbours that are kept at a time.
const MOST_GROUPS: usize = 10_000;

pub(super) struct RowPipeline<'s> {
    selection: &'s RowSelection,
    sheet: &'s RowOptions,
    out: Out,
    /// Who is told of gaps, where these are no rows among the others.
    messages: Messages,
    /// Matches that may still be written.
    left: u64,
    recent: HashMap<u64, i128>,
    /// Rows left out as equals.
    pub(super) equals: u64,
    window: Option<Window<ListedRow>>,
    /// Records and events that were shown, and events by rule.
    pub(super) collapsed: CollapseCounts,
    /// Secrets that were masked in the rows that were written.
    pub(super) masked: MaskedSecrets,
    groups: HashMap<String, Neighbours>,
    held: Held<'s>,
}

/// Rows that are held back until all have come.
enum Held<'s> {
    None,
    /// The last of them, so many at most.
    Last(VecDeque<ListedRow>, usize),
    Sorted(SortedRows<'s>),
}

impl<'s> Held<'s> {
    fn new(selection: &'s RowSelection, limit: Option<u64>) -> Self {
        let first = |most: u64| {
            // Behind the last match there may be its neighbours, up to the next one.
            KeptRows::First(most.saturating_add(u64::from(selection.after > 0)))
        };
        match (selection.is_sorted(), selection.tail) {
            (true, Some(tail)) => {
                Self::Sorted(SortedRows::new(&selection.sort, KeptRows::Last(tail)))
            }
            (true, None) => {
                let wanted = limit.map_or(KeptRows::All, first);
                Self::Sorted(SortedRows::new(&selection.sort, wanted))
            }
            (false, Some(tail)) => Self::Last(VecDeque::new(), tail),
            (false, None) => Self::None,
        }
    }

    fn is_too_much(&self) -> bool {
        matches!(self, Self::Sorted(rows) if rows.bytes > MOST_SORTED)
    }
}

/// What became of records that tell of one event.
pub(super) struct CollapseCounts {
    pub(super) records: u64,
    pub(super) events: u64,
    /// Events of several records, by the rules that brought them together.
    pub(super) rules: Vec<(&'static str, u64)>,
}

#[derive(Default)]
struct Neighbours {
    before: VecDeque<ListedRow>,
    /// Rows that are still shown because of a match before them.
    owed: usize,
}

impl<'s> RowPipeline<'s> {
    pub(super) fn new(
        selection: &'s RowSelection,
        rows: &'s RowWriter,
        limit: Option<u64>,
        messages: Messages,
    ) -> Result<Self, Failure> {
        let mut out = Out::new()?;
        let head = match selection.collapse {
            Some(_) => rows.sheet.with_margin(rows.head()),
            None => rows.head(),
        };
        out.write_all(&head).map_err(Failure::Output)?;
        Ok(Self {
            selection,
            sheet: &rows.sheet,
            window: selection.collapse.map(Window::new),
            collapsed: CollapseCounts {
                records: 0,
                events: 0,
                rules: RULES.iter().map(|rule| (rule.name, 0)).collect(),
            },
            out,
            messages,
            left: limit.unwrap_or(u64::MAX),
            recent: HashMap::new(),
            equals: 0,
            masked: MaskedSecrets::default(),
            groups: HashMap::new(),
            held: Held::new(selection, limit),
        })
    }

    pub(super) fn take(&mut self, row: ListedRow) -> io::Result<ControlFlow<()>> {
        if row.kind == RowKind::Match && self.is_equal(&row) {
            self.equals += 1;
            return Ok(ControlFlow::Continue(()));
        }
        if row.kind == RowKind::Gap && !self.selection.is_in_order() {
            return Ok(ControlFlow::Continue(()));
        }
        if self.selection.has_context() && matches!(row.kind, RowKind::Match | RowKind::Neighbour) {
            return self.with_neighbours(row);
        }
        self.gather(row)
    }

    /// Into the window, if there is one; what comes out of it goes on.
    fn gather(&mut self, mut row: ListedRow) -> io::Result<ControlFlow<()>> {
        let Some(window) = &mut self.window else {
            return self.pass(row);
        };
        let (time, trace) = (row.time, row.trace.take());
        let bytes = row.bytes.len() + row.member.payload.len();
        window.take(row, time, trace, bytes);
        while let Some(event) = self.window.as_mut().and_then(Window::ready) {
            if self.one_of(event)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// One row for an event.
    fn one_of(&mut self, event: Event<ListedRow>) -> io::Result<ControlFlow<()>> {
        let Event {
            mut rows,
            shown,
            rules,
            ..
        } = event;
        let members = rows.iter_mut().map(|row| std::mem::take(&mut row.member));
        let members: Vec<EventMember> = members.collect();
        let masked = rows.iter().map(|row| row.masked).sum();
        let mut row = rows.swap_remove(shown);
        if self.sheet.derived {
            // The others are shown in it.
            row.masked = masked;
        }
        self.sheet.mark(&mut row.bytes, shown, &members, &rules);
        if row.kind == RowKind::Match && self.left > 0 {
            self.collapsed.records += members.len() as u64;
            self.collapsed.events += 1;
            for (rule, events) in &mut self.collapsed.rules {
                *events += u64::from(rules.contains(rule));
            }
        }
        self.pass(row)
    }

    /// Whether a record like this one came within the time asked for.
    fn is_equal(&mut self, row: &ListedRow) -> bool {
        let (Some(span), Some(time)) = (self.selection.dedupe, row.time) else {
            return false;
        };
        if self.recent.len() > MOST_GROUPS {
            self.recent.retain(|_, seen| time.0 - *seen <= span);
        }
        let is_near = |seen: &i128| (time.0 - *seen).abs() <= span;
        if self.recent.get(&row.likeness).is_some_and(is_near) {
            return true;
        }
        self.recent.insert(row.likeness, time.0);
        false
    }

    fn with_neighbours(&mut self, mut row: ListedRow) -> io::Result<ControlFlow<()>> {
        let (before, after) = (self.selection.before, self.selection.after);
        if self.groups.len() >= MOST_GROUPS && !self.groups.contains_key(&row.group) {
            self.groups.retain(|_, group| group.owed > 0);
        }
        let group = self.groups.entry(row.group.clone()).or_default();
        let is_match = row.kind == RowKind::Match && self.left > 0;
        if !is_match {
            row.kind = RowKind::Neighbour;
            if group.owed > 0 {
                group.owed -= 1;
                if self.pass(row)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            } else {
                group.before.push_back(row);
                if group.before.len() > before {
                    group.before.pop_front();
                }
            }
            let is_done = self.left == 0 && self.groups.values().all(|group| group.owed == 0);
            return Ok(match is_done {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            });
        }
        group.owed = after;
        let earlier = std::mem::take(&mut group.before);
        for row in earlier {
            if self.pass(row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        self.pass(row)
    }

    /// To be sorted, to be cut, or out.
    fn pass(&mut self, row: ListedRow) -> io::Result<ControlFlow<()>> {
        match &mut self.held {
            Held::None => return self.write(&row),
            Held::Last(rows, most) => {
                rows.push_back(row);
                if rows.len() > *most {
                    rows.pop_front();
                }
            }
            Held::Sorted(rows) => rows.push(row),
        }
        Ok(match self.held.is_too_much() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        })
    }

    fn write(&mut self, row: &ListedRow) -> io::Result<ControlFlow<()>> {
        if row.kind == RowKind::Match {
            if self.left == 0 {
                return Ok(ControlFlow::Break(()));
            }
            self.left -= 1;
        }
        if row.kind == RowKind::Gap && self.sheet.gaps == Gaps::Aside {
            self.messages.row(&row.bytes);
            return Ok(ControlFlow::Continue(()));
        }
        self.out.write_all(&row.bytes)?;
        self.masked.add(row.masked);
        let is_done = self.left == 0 && self.selection.after == 0;
        Ok(if is_done {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    }

    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        while let Some(event) = self.window.as_mut().and_then(Window::pop) {
            if self.one_of(event).map_err(Failure::Output)?.is_break() {
                break;
            }
        }
        if self.held.is_too_much() {
            return Err(Failure::usage(
                "more than 1 GiB of rows to sort",
                "narrow the filter or the columns, or take the first of them: -m 1000; several files are merged by time \
                 without --sort",
            ));
        }
        let rows: Box<dyn Iterator<Item = ListedRow>> =
            match std::mem::replace(&mut self.held, Held::None) {
                Held::None => return Ok(()),
                Held::Last(rows, _) => Box::new(rows.into_iter()),
                Held::Sorted(rows) => Box::new(rows.into_rows()),
            };
        for row in rows {
            if self.write(&row).map_err(Failure::Output)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
