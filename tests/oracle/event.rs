//! One event: its keys in any spelling, the pairs hidden in its texts, and whether it is telemetry at all.

use crate::json::{self, Json};
use regex::Regex;

/// A record and where it came from.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// The JSON object.
    pub(crate) value: Json,
    /// The line as it arrived, wrapper included, line end not.
    pub(crate) line: Vec<u8>,
    /// The line's number, from 1.
    pub(crate) number: u64,
    /// The time a wrapper put before the record, as stored.
    pub(crate) envelope_time: Option<String>,
}

/// What a test sees of a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seen {
    /// What `has:` answers.
    pub(crate) present: bool,
    /// The texts positive tests look at; any of them may match (§4.6).
    pub(crate) texts: Vec<String>,
}

impl Seen {
    /// §4.2: no key, or nothing in it.
    pub(crate) fn absent() -> Self {
        Self::default()
    }

    /// One text.
    pub(crate) fn one(text: impl Into<String>) -> Self {
        Self {
            present: true,
            texts: vec![text.into()],
        }
    }

    /// Decision 4: a value of the wrong type is there, yet no positive test is true on it.
    pub(crate) fn unusable() -> Self {
        Self {
            present: true,
            texts: Vec::new(),
        }
    }

    /// Present if there is a text at all.
    pub(crate) fn any_of(texts: Vec<String>) -> Self {
        Self {
            present: !texts.is_empty(),
            texts,
        }
    }
}

/// The daemon's spelling of a Pascal key (data dictionary §0, camel).
pub(crate) fn camel(pascal: &str) -> String {
    match pascal {
        "HostPPID" => "hostPPid".into(),
        "HostPID" => "hostPid".into(),
        "PPID" | "PID" | "UID" | "TTY" | "ATags" | "UserName" => pascal.to_ascii_lowercase(),
        _ => pascal[..1].to_ascii_lowercase() + &pascal[1..],
    }
}

/// Decision 1: of the keys that fold to `pascal` the first canonically spelt one, else the first; an empty value is absent.
pub(crate) fn known<'a>(object: &'a Json, pascal: &str) -> Option<&'a Json> {
    let Json::Object(members) = object else {
        return None;
    };
    let folding = || {
        members
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(pascal))
    };
    let canonical = folding().find(|(key, _)| *key == pascal || *key == camel(pascal));
    let (_, value) = canonical.or_else(|| folding().next())?;
    (!value.is_empty()).then_some(value)
}

/// The pairs of a `Data` or `Resource` text (decision 6), empty values too.
fn pairs(text: &str, separators: &str) -> Vec<(String, String)> {
    let key = Regex::new(&format!("(?:^|{separators})([A-Za-z_]+)=")).unwrap();
    let found: Vec<_> = key
        .captures_iter(text)
        .map(|c| (c.get_match(), c.get(1).unwrap().as_str()))
        .collect();
    let ends = found
        .iter()
        .skip(1)
        .map(|(next, _)| next.start())
        .chain([text.len()]);
    found
        .iter()
        .zip(ends)
        .map(|((at, key), end)| ((*key).to_owned(), text[at.end()..end].to_owned()))
        .collect()
}

/// The non-empty values of a key, its case ignored.
fn values_of(pairs: Vec<(String, String)>, key: &str) -> Vec<String> {
    let wanted =
        |(name, value): &(String, String)| name.eq_ignore_ascii_case(key) && !value.is_empty();
    pairs
        .into_iter()
        .filter(wanted)
        .map(|(_, value)| value)
        .collect()
}

impl Event {
    /// An event of one bare line of JSON; nothing if it is not an object.
    pub(crate) fn read(payload: &str) -> Option<Self> {
        let value = json::read(payload).filter(|value| matches!(value, Json::Object(_)))?;
        Some(Self {
            value,
            line: payload.into(),
            number: 1,
            envelope_time: None,
        })
    }

    /// A known key's value, in any spelling; nothing if it is absent.
    pub(crate) fn known(&self, pascal: &str) -> Option<&Json> {
        known(&self.value, pascal)
    }

    /// The string of a known key.
    pub(crate) fn string(&self, pascal: &str) -> Option<&str> {
        match self.known(pascal)? {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether `Operation` is this one, case ignored.
    pub(crate) fn operation_is(&self, name: &str) -> bool {
        self.string("Operation")
            .is_some_and(|operation| operation.eq_ignore_ascii_case(name))
    }

    /// `data.K`: the values of a key in `Data` alone. The form with commas begins with `kfunc=`.
    pub(crate) fn data_values(&self, key: &str) -> Vec<String> {
        let data = self.string("Data").unwrap_or("");
        values_of(
            pairs(
                data,
                if data.starts_with("kfunc=") {
                    "[ ,]"
                } else {
                    " "
                },
            ),
            key,
        )
    }

    /// `res.K`: the values of a key in `Resource` alone, which holds pairs only when Operation is Network (§4.13).
    pub(crate) fn resource_values(&self, key: &str) -> Vec<String> {
        let resource = self
            .string("Resource")
            .filter(|_| self.operation_is("Network"));
        values_of(pairs(resource.unwrap_or(""), " "), key)
    }

    /// `event.K`: the values of a key in `EventData` alone.
    pub(crate) fn event_values(&self, key: &str) -> Vec<String> {
        let members = self
            .known("EventData")
            .map(Json::members)
            .unwrap_or_default();
        values_of(
            members
                .iter()
                .filter_map(|(k, v)| Some(((*k).to_owned(), v.scalar()?)))
                .collect(),
            key,
        )
    }

    /// A pair's values: the first source that has a non-empty one wins, `Data`, `Resource`, `EventData` (§4.13).
    pub(crate) fn pair(&self, key: &str) -> Vec<String> {
        [
            self.data_values(key),
            self.resource_values(key),
            self.event_values(key),
        ]
        .into_iter()
        .find(|values| !values.is_empty())
        .unwrap_or_default()
    }

    /// The values of the first of several keys that has any.
    pub(crate) fn first_pair(&self, keys: &[&str]) -> Vec<String> {
        keys.iter()
            .map(|key| self.pair(key))
            .find(|values| !values.is_empty())
            .unwrap_or_default()
    }

    /// Whether the object is telemetry: an operation, a known type, or a cluster or host together with a process or user.
    ///
    /// Reading: "has" means present as in §4.2, so `"UID":null` is no user, and an `Operation` that is no string still counts.
    pub(crate) fn is_telemetry(&self) -> bool {
        const TYPES: [&str; 10] = [
            "ContainerLog",
            "HostLog",
            "MatchedPolicy",
            "MatchedHostPolicy",
            "MatchedNetworkPolicy",
            "SystemEvent",
            "SystemLog",
            "AuditLog",
            "MatchedNativePolicy",
            "Message",
        ];
        let has = |keys: &[&str]| keys.iter().any(|key| self.known(key).is_some());
        has(&["Operation"])
            || self
                .string("Type")
                .is_some_and(|kind| TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind)))
            || has(&["ClusterName", "HostName"]) && has(&["PPID", "UID", "HostPID", "HostPPID"])
    }
}
