//! knoxlog explores the telemetry of clusters watched by `KubeArmor` / `AccuKnox`.
//!
//! Bytes flow one way: `block → line → payload → record → plan → hit → part → writer`.
//! A query is compiled whole before the first byte is read.

pub mod analysis;
pub mod cli;
pub mod count;
pub mod engine;
pub mod input;
pub mod json;
pub mod output;
pub mod query;
pub mod record;
pub mod simd;
pub mod text;
pub mod tui;
