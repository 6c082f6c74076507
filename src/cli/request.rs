//! Typed to resolved: terms, files, format, colour, threads.

use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use jiff::tz::{Offset, TimeZone};

use super::args::{CommonArgs, FilterArgs, InputArgs, TimeArgs};
use super::positional::is_term;
use super::verdict::Terms;
use super::{Failure, label_selector};
use crate::engine::{Job, Until};
use crate::input::envelope::{Choice, ENVELOPES};
use crate::input::{self, Input, MapChoice, Options};
use crate::query::ast::{Ast, Name, Operand, Test};
use crate::query::error::{Error, What};
use crate::query::item::{At, Char, Item};
use crate::query::{Filter, Plan, Term};
use crate::record::field;

/// A run, resolved.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) filter: Filter,
    pub(super) inputs: Vec<Input>,
    pub(super) options: Options,
    pub(super) envelope: Choice,
    /// What the verdict depends on.
    pub(super) terms: Terms,
    pub(super) redacts: bool,
    pub(super) skims: bool,
    pub(super) threads: usize,
    pub(super) zone: TimeZone,
}

/// Files up to this length are scanned by one thread: a second one costs more than it brings.
const SMALL: u64 = 4 << 20;

impl Request {
    /// Resolves what was typed.
    pub(super) fn new(run: &CommonArgs) -> Result<Self, Failure> {
        let (terms, files) = split(run);
        if files.iter().any(|word| word.is_empty()) {
            return Err(Failure::Usage {
                message: "an empty argument".to_owned(),
                help: "most likely a variable that is not set: \"$FILE\"".to_owned(),
            });
        }
        if let Some(word) = files.iter().find(|word| is_broken_term(word)) {
            return Err(Failure::Usage {
                message: format!("`{}` looks like a condition, but is not UTF-8", word.display()),
                help: "a file of this name: `./…`; a byte that is no text: `raw:` and what stands round it".to_owned(),
            });
        }
        let filter = filter(&terms, &run.filter).map_err(Failure::Filter)?;
        let inputs = inputs(&files, run.input.recursive)?;
        let InputArgs {
            recursive: _,
            strict,
            allow_empty,
            max_line,
            no_skim,
            threads,
            mmap,
            no_mmap,
            block_size,
            most_groups: _,
            memory: _,
            envelope,
        } = &run.input;
        let map = match (mmap, no_mmap) {
            (true, _) => MapChoice::Always,
            (_, true) => MapChoice::Never,
            _ => MapChoice::Auto,
        };
        let choice = ENVELOPES
            .iter()
            .find(|row| row.name == envelope)
            .map_or(Choice::Auto, Choice::Only);
        let options = Options {
            map,
            max_line: size(max_line, "--max-line")?,
            block: size(block_size, "--block-size")?,
            number: false,
            framed: matches!(choice, Choice::Only(row) if row.spans_lines),
        };
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            filter,
            inputs,
            options,
            envelope: choice,
            terms: Terms {
                is_strict: *strict,
                allows_empty: *allow_empty,
            },
            redacts: run.output.redact,
            skims: !no_skim,
            threads: threads.unwrap_or_else(cores).clamp(1, 256),
            zone: zone(&run.time)?,
        })
    }

    /// The run of a plan over the inputs, whose names these are.
    pub(super) fn job<'j>(
        &self,
        plan: &'j Plan,
        names: &'j [String],
        stop: &'j AtomicBool,
    ) -> Job<'j> {
        let is_small = input::total_len(&self.inputs).is_some_and(|bytes| bytes <= SMALL);
        Job {
            plan,
            envelope: self.envelope,
            inputs: names,
            tells_duplicates: self.terms.is_strict,
            redacts: self.redacts,
            prefilters: self.skims,
            threads: if is_small { 1 } else { self.threads },
            until: Until::End,
            stop,
        }
    }

    /// The names of the inputs, as typed.
    pub(super) fn names(&self) -> Vec<String> {
        self.inputs
            .iter()
            .map(|input| input.name().into_owned())
            .collect()
    }
}

/// The terms and the files among the words.
pub(super) fn split(run: &CommonArgs) -> (Vec<&str>, Vec<&OsString>) {
    let mut terms = Vec::new();
    let mut files = Vec::new();
    for word in &run.words {
        match word.to_str().filter(|text| is_term(text)) {
            Some(term) => terms.push(term),
            None => files.push(word),
        }
    }
    files.extend(&run.files);
    (terms, files)
}

