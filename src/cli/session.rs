//! One run of the command: everything resolved, the filter compiled, then the answer and the account.

mod close;
mod no_match_hints;

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use super::args::CommonArgs;
use super::compile_env::Names;
use super::diagnostics::Masked;
use super::request::{self, Request};
use super::row_selection::Selection;
use super::signals::Signals;
use super::stdio::Messages;
use super::{Failure, compile_env, diagnostics};
use crate::analysis::Seen;
use crate::analysis::gaps::{Blindness, Witness};
use crate::engine::{self, Event, Fold, HintedFold, Job, Merged, ScanStats, Until, Values, join};
use crate::input::{self, Digests, Input};
use crate::output::{Listing, Progress, Row};
use crate::query::Plan;
use crate::query::error::Warning;
use crate::query::macros::Macro;
use crate::record::indicators::Indicators;
use crate::record::time::Time;
use crate::text::{Safe, redact_typed};

/// One run of the command.
pub(super) struct Session {
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
    pub(super) masked: Masked,
    /// What the inputs are known by, if they are to be digested.
    digests: Option<Arc<Digests>>,
}

/// One reading of the inputs.
struct Look<'l> {
    plan: &'l Plan,
    until: Until,
    /// Who is told of what can't be read.
    messages: Messages,
}

/// Inputs that are merged by time, at most: each is open at the same time, and scanned by a thread of its own.
const MOST_MERGED: usize = 64;

