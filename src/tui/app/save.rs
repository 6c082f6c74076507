//! Writes what is listed into a file: records, marks, or the table of top.

use std::sync::Arc;

use crate::output::FILE_FORMATS;
use crate::text::{Count, sanitize};
use crate::tui::effect::Effect;
use crate::tui::job::Job;
use crate::tui::pane::PaneId;
use crate::tui::pane::top::TopPane;
use crate::tui::prompt::Question;
use crate::tui::save::{Content, Existing, Saved, Saving};
use crate::tui::shared::Shared;

/// Asks for the file: of the marks or the table if these are shown, else of the records in view.
pub(super) fn ask(shared: &mut Shared) {
    let name = if shared.is_focus(PaneId::Marks) {
        "knoxlog-marks.ndjson"
    } else if shared.is_focus(PaneId::Top) {
        "knoxlog-top.csv"
    } else {
        "knoxlog-view.ndjson"
    };
    shared.ask(Question::File, name);
}

/// Writes what is shown into a file.
pub(super) fn to(
    shared: &mut Shared,
    top: &TopPane,
    path: &str,
    existing: Existing,
) -> Vec<Effect> {
    let is_table = shared.is_focus(PaneId::Top);
    let formats = FILE_FORMATS.iter();
    let formats = formats.filter(|format| !is_table || format.has_tables());
    let Some(format) = formats.clone().find(|format| format.is_of(path)) else {
        let known: Vec<&str> = formats.flat_map(|format| format.endings).copied().collect();
        shared.say(&format!(
            "the name of the file tells the format: {}",
            known.join(" ")
        ));
        return Vec::new();
    };
    let content = match is_table {
        true => top.table(shared.progress.is_done),
        false => Some(records(shared)),
    };
    let Some((content, notes)) = content else {
        shared.say("nothing is counted yet");
        return Vec::new();
    };
    vec![Effect::Job(Job::Save(Box::new(Saving {
        content,
        notes,
        path: path.to_owned(),
        format,
        existing,
    })))]
}

/// The marked records, or those in view; and what is to be said of them.
fn records(shared: &Shared) -> (Content, String) {
    let is_of_marks = shared.is_focus(PaneId::Marks);
    let ordinals = match is_of_marks {
        true => Arc::new(shared.marks.iter().map(|(ordinal, _)| ordinal).collect()),
        false => shared.matched.rows.clone(),
    };
    let said = match is_of_marks || shared.is_whole() {
        true => "",
        false => "; not everything was read yet: it is what was found so far",
    };
    let notes = shared
        .marks
        .iter()
        .filter(|(ordinal, note)| !note.is_empty() && ordinals.contains(ordinal));
    let notes = notes
        .map(|(ordinal, note)| (ordinal, note.to_owned()))
        .collect();
    let content = Content::Records {
        ordinals,
        notes,
        store: shared.store().clone(),
    };
    (content, said.to_owned())
}

