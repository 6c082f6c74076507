//! Answers that are made of many records: folds and what they come to. Knows nothing of how it is shown.

mod bins;
mod collapse;
pub mod gaps;
mod groups;
mod histogram;
mod label;
mod novelty;
pub mod overview;
pub mod process;
mod summary;
mod timeline;
mod width;

pub use bins::{Bins, DOUBLING, Scale};
pub use collapse::{Event, RULES, Rule, Trace, Window};
pub use groups::{GroupPart, Groups, Observe};
pub use histogram::{Axis, Blind, Histogram, Label, Series, TooMany, Why};
pub use label::{Labels, MOST_CHOICES};
pub use novelty::{
    Beyond, Extent, Hashers, MOST_BYTES, MOST_KNOWN, MOST_NEW, New, Novelty, Seen, Side, Unlike,
};
pub use summary::{Distribution, Summary, enclosing};
pub use timeline::{MOST_BUCKETS, Timeline, TimelineCounts};
pub use width::{LADDER, Unit, Width};
