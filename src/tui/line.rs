//! One line of text that is being written. Knows no keys and no screen.

use super::action::Edit;

/// A text and a place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineEditor {
    text: String,
    /// Where the next character goes, in bytes.
    at: usize,
}

impl LineEditor {
    /// A text, the place behind it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let at = text.len();
        Self { text, at }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the place.
    pub fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn behind(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Writes a character.
    pub fn insert(&mut self, char: char) {
        self.text.insert(self.at, char);
        self.at += char.len_utf8();
    }

    /// Writes a text in place of the last `bytes` before the place; these end with a character.
    pub fn replace(&mut self, bytes: usize, text: &str) {
        let start = self.at.saturating_sub(bytes);
        if self.text.is_char_boundary(start) {
            self.text.replace_range(start..self.at, text);
            self.at = start + text.len();
        }
    }

    /// Changes it; answers whether the text is another one now. Edits that need more than a line do nothing.
    pub fn edit(&mut self, edit: Edit) -> bool {
        let before = |line: &Self| line.before().chars().next_back().map_or(0, char::len_utf8);
        let behind = |line: &Self| line.behind().chars().next().map_or(0, char::len_utf8);
        let len = self.text.len();
        let (from, to) = match edit {
            Edit::Left => return self.go(self.at - before(self)),
            Edit::Right => return self.go(self.at + behind(self)),
            Edit::Home => return self.go(0),
            Edit::End => return self.go(len),
            Edit::WordLeft => return self.go(self.word_left()),
            Edit::WordRight => return self.go(self.word_right()),
            Edit::Backspace => (self.at - before(self), self.at),
            Edit::Delete => (self.at, self.at + behind(self)),
            Edit::Word => (self.word_left(), self.at),
            Edit::Before => (0, self.at),
            Edit::Behind => (self.at, len),
            Edit::Older | Edit::Newer | Edit::Complete | Edit::Offer | Edit::Recall => {
                return false;
            }
        };
        self.text.replace_range(from..to, "");
        self.at = from;
        from < to
    }

    fn go(&mut self, at: usize) -> bool {
        self.at = at;
        false
    }

    fn word_left(&self) -> usize {
        let head = self.before().trim_end();
        head.rfind(char::is_whitespace).map_or(0, |at| {
            at + head
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8)
        })
    }

    fn word_right(&self) -> usize {
        let rest = self.behind();
        let blank = rest.len() - rest.trim_start().len();
        let word = rest.trim_start();
        self.at + blank + word.find(char::is_whitespace).unwrap_or(word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_keep_to_characters_and_words() {
        let mut line = LineEditor::new("ns=größe op=file");
        assert!(line.edit(Edit::Word));
        assert_eq!(line.text(), "ns=größe ");
        assert!(line.edit(Edit::Backspace) && line.edit(Edit::Backspace));
        assert!(!line.edit(Edit::Left));
        assert_eq!((line.before(), line.text()), ("ns=grö", "ns=größ"));
        line.insert('é');
        assert_eq!(line.text(), "ns=gröéß");
        assert!(line.edit(Edit::Behind) && line.edit(Edit::Before));
        assert_eq!(line, LineEditor::default());
        assert!(!line.edit(Edit::Backspace) && !line.edit(Edit::Delete));
    }

    #[test]
    fn words_are_jumped_over() {
        let mut line = LineEditor::new("a  bc d");
        for before in ["a  bc ", "a  ", ""] {
            line.edit(Edit::WordLeft);
            assert_eq!(line.before(), before);
        }
        for before in ["a", "a  bc", "a  bc d", "a  bc d"] {
            line.edit(Edit::WordRight);
            assert_eq!(line.before(), before);
        }
    }

    #[test]
    fn what_is_offered_takes_the_place_of_what_was_begun() {
        let mut line = LineEditor::new("ns=wo");
        line.replace(2, "wordpress");
        assert_eq!(line.text(), "ns=wordpress");
        line.replace(100, "x");
        assert_eq!(line.text(), "x");
    }
}
