//! What the interactive screen keeps when it is asked to: every other command knows it from then on, and nothing is written
//! that was not asked for.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::support::{DEMO, knoxlog};

fn at_home(home: &Path, words: &[&str]) -> Output {
    knoxlog(words)
        .arg(DEMO)
        .env_clear()
        .env("HOME", home)
        .env("TZ", "UTC")
        .output()
        .unwrap()
}

/// Plays keys on a screen; answers what it shows at the end.
fn played(home: &Path, words: &[&str], keys: &str) -> String {
    let script = home.join("script");
    fs::write(&script, format!("{keys}\nshow\n")).unwrap();
    let script = script.display().to_string();
    let words: Vec<&str> = ["tui", "--ascii", "--keys", &script]
        .into_iter()
        .chain(words.iter().copied())
        .collect();
    let output = at_home(home, &words);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_filter_and_columns_are_there_the_next_time() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(".config/knoxlog/config.toml");
    let filter = "keys f\ntype exe=/dev/shm/.kworkerd\nkeys Enter S\ntype miner\nkeys Enter";
    let screen = played(home.path(), &[], filter);
    assert!(
        screen.contains("config.toml ---")
            && screen.contains("\n   [macros]\n   miner = \"exe=/dev/shm/.kworkerd\"\n"),
        "{screen}"
    );
    assert!(!home.path().join(".config").exists());
    played(home.path(), &[], &format!("{filter} Enter"));
    let output = at_home(home.path(), &["count", "is:miner"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "6\n");
    let screen = played(home.path(), &[], "keys c j Enter + S Enter");
    assert!(
        screen.contains("the columns of the list written to"),
        "{screen}"
    );
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(
        text,
        "[macros]\nminer = \"exe=/dev/shm/.kworkerd\"\n\n\
         [tui]\ncolumns = [\"when\", \"op\", \"by\", \"what\", \"end\"]\nwidths = { op = 6 }\n"
    );
    let screen = played(home.path(), &["is:miner"], "keys l");
    assert!(screen.contains("TIME         OP     EXE"), "{screen}");
    // Columns that are typed count.
    let screen = played(home.path(), &["-c", "when,policy"], "keys l");
    assert!(screen.contains("TIME         POLICY"), "{screen}");
}

#[test]
fn nothing_is_written_where_nothing_is_read() {
    let home = tempfile::tempdir().unwrap();
    let keys = "keys f\ntype op=file\nkeys Enter S\ntype odd\nkeys Enter";
    let screen = played(home.path(), &["--no-config"], keys);
    assert!(
        screen.contains("--no-config: nothing is written either"),
        "{screen}"
    );
    assert!(!home.path().join(".config").exists());
}
