//! Ctrl-C and SIGTERM: what is complete is printed, then the command ends with the signal's code.

use std::process::exit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// How long a run may take to end after a signal; at most twice that.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether a signal came, and which.
#[derive(Clone)]
pub(super) struct Signals {
    /// Set when no more input is wanted, by a signal or by the run itself.
    pub(super) stop: Arc<AtomicBool>,
    last: Arc<AtomicUsize>,
}

impl Signals {
    /// Watches for signals from now on. A second one ends the process at once.
    pub(super) fn watch() -> Self {
        let signals = Self {
            stop: Arc::default(),
            last: Arc::default(),
        };
        for signal in [SIGINT, SIGTERM] {
            let code = 128 + signal;
            // Where a handler can't be set, the signal ends the process as it always did.
            let _ = flag::register_conditional_shutdown(signal, code, signals.stop.clone());
            let _ = flag::register(signal, signals.stop.clone());
            let _ = flag::register_usize(
                signal,
                signals.last.clone(),
                usize::try_from(signal).unwrap_or(0),
            );
        }
        signals.clone().watch_over();
        signals
    }

    /// Ends the process when a signal came and the run has not ended in time: one value may take long to match, and
    /// nothing that is complete waits for it.
    fn watch_over(self) {
        let watch = move || {
            loop {
                thread::sleep(PATIENCE);
                if let Some(code) = self.code() {
                    thread::sleep(PATIENCE);
                    exit(i32::from(code));
                }
            }
        };
        // Where no thread can be had, the second signal still ends the process.
        drop(
            thread::Builder::new()
                .name("signals".to_owned())
                .spawn(watch),
        );
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.last.load(Ordering::Relaxed) != 0
    }

    /// The exit code that the signal asks for.
    pub(super) fn code(&self) -> Option<u8> {
        let signal = u8::try_from(self.last.load(Ordering::Relaxed)).ok()?;
        (signal != 0).then_some(128 + signal)
    }
}
