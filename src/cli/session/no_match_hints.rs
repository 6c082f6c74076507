//! What may be behind a no: read again, where that can be done, for what there is instead.

use std::ops::ControlFlow;

use super::ReadSession;
use super::reading::ReadPass;
use crate::cli::Failure;
use crate::engine::{ScanStats, Until, ValueHints, Values, join};
use crate::input;
use crate::query::{Expected, Plan};
use crate::text::{Count, sanitize, shield};

/// Values that are shown, at most.
const MOST: usize = 8;

impl ReadSession {
    /// Where nothing matched in files, they are read once more for the values that the filter insists on, until each is met.
    pub(super) fn look_again(&mut self, account: ScanStats) -> Result<ScanStats, Failure> {
        let is_over = account.total.matched > 0 || self.signals.is_stopped();
        let is_asked = self.messages.is_talkative && !self.plan.expected().is_empty();
        if is_over || !is_asked || !input::is_rereadable(&self.request.inputs) {
            return Ok(account);
        }
        let reading = ReadPass {
            plan: &Plan::nothing(),
            until: Until::End,
            // What can't be read was told the first time.
            is_told: false,
        };
        let hints = ValueHints::new(self.plan.expected());
        let mut values = Vec::new();
        self.read(&reading, &hints, |lists, _| {
            join(&mut values, lists);
            let is_met = values.len() == hints.lists() && values.iter().all(|values| values.is_met);
            Ok(match is_met {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            })
        })?;
        self.values = values;
        Ok(account)
    }

    /// Nothing matched: tells which values that the filter insists on no record has, and how far
    /// the data reaches if the filter asked for times.
    pub(super) fn explain_nothing(&self, account: &ScanStats) {
        let expected = self.plan.expected();
        let kinds = self
            .values
            .get(expected.len())
            .and_then(|kinds| no_kind(expected, kinds));
        for (expected, values) in expected.iter().zip(&self.values) {
            if kinds.is_some() && expected.is_kind() {
                continue;
            }
            if let Some(seen) = listed(values) {
                self.messages.note(format!(
                    "no record has {}. Seen: {seen}",
                    shield(&self.handed(expected.text.clone())),
                ));
            }
        }
        if let Some(note) = kinds {
            self.messages.note(note);
        }
        if let Some((first, last)) = account.total.span {
            let zone = &self.request.zone;
            let note = format!(
                "the data reaches from {} to {}; its last 15 minutes: --since end-15m",
                first.in_zone(zone),
                last.in_zone(zone)
            );
            self.messages.note(note);
        }
    }
}

/// Says so if there are records of the place that the filter insists on, but none of the kind.
fn no_kind(expected: &[Expected], kinds: &Values) -> Option<String> {
    let seen = listed(kinds)?;
    let texts = |what: fn(&Expected) -> bool| {
        let texts = expected.iter().filter(|expected| what(expected));
        let texts: Vec<_> = texts.map(|expected| sanitize(&expected.text)).collect();
        texts.join(" ")
    };
    Some(format!(
        "no record of {} has {}: its visibility may be off. Seen there: {seen}",
        texts(Expected::is_place),
        texts(Expected::is_kind),
    ))
}

/// The most frequent values: `File (312), Process (40)`; `(≈40)` where that is not certain. `None` if a record has what is
/// insisted on, or none has any value.
fn listed(values: &Values) -> Option<String> {
    let mut seen = values.ranked();
    if values.is_met || seen.len() == 0 {
        return None;
    }
    let shown = seen.by_ref().take(MOST).map(|(text, count, is_exact)| {
        let about = if is_exact { "" } else { "≈" };
        format!("{} ({about}{})", sanitize(text), Count(count))
    });
    let mut shown: Vec<String> = shown.collect();
    if seen.len() > 0 || !values.is_whole() {
        shown.push("…".to_owned());
    }
    Some(shown.join(", "))
}
