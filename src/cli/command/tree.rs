//! `tree`: who started whom.

use std::io::{BufWriter, Write};

use clap::Args;

use crate::analysis::process::{ActivityFilter, Choice, MOST_MEMORY, Of, Traces, Tracker};
use crate::cli::aggregation::Aggregation;
use crate::cli::args::CommonArgs;
use crate::cli::stdio::{Messages, Out};
use crate::cli::{Failure, command};
use crate::output::tree;
use crate::query::macros::Macro;
use crate::text::{Count, plural};

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that was typed"
)]
#[derive(Debug, Args)]
pub(in crate::cli) struct TreeArgs {
    /// Only this process, by its PID on the node, or the processes of this exec session, with their ancestors and all
    /// that they started; may be given again
    #[arg(long, value_name = "[HOST:]PID|SESSION")]
    pub(in crate::cli) of: Vec<String>,
    /// Only what was entered from outside: exec sessions and terminals in containers
    #[arg(long)]
    pub(in crate::cli) sessions: bool,
    /// List the peers that each process talked to, and the names that it asked for
    #[arg(long)]
    pub(in crate::cli) peers: bool,
    /// List the paths that each process wrote to, changed or removed
    #[arg(long)]
    pub(in crate::cli) writes: bool,
    /// Show processes alike one by one
    #[arg(long)]
    pub(in crate::cli) unfold: bool,
    #[command(flatten)]
    pub(in crate::cli) run: CommonArgs,
}

/// Draws the trees; answers the exit code.
pub(in crate::cli) fn run(
    args: &TreeArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let of = args.of.iter().map(|text| named(text));
    let choice = Choice {
        of: of.collect::<Result<_, _>>()?,
        sessions: args.sessions,
    };
    let mut inquiry = Aggregation::table("tree", &args.run, macros, messages)?;
    inquiry.refuse_limit("tree")?;
    let is_whole = choice.of.is_empty() && !choice.sessions;
    if args.run.select.quiet && is_whole {
        return command::filter::quiet(inquiry.session);
    }
    let tracker = Tracker {
        wanted: ActivityFilter::new(args.peers, args.writes),
    };
    let mut traces = Traces::within(inquiry.memory().unwrap_or(MOST_MEMORY));
    let account = inquiry.read(tracker, |part| traces.merge(part))?;
    let forest = traces.forest(&choice);
    for note in notes(&traces, forest.rings()) {
        messages.note(note);
    }
    let mut out = BufWriter::new(Out::new()?);
    let sheet = &inquiry.sheet;
    let written = match sheet.format.name {
        _ if args.run.select.quiet => Ok(()),
        "table" => tree::draw(&forest, !args.unfold, sheet, &mut out),
        _ => tree::rows(&forest, sheet).write(sheet, &mut out),
    };
    written
        .and_then(|()| out.flush())
        .map_err(Failure::Output)?;
    let is_found = account.total.matched > 0 && (is_whole || !forest.is_empty());
    inquiry
        .session
        .close_as(is_found, &account, traces.beyond())
}

/// What the trees do not show.
pub(super) fn notes(traces: &Traces, rings: u64) -> impl Iterator<Item = String> {
    let without = traces.without_process();
    let (beyond, lost) = (traces.beyond(), traces.lost());
    let without = (without > 0).then(|| {
        let names = plural(without, "record names", "records name");
        format!("{names} no process, so no tree has them")
    });
    let beyond = (lost > 0).then(|| {
        let records = plural(lost, "record", "records");
        format!("there was no room for what {records} {} of processes ({} of them match), so those may be missing, and who started whom; --memory 3G has more room, --since fewer records", if lost == 1 { "says" } else { "say" }, Count(beyond))
    });
    let rings = (rings > 0).then(|| {
        let own = plural(
            rings,
            "process would be its own ancestor",
            "processes would be their own ancestors",
        );
        format!("{own}: those links are left out")
    });
    without.into_iter().chain(beyond).chain(rings)
}

/// A PID, a session, or a PID on a node.
fn named(text: &str) -> Result<Of, Failure> {
    let of = match text.rsplit_once(':') {
        Some((host, pid)) if !host.is_empty() => {
            pid.parse().ok().map(|pid| Of::Host(host.to_owned(), pid))
        }
        Some(_) => None,
        None => text.parse().ok().map(Of::Number),
    };
    of.ok_or_else(|| Failure::Usage {
        message: format!("`--of {text}` is no PID and no session"),
        help: "the PID on the node: --of 325319, --of node-1:325319; the id of an exec session: --of 842316907755103"
            .to_owned(),
    })
}
