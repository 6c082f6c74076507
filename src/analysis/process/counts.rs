//! How many records tell of which operations.

use super::identity::Operation;

/// How many records of which kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperationCounts {
    /// Execs, and what else the operation Process tells.
    pub process: u64,
    /// File events.
    pub file: u64,
    /// Network events.
    pub network: u64,
    /// Anything else: system calls, capabilities.
    pub other: u64,
    /// Those of them that were denied.
    pub denied: u64,
}

impl OperationCounts {
    /// How many there are.
    pub const fn all(self) -> u64 {
        self.process + self.file + self.network + self.other
    }

    /// Takes other ones in.
    pub const fn add(&mut self, other: Self) {
        self.process += other.process;
        self.file += other.file;
        self.network += other.network;
        self.other += other.other;
        self.denied += other.denied;
    }

    pub(super) fn take(&mut self, operation: Operation, is_denied: bool) {
        match operation {
            Operation::Process => self.process += 1,
            Operation::File => self.file += 1,
            Operation::Network => self.network += 1,
            Operation::Other => self.other += 1,
        }
        self.denied += u64::from(is_denied);
    }
}
