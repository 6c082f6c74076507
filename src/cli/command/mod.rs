//! One command a file: what it takes, and how it is carried out.

pub(super) mod count;
pub(super) mod explain;
pub(super) mod fields;
pub(super) mod filter;
pub(super) mod hist;
pub(super) mod macros;
pub(super) mod new;
pub(super) mod rare;
pub(super) mod report;
pub(super) mod stats;
pub(super) mod top;
pub(super) mod tree;
pub(super) mod tui;
