//! Who, where, what and how it ended, of one record: what every format for people and the screen's list tell it by.

use std::borrow::Cow;

use crate::record::Record;
use crate::record::derived::workload::outcome_of;
use crate::record::field::named;
use crate::record::key::Key;
use crate::text::{Role, sanitize};

/// What sort of operation an event is of; each tells by other fields what it was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// A program was run.
    Process,
    /// A file was opened, written or removed.
    File,
    /// A peer was talked to.
    Network,
    /// Alerts were dropped.
    Dropped,
    /// Anything else.
    Other,
}

impl OperationKind {
    /// That of an operation's name, letter case left out of account.
    pub fn of(operation: &str) -> Self {
        let is = |name: &str| operation.eq_ignore_ascii_case(name);
        match () {
            () if is("process") => Self::Process,
            () if is("file") => Self::File,
            () if is("network") || is("networkfirewall") => Self::Network,
            () if is("alertthreshold") => Self::Dropped,
            () => Self::Other,
        }
    }

    /// The fields that tell what it was about: the first that has a value does.
    pub const fn objects(self) -> &'static [&'static str] {
        match self {
            Self::Process => &["cmd"],
            Self::Network => &["ip", "port", "dns", "remotehost", "resource", "data"],
            Self::File | Self::Dropped | Self::Other => &["path", "resource", "data", "message"],
        }
    }
}

/// How an event ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It was prevented.
    Denied,
    /// It went wrong.
    Failed,
    /// It is no event: alerts were dropped.
    Gap,
    /// It went through, and a policy noted it.
    Alert,
    /// It went through.
    Plain,
}

impl Ending {
    /// That of a record.
    pub fn of(record: &Record<'_>) -> Self {
        let result = record.text(Key::Result).unwrap_or_default();
        let has = |key| record.raw(key).is_some();
        match outcome_of(&result) {
            "denied" => Self::Denied,
            "failed" if !result.is_empty() => Self::Failed,
            _ if has(Key::MaxAlertsPerSec) || has(Key::DroppingAlertsInterval) => Self::Gap,
            _ if has(Key::PolicyName) => Self::Alert,
            _ => Self::Plain,
        }
    }

    /// The word for it. What was denied stands out without colour too.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Denied => "DENIED",
            Self::Failed => "failed",
            Self::Gap => "GAP",
            Self::Alert => "alert",
            Self::Plain => "-",
        }
    }

    /// Its colour.
    pub const fn role(self) -> Role {
        match self {
            Self::Denied => Role::Denied,
            Self::Failed => Role::Failed,
            Self::Gap | Self::Alert => Role::Audit,
            Self::Plain => Role::Dim,
        }
    }
}

/// The names of a place, such as namespace, pod and container, that say something: a pod of one container often gives it
/// its own name, and twice says nothing more.
pub fn place_names<'t>(
    names: impl IntoIterator<Item = Cow<'t, str>>,
) -> impl Iterator<Item = Cow<'t, str>> {
    let mut last = Cow::Borrowed("");
    names.into_iter().filter(move |name| {
        let is_new = !name.is_empty() && *name != last;
        if is_new {
            last.clone_from(name);
        }
        is_new
    })
}

/// The values of a field, escaped, joined by commas.
pub fn values(record: &Record<'_>, name: &str) -> String {
    let mut text = String::new();
    if let Some(target) = named(name) {
        target.any(record, &mut |value| {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(&sanitize(&value.text));
            false
        });
    }
    text
}

/// The values of the first of some fields that has any, escaped.
pub fn first_of(record: &Record<'_>, names: &[&str]) -> String {
    let mut texts = names.iter().map(|name| values(record, name));
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}