/// Says what became of it.
pub(super) fn done(shared: &mut Shared, path: &str, saved: Saved) {
    let name = sanitize(path).into_owned();
    match saved {
        Saved::Written { what, lost, notes } => {
            let lost = match lost {
                0 => String::new(),
                lost => format!(
                    "; {} could not be read again and are not in it",
                    Count(lost)
                ),
            };
            shared.say(&format!("{what} written to {name}{lost}{notes}"));
        }
        Saved::Exists => shared.ask(Question::Overwrite(path.to_owned()), ""),
        Saved::Failed(why) => shared.say(&format!("{name}: {why}")),
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};
    use crate::tui::session::Session;

    fn with_folder(lines: &str) -> (Session, tempfile::NamedTempFile, tempfile::TempDir) {
        let (session, file) = session(lines);
        (session, file, tempfile::tempdir().unwrap())
    }

    fn save(player: &mut Player, path: &str) {
        player.keys("o C-u");
        player.write(path);
        player.keys("Enter");
    }

    #[test]
    fn what_is_listed_is_written_and_nothing_is_overwritten_unasked() {
        let (session, _file, folder) = with_folder(&records(4));
        let mut player = Player::new(session, (80, 24)).unwrap();
        let path = folder.path().join("view.raw").display().to_string();
        save(&mut player, &path);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), records(4));
        assert!(
            player.app.shared.toast.starts_with("4 records written"),
            "{}",
            player.app.shared.toast
        );
        player.keys("f");
        player.write("result!=passed");
        player.keys("Enter");
        for (answer, lines) in [("no", 4), ("yes", 1)] {
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
        let (session, _file, folder) = with_folder(&records(4));
        let mut player = Player::new(session, (80, 24)).unwrap();
        let path = folder.path().join("marks.md").display().to_string();
        player.keys("m j a");
        player.write("here");
        player.keys("Enter '");
        save(&mut player, &path);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("/etc/f0") && text.contains("/etc/f2") && !text.contains("/etc/f1"));
        assert!(
            text.ends_with("|\n\n- `2026-03-14T09:40:02.000000Z`: `here`\n"),
            "{text}"
        );
    }

    #[test]
    fn the_table_of_the_counts_is_written_whole_and_nothing_is_overwritten_unasked() {
        let (session, _file, folder) = with_folder(&records(60));
        let mut player = Player::new(session, (80, 10)).unwrap();
        let path = folder.path().join("top.csv").display().to_string();
        player.keys("T b C-u");
        player.write("pod");
        player.keys("Enter");
        save(&mut player, &path);
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines.len(), lines[0]), (61, "pod,count,share,first,last"));
        assert!(lines[60].starts_with("cart-"), "{text}");
        assert!(player.app.shared.toast.starts_with("60 groups written to "));
        assert!(!player.app.shared.toast.contains("at least"));
        // In the order that is shown.
        player.keys("b C-u");
        player.write("outcome");
        player.keys("Enter s");
        for (answer, start) in [("no", "cart-"), ("yes", "denied,20,33.3333,")] {
            save(&mut player, &path);
            assert!(player.screen().contains("overwrite it?"));
            player.write(answer);
            player.keys("Enter");
            let text = std::fs::read_to_string(&path).unwrap();
            let first = text.lines().nth(1).unwrap();
            assert!(first.starts_with(start), "{answer}: {text}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        // A format of records is none of tables.
        save(
            &mut player,
            &folder.path().join("top.raw").display().to_string(),
        );
        assert!(
            player
                .app
                .shared
                .toast
                .ends_with("format: .ndjson .jsonl .json .csv .tsv .md")
        );
    }

    #[test]
    fn what_is_written_before_all_was_read_is_said_to_be_less() {
        let (session, _file, folder) = with_folder(&records(9));
        let mut player = Player::new(session, (80, 10)).unwrap();
        let progress = player.app.shared.progress.clone();
        player.read(crate::tui::job::Progress {
            is_done: false,
            ..progress
        });
        for (keys, name, said) in [
            ("g", "a.raw", "9 records written to "),
            ("T", "b.csv", "1 group written to "),
        ] {
            player.keys(keys);
            save(&mut player, &folder.path().join(name).display().to_string());
            let toast = &player.app.shared.toast;
            assert!(toast.starts_with(said), "{toast}");
            assert!(
                toast.contains("; not everything was read yet")
                    || toast.contains("; counting is not over"),
                "{toast}"
            );
        }
    }

    #[test]
    fn neither_an_input_nor_a_link_nor_an_unknown_ending_is_written() {
        let (mut session, file, folder) = with_folder(&records(4));
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
                "tells the format: .ndjson .jsonl .json .raw .log .txt .csv .tsv .md",
            ),
            (
                folder.path().join("none/x.raw").display().to_string(),
                "No such file",
            ),
        ] {
            save(&mut player, &path);
            assert!(
                player.app.shared.toast.contains(toast),
                "{}",
                player.app.shared.toast
            );
        }
        save(&mut player, &link.display().to_string());
        assert!(player.screen().contains("overwrite it?"));
        assert_eq!(std::fs::read_to_string(&log).unwrap(), records(4));
    }
}
