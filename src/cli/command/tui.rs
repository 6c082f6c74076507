//! `tui`: the interactive screen.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::cli::args::{
    ColorChoice, CommonArgs, ConfigArgs, FilterArgs, InputArgs, OutputArgs, TimeArgs,
};
use crate::cli::compile_env::{self, FilterScope};
use crate::cli::request::Request;
use crate::cli::stdio::{Messages, Out};
use crate::cli::{FOUND, Failure, diagnostics, environment, indicators};
use crate::input::{self, Input};
use crate::output::list_column::column_fault;
use crate::query::macros::Macro;
use crate::query::{Filter, Infer, Term};
use crate::text::Safe;
use crate::tui::{self, Language, Look, Macros, Refusal, ScriptFault, Session};

#[derive(Debug, Args)]
pub(in crate::cli) struct TuiArgs {
    /// Conditions (`ns=default`) to begin with, and files, told apart by spelling alone
    #[arg(value_name = "TERM|FILE")]
    words: Vec<OsString>,
    /// Files, whatever they are called
    #[arg(hide_short_help = true, last = true, value_name = "FILE")]
    files: Vec<OsString>,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    time: TimeArgs,
    #[command(flatten)]
    input: InputArgs,
    /// Fields that the list shows: when,where,op,by,what,end are its own
    #[arg(short, long, value_name = "LIST", help_heading = "Screen")]
    columns: Option<String>,
    /// Draw with ASCII alone
    #[arg(long, help_heading = "Screen")]
    ascii: bool,
    /// Colour
    #[arg(
        hide_short_help = true,
        long,
        value_name = "WHEN",
        env = "KNOXLOG_COLOR",
        visible_alias = "colour",
        help_heading = "Screen"
    )]
    color: Option<ColorChoice>,
    /// Play the keys of this file on a screen without a terminal, and print the screens it asks for
    #[arg(long, value_name = "FILE", hide = true)]
    keys: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
    #[arg(skip)]
    pub(in crate::cli) run: CommonArgs,
}

impl TuiArgs {
    /// Puts what it has in common with the other commands where they have it.
    pub(in crate::cli) fn settle(&mut self) {
        self.run = CommonArgs {
            words: std::mem::take(&mut self.words),
            files: std::mem::take(&mut self.files),
            filter: std::mem::take(&mut self.filter),
            time: std::mem::take(&mut self.time),
            input: std::mem::take(&mut self.input),
            config: std::mem::take(&mut self.config),
            output: OutputArgs {
                columns: self.columns.take(),
                color: self.color,
                ascii: self.ascii,
                ..OutputArgs::default()
            },
            ..CommonArgs::default()
        };
    }
}

/// Shows the screen; answers the exit code.
pub(in crate::cli) fn run(
    args: &TuiArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    let session = session(&args.run, macros, messages, args.keys.is_none())?;
    allow_files();
    match &args.keys {
        Some(path) => play(session, path),
        None => tui::run(session).map_err(|refusal| refused(&refusal)),
    }
}

/// Lets the process open as many files as it may ever: inputs stay open, so that they can be read again after they were
/// rotated. Where that is refused, files beyond the limit are told as unread.
fn allow_files() {
    let most = getrlimit(Resource::Nofile).maximum;
    let limit = Rlimit {
        current: most,
        maximum: most,
    };
    let _ = setrlimit(Resource::Nofile, limit);
}

