//! Standard output, and what is told on standard error.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;

use rustix::event::{PollFd, PollFlags, poll};

use super::args::{ColorChoice, CommonArgs};
use super::{ERROR, FOUND, Failure, environment};
use crate::input::undivided;
use crate::text::{Paint, Role, shield};

/// Standard output, unbuffered: whoever writes hands over what is worth a write.
pub(super) struct Out(File);

impl Out {
    pub(super) fn new() -> Result<Self, Failure> {
        let owned = rustix::stdio::stdout()
            .try_clone_to_owned()
            .map_err(Failure::Output)?;
        Ok(Self(File::from(owned)))
    }
}

impl Write for Out {
    /// Waits where a pipe shared with another process does not block (`O_NONBLOCK`).
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match self.0.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let mut ready = [PollFd::from_borrowed_fd(self.0.as_fd(), PollFlags::OUT)];
                    match poll(&mut ready, None) {
                        Ok(_) | Err(rustix::io::Errno::INTR) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                outcome => return outcome,
            }
        }
    }

    /// Whole rows, which the end of a file that is cut meanwhile does not part.
    fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        undivided(|| {
            while !bytes.is_empty() {
                match self.write(bytes) {
                    Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

pub(super) fn print(bytes: &[u8]) -> Result<u8, Failure> {
    Out::new()?.write_all(bytes).map_err(Failure::Output)?;
    Ok(FOUND)
}

/// Shows what clap has to say: help on standard output, errors, which echo arguments, escaped.
pub(super) fn show_clap(error: &clap::Error) -> u8 {
    let is_help = !error.use_stderr();
    let is_terminal = if is_help {
        io::stdout().is_terminal()
    } else {
        io::stderr().is_terminal()
    };
    let paint = environment::paint(ColorChoice::Auto, None, is_terminal);
    if is_help {
        let text = match paint {
            Paint::Plain => error.render().to_string(),
            Paint::Colour | Paint::Themed(_) => error.render().ansi().to_string(),
        };
        return match print(text.as_bytes()) {
            Err(Failure::Output(error)) if error.kind() != io::ErrorKind::BrokenPipe => {
                say(&format!("knoxlog: cannot write the output: {error}\n"));
                ERROR
            }
            _ => FOUND,
        };
    }
    let text = error.render().to_string();
    let lines: Vec<String> = text.lines().map(|line| shield(line).into_owned()).collect();
    say(&format!("{}\n", lines.join("\n")));
    ERROR
}

/// Writes to standard error. If that is full or closed, there is nobody left to tell.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Who is told what on standard error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Messages {
    pub(super) paint: Paint,
    /// Whether warnings are wanted: a filter that may not be what was meant.
    pub(super) is_warning: bool,
    /// Whether notes and the account are wanted.
    pub(super) is_talkative: bool,
}

impl Messages {
    /// What is wanted by what was typed, if anything was that says so.
    pub(super) fn new(args: Option<&CommonArgs>) -> Self {
        let of = |run: &CommonArgs| {
            let is_warning = !run.output.no_messages;
            (
                run.output.color.unwrap_or(ColorChoice::Auto),
                run.output.theme,
                is_warning,
                is_warning && !run.select.quiet,
            )
        };
        let (when, theme, is_warning, is_talkative) =
            args.map_or((ColorChoice::Auto, None, true, true), of);
        let paint = environment::paint(when, theme, io::stderr().is_terminal());
        Self {
            paint,
            is_warning,
            is_talkative,
        }
    }

    /// Writes a text of several lines that is safe already, under a heading such as `error`.
    pub(super) fn headed(self, role: Role, heading: &str, text: impl Display) {
        say(&format!("{}: {text}\n", self.paint.painted(role, heading)));
    }

    /// An error in one line, which is always told.
    pub(super) fn error(self, text: impl Display) {
        self.headed(Role::Error, "knoxlog", text);
    }

    /// Why the exit code says that nothing can be said; `--no-messages` silences it, `--quiet` does not.
    pub(super) fn reason(self, text: impl Display) {
        if self.is_warning {
            self.error(text);
        }
    }

    pub(super) fn tell(self, text: impl Display) {
        if self.is_talkative {
            self.headed(Role::Dim, "knoxlog", text);
        }
    }

    /// A row that is no data, safe already.
    pub(super) fn row(self, row: &[u8]) {
        self.tell(String::from_utf8_lossy(row).trim_end());
    }

    /// A warning, which `--no-messages` silences, but `--quiet` does not: a typo is no answer.
    pub(super) fn warn(self, text: impl Display) {
        if self.is_warning {
            self.headed(Role::Warning, "warning", text);
        }
    }

    /// A note, which may be silenced.
    pub(super) fn note(self, text: impl Display) {
        if self.is_talkative {
            self.headed(Role::Note, "note", text);
        }
    }
}
