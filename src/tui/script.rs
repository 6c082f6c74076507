//! Plays a script of keys on the screen without a terminal, and writes the screens that it asks for. Each step waits until
//! all that it caused is done, so the same script gives the same screens.
//!
//! One step a line: `keys f Esc`, `type ns=default`, `size 120 40`, `mouse press 12 4`, `show`, `show a title`, `copied`; `#` begins a comment.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::action::Action;
use super::app::{App, view::view};
use super::effect::Effect;
use super::job::Message;
use super::key::KeyPress;
use super::mouse::Mouse;
use super::session::Session;
use super::worker::Workers;

/// What is wrong with a script.
#[derive(Debug)]
pub enum Fault {
    /// A line is no step: its number.
    Step(usize),
    /// The system.
    System(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Plays a script; writes the screens it shows.
///
/// # Errors
/// A line that is no step; those of the system.
pub fn play(session: Session, script: &str, out: &mut dyn Write) -> Result<(), Fault> {
    let mut player = Player::new(session, (80, 24))?;
    for (at, line) in script.lines().enumerate() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let wrong = || Fault::Step(at + 1);
        match word.trim() {
            "" => {}
            word if word.starts_with('#') => {}
            "keys" => {
                for key in KeyPress::sequence(rest).ok_or_else(wrong)? {
                    player.press(key);
                }
            }
            "type" => rest
                .chars()
                .for_each(|char| player.press(KeyPress::char(char))),
            "size" => player.resize(size(rest).ok_or_else(wrong)?),
            "mouse" => player.point(Mouse::parse(rest).ok_or_else(wrong)?),
            "copied" => writeln!(out, "{}", player.copied.as_deref().unwrap_or_default())?,
            "show" => {
                if !rest.is_empty() {
                    writeln!(out, "== {rest}")?;
                }
                out.write_all(player.screen().as_bytes())?;
            }
            _ => return Err(wrong()),
        }
        if player.app.shared.is_over {
            break;
        }
    }
    Ok(())
}

fn size(text: &str) -> Option<(u16, u16)> {
    let (columns, rows) = text.trim().split_once(' ')?;
    Some((columns.parse().ok()?, rows.trim().parse().ok()?))
}

/// A screen without a terminal.
pub(super) struct Player {
    /// What is on it.
    pub(super) app: App,
    workers: Workers,
    messages: Receiver<Message>,
    /// What was copied last.
    pub(super) copied: Option<String>,
}

/// How long a message is waited for before it is asked whether any will come.
const PATIENCE: Duration = Duration::from_millis(2);

impl Player {
    /// A screen of a size; everything was read when it is there.
    pub(super) fn new(session: Session, size: (u16, u16)) -> io::Result<Self> {
        let session = Arc::new(session);
        let (out, messages) = channel();
        let workers = Workers::start(&session, &out)?;
        let mut player = Self {
            app: App::new(session, size),
            workers,
            messages,
            copied: None,
        };
        player.rest(Vec::new());
        Ok(player)
    }

    pub(super) fn press(&mut self, key: KeyPress) {
        let effects = self.app.press(key);
        self.rest(effects);
    }

    pub(super) fn point(&mut self, mouse: Mouse) {
        let effects = self.app.point(mouse);
        self.rest(effects);
    }

    pub(super) fn resize(&mut self, size: (u16, u16)) {
        let effects = self.app.resize(size);
        self.rest(effects);
    }

    /// Carries effects out until there are no more.
    fn rest(&mut self, effects: Vec<Effect>) {
        let mut effects = effects;
        loop {
            for effect in std::mem::take(&mut effects) {
                match effect {
                    Effect::Job(job) => self.workers.give(job),
                    Effect::Settle(typed) => {
                        let action = Action::Settled(typed);
                        effects.extend(self.app.update(action));
                    }
                    Effect::StopReading => self.workers.stop_reading(),
                    Effect::Copy(text) => self.copied = Some(text),
                    Effect::Suspend | Effect::Redraw | Effect::Mouse(_) => {}
                }
            }
            // Asked first: what is told before it is idle is in the channel by then.
            let is_idle = self.workers.is_idle();
            match self.messages.recv_timeout(PATIENCE) {
                Ok(message) => effects.extend(self.app.take(message)),
                Err(_) if is_idle && effects.is_empty() => return,
                Err(_) => {}
            }
        }
    }

