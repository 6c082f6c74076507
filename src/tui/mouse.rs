//! What is done with the mouse: how scripts spell it, and what it means where it is done. Knows no terminal.

use super::action::{Action, Point, Step, Zoom};
use super::model::Model;
use super::pane::{self, Place};
use super::view;

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

/// What a gesture means on the screen as it is drawn.
pub fn action(model: &Model, mouse: Mouse) -> Action {
    let step = match mouse.gesture {
        Gesture::Release => return Action::Point(Point::Release),
        // What is asked is answered first.
        _ if model.focus.place == Place::Keys => return Action::Nothing,
        Gesture::Drag => return drag(model, mouse.x),
        Gesture::Press => None,
        Gesture::WheelUp => Some(Step::Previous),
        Gesture::WheelDown => Some(Step::Next),
    };
    let Some((pane, area)) = view::under(model, (mouse.x, mouse.y)) else {
        return Action::Nothing;
    };
    let (x, y) = (mouse.x - area.x, mouse.y - area.y);
    let moment = match pane.name == pane::timeline::PANE.name {
        true => pane::timeline::moment_at(model, usize::from(x)),
        false => None,
    };
    Action::Point(match (step, moment) {
        (None, _) => Point::Click(pane.name, x, y),
        (Some(Step::Previous), Some(at)) => Point::Zoom(Zoom::In, at),
        (Some(Step::Next), Some(at)) => Point::Zoom(Zoom::Out, at),
        (Some(step), None) => Point::Scroll(pane.name, step),
    })
}

/// A span that was begun on the strip follows the pointer, wherever else it is.
fn drag(model: &Model, x: u16) -> Action {
    let begun = model.timeline.drag;
    let moment = begun.and_then(|_| pane::timeline::moment_at(model, usize::from(x)));
    moment.map_or(Action::Nothing, |to| Action::Point(Point::Drag(to)))
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
