//! One run of the command: everything resolved, the filter compiled, then the answer and the account.

mod close;
mod merged;
mod no_match_hints;
mod reading;

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::args::CommonArgs;
use super::compile_env::FilterScope;
use super::diagnostics::MaskedSecrets;
use super::request::{self, Request};
use super::signals::Signals;
use super::stdio::Messages;
use super::{Failure, compile_env, diagnostics};
use crate::analysis::Seen;
use crate::analysis::gaps::Blindness;
use crate::engine::{Fold, ScanStats, Until, Values};
use crate::input::{self, Digests, Input};
use crate::query::Plan;
use crate::query::error::Warning;
use crate::query::macros::Macro;
use crate::record::indicators::Indicators;
use crate::record::time::Time;
use crate::text::{Safe, plural, redact_typed};
use reading::ReadPass;

/// One run of the command.
pub(super) struct ReadSession {
    request: Request,
    names: Vec<String>,
    plan: Plan,
    messages: Messages,
    signals: Signals,
    /// Whether a bar may be shown.
    has_bar: bool,
    /// Values of the fields that the filter insists on, as far as they were looked at.
    values: Vec<Values>,
    /// Where the log was blind over what was asked, under `--strict`.
    blindness: Blindness,
    /// Secrets that were masked in what was answered.
    pub(super) masked: MaskedSecrets,
    /// What the inputs are known by, if they are to be digested.
    digests: Option<Arc<Digests>>,
}

impl ReadSession {
    /// Resolves what was typed and compiles the filter.
    pub(super) fn new(
        args: &CommonArgs,
        macros: &[Macro],
        indicators: Option<&Arc<Indicators>>,
        messages: Messages,
    ) -> Result<Self, Failure> {
        let mut request = Request::new(args)?;
        let signals = Signals::watch();
        let clock = compile_env::clock(&request.zone, args)?;
        request.filter.within = compile_env::bounds(args, &request, &clock, &signals.stop)?;
        let names = FilterScope {
            clock: &clock,
            macros,
            indicators,
            reads_stdin: request.inputs.contains(&Input::Stdin),
        };
        let (session, warnings) = Self::ready(request, args, &names, (messages, signals))?;
        diagnostics::warnings(&warnings, messages);
        Ok(session)
    }

    /// A run of the same terms over other inputs, all of them: the window of time says which data is meant, not this.
    pub(super) fn beside(
        &self,
        inputs: Vec<Input>,
        args: &CommonArgs,
        macros: &[Macro],
        indicators: Option<&Arc<Indicators>>,
    ) -> Result<Self, Failure> {
        let mut request = Request {
            inputs,
            ..self.request.clone()
        };
        request.filter.within.clear();
        let names = FilterScope {
            clock: &compile_env::clock(&request.zone, args)?,
            macros,
            indicators,
            reads_stdin: request.inputs.contains(&Input::Stdin),
        };
        let stage = (self.messages, self.signals.clone());
        Self::ready(request, args, &names, stage).map(|(session, _)| session)
    }

    /// Compiles the filter of a request; answers what looks odd in it too.
    fn ready(
        mut request: Request,
        args: &CommonArgs,
        names: &FilterScope<'_>,
        (messages, signals): (Messages, Signals),
    ) -> Result<(Self, Vec<Warning>), Failure> {
        if let Some(input) = input::also_output(&request.inputs) {
            return Err(Failure::Usage {
                message: format!("{}: input is also the output", Safe::text(&input.name())),
                help: "nothing was written; write to another file".to_owned(),
            });
        }
        let checked = compile_env::compile(&request.filter, args, names)?;
        request.options.number = checked.plan.needs_line_numbers();
        let session = Self {
            names: request.names(),
            request,
            plan: checked.plan,
            messages,
            signals,
            has_bar: args.output.progress != "never",
            values: Vec::new(),
            blindness: Blindness::default(),
            masked: MaskedSecrets::default(),
            digests: None,
        };
        Ok((session, checked.warnings))
    }

