//! The threads behind the screen. Each takes jobs, drops all but the last of a kind, and answers with messages.

mod count;
mod keep;
mod look;
mod query;
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

use super::job::{Job, Message, SLOTS, Slot};
use super::session::Session;

/// The threads.
pub struct Workers {
    seek: Sender<Job>,
    pick: Sender<Job>,
    look: Sender<Job>,
    count: Sender<Job>,
    tally: Sender<Job>,
    survey: Sender<Job>,
    save: Sender<Job>,
    wanted: WantedJobs,
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
    wanted: WantedJobs,
    pending: Arc<AtomicU64>,
}

/// What is wanted of each slot: a job of another generation ends early.
type WantedJobs = Arc<[AtomicU64; SLOTS]>;

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
        let seek = serve(&desk, "seek", seek::MatchFinder::default())?;
        let pick = serve(&desk, "pick", seek::MatchFinder::default())?;
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
