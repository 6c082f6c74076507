//! What can follow a filter that is being written: fields, operators, macros, and the values that the data has.

use crate::query::item::Item;
use crate::query::macros::Macro;
use crate::query::op::{CLASSES, OPS};
use crate::record::field::{self, FIELDS, Target};
use crate::record::value::Type;
use crate::text::{Count, hostile};

/// Something that can follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is written if it is taken.
    pub text: String,
    /// What it is.
    pub note: String,
}

/// What can follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// Bytes of what was begun, in place of which an offer is written.
    pub tail: usize,
    /// The offers, the likeliest first.
    pub items: Vec<Offer>,
    /// The field whose values are asked for.
    pub field: Option<String>,
}

/// Values that a field has in the data.
#[derive(Clone, Copy, Debug)]
pub struct SeenValues<'v> {
    /// The field.
    pub field: &'v str,
    /// The values and how many records have each, the most frequent first, and whether that is certain. Not escaped.
    pub values: &'v [(String, u64, bool)],
}

/// Offers made at once.
const MOST: usize = 200;

/// Words that stand before a name, and what they mean.
const PREFIXES: &[(&str, &str)] = &[
    ("is:", "a macro"),
    ("has:", "the field is there"),
    ("no:", "the field is not there"),
    ("any:", "in any value"),
    ("raw:", "in the line as it came"),
];

/// What can follow `before`. `seen` are values that were counted, maybe of another field.
pub fn offers(before: &str, macros: &[Macro], seen: Option<SeenValues<'_>>) -> Offers {
    let word = last_word(before);
    let word = word.trim_start_matches('!');
    if let Some(begun) = word.strip_prefix("is:") {
        let known = macros
            .iter()
            .map(|known| (known.name.clone(), known.filter.clone()));
        return begun_by(begun, known);
    }
    for prefix in ["has:", "no:"] {
        if let Some(begun) = word.strip_prefix(prefix) {
            return begun_by(begun, fields());
        }
    }
    match operator(word) {
        Some((name, value)) => values(name, value, seen),
        None => names(word),
    }
}

/// What stands behind the last blank or parenthesis that is in no quotes.
fn last_word(text: &str) -> &str {
    let (mut start, mut quote) = (0, None);
    for (at, char) in text.char_indices() {
        match quote {
            Some(open) => quote = Some(open).filter(|open| *open != char),
            None if matches!(char, '"' | '\'') => quote = Some(char),
            None if char.is_whitespace() || matches!(char, '(' | ')') => {
                start = at + char.len_utf8();
            }
            None => {}
        }
    }
    text.get(start..).unwrap_or_default()
}

/// The field, and what stands behind the operator, if there is one.
fn operator(word: &str) -> Option<(&str, &str)> {
    let at = word.find(['=', '!', ':', '~', '<', '>'])?;
    let (name, rest) = word.split_at(at);
    let value = rest.trim_start_matches(['=', '!', ':', '~', '<', '>']);
    Some((name, value))
}

fn fields() -> impl Iterator<Item = (String, String)> {
    let plain = FIELDS.iter().filter(|field| !field.is_map());
    plain.map(|field| {
        (
            field.name.to_owned(),
            format!("{}: {}", word_of(field.ty), field.doc),
        )
    })
}

/// What a field is, without its article.
fn word_of(ty: Type) -> &'static str {
    let word = ty.word();
    word.split_once(' ')
        .filter(|(article, _)| matches!(*article, "a" | "an"))
        .map_or(word, |(_, word)| word)
}

/// Names that begin as what was begun, then those that hold it.
fn begun_by(begun: &str, known: impl Iterator<Item = (String, String)>) -> Offers {
    let lower = begun.to_lowercase();
    let mut items: Vec<(usize, Offer)> = known
        .filter_map(|(text, note)| {
            let at = text.to_lowercase().find(&lower)?;
            Some((at.min(1), Offer { text, note }))
        })
        .collect();
    items.sort_by_key(|(rank, _)| *rank);
    items.truncate(MOST);
    Offers {
        tail: begun.len(),
        items: items.into_iter().map(|(_, offer)| offer).collect(),
        ..Offers::default()
    }
}

/// Fields; behind a whole name, the operators that fit it.
fn names(word: &str) -> Offers {
    let exact = field::find(word).filter(|_| !word.is_empty());
    if let Some(target) = exact {
        return operators(word, &target);
    }
    let prefixes = PREFIXES
        .iter()
        .map(|(text, note)| ((*text).to_owned(), (*note).to_owned()));
    let mut offers = begun_by(word, fields().chain(prefixes));
    // A field's name alone is no condition.
    for offer in &mut offers.items {
        if !offer.text.ends_with(':') {
            offer.text.push('=');
        }
    }
    offers
}

