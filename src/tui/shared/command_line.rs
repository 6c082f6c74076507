//! The shell command that answers what the screen shows.

use super::Shared;
use crate::output::shell_quoted;

/// The command, each word quoted where a shell would read something else.
pub fn command(shared: &Shared) -> String {
    let mut words = vec!["knoxlog".to_owned(), "filter".to_owned()];
    words.extend(shared.filter.terms().iter().map(|term| shell_quoted(term)));
    if let Some(name) = shared
        .session
        .zone
        .iana_name()
        .filter(|name| *name != "UTC")
    {
        words.push(format!("--tz {}", shell_quoted(name)));
    }
    for name in &shared.session.names {
        let is_like_a_term = name.contains(['=', '~', ':', '!', '<', '>']) && !name.contains('/');
        let name = match is_like_a_term {
            true => format!("./{name}"),
            false => name.clone(),
        };
        words.push(shell_quoted(&name));
    }
    words.join(" ")
}
