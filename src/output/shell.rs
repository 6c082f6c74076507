//! Words as shells read them.

/// A text as one word of bash, zsh, fish and dash: bare where nothing in it means anything to one of them, else in single
/// quotes. What is not ASCII is quoted, since what a shell takes for a letter hangs on its locale.
///
/// ```
/// use knoxlog::output::shell_quoted;
/// assert_eq!(shell_quoted("ns=default"), "ns=default");
/// assert_eq!(shell_quoted("pid>1000"), "'pid>1000'");
/// ```
pub fn shell_quoted(text: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "=:,._/@%+-".contains(char);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        for (word, shown) in [
            ("ns=default", "ns=default"),
            ("pid>1000", "'pid>1000'"),
            ("pod=web-*", "'pod=web-*'"),
            ("cmd~'a|b'", r"'cmd~'\''a|b'\'''"),
            ("ns!=a", "'ns!=a'"),
            ("", "''"),
            ("/var/log/a b", "'/var/log/a b'"),
            ("cmd=größe", "'cmd=größe'"),
            ("50%,a@b+c:d_e", "50%,a@b+c:d_e"),
        ] {
            assert_eq!(shell_quoted(word), shown);
        }
    }
}
