//! Completions and manual are what the definitions of the command line give.
//! `BLESS=1 cargo test --test generated` rewrites them.

use std::path::Path;

use clap_complete::Shell;
use knoxlog::cli::{manual, script};

#[test]
fn committed_files_are_up_to_date() {
    let mut files: Vec<(&str, Vec<u8>)> = [
        ("completions/knoxlog.bash", Shell::Bash),
        ("completions/_knoxlog", Shell::Zsh),
        ("completions/knoxlog.fish", Shell::Fish),
        ("completions/_knoxlog.ps1", Shell::PowerShell),
        ("completions/knoxlog.elv", Shell::Elvish),
    ]
    .map(|(file, shell)| (file, script(shell)))
    .into();
    files.push(("man/knoxlog.1", manual()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, expected) in files {
        let path = root.join(file);
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &expected).unwrap();
        }
        let found = std::fs::read(&path).unwrap_or_default();
        assert!(
            found == expected,
            "{file} is out of date: BLESS=1 cargo test --test generated"
        );
    }
}
