//! Keys, and how they are spelt in tables, files and help: `q`, `Enter`, `C-r`, `A-1`, `S-Left`, `F8`. Knows no
//! terminal.

use std::fmt;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// What it writes.
    Char(char),
    /// One that has a name.
    Named(&'static str),
    /// `F1` to `F12`.
    F(u8),
}

/// A key as it was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyPress {
    /// Which.
    pub code: Code,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift; never of a character, which tells by itself.
    pub shift: bool,
}

/// Names of keys that write nothing.
pub const NAMES: &[&str] = &[
    "Enter",
    "Esc",
    "Tab",
    "Backspace",
    "Delete",
    "Insert",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Space",
];

impl KeyPress {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A character.
    pub const fn char(char: char) -> Self {
        Self::plain(Code::Char(char))
    }

    /// A key by its spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let mut key = Self::char(' ');
        let mut rest = text;
        while let Some((modifier, tail)) = rest.split_once('-').filter(|(_, tail)| !tail.is_empty())
        {
            match modifier {
                "C" => key.ctrl = true,
                "A" => key.alt = true,
                "S" => key.shift = true,
                _ => return None,
            }
            rest = tail;
        }
        let mut chars = rest.chars();
        key.code = match (chars.next(), chars.next()) {
            (Some(char), None) => Code::Char(char),
            (Some('F'), Some(_)) if rest.len() <= 3 => Code::F(rest.get(1..)?.parse().ok()?),
            _ if rest == "Space" => Code::Char(' '),
            _ => Code::Named(NAMES.iter().find(|name| **name == rest)?),
        };
        Some(key)
    }

    /// The keys of a sequence, parted by blanks.
    pub fn sequence(text: &str) -> Option<Vec<Self>> {
        text.split_whitespace().map(Self::parse).collect()
    }

    /// What it writes, if it is a character alone.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(char) if !self.ctrl && !self.alt => Some(char),
            _ => None,
        }
    }
}

impl fmt::Display for KeyPress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (is_held, name) in [(self.ctrl, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            if is_held {
                out.write_str(name)?;
            }
        }
        match self.code {
            Code::Char(' ') => out.write_str("Space"),
            Code::Char(char) => write!(out, "{char}"),
            Code::Named(name) => out.write_str(name),
            Code::F(number) => write!(out, "F{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_spelt() {
        for text in [
            "q", "-", "+", "C-c", "A-1", "S-Left", "C-A-x", "F8", "F12", "Enter", "Space", "?",
        ] {
            assert_eq!(KeyPress::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "Retrun", "X-a", "Fx", "ab"] {
            assert_eq!(KeyPress::parse(text), None, "{text}");
        }
        assert_eq!(
            KeyPress::sequence("] p").unwrap(),
            [KeyPress::char(']'), KeyPress::char('p')]
        );
    }
}
