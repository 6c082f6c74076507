//! Reads single records again: rows of the list, and all of one record.

use std::io;

use super::scan::scan_one;
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
            let row = |ordinal: u32| {
                let row = self.look(&store, &desk.session, ordinal, false, |record| {
                    Row::of(record, &columns, &zone)
                });
                (ordinal, row)
            };
            let rows = ordinals.into_iter().map(row).collect();
            desk.tell(Message::Rows {
                columns,
                zone,
                rows,
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
        let missing = || "the record is not where it was: the file has changed".to_owned();
        let entry = store.entry(ordinal).ok_or_else(missing)?;
        let lines = store.lines(entry.block as usize).ok_or_else(missing)?;
        let block = block_of(lines, entry, is_numbered).map_err(|error| error.to_string())?;
        let fold = Nth {
            nth: entry.nth(),
            make,
        };
        scan_one(session, &self.all, block, &fold).ok_or_else(missing)
    }
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

/// Makes something of the nth object of a line.
struct Nth<F> {
    nth: u32,
    make: F,
}

impl<T: Send, F: Fn(&Record<'_>) -> T + Sync> Fold for Nth<F> {
    type Part = Option<T>;

    fn visit(&self, record: &Record<'_>, part: &mut Option<T>) {
        if record.origin().spot.nth == self.nth {
            *part = Some((self.make)(record));
        }
    }
}
