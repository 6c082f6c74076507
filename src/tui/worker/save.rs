//! Writes records, or a table, into a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::keep::keep;
use super::look::Looker;
use super::{Desk, Serve};
use crate::input::Input;
use crate::output::{RowWriter, WriteNote, file};
use crate::record::Record;
use crate::record::time::Time;
use crate::text::plural;
use crate::tui::job::{Job, Message};
use crate::tui::save::{Content, Existing, Saved, Saving};
use crate::tui::session::Session;
use crate::tui::store::{Store, UNTIMED};

/// Records that are read at once.
const MOST_AT_ONCE: usize = 256;

/// Writes files.
pub(super) struct Saver {
    looker: Looker,
}

impl Saver {
    pub(super) fn new(session: &Session) -> io::Result<Self> {
        let looker = Looker::new(session)?;
        Ok(Self { looker })
    }
}

impl Serve for Saver {
    fn serve(&mut self, jobs: Vec<Job>, desk: &Desk) {
        for job in jobs {
            let saving = match job {
                Job::Save(saving) => saving,
                Job::Keep { entry, draft } => {
                    keep(entry, draft, desk);
                    continue;
                }
                _ => continue,
            };
            let saved = match self.save(&saving, &desk.session) {
                Ok(saved) => saved,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Saved::Exists,
                Err(error) => Saved::Failed(error.to_string()),
            };
            desk.tell(Message::Saved(saving.path, saved));
        }
    }
}

impl Saver {
    fn save(&self, saving: &Saving, session: &Session) -> io::Result<Saved> {
        let path = Path::new(&saving.path);
        if is_input(path, &session.inputs) {
            return Ok(Saved::Failed(
                "is one of the inputs: write to another file".to_owned(),
            ));
        }
        let write = |file: &mut File| self.write(file, saving, session);
        match saving.existing {
            Existing::Kept => file::create(path, write),
            Existing::Replaced => file::replace(path, write),
        }
    }

    fn write(&self, file: &mut File, saving: &Saving, session: &Session) -> io::Result<Saved> {
        let format = saving.format;
        let writer = format.rows(session.zone.clone(), session.language.indicators.as_ref());
        let mut out = BufWriter::new(file);
        let (what, lost) = match &saving.content {
            Content::Records {
                ordinals,
                notes,
                store,
            } => {
                out.write_all(&writer.head())?;
                let (records, lost) =
                    self.records((ordinals, store), &writer, session, &mut out)?;
                if let Some(write) = format.note.filter(|_| !notes.is_empty()) {
                    out.write_all(&noted(notes, store, write, session))?;
                }
                (plural(records, "record", "records"), lost)
            }
            Content::Table(table) => {
                let grid = table.grid(&writer.sheet);
                grid.flow().write(&writer.sheet, &mut out)?;
                (plural(table.groups.len() as u64, "group", "groups"), 0)
            }
        };
        out.flush()?;
        Ok(Saved::Written {
            what,
            lost,
            notes: saving.notes.clone(),
        })
    }

    /// Writes records; answers how many, and how many could not be read again.
    fn records(
        &self,
        (ordinals, store): (&[u32], &Store),
        writer: &RowWriter,
        session: &Session,
        out: &mut impl Write,
    ) -> io::Result<(u64, u64)> {
        let (mut records, mut lost) = (0, 0);
        let write = |record: &Record<'_>| {
            let mut row = Vec::new();
            writer.row(record, &mut row);
            row
        };
        for ordinals in ordinals.chunks(MOST_AT_ONCE) {
            for row in self.looker.look_at(store, session, ordinals, true, write) {
                match row {
                    Ok(row) => {
                        out.write_all(&row)?;
                        records += 1;
                    }
                    Err(_) => lost += 1,
                }
            }
        }
        Ok((records, lost))
    }
}

/// What was noted, below the records.
fn noted(notes: &[(u32, String)], store: &Store, write: WriteNote, session: &Session) -> Vec<u8> {
    let mut text = b"\n".to_vec();
    for (ordinal, note) in notes {
        let time = match store.time(*ordinal) {
            UNTIMED => "untimed".to_owned(),
            time => Time(i128::from(time)).in_zone(&session.zone).to_string(),
        };
        text.extend(write(&time, note).into_bytes());
    }
    text
}

/// Whether a file is one that is read.
fn is_input(path: &Path, inputs: &[Input]) -> bool {
    let identity = |path: &Path| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.dev(), metadata.ino()))
    };
    let ours = identity(path);
    let is_same = |input: &Input| match input {
        Input::File(path) => identity(path) == ours,
        Input::Stdin => false,
    };
    ours.is_some() && inputs.iter().any(is_same)
}
