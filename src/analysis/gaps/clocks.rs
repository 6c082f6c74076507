//! What a stream of several nodes tells of their clocks: who spoke when, in the order of arrival.
//!
//! A *turn* is the first record of a node behind one of another node in the same input. Turns are all that is kept: what
//! they come to is told by [`super::Comparison`]. Of more than 131,072 turns some stretches of [`STRETCH`] neighbouring ones are
//! kept, chosen by their number, so that what is kept depends neither on blocks nor on threads. That is 3 MB.

use super::doubles::mixed;
use super::names::NameTable;
use crate::record::time::Time;

/// Turns that are kept, at most.
const MOST_TURNS: usize = 1 << 17;
/// Turns that are kept or let go together, as a power of two: neighbours are compared with each other.
const STRETCH: u32 = 6;
/// Nodes and inputs that are kept, at most.
const MOST_NAMES: usize = 10_000;
/// Steps back that are kept, at most; of more, only the number is known.
const MOST_STEPS: usize = 1000;

/// What was seen of the nodes' clocks.
#[derive(Debug, Default)]
pub struct Clocks {
    pub(super) hosts: NameTable<MOST_NAMES>,
    inputs: NameTable<MOST_NAMES>,
    pub(super) turns: Vec<Turn>,
    /// Turns so far, those that are not kept too.
    pub(super) count: u64,
    /// Turns that are earlier than the record before.
    pub(super) back: u64,
    /// Of 2 to this power stretches of turns, one is kept.
    thin: u32,
    /// The first and the last record.
    ends: Option<(Beat, Beat)>,
    /// What each node said first and last in the last input that names it, by its number.
    voices: Vec<Voice>,
    /// Where a node's own times go back.
    pub(super) steps: Vec<BackStep>,
    /// How often they do.
    pub(super) all_steps: u64,
}

/// A node takes its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// Which of all turns it is, from 0.
    pub(super) nth: u64,
    /// In microseconds since 1970.
    pub(super) time: i64,
    pub(super) host: u32,
    pub(super) input: u32,
}

/// Who said something when.
#[derive(Clone, Copy, Debug)]
struct Beat {
    host: u32,
    input: u32,
    time: i64,
}

/// A node's times go back, and stay there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BackStep {
    pub(super) host: u32,
    /// The last time before, in microseconds.
    pub(super) from: i64,
    /// The first one behind.
    pub(super) to: i64,
}

/// Records on each side that a step is told by: one that comes late makes none.
const SIDE: usize = 2;
/// Steps back that are less, in microseconds, may be chance.
const LEAST_STEP: i64 = 2_000_000;

/// The first and the last times of a node in one input; few enough to hold no step.
#[derive(Clone, Debug, Default)]
struct Voice {
    input: u32,
    head: Vec<i64>,
    tail: [i64; 2 * SIDE - 1],
    count: u64,
}

impl Voice {
    /// The last times, the oldest first.
    fn tail(&self) -> &[i64] {
        let known = usize::try_from(self.count).unwrap_or(usize::MAX);
        let unknown = self.tail.len().saturating_sub(known);
        self.tail.get(unknown..).unwrap_or_default()
    }

    fn push(&mut self, time: i64) {
        self.tail.rotate_left(1);
        if let Some(last) = self.tail.last_mut() {
            *last = time;
        }
        self.count += 1;
    }

    /// Takes in the next time; answers the step between the two before and the two last.
    fn take(&mut self, time: i64) -> Option<(i64, i64)> {
        if self.head.len() < 2 * SIDE - 1 {
            self.head.push(time);
        }
        let step = match *self.tail() {
            [first, second, third] => step([first, second, third, time]),
            _ => None,
        };
        self.push(time);
        step
    }
}

/// Whether two times lie before the two ahead of them.
fn step([first, second, third, fourth]: [i64; 4]) -> Option<(i64, i64)> {
    let (from, to) = (first.min(second), third.max(fourth));
    (from.saturating_sub(to) > LEAST_STEP).then_some((second, third))
}

/// What a node said so far in an input; nothing yet where it is another one than before.
fn voice(voices: &mut Vec<Voice>, host: u32, input: u32) -> Option<&mut Voice> {
    let at = host as usize;
    if voices.len() <= at {
        voices.resize_with(at + 1, Voice::default);
    }
    let voice = voices.get_mut(at)?;
    if voice.input != input {
        *voice = Voice {
            input,
            ..Voice::default()
        };
    }
    Some(voice)
}

/// A moment in microseconds.
fn micros(time: Time) -> i64 {
    let most = i128::from(i64::MAX) / 4;
    i64::try_from((time.0 / 1000).clamp(-most, most)).unwrap_or_default()
}

