//! `new`: what the data has and a baseline has not.

use std::ffi::{OsStr, OsString};

use clap::Args;

use crate::analysis::{Beyond, Extent, Hashers, Labels, Novelty, Seen, Side, Unlike};
use crate::analysis::{MOST_KNOWN, MOST_NEW};
use crate::cli::aggregation::Aggregation;
use crate::cli::args::CommonArgs;
use crate::cli::stdio::Messages;
use crate::cli::{Failure, diagnostics, positional, request};
use crate::engine::ScanStats;
use crate::input::Input;
use crate::output::new_groups;
use crate::query::macros::Macro;
use crate::record::column::Column;
use crate::record::field;
use crate::text::{Count, Safe, plural};

#[derive(Debug, Args)]
pub(in crate::cli) struct NewArgs {
    /// Fields whose combinations are compared; left out, behaviours are: norm.workload, norm.exe, norm.resource …
    #[arg(value_name = "FIELD[,FIELD]")]
    pub(in crate::cli) fields: Option<OsString>,
    /// What is known: a file, or a folder for all in it; may be given again
    #[arg(long, value_name = "FILE", conflicts_with = "cutoff")]
    pub(in crate::cli) baseline: Vec<OsString>,
    /// What is known: the records before this moment, of the same files
    #[arg(long = "before", value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) cutoff: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) run: CommonArgs,
}

/// What is compared where no fields are named, and the heading of each.
const BEHAVIOUR: [(&str, &str); 5] = [
    ("ns", "ns"),
    ("norm.workload", "workload"),
    ("op", "op"),
    ("norm.exe", "exe"),
    ("norm.resource", "resource"),
];

impl NewArgs {
    /// Puts a first word that is no list of fields where it belongs, among the conditions and files.
    pub(in crate::cli) fn settle(&mut self) {
        let is_list = self.fields.as_deref().is_some_and(is_list);
        if let Some(word) = self.fields.take_if(|_| !is_list) {
            self.run.words.insert(0, word);
        }
    }
}

/// Whether a word lists fields: by its spelling alone, a part of it is the name of one. `./exe` is a file.
fn is_list(word: &OsStr) -> bool {
    let is_field = |name: &str| {
        let name = name.split('/').next().unwrap_or(name).trim();
        field::find(name).is_some() || field::same_name(name, field::INDICATORS)
    };
    word.to_str()
        .is_some_and(|text| !positional::is_term(text) && text.split(',').any(is_field))
}

fn has_comma(word: &OsStr) -> bool {
    word.as_encoded_bytes().contains(&b',')
}

/// What can't be meant.
fn refuse(args: &NewArgs) -> Result<(), Failure> {
    if args.run.select.max_count.is_some() {
        return Err(Failure::usage(
            "`--max-count` does not go with `new`, which compares all",
            "leave it out; the first seen come first: `| head`",
        ));
    }
    let mut words = args.run.words.iter();
    let Some(list) = words.find(|word| is_list(word) && has_comma(word)) else {
        return Ok(());
    };
    let list = list.to_string_lossy();
    Err(Failure::usage(
        format!("`{list}` is a list of fields, which stands before everything else"),
        format!(
            "knoxlog new {list} --baseline yesterday.ndjson today.ndjson;  a file of this name: `./{list}`"
        ),
    ))
}

/// Answers the exit code.
pub(in crate::cli) fn run(
    args: &NewArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    refuse(args)?;
    let mut inquiry = Aggregation::table("new", &args.run, macros, messages)?;
    let columns = columns(args, &mut inquiry)?;
    inquiry.session.number_lines(true);
    let hashers = Hashers::default();
    let zone = inquiry.sheet.zone.clone();
    let novelty = |side| Novelty {
        labels: Labels::new(&columns, zone.clone()),
        side,
        hashers: &hashers,
        before: None,
    };
    let mut seen = Seen::default();
    if let Some(cut) = &args.cutoff {
        let cut = inquiry.session.moment(cut, "--before", &args.run)?;
        let data = inquiry.read(novelty(Side::Parted(cut)), |part| seen.merge(part))?;
        inquiry.session.tell_baseline(&ScanStats::default(), &seen);
        let told = ReadStats {
            baseline: None,
            data,
        };
        return conclude(inquiry, &columns, (None, seen), &told);
    }
    let inputs = baseline(args)?;
    let indicators = inquiry.sheet.indicators.as_ref();
    let mut session = inquiry
        .session
        .beside(inputs, &args.run, macros, indicators)?;
    let mut before = Seen::default();
    let take = |part| {
        before.merge(part);
        Ok(())
    };
    let account = session.run(novelty(Side::Baseline), take, None)?;
    session.tell_baseline(&account, &before);
    let mut told = ReadStats {
        baseline: Some(account),
        data: ScanStats::default(),
    };
    // Without a baseline there is nothing to read the data for.
    if before.baseline.records > 0 && before.beyond.is_none() && !session.is_stopped() {
        let data = Novelty {
            before: Some(&before),
            ..novelty(Side::Data)
        };
        told.data = inquiry.read(data, |part| seen.merge(part))?;
    }
    conclude(inquiry, &columns, (Some(before), seen), &told)
}

/// The accounts of what was read.
struct ReadStats {
    baseline: Option<ScanStats>,
    data: ScanStats,
}

