//! Runs the case files of `tests/fixtures/query`: a filter and the records that it must match, or what it must say.
//!
//! A file holds records (`input`, one JSON object a line, numbered from 1) and cases. A case holds a `query` or several
//! `terms`, and one of `matches` (numbers of records), `error` (the whole message; `at` is the text underlined, `help` a
//! part of the help). `warning` is the whole message of the one warning; a case without it has none. Optional: `files`
//! that `@name` reads, `macros`, `envelope` (the time that the wrapper states), `infer = false`, `inverted = true`.
//!
//! `role` of a record says what it is there for; [`every_operator_meets_every_type`] counts roles.

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, io, path::Path};

use jiff::tz::TimeZone;
use knoxlog::query::ast::{Ast, Test};
use knoxlog::query::macros::{BUILT_IN, Macro, built_in};
use knoxlog::query::{Checked, Clock, Filter, Infer, Setting, Term, error::Error, op::OPS};
use knoxlog::record::field::{FIELDS, Target, find};
use knoxlog::record::time::Time;
use knoxlog::record::value::Type;
use knoxlog::record::{Origin, Record};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    input: String,
    envelope: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    macros: BTreeMap<String, String>,
    case: Vec<Case>,
    #[serde(skip)]
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    query: Option<String>,
    #[serde(default)]
    terms: Vec<String>,
    matches: Option<Vec<u64>>,
    error: Option<String>,
    at: Option<String>,
    help: Option<String>,
    warning: Option<String>,
    #[serde(default = "yes")]
    infer: bool,
    #[serde(default)]
    inverted: bool,
}

const fn yes() -> bool {
    true
}

fn files() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/query");
    let mut files: Vec<File> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let file: File =
                toml_edit::de::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            File { name, ..file }
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    files
}

impl File {
    fn records(&self) -> Vec<Record<'_>> {
        let lines = self.input.lines().filter(|line| !line.is_empty());
        lines
            .zip(1..)
            .map(|(line, number)| {
                let origin = Origin {
                    input: "node1.ndjson",
                    line: number,
                    bytes: line.as_bytes(),
                    time: self.envelope.as_deref().map(str::as_bytes),
                    ..Origin::default()
                };
                serde_json::from_str::<serde_json::Map<_, _>>(line)
                    .map(|_: serde_json::Map<String, serde_json::Value>| ())
                    .or_else(|error| {
                        if line.contains("\\ud800") {
                            Ok(())
                        } else {
                            Err(error)
                        }
                    })
                    .unwrap_or_else(|error| panic!("{}: record {number}: {error}", self.name));
                Record::new(line.as_bytes(), origin).unwrap()
            })
            .collect()
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        match self.files.get(name) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => Err(io::Error::new(
                io::ErrorKind::NotFound,
                "No such file or directory",
            )),
        }
    }

    fn compile(&self, case: &Case) -> Result<Checked, Vec<Error>> {
        let mut macros = built_in();
        macros.extend(self.macros.iter().map(|(name, filter)| Macro {
            name: name.clone(),
            filter: filter.clone(),
            origin: "here".to_owned(),
        }));
        let setting = Setting {
            clock: Clock {
                now: Time::parse("2026-03-14T09:30:00Z").unwrap(),
                zone: TimeZone::UTC,
            },
            macros: &macros,
            infer: if case.infer {
                Infer::Zero
            } else {
                Infer::Nothing
            },
            indicators: None,
            read: &|name| self.read(name),
        };
        let terms: Result<Vec<Term>, Error> = case.texts().map(Term::parse).collect();
        let filter = Filter {
            terms: terms.map_err(|error| vec![error])?,
            inverted: case.inverted,
            within: Vec::new(),
        };
        filter.compile(&setting)
    }
}

