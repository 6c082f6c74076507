//! Sessions that people open in containers.

/// How a tree's root came into its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// As any process.
    None,
    /// In an exec session of this id.
    Exec(u64),
    /// On a terminal that was opened from outside the container.
    Terminal,
}
