//! Clocks and silences of planted streams: many nodes, one of which is wrong.

use super::*;
use crate::record::Origin;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// A record: of which node, and its time in milliseconds.
type Beat = (String, i64);

/// Numbers that look random, always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % most).unwrap()
    }
}

/// Records of so many nodes in the order in which they arrive, up to 400 ms late, about four a second for an hour; `ahead`
/// says how far a node's clock is ahead at a moment.
fn stream(nodes: u64, ahead: impl Fn(i64, i64) -> i64) -> Vec<Beat> {
    let mut chance = Chance(7);
    let mut now = 0;
    let mut all = Vec::new();
    while now < HOUR {
        now += chance.below(500);
        let node = chance.below(nodes);
        let time = now - chance.below(400) + ahead(node, now);
        all.push((format!("n{node:02}"), time));
    }
    all
}

fn seen(blocks: &[&[Beat]]) -> Gaps {
    let mut all = Gaps::default();
    for block in blocks {
        let mut part = Gaps::default();
        for (host, millis) in *block {
            let json = format!(r#"{{"HostName":"{host}"}}"#);
            let origin = Origin {
                input: "a",
                ..Origin::default()
            };
            let record = Record::new(json.as_bytes(), origin).unwrap();
            part.hear(&record, Some(Time(i128::from(*millis) * 1_000_000)));
        }
        all.merge(part);
    }
    all
}

fn judged(beats: &[Beat]) -> (Comparison, Judged) {
    seen(&[beats]).judged()
}

fn millis(nanos: i128) -> i64 {
    i64::try_from(nanos / 1_000_000).unwrap()
}

/// By how much clocks are told to be ahead.
fn drifts(clocks: &Comparison) -> Vec<(&str, i64)> {
    let drifts = clocks.drifts.iter();
    drifts
        .map(|drift| (drift.host.as_str(), millis(drift.ahead)))
        .collect()
}

#[test]
fn a_clock_that_is_wrong_is_told_by_how_much_and_makes_no_other_silent() {
    for wrong in [
        5 * SECOND,
        11 * MINUTE,
        20 * MINUTE,
        HOUR,
        3 * HOUR,
        -20 * MINUTE,
        -HOUR,
        400 * 24 * HOUR,
    ] {
        for nodes in [3, 5, 24] {
            let beats = stream(nodes, |node, _| if node == 2 { wrong } else { 0 });
            let (clocks, judged) = judged(&beats);
            let [("n02", told)] = drifts(&clocks)[..] else {
                panic!("{wrong} {nodes}: {clocks:?}");
            };
            assert!((told - wrong).abs() <= 500, "{wrong} {nodes}: {told}");
            assert!(clocks.jumps.is_empty() && clocks.backs.is_empty());
            assert_eq!(judged, Judged::default(), "{wrong} {nodes}");
        }
    }
}

#[test]
fn clocks_that_are_right_are_told_to_be() {
    let (clocks, judged) = judged(&stream(24, |_, _| 0));
    assert_eq!(clocks.reach, Reach::Beyond(2_000_000_000));
    assert_eq!((drifts(&clocks), judged), (vec![], Judged::default()));
    let (clocks, _) = self::judged(&stream(24, |node, _| if node == 2 { 1500 } else { 0 }));
    assert_eq!(drifts(&clocks), []);
}

#[test]
fn of_two_nodes_neither_is_the_wrong_one() {
    let (clocks, judged) = judged(&stream(2, |node, _| node * 20 * MINUTE));
    let [drift] = clocks.drifts.as_slice() else {
        panic!("{clocks:?}");
    };
    let (host, beside) = (drift.host.as_str(), drift.beside.as_deref().unwrap());
    let ahead = if host == "n01" {
        20 * MINUTE
    } else {
        -20 * MINUTE
    };
    assert_ne!(host, beside);
    assert!((millis(drift.ahead) - ahead).abs() <= 500, "{drift:?}");
    assert_eq!(judged, Judged::default());
}

#[test]
fn a_clock_that_is_set_is_told_when_and_by_how_much() {
    let noon = HOUR / 2;
    for (before, after) in [
        (0, 20 * MINUTE),
        (20 * MINUTE, 0),
        (HOUR, 0),
        (0, 11 * MINUTE),
        (-HOUR, 0),
        (3 * HOUR, 10 * SECOND),
    ] {
        let clock = |node, now| match node {
            2 if now < noon => before,
            2 => after,
            _ => 0,
        };
        let (clocks, judged) = judged(&stream(24, clock));
        let [jump] = clocks.jumps.as_slice() else {
            panic!("{before} {after}: {clocks:?}");
        };
        assert_eq!(jump.host, "n02");
        let told = [jump.before, jump.after, jump.by()].map(millis);
        for (told, is) in told.into_iter().zip([before, after, after - before]) {
            assert!((told - is).abs() <= 1000, "{before} {after}: {jump:?}");
        }
        let at = i64::try_from(jump.at.0 / 1_000_000).unwrap();
        assert!((at - noon).abs() < 30 * SECOND, "{before} {after}: {at}");
        assert!(clocks.drifts.is_empty());
        assert_eq!(judged, Judged::default(), "{before} {after}");
    }
}

#[test]
fn a_clock_that_runs_fast_is_told_to_change() {
    let (clocks, _) = judged(&stream(
        24,
        |node, now| if node == 2 { now / 10 } else { 0 },
    ));
    let [drift] = clocks.drifts.as_slice() else {
        panic!("{clocks:?}");
    };
    let (least, most) = drift.between.unwrap();
    assert!(
        millis(least) < MINUTE && millis(most) > 5 * MINUTE,
        "{drift:?}"
    );
}

#[test]
fn what_is_sorted_or_shuffled_tells_no_clock() {
    let mut beats = stream(24, |node, _| if node == 2 { HOUR } else { 0 });
    beats.sort_by_key(|beat| beat.1);
    let (clocks, judged) = judged(&beats);
    assert_eq!((clocks.reach, drifts(&clocks)), (Reach::Sorted, vec![]));
    // No other is silent for it: it was not there before, or its clock is ahead, as is told.
    let silent = judged.silences.iter();
    let silent: Vec<_> = silent.map(|one| (one.host.as_str(), one.side)).collect();
    assert_eq!(silent, [("n02", Side::Before)]);
    let [alone] = judged.alone.as_slice() else {
        panic!("{judged:?}");
    };
    assert_eq!((alone.host.as_str(), alone.side), ("n02", Side::After));
    assert!((millis(alone.nanos) - HOUR).abs() < MINUTE);

    let mut beats = stream(24, |_, _| 0);
    // A node of which there is only the last quarter.
    beats.retain(|(host, time)| host != "n02" || *time > HOUR * 3 / 4);
    let mut chance = Chance(3);
    beats.sort_by_cached_key(|_| chance.below(1 << 30));
    let (clocks, _) = self::judged(&beats);
    assert!(
        drifts(&clocks).is_empty() && clocks.jumps.is_empty(),
        "{clocks:?}"
    );
    let Reach::Beyond(told) = clocks.reach else {
        panic!("{clocks:?}");
    };
    assert!(millis(told) > 10 * MINUTE, "{clocks:?}");
}

#[test]
fn nodes_that_fall_silent_are_told_though_one_alone_goes_on() {
    let mut beats = stream(24, |_, _| 0);
    beats.retain(|(host, time)| host == "n02" || *time < HOUR / 2);
    let (clocks, judged) = judged(&beats);
    assert_eq!(drifts(&clocks), []);
    assert_eq!(judged.silences.len(), 23);
    for silence in &judged.silences {
        assert_eq!(silence.side, Side::After);
        assert!(
            (millis(silence.nanos()) - HOUR / 2).abs() < MINUTE,
            "{silence:?}"
        );
    }
    assert_eq!(judged.alone, []);
}

#[test]
fn a_node_that_is_ahead_and_falls_silent_is_told_by_its_own_clock() {
    let mut beats = stream(24, |node, _| if node == 2 { HOUR } else { 0 });
    beats.retain(|(host, time)| host != "n02" || *time < HOUR * 3 / 2);
    let (_, judged) = judged(&beats);
    let [silence] = judged.silences.as_slice() else {
        panic!("{judged:?}");
    };
    assert_eq!((silence.host.as_str(), silence.side), ("n02", Side::After));
    assert!(
        (millis(silence.nanos()) - HOUR / 2).abs() < MINUTE,
        "{silence:?}"
    );
    assert!((millis(silence.start.0) - HOUR * 3 / 2).abs() < MINUTE);
}

#[test]
fn a_time_of_the_year_9999_makes_no_one_silent_and_is_told() {
    for nodes in [1, 2, 24] {
        for is_sorted in [false, true] {
            let mut beats = stream(nodes, |_, _| 0);
            let far = Time::parse("9999-12-31T23:59:59Z").unwrap();
            let far = millis(far.0);
            let middle = beats.len() / 2;
            beats.insert(middle, ("n00".to_owned(), far));
            if is_sorted {
                beats.sort_by_key(|beat| beat.1);
            }
            let (clocks, judged) = judged(&beats);
            assert_eq!(judged.silences, [], "{nodes} {is_sorted}");
            let [stray] = judged.strays.as_slice() else {
                panic!("{nodes} {is_sorted}: {judged:?}");
            };
            assert_eq!((stray.host.as_str(), millis(stray.first.0)), ("n00", far));
            assert!(drifts(&clocks).is_empty() && clocks.jumps.is_empty());
            assert_eq!(clocks.backs, [], "{nodes} {is_sorted}");
        }
    }
}

#[test]
fn of_one_node_alone_it_is_told_that_its_times_go_back() {
    let beats = stream(1, |_, now| if now < HOUR / 2 { 20 * MINUTE } else { 0 });
    let (clocks, _) = judged(&beats);
    assert_eq!(clocks.reach, Reach::Unknown);
    let [back] = clocks.backs.as_slice() else {
        panic!("{clocks:?}");
    };
    let by = millis(back.from.0 - back.to.0);
    assert!((by - 20 * MINUTE).abs() < 2 * SECOND, "{back:?}");
    // One that comes late is none.
    let mut beats = stream(1, |_, _| 0);
    beats[100].1 -= 10 * MINUTE;
    assert_eq!(judged_backs(&beats), 0);
}

fn judged_backs(beats: &[Beat]) -> usize {
    judged(beats).0.backs.len()
}

#[test]
fn blocks_make_no_difference() {
    let clock = |node, now| match node {
        2 if now < HOUR / 2 => HOUR,
        3 => -20 * MINUTE,
        _ => 0,
    };
    let beats = stream(7, clock);
    let whole = judged(&beats);
    assert!(whole.0.drifts.len() == 1 && whole.0.jumps.len() == 1);
    for size in [1, 2, 3, 7, 1000, beats.len() - 1] {
        let blocks: Vec<&[Beat]> = beats.chunks(size).collect();
        assert_eq!(seen(&blocks).judged(), whole, "{size}");
    }
    let alone = stream(1, |_, now| if now < HOUR / 2 { HOUR } else { 0 });
    let whole = judged(&alone);
    for size in [1, 2, 3, 4, 5, 1000] {
        let blocks: Vec<&[Beat]> = alone.chunks(size).collect();
        assert_eq!(seen(&blocks).judged(), whole, "{size}");
    }
}

#[test]
fn of_many_turns_some_are_kept_and_tell_the_same() {
    let (mut all, mut coarse) = (Clocks::default(), Clocks::default());
    let mut chance = Chance(11);
    let beats: Vec<(String, i64)> = (0..400_000)
        .map(|nth: i64| {
            let node = chance.below(24);
            let ahead = if node == 2 { 11 * MINUTE } else { 0 };
            (format!("n{node:02}"), nth * 10 + chance.below(50) + ahead)
        })
        .collect();
    for (clocks, size) in [(&mut all, 1000), (&mut coarse, 7777)] {
        for block in beats.chunks(size) {
            let mut part = Clocks::default();
            for (host, millis) in block {
                part.take(host, "a", Time(i128::from(*millis) * 1_000_000));
            }
            clocks.merge(part);
        }
    }
    assert!(all.count > 350_000 && all.turns.len() <= 1 << 17);
    assert_eq!(all.turns, coarse.turns);
    let clocks = Comparison::of(&all);
    let [("n02", told)] = drifts(&clocks)[..] else {
        panic!("{clocks:?}");
    };
    assert!((told - 11 * MINUTE).abs() <= 500, "{told}");
}