/// The columns that are compared.
fn columns(args: &NewArgs, inquiry: &mut Aggregation) -> Result<Vec<Column>, Failure> {
    if let Some(list) = args.fields.as_deref().and_then(OsStr::to_str) {
        return inquiry.columns(list, "new");
    }
    let names = BEHAVIOUR.map(|(name, _)| name).join(",");
    let mut columns = inquiry.columns(&names, "new")?;
    for (column, (_, heading)) in columns.iter_mut().zip(BEHAVIOUR) {
        heading.clone_into(&mut column.name);
    }
    Ok(columns)
}

/// The files of the baseline, none of which may be looked into as the data.
fn baseline(args: &NewArgs) -> Result<Vec<Input>, Failure> {
    if args.baseline.is_empty() {
        return Err(Failure::usage(
            "`new` has nothing to compare with",
            "--baseline yesterday.ndjson, or --before 2026-03-14T09:45 to part the same files in two",
        ));
    }
    let known = request::files(&args.baseline);
    let mut data = request::files(&request::split(&args.run).1);
    if data.is_empty() {
        data.push(Input::Stdin);
    }
    let is_both = |file: &&Input| data.iter().any(|other| is_same(file, other));
    match known.iter().find(is_both) {
        Some(file) => Err(Failure::usage(
            format!("{}: is the baseline and the data", Safe::text(&file.name())),
            "nothing in it could be new; to part it in two: --before 2026-03-14T09:45",
        )),
        None => Ok(known),
    }
}

/// Whether two inputs are one, whatever path leads there.
fn is_same(left: &Input, right: &Input) -> bool {
    let place = |input: &Input| match input {
        Input::Stdin => None,
        Input::File(path) => std::fs::canonicalize(path).ok(),
    };
    left == right || place(left).is_some_and(|left| place(right) == Some(left))
}

/// Says what is new, or why that can't be said.
fn conclude(
    mut inquiry: Aggregation,
    columns: &[Column],
    (before, mut seen): (Option<Seen>, Seen),
    told: &ReadStats,
) -> Result<u8, Failure> {
    let session = &mut inquiry.session;
    let (untimed, wide) = (
        seen.untimed,
        seen.wide + before.as_ref().map_or(0, |seen| seen.wide),
    );
    let beyond = before.as_ref().and_then(|seen| seen.beyond).or(seen.beyond);
    let is_new = !seen.news().is_empty();
    let known = before
        .as_ref()
        .map_or(&seen.baseline, |seen| &seen.baseline);
    let refused = match beyond {
        Some(beyond) => Some(too_much(beyond)),
        None => seen.unlike(known).map(|why| unlike(why, known)),
    };
    if let Some(refused) = refused.filter(|_| !session.is_stopped()) {
        if told.data.total.lines > 0 {
            session.tell(&told.data);
        }
        return Err(refused);
    }
    if let Some(stale) = before
        .as_ref()
        .and_then(|seen_before| diagnostics::stale(&seen_before.baseline, &seen.data))
    {
        session.note(&stale);
    }
    if untimed > 0 {
        let untimed = plural(untimed, "record has", "records have");
        session.note(&format!(
            "{untimed} no time: neither before the moment nor after it"
        ));
    }
    if wide > 0 {
        let wide = plural(wide, "record has", "records have");
        session.note(&format!(
            "{wide} too many values in these fields to compare each choice of them"
        ));
    }
    if !is_new && told.data.total.matched > 0 {
        session.note(&format!(
            "nothing new in {}",
            plural(seen.data.records, "record", "records")
        ));
    }
    let grid = new_groups(&seen.news(), columns, &inquiry.sheet.zone);
    inquiry.write(&grid.flow())?;
    let session = &mut inquiry.session;
    session.tell(&told.data);
    let accounts: Vec<&ScanStats> = told.baseline.iter().chain([&told.data]).collect();
    // What was not compared may be new.
    let compared = (Some(seen.data.records), wide);
    Ok(session.conclude(is_new, &accounts, compared))
}

fn too_much(beyond: Beyond) -> Failure {
    let (what, most) = match beyond {
        Beyond::Known => ("combinations in the baseline", MOST_KNOWN),
        Beyond::New => ("new combinations", MOST_NEW),
    };
    Failure::usage(
        format!(
            "more than {} {what}: one that is let go would be told as new, or not at all",
            Count(most as u64)
        ),
        "compare fewer fields or fewer records: new ns,exe op=process; without fields, ids and made-up names do not count",
    )
}

fn unlike(why: Unlike, known: &Extent) -> Failure {
    let records = plural(known.records, "record", "records");
    match why {
        Unlike::Empty => Failure::usage(
            "the baseline is empty: no record of it matches, so that all would be new",
            "the filter holds for the baseline too; what is in it: `knoxlog count` with the same conditions",
        ),
        Unlike::Namespaces => Failure::usage(
            format!(
                "the baseline has nothing in common with the data: no namespace is in both ({records} in the baseline)"
            ),
            "take a baseline of the same cluster; what is in it: `knoxlog count --by ns`",
        ),
        Unlike::Combinations => Failure::usage(
            format!(
                "the baseline has nothing in common with the data: no combination is in both ({records} in the baseline)"
            ),
            "take a longer baseline of the same workloads, or compare fewer fields: new ns,exe",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_fields_is_told_by_its_spelling() {
        for list in [
            "ns",
            "ns,pod,exe",
            "path/2",
            "labels.app",
            "ns,pood",
            ".Owner.Name",
            "ioc",
        ] {
            assert!(is_list(OsStr::new(list)), "{list}");
        }
        for other in [
            "ns=shop",
            "today.ndjson",
            "./exe",
            "-",
            "is:denied",
            "pood",
            "logs",
            "",
        ] {
            assert!(!is_list(OsStr::new(other)), "{other}");
        }
    }
}
