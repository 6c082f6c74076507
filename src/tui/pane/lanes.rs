//! The lanes below the strip, when the timeline has all of the screen: one for each of the most frequent values of a field.

use super::timeline::{buckets_of, scaled};
use crate::text::{Count, Role, width};
use crate::tui::draw::{Pen, middle};
use crate::tui::lanes::Lane;
use crate::tui::model::Model;

/// Columns of a lane's name and count.
const NAMES: usize = 26;

/// A row or more for each of the most frequent values of a field.
pub(super) fn draw(model: &Model, pen: &mut Pen<'_>) {
    let dim = pen.theme.role(Role::Dim);
    pen.rule(0, 0, pen.theme.glyphs.rule, dim);
    let Some(lanes) = &model.lanes else {
        pen.put(1, 0, " counting ", dim);
        return;
    };
    let state = if lanes.is_whole { "" } else { ", counting" };
    pen.put(
        1,
        0,
        &format!(
            " lanes by {}{state} {} b: by something else ",
            lanes.field, pen.theme.glyphs.dot
        ),
        dim,
    );
    let shown = lanes.shown();
    let room = pen.height().saturating_sub(1);
    let each = (room / shown.len().max(1)).clamp(1, 4);
    for (at, lane) in shown.iter().enumerate().take(room / each) {
        self::lane(pen, lane, 1 + at * each, each);
    }
}

fn lane(pen: &mut Pen<'_>, lane: &Lane, top: usize, height: usize) {
    let count = Count(lane.total).to_string();
    let dim = pen.theme.role(Role::Dim);
    let name = match lane.name.as_str() {
        "" => "(none)",
        name => name,
    };
    let room = NAMES.saturating_sub(width(&count) + 3);
    let style = match name {
        "denied" => pen.theme.role(Role::Denied),
        _ => pen.theme.role(Role::Place),
    };
    let bottom = top + height - 1;
    pen.put(1, bottom, &middle(name, room, pen.theme.glyphs.more), style);
    pen.put(NAMES - width(&count) - 1, bottom, &count, dim);
    let columns = pen.width().saturating_sub(NAMES);
    let levels = pen.theme.glyphs.bars.len();
    let counts: Vec<u64> = (0..columns)
        .map(|x| {
            let range = buckets_of(x, columns, lane.counts.len());
            let counts = lane.counts.get(range).unwrap_or_default();
            counts.iter().map(|count| u64::from(*count)).sum()
        })
        .collect();
    let peak = counts.iter().copied().max().unwrap_or(0);
    for (x, count) in counts.iter().enumerate() {
        let tall = scaled(*count, peak, height * levels);
        for y in 0..height {
            let level = tall.saturating_sub(y * levels).min(levels);
            let glyph = level
                .checked_sub(1)
                .and_then(|at| pen.theme.glyphs.bars.get(at));
            if let Some(glyph) = glyph {
                pen.glyph(NAMES + x, bottom - y, glyph, style);
            }
        }
    }
}