impl Session {
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
        let names = Names {
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
        let names = Names {
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
        names: &Names<'_>,
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
            masked: Masked::default(),
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
        let records = diagnostics::plural(known.records, "record", "records");
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

    /// The names of the inputs, as typed.
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
        match limit {
            Some(0) => Ok(ScanStats::default()),
            Some(count) => self.run_until(Until::Matches(count), fold, |part| {
                take(part).map(ControlFlow::Continue)
            }),
            None => self.run_until(Until::End, fold, |part| {
                take(part).map(ControlFlow::Continue)
            }),
        }
    }

    /// The same as far as is read, or until `take` has enough.
    fn run_until<F: Fold>(
        &mut self,
        until: Until,
        fold: F,
        mut take: impl FnMut(F::Part) -> io::Result<ControlFlow<()>>,
    ) -> Result<ScanStats, Failure> {
        // A file can be read again if nothing matches; a pipe must be watched as it goes by.
        let is_watched = self.messages.is_talkative && !input::is_rereadable(&self.request.inputs);
        let expected = if is_watched {
            self.plan.expected()
        } else {
            &[]
        };
        let witness = Witness::new(fold, self.request.terms.is_strict.then_some(&self.plan));
        let watched = HintedFold::new(&witness, expected);
        let mut total = Masked::default();
        let look = Look {
            until,
            ..self.look()
        };
        let outcome = self.scan(&look, &watched, |part, masked| {
            let flow = take(part.part)?;
            for secrets in masked {
                total.add(*secrets);
            }
            Ok((part.values, flow))
        });
        let (account, values) = outcome?;
        let blindness = witness.blindness();
        (self.masked, self.values, self.blindness) = (total, values, blindness);
        self.look_again(account)
    }

    /// Runs the filter once more, and tells nothing of it.
    pub(super) fn again<F: Fold>(
        &self,
        fold: &F,
        mut take: impl FnMut(F::Part),
    ) -> Result<ScanStats, Failure> {
        let job = self
            .request
            .job(&self.plan, &self.names, &self.signals.stop);
        let stop: Arc<AtomicBool> = self.signals.stop.clone();
        let pieces = input::read(self.request.inputs.clone(), self.request.options, stop);
        let _progress = self.progress(pieces.progress());
        let account = engine::run(&job, pieces, fold, |event| {
            if let Event::Part { part, .. } = event {
                take(part);
            }
            Ok(ControlFlow::Continue(()))
        });
        account.map_err(Failure::Output)
    }

    /// Whether the inputs can be read once more.
    pub(super) fn is_rereadable(&self) -> bool {
        input::is_rereadable(&self.request.inputs)
    }

    /// Whether a signal ended it.
    pub(super) fn is_stopped(&self) -> bool {
        self.signals.is_stopped()
    }

    /// Set when no more input is wanted.
    pub(super) fn stop(&self) -> Arc<AtomicBool> {
        self.signals.stop.clone()
    }

    /// Whether several inputs are merged by time.
    pub(super) fn merges(&self, selection: &Selection) -> bool {
        let inputs = self.request.inputs.len();
        (2..=MOST_MERGED).contains(&inputs) && !selection.is_unsorted && !selection.is_sorted()
    }

    /// Says so if there are too many inputs to merge them.
    pub(super) fn mention_unmerged(&self, selection: &Selection) {
        if self.request.inputs.len() > MOST_MERGED
            && !selection.is_unsorted
            && !selection.is_sorted()
        {
            self.note(&format!(
                "more than {MOST_MERGED} inputs are read one after the other, not merged by time"
            ));
        }
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

    /// Runs the filter for rows that are looked at once more; `take` gets them in the order of their times if there are
    /// several inputs, else as they come, until it has enough.
    pub(super) fn rows(
        &mut self,
        listing: &Listing,
        selection: &Selection,
        mut take: impl FnMut(Row) -> io::Result<ControlFlow<()>>,
    ) -> Result<ScanStats, Failure> {
        if self.merges(selection) {
            return self.merged_rows(listing, selection, take);
        }
        self.run_until(selection.until(), listing, |rows: Vec<Row>| {
            for row in rows {
                if take(row)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Rows of several inputs, merged by time. If `take` has enough before their end, how far each was read depends on how
    /// they arrive, so nothing is told of it; where the exit code speaks of what was read, all is.
    fn merged_rows(
        &mut self,
        listing: &Listing,
        selection: &Selection,
        mut take: impl FnMut(Row) -> io::Result<ControlFlow<()>>,
    ) -> Result<ScanStats, Failure> {
        let stop: Arc<AtomicBool> = self.signals.stop.clone();
        let job = self.request.job(&self.plan, &self.names, &stop);
        let inputs = self.request.inputs.iter().cloned().enumerate();
        let read = |input| input::read_some(vec![input], self.request.options, stop.clone());
        let streams = inputs.map(read).collect();
        let witness = Witness::new(listing, self.request.terms.is_strict.then_some(&self.plan));
        let may_end_early = selection.until() != Until::End && !self.request.terms.is_strict;
        let (mut held, mut is_enough) = (Vec::new(), false);
        let merged = engine::merge(&job, streams, &witness, |event| match event {
            Merged::Row(_) if is_enough => Ok(ControlFlow::Continue(())),
            Merged::Row(row) => {
                is_enough = take(row)?.is_break();
                Ok(match is_enough && may_end_early {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                })
            }
            Merged::Notice(notice) => {
                match may_end_early {
                    true => held.push(notice),
                    false => diagnostics::notice(&notice, &self.names, self.messages),
                }
                Ok(ControlFlow::Continue(()))
            }
        });
        let (account, late) = merged.map_err(Failure::Output)?;
        if is_enough && may_end_early {
            let told = "the inputs are read as far as these rows need, and what is skipped in them is not counted: \
                        --no-merge or --strict counts it";
            self.messages.note(told);
            return Ok(account.of_rows());
        }
        for notice in held {
            diagnostics::notice(&notice, &self.names, self.messages);
        }
        self.blindness = witness.blindness();
        if late > 0 {
            let late = diagnostics::plural(late, "record stands", "records stand");
            self.messages.note(format!(
                "{late} out of order: an input is not sorted by time; -s time sorts all"
            ));
        }
        self.look_again(account)
    }

    /// The reading that was asked for.
    fn look(&self) -> Look<'_> {
        Look {
            plan: &self.plan,
            until: Until::End,
            messages: self.messages,
        }
    }

    fn scan<F: Fold>(
        &self,
        look: &Look<'_>,
        fold: &F,
        mut take: impl FnMut(F::Part, &[u32]) -> io::Result<(Vec<Values>, ControlFlow<()>)>,
    ) -> Result<(ScanStats, Vec<Values>), Failure> {
        let mut values = Vec::new();
        let job = Job {
            until: look.until,
            ..self.request.job(look.plan, &self.names, &self.signals.stop)
        };
        let stop: Arc<AtomicBool> = self.signals.stop.clone();
        let pieces = input::read(self.request.inputs.clone(), self.request.options, stop);
        let pieces = match &self.digests {
            Some(digests) => pieces.digested(digests.clone()),
            None => pieces,
        };
        let _progress = self.progress(pieces.progress());
        let account = engine::run(&job, pieces, fold, |event| {
            let (part, masked) = match event {
                Event::Notice(notice) => {
                    diagnostics::notice(&notice, &self.names, look.messages);
                    return Ok(ControlFlow::Continue(()));
                }
                Event::Part { part, masked } => (part, masked),
            };
            let (seen, flow) = take(part, &masked)?;
            join(&mut values, seen);
            Ok(flow)
        });
        Ok((account.map_err(Failure::Output)?, values))
    }

    /// A bar, where somebody sees it and no rows run through it.
    fn progress(&self, read: Arc<AtomicU64>) -> Option<Progress> {
        let is_seen = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let total = input::total_len(&self.request.inputs)
            .filter(|_| is_seen && self.has_bar && self.messages.is_talkative)?;
        Some(Progress::watch(read, total))
    }
}
