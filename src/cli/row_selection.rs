//! What was asked for of rows: which of them go out, with which neighbours, in which order.

use std::hash::RandomState;

use super::args::SelectArgs;
use super::{Failure, output_args};
use crate::engine::Until;
use crate::output::{Listing, RowOptions, RowWriter};
use crate::query::parse_duration;
use crate::record::column::Column;

/// What was asked for, resolved.
pub(super) struct RowSelection {
    pub(super) sort: Vec<(Column, SortDirection)>,
    /// Whether the order of the inputs is to stay.
    pub(super) is_unsorted: bool,
    pub(super) tail: Option<usize>,
    pub(super) before: usize,
    pub(super) after: usize,
    group: Option<Column>,
    pub(super) dedupe: Option<i128>,
    pub(super) collapse: Option<i128>,
    keeps_strays: bool,
    /// Whether there is a number of rows after which no more are wanted.
    is_limited: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum SortDirection {
    Up,
    Down,
}

impl RowSelection {
    pub(super) fn new(args: &SelectArgs, sheet: &RowOptions) -> Result<Self, Failure> {
        refuse(args, sheet)?;
        let is_unsorted = args.no_merge || args.sort.as_deref() == Some("none");
        let sort = args.sort.as_deref().filter(|_| !is_unsorted);
        let field = |name: &str| {
            let (name, way) = match name.trim().strip_prefix('-') {
                Some(name) => (name, SortDirection::Down),
                None => (name.trim(), SortDirection::Up),
            };
            let mut columns = output_args::columns(name, "--sort", sheet.indicators.as_ref())?;
            Ok(columns.pop().map(|column| (column, way)))
        };
        let sort: Result<Vec<_>, Failure> = sort
            .into_iter()
            .flat_map(|list| list.split(','))
            .map(field)
            .collect();
        let context = args.context.unwrap_or(0);
        let (before, after) = (
            args.before.unwrap_or(context),
            args.after.unwrap_or(context),
        );
        if args.context_by.is_some() && before + after == 0 {
            return Err(Failure::usage(
                "`--context-by` needs to know how many neighbours",
                "add -C 5, -A 5 or -B 5",
            ));
        }
        let group = args
            .context_by
            .as_deref()
            .map(|name| output_args::columns(name, "--context-by", sheet.indicators.as_ref()));
        let dedupe = within(args.dedupe.as_deref(), "--dedupe", "1ms")?;
        let collapse = within(args.collapse.as_deref(), "--collapse", "1s")?;
        Ok(Self {
            sort: sort?.into_iter().flatten().collect(),
            is_unsorted,
            tail: args
                .tail
                .map(|count| usize::try_from(count).unwrap_or(usize::MAX)),
            before,
            after,
            group: group.transpose()?.and_then(|mut columns| columns.pop()),
            dedupe,
            collapse,
            keeps_strays: args.keep_unparsed,
            is_limited: args.max_count.is_some(),
        })
    }

    /// Whether rows can go out as they are made.
    pub(super) fn is_plain(&self) -> bool {
        self.sort.is_empty()
            && self.tail.is_none()
            && !self.has_context()
            && self.dedupe.is_none()
            && self.collapse.is_none()
            && !self.keeps_strays
    }

    /// Whether rows are put in an order of their own, so that the order in which they come is of no matter.
    pub(super) fn is_sorted(&self) -> bool {
        !self.sort.is_empty()
    }

    /// How far is read for rows that are looked at once more.
    pub(super) fn until(&self) -> Until {
        match self.is_limited && !self.is_sorted() && self.tail.is_none() {
            true => Until::Told,
            false => Until::End,
        }
    }

    /// Whether rows come in the order of their times, so that what is missing has its place among them.
    pub(super) fn is_in_order(&self) -> bool {
        self.tail.is_none() && self.sort.first().is_none_or(|(column, _)| column.is_time())
    }

    /// Whether the records of one event are shown as one.
    pub(super) const fn collapses(&self) -> bool {
        self.collapse.is_some()
    }

    pub(super) const fn has_context(&self) -> bool {
        self.before + self.after > 0
    }

    /// How rows are made.
    pub(super) fn listing(&self, sheet: RowOptions) -> Listing {
        Listing {
            rows: RowWriter {
                sheet: match self.collapse {
                    Some(_) => sheet.leaving_margin(),
                    None => sheet,
                },
            },
            sort: self.sort.iter().map(|(column, _)| column.clone()).collect(),
            has_neighbours: self.has_context(),
            group: self.group.clone(),
            has_likeness: self.dedupe.is_some(),
            has_traces: self.collapse.is_some(),
            has_strays: self.keeps_strays,
            hasher: RandomState::new(),
        }
    }
}

/// The first option given that chooses among rows or orders them, of which a count has none.
pub(super) fn first_given(args: &SelectArgs) -> Option<&'static str> {
    let given = [
        ("--sort", args.sort.is_some()),
        ("--no-merge", args.no_merge),
        ("--tail", args.tail.is_some()),
        ("--context", args.context.is_some()),
        ("--before-context", args.before.is_some()),
        ("--after-context", args.after.is_some()),
        ("--context-by", args.context_by.is_some()),
        ("--dedupe", args.dedupe.is_some()),
        ("--collapse", args.collapse.is_some()),
        ("--keep-unparsed", args.keep_unparsed),
    ];
    given
        .into_iter()
        .find(|(_, is_given)| *is_given)
        .map(|(option, _)| option)
}

/// What does not go with how rows are to look.
fn refuse(args: &SelectArgs, sheet: &RowOptions) -> Result<(), Failure> {
    if args.keep_unparsed && !matches!(sheet.format.name, "line" | "raw") {
        return Err(Failure::usage(
            format!(
                "`--keep-unparsed` does not go with `-o {}`",
                sheet.format.name
            ),
            "lines that are no records have no fields: take -o line or -o raw",
        ));
    }
    if args.collapse.is_some() && !sheet.counts_records() {
        return Err(Failure::usage(
            format!(
                "`--collapse` does not go with `-o {}`, whose rows can't tell for how many records they stand",
                sheet.format.name
            ),
            "line, table, wide, block, and json with --virtual can",
        ));
    }
    Ok(())
}

/// The length of time that an option gives, in nanoseconds.
fn within(text: Option<&str>, option: &str, usual: &str) -> Result<Option<i128>, Failure> {
    let Some(text) = text else {
        return Ok(None);
    };
    parse_duration(text).map(Some).ok_or_else(|| {
        Failure::usage(
            format!("`{option}={text}` is no length of time"),
            format!("write {option}={usual} or {option}=2s"),
        )
    })
}
