//! The threads behind the screen. Each takes jobs, drops all but the last of a kind, and answers with messages.

mod count;
mod keep;
mod look;
mod read;
mod save;
pub(super) mod scan;
mod seek;
mod sort;
mod survey;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use jiff::tz::TimeZone;

use super::bits::Bits;
use super::detail::Detail;
use super::keep::{Draft, Entry, Kept};
use super::lanes::Lanes;
use super::row::{Row, Shown};
use super::save::Saving;
use super::session::Session;
use super::store::Store;
use super::study::{Demand, Survey};
use super::timeline::{Bins, Scale};
use super::values::Values;
use crate::query::error::{Error, Warning};

pub use read::Progress;
pub use save::Saved;

/// What a worker has to tell.
#[derive(Debug)]
pub enum Message {
    /// More was read.
    Read(Box<Progress>),
    /// What passes the filter.
    Matched(Matched),
    /// What else was looked for.
    Picked(Picked),
    /// Conditions are wrong; what was found before stays.
    Rejected {
        /// What they were for.
        slot: Slot,
        /// Of which conditions.
        generation: u64,
        /// Why.
        errors: Vec<Error>,
    },
    /// What columns show of rows in a zone, by ordinal; those that could not be read say why.
    Rows {
        /// The columns.
        columns: Arc<Vec<Shown>>,
        /// The zone of their times.
        zone: TimeZone,
        /// The rows.
        rows: Vec<(u32, Result<Row, String>)>,
    },
    /// All of one record, its times in a zone.
    Detail(u32, TimeZone, Result<Box<Detail>, String>),
    /// What the timeline shows.
    Bins(Box<Bins>),
    /// What its lanes show.
    Lanes(Box<Lanes>),
    /// The values of a field.
    Values(Box<Values>),
    /// Rows in another order than that of time.
    Sorted(Sorted),
    /// What all records of the view come to, so far.
    Surveyed(Box<Survey>),
    /// What became of a file.
    Saved(String, Saved),
    /// What became of something to keep.
    Kept(Entry, Kept),
}

/// What is looked for, or counted: of each, the latest alone is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// What passes the filter.
    View,
    /// Hits of the search.
    Search,
    /// Records of a process.
    Process,
    /// Records of a container.
    Container,
    /// The values of a field.
    Values,
    /// Counts by time and the values of a field.
    Lanes,
    /// Another order.
    Sort,
    /// What all records of the view come to.
    Survey,
}

/// How many slots there are.
const SLOTS: usize = 8;

/// What passes a filter, as far as was looked.
#[derive(Clone, Debug, Default)]
pub struct Matched {
    /// Of which filter.
    pub generation: u64,
    /// Ordinals in the order of time: matches, and records that tell of dropped alerts which may have been matches.
    pub rows: Arc<Vec<u32>>,
    /// How many match.
    pub count: u64,
    /// Whether everything that was read was looked at.
    pub is_whole: bool,
    /// Blocks of lines that could not be read again: what they hold is not among the rows.
    pub unread: u64,
    /// What may not be meant.
    pub warnings: Vec<Warning>,
}

/// What else was looked for, as far as was looked.
#[derive(Clone, Debug)]
pub struct Picked {
    /// What it was.
    pub slot: Slot,
    /// Of which conditions.
    pub generation: u64,
    /// The ordinals.
    pub bits: Arc<Bits>,
    /// Whether everything that was read was looked at.
    pub is_whole: bool,
}

/// Rows in another order.
#[derive(Clone, Debug)]
pub struct Sorted {
    /// Of which demand.
    pub generation: u64,
    /// The rows, or why they could not be put in order.
    pub rows: Result<Arc<Vec<u32>>, String>,
}

/// A field whose values are to be counted.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which demand it is.
    pub generation: u64,
    /// The field.
    pub field: String,
    /// The conditions that records must meet.
    pub terms: Vec<String>,
    /// Where to look.
    pub store: Store,
}

/// Something to do for a worker.
#[derive(Clone, Debug)]
pub enum Job {
    /// Look for what meets these conditions, all of which must hold.
    Seek {
        /// What they are for.
        slot: Slot,
        /// Which they are: new ones put an end to those before.
        generation: u64,
        /// The conditions.
        terms: Vec<String>,
        /// A text that has to be in a value letter by letter.
        exact: Option<String>,
        /// Where to look.
        store: Store,
    },
    /// Read rows.
    Rows {
        /// Which.
        ordinals: Vec<u32>,
        /// What of them.
        columns: Arc<Vec<Shown>>,
        /// The zone of times.
        zone: TimeZone,
        /// From where.
        store: Store,
    },
    /// Read all of one record.
    Detail {
        /// Which.
        ordinal: u32,
        /// The zone of times.
        zone: TimeZone,
        /// From where.
        store: Store,
    },
    /// Write records or a table into a file.
    Save(Box<Saving>),
    /// Keep something in the file of names and looks.
    Keep {
        /// What.
        entry: Entry,
        /// What is to be written for it; `None` asks for that.
        draft: Option<Draft>,
    },
    /// Count by time.
    Bins {
        /// How.
        scale: Scale,
        /// All records.
        store: Store,
        /// Those that match.
        rows: Arc<Vec<u32>>,
    },
    /// Count by time and the values of a field; time is cut by the scale.
    Lanes(Asked, Scale),
    /// Count the values of a field.
    Values(Asked),
    /// Count what all records of the view come to; `None` to stop counting.
    Survey(Option<Box<Demand>>),
    /// Put rows in the order of a column.
    Sort {
        /// Which demand it is.
        generation: u64,
        /// The column.
        column: Shown,
        /// Whether downwards.
        is_down: bool,
        /// The rows, in the order of time.
        rows: Arc<Vec<u32>>,
        /// The zone of times.
        zone: TimeZone,
        /// From where.
        store: Store,
    },
}

