//! `macros`: what `is:` names.

use std::fmt::Write;

use clap::Args;

use crate::cli::Failure;
use crate::cli::args::ConfigArgs;
use crate::cli::stdio::print;
use crate::query::macros::Macro;
use crate::text::{sanitize, shield};

#[derive(Debug, Args)]
pub(in crate::cli) struct MacrosArgs {
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArgs,
    /// Output format
    #[arg(short, long, value_name = "FMT", default_value = "table", value_parser = ["table", "json"])]
    pub(in crate::cli) output: String,
}

pub(in crate::cli) fn run(args: &MacrosArgs, macros: &[Macro]) -> Result<u8, Failure> {
    let mut out = String::new();
    for known in macros {
        if args.output == "json" {
            let row = serde_json::json!({"name": known.name, "filter": known.filter, "origin": known.origin});
            let _ = writeln!(out, "{row}");
        } else {
            let origin = match known.origin.as_str() {
                "built in" => String::new(),
                file => format!("  ({})", sanitize(file)),
            };
            let _ = writeln!(
                out,
                "is:{:<9} {}{origin}",
                known.name,
                shield(&known.filter)
            );
        }
    }
    print(out.as_bytes())
}
