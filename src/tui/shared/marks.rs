//! Records that were marked, each with a note.

use std::collections::BTreeMap;

use super::list::{self, go};
use super::{Shared, list_layout};
use crate::text::sanitize;
use crate::tui::action::{Motion, Pin, Step};
use crate::tui::effect::Effect;
use crate::tui::prompt::Question;
use crate::tui::scroll;

/// The marks, in the order of time.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// The notes by time and ordinal; empty where nothing was noted.
    notes: BTreeMap<(i64, u32), String>,
    /// What was marked last.
    last: Option<u32>,
    /// Where the cursor is in their list.
    pub cursor: usize,
}

impl Marks {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.notes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// The note on a record; `None` if it is not marked.
    pub fn note(&self, time: i64, ordinal: u32) -> Option<&str> {
        self.notes.get(&(time, ordinal)).map(String::as_str)
    }

    /// The marked ordinals and their notes, in the order of time.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        self.notes
            .iter()
            .map(|((_, ordinal), note)| (*ordinal, note.as_str()))
    }

    /// The mark under the cursor of their list.
    pub fn current(&self) -> Option<u32> {
        self.iter().nth(self.cursor).map(|(ordinal, _)| ordinal)
    }
}

/// Rows above the first mark in their pane.
pub const HEAD: usize = 1;

/// The marks that are on the screen while their pane is.
pub fn visible(shared: &Shared) -> impl Iterator<Item = (usize, u32, &str)> {
    let page = usize::from(shared.size.1).saturating_sub(HEAD + 1);
    let visible = scroll::visible(shared.marks.cursor, shared.marks.len(), page);
    let marks = shared.marks.iter().enumerate();
    marks
        .skip(visible.start)
        .take(visible.len())
        .map(|(at, (ordinal, note))| (at, ordinal, note))
}

/// Does something about marks.
pub fn pinned(shared: &mut Shared, pin: Pin) -> Vec<Effect> {
    match (pin, shared.current()) {
        (Pin::Toggle, Some(ordinal)) => {
            toggle(shared, ordinal);
            list::step(shared, Motion::Down);
        }
        (Pin::Note, Some(ordinal)) => annotate(shared, ordinal),
        (Pin::Reach, _) => reach(shared),
        (Pin::Jump(step), _) => jump(shared, step),
        (_, None) => shared.say("there is no record here"),
    }
    Vec::new()
}

/// Marks the record under the cursor, or takes its mark away.
pub fn toggle(shared: &mut Shared, ordinal: u32) {
    let key = (shared.store().time(ordinal), ordinal);
    if shared.marks.notes.remove(&key).is_none() {
        shared.marks.notes.insert(key, String::new());
        shared.marks.last = Some(ordinal);
    }
    let last = shared.marks.len().saturating_sub(1);
    shared.marks.cursor = shared.marks.cursor.min(last);
}

/// Marks all rows of the list from the last mark to the cursor.
pub fn reach(shared: &mut Shared) {
    let Some(last) = shared.marks.last else {
        shared.say("nothing was marked yet: m marks a record");
        return;
    };
    let start = shared.store().position(shared.rows(), last);
    let (from, to) = (start.min(shared.list.cursor), start.max(shared.list.cursor));
    let rows: Vec<u32> = shared
        .rows()
        .iter()
        .skip(from)
        .take(to - from + 1)
        .copied()
        .collect();
    for ordinal in &rows {
        let key = (shared.store().time(*ordinal), *ordinal);
        shared.marks.notes.entry(key).or_default();
    }
    shared.marks.last = shared.current();
    shared.say(&format!("{} records are marked", shared.marks.len()));
}

/// To the next mark among the rows of the list, or the one before.
pub fn jump(shared: &mut Shared, step: Step) {
    let at = shared.current().map_or((i64::MIN, 0), |ordinal| {
        (shared.store().time(ordinal), ordinal)
    });
    let is_listed = |ordinal: u32| {
        let place = shared.store().position(shared.rows(), ordinal);
        (shared.rows().get(place) == Some(&ordinal)).then_some(place)
    };
    let keys = shared.marks.notes.keys();
    let to = match step {
        Step::Next => keys
            .filter(|key| **key > at)
            .find_map(|key| is_listed(key.1)),
        Step::Previous => keys
            .rev()
            .filter(|key| **key < at)
            .find_map(|key| is_listed(key.1)),
    };
    match to {
        Some(to) => go(shared, to),
        None => shared.say("no more marks among these records"),
    }
}