impl Job {
    /// What it is for, if only the latest of its kind is wanted even while it is under way.
    const fn slot(&self) -> Option<(Slot, u64)> {
        match self {
            Self::Seek {
                slot, generation, ..
            } => Some((*slot, *generation)),
            Self::Lanes(asked, _) => Some((Slot::Lanes, asked.generation)),
            Self::Values(asked) => Some((Slot::Values, asked.generation)),
            Self::Sort { generation, .. } => Some((Slot::Sort, *generation)),
            Self::Survey(Some(demand)) => Some((Slot::Survey, demand.generation)),
            Self::Survey(None) => Some((Slot::Survey, 0)),
            Self::Rows { .. }
            | Self::Detail { .. }
            | Self::Bins { .. }
            | Self::Save(_)
            | Self::Keep { .. } => None,
        }
    }
}

/// The threads.
pub struct Workers {
    seek: Sender<Job>,
    pick: Sender<Job>,
    look: Sender<Job>,
    count: Sender<Job>,
    tally: Sender<Job>,
    survey: Sender<Job>,
    save: Sender<Job>,
    wanted: Wanted,
    /// Set when no more input is wanted.
    stop: Arc<AtomicBool>,
    /// Jobs that were given and are not done.
    pending: Arc<AtomicU64>,
}

/// What every thread holds.
#[derive(Clone)]
struct Desk {
    session: Arc<Session>,
    out: Sender<Message>,
    wanted: Wanted,
    pending: Arc<AtomicU64>,
}

/// What is wanted of each slot: a job of another generation ends early.
type Wanted = Arc<[AtomicU64; SLOTS]>;

impl Desk {
    /// Whether what was asked for is wanted still.
    fn wants(&self, slot: Slot, generation: u64) -> bool {
        let wanted = self.wanted.get(slot as usize);
        wanted.is_some_and(|wanted| wanted.load(Ordering::SeqCst) == generation)
    }

    /// Tells something; answers whether anybody listens.
    fn tell(&self, message: Message) -> bool {
        self.out.send(message).is_ok()
    }
}

impl Workers {
    /// Starts all threads; reading begins at once.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn start(session: &Arc<Session>, out: &Sender<Message>) -> std::io::Result<Self> {
        let stop = Arc::<AtomicBool>::default();
        let desk = Desk {
            session: session.clone(),
            out: out.clone(),
            wanted: Arc::default(),
            pending: Arc::default(),
        };
        // Until the reading is over.
        desk.pending.fetch_add(1, Ordering::SeqCst);
        let seek = serve(&desk, "seek", seek::Seeker::default())?;
        let pick = serve(&desk, "pick", seek::Seeker::default())?;
        let look = serve(&desk, "look", look::Looker::new(&desk.session)?)?;
        let count = serve(&desk, "count", count::Counter)?;
        let tally = serve(&desk, "tally", count::Counter)?;
        let save = serve(&desk, "save", save::Saver::new(&desk.session)?)?;
        let survey = serve(&desk, "survey", survey::Surveyor::default())?;
        let reader = (desk.clone(), stop.clone());
        spawn("read", move || read::read(&reader.0, &reader.1))?;
        Ok(Self {
            seek,
            pick,
            look,
            count,
            tally,
            survey,
            save,
            wanted: desk.wanted,
            stop,
            pending: desk.pending,
        })
    }

    /// Hands a job to the thread whose it is.
    pub fn give(&self, job: Job) {
        if let Some((slot, generation)) = job.slot()
            && let Some(wanted) = self.wanted.get(slot as usize)
        {
            wanted.store(generation, Ordering::SeqCst);
        }
        let lane = match &job {
            Job::Seek {
                slot: Slot::View, ..
            } => &self.seek,
            Job::Seek { .. } | Job::Sort { .. } => &self.pick,
            Job::Rows { .. } | Job::Detail { .. } => &self.look,
            Job::Bins { .. } => &self.count,
            Job::Lanes(..) | Job::Values(_) => &self.tally,
            Job::Save(_) | Job::Keep { .. } => &self.save,
            Job::Survey(_) => &self.survey,
        };
        self.pending.fetch_add(1, Ordering::SeqCst);
        if lane.send(job).is_err() {
            self.pending.fetch_sub(1, Ordering::SeqCst);
        }
    }

    /// Ends the reading.
    pub fn stop_reading(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    /// Whether everything that was given is done and told. Messages may still wait.
    pub fn is_idle(&self) -> bool {
        self.pending.load(Ordering::SeqCst) == 0
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop_reading();
        for wanted in self.wanted.iter() {
            wanted.store(u64::MAX, Ordering::SeqCst);
        }
    }
}

/// What a thread does with the jobs that wait: it is given all of them, and may leave out what a later one replaces.
trait Serve: Send + 'static {
    fn serve(&mut self, jobs: Vec<Job>, desk: &Desk);
}

fn serve(desk: &Desk, name: &str, mut server: impl Serve) -> std::io::Result<Sender<Job>> {
    let (give, jobs): (_, Receiver<Job>) = channel();
    let desk = desk.clone();
    spawn(name, move || {
        while let Ok(first) = jobs.recv() {
            let waiting: Vec<Job> = std::iter::once(first).chain(jobs.try_iter()).collect();
            let count = waiting.len() as u64;
            server.serve(waiting, &desk);
            desk.pending.fetch_sub(count, Ordering::SeqCst);
        }
    })?;
    Ok(give)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(work)
}
