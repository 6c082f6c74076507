//! Runs of letters and digits that were made up: told by their length and by what they are of.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::{Of, has_digit, pattern, replace};

/// Replaces runs of letters and digits for which `word` has one.
fn each(text: &str, word: impl Fn(&str) -> Option<&'static str>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(start) = find(text, at, u8::is_ascii_alphanumeric) {
        let end = find(text, start, |byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
        let run = text.get(start..end).unwrap_or_default();
        if let Some(word) = word(run) {
            out.push_str(text.get(kept..start).unwrap_or_default());
            out.push_str(word);
            kept = end;
        }
        at = end;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

fn find(text: &str, from: usize, is_it: impl Fn(&u8) -> bool) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    rest.iter().position(is_it).map(|at| from + at)
}

/// How often the kind of character changes, a capital at the beginning not counted.
pub(super) fn changes(run: &str) -> usize {
    let kind = |(at, byte): (usize, u8)| match byte {
        b'0'..=b'9' => 0,
        b'A'..=b'Z' if at > 0 => 1,
        _ => 2,
    };
    let kinds: Vec<u8> = run.bytes().enumerate().map(kind).collect();
    kinds.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Hex digits of a hash or an id, at least. A short hash of git has seven, and so has `ed25519`.
const HEX: usize = 8;

pub(super) fn hex(text: &str, _: Of) -> Cow<'_, str> {
    static SHARDED: LazyLock<Option<Regex>> =
        LazyLock::new(|| pattern(r"(?:/[0-9a-f]{1,2}){1,2}/<hex>"));
    let is_hex = |run: &str| {
        let digits = run.strip_prefix("0x").unwrap_or(run);
        let is_all = |is: fn(&u8) -> bool| digits.as_bytes().iter().all(is);
        let is_long = digits.len() >= HEX && !is_all(u8::is_ascii_digit);
        is_all(u8::is_ascii_hexdigit) && (is_long || digits.len() < run.len() && digits.len() >= 4)
    };
    let replaced = each(text, |run| is_hex(run).then_some("<hex>"));
    let Cow::Owned(replaced) = replaced else {
        return replaced;
    };
    let merged = replace(&replaced, SHARDED.as_ref(), |_| Some("/<hex>".to_owned()));
    Cow::Owned(merged.into_owned())
}

/// Letters and digits of a made-up name that stands anywhere, at least.
const LONG: usize = 16;

pub(super) fn random(text: &str, _: Of) -> Cow<'_, str> {
    let is_random = |run: &str| run.len() >= LONG && has_digit(run) && changes(run) >= 4;
    each(text, |run| is_random(run).then_some("<random>"))
}

/// The letters Kubernetes makes names of. // k8s.io/apimachinery pkg/util/rand
const SAFE: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

/// `-<replica set>-<pod>`, as `language.md` has it, where both halves look made up; of a workload also one half alone.
pub(super) fn pod(text: &str, of: Of) -> Cow<'_, str> {
    static BOTH: LazyLock<Option<Regex>> =
        LazyLock::new(|| pattern("-([a-z0-9]{8,10})-([a-z0-9]{5})([^A-Za-z0-9]|$)"));
    static ONE: LazyLock<Option<Regex>> =
        LazyLock::new(|| pattern("(.)-([a-z0-9]{8,10}|[a-z0-9]{5})$"));
    if !text.contains('-') {
        return Cow::Borrowed(text);
    }
    let replaced = replace(text, BOTH.as_ref(), |found| {
        (is_made_up(&found[1]) && is_made_up(&found[2])).then(|| format!("-<pod>{}", &found[3]))
    });
    let is_name = of == Of::Workload || text.starts_with("pod/");
    if matches!(replaced, Cow::Owned(_)) || !is_name {
        return replaced;
    }
    replace(text, ONE.as_ref(), |found| {
        let is_digits = found[2].bytes().all(|byte| byte.is_ascii_digit());
        (is_made_up(&found[2]) && !is_digits).then(|| format!("{}-<pod>", &found[1]))
    })
}

/// Whether a suffix is no word: it has a digit, or no letter but those of made-up names. `https` has no other either.
fn is_made_up(suffix: &str) -> bool {
    let is_safe = suffix.bytes().all(|byte| SAFE.contains(&byte));
    has_digit(suffix) || is_safe && suffix != "https"
}
