//! `fields`: what is in the records that match.

use crate::cli::Failure;
use crate::cli::aggregation::Aggregation;
use crate::cli::args::CommonArgs;
use crate::cli::stdio::Messages;
use crate::count::MOST_MEMORY;
use crate::output::{FieldCounts, FieldsFold, LONGEST_KEY, MOST_KEYS};
use crate::query::macros::Macro;
use crate::text::{Count, plural};

/// Answers the exit code.
pub(in crate::cli) fn run(
    args: &CommonArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let mut inquiry = Aggregation::table("fields", args, macros, messages)?;
    let mut all = FieldCounts::within(inquiry.memory().unwrap_or(MOST_MEMORY));
    let account = inquiry.read(FieldsFold::default(), |part| all.merge(part))?;
    if all.unlisted() > 0 {
        let members = plural(
            all.unlisted(),
            "member of a record has",
            "members of records have",
        );
        inquiry.note(&format!(
            "{members} a raw key that is not listed: those are the first {} by name, of at most {LONGEST_KEY} bytes;  one by \
             its name: has:.KEY",
            Count(MOST_KEYS as u64)
        ));
    }
    let grid = all.grid(inquiry.sheet.charset);
    inquiry.answer(&grid, &account)
}
