//! The shell command that answers what the screen shows.

use super::Shared;

/// The command, each word quoted where a shell would read something else.
pub fn command(shared: &Shared) -> String {
    let mut words = vec!["knoxlog".to_owned(), "filter".to_owned()];
    words.extend(shared.filter.terms().iter().map(|term| quoted(term)));
    if let Some(name) = shared
        .session
        .zone
        .iana_name()
        .filter(|name| *name != "UTC")
    {
        words.push(format!("--tz {}", quoted(name)));
    }
    for name in &shared.session.names {
        let is_like_a_term = name.contains(['=', '~', ':', '!', '<', '>']) && !name.contains('/');
        let name = match is_like_a_term {
            true => format!("./{name}"),
            false => name.clone(),
        };
        words.push(quoted(&name));
    }
    words.join(" ")
}

/// A word as shells read it: as it is if nothing in it means anything to one, else in single quotes.
pub fn quoted(word: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "=:,./@%+-_".contains(char);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
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
        ] {
            assert_eq!(quoted(word), shown);
        }
    }
}
