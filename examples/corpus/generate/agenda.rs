//! What is due when: the rare things once, the pod seen five times, the incident.

use super::event::Act;
use super::incident::{Cast, HIDDEN, Scene, TOLD};
use super::ordinary::{self, ALL, QUIET};
use super::rare::CENSUS;
use super::stage::Stage;
use super::{Plan, Size};

/// Where the incident starts, in thousandths of the corpus.
const INCIDENT: u64 = 667;
/// When the pod of five records leaves one.
const FIVE: [u64; 5] = [50, 250, 450, 650, 850];
/// A corpus smaller than this has no incident.
const SMALLEST: u64 = 1000;
/// Bytes of an average record, to guess the length of a corpus measured in bytes.
const RECORD: u64 = 1050;

/// The order of events of one corpus.
pub(super) struct Agenda {
    five: usize,
    census: usize,
    scenes: &'static [Scene],
    story: Option<Story>,
    told: bool,
    /// Records of others that may come between two scenes.
    patience: u64,
    /// Microseconds between two ordinary activities, on average.
    pace: u32,
}

/// The incident while it happens.
struct Story {
    start: u64,
    next: usize,
    cast: Cast,
    /// The records there were after the last scene.
    seen: u64,
}

impl Agenda {
    pub(super) fn new(plan: &Plan) -> Self {
        let records = match plan.size {
            Size::Records(records) => records,
            Size::Bytes(bytes) => bytes / RECORD,
            Size::Story => 0,
        };
        let demo = plan.size == Size::Story;
        let scenes: &'static [Scene] = if demo { &TOLD } else { &HIDDEN };
        let room = (records / 3).saturating_sub(150);
        let patience = if demo {
            u64::MAX
        } else {
            room / (2 * scenes.len() as u64)
        };
        let told = !demo && (!plan.incident || records < SMALLEST);
        let pace = if demo { 19_000_000 } else { 20_000 };
        Self {
            five: 0,
            census: 0,
            scenes,
            story: None,
            told,
            patience,
            pace,
        }
    }

    /// Lets the next thing happen, whatever it is.
    pub(super) fn step(&mut self, stage: &mut Stage) {
        let demo = stage.story_only();
        if !demo && self.milestone(stage) {
            return;
        }
        if !self.told && (demo || stage.progress() >= INCIDENT) && self.scene(stage) {
            return;
        }
        ordinary::any(stage, if demo { &QUIET } else { &ALL });
        stage.pass(self.pace);
    }

    fn milestone(&mut self, stage: &mut Stage) -> bool {
        let progress = stage.progress();
        if FIVE.get(self.five).is_some_and(|at| *at <= progress) {
            self.five += 1;
            let process = stage.cluster.entry(stage.cluster.five_times);
            stage.emit(&process, Act::exec(process.cmd));
            return true;
        }
        // the first ones start after 10 %, the last is over at 60 %
        let due = 100 + 30 * self.census as u64;
        let Some(activity) = CENSUS.get(self.census).filter(|_| due <= progress) else {
            return false;
        };
        self.census += 1;
        activity(stage);
        true
    }

    /// Plays a scene if one is due.
    fn scene(&mut self, stage: &mut Stage) -> bool {
        let story = self.story.get_or_insert_with(|| Story {
            start: stage.clock,
            next: 0,
            cast: Cast::gather(stage),
            seen: stage.stats.records,
        });
        let Some((at, play)) = self.scenes.get(story.next) else {
            self.told = true;
            stage.closed = true;
            return false;
        };
        let due = story.start + at * 1000;
        let waited = stage.stats.records - story.seen;
        if stage.clock < due && waited < self.patience {
            return false;
        }
        stage.clock = stage.clock.max(due);
        play(stage, &mut story.cast);
        story.next += 1;
        story.seen = stage.stats.records;
        true
    }
}
