//! The oracle: a naive interpreter of the filter language, written from its specification alone, and the properties the language promises.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise; the lint exempts test functions only"
)]

mod address;
mod ast;
mod cases;
mod damaged;
mod engine;
mod event;
mod field;
mod filters;
mod interpret;
mod json;
mod lines;
mod macros;
mod number;
mod parse;
mod pools;
mod records;
mod samples;
mod spelling;
mod time;

use event::Event;
use filters::{Over, filter};
use interpret::{Context, matches};
use jiff::tz::TimeZone;
use json::Json;
use lines::{Line, line, lines};
use parse::parse;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use records::{Members, clean, in_camel, record};
use spelling::written;

fn context() -> Context {
    let files = [
        (
            "iocs.txt",
            "# seen in the wild\n10.1.0.0/16\n\n 8.8.8.8 \n2606:4700::/32\n",
        ),
        ("names.txt", "kube-*\nweb\n# default\n"),
    ];
    Context {
        now: "2023-10-05T06:00:00Z".parse().unwrap(),
        zone: TimeZone::UTC,
        infer: true,
        files: files
            .map(|(name, text)| (name.to_owned(), text.into()))
            .into(),
    }
}

fn answer(filter: &str, event: &Event) -> bool {
    let parsed = parse(filter).unwrap_or_else(|error| panic!("`{filter}`: {error}"));
    matches(&parsed, event, &context())
}

#[test]
fn the_oracle_says_what_the_specification_says() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for (section, record, hits, misses) in cases::CASES {
        let event = Event::read(record).unwrap_or_else(|| panic!("{section}: no record"));
        assert!(event.is_telemetry(), "{section}: no telemetry");
        for (filters, wanted) in [(hits, true), (misses, false)] {
            for filter in *filters {
                if answer(filter, &event) != wanted {
                    wrong.push(format!("{section}: `{filter}` is not {wanted}"));
                }
                count += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 400, "{count} cases");
}

#[test]
fn what_is_no_filter_is_refused() {
    for text in cases::ERRORS {
        assert!(
            parse(text).is_err(),
            "`{text}` was taken for {:?}",
            parse(text)
        );
    }
    assert!(parse(&format!("{}ns=a{}", "(".repeat(128), ")".repeat(128))).is_ok());
    assert!(parse(&format!("{}ns=a{}", "(".repeat(129), ")".repeat(129))).is_err());
    assert!(parse(&format!("{}is:root", "not ".repeat(128))).is_err());
}

#[test]
fn no_infer_sees_no_zero() {
    let event = Event::read(r#"{"Operation":"File","HostPID":7}"#).unwrap();
    let plain = Context {
        infer: false,
        ..context()
    };
    assert!(!matches(&parse("uid=0").unwrap(), &event, &plain));
    assert!(matches(&parse("uid!=0").unwrap(), &event, &plain));
}

#[test]
fn a_time_may_come_from_the_wrapper() {
    let mut event = Event::read(r#"{"Operation":"File"}"#).unwrap();
    event.envelope_time = Some("2023-10-05T05:59:00.123456789Z".into());
    assert!(answer("time=2m.. time=05:59 time:0.1234 has:time", &event));
}

#[test]
fn telemetry_is_told_by_its_keys() {
    let is = |text: &str| Event::read(text).is_some_and(|event| event.is_telemetry());
    for text in [
        r#"{"operation":"x"}"#,
        r#"{"tYPE":"hostlog"}"#,
        r#"{"ClusterName":"d","HostName":"h","PPID":0}"#,
        r#"{"hostname":"h","hostPPid":1}"#,
    ] {
        assert!(is(text), "{text}");
    }
    for text in [
        r#"{"level":"info","ts":"2025"}"#,
        r#"{"Operation":""}"#,
        r#"{"Type":"Other"}"#,
        r#"{"ClusterName":"d"}"#,
        r#"{"PPID":0}"#,
        "[]",
        "5",
        "{",
        r#"{"Operation":"x"} y"#,
    ] {
        assert!(!is(text), "{text}");
    }
    let deep = |n: usize| {
        format!(
            r#"{{"Operation":"x","a":{}{}}}"#,
            "[".repeat(n),
            "]".repeat(n)
        )
    };
    assert!(is(&deep(127)) && !is(&deep(128)));
}

/// Failing seeds are kept beside the oracle and committed.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases: cases.max(ProptestConfig::default().cases),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/oracle/regressions.txt",
        ))),
        ..ProptestConfig::default()
    }
}

