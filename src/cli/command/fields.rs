//! `fields`: what is in the records that match.

use crate::cli::Failure;
use crate::cli::aggregation::Aggregation;
use crate::cli::args::CommonArgs;
use crate::cli::stdio::Messages;
use crate::count::MOST_MEMORY;
use crate::output::{Seen, Survey};
use crate::query::macros::Macro;

/// Answers the exit code.
pub(in crate::cli) fn run(
    args: &CommonArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let mut inquiry = Aggregation::table("fields", args, macros, messages)?;
    let mut all = Seen::within(inquiry.memory().unwrap_or(MOST_MEMORY));
    let account = inquiry.read(Survey::default(), |part| all.merge(part))?;
    let grid = all.grid(inquiry.sheet.charset);
    inquiry.answer(&grid, &account)
}
