//! Texts without what is accidental in them: ids, numbers, names that a program made up. What two runs of the same
//! program differ in becomes a word in angle brackets, so that what one does for the first time stands out.
//!
//! A rule that replaces too much hides what is new; one that replaces too little shows what is not. The rules lean to
//! the second: a name is replaced if it has the form of something that was made up, not because it is odd.

mod numbers;
mod runs;
mod temporary;

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::network::parse_address;

/// What a text is, where that tells what may be accidental in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A file that is read or written: under a directory for temporary files its name says little.
    File,
    /// An executable or a command line: its name is what matters.
    Command,
    /// The name of a workload.
    Workload,
}

/// One rule: what it replaces, and by what.
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What it replaces, in at most 72 columns.
    pub doc: &'static str,
    /// A text it is meant for.
    pub example: &'static str,
    /// What that text is.
    pub of: Of,
    /// What becomes of it.
    pub becomes: &'static str,
    apply: fn(&str, Of) -> Cow<'_, str>,
}

/// Every rule, in the order in which they are applied.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { name: "uuid", doc: "a UUID, its groups parted by - or _", example: "/var/lib/kubelet/pods/8d3e7a52-6a0c-4f1e-9a57-0a6e6a1c2f10/etc-hosts", of: Of::File, becomes: "/var/lib/kubelet/pods/<uuid>/etc-hosts", apply: uuid },
    Rule { name: "address", doc: "an address of the cluster: private or link-local, in names with - too", example: "curl http://10.244.3.17:8080/", of: Of::Command, becomes: "curl http://<private>:8080/", apply: address },
    Rule { name: "time", doc: "a date, with or without the time of day", example: "/backup/db-2026-03-14T09:45:00Z.sql", of: Of::File, becomes: "/backup/db-<time>.sql", apply: time },
    Rule { name: "process", doc: "a process or thread id in /proc, behind kill, --pid and pid=", example: "/proc/4711/task/4712/comm", of: Of::File, becomes: "/proc/<pid>/task/<pid>/comm", apply: process },
    Rule { name: "pod", doc: "the suffixes that controllers give pods and replica sets", example: "/var/log/pods/web-6c9f7d8b54-x2vkt/app", of: Of::File, becomes: "/var/log/pods/web-<pod>/app", apply: runs::pod },
    Rule { name: "hex", doc: "eight or more hex digits; directories of two before them; 0x and digits", example: "/var/cache/9c/b7f54b2df7773722", of: Of::File, becomes: "/var/cache/<hex>", apply: runs::hex },
    Rule { name: "random", doc: "sixteen or more letters and digits in no order", example: "/var/lib/php/sess_q7h2k9v3m1x8c5z0b4n6", of: Of::File, becomes: "/var/lib/php/sess_<random>", apply: runs::random },
    Rule { name: "temporary", doc: "a name that mktemp or its like made up, under tmp, temp or shm", example: "/tmp/tmp.Xk3v9QbT2a/x.sh", of: Of::Command, becomes: "/tmp/tmp.<random>/x.sh", apply: temporary::names },
    Rule { name: "number", doc: "digits that count: whole names, five or more, three apart in a path", example: "/data/topic-117/000042.log", of: Of::File, becomes: "/data/topic-<n>/<n>.log", apply: numbers::numbers },
];

/// The text with what is accidental in it replaced; borrowed where there is nothing such.
///
/// ```
/// use knoxlog::record::derived::normal::{Of, normal};
/// assert_eq!(normal("/proc/4711/fd/3", Of::File), "/proc/<pid>/fd/<n>");
/// assert_eq!(normal("/usr/bin/python3.11 -m http.server 8080", Of::Command), "/usr/bin/python3.11 -m http.server 8080");
/// ```
pub fn normal(text: &str, of: Of) -> Cow<'_, str> {
    RULES.iter().fold(Cow::Borrowed(text), |text, rule| {
        match (rule.apply)(&text, of) {
            Cow::Borrowed(_) => text,
            Cow::Owned(replaced) => Cow::Owned(replaced),
        }
    })
}

/// A pattern of ours, compiled; one that is not valid finds nothing, which the examples would show.
fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

/// Replaces what a pattern finds, unless `by` leaves it.
fn replace<'t>(
    text: &'t str,
    pattern: Option<&Regex>,
    by: impl Fn(&Captures<'_>) -> Option<String>,
) -> Cow<'t, str> {
    let Some(pattern) = pattern else {
        return Cow::Borrowed(text);
    };
    let mut is_changed = false;
    let replaced = pattern.replace_all(text, |found: &Captures<'_>| {
        let new = by(found);
        is_changed |= new.is_some();
        new.unwrap_or_else(|| found[0].to_owned())
    });
    match is_changed {
        true => Cow::Owned(replaced.into_owned()),
        false => Cow::Borrowed(text),
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn uuid(text: &str, _: Of) -> Cow<'_, str> {
    static UUID: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(
            "[0-9A-Fa-f]{8}[-_][0-9A-Fa-f]{4}[-_][0-9A-Fa-f]{4}[-_][0-9A-Fa-f]{4}[-_][0-9A-Fa-f]{12}",
        )
    });
    if text.len() < 36 {
        return Cow::Borrowed(text);
    }
    replace(text, UUID.as_ref(), |_| Some("<uuid>".to_owned()))
}

/// Whether an address is one of the cluster's own: it is given out anew, and says less than the port.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => {
            let [a, b, ..] = four.octets();
            four.is_private() || a == 100 && b & 0xC0 == 64
        }
        IpAddr::V6(six) => six.is_unique_local() || six.is_unicast_link_local(),
    }
}

fn address(text: &str, _: Of) -> Cow<'_, str> {
    static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(
            r"\b(?:\d{1,3}(?:\.\d{1,3}){3}|\d{1,3}(?:-\d{1,3}){3}|[0-9A-Fa-f]{4}(?::[0-9A-Fa-f]{0,4}){2,7})\b",
        )
    });
    if !has_digit(text) {
        return Cow::Borrowed(text);
    }
    replace(text, ADDRESS.as_ref(), |found| {
        let spelt = match found[0].contains(':') {
            true => found[0].to_owned(),
            false => found[0].replace('-', "."),
        };
        let address = parse_address(&spelt)?;
        is_private(address).then(|| "<private>".to_owned())
    })
}

fn time(text: &str, _: Of) -> Cow<'_, str> {
    static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(
            r"\b(?:19|20)\d\d-[01]\d-[0-3]\d(?:[T_ -]?[0-2]\d[:.-]?[0-5]\d(?:[:.-]?[0-6]\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?",
        )
    });
    if !has_digit(text) {
        return Cow::Borrowed(text);
    }
    replace(text, TIME.as_ref(), |_| Some("<time>".to_owned()))
}

fn process(text: &str, _: Of) -> Cow<'_, str> {
    static PROCESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        // Few options, and short ones: as many as there are would have each search read on to the end of the text.
        pattern(r"(/proc/|/task/|\bkill(?: -\S{1,16}){0,4} |--(?:pid|target)[= ]|\bpid=)\d+\b")
    });
    if !has_digit(text) {
        return Cow::Borrowed(text);
    }
    replace(text, PROCESS.as_ref(), |found| {
        Some(format!("{}<pid>", &found[1]))
    })
}

#[cfg(test)]
mod tests;