fn plain(members: &Members) -> Event {
    Event::read(&written(&Json::Object(members.clone()), 0)).unwrap()
}

/// The record in each line that holds one in a wrapper.
fn events(lines: &[Line]) -> Vec<Option<Event>> {
    let event = |(at, line): (usize, &Line)| {
        let (payload, envelope_time) = line.payload.clone()?;
        let bytes = line.bytes.strip_suffix(b"\r").unwrap_or(&line.bytes);
        Some(Event {
            envelope_time,
            number: at as u64 + 1,
            line: bytes.to_vec(),
            ..Event::read(&payload)?
        })
    };
    lines.iter().enumerate().map(event).collect()
}

/// What the oracle says of a file: the telemetry lines that match.
fn expected(filter: &str, lines: &[Line], context: &Context) -> Vec<usize> {
    expected_of(filter, lines, &events(lines), context)
}

/// The same, for many filters over lines that were read once.
fn expected_of(
    filter: &str,
    lines: &[Line],
    events: &[Option<Event>],
    context: &Context,
) -> Vec<usize> {
    let parsed = parse(filter).unwrap();
    let is_hit = |event: &Event| matches(&parsed, event, context);
    let hit = |at: usize| {
        if lines[at].payload.is_none() {
            let mut read = damaged::Read::default();
            damaged::read(&lines[at].bytes, at, &is_hit, &mut read);
            return vec![at; read.matches.len()];
        }
        let is_match = |event: &Event| event.is_telemetry() && is_hit(event);
        vec![at; usize::from(events[at].as_ref().is_some_and(is_match))]
    };
    (0..lines.len()).flat_map(hit).collect()
}

fn file_of(lines: &[Line], ends: bool) -> Vec<u8> {
    let mut bytes = lines
        .iter()
        .map(|line| line.bytes.as_slice())
        .collect::<Vec<_>>()
        .join(&b'\n');
    bytes.extend(ends.then_some(b'\n'));
    bytes
}

