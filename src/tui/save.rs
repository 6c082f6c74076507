//! Records into a file. The formats are those of the command line, which hands them in.

use std::sync::Arc;

use super::model::{Effect, Model};
use super::pane::{self, prompt};
use super::prompt::Question;
use super::worker::{Job, Saved};
use crate::record::Record;
use crate::text::{Count, sanitize};

/// Writes a record.
pub type WriteRow = Box<dyn Fn(&Record<'_>, &mut Vec<u8>) + Send + Sync>;

/// Writes what was noted at a time.
pub type WriteNote = fn(&str, &str) -> String;

/// One way of writing records into a file.
pub struct Format {
    /// What the name of the file ends in.
    pub endings: &'static [&'static str],
    /// What stands above the records.
    pub head: Vec<u8>,
    /// Writes one.
    pub row: WriteRow,
    /// Writes notes below the records; `None` where there is no room for them.
    pub note: Option<WriteNote>,
}

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays as it is.
    Kept,
    /// It is written anew.
    Replaced,
}

/// Asks for the file: of the marks if these are shown, else of the records in view.
pub(super) fn ask(model: &mut Model) {
    let name = match is_of_marks(model) {
        true => "knoxlog-marks.ndjson",
        false => "knoxlog-view.ndjson",
    };
    prompt::ask(model, Question::File, name);
}

fn is_of_marks(model: &Model) -> bool {
    model.is_focus(&pane::marks::PANE)
}

/// Writes the records into a file.
pub(super) fn to(model: &mut Model, path: &str, existing: Existing) -> Vec<Effect> {
    let endings = |format: &Format| format.endings.iter().any(|ending| path.ends_with(ending));
    let formats = &model.session.formats;
    let Some(format) = formats.iter().position(endings) else {
        let known: Vec<&str> = formats
            .iter()
            .flat_map(|format| format.endings)
            .copied()
            .collect();
        model.say(&format!(
            "the name of the file tells the format: {}",
            known.join(" ")
        ));
        return Vec::new();
    };
    if !model.matched.is_whole || !model.progress.is_done {
        model.say("not everything was read yet: what was found so far is written");
    }
    let ordinals = match is_of_marks(model) {
        true => Arc::new(model.marks.iter().map(|(ordinal, _)| ordinal).collect()),
        false => model.matched.rows.clone(),
    };
    let notes = model
        .marks
        .iter()
        .filter(|(ordinal, note)| !note.is_empty() && ordinals.contains(ordinal));
    let notes = notes
        .map(|(ordinal, note)| (ordinal, note.to_owned()))
        .collect();
    vec![Effect::Job(Job::Save {
        ordinals,
        notes,
        store: model.store().clone(),
        path: path.to_owned(),
        format,
        existing,
    })]
}

/// Says what became of it.
pub(super) fn done(model: &mut Model, path: &str, saved: Saved) {
    let name = sanitize(path).into_owned();
    match saved {
        Saved::Written { records, lost: 0 } => {
            model.say(&format!("{} records written to {name}", Count(records)));
        }
        Saved::Written { records, lost } => model.say(&format!(
            "{} records written to {name}; {} could not be read again and are not in it",
            Count(records),
            Count(lost)
        )),
        Saved::Exists => prompt::ask(model, Question::Overwrite(path.to_owned()), ""),
        Saved::Failed(why) => model.say(&format!("{name}: {why}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};
    use crate::tui::session::Session;

    fn with_formats(lines: &str) -> (Session, tempfile::NamedTempFile, tempfile::TempDir) {
        let (mut session, file) = session(lines);
        session.formats = vec![Format {
            endings: &[".raw"],
            head: b"head\n".to_vec(),
            row: Box::new(|record, out| {
                out.extend_from_slice(record.origin().bytes);
                out.push(b'\n');
            }),
            note: Some(|time, note| format!("{time} {note}\n")),
        }];
        (session, file, tempfile::tempdir().unwrap())
    }

    fn save(player: &mut Player, path: &str) {
        player.keys("o C-u");
        player.write(path);
        player.keys("Enter");
    }

    #[test]
    fn what_is_listed_is_written_and_nothing_is_overwritten_unasked() {
        let (session, _file, folder) = with_formats(&records(4));
        let mut player = Player::new(session, (80, 24)).unwrap();
        let path = folder.path().join("view.raw").display().to_string();
        save(&mut player, &path);
        let whole = format!("head\n{}", records(4));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), whole);
        assert!(
            player.model.toast.starts_with("4 records written"),
            "{}",
            player.model.toast
        );
        player.keys("f");
        player.write("result!=passed");
        player.keys("Enter");
        for (answer, lines) in [("no", 5), ("yes", 2)] {
            save(&mut player, &path);
            player.write(answer);
            player.keys("Enter");
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(text.lines().count(), lines, "{answer}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn marks_are_written_with_their_notes() {
        let (session, _file, folder) = with_formats(&records(4));
        let mut player = Player::new(session, (80, 24)).unwrap();
        let path = folder.path().join("marks.raw").display().to_string();
        player.keys("m j a");
        player.write("here");
        player.keys("Enter '");
        save(&mut player, &path);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("/etc/f0") && text.contains("/etc/f2") && !text.contains("/etc/f1"));
        assert!(
            text.ends_with("\n\n2026-03-14T09:40:02.000000Z here\n"),
            "{text}"
        );
    }

    #[test]
    fn neither_an_input_nor_a_link_nor_an_unknown_ending_is_written() {
        let (mut session, file, folder) = with_formats(&records(4));
        let log = folder.path().join("log.raw");
        std::fs::copy(file.path(), &log).unwrap();
        session.inputs = vec![crate::input::Input::File(log.clone())];
        let link = folder.path().join("link.raw");
        std::os::unix::fs::symlink("/dev/null/nowhere", &link).unwrap();
        let mut player = Player::new(session, (80, 24)).unwrap();
        for (path, toast) in [
            (log.display().to_string(), "is one of the inputs"),
            (
                folder.path().join("x.exe").display().to_string(),
                "the name of the file tells the format: .raw",
            ),
            (
                folder.path().join("none/x.raw").display().to_string(),
                "No such file",
            ),
        ] {
            save(&mut player, &path);
            assert!(player.model.toast.contains(toast), "{}", player.model.toast);
        }
        save(&mut player, &link.display().to_string());
        assert!(player.screen().contains("overwrite it?"));
        assert_eq!(std::fs::read_to_string(&log).unwrap(), records(4));
    }
}
