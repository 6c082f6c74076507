//! Answers that are made of many records: folds and what they come to. Knows nothing of how it is shown.

mod bins;
mod collapse;
pub mod forest;
pub mod gaps;
mod groups;
mod histogram;
mod label;
mod novelty;
pub mod overview;
mod ranking;
mod share;
mod sight;
mod store;
mod timeline;
mod width;

pub use bins::{Bins, DOUBLING, Scale};
pub use collapse::{Event, RULES, Rule, Trace, Window};
pub use groups::{Groups, Measure, Tallies};
pub use histogram::{Axis, Blind, Histogram, Label, Series, TooMany, Why};
pub use label::{Group, Labels, MOST_CHOICES};
pub use novelty::{
    Beyond, Extent, Hashers, MOST_BYTES, MOST_KNOWN, MOST_NEW, New, Novelty, Seen, Side, Unlike,
};
pub use ranking::{Counted, Ranking, Wanted, percent};
pub use share::{MOST_GROUPS, MOST_MEMORY, Room, Share};
pub use sight::{Sight, Trend, enclosing};
pub use timeline::{Course, MOST_BUCKETS, MOST_VALUES, Timeline};
pub use width::{LADDER, Unit, Width};
