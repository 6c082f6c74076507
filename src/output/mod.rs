//! Hits and counts to text.
