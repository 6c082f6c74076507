//! No two files import each other, by whatever way round, unless one is the module that the other is part of.
//!
//! A name counts as imported from the file of the module that its path leads to: a name that a module passes on is that
//! module's. Paths are read from `crate` or `super` on, in a `use` or in the midst of code.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Source, pattern, planted, sources};

/// Files in a circle that is still to be opened. A file that is in none any more is taken off.
const CIRCULAR: &[&str] = &[];

/// A module by its path from the root of the crate, which is the empty one.
type Module = Vec<String>;

/// Which files each file imports, by module.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

fn module(source: &Source) -> Module {
    let path = source.path.trim_start_matches("src/");
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    match path {
        "lib" => Module::new(),
        path => path.split('/').map(str::to_owned).collect(),
    }
}

/// The paths of `code` that begin at `crate` or `super`, each from the root of the crate.
fn paths(code: &str, of: &Module) -> Vec<Module> {
    let mut found = Vec::new();
    for root in pattern(r"\bcrate\s*::|(?:\bsuper\s*::\s*)+").find_iter(code) {
        let ups = root.as_str().matches("super").count();
        let base = match ups {
            0 => &[],
            ups => of.get(..of.len().saturating_sub(ups)).unwrap_or_default(),
        };
        tree(&code[root.end()..], base, &mut found);
    }
    found
}

/// Reads `a::b`, `a::{b, c::d}` or `*` behind the path `before`; what is left of the code.
fn tree<'c>(code: &'c str, before: &[String], found: &mut Vec<Module>) -> &'c str {
    let code = code.trim_start();
    if let Some(mut group) = code.strip_prefix('{') {
        loop {
            group = tree(group, before, found).trim_start();
            match group.strip_prefix(',') {
                Some(next) => group = next,
                None => return group.strip_prefix('}').unwrap_or(group),
            }
        }
    }
    let len = code.find(|c: char| !c.is_alphanumeric() && c != '_');
    let (name, rest) = code.split_at(len.unwrap_or(code.len()));
    if name.is_empty() {
        if let Some(rest) = code.strip_prefix('*') {
            found.push(before.to_vec());
            return rest;
        }
        return code;
    }
    let mut path = before.to_vec();
    if name != "self" {
        path.push(name.to_owned());
    }
    if let Some(rest) = rest.trim_start().strip_prefix("::") {
        return tree(rest, &path, found);
    }
    found.push(path);
    match rest.trim_start().strip_prefix("as ") {
        Some(renamed) => renamed.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
        None => rest,
    }
}

/// Imports between files, without those between a module and what is part of it.
fn imports(sources: &[Source]) -> Imports {
    let shipped = || sources.iter().filter(|source| !source.is_test());
    let modules: BTreeSet<Module> = shipped().map(module).collect();
    let of_file = |source| {
        let own = module(source);
        let mut others = BTreeSet::new();
        for path in paths(&source.shipped(), &own) {
            let ends = (0..=path.len()).rev();
            let target = ends
                .map(|end| path[..end].to_vec())
                .find(|start| modules.contains(start));
            others.extend(target);
        }
        others.retain(|other| !other.starts_with(&own) && !own.starts_with(other));
        (own, others)
    };
    shipped().map(of_file).collect()
}

/// The shortest way from a module back to itself, if there is one.
fn circle(imports: &Imports, start: &Module) -> Option<Vec<Module>> {
    let mut from: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut row = vec![start];
    while !row.is_empty() {
        let mut next = Vec::new();
        for module in row {
            for other in &imports[module] {
                if from.contains_key(other) {
                    continue;
                }
                from.insert(other, module);
                next.push(other);
                if other == start {
                    let mut way = vec![start.clone()];
                    let mut at = module;
                    while at != start {
                        way.push(at.clone());
                        at = from[at];
                    }
                    way.push(start.clone());
                    way.reverse();
                    return Some(way);
                }
            }
        }
        row = next;
    }
    None
}

/// What is wrong: files in a circle that are not known to be, and known ones that are in none.
fn faults(sources: &[Source], known: &[&str]) -> Vec<String> {
    let imports = imports(sources);
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        let own = module(source);
        let is_known = known.contains(&source.path.as_str());
        match circle(&imports, &own) {
            Some(way) if !is_known => {
                let names: Vec<String> = way.iter().map(|module| module.join("::")).collect();
                faults.push(format!("a circle: {}", names.join(" → ")));
            }
            None if is_known => faults.push(format!(
                "{} is in no circle: take it off the list",
                source.path
            )),
            _ => {}
        }
    }
    let gone = known
        .iter()
        .filter(|path| !sources.iter().any(|source| source.path == **path));
    faults.extend(gone.map(|path| format!("{path} is gone: take it off the list")));
    faults
}

#[test]
fn no_files_import_each_other() {
    let faults = faults(&sources("src").unwrap(), CIRCULAR);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn a_planted_circle_is_found_however_it_is_spelt() {
    for (one, other) in [
        ("use crate::b::B;", "use crate::a::A;"),
        ("use super::b;", "fn f() -> crate::a::A { todo!() }"),
        ("use crate::{x::{self, Y}, b::{B, C}};", "use super::a::*;"),
        (
            "use crate::{\n    x::Y as Z,\n    b,\n};",
            "use crate::{a};",
        ),
    ] {
        let sources = [
            planted("src/a.rs", one),
            planted("src/b.rs", other),
            planted("src/x.rs", ""),
        ];
        let found = faults(&sources, &[]);
        assert_eq!(
            found,
            ["a circle: a → b → a", "a circle: b → a → b"],
            "{one} {other}"
        );
        let known = faults(&sources, &["src/a.rs", "src/b.rs"]);
        assert_eq!(known, [""; 0]);
    }
    let three = [
        planted("src/a/mod.rs", "use crate::b::c::D;"),
        planted("src/b/mod.rs", ""),
        planted("src/b/c.rs", "use crate::e::E;"),
        planted("src/e.rs", "use super::a::A;"),
    ];
    let way = "a circle: a → b::c → e → a";
    assert!(faults(&three, &[]).contains(&way.to_owned()));
}

#[test]
fn what_is_no_circle_is_left_alone() {
    let sources = [
        planted("src/lib.rs", "pub mod a;"),
        planted("src/a/mod.rs", "mod b;\nuse b::B;\nuse crate::c::C;"),
        planted("src/a/b.rs", "use super::A;\nuse crate::a;"),
        planted(
            "src/c.rs",
            "// crate::a\n#[cfg(test)]\nmod tests { use crate::a::A; }",
        ),
        planted("src/c/tests.rs", "use crate::a::A;"),
    ];
    assert_eq!(faults(&sources, &[]), [""; 0]);
    let listed = faults(&sources, &["src/c.rs", "src/d.rs"]);
    assert_eq!(
        listed,
        [
            "src/c.rs is in no circle: take it off the list",
            "src/d.rs is gone: take it off the list"
        ]
    );
}
