//! One palette: what a piece of text is, to how it looks. Whether colour is wanted is the caller's to know.

use std::fmt;

use anstyle::{AnsiColor, Color, Style};

use super::Theme;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An outcome: denied or blocked.
    Denied,
    /// A policy that blocks, or an alert of one.
    Alert,
    /// A policy that only audits.
    Audit,
    /// An outcome: passed.
    Passed,
    /// An outcome: failed for another reason than policy.
    Failed,
    /// A point in time.
    Time,
    /// A name of a field, punctuation, anything that frames a value.
    Dim,
    /// Cluster, host, namespace, pod, container.
    Place,
    /// A process or its command line.
    Process,
    /// Heading of a table or section.
    Heading,
    /// `error:`
    Error,
    /// `warning:`
    Warning,
    /// `note:`, `help:`
    Note,
    /// The part of a text that matched, and the caret under a mistake.
    Match,
}

impl Role {
    /// Every role, for tests and legends.
    pub const ALL: [Role; 14] = [
        Role::Denied,
        Role::Alert,
        Role::Audit,
        Role::Passed,
        Role::Failed,
        Role::Time,
        Role::Dim,
        Role::Place,
        Role::Process,
        Role::Heading,
        Role::Error,
        Role::Warning,
        Role::Note,
        Role::Match,
    ];

    /// Its name in a file of looks: `denied`.
    pub fn name(self) -> String {
        format!("{self:?}").to_ascii_lowercase()
    }

    /// How the role looks. Only the eight colours a terminal's theme sets, and no background: readable on any.
    pub const fn style(self) -> Style {
        let style = Style::new();
        match self {
            Role::Denied | Role::Alert | Role::Error => style.bold().fg_color(RED),
            Role::Audit | Role::Warning => style.fg_color(YELLOW),
            Role::Failed => style.fg_color(MAGENTA),
            Role::Passed => style.fg_color(GREEN),
            Role::Time => style.fg_color(BLUE),
            Role::Dim => style.dimmed(),
            Role::Place | Role::Note => style.fg_color(CYAN),
            Role::Process => style.bold(),
            Role::Heading => style.bold().underline(),
            Role::Match => style.bold().fg_color(MAGENTA),
        }
    }
}

const RED: Option<Color> = Some(Color::Ansi(AnsiColor::Red));
const GREEN: Option<Color> = Some(Color::Ansi(AnsiColor::Green));
const YELLOW: Option<Color> = Some(Color::Ansi(AnsiColor::Yellow));
const BLUE: Option<Color> = Some(Color::Ansi(AnsiColor::Blue));
const MAGENTA: Option<Color> = Some(Color::Ansi(AnsiColor::Magenta));
const CYAN: Option<Color> = Some(Color::Ansi(AnsiColor::Cyan));

/// Whether to paint at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paint {
    /// Write text only.
    #[default]
    Plain,
    /// Write colours.
    Colour,
    /// Write the colours that somebody chose.
    Themed(&'static Theme),
}

impl Paint {
    /// The style of `role`; the empty one, which writes nothing, if plain.
    pub fn style(self, role: Role) -> Style {
        match self {
            Paint::Plain => Style::new(),
            Paint::Colour => role.style(),
            Paint::Themed(theme) => theme.style(role),
        }
    }

    /// What to write before text of `role`.
    pub fn start(self, role: Role) -> impl fmt::Display + Copy {
        self.style(role).render()
    }

    /// What to write after it.
    pub fn end(self, role: Role) -> impl fmt::Display + Copy {
        self.style(role).render_reset()
    }

    /// `text` between [`start`](Self::start) and [`end`](Self::end). It must be safe already: nothing is escaped
    /// here. Width and fill apply to the text, not to the colours.
    ///
    /// ```
    /// use knoxlog::text::{Paint, Role};
    /// assert_eq!(Paint::Plain.painted(Role::Denied, "denied").to_string(), "denied");
    /// assert_eq!(Paint::Colour.painted(Role::Time, "12:00").to_string(), "\x1b[34m12:00\x1b[0m");
    /// ```
    pub fn painted(self, role: Role, text: &str) -> Painted<'_> {
        Painted {
            style: self.style(role),
            text,
        }
    }
}

/// Text with its colours; see [`Paint::painted`].
#[derive(Clone, Copy, Debug)]
pub struct Painted<'a> {
    style: Style,
    text: &'a str,
}

impl fmt::Display for Painted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Through `write!`, or the colours would be padded too.
        write!(f, "{}", self.style.render())?;
        f.pad(self.text)?;
        write!(f, "{}", self.style.render_reset())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_writes_nothing_of_its_own() {
        for role in Role::ALL {
            let text = format!(
                "{}x{}{}",
                Paint::Plain.start(role),
                Paint::Plain.end(role),
                Paint::default().painted(role, "y")
            );
            assert_eq!(text, "xy", "{role:?}");
        }
    }

    #[test]
    fn every_role_is_seen_and_undone() {
        for role in Role::ALL {
            let text = format!("{}x{}", Paint::Colour.start(role), Paint::Colour.end(role));
            assert!(
                text.starts_with("\x1b[") && text.ends_with("x\x1b[0m"),
                "{role:?}: {text:?}"
            );
            assert_eq!(text, Paint::Colour.painted(role, "x").to_string());
        }
    }

    #[test]
    fn padding_is_inside_the_colours() {
        assert_eq!(
            format!("{:>3}|", Paint::Plain.painted(Role::Dim, "a")),
            "  a|"
        );
        assert_eq!(
            format!("{:<3}|", Paint::Colour.painted(Role::Time, "a")),
            "\x1b[34ma  \x1b[0m|"
        );
    }
}
