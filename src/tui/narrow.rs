//! From a value that is on the screen to the condition that asks for it. Knows the language, not the screen.

use super::action::Narrow;
use super::filter::{Chip, add};
use crate::query::ast::{Ast, At, Char, Item, Name, Operand};
use crate::query::{Term, parse};
use crate::record::column::Column;
use crate::record::field::{self, Target};
use crate::record::value::{Number, Type};

/// Changes conditions by a value of a column; `None` stands for records that have no value there. The value is that of
/// the record, not escaped: what it is quoted and spelt like is decided here.
pub fn narrow(chips: &mut Vec<Chip>, how: Narrow, column: &Column, value: Option<&str>) {
    let asks = condition(column, value);
    match how {
        Narrow::Add => add(chips, &asks),
        Narrow::Exclude => add(chips, &opposite(&asks)),
        Narrow::Replace => {
            forget(chips, column);
            add(chips, &asks);
        }
        Narrow::Or => {
            let widened = chips.iter_mut().rev().find_map(|chip| {
                let is_one = chip.is_on && is_about(&chip.text, &column.target);
                let text = is_one.then(|| either(&chip.text, &asks)).flatten()?;
                chip.text = text;
                Some(())
            });
            if widened.is_none() {
                add(chips, &asks);
            }
        }
    }
}

/// Leaves out the records that meet all of these conditions.
pub fn exclude_all(chips: &mut Vec<Chip>, asks: &[String]) {
    match asks {
        [one] => add(chips, &opposite(one)),
        _ => add(chips, &format!("not ({})", asks.join(" and "))),
    }
}

/// Takes back whatever asks for nothing but a column's field.
pub fn forget(chips: &mut Vec<Chip>, column: &Column) {
    chips.retain(|chip| !is_about(&chip.text, &column.target));
}

/// The condition that those records meet which show a value in a column, and no others, but for what the language
/// itself takes for equal.
pub fn condition(column: &Column, value: Option<&str>) -> String {
    let field = column.target.to_string();
    let Some(value) = value else {
        return format!("no:{field}");
    };
    let equal = |text: &str| format!("{field}={}", item(text));
    let is_dropped = matches!(&column.target, Target::Field(field) if field.zero_dropped);
    match column.target.ty() {
        // How a column shows a zero that was left out.
        Type::Number if is_dropped && value == "0?" => format!("{field}=0 and no:{field}"),
        Type::Number if Number::parse(value).is_some() => equal(value),
        Type::Address if value.parse::<std::net::IpAddr>().is_ok() => equal(value),
        // Other texts can't be asked for by `=`.
        Type::Number | Type::Address => format!("{field}:{}", item(value)),
        Type::Path => path(&field, value, column.is_cut()),
        Type::Text if column.is_cut() && value.starts_with('/') => {
            let end = if value.ends_with('/') { "" } else { "( |$)" };
            matching(&field, &format!("^{}{end}", regex::escape(value)))
        }
        _ => equal(value),
    }
}

/// A path as it is: `=` would look at the last name of one without a slash, and below one that ends in a slash.
fn path(field: &str, value: &str, is_cut: bool) -> String {
    let less = value.trim_end_matches('/');
    match value.strip_suffix('/') {
        _ if !less.contains('/') => matching(field, &format!("^{}$", regex::escape(value))),
        Some(_) if !is_cut => format!("{field}={}", item(less)),
        _ => format!("{field}={}", item(value)),
    }
}

fn matching(field: &str, pattern: &str) -> String {
    let pattern = Operand::Pattern(Name {
        text: pattern.to_owned(),
        at: At::default(),
    });
    format!("{field}~{pattern}")
}

/// A value as it is typed: in quotes where it would be read as something else, or can't be seen.
fn item(text: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "-_./:+%@=~".contains(char);
    let is_bare = text.chars().all(is_plain) && !text.starts_with(['@', '=', '~', ':']);
    Item {
        chars: text.chars().map(Char::Literal).collect(),
        quoted: !is_bare || text.is_empty(),
        at: At::default(),
    }
    .to_string()
}

/// The opposite of a condition, as one would type it.
fn opposite(asks: &str) -> String {
    match parse(asks) {
        Ok(Ast::Not(inner)) => inner.to_string(),
        Ok(Ast::Test(test)) => match test.op.negated.first() {
            Some(sign) => format!("{}{sign}{}", test.field.text, test.operand),
            None => format!("not {asks}"),
        },
        Ok(tree) => Ast::Not(Box::new(tree)).to_string(),
        Err(_) => format!("not ({asks})"),
    }
}

/// Whether a condition asks for nothing but a field.
fn is_about(text: &str, target: &Target) -> bool {
    Term::parse(text).is_ok_and(|term| is_of(&term.tree, &target.to_string()))
}

fn is_of(tree: &Ast, name: &str) -> bool {
    let is_same = |field: &Name| match field::find(&field.text) {
        Some(target) => target.to_string() == name,
        None => field.text == name,
    };
    match tree {
        Ast::All(parts) | Ast::Any(parts) => {
            !parts.is_empty() && parts.iter().all(|part| is_of(part, name))
        }
        Ast::Not(inner) => is_of(inner, name),
        Ast::Has(field) => is_same(field),
        Ast::Test(test) => is_same(&test.field),
        Ast::Is(_) | Ast::Anywhere(_) | Ast::Line(_) => false,
    }
}

