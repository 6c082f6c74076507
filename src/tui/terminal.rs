//! The loop, and the terminal that it takes over and gives back. The only file that knows one.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use std::{panic, thread};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{
    self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode, size,
};
use ratatui::crossterm::{cursor, execute};
use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::action::Action;
use super::app::{App, view::view};
use super::effect::Effect;
use super::job::Message;
use super::key::{Code, KeyPress};
use super::mouse::{Gesture, Mouse};
use super::session::Session;
use super::shared::copy::sequence;
use super::worker::Workers;

/// Why there is no screen.
#[derive(Debug)]
pub enum Refusal {
    /// Standard output, or what keys come from, is no terminal.
    NoTerminal,
    /// The terminal can't place a cursor: `TERM=dumb`.
    Dumb,
    /// The system.
    System(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Something that happens.
enum LoopEvent {
    Key(KeyPress),
    Pasted(String),
    Pointed(Mouse),
    Resized(u16, u16),
    Message(Message),
    Signal(i32),
    /// No key will come any more.
    Gone,
}

/// The least time from one drawing to the next: thirty a second.
const FRAME: Duration = Duration::from_millis(33);

/// How long nothing must be typed before what is written is looked for.
const SETTLED: Duration = Duration::from_millis(60);

/// Events taken at once before the screen is drawn.
const MOST_AT_ONCE: usize = 256;

/// Shows the screen until somebody leaves it; answers the exit code.
///
/// # Errors
/// If there is no terminal to show it on.
pub fn run(session: Session) -> Result<u8, Refusal> {
    if !io::stdout().is_terminal() || std::fs::File::open("/dev/tty").is_err() {
        return Err(Refusal::NoTerminal);
    }
    if std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty()) {
        return Err(Refusal::Dumb);
    }
    let session = Arc::new(session);
    let (events, happened) = channel();
    watch_signals(&events)?;
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        restore();
        hook(info);
    }));
    let mut screen = TtyScreen::take()?;
    let outcome = (|| {
        let workers = workers(&session, &events)?;
        watch_keys(events)?;
        let mut app = App::new(session.clone(), TtyScreen::size());
        Loop {
            screen: &mut screen,
            workers,
            settling: None,
            signal: None,
        }
        .turn(&mut app, &happened)
    })();
    restore();
    outcome.map_err(Refusal::System)
}

/// The terminal, taken over.
struct TtyScreen {
    terminal: Terminal<CrosstermBackend<io::Stdout>>,
    /// Whether it tells of the mouse.
    has_mouse: bool,
}

/// Tells a terminal to report buttons, the wheel, and moves while a button is down: no others, which would be many.
const MOUSE_ON: &str = "\x1b[?1002h\x1b[?1006h";

/// Tells it to keep the mouse to itself, so that it selects text.
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l";

impl TtyScreen {
    fn take() -> io::Result<Self> {
        seize()?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()));
        match terminal {
            Ok(terminal) => Ok(Self {
                terminal,
                has_mouse: false,
            }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }

    fn size() -> (u16, u16) {
        size().unwrap_or((80, 24))
    }

    fn draw(&mut self, app: &App) -> io::Result<()> {
        self.terminal.draw(|frame| view(app, frame.buffer_mut()))?;
        Ok(())
    }

    /// Stops the process, the terminal as it was; takes it over again when the process goes on.
    fn suspend(&mut self) -> io::Result<()> {
        restore();
        emulate_default_handler(SIGTSTP)?;
        self.again()
    }

    /// Forgets what is on the screen, so that all of it is drawn. (The terminal's own `clear` asks where the cursor is,
    /// which the thread that waits for keys would answer.)
    fn redraw(&mut self) -> io::Result<()> {
        execute!(io::stdout(), Clear(ClearType::All))?;
        self.terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(())
    }

    /// Takes the terminal over again, and forgets what was on it.
    fn again(&mut self) -> io::Result<()> {
        seize()?;
        self.tell_of_mouse(self.has_mouse)?;
        self.redraw()
    }

    fn tell_of_mouse(&mut self, is_on: bool) -> io::Result<()> {
        self.has_mouse = is_on;
        execute!(
            io::stdout(),
            Print(if is_on { MOUSE_ON } else { MOUSE_OFF })
        )
    }
}

