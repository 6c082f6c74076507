//! The timeline: what it shows of time, and where its cursor is.

use super::TimelinePane;
use super::geometry::margin;
use crate::tui::action::{Action, End, Motion, Step, Zoom};
use crate::tui::effect::Effect;
use crate::tui::job::{Asked, Job};
use crate::tui::lanes::Lanes;
use crate::tui::pane::PaneId;
use crate::tui::shared::{Shared, list, narrow};
use crate::tui::store::UNTIMED;
use crate::tui::timeline::{Bucket, LANES, Scale, extent};

/// Buckets that are gone to as peaks.
const PEAKS: usize = 5;

/// What can be done with a mark.
const MARKED: &str = "Enter: filter by the marked span; Esc in the list: no marks";

/// The moment that the cursor is at: the bucket that was gone to, else that of the record under the list's cursor.
pub fn moment(shared: &Shared) -> Option<i64> {
    let current = shared.current().map(|ordinal| shared.store().time(ordinal));
    shared.time.at.or(current.filter(|time| *time != UNTIMED))
}

impl TimelinePane {
    /// How time is cut now; `None` if no record has a time.
    fn scale(&self, shared: &Shared) -> Option<Scale> {
        let span = shared.time.window.or_else(|| extent(shared.store()))?;
        let columns = usize::from(shared.size.0).saturating_sub(margin(shared));
        Some(Scale::fit(span, columns, self.dimension))
    }

    /// Counts what is shown.
    pub fn count(&mut self, shared: &mut Shared) -> Vec<Effect> {
        let Some(scale) = self.scale(shared) else {
            return Vec::new();
        };
        let mut effects = vec![Effect::Job(Job::Bins {
            scale,
            store: shared.store().clone(),
            rows: shared.matched.rows.clone(),
        })];
        if shared.is_expanded(PaneId::Timeline) {
            let field = LANES.get(self.lane).copied().unwrap_or("outcome");
            // Those may be shown until the new ones are counted.
            self.lanes = self.lanes.take().filter(|lanes| lanes.field == field);
            let asked = Asked {
                generation: shared.next_generation(),
                field: field.to_owned(),
                terms: shared.filter.terms(),
                store: shared.store().clone(),
            };
            effects.push(Effect::Job(Job::Lanes(asked, scale)));
        }
        effects
    }

    /// Moves the cursor by buckets.
    pub(super) fn step(&mut self, shared: &mut Shared, motion: Motion) -> Option<Vec<Effect>> {
        let scale = self.scale(shared)?;
        let at = moment(shared)
            .unwrap_or(scale.start)
            .clamp(scale.start, scale.end() - 1);
        let by = i64::try_from(shared.count.unwrap_or(1)).unwrap_or(i64::MAX);
        let steps = |count: i64| scale.step.saturating_mul(by.saturating_mul(count));
        let to = match motion {
            Motion::Left => at.saturating_sub(steps(1)),
            Motion::Right => at.saturating_add(steps(1)),
            Motion::FarLeft => at.saturating_sub(steps(10)),
            Motion::FarRight => at.saturating_add(steps(10)),
            Motion::First => scale.start,
            Motion::Last => scale.end() - 1,
            Motion::At(x, 1..) => self.moment_at(shared, x)?,
            _ => return None,
        };
        Some(self.go(shared, to))
    }

    /// Puts the cursor on the bucket of a moment, and the list's on the first record from there on. What is shown moves along.
    fn go(&mut self, shared: &mut Shared, to: i64) -> Vec<Effect> {
        let (Some(scale), Some((first, last))) = (self.scale(shared), extent(shared.store()))
        else {
            return Vec::new();
        };
        let to = to.clamp(first.min(scale.start), last);
        let start = to.div_euclid(scale.step).saturating_mul(scale.step);
        if shared.list.sort.is_none() {
            let row = shared.store().before(shared.rows(), start.max(UNTIMED + 1));
            list::go(shared, row);
        }
        shared.time.at = Some(start);
        self.pan(shared, start)
    }

    /// Moves what is shown so that a moment is among it.
    fn pan(&mut self, shared: &mut Shared, to: i64) -> Vec<Effect> {
        let Some((from, until)) = shared.time.window else {
            return Vec::new();
        };
        // What is on the screen begins and ends with whole buckets.
        if self
            .scale(shared)
            .is_some_and(|scale| scale.bucket(to).is_some())
        {
            return Vec::new();
        }
        let length = until.saturating_sub(from);
        let start = to.saturating_sub(length / 2);
        shared.time.window = Some((start, start.saturating_add(length)));
        self.count(shared)
    }

    /// Shows more or less of time, about the cursor.
    pub(super) fn zoom(&mut self, shared: &mut Shared, zoom: Zoom) -> Vec<Effect> {
        let about = moment(shared).unwrap_or(i64::MIN);
        self.zoom_at(shared, zoom, about)
    }

