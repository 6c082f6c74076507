//! What is done with the mouse, and how scripts spell it. Knows no terminal.

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// The left button goes down.
    Press,
    /// The pointer moves while it is down.
    Drag,
    /// It goes up.
    Release,
    /// The wheel is turned away.
    WheelUp,
    /// The wheel is turned towards oneself.
    WheelDown,
}

/// Every gesture by its spelling.
pub const GESTURES: &[(&str, Gesture)] = &[
    ("press", Gesture::Press),
    ("drag", Gesture::Drag),
    ("release", Gesture::Release),
    ("wheel-up", Gesture::WheelUp),
    ("wheel-down", Gesture::WheelDown),
];

/// A gesture, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub gesture: Gesture,
    /// The column, from 0.
    pub x: u16,
    /// The row, from 0.
    pub y: u16,
}

impl Mouse {
    /// A gesture by its spelling, with the column and the row, from 1: `press 12 4`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let name = words.next()?;
        let (_, gesture) = GESTURES.iter().find(|(known, _)| *known == name)?;
        let mut place = || words.next()?.parse::<u16>().ok()?.checked_sub(1);
        let (x, y) = (place()?, place()?);
        words.next().is_none().then_some(Self {
            gesture: *gesture,
            x,
            y,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gestures_are_read_as_they_are_spelt() {
        for (name, gesture) in GESTURES {
            let mouse = Mouse {
                gesture: *gesture,
                x: 11,
                y: 0,
            };
            assert_eq!(Mouse::parse(&format!("{name} 12 1")), Some(mouse));
        }
        for text in [
            "",
            "press",
            "press 1",
            "press 0 1",
            "press 1 0",
            "press 1 1 1",
            "click 1 1",
        ] {
            assert_eq!(Mouse::parse(text), None, "{text}");
        }
    }
}
