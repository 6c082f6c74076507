//! The `knoxlog` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(knoxlog::cli::run(std::env::args_os()))
}