fn operators(word: &str, target: &Target) -> Offers {
    let fits = OPS.iter().filter(|op| (op.fits)(target.ty()));
    let mut items = Vec::new();
    for op in fits {
        let signs = op.tokens.iter().take(1).map(|sign| (*sign, ""));
        let opposites = op.negated.iter().take(1).map(|sign| (*sign, "not "));
        for (sign, not) in signs.chain(opposites) {
            let is_sign = !sign.starts_with(char::is_alphabetic);
            items.extend(is_sign.then(|| Offer {
                text: format!("{word}{sign}"),
                note: format!("{not}{}", op.doc),
            }));
        }
    }
    let others = begun_by(word, fields()).items.into_iter();
    items.extend(
        others
            .filter(|offer| offer.text != word)
            .map(|offer| Offer {
                text: format!("{}=", offer.text),
                ..offer
            }),
    );
    Offers {
        tail: word.len(),
        items,
        ..Offers::default()
    }
}

/// Values of a field: those that the data has, with their counts; before they are counted, those that are known.
fn values(name: &str, value: &str, seen: Option<SeenValues<'_>>) -> Offers {
    let Some(target) = field::find(name) else {
        return Offers::default();
    };
    let field = target.to_string();
    let begun = value.rsplit(',').next().unwrap_or_default();
    let seen = seen.filter(|seen| seen.field == field);
    let seen = seen.map_or(&[][..], |seen| seen.values);
    let counted = seen
        .iter()
        .map(|(text, count, is_exact)| (literal(text), counted(*count, *is_exact)));
    let known: Vec<&str> = match target.ty() {
        Type::Enum(known) => known.to_vec(),
        Type::Address => {
            let classes = CLASSES.iter().map(|(name, _)| *name);
            classes.chain(["public"]).collect()
        }
        _ => Vec::new(),
    };
    let is_counted = |text: &str| {
        seen.iter()
            .any(|(known, ..)| known.eq_ignore_ascii_case(text))
    };
    let known = known.into_iter().filter(|text| !is_counted(text));
    let known = known.map(|text| (literal(text), "0".to_owned()));
    let offers = begun_by(begun.trim_start_matches(['"', '\'']), counted.chain(known));
    Offers {
        tail: begun.len(),
        field: (target.ty() != Type::Time).then_some(field),
        ..offers
    }
}

/// A count, marked where it is about.
fn counted(count: u64, is_exact: bool) -> String {
    let about = if is_exact { "" } else { "≈" };
    format!("{about}{}", Count(count))
}

/// A value as it is typed: in quotes where something in it means more than itself.
pub fn literal(text: &str) -> String {
    let mut item = Item::literal(text, 0..0);
    let means_itself =
        |char: char| char.is_alphanumeric() || "./_-:@+%$#&^;[]{}|<>~=".contains(char);
    let begins = text.starts_with(|char: char| {
        char.is_alphanumeric() || matches!(char, '/' | '.' | '_' | '-' | '[')
    });
    item.quoted = !(begins && text.chars().all(means_itself));
    let spelt = item.to_string();
    match spelt.chars().any(hostile) {
        true => spelt.chars().map(escaped).collect(),
        false => spelt,
    }
}

/// A character as quotes may hold it.
fn escaped(char: char) -> String {
    let code = u32::from(char);
    match hostile(char) && code <= 0xFFFF {
        true => format!("\\u{code:04x}"),
        false => char.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::macros::built_in;

    fn offered(before: &str) -> Vec<String> {
        let values = [("a b".to_owned(), 9, true), ("web".to_owned(), 5, true)];
        let seen = SeenValues {
            field: "ns",
            values: &values,
        };
        let offers = offers(before, &built_in(), Some(seen));
        let kept = before.len() - offers.tail;
        let whole = |offer: &Offer| format!("{}{}", &before[..kept], offer.text);
        offers.items.iter().map(whole).take(4).collect()
    }

    #[test]
    fn what_can_follow_is_offered() {
        assert_eq!(offered("po"), ["pod=", "policy=", "port=", "kernel"][..3]);
        assert_eq!(offered("x=1 (outc"), ["x=1 (outcome="]);
        assert_eq!(offered("is:den"), ["is:denied"]);
        assert_eq!(offered("!has:pol"), ["!has:policy"]);
        assert_eq!(offered("pid")[..2], ["pid=", "pid!="]);
        assert_eq!(offered("ns="), [r#"ns="a b""#, "ns=web"]);
        assert_eq!(offered("ns!=x,W"), ["ns!=x,web"]);
        assert_eq!(offered("op=proc"), ["op=Process"]);
        assert_eq!(offered("ip=pub"), ["ip=public"]);
        assert!(offered("nosuch=x").is_empty());
        assert!(offered(r#"ns="a po"#).is_empty());
    }

    #[test]
    fn a_value_is_read_as_it_was() {
        for value in [
            "web",
            "a b",
            "a*b",
            "@x",
            "it's",
            "\"",
            "\\",
            "\u{202e}x",
            "a,b",
            "~x",
            "\n",
            "(x)",
            "not",
        ] {
            let text = format!("cmd={}", literal(value));
            let Ok(crate::query::Ast::Test(read)) = crate::query::parse(&text) else {
                panic!("{text}");
            };
            let crate::query::ast::Operand::List(items) = read.operand else {
                panic!("{text}");
            };
            assert_eq!(items.len(), 1, "{text}");
            assert_eq!(items[0].text(), value, "{text}");
            assert!(!items[0].has_wildcards(), "{text}");
        }
    }
}
