//! Console sessions that are documentation too: `tests/cli/*.md` and the README.
//! `TRYCMD=overwrite cargo test --test cli` rewrites what they show.

#[test]
fn sessions_go_as_shown() {
    trycmd::TestCases::new()
        .env("TZ", "UTC")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .case("tests/cli/*.md")
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