impl Case {
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.query.iter().chain(&self.terms).map(String::as_str)
    }

    /// What is wrong with the outcome; empty if nothing is.
    fn judge(&self, file: &File) -> String {
        match file.compile(self) {
            Ok(checked) => self.judge_matches(&checked, &file.records()),
            Err(errors) => self.judge_errors(&errors),
        }
    }

    fn judge_matches(&self, checked: &Checked, records: &[Record<'_>]) -> String {
        let warnings: Vec<String> = checked
            .warnings
            .iter()
            .map(|it| it.what.message())
            .collect();
        if warnings != Vec::from_iter(self.warning.clone()) {
            return format!("warnings: {warnings:?}");
        }
        let underlined = checked
            .warnings
            .first()
            .map(|it| it.text.get(it.at.clone()));
        if underlined.is_some() && self.at.is_some() && underlined != Some(self.at.as_deref()) {
            return format!("underlined: {underlined:?}");
        }
        let matched: Vec<u64> = records
            .iter()
            .filter(|record| checked.plan.matches(record))
            .map(|record| record.origin().line)
            .collect();
        if self.matches.as_ref() == Some(&matched) {
            String::new()
        } else {
            format!("matches {matched:?}, not {:?}", self.matches)
        }
    }

    fn judge_errors(&self, errors: &[Error]) -> String {
        let [error] = errors else {
            return format!("{} errors: {errors:?}", errors.len());
        };
        let message = error.what.message();
        if self.error.as_ref() != Some(&message) {
            return format!("error: {message}");
        }
        let underlined = error.text.get(error.at.clone());
        if self.at.is_some() && self.at.as_deref() != underlined {
            return format!("underlined: {underlined:?}");
        }
        let help = error.what.help().unwrap_or_default();
        match &self.help {
            Some(part) if !help.contains(part.as_str()) => format!("help: {help}"),
            _ => String::new(),
        }
    }
}

#[test]
fn every_case_holds() {
    let mut faults = Vec::new();
    let mut count = 0;
    for file in files() {
        for case in &file.case {
            count += 1;
            let fault = case.judge(&file);
            if !fault.is_empty() {
                let texts: Vec<&str> = case.texts().collect();
                faults.push(format!("{}: {}: {texts:?}: {fault}", file.name, case.name));
            }
        }
    }
    assert!(count > 300, "{count} cases");
    assert!(
        faults.is_empty(),
        "{}\n{} of {count}",
        faults.join("\n"),
        faults.len()
    );
}

#[test]
fn every_case_has_its_own_name_and_one_outcome() {
    let mut seen = BTreeSet::new();
    for file in files() {
        for case in &file.case {
            let key = (file.name.clone(), case.name.clone());
            assert!(seen.insert(key), "{}: {} twice", file.name, case.name);
            assert!(
                case.query.is_some() == case.terms.is_empty(),
                "{}",
                case.name
            );
            assert!(
                case.matches.is_some() != case.error.is_some(),
                "{}",
                case.name
            );
        }
    }
}

/// The variant of a type, by name.
fn variant(ty: Type) -> String {
    let debug = format!("{ty:?}");
    debug.split('(').next().unwrap().to_owned()
}

/// The comparison of a query that is one and no more, and whether it is negated.
fn comparison(query: &str) -> Option<(Test, bool)> {
    match Term::parse(query).ok()?.tree {
        Ast::Test(test) => Some((test, false)),
        Ast::Not(inner) => match *inner {
            Ast::Test(test) => Some((test, true)),
            _ => None,
        },
        _ => None,
    }
}

/// What the cases cover, as (operator, type, what).
fn covered() -> BTreeSet<(&'static str, String, String)> {
    let mut covered = BTreeSet::new();
    for file in files() {
        let roles: Vec<String> = file
            .input
            .lines()
            .filter(|line| !line.is_empty())
            .map(role)
            .collect();
        for case in &file.case {
            let Some((test, is_negated)) = case.query.as_deref().and_then(comparison) else {
                continue;
            };
            let target = match test.field.text.starts_with('.') {
                true => Some(Target::Path(Vec::new())),
                false => find(&test.field.text),
            };
            let Some(ty) = target.map(|target| variant(target.ty())) else {
                continue;
            };
            let mut add = |what: &str| covered.insert((test.op.name, ty.clone(), what.to_owned()));
            let Some(matches) = &case.matches else {
                add("error");
                continue;
            };
            for (role, number) in roles.iter().zip(1..) {
                let is_met = matches.contains(&number) != is_negated;
                match (role.as_str(), is_met) {
                    ("match", false) | ("other", true) => {}
                    ("hostile", true) => _ = add("hostile, matched"),
                    (role, _) => _ = add(role),
                }
            }
            if matches.contains(&1) {
                add("match");
            }
            add("hostile");
        }
    }
    covered
}

