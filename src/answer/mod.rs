//! Answers that are made of many records: folds and what they come to. Knows nothing of how it is shown.

mod groups;

pub use groups::{Group, Groups, Measure, Tallies};
