//! Completion scripts and the manual page, from the definitions of the command line and the tables.

use clap::CommandFactory;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::args::Cli;

/// The completion script of a shell.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut out = Vec::new();
    generate(shell, &mut Cli::command(), "knoxlog", &mut out);
    out
}

/// The manual page, as roff.
pub fn manual() -> Vec<u8> {
    let mut out = Vec::new();
    // Writing to memory can't fail.
    let _ = Man::new(Cli::command()).render(&mut out);
    out
}
