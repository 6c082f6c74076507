//! What a record is about: who did it, what was done, what a policy said. Knows no JSON.

/// Where a process lives: an index into the cluster's pods or nodes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A container of a pod.
    Pod(usize),
    /// A node itself.
    Host(usize),
}

/// A process, as each of its records shows it.
#[derive(Clone, Copy)]
pub(super) struct Process {
    pub(super) place: Place,
    pub(super) host_pid: u32,
    pub(super) host_ppid: u32,
    pub(super) pid: u32,
    /// Zero when the parent is outside the container.
    pub(super) ppid: u32,
    pub(super) uid: u32,
    pub(super) exe: &'static str,
    pub(super) parent: &'static str,
    /// Path and arguments, joined by single blanks.
    pub(super) cmd: &'static str,
    pub(super) cwd: &'static str,
    pub(super) tty: &'static str,
    /// Not zero inside a `kubectl exec` session.
    pub(super) exec_id: u64,
}

/// `Operation`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Executions.
    Process,
    /// Opens, unlinks, changes of owner.
    File,
    /// Sockets, connections, names.
    Network,
    /// Privileged calls, and the second record of some others.
    Syscall,
    /// Capabilities used.
    Capabilities,
    /// USB devices.
    Device,
    /// Flows judged by the network policy enforcer.
    NetworkFirewall,
    /// Marks that alerts were dropped.
    AlertThreshold,
}

impl Operation {
    /// All, in the order of `Stats::operations`.
    pub const ALL: [Self; 8] = [
        Self::Process,
        Self::File,
        Self::Network,
        Self::Syscall,
        Self::Capabilities,
        Self::Device,
        Self::NetworkFirewall,
        Self::AlertThreshold,
    ];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Process => "Process",
            Self::File => "File",
            Self::Network => "Network",
            Self::Syscall => "Syscall",
            Self::Capabilities => "Capabilities",
            Self::Device => "Device",
            Self::NetworkFirewall => "NetworkFirewall",
            Self::AlertThreshold => "AlertThreshold",
        }
    }
}

/// A policy, as an alert quotes it.
pub(super) struct Policy {
    pub(super) name: &'static str,
    pub(super) severity: &'static str,
    pub(super) tags: &'static str,
    pub(super) message: &'static str,
    pub(super) enforcer: &'static str,
    pub(super) action: &'static str,
}

/// What a process did.
#[derive(Clone, Copy)]
pub(super) struct Act<'a> {
    pub(super) operation: Operation,
    pub(super) resource: &'a str,
    pub(super) data: &'a str,
    pub(super) result: &'a str,
    /// An alert if there is one, telemetry if not.
    pub(super) policy: Option<&'static Policy>,
    /// `svc/ns/name` that the relay adds to the resource of TCP telemetry.
    pub(super) remotehost: &'a str,
}

pub(super) const PASSED: &str = "Passed";
pub(super) const DENIED: &str = "Permission denied";
pub(super) const ABSENT: &str = "No such file or directory";

impl<'a> Act<'a> {
    /// A passed act.
    pub(super) fn new(operation: Operation, resource: &'a str, data: &'a str) -> Self {
        Self {
            operation,
            resource,
            data,
            result: PASSED,
            policy: None,
            remotehost: "",
        }
    }

    /// A passed execution of the command line `cmd`.
    pub(super) fn exec(cmd: &'a str) -> Self {
        Self::new(Operation::Process, cmd, "syscall=SYS_EXECVE")
    }

    /// A passed read of `path`.
    pub(super) fn read(path: &'a str) -> Self {
        Self::new(
            Operation::File,
            path,
            "syscall=SYS_OPENAT fd=-100 flags=O_RDONLY|O_CLOEXEC",
        )
    }

    /// A passed write that creates or empties `path`.
    pub(super) fn write(path: &'a str) -> Self {
        let data = "syscall=SYS_OPENAT fd=-100 flags=O_WRONLY|O_CREAT|O_TRUNC";
        Self::new(Operation::File, path, data)
    }

    /// The same with another result.
    pub(super) fn result(self, result: &'a str) -> Self {
        Self { result, ..self }
    }

    /// The same as an alert of `policy`.
    pub(super) fn under(self, policy: &'static Policy) -> Self {
        Self {
            policy: Some(policy),
            ..self
        }
    }

    /// The same with other data.
    pub(super) fn data(self, data: &'a str) -> Self {
        Self { data, ..self }
    }

    /// The second record that some calls leave, an `Operation` of `Syscall`.
    pub(super) fn again(self) -> Self {
        Self {
            operation: Operation::Syscall,
            ..self
        }
    }
}
