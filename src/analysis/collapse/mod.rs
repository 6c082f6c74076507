//! One event for what is written twice or three times: a window over rows, in which those that tell of one event come
//! together. Knows nothing of what a row looks like.

mod rules;

use std::collections::{HashMap, VecDeque};

use foldhash::fast::RandomState;

pub use rules::{RULES, Rule, Trace};

use crate::record::time::Time;

/// Rows that wait at a time, at most.
const MOST_ROWS: usize = 10_000;
/// Bytes of rows that wait at a time, at most.
const MOST_BYTES: usize = 64 << 20;
/// Events of one process and object that a row is compared with: the latest ones.
const MOST_COMPARED: usize = 64;

/// What was written of one event.
#[derive(Debug)]
pub struct Event<T> {
    /// Its rows, in the order in which they came.
    pub rows: Vec<T>,
    /// Which of them stands for the others.
    pub shown: usize,
    /// By which rules they came together.
    pub rules: Vec<&'static str>,
    traces: Vec<Trace>,
    time: Option<Time>,
    bytes: usize,
}

impl<T> Event<T> {
    const fn begun(time: Option<Time>) -> Self {
        Self {
            rows: Vec::new(),
            shown: 0,
            rules: Vec::new(),
            traces: Vec::new(),
            time,
            bytes: 0,
        }
    }

    /// Whether a rule links a record with each of those that are there; by which rules.
    fn links(&self, trace: &Trace) -> Option<Vec<&'static str>> {
        let links = self.traces.iter().map(|known| known.link(trace));
        let names = links.map(|rule| rule.map(|rule| rule.name));
        names
            .collect::<Option<Vec<_>>>()
            .filter(|names| !names.is_empty())
    }
}

/// Events that may still get rows.
#[derive(Debug)]
pub struct Window<T> {
    /// Nanoseconds from the first record of an event to the others, either way.
    within: i128,
    events: VecDeque<Event<T>>,
    /// How many events were there before the first of those.
    gone: usize,
    /// The events of each key of a trace, by their number.
    known: HashMap<u64, VecDeque<usize>, RandomState>,
    hasher: RandomState,
    /// The time of the last row that had one.
    now: Option<Time>,
    rows: usize,
    bytes: usize,
}

impl<T> Window<T> {
    /// Nothing yet; rows come together within so many nanoseconds.
    pub fn new(within: i128) -> Self {
        Self {
            within,
            events: VecDeque::new(),
            gone: 0,
            known: HashMap::default(),
            hasher: RandomState::default(),
            now: None,
            rows: 0,
            bytes: 0,
        }
    }

    /// Takes the next row, of so many bytes. Without a time or a trace it is an event of its own.
    pub fn take(&mut self, row: T, time: Option<Time>, trace: Option<Trace>, bytes: usize) {
        self.rows += 1;
        self.bytes += bytes;
        self.now = time.or(self.now);
        let Some((time, trace)) = time.zip(trace) else {
            let mut event = Event::begun(None);
            event.rows.push(row);
            event.bytes = bytes;
            self.events.push_back(event);
            return;
        };
        let keys = trace.keys(&self.hasher);
        let found = self.event_of(&trace, time, &keys);
        let (number, rules) = found.unwrap_or_else(|| {
            self.events.push_back(Event::begun(Some(time)));
            (self.gone + self.events.len() - 1, Vec::new())
        });
        for key in keys {
            let numbers = self.known.entry(key).or_default();
            if numbers.back() != Some(&number) {
                numbers.push_back(number);
            }
        }
        let Some(event) = self.events.get_mut(number - self.gone) else {
            return;
        };
        let is_better = |shown: &Trace| trace.rank() < shown.rank();
        if event.traces.get(event.shown).is_none_or(is_better) {
            event.shown = event.rows.len();
        }
        event.rules.extend(rules);
        event.rules.sort_unstable();
        event.rules.dedup();
        event.traces.push(trace);
        event.rows.push(row);
        event.bytes += bytes;
    }

    /// The first of the latest events that a record belongs to, and by which rules.
    fn event_of(
        &self,
        trace: &Trace,
        time: Time,
        keys: &[u64],
    ) -> Option<(usize, Vec<&'static str>)> {
        let latest = |key| {
            let numbers = self.known.get(key).into_iter().flatten();
            numbers.rev().take(MOST_COMPARED)
        };
        let mut numbers: Vec<usize> = keys.iter().flat_map(latest).copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().find_map(|number| {
            let event = self.events.get(number.checked_sub(self.gone)?)?;
            let is_near = (event.time?.0 - time.0).abs() <= self.within;
            event
                .links(trace)
                .filter(|_| is_near)
                .map(|rules| (number, rules))
        })
    }

    /// The first event, if nothing more can belong to it: in the order in which events began.
    pub fn ready(&mut self) -> Option<Event<T>> {
        let first = self.events.front()?;
        let is_past = match (first.time, self.now) {
            (Some(first), Some(now)) => (now.0 - first.0).abs() > self.within,
            _ => true,
        };
        let is_full = self.rows > MOST_ROWS || self.bytes > MOST_BYTES;
        if is_past || is_full { self.pop() } else { None }
    }

