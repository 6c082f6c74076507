//! The strip of time above the list: all records in grey, those that match in colour, and where the log is blind.

mod bars;
mod geometry;
mod lanes;
mod moves;

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::PaneId;
use super::component::Pane;
use super::lines::title;
use crate::output::moment::{DatePart, Moment, Precision};
use crate::record::time::Time;
use crate::text::{Count, Role, width};
use crate::tui::action::Action;
use crate::tui::blind::{Cause, Stretch};
use crate::tui::draw::Pen;
use crate::tui::effect::Effect;
use crate::tui::height::Height;
use crate::tui::lanes::Lanes;
use crate::tui::ruler::Ruler;
use crate::tui::shared::{Shared, layout};
use crate::tui::theme::Theme;
use crate::tui::timeline::{Bins, Bucket, DAY, Dimension, SECOND, Scale};

use bars::Bars;
use geometry::{above_lanes, ruler};
pub use moves::moment;

/// How time is shown. What is chosen of it all panes have in common.
#[derive(Default)]
pub struct TimelinePane {
    /// What was shown before, the latest last.
    past: Vec<Option<(i64, i64)>>,
    /// The counts.
    pub bins: Option<Box<Bins>>,
    /// What the bars are stacked by.
    dimension: Dimension,
    /// How high a bar is for its count; that of the lanes too.
    height: Height,
    /// The field that its lanes are of, when it has all of the screen: an index into [`LANES`](crate::tui::timeline::LANES).
    lane: usize,
    /// Whether these are stacked in one picture.
    pub(in crate::tui) is_stacked: bool,
    /// Its lanes, when it has all of the screen.
    pub lanes: Option<Box<Lanes>>,
    /// Where on the strip a button of the mouse went down that is down still.
    pub drag: Option<i64>,
}

impl Pane for TimelinePane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        let x = title(shared, pen, PaneId::Timeline);
        let Some(bins) = &self.bins else {
            return;
        };
        self.head(shared, pen, bins, x);
        let Some(rows) = above_lanes(shared, pen.height()) else {
            return self.strip(shared, pen, bins);
        };
        let area = pen.area;
        let height = u16::try_from(rows).unwrap_or(area.height).min(area.height);
        self.strip(shared, &mut pen.within(Rect { height, ..area }), bins);
        let below = Rect::new(area.x, area.y + height, area.width, area.height - height);
        lanes::draw(self, shared, &mut pen.within(below));
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Move(motion) => return self.step(shared, motion),
            Action::Hit(step) => return Some(self.next_match(shared, step)),
            Action::Accept => return Some(self.scope(shared)),
            Action::Zoom(how) => return Some(self.zoom(shared, how)),
            Action::Scale => self.rescale(shared),
            Action::Lanes => self.restack(shared),
            _ => return None,
        }
        Some(Vec::new())
    }
}

