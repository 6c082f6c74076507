//! Holds the sources to ARCHITECTURE.md: who may import whom, and the other rules a compiler can't see.
//!
//! Reads text, not syntax: comment lines and unit tests are left out, and of every path that starts at the root of
//! the crate (`crate::X`, `use crate::{…}`, enough `super::`) the first name is looked up in [`LAYERS`].

mod circles;
mod files;
mod source;

use source::{Source, pattern, planted, sources};

/// Each module and the modules it may import, besides itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("count", &[]),
    ("simd", &[]),
    ("json", &["simd"]),
    ("record", &["json", "text"]),
    ("query", &["record", "text"]),
    ("input", &["json"]),
    (
        "engine",
        &["count", "input", "json", "query", "record", "simd"],
    ),
    ("search", &["engine", "input", "query", "record"]),
    ("analysis", &["count", "engine", "query", "record", "text"]),
    (
        "output",
        &[
            "analysis", "count", "engine", "json", "query", "record", "text",
        ],
    ),
    (
        "tui",
        &[
            "analysis", "count", "engine", "input", "output", "query", "record", "text",
        ],
    ),
    (
        "cli",
        &[
            "analysis", "count", "engine", "input", "json", "output", "query", "record", "text",
            "tui",
        ],
    ),
];

/// The files that may hold `unsafe`.
const UNSAFE: [&str; 2] = ["src/input/mmap.rs", "src/simd/mod.rs"];

/// The file that takes the terminal over.
const TERMINAL: &str = "src/tui/terminal.rs";

/// The first names of all paths of `code` that start at the root of the crate.
fn imports(code: &str, depth: usize) -> Vec<String> {
    let root = format!(r"(?:\bcrate\s*::\s*|\b(?:super\s*::\s*){{{depth}}})");
    let mut names = Vec::new();
    for start in pattern(&root).find_iter(code) {
        let rest = &code[start.end()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(group_heads(group)),
            None => names.extend(head(rest)),
        }
    }
    names.retain(|name| name != "super" && name != "self");
    names
}

/// The first name of each item of `{a::b, c::{d, e}, f}`, given from behind its brace.
fn group_heads(group: &str) -> Vec<String> {
    let (mut names, mut nested, mut item) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => nested += 1,
            '}' if nested > 0 => nested -= 1,
            ',' | '}' if nested == 0 => {
                names.extend(head(&group[item..at]));
                item = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

fn head(path: &str) -> Option<String> {
    let name = path
        .trim_start()
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '*')
        .next();
    name.filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Imports that break a layer.
fn layer_faults(source: &Source) -> Vec<String> {
    let Some(layer) = source.layer().filter(|_| !source.is_test()) else {
        return Vec::new();
    };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        return vec![format!("{}: {layer} has no row in LAYERS", source.path)];
    };
    let mut names = imports(&source.shipped(), source.depth());
    names.sort();
    names.dedup();
    names.retain(|name| name != layer && !allowed.contains(&name.as_str()));
    names
        .iter()
        .map(|name| format!("{}: {layer} may not import {name}", source.path))
        .collect()
}

/// Breaches of the other rules.
fn rule_faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |what: &str| faults.push(format!("{}: {what}", source.path));
    let code = source.code();
    if !source.text.starts_with("//!") {
        fault("must open with `//!`");
    }
    if source.path == "src/main.rs" && source.text.lines().count() > 40 {
        fault("is longer than 40 lines");
    }
    if !UNSAFE.contains(&source.path.as_str())
        && pattern(r"\bunsafe\s*(\{|\(|fn\b|impl\b|trait\b|extern\b)").is_match(&code)
    {
        fault(&format!("only {} may hold `unsafe`", UNSAFE.join(" and ")));
    }
    if source.path != TERMINAL && code.contains("crossterm") {
        fault(&format!("only {TERMINAL} may know a terminal"));
    }
    if let Some(found) = pattern(r"\b(e?print(ln)?|dbg)!\s*[(\[{]").find(&code) {
        fault(&format!(
            "`{}`: write to a `Write` that is passed in",
            found.as_str().trim_end_matches(['(', '[', '{'])
        ));
    }
    faults
}

