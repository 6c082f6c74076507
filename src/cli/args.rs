//! What was typed for a command that reads records. Nothing is looked up or opened here.

pub(super) mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::text::Theme;
use values::ScreenConfig;

/// What reads records takes.
#[derive(Debug, Default, Args)]
pub(super) struct CommonArgs {
    /// Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
    #[arg(value_name = "TERM|FILE")]
    pub(super) words: Vec<OsString>,
    /// Files, whatever they are called
    #[arg(hide_short_help = true, last = true, value_name = "FILE")]
    pub(super) files: Vec<OsString>,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    #[command(flatten)]
    pub(super) time: TimeArgs,
    #[command(flatten)]
    pub(super) select: SelectArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

/// Where names and looks come from.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Other")]
pub(super) struct ConfigArgs {
    /// Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    #[arg(
        hide_short_help = true,
        long,
        value_name = "FILE",
        conflicts_with = "no_config"
    )]
    pub(super) config: Option<PathBuf>,
    /// Read no such file
    #[arg(hide_short_help = true, long)]
    pub(super) no_config: bool,
}

/// Conditions. Each must hold.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Filter")]
pub(super) struct FilterArgs {
    /// A condition; may be given again
    #[arg(short, long = "expr", value_name = "EXPR", allow_hyphen_values = true)]
    pub(super) expr: Vec<String>,
    /// Leave out what meets this condition; may be given again
    #[arg(
        short = 'x',
        long = "exclude",
        value_name = "EXPR",
        allow_hyphen_values = true
    )]
    pub(super) exclude: Vec<String>,
    /// Take the records that do not match
    #[arg(hide_short_help = true, short = 'v', long)]
    pub(super) invert: bool,
    /// ns=NS: the namespace
    #[arg(
        short = 'n',
        long = "namespace",
        visible_alias = "ns",
        value_name = "NS[,NS]"
    )]
    pub(super) namespace: Vec<String>,
    /// Labels, all of which must hold: app=vault,tier!=db,env,!canary
    #[arg(
        hide_short_help = true,
        short = 'l',
        long = "selector",
        alias = "labels",
        value_name = "K=V[,K!=V]",
        allow_hyphen_values = true
    )]
    pub(super) selector: Vec<String>,
    /// pod=POD; a pattern may have * and ?
    #[arg(hide_short_help = true, long, value_name = "POD")]
    pub(super) pod: Vec<String>,
    /// container=NAME
    #[arg(hide_short_help = true, long, value_name = "NAME")]
    pub(super) container: Vec<String>,
    /// host=NODE
    #[arg(
        hide_short_help = true,
        long,
        visible_alias = "node",
        value_name = "NODE"
    )]
    pub(super) host: Vec<String>,
    /// op=OP: Process, File, Network, Syscall, Capabilities …
    #[arg(long = "op", visible_alias = "operation", value_name = "OP")]
    pub(super) op: Vec<String>,
    /// syscall=NAME, with or without SYS_
    #[arg(hide_short_help = true, long, value_name = "NAME")]
    pub(super) syscall: Vec<String>,
    /// exe=NAME: the executable's base name, or a path
    #[arg(long = "proc", visible_alias = "exe", value_name = "NAME")]
    pub(super) process: Vec<String>,
    /// result=TEXT: Passed, 'Permission denied' …
    #[arg(hide_short_help = true, long, value_name = "TEXT")]
    pub(super) result: Vec<String>,
    /// policy=NAME
    #[arg(hide_short_help = true, long, value_name = "NAME")]
    pub(super) policy: Vec<String>,
    /// type=TYPE, such as `MatchedPolicy`
    #[arg(
        hide_short_help = true,
        long = "type",
        alias = "logType",
        alias = "log-type",
        value_name = "TYPE"
    )]
    pub(super) kind: Vec<String>,
    /// source=TEXT
    #[arg(hide_short_help = true, long, value_name = "TEXT")]
    pub(super) source: Vec<String>,
    /// resource=TEXT
    #[arg(hide_short_help = true, long, value_name = "TEXT")]
    pub(super) resource: Vec<String>,
    /// Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the
    /// field `ioc` tells which
    #[arg(hide_short_help = true, long, value_name = "FILE")]
    pub(super) ioc: Vec<PathBuf>,
    /// Do not take a missing uid or ppid for 0
    #[arg(hide_short_help = true, long)]
    pub(super) no_infer: bool,
}

