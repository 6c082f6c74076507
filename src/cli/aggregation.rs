//! What the commands have in common that read every match before they answer.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use super::args::CommonArgs;
use super::positional::is_term;
use super::session::ReadSession;
use super::stdio::{Messages, Out};
use super::{Failure, indicators, output_args, request, row_selection};
use crate::analysis::{GroupPart, Groups, MOST_CHOICES, Observe};
use crate::count::{GroupCounts, MOST_MEMORY, Measure, Partition, Room};
use crate::engine::{Fold, ScanStats};
use crate::output::{Flow, Grid, RowOptions};
use crate::query::macros::Macro;
use crate::record::column::{Column, columns};
use crate::text::{Bytes, Count as Number, plural};

/// A question that is answered by a table.
pub(super) struct Aggregation {
    /// How the answer is to look.
    pub(super) sheet: RowOptions,
    pub(super) session: ReadSession,
    limit: Option<u64>,
    is_quiet: bool,
    room: Room,
    /// Bytes of memory that were given, if any were.
    memory: Option<usize>,
}

/// What was read for groups.
pub(super) struct Counted {
    /// The account of the first reading.
    pub(super) account: ScanStats,
    /// Records, each as often as there are groups that it belongs to.
    pub(super) sum: u64,
}

impl Aggregation {
    /// Resolves what was typed for a command whose answer is a table; refuses how tables can't look.
    pub(super) fn table(
        command: &str,
        args: &CommonArgs,
        macros: &[Macro],
        messages: Messages,
    ) -> Result<Self, Failure> {
        Self::document(command, &[], args, macros, messages)
    }

    /// The same for a command that writes documents besides.
    pub(super) fn document(
        command: &str,
        documents: &[&str],
        args: &CommonArgs,
        macros: &[Macro],
        messages: Messages,
    ) -> Result<Self, Failure> {
        let inquiry = Self::of("table", args, macros, messages)?;
        let format = inquiry.sheet.format.name;
        let formats = [Grid::FORMATS, documents].concat();
        if !formats.contains(&format) {
            return Err(Failure::Usage {
                message: format!("`{command}` is not written as `-o {format}`"),
                help: format!("one of: {}", formats.join(", ")),
            });
        }
        if args.output.columns.is_some() {
            return Err(Failure::Usage {
                message: format!("`--columns` does not go with `{command}`"),
                help: "leave it out: its columns are those of the answer".to_owned(),
            });
        }
        Ok(inquiry)
    }

    /// Resolves what was typed for a command that writes a page.
    pub(super) fn page(
        args: &CommonArgs,
        macros: &[Macro],
        messages: Messages,
    ) -> Result<Self, Failure> {
        let mut inquiry = Self::of("html", args, macros, messages)?;
        let format = inquiry.sheet.format.name;
        if !matches!(format, "html" | "md") {
            return Err(Failure::Usage {
                message: format!("a report is not written as `-o {format}`"),
                help: "one of: html, md;  the records themselves: `knoxlog filter`".to_owned(),
            });
        }
        let are_shown = inquiry.sheet.shows_lines();
        inquiry.session.number_lines(are_shown);
        Ok(inquiry)
    }

    /// Resolves what was typed; refuses what chooses among rows or orders them.
    fn of(
        format: &str,
        args: &CommonArgs,
        macros: &[Macro],
        messages: Messages,
    ) -> Result<Self, Failure> {
        let indicators = indicators::load(&args.filter.ioc, messages)?;
        let zone = request::zone(&args.time)?;
        let sheet = output_args::sheet(&args.output, zone, format, indicators)?;
        if let Some(option) = row_selection::first_given(&args.select) {
            return Err(Failure::Usage {
                message: format!("`{option}` does not go with counting"),
                help: match option {
                    "--collapse" => {
                        "counts are of records; of events: `knoxlog --collapse … | wc -l`"
                    }
                    _ => "leave it out; what it would show: `knoxlog filter … -o raw | wc -l`",
                }
                .to_owned(),
            });
        }
        let session = ReadSession::new(args, macros, sheet.indicators.as_ref(), messages)?;
        let memory = request::memory(&args.input)?;
        Ok(Self {
            sheet,
            session,
            limit: args.select.max_count,
            is_quiet: args.select.quiet,
            room: Room {
                groups: args.input.most_groups,
                bytes: memory.unwrap_or(MOST_MEMORY),
            },
            memory,
        })
    }

