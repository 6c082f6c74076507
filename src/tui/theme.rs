//! How things look: colours of roles, and the glyphs of a terminal with or without Unicode.

use anstyle::{AnsiColor, Color as Ansi, Effects};
use ratatui::style::{Color, Modifier, Style};

use super::look::Look;
use crate::output::tree::text::{self, Boughs};
use crate::text::{Paint, Role};

/// Looks.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    look: Look,
    /// The glyphs.
    pub glyphs: &'static Glyphs,
}

/// What is drawn with.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Bars, from the lowest to a full cell.
    pub bars: &'static [&'static str],
    /// What does not match, where there is no colour to tell it by.
    pub rest: &'static str,
    /// Where alerts were dropped.
    pub dropped: &'static str,
    /// Where nothing was for long.
    pub silence: &'static str,
    /// A rule.
    pub rule: &'static str,
    /// The span between two marks, and the marks.
    pub span: [&'static str; 3],
    /// Where the cursor is in time.
    pub here: &'static str,
    /// A vertical rule.
    pub wall: &'static str,
    /// The cursor.
    pub cursor: &'static str,
    /// A record that was marked.
    pub mark: &'static str,
    /// Something that was denied.
    pub denied: &'static str,
    /// Something that failed.
    pub failed: &'static str,
    /// Something that passed.
    pub passed: &'static str,
    /// Something without an outcome.
    pub none: &'static str,
    /// Records without a time.
    pub untimed: &'static str,
    /// More than what is shown.
    pub more: &'static str,
    /// The part of a scrollbar that is on the screen.
    pub thumb: &'static str,
    /// Where in a scrollbar there are hits of the search, denied records, and both.
    pub ticks: [&'static str; 3],
    /// What a derived value is marked by.
    pub derived: &'static str,
    /// Something that is open, and something that is folded.
    pub folds: [&'static str; 2],
    /// A dash between two moments.
    pub dash: &'static str,
    /// A dot between two things.
    pub dot: &'static str,
    /// At least.
    pub least: &'static str,
    /// Before a count that is about, or whose place is.
    pub about: &'static str,
    /// Behind a prompt.
    pub prompt: &'static str,
    /// Something that was not there before.
    pub fresh: &'static str,
    /// Something that was chosen.
    pub chosen: &'static str,
    /// So many of something.
    pub times: &'static str,
    /// Lines of a tree.
    pub boughs: Boughs,
    /// Between two programs that a process ran, one after the other.
    pub then: &'static str,
}

static UNICODE: Glyphs = Glyphs {
    bars: &["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    rest: "▒",
    dropped: "░",
    silence: "┄",
    rule: "─",
    span: ["═", "[", "]"],
    here: "▲",
    wall: "│",
    cursor: "▸",
    mark: "◆",
    denied: "✗",
    failed: "!",
    passed: "✓",
    none: "·",
    untimed: "∅",
    more: "…",
    thumb: "█",
    ticks: ["◆", "✗", "◈"],
    derived: "·",
    folds: ["▾", "▸"],
    dash: "–",
    dot: "·",
    least: "≥",
    about: "≈",
    prompt: "›",
    fresh: "●",
    chosen: "•",
    times: "×",
    boughs: text::UNICODE,
    then: " → ",
};

static ASCII: Glyphs = Glyphs {
    bars: &["_", "=", "#"],
    rest: ".",
    dropped: "%",
    silence: "~",
    rule: "-",
    span: ["=", "[", "]"],
    here: "^",
    wall: "|",
    cursor: ">",
    mark: "*",
    denied: "x",
    failed: "!",
    passed: " ",
    none: " ",
    untimed: "?",
    more: ">",
    thumb: "#",
    ticks: ["*", "x", "X"],
    derived: ".",
    folds: ["v", ">"],
    dash: "-",
    dot: "|",
    least: ">=",
    about: "~",
    prompt: ">",
    fresh: "*",
    chosen: "*",
    times: "x",
    boughs: text::ASCII,
    then: " -> ",
};

impl Theme {
    /// How things look on a terminal.
    pub fn of(look: Look) -> Self {
        let glyphs = match look.is_ascii {
            true => &ASCII,
            false => &UNICODE,
        };
        Self { look, glyphs }
    }

    /// A text as it may be shown.
    pub fn safe(self, text: &str) -> std::borrow::Cow<'_, str> {
        self.look.safe(text)
    }

    /// What lines of bars are drawn with.
    pub const fn sparks(&self) -> crate::text::Glyphs {
        match self.look.is_ascii {
            true => crate::text::Glyphs::Ascii,
            false => crate::text::Glyphs::Blocks,
        }
    }

    /// Whether there are colours.
    pub fn has_colour(&self) -> bool {
        self.look.paint != Paint::Plain
    }

    /// What is there and does not match.
    pub fn rest(&self) -> Style {
        match self.has_colour() {
            true => Style::new().fg(Color::DarkGray),
            false => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// Whether there is nothing but ASCII.
    pub const fn is_ascii(&self) -> bool {
        self.look.is_ascii
    }

    /// How a role looks. Without colour, only what is bold, dim or underlined is left of it.
    pub fn role(&self, role: Role) -> Style {
        let style = match self.look.paint {
            Paint::Plain | Paint::Colour => role.style(),
            Paint::Themed(theme) => theme.style(role),
        };
        let mut out = Style::new();
        let effects = style.get_effects();
        for (effect, modifier) in [
            (Effects::BOLD, Modifier::BOLD),
            (Effects::DIMMED, Modifier::DIM),
            (Effects::ITALIC, Modifier::ITALIC),
            (Effects::UNDERLINE, Modifier::UNDERLINED),
        ] {
            if effects.contains(effect) {
                out = out.add_modifier(modifier);
            }
        }
        match style.get_fg_color() {
            Some(Ansi::Ansi(colour)) if self.has_colour() => out.fg(of(colour)),
            _ => out,
        }
    }

    /// What is under the cursor.
    pub fn cursor() -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A heading of the pane that keys go to.
    pub fn focus() -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// A heading.
    pub fn heading() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
}

const fn of(colour: AnsiColor) -> Color {
    match colour {
        AnsiColor::Black => Color::Black,
        AnsiColor::Red => Color::Red,
        AnsiColor::Green => Color::Green,
        AnsiColor::Yellow => Color::Yellow,
        AnsiColor::Blue => Color::Blue,
        AnsiColor::Magenta => Color::Magenta,
        AnsiColor::Cyan => Color::Cyan,
        AnsiColor::White => Color::Gray,
        AnsiColor::BrightBlack => Color::DarkGray,
        AnsiColor::BrightRed => Color::LightRed,
        AnsiColor::BrightGreen => Color::LightGreen,
        AnsiColor::BrightYellow => Color::LightYellow,
        AnsiColor::BrightBlue => Color::LightBlue,
        AnsiColor::BrightMagenta => Color::LightMagenta,
        AnsiColor::BrightCyan => Color::LightCyan,
        AnsiColor::BrightWhite => Color::White,
    }
}
