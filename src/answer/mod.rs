//! Answers that are made of many records: folds and what they come to. Knows nothing of how it is shown.

mod bins;
pub mod gaps;
mod groups;

pub use bins::{Bins, DOUBLING, Scale};
pub use groups::{Group, Groups, Measure, Tallies};