fn role(line: &str) -> String {
    let value: Result<serde_json::Value, _> = serde_json::from_str(line);
    let role = value
        .ok()
        .and_then(|value| Some(value.get("role")?.as_str()?.to_owned()));
    role.unwrap_or_default()
}

#[test]
fn every_operator_meets_every_type() {
    let covered = covered();
    let types: BTreeMap<String, Type> = FIELDS
        .iter()
        .map(|field| (variant(field.ty), field.ty))
        .collect();
    assert_eq!(types.len(), 11);
    let mut gaps = Vec::new();
    for op in OPS {
        for (name, ty) in &types {
            let mut wanted = match (op.fits)(*ty) {
                true => vec!["match", "other", "missing", "wrong", "hostile"],
                false => vec!["error"],
            };
            // What is no address, time or number is not compared as one.
            let reads_any_text = !matches!(ty, Type::Address | Type::Time | Type::Number);
            let is_order = matches!(op.name, "greater" | "at least" | "less" | "at most");
            if (op.fits)(*ty) && reads_any_text && !is_order {
                wanted.push("hostile, matched");
            }
            for what in wanted {
                if !covered.contains(&(op.name, name.clone(), what.to_owned())) {
                    gaps.push(format!("{} on {name}: {what}", op.name));
                }
            }
        }
    }
    assert!(gaps.is_empty(), "no case for\n{}", gaps.join("\n"));
}

#[test]
fn every_spelling_of_an_operator_has_a_case() {
    let files = files();
    let queries: Vec<String> = files
        .iter()
        .flat_map(|file| &file.case)
        .filter(|case| case.matches.is_some())
        .flat_map(|case| case.texts().map(str::to_lowercase).collect::<Vec<_>>())
        .collect();
    for op in OPS {
        for token in op.tokens.iter().chain(op.negated) {
            let is_word = token.starts_with(char::is_alphabetic);
            let spelt = if is_word {
                format!(" {token} ")
            } else {
                (*token).to_owned()
            };
            assert!(
                queries.iter().any(|query| query.contains(&spelt)),
                "{token}"
            );
        }
    }
}

#[test]
fn every_built_in_macro_matches_one_record_and_not_another() {
    let files = files();
    let cases: Vec<(&File, &Case)> = files
        .iter()
        .flat_map(|file| file.case.iter().map(move |case| (file, case)))
        .collect();
    for (name, _) in BUILT_IN {
        let is_it = |case: &Case| case.query.as_deref() == Some(&format!("is:{name}"));
        let (file, case) = cases
            .iter()
            .find(|(_, case)| is_it(case))
            .unwrap_or_else(|| panic!("is:{name}"));
        let count = file.records().len();
        let matched = case.matches.as_ref().map_or(0, Vec::len);
        assert!(0 < matched && matched < count, "is:{name}");
    }
}

/// The table of messages of the language's specification, with the query that causes each.
const MESSAGES: &[(&str, &str)] = &[
    (
        "ns=default and namspace=kube-system",
        "unknown field `namspace`",
    ),
    (
        "op=Proces",
        "no known operation `Proces`; did you mean `Process`? (matching literally)",
    ),
    (
        "ip=10.0.0.0/33",
        "`/33` is not a prefix length for IPv4 (0–32)",
    ),
    ("ip=10.0.0.5/8", "host bits set; using 10.0.0.0/8"),
    ("port=abc", "`port` is a number; got `abc`"),
    ("message>5", "`message` is text; `>` needs a number"),
    ("proc~(?!x)", "look-around is not supported"),
    ("ns=default,", "empty value after `,`"),
    ("(ns=default", "this `(` is never closed"),
    (
        "ns default",
        "`ns` has no operator; did you mean `ns=default`?",
    ),
    ("curl", "a lone word is not a filter"),
    (
        "ns=a and or op=b",
        "expected a condition after `and`, found `or`",
    ),
];

#[test]
fn every_message_of_the_specification_has_a_case() {
    let files = files();
    for (query, message) in MESSAGES {
        let is_it = |case: &&Case| {
            let said = case.error.as_ref().or(case.warning.as_ref());
            case.query.as_deref() == Some(query) && said.is_some_and(|said| said == message)
        };
        let found = files.iter().flat_map(|file| &file.case).find(is_it);
        assert!(found.is_some(), "{query}");
    }
}
