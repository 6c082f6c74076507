//! The timeline: what it shows of time, and where its cursor is.

use crate::tui::action::{End, Motion, Step, Zoom};
use crate::tui::lanes::Lanes;
use crate::tui::model::{Effect, Model};
use crate::tui::pane;
use crate::tui::store::UNTIMED;
use crate::tui::timeline::{LANES, Scale, extent};
use crate::tui::worker::{Asked, Job};

use super::{list, narrow};

/// Buckets that are gone to as peaks.
const PEAKS: usize = 5;

/// How time is cut now; `None` if no record has a time.
pub fn scale(model: &Model) -> Option<Scale> {
    let span = model.timeline.window.or_else(|| extent(model.store()))?;
    let columns = usize::from(model.size.0).saturating_sub(pane::timeline::margin(model));
    Some(Scale::fit(span, columns, model.timeline.dimension))
}

/// Counts what is shown.
pub fn count(model: &mut Model) -> Vec<Effect> {
    let Some(scale) = scale(model) else {
        return Vec::new();
    };
    let mut effects = vec![Effect::Job(Job::Bins {
        scale,
        store: model.store().clone(),
        rows: model.matched.rows.clone(),
    })];
    if model.is_expanded(&pane::timeline::PANE) {
        let field = LANES.get(model.timeline.lane).copied().unwrap_or("outcome");
        model.lanes = model.lanes.take().filter(|lanes| is_same(lanes, field));
        let asked = Asked {
            generation: model.next_generation(),
            field: field.to_owned(),
            terms: model.filter.terms(),
            store: model.store().clone(),
        };
        effects.push(Effect::Job(Job::Lanes(asked, scale)));
    }
    effects
}

/// Whether lanes are of that field: those may be shown until the new ones are counted.
fn is_same(lanes: &Lanes, field: &str) -> bool {
    lanes.field == field
}

/// The moment that the cursor is at: the bucket that was gone to, else that of the record under the list's cursor.
pub fn moment(model: &Model) -> Option<i64> {
    let current = model.current().map(|ordinal| model.store().time(ordinal));
    model
        .timeline
        .at
        .or(current.filter(|time| *time != UNTIMED))
}

/// Moves the cursor by buckets.
pub fn step(model: &mut Model, motion: Motion) -> Option<Vec<Effect>> {
    let scale = scale(model)?;
    let at = moment(model)
        .unwrap_or(scale.start)
        .clamp(scale.start, scale.end() - 1);
    let by = i64::try_from(model.count.unwrap_or(1)).unwrap_or(i64::MAX);
    let steps = |count: i64| scale.step.saturating_mul(by.saturating_mul(count));
    let to = match motion {
        Motion::Left => at.saturating_sub(steps(1)),
        Motion::Right => at.saturating_add(steps(1)),
        Motion::FarLeft => at.saturating_sub(steps(10)),
        Motion::FarRight => at.saturating_add(steps(10)),
        Motion::First => scale.start,
        Motion::Last => scale.end() - 1,
        Motion::At(x, 1..) => pane::timeline::moment_at(model, x)?,
        _ => return None,
    };
    Some(go(model, to))
}

/// Puts the cursor on the bucket of a moment, and the list's on the first record from there on. What is shown moves along.
pub fn go(model: &mut Model, to: i64) -> Vec<Effect> {
    let (Some(scale), Some((first, last))) = (scale(model), extent(model.store())) else {
        return Vec::new();
    };
    let to = to.clamp(first.min(scale.start), last);
    let start = to.div_euclid(scale.step).saturating_mul(scale.step);
    if model.list.sort.is_none() {
        let row = model.store().before(model.rows(), start.max(UNTIMED + 1));
        list::go(model, row);
    }
    model.timeline.at = Some(start);
    pan(model, start)
}

/// Moves what is shown so that a moment is among it.
pub fn pan(model: &mut Model, to: i64) -> Vec<Effect> {
    let Some((from, until)) = model.timeline.window else {
        return Vec::new();
    };
    // What is on the screen begins and ends with whole buckets.
    if scale(model).is_some_and(|scale| scale.bucket(to).is_some()) {
        return Vec::new();
    }
    let length = until.saturating_sub(from);
    let start = to.saturating_sub(length / 2);
    model.timeline.window = Some((start, start.saturating_add(length)));
    count(model)
}

/// Shows more or less of time, about the cursor.
pub fn zoom(model: &mut Model, zoom: Zoom) -> Vec<Effect> {
    let about = moment(model).unwrap_or(i64::MIN);
    zoom_at(model, zoom, about)
}

