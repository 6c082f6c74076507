//! `stats`: what there is in the data, and where it is blind.

use crate::analysis::overview::{Overview, OverviewFold};
use crate::cli::Failure;
use crate::cli::aggregation::Aggregation;
use crate::cli::args::CommonArgs;
use crate::cli::stdio::Messages;
use crate::count::MOST_MEMORY;
use crate::output::Stats;
use crate::query::macros::Macro;

/// Answers the exit code. What cannot be read is part of the answer.
pub(in crate::cli) fn run(
    args: &CommonArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let mut inquiry = Aggregation::table("stats", args, macros, messages)?;
    inquiry.refuse_limit("stats")?;
    // What is there twice is told by its lines.
    inquiry.session.number_lines(true);
    let mut all = Overview::within(inquiry.memory().unwrap_or(MOST_MEMORY));
    let account = inquiry.read(OverviewFold, |part| all.merge(part))?;
    let mut text = Vec::new();
    Stats::new(&all, &account, inquiry.session.inputs()).write(&inquiry.sheet, &mut text);
    inquiry.deliver(&text, &account)
}
