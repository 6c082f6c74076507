//! Lists of indicators: files to a set.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::stdio::Messages;
use super::{Failure, compile_env, diagnostics};
use crate::record::indicators::{Indicators, Misread};
use crate::text::{Safe, listed, plural};

/// Reads the lists of `--ioc`; `None` if there are none.
pub(super) fn load(
    files: &[PathBuf],
    messages: Messages,
) -> Result<Option<Arc<Indicators>>, Failure> {
    if files.is_empty() {
        return Ok(None);
    }
    let mut texts = Vec::new();
    for file in files {
        texts.push((file.as_path(), read(file)?));
    }
    let mut lines = Vec::new();
    for (file, text) in &texts {
        for (line, value) in listed(text) {
            let value = value.ok_or_else(|| fault(file, line, "not UTF-8", ""))?;
            lines.push(((*file, line), value));
        }
    }
    if lines.is_empty() {
        return Err(Failure::Usage {
            message: format!("{}: no indicators in it", name(files)),
            help: "one a line, `#` begins a comment".to_owned(),
        });
    }
    for ((file, line), value) in &lines {
        if value.trim_start_matches("*.").contains('*') {
            messages.warn(format!(
                "{}:{line}: `*` stands for itself in `{}`",
                Safe::text(&file.to_string_lossy()),
                Safe::text(value)
            ));
        }
    }
    let list = Indicators::new(lines)
        .map_err(|((file, line), value, why)| misread(file, line, value, why))?;
    messages.note(format!("{}: {}", name(files), summary(&list)));
    Ok(Some(Arc::new(list)))
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let outcome = match file.to_str() {
        Some("-") => Err(std::io::Error::other(
            "a list is a file; standard input is for records",
        )),
        Some(name) => compile_env::read_values(name),
        None => std::fs::read(file),
    };
    outcome.map_err(|error| Failure::Usage {
        message: format!("--ioc {}: {}", file.display(), diagnostics::plain(&error)),
        help: String::new(),
    })
}

fn misread(file: &Path, line: usize, value: &str, why: Misread) -> Failure {
    match why {
        Misread::Address => fault(
            file,
            line,
            &format!("`{value}` has the form of an address, and is none"),
            "ranges are written as networks: 10.0.0.0/8;  a text: in double quotes",
        ),
        Misread::Empty => fault(file, line, &format!("`{value}` is empty"), ""),
    }
}

fn fault(file: &Path, line: usize, what: &str, help: &str) -> Failure {
    Failure::Usage {
        message: format!("{}:{line}: {what}", file.display()),
        help: help.to_owned(),
    }
}

fn name(files: &[PathBuf]) -> String {
    let names: Vec<String> = files
        .iter()
        .map(|file| Safe::text(&file.to_string_lossy()).to_string())
        .collect();
    names.join(", ")
}

/// `3 addresses, 1 domain`: shows where a line was read as something else than meant.
fn summary(list: &Indicators) -> String {
    let counts = list.counts();
    let parts = counts.into_iter().map(|(kind, count)| {
        let (one, many) = kind.words();
        plural(count as u64, one, many)
    });
    parts.collect::<Vec<_>>().join(", ")
}
