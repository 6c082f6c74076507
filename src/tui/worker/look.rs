//! Reads single records again: rows of the list, and all of one record.

use std::collections::BTreeSet;
use std::io;

use super::scan::scan_lines;
use super::{Desk, Serve};
use crate::engine::Fold;
use crate::input::Block;
use crate::query::Plan;
use crate::record::Record;
use crate::tui::detail::Detail;
use crate::tui::job::{Job, Message};
use crate::tui::row::Row;
use crate::tui::session::Session;
use crate::tui::store::{Entry, Lines, Store};

/// Reads records.
pub(super) struct Looker {
    /// The plan that all records pass.
    all: Plan,
}

impl Looker {
    pub(super) fn new(session: &Session) -> io::Result<Self> {
        let wrong = |_| io::Error::other("no plan");
        let all = session.language.compile(&[]).map_err(wrong)?.plan;
        Ok(Self { all })
    }
}

impl Serve for Looker {
    /// Of rows, the last job is done, since it is what is on the screen now; of details too.
    fn serve(&mut self, jobs: Vec<Job>, desk: &Desk) {
        let (mut rows, mut detail) = (None, None);
        for job in jobs {
            match job {
                Job::Rows { .. } => rows = Some(job),
                Job::Detail { .. } => detail = Some(job),
                _ => {}
            }
        }
        if let Some(Job::Rows {
            ordinals,
            columns,
            zone,
            store,
        }) = rows
        {
            let row = |record: &Record<'_>| Row::of(record, &columns, &zone);
            let rows = self.look_at(&store, &desk.session, &ordinals, false, row);
            desk.tell(Message::Rows {
                rows: ordinals.into_iter().zip(rows).collect(),
                columns,
                zone,
            });
        }
        if let Some(Job::Detail {
            ordinal,
            zone,
            store,
        }) = detail
        {
            let indicators = desk.session.language.indicators.as_ref();
            let shows = desk.session.look;
            let detail = self.look(&store, &desk.session, ordinal, true, |record| {
                Box::new(Detail::of(record, &zone, indicators, shows))
            });
            desk.tell(Message::Detail(ordinal, zone, detail));
        }
    }
}

impl Looker {
    /// Reads a record again and makes something of it.
    pub(super) fn look<T: Send>(
        &self,
        store: &Store,
        session: &Session,
        ordinal: u32,
        is_numbered: bool,
        make: impl Fn(&Record<'_>) -> T + Sync,
    ) -> Result<T, String> {
        let mut found = self.look_at(store, session, &[ordinal], is_numbered, make);
        found.pop().unwrap_or_else(|| Err(missing()))
    }

    /// Reads records again, in one run, and makes something of each.
    pub(super) fn look_at<T: Send>(
        &self,
        store: &Store,
        session: &Session,
        ordinals: &[u32],
        is_numbered: bool,
        make: impl Fn(&Record<'_>) -> T + Sync,
    ) -> Vec<Result<T, String>> {
        let (mut places, mut blocks, mut nths) = (Vec::new(), Vec::new(), BTreeSet::new());
        for ordinal in ordinals {
            places.push(line_of(store, *ordinal, is_numbered).map(|(nth, block)| {
                nths.insert(nth);
                blocks.push(block);
                nth
            }));
        }
        let fold = Nth { nths, make };
        let mut parts = scan_lines(session, &self.all, blocks, &fold).into_iter();
        let mut of_line = |nth: u32| {
            let part = parts.next().unwrap_or_default();
            let found = part.into_iter().find(|(at, _)| *at == nth);
            found.map(|(_, made)| made).ok_or_else(missing)
        };
        places
            .into_iter()
            .map(|line| line.and_then(&mut of_line))
            .collect()
    }
}

fn missing() -> String {
    "the record is not where it was: the file has changed".to_owned()
}

/// The line of a record, as a block, and which of its objects it is.
fn line_of(store: &Store, ordinal: u32, is_numbered: bool) -> Result<(u32, Block), String> {
    let entry = store.entry(ordinal).ok_or_else(missing)?;
    let lines = store.lines(entry.block as usize).ok_or_else(missing)?;
    let block = block_of(lines, entry, is_numbered).map_err(|error| error.to_string())?;
    Ok((entry.nth(), block))
}

/// The line of an entry, as a block.
fn block_of(lines: &Lines, entry: Entry, is_numbered: bool) -> io::Result<Block> {
    let at = entry.at as usize;
    let bytes = lines.read(at..at + entry.len as usize)?;
    let line = match is_numbered && lines.line > 0 {
        true => lines.line + memchr::memchr_iter(b'\n', &lines.read(0..at)?).count() as u64,
        false => 0,
    };
    let offset = lines.offset + u64::from(entry.at);
    Ok(Block::again(lines.source, offset, line, bytes))
}

/// Makes something of some objects of each line.
struct Nth<F> {
    nths: BTreeSet<u32>,
    make: F,
}

impl<T: Send, F: Fn(&Record<'_>) -> T + Sync> Fold for Nth<F> {
    type Part = Vec<(u32, T)>;

    fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
        let nth = record.origin().spot.nth;
        if self.nths.contains(&nth) {
            part.push((nth, (self.make)(record)));
        }
    }
}
