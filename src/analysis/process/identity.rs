//! What one record says of the process it is of.

use std::borrow::Cow;

use super::texts::{TextId, Texts, safe};
use crate::record::Record;
use crate::record::derived::part;
use crate::record::derived::workload::{event_time, host, outcome_of};
use crate::record::key::Key;
use crate::record::raw::known_member;
use crate::record::time::Time;
use crate::record::value::{Number, Value};

/// Microseconds since 1970; of a record without a time, [`Moment::NONE`], which stands before all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(i64);

/// Microseconds of a second.
const SECOND: i64 = 1_000_000;

impl Moment {
    pub(super) const NONE: Self = Self(i64::MIN);

    fn of(time: Option<Time>) -> Self {
        let micros = time.map(|time| time.0.div_euclid(1000));
        let far = |micros: i128| i64::try_from(micros).unwrap_or(i64::MAX).max(i64::MIN + 1);
        Self(micros.map_or(i64::MIN, far))
    }

    pub(super) fn time(self) -> Option<Time> {
        (self != Self::NONE).then_some(Time(i128::from(self.0) * 1000))
    }

    /// Whether it is later than the other one by more than this many seconds. Without times nothing is.
    pub(super) fn is_later(self, other: Self, seconds: i64) -> bool {
        let are_timed = self != Self::NONE && other != Self::NONE;
        are_timed && self.0.saturating_sub(other.0) > seconds * SECOND
    }

    /// Whether both are within so many seconds of each other, or neither is known.
    pub(super) fn is_near(self, other: Self, seconds: i64) -> bool {
        (self == Self::NONE) == (other == Self::NONE)
            && !self.is_later(other, seconds)
            && !other.is_later(self, seconds)
    }

    /// So many seconds later.
    pub(super) const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds * SECOND))
    }
}

/// The user id of a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Uid {
    /// Not stated.
    #[default]
    Unknown,
    /// Not stated by a record that has a process: 0, which older builds leave out.
    Dropped,
    /// As stated.
    Stated(i64),
}

/// What the records of a process have in common as long as nothing about it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Identity {
    pub(super) host: TextId,
    pub(super) pid: u32,
    /// 0 if it is not stated.
    pub(super) parent: u32,
    pub(super) parent_exe: TextId,
    /// What it runs.
    pub(super) exe: TextId,
    /// What it tried to execute, in vain; then `exe` is not known.
    pub(super) tried: TextId,
    /// How that went.
    pub(super) failure: Failure,
    pub(super) ns: TextId,
    pub(super) pod: TextId,
    pub(super) container: TextId,
    pub(super) cid: TextId,
    pub(super) uid: Uid,
    /// `ExecEvent.ExecID`; 0 is none.
    pub(super) session: u64,
    pub(super) tty: TextId,
    /// Whether its parent is outside the container, by `PPID` 0.
    pub(super) is_entry: bool,
}

impl Identity {
    /// The same where texts have other numbers; `None` if there is no room for one of them.
    pub(super) fn told_by(self, own: &mut impl FnMut(TextId) -> Option<TextId>) -> Option<Self> {
        Some(Self {
            host: own(self.host)?,
            parent_exe: own(self.parent_exe)?,
            exe: own(self.exe)?,
            tried: own(self.tried)?,
            ns: own(self.ns)?,
            pod: own(self.pod)?,
            container: own(self.container)?,
            cid: own(self.cid)?,
            tty: own(self.tty)?,
            ..self
        })
    }
}

/// How an exec went that did not come about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Failure {
    #[default]
    None,
    Denied,
    Other,
}

/// What a record tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Process,
    File,
    Network,
    Other,
}

/// A record, as far as a forest is made of it.
pub(super) struct Observation<'a> {
    record: &'a Record<'a>,
    pid: u32,
    pub(super) moment: Moment,
    pub(super) operation: Operation,
    pub(super) is_denied: bool,
    exec: Exec,
}

/// Whether a record tells of an exec.
#[derive(Clone, Copy, PartialEq)]
enum Exec {
    No,
    Done,
    Failed(Failure),
}

impl<'a> Observation<'a> {
    /// Looks at a record; `None` if it does not say which process it is of.
    pub(super) fn of(record: &'a Record<'a>) -> Option<Self> {
        let pid = number(record, Key::HostPid)?;
        let operation = operation(record);
        let result = record.text(Key::Result);
        let outcome = result.as_deref().map_or("passed", outcome_of);
        let exec = match outcome {
            _ if operation != Operation::Process || !is_exec(record) => Exec::No,
            "passed" => Exec::Done,
            "denied" => Exec::Failed(Failure::Denied),
            _ => Exec::Failed(Failure::Other),
        };
        Some(Self {
            record,
            pid,
            moment: Moment::of(event_time(record)),
            operation,
            is_denied: outcome == "denied",
            exec,
        })
    }

