//! What goes to the clipboard of the terminal. Texts are escaped: who pastes them, pastes what was seen.

use super::{Shared, command_line, marks, narrow};
use crate::text::{Count, json_terminal_safe, sanitize, shield};
use crate::tui::action::Copied;
use crate::tui::effect::Effect;

/// Bytes that are copied at once, at most: terminals drop more without a word.
const MOST: usize = 100_000;

/// Copies something of what is on the screen.
pub fn copy(shared: &mut Shared, what: Copied) -> Vec<Effect> {
    let text = match what {
        Copied::Value => narrow::cell_value(shared).map(|value| sanitize(&value).into_owned()),
        Copied::Term => narrow::cell_term(shared).map(|term| shield(&term).into_owned()),
        Copied::Command => Some(shield(&command_line::command(shared)).into_owned()),
        Copied::Record => shared.record().map(|detail| {
            let safe = json_terminal_safe(&detail.raw);
            String::from_utf8_lossy(&safe).trim_end().to_owned()
        }),
        Copied::Marks => marks::text(shared),
    };
    hand_over(shared, what, text)
}

/// Hands a text to the clipboard, or says why not.
pub fn hand_over(shared: &mut Shared, what: Copied, text: Option<String>) -> Vec<Effect> {
    let Some(text) = text else {
        shared.say(match what {
            Copied::Marks => "nothing is marked, or not all of it was read: ' shows the marks",
            _ => "there is nothing here to copy",
        });
        return Vec::new();
    };
    if text.len() > MOST {
        shared.say(&format!(
            "{} bytes are more than a terminal takes: o writes to a file",
            Count(text.len() as u64)
        ));
        return Vec::new();
    }
    let bytes = Count(text.len() as u64);
    shared.say(&format!(
        "{bytes} bytes sent to the clipboard of the terminal"
    ));
    vec![Effect::Copy(text)]
}

/// The control sequence that hands a text to the clipboard of the terminal (OSC 52); inside of tmux also in the wrapper
/// by which tmux passes it on.
pub fn sequence(text: &str, is_in_tmux: bool) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(text);
    let plain = format!("\x1b]52;c;{text}\x07");
    match is_in_tmux {
        true => format!("\x1bPtmux;\x1b{plain}\x1b\\{plain}"),
        false => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};

    #[test]
    fn what_the_cursor_is_on_is_copied_and_said() {
        let (session, _file) = session(&records(4));
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.keys("j 4 l");
        for (keys, copied) in [
            ("y y", "/etc/f1"),
            ("y t", "path=/etc/f1"),
            ("y c", "knoxlog filter test.ndjson"),
        ] {
            player.keys(keys);
            assert_eq!(player.copied.as_deref(), Some(copied), "{keys}");
            assert!(
                player.app.shared.toast.contains("bytes sent"),
                "{}",
                player.app.shared.toast
            );
        }
        player.keys("Y");
        let line = records(4).lines().nth(1).unwrap().to_owned();
        assert_eq!(player.copied, Some(line));
    }

    #[test]
    fn marks_are_copied_with_their_notes() {
        let (session, _file) = session(&records(4));
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.keys("y m");
        assert_eq!(player.copied, None);
        player.keys("j a");
        player.write("odd");
        player.keys("Enter y m");
        let copied = player.copied.clone().unwrap();
        assert!(
            copied.contains("/etc/f1") && copied.ends_with("odd"),
            "{copied}"
        );
    }

    #[test]
    fn what_is_hostile_is_copied_as_it_is_shown() {
        let line = records(1).replace("/etc/f0", "/etc/\u{202e}f\\u001b[2J");
        let (session, _file) = session(&line);
        let mut player = Player::new(session, (80, 24)).unwrap();
        for keys in ["4 l y y", "Y", "y t", "y m"] {
            player.keys(keys);
            let copied = player.copied.clone().unwrap();
            assert!(
                !copied.chars().any(crate::text::hostile),
                "{keys}: {copied:?}"
            );
        }
    }

    #[test]
    fn a_text_is_wrapped_for_the_terminal() {
        assert_eq!(sequence("a", false), "\x1b]52;c;YQ==\x07");
        assert_eq!(
            sequence("a", true),
            "\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\\x1b]52;c;YQ==\x07"
        );
    }
}