/// Asks for a note; the record is marked by it.
pub fn annotate(shared: &mut Shared, ordinal: u32) {
    let known = shared.marks.note(shared.store().time(ordinal), ordinal);
    let known = known.unwrap_or_default().to_owned();
    shared.ask(Question::Note(ordinal), &known);
}

/// The marks in lines: the record, and what was noted on it. `None` if there are none, or one was not read.
pub fn text(shared: &Shared) -> Option<String> {
    let line = |(ordinal, note): (u32, &str)| {
        let row = shared.list.cells.get(&ordinal)?.as_ref().ok()?;
        let text = list_layout::line(shared, ordinal, &row.cells);
        Some(match note {
            "" => text,
            note => format!("{text}  # {}", sanitize(note)),
        })
    };
    let lines: Option<Vec<String>> = shared.marks.iter().map(line).collect();
    lines
        .filter(|lines| !lines.is_empty())
        .map(|lines| lines.join("\n"))
}

/// Notes something on a record.
pub fn note(shared: &mut Shared, ordinal: u32, text: &str) {
    let key = (shared.store().time(ordinal), ordinal);
    shared.marks.notes.insert(key, text.to_owned());
    shared.marks.last = Some(ordinal);
}

#[cfg(test)]
mod tests {
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};

    fn marked(player: &Player) -> Vec<(u32, String)> {
        let marks = player.app.shared.marks.iter();
        marks
            .map(|(ordinal, note)| (ordinal, note.to_owned()))
            .collect()
    }

    fn ordinals(player: &Player) -> Vec<u32> {
        marked(player)
            .into_iter()
            .map(|(ordinal, _)| ordinal)
            .collect()
    }

    #[test]
    fn records_are_marked_and_gone_through_in_the_order_of_time() {
        let (session, _file) = session(&records(12));
        let mut player = Player::new(session, (80, 24)).unwrap();
        for (keys, marks, cursor) in [
            ("j m", vec![1], 2),
            ("4 j m", vec![1, 6], 7),
            ("k m", vec![1], 7),
            ("2 j M", vec![1, 6, 7, 8, 9], 9),
            ("U", vec![1, 6, 7, 8, 9], 8),
            ("g u", vec![1, 6, 7, 8, 9], 1),
            ("u", vec![1, 6, 7, 8, 9], 6),
            ("G u", vec![1, 6, 7, 8, 9], 11),
        ] {
            player.keys(keys);
            assert_eq!(ordinals(&player), marks, "{keys}");
            assert_eq!(player.app.shared.list.cursor, cursor, "{keys}");
        }
        assert_eq!(player.app.shared.toast, "no more marks among these records");
    }

    #[test]
    fn a_note_marks_its_record_and_is_kept_while_a_filter_hides_it() {
        let (session, _file) = session(&records(9));
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.keys("2 j a");
        player.write("entry?");
        player.keys("Enter");
        assert_eq!(marked(&player), [(2, "entry?".to_owned())]);
        player.keys("a Backspace");
        player.write("!");
        player.keys("Enter f");
        player.write("result=passed");
        player.keys("Enter '");
        let screen = player.screen();
        assert!(
            screen.contains("/etc/f2") && screen.contains("entry!"),
            "{screen}"
        );
        player.keys("Enter");
        assert!(player.app.shared.toast.contains("hides"));
        player.keys("' m");
        assert!(player.app.shared.marks.is_empty());
        assert!(player.screen().contains("nothing is marked"));
    }

    #[test]
    fn a_question_that_is_left_changes_nothing() {
        let (session, _file) = session(&records(3));
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.keys("a");
        player.write("q");
        player.keys("Esc");
        assert!(player.app.shared.marks.is_empty() && !player.app.shared.is_over);
    }
}
