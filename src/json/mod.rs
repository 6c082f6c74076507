//! Bytes to spans. Knows JSON, nothing of `KubeArmor`.
