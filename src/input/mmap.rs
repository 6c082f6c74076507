//! A file as memory; a file cut short underneath it becomes a message and exit code 2.
//!
//! Touching a page that the file no longer has raises SIGBUS. A handler, put in place with the first map, looks whether
//! the address is in a map of ours; if so it writes the message that was prepared with the map and exits. It writes and
//! exits, nothing else: no allocation, no lock, no unwinding. It waits for what is being written ([`undivided`]), so that
//! what was handed out ends where a row does.
#![expect(
    unsafe_code,
    reason = "mapping a file, and the signal that tells of its truncation, have no safe interface"
)]

use std::ffi::{c_int, c_void};
use std::fs::File;
use std::io;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::thread;

use memmap2::{Mmap, MmapOptions};

/// A file's bytes from its beginning, read only. Lives at most as long as its slot is taken.
pub(super) struct Map {
    // dropped in this order, after `drop` has given the slot back
    bytes: Mmap,
    message: Box<[u8]>,
    slot: &'static MapSlot,
}

impl Map {
    /// Maps the first `len` bytes of `file`. `name` is for the message of a truncation.
    ///
    /// # Errors
    /// The system cannot map it, or too many maps are alive: read the file instead.
    pub(super) fn new(file: &File, len: usize, name: &str) -> io::Result<Self> {
        if !*HANDLED.get_or_init(handle) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let slot = SLOTS
            .iter()
            .find(|slot| slot.take())
            .ok_or(io::ErrorKind::OutOfMemory)?;
        // SAFETY: the memory is only ever read, as bytes, for which every value is valid. Truncation is caught by the
        // handler. Another process writing to the file meanwhile changes what is read, as it would with `read`; every
        // user checks what it finds instead of relying on an earlier look.
        let bytes =
            unsafe { MmapOptions::new().len(len).map(file) }.inspect_err(|_| slot.give_back())?;
        let map = Self {
            bytes,
            message: message(name),
            slot,
        };
        slot.fill(&map.bytes, &map.message);
        Ok(map)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        self.slot.give_back();
    }
}

/// What the handler says, made beforehand: nothing of the name can drive a terminal.
fn message(name: &str) -> Box<[u8]> {
    let name = name
        .chars()
        .map(|c| if matches!(c, ' '..='~') { c } else { '?' });
    let name: String = name.collect();
    format!("knoxlog: {name}: truncated while being read\n")
        .into_bytes()
        .into()
}

/// One map as the handler sees it. `start` is 0 when free, 1 when taken and not filled yet.
struct MapSlot {
    start: AtomicUsize,
    len: AtomicUsize,
    message: AtomicPtr<u8>,
    message_len: AtomicUsize,
}

/// Files are read one at a time; more maps than that are alive only while their last blocks are in flight.
static SLOTS: [MapSlot; 64] = [const { MapSlot::new() }; 64];

impl MapSlot {
    const fn new() -> Self {
        let message = AtomicPtr::new(ptr::null_mut());
        Self {
            start: AtomicUsize::new(0),
            len: AtomicUsize::new(0),
            message,
            message_len: AtomicUsize::new(0),
        }
    }

    fn take(&self) -> bool {
        self.start
            .compare_exchange(0, 1, Ordering::AcqRel, Ordering::Relaxed)
            .is_ok()
    }

    fn fill(&self, bytes: &[u8], message: &[u8]) {
        self.len.store(bytes.len(), Ordering::Relaxed);
        self.message
            .store(message.as_ptr().cast_mut(), Ordering::Relaxed);
        self.message_len.store(message.len(), Ordering::Relaxed);
        self.start.store(bytes.as_ptr().addr(), Ordering::Release);
    }

    fn give_back(&self) {
        self.start.store(0, Ordering::Release);
    }

    fn holds(&self, address: usize) -> bool {
        let start = self.start.load(Ordering::Acquire);
        start > 1
            && address
                .checked_sub(start)
                .is_some_and(|at| at < self.len.load(Ordering::Relaxed))
    }
}

/// Writes that a truncation lets come to their end.
static WRITES: AtomicUsize = AtomicUsize::new(0);
/// Whether the process is about to end.
static IS_ENDING: AtomicBool = AtomicBool::new(false);