/// Times.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Time")]
pub(super) struct TimeArgs {
    /// From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    pub(super) since: Option<String>,
    /// Before this moment, which is left out itself
    #[arg(
        hide_short_help = true,
        long,
        value_name = "T",
        allow_hyphen_values = true
    )]
    pub(super) until: Option<String>,
    /// Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    #[arg(
        hide_short_help = true,
        long,
        value_name = "TZ",
        env = "KNOXLOG_TZ",
        allow_hyphen_values = true
    )]
    pub(super) tz: Option<String>,
    /// --tz local
    #[arg(hide_short_help = true, short = 'L', long, conflicts_with = "utc")]
    pub(super) local: bool,
    /// --tz UTC
    #[arg(hide_short_help = true, long)]
    pub(super) utc: bool,
    /// A window about this moment, as wide as --within says on either side
    #[arg(hide_short_help = true, long, value_name = "T", conflicts_with_all = ["since", "until"], allow_hyphen_values = true)]
    pub(super) around: Option<String>,
    /// How far --around reaches: 5s, 2m30s
    #[arg(
        hide_short_help = true,
        long,
        value_name = "DUR",
        default_value = "5s",
        requires = "around"
    )]
    pub(super) within: String,
    /// The moment that `now` names; to repeat an answer that asked for relative times
    #[arg(long, value_name = "T", hide_short_help = true)]
    pub(super) now: Option<String>,
}

/// Which of the matches.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that was typed"
)]
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Select")]
pub(super) struct SelectArgs {
    /// Stop after this many matches
    #[arg(short = 'm', long = "max-count", visible_aliases = ["limit", "first"], value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) max_count: Option<u64>,
    /// Only the last matches
    #[arg(hide_short_help = true, long, visible_alias = "last", value_name = "N", conflicts_with = "max_count", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) tail: Option<u64>,
    /// Show this many records after each match
    #[arg(
        hide_short_help = true,
        short = 'A',
        long = "after-context",
        value_name = "N"
    )]
    pub(super) after: Option<usize>,
    /// Show this many records before each match
    #[arg(
        hide_short_help = true,
        short = 'B',
        long = "before-context",
        value_name = "N"
    )]
    pub(super) before: Option<usize>,
    /// Show this many records on either side of each match
    #[arg(hide_short_help = true, short = 'C', long, value_name = "N", conflicts_with_all = ["after", "before"])]
    pub(super) context: Option<usize>,
    /// Of the neighbours, only those that have this field in common with the match: container
    #[arg(hide_short_help = true, long, value_name = "FIELD")]
    pub(super) context_by: Option<String>,
    /// Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    #[arg(short, long, value_name = "FIELD[,-FIELD]", allow_hyphen_values = true)]
    pub(super) sort: Option<String>,
    /// Show several files one after the other, not merged by time; the same as --sort none
    #[arg(hide_short_help = true, long, conflicts_with = "sort")]
    pub(super) no_merge: bool,
    /// Leave out records equal to one before but for the time, within DUR
    #[arg(hide_short_help = true, long, value_name = "DUR", num_args = 0..=1, require_equals = true, default_missing_value = "1ms")]
    pub(super) dedupe: Option<String>,
    /// Show one row for what was written several times of one event, within DUR: a system call as two operations, the
    /// steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it
    /// stands; `block`, and json with --virtual, tell which
    #[arg(hide_short_help = true, long, value_name = "DUR", num_args = 0..=1, require_equals = true, default_missing_value = "1s", conflicts_with_all = ["context", "after", "before"])]
    pub(super) collapse: Option<String>,
    /// Print lines that are no records too; with -o line or raw
    #[arg(hide_short_help = true, long)]
    pub(super) keep_unparsed: bool,
    /// Print nothing; the exit code tells. Stops at the first match
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Print only the number of matches
    #[arg(hide_short_help = true, long)]
    pub(super) count: bool,
}

