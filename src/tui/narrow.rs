//! From a value that is on the screen to the condition that asks for it. Knows the language, not the screen.

use super::action::Narrow;
use super::filter::{Chip, add};
use crate::query::ast::{Ast, Name, Operand};
use crate::query::item::{At, Char, Item};
use crate::query::{Term, parse};
use crate::record::column::Column;
use crate::record::field::{self, Target};
use crate::record::value::{Number, Type};

/// What conditions are about that a value, or several together, changes.
#[derive(Clone, Copy)]
pub struct About<'c> {
    /// The fields: a condition asks for one of them, and for nothing else.
    pub fields: &'c [Column],
    /// Whether it may ask for a span of time besides.
    pub with_time: bool,
}

impl<'c> About<'c> {
    /// These fields alone.
    pub const fn only(fields: &'c [Column]) -> Self {
        Self {
            fields,
            with_time: false,
        }
    }
}

/// Changes conditions by a value of a column; `None` stands for records that have no value there. The value is that of
/// the record, not escaped: what it is quoted and spelt like is decided here.
pub fn narrow(chips: &mut Vec<Chip>, how: Narrow, column: &Column, value: Option<&str>) {
    let about = About::only(std::slice::from_ref(column));
    narrow_all(chips, how, about, &[condition(column, value)]);
}

/// Changes conditions by what meets all of `asks`.
pub fn narrow_all(chips: &mut Vec<Chip>, how: Narrow, about: About<'_>, asks: &[String]) {
    match how {
        Narrow::Exclude => return exclude_all(chips, asks),
        Narrow::Or => return widen(chips, about, asks),
        Narrow::Replace => chips.retain(|chip| !about.covers(&chip.text)),
        Narrow::Add => {}
    }
    add_all(chips, asks);
}

fn add_all(chips: &mut Vec<Chip>, asks: &[String]) {
    for ask in asks {
        add(chips, ask);
    }
}

/// Leaves out the records that meet all of these conditions.
fn exclude_all(chips: &mut Vec<Chip>, asks: &[String]) {
    match asks {
        [one] => add(chips, &opposite(one)),
        _ => add(chips, &format!("not ({})", asks.join(" and "))),
    }
}

/// Takes what meets all of `asks` too, besides what is wanted of the same fields so far. What both have in common stays a
/// condition of its own; what else was wanted becomes one condition of alternatives.
fn widen(chips: &mut Vec<Chip>, about: About<'_>, asks: &[String]) {
    let is_wish = |chip: &Chip| is_wish(&chip.text) && about.covers(&chip.text);
    // To see what else there is, conditions are lifted: then it is these that are meant.
    let is_on = chips.iter().any(|chip| chip.is_on && is_wish(chip));
    let is_known = |chip: &Chip| chip.is_on == is_on && is_wish(chip);
    let known: Vec<String> = chips
        .iter()
        .filter(|chip| is_known(chip))
        .map(|chip| chip.text.clone())
        .collect();
    if known.is_empty() {
        return add_all(chips, asks);
    }
    let apart: Vec<&str> = known
        .iter()
        .filter(|text| !asks.contains(text))
        .map(String::as_str)
        .collect();
    let more: Vec<&str> = asks
        .iter()
        .filter(|ask| !known.contains(ask))
        .map(String::as_str)
        .collect();
    let mut widened = match (apart.as_slice(), more.as_slice()) {
        // One of the two is what they have in common, so that the other is part of it.
        ([], _) | (_, []) => None,
        (apart, more) => Some(either(apart, more)),
    };
    let is_apart = |text: &String| !asks.contains(text);
    chips.retain_mut(|chip| {
        if !known.contains(&chip.text) {
            return true;
        }
        chip.is_on = true;
        if !is_apart(&chip.text) {
            return true;
        }
        match widened.take() {
            Some(text) => chip.text = text,
            None => return false,
        }
        true
    });
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
        Ok(tree) => simple(&Ast::Not(Box::new(tree))),
        Err(_) => format!("not ({asks})"),
    }
}

