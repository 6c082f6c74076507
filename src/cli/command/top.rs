//! `top`: the most frequent combinations of values.

use std::ops::ControlFlow;

use clap::Args;

use crate::analysis::{Bins, Distribution, Summary};
use crate::cli::aggregation::{Aggregation, Counted, leading};
use crate::cli::args::CommonArgs;
use crate::cli::stdio::Messages;
use crate::cli::{Failure, command};
use crate::count::{MOST_GROUPS, Ranking, Wanted, percent};
use crate::output::ranking;
use crate::query::macros::Macro;
use crate::record::column::Column;
use crate::text::{Bytes, Count as Number, plural};

#[derive(Debug, Args)]
pub(in crate::cli) struct TopArgs {
    /// Fields whose values, or combinations of values, are counted: exe,ip; `path/2`: paths to a depth
    #[arg(value_name = "FIELD[,FIELD]")]
    fields: String,
    /// How many to show: 20, or with --pct as many as that takes
    #[arg(short = 'N', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    groups: Option<u64>,
    /// The most frequent that have so many percent of the records together
    #[arg(long, value_name = "P", value_parser = percentage)]
    pct: Option<f64>,
    #[command(flatten)]
    pub(in crate::cli) run: CommonArgs,
}

/// Groups that are shown if nothing else is asked for.
const USUAL: u64 = 20;

fn percentage(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').parse::<f64>();
    let within = number
        .ok()
        .filter(|percent| *percent > 0.0 && *percent <= 100.0);
    within.ok_or_else(|| "a number above 0, at most 100".to_owned())
}

/// Answers the exit code.
pub(in crate::cli) fn run(
    args: &TopArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let usual = args.pct.map_or(USUAL, |_| u64::MAX);
    let groups = args.groups.unwrap_or(usual);
    let groups = usize::try_from(groups)
        .unwrap_or(usize::MAX)
        .min(MOST_GROUPS);
    let question = RankQuery {
        command: "top",
        fields: &args.fields,
        wanted: Wanted::Most(groups),
        percent: args.pct,
    };
    question.ask(&args.run, macros, messages)
}

/// Which groups, by how frequent they are.
pub(super) struct RankQuery<'q> {
    pub(super) command: &'static str,
    pub(super) fields: &'q str,
    pub(super) wanted: Wanted,
    pub(super) percent: Option<f64>,
}

impl RankQuery<'_> {
    /// Answers the exit code.
    pub(super) fn ask(
        &self,
        args: &CommonArgs,
        macros: &[Macro],
        messages: Messages,
    ) -> Result<u8, Failure> {
        leading(self.fields, self.command)?;
        let mut inquiry = Aggregation::table(self.command, args, macros, messages)?;
        let columns = inquiry.columns(self.fields, self.command)?;
        if args.select.max_count.is_some() {
            return Err(Failure::Usage {
                message: format!("`--max-count` does not go with `{}`", self.command),
                help: "it counts all that matches; `top -N 5` shows the first five groups"
                    .to_owned(),
            });
        }
        if args.select.quiet {
            return command::filter::quiet(inquiry.session);
        }
        match inquiry.sheet.draws() {
            true => self.answer::<Bins>(inquiry, &columns),
            false => self.answer::<()>(inquiry, &columns),
        }
    }

    fn answer<T: Distribution>(
        &self,
        mut inquiry: Aggregation,
        columns: &[Column],
    ) -> Result<u8, Failure> {
        let mut groups: Ranking<Summary<T>> =
            Ranking::new(self.wanted).within(inquiry.room_of_rows());
        let is_rare = matches!(self.wanted, Wanted::Rare { .. });
        let counted = inquiry.groups(columns, |tallies| {
            groups.take(tallies);
            match is_rare && groups.beyond > 0 {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        })?;
        if is_rare && groups.beyond > 0 {
            let room = Bytes(inquiry.room_of_rows() as u64);
            return Err(Failure::Usage {
                message: format!(
                    "more than {} groups are that rare, or more than take {room}",
                    Number(groups.rows().len() as u64)
                ),
                help: "take a smaller --max, fewer fields, a filter, or paths to a depth: path/2"
                    .to_owned(),
            });
        }
        groups.sort(self.percent, counted.sum);
        self.mention(&inquiry, &groups, &counted);
        if is_rare {
            groups.rest = None;
        }
        let matched = counted.account.total.matched;
        inquiry.write(&ranking(&groups, columns, matched, &inquiry.sheet))?;
        inquiry.session.close(&counted.account)
    }

    /// Tells what is not shown, and where shares are not of a whole.
    fn mention<T: Distribution>(
        &self,
        inquiry: &Aggregation,
        groups: &Ranking<Summary<T>>,
        counted: &Counted,
    ) {
        let matched = counted.account.total.matched;
        if let Some(rest) = &groups.rest {
            let left = plural(groups.left, "group is", "groups are");
            let held = format!(
                "count {}, {:.1}%",
                Number(rest.count),
                percent(rest.count, matched)
            );
            inquiry.session.note(&match self.wanted {
                Wanted::Most(_) => format!("{left} not shown ({held}): -N or --pct shows more"),
                Wanted::Rare { .. } => format!("{left} more frequent ({held})"),
            });
        }
        if counted.sum > matched {
            let sum = percent(counted.sum, matched);
            inquiry.session.note(&format!(
                "a record with several values counts under each of them: the shares add up to {sum:.1}%"
            ));
        }
    }
}
