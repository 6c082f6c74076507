//! A bar on standard error while a long run goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{Builder, JoinHandle, park_timeout};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a run takes before it is worth a bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two drawings.
const PACE: Duration = Duration::from_millis(100);

/// Shows how far a run is; gone when dropped.
pub struct ProgressWatch {
    is_done: Arc<AtomicBool>,
    drawer: Option<JoinHandle<()>>,
}

impl ProgressWatch {
    /// Begins to watch `read`, which count the bytes read, together `total`. Draws after a second.
    pub fn watch(read: Vec<Arc<AtomicU64>>, total: u64) -> Self {
        let is_done = Arc::new(AtomicBool::new(false));
        let seen = is_done.clone();
        let draw = move || draw(&read, total, &seen);
        // Without a thread there is no bar, and the run goes on.
        let drawer = Builder::new().name("progress".to_owned()).spawn(draw).ok();
        Self { is_done, drawer }
    }
}

impl Drop for ProgressWatch {
    fn drop(&mut self) {
        self.is_done.store(true, Ordering::Relaxed);
        if let Some(drawer) = self.drawer.take() {
            drawer.thread().unpark();
            let _ = drawer.join();
        }
    }
}

fn draw(read: &[Arc<AtomicU64>], total: u64, is_done: &AtomicBool) {
    let begun = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    while !is_done.load(Ordering::Relaxed) {
        if begun.elapsed() >= PATIENCE {
            let bar = bar.get_or_insert_with(|| new_bar(total));
            let bytes = read
                .iter()
                .map(|bytes| bytes.load(Ordering::Relaxed))
                .sum::<u64>();
            bar.set_position(bytes.min(total));
        }
        park_timeout(PACE);
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

fn new_bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    let template = "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
