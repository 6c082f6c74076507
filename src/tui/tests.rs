//! The screen as a whole: keys in, state and text out. No terminal.

mod conditions;
mod hostile;
mod list;
mod pictures;
mod time;

use std::path::Path;

use super::script::Player;
use super::script::testing::session;
use super::session::Session;
use super::shared::Shared;
use crate::input::Input;

/// A screen over a file of the repository.
fn screen(file: &str, size: (u16, u16)) -> Player {
    Player::new(over(file), size).unwrap()
}

fn over(file: &str) -> Session {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut session, _) = session("");
    session.inputs = vec![Input::File(root.join(file))];
    session.names = vec![file.to_owned()];
    session.look.is_ascii = false;
    session
}

fn demo() -> Player {
    screen("demo/incident.ndjson", (100, 30))
}

fn chips(shared: &Shared) -> Vec<String> {
    let chips = shared.filter.chips.iter();
    chips
        .map(|chip| {
            if chip.is_on {
                chip.text.clone()
            } else {
                format!("({})", chip.text)
            }
        })
        .collect()
}