impl About<'_> {
    /// Whether a condition is about nothing else.
    fn covers(self, text: &str) -> bool {
        let mut names = Vec::new();
        let is_read = Term::parse(text).is_ok_and(|term| mentioned(&term.tree, &mut names));
        let is_one = |name: &String| {
            let mut fields = self.fields.iter();
            fields.any(|column| column.target.to_string() == *name)
        };
        is_read
            && names.iter().any(is_one)
            && names
                .iter()
                .all(|name| is_one(name) || self.with_time && name == "time")
    }
}

/// The fields that a condition names, as they are called; whether it asks for nothing but fields.
fn mentioned(tree: &Ast, names: &mut Vec<String>) -> bool {
    let mut note = |field: &Name| {
        let target = field::find(&field.text);
        names.push(target.map_or_else(|| field.text.clone(), |target| target.to_string()));
        true
    };
    match tree {
        Ast::All(parts) | Ast::Any(parts) => parts.iter().all(|part| mentioned(part, names)),
        Ast::Not(inner) => mentioned(inner, names),
        Ast::Has(field) => note(field),
        Ast::Test(test) => note(&test.field),
        Ast::Is(_) | Ast::Anywhere(_) | Ast::Line(_) => false,
    }
}

/// Whether a condition says what is wanted. What is not wanted is not widened by a wish.
fn is_wish(text: &str) -> bool {
    match parse(text) {
        Ok(Ast::Not(inner)) => matches!(*inner, Ast::Has(_)),
        Ok(_) => true,
        Err(_) => false,
    }
}

/// What meets all conditions of one kind, or all of the other.
fn either(known: &[&str], more: &[&str]) -> String {
    if let ([one], [other]) = (known, more)
        && let Some(list) = listed(one, other)
    {
        return list;
    }
    let (known, more) = (together(known), together(more));
    let mut ways = known.clone();
    ways.extend(more.into_iter().filter(|way| !known.contains(way)));
    ways.join(" or ")
}

/// The alternatives of what meets all of these conditions, each in brackets if it is not simple.
fn together(asks: &[&str]) -> Vec<String> {
    let read = |ask: &&str| parse(ask);
    let Ok(trees) = asks.iter().map(read).collect::<Result<Vec<Ast>, _>>() else {
        return vec![format!("({})", asks.join(" "))];
    };
    match trees.as_slice() {
        [Ast::Any(ways)] => ways.iter().map(way).collect(),
        [tree] => vec![way(tree)],
        trees => vec![way(&Ast::All(trees.to_vec()))],
    }
}

/// One alternative.
fn way(tree: &Ast) -> String {
    fn parts(tree: &Ast) -> Vec<String> {
        match tree {
            Ast::All(all) => all.iter().flat_map(parts).collect(),
            Ast::Any(_) => vec![format!("({tree})")],
            tree => vec![simple(tree)],
        }
    }
    match parts(tree).as_slice() {
        [part] => part.clone(),
        parts => format!("({})", parts.join(" ")),
    }
}

/// A simple condition as one would type it.
fn simple(tree: &Ast) -> String {
    match tree {
        Ast::Not(inner) => match &**inner {
            Ast::Has(field) => format!("no:{}", field.text),
            Ast::Test(test) => match test.op.negated.first() {
                Some(sign) => format!("{}{sign}{}", test.field.text, test.operand),
                None => tree.to_string(),
            },
            _ => tree.to_string(),
        },
        tree => tree.to_string(),
    }
}

/// One list of the values of two tests that differ in nothing else.
fn listed(known: &str, more: &str) -> Option<String> {
    let (Ok(Ast::Test(mut one)), Ok(Ast::Test(other))) = (parse(known), parse(more)) else {
        return None;
    };
    let (Operand::List(items), Operand::List(others)) = (&mut one.operand, other.operand) else {
        return None;
    };
    if one.op != other.op || !is_same(&one.field, &other.field) {
        return None;
    }
    for item in others {
        if items.iter().all(|known| known.text() != item.text()) {
            items.push(item);
        }
    }
    Some(Ast::Test(one).to_string())
}

