//! What the screen is asked to show: inputs, the filter to begin with, and what its words are read by.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::tz::TimeZone;

use super::look::Look;
use super::macros::Macros;
use super::settings::Settings;
use crate::engine::{Job, Until};
use crate::input::envelope::Choice;
use crate::input::{Input, Options};
use crate::query::error::Error;
use crate::query::macros::Macro;
use crate::query::{Ast, Checked, Clock, Filter, Infer, Plan, Setting, Term};
use crate::record::field;
use crate::record::indicators::Indicators;

/// A run of the screen.
pub struct Session {
    /// What is read.
    pub inputs: Vec<Input>,
    /// The names of the inputs, as typed. Not escaped.
    pub names: Vec<String>,
    /// How it is read.
    pub options: Options,
    /// How lines are wrapped.
    pub envelope: Choice,
    /// Whether lines that cannot match may be passed over.
    pub skims: bool,
    /// Whether secrets are masked in what is shown.
    pub redacts: bool,
    /// Threads that scan, at least 1.
    pub threads: usize,
    /// The zone in which times are typed and shown.
    pub zone: TimeZone,
    /// The conditions to begin with, as they would be typed.
    pub terms: Vec<String>,
    /// What conditions are compiled by.
    pub language: Language,
    /// Fields that the list shows; empty for the usual ones.
    pub columns: Vec<String>,
    /// How wide some of them are made, by their names.
    pub widths: Vec<(String, usize)>,
    /// The file in which something is kept when that is asked for.
    pub settings: Box<dyn Settings>,
    /// Names of what keys do, and the keys that do it in place of the usual ones.
    pub keys: Vec<(String, Vec<String>)>,
    /// What the terminal can show.
    pub look: Look,
    /// Bytes of streams that are kept in memory, at most.
    pub keep: usize,
}

/// What conditions are compiled by.
pub struct Language {
    /// The moment and zone for times.
    pub clock: Clock,
    /// What `is:` names.
    pub macros: Macros,
    /// What an absent number means.
    pub infer: Infer,
    /// The indicators that `ioc` names.
    pub indicators: Option<Arc<Indicators>>,
    /// Reads a file that `@file` names.
    pub read: fn(&str) -> io::Result<Vec<u8>>,
}

impl Language {
    /// Compiles conditions, all of which must hold. May read files.
    ///
    /// # Errors
    /// Every fault, each with its place in its text.
    pub fn compile(&self, texts: &[String]) -> Result<Checked, Vec<Error>> {
        self.compile_by(texts, &self.macros.all())
    }

    /// Whether a macro can be used beside the others, of which it may take one's place.
    ///
    /// # Errors
    /// Why not.
    pub fn admits(&self, more: &Macro) -> Result<(), Vec<Error>> {
        let macros = self.macros.with(more.clone());
        let term = format!("is:{}", more.name);
        self.compile_by(&[term], &macros).map(drop)
    }

    fn compile_by(&self, texts: &[String], macros: &[Macro]) -> Result<Checked, Vec<Error>> {
        let read: Vec<Result<Term, Error>> = texts.iter().map(|text| Term::parse(text)).collect();
        let mut terms = Vec::new();
        let mut errors = Vec::new();
        for term in read {
            match term {
                Ok(term) => terms.push(term),
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        // A window of time bounds the gaps that are shown too.
        let (within, terms) = terms.into_iter().partition(|term| is_window(&term.tree));
        let filter = Filter {
            terms,
            within,
            ..Filter::default()
        };
        filter.compile(&Setting {
            clock: self.clock.clone(),
            macros,
            infer: self.infer,
            read: &self.read,
            indicators: self.indicators.as_ref(),
        })
    }
}

/// Whether a condition is one on the time alone.
fn is_window(tree: &Ast) -> bool {
    let Ast::Test(test) = tree else {
        return false;
    };
    let target = field::find(&test.field.text);
    matches!(target, Some(field::Target::Field(field)) if field.name == "time")
}

impl Session {
    /// A run of a plan on so many threads.
    pub(super) fn job<'j>(
        &'j self,
        plan: &'j Plan,
        threads: usize,
        stop: &'j AtomicBool,
    ) -> Job<'j> {
        Job {
            plan,
            envelope: self.envelope,
            inputs: &self.names,
            tells_duplicates: false,
            redacts: self.redacts,
            prefilters: self.skims,
            threads,
            until: Until::End,
            stop,
        }
    }
}
