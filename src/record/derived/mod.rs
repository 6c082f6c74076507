//! Virtual fields, filed by what they are read from. Rules: `KubeArmor`'s `monitor/logUpdate.go`
//! and `feeder/feeder.go`, which write the texts read here.

pub mod behaviour;
pub mod network;
pub mod normal;
pub mod pairs;
pub mod process;
pub mod tags;
pub mod workload;

use std::borrow::Cow;
use std::ops::Range;

use super::value::Value;

/// Receives the values of a field, one by one; answers whether to stop.
pub type Visit<'v, 'a> = &'v mut dyn FnMut(&Value<'a>) -> bool;

/// A part of a text, borrowed where the whole is.
pub(crate) fn part<'a>(whole: &Cow<'a, str>, range: Range<usize>) -> Cow<'a, str> {
    match whole {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(range).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(range).unwrap_or_default().to_owned()),
    }
}
