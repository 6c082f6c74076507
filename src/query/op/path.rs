//! Paths: base names, directories with all below them, whole paths.

use std::borrow::Cow;
use std::collections::HashSet;

use super::wildcard::Wildcards;
use super::{Compiled, Given, Test, literal};
use crate::query::item::{Char, Item};

/// Paths, one of which a value may be, or lie below.
#[derive(Debug, Default)]
pub(super) struct Paths {
    wholes: HashSet<String>,
    bases: HashSet<String>,
    /// Directories, without the slash at their end.
    directories: HashSet<String>,
    whole_wildcards: Wildcards,
    base_wildcards: Wildcards,
}

pub(super) fn compile(given: &Given<'_>) -> Paths {
    let mut paths = Paths::default();
    for item in given.patterns() {
        paths.add(&item);
    }
    paths
}

/// `under`: the path itself and all below it, whether or not it is written with a slash.
pub(super) fn compile_under(given: &Given<'_>) -> Compiled {
    let mut paths = Paths::default();
    for mut item in given.patterns() {
        if !item.text().ends_with('/') {
            item.chars.push(Char::Literal('/'));
        }
        paths.add(&item);
    }
    Ok(paths.into())
}

impl Paths {
    fn add(&mut self, item: &Item) {
        let text = item.text();
        if item.has_wildcards() {
            self.add_wildcards(&normal_pattern(&item.chars));
        } else if !text.contains('/') {
            self.bases.insert(text);
        } else {
            let path = normal(&text);
            match path.strip_suffix('/') {
                Some(directory) => self.directories.insert(directory.to_owned()),
                None => self.wholes.insert(path.into_owned()),
            };
        }
    }

    fn add_wildcards(&mut self, chars: &[Char]) {
        let slash = Char::Literal('/');
        match chars {
            [directory @ .., last] if *last == slash => {
                self.whole_wildcards.add("", directory, "(?:/.*)?", false);
            }
            chars if chars.contains(&slash) => self.whole_wildcards.add("", chars, "", false),
            chars => self.base_wildcards.add("", chars, "", false),
        }
    }

    /// Whether the path is one of the directories or lies below one.
    fn is_below(&self, path: &str) -> bool {
        let is_one = |directory: &str| self.directories.contains(directory);
        !self.directories.is_empty()
            && (is_one(path)
                || path
                    .match_indices('/')
                    .any(|(at, _)| path.get(..at).is_some_and(is_one)))
    }
}

impl Test for Paths {
    fn passes(&self, text: &str) -> bool {
        let path = normal(text);
        let path = match path.strip_suffix('/') {
            Some(less) if !less.is_empty() => less,
            _ => &path,
        };
        let base = path.rsplit('/').next().unwrap_or(path);
        self.bases.contains(base)
            || self.wholes.contains(path)
            || self.is_below(path)
            || self.base_wildcards.matches(base)
            || self.whole_wildcards.matches(path)
    }

    fn literals(&self) -> Option<Vec<String>> {
        if !self.base_wildcards.is_empty() || !self.whole_wildcards.is_empty() {
            return None;
        }
        // A slash may be written twice: what stands between two of them is in the line as it is.
        let paths = self
            .bases
            .iter()
            .chain(&self.wholes)
            .chain(&self.directories);
        literal::runs(paths, false)
    }

    fn cost(&self) -> u32 {
        if self.base_wildcards.is_empty() && self.whole_wildcards.is_empty() {
            3
        } else {
            12
        }
    }
}

/// A path with `//` and `/./` collapsed; `..` is left, since what it names cannot be known here.
fn normal(path: &str) -> Cow<'_, str> {
    if !path.contains("//") && !path.contains("/./") {
        return Cow::Borrowed(path);
    }
    let parts: Vec<&str> = path.split('/').collect();
    let last = parts.len() - 1;
    let is_kept = |at: usize, part: &str| at == 0 || at == last || !matches!(part, "" | ".");
    let kept: Vec<&str> = parts
        .iter()
        .enumerate()
        .filter(|(at, part)| is_kept(*at, part))
        .map(|(_, part)| *part)
        .collect();
    Cow::Owned(kept.join("/"))
}

/// The same for a pattern.
fn normal_pattern(chars: &[Char]) -> Vec<Char> {
    let slash = Char::Literal('/');
    let parts: Vec<&[Char]> = chars.split(|char| *char == slash).collect();
    let last = parts.len() - 1;
    let is_dropped = |part: &[Char]| part.is_empty() || part == [Char::Literal('.')];
    let kept = parts
        .iter()
        .enumerate()
        .filter(|(at, part)| *at == 0 || *at == last || !is_dropped(part));
    let kept: Vec<&[Char]> = kept.map(|(_, part)| *part).collect();
    kept.join(&slash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(wanted: &str, path: &str) -> bool {
        let mut paths = Paths::default();
        paths.add(&Item::literal(wanted, 0..0));
        paths.passes(path)
    }

    #[test]
    fn slashes_decide() {
        for (wanted, path, expected) in [
            ("bash", "/bin/bash", true),
            ("bash", "/usr/bin/bash", true),
            ("bash", "bash", true),
            ("bash", "/bin/Bash", false),
            ("bash", "/bin/bash/x", false),
            ("/etc/", "/etc", true),
            ("/etc/", "/etc/", true),
            ("/etc/", "/etc/a/b", true),
            ("/etc/", "/etcd/x", false),
            ("/etc/", "/x/etc/y", false),
            ("/etc/passwd", "//etc/./passwd", true),
            ("//etc//passwd", "/etc/passwd", true),
            ("/etc/passwd", "/etc/passwd/", true),
            ("/etc/passwd", "/etc/passwd2", false),
            ("/", "/anything", true),
            ("/", "/", true),
            ("/", "relative/x", false),
            ("root", "/root/", true),
            ("/./accuknox-obs.db", "//accuknox-obs.db", true),
        ] {
            assert_eq!(passes(wanted, path), expected, "{wanted} against {path}");
        }
    }

    #[test]
    fn normal_paths_collapse() {
        for (path, expected) in [
            ("//a", "/a"),
            ("/a//b///c", "/a/b/c"),
            ("/./a/././b", "/a/b"),
            ("/a/.", "/a/."),
            ("a//", "a/"),
            ("//", "/"),
            ("./a", "./a"),
            ("/a/../b", "/a/../b"),
            ("", ""),
        ] {
            assert_eq!(normal(path), expected, "{path}");
        }
    }
}
