//! Records that were marked, each with a note.

use std::collections::BTreeMap;

use super::action::Step;
use super::model::Model;
use super::pane::{events, prompt};
use super::prompt::Question;
use super::update::go;
use crate::text::sanitize;

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

/// Marks the record under the cursor, or takes its mark away.
pub(super) fn toggle(model: &mut Model, ordinal: u32) {
    let key = (model.store().time(ordinal), ordinal);
    if model.marks.notes.remove(&key).is_none() {
        model.marks.notes.insert(key, String::new());
        model.marks.last = Some(ordinal);
    }
    let last = model.marks.len().saturating_sub(1);
    model.marks.cursor = model.marks.cursor.min(last);
}

/// Marks all rows of the list from the last mark to the cursor.
pub(super) fn reach(model: &mut Model) {
    let Some(last) = model.marks.last else {
        model.say("nothing was marked yet: m marks a record");
        return;
    };
    let start = model.store().position(model.rows(), last);
    let (from, to) = (start.min(model.list.cursor), start.max(model.list.cursor));
    let rows: Vec<u32> = model
        .rows()
        .iter()
        .skip(from)
        .take(to - from + 1)
        .copied()
        .collect();
    for ordinal in &rows {
        let key = (model.store().time(*ordinal), *ordinal);
        model.marks.notes.entry(key).or_default();
    }
    model.marks.last = model.current();
    model.say(&format!("{} records are marked", model.marks.len()));
}

/// To the next mark among the rows of the list, or the one before.
pub(super) fn jump(model: &mut Model, step: Step) {
    let at = model.current().map_or((i64::MIN, 0), |ordinal| {
        (model.store().time(ordinal), ordinal)
    });
    let is_listed = |ordinal: u32| {
        let place = model.store().position(model.rows(), ordinal);
        (model.rows().get(place) == Some(&ordinal)).then_some(place)
    };
    let keys = model.marks.notes.keys();
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
        Some(to) => go(model, to),
        None => model.say("no more marks among these records"),
    }
}

/// Asks for a note; the record is marked by it.
pub(super) fn annotate(model: &mut Model, ordinal: u32) {
    let known = model.marks.note(model.store().time(ordinal), ordinal);
    let known = known.unwrap_or_default().to_owned();
    prompt::ask(model, Question::Note(ordinal), &known);
}

/// The marks in lines: the record, and what was noted on it. `None` if there are none, or one was not read.
pub(super) fn text(model: &Model) -> Option<String> {
    let line = |(ordinal, note): (u32, &str)| {
        let row = model.list.cells.get(&ordinal)?.as_ref().ok()?;
        let text = events::line(model, ordinal, &row.cells);
        Some(match note {
            "" => text,
            note => format!("{text}  # {}", sanitize(note)),
        })
    };
    let lines: Option<Vec<String>> = model.marks.iter().map(line).collect();
    lines
        .filter(|lines| !lines.is_empty())
        .map(|lines| lines.join("\n"))
}

/// Notes something on a record.
pub(super) fn note(model: &mut Model, ordinal: u32, text: &str) {
    let key = (model.store().time(ordinal), ordinal);
    model.marks.notes.insert(key, text.to_owned());
    model.marks.last = Some(ordinal);
}

#[cfg(test)]
mod tests {
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};

    fn marked(player: &Player) -> Vec<(u32, String)> {
        let marks = player.model.marks.iter();
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
            assert_eq!(player.model.list.cursor, cursor, "{keys}");
        }
        assert_eq!(player.model.toast, "no more marks among these records");
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
        assert!(player.model.toast.contains("hides"));
        player.keys("' m");
        assert!(player.model.marks.is_empty());
        assert!(player.screen().contains("nothing is marked"));
    }

    #[test]
    fn a_question_that_is_left_changes_nothing() {
        let (session, _file) = session(&records(3));
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.keys("a");
        player.write("q");
        player.keys("Esc");
        assert!(player.model.marks.is_empty() && !player.model.is_over);
    }
}