/// Whether a word would be a condition if it were text.
fn is_broken_term(word: &OsStr) -> bool {
    word.to_str().is_none() && is_term(&word.to_string_lossy())
}

/// What `explain` shows: the filter, without inputs.
pub(super) fn filter_of(run: &CommonArgs) -> Result<Filter, Failure> {
    let (mut terms, files) = split(run);
    // No file is read here, so a word that can't well be one is meant as a term all the same.
    let words = files.iter().take(files.len() - run.files.len());
    let is_file = |word: &&str| *word == "-" || word.contains(['.', '/']);
    terms.extend(
        words
            .filter_map(|file| file.to_str())
            .filter(|word| !is_file(word)),
    );
    filter(&terms, &run.filter).map_err(Failure::Filter)
}

fn filter(terms: &[&str], args: &FilterArgs) -> Result<Filter, Vec<Error>> {
    let flags: [(&str, &[String]); 12] = [
        ("ns", &args.namespace),
        ("pod", &args.pod),
        ("container", &args.container),
        ("host", &args.host),
        ("op", &args.op),
        ("syscall", &args.syscall),
        ("exe", &args.process),
        ("result", &args.result),
        ("policy", &args.policy),
        ("type", &args.kind),
        ("source", &args.source),
        ("resource", &args.resource),
    ];
    let mut read: Vec<Result<Term, Error>> = Vec::new();
    read.extend(terms.iter().map(|text| Term::parse(text)));
    read.extend(args.expr.iter().map(|text| expression(text)));
    let excluded = args.exclude.iter().map(|text| expression(text));
    read.extend(excluded.map(|term| term.map(Term::negated)));
    let given = flags.iter().filter(|(_, values)| !values.is_empty());
    // Given again, a flag widens its list: two values of one field can't both be equal to it.
    read.extend(given.map(|(field, values)| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        Term::flag(field, &values)
    }));
    if !args.ioc.is_empty() {
        read.push(Term::parse("has:ioc"));
    }
    read.extend(
        args.selector
            .iter()
            .flat_map(|list| label_selector::terms(list)),
    );
    let (good, bad): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
    let errors: Vec<Error> = bad.into_iter().filter_map(Result::err).collect();
    if errors.is_empty() {
        let terms = good.into_iter().filter_map(Result::ok).collect();
        Ok(Filter {
            terms,
            inverted: args.invert,
            within: Vec::new(),
        })
    } else {
        Err(errors)
    }
}

/// The value of `-e` or `-x`. An empty one, most likely a variable that is not set, would let all pass or none.
fn expression(text: &str) -> Result<Term, Error> {
    if text.trim().is_empty() {
        let what = What::ExpectedCondition {
            after: None,
            found: None,
        };
        return Err(Error {
            text: text.to_owned(),
            at: 0..text.len(),
            what,
        });
    }
    Term::parse(text)
}

/// `time>=text`, or `time<text`.
pub(super) fn bound(text: &str, op: &'static str) -> Term {
    let chars = text.trim().chars().map(Char::Literal).collect();
    let item = Item {
        chars,
        quoted: true,
        at: At(0..text.len()),
    };
    let tree = Ast::Test(Test {
        field: Name {
            text: "time".to_owned(),
            at: At::default(),
        },
        op: crate::query::op::named(op),
        op_at: At::default(),
        operand: Operand::List(vec![item]),
    });
    Term {
        text: text.to_owned(),
        tree,
    }
}

/// The filter as one tree.
pub(super) fn whole(filter: &Filter) -> Ast {
    let trees = |terms: &[Term]| terms.iter().map(|term| term.tree.clone()).collect();
    let mut parts: Vec<Ast> = trees(&filter.terms);
    if filter.inverted {
        parts = vec![Ast::Not(Box::new(Ast::All(parts)))];
    }
    parts.extend::<Vec<Ast>>(trees(&filter.within));
    match <[Ast; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) => Ast::All(parts),
    }
}

fn inputs(files: &[&OsString], is_recursive: bool) -> Result<Vec<Input>, Failure> {
    for file in files {
        lone_joiner(file)?;
        forgotten_operator(file)?;
    }
    if files.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(Failure::NoInput);
        }
        return Ok(vec![Input::Stdin]);
    }
    let mut inputs = Vec::new();
    for file in files {
        match file.as_os_str() == OsStr::new("-") {
            true => inputs.push(Input::Stdin),
            false if is_recursive => walk(PathBuf::from(file), &mut inputs),
            false => inputs.push(Input::File(PathBuf::from(file))),
        }
    }
    Ok(inputs)
}

