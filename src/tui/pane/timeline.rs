//! The strip of time above the list: all records in grey, those that match in colour, and where the log is blind.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::bars::Bars;
use super::{Pane, Place, lanes, title};
use crate::record::time::Time;
use crate::text::{Count, Role, width};
use crate::tui::action::Action;
use crate::tui::blind::{Cause, Stretch};
use crate::tui::clock::Clock;
use crate::tui::draw::Pen;
use crate::tui::height::Height;
use crate::tui::model::{Effect, Model};
use crate::tui::store::UNTIMED;
use crate::tui::theme::Theme;
use crate::tui::timeline::{Bins, Bucket, DAY, SECOND, Scale};
use crate::tui::update;
use crate::tui::update::timeline::{moment, next_match, rescale, restack, scope, step, zoom};

/// The pane.
pub static PANE: Pane = Pane {
    name: "timeline",
    doc: "how many records there are over time, and how they ended",
    place: Place::Top,
    writes: false,
    draw,
    act,
};

/// Rows of the strip when it is above its lanes, at most and at least.
const STRIP: (usize, usize) = (8, 4);

/// Rows of the strip in a pane of a height, if there are lanes below it.
fn above_lanes(model: &Model, height: usize) -> Option<usize> {
    let (most, least) = STRIP;
    let is_split = model.is_expanded(&PANE) && height >= 2 * least;
    is_split.then(|| (height / 2).clamp(least, most))
}

/// Columns at the left of the first bucket: for the names of the lanes, so that these stand under the strip; else for
/// records without a time.
pub(in crate::tui) fn margin(model: &Model) -> usize {
    if above_lanes(model, update::height(model, &PANE)).is_some() {
        return lanes::names(usize::from(model.size.0));
    }
    let store = model.store();
    match store.before(&store.order, UNTIMED + 1) {
        0 => 0,
        _ => 2,
    }
}

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let x = title(model, pen, &PANE);
    let Some(bins) = &model.timeline.bins else {
        return;
    };
    head(model, pen, bins, x);
    let Some(rows) = above_lanes(model, pen.height()) else {
        return strip(model, pen, bins);
    };
    let area = pen.area;
    let height = u16::try_from(rows).unwrap_or(area.height).min(area.height);
    strip(model, &mut pen.within(Rect { height, ..area }), bins);
    let below = Rect::new(area.x, area.y + height, area.width, area.height - height);
    lanes::draw(model, &mut pen.within(below));
}

/// What a bucket is, and what there is under the cursor, as far as there is room.
fn head(model: &Model, pen: &mut Pen<'_>, bins: &Bins, x: usize) {
    let dim = pen.theme.role(Role::Dim);
    let dot = pen.theme.glyphs.dot;
    let scale = &bins.scale;
    let mut x = pen.put(x, 0, &format!(" 1 bucket = {} ", scale.step_name()), dim);
    let here = here(model, bins);
    let fits = |text: &&String| x + width(text) < pen.width();
    let here = here.iter().find(fits).cloned().unwrap_or_default();
    let untimed = match bins.untimed.all {
        0 => String::new(),
        count => format!("{dot} {} {} ", pen.theme.glyphs.untimed, Count(count)),
    };
    let zoomed = match model.timeline.window {
        Some(_) => format!("{dot} zoomed "),
        None => String::new(),
    };
    let height = format!("{dot} {} ", model.timeline.height.name());
    // Another scale than the usual one must not be missed.
    let (other, usual) = match model.timeline.height == Height::default() {
        true => (String::new(), height),
        false => (height, String::new()),
    };
    let parts = [
        untimed,
        zoomed,
        other,
        format!("{dot} by {} ", scale.dimension.name()),
        format!("{dot} peak {} ", Count(bins.peak())),
        usual,
    ];
    for part in parts {
        if x + width(&part) + width(&here) < pen.width() {
            x = pen.put(x, 0, &part, dim);
        }
    }
    pen.put_right(x, 0, &here, Style::new());
}

