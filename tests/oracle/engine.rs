//! The engine as the oracle sees it: a filter, a file's bytes, and how they are cut up.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use knoxlog::engine::{Event, Fold, Job, Until, run};
use knoxlog::input::envelope::Choice;
use knoxlog::input::{Input, MapChoice, Options, read};
use knoxlog::query::macros::built_in;
use knoxlog::query::{Clock, Filter, Infer, Plan, Setting, Term};
use knoxlog::record::Record;

use crate::damaged::Read;
use crate::interpret::Context;

/// Collects where matches stand: the line, from 0, and which of its objects.
struct Places;

impl Fold for Places {
    type Part = Vec<(usize, u32)>;

    fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
        let origin = record.origin();
        let line = usize::try_from(origin.line).unwrap() - 1;
        part.push((line, origin.spot.nth));
    }
}

/// How an input is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    threads: usize,
    block: usize,
    map: MapChoice,
    skims: bool,
}

/// Every kind of way, each choice with each other.
pub(crate) const WAYS: [Way; 8] = [
    way(1, 1 << 20, MapChoice::Never, false),
    way(1, 1 << 20, MapChoice::Always, true),
    way(1, 1, MapChoice::Never, true),
    way(1, 64, MapChoice::Always, true),
    way(3, 300, MapChoice::Never, true),
    way(8, 4096, MapChoice::Always, false),
    way(8, 7, MapChoice::Always, true),
    way(3, 1 << 20, MapChoice::Never, true),
];

const fn way(threads: usize, block: usize, map: MapChoice, skims: bool) -> Way {
    Way {
        threads,
        block,
        map,
        skims,
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
    // Maps and reads cut alike; the choice follows the block size so that both are tried.
    let way = Way {
        threads,
        block,
        map: [MapChoice::Always, MapChoice::Never][block % 2],
        skims: block != 64,
    };
    let read = read_whole(filter, lines, way, context)?;
    Ok(read.matches.into_iter().map(|(line, _)| line).collect())
}

/// What the engine makes of a file.
///
/// # Errors
/// Why the filter does not compile, or the input cannot be read.
pub(crate) fn read_whole(
    filter: &str,
    bytes: &[u8],
    way: Way,
    context: &Context,
) -> Result<Read, String> {
    let plan = plan(filter, context)?;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let job = Job {
        plan: &plan,
        envelope: Choice::Auto,
        inputs: &["-".to_owned()],
        tells_duplicates: false,
        redacts: false,
        prefilters: way.skims,
        threads: way.threads,
        until: Until::End,
        stop: &stop,
    };
    let options = Options {
        map: way.map,
        block: way.block,
        number: true,
        ..Options::default()
    };
    let inputs = vec![Input::File(file.path().to_owned())];
    let pieces = read(inputs, options, stop.clone());
    let mut matches = Vec::new();
    let account = run(&job, pieces, &Places, |event| {
        if let Event::Part { part, .. } = event {
            matches.extend(part);
        }
        Ok(ControlFlow::Continue(()))
    });
    let account = account.map_err(|error| error.to_string())?;
    let total = account.total;
    match account.faults {
        0 => Ok(Read {
            matches,
            records: total.records,
            malformed: total.malformed,
            others: total.others,
            foreign: total.foreign,
        }),
        _ => Err("the input cannot be read".to_owned()),
    }
}

fn plan(filter: &str, context: &Context) -> Result<Plan, String> {
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
    let checked = filter.compile(&setting);
    checked
        .map(|checked| checked.plan)
        .map_err(|errors| errors[0].what.message())
}
