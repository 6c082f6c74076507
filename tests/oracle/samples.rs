//! Real records, where they are at hand: `KNOXLOG_SAMPLES`, or `samples` in a folder `shared` beside the project's.

use std::path::PathBuf;

use crate::event::Event;
use crate::lines::Line;
use crate::{cases, context, engine, events, expected, expected_of, file_of};

/// Lines of a file of bare records.
fn records() -> Option<Vec<Line>> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let folder = std::env::var_os("KNOXLOG_SAMPLES").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join("records.ndjson")).ok()?;
    let line = |line: &str| Line {
        bytes: line.into(),
        payload: line.starts_with('{').then(|| (line.to_owned(), None)),
    };
    Some(text.lines().map(line).collect())
}

#[test]
fn engine_agrees_with_the_oracle_on_real_records() {
    let Some(lines) = records() else {
        eprintln!("no samples here");
        return;
    };
    let (bytes, context) = (file_of(&lines, true), context());
    assert_eq!(
        expected("", &lines, &context).len(),
        lines.len(),
        "all are telemetry"
    );
    let events = events(&lines);
    let (mut some, mut none, mut refused) = (0, 0, 0);
    let filters = cases::CASES
        .iter()
        .flat_map(|(_, _, hits, misses)| hits.iter().chain(*misses));
    for filter in filters {
        let wanted = expected_of(filter, &lines, &events, &context);
        match engine::engine(filter, &bytes, 2, 4096, &context) {
            Ok(found) => assert_eq!(found, wanted, "{filter}"),
            // Values that can't match any record, which the command line refuses.
            Err(_) => refused += 1,
        }
        *(if wanted.is_empty() {
            &mut none
        } else {
            &mut some
        }) += 1;
    }
    assert!(refused < 10, "{refused} filters are refused");
    assert!(
        some > 100 && none > 100,
        "{some} filters match something, {none} nothing"
    );
}

#[test]
fn the_first_question_finds_the_right_real_records() {
    let Some(lines) = records() else {
        eprintln!("no samples here");
        return;
    };
    let is = |value: &serde_json::Value, key: &str, wanted: &str| {
        value[key]
            .as_str()
            .is_some_and(|text| text.eq_ignore_ascii_case(wanted))
    };
    let naive = |line: &Line| {
        let value: serde_json::Value = serde_json::from_slice(&line.bytes).unwrap();
        let operation = is(&value, "Operation", "Network") || is(&value, "operation", "Network");
        let namespace = is(&value, "NamespaceName", "accuknox-agents")
            || is(&value, "namespaceName", "accuknox-agents");
        operation && namespace
    };
    let wanted: Vec<usize> = (0..lines.len()).filter(|at| naive(&lines[*at])).collect();
    assert!(!wanted.is_empty());
    let found = engine::engine(
        "op=network ns=accuknox-agents",
        &file_of(&lines, false),
        1,
        1 << 20,
        &context(),
    );
    assert_eq!(found, Ok(wanted));
    assert!(
        lines
            .iter()
            .all(|line| Event::read(std::str::from_utf8(&line.bytes).unwrap()).is_some())
    );
}