    /// The columns of a list that an option, or an argument, names.
    pub(super) fn columns(&mut self, list: &str, option: &str) -> Result<Vec<Column>, Failure> {
        let columns = output_args::columns(list, option, self.sheet.indicators.as_ref())?;
        self.session
            .number_lines(columns.iter().any(Column::is_line));
        Ok(columns)
    }

    /// The one column that an option names.
    pub(super) fn column(&mut self, name: &str, option: &str) -> Result<Column, Failure> {
        let columns = self.columns(name, option)?;
        let [column] = <[Column; 1]>::try_from(columns).map_err(|columns| Failure::Usage {
            message: format!("`{option} {name}` names {} fields", columns.len()),
            help: format!("one is taken here: {option} outcome"),
        })?;
        Ok(column)
    }

    /// Runs the filter; `take` gets what the fold makes, in input order.
    pub(super) fn read<F: Fold>(
        &mut self,
        fold: F,
        mut take: impl FnMut(F::Part),
    ) -> Result<ScanStats, Failure> {
        let take = |part| {
            take(part);
            io::Result::Ok(())
        };
        self.session.run(fold, take, self.limit)
    }

    /// Reads the inputs once more, of which so many records matched; `take` gets what the fold makes, in input order.
    pub(super) fn again<F: Fold>(
        &mut self,
        fold: &F,
        matched: u64,
        take: impl FnMut(F::Part),
    ) -> Result<(), Failure> {
        let again = self.session.again(fold, take)?;
        if again.total.matched != matched {
            return Err(changed());
        }
        self.mention(2, 0);
        Ok(())
    }

    /// Bytes of memory that were given for what is kept while reading, if any were.
    pub(super) const fn memory(&self) -> Option<usize> {
        self.memory
    }

    /// Bytes that the rows of an answer may take.
    pub(super) const fn room_of_rows(&self) -> usize {
        self.room.bytes / 2
    }

    /// Measures the groups of the matches by these columns. `take` gets those of one partition of them after the other, each
    /// of which is measured whole, until it breaks off. Files are read once for each partition, of which there are as many as
    /// the first reading shows to be needed; a pipe gives one or none.
    pub(super) fn groups<M: Observe>(
        &mut self,
        columns: &[Column],
        mut take: impl FnMut(GroupCounts<M>) -> ControlFlow<()>,
    ) -> Result<Counted, Failure> {
        let all = Partition::all(self.room);
        let fold = |one: &Partition| Groups::new(columns, self.sheet.zone.clone(), one.clone());
        let (first, stop, can_go_on) = (
            fold(&all),
            self.session.stop(),
            self.session.is_rereadable(),
        );
        let mut tallies = GroupPart::default();
        let account = self.session.run(
            first,
            |part| {
                tallies.merge(part, &all);
                stop.fetch_or(!can_go_on && !tallies.counts.is_whole(), Ordering::Relaxed);
                io::Result::Ok(())
            },
            None,
        )?;
        if !can_go_on && !tallies.counts.is_whole() {
            return Err(too_many(self.room));
        }
        let mut missing = Vec::new();
        let (counts, wide) = (tallies.counts, tallies.wide);
        let sum = counts.sum;
        self.plan(1, &counts, &all, &mut missing)?;
        let mut is_wanted = take(counts).is_continue();
        let mut readings = 1;
        while let Some(partition) = missing
            .pop()
            .filter(|_| is_wanted && !self.session.is_stopped())
        {
            let mut tallies = GroupPart::default();
            let again = self
                .session
                .again(&fold(&partition), |part| tallies.merge(part, &partition))?;
            if again.total.matched != account.total.matched || tallies.counts.sum != sum {
                return Err(changed());
            }
            readings += 1;
            self.plan(readings, &tallies.counts, &partition, &mut missing)?;
            is_wanted = take(tallies.counts).is_continue();
        }
        self.mention(readings, wide);
        Ok(Counted { account, sum })
    }

    /// Adds the partitions that are missing behind a reading; refuses if they were too many.
    fn plan<M: Measure>(
        &self,
        readings: usize,
        counts: &GroupCounts<M>,
        partition: &Partition,
        missing: &mut Vec<Partition>,
    ) -> Result<(), Failure> {
        missing.extend(counts.missing(partition).take(MOST_READINGS));
        match readings + missing.len() <= MOST_READINGS {
            true => Ok(()),
            false => Err(too_often(self.room)),
        }
    }

