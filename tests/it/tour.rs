//! `docs/tui.md` is a tour that is walked here: each block of `keys` is played, and the `screen` behind it is what it
//! showed. `BLESS=1 cargo test --test it tour` rewrites the screens.

use std::fmt::Write;
use std::path::Path;

use crate::support::{ROOT, knoxlog};

/// A part of the tour.
enum Part {
    /// A line that is no part of a block.
    Words(String),
    /// Keys to play, as a script spells them.
    Keys(String),
    /// What is on the screen then.
    Screen,
    /// A file that was written: its name.
    File(String),
}

fn parts(tour: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = tour.lines();
    while let Some(line) = lines.next() {
        let kind = match line.strip_prefix("```") {
            Some(kind @ ("keys" | "screen")) => kind,
            Some(kind) if kind.starts_with("file ") => kind,
            _ => {
                parts.push(Part::Words(line.to_owned()));
                continue;
            }
        };
        let block = lines.by_ref().take_while(|line| *line != "```");
        let text = block.fold(String::new(), |text, line| text + line + "\n");
        parts.push(match kind {
            "keys" => Part::Keys(text),
            "screen" => Part::Screen,
            kind => Part::File(kind.trim_start_matches("file ").to_owned()),
        });
    }
    parts
}

/// Plays the keys in a folder that holds nothing but the demo and an empty config; answers the screens.
fn play(parts: &[Part], folder: &Path) -> Vec<String> {
    let mut script = String::new();
    for part in parts {
        if let Part::Keys(keys) = part {
            writeln!(script, "{keys}show @").unwrap();
        }
    }
    std::fs::write(folder.join("script"), script).unwrap();
    std::fs::write(folder.join("config.toml"), "").unwrap();
    std::fs::create_dir(folder.join("demo")).unwrap();
    let demo = Path::new("demo/incident.ndjson");
    std::fs::copy(Path::new(ROOT).join(demo), folder.join(demo)).unwrap();
    let played = knoxlog(&["tui", "--config", "config.toml", "--keys", "script"])
        .arg(demo)
        .current_dir(folder)
        .output()
        .unwrap();
    let errors = String::from_utf8(played.stderr).unwrap();
    assert!(played.status.success(), "{errors}");
    let text = String::from_utf8(played.stdout).unwrap();
    let screens = text.split("== @\n").skip(1);
    screens.map(str::to_owned).collect()
}

#[test]
fn the_tour_goes_as_shown() {
    let path = Path::new(ROOT).join("docs/tui.md");
    let tour = std::fs::read_to_string(&path).unwrap();
    let parts = parts(&tour);
    let folder = tempfile::tempdir().unwrap();
    let mut screens = play(&parts, folder.path()).into_iter();
    let mut walked = String::new();
    for part in &parts {
        let (kind, text) = match part {
            Part::Words(line) => {
                writeln!(walked, "{line}").unwrap();
                continue;
            }
            Part::Keys(keys) => ("keys".to_owned(), keys.clone()),
            Part::Screen => ("screen".to_owned(), screens.next().unwrap()),
            Part::File(name) => {
                let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
                (format!("file {name}"), text)
            }
        };
        write!(walked, "```{kind}\n{text}```\n").unwrap();
    }
    assert_eq!(screens.next(), None, "keys without a screen behind them");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, walked).unwrap();
    } else {
        assert!(
            walked == tour,
            "docs/tui.md is not what the screen shows; BLESS=1 rewrites it:\n{walked}"
        );
    }
}
