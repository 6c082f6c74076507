//! Completions and manual are what the definitions of the command line give.
//! `BLESS=1 cargo test --test lib generated` rewrites them.

use std::path::Path;

use clap::ValueEnum;
use knoxlog::cli::{Shell, manual, script};

#[test]
fn committed_files_are_up_to_date() {
    let scripts = Shell::value_variants()
        .iter()
        .map(|shell| (format!("completions/{}", shell.file()), script(*shell)));
    let pages = manual().into_iter();
    let pages = pages.map(|(file, page)| (format!("man/{file}"), page));
    let files = scripts.chain(pages);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, expected) in files {
        let path = root.join(&file);
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &expected).unwrap();
        }
        let found = std::fs::read(&path).unwrap_or_default();
        assert!(
            found == expected,
            "{file} is out of date: BLESS=1 cargo test --test lib generated"
        );
    }
}

#[test]
fn every_option_in_the_manual_says_what_it_does() {
    for (file, page) in manual() {
        let page = String::from_utf8(page).unwrap();
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