#[test]
fn modules_import_downwards_only() {
    let sources = sources("src").unwrap();
    assert!(sources.len() > LAYERS.len(), "the sources were not found");
    let faults: Vec<String> = sources.iter().flat_map(layer_faults).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_module_keeps_the_house_rules() {
    let faults: Vec<String> = sources("src")
        .unwrap()
        .iter()
        .flat_map(rule_faults)
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn a_planted_upward_import_is_found_however_it_is_spelt() {
    let path = "src/record/value.rs";
    for text in [
        "use crate::engine::run;",
        "use crate::{json, engine};",
        "use crate::{\n    json::string::{self, eq},\n    engine::{Hit, run},\n    text,\n};",
        "fn f() { crate::engine::run() }",
        "use super::super::engine;",
        "#[cfg(test)]\nfn only_in_tests() {}\nuse crate::engine;",
        "#[cfg(test)]\nmod tests;\nuse crate::engine;",
    ] {
        assert_eq!(
            layer_faults(&planted(path, text)),
            ["src/record/value.rs: record may not import engine"],
            "{text}"
        );
    }
    let glob = layer_faults(&planted("src/record/mod.rs", "use super::*;"));
    assert_eq!(glob, ["src/record/mod.rs: record may not import *"]);
    assert_eq!(
        layer_faults(&planted("src/utils/mod.rs", "")),
        ["src/utils/mod.rs: utils has no row in LAYERS"]
    );
    assert_eq!(
        layer_faults(&planted("src/utils.rs", "")),
        ["src/utils.rs: utils has no row in LAYERS"]
    );
}

#[test]
fn imports_that_are_allowed_are_left_alone() {
    for (path, text) in [
        (
            "src/record/value.rs",
            "use crate::{json::{scan, string}, record::Key, text::fold};\nuse super::{time, field};",
        ),
        (
            "src/record/derived/data.rs",
            "use super::super::{Key, value};",
        ),
        (
            "src/record/mod.rs",
            "//! Runs under [`crate::engine`].\n#[cfg(test)]\nmod tests { use crate::engine; }",
        ),
        ("src/record/tests.rs", "use crate::engine;"),
        ("src/lib.rs", "pub mod engine;"),
        ("src/cli/run.rs", "use crate::{engine, output, tui};"),
    ] {
        assert_eq!(layer_faults(&planted(path, text)), [""; 0], "{path}");
    }
}

#[test]
fn planted_breaches_of_the_house_rules_are_found() {
    for (path, text, fault) in [
        ("src/text/x.rs", "fn f() {}", "must open with `//!`"),
        (
            "src/text/x.rs",
            "//! x\nfn f() { unsafe { g() } }",
            "only src/input/mmap.rs and src/simd/mod.rs may hold `unsafe`",
        ),
        (
            "src/text/x.rs",
            "//! x\nunsafe fn f() {}",
            "only src/input/mmap.rs and src/simd/mod.rs may hold `unsafe`",
        ),
        (
            "src/text/x.rs",
            "//! x\nfn f() { eprintln!(\"x\") }",
            "`eprintln!`: write to a `Write` that is passed in",
        ),
        (
            "src/tui/x.rs",
            "//! x\nuse ratatui::crossterm::event;",
            "only src/tui/terminal.rs may know a terminal",
        ),
        (
            "src/text/x.rs",
            "//! x\nfn f() { dbg!(1); }",
            "`dbg!`: write to a `Write` that is passed in",
        ),
    ] {
        assert_eq!(
            rule_faults(&planted(path, text)),
            [format!("{path}: {fault}")]
        );
    }
    let long = format!("//! x\n{}", "\n".repeat(40));
    assert_eq!(
        rule_faults(&planted("src/main.rs", &long)),
        ["src/main.rs: is longer than 40 lines"]
    );
    let fine = "//! No `unsafe` { here }, nor println!(\nconst DENIED: &str = \"unsafe\"; // unsafe-inline\n";
    assert_eq!(rule_faults(&planted("src/text/x.rs", fine)), [""; 0]);
    for path in UNSAFE {
        assert_eq!(
            rule_faults(&planted(path, "//! x\nfn f() { unsafe { g() } }")),
            [""; 0]
        );
    }
}
