//! How roles look where somebody chose it: a style for each, and how a style is written.

use anstyle::{AnsiColor, Color, Style};

use super::Role;

/// A style for each role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: Vec<(Role, Style)>,
}

impl Theme {
    /// The usual styles but for those that are chosen; of several for one role, the first counts.
    pub fn new(chosen: impl IntoIterator<Item = (Role, Style)>) -> Self {
        Self {
            styles: chosen.into_iter().collect(),
        }
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        let mut chosen = self.styles.iter().filter(|(of, _)| *of == role);
        chosen.next().map_or(role.style(), |(_, style)| *style)
    }
}

/// Reads a style: words such as `bold`, `dimmed`, `italic`, `underline`, and one of the sixteen colours of terminals,
/// `red` or `bright-red`; `plain` is none of them. Letter case does not count.
///
/// # Errors
/// The first word that is none of these.
///
/// ```
/// use knoxlog::text::parse_style;
/// assert_eq!(parse_style("bold bright-red").unwrap().to_string(), "\x1b[1m\x1b[91m");
/// assert_eq!(parse_style("blink"), Err("blink"));
/// ```
pub fn parse_style(text: &str) -> Result<Style, &str> {
    let mut words = text.split_whitespace();
    words.try_fold(Style::new(), |style, word| {
        let lower = word.to_ascii_lowercase();
        Ok(match lower.as_str() {
            "plain" => style,
            "bold" => style.bold(),
            "dimmed" => style.dimmed(),
            "italic" => style.italic(),
            "underline" => style.underline(),
            name => style.fg_color(Some(Color::Ansi(colour(name).ok_or(word)?))),
        })
    })
}

fn colour(name: &str) -> Option<AnsiColor> {
    let (name, is_bright) = match name.strip_prefix("bright-") {
        Some(rest) => (rest, true),
        None => (name, false),
    };
    let plain = match name {
        "black" => AnsiColor::Black,
        "red" => AnsiColor::Red,
        "green" => AnsiColor::Green,
        "yellow" => AnsiColor::Yellow,
        "blue" => AnsiColor::Blue,
        "magenta" => AnsiColor::Magenta,
        "cyan" => AnsiColor::Cyan,
        "white" => AnsiColor::White,
        _ => return None,
    };
    Some(plain.bright(is_bright))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_changes_what_it_names() {
        let green = parse_style("Green").unwrap();
        let red = parse_style("red").unwrap();
        let theme = Theme::new([(Role::Denied, green), (Role::Denied, red)]);
        assert_eq!(theme.style(Role::Denied), green);
        assert_eq!(theme.style(Role::Time), Role::Time.style());
    }
}