/// The bucket under the cursor: when it begins, what is in it, and whether the log is blind there; in ever fewer words.
fn here(model: &Model, bins: &Bins) -> Vec<String> {
    let at = moment(model).and_then(|at| bins.scale.bucket(at));
    let Some((at, bucket)) = at.and_then(|at| Some((at, bins.buckets.get(at)?))) else {
        return Vec::new();
    };
    let start = bins.scale.start_of(at);
    let span = start..start.saturating_add(bins.scale.step);
    let clock = moment_of(start, model, &bins.scale);
    let counts = format!("{} of {}", Count(bucket.matched()), Count(bucket.all));
    let names = bins.scale.dimension.bands();
    let bands = names.iter().zip(bucket.bands).rev();
    let bands: Vec<String> = bands
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name} {}", Count(count)))
        .collect();
    let bands = match bands.is_empty() {
        true => String::new(),
        false => format!(": {}", bands.join(", ")),
    };
    let mut blind = model.progress.blind.iter();
    let blind = blind.find(|stretch| touches(stretch, &span));
    let blind = blind.map_or(String::new(), |stretch| format!("; {}", stretch.words()));
    vec![
        format!(" {clock} {counts}{bands}{blind} "),
        format!(" {clock} {counts}{blind} "),
        format!(" {clock} {counts}{bands} "),
        format!(" {clock} {counts} "),
    ]
}

fn touches(stretch: &Stretch, span: &Range<i64>) -> bool {
    stretch.start < span.end && stretch.end > span.start
}

/// A moment as exact as buckets are: with its day where they are of several, with its year where these are of several.
fn moment_of(time: i64, model: &Model, scale: &Scale) -> String {
    let date = date_of(time, model);
    let date = match of_strip(model, scale) {
        Clock::Day => "",
        Clock::Year => date.get(5..).unwrap_or_default(),
        Clock::Any => &date,
    };
    match (date, scale.step) {
        ("", _) => clock(time, model, scale.step),
        (date, step) if step >= DAY => date.to_owned(),
        (date, step) => format!("{date} {}", clock(time, model, step)),
    }
}

fn date_of(time: i64, model: &Model) -> String {
    let text = Time(i128::from(time)).in_zone(&model.zone).to_string();
    text.get(..10).unwrap_or(&text).to_owned()
}

/// How much of a moment tells it from all others of a strip.
fn of_strip(model: &Model, scale: &Scale) -> Clock {
    let [first, last] = [scale.start, scale.end() - 1].map(|time| Time(i128::from(time)));
    Clock::of(Some((first, last)), &model.zone)
}

/// A time of day, as exact as buckets are.
fn clock(time: i64, model: &Model, step: i64) -> String {
    let text = Time(i128::from(time)).in_zone(&model.zone).to_string();
    let end = match step {
        step if step < SECOND => 23,
        step if step < 60 * SECOND => 19,
        _ => 16,
    };
    text.get(11..end).unwrap_or(&text).to_owned()
}

/// The buckets that a column stands for.
pub(super) fn buckets_of(x: usize, width: usize, count: usize) -> Range<usize> {
    let start = x * count / width.max(1);
    let end = (x + 1) * count / width.max(1);
    start..end.max(start + 1).min(count)
}

/// All counts of some buckets together.
fn sum(buckets: &[Bucket]) -> Bucket {
    let mut all = Bucket::default();
    for bucket in buckets {
        all.all += bucket.all;
        for (sum, count) in all.bands.iter_mut().zip(bucket.bands) {
            *sum += count;
        }
    }
    all
}

fn strip(model: &Model, pen: &mut Pen<'_>, bins: &Bins) {
    let left = margin(model);
    let height = pen.height().saturating_sub(2);
    let columns = pen.width().saturating_sub(left);
    let bars = Bars {
        rows: height,
        peak: bins.peak().max(bins.untimed.all),
        height: model.timeline.height,
        dimension: bins.scale.dimension,
    };
    if bins.untimed.all > 0 {
        bars.draw(pen, 0, &bins.untimed);
        let axis = pen.height().saturating_sub(1);
        pen.glyph(0, axis, pen.theme.glyphs.untimed, pen.theme.role(Role::Dim));
    }
    for x in 0..columns {
        let range = buckets_of(x, columns, bins.buckets.len());
        let bucket = sum(bins.buckets.get(range.clone()).unwrap_or_default());
        bars.draw(pen, left + x, &bucket);
        let span = bins.scale.start_of(range.start)..bins.scale.start_of(range.end);
        blind(model, pen, left + x, height, &span, &bucket, &bars);
    }
    axis(model, pen, bins, left);
}

/// Marks where the log is blind, in the cells that no bar takes.
fn blind(
    model: &Model,
    pen: &mut Pen<'_>,
    x: usize,
    height: usize,
    span: &Range<i64>,
    bucket: &Bucket,
    bars: &Bars,
) {
    let mut causes = model
        .progress
        .blind
        .iter()
        .filter(|stretch| touches(stretch, span));
    let Some(first) = causes.next() else {
        return;
    };
    let is_dropped =
        first.cause == Cause::Dropped || causes.any(|stretch| stretch.cause == Cause::Dropped);
    let taken = bars.taken(bucket, pen.theme);
    let (glyph, style) = match is_dropped {
        true => (pen.theme.glyphs.dropped, pen.theme.role(Role::Warning)),
        false => (pen.theme.glyphs.silence, pen.theme.role(Role::Dim)),
    };
    let cells = if is_dropped { height } else { taken.max(1) };
    for y in taken..cells.min(height) {
        pen.glyph(x, height - y, glyph, style);
    }
}

