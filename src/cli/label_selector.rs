//! `-l`: label selectors as kubectl reads them, to terms.

use crate::query::Term;
use crate::query::ast::{Ast, Name};
use crate::query::error::{Error, What};
use crate::query::item::At;

/// `app=vault,tier!=db,env,!canary,zone in (a,b),zone notin (c)`: each must hold.
pub(super) fn terms(list: &str) -> Vec<Result<Term, Error>> {
    requirements(list)
        .map(|text| term(text).unwrap_or_else(|| Err(malformed(list, text))))
        .collect()
}

/// The parts between the commas that stand outside of parentheses.
fn requirements(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    list.split(move |char| {
        match char {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        char == ',' && depth == 0
    })
}

/// One requirement as a term; nothing if it is none.
fn term(text: &str) -> Option<Result<Term, Error>> {
    let text = text.trim();
    let labelled = |key: &str, values: &str| Term::flag(&format!("labels.{key}"), &[values]);
    let has = |key: &str| Term {
        text: text.to_owned(),
        tree: Ast::Has(Name {
            text: format!("labels.{key}"),
            at: At::default(),
        }),
    };
    if let Some((key, value)) = text.split_once("!=") {
        return Some(labelled(name(key)?, value).map(Term::negated));
    }
    if let Some((key, value)) = text.split_once('=') {
        return Some(labelled(
            name(key)?,
            value.strip_prefix('=').unwrap_or(value),
        ));
    }
    if let Some((before, values)) = text.split_once('(') {
        let (key, word) = before.trim().rsplit_once(char::is_whitespace)?;
        let term = labelled(name(key)?, values.trim_end().strip_suffix(')')?);
        return match word.to_ascii_lowercase().as_str() {
            "in" => Some(term),
            "notin" => Some(term.map(Term::negated)),
            _ => None,
        };
    }
    match text.strip_prefix('!') {
        Some(key) => Some(Ok(has(name(key)?).negated())),
        None => Some(Ok(has(name(text)?))),
    }
}

/// A label's key: a name without blanks, with a prefix before `/` or not.
fn name(text: &str) -> Option<&str> {
    let key = text.trim();
    let is_char = |char: char| char.is_alphanumeric() || "-_./".contains(char);
    (!key.is_empty() && key.chars().all(is_char)).then_some(key)
}

fn malformed(list: &str, text: &str) -> Error {
    let start = text.as_ptr().addr() - list.as_ptr().addr();
    Error {
        text: list.to_owned(),
        at: start..start + text.len(),
        what: What::Selector,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> String {
        let read: Result<Vec<Term>, Error> = terms(list).into_iter().collect();
        match read {
            Ok(terms) => {
                let trees = terms.into_iter().map(|term| term.tree.to_string());
                trees.collect::<Vec<_>>().join("; ")
            }
            Err(error) => format!("{:?} in {}", error.at, error.text),
        }
    }

    #[test]
    fn each_form_of_kubectl_is_read() {
        assert_eq!(
            read("app=vault,tier==db"),
            "labels.app=vault; labels.tier=db"
        );
        assert_eq!(
            read("tier!=db, env ,!canary"),
            "not labels.tier=db; has:labels.env; not has:labels.canary"
        );
        assert_eq!(
            read("zone in (a, b),x notin (c)"),
            "labels.zone=a,b; not labels.x=c"
        );
        assert_eq!(
            read("app.kubernetes.io/name=x"),
            "labels.app.kubernetes.io/name=x"
        );
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        for (list, place) in [
            ("", "0..0 in "),
            ("app=a,", "6..6 in app=a,"),
            ("app of (a)", "0..10 in app of (a)"),
            ("a=b,c in (d", "4..11 in a=b,c in (d"),
            ("a b", "0..3 in a b"),
            ("x,=y", "2..4 in x,=y"),
            ("app=", "11..11 in labels.app="),
            ("app in ()", "11..11 in labels.app="),
        ] {
            assert_eq!(read(list), place, "{list}");
        }
    }
}