    /// What it says of its process; `None` if it says something new for which there is no room.
    pub(super) fn face(&self, texts: &mut Texts) -> Option<Identity> {
        let record = self.record;
        let parent_exe = texts.number(&safe(&self.parent_exe()))?;
        let mut text = |key| {
            let text = record.text(key).unwrap_or_default();
            texts.number(&safe(&text))
        };
        let program = text(Key::ProcessName)?;
        let (exe, tried, failure) = match self.exec {
            Exec::Failed(failure) => (TextId::NONE, program, failure),
            Exec::No | Exec::Done => (program, TextId::NONE, Failure::None),
        };
        Some(Identity {
            parent_exe,
            ns: text(Key::NamespaceName)?,
            pod: text(Key::PodName)?,
            container: text(Key::ContainerName)?,
            cid: text(Key::ContainerId)?,
            tty: text(Key::Tty)?,
            host: {
                let mut number = Some(TextId::NONE);
                host(record, &mut |value| {
                    number = texts.number(&safe(&value.text));
                    true
                });
                number?
            },
            pid: self.pid,
            parent: number_or_none(record, Key::HostPpid),
            exe,
            tried,
            failure,
            uid: uid(record),
            session: session(record),
            is_entry: number(record, Key::Ppid).is_none(),
        })
    }

    /// The parent's executable. Where it is not told apart, the source of a process event is it.
    fn parent_exe(&self) -> Cow<'a, str> {
        let source = || {
            let source = self.record.text(Key::Source)?;
            let end = source.find(' ').unwrap_or(source.len());
            (self.operation == Operation::Process).then(|| part(&source, 0..end))
        };
        let name = self.record.text(Key::ParentProcessName);
        name.or_else(source).unwrap_or_default()
    }

    /// Whether it tells of an exec that came about.
    pub(super) fn ran(&self) -> bool {
        self.exec == Exec::Done
    }

    /// The command line; empty if it states none.
    pub(super) fn command(&self) -> Cow<'a, str> {
        let text = |key| self.record.text(key);
        match (self.operation, self.exec) {
            (Operation::Process, Exec::No) => None,
            // Builds of v1.6 on may be told to leave it out.
            (Operation::Process, _) => text(Key::Resource).or_else(|| text(Key::ProcessName)),
            _ => text(Key::Source),
        }
        .unwrap_or_default()
    }
}

fn operation(record: &Record<'_>) -> Operation {
    let name = record.text(Key::Operation).unwrap_or_default();
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    match () {
        () if is("File") => Operation::File,
        () if is("Process") => Operation::Process,
        () if is("Network") || is("NetworkFirewall") => Operation::Network,
        () => Operation::Other,
    }
}

/// Whether a process event is an exec: any but those whose `Data` names another system call, such as `ptrace`.
fn is_exec(record: &Record<'_>) -> bool {
    let data = record.text(Key::Data).unwrap_or_default();
    let call = data.strip_prefix("syscall=");
    // `SYS_EXECVE` and `SYS_EXECVEAT`.
    call.is_none_or(|call| call.starts_with("SYS_EXECVE"))
}

/// A process id that is one: a whole number from 1 on.
fn number(record: &Record<'_>, key: Key) -> Option<u32> {
    let value = Value::of(record.raw(key)?)?;
    let number = match Number::parse(&value.text)? {
        Number::Int(int) => u32::try_from(int).ok()?,
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "what is no whole number of this range is refused"
        )]
        Number::Float(float) if float.fract() == 0.0 && (0.0..4e9).contains(&float) => float as u32,
        Number::Float(_) => return None,
    };
    (number > 0).then_some(number)
}

fn number_or_none(record: &Record<'_>, key: Key) -> u32 {
    number(record, key).unwrap_or(0)
}

fn uid(record: &Record<'_>) -> Uid {
    let Some(raw) = record.raw(Key::Uid) else {
        return Uid::Dropped;
    };
    let text = Value::of(raw).map(|value| value.text);
    match text.as_deref().and_then(Number::parse) {
        Some(Number::Int(int)) => i64::try_from(int).map_or(Uid::Unknown, Uid::Stated),
        Some(Number::Float(_)) | None => Uid::Unknown,
    }
}

fn session(record: &Record<'_>) -> u64 {
    let member = record
        .raw(Key::ExecEvent)
        .and_then(|event| known_member(event, "ExecID"));
    let value = member.and_then(Value::of);
    value.and_then(|value| value.text.parse().ok()).unwrap_or(0)
}
