//! The command as it is run: what it answers, in which form, and how it ends.
//!
//! One binary, since linking one takes longer than most of what it tests. Each module holds one promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests may stop at the first surprise, and say what they leave out"
)]

mod answers;
#[cfg(target_os = "linux")]
mod bounds;
mod cases;
mod cells;
mod completions;
mod corpus;
mod counting;
mod envelopes;
#[path = "../../examples/corpus/generate/mod.rs"]
pub mod generate;
mod generated;
mod keep;
mod new;
mod nothing;
mod overview;
#[cfg(unix)]
mod pipes;
mod ranking;
mod redact;
mod report;
#[cfg(target_os = "linux")]
mod screen;
mod selection;
mod skim;
mod support;
mod tables;
mod tour;