/// Writes something that is not to be cut: if a file turns out to be truncated meanwhile, the process ends behind it; if
/// that is known already, nothing is written any more. `write` reads nothing that is mapped.
pub fn undivided<T>(write: impl FnOnce() -> T) -> T {
    WRITES.fetch_add(1, Ordering::SeqCst);
    if IS_ENDING.load(Ordering::SeqCst) {
        WRITES.fetch_sub(1, Ordering::SeqCst);
        loop {
            thread::park();
        }
    }
    let outcome = write();
    WRITES.fetch_sub(1, Ordering::SeqCst);
    outcome
}

/// Whether the handler is in place.
static HANDLED: OnceLock<bool> = OnceLock::new();

fn handle() -> bool {
    let handler: extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) = on_bus_error;
    // SAFETY: zeroes are a valid `sigaction`; the pointers are to it or null; the handler has the signature that
    // SA_SIGINFO asks for and calls nothing that is not async-signal-safe.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        libc::sigemptyset(&raw mut action.sa_mask);
        libc::sigaction(libc::SIGBUS, &raw const action, ptr::null_mut()) == 0
    }
}

extern "C" fn on_bus_error(signal: c_int, info: *mut libc::siginfo_t, _context: *mut c_void) {
    // SAFETY: the system passes a valid `siginfo_t`, and for SIGBUS it holds an address.
    let (code, address) = unsafe { ((*info).si_code, (*info).si_addr().addr()) };
    // a code of 0 or less: sent by a process, not raised by an access
    if code > 0
        && let Some(slot) = SLOTS.iter().find(|slot| slot.holds(address))
    {
        let (message, len) = (
            slot.message.load(Ordering::Relaxed),
            slot.message_len.load(Ordering::Relaxed),
        );
        IS_ENDING.store(true, Ordering::SeqCst);
        while WRITES.load(Ordering::SeqCst) > 0 {
            // SAFETY: it waits a millisecond for no descriptor, and is async-signal-safe.
            unsafe { libc::poll(ptr::null_mut(), 0, 1) };
        }
        // SAFETY: the map is alive, since this thread is reading from it, and it owns the message. A failing write is
        // nothing to act on; both calls are async-signal-safe.
        unsafe {
            libc::write(libc::STDERR_FILENO, message.cast(), len);
            libc::_exit(2);
        }
    }
    // SAFETY: both calls are async-signal-safe. An access faults again when this returns; a signal that was sent is
    // sent once more.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        if code <= 0 {
            libc::raise(signal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Output};

    const TASK: &str = "KNOXLOG_TEST_MMAP";

    /// Runs `child` below in a process of its own.
    fn run(task: &str) -> Output {
        let exe = std::env::current_exe().unwrap();
        let mut command = Command::new(exe);
        command
            .args(["--exact", "input::mmap::tests::child", "--nocapture"])
            .env(TASK, task);
        command.output().unwrap()
    }

    #[test]
    fn child() {
        let Ok(task) = std::env::var(TASK) else {
            return;
        };
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a\u{1b}[31m\u{e9}.log");
        let mut file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)
            .unwrap();
        file.write_all(&vec![b'x'; 100_000]).unwrap();
        let map = Map::new(&file, 100_000, "a\u{1b}[31m\u{e9}.log").unwrap();
        file.set_len(0).unwrap();
        match task.as_str() {
            "touch" => assert_eq!(map.bytes()[70_000], 0),
            // SAFETY: `raise` has no precondition.
            "raise" => assert_eq!(unsafe { libc::raise(libc::SIGBUS) }, 0),
            _ => {
                // SAFETY: as in `Map::new`; not being known to the handler is the point.
                let other = unsafe { MmapOptions::new().len(100_000).map(&file) }.unwrap();
                assert_eq!(other[0], 0);
            }
        }
    }

    #[test]
    fn truncation_is_a_message_and_exit_2() {
        let output = run("touch");
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            stderr.ends_with("knoxlog: a?[31m?.log: truncated while being read\n"),
            "{stderr}"
        );
    }

    #[test]
    fn a_bus_error_that_is_not_ours_keeps_its_default() {
        for task in ["raise", "foreign"] {
            assert_eq!(run(task).status.signal(), Some(libc::SIGBUS), "{task}");
        }
    }

    #[test]
    fn slots_come_back() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"{}\n").unwrap();
        for _ in 0..SLOTS.len() * 3 {
            assert_eq!(Map::new(&file, 3, "f").unwrap().bytes(), b"{}\n");
        }
    }
}
