//! Values behind names that say that they are secret.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Parts of such names, lower case.
pub(super) const NEEDLES: &[&str] = &[
    "passw",
    "passphrase",
    "passcode",
    "pass=",
    "pass ",
    "pass:",
    "pass\"",
    "secret",
    "token",
    "api_key",
    "api-key",
    "apikey",
    "access_key",
    "access-key",
    "accesskey",
    "secret_key",
    "secret-key",
    "private_key",
    "private-key",
    "privatekey",
    "account_key",
    "accountkey",
    "encryption_key",
    "encryption-key",
    "signing_key",
    "signing-key",
    "master_key",
    "master-key",
    "auth_key",
    "auth-key",
    "_auth",
    "pwd",
];

/// A name that ends in one of these is that of a secret.
const NAME: &str = r"[A-Za-z0-9_.-]*(?:(?i:passw(?:or)?d|passwort|passphrase|passcode|secret|token|(?:api|access|secret|private|account|encryption|signing|master|auth)[_-]?key|_auth)|(?:^|[_.-]|(?i:ssh|mysql_|redis))(?i:pass)|[Pp]wd|_PWD)|(?i:pass)";

/// Such a name, and what parts it from its value.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r#"(?:^|[^A-Za-z0-9_.-])(?P<name>{NAME})(?P<by>["']?=|["']?:\s|["']\s?:\s?|:|\s+)(?P<quote>["']?)"#
    ))
    .ok()
});

static NAME_ALONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("^(?:{NAME})$")).ok());

/// Whether a name says that its value is secret: a member of an object, a variable.
pub fn is_secret_name(name: &str) -> bool {
    NAME_ALONE
        .as_ref()
        .is_some_and(|pattern| pattern.is_match(name))
}

pub(super) fn find(text: &str, found: &mut Vec<Range<usize>>) {
    let Some(pattern) = NAMED.as_ref() else {
        return;
    };
    let mut at = 0;
    while let Some(groups) = pattern.captures_at(text, at) {
        let whole = groups.get(0).map_or(at..text.len(), |group| group.range());
        let of = |name: &str| groups.name(name).map_or("", |group| group.as_str());
        let (name, by, quote) = (of("name"), of("by"), of("quote"));
        let before = groups
            .name("name")
            .and_then(|group| text.get(..group.start()));
        let value = value(text, whole.end, quote);
        let is_value = is_parted(name, by, quote, before.unwrap_or_default())
            && text
                .get(value.clone())
                .is_some_and(|value| is_secret(value, by));
        // Behind a name that has no value, the next name may begin with what was taken for one.
        at = match is_value {
            true => value.end.max(whole.end),
            false => groups.name("by").map_or(whole.end, |group| group.start()),
        };
        if is_value {
            found.push(value);
        }
    }
}

/// Whether what parts a name from its value does so for a name like this.
fn is_parted(name: &str, by: &str, quote: &str, before: &str) -> bool {
    let is_option = name.starts_with("--") && !name.starts_with("--no-");
    match by.trim() {
        "" => is_option,
        // `registry/token:1.2`, `arn:…:secret:x`, `X-Vault-Token:s.abc`, `password:x`
        ":" if by == ":" && quote.is_empty() => {
            let lower = name.to_ascii_lowercase();
            let is_clear =
                lower.starts_with("x-") || lower.contains("passw") || lower.ends_with("key");
            is_clear && !before.ends_with([':', '/'])
        }
        by => !(name.starts_with("--no-") || by.ends_with(':') && before.ends_with([':', '/'])),
    }
}

/// Where a value ends that begins there: at its quote; else at a blank, or before the next pair of a query or a list.
fn value(text: &str, start: usize, quote: &str) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    if let Some(quote) = quote.bytes().next() {
        let mut is_escaped = false;
        let end = rest.bytes().position(|byte| {
            let is_end = byte == quote && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        });
        return start..start + end.unwrap_or(rest.len());
    }
    let end = rest.find(|char: char| char.is_whitespace() || char == '"' || char == '\'');
    let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let next = word.match_indices(['&', ',', ';']).find(|(at, _)| {
        let behind = word.get(at + 1..).unwrap_or_default();
        let name =
            behind.find(|char: char| !(char.is_ascii_alphanumeric() || "_.-%".contains(char)));
        name.is_some_and(|name| {
            name > 0 && behind.get(name..).is_some_and(|text| text.starts_with('='))
        })
    });
    start..start + next.map_or(word.len(), |(at, _)| at)
}

/// Whether a value may be a secret: no variable, no switch, no other option, no directory.
fn is_secret(value: &str, by: &str) -> bool {
    let is_variable = value.starts_with('$');
    let is_option = by.trim().is_empty() && value.starts_with('-');
    let is_switch =
        ["true", "false", "null", "none"].contains(&value.to_ascii_lowercase().as_str());
    let is_source = ["id=", "src=", "type="]
        .iter()
        .any(|key| value.starts_with(key));
    !value.is_empty() && !is_variable && !is_option && !is_switch && !is_source
}