/// Whether turns of this number are kept where one in so many is.
const fn is_kept(nth: u64, thin: u32) -> bool {
    mixed((nth >> STRETCH).wrapping_add(0x9e37_79b9_7f4a_7c15)).trailing_zeros() >= thin
}

impl Clocks {
    /// Takes in the next record of the input: of which node, from which input.
    pub fn take(&mut self, host: &str, input: &str, time: Time) {
        let (Some(host), Some(input)) = (self.hosts.number(host), self.inputs.number(input)) else {
            return;
        };
        let time = micros(time);
        let beat = Beat { host, input, time };
        self.speak(beat);
        match self.ends {
            None => self.ends = Some((beat, beat)),
            Some((first, last)) => {
                self.follow(last, beat);
                self.ends = Some((first, beat));
            }
        }
    }

    fn speak(&mut self, Beat { host, input, time }: Beat) {
        let voice = voice(&mut self.voices, host, input);
        if let Some((from, to)) = voice.and_then(|voice| voice.take(time)) {
            self.note_step(BackStep { host, from, to });
        }
    }

    fn note_step(&mut self, step: BackStep) {
        self.all_steps += 1;
        if self.steps.len() < MOST_STEPS {
            self.steps.push(step);
        }
    }

    /// Takes in that one record stands behind another.
    fn follow(&mut self, last: Beat, next: Beat) {
        if last.input == next.input && last.host != next.host {
            self.back += u64::from(next.time < last.time);
            let turn = Turn {
                nth: self.count,
                time: next.time,
                host: next.host,
                input: next.input,
            };
            self.count += 1;
            self.keep(turn);
        }
    }

    fn keep(&mut self, turn: Turn) {
        if !is_kept(turn.nth, self.thin) {
            return;
        }
        self.turns.push(turn);
        while self.turns.len() > MOST_TURNS {
            self.thin += 1;
            let thin = self.thin;
            self.turns.retain(|turn| is_kept(turn.nth, thin));
        }
    }

    /// Takes in what was seen of the next block.
    pub fn merge(&mut self, other: Self) {
        let Some((first, last)) = other.ends else {
            return;
        };
        let hosts = self.hosts.numbers(&other.hosts);
        let inputs = self.inputs.numbers(&other.inputs);
        let own = |host: u32, input: u32| {
            let of = |all: &[Option<u32>], at: u32| all.get(at as usize).copied().flatten();
            of(&hosts, host).zip(of(&inputs, input))
        };
        let beat = |beat: Beat| {
            own(beat.host, beat.input).map(|(host, input)| Beat {
                host,
                input,
                ..beat
            })
        };
        let (first, last) = (beat(first), beat(last));
        if let (Some((_, before)), Some(first)) = (self.ends, first) {
            self.follow(before, first);
        }
        let start = self.count;
        for turn in other.turns {
            if let Some((host, input)) = own(turn.host, turn.input) {
                let nth = start + turn.nth;
                self.keep(Turn {
                    nth,
                    host,
                    input,
                    ..turn
                });
            }
        }
        self.count += other.count;
        self.back += other.back;
        self.ends = match (self.ends, first, last) {
            (Some((first, _)), _, Some(last)) | (None, Some(first), Some(last)) => {
                Some((first, last))
            }
            (ends, ..) => ends,
        };
        for (host, next) in other.voices.into_iter().enumerate() {
            let host = u32::try_from(host).unwrap_or(u32::MAX);
            if let Some((host, input)) = own(host, next.input).filter(|_| next.count > 0) {
                self.go_on(host, Voice { input, ..next });
            }
        }
        self.all_steps += other.all_steps - other.steps.len() as u64;
        for step in other.steps {
            if let Some((host, _)) = own(step.host, 0) {
                self.note_step(BackStep { host, ..step });
            }
        }
    }

    /// Takes in what a node said in the next block.
    fn go_on(&mut self, host: u32, next: Voice) {
        let Some(voice) = voice(&mut self.voices, host, next.input) else {
            return;
        };
        if voice.count == 0 {
            *voice = next;
            return;
        }
        let seam = [voice.tail(), &next.head].concat();
        let spanning = seam.windows(2 * SIDE).take(voice.tail().len());
        let spanning = spanning.filter_map(|window| step(<[i64; 4]>::try_from(window).ok()?));
        let found: Vec<_> = spanning.collect();
        for time in &next.head {
            if voice.head.len() < 2 * SIDE - 1 {
                voice.head.push(*time);
            }
        }
        for time in next.tail() {
            voice.push(*time);
        }
        for (from, to) in found {
            self.note_step(BackStep { host, from, to });
        }
    }
}