/// Shows more or less of time, about a moment, which stays where it is. No record is left out of the list by that.
pub fn zoom_at(model: &mut Model, zoom: Zoom, about: i64) -> Vec<Effect> {
    let Some(whole) = extent(model.store()) else {
        return Vec::new();
    };
    let now = model.timeline.window;
    let (from, until) = now.unwrap_or(whole);
    let at = about.clamp(from, until);
    let columns = i64::from(model.size.0.max(1));
    let (before, behind) = (at.saturating_sub(from), until.saturating_sub(at));
    let next = match zoom {
        // A bucket is a millisecond at least.
        Zoom::In if until.saturating_sub(from) <= columns * 1_000_000 => now,
        Zoom::In => Some((at - before / 2, at + behind / 2)),
        Zoom::Out => {
            let wide = (
                at.saturating_sub(before * 2),
                at.saturating_add(behind.max(1) * 2),
            );
            Some(wide).filter(|(from, until)| *from > whole.0 || *until < whole.1)
        }
        Zoom::Fit => None,
        Zoom::Undo => {
            let Some(past) = model.timeline.past.pop() else {
                model.say("nothing was shown before");
                return Vec::new();
            };
            model.timeline.window = past;
            return count(model);
        }
    };
    if next == now {
        return Vec::new();
    }
    model.timeline.past.push(now);
    model.timeline.window = next;
    count(model)
}

/// Stacks the bars by something else; the lanes too.
pub fn stack(model: &mut Model) -> Vec<Effect> {
    if model.is_expanded(&pane::timeline::PANE) {
        model.timeline.lane = (model.timeline.lane + 1) % LANES.len();
    } else {
        model.timeline.dimension = model.timeline.dimension.next();
    }
    count(model)
}

/// Draws bars by another scale of counts.
pub fn rescale(model: &mut Model) {
    model.timeline.height = model.timeline.height.next();
    let name = model.timeline.height.name();
    model.say(&format!("heights of bars: {name}"));
}

/// Stacks the lanes in one picture, or takes them apart.
pub fn restack(model: &mut Model) {
    if !model.is_expanded(&pane::timeline::PANE) {
        return model.say("z gives the timeline all of the screen: there it has lanes");
    }
    model.timeline.is_stacked = !model.timeline.is_stacked;
}

/// Marks an end of a span at the cursor.
pub fn mark(model: &mut Model, end: End) {
    let (Some(scale), Some(at)) = (scale(model), moment(model)) else {
        return;
    };
    let start = at.div_euclid(scale.step).saturating_mul(scale.step);
    match end {
        End::Start => model.timeline.marks.0 = Some(start),
        End::Stop => model.timeline.marks.1 = Some(start.saturating_add(scale.step)),
    }
    model.say(MARKED);
}

/// Marks the span from one bucket to another.
pub fn mark_span(model: &mut Model, first: i64, last: i64) {
    if let Some(scale) = scale(model) {
        model.timeline.marks = (Some(first), Some(last.saturating_add(scale.step)));
        model.say(MARKED);
    }
}

/// What can be done with a mark.
const MARKED: &str = "Enter: filter by the marked span; Esc in the list: no marks";

/// Filters by the marked span; by the bucket under the cursor if nothing is marked.
pub fn scope(model: &mut Model) -> Vec<Effect> {
    let (Some(scale), Some(at)) = (scale(model), moment(model)) else {
        return Vec::new();
    };
    let start = at.div_euclid(scale.step).saturating_mul(scale.step);
    let end = start.saturating_add(scale.step);
    let (from, until) = match std::mem::take(&mut model.timeline.marks) {
        (Some(from), Some(until)) if from < until => (from, until),
        (Some(from), Some(until)) => (until - scale.step, from.saturating_add(scale.step)),
        (Some(from), None) => (from.min(start), end.max(from.saturating_add(scale.step))),
        (None, Some(until)) => (start.min(until - scale.step), until),
        (None, None) => (start, end),
    };
    narrow::scope(model, &narrow::span(from, until))
}

/// To the next bucket with a match, or the one before.
pub fn next_match(model: &mut Model, step: Step) -> Vec<Effect> {
    let (Some(scale), Some(at)) = (scale(model), moment(model)) else {
        return Vec::new();
    };
    let start = at.div_euclid(scale.step).saturating_mul(scale.step);
    let rows = &model.matched.rows;
    let row = match step {
        Step::Next => Some(model.store().before(rows, start.saturating_add(scale.step))),
        Step::Previous => model.store().before(rows, start).checked_sub(1),
    };
    let time = row
        .and_then(|row| rows.get(row))
        .map(|row| model.store().time(*row));
    let Some(time) = time.filter(|time| *time != UNTIMED) else {
        model.say("no more buckets with a match");
        return Vec::new();
    };
    go(model, time)
}

/// To the next of the highest buckets, or the one before.
pub fn peak(model: &mut Model, step: Step) -> Vec<Effect> {
    let Some(bins) = &model.timeline.bins else {
        return Vec::new();
    };
    let at = moment(model).and_then(|at| bins.scale.bucket(at));
    let mut peaks: Vec<(usize, u64)> = bins
        .buckets
        .iter()
        .map(super::super::timeline::Bucket::matched)
        .enumerate()
        .filter(|(_, count)| *count > 0)
        .collect();
    peaks.sort_by_key(|(at, count)| (std::cmp::Reverse(*count), *at));
    peaks.truncate(PEAKS);
    let places = peaks.iter().map(|(at, _)| *at);
    let next = match (step, at) {
        (Step::Next, at) => places.filter(|place| at.is_none_or(|at| *place > at)).min(),
        (Step::Previous, at) => places.filter(|place| at.is_none_or(|at| *place < at)).max(),
    };
    let Some(to) = next.map(|bucket| bins.scale.start_of(bucket)) else {
        model.say("no more peaks");
        return Vec::new();
    };
    go(model, to)
}
