//! Texts in the double quotes of the filter language.

use std::fmt::{self, Write};

use super::hostile;

/// A text in double quotes, so that reading it in a filter gives the same text.
///
/// ```
/// use knoxlog::text::quoted;
/// assert_eq!(quoted("a \"b\"\u{1b}").to_string(), r#""a \"b\"\u001b""#);
/// ```
pub fn quoted(text: &str) -> impl fmt::Display + '_ {
    Quoted(text)
}

struct Quoted<'t>(&'t str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_char('"')?;
        for char in self.0.chars() {
            match char {
                '"' | '\\' => write!(out, "\\{char}")?,
                '\n' => out.write_str("\\n")?,
                '\t' => out.write_str("\\t")?,
                // What is not seen, or hides what is.
                char if hostile(char) && u32::from(char) < 0x1_0000 => {
                    write!(out, "\\u{:04x}", u32::from(char))?;
                }
                char if hostile(char) => write!(out, "\\u{{{:x}}}", u32::from(char))?,
                char => out.write_char(char)?,
            }
        }
        out.write_char('"')
    }
}
