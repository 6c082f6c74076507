//! knoxlog explores the telemetry of clusters watched by `KubeArmor` / `AccuKnox`.
//!
//! Bytes flow one way: `block → line → payload → record → plan → match → part → writer`.
//! A query is compiled whole before the first byte is read.
//!
//! ```
//! use knoxlog::{query::Plan, record::key::Key, search};
//!
//! let plan = Plan::compile("op=network exe=curl outcome=passed")?;
//! let log = std::fs::File::open("demo/incident.ndjson")?;
//! let mut peers = Vec::new();
//! let stats = search::each(&plan, log, |record| {
//!     peers.extend(record.text(Key::Resource).map(String::from));
//! })?;
//! assert_eq!(peers.len() as u64, stats.total.matched);
//! # assert!(!peers.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Without its features this is the library alone: `cli` is the command, `tui` its interactive screen.

pub mod analysis;
#[cfg(feature = "cli")]
mod cli;
pub mod count;
pub mod engine;
pub mod input;
pub mod json;
pub mod output;
pub mod query;
pub mod record;
pub mod search;
pub mod simd;
pub mod text;
#[cfg(feature = "tui")]
#[doc(hidden)]
pub mod tui;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub use cli::main;
