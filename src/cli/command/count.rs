//! `count`: the number of matches, or the numbers by groups.

use std::io::Write;
use std::ops::ControlFlow;

use clap::Args;

use crate::cli::aggregation::Aggregation;
use crate::cli::args::CommonArgs;
use crate::cli::stdio::{Messages, Out};
use crate::cli::{Failure, command};
use crate::count::{MOST_GROUPS, Ranking, Wanted};
use crate::engine::Nothing;
use crate::output::{counts, write_count};
use crate::query::macros::Macro;
use crate::text::Count as Number;

#[derive(Debug, Args)]
pub(in crate::cli) struct CountArgs {
    /// Count by the values of these fields
    #[arg(long, value_name = "FIELD[,FIELD]")]
    pub(in crate::cli) by: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) run: CommonArgs,
}

/// Answers the exit code.
pub(in crate::cli) fn run(
    args: &CountArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    match &args.by {
        Some(list) => by(list, &args.run, macros, messages),
        None => all(&args.run, macros, messages),
    }
}

/// The number of matches.
pub(in crate::cli) fn all(
    args: &CommonArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let Aggregation {
        sheet, mut session, ..
    } = Aggregation::table("count", args, macros, messages)?;
    if args.select.quiet {
        return command::filter::quiet(session);
    }
    let limit = args.select.max_count;
    let account = session.run(Nothing, |()| Ok(()), limit)?;
    let matched = account.total.matched.min(limit.unwrap_or(u64::MAX));
    let mut text = Vec::new();
    write_count(matched, &sheet, &mut text).map_err(Failure::Output)?;
    Out::new()?.write_all(&text).map_err(Failure::Output)?;
    session.close(&account)
}

fn by(list: &str, args: &CommonArgs, macros: &[Macro], messages: Messages) -> Result<u8, Failure> {
    let mut inquiry = Aggregation::table("count", args, macros, messages)?;
    let columns = inquiry.columns(list, "--by")?;
    if args.select.quiet {
        return command::filter::quiet(inquiry.session);
    }
    if args.select.max_count.is_some() {
        let message = "`--max-count` does not go with `--by`".to_owned();
        let help =
            "leave one of them out; the most frequent groups come first: `| head`".to_owned();
        return Err(Failure::Usage { message, help });
    }
    let mut ranking = Ranking::new(Wanted::Most(MOST_GROUPS)).within(inquiry.room_of_rows());
    let counted = inquiry.groups(&columns, |tallies| {
        ranking.take(tallies);
        ControlFlow::Continue(())
    })?;
    ranking.sort(None, counted.sum);
    if let Some(beyond) = ranking.rest {
        messages.note(format!(
            "{} records are of {} groups beyond the {} most frequent",
            Number(beyond),
            Number(ranking.left),
            Number(ranking.rows().len() as u64)
        ));
    }
    inquiry.write(&counts(&ranking, &columns))?;
    inquiry.session.close(&counted.account)
}
