//! Cases that were reported of other readers of logs, beside the repository: those that hold today must hold tomorrow.
//! Left out where they, or Python, are absent.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::support::KNOXLOG;

/// Numbers of the cases that hold.
const HOLDING: &str = include_str!("../fixtures/cases.txt");

/// The number that a name begins with.
fn number(name: &str) -> Option<&str> {
    let (number, _) = name.split_once('-')?;
    let is_number = number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(number)
}

#[test]
fn cases_that_hold_go_on_holding() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases");
    if !folder.is_dir() {
        eprintln!("left out: {} is not there", folder.display());
        return;
    }
    let run = Command::new("python3")
        .arg(folder.join("run"))
        .arg(KNOXLOG)
        .output();
    let Ok(run) = run else {
        eprintln!("left out: there is no python3");
        return;
    };
    let said = String::from_utf8_lossy(&run.stdout);
    let sum = said.lines().last().unwrap_or_default();
    assert!(sum.contains(" cases passed"), "{said}");
    eprintln!("{sum}");
    let failed: BTreeSet<&str> = said.lines().filter_map(number).collect();
    let lost: Vec<&str> = said
        .lines()
        .filter(|line| {
            number(line).is_some_and(|number| HOLDING.lines().any(|held| held == number))
        })
        .collect();
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    let names = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let all = names.iter().filter(|name| name.ends_with(".expect"));
    let all: BTreeSet<&str> = all.filter_map(|name| number(name)).collect();
    let held: BTreeSet<&str> = HOLDING.lines().collect();
    let gained: Vec<&str> = all
        .difference(&failed)
        .copied()
        .filter(|number| !held.contains(number))
        .collect();
    if !gained.is_empty() {
        eprintln!(
            "these hold now, and belong into tests/fixtures/cases.txt: {}",
            gained.join(" ")
        );
    }
}
