//! The end of a run: the account, what may be behind a no, and the exit code.

use super::ReadSession;
use crate::cli::Failure;
use crate::cli::diagnostics;
use crate::cli::verdict::{self, Evidence, Verdict};
use crate::engine::ScanStats;
use crate::input::Input;

impl ReadSession {
    /// Tells the account; answers the exit code.
    pub(in crate::cli) fn close(self, account: &ScanStats) -> Result<u8, Failure> {
        let is_found = account.total.matched > 0;
        self.close_as(is_found, account, 0)
    }

    /// The same where it is not the number of matches that tells whether something was found, and some may have been left
    /// out.
    pub(in crate::cli) fn close_as(
        mut self,
        is_found: bool,
        account: &ScanStats,
        left_out: u64,
    ) -> Result<u8, Failure> {
        self.tell(account);
        Ok(self.conclude(is_found, &[account], (None, left_out)))
    }

    /// Tells the account, and what may be behind a no.
    pub(in crate::cli) fn tell(&mut self, account: &ScanStats) {
        let is_wanted = self.messages.is_talkative && !self.signals.is_stopped();
        if is_wanted && account.total.matched == 0 {
            self.explain_nothing(account);
        }
        if is_wanted {
            let is_stream = matches!(self.request.inputs.as_slice(), [Input::Stdin]);
            for note in diagnostics::source(&account.total, is_stream) {
                self.messages.note(note);
            }
        }
        if let Some(text) = self.redaction() {
            self.messages.tell(text);
        }
        if let Some(text) = diagnostics::account(account, &self.names) {
            self.messages.tell(text);
        }
    }

    /// The exit code of what the accounts come to, the data's the last: an interruption, an error, something found, or a
    /// trustworthy no. Tells why it is an error. `compared`: how many records the answer is of, if not of all that were
    /// judged, and how many it had to leave out.
    pub(in crate::cli) fn conclude(
        &self,
        is_found: bool,
        accounts: &[&ScanStats],
        (compared, left_out): (Option<u64>, u64),
    ) -> u8 {
        if let Some(code) = self.signals.code() {
            return code;
        }
        let evidence = Evidence {
            is_found,
            accounts,
            compared,
            left_out,
            blindness: &self.blindness,
        };
        let verdict = verdict::of(&evidence, self.request.terms);
        if let Verdict::Doubt(doubt) = verdict {
            let is_bad =
                |account: &&&ScanStats| account.total.malformed + account.total.oversize > 0;
            let account = accounts.iter().find(is_bad).or(accounts.last());
            let context = (self.names.as_slice(), &self.request.zone);
            let reason = account
                .and_then(|account| diagnostics::doubt(doubt, account, &self.blindness, context));
            if let Some(reason) = reason {
                self.messages.reason(reason);
            }
        }
        verdict.code()
    }
}
