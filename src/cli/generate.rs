//! Completion scripts and the manual, from the definitions of the command line and the tables.

use clap::{Command, CommandFactory};
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::args::Cli;

/// The completion script of a shell.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut out = Vec::new();
    generate(shell, &mut Cli::command(), "knoxlog", &mut out);
    out
}

/// The pages of the manual, as roff: the program's, then one for each command. Each with its file's name.
pub fn manual() -> Vec<(String, Vec<u8>)> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let commands: Vec<Command> = program.get_subcommands().cloned().collect();
    std::iter::once(program).chain(commands).map(page).collect()
}

fn page(command: Command) -> (String, Vec<u8>) {
    // What the short help leaves out is not to be left out here.
    let command = command.mut_args(|arg| arg.hide_short_help(false));
    let man = Man::new(command)
        .manual("knoxlog")
        .source(concat!("knoxlog ", env!("CARGO_PKG_VERSION")));
    let mut out = Vec::new();
    // Writing to memory can't fail.
    let _ = man.render(&mut out);
    (man.get_filename(), out)
}

/// The page of the program, or of one of its commands; every command that `args` knows has one.
pub(super) fn page_of(command: Option<&str>) -> Vec<u8> {
    let file = command.map_or_else(
        || "knoxlog.1".to_owned(),
        |name| format!("knoxlog-{name}.1"),
    );
    let pages = manual().into_iter();
    pages
        .filter(|(name, _)| *name == file)
        .flat_map(|(_, page)| page)
        .collect()
}
