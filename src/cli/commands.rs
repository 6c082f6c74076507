//! The command line: one of the commands that there are, and what was typed for it.

use std::ffi::OsString;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use super::args::CommonArgs;
use super::command::count::CountArgs;
use super::command::explain::ExplainArgs;
use super::command::hist::HistArgs;
use super::command::macros::MacrosArgs;
use super::command::new::NewArgs;
use super::command::rare::RareArgs;
use super::command::report::ReportArgs;
use super::command::top::TopArgs;
use super::command::tree::TreeArgs;
use super::command::tui::TuiArgs;

#[derive(Debug, Parser)]
#[command(
    name = "knoxlog",
    version,
    about = "Filter, count and explore KubeArmor / AccuKnox telemetry",
    before_help = super::help::SHORT,
    before_long_help = super::help::LONG,
    after_long_help = super::help::EXIT,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

impl Cli {
    /// The same, with what a command has in a form of its own put where the others have it; `words` are what was typed.
    pub(super) fn settled(mut self, words: Vec<OsString>) -> Self {
        if let Command::Report(report) = &mut self.command {
            report.typed = words;
        } else if let Command::New(new) = &mut self.command {
            new.settle();
        } else if let Command::Tui(tui) = &mut self.command {
            tui.settle();
        }
        self
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the records that match (the default: `knoxlog ns=default logs.ndjson`)
    #[command(before_long_help = super::help::LONG, after_long_help = super::help::EXIT)]
    Filter(CommonArgs),
    /// Count the records that match; with --by, by the values of fields
    #[command(after_long_help = super::help::EXIT)]
    Count(CountArgs),
    /// Show the most frequent values of fields, or combinations of them: how many, which share, when
    #[command(after_long_help = super::help::EXIT)]
    Top(TopArgs),
    /// Show the least frequent values of fields, or combinations of them
    #[command(after_long_help = super::help::EXIT)]
    Rare(RareArgs),
    /// Show when: the matches over time, empty stretches and gaps of the log among them
    ///
    /// Buckets reach from the first match to the last, or over the stretch of time that is asked about: by --since,
    /// --until, --around or a condition on time. An end of it that is open is that of the data.
    #[command(after_long_help = super::help::EXIT)]
    Hist(HistArgs),
    /// Write one file for hand-over: the question, its inputs, and all answers to it
    #[command(after_long_help = super::help::EXIT)]
    Report(ReportArgs),
    /// Show what is in the data: fields, how often they are there, values
    #[command(after_long_help = super::help::EXIT)]
    Fields(CommonArgs),
    /// Show who started whom: process trees by node and container
    #[command(after_long_help = super::help::EXIT)]
    Tree(TreeArgs),
    /// Show what there is in the data, and where it is blind: gaps, silences, lines skipped
    #[command(after_long_help = super::help::EXIT)]
    Stats(CommonArgs),
    /// Explore records on an interactive screen with a timeline
    #[command(alias = "ui", after_long_help = super::help::EXIT)]
    Tui(Box<TuiArgs>),
    /// Show what was never seen in a baseline: combinations of fields, or behaviours
    #[command(after_long_help = super::help::EXIT)]
    New(Box<NewArgs>),
    /// Show how a filter is read; exit 2 if it is invalid
    Explain(ExplainArgs),
    /// List the macros that is: names
    Macros(MacrosArgs),
    /// Print the completion script of a shell
    Completions(CompletionsArgs),
    /// Print what a word that is a condition can go on as, one a line: for completion scripts
    #[command(name = "complete-term", hide = true)]
    CompleteTerm(CompleteTermArgs),
    /// Print a page of the manual: `knoxlog man | man -l -`
    Man(ManArgs),
}

impl Command {
    /// What it takes to read records, if it does.
    pub(super) fn common(&mut self) -> Option<&mut CommonArgs> {
        match self {
            Self::Filter(run) | Self::Fields(run) | Self::Stats(run) => Some(run),
            Self::Count(count) => Some(&mut count.run),
            Self::Tree(tree) => Some(&mut tree.run),
            Self::Hist(hist) => Some(&mut hist.run),
            Self::New(new) => Some(&mut new.run),
            Self::Report(report) => Some(&mut report.run),
            Self::Tui(tui) => Some(&mut tui.run),
            Self::Top(top) => Some(&mut top.run),
            Self::Rare(rare) => Some(&mut rare.run),
            Self::Explain(explain) => Some(&mut explain.run),
            Self::Macros(_) | Self::Completions(_) | Self::CompleteTerm(_) | Self::Man(_) => None,
        }
    }
}

/// Names of the commands, by which the first word is told from a term or a file.
pub(super) const COMMANDS: &[&str] = &[
    "filter",
    "count",
    "top",
    "rare",
    "hist",
    "report",
    "fields",
    "tree",
    "stats",
    "new",
    "tui",
    "explain",
    "macros",
    "completions",
    "man",
];

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: super::generate::Shell,
}

#[derive(Debug, Args)]
pub(super) struct CompleteTermArgs {
    /// The word so far
    #[arg(default_value = "", allow_hyphen_values = true)]
    pub(super) word: String,
    /// The command line, of which the files are looked into
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub(super) line: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command that the page is about; left out, the program
    #[arg(value_parser = PossibleValuesParser::new(COMMANDS))]
    pub(super) command: Option<String>,
}