/// Resolves what was typed, and compiles the filter once, so that what is wrong is told before there is a screen.
fn session(
    args: &CommonArgs,
    macros: &[Macro],
    messages: Messages,
    is_seen: bool,
) -> Result<Session, Failure> {
    let indicators = indicators::load(&args.filter.ioc, messages)?;
    let mut request = Request::new(args)?;
    some_readable(&request.inputs)?;
    let clock = compile_env::clock(&request.zone, args)?;
    request.filter.within = compile_env::bounds(args, &request, &clock, &Arc::default())?;
    let names = FilterScope {
        clock: &clock,
        macros,
        indicators: indicators.as_ref(),
        reads_stdin: request.inputs.contains(&Input::Stdin),
    };
    let checked = compile_env::compile(&request.filter, args, &names)?;
    diagnostics::warnings(&checked.warnings, messages);
    let columns = columns(args)?;
    Ok(Session {
        names: request.names(),
        terms: texts(&request.filter),
        inputs: request.inputs,
        options: request.options,
        envelope: request.envelope,
        skims: request.skims,
        redacts: request.redacts,
        threads: request.threads,
        zone: request.zone,
        language: Language {
            clock,
            macros: Macros::new(macros.to_vec()),
            infer: match args.filter.no_infer {
                true => Infer::Nothing,
                false => Infer::Zero,
            },
            indicators,
            read: compile_env::read_values,
        },
        columns,
        widths: args.output.screen.widths.clone(),
        settings: Box::new(args.output.screen.place.clone()),
        keys: args.output.screen.keys.clone(),
        look: Look {
            is_ascii: args.output.ascii,
            paint: environment::paint(
                args.output.color.unwrap_or(ColorChoice::Auto),
                args.output.theme,
                is_seen,
            ),
        },
        keep: KEPT,
    })
}

/// Refuses inputs of which none can be read: a screen of nothing would have to be left again to read why.
fn some_readable(inputs: &[Input]) -> Result<(), Failure> {
    let refusals: Option<Vec<String>> = inputs
        .iter()
        .map(|input| {
            let kind = input::refusal(input)?;
            Some(diagnostics::input(&Safe::text(&input.name()), &kind))
        })
        .collect();
    match refusals.filter(|all| !all.is_empty()) {
        None => Ok(()),
        Some(all) => Err(Failure::Usage {
            message: all.join("\n"),
            help: "there is nothing to show: name a file, or pipe records in".to_owned(),
        }),
    }
}

/// The columns of the list: those that were typed, else those of the config.
fn columns(args: &CommonArgs) -> Result<Vec<String>, Failure> {
    let Some(list) = &args.output.columns else {
        return Ok(args.output.screen.columns.clone());
    };
    let names = list.split(',').filter(|name| !name.is_empty());
    match column_fault(names.clone()) {
        None => Ok(names.map(str::to_owned).collect()),
        Some((_, message)) => Err(Failure::Usage {
            message,
            help: "fields: knoxlog explain --fields; the list's own: when,where,op,by,what,end"
                .to_owned(),
        }),
    }
}

/// Bytes of streams that are kept in memory, at most.
const KEPT: usize = 256 << 20;

/// The conditions of a filter as they would be typed.
fn texts(filter: &Filter) -> Vec<String> {
    let text = |term: &Term| match Term::parse(&term.text) {
        Ok(read) if read.tree == term.tree => term.text.clone(),
        _ => term.tree.to_string(),
    };
    let mut texts: Vec<String> = filter.terms.iter().map(text).collect();
    if filter.inverted {
        let all: Vec<String> = texts.iter().map(|text| format!("({text})")).collect();
        texts = vec![format!("not ({})", all.join(" and "))];
    }
    texts.extend(filter.within.iter().map(|term| term.tree.to_string()));
    texts
}

fn play(session: Session, path: &std::path::Path) -> Result<u8, Failure> {
    let wrong = |message: String| Failure::Usage {
        message,
        help: String::new(),
    };
    let script = std::fs::read_to_string(path).map_err(|error| {
        wrong(format!(
            "{}: {}",
            path.display(),
            diagnostics::plain(&error)
        ))
    })?;
    match tui::play(session, &script, &mut Out::new()?) {
        Ok(()) => Ok(FOUND),
        Err(ScriptFault::Step(line)) => Err(wrong(format!("{}:{line}: no step", path.display()))),
        Err(ScriptFault::System(error)) => Err(Failure::Output(error)),
    }
}

fn refused(refusal: &Refusal) -> Failure {
    let (message, help) = match refusal {
        Refusal::NoTerminal => (
            "`tui` needs a terminal to draw on and to take keys from".to_owned(),
            "without one: knoxlog filter …, knoxlog count --by …",
        ),
        Refusal::Dumb => (
            "`tui` needs a terminal that can place its cursor; TERM says `dumb`, or nothing"
                .to_owned(),
            "set TERM to what the terminal is, such as xterm-256color; or: knoxlog filter …",
        ),
        Refusal::System(error) => (diagnostics::plain(error), ""),
    };
    Failure::Usage {
        message,
        help: help.to_owned(),
    }
}