    /// The screen as text, blanks at the ends of rows left out.
    pub(super) fn screen(&self) -> String {
        let (columns, rows) = self.app.shared.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        view(&self.app, &mut buffer);
        text(&buffer)
    }
}

/// The text of a buffer. The cell behind a wide character shows nothing.
pub(super) fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    let width = usize::from(buffer.area().width).max(1);
    for cells in buffer.content().chunks(width) {
        let mut row = String::new();
        let mut covered = 0;
        for cell in cells {
            if covered == 0 {
                row.push_str(cell.symbol());
                covered = cell.symbol().width().saturating_sub(1);
            } else {
                covered -= 1;
            }
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

/// Screens for tests.
#[cfg(test)]
pub(super) mod testing {
    use super::*;
    use crate::input::envelope::Choice;
    use crate::input::{Input, Options};
    use crate::query::macros::built_in;
    use crate::query::{Clock, Infer};
    use crate::record::time::Time;
    use crate::text::Paint;
    use crate::tui::look::Look;
    use crate::tui::macros::Macros;
    use crate::tui::session::Language;
    use crate::tui::settings::{Draft, Entry, Settings};
    use jiff::tz::TimeZone;

    /// A run over a file that holds these lines; the file is gone with the second.
    pub(in crate::tui) fn session(lines: &str) -> (Session, tempfile::NamedTempFile) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(lines.as_bytes()).unwrap();
        let session = Session {
            redacts: false,
            inputs: vec![Input::File(file.path().to_owned())],
            names: vec!["test.ndjson".to_owned()],
            options: Options::default(),
            envelope: Choice::Auto,
            skims: true,
            threads: 1,
            zone: TimeZone::UTC,
            terms: Vec::new(),
            language: Language {
                clock: Clock {
                    now: Time(0),
                    zone: TimeZone::UTC,
                },
                macros: Macros::new(built_in()),
                infer: Infer::Zero,
                indicators: None,
                read: |_| Err(io::ErrorKind::NotFound.into()),
            },
            columns: Vec::new(),
            widths: Vec::new(),
            settings: Box::new(Notes::default()),
            keys: Vec::new(),
            look: Look {
                is_ascii: true,
                paint: Paint::Plain,
            },
            keep: usize::MAX,
        };
        (session, file)
    }

    /// Settings that go to no file.
    #[derive(Clone, Default)]
    pub(in crate::tui) struct Notes {
        /// What was written.
        pub(in crate::tui) written: Arc<std::sync::Mutex<Vec<Entry>>>,
    }

    impl Settings for Notes {
        fn draft(&self, entry: &Entry) -> Result<Draft, String> {
            let key = |entry: &Entry| match entry {
                Entry::Macro { name, .. } => name.clone(),
                Entry::Columns { .. } => String::new(),
            };
            let written = self.written.lock().unwrap();
            let known = written.iter().filter(|known| key(known) == key(entry));
            Ok(Draft {
                path: "notes".to_owned(),
                lines: vec![format!("{entry:?}")],
                replaced: known.map(|known| format!("{known:?}")).collect(),
            })
        }

        fn write(&self, entry: &Entry, _: &Draft) -> Result<(), String> {
            self.written.lock().unwrap().push(entry.clone());
            Ok(())
        }
    }

    /// So many records, a second apart: every third was denied.
    pub(in crate::tui) fn records(count: usize) -> String {
        let record = |at: usize| {
            let result = if at % 3 == 2 {
                "Permission denied"
            } else {
                "Passed"
            };
            format!(
                "{{\"UpdatedTime\":\"2026-03-14T09:40:{:02}.000000Z\",\"HostName\":\"node-a\",\"NamespaceName\":\"shop\",\
                 \"PodName\":\"cart-{at}\",\"Operation\":\"File\",\"Resource\":\"/etc/f{at}\",\"Result\":\"{result}\"}}\n",
                at % 60
            )
        };
        (0..count).map(record).collect()
    }

    impl Player {
        /// Presses keys as a script spells them.
        pub(in crate::tui) fn keys(&mut self, keys: &str) {
            for key in KeyPress::sequence(keys).unwrap() {
                self.press(key);
            }
        }

        /// Tells how far the reading is, as the worker would.
        pub(in crate::tui) fn read(&mut self, progress: crate::tui::job::Progress) {
            let message = Message::Read(Box::new(progress));
            let effects = self.app.take(message);
            self.rest(effects);
        }

        /// Does something with the mouse, as a script spells it.
        pub(in crate::tui) fn mouse(&mut self, gesture: &str) {
            self.point(Mouse::parse(gesture).unwrap());
        }

        /// Writes a text.
        pub(in crate::tui) fn write(&mut self, text: &str) {
            text.chars()
                .for_each(|char| self.press(KeyPress::char(char)));
        }
    }
}
