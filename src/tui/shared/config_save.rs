//! What is kept beyond this screen: a filter under a name, the columns of the list. Nothing is, unless it is asked for. The
//! file that it goes to is the command line's, which hands in what reads and writes it.

use super::{Shared, matches};
use crate::query::Term;
use crate::query::ast::Ast;
use crate::text::sanitize;
use crate::tui::effect::Effect;
use crate::tui::job::Job;
use crate::tui::prompt::Question;
use crate::tui::settings::{Draft, Entry, Kept};

/// Asks for the name of the conditions at hand.
pub fn ask(shared: &mut Shared) {
    match filter(shared) {
        Some(_) => shared.ask(Question::Macro, ""),
        None => shared.say("there is no condition that counts: nothing to give a name to"),
    }
}

/// The conditions that count, as one.
fn filter(shared: &Shared) -> Option<String> {
    let terms = shared.filter.terms();
    let [_, _, ..] = terms.as_slice() else {
        return terms.into_iter().next();
    };
    let trees = terms.iter().map(|term| Some(Term::parse(term).ok()?.tree));
    Some(Ast::All(trees.collect::<Option<_>>()?).to_string())
}

/// Asks what would be written to keep the conditions at hand under a name.
pub fn named(shared: &mut Shared, name: &str) -> Vec<Effect> {
    let name = name.strip_prefix("is:").unwrap_or(name).to_owned();
    match filter(shared) {
        Some(filter) if !name.is_empty() => draft(Entry::Macro { name, filter }),
        _ => {
            shared.say("nothing is kept: it was given no name");
            Vec::new()
        }
    }
}

/// Asks what would be written to keep the columns of the list.
pub fn columns(shared: &Shared) -> Vec<Effect> {
    let columns = &shared.list.columns;
    let names: Vec<String> = columns
        .iter()
        .map(|column| column.name().to_owned())
        .collect();
    let wide = |name: &String| Some((name.clone(), *shared.list.widths.get(name)?));
    let widths = names.iter().filter_map(wide).collect();
    draft(Entry::Columns { names, widths })
}

fn draft(entry: Entry) -> Vec<Effect> {
    vec![Effect::Job(Job::Keep { entry, draft: None })]
}

/// Writes what was shown, if that was the answer.
pub fn answered(shared: &mut Shared, entry: Entry, draft: Draft, answer: &str) -> Vec<Effect> {
    if !answer.eq_ignore_ascii_case("yes") {
        shared.say("nothing was written");
        return Vec::new();
    }
    let draft = Some(draft);
    vec![Effect::Job(Job::Keep { entry, draft })]
}

