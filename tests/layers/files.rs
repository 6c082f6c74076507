//! What a file may hold: so much code, names that no two others have, no count of its own.
//!
//! Each rule has a list of what still breaks it. Whatever keeps a rule is taken off its list, so that nothing comes back.

use std::collections::BTreeMap;

use crate::source::{Source, pattern, planted, sources};

/// Lines of code that a file may have; comments, blank lines and unit tests are no code.
const LONGEST: usize = 400;

/// Files that are still to be parted.
const LONG: &[&str] = &[];

/// How often a type may have the same name.
const NAMESAKES: usize = 2;

/// Names that more types still have.
const AMBIGUOUS: &[&str] = &["Event", "Line", "Part", "Values"];

/// The module that counts.
const COUNTING: &str = "src/count/";

/// Files whose maps give numbers that are no counts: positions, widths.
const NUMBERS: &[&str] = &[
    "src/cli/config.rs",
    "src/output/tree/flat.rs",
    "src/record/indicators/mod.rs",
    "src/tui/shared.rs",
];

/// What breaks a rule, by what is listed, each with what to say of it.
type Broken = BTreeMap<String, String>;

/// What breaks a rule unlisted, and what is listed and keeps it.
fn faults(broken: &Broken, listed: &[&str]) -> Vec<String> {
    let new = broken
        .iter()
        .filter(|(name, _)| !listed.contains(&name.as_str()))
        .map(|(name, fault)| format!("{name}: {fault}"));
    let kept = listed
        .iter()
        .filter(|name| !broken.contains_key(**name))
        .map(|name| format!("{name} keeps the rule: take it off the list"));
    new.chain(kept).collect()
}

fn long_files(sources: &[Source]) -> Broken {
    let lines = |source: &Source| {
        let code = source.shipped();
        code.lines().filter(|line| !line.trim().is_empty()).count()
    };
    sources
        .iter()
        .filter(|source| !source.is_test())
        .map(|source| (source, lines(source)))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(source, lines)| (source.path.clone(), format!("{lines} lines of code")))
        .collect()
}

/// Names of types that are defined too often. What a trait demands stands indented, and is no name of ours.
fn ambiguous_names(sources: &[Source]) -> Broken {
    let definition = pattern(
        r"(?m)^(?:\s*(?:pub(?:\([^)]*\))?\s+)?(?:struct|enum|trait|union)|(?:pub(?:\([^)]*\))?\s+)?type)\s+([A-Z]\w*)",
    );
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for source in sources {
        for found in definition.captures_iter(&source.text) {
            let (_, [name]) = found.extract();
            places.entry(name).or_default().push(&source.path);
        }
    }
    places
        .into_iter()
        .filter(|(_, paths)| paths.len() > NAMESAKES)
        .map(|(name, paths)| (name.to_owned(), paths.join(", ")))
        .collect()
}

/// Files with a map to numbers, outside of the module that counts.
fn counting_files(sources: &[Source]) -> Broken {
    let map =
        pattern(r"Map<[^;={}]*,\s*(?:u64|u32|usize|NonZero\w*(?:<\w+>)?)\s*(?:,\s*\w+\s*)?,?\s*>");
    sources
        .iter()
        .filter(|source| !source.is_test() && !source.path.starts_with(COUNTING))
        .filter_map(|source| {
            let code = source.shipped();
            let found = map.find(&code)?.as_str().to_owned();
            Some((source.path.clone(), format!("counts in a `{found}`")))
        })
        .collect()
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    assert_none(&faults(&long_files(&sources("src").unwrap()), LONG));
}

#[test]
fn no_name_stands_for_many_types() {
    assert_none(&faults(
        &ambiguous_names(&sources("src").unwrap()),
        AMBIGUOUS,
    ));
}

#[test]
fn one_module_counts() {
    assert_none(&faults(&counting_files(&sources("src").unwrap()), NUMBERS));
}

#[test]
fn planted_breaches_are_found() {
    let code = "let x = 1;\n\n// why\n".repeat(LONGEST + 1);
    let tests = format!("#[cfg(test)]\nmod tests {{\n{code}}}\n");
    let long = [
        planted("src/a.rs", &code),
        planted("src/b.rs", &tests),
        planted("src/c/tests.rs", &code),
    ];
    let found = faults(&long_files(&long), &[]);
    assert_eq!(found, ["src/a.rs: 401 lines of code"]);
    assert_eq!(faults(&long_files(&long), &["src/a.rs"]), [""; 0]);
    assert_eq!(
        faults(&long_files(&long), &["src/a.rs", "src/b.rs"]),
        ["src/b.rs keeps the rule: take it off the list"]
    );

    let names = [
        planted("src/a.rs", "pub(super) struct Row;\ntype Part = u8;"),
        planted("src/b.rs", "fn f() {\n    enum Row { A }\n}"),
        planted(
            "src/c.rs",
            "pub trait Row {}\nimpl Iterator for X {\n    type Item = u8;\n    type Part = u8;\n}",
        ),
    ];
    let found = faults(&ambiguous_names(&names), &[]);
    assert_eq!(found, ["Row: src/a.rs, src/b.rs, src/c.rs"]);
    assert_eq!(ambiguous_names(&names[..2]), Broken::new());

    for (path, text, is_found) in [
        ("src/a.rs", "seen: HashMap<String, u64>,", true),
        ("src/a.rs", "type Seen = BTreeMap<(A, B), usize>;", true),
        (
            "src/a.rs",
            "HashMap<\n    Vec<u8>,\n    NonZero<u64>,\n    State,\n>",
            true,
        ),
        ("src/a.rs", "names: HashMap<u64, String>,", false),
        (
            "src/a.rs",
            "#[cfg(test)]\nmod tests { fn f(x: HashMap<u8, u64>) {} }",
            false,
        ),
        ("src/count/exact.rs", "seen: HashMap<String, u64>,", false),
    ] {
        let found = counting_files(&[planted(path, text)]);
        assert_eq!(!found.is_empty(), is_found, "{path}: {text}");
    }
}
