//! Console sessions that are documentation too: `tests/cli/*.md` and the README.
//! `TRYCMD=overwrite cargo test --test cli` rewrites what they show.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may stop at the first surprise"
)]

#[test]
fn sessions_go_as_shown() {
    trycmd::TestCases::new()
        .env("TZ", "UTC")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .case("tests/cli/*.md")
        .case("docs/*.md")
        .case("README.md");
}

#[test]
fn the_two_commands_of_the_readme_are_those_that_work() {
    let readme = include_str!("../README.md");
    let first = "cargo run --release --locked -- ";
    let line = readme
        .lines()
        .find_map(|line| line.strip_prefix(first))
        .unwrap();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_knoxlog"))
        .args(line.split(' '))
        .output()
        .unwrap();
    assert!(run.status.success());
    assert_eq!(run.stdout.split(|byte| *byte == b'\n').count(), 7);
    assert!(include_str!("../.ci/run").contains("cargo test --locked"));
    assert!(readme.lines().any(|line| line == "cargo test --locked"));
}

/// Options in the pages of the manual, each with its short form if it has one.
fn options() -> Vec<(String, Option<String>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("man");
    let pages = std::fs::read_dir(root).unwrap();
    let text: String = pages
        .map(|page| std::fs::read_to_string(page.unwrap().path()).unwrap())
        .collect();
    let entries = text.split(".TP\n").skip(1);
    let plain = |entry: &str| {
        let line = entry.lines().next().unwrap().replace("\\-", "-");
        line.replace("\\fB", "").replace("\\fR", "")
    };
    let names = entries.map(plain).filter_map(|line| {
        let words = line
            .split([',', ' ', '['])
            .filter(|word| word.starts_with('-'));
        let (long, short): (Vec<&str>, Vec<&str>) = words.partition(|word| word.starts_with("--"));
        Some((
            (*long.first()?).to_owned(),
            short.first().map(ToString::to_string),
        ))
    });
    names.collect()
}

#[test]
fn every_option_command_and_format_is_shown() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let sessions: String = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let typed: Vec<&str> = sessions
        .lines()
        .filter_map(|line| line.strip_prefix("$ knoxlog "))
        .flat_map(str::split_whitespace)
        .collect();
    let is_typed = |word: &str| typed.contains(&word);
    let options = options();
    assert!(options.len() > 40);
    for (long, short) in options {
        assert!(
            is_typed(&long) || short.is_some_and(|short| is_typed(&short)),
            "{long} is not shown"
        );
    }
    for command in [
        "filter",
        "fields",
        "count",
        "tree",
        "hist",
        "report",
        "top",
        "rare",
        "new",
        "explain",
        "macros",
        "completions",
        "man",
        "stats",
        "tui",
    ] {
        assert!(is_typed(command), "{command} is not shown");
    }
    for format in knoxlog::output::FORMATS
        .iter()
        .chain(knoxlog::output::DOCUMENTS)
    {
        let (flag, template) = (format!("--{}", format.name), format!("{}={{", format.name));
        let is_shown = is_typed(format.name)
            || is_typed(&flag)
            || typed.iter().any(|word| word.starts_with(&template));
        assert!(is_shown, "-o {} is not shown", format.name);
    }
}