    fn mention(&self, readings: usize, wide: u64) {
        if readings > 1 {
            self.session.note(&format!(
                "read {readings} times: there are more groups than are counted at a time (--memory)"
            ));
        }
        if wide > 0 {
            let records = plural(wide, "record belongs", "records belong");
            self.session.note(&format!(
                "{records} to more than {} groups, or to groups of more than a megabyte: it counts once, as `(many)`",
                Number(MOST_CHOICES as u64)
            ));
        }
    }

    /// Refuses `--max-count`, which would cut what is counted at some place that nobody chose.
    pub(super) fn refuse_limit(&self, command: &str) -> Result<(), Failure> {
        match self.limit {
            None => Ok(()),
            Some(_) => Err(Failure::Usage {
                message: format!("`--max-count` does not go with `{command}`"),
                help: "leave it out; a part of the data: --since, --until".to_owned(),
            }),
        }
    }

    /// Tells something beside the answer.
    pub(super) fn note(&self, text: &str) {
        self.session.note(text);
    }

    /// Writes the answer, tells the account, and answers the exit code.
    pub(super) fn answer(self, grid: &Grid, account: &ScanStats) -> Result<u8, Failure> {
        self.write(&grid.flow())?;
        self.session.close(account)
    }

    pub(super) fn write(&self, flow: &Flow<'_>) -> Result<(), Failure> {
        if self.is_quiet {
            return Ok(());
        }
        let mut out = io::BufWriter::new(Out::new()?);
        let written = flow.write(&self.sheet, &mut out);
        written.and_then(|()| out.flush()).map_err(Failure::Output)
    }

    /// Writes an answer that is text already, tells the account, and answers the exit code.
    pub(super) fn deliver(self, text: &[u8], account: &ScanStats) -> Result<u8, Failure> {
        self.put(text)?;
        self.session.close(account)
    }

    /// Writes a text, unless only the exit code is wanted.
    fn put(&self, text: &[u8]) -> Result<(), Failure> {
        if self.is_quiet {
            return Ok(());
        }
        Out::new()?.write_all(text).map_err(Failure::Output)
    }
}

/// Refuses a word that is a condition or a file by its spelling, where the list of fields stands that a command begins
/// with.
pub(super) fn leading(list: &str, command: &str) -> Result<(), Failure> {
    let is_file = || list == "-" || FILES.iter().any(|end| list.ends_with(end));
    let is_known = || columns(list.split(','), None).is_ok();
    if !is_term(list) && (!is_file() || is_known()) {
        return Ok(());
    }
    Err(Failure::Usage {
        message: format!("`{command}` begins with fields; `{list}` is none"),
        help: format!("name them first: `knoxlog {command} exe,ip op=network logs.ndjson`"),
    })
}

/// How names of files end.
const FILES: &[&str] = &[".ndjson", ".json", ".jsonl", ".log", ".gz", ".zst", ".txt"];

/// Readings of the inputs for one answer, at most.
const MOST_READINGS: usize = 200;

/// Why a pipe is not answered.
fn too_many(room: Room) -> Failure {
    Failure::Usage {
        message: format!(
            "more groups than are counted at a time ({}), and a pipe can't be read again",
            Bytes(room.bytes as u64)
        ),
        help: "write it to a file first, which is read as often as it takes;  or --memory 1G, fewer fields, a filter, paths to a depth: path/2".to_owned(),
    }
}

/// Why files are not answered.
fn too_often(room: Room) -> Failure {
    Failure::Usage {
        message: format!(
            "so many groups that the inputs would be read more than {MOST_READINGS} times, {} of them at a time",
            Bytes(room.bytes as u64)
        ),
        help: "take fewer fields, a filter, paths to a depth: path/2;  or more memory: --memory 3G"
            .to_owned(),
    }
}

/// Why several readings do not make one answer.
fn changed() -> Failure {
    Failure::Usage {
        message:
            "an input changed while it was read again for the groups that were too many at once"
                .to_owned(),
        help: "copy it first;  or take fewer fields, a filter, paths to a depth: path/2".to_owned(),
    }
}