/// The inputs of files of which a folder stands for all that are in it.
pub(super) fn files(files: &[impl AsRef<OsStr>]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for file in files.iter().map(AsRef::as_ref) {
        match file == OsStr::new("-") {
            true => inputs.push(Input::Stdin),
            false => walk(PathBuf::from(file), &mut inputs),
        }
    }
    inputs
}

/// The regular files of a folder and of those in it, by name; symbolic links in it lead out of it, so they are left alone.
/// What can't be listed stays as it is: it is told when it is opened.
fn walk(path: PathBuf, inputs: &mut Vec<Input>) {
    let Ok(entries) = std::fs::read_dir(&path) else {
        return inputs.push(Input::File(path));
    };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    found.sort();
    for path in found {
        match std::fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() => walk(path, inputs),
            Ok(metadata) if metadata.is_file() => inputs.push(Input::File(path)),
            Ok(_) => {}
            Err(_) => inputs.push(Input::File(path)),
        }
    }
}

/// Words that join conditions do so inside one argument only; as a file, one would leave the filter other than meant.
fn lone_joiner(file: &OsStr) -> Result<(), Failure> {
    let joiners = ["and", "or", "not", "&&", "||", "!"];
    let word = file.to_string_lossy();
    if !joiners
        .iter()
        .any(|joiner| word.eq_ignore_ascii_case(joiner))
    {
        return Ok(());
    }
    Err(Failure::Usage {
        message: format!("`{word}` joins conditions inside of one argument only"),
        help: format!(
            "quote the whole filter: 'not ns=a or is:denied';  a file of this name: `./{word}`"
        ),
    })
}

/// A field's name alone is a file by its spelling; if there is none of that name, an operator was
/// forgotten, or the shell took it for itself.
fn forgotten_operator(file: &OsStr) -> Result<(), Failure> {
    let Some(word) = file.to_str() else {
        return Ok(());
    };
    if field::find(word).is_none() || std::fs::symlink_metadata(word).is_ok() {
        return Ok(());
    }
    match Term::parse(word) {
        Err(error) => Err(Failure::Filter(vec![error])),
        Ok(_) => Ok(()),
    }
}

/// Bytes of memory that were given.
pub(super) fn memory(args: &InputArgs) -> Result<Option<usize>, Failure> {
    let given = args.memory.as_deref();
    given.map(|text| size(text, "--memory")).transpose()
}

/// `64M`, `256K`, `1G` or a number of bytes.
fn size(text: &str, option: &'static str) -> Result<usize, Failure> {
    let (digits, unit) = match text.trim_end_matches(['B', 'b', 'i']).to_ascii_uppercase() {
        text if text.ends_with('K') => (text.trim_end_matches('K').to_owned(), 1 << 10),
        text if text.ends_with('M') => (text.trim_end_matches('M').to_owned(), 1 << 20),
        text if text.ends_with('G') => (text.trim_end_matches('G').to_owned(), 1 << 30),
        text => (text, 1),
    };
    let bytes = digits
        .parse::<usize>()
        .ok()
        .and_then(|count| count.checked_mul(unit));
    // Offsets inside one line are 32 bits wide.
    bytes
        .filter(|bytes| *bytes > 0 && u32::try_from(*bytes).is_ok())
        .ok_or_else(|| Failure::Usage {
            message: format!("`{option}` is a size from 1 to 4095M; got `{text}`"),
            help: format!("write `{option} 64M`"),
        })
}

/// The zone that the options name.
pub(super) fn zone(args: &TimeArgs) -> Result<TimeZone, Failure> {
    let name = if args.local {
        "local"
    } else {
        args.tz.as_deref().unwrap_or("UTC")
    };
    if args.utc || name.eq_ignore_ascii_case("utc") || name.eq_ignore_ascii_case("z") {
        return Ok(TimeZone::UTC);
    }
    if name.eq_ignore_ascii_case("local") {
        return Ok(TimeZone::system());
    }
    if let Some(offset) = fixed_offset(name) {
        return Ok(TimeZone::fixed(offset));
    }
    TimeZone::get(name).map_err(|_| Failure::Usage {
        message: format!("`--tz {name}` names no zone that this machine knows"),
        help: "UTC, local, an offset such as +05:30, or a name such as Europe/Berlin".to_owned(),
    })
}

fn fixed_offset(text: &str) -> Option<Offset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() == 4 => rest.split_at_checked(2)?,
        None => (rest, "0"),
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    // The zones of the earth reach from -12:00 to +14:00.
    if !(0..60).contains(&minutes) || !(0..=14).contains(&hours) {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}
