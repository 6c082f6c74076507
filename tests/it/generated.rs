//! Completions and manual are what the command prints of itself.
//! `BLESS=1 cargo test --test it generated` rewrites them.

use std::path::Path;

use crate::support::knoxlog;

/// What a shell calls its file.
const SCRIPTS: [(&str, &str); 6] = [
    ("bash", "knoxlog.bash"),
    ("zsh", "_knoxlog"),
    ("fish", "knoxlog.fish"),
    ("powershell", "_knoxlog.ps1"),
    ("elvish", "knoxlog.elv"),
    ("nushell", "knoxlog.nu"),
];

fn told(words: &[&str]) -> String {
    let run = knoxlog(words).output().unwrap();
    assert!(run.status.success(), "{words:?}");
    String::from_utf8(run.stdout).unwrap()
}

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = told(&["--help"]);
    let (_, listed) = help.split_once("\nCommands:\n").unwrap();
    let names = listed
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// The pages of the manual, each with its file.
fn manual() -> Vec<(String, String)> {
    let program = ("knoxlog.1".to_owned(), told(&["man"]));
    let page = |name: String| (format!("knoxlog-{name}.1"), told(&["man", &name]));
    let pages = commands().into_iter().map(page);
    std::iter::once(program).chain(pages).collect()
}

/// The files in a folder of the package.
fn files(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn committed_files_are_up_to_date() {
    let scripts = SCRIPTS
        .iter()
        .map(|(shell, file)| (format!("completions/{file}"), told(&["completions", shell])));
    let pages = manual().into_iter();
    let pages = pages.map(|(file, page)| (format!("man/{file}"), page));
    let expected: Vec<(String, String)> = scripts.chain(pages).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, expected) in &expected {
        let path = root.join(file);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, expected).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == *expected,
            "{file} is out of date: BLESS=1 cargo test --test it generated"
        );
    }
    for folder in ["completions", "man"] {
        for file in files(folder) {
            let file = format!("{folder}/{file}");
            let is_made = expected.iter().any(|(made, _)| *made == file);
            assert!(is_made, "{file} is of nothing that there is");
        }
    }
}

#[test]
fn every_shell_has_its_script() {
    let help = told(&["completions", "--help"]);
    let listed: Vec<&str> = help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- ")?.split(':').next())
        .collect();
    assert_eq!(listed, SCRIPTS.map(|(shell, _)| shell));
}

#[test]
fn every_option_in_the_manual_says_what_it_does() {
    for (file, page) in manual() {
        for entry in page.split(".TP\n").skip(1) {
            let (option, rest) = entry.split_once('\n').unwrap();
            let help = rest.lines().next().unwrap_or_default();
            assert!(
                !help.is_empty() && !help.starts_with('.'),
                "{file}: {option}"
            );
        }
    }
}