    /// Shows more or less of time, about a moment, which stays where it is. No record is left out of the list by that.
    pub fn zoom_at(&mut self, shared: &mut Shared, zoom: Zoom, about: i64) -> Vec<Effect> {
        let Some(whole) = extent(shared.store()) else {
            return Vec::new();
        };
        let now = shared.time.window;
        let (from, until) = now.unwrap_or(whole);
        let at = about.clamp(from, until);
        let columns = i64::from(shared.size.0.max(1));
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
                let Some(past) = self.past.pop() else {
                    shared.say("nothing was shown before");
                    return Vec::new();
                };
                shared.time.window = past;
                return self.count(shared);
            }
        };
        if next == now {
            return Vec::new();
        }
        self.past.push(now);
        shared.time.window = next;
        self.count(shared)
    }

    /// Stacks the bars by something else; the lanes too.
    fn stack(&mut self, shared: &mut Shared) -> Vec<Effect> {
        if shared.is_expanded(PaneId::Timeline) {
            self.lane = (self.lane + 1) % LANES.len();
        } else {
            self.dimension = self.dimension.next();
        }
        self.count(shared)
    }

    /// Draws bars by another scale of counts.
    pub(super) fn rescale(&mut self, shared: &mut Shared) {
        self.height = self.height.next();
        let name = self.height.name();
        shared.say(&format!("heights of bars: {name}"));
    }

    /// Stacks the lanes in one picture, or takes them apart.
    pub(super) fn restack(&mut self, shared: &mut Shared) {
        if !shared.is_expanded(PaneId::Timeline) {
            return shared.say("z gives the timeline all of the screen: there it has lanes");
        }
        self.is_stacked = !self.is_stacked;
    }

    /// Marks an end of a span at the cursor.
    fn mark(&mut self, shared: &mut Shared, end: End) {
        let (Some(scale), Some(at)) = (self.scale(shared), moment(shared)) else {
            return;
        };
        let start = at.div_euclid(scale.step).saturating_mul(scale.step);
        match end {
            End::Start => shared.time.marks.0 = Some(start),
            End::Stop => shared.time.marks.1 = Some(start.saturating_add(scale.step)),
        }
        shared.say(MARKED);
    }

    /// Marks the span from one bucket to another.
    fn mark_span(&mut self, shared: &mut Shared, first: i64, last: i64) {
        if let Some(scale) = self.scale(shared) {
            shared.time.marks = (Some(first), Some(last.saturating_add(scale.step)));
            shared.say(MARKED);
        }
    }

    /// Filters by the marked span; by the bucket under the cursor if nothing is marked.
    pub(super) fn scope(&mut self, shared: &mut Shared) -> Vec<Effect> {
        let (Some(scale), Some(at)) = (self.scale(shared), moment(shared)) else {
            return Vec::new();
        };
        let start = at.div_euclid(scale.step).saturating_mul(scale.step);
        let end = start.saturating_add(scale.step);
        let (from, until) = match std::mem::take(&mut shared.time.marks) {
            (Some(from), Some(until)) if from < until => (from, until),
            (Some(from), Some(until)) => (until - scale.step, from.saturating_add(scale.step)),
            (Some(from), None) => (from.min(start), end.max(from.saturating_add(scale.step))),
            (None, Some(until)) => (start.min(until - scale.step), until),
            (None, None) => (start, end),
        };
        narrow::scope(shared, &narrow::span(from, until))
    }

    /// To the next bucket with a match, or the one before.
    pub(super) fn next_match(&mut self, shared: &mut Shared, step: Step) -> Vec<Effect> {
        let (Some(scale), Some(at)) = (self.scale(shared), moment(shared)) else {
            return Vec::new();
        };
        let start = at.div_euclid(scale.step).saturating_mul(scale.step);
        let rows = &shared.matched.rows;
        let row = match step {
            Step::Next => Some(
                shared
                    .store()
                    .before(rows, start.saturating_add(scale.step)),
            ),
            Step::Previous => shared.store().before(rows, start).checked_sub(1),
        };
        let time = row
            .and_then(|row| rows.get(row))
            .map(|row| shared.store().time(*row));
        let Some(time) = time.filter(|time| *time != UNTIMED) else {
            shared.say("no more buckets with a match");
            return Vec::new();
        };
        self.go(shared, time)
    }

    /// To the next of the highest buckets, or the one before.
    fn peak(&mut self, shared: &mut Shared, step: Step) -> Vec<Effect> {
        let Some(bins) = &self.bins else {
            return Vec::new();
        };
        let at = moment(shared).and_then(|at| bins.scale.bucket(at));
        let mut peaks: Vec<(usize, u64)> = bins
            .buckets
            .iter()
            .map(Bucket::matched)
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
            shared.say("no more peaks");
            return Vec::new();
        };
        self.go(shared, to)
    }

    /// What an action does to the strip, whichever pane keys go to.
    pub fn act_anywhere(&mut self, shared: &mut Shared, action: Action) -> Vec<Effect> {
        match action {
            Action::Zoom(zoom) => self.zoom(shared, zoom),
            Action::Stack => self.stack(shared),
            Action::Peak(step) => self.peak(shared, step),
            Action::Mark(end) => {
                self.mark(shared, end);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Marks the span from where the button of the mouse went down.
    pub fn drag_to(&mut self, shared: &mut Shared, to: i64) -> Vec<Effect> {
        let Some(from) = self.drag else {
            return Vec::new();
        };
        // A hand that shakes marks nothing.
        if from == to && shared.time.marks == (None, None) {
            return Vec::new();
        }
        self.mark_span(shared, from.min(to), from.max(to));
        self.go(shared, to)
    }

    /// Takes what its lanes show, if there are lanes.
    pub fn take(&mut self, shared: &Shared, lanes: Box<Lanes>) {
        self.lanes = Some(lanes).filter(|_| shared.is_expanded(PaneId::Timeline));
    }
}