/// Whether two names are of one field.
fn is_same(one: &Name, other: &Name) -> bool {
    let [one, other] = [one, other].map(|name| {
        (
            field::find(&name.text).map(|target| target.to_string()),
            &name.text,
        )
    });
    match (one, other) {
        ((Some(one), _), (Some(other), _)) => one == other,
        ((_, one), (_, other)) => one == other,
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
        // Both of a field were wanted together, and are so still.
        narrows(
            &["path:a", "path:b"],
            Or,
            "path",
            Some("/x/y"),
            &["(path:a path:b) or path=/x/y"],
        );
    }

    #[track_caller]
    fn widens(before: &[&str], asks: &[&str], after: &[&str]) {
        let fields = columns(["ns", "op", "uid"], None).unwrap();
        let mut chips = Vec::new();
        for text in before {
            add(&mut chips, text.trim_start_matches('!'));
            chips.last_mut().unwrap().is_on = !text.starts_with('!');
        }
        let asks: Vec<String> = asks.iter().map(|ask| (*ask).to_owned()).collect();
        narrow_all(&mut chips, Narrow::Or, About::only(&fields), &asks);
        let shown = |chip: &Chip| format!("{}{}", if chip.is_on { "" } else { "!" }, chip.text);
        let texts: Vec<String> = chips.iter().map(shown).collect();
        assert_eq!(texts, after);
        for chip in &chips {
            assert!(Term::parse(&chip.text).is_ok(), "{}", chip.text);
        }
    }

    #[test]
    fn several_values_together_become_an_alternative() {
        // Nothing was asked of them.
        widens(&["exe=sh"], &["ns=a", "op=x"], &["exe=sh", "ns=a", "op=x"]);
        widens(
            &["ns=a", "exe=sh", "op=x"],
            &["ns=b", "op=y"],
            &["(ns=a op=x) or (ns=b op=y)", "exe=sh"],
        );
        widens(
            &["(ns=a op=x) or (ns=b op=y)"],
            &["ns=c", "op=z"],
            &["(ns=a op=x) or (ns=b op=y) or (ns=c op=z)"],
        );
        // What is one of the alternatives already changes nothing.
        widens(
            &["(ns=a op=x) or (ns=b op=y)"],
            &["ns=b", "op=y"],
            &["(ns=a op=x) or (ns=b op=y)"],
        );
        // What both have in common stays apart.
        widens(&["ns=a", "op=x"], &["ns=a", "op=y"], &["ns=a", "op=x,y"]);
        widens(&["ns=a", "op=x"], &["ns=a", "op=x"], &["ns=a", "op=x"]);
        // Less was asked for: the group is part of that.
        widens(&["ns=a"], &["ns=a", "op=y"], &["ns=a"]);
        widens(&["ns=a"], &["ns=b", "op=y"], &["ns=a or (ns=b op=y)"]);
        widens(
            &["ns=a", "op=x or op=z"],
            &["ns=b", "uid=0 and no:uid"],
            &["(ns=a (op=x or op=z)) or (ns=b uid=0 no:uid)"],
        );
        // What is not wanted stays so, and what is about something else too.
        widens(
            &["ns!=c", "ns=a or exe=sh", "op=x"],
            &["ns=b", "op=y"],
            &["ns!=c", "ns=a or exe=sh", "op=x or (ns=b op=y)"],
        );
    }

    #[test]
    fn what_was_lifted_to_see_more_is_what_is_widened() {
        widens(
            &["!ns=a", "!exe=sh", "!op=x"],
            &["ns=b", "op=y"],
            &["(ns=a op=x) or (ns=b op=y)", "!exe=sh"],
        );
        widens(&["!ns=a"], &["ns=b"], &["ns=a,b"]);
        widens(&["!ns=a", "op=x"], &["op=y"], &["!ns=a", "op=x,y"]);
    }
}
