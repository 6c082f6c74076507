//! Runs a plan over blocks. The only threads.
