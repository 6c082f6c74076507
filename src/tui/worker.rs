//! The threads behind the screen. Each takes jobs, drops all but the last of a kind, and answers with messages.

mod count;
mod look;
mod read;
mod save;
mod scan;
mod seek;
mod survey;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use super::row::{Detail, Row, Shown};
use super::save::Existing;
use super::session::Session;
use super::store::Store;
use super::study::{Demand, Survey};
use super::timeline::{Bins, Scale};
use crate::query::error::{Error, Warning};

pub use read::Progress;
pub use save::Saved;

/// What a worker has to tell.
#[derive(Debug)]
pub enum Message {
    /// More was read.
    Read(Box<Progress>),
    /// What passes a filter.
    Matched(Matched),
    /// A filter is wrong; what matched before stays.
    Rejected {
        /// Of which filter.
        generation: u64,
        /// Why.
        errors: Vec<Error>,
    },
    /// Rows to show, by ordinal; those that could not be read say why.
    Rows(Vec<(u32, Result<Row, String>)>),
    /// All of one record.
    Detail(u32, Result<Box<Detail>, String>),
    /// What the timeline shows.
    Bins(Box<Bins>),
    /// What all records of the view come to, so far.
    Surveyed(Box<Survey>),
    /// What became of a file.
    Saved(String, Saved),
}

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

/// Something to do for a worker.
#[derive(Clone, Debug)]
pub enum Job {
    /// Look for what meets these conditions, all of which must hold.
    Seek {
        /// Which filter it is: a new one puts an end to the one before.
        generation: u64,
        /// The conditions.
        terms: Vec<String>,
        /// Where to look.
        store: Store,
    },
    /// Read rows.
    Rows {
        /// Which.
        ordinals: Vec<u32>,
        /// What of them.
        columns: Arc<Vec<Shown>>,
        /// From where.
        store: Store,
    },
    /// Read all of one record.
    Detail {
        /// Which.
        ordinal: u32,
        /// From where.
        store: Store,
    },
    /// Write records into a file.
    Save {
        /// Which, in the order in which they are written.
        ordinals: Arc<Vec<u32>>,
        /// What was noted on some of them.
        notes: Vec<(u32, String)>,
        /// From where.
        store: Store,
        /// The file, as it was typed.
        path: String,
        /// Index into the formats of the session.
        format: usize,
        /// What becomes of a file that is there already.
        existing: Existing,
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
    /// Count what all records of the view come to; `None` to stop counting.
    Survey(Option<Box<Demand>>),
}

/// The threads.
pub struct Workers {
    seek: Sender<Job>,
    look: Sender<Job>,
    count: Sender<Job>,
    save: Sender<Job>,
    survey: Sender<Job>,
    /// The survey that is wanted.
    asked: Arc<AtomicU64>,
    /// The filter that is wanted.
    wanted: Arc<AtomicU64>,
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
    wanted: Arc<AtomicU64>,
    asked: Arc<AtomicU64>,
    pending: Arc<AtomicU64>,
}

impl Desk {
    /// Whether a survey is wanted still.
    fn is_asked(&self, generation: u64) -> bool {
        self.asked.load(Ordering::SeqCst) == generation
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
            asked: Arc::default(),
            pending: Arc::default(),
        };
        // Until the reading is over.
        desk.pending.fetch_add(1, Ordering::SeqCst);
        let seek = serve(&desk, "seek", seek::Seeker::new(&desk.session)?)?;
        let look = serve(&desk, "look", look::Looker::new(&desk.session)?)?;
        let count = serve(&desk, "count", count::Counter)?;
        let save = serve(&desk, "save", save::Saver::new(&desk.session)?)?;
        let survey = serve(&desk, "survey", survey::Surveyor::default())?;
        let reader = (desk.clone(), stop.clone());
        spawn("read", move || read::read(&reader.0, &reader.1))?;
        Ok(Self {
            seek,
            look,
            count,
            save,
            survey,
            asked: desk.asked,
            wanted: desk.wanted,
            stop,
            pending: desk.pending,
        })
    }

    /// Hands a job to the thread whose it is.
    pub fn give(&self, job: Job) {
        let lane = match &job {
            Job::Seek { generation, .. } => {
                self.wanted.store(*generation, Ordering::SeqCst);
                &self.seek
            }
            Job::Rows { .. } | Job::Detail { .. } => &self.look,
            Job::Bins { .. } => &self.count,
            Job::Save { .. } => &self.save,
            Job::Survey(demand) => {
                let asked = demand.as_ref().map_or(0, |demand| demand.generation);
                self.asked.store(asked, Ordering::SeqCst);
                &self.survey
            }
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
        self.wanted.store(u64::MAX, Ordering::SeqCst);
        self.asked.store(u64::MAX, Ordering::SeqCst);
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