proptest! {
    #![proptest_config(config(300))]

    /// Invariant 1: the same answer from the engine, on any number of threads, however the file is cut.
    #[test]
    fn engine_agrees_with_the_oracle(
        filter in filter(Over::Everything), lines in lines(), ends in any::<bool>(), infer in any::<bool>(),
    ) {
        let context = Context { infer, ..context() };
        let (bytes, wanted) = (file_of(&lines, ends), expected(&filter, &lines, &context));
        for threads in [1, 3] {
            for block in [1, 7, 64, 4096, 1 << 20] {
                let answer = engine::engine(&filter, &bytes, threads, block, &context);
                prop_assert_eq!(answer.as_ref(), Ok(&wanted), "{} on {} threads, blocks of {}", filter, threads, block);
            }
        }
    }

    /// The same of damaged lines: matches and account are those of a reading that validates everything, however it is done.
    #[test]
    fn engine_agrees_with_the_oracle_on_damaged_lines(filter in filter(Over::Everything), lines in damaged::lines()) {
        let context = context();
        let parsed = parse(&filter).unwrap();
        let lines = damaged::file_of(&lines);
        let mut wanted = damaged::Read::default();
        for (at, line) in lines.iter().enumerate() {
            damaged::read(line, at, &|event| matches(&parsed, event, &context), &mut wanted);
        }
        let bytes = lines.join(&b'\n');
        for way in engine::WAYS {
            let answer = engine::read_whole(&filter, &bytes, way, &context);
            prop_assert_eq!(answer.as_ref(), Ok(&wanted), "{} by {:?}", filter, way);
        }
    }

    /// §6.1 and §6.3, §4.2: every record is in exactly one of F and not F.
    #[test]
    fn a_filter_and_its_negation_part_the_records(filter in filter(Over::Everything), record in record()) {
        let event = Event::read(&record).unwrap();
        prop_assert_ne!(answer(&filter, &event), answer(&format!("not ({filter})"), &event));
    }

    /// §4.2: De Morgan holds.
    #[test]
    fn de_morgan_holds(a in filter(Over::Everything), b in filter(Over::Everything), record in record()) {
        let event = Event::read(&record).unwrap();
        prop_assert_eq!(answer(&format!("not (({a}) and ({b}))"), &event), answer(&format!("not ({a}) or not ({b})"), &event));
        prop_assert_eq!(answer(&format!("not (({a}) or ({b}))"), &event), answer(&format!("not ({a}) not ({b})"), &event));
    }

    /// §6.3: `a!=v` ≡ `not a=v`.
    #[test]
    fn unequal_is_not_equal(filter in filter(Over::Everything), record in record()) {
        let event = Event::read(&record).unwrap();
        for (positive, negative) in [("=", "!="), ("~", "!~")] {
            let one_word = |text: &str| text.chars().all(|c| c.is_ascii_alphabetic());
            let plain = |(field, values): &(&str, &str)| one_word(field) && !values.starts_with(['=', '~']);
            if let Some((field, values)) = filter.split_once(positive).filter(plain) {
                let (equal, unequal) = (format!("({field}{positive}{values})"), format!("({field}{negative}{values})"));
                if let (Ok(_), Ok(ast::Filter::Not(_))) = (parse(&equal), parse(&unequal)) {
                    prop_assert_ne!(answer(&equal, &event), answer(&unequal, &event), "{}", unequal);
                }
            }
        }
    }

    /// §6.4: the order of the pairs in Resource never matters.
    #[test]
    fn the_order_of_pairs_does_not_matter(filter in filter(Over::CanonicalFields), members in clean()) {
        prop_assume!(!["resource", "any", "cmd", "source"].iter().any(|word| filter.contains(word)));
        let mut turned = members.clone();
        let network = members.iter().any(|(key, value)| key == "Operation" && *value == Json::Text("Network".into()));
        for (_, value) in turned.iter_mut().filter(|(key, _)| key == "Resource" && network) {
            if let Json::Text(text) = value && text.starts_with('s') && !text.contains("a b") {
                *text = text.split(' ').rev().collect::<Vec<_>>().join(" ");
            }
        }
        prop_assert_eq!(answer(&filter, &plain(&members)), answer(&filter, &plain(&turned)));
    }

    /// §6.5: both dialects of an event give the same verdict.
    #[test]
    fn dialects_agree(filter in filter(Over::CanonicalFields), members in clean()) {
        prop_assert_eq!(answer(&filter, &plain(&members)), answer(&filter, &plain(&in_camel(&members))));
    }

    /// However JSON spells a text, it is the same text.
    #[test]
    fn spelling_does_not_matter(filter in filter(Over::CanonicalFields), members in clean(), seed in any::<u64>()) {
        let odd = Event::read(&written(&Json::Object(members.clone()), seed)).unwrap();
        prop_assert_eq!(answer(&filter, &plain(&members)), answer(&filter, &odd));
    }

    /// The oracle's reader of JSON is strict as `serde_json` is, and reads the same.
    #[test]
    fn reads_as_serde_json_does(record in record(), line in line()) {
        for text in [record.as_str(), std::str::from_utf8(&line.bytes).unwrap()] {
            let theirs = serde_json::from_str::<serde_json::Value>(text).ok();
            let ours = json::read(text);
            prop_assert_eq!(ours.is_some(), theirs.is_some(), "{}", text);
            if let (Some(ours), Some(serde_json::Value::Object(theirs))) = (ours, theirs) {
                let Json::Object(members) = &ours else { panic!("{text}") };
                for (key, value) in members {
                    let last = members.iter().rev().find(|(other, _)| other == key).map(|(_, value)| value);
                    if let (true, Json::Text(text)) = (last == Some(value), value) {
                        prop_assert_eq!(theirs[key].as_str(), Some(text.as_str()));
                    }
                }
            }
        }
    }
}

/// A property of filters that never match, or always do, would say nothing.
#[test]
fn random_filters_match_some_lines_and_miss_some() {
    let mut runner = TestRunner::deterministic();
    let (mut telemetry, mut hits, mut telling) = (0, 0, 0);
    for _ in 0..200 {
        let filter = filter(Over::Everything)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let lines = lines().new_tree(&mut runner).unwrap().current();
        let (all, some) = (
            expected("", &lines, &context()).len(),
            expected(&filter, &lines, &context()).len(),
        );
        telemetry += all;
        hits += some;
        telling += usize::from(some > 0 && some < all);
    }
    assert!(
        hits * 4 > telemetry && hits * 4 < telemetry * 3,
        "{hits} of {telemetry} records match"
    );
    assert!(telling > 50, "{telling} of 200 filters tell records apart");
}
