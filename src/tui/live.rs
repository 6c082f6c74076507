//! What comes in while it is looked at: followed, or held back.

use super::action::Motion;
use super::model::{Effect, Model};
use super::update;
use super::worker::Progress;
use crate::text::Count;

/// How new records are treated.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// Whether the cursor goes with the last record.
    pub follows: bool,
    /// Whether the screen is frozen.
    is_frozen: bool,
    /// What was read since then.
    held: Option<Box<Progress>>,
    /// Matches there were when the cursor was last on the last record.
    seen: u64,
}

/// Follows the last record, or no longer.
pub(super) fn follow(model: &mut Model) {
    model.live.follows = !model.live.follows;
    if model.live.follows {
        catch_up(model);
    }
}

/// More was found: the cursor goes with it if that is wanted.
pub(super) fn found(model: &mut Model) {
    if model.live.follows {
        catch_up(model);
    }
}

fn catch_up(model: &mut Model) {
    update::go(model, usize::MAX);
    model.live.seen = model.matched.count;
}

/// The cursor was moved by hand: away from the last record it stays where it is put; at the last one of a stream it
/// follows again.
pub(super) fn moved(model: &mut Model, motion: Motion) {
    let is_last = motion == Motion::Last && model.count.is_none();
    match motion {
        Motion::Last if is_last && is_stream(model) => model.live.follows = true,
        Motion::Left | Motion::Right | Motion::FarLeft | Motion::FarRight => return,
        _ => model.live.follows = false,
    }
    if is_last || model.list.cursor + 1 >= model.rows().len() {
        model.live.seen = model.matched.count;
    }
}

fn is_stream(model: &Model) -> bool {
    !model.progress.is_done && model.progress.total.is_none()
}

/// Freezes the screen, or lets in what was held back.
pub(super) fn freeze(model: &mut Model) -> Vec<Effect> {
    model.live.is_frozen = !model.live.is_frozen;
    match model.live.held.take() {
        Some(held) => update::read(model, *held),
        None => Vec::new(),
    }
}

/// Takes what was read, or holds it back.
pub(super) fn read(model: &mut Model, progress: Box<Progress>) -> Vec<Effect> {
    if model.live.is_frozen {
        model.live.held = Some(progress);
        return Vec::new();
    }
    update::read(model, *progress)
}

/// What to say of it in the header.
pub(super) fn words(model: &Model) -> Vec<String> {
    let mut words = Vec::new();
    let live = &model.live;
    if live.is_frozen {
        let read = live.held.as_ref().map_or(0, |held| held.store.len());
        words.push(match read.saturating_sub(model.store().len()) {
            0 => "frozen".to_owned(),
            more => format!("frozen +{}", Count(more as u64)),
        });
    }
    if live.follows {
        words.push("FOLLOW".to_owned());
    }
    if is_stream(model) {
        let new = model.matched.count.saturating_sub(live.seen);
        if !live.follows && new > 0 {
            words.push(format!("+{} new", Count(new)));
        }
        words.push(format!("{}/s", Count(model.progress.rate)));
        if let Some(seconds) = model.progress.lag {
            words.push(format!("{seconds} s behind"));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};

    fn progress(lines: &str) -> Progress {
        let (session, _file) = session(lines);
        let player = Player::new(session, (80, 24)).unwrap();
        Progress {
            is_done: false,
            total: None,
            ..player.model.progress.clone()
        }
    }

    /// A screen on a stream: so many records came, then more.
    fn streamed(first: usize) -> Player {
        let (session, _file) = session("");
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.read(progress(&records(first)));
        player
    }

    #[test]
    fn a_screen_that_follows_goes_with_the_last_record_until_it_is_moved() {
        let mut player = streamed(30);
        player.keys("F");
        assert_eq!(player.model.list.cursor, 29);
        player.read(progress(&records(40)));
        assert_eq!(player.model.list.cursor, 39);
        player.keys("k");
        player.read(progress(&records(50)));
        assert_eq!(player.model.list.cursor, 38);
        assert!(
            words(&player.model).contains(&"+10 new".to_owned()),
            "{:?}",
            words(&player.model)
        );
        player.keys("G");
        player.read(progress(&records(55)));
        assert_eq!(player.model.list.cursor, 54);
    }

    #[test]
    fn a_frozen_screen_holds_back_what_is_new_and_counts_it() {
        let mut player = streamed(10);
        player.keys("Space");
        player.read(progress(&records(25)));
        assert_eq!(player.model.rows().len(), 10);
        assert!(words(&player.model).contains(&"frozen +15".to_owned()));
        player.keys("Space");
        assert_eq!(player.model.rows().len(), 25);
    }
}