/// One of two conditions; `None` if the first says what is not wanted, which a second wish would not widen.
fn either(known: &str, more: &str) -> Option<String> {
    match (parse(known).ok()?, parse(more).ok()?) {
        (Ast::Not(inner), _) if !matches!(*inner, Ast::Has(_)) => None,
        (Ast::Test(mut one), Ast::Test(other)) if one.op == other.op => {
            let (Operand::List(items), Operand::List(others)) = (&mut one.operand, other.operand)
            else {
                return Some(format!("{known} or {more}"));
            };
            for item in others {
                if items.iter().all(|known| known.text() != item.text()) {
                    items.push(item);
                }
            }
            Some(Ast::Test(one).to_string())
        }
        // `and` binds tighter than `or`, written or not.
        _ => Some(format!("{known} or {more}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::column::columns;

    fn column(name: &str) -> Column {
        columns([name], None).unwrap().remove(0)
    }

    #[track_caller]
    fn asks(name: &str, value: &str, text: &str) {
        assert_eq!(condition(&column(name), Some(value)), text);
        assert!(Term::parse(text).is_ok(), "{text}");
    }

    #[test]
    fn values_are_quoted_where_they_would_mean_something_else() {
        asks("ns", "wordpress-mysql", "ns=wordpress-mysql");
        asks("pod", "web-*", "pod=\"web-*\"");
        asks("host", "@file", "host=\"@file\"");
        asks("policy", "a b,c", "policy=\"a b,c\"");
        asks("cmd", "sh -c \"id\"", r#"cmd="sh -c \"id\"""#);
        asks("cmd", "a\u{1b}[31m\n", "cmd=\"a\\u001b[31m\\n\"");
        asks("cmd", "a\u{202e}b", "cmd=\"a\\u202eb\"");
        asks("labels.app", "vault", "labels.app=vault");
    }

    #[test]
    fn paths_are_asked_for_as_they_are() {
        asks("exe", "/bin/bash", "exe=/bin/bash");
        asks("exe", "bash", "exe~'^bash$'");
        asks("exe", "runc:[2:INIT]", r"exe~'^runc:\[2:INIT\]$'");
        asks("path", "/etc/", "path=/etc");
        asks("path", "/", "path~'^/$'");
        asks("path/2", "/var/log/", "path=/var/log/");
        asks("path/2", "/var/log", "path=/var/log");
    }

    #[test]
    fn numbers_and_addresses_that_are_none_are_looked_for_as_texts() {
        asks("port", "443", "port=443");
        asks("severity", "high", "severity:high");
        asks("ip", "fe80::1", "ip=fe80::1");
        asks("ip", "10.0.0.0/8", "ip:10.0.0.0/8");
        asks("uid", "0?", "uid=0 and no:uid");
        assert_eq!(condition(&column("ns"), None), "no:ns");
    }

    #[track_caller]
    fn narrows(before: &[&str], how: Narrow, name: &str, value: Option<&str>, after: &[&str]) {
        let mut chips = Vec::new();
        for text in before {
            add(&mut chips, text);
        }
        narrow(&mut chips, how, &column(name), value);
        let texts: Vec<&str> = chips.iter().map(|chip| chip.text.as_str()).collect();
        assert_eq!(texts, after);
    }

    #[test]
    fn each_way_changes_the_conditions_as_it_says() {
        use Narrow::{Add, Exclude, Or, Replace};
        narrows(&["op=file"], Add, "ns", Some("a"), &["op=file", "ns=a"]);
        narrows(&["ns=a"], Add, "ns", Some("a"), &["ns=a"]);
        narrows(&[], Exclude, "ns", Some("a"), &["ns!=a"]);
        narrows(&[], Exclude, "ns", None, &["has:ns"]);
        narrows(&[], Exclude, "exe", Some("sh"), &["exe!~'^sh$'"]);
        narrows(&[], Exclude, "port", Some("x"), &["not port:x"]);
        narrows(
            &["namespace=b", "ns!=c", "op=file or ns=d", "has:ns"],
            Replace,
            "ns",
            Some("a"),
            &["op=file or ns=d", "ns=a"],
        );
        narrows(
            &["ns=b", "op=file"],
            Or,
            "ns",
            Some("a"),
            &["ns=b,a", "op=file"],
        );
        narrows(&["ns=b,a"], Or, "ns", Some("a"), &["ns=b,a"]);
        narrows(&["ns=b"], Or, "ns", None, &["ns=b or no:ns"]);
        narrows(
            &["ns=b or no:ns"],
            Or,
            "ns",
            Some("c"),
            &["ns=b or no:ns or ns=c"],
        );
        narrows(&["ns!=b"], Or, "ns", Some("a"), &["ns!=b", "ns=a"]);
        narrows(
            &["exe=/a/b"],
            Or,
            "exe",
            Some("sh"),
            &["exe=/a/b or exe~'^sh$'"],
        );
    }
}
