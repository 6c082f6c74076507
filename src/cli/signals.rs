//! Ctrl-C and SIGTERM: what is complete is printed, then the command ends with the signal's code.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

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
        signals
    }

    /// Whether a signal came.
    pub(super) fn is_stopped(&self) -> bool {
        self.last.load(Ordering::Relaxed) != 0
    }

    /// The exit code that the signal asks for.
    pub(super) fn code(&self) -> Option<u8> {
        let signal = u8::try_from(self.last.load(Ordering::Relaxed)).ok()?;
        (signal != 0).then_some(128 + signal)
    }
}