    /// The first event, whatever may come.
    pub fn pop(&mut self) -> Option<Event<T>> {
        let event = self.events.pop_front()?;
        self.gone += 1;
        self.rows -= event.rows.len();
        self.bytes -= event.bytes;
        for key in event
            .traces
            .iter()
            .flat_map(|trace| trace.keys(&self.hasher))
        {
            let Some(numbers) = self.known.get_mut(&key) else {
                continue;
            };
            while numbers.front().is_some_and(|number| *number < self.gone) {
                numbers.pop_front();
            }
            if numbers.is_empty() {
                self.known.remove(&key);
            }
        }
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::rules::tests::trace;
    use super::*;
    use proptest::prelude::*;

    const MS: i128 = 1_000_000;

    /// What comes of records, each at a millisecond: their numbers, by events, the one that is shown first.
    fn events(records: &[(i128, &str)]) -> Vec<Vec<usize>> {
        let mut window = Window::new(1000 * MS);
        let mut out = Vec::new();
        let mut put = |event: Event<usize>| {
            let mut rows = event.rows;
            rows.swap(0, event.shown);
            out.push(rows);
        };
        for (number, (at, members)) in records.iter().enumerate() {
            window.take(number, Some(Time(at * MS)), Some(trace(members)), 1);
            while let Some(event) = window.ready() {
                put(event);
            }
        }
        while let Some(event) = window.pop() {
            put(event);
        }
        assert!(window.known.is_empty());
        assert_eq!((window.rows, window.bytes), (0, 0));
        out
    }

    const FILE: &str = r#""Type":"ContainerLog","Operation":"File","Resource":"/a","Data":"syscall=SYS_UNLINK","Result":"Passed""#;
    const SYSCALL: &str = r#""Type":"ContainerLog","Operation":"Syscall","Resource":"/a","Data":"syscall=SYS_UNLINK","Result":"Passed""#;
    const ALERT: &str = r#""Type":"MatchedPolicy","PolicyName":"p","Operation":"File","Resource":"/a","Data":"syscall=SYS_UNLINK","Result":"Passed""#;

    #[test]
    fn three_records_of_one_event_are_one_and_the_alert_stands_for_them() {
        assert_eq!(events(&[(0, FILE), (1, SYSCALL), (2, ALERT)]), [[2, 1, 0]]);
        assert_eq!(events(&[(0, SYSCALL), (0, FILE)]), [[1, 0]]);
    }

    #[test]
    fn what_happened_twice_stays_two_events() {
        let twice = [(0, FILE), (1, FILE), (2, SYSCALL), (3, SYSCALL)];
        assert_eq!(events(&twice), [[0, 2], [1, 3]]);
        assert_eq!(events(&[(0, FILE), (0, FILE)]), [[0], [1]]);
    }

    #[test]
    fn what_is_further_apart_than_the_window_stays_apart() {
        assert_eq!(events(&[(0, FILE), (1000, SYSCALL)]), [[0, 1]]);
        assert_eq!(events(&[(0, FILE), (1001, SYSCALL)]).len(), 2);
        assert_eq!(events(&[(1000, FILE), (0, SYSCALL)]), [[0, 1]]);
    }

    #[test]
    fn a_record_of_the_far_future_holds_nothing_up() {
        let far = 8000 * 365 * 86_400_000;
        let records = [(far, FILE), (0, FILE), (1, SYSCALL), (2, ALERT)];
        assert_eq!(events(&records), [vec![0], vec![3, 2, 1]]);
    }

    #[test]
    fn rows_keep_the_order_in_which_their_events_began() {
        let other = FILE.replace("/a", "/b");
        assert_eq!(
            events(&[(0, FILE), (1, &other), (2, SYSCALL)]),
            [vec![0, 2], vec![1]]
        );
    }

    proptest! {
        #[test]
        fn every_record_is_of_one_event_and_all_of_an_event_are_linked(
            records in prop::collection::vec((0..3000_i128, 0..5_usize), 0..60),
        ) {
            let kinds = [FILE, SYSCALL, ALERT, r#""Operation":"File","Resource":"/b","Data":"lsm=FILE_OPEN""#, r#""Operation":"Message""#];
            let records: Vec<_> = records.into_iter().map(|(at, kind)| (at, kinds[kind])).collect();
            let events = events(&records);
            for event in &events {
                for (at, one) in event.iter().enumerate() {
                    let (time, members) = records[*one];
                    prop_assert!((time - records[event[0]].0).abs() <= 2000);
                    for other in &event[at + 1..] {
                        prop_assert!(trace(members).link(&trace(records[*other].1)).is_some());
                    }
                }
            }
            let mut all = events.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..records.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_window_is_bounded() {
        let mut window = Window::new(i128::from(i64::MAX));
        for number in 0..3 * MOST_ROWS {
            window.take(number, Some(Time(0)), Some(trace(FILE)), 1);
            while window.ready().is_some() {}
            assert!(window.rows <= MOST_ROWS && window.events.len() <= MOST_ROWS);
        }
        window.take(0, Some(Time(0)), None, MOST_BYTES + 1);
        while window.ready().is_some() {}
        assert_eq!(window.rows, 0);
    }
}
