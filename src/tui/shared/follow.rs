//! What comes in while it is looked at: followed, or held back.

use super::{Shared, hits, list, matches};
use crate::text::Count;
use crate::tui::effect::Effect;
use crate::tui::job::Progress;

/// Follows the last record, or no longer.
pub fn follow(shared: &mut Shared) {
    shared.follow.is_on = !shared.follow.is_on;
    if shared.follow.is_on {
        catch_up(shared);
    }
}

/// More was found: the cursor goes with it if that is wanted.
pub fn found(shared: &mut Shared) {
    if shared.follow.is_on {
        catch_up(shared);
    }
}

fn catch_up(shared: &mut Shared) {
    list::go(shared, usize::MAX);
    shared.follow.seen = shared.matched.count;
}

/// Freezes the screen, or lets in what was held back.
pub fn freeze(shared: &mut Shared) -> Vec<Effect> {
    shared.follow.is_frozen = !shared.follow.is_frozen;
    match shared.follow.held.take() {
        Some(held) => take(shared, *held),
        None => Vec::new(),
    }
}

/// Takes what was read, or holds it back.
pub fn read(shared: &mut Shared, progress: Box<Progress>) -> Vec<Effect> {
    if shared.follow.is_frozen {
        shared.follow.held = Some(progress);
        return Vec::new();
    }
    take(shared, *progress)
}

/// Looks again at what is asked, now that more was read.
fn take(shared: &mut Shared, progress: Progress) -> Vec<Effect> {
    let known = shared.progress.faults.len();
    shared.progress = progress;
    if let Some(fault) = shared.progress.faults.get(known).cloned() {
        shared.say(&fault);
    }
    let mut effects = vec![matches::seek(shared)];
    effects.extend(hits::again(shared));
    effects
}

/// What to say of it in the header.
pub fn words(shared: &Shared) -> Vec<String> {
    let mut words = Vec::new();
    let follow = &shared.follow;
    if follow.is_frozen {
        let read = follow.held.as_ref().map_or(0, |held| held.store.len());
        words.push(match read.saturating_sub(shared.store().len()) {
            0 => "frozen".to_owned(),
            more => format!("frozen +{}", Count(more as u64)),
        });
    }
    if follow.is_on {
        words.push("FOLLOW".to_owned());
    }
    if shared.is_stream() {
        let new = shared.matched.count.saturating_sub(follow.seen);
        if !follow.is_on && new > 0 {
            words.push(format!("+{} new", Count(new)));
        }
        words.push(format!("{}/s", Count(shared.progress.rate)));
        if let Some(seconds) = shared.progress.lag {
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
            ..player.app.shared.progress.clone()
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
        assert_eq!(player.app.shared.list.cursor, 29);
        player.read(progress(&records(40)));
        assert_eq!(player.app.shared.list.cursor, 39);
        player.keys("k");
        player.read(progress(&records(50)));
        assert_eq!(player.app.shared.list.cursor, 38);
        assert!(
            words(&player.app.shared).contains(&"+10 new".to_owned()),
            "{:?}",
            words(&player.app.shared)
        );
        player.keys("G");
        player.read(progress(&records(55)));
        assert_eq!(player.app.shared.list.cursor, 54);
    }

    #[test]
    fn a_frozen_screen_holds_back_what_is_new_and_counts_it() {
        let mut player = streamed(10);
        player.keys("Space");
        player.read(progress(&records(25)));
        assert_eq!(player.app.shared.rows().len(), 10);
        assert!(words(&player.app.shared).contains(&"frozen +15".to_owned()));
        player.keys("Space");
        assert_eq!(player.app.shared.rows().len(), 25);
    }
}
