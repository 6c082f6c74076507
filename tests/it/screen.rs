//! The interactive screen on a terminal of its own, with the real command: keys, sizes and signals.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use knoxlog::input::envelope::Choice;
use knoxlog::input::{Input, Options};
use knoxlog::query::macros::built_in;
use knoxlog::query::{Clock, Infer};
use knoxlog::record::time::Time;
use knoxlog::text::Paint;
use knoxlog::tui::{Draft, Entry, Language, Look, Macros, Session, Settings, run};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Termios, Winsize, tcgetattr, tcsetwinsize};

use crate::support::{DEMO, KNOXLOG};

/// What a terminal is told to show the other screen, and to go back from it.
const ENTER: &[u8] = b"\x1b[?1049h";
const LEAVE: &[u8] = b"\x1b[?1049l";

/// What it is told to report what is done with the mouse, and not to.
const MOUSE_ON: &[u8] = b"\x1b[?1002h";
const MOUSE_OFF: &[u8] = b"\x1b[?1002l";

/// A terminal on which a command runs.
struct Terminal {
    child: Child,
    keys: File,
    /// The terminal's other side, for its modes.
    line: File,
    modes: Termios,
    written: Receiver<Vec<u8>>,
    seen: Vec<u8>,
}

const fn size(columns: u16, rows: u16) -> Winsize {
    Winsize {
        ws_col: columns,
        ws_row: rows,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}

impl Terminal {
    /// Runs a line of the shell, the terminal its own.
    fn run(line: &str) -> Self {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&keys).unwrap();
        unlockpt(&keys).unwrap();
        let name = ptsname(&keys, Vec::new()).unwrap();
        let keys = File::from(keys);
        tcsetwinsize(&keys, size(80, 24)).unwrap();
        let open = || {
            let mut options = OpenOptions::new();
            let path = OsStr::from_bytes(name.as_bytes());
            options.read(true).write(true).open(path).unwrap()
        };
        let line_side = open();
        let modes = tcgetattr(&line_side).unwrap();
        let child = Command::new("setsid")
            .args(["--ctty", "sh", "-c", line])
            .env("TERM", "xterm-256color")
            .env("TZ", "UTC")
            .env_remove("TMUX")
            .stdin(open())
            .stdout(open())
            .stderr(open())
            .spawn()
            .unwrap();
        let (sender, written) = channel();
        let mut screen = keys.try_clone().unwrap();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = screen.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            keys,
            line: line_side,
            modes,
            written,
            seen: Vec::new(),
        }
    }

    /// Waits until this is written, from now on; answers what was written until then.
    fn until(&mut self, wanted: &[u8]) -> String {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            if let Some(at) = memchr::memmem::find(&self.seen, wanted) {
                let rest = self.seen.split_off(at + wanted.len());
                let text = String::from_utf8_lossy(&self.seen).into_owned();
                self.seen = rest;
                return text;
            }
            let left = end.saturating_duration_since(Instant::now());
            let more = self.written.recv_timeout(left).ok();
            assert!(
                more.is_some(),
                "{:?} was not written, but {:?}",
                String::from_utf8_lossy(wanted),
                String::from_utf8_lossy(&self.seen)
            );
            self.seen.extend(more.unwrap_or_default());
        }
    }

    fn press(&mut self, keys: &[u8]) {
        self.keys.write_all(keys).unwrap();
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([name, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// The state that the system says the process is in.
    fn state(&self) -> char {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let behind = stat.rsplit_once(") ").unwrap().1;
        behind.chars().next().unwrap()
    }

    /// Waits until it has stopped; the terminal must be as it was before.
    fn stopped(&mut self) {
        self.until(MOUSE_OFF);
        self.until(LEAVE);
        let end = Instant::now() + Duration::from_secs(60);
        while self.state() != 'T' {
            assert!(Instant::now() < end, "it did not stop");
            std::thread::yield_now();
        }
        let modes = tcgetattr(&self.line).unwrap();
        assert_eq!(modes.local_modes, self.modes.local_modes);
    }

    /// Waits for its end; the terminal must be as it was before.
    fn end(mut self) -> ExitStatus {
        self.until(MOUSE_OFF);
        self.until(LEAVE);
        let status = self.child.wait().unwrap();
        let modes = tcgetattr(&self.line).unwrap();
        assert_eq!(modes.local_modes, self.modes.local_modes);
        assert_eq!(modes.input_modes, self.modes.input_modes);
        assert_eq!(modes.output_modes, self.modes.output_modes);
        status
    }
}

impl Drop for Terminal {
    /// A test that failed leaves nothing behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn on_the_demo() -> Terminal {
    Terminal::run(&format!("exec '{KNOXLOG}' tui is:denied '{DEMO}'"))
}

#[test]
fn records_come_through_a_pipe_and_keys_from_the_terminal() {
    let mut terminal = Terminal::run(&format!("cat '{DEMO}' | '{KNOXLOG}' tui is:denied"));
    terminal.until(ENTER);
    terminal.until(b"/usr/bin/.probe");
    terminal.press(b"?");
    terminal.until(b"EVERYWHERE");
    terminal.press(b"?q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn a_terminal_that_changes_its_size_all_the_time_is_survived() {
    let mut terminal = on_the_demo();
    terminal.until(b"/usr/bin/.probe");
    for step in 0..300_u16 {
        let (columns, rows) = (step * 37 % 251, step * 11 % 67);
        tcsetwinsize(&terminal.keys, size(columns, rows)).unwrap();
    }
    for (columns, rows) in [(0, 0), (1, 1), (2, 500), (500, 2), (90, 30)] {
        tcsetwinsize(&terminal.keys, size(columns, rows)).unwrap();
    }
    terminal.press(b"?");
    terminal.until(b"EVERYWHERE");
    terminal.press(b"?q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn a_key_that_is_pressed_while_the_size_changes_counts_at_once() {
    let mut terminal = on_the_demo();
    terminal.until(b"/usr/bin/.probe");
    for step in 0..400_u16 {
        tcsetwinsize(&terminal.keys, size(80 + step % 7, 24)).unwrap();
        terminal.press(b"\x1b[20~");
        terminal.until(if step % 2 == 0 { MOUSE_ON } else { MOUSE_OFF });
    }
    terminal.press(b"q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn it_stops_for_the_shell_and_goes_on_where_it_was() {
    let mut terminal = on_the_demo();
    terminal.until(b"/usr/bin/.probe");
    terminal.press(b"\x1a");
    terminal.stopped();
    terminal.signal("-CONT");
    terminal.until(ENTER);
    terminal.until(b"/usr/bin/.probe");
    terminal.press(b"q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn the_mouse_is_the_terminals_but_while_it_is_switched_on() {
    let mut terminal = on_the_demo();
    let told = terminal.until(b"/usr/bin/.probe");
    assert!(
        !told
            .as_bytes()
            .windows(MOUSE_ON.len())
            .any(|part| part == MOUSE_ON)
    );
    // F9; then the wheel over the strip, and all is drawn anew.
    terminal.press(b"\x1b[20~");
    terminal.until(MOUSE_ON);
    terminal.press(b"\x1b[<64;40;4M\x0c");
    terminal.until(b"zoomed");
    // A press on the second row of the list, and its record.
    terminal.press(b"\x1b[<0;20;12M\x1b[<0;20;12m\x0c");
    terminal.until(b" 2 of ");
    terminal.press(b"\x1a");
    terminal.stopped();
    terminal.signal("-CONT");
    terminal.until(ENTER);
    terminal.until(MOUSE_ON);
    terminal.until(b"zoomed");
    terminal.press(b"\x1b[20~");
    terminal.until(MOUSE_OFF);
    terminal.press(b"\x1b[20~");
    terminal.until(MOUSE_ON);
    terminal.press(b"q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn signals_that_end_it_give_the_terminal_back() {
    for (name, number) in [
        ("-TERM", 15),
        ("-HUP", 1),
        ("-INT", 2),
        ("-QUIT", 3),
        ("-ALRM", 14),
        ("-USR1", 10),
        ("-USR2", 12),
    ] {
        let mut terminal = on_the_demo();
        terminal.until(b"/usr/bin/.probe");
        terminal.press(b"\x1b[20~");
        terminal.until(MOUSE_ON);
        terminal.signal(name);
        let status = terminal.end();
        let ended = status.code().or(status.signal().map(|signal| 128 + signal));
        assert_eq!(ended, Some(128 + number), "{name}");
    }
}

/// Makes this test the program on a terminal, in place of its own job.
const PANICS: &str = "KNOXLOG_SCREEN_PANICS";

/// A run whose screen panics as soon as a condition names a file.
fn panicking() -> Session {
    Session {
        inputs: vec![Input::File(DEMO.into())],
        names: vec!["demo".to_owned()],
        options: Options::default(),
        envelope: Choice::Auto,
        skims: true,
        redacts: false,
        threads: 1,
        zone: TimeZone::UTC,
        terms: vec!["is:denied".to_owned()],
        language: Language {
            clock: Clock {
                now: Time(0),
                zone: TimeZone::UTC,
            },
            macros: Macros::new(built_in()),
            infer: Infer::Zero,
            indicators: None,
            read: |name| {
                assert!(name.is_empty(), "{name} was read");
                Ok(Vec::new())
            },
        },
        columns: Vec::new(),
        widths: Vec::new(),
        settings: Box::new(Nowhere),
        keys: Vec::new(),
        look: Look {
            is_ascii: true,
            paint: Paint::Plain,
        },
        keep: usize::MAX,
    }
}

/// A file of settings that is not there.
struct Nowhere;

impl Settings for Nowhere {
    fn draft(&self, _: &Entry) -> Result<Draft, String> {
        Err("nowhere".to_owned())
    }

    fn write(&self, _: &Entry, _: &Draft) -> Result<(), String> {
        Err("nowhere".to_owned())
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_told_after_that() {
    if std::env::var_os(PANICS).is_some() {
        // As where a panic aborts.
        std::panic::set_hook(Box::new(|info| {
            eprintln!("told: {info}");
            std::process::exit(101);
        }));
        assert!(run(panicking()).is_ok());
        return;
    }
    let program = std::env::current_exe().unwrap();
    let name = "screen::a_panic_gives_the_terminal_back_and_is_told_after_that";
    let mut terminal = Terminal::run(&format!(
        "{PANICS}=1 exec '{}' --exact {name} --nocapture",
        program.display()
    ));
    terminal.until(b"/usr/bin/.probe");
    terminal.press(b"\x1b[20~");
    terminal.until(MOUSE_ON);
    terminal.press(b"fns=@list\r");
    terminal.until(MOUSE_OFF);
    terminal.until(LEAVE);
    terminal.until(b"told: ");
    assert_eq!(terminal.child.wait().unwrap().code(), Some(101));
    let modes = tcgetattr(&terminal.line).unwrap();
    assert_eq!(modes.local_modes, terminal.modes.local_modes);
}

#[test]
fn a_terminal_that_can_do_nothing_is_refused() {
    let mut terminal = Terminal::run(&format!("TERM=dumb exec '{KNOXLOG}' tui '{DEMO}'"));
    terminal.until(b"can place its cursor");
    assert_eq!(terminal.child.wait().unwrap().code(), Some(2));
}
