//! The sources as text: their paths, and what of them is shipped.

use std::path::{Path, PathBuf};
use std::{fs, io};

use regex::Regex;

/// One source file: its path from the root of the package, with `/`, and what is in it.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// The module under `src/` it belongs to; none for `lib.rs` and `main.rs`.
    pub(crate) fn layer(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        match inside.split_once('/') {
            Some((module, _)) => Some(module),
            None if matches!(inside, "lib.rs" | "main.rs") => None,
            None => inside.strip_suffix(".rs"),
        }
    }

    /// How many `super::` lead from here to the root of the crate.
    pub(crate) fn depth(&self) -> usize {
        let own_file = !self.path.ends_with("/mod.rs");
        self.path.matches('/').count() - 1 + usize::from(own_file)
    }

    pub(crate) fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// Without comment lines.
    pub(crate) fn code(&self) -> String {
        let lines = self
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        lines.flat_map(|line| [line, "\n"]).collect()
    }

    /// Without comment lines and unit tests.
    pub(crate) fn shipped(&self) -> String {
        let mut code = self.code();
        if let Some(tests) = pattern(r"#\[cfg\(test\)\]\s*mod \w+ \{").find(&code) {
            code.truncate(tests.start());
        }
        code
    }
}

pub(crate) fn pattern(regex: &str) -> Regex {
    Regex::new(regex).unwrap_or_else(|error| unreachable!("{error}"))
}

/// All Rust files under `folder`, by path.
pub(crate) fn sources(folder: &str) -> io::Result<Vec<Source>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let text = fs::read_to_string(entry.path())?;
                found.push(Source {
                    path: path.to_string_lossy().replace('\\', "/"),
                    text,
                });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// A made-up source for the tests of these tests.
pub(crate) fn planted(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}
