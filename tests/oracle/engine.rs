//! The engine as the oracle sees it: a filter, a file's bytes, and how they are cut up.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use knoxlog::engine::{Event, Fold, Job, Validation, run};
use knoxlog::input::envelope::Choice;
use knoxlog::input::{Input, MapChoice, Options, read};
use knoxlog::query::macros::built_in;
use knoxlog::query::{Clock, Filter, Infer, Setting, Term};
use knoxlog::record::Record;

use crate::interpret::Context;

/// Collects the numbers of the lines that match.
struct Lines;

impl Fold for Lines {
    type Part = Vec<usize>;

    fn visit(&self, record: &Record<'_>, part: &mut Vec<usize>) {
        part.push(usize::try_from(record.origin().line).unwrap() - 1);
    }
}

/// Indices of the lines of `lines` that match, counted from 0.
///
/// # Errors
/// Why the filter does not compile, or the input cannot be read.
pub(crate) fn engine(
    filter: &str,
    lines: &[u8],
    threads: usize,
    block: usize,
    context: &Context,
) -> Result<Vec<usize>, String> {
    let term = Term::parse(filter).map_err(|error| error.what.message())?;
    let filter = Filter {
        terms: vec![term],
        ..Filter::default()
    };
    let files = |name: &str| context.files.get(name).cloned();
    let setting = Setting {
        clock: Clock {
            now: context.now.into(),
            zone: context.zone.clone(),
        },
        macros: &built_in(),
        infer: if context.infer {
            Infer::Zero
        } else {
            Infer::Nothing
        },
        indicators: None,
        read: &|name| files(name).ok_or_else(|| io::ErrorKind::NotFound.into()),
    };
    let checked = filter
        .compile(&setting)
        .map_err(|errors| errors[0].what.message())?;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(lines).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let job = Job {
        plan: &checked.plan,
        envelope: Choice::Auto,
        inputs: &["-".to_owned()],
        validation: Validation::Hits,
        redacts: false,
        skims: block != 64,
        threads,
        stop: &stop,
    };
    // Maps and reads cut alike; the choice follows the block size so that both are tried.
    let options = Options {
        map: [MapChoice::Always, MapChoice::Never][block % 2],
        block,
        number: true,
        ..Options::default()
    };
    let pieces = read(
        vec![Input::File(file.path().to_owned())],
        options,
        stop.clone(),
    );
    let mut found = Vec::new();
    let account = run(&job, pieces, &Lines, |event| {
        if let Event::Part { part, .. } = event {
            found.extend(part);
        }
        Ok(ControlFlow::Continue(()))
    });
    let account = account.map_err(|error| error.to_string())?;
    match account.faults {
        0 => Ok(found),
        _ => Err("the input cannot be read".to_owned()),
    }
}
