//! `rare`: the least frequent combinations of values.

use clap::Args;

use super::top::RankQuery;
use crate::cli::Failure;
use crate::cli::args::CommonArgs;
use crate::cli::stdio::Messages;
use crate::count::{MOST_GROUPS, Wanted};
use crate::query::macros::Macro;

#[derive(Debug, Args)]
pub(in crate::cli) struct RareArgs {
    /// Fields whose values, or combinations of values, are counted: ns,exe; `path/2`: paths to a depth
    #[arg(value_name = "FIELD[,FIELD]")]
    fields: String,
    /// Records that a group has at most
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    max: u64,
    #[command(flatten)]
    pub(in crate::cli) run: CommonArgs,
}

/// Answers the exit code.
pub(in crate::cli) fn run(
    args: &RareArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let question = RankQuery {
        command: "rare",
        fields: &args.fields,
        wanted: Wanted::Rare {
            count: args.max,
            most: MOST_GROUPS,
        },
        percent: None,
    };
    question.ask(&args.run, macros, messages)
}
