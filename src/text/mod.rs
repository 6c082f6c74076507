//! Strings for people: escaping hostile text, widths, near names. Knows nothing of JSON or `KubeArmor`.