impl TimelinePane {
    /// What a bucket is, and what there is under the cursor, as far as there is room.
    fn head(&self, shared: &Shared, pen: &mut Pen<'_>, bins: &Bins, x: usize) {
        let dim = pen.theme.role(Role::Dim);
        let dot = pen.theme.glyphs.dot;
        let scale = &bins.scale;
        let mut x = pen.put(x, 0, &format!(" 1 bucket = {} ", scale.step_name()), dim);
        let here = here(shared, bins);
        let fits = |text: &&String| x + width(text) < pen.width();
        let here = here.iter().find(fits).cloned().unwrap_or_default();
        let untimed = match bins.untimed.all {
            0 => String::new(),
            count => format!("{dot} {} {} ", pen.theme.glyphs.untimed, Count(count)),
        };
        let zoomed = match shared.time.window {
            Some(_) => format!("{dot} zoomed "),
            None => String::new(),
        };
        let height = format!("{dot} {} ", self.height.name());
        // Another scale than the usual one must not be missed.
        let (other, usual) = match self.height == Height::default() {
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
}

/// The bucket under the cursor: when it begins, what is in it, and whether the log is blind there; in ever fewer words.
fn here(shared: &Shared, bins: &Bins) -> Vec<String> {
    let at = moment(shared).and_then(|at| bins.scale.bucket(at));
    let Some((at, bucket)) = at.and_then(|at| Some((at, bins.buckets.get(at)?))) else {
        return Vec::new();
    };
    let start = bins.scale.start_of(at);
    let span = start..start.saturating_add(bins.scale.step);
    let clock = moment_of(start, shared, &bins.scale);
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
    let mut blind = shared.progress.blind.stretches.iter();
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
fn moment_of(time: i64, shared: &Shared, scale: &Scale) -> String {
    let time = Time(i128::from(time));
    let part = of_strip(shared, scale);
    match part {
        DatePart::Day | DatePart::Whole if scale.step >= DAY => {
            part.date(&Moment::new(time, &shared.zone)).to_owned()
        }
        _ => part.text(time, &shared.zone, precision(scale.step)),
    }
}

/// How much of a moment tells it from all others of a strip.
fn of_strip(shared: &Shared, scale: &Scale) -> DatePart {
    let [first, last] = [scale.start, scale.end() - 1].map(|time| Time(i128::from(time)));
    DatePart::of(Some((first, last)), &shared.zone)
}

/// How exact times of day are of buckets of a width.
const fn precision(step: i64) -> Precision {
    match step {
        step if step < SECOND => Precision::Milli,
        step if step < 60 * SECOND => Precision::Second,
        _ => Precision::Minute,
    }
}

impl TimelinePane {
    /// When the bucket begins that is drawn at a column of the pane.
    pub fn moment_at(&self, shared: &Shared, x: usize) -> Option<i64> {
        let bins = self.bins.as_ref()?;
        let width = usize::from(layout::area(shared, PaneId::Timeline).width);
        let bucket = ruler(shared, width, bins.buckets.len()).bucket_at(x);
        Some(bins.scale.start_of(bucket))
    }
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

impl TimelinePane {
    fn strip(&self, shared: &Shared, pen: &mut Pen<'_>, bins: &Bins) {
        let ruler = ruler(shared, pen.width(), bins.buckets.len());
        let height = pen.height().saturating_sub(2);
        let bars = Bars {
            rows: height,
            peak: bins.peak().max(bins.untimed.all),
            height: self.height,
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
            blind(shared, pen, x, height, &span, &bucket, &bars);
        }
        axis(shared, pen, bins, ruler);
    }
}

/// Marks where the log is blind, in the cells that no bar takes.
fn blind(
    shared: &Shared,
    pen: &mut Pen<'_>,
    x: usize,
    height: usize,
    span: &Range<i64>,
    bucket: &Bucket,
    bars: &Bars,
) {
    let mut causes = shared
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
fn axis(shared: &Shared, pen: &mut Pen<'_>, bins: &Bins, ruler: Ruler) {
    let y = pen.height().saturating_sub(1);
    let dim = pen.theme.role(Role::Dim);
    let mut free = 0;
    let mut day = String::new();
    let as_of = of_strip(shared, &bins.scale);
    for column in 0..ruler.columns {
        let x = ruler.left + column;
        if x < free {
            continue;
        }
        let start = bins.scale.start_of(ruler.buckets_of(column).start);
        let text = label(shared, bins, start, &mut day, as_of);
        if x + width(&text) <= pen.width() {
            pen.put(x, y, &text, dim);
            free = x + width(&text) + 5;
        }
    }
    marks(shared, pen, bins, ruler);
    cursor(shared, pen, bins, ruler);
}

/// A moment of the axis; with its day where that is another than the one before.
fn label(shared: &Shared, bins: &Bins, time: i64, day: &mut String, as_of: DatePart) -> String {
    let moment = Moment::new(Time(i128::from(time)), &shared.zone);
    let date = match as_of {
        DatePart::Whole => moment.date(),
        DatePart::None | DatePart::Day => moment.day(),
    };
    if bins.scale.step >= DAY {
        return date.to_owned();
    }
    let clock = moment.clock(precision(bins.scale.step));
    if day == date {
        return clock.to_owned();
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
fn marks(shared: &Shared, pen: &mut Pen<'_>, bins: &Bins, ruler: Ruler) {
    let y = pen.height().saturating_sub(1);
    let [line, start, end] = pen.theme.glyphs.span;
    let style = pen.theme.role(Role::Note);
    let (from, until) = shared.time.marks;
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

fn cursor(shared: &Shared, pen: &mut Pen<'_>, bins: &Bins, ruler: Ruler) {
    let y = pen.height().saturating_sub(1);
    let style = match shared.is_focus(PaneId::Timeline) {
        true => Theme::cursor(),
        false => Theme::heading(),
    };
    if let Some(columns) = moment(shared).and_then(|at| columns_of(bins, ruler, at)) {
        pen.glyph(columns.start, y, pen.theme.glyphs.here, style);
    }
}
