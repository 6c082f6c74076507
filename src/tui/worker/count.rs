//! Counts over what was read, without reading it again.

use super::{Desk, Job, Message, Serve};
use crate::tui::timeline::Bins;

/// Counts.
pub(super) struct Counter;

impl Serve for Counter {
    /// The last job is done: it is what the screen shows now.
    fn serve(&mut self, mut jobs: Vec<Job>, desk: &Desk) {
        if let Some(Job::Bins { scale, store, rows }) = jobs.pop() {
            let bins = Bins::count(scale, &store, &rows);
            desk.tell(Message::Bins(Box::new(bins)));
        }
    }
}