fn seize() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        event::EnableBracketedPaste,
        cursor::Hide
    )
}

/// Gives the terminal back. May be called again and again, also while the process dies: nobody is left to be told what
/// fails.
fn restore() {
    let mut out = io::stdout();
    let _ = give_back(&mut out);
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// Tells a terminal to be as it was.
fn give_back(out: &mut impl Write) -> io::Result<()> {
    execute!(
        out,
        Print(MOUSE_OFF),
        event::DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    )
}

/// Starts the workers, whose messages become events.
fn workers(session: &Arc<Session>, events: &Sender<LoopEvent>) -> io::Result<Workers> {
    let (out, messages) = channel();
    let events = events.clone();
    thread::Builder::new()
        .name("messages".to_owned())
        .spawn(move || {
            for message in messages {
                if events.send(LoopEvent::Message(message)).is_err() {
                    return;
                }
            }
        })?;
    Workers::start(session, &out)
}

/// Signals that would end the process, and leave the terminal as it is.
const ENDS: [i32; 7] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2];

fn watch_signals(events: &Sender<LoopEvent>) -> io::Result<()> {
    let mut signals = Signals::new(ENDS.iter().chain(&[SIGTSTP, SIGCONT]))?;
    let events = events.clone();
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                if events.send(LoopEvent::Signal(signal)).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}

/// Keys come from the terminal, also where standard input is the data.
fn watch_keys(events: Sender<LoopEvent>) -> io::Result<()> {
    thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || {
            loop {
                let happened = match event::read() {
                    Ok(event::Event::Key(key)) => key_of(key).map(LoopEvent::Key),
                    Ok(event::Event::Resize(columns, rows)) => {
                        Some(LoopEvent::Resized(columns, rows))
                    }
                    Ok(event::Event::Paste(text)) => Some(LoopEvent::Pasted(text)),
                    Ok(event::Event::Mouse(mouse)) => mouse_of(mouse).map(LoopEvent::Pointed),
                    Ok(_) => None,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
                    Err(_) => Some(LoopEvent::Gone),
                };
                let is_gone = matches!(happened, Some(LoopEvent::Gone));
                let sent = happened.is_none_or(|event| events.send(event).is_ok());
                if is_gone || !sent {
                    return;
                }
            }
        })?;
    Ok(())
}

/// What the terminal tells of the mouse; `None` for what means nothing here.
fn mouse_of(event: MouseEvent) -> Option<Mouse> {
    let gesture = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Gesture::Press,
        MouseEventKind::Drag(MouseButton::Left) => Gesture::Drag,
        MouseEventKind::Up(MouseButton::Left) => Gesture::Release,
        MouseEventKind::ScrollUp => Gesture::WheelUp,
        MouseEventKind::ScrollDown => Gesture::WheelDown,
        _ => return None,
    };
    Some(Mouse {
        gesture,
        x: event.column,
        y: event.row,
    })
}

/// A key of the terminal as the table knows it.
fn key_of(event: KeyEvent) -> Option<KeyPress> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let is_held = |modifier| event.modifiers.contains(modifier);
    let code = match event.code {
        KeyCode::Char(char) => Code::Char(char),
        KeyCode::F(number) => Code::F(number),
        KeyCode::Enter => Code::Named("Enter"),
        KeyCode::Esc => Code::Named("Esc"),
        KeyCode::Tab | KeyCode::BackTab => Code::Named("Tab"),
        KeyCode::Backspace => Code::Named("Backspace"),
        KeyCode::Delete => Code::Named("Delete"),
        KeyCode::Insert => Code::Named("Insert"),
        KeyCode::Up => Code::Named("Up"),
        KeyCode::Down => Code::Named("Down"),
        KeyCode::Left => Code::Named("Left"),
        KeyCode::Right => Code::Named("Right"),
        KeyCode::Home => Code::Named("Home"),
        KeyCode::End => Code::Named("End"),
        KeyCode::PageUp => Code::Named("PageUp"),
        KeyCode::PageDown => Code::Named("PageDown"),
        // Some terminals send Ctrl-Space as a NUL.
        KeyCode::Null => return KeyPress::parse("C-Space"),
        _ => return None,
    };
    let is_char = matches!(code, Code::Char(_));
    Some(KeyPress {
        code,
        ctrl: is_held(KeyModifiers::CONTROL),
        alt: is_held(KeyModifiers::ALT),
        shift: !is_char && (is_held(KeyModifiers::SHIFT) || event.code == KeyCode::BackTab),
    })
}