/// How to print.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that was typed"
)]
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// Output format
    #[arg(short, long, value_name = "FMT", ignore_case = true, value_parser = values::FormatParser)]
    pub(super) output: Option<String>,
    /// -o json
    #[arg(hide_short_help = true, long, conflicts_with_all = ["output", "raw"])]
    pub(super) json: bool,
    /// -o raw
    #[arg(hide_short_help = true, short = 'r', long, conflicts_with = "output")]
    pub(super) raw: bool,
    /// Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    #[arg(short, long, value_name = "LIST", allow_hyphen_values = true)]
    pub(super) columns: Option<String>,
    /// Colour
    #[arg(
        hide_short_help = true,
        long,
        value_name = "WHEN",
        env = "KNOXLOG_COLOR",
        visible_alias = "colour"
    )]
    pub(super) color: Option<ColorChoice>,
    /// The colours that the config chose.
    #[arg(skip)]
    pub(super) theme: Option<&'static Theme>,
    /// What the config says of the interactive screen.
    #[arg(skip)]
    pub(super) screen: ScreenConfig,
    /// Leave the row of headings out
    #[arg(hide_short_help = true, long)]
    pub(super) no_header: bool,
    /// Columns of the terminal
    #[arg(hide_short_help = true, long, value_name = "N")]
    pub(super) width: Option<usize>,
    /// Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    #[arg(hide_short_help = true, long)]
    pub(super) ascii: bool,
    /// Leave CSV cells that begin as a formula as they are
    #[arg(hide_short_help = true, long, visible_alias = "csv-raw")]
    pub(super) no_csv_guard: bool,
    /// With -o json: add the fields that are read out of others, under the key `knox`
    #[arg(hide_short_help = true, long = "virtual")]
    pub(super) derived: bool,
    /// Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    #[arg(hide_short_help = true, long)]
    pub(super) redact: bool,
    /// The bar on standard error, for what takes over a second
    #[arg(hide_short_help = true, long, value_name = "WHEN", default_value = "auto", value_parser = ["auto", "never"])]
    pub(super) progress: String,
    /// Keep warnings, notes and the account at the end to itself
    #[arg(hide_short_help = true, long)]
    pub(super) no_messages: bool,
}

impl OutputArgs {
    /// Whether nobody said in which format.
    pub(super) const fn is_unsaid(&self) -> bool {
        self.output.is_none() && !self.json && !self.raw
    }
}

/// How to read.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that was typed"
)]
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Input")]
pub(super) struct InputArgs {
    /// What is wrapped round each record
    #[arg(hide_short_help = true, long, value_name = "NAME", default_value = "auto", value_parser = values::envelope_names())]
    pub(super) envelope: String,
    /// Read the files of folders, and of the folders in them
    #[arg(hide_short_help = true, short = 'R', long)]
    pub(super) recursive: bool,
    /// Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that
    /// fell silent, over what is asked
    #[arg(hide_short_help = true, long)]
    pub(super) strict: bool,
    /// Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    #[arg(hide_short_help = true, long)]
    pub(super) allow_empty: bool,
    /// Longest line: 64M
    #[arg(
        hide_short_help = true,
        long,
        value_name = "SIZE",
        default_value = "64M"
    )]
    pub(super) max_line: String,
    /// Threads
    #[arg(hide_short_help = true, short = 'j', long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// Map files whatever their age
    #[arg(hide_short_help = true, long, conflicts_with = "no_mmap")]
    pub(super) mmap: bool,
    /// Read files instead of mapping them
    #[arg(hide_short_help = true, long)]
    pub(super) no_mmap: bool,
    /// Read every record, even one that cannot match
    #[arg(long, hide = true)]
    pub(super) no_skim: bool,
    /// Bytes to read at once: 256K
    #[arg(long, value_name = "SIZE", default_value = "256K", hide = true)]
    pub(super) block_size: String,
    /// Memory that groups and processes may take: 256M, 1G for a tree
    #[arg(hide_short_help = true, long, value_name = "SIZE")]
    pub(super) memory: Option<String>,
    /// Groups to measure in one reading
    #[arg(long, value_name = "N", default_value_t = usize::MAX, hide = true)]
    pub(super) most_groups: usize,
}

/// When to paint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(super) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` says no
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
