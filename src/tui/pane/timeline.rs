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
use crate::tui::ruler::Ruler;
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
    let mut blind = model.progress.blind.stretches.iter();
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

/// Which columns of a pane of a width stand for which buckets.
pub(super) fn ruler(model: &Model, width: usize, buckets: usize) -> Ruler {
    let left = margin(model);
    Ruler {
        left,
        columns: width.saturating_sub(left),
        buckets,
    }
}

/// When the bucket begins that is drawn at a column of the pane.
pub(in crate::tui) fn moment_at(model: &Model, x: usize) -> Option<i64> {
    let bins = model.timeline.bins.as_ref()?;
    let width = usize::from(update::area(model, &PANE).width);
    let bucket = ruler(model, width, bins.buckets.len()).bucket_at(x);
    Some(bins.scale.start_of(bucket))
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
    let ruler = ruler(model, pen.width(), bins.buckets.len());
    let height = pen.height().saturating_sub(2);
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
    for column in 0..ruler.columns {
        let (x, range) = (ruler.left + column, ruler.buckets_of(column));
        let bucket = sum(bins.buckets.get(range.clone()).unwrap_or_default());
        bars.draw(pen, x, &bucket);
        let span = bins.scale.start_of(range.start)..bins.scale.start_of(range.end);
        blind(model, pen, x, height, &span, &bucket, &bars);
    }
    axis(model, pen, bins, ruler);
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
        .stretches
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
fn axis(model: &Model, pen: &mut Pen<'_>, bins: &Bins, ruler: Ruler) {
    let y = pen.height().saturating_sub(1);
    let dim = pen.theme.role(Role::Dim);
    let mut free = 0;
    let mut day = String::new();
    let as_of = of_strip(model, &bins.scale);
    for column in 0..ruler.columns {
        let x = ruler.left + column;
        if x < free {
            continue;
        }
        let start = bins.scale.start_of(ruler.buckets_of(column).start);
        let text = label(model, bins, start, &mut day, as_of);
        if x + width(&text) <= pen.width() {
            pen.put(x, y, &text, dim);
            free = x + width(&text) + 5;
        }
    }
    marks(model, pen, bins, ruler);
    cursor(model, pen, bins, ruler);
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

/// Columns of the pane at which a moment's bucket is drawn.
fn columns_of(bins: &Bins, ruler: Ruler, time: i64) -> Option<Range<usize>> {
    let columns = ruler.columns_of(bins.scale.bucket(time)?);
    Some(ruler.left + columns.start..ruler.left + columns.end)
}

/// The marked span, as far as it is on the screen.
fn marks(model: &Model, pen: &mut Pen<'_>, bins: &Bins, ruler: Ruler) {
    let y = pen.height().saturating_sub(1);
    let [line, start, end] = pen.theme.glyphs.span;
    let style = pen.theme.role(Role::Note);
    let (from, until) = model.timeline.marks;
    let column = |time: i64| columns_of(bins, ruler, time);
    if let (Some(from), Some(until)) = (from, until) {
        let shown = from.max(bins.scale.start)..until.min(bins.scale.end());
        let [first, last] = [shown.start, shown.end - 1].map(column);
        if let (false, Some(first), Some(last)) = (shown.is_empty(), first, last) {
            for x in first.start..last.end {
                pen.glyph(x, y, line, style);
            }
        }
    }
    if let Some(columns) = from.and_then(column) {
        pen.glyph(columns.start, y, start, style);
    }
    if let Some(columns) = until.and_then(|until| column(until - 1)) {
        pen.glyph(columns.end - 1, y, end, style);
    }
}

fn cursor(model: &Model, pen: &mut Pen<'_>, bins: &Bins, ruler: Ruler) {
    let y = pen.height().saturating_sub(1);
    let style = match model.is_focus(&PANE) {
        true => Theme::cursor(),
        false => Theme::heading(),
    };
    if let Some(columns) = moment(model).and_then(|at| columns_of(bins, ruler, at)) {
        pen.glyph(columns.start, y, pen.theme.glyphs.here, style);
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
