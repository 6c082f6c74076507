//! The library: its language, its readers and its folds, against specifications, naive twins and all code points.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_collect,
    reason = "helpers of tests may stop at the first surprise"
)]

mod forest;
mod json;
mod properties;
mod query;
mod sanitiser;
