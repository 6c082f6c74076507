//! The keys of a telemetry record, in both dialects.
//!
//! Names and order: `protobuf/kubearmor.proto` (messages Log, Alert, Message) for the relay's
//! `PascalCase`, `KubeArmor/types/types.go` (struct Log) for the daemon's `camelCase`.

use crate::json::{Literal, string};

macro_rules! keys {
    ($($key:ident $pascal:literal $camel:literal),+ $(,)?) => {
        /// A top-level key that knoxlog knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Key {
            $(#[doc = concat!("`", $pascal, "`")] $key),+
        }

        impl Key {
            /// Every key, in the order of the enum.
            pub const ALL: &[Self] = &[$(Self::$key),+];

            /// The spelling of the relay and of `karmor`.
            pub const fn pascal(self) -> &'static str {
                SPELLINGS[self as usize].0
            }

            /// The spelling of the daemon's own file.
            pub const fn camel(self) -> &'static str {
                SPELLINGS[self as usize].1
            }
        }

        const SPELLINGS: &[(&str, &str)] = &[$(($pascal, $camel)),+];

        static MEMBERS: &[[Literal; 2]] = &[$([
            Literal::new(concat!("\"", $pascal, "\":")),
            Literal::new(concat!("\"", $camel, "\":")),
        ]),+];
    };
}

keys! {
    Timestamp "Timestamp" "timestamp",
    UpdatedTime "UpdatedTime" "updatedTime",
    ClusterName "ClusterName" "clusterName",
    HostName "HostName" "hostName",
    NamespaceName "NamespaceName" "namespaceName",
    Owner "Owner" "owner",
    PodName "PodName" "podName",
    Labels "Labels" "labels",
    ContainerId "ContainerID" "containerID",
    ContainerName "ContainerName" "containerName",
    ContainerImage "ContainerImage" "containerImage",
    ParentProcessName "ParentProcessName" "parentProcessName",
    ProcessName "ProcessName" "processName",
    HostPpid "HostPPID" "hostPPid",
    HostPid "HostPID" "hostPid",
    Ppid "PPID" "ppid",
    Pid "PID" "pid",
    Uid "UID" "uid",
    PolicyName "PolicyName" "policyName",
    Severity "Severity" "severity",
    Tags "Tags" "tags",
    ATags "ATags" "atags",
    Message "Message" "message",
    Type "Type" "type",
    Source "Source" "source",
    Operation "Operation" "operation",
    Resource "Resource" "resource",
    Data "Data" "data",
    EventData "EventData" "eventData",
    Enforcer "Enforcer" "enforcer",
    Action "Action" "action",
    Result "Result" "result",
    Cwd "Cwd" "cwd",
    Tty "TTY" "tty",
    MaxAlertsPerSec "MaxAlertsPerSec" "maxAlertsPerSec",
    DroppingAlertsInterval "DroppingAlertsInterval" "droppingAlertsInterval",
    ExecEvent "ExecEvent" "execEvent",
    KubeArmorVersion "KubeArmorVersion" "kubeArmorVersion",
    NodeId "NodeID" "nodeID",
    ProcessHash "ProcessHash" "processHash",
    ParentHash "ParentHash" "parentHash",
    ResourceHash "ResourceHash" "resourceHash",
    HashAlgo "HashAlgo" "hashAlgo",
    UserName "UserName" "username",
    Oid "OID" "oid",
    HostIp "HostIP" "hostIP",
    Level "Level" "level",
}

/// How a key of a record was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The key it is.
    pub key: Key,
    /// Whether it is spelt as one of the two writers spells it, letter by letter.
    pub exact: bool,
}

impl Key {
    /// What a member of it begins with where it is spelt so: the name in quotes and the colon. `None` if neither writer
    /// spells it so.
    pub(super) fn member(self, spelt: &[u8]) -> Option<&'static Literal> {
        let names = [self.pascal(), self.camel()];
        let place = names.iter().position(|name| name.as_bytes() == spelt)?;
        MEMBERS.get(self as usize)?.get(place)
    }

    /// What a member of it begins with as either writer spells it.
    pub(super) fn members(self) -> &'static [Literal] {
        MEMBERS.get(self as usize).map_or(&[], <[_; 2]>::as_slice)
    }

    /// The key that the inside of a JSON string spells; letter case is ignored, since forks and
    /// sidecars differ in it and Go's own decoder ignores it too.
    #[inline]
    pub fn of(spelt: &[u8]) -> Option<Known> {
        match Self::lookup(spelt) {
            None if spelt.contains(&b'\\') => Self::lookup(string::unescape(spelt)?.as_bytes()),
            found => found,
        }
    }

    #[inline]
    fn lookup(name: &[u8]) -> Option<Known> {
        let mut slot = hash(name)?;
        loop {
            let index = SLOTS[slot];
            let (pascal, camel) = SPELLINGS.get(index as usize)?;
            let exact = pascal.as_bytes() == name || camel.as_bytes() == name;
            if exact || pascal.as_bytes().eq_ignore_ascii_case(name) {
                let key = *Self::ALL.get(index as usize)?;
                return Some(Known { key, exact });
            }
            slot = (slot + 1) % SLOTS.len();
        }
    }
}

const EMPTY: u8 = u8::MAX;

/// Open addressing: the index of a key at its hash or behind it, [`EMPTY`] where a search ends.
static SLOTS: [u8; 256] = slots();

/// A place for a name by its length and three of its letters, letter case ignored.
#[inline]
const fn hash(name: &[u8]) -> Option<usize> {
    let len = name.len();
    if len < 3 || len > 24 {
        return None;
    }
    let first = (name[0] | 0x20) as usize;
    let middle = (name[len / 2] | 0x20) as usize;
    let last = (name[len - 2] | 0x20) as usize;
    Some((len * 37 + first * 11 + middle * 5 + last * 3) % 256)
}

const fn slots() -> [u8; 256] {
    let mut slots = [EMPTY; 256];
    let mut index = 0;
    while index < SPELLINGS.len() {
        if let Some(mut slot) = hash(SPELLINGS[index].0.as_bytes()) {
            while slots[slot] != EMPTY {
                slot = (slot + 1) % slots.len();
            }
            #[expect(clippy::cast_possible_truncation, reason = "fewer than 64 keys")]
            let small = index as u8;
            slots[slot] = small;
        }
        index += 1;
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_in_both_spellings_and_any_case() {
        assert!(Key::ALL.len() <= 64, "a set of keys is one u64");
        for key in Key::ALL {
            for spelling in [key.pascal(), key.camel()] {
                let known = Key::of(spelling.as_bytes()).unwrap();
                assert_eq!((known.key, known.exact), (*key, true), "{spelling}");
            }
            let shouted = key.pascal().to_ascii_uppercase();
            assert_eq!(Key::of(shouted.as_bytes()).unwrap().key, *key);
        }
        assert!(!Key::of(b"Hostname").unwrap().exact);
    }

    #[test]
    fn an_escaped_key_is_found() {
        assert_eq!(Key::of(br"\u0050ID").unwrap().key, Key::Pid);
    }

    #[test]
    fn other_keys_are_not_known() {
        for name in [
            "",
            "x",
            "cluster_id",
            "PID2",
            "PI",
            "UpdatedTimeISO",
            "hash_id\\u0000",
            "\\",
        ] {
            assert_eq!(Key::of(name.as_bytes()), None, "{name}");
        }
    }
}