/// Moments below the bars, the marked span, and the cursor.
fn axis(model: &Model, pen: &mut Pen<'_>, bins: &Bins, left: usize) {
    let y = pen.height().saturating_sub(1);
    let columns = pen.width().saturating_sub(left);
    let dim = pen.theme.role(Role::Dim);
    let mut free = 0;
    let mut day = String::new();
    let as_of = of_strip(model, &bins.scale);
    for x in 0..columns {
        let range = buckets_of(x, columns, bins.buckets.len());
        let start = bins.scale.start_of(range.start);
        if x < free {
            continue;
        }
        let text = label(model, bins, start, &mut day, as_of);
        if left + x + width(&text) <= pen.width() {
            pen.put(left + x, y, &text, dim);
            free = x + width(&text) + 5;
        }
    }
    marks(model, pen, bins, left);
    cursor(model, pen, bins, left);
}

/// A moment of the axis; with its day where that is another than the one before.
fn label(model: &Model, bins: &Bins, time: i64, day: &mut String, as_of: Clock) -> String {
    let date = date_of(time, model);
    let date = match as_of {
        Clock::Any => &date,
        Clock::Day | Clock::Year => date.get(5..).unwrap_or_default(),
    };
    if bins.scale.step >= DAY {
        return date.to_owned();
    }
    let clock = clock(time, model, bins.scale.step);
    if day == date {
        return clock;
    }
    date.clone_into(day);
    format!("{date} {clock}")
}

/// Columns of a moment's bucket.
fn columns_of(bins: &Bins, time: i64, columns: usize) -> Range<usize> {
    let Some(bucket) = bins.scale.bucket(time) else {
        return 0..0;
    };
    let count = bins.buckets.len().max(1);
    let start = (bucket * columns).div_ceil(count);
    let end = ((bucket + 1) * columns).div_ceil(count);
    start..end.max(start + 1)
}

fn marks(model: &Model, pen: &mut Pen<'_>, bins: &Bins, left: usize) {
    let y = pen.height().saturating_sub(1);
    let columns = pen.width().saturating_sub(left);
    let [line, start, end] = pen.theme.glyphs.span;
    let style = pen.theme.role(Role::Note);
    let (from, until) = model.timeline.marks;
    let from = from.map(|from| columns_of(bins, from, columns).start);
    let until = until.map(|until| columns_of(bins, until - 1, columns).end.saturating_sub(1));
    if let (Some(from), Some(until)) = (from, until) {
        for x in from..until {
            pen.glyph(left + x, y, line, style);
        }
    }
    for (x, glyph) in [(from, start), (until, end)] {
        if let Some(x) = x {
            pen.glyph(left + x, y, glyph, style);
        }
    }
}

fn cursor(model: &Model, pen: &mut Pen<'_>, bins: &Bins, left: usize) {
    let y = pen.height().saturating_sub(1);
    let columns = pen.width().saturating_sub(left);
    let Some(at) = moment(model) else {
        return;
    };
    let style = match model.is_focus(&PANE) {
        true => Theme::cursor(),
        false => Theme::heading(),
    };
    if let Some(x) = columns_of(bins, at, columns).next() {
        pen.glyph(left + x, y, pen.theme.glyphs.here, style);
    }
}

fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Move(motion) => step(model, motion),
        Action::Hit(step) => Some(next_match(model, step)),
        Action::Accept => Some(scope(model)),
        Action::Zoom(how) => Some(zoom(model, how)),
        Action::Scale => {
            rescale(model);
            Some(Vec::new())
        }
        Action::Lanes => {
            restack(model);
            Some(Vec::new())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bucket_is_in_a_column() {
        for (width, count) in [(10, 10), (80, 33), (30, 80), (1, 7), (7, 1)] {
            let mut next = 0;
            for x in 0..width {
                let range = buckets_of(x, width, count);
                assert!(
                    range.start <= next && !range.is_empty(),
                    "{width} {count} {x}"
                );
                next = next.max(range.end);
            }
            assert_eq!(next, count, "{width} {count}");
        }
    }
}