/// What the loop holds besides the screen.
struct Loop<'s> {
    screen: &'s mut TtyScreen,
    workers: Workers,
    /// Which key is the last so far, and when it will be long enough ago.
    settling: Option<(u64, Instant)>,
    /// The signal that ended it.
    signal: Option<i32>,
}

impl Loop<'_> {
    /// Takes what happens and draws, until it is over.
    fn turn(mut self, app: &mut App, happened: &Receiver<LoopEvent>) -> io::Result<u8> {
        self.screen.draw(app)?;
        let (mut drawn, mut is_dirty) = (Instant::now(), false);
        while !app.shared.is_over {
            let frame = is_dirty.then(|| drawn + FRAME);
            let settled = self.settling.map(|(_, at)| at);
            let next = frame.into_iter().chain(settled).min();
            let wait = next.map_or(Duration::from_secs(3600), |at| {
                at.saturating_duration_since(Instant::now())
            });
            match happened.recv_timeout(wait) {
                Ok(event) => {
                    let more = happened.try_iter().take(MOST_AT_ONCE);
                    let events: Vec<LoopEvent> = std::iter::once(event).chain(more).collect();
                    for event in events {
                        self.happen(app, event)?;
                    }
                    is_dirty = true;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            is_dirty |= self.settle(app)?;
            if is_dirty && drawn.elapsed() >= FRAME {
                self.screen.draw(app)?;
                (drawn, is_dirty) = (Instant::now(), false);
            }
        }
        let code = self
            .signal
            .and_then(|signal| u8::try_from(128 + signal).ok());
        Ok(code.unwrap_or(0))
    }

    /// Says that nothing was typed for a while, if that is so.
    fn settle(&mut self, app: &mut App) -> io::Result<bool> {
        let due = self.settling.filter(|(_, at)| *at <= Instant::now());
        let Some((typed, _)) = due else {
            return Ok(false);
        };
        self.settling = None;
        let effects = app.update(Action::Settled(typed));
        self.carry_out(effects)?;
        Ok(true)
    }

    fn happen(&mut self, app: &mut App, event: LoopEvent) -> io::Result<()> {
        let effects = match event {
            LoopEvent::Key(key) => app.press(key),
            LoopEvent::Pasted(text) => app.paste(&text),
            LoopEvent::Pointed(mouse) => app.point(mouse),
            LoopEvent::Resized(columns, rows) => app.resize((columns, rows)),
            LoopEvent::Message(message) => app.take(message),
            LoopEvent::Signal(SIGTSTP) => vec![Effect::Suspend],
            LoopEvent::Signal(SIGCONT) => {
                self.screen.again()?;
                app.resize(TtyScreen::size())
            }
            LoopEvent::Signal(signal) => {
                self.signal = Some(signal);
                app.shared.is_over = true;
                Vec::new()
            }
            LoopEvent::Gone => {
                app.shared.is_over = true;
                Vec::new()
            }
        };
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Job(job) => self.workers.give(job),
                Effect::Settle(typed) => self.settling = Some((typed, Instant::now() + SETTLED)),
                Effect::StopReading => self.workers.stop_reading(),
                Effect::Suspend => self.screen.suspend()?,
                Effect::Copy(text) => {
                    let is_in_tmux = std::env::var_os("TMUX").is_some();
                    let mut out = io::stdout();
                    out.write_all(sequence(&text, is_in_tmux).as_bytes())?;
                    out.flush()?;
                }
                Effect::Redraw => self.screen.redraw()?,
                Effect::Mouse(is_on) => self.screen.tell_of_mouse(is_on)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_was_switched_on_is_switched_off_again() {
        let mut told = Vec::new();
        give_back(&mut told).unwrap();
        let told = String::from_utf8(told).unwrap();
        for mode in ["1002", "1006", "2004", "1049"] {
            assert!(told.contains(&format!("\x1b[?{mode}l")), "{mode}: {told:?}");
        }
        assert!(told.find(MOUSE_OFF) < told.find("\x1b[?1049l"));
        let on = MOUSE_ON.matches('h').count();
        assert_eq!(on, MOUSE_OFF.matches('l').count());
    }
}
