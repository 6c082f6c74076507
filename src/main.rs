//! The `knoxlog` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    knoxlog::main()
}
