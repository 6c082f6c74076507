//! Text in XML and HTML: what a record holds is shown, and is nothing but text.

use std::fmt;

use crate::text::shield;

/// A text that is escaped already, as the content of an element or of an attribute in quotes. Shielded once more, so that
/// no character is in it that XML forbids or that reorders a line.
pub(super) struct Xml<'t>(pub(super) &'t str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in shield(self.0).chars() {
            match char {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                // Some parsers of old took it for a quote.
                '`' => out.write_str("&#96;")?,
                char => fmt::Write::write_char(out, char)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_of_a_text_is_markup(text in any::<String>()) {
            let shown = Xml(&text).to_string();
            prop_assert!(!shown.contains(['<', '>', '"', '\'', '`']));
            prop_assert!(!shown.chars().any(char::is_control));
            let plain = shown
                .replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&#96;", "`").replace("&amp;", "&");
            prop_assert_eq!(plain, shield(&text).into_owned());
        }
    }
}
