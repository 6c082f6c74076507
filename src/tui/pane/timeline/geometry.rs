//! Which columns and rows of the timeline are the strip's, and which its lanes'.

use crate::tui::pane::PaneId;
use crate::tui::ruler::Ruler;
use crate::tui::shared::{Shared, layout};
use crate::tui::store::UNTIMED;

/// Rows of the strip when it is above its lanes, at most and at least.
const STRIP: (usize, usize) = (8, 4);

/// Rows of the strip in a pane of a height, if there are lanes below it.
pub(super) fn above_lanes(shared: &Shared, height: usize) -> Option<usize> {
    let (most, least) = STRIP;
    let is_split = shared.is_expanded(PaneId::Timeline) && height >= 2 * least;
    is_split.then(|| (height / 2).clamp(least, most))
}

/// Columns at the left of the first bucket: for the names of the lanes, so that these stand under the strip; else for
/// records without a time.
pub(super) fn margin(shared: &Shared) -> usize {
    if above_lanes(shared, layout::height(shared, PaneId::Timeline)).is_some() {
        return names(usize::from(shared.size.0));
    }
    let store = shared.store();
    match store.before(&store.order, UNTIMED + 1) {
        0 => 0,
        _ => 2,
    }
}

/// Which columns of a pane of a width stand for which buckets.
pub(super) fn ruler(shared: &Shared, width: usize, buckets: usize) -> Ruler {
    let left = margin(shared);
    Ruler {
        left,
        columns: width.saturating_sub(left),
        buckets,
    }
}

/// Columns of a lane's name and count, on a screen of a width.
pub(super) fn names(width: usize) -> usize {
    (width / 3).min(26)
}