    /// The moment that an option names, `start+10m` and `end-1h` of the data too.
    pub(super) fn moment(
        &self,
        text: &str,
        option: &str,
        args: &CommonArgs,
    ) -> Result<Time, Failure> {
        let clock = compile_env::clock(&self.request.zone, args)?;
        compile_env::moment(text, option, &self.request, &clock, &self.signals.stop)
    }

    /// Tells how much baseline there is, and the account of how it was read.
    pub(super) fn tell_baseline(&self, account: &ScanStats, seen: &Seen) {
        let known = &seen.baseline;
        let zone = &self.request.zone;
        let reach = known.span.map(|(first, last)| {
            format!(", from {} to {}", first.in_zone(zone), last.in_zone(zone))
        });
        let records = plural(known.records, "record", "records");
        let reach = reach.unwrap_or_default();
        self.messages
            .tell(format!("baseline: {records} to compare with{reach}"));
        if let Some(text) = diagnostics::account(account, &self.names) {
            self.messages.tell(format!("baseline: {text}"));
        }
        for text in diagnostics::holes(&seen.heard.holes(), zone) {
            self.messages.note(text);
        }
    }

    /// Has lines numbered if their numbers are shown.
    pub(super) fn number_lines(&mut self, are_shown: bool) {
        self.request.options.number |= are_shown;
    }

    /// Has the inputs digested; answers where their digests will be.
    pub(super) fn digest(&mut self) -> Arc<Digests> {
        self.digests.get_or_insert_default().clone()
    }

    pub(super) fn inputs(&self) -> &[String] {
        &self.names
    }

    /// Runs the filter; `take` gets what the fold makes, in input order, until there are `limit`
    /// matches.
    pub(super) fn run<F: Fold>(
        &mut self,
        fold: F,
        mut take: impl FnMut(F::Part) -> io::Result<()>,
        limit: Option<u64>,
    ) -> Result<ScanStats, Failure> {
        let until = match limit {
            Some(0) => return Ok(ScanStats::default()),
            Some(count) => Until::Matches(count),
            None => Until::End,
        };
        self.observe(until, fold, |part| take(part).map(ControlFlow::Continue))
    }

    /// Runs the filter once more, and tells nothing of it.
    pub(super) fn again<F: Fold>(
        &self,
        fold: &F,
        mut take: impl FnMut(F::Part),
    ) -> Result<ScanStats, Failure> {
        let reading = ReadPass {
            plan: &self.plan,
            until: Until::End,
            is_told: false,
        };
        self.read(&reading, fold, |part, _| {
            take(part);
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Whether the inputs can be read once more.
    pub(super) fn is_rereadable(&self) -> bool {
        input::is_rereadable(&self.request.inputs)
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.signals.is_stopped()
    }

    /// Set when no more input is wanted.
    pub(super) fn stop(&self) -> Arc<AtomicBool> {
        self.signals.stop.clone()
    }

    /// The filter as read; empty if it takes all. With its secrets masked, if those of records are.
    pub(super) fn filter(&self) -> String {
        self.handed(request::whole(&self.request.filter).to_string())
    }

    /// A text that was typed, as it may be handed over: with its secrets masked, if those of records are.
    pub(super) fn handed(&self, text: String) -> String {
        let masked = self.request.redacts.then(|| redact_typed(&text));
        masked.flatten().unwrap_or(text)
    }

    /// How many secrets were masked, if they are; none too.
    pub(super) fn redaction(&self) -> Option<String> {
        self.request
            .redacts
            .then(|| diagnostics::masked(self.masked))
    }

    /// The first and the last moment that a match may have, as far as the filter says.
    pub(super) fn reach(&self) -> (Option<Time>, Option<Time>) {
        self.plan.reach()
    }

    /// The account in words, if there is something to say.
    pub(super) fn told(&self, account: &ScanStats) -> Option<String> {
        diagnostics::account(account, &self.names)
    }

    /// A note on the run.
    pub(super) fn note(&self, text: &str) {
        self.messages.note(text);
    }
}
