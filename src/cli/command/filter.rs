//! `filter`: the records that match.

use std::io::Write;

use crate::cli::args::CommonArgs;
use crate::cli::row_pipeline::{CollapseCounts, RowPipeline};
use crate::cli::row_selection::RowSelection;
use crate::cli::session::ReadSession;
use crate::cli::stdio::{Messages, Out};
use crate::cli::{FOUND, Failure, indicators, output_args, request};
use crate::engine::Nothing;
use crate::output::{RowOptions, RowText, RowWriter};
use crate::query::macros::Macro;
use crate::text::plural;

/// Prints what matches; answers the exit code.
pub(in crate::cli) fn run(
    args: &CommonArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let indicators = indicators::load(&args.filter.ioc, messages)?;
    let zone = request::zone(&args.time)?;
    let sheet = output_args::sheet(&args.output, zone, "line", indicators)?;
    let mut session = ReadSession::new(args, macros, sheet.indicators.as_ref(), messages)?;
    session.number_lines(sheet.shows_lines());
    if args.select.quiet {
        return quiet(session);
    }
    let selection = RowSelection::new(&args.select, &sheet)?;
    session.number_lines(selection.collapses());
    session.mention_unmerged(&selection);
    if !selection.is_plain() || session.merges(&selection) {
        return listed(args, session, &selection, (sheet, messages));
    }
    let mut out = Out::new()?;
    let rows = RowWriter { sheet };
    out.write_all(&rows.head()).map_err(Failure::Output)?;
    let account = session.run(
        rows,
        |text: RowText| {
            out.write_all(&text.bytes)?;
            text.aside.iter().for_each(|row| messages.row(row));
            Ok(())
        },
        args.select.max_count,
    )?;
    session.close(&account)
}

/// Rows that are looked at once more before they are written.
fn listed(
    args: &CommonArgs,
    mut session: ReadSession,
    selection: &RowSelection,
    (sheet, messages): (RowOptions, Messages),
) -> Result<u8, Failure> {
    let listing = selection.listing(sheet);
    let mut stages = RowPipeline::new(selection, &listing.rows, args.select.max_count, messages)?;
    let account = session.rows(&listing, selection, |row| stages.take(row))?;
    stages.finish()?;
    session.masked = stages.masked;
    if stages.equals > 0 {
        let left_out = plural(stages.equals, "record", "records");
        session.note(&format!(
            "{left_out} left out as equal to one before but for the time"
        ));
    }
    if selection.collapses() {
        session.note(&collapsed(&stages.collapsed));
    }
    session.close(&account)
}

/// What became of the records: `11 records shown as 4 events (connect 1, policy 2)`.
fn collapsed(of: &CollapseCounts) -> String {
    let mut rules = of.rules.clone();
    rules.retain(|(_, events)| *events > 0);
    rules.sort_unstable();
    let rules: Vec<String> = rules
        .iter()
        .map(|(rule, events)| format!("{rule} {events}"))
        .collect();
    let by = match rules.is_empty() {
        true => String::new(),
        false => format!(" ({})", rules.join(", ")),
    };
    let records = plural(of.records, "record", "records");
    let events = plural(of.events, "event", "events");
    format!("{records} shown as {events}{by}")
}

/// Only the exit code: the first match ends it, and an error before it does not count.
pub(in crate::cli) fn quiet(mut session: ReadSession) -> Result<u8, Failure> {
    let account = session.run(Nothing, |()| Ok(()), Some(1))?;
    Ok(if account.total.matched > 0 {
        FOUND
    } else {
        session.conclude(false, &[&account], (None, 0))
    })
}
