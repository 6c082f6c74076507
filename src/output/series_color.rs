//! How the values of a field are told apart: by what they mean where that is known, else by their rank.

use crate::analysis::Label;
use crate::text::{Glyphs, Role};

/// The look of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// It was prevented.
    Denied,
    /// It went wrong, or was only noted.
    Failed,
    /// It went through.
    Passed,
    /// A value like any other: the first, the second and so on.
    Rank(usize),
    /// No value.
    None,
    /// All other values.
    Others,
}

/// Values that mean something. // feeder/policyMatcher.go: actions; outcome is ours
const MEANINGS: &[(&str, Tone)] = &[
    ("denied", Tone::Denied),
    ("block", Tone::Denied),
    ("failed", Tone::Failed),
    ("audit", Tone::Failed),
    ("passed", Tone::Passed),
    ("allow", Tone::Passed),
];

/// Values that are told apart.
pub(super) const MOST: usize = 7;

/// The tones of values, in their order.
pub(super) fn tones<'h>(labels: impl Iterator<Item = Label<'h>>) -> Vec<Tone> {
    let mut rank = 0;
    labels
        .map(|label| match label {
            Label::None => Tone::None,
            Label::Others => Tone::Others,
            Label::Value(value) => {
                let mut known = MEANINGS.iter();
                known
                    .find(|(text, _)| text.eq_ignore_ascii_case(value))
                    .map_or_else(
                        || {
                            rank += 1;
                            Tone::Rank(rank - 1)
                        },
                        |(_, tone)| *tone,
                    )
            }
        })
        .collect()
}

/// Colours of ranks, on a terminal.
const RANKS: [Role; MOST] = [
    Role::Place,
    Role::Time,
    Role::Audit,
    Role::Passed,
    Role::Failed,
    Role::Denied,
    Role::Process,
];

impl Tone {
    /// Its colour on a terminal.
    pub(super) fn role(self) -> Role {
        match self {
            Self::Denied => Role::Denied,
            Self::Failed => Role::Audit,
            Self::Passed => Role::Passed,
            Self::Rank(rank) => RANKS.get(rank).copied().unwrap_or(Role::Dim),
            Self::None | Self::Others => Role::Dim,
        }
    }

    /// Its class in a picture.
    pub(super) fn class(self) -> String {
        match self {
            Self::Denied => "kx-denied".to_owned(),
            Self::Failed => "kx-failed".to_owned(),
            Self::Passed => "kx-passed".to_owned(),
            Self::Rank(rank) => format!("kx-v{}", rank.min(MOST - 1)),
            Self::None => "kx-none".to_owned(),
            Self::Others => "kx-others".to_owned(),
        }
    }
}

/// What a value is drawn with where there is no colour, by its place.
pub(super) fn glyph(place: usize, glyphs: Glyphs) -> char {
    let drawn = match glyphs {
        Glyphs::Blocks => ['█', '▓', '▒', '░', '#', '=', '+', '-'],
        Glyphs::Ascii => ['#', '=', '+', '-', 'o', 'x', '%', ':'],
    };
    drawn.get(place).copied().unwrap_or('.')
}
