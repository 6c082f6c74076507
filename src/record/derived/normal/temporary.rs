//! Names under directories for temporary files that a program made up.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::runs::changes;
use super::{Of, pattern, replace};

/// Characters that a made-up name, or the made-up end of one, has at least.
const SHORT: usize = 6;
/// Characters that it has at most, where lower-case letters alone pass for one.
const PLAIN: usize = 12;

/// What `sed -i` writes to before it renames: `sed` and six letters or digits, beside the file. // sed/utils.c, `ck_mkstemp`
fn of_sed(text: &str) -> Cow<'_, str> {
    static OF_SED: LazyLock<Option<Regex>> =
        LazyLock::new(|| pattern(r"/sed([A-Za-z0-9]{6})(\s|$)"));
    if !text.contains("/sed") {
        return Cow::Borrowed(text);
    }
    replace(text, OF_SED.as_ref(), |found| {
        (changes(&found[1]) > 0).then(|| format!("/sed<random>{}", &found[2]))
    })
}

/// Names that were made up: those of `sed` anywhere, others under directories for temporary files.
pub(super) fn names(text: &str, of: Of) -> Cow<'_, str> {
    match of_sed(text) {
        Cow::Owned(replaced) => Cow::Owned(under(&replaced, of).into_owned()),
        Cow::Borrowed(text) => under(text, of),
    }
}

fn under(text: &str, of: Of) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some((start, is_bold)) = next(text, at, of) {
        let rest = text.get(start..).unwrap_or_default();
        let end = rest
            .find(|char: char| char == '/' || char.is_whitespace() || "\"'`;|&<>()".contains(char));
        let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        if let Some(stem) = stem(name, is_bold) {
            out.push_str(text.get(kept..start).unwrap_or_default());
            out.push_str(stem);
            out.push_str("<random>");
            kept = start + name.len();
        }
        at = start;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// Where the next name under such a directory begins, and whether what is merely short passes for made up there. Files
/// in shared memory have few made-up names, and attackers like the place.
fn next(text: &str, from: usize, of: Of) -> Option<(usize, bool)> {
    // One pattern for all: to look for each apart would look through the whole text for one that is not there, again and
    // again.
    static DIRECTORIES: LazyLock<Option<Regex>> = LazyLock::new(|| pattern("/(?:tmp|temp|shm)/"));
    let found = DIRECTORIES.as_ref()?.find_at(text, from)?;
    let is_usual = found.as_str() != "/shm/";
    Some((found.end(), is_usual && of == Of::File))
}

/// What stands before the made-up part of a name, if it has one.
fn stem(name: &str, is_bold: bool) -> Option<&str> {
    let is_lower = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    // Python's tempfile: `tmp` and eight of a-z, 0-9 and _.
    if name.len() == 11 && name.starts_with("tmp") && is_lower(&name.replace('_', "")) {
        return Some("tmp");
    }
    let start = name.rfind(['.', '-', '_']).map_or(0, |at| at + 1);
    let (stem, end) = name.split_at_checked(start)?;
    let is_plain = end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if end.len() < SHORT || !is_plain {
        return None;
    }
    let is_mixed = changes(end) >= if is_bold { 1 } else { 2 };
    // mktemp: `tmp.` and letters of either case and digits.
    let is_mktemp = stem == "tmp." && !is_lower(end);
    let is_bare = is_bold && stem.is_empty() && end.len() <= PLAIN && is_lower(end);
    (is_mixed || is_mktemp || is_bare).then_some(stem)
}
