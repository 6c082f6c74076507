//! What may be behind a no: read again, where that can be done, for what there is instead.

use super::Session;
use crate::cli::Failure;
use crate::cli::stdio::Messages;
use crate::engine::{Account, Nothing, Values, Watched};
use crate::input;
use crate::query::Plan;
use crate::text::{Count, sanitize};

impl Session {
    /// Nothing matched: tells which values that the filter insists on no record has, and how far
    /// the data reaches if the filter asked for times.
    pub(super) fn explain_nothing(&mut self, account: &Account) -> Result<(), Failure> {
        if !self.plan.expected().is_empty() && input::is_rereadable(&self.request.inputs) {
            self.values = self.read_again()?;
        }
        for (expected, values) in self.plan.expected().iter().zip(&self.values) {
            let seen = values.sorted();
            if !values.is_met && !seen.is_empty() {
                let shown = seen
                    .iter()
                    .take(8)
                    .map(|(text, count)| format!("{} ({})", sanitize(text), Count(*count)));
                let mut shown: Vec<String> = shown.collect();
                if seen.len() > shown.len() {
                    shown.push("…".to_owned());
                }
                let note = format!(
                    "no record has {}. Seen: {}",
                    sanitize(&expected.text),
                    shown.join(", ")
                );
                self.messages.note(note);
            }
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
        Ok(())
    }

    /// Reads the files once more for the values that they have, until each expectation is met.
    fn read_again(&self) -> Result<Vec<Values>, Failure> {
        let silent = Messages {
            is_talkative: false,
            ..self.messages
        };
        let watched = Watched::new(Nothing, self.plan.expected());
        let mut met = vec![false; watched.expected.len()];
        let (_, values) = self.scan((&Plan::nothing(), None), silent, &watched, |part, _, _| {
            for (met, values) in met.iter_mut().zip(&part.values) {
                *met |= values.is_met;
            }
            Ok((part.values, met.iter().all(|met| *met)))
        })?;
        Ok(values)
    }
}