/// Asks whether to write what would be written, or says what became of it.
pub fn done(shared: &mut Shared, entry: Entry, kept: Kept) -> Vec<Effect> {
    match kept {
        Kept::Drafted(draft) => {
            let answer = if draft.replaced.is_empty() { "yes" } else { "" };
            shared.ask(Question::Keep(entry, draft), answer);
        }
        Kept::Written(draft) => {
            shared.say(&format!(
                "{} written to {}",
                entry.words(),
                sanitize(&draft.path)
            ));
            // Conditions that name it mean something else now.
            if matches!(entry, Entry::Macro { .. }) && !draft.replaced.is_empty() {
                return matches::refilter(shared);
            }
        }
        Kept::Failed(why) => shared.say(&why),
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{Notes, records, session};

    fn opened() -> (Player, Notes, tempfile::NamedTempFile) {
        let (mut session, file) = session(&records(9));
        let notes = Notes::default();
        session.settings = Box::new(notes.clone());
        (Player::new(session, (100, 30)).unwrap(), notes, file)
    }

    fn filtered(player: &mut Player, text: &str) {
        player.keys("f");
        player.write(text);
        player.keys("Enter");
    }

    fn given(player: &mut Player, name: &str, answer: &str) {
        player.keys("S");
        player.write(name);
        player.keys("Enter");
        player.write(answer);
        player.keys("Enter");
    }

    fn written(notes: &Notes) -> Vec<Entry> {
        notes.written.lock().unwrap().clone()
    }

    fn filter(name: &str, filter: &str) -> Entry {
        Entry::Macro {
            name: name.to_owned(),
            filter: filter.to_owned(),
        }
    }

    #[test]
    fn a_filter_is_kept_under_its_name_and_used_at_once() {
        let (mut player, notes, _file) = opened();
        player.keys("S");
        assert!(player.app.shared.toast.starts_with("there is no condition"));
        filtered(&mut player, "is:denied or pod=cart-0");
        filtered(&mut player, "path=/etc/f2,/etc/f0,/etc/f1");
        player.keys("A-2");
        filtered(&mut player, "path=/etc/f2,/etc/f0");
        given(&mut player, "is:odd", "");
        let text = "(is:denied or pod=cart-0) and path=/etc/f2,/etc/f0";
        assert_eq!(written(&notes), [filter("odd", text)]);
        assert_eq!(player.app.shared.toast, "is:odd written to notes");
        player.keys("A-0 A-0 A-1 A-3");
        filtered(&mut player, "is:odd");
        assert_eq!(player.app.shared.matched.count, 2);
        player.keys("? G");
        assert!(player.screen().contains("is:odd"), "{}", player.screen());
    }

    #[test]
    fn one_that_is_there_takes_a_yes_and_changes_what_is_shown() {
        let (mut player, notes, _file) = opened();
        filtered(&mut player, "path=/etc/f0");
        given(&mut player, "it", "");
        player.keys("A-0");
        filtered(&mut player, "is:it");
        assert_eq!(player.app.shared.matched.count, 1);
        player.keys("A-2");
        filtered(&mut player, "is:denied");
        for (answer, count) in [("", 1), ("no", 1), ("yes", 2)] {
            given(&mut player, "IT", answer);
            assert_eq!(written(&notes).len(), count, "{answer}");
        }
        player.keys("A-3 A-2");
        assert_eq!(player.app.shared.matched.count, 3);
    }

    #[test]
    fn a_macro_that_would_stand_for_itself_is_refused() {
        let (mut player, notes, _file) = opened();
        filtered(&mut player, "is:denied");
        given(&mut player, "a", "");
        player.keys("A-1");
        filtered(&mut player, "is:a");
        player.keys("S a Enter");
        assert!(
            player.app.shared.toast.contains("expands to itself"),
            "{}",
            player.app.shared.toast
        );
        assert_eq!(written(&notes).len(), 1);
    }

    #[test]
    fn what_would_be_written_is_shown_before_it_is_and_given_up_by_esc() {
        let (mut player, notes, _file) = opened();
        filtered(&mut player, "is:denied");
        player.keys("S a Enter");
        let screen = player.screen();
        let end: Vec<&str> = screen.lines().rev().take(3).collect();
        assert!(
            end[0].starts_with(" write this? yes or no > yes"),
            "{screen}"
        );
        assert!(
            end[1].contains("is:denied") && end[2].starts_with("- notes ---"),
            "{screen}"
        );
        player.keys("Esc");
        assert!(written(&notes).is_empty() && !player.app.shared.focus.writes());
        // The answer comes when it comes: keys go on to where they went.
        let effects = player.app.press(crate::tui::key::KeyPress::char('j'));
        assert!(
            effects
                .iter()
                .all(|effect| !matches!(effect, Effect::Job(Job::Keep { .. })))
        );
    }

    #[test]
    fn columns_are_kept_with_their_widths() {
        let (mut player, notes, _file) = opened();
        player.keys("c j Enter + + S Enter");
        let names = ["when", "op", "by", "what", "end"];
        let wide = crate::tui::shared::list_layout::width_of(&player.app.shared, 1).unwrap();
        let columns = Entry::Columns {
            names: names.map(str::to_owned).to_vec(),
            widths: vec![("op".to_owned(), wide)],
        };
        assert_eq!(written(&notes), [columns]);
        assert!(
            player
                .app
                .shared
                .toast
                .starts_with("the columns of the list written to")
        );
    }
}
