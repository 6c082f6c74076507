//! The command: arguments to a request, a request to a run, errors to sentences.

mod aggregation;
mod args;
mod command;
mod commands;
mod compile_env;
mod complete;
mod config;
mod diagnostics;
mod environment;
mod generate;
mod help;
mod indicators;
mod label_selector;
mod output_args;
mod positional;
mod request;
mod row_pipeline;
mod row_selection;
mod sample;
mod session;
mod signals;
mod stdio;
mod verdict;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::query::error::Error;
use crate::query::macros::Macro;
use args::ConfigArgs;
use commands::{COMMANDS, Cli, Command};
use config::Config;
use stdio::Messages;

/// What ends a run before it has an answer.
#[derive(Debug)]
enum Failure {
    /// The filter is wrong.
    Filter(Vec<Error>),
    /// An option is wrong.
    Usage { message: String, help: String },
    /// Neither a file nor anything on standard input.
    NoInput,
    /// Output could not be written.
    Output(io::Error),
}

impl Failure {
    /// An option is wrong, and what to type instead.
    fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self::Usage { message, help }
    }
}

/// Exit code of a run that found something.
const FOUND: u8 = 0;
/// Exit code of a trustworthy no.
const NOTHING: u8 = 1;
/// Exit code of an error.
const ERROR: u8 = 2;

/// The command, with the arguments that the process was given.
pub fn main() -> ExitCode {
    ExitCode::from(run(std::env::args_os()))
}

/// Runs the command with its arguments, the first of which is the program's name; answers its
/// exit code.
fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args = with_command(args.into_iter().collect());
    let typed = args.clone();
    let mut cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli.settled(typed),
        Err(error) => return stdio::show_clap(&error),
    };
    let config = configured(&mut cli.command);
    let messages = Messages::new(cli.command.common().as_deref());
    let outcome = config.and_then(|config| {
        // A shell that completes a word shows no notes.
        let is_told = !matches!(cli.command, Command::CompleteTerm(_));
        for note in config.unread.iter().filter(|_| is_told) {
            messages.note(note);
        }
        answer(&cli.command, &config.macros(), messages)
    });
    match outcome {
        Ok(code) => code,
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => FOUND,
        Err(failure) => {
            diagnostics::failure(&failure, messages);
            ERROR
        }
    }
}

/// Reads the config, and puts in what was not typed.
fn configured(command: &mut Command) -> Result<Config, Failure> {
    match command {
        Command::Macros(macros) => return Config::load(&macros.config),
        Command::CompleteTerm(_) => return Config::load(&ConfigArgs::default()),
        _ => {}
    }
    let Some(run) = command.common() else {
        return Ok(Config::default());
    };
    let config = Config::load(&run.config)?;
    config.fill(run)?;
    Ok(config)
}

/// Carries a command out; answers its exit code.
fn answer(command: &Command, macros: &[Macro], messages: Messages) -> Result<u8, Failure> {
    match command {
        Command::Filter(args) if args.select.count => command::count::all(args, macros, messages),
        Command::Filter(args) => command::filter::run(args, macros, messages),
        Command::Count(args) => command::count::run(args, macros, messages),
        Command::Top(args) => command::top::run(args, macros, messages),
        Command::Rare(args) => command::rare::run(args, macros, messages),
        Command::New(args) => command::new::run(args, macros, messages),
        Command::Fields(args) => command::fields::run(args, macros, messages),
        Command::Tree(args) => command::tree::run(args, macros, messages),
        Command::Stats(args) => command::stats::run(args, macros, messages),
        Command::Hist(args) => command::hist::run(args, macros, messages),
        Command::Report(args) => command::report::run(args, macros, messages),
        Command::Tui(args) => command::tui::run(args, macros, messages),
        Command::Explain(args) => command::explain::run(args, macros, messages),
        Command::Macros(args) => command::macros::run(args, macros),
        Command::Completions(args) => {
            stdio::print(&generate::script(args.shell, &mut Cli::command()))
        }
        Command::CompleteTerm(args) => {
            let found = complete::candidates(&args.word, macros, &|target| {
                sample::values(target, &args.line)
            });
            stdio::print((found.join("\n") + "\n").as_bytes())
        }
        Command::Man(args) => {
            stdio::print(&generate::page_of(Cli::command(), args.command.as_deref()))
        }
    }
}

/// Puts `filter` before words that begin with no command.
fn with_command(mut args: Vec<OsString>) -> Vec<OsString> {
    let general = ["-h", "--help", "-V", "--version", "complete-term", "ui"];
    let is_known = args
        .get(1)
        .and_then(|word| word.to_str())
        .is_some_and(|word| COMMANDS.contains(&word) || general.contains(&word));
    // With nothing typed, a pipe is read, and a person gets help.
    let is_meant = args.len() > 1 || args.len() == 1 && !io::stdin().is_terminal();
    if is_meant && !is_known {
        args.insert(1, OsString::from("filter"));
    }
    args
}
