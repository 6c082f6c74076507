//! One event: a lazy, borrowed view of one telemetry record. Knows `KubeArmor`, not where lines come from.
