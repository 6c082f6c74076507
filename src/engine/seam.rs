//! Objects side by side on a line.

use crate::json::full::validate;
use crate::json::{Malformed, Reason};

/// Where one object may follow another.
pub(super) const SEAM: &[u8] = b"}{";

/// Whether a text is no object because another one follows it.
pub(super) fn is_seam(text: &[u8], why: Malformed) -> bool {
    let around = why.at.checked_sub(1).and_then(|at| text.get(at..at + 2));
    why.reason == Reason::Trailing && around == Some(SEAM)
}

/// Where an object ends on which another one follows.
pub(super) fn seam_of(text: &[u8]) -> Option<usize> {
    match validate(text) {
        Err(why) if is_seam(text, why) => Some(why.at),
        _ => None,
    }
}
