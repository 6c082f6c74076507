//! The tables that everything reads: each row is whole, its names are its own, its example works, help knows it.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use knoxlog::analysis::RULES;
use knoxlog::input::envelope::ENVELOPES;
use knoxlog::output::{DOCUMENTS, FORMATS, format};
use knoxlog::query::macros::{BUILT_IN, built_in};
use knoxlog::query::op::OPS;
use knoxlog::query::{Clock, Filter, Infer, Setting, Term};
use knoxlog::record::column::columns;
use knoxlog::record::field::{FIELDS, Target, find};
use knoxlog::record::time::Time;

use crate::support::{knoxlog, text};

/// Columns that a line of help may take.
const DOC: usize = 72;

/// What a shell makes of one word with single quotes in it.
fn unquoted(example: &str) -> String {
    example.replace('\'', "")
}

/// Compiles a term as the command line would; what is wrong or odd about it, if anything.
fn complaint(term: &str) -> Option<String> {
    let macros = built_in();
    let setting = Setting {
        clock: Clock {
            now: Time::parse("2026-03-14T09:30:00Z").unwrap(),
            zone: TimeZone::UTC,
        },
        macros: &macros,
        infer: Infer::Zero,
        indicators: None,
        read: &|_| Ok(Vec::new()),
    };
    let terms = match Term::parse(term) {
        Ok(term) => vec![term],
        Err(error) => return Some(error.what.message()),
    };
    let filter = Filter {
        terms,
        ..Filter::default()
    };
    match filter.compile(&setting) {
        Err(errors) => Some(errors.iter().map(|error| error.what.message()).collect()),
        Ok(checked) if checked.warnings.is_empty() => None,
        Ok(checked) => Some(format!("{} warnings", checked.warnings.len())),
    }
}

fn is_name(name: &str) -> bool {
    let inner = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit();
    name.split(['-', '.', '_'])
        .all(|part| !part.is_empty() && part.chars().all(inner))
}

fn assert_doc(name: &str, doc: &str) {
    assert!(!doc.is_empty() && doc.len() <= DOC, "{name}: {doc}");
    assert!(!doc.ends_with('.') && !doc.contains('\n'), "{name}: {doc}");
}

fn assert_apart<'n>(names: impl IntoIterator<Item = &'n str>) {
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(
            seen.insert(name.to_ascii_lowercase()),
            "{name} stands twice"
        );
    }
}

fn help(words: &[&str]) -> String {
    let run = knoxlog(words).output().unwrap();
    assert!(run.status.success(), "{words:?}");
    text(run.stdout)
}

#[test]
fn fields() {
    let listed = help(&["explain", "--fields"]);
    for field in FIELDS {
        assert!(is_name(field.name.trim_end_matches(".K")), "{}", field.name);
        assert_doc(field.name, field.doc);
        let example = unquoted(field.example);
        assert_eq!(complaint(&example), None, "{example}");
        for name in std::iter::once(&field.name).chain(field.aliases) {
            let asked = if field.is_map() {
                format!("{name}.app")
            } else {
                (*name).to_owned()
            };
            let (Target::Field(found) | Target::Item(found, _)) = find(&asked).unwrap() else {
                panic!("{name} leads elsewhere");
            };
            assert_eq!(found.name, field.name, "{name}");
        }
        let line = listed
            .lines()
            .find(|line| line.split_whitespace().next() == Some(field.name));
        assert!(
            line.is_some_and(|line| line.contains(field.doc)),
            "{}",
            field.name
        );
    }
}

#[test]
fn operators() {
    assert_apart(OPS.iter().map(|op| op.name));
    assert_apart(
        OPS.iter()
            .flat_map(|op| op.tokens.iter().chain(op.negated).copied()),
    );
    for op in OPS {
        assert_doc(op.name, op.doc);
        let example = unquoted(op.example);
        assert_eq!(complaint(&example), None, "{example}");
        assert!(
            op.tokens.iter().any(|token| example.contains(token)),
            "{example}"
        );
    }
}

#[test]
fn envelopes() {
    let (help, manual) = (
        help(&["filter", "--help"]),
        include_str!("../../man/knoxlog-filter.1"),
    );
    assert_apart(ENVELOPES.iter().map(|row| row.name));
    for row in ENVELOPES {
        assert!(is_name(row.name), "{}", row.name);
        assert_doc(row.name, row.doc);
        assert!(help.contains(row.name), "{} is not in --help", row.name);
        assert!(
            manual.contains(row.name),
            "{} is not in the manual",
            row.name
        );
    }
}

#[test]
fn formats() {
    let (help, manual) = (
        help(&["filter", "--help"]),
        include_str!("../../man/knoxlog-filter.1"),
    );
    assert_apart(
        FORMATS
            .iter()
            .flat_map(|row| row.aliases.iter().copied().chain([row.name])),
    );
    for row in FORMATS {
        assert!(is_name(row.name), "{}", row.name);
        assert_doc(row.name, row.doc);
        assert_eq!(format(&row.name.to_uppercase()).unwrap().name, row.name);
        assert_eq!(
            columns(row.columns.iter().copied(), None).unwrap().len(),
            row.columns.len()
        );
        assert!(help.contains(row.name), "{} is not in --help", row.name);
        assert!(
            manual.contains(row.name),
            "{} is not in the manual",
            row.name
        );
    }
}

#[test]
fn documents() {
    let manual = help(&["man", "report"]) + &help(&["man", "hist"]);
    assert_apart(FORMATS.iter().chain(DOCUMENTS).map(|row| row.name));
    for row in DOCUMENTS {
        assert!(is_name(row.name), "{}", row.name);
        assert_doc(row.name, row.doc);
        assert_eq!(format(row.name).unwrap().name, row.name);
        assert!(
            manual.contains(row.doc),
            "{} is not in the manual",
            row.name
        );
    }
}

#[test]
fn rules_of_events() {
    assert_apart(RULES.iter().map(|rule| rule.name));
    for rule in RULES {
        assert!(is_name(rule.name), "{}", rule.name);
        assert_doc(rule.name, rule.doc);
    }
}

#[test]
fn macros() {
    let listed = help(&["macros"]);
    assert_apart(BUILT_IN.iter().map(|(name, _)| *name));
    for (name, filter) in BUILT_IN {
        assert!(is_name(name), "{name}");
        assert_eq!(complaint(&format!("is:{name}")), None, "{name}");
        assert!(
            listed.contains(&format!("{name} ")) && listed.contains(filter),
            "{name}"
        );
    }
}
