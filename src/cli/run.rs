//! Requests to answers.

use std::io::Write;

use super::args::Run;
use super::listing::{Selection, Stages};
use super::session::Session;
use super::stdio::{Messages, Out};
use super::{FOUND, Failure, indicators, layout, listing, report, request};
use crate::engine::Nothing;
use crate::output::{self, Column, Grid, Groups, Rows, Seen, Sheet, Survey, Tallies, Text};
use crate::query::macros::Macro;
use crate::text::Count;

/// `filter`: prints what matches.
pub(super) fn filter(args: &Run, macros: &[Macro], messages: Messages) -> Result<u8, Failure> {
    let indicators = indicators::load(&args.filter.ioc, messages)?;
    let zone = request::zone(&args.time)?;
    let sheet = layout::sheet(&args.output, zone, "line", indicators)?;
    let mut session = Session::new(args, macros, sheet.indicators.as_ref(), messages)?;
    session.number_lines(sheet.shows_lines());
    if args.select.quiet {
        return quiet(session);
    }
    let selection = Selection::new(&args.select, &sheet)?;
    session.mention_unmerged(&selection);
    if !selection.is_plain() || session.merges(&selection) {
        return listed(args, session, &selection, sheet);
    }
    let mut out = Out::new()?;
    let rows = Rows { sheet };
    out.write_all(&rows.head()).map_err(Failure::Output)?;
    let mut left = args.select.max_count.unwrap_or(u64::MAX);
    let account = session.run(
        rows,
        |text: Text| {
            out.write_all(text.first(left))?;
            left = left.saturating_sub(text.ends.len() as u64);
            Ok(())
        },
        args.select.max_count,
    )?;
    session.close(&account)
}

/// Rows that are looked at once more before they are written.
fn listed(
    args: &Run,
    mut session: Session,
    selection: &Selection,
    sheet: Sheet,
) -> Result<u8, Failure> {
    let listing = selection.listing(sheet);
    let mut stages = Stages::new(selection, &listing.rows.head(), args.select.max_count)?;
    let account = session.rows(&listing, selection, |row| stages.take(row))?;
    stages.finish()?;
    if stages.equals > 0 {
        let left_out = report::plural(stages.equals, "record", "records");
        session.note(&format!(
            "{left_out} left out as equal to one before but for the time"
        ));
    }
    session.close(&account)
}

/// Only the exit code: the first match ends it, and an error before it does not count.
fn quiet(mut session: Session) -> Result<u8, Failure> {
    let account = session.run(Nothing, |()| Ok(()), Some(1))?;
    Ok(if account.total.matched > 0 {
        FOUND
    } else {
        session.code(&account)
    })
}

/// `count`: the number of matches, or the numbers by groups.
pub(super) fn count(
    args: &Run,
    by: Option<&str>,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let indicators = indicators::load(&args.filter.ioc, messages)?;
    let zone = request::zone(&args.time)?;
    let sheet = layout::sheet(&args.output, zone, "table", indicators)?;
    refuse_selection(args)?;
    let columns = by
        .map(|list| layout::columns(list, "--by", sheet.indicators.as_ref()))
        .transpose()?
        .unwrap_or_default();
    let mut session = Session::new(args, macros, sheet.indicators.as_ref(), messages)?;
    session.number_lines(columns.iter().any(Column::is_line));
    if args.select.quiet {
        return quiet(session);
    }
    let limit = args.select.max_count;
    if by.is_some() && limit.is_some() {
        let message = "`--max-count` does not go with `--by`".to_owned();
        let help =
            "leave one of them out; the most frequent groups come first: `| head`".to_owned();
        return Err(Failure::Usage { message, help });
    }
    let mut text = Vec::new();
    let account = if columns.is_empty() {
        let account = session.run(Nothing, |()| Ok(()), limit)?;
        let matched = account.total.matched.min(limit.unwrap_or(u64::MAX));
        output::write_count(matched, &sheet, &mut text).map_err(Failure::Output)?;
        account
    } else {
        let mut all = Tallies::default();
        let groups = Groups {
            columns: &columns,
            zone: sheet.zone.clone(),
        };
        let account = session.run(
            groups,
            |part| {
                all.merge(part);
                Ok(())
            },
            limit,
        )?;
        all.write(&sheet, &columns, &mut text);
        if all.beyond > 0 {
            let note = format!(
                "{} records are of groups beyond the first million",
                Count(all.beyond)
            );
            messages.note(note);
        }
        account
    };
    Out::new()?.write_all(&text).map_err(Failure::Output)?;
    session.close(&account)
}

/// An answer has no rows to choose among.
fn refuse_selection(args: &Run) -> Result<(), Failure> {
    match listing::first_given(&args.select) {
        None => Ok(()),
        Some(option) => Err(Failure::Usage {
            message: format!("`{option}` does not go with counting"),
            help: "leave it out; what it would show: `knoxlog filter … -o raw | wc -l`".to_owned(),
        }),
    }
}

/// `fields`: what is in the records that match.
pub(super) fn fields(args: &Run, macros: &[Macro], messages: Messages) -> Result<u8, Failure> {
    let indicators = indicators::load(&args.filter.ioc, messages)?;
    let zone = request::zone(&args.time)?;
    let sheet = layout::sheet(&args.output, zone, "table", indicators)?;
    refuse_selection(args)?;
    if args.output.columns.is_some() || !Grid::FORMATS.contains(&sheet.format.name) {
        return Err(Failure::Usage {
            message: format!(
                "`fields` is not written as `-o {}` or with --columns",
                sheet.format.name
            ),
            help: format!("one of: {}", Grid::FORMATS.join(", ")),
        });
    }
    let mut session = Session::new(args, macros, sheet.indicators.as_ref(), messages)?;
    let mut all = Seen::default();
    let account = session.run(
        Survey,
        |part| {
            all.merge(part);
            Ok(())
        },
        args.select.max_count,
    )?;
    let mut text = Vec::new();
    if !args.select.quiet {
        all.grid().write(&sheet, &mut text);
    }
    Out::new()?.write_all(&text).map_err(Failure::Output)?;
    session.close(&account)
}
